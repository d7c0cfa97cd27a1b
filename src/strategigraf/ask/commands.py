"""The commands `ask`, `query` and `list`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategigraf.api.answer import HANDED_OVER, OFFICE, TABLE_FORMATS
from strategigraf.core.errors import FilesNotFound, WrongCommandLine, WrongValue
from strategigraf.core.rdf import Text
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver, emit

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Ask(click.Command):
    """A command that leaves options it does not know to the question."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own_options = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        own_arguments, parameters = [], []
        remaining = list(args)
        while remaining:
            name = remaining.pop(0)
            if name.startswith("--") and name.partition("=")[0] not in own_options:
                parameters.append(name)
                if "=" not in name and remaining:
                    parameters.append(remaining.pop(0))
            else:
                own_arguments.append(name)
        ctx.meta["parameters"] = parameters
        return super().parse_args(ctx, own_arguments)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        own = super().shell_complete(ctx, incomplete)
        names = options.complete_parameter(ctx, " ".join(ctx.params.get("words") or ()), incomplete)
        return [*(CompletionItem(name) for name in names), *own]


def _complete_question(ctx: click.Context, param: click.Parameter, text: str) -> list[str]:
    """Values of the parameter that waits for one; else names of questions that begin with *text*, of several words what
    the last can become."""
    given = ctx.meta.get("parameters", [])
    if given and given[-1].startswith("--") and "=" not in given[-1]:
        question = " ".join(ctx.params.get("words") or ())
        return options.complete_value(ctx, question, given[-1].removeprefix("--"), text)
    if " " not in text:
        return options.complete_question(ctx, param, text)
    from strategigraf.ask.reading import completions

    head = text.rpartition(" ")[0]
    try:
        session = Session(ctx.params.get("data") or (), "da")
        return [f"{head} {word}" for word in session.use(lambda store: completions(store, text))]
    except Exception:  # a completion never fails in the user's face
        return []


@click.command("ask", cls=_Ask)
@click.argument("words", metavar="[QUESTION]", nargs=-1, shell_complete=_complete_question)
@options.limits
@options.endpoint
@options.answer(*TABLE_FORMATS)
@click.option("--evidence", is_flag=True)
@click.option("--show-sparql", is_flag=True)
@click.pass_context
def ask_command(
    ctx: click.Context,
    words: tuple[str, ...],
    timeout: float,
    memory: int,
    show_sparql: bool,
    graph: Session,
    output: Output,
) -> None:
    """Answer QUESTION: a name of the catalogue, or a question in plain Danish or English.

    Without QUESTION the catalogue is listed. Parameters of a question are options: --target 10.3. The answer to plain
    words begins with how they were read; words that cannot be read are named, and nothing is answered.
    """
    from strategigraf.ask.api import ask, questions

    given = _parameters(ctx.meta["parameters"])
    if not words:
        deliver(questions(graph), output)
        return
    graph.show_sparql = show_sparql
    graph.tells_reading = output.format_name not in ("table", "markdown")
    answer = ask(graph, " ".join(words), timeout=timeout, memory=memory, **given)
    if not answer.value.rows:
        graph.notice(Text(da="Intet i dataene svarer på det.", en="Nothing in the data answers this."))
    deliver(answer, output)


def _parameters(arguments: list[str]) -> dict[str, str]:
    """`--name value` and `--name=value` pairs. Raises WrongValue for anything else."""
    values: dict[str, str] = {}
    remaining = list(arguments)
    while remaining:
        name, equals, value = remaining.pop(0).partition("=")
        if not name.startswith("--") or (not equals and not remaining):
            raise WrongValue(
                Text(
                    da=f"»{name}« er ikke en parameter med en værdi.", en=f"“{name}” is not a parameter with a value."
                ),
                Text(
                    da="Skriv --navn værdi, fx --target 10.3.",
                    en="Write --name value, such as --target 10.3.",
                ),
            )
        values[name.removeprefix("--")] = value if equals else remaining.pop(0)
    return values


# `strategigraf list`.


@click.command("list")
@click.argument("kind", required=False, shell_complete=options.complete_kind)
@options.strategy
@options.endpoint
@options.answer(*TABLE_FORMATS)
def list_command(kind: str | None, strategy_names: tuple[str, ...], graph: Session, output: Output) -> None:
    """List the kinds, or the things of KIND (goal, initiative, timeline-entry, sdg-target, strategy ...)."""
    from strategigraf.ask.api import list_things

    deliver(list_things(graph, kind, strategy_names), output)


# `strategigraf query`.

_OF_TABLES = ("table", "csv", "tsv", "json")
_OF_GRAPHS = ("turtle", "ntriples", "jsonld")


@click.command("query")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("-e", "--expression", metavar="TEXT")
@options.endpoint
@click.option("--examples", is_flag=True)
@options.limits
@options.format_option((*_OF_TABLES, *_OF_GRAPHS, *HANDED_OVER, *OFFICE), None, of_cover=False)
@options.graph_and_output
def query_command(
    file: Path | None,
    expression: str | None,
    examples: bool,
    timeout: float,
    memory: int,
    graph: Session,
    output: Output,
) -> None:
    """Answer the SPARQL query in FILE (or - for stdin), or the one given with -e: SELECT, ASK, CONSTRUCT, DESCRIBE.

    The usual prefixes and those of the strategies (their names) are declared.
    """
    if examples:
        _emit_examples(file, expression, graph, output)
        return
    from strategigraf.ask.api import query

    deliver(query(graph, _query(file, expression), None, timeout, memory), output)


def _emit_examples(file: Path | None, expression: str | None, graph: Session, output: Output) -> None:
    from strategigraf.files.question import SERVER, examples, read_question

    if file is not None or expression is not None:
        raise WrongCommandLine(
            Text("--examples kan ikke bruges med en forespørgsel.", "--examples cannot be used with a query."),
            Text("Udelad FIL og -e.", "Leave FILE and -e out."),
        )
    graph.tell_hidden_questions()
    emit(examples(map(read_question, graph.workspace.query_files()), graph.endpoint or SERVER), output)


def _query(file: Path | None, expression: str | None) -> str:
    if (file is None) == (expression is None):
        raise WrongCommandLine(
            Text("Der skal angives én forespørgsel.", "One query must be given."),
            Text("Angiv enten FIL eller -e TEKST.", "Give either FILE or -e TEXT."),
        )
    if expression is not None:
        return expression
    assert file is not None
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FilesNotFound(
            Text(da=f"Forespørgslen {file} kan ikke læses.", en=f"The query {file} cannot be read."),
            Text(
                da="Kontrollér stien; filen skal være UTF-8. Selve forespørgslen gives med -e.",
                en="Check the path; the file must be UTF-8. The query itself is given with -e.",
            ),
        ) from error
