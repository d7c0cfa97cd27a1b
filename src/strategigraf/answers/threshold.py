"""Thresholds: how much of a level must be covered for a run to be good."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from strategigraf.answers.coverage import FIGURES, Level
from strategigraf.answers.kind import kind_name
from strategigraf.values.errors import WrongValue
from strategigraf.values.namespaces import short
from strategigraf.values.nearness import nearest
from strategigraf.values.text import Text

_NAMES = (*FIGURES, *(f"{name}_justified" for name in FIGURES))


class Threshold(NamedTuple):
    """A level (`initiative`, or `schedule/initiative`), a figure of it, and the least per cent."""

    level: str
    figure: str
    least: Decimal


class Shortfall(NamedTuple):
    """A level that does not reach a threshold."""

    level: Level
    threshold: Threshold

    @property
    def message(self) -> Text:
        """What falls short, by how much."""
        one, asked = self.level, self.threshold
        at = f"{short(one.strategy)} {one.name} {asked.figure}: {one.figure(asked.figure).text} %"
        return Text(f"{at}, mindst {asked.least} % kræves.", f"{at}, at least {asked.least} % is asked.")


def read_threshold(text: str) -> Threshold:
    """The threshold that *text*, LEVEL=PCT or LEVEL.FIGURE=PCT, means; the figure is `deep` unless named.

    Raises WrongValue.
    """
    name, sign, per_cent = text.partition("=")
    level, dot, figure = name.partition(".")
    try:
        least = Decimal(per_cent)
    except InvalidOperation:
        least = Decimal(-1)
    if not sign or not level or not (least.is_finite() and 0 <= least <= 100) or (dot and figure not in _NAMES):
        raise WrongValue(
            Text(f"“{text}” er ingen tærskel.", f"“{text}” is no threshold."),
            Text(
                f"Skriv LEVEL=PCT eller LEVEL.FIGURE=PCT, f.eks. initiative=40 eller schedule/goal.shallow=90; FIGURE "
                f"er en af: {', '.join(_NAMES)}.",
                f"Write LEVEL=PCT or LEVEL.FIGURE=PCT, such as initiative=40 or schedule/goal.shallow=90; FIGURE is "
                f"one of: {', '.join(_NAMES)}.",
            ),
        )
    return Threshold(level, figure or "deep", least)


def shortfalls(levels: Sequence[Level], thresholds: Iterable[Threshold]) -> list[Shortfall]:
    """The levels that do not reach one of *thresholds*; a level without a figure (n/a) is passed over.

    Raises WrongValue where a threshold names no level, or asks for a figure that was not measured.
    """
    found = []
    for asked in thresholds:
        named = [level for level in levels if asked.level in (level.name, kind_name(level.kind))]
        if not named:
            known = {level.name for level in levels} | {kind_name(level.kind) for level in levels}
            near = ", ".join(nearest(asked.level, known) or sorted(known))
            raise WrongValue(
                Text(f"Der er intet niveau “{asked.level}”.", f"There is no level “{asked.level}”."),
                Text(f"Vælg en af: {near}.", f"Choose one of: {near}."),
            )
        for level in named:
            if level.covered.get(asked.figure, ()) is None and level.elements:
                raise WrongValue(
                    Text(f"{asked.figure} er ikke målt.", f"{asked.figure} was not measured."),
                    Text("Angiv kildeteksterne med --sources.", "Give the source texts by --sources."),
                )
            value = level.figure(asked.figure).value
            if value is not None and value < asked.least:
                found.append(Shortfall(level, asked))
    return found
