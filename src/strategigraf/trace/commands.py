"""The commands `trace`, `impact`, `explain` and `show`."""

from pathlib import Path
from typing import Any

import click

from strategigraf.shell import options
from strategigraf.shell.session import (
    HANDED_OVER,
    REPORT_FORMATS,
    TABLE_FORMATS,
    Session,
    deliver,
    present_report,
    present_table,
)
from strategigraf.store.sparql import EmbeddedStore


@click.command("explain")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@options.report("markdown", "table", "csv", "json", *HANDED_OVER)
def explain_command(
    identifier: str,
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """The whole chain of the thing ID, from the vision down, with its quotes: Markdown to paste into a memo."""
    from strategigraf.trace.api import explain_request
    from strategigraf.trace.explanation import chapters

    def answer(store: EmbeddedStore) -> None:
        found, report = explain_request(store, identifier, lang)
        if format_name == "markdown" and not evidence:
            from strategigraf.trace.explanation import memo

            deliver(memo(chapters(found, part_name), lang), output)
            return
        present_report(store, report, format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)


# `strategigraf impact`.


@click.command("impact")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@options.report(*REPORT_FORMATS)
def impact_command(
    identifier: str,
    lang: str,
    data: Path | None,
    **shown: Any,
) -> None:
    """What loses its thread, its only mark, entry, answer or counterpart when the thing or link ID falls."""
    from strategigraf.trace.api import impact_request

    def answer(store: EmbeddedStore) -> None:
        _, report = impact_request(store, identifier)
        present_report(store, report, language=lang, **shown)

    Session(data, lang).use(answer)


# `strategigraf show`.


@click.command("show")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@options.formats(*TABLE_FORMATS)
@options.lang
@options.data
@options.output
def show_command(identifier: str, format_name: str, lang: str, data: Path | None, output: Path | None) -> None:
    """Show the thing ID: midt-udviklingsplan-2023/pejlemaerke-8, 10.3, or a full IRI."""
    from strategigraf.trace.api import portrait_request

    def answer(store: EmbeddedStore) -> None:
        present_table(store, portrait_request(store, identifier, lang), format_name, lang, output)

    Session(data, lang).use(answer)


# `strategigraf trace`.


@click.command("trace")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@click.option("--up", is_flag=True, help="What a thread reaches from ID; with neither, both directions.")
@click.option("--down", is_flag=True, help="What reaches ID from below.")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Threads of at most N hops.")
@options.report(*REPORT_FORMATS)
def trace_command(
    identifier: str,
    up: bool,
    down: bool,
    depth: int | None,
    lang: str,
    data: Path | None,
    **shown: Any,
) -> None:
    """Everything that a thread joins with the thing ID, upwards and from below."""
    from strategigraf.trace.api import trace_request

    def answer(store: EmbeddedStore) -> None:
        _, report = trace_request(store, identifier, up, down, depth)
        present_report(store, report, language=lang, **shown)

    Session(data, lang).use(answer)
