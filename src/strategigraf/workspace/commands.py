"""The commands `init` and `workspace`: a workspace for a strategy of one's own, and what it is."""

import sys
from pathlib import Path

import click

from strategigraf.core.errors import WrongCommandLine
from strategigraf.core.rdf import ID, LANGUAGES, Text, message
from strategigraf.files.preset import PRESETS
from strategigraf.files.settings import OWN_POLICY
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, emit


@click.command("init")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--title")
@click.option("--owner")
@click.option("--period", metavar="YEAR-YEAR")
@click.option("--language", "languages", type=options.OneOf(LANGUAGES), multiple=True)
@click.option("--preset", type=options.OneOf(PRESETS))
@click.option("--base", metavar="IRI")
@options.lang
def init_command(
    folder: Path,
    title: str | None,
    owner: str | None,
    period: str | None,
    languages: tuple[str, ...],
    preset: str | None,
    base: str | None,
    lang: str,
) -> None:
    """Make a workspace for a strategy of one's own in FOLDER: its settings, a place for its sources, its first data."""
    from strategigraf.workspace.api import create_workspace

    answers = {"title": title, "owner": owner, "period": period, "preset": preset}
    otherwise = {"period": "", "preset": OWN_POLICY}
    for name, answer in answers.items():
        if answer is None and sys.stdin.isatty():
            question = message(f"workspace.ask.{name}", choices=", ".join(PRESETS)).in_language(lang)
            answers[name] = click.prompt(question, default=otherwise.get(name), show_default=bool(otherwise.get(name)))
        elif answer is None and name not in otherwise:
            raise WrongCommandLine(
                Text(f"--{name} mangler.", f"--{name} is missing."),
                Text(f"Tilføj --{name} TEKST.", f"Add --{name} TEXT."),
            )
    if not languages and sys.stdin.isatty():
        asked = click.prompt(message("workspace.ask.language").in_language(lang), default=lang)
        languages = tuple(asked.replace(",", " ").split())
    given = {name: answer or otherwise.get(name, "") for name, answer in answers.items()}
    made = create_workspace(folder, **given, languages=languages or (lang,), base=base or ID)
    place = Text(*[str(made.folder)] * 2)
    click.echo(message("workspace.made", folder=place, count=len(made.files)).in_language(lang))
    if not made.repository:
        click.echo(message("workspace.no-git").in_language(lang))
    click.echo(message("workspace.next", folder=place, strategy=made.strategy).in_language(lang))


@click.command("workspace")
@options.graph_and_output
def workspace_command(graph: Session, output: Output) -> None:
    """Show the workspace: its settings, its layers of data and their strategies, its documents as they were read."""
    from strategigraf.workspace.overview import overview

    emit("".join(line.in_language(graph.language) + "\n" for line in overview(graph)), output)
