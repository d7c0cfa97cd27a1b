"""`strategigraf report`: the whole dossier of a strategy, as a page and a workbook."""

from pathlib import Path

import click

from strategigraf.core.rdf import Text
from strategigraf.shell import options
from strategigraf.shell.session import Session
from strategigraf.store.sparql import EmbeddedStore


@click.command("report")
@click.argument("strategy", metavar="SLUG", shell_complete=options.complete_strategy)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder for the two files; made where it is not there. The present one without this.",
)
@options.sources
@options.lang
@options.data
def report_command(strategy: str, folder: Path, sources: Path | None, lang: str, data: Path | None) -> None:
    """Write the dossier of the strategy SLUG: SLUG.html, which speaks Danish and English, and SLUG.xlsx.

    With --sources every quote is looked for in its text, and the dossier says what was found.
    """
    from strategigraf.core.rdf import SG
    from strategigraf.dossier.strategy import strategy_dossier
    from strategigraf.files.output import make_folder, write
    from strategigraf.files.source_text import SourceFolder
    from strategigraf.render.html_page.document import page
    from strategigraf.render.workbook.workbook import workbook
    from strategigraf.store.names import of_class
    from strategigraf.store.policy import read_policy

    session = Session(data, lang)
    texts = SourceFolder(sources) if sources is not None else None
    progress = session.progress(Text("skriver dossieret", "writing the dossier"))

    def answer(store: EmbeddedStore) -> None:
        chosen = of_class(store, strategy, SG + "Strategy").value
        make_folder(folder)
        found = strategy_dossier(store, read_policy(store, session.workspace), chosen, texts)
        progress(1, 3)
        as_page = page(found, lang).encode("utf-8")
        progress(2, 3)
        as_workbook = workbook(found, lang)
        progress(3, 3)
        for name, content in ((f"{found.name}.html", as_page), (f"{found.name}.xlsx", as_workbook)):
            write(folder / name, content)
            session.notice(Text(f"Skrevet: {folder / name}", f"Written: {folder / name}"))

    session.use(answer)
