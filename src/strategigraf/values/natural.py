"""Natural order: `goal-2` before `goal-10`."""

import re

_PARTS = re.compile(r"([0-9]+)")


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A sort key in which the runs of digits in *name* count as numbers; a number stands after text."""
    return tuple((int(part), "") if "0" <= part[0] <= "9" else (-1, part) for part in _PARTS.split(name) if part)
