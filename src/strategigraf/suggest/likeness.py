"""How alike texts are: by words (BM25 over stems) and by letters (cosine of TF-IDF over runs of three to five)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

from strategigraf.core.text import stem
from strategigraf.search.words import words_of

_K1, _B = 1.2, 0.6  # of BM25: how soon more of a word adds little, and how much a long text is held against it
_RUNS = (3, 4, 5)
_FUNCTION_WORDS = """
af at de den der det du en er et for fra få har i ikke kan man med men og om op os på samt sig skal som så til ved vi
vil vores være blive bliver også eller end this the of and to in for a is are on with that by be as our
"""
_EMPTY = frozenset(_FUNCTION_WORDS.split())


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of the words of *text* that say something, in order."""
    return tuple(stem(word, "da") for word in words_of(text.casefold()) if word not in _EMPTY and len(word) > 1)


@lru_cache(maxsize=20_000)
def runs_of(text: str) -> Mapping[str, int]:
    """How often each run of three to five letters is in the words of *text*, blanks at their ends counted."""
    found: Counter[str] = Counter()
    for word in words_of(text.casefold()):
        padded = f" {word} "
        for size in _RUNS:
            found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return found


class Letters:
    """Texts to be compared by letters: the rarer a run is among them, the more it says."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [runs_of(text) for text in texts]
        documents = Counter(run for counts in counted for run in counts)
        self._number = len(texts)
        self._weights = {run: log(len(texts) / count) + 1 for run, count in documents.items()}
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counts in enumerate(counted):
            for run, weight in self._vector(counts).items():
                self._index[run].append((place, weight))

    def _vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        told = {run: (1 + log(count)) * self._weights.get(run, 0.0) for run, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in told.values())) or 1.0
        return {run: weight / length for run, weight in told.items() if weight}

    def like(self, text: str) -> list[float]:
        """How like each of the texts *text* is, from 0 to 1."""
        found = [0.0] * self._number
        for run, weight in self._vector(runs_of(text)).items():
            for place, other in self._index.get(run, ()):
                found[place] += weight * other
        return found


Split = Callable[[str], Sequence[str]]


class Stems:
    """Texts to be compared by what *split* makes of them, stems of their words unless another is given: BM25."""

    def __init__(self, texts: Sequence[str], split: Split = stems_of) -> None:
        self._split = split
        counted = [Counter(split(text)) for text in texts]
        lengths = [sum(counts.values()) for counts in counted]
        mean = sum(lengths) / (len(texts) or 1) or 1.0
        self._number = len(texts)
        documents = Counter(word for counts in counted for word in counts)
        self._weights = {word: log(1 + (len(texts) - count + 0.5) / (count + 0.5)) for word, count in documents.items()}
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (counts, length) in enumerate(zip(counted, lengths, strict=True)):
            for word, count in counts.items():
                told = count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length / mean))
                self._index[word].append((place, told * self._weights[word]))

    def like(self, text: str) -> list[float]:
        """How like each of the texts *text* is: from 0, no upper bound."""
        found = [0.0] * self._number
        for word in dict.fromkeys(self._split(text)):
            for place, told in self._index.get(word, ()):
                found[place] += told
        return found

    def shared(self, one: str, other: str, most: int = 4) -> list[str]:
        """The words of *one* that *other* has too, in whatever form, those that say most first."""
        stems = set(stems_of(other))
        words = {stem(word, "da"): word for word in reversed([*words_of(one.casefold())]) if word not in _EMPTY}
        both = [known for known in words if known in stems and len(known) > 1]
        return [
            words[known] for known in sorted(both, key=lambda known: (-self._weights.get(known, 0.0), known))[:most]
        ]


def shares(values: Iterable[float]) -> list[float]:
    """Each of *values* as a share of the largest."""
    told = list(values)
    most = max(told, default=0.0)
    return [value / most if most else 0.0 for value in told]
