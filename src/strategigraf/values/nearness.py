"""Which known names are nearest to a mistyped one."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], most: int = 3, least: float = 0.6) -> list[str]:
    """At most *most* of the *known* names, nearest first; empty where none is as near as *least*.

    Nearness is the ratio of matching characters (Ratcliff and Obershelp, as in difflib); equal ones in name order.
    """
    from difflib import SequenceMatcher

    folded = name.casefold()
    scored = []
    for candidate in sorted(set(known)):
        other = candidate.casefold()
        tail = other.rsplit("/", 1)[-1]
        ratio = max(SequenceMatcher(None, folded, other).ratio(), SequenceMatcher(None, folded, tail).ratio())
        if ratio >= least:
            scored.append((-ratio, candidate))
    return [candidate for _, candidate in sorted(scored)[:most]]
