"""Clusters: what hangs together, by way of pairs that do."""

from collections.abc import Iterable


def clusters(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each name in *pairs* all names that it hangs together with, itself among them, in order."""
    joined: dict[str, set[str]] = {}
    for name, other in pairs:
        fewer, more = sorted((joined.get(name, {name}), joined.get(other, {other})), key=len)
        more |= fewer
        for member in fewer | {name, other}:
            joined[member] = more
    found = {id(members): tuple(sorted(members)) for members in joined.values()}
    return {name: found[id(members)] for name, members in joined.items()}
