"""`strategigraf rebase`: the quotes of a source text found again in a new version of it."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.text import Text


@click.command("rebase")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--document", metavar="NAME", help="The document whose quotes are meant, where OLD does not tell.")
@options.report("markdown", *(name for name in REPORT_FORMATS if name != "markdown"))
def command(
    old: Path,
    new: Path,
    document: str | None,
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """Find the quotes of the source text OLD again in its new version NEW, and propose what to mend.

    Changes no data: the proposal is a page to review (-o FILE). Ends with 1 where a quote is not unchanged.
    """
    from strategigraf.answers.rebase import document_of, read_version, rebase
    from strategigraf.answers.rebase_report import rebase_report, warning
    from strategigraf.interchange.proposal_page import proposal_page
    from strategigraf.use.labels import labels

    before, after = read_version(old), read_version(new)
    session = Session(data, lang)

    def answer(store: EmbeddedStore) -> int:
        proposal = rebase(store, document_of(store, before, document), before, after)
        report = rebase_report(proposal)
        if format_name == "markdown" and part_name is None and not evidence:
            things = {thing for one in proposal.quotes for thing in (*one.elements, *one.links)}
            deliver(proposal_page(proposal, labels(store, things, lang), lang), output)
        else:
            shown = report._replace(parts=report.parts[:2]) if format_name == "table" and not part_name else report
            present_report(store, shown, format_name, lang, output, part_name, evidence)
        if not proposal.stated:
            session.notice(warning(proposal))
        session.notice(
            Text(
                f"{len(proposal.changed)} af {len(proposal.quotes)} citater er flyttet, omformuleret eller væk.",
                f"{len(proposal.changed)} of {len(proposal.quotes)} quotes have moved, been reworded or gone.",
            )
        )
        return int(report.gaps > 0)

    return session.use(answer)
