"""A gathering: what the graph says around one thing, read once, with the name of everything in words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from strategigraf.answers.membership import both_labels, classes_of, strategies_of
from strategigraf.answers.opening import openings
from strategigraf.use.store import Store
from strategigraf.values.hop import Hop
from strategigraf.values.iri import iri_batches
from strategigraf.values.namespaces import RDF, SDG, SG, SKOS, short
from strategigraf.values.text import Text
from strategigraf.values.words import Words

_LINK_PARTS = ("subject", "predicate", "object")
_SAID = """
SELECT ?thing ?predicate ?value (LANG(?value) AS ?language) WHERE {{
  VALUES ?thing {{ {0} }} ?thing ?predicate ?value . FILTER(!isBlank(?value))
}}
ORDER BY ?thing ?predicate ?value"""


class Reading(NamedTuple):
    """What a reader says of a link: why, in both languages, and how certain (as written)."""

    why: Text
    confidence: str


class Gathering:
    """Names, words and statements of the *things* (IRIs) given; the words of the SDG register in *language*."""

    def __init__(self, store: Store, things: Iterable[str], language: str = "da") -> None:
        wanted = {thing for thing in things if thing}
        self.strategies = strategies_of(store, wanted)
        homes = {home for found in self.strategies.values() for home in found}
        self._things = sorted(wanted | homes)
        self._words = openings(store, self._things, language)
        quotes = {words.quote for found in self._words.values() for words in found}
        self._said = _said(store, sorted({*self._things, *quotes}))
        self.classes = classes_of(store, self._things)
        documents = {words.document for found in self._words.values() for words in found}
        values = {value for said in self._said.values() for told in said.values() for value, _ in told}
        named = {value for value in values if value.startswith(("http://", "https://"))}
        predicates = {predicate for said in self._said.values() for predicate in said}
        self.labels = both_labels(store, {*self._things, *self.classes.values(), *documents, *named, *predicates})

    def words(self, thing: str, most: int | None = None) -> tuple[Words, ...]:
        """The first *most* quotes of *thing* (all without a number)."""
        return self._words.get(thing, ())[:most]

    def values(self, thing: str, predicate: str) -> list[str]:
        """The values of *predicate* of *thing*, in order."""
        return [value for value, _ in self._said.get(thing, {}).get(predicate, ())]

    def text(self, thing: str, predicate: str) -> Text:
        """The value of *predicate* of *thing* in each language ("" where there is none)."""
        by_language = {language: value for value, language in self._said.get(thing, {}).get(predicate, ())}
        return Text(*(" ".join(by_language.get(language, "").split()) for language in ("da", "en")))

    def reading(self, link: str) -> Reading:
        """What a reader says of *link*."""
        return Reading(self.text(link, SG + "rationale"), next(iter(self.values(link, SG + "confidence")), ""))

    def kind(self, thing: str) -> Text:
        """What *thing* is, in lower case: in Danish the word of the source itself where it has one."""
        cls = self.classes.get(thing, "")
        label = self.labels.get(cls, Text("begreb", "concept"))
        local = "" if cls == SG + "TimelineEntry" else self.text(thing, SG + "localTerm").da  # it calls these indsats
        return Text(local or label.da, label.en)

    def name(self, thing: str) -> Text:
        """*thing* in words: kind, number, title in quotation marks."""
        if thing.startswith(SDG):
            kind, title = self.kind(thing), self.labels[thing]
            code = short(thing)
            return Text(f"{kind.da} {code} “{title.da}”", f"{kind.en} {code} “{title.en}”")
        kind, title = self.kind(thing), self.labels.get(thing, Text(short(thing), short(thing)))
        number = "".join(f" {value}" for value in self.values(thing, SKOS + "notation")[:1])
        return Text(_named(kind.da, number, title.da), _named(kind.en, number, title.en))

    def linked(self) -> dict[str, tuple[str, str, str]]:
        """Of each link and alignment its subject, predicate and object."""
        found = {}
        for thing, cls in self.classes.items():
            if cls in (SG + "Link", SG + "Alignment"):
                subject, predicate, target = (self.values(thing, RDF + part)[0] for part in _LINK_PARTS)
                found[thing] = (subject, predicate, target)
        return found

    def role(self, quote: str) -> Text:
        """What *quote* is in its source where it is not the wording of its element itself ("" where it is)."""
        for role in self.values(quote, SG + "role"):
            return self.labels[role]
        return Text("", "")

    def period(self, thing: str) -> str:
        """The years of *thing* in parentheses after a blank ("" where it has none)."""
        years = [value[:4] for name in ("start", "end") for value in self.values(thing, SG + name)]
        return f" ({'–'.join(dict.fromkeys(years))})" if years else ""

    def home(self, thing: str) -> Text:
        """The title of the strategy that *thing* belongs to ("" for none)."""
        for strategy in sorted(self.strategies.get(thing, ())):
            return self.labels.get(strategy, Text("", ""))
        return Text("", "")


def ends_and_links(found: Iterable[Hop]) -> set[str]:
    """Everything that the hops *found* name."""
    return {iri for hop in found for iri in (hop.subject, hop.object, hop.link) if iri}


def capital(text: Text) -> Text:
    """*text* with a capital at its start, in both languages."""
    return Text(text.da[:1].upper() + text.da[1:], text.en[:1].upper() + text.en[1:])


def _named(kind: str, number: str, title: str) -> str:
    plain = title.removeprefix(f"{kind[:1].upper()}{kind[1:]}: ")
    return f"{kind}{number} “{plain}”"


def _said(store: Store, things: list[str]) -> dict[str, dict[str, list[tuple[str, str]]]]:
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for values in iri_batches(things):
        for thing, predicate, value, language in store.rows(_SAID.format(values)):
            found[thing][predicate].append((value, language))
    return found
