"""A figure: a number of an answer, with the things that it opens to."""

from collections.abc import Collection
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple


class Figure(NamedTuple):
    """A number (None where there is nothing to count or measure) and what it opens to: the elements, links or quotes
    (IRIs) that it counts or rests on, in order; `unit` is "" or "%"."""

    value: Decimal | None
    of: tuple[str, ...] = ()
    unit: str = ""

    @property
    def text(self) -> str:
        """The number as digits with a point, `n/a` where there is none."""
        return "n/a" if self.value is None else f"{self.value:f}"


def count(things: Collection[str]) -> Figure:
    """The number of *things*."""
    return Figure(Decimal(len(things)), tuple(things))


def share(part: Collection[str], whole: Collection[str]) -> Figure:
    """How many per cent of *whole* are in *part*, to one decimal; no number where *whole* is empty. Opens to *part*."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(Decimal(100 * len(part)) / len(whole), 1), tuple(part), "%")


def part_of(number: int, whole: int, things: Collection[str]) -> Figure:
    """How many per cent *number* is of *whole*, to one decimal, resting on *things*; no number where *whole* is 0."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(Decimal(100 * number) / whole, 1), tuple(things), "%")


def score(value: float, things: Collection[str], places: int = 2) -> Figure:
    """The number *value* rounded to *places* decimals, resting on *things*."""
    return Figure(_rounded(Decimal(repr(float(value))), places), tuple(things))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
