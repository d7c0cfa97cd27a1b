"""What was left out of the data on purpose: lines of the source texts, each with the reason."""

import csv
from pathlib import Path
from typing import NamedTuple

from strategigraf.values.errors import ReferenceNotRead
from strategigraf.values.text import Text


class LeftOut(NamedTuple):
    """Lines of the source text *file* that are in no quote, both ends inclusive and counted from 1, and why."""

    file: str
    first: int
    last: int
    reason: Text


def read_left_out(path: Path) -> list[LeftOut]:
    """The rows of the table *path* (file, lines, reason_da, reason_en), in its order; none where there is no table.

    Raises ReferenceNotRead where a row has no reason or no line numbers.
    """
    if not path.is_file():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter="\t"), start=2):
            first, _, last = (row["lines"] or "").partition("-")
            if not (first.isdigit() and (last or first).isdigit() and row["reason_da"] and row["reason_en"]):
                raise ReferenceNotRead(
                    Text(
                        f"{path}:{number}: linjer eller begrundelse mangler.",
                        f"{path}:{number}: lines or reason missing.",
                    ),
                    Text(
                        "Skriv fil, linjer (9 eller 9-15) og begrundelse.", "Write file, lines (9 or 9-15) and reason."
                    ),
                )
            reason = Text(row["reason_da"], row["reason_en"])
            found.append(LeftOut(row["file"], int(first), int(last or first), reason))
    return found
