"""The form of sheets in a workbook: names that a spreadsheet takes, rows high enough for their words."""

from collections.abc import Iterable

LINE = 13.5  # points that a line of text takes


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """*wanted* as a name that a spreadsheet takes: at most 31 characters, none of `[]:*?/\\`, no apostrophe at either
    end, not `History`, and other than those *taken* (in casefolded form)."""
    used = set(taken)
    clean = "".join(" " if sign in "[]:*?/\\" or not sign.isprintable() else sign for sign in wanted)
    clean = " ".join(clean.split()).strip("' ")[:31].strip("' ") or "-"
    if clean.casefold() == "history":
        clean = "History 1"
    chosen, number = clean, 2
    while chosen.casefold() in used:
        end = f" {number}"
        chosen, number = clean[: 31 - len(end)].rstrip("' ") + end, number + 1
    return chosen


def height(texts: Iterable[str], widths: Iterable[int]) -> float:
    """The points that a row needs for *texts* in columns of *widths* characters, at most what a spreadsheet takes."""
    lines = [
        sum(max(1, -(-len(line) // max(1, width - 1))) for line in (text.splitlines() or [""]))
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(400.0, LINE * max(lines, default=1))


def quoted(name: str) -> str:
    """The name of a sheet as a link within the workbook has it."""
    return name.replace("'", "''")
