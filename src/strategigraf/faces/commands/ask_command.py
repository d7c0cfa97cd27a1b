"""`strategigraf ask`: the questions of the catalogue, by name or in plain words."""

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from strategigraf.faces import options
from strategigraf.faces.present import TABLE_FORMATS, present_sheet, present_table
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import WrongValue
from strategigraf.values.text import Text


class _Ask(click.Command):
    """A command that leaves options it does not know to the question."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        mine, parameters = [], []
        rest = list(args)
        while rest:
            name = rest.pop(0)
            if name.startswith("--") and name.partition("=")[0] not in own:
                parameters.append(name)
                if "=" not in name and rest:
                    parameters.append(rest.pop(0))
            else:
                mine.append(name)
        ctx.meta["parameters"] = parameters
        return super().parse_args(ctx, mine)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        given = ctx.meta.get("parameters", [])
        if given and given[-1].startswith("--") and "=" not in given[-1]:
            names = options.complete_value(ctx, ctx.params.get("question"), given[-1].removeprefix("--"), incomplete)
            return [CompletionItem(name) for name in names]
        own = super().shell_complete(ctx, incomplete)
        names = options.complete_parameter(ctx, ctx.params.get("question"), incomplete)
        return [*(CompletionItem(name) for name in names), *own]


@click.command("ask", cls=_Ask)
@click.argument("question", required=False, shell_complete=options.complete_question)
@options.limits
@options.formats(*TABLE_FORMATS)
@options.lang
@options.data
@options.output
@click.option("--evidence", is_flag=True, help="The quotes of each link below the table.")
@click.pass_context
def command(
    ctx: click.Context,
    question: str | None,
    timeout: float,
    memory: int,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
    evidence: bool,
) -> None:
    """Answer QUESTION: a name of the catalogue, or a question in plain Danish or English.

    Without QUESTION the catalogue is listed. Parameters of a question are options: --target 10.3.
    """
    from strategigraf.files.question import hidden_question, read_question

    session = Session(data, lang)
    paths = session.workspace.query_files()
    for path in session.workspace.hidden_queries():
        session.notice(hidden_question(path))
    given = _parameters(ctx.meta["parameters"])

    if question is None:
        from strategigraf.answers.listing import question_table
        from strategigraf.answers.table_sheet import table_sheet

        table = question_table((read_question(path) for path in paths), lang)
        if format_name == "json":
            session.use(lambda store: present_table(store, table, format_name, lang, output))
        else:
            session.use(lambda store: present_sheet(table_sheet(store, table, lang), format_name, output))
        return

    def answer(store: EmbeddedStore) -> None:
        from strategigraf.answers.asking import ask
        from strategigraf.answers.request import chosen_question
        from strategigraf.use.limit import Limit, StoreWithin

        chosen, values = chosen_question(store, question, given, paths)
        if chosen.name != question:
            shown = " ".join([chosen.name, *(f"--{name} {value}" for name, value in values.items())])
            session.notice(Text(da=f"Spørgsmål: {shown}", en=f"Question: {shown}"))
        limit = Limit(timeout or None, memory or None)
        table = ask(StoreWithin(store, limit), chosen, values, lang)
        if not table.rows:
            session.notice(Text(da="Intet i dataene svarer på det.", en="Nothing in the data answers this."))
        if evidence and format_name in ("table", "markdown"):
            from strategigraf.answers.table_sheet import with_evidence

            present_sheet(with_evidence(store, table, lang), format_name, output)
        else:
            present_table(store, table, format_name, lang, output)

    session.use(answer)


def _parameters(arguments: list[str]) -> dict[str, str]:
    """`--name value` and `--name=value` pairs. Raises WrongValue for anything else."""
    given: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("--") or (not equals and not rest):
            raise WrongValue(
                Text(da=f"“{name}” er ikke en parameter med en værdi.", en=f"“{name}” is no parameter with a value."),
                Text(
                    da="Skriv --navn værdi, for eksempel --target 10.3.",
                    en="Write --name value, such as --target 10.3.",
                ),
            )
        given[name.removeprefix("--")] = value if equals else rest.pop(0)
    return given
