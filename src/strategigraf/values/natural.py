"""Natural order: `goal-2` before `goal-10`."""

import re

LAST = "\U0010ffff"

_DIGITS = re.compile(r"([0-9]+)")


def natural(name: str) -> list[str | int]:
    """A sort key in which the runs of digits in *name* count as numbers; a number stands after text.

    Text and numbers take turns in it; where *name* starts with a number, the text before that is `LAST`.
    """
    key: list[str | int] = [*_DIGITS.split(name)]
    for place in range(1, len(key), 2):
        key[place] = int(key[place])
    if not key[0] and name:
        key[0] = LAST
    return key
