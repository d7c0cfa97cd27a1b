"""Standing: on what basis something holds at all: its own, inherited only, none."""

from collections.abc import Iterable

from strategigraf.values.text import Text

OWN, INHERITED, NONE = STANDINGS = ("own", "inherited", "none")
STANDING_LABELS = {
    OWN: Text("egen", "own"),
    INHERITED: Text("kun nedarvet", "inherited only"),
    NONE: Text("ingen", "none"),
}


def standing(bases: Iterable[str]) -> str:
    """The standing of what holds on *bases*: `own` where one of them is not "inherited", `none` without any."""
    found = set(bases)
    return OWN if found - {INHERITED} else INHERITED if found else NONE


def counted(told: Iterable[str]) -> dict[str, int]:
    """How many of the standings *told* are which, in the order of STANDINGS."""
    every = list(told)
    return {name: every.count(name) for name in STANDINGS}
