"""The commands `review`, `clear` and `rebase`."""

from pathlib import Path

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text, message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver
from strategigraf.store.sparql import EmbeddedStore


@click.command("clear")
@click.argument("links", metavar="[LINK]...", nargs=-1, shell_complete=options.complete_statement)
@click.option("--reason")
@click.option("--reason-en")
@click.option("--role")
@click.option("--role-en")
@click.option("--all", "every", is_flag=True)
@click.option(
    "--because-of",
    "document",
    metavar="DOCUMENT",
)
@click.option("--unreviewed", is_flag=True)
@options.strategy
@options.sources
@options.graph
def clear_command(
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
    graph: Session,
) -> None:
    """Enter a review of each LINK (or alignment): it has been looked over as it is now, and it holds.

    The review goes into the folder reviews of the data, with the reason and the role; earlier reviews stay.
    """
    from strategigraf.core.rdf import SG
    from strategigraf.files.output import only_writer
    from strategigraf.files.source_text import SourceFolder
    from strategigraf.files.workspace import refuse_installed
    from strategigraf.review import suspects as clearing
    from strategigraf.review.queue import shown_statements
    from strategigraf.review.reviews import enter
    from strategigraf.review.suspects import suspicion
    from strategigraf.store.names import of_class

    if sum([bool(links), every or document is not None, unreviewed]) != 1:
        raise WrongValue(
            Text("Der er ikke angivet, hvad gennemgangen gælder.", "It is not stated what was reviewed."),
            Text(
                "Angiv relationerne eller én af --all, --because-of DOKUMENT og --unreviewed.",
                "Give the links, or one of --all, --because-of DOCUMENT and --unreviewed.",
            ),
        )
    role_text, reason_text = clearing.role_of(role, role_en), clearing.reason_of(reason, reason_en)
    texts = SourceFolder(sources) if sources is not None else None
    workspace = graph.workspace
    refuse_installed(workspace)

    def answer(store: EmbeddedStore) -> None:
        strategies = [of_class(store, name, SG + "Strategy").value for name in strategy_names]
        state = suspicion(store, texts)
        statements = shown_statements(store, state, strategies)
        if links:
            chosen = clearing.named_statements(store, state, links)
        elif unreviewed:
            chosen = clearing.unreviewed_statements(state, statements)
        else:
            cause = of_class(store, document, SG + "Document").value if document else None
            chosen = clearing.suspect_statements(state, statements, cause)
        for path in enter(workspace, store, chosen, role_text, reason_text) if chosen else ():
            click.echo(path.relative_to(workspace.data).as_posix())
        remaining = [statement for statement in statements if statement in state.suspects and statement not in chosen]
        graph.notice(message("review.clear.entered", entered=len(chosen), suspect=len(remaining)))
        if by_text := sum("text-changed" in state.suspects[statement] for statement in remaining):
            graph.notice(message("review.clear.by-text", links=by_text))

    with only_writer(workspace.data):
        graph.use(answer)


# `strategigraf rebase`.


@click.command("rebase")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--document", metavar="NAME")
@options.report("markdown", *(name for name in REPORT_FORMATS if name != "markdown"))
def rebase_command(old: Path, new: Path, document: str | None, graph: Session, output: Output) -> int:
    """Find the quotes of the source text OLD again in its new version NEW, and propose what to mend.

    Changes no data: the proposal is a page to review (-o FILE). Ends with 1 where a quote is not unchanged.
    """
    from strategigraf.review.queue import rebased
    from strategigraf.review.rebase import warning

    answer = rebased(graph, old, new, document)
    deliver(answer, output)
    proposal = answer.value
    if not proposal.stated:
        graph.notice(warning(proposal))
    graph.notice(message("review.rebase.changed", changed=len(proposal.changed), quotes=len(proposal.quotes)))
    return int(answer.report.gaps > 0)


# `strategigraf review`.


@click.command("review")
@options.strategy
@options.sources
@options.report(*REPORT_FORMATS, of_cover=False)
def review_command(strategy_names: tuple[str, ...], graph: Session, output: Output) -> int:
    """List the links and alignments that have changed since somebody last looked them over, and what hangs on them.

    With the source texts also those whose quotes do not stand in them. Ends with 1 where anything is suspect.
    """
    from strategigraf.review.queue import review

    answer = review(graph, strategy_names, output.sources)
    deliver(answer, output)
    return int(answer.report.gaps > 0)
