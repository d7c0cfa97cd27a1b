"""The commands `coverage`, `gaps` and `policy`."""

from pathlib import Path

import click

from strategigraf.core.rdf import Text
from strategigraf.shell import options
from strategigraf.shell.session import REPORT_FORMATS, Session, deliver, present_report
from strategigraf.store.sparql import EmbeddedStore


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
def coverage_command(
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
    from strategigraf.coverage.api import fulfilment_request
    from strategigraf.coverage.coverage import (
        baseline_text,
        change_since,
        coverage_report,
        level_kinds,
        levels,
        of_kinds,
    )
    from strategigraf.coverage.thresholds import read_threshold, shortfalls
    from strategigraf.files.output import write
    from strategigraf.files.source_text import SourceFolder
    from strategigraf.store.policy import read_policy

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
            from strategigraf.coverage.thresholds import junit

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


# `strategigraf gaps`.


@click.command("gaps")
@options.strategy
@click.option(
    "--requirement", "names", metavar="NAME", multiple=True, help="Only gaps of this requirement; repeatable."
)
@options.evidence
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def gaps_command(
    strategy_names: tuple[str, ...],
    names: tuple[str, ...],
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> int:
    """List every element that does not meet the tracing policy; end with 1 where one is not justified."""
    from strategigraf.coverage.api import gaps_request
    from strategigraf.store.policy import read_policy

    session = Session(data, lang)

    def answer(store: EmbeddedStore) -> int:
        _, report = gaps_request(store, read_policy(store, session.workspace), strategy_names, names)
        present_report(store, report, format_name, lang, output, evidence=evidence)
        return int(report.gaps > 0)

    return session.use(answer)


# `strategigraf policy`.


@click.command("policy")
@click.option(
    "--shapes",
    "sort",
    type=options.OneOf(["structure", "completeness"]),
    help="The SHACL shapes that the policy makes, in Turtle, in place of the table.",
)
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def policy_command(sort: str | None, format_name: str, lang: str, data: Path | None, output: Path | None) -> None:
    """Show what the tracing policy asks of each kind, or write the shapes that it makes."""
    from strategigraf.check.policy_shapes import shapes_text
    from strategigraf.coverage.gaps import policy_report
    from strategigraf.store.policy import policy_of_files, read_policy

    session = Session(data, lang)
    if sort is not None:
        deliver(shapes_text(policy_of_files(session.workspace), sort), output)
        return

    def answer(store: EmbeddedStore) -> None:
        report = policy_report(store, read_policy(store, session.workspace))
        present_report(store, report, format_name, lang, output)

    session.use(answer)
