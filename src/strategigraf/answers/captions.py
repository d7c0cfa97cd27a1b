"""Captions: what the things of a picture are called, and the words that they open to."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from strategigraf.answers.opening import openings
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.iri import iri_batches
from strategigraf.values.namespaces import SDG, SKOS, short
from strategigraf.values.text import Text
from strategigraf.values.words import Words

_NUMBERS = """
SELECT ?thing (MIN(STR(?number)) AS ?notation) WHERE {{ VALUES ?thing {{ {1} }} ?thing <{0}notation> ?number }}
GROUP BY ?thing ORDER BY ?thing"""


class Captions(NamedTuple):
    """For things (IRIs) their titles, their numbers in the source, and their words."""

    names: Mapping[str, Text]
    numbers: Mapping[str, str]
    words: Mapping[str, tuple[Words, ...]]

    def title(self, thing: str, language: str) -> str:
        """The title of *thing* in *language* with its number before it; its short name where it has no title."""
        title = self.names.get(thing, Text("", "")).in_language(language)
        number = short(thing) if thing.startswith(SDG) else self.numbers.get(thing, "")
        return f"{number} {title}".strip() or short(thing)

    def plain(self, thing: str, language: str) -> str:
        """The title of *thing* in *language*, its short name where it has none."""
        return self.names.get(thing, Text("", "")).in_language(language) or short(thing)

    def number(self, thing: str) -> str:
        """The number that the source or the register gives *thing*; "" without one."""
        return short(thing) if thing.startswith(SDG) else self.numbers.get(thing, "")

    def quotes(self, things: Iterable[str], most: int = 2) -> list[Words]:
        """The first *most* quotes that *things* open to, each once."""
        found: dict[str, Words] = {}
        for thing in things:
            for words in self.words.get(thing, ()):
                found.setdefault(words.quote, words)
                if len(found) == most:
                    return list(found.values())
        return list(found.values())


def captions(store: Store, things: Iterable[str]) -> Captions:
    """Titles, numbers and words of *things*."""
    wanted = sorted({thing for thing in things if thing})
    danish, english = labels(store, wanted, "da"), labels(store, wanted, "en")
    numbers: dict[str, str] = {}
    for values in iri_batches(wanted):
        numbers.update((thing, number) for thing, number in store.rows(_NUMBERS.format(SKOS, values)))
    names = {thing: Text(danish.get(thing, ""), english.get(thing, "")) for thing in wanted}
    return Captions(names, numbers, openings(store, wanted))
