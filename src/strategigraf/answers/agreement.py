"""How far two divisions of the same things agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import comb, log


def adjusted_rand(pairs: Sequence[tuple[object, object]]) -> float:
    """How far two divisions of the same things agree (each of *pairs* is a thing: its part in the one and in the
    other): 1 the same, about 0 as by chance, below 0 less than by chance. (Hubert and Arabie 1985, equation 5.)"""
    both = sum(comb(number, 2) for number in Counter(pairs).values())
    one = sum(comb(number, 2) for number in Counter(first for first, _ in pairs).values())
    other = sum(comb(number, 2) for number in Counter(second for _, second in pairs).values())
    expected = one * other / comb(len(pairs), 2)
    most = (one + other) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def normalised_information(pairs: Sequence[tuple[object, object]]) -> float:
    """How much of the one division the other tells, 0 to 1: their mutual information by the mean of their entropies
    (Strehl and Ghosh 2002 in the form of Danon et al. 2005)."""
    total = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)

    def entropy(parts: Mapping[object, int]) -> float:
        return -sum(number / total * log(number / total) for number in parts.values())

    shared = sum(
        number / total * log(number * total / (first[a] * second[b])) for (a, b), number in Counter(pairs).items()
    )
    mean = (entropy(first) + entropy(second)) / 2
    return 1.0 if mean == 0 else max(0.0, shared / mean)
