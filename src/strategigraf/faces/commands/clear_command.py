"""`strategigraf clear`: a link has been looked over and holds."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import WrongValue
from strategigraf.values.text import Text


@click.command("clear")
@click.argument("links", metavar="[LINK]...", nargs=-1, shell_complete=options.complete_statement)
@click.option("--reason", help="Why it holds; needed. With --reason-en this is the Danish text.")
@click.option("--reason-en", help="The reason in English as well.")
@click.option("--role", help="The role of whoever looked, such as planlægger; needed, and never a name.")
@click.option("--role-en", help="The role in English as well.")
@click.option("--all", "every", is_flag=True, help="Everything that is suspect.")
@click.option(
    "--because-of",
    "document",
    metavar="DOCUMENT",
    help="Everything for which nothing has changed but the source text that DOCUMENT states.",
)
@click.option("--unreviewed", is_flag=True, help="Everything that was never reviewed: its first review.")
@options.strategy
@options.sources
@options.lang
@options.data
def command(
    links: tuple[str, ...],
    reason: str | None,
    reason_en: str | None,
    role: str | None,
    role_en: str | None,
    every: bool,
    document: str | None,
    unreviewed: bool,
    strategy_names: tuple[str, ...],
    sources: Path | None,
    lang: str,
    data: Path | None,
) -> None:
    """Enter a review of each LINK (or alignment): it has been looked over as it is now, and it holds.

    The review goes into the folder reviews of the data, with the reason and the role; earlier reviews stay.
    """
    from strategigraf.answers import clearing
    from strategigraf.answers.identifier import of_class
    from strategigraf.answers.review_queue import shown_statements
    from strategigraf.answers.suspicion import suspicion
    from strategigraf.files.lock import only_writer
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.use.reviews import enter, refuse_installed
    from strategigraf.values.namespaces import SG

    if sum([bool(links), every or document is not None, unreviewed]) != 1:
        raise WrongValue(
            Text("Hvad skal der skrives en gennemgang af?", "What is the review of?"),
            Text(
                "Nævn forbindelserne, eller giv én af --all, --because-of DOKUMENT og --unreviewed.",
                "Name the links, or give one of --all, --because-of DOCUMENT and --unreviewed.",
            ),
        )
    said = clearing.role_of(role, role_en), clearing.reason_of(reason, reason_en)
    texts = SourceFolder(sources) if sources is not None else None
    session = Session(data, lang)
    workspace = session.workspace
    refuse_installed(workspace)

    def answer(store: EmbeddedStore) -> None:
        strategies = [of_class(store, name, SG + "Strategy").value for name in strategy_names]
        found = suspicion(store, texts)
        shown = shown_statements(store, found, strategies)
        if links:
            chosen = clearing.named_statements(store, found, links)
        elif unreviewed:
            chosen = clearing.unreviewed_statements(found, shown)
        else:
            cause = of_class(store, document, SG + "Document").value if document else None
            chosen = clearing.suspect_statements(found, shown, cause)
        for path in enter(workspace, store, chosen, *said) if chosen else ():
            click.echo(path.relative_to(workspace.data).as_posix())
        left = [statement for statement in shown if statement in found.suspects and statement not in chosen]
        session.notice(
            Text(
                f"{len(chosen)} gennemgange skrevet; {len(left)} er stadig mistænkelige.",
                f"{len(chosen)} reviews entered; {len(left)} are still suspect.",
            )
        )
        if by_text := sum("text-changed" in found.suspects[statement] for statement in left):
            session.notice(
                Text(
                    f"{by_text} er det, fordi kildeteksten her er en anden: ret først citaterne (strategigraf rebase).",
                    f"{by_text} are so because the source text here is another: mend the quotes first (strategigraf "
                    "rebase).",
                )
            )

    with only_writer(workspace.data):
        session.use(answer)
