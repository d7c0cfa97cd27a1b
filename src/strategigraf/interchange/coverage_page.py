"""The page on how much of each source text is in the data, and what was left out and why."""

from collections.abc import Iterable, Sequence

from strategigraf.files.left_out import LeftOut
from strategigraf.use.source_coverage import Coverage, Line
from strategigraf.values.inert import markdown

_HEAD = """# Kildernes dækning / Coverage of the sources

Denne side er skrevet af `strategigraf sources`. Andelen er tegn (uden mellemrum), som et citat dækker. Linjer, som
intet citat rører, står med begrundelsen fra `data/left-out.tsv`; ordene gengives ikke.

This page is written by `strategigraf sources`. The share is of characters (white space not counted) that a quote
covers. Lines that no quote touches stand with the reason from `data/left-out.tsv`; their words are not repeated.

| kilde / source | andel / share | linjer uden citat / lines without a quote | uden begrundelse / without a reason |
| --- | ---: | ---: | ---: |
"""


def without_reason(coverage: Coverage, left_out: Iterable[LeftOut]) -> list[Line]:
    """The untouched lines of *coverage* that no row of *left_out* accounts for, from top to bottom."""
    ranges = [(entry.first, entry.last) for entry in left_out if entry.file == coverage.name]
    return [line for line in coverage.untouched if not any(a <= line.number <= b for a, b in ranges)]


def coverage_page(coverages: Sequence[Coverage], left_out: Sequence[LeftOut]) -> str:
    """The page in Markdown: a row per source with its share, then what was left out of each, with the reasons."""
    lines = [_HEAD.rstrip("\n")]
    for one in coverages:
        missing = without_reason(one, left_out)
        lines.append(f"| {one.name} | {100 * one.share:.1f} % | {len(one.untouched)} | {len(missing)} |")
    for one in coverages:
        entries = [entry for entry in left_out if entry.file == one.name]
        lines += ["", f"## {one.name}", "", "| linjer / lines | begrundelse | reason |", "| --- | --- | --- |"]
        for entry in entries:
            shown = str(entry.first) if entry.first == entry.last else f"{entry.first}-{entry.last}"
            lines.append(f"| {shown} | {markdown(entry.reason.da)} | {markdown(entry.reason.en)} |")
        lines += [f"| {line.number} | ingen begrundelse | no reason |" for line in without_reason(one, left_out)]
    return "\n".join(lines) + "\n"
