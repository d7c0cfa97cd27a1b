"""`strategigraf coverage`: how much of each level meets the policy, and where the chains break."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session, deliver
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.text import Text


@click.command("coverage")
@options.strategy
@click.option(
    "--level", "level_names", metavar="KIND", multiple=True, help="Only this level, such as initiative; repeatable."
)
@click.option(
    "--fail-under",
    "limits",
    metavar="LEVEL=PCT",
    multiple=True,
    help="End with 1 where less of the level is covered, deep unless LEVEL.shallow and so on; repeatable.",
)
@click.option("--baseline", type=click.Path(path_type=Path), help="End with 1 where a gap is not in this file.")
@click.option("--write-baseline", type=click.Path(path_type=Path), help="Write the gaps there are now to this file.")
@options.sources
@options.report(*REPORT_FORMATS, "junit", of_cover=False)
def command(
    strategy_names: tuple[str, ...],
    level_names: tuple[str, ...],
    limits: tuple[str, ...],
    baseline: Path | None,
    write_baseline: Path | None,
    sources: Path | None,
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """Show how much of each level meets the tracing policy, and the first place where each broken chain breaks."""
    from strategigraf.answers.baseline import baseline_text, change_since
    from strategigraf.answers.coverage import coverage_report, level_kinds, levels, of_kinds
    from strategigraf.answers.policy_request import fulfilment_request
    from strategigraf.answers.threshold import read_threshold, shortfalls
    from strategigraf.files.output import write
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.use.policy import read_policy

    session = Session(data, lang)
    thresholds = [read_threshold(text) for text in limits]
    texts = SourceFolder(sources) if sources is not None else None

    def answer(store: EmbeddedStore) -> int:
        policy = read_policy(store, session.workspace)
        kinds = level_kinds(store, policy, level_names)
        found = fulfilment_request(store, policy, strategy_names, texts)
        change = change_since(found, baseline) if baseline is not None else None
        below = shortfalls(levels(found), thresholds)
        if write_baseline is not None:
            write(write_baseline, baseline_text(found).encode("utf-8"))
        if format_name == "junit":
            from strategigraf.interchange.junit import junit

            known = frozenset(found.items) - frozenset(change.new) if change is not None else frozenset()
            deliver(junit(of_kinds(found, kinds), lang, known, below), output)
        else:
            report = coverage_report(store, found, kinds, change, compact=format_name == "table")
            present_report(store, report, format_name, lang, output, part_name, evidence)
        for shortfall in below:
            session.notice(shortfall.message)
        if change is not None and change.new:
            session.notice(Text(f"{len(change.new)} nye mangler.", f"{len(change.new)} new gaps."))
        return int(bool(below) or (change is not None and bool(change.new)))

    return session.use(answer)
