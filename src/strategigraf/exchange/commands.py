"""The command `import`: files of other people taken into one's own data; and the register of the SDGs."""

from pathlib import Path

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import LANGUAGES, Text
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver, emit


class _Files(click.Group):
    """What is imported by name; what is no name is a file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See click."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["file", *args]
        return super().parse_args(ctx, args)


@click.group("import", cls=_Files)
def import_command() -> None:
    """Take files of other people into one's own data."""


@import_command.command("file")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--strategy", "of_strategy", shell_complete=options.complete_strategy)
@click.option("--language", type=options.OneOf(LANGUAGES))
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), metavar="TOML")
@click.option("--status", "statuses", multiple=True, metavar="WORD=STATUS")
@click.option("--under", metavar="ID", shell_complete=options.complete_thing)
@click.option("--dry-run", "dry", is_flag=True)
@options.sources
@options.report(*REPORT_FORMATS, of_cover=False)
def import_file_command(
    file: Path,
    of_strategy: str | None,
    language: str | None,
    mapping: Path | None,
    statuses: tuple[str, ...],
    under: str | None,
    dry: bool,
    graph: Session,
    output: Output,
) -> int:
    """Take FILE into one's own data: all of it, checked, or nothing. Ends with 1 where it was not written."""
    from strategigraf.exchange.report import import_file

    status = dict(_meaning(one) for one in statuses)
    answer = import_file(
        graph, file, of_strategy or "", language or "", mapping, status, under or "", output.sources, dry
    )
    deliver(answer, output._replace(sources=None))
    graph.notice(Text(answer.summary, answer.summary))
    return int(not answer.good)


def _meaning(typed: str) -> tuple[str, str]:
    """The word and what it means, as they were typed: WORD=STATUS. Raises WrongValue."""
    word, sign, meaning = typed.rpartition("=")
    if not (word.strip() and sign and meaning.strip()):
        raise WrongValue(
            Text(
                f"»{typed}« siger ikke, hvad et statusord betyder.", f"“{typed}” does not say what a status word means."
            ),
            Text(
                'Skriv ORD=STATUS, fx --status "I bero=stopped".',
                'Write WORD=STATUS, such as --status "On hold=stopped".',
            ),
        )
    return word.strip(), meaning.strip()


@import_command.command("sdg")
@click.argument("folder", type=click.Path(path_type=Path))
@options.output
def sdg(folder: Path, graph: Session, output: Output) -> None:
    """Make the SDG register from goals.tsv and targets.tsv in FOLDER, with the project's own short titles."""
    from strategigraf.files.turtle_format import format_statements
    from strategigraf.sdg.commands import HEAD, register

    titles = graph.workspace.ontology / "sdg-titles.tsv"
    emit(format_statements(register(folder, titles), {}, [HEAD]), output)
