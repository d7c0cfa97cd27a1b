"""Looking things up in a store: titles, kinds, strategies, edges, and the words that a number opens to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.matrix import MATCHES, NO_TERM
from strategigraf.core.rdf import (
    RDFS,
    SDG,
    SDGO,
    SG,
    SKOS,
    Labels,
    Literal,
    Text,
    joined,
    message,
    natural,
    of_data,
    short,
)
from strategigraf.core.report import Words
from strategigraf.core.thread import Edge, EdgeLookup, EdgeTable, Inheritance, Thread, claim_basis
from strategigraf.store.index import ElementIndex
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.core.parts import RollUp

# The words that links and elements rest on.


def words_of(store: Store, bearers: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    """For each of *bearers* (links or elements, IRIs) its quotes in order; an element's first is its own wording."""
    wanted = sorted(set(bearers))
    known: dict[str, tuple[Words, ...]] = store.kept("words", dict)
    found: dict[str, list[Words]] = defaultdict(list)
    new = [bearer for bearer in wanted if bearer not in known]
    for bearer, quote, exact, *place in store.rows_in_batches("store/quotes", new, "bearer"):
        found[bearer].append(Words(quote, exact, *map(intern, place)))  # headings and documents have many quotes each
    known.update((bearer, tuple(found.get(bearer, ()))) for bearer in new)
    return {bearer: known[bearer] for bearer in wanted if known[bearer]}


def openings(store: Store, things: Iterable[str], language: str = "da") -> dict[str, tuple[Words, ...]]:
    """For each of *things* (IRIs) that has words, those words: of an element or link its quotes, of a quote itself, of
    a link or alignment without quotes of its own the first quote of each end, of an SDG goal or target its text in
    *language* (in another where the register has none), with its source in place of a document."""
    wanted = sorted(set(things))
    known: dict[str, tuple[Words, ...]] = store.kept(("openings", language), dict)
    if new := [thing for thing in wanted if thing not in known]:
        found = _openings(store, new, language)
        known.update((thing, found.get(thing, ())) for thing in new)
    return {thing: known[thing] for thing in wanted if known[thing]}


def _openings(store: Store, wanted: list[str], language: str) -> dict[str, tuple[Words, ...]]:
    found = words_of(store, wanted)
    left = [thing for thing in wanted if thing not in found]
    for quote, *parts in store.rows_in_batches("store/words-of-quotes", left, "quote"):
        found[quote] = (Words(quote, *parts),)
    left = [thing for thing in left if thing not in found]
    ends = ends_of(store, left)
    of_ends = words_of(store, (end for pair in ends.values() for end in pair if end != NO_TERM)) if ends else {}
    for statement, pair in ends.items():
        if words_of_both := tuple(words for end in pair for words in of_ends.get(end, ())[:1]):
            found[statement] = words_of_both
    of_register = [thing for thing in left if thing.startswith(SDG)]
    texts = store.rows_in_batches("store/official-texts", of_register, "thing", language=Literal(language))
    for thing, text, words, source, _ in texts:
        found[thing] = (Words(text, words, "", source),)
    return found


def ends_of(store: Store, statements: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Subject and object of each of *statements* (IRIs) that is a link or an alignment."""
    rows = store.rows_in_batches("store/ends", sorted(set(statements)), "statement")
    return {statement: (subject, target) for statement, subject, target in rows}


# The names of things in Danish and English, for those who read and not for those who compute.

_BORROWED = Labels("common.match", {f"{SKOS}{name}Match": name for name in MATCHES[:5]})


def labels(store: Store, iris: Iterable[str], language: str) -> dict[str, str]:
    """The label of each of *iris* that has one: in *language*, else in the other language, on one line.

    A kind of match has the word for it, as SKOS labels these in English only."""
    wanted = sorted(set(iris))
    borrowed = {iri: _BORROWED[iri].in_language(language) for iri in wanted if iri in _BORROWED}
    if store.index is not None:
        return borrowed | store.index.labels(wanted, language)
    found: dict[str, str] = borrowed
    terms = [iri for iri in wanted if iri.startswith(SDGO) or not (of_data(iri) or iri.startswith(SDG))]
    for named, verb in ((wanted, SKOS + "prefLabel"), (terms, RDFS + "label")):
        for thing, label, tag in store.rows_in_batches("store/labels", named, "thing", property=verb):
            if thing not in found or tag == language:
                found[thing] = " ".join(label.split())
    return found


def titles(store: Store, iris: Iterable[str]) -> dict[str, Text]:
    """The label in both languages of each of *iris* that has one, by IRI."""
    wanted = set(iris)
    danish, english = labels(store, wanted, "da"), labels(store, wanted, "en")
    same = {iri: title for iri, title in danish.items() if english[iri] == title}  # in memory once
    return {iri: Text(danish[iri], same.get(iri, english[iri])) for iri in sorted(danish)}


# Captions.


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
    numbers = {row[0]: row[1] for row in store.rows_in_batches("store/numbers", wanted, "thing")}
    return Captions(titles(store, wanted), numbers, openings(store, wanted))


def codes(store: Store, things: Iterable[str]) -> dict[str, Text]:
    """What each of *things* that has a number is called in short: an element of a strategy by its type, in Danish in
    the source's term, and the number in its source (`Pejlemærke 1`, `Goal 1`), an SDG goal or target by its number."""
    wanted = sorted(set(things))
    found = {thing: Text(short(thing), short(thing)) for thing in wanted if thing.startswith(SDG)}
    numbered = {row[0]: row[1:] for row in store.rows_in_batches("store/numbers", wanted, "thing")}
    classes = classes_of(store, numbered)
    types = both_labels(store, classes.values())
    for thing, (number, *term) in numbered.items():
        if thing not in found and thing in classes:
            called = types[classes[thing]]
            own_words = Text(next(filter(None, term), called.da), called.en)
            found[thing] = Text(*(f"{word[:1].upper()}{word[1:]} {number}" for word in own_words))
    return found


def titles_of_quotes(store: Store, quotes: Iterable[str], names: Mapping[str, Text]) -> dict[str, Text]:
    """A title for each of *quotes*: the title in *names* (links are named there by their ends) of the first thing that
    has it, else of its document."""
    found: dict[str, Text] = {}
    rows = sorted(store.rows_in_batches("store/bearers", sorted(set(quotes)), "quote"))
    unnamed = {bearer for _, bearer in rows if bearer not in names}
    ends = ends_of(store, unnamed)
    known = {**titles(store, unnamed | {end for pair in ends.values() for end in pair}), **names}
    for quote, bearer in rows:
        title = known.get(bearer) or joined((known.get(end, Text("", "")) for end in ends.get(bearer, ())), " → ")
        if quote not in found and title.da:
            found[quote] = message("common.quote-of", title=title)
    return found


# What things are, and which strategy they belong to.


def things_in(store: Store, classes: Collection[str], strategies: Collection[str] | None) -> list[tuple[str, ...]]:
    """Class, strategy and thing (IRIs) for each thing of *classes* in *strategies* (all without any), in no order."""
    if store.index is not None and strategies:
        return [*store.index.things_in(sorted(classes), sorted(strategies))]
    return store.rows_of("store/things", kind=classes, strategy=strategies or None)


def classes_of(store: Store, things: Iterable[str]) -> dict[str, str]:
    """The class (IRI) of each of *things* that has one of this project or of the SDG register; of several the first."""
    found: dict[str, str] = {}
    for thing, cls in store.rows_in_batches("store/classes", sorted(set(things)), "thing"):
        if cls.startswith((SG, SDGO)):
            found.setdefault(thing, cls)
    return found


def strategies_of(store: Store, things: Iterable[str]) -> dict[str, frozenset[str]]:
    """The strategies (IRIs) that each of *things* belongs to; nothing for what belongs to none."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = sorted(set(things))
    if store.index is not None:
        rows = store.index.strategies_of(wanted)
    else:
        rows = [(row[0], row[1]) for row in store.rows_in_batches("store/members", wanted, "thing")]
    for strategy, thing in rows:
        found[thing].add(strategy)
    return {thing: frozenset(strategies) for thing, strategies in found.items()}


def members_of(store: Store, strategy: str) -> list[str]:
    """Everything that belongs to *strategy*, elements and links, by IRI."""
    if store.index is not None:
        return store.index.members_of(strategy)
    return sorted(thing for _, thing in store.rows_of("store/members", strategy=strategy))


def strategies_in(store: Store, strategies: Collection[str] = ()) -> list[str]:
    """The IRIs of all strategies in *store*, of *strategies* only where there are any; in order."""
    return [strategy for (strategy,) in store.rows_of("store/strategies") if not strategies or strategy in strategies]


_UPPERMOST = (SG + "Mission", SG + "Vision", SG + "Track")


def uppermost(store: Store, strategy: str) -> list[str]:
    """The missions, visions and tracks of *strategy*, in that order; nothing where it is none."""
    rows = set(store.rows_of("store/uppermost", strategy=strategy))
    return [thing for _, thing in sorted(rows, key=lambda row: (_UPPERMOST.index(row[0]), natural(row[1])))]


def both_labels(store: Store, iris: Iterable[str]) -> dict[str, Text]:
    """The label of each of *iris* in both languages; its short name where it has none."""
    wanted = sorted(set(iris))
    named = titles(store, wanted)
    return {iri: named.get(iri) or Text(short(iri), short(iri)) for iri in wanted}


def titled(store: Store, thing: str) -> Text:
    """The short name of *thing* with its title, where it has one."""
    title = both_labels(store, [thing])[thing]
    name = short(thing)
    return title if name in title else Text(f"{name} {title.da}", f"{name} {title.en}")


class _IndexedEdges:
    """The edges of an index, read from it when they are asked for, and then kept."""

    def __init__(self, index: ElementIndex) -> None:
        self._index = index
        self._known: dict[tuple[str, str], list[Edge]] = {}

    def leaving(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._at(node, "subject")

    def entering(self, node: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._at(node, "object")

    def of_link(self, link: str) -> Sequence[Edge]:
        """See EdgeLookup."""
        return self._at(link, "link")

    def _at(self, iri: str, end: str) -> list[Edge]:
        key = (end, iri)
        if key not in self._known:
            self._known[key] = self._index.edges_at(iri, end)
        return self._known[key]


def edge_lookup(store: Store) -> EdgeLookup:
    """The edges of *store* by their ends: of an index only those are read that are asked for."""
    if store.index is None:
        return edge_table(store)
    index = store.index
    return store.kept("edge lookup", lambda: _IndexedEdges(index))


def edge_table(store: Store) -> EdgeTable:
    """Every edge of *store*: its links, its structure, and the step from SDG target to goal."""
    return store.kept("edge table", lambda: EdgeTable(_edges(store)))


def edges(store: Store) -> list[Edge]:
    """Every edge of *store*, in order."""
    return list(edge_table(store).edges)


def _edges(store: Store) -> list[Edge]:
    if store.index is not None:
        return store.index.edges()
    found = [
        Edge(subject, predicate, target, basis, link)
        for subject, predicate, target, iri, link in store.rows_of("store/links")
        if (basis := claim_basis(iri))
    ]
    structure = store.rows_of("store/structure")
    found += [Edge(subject, predicate, target, "structure", "") for subject, predicate, target in structure]
    return sorted(set(found))


def inheritance(store: Store) -> Inheritance:
    """For what is below, and to what is above, the links of each property hold as well in the dataset of *store*."""
    return store.kept("inheritance", lambda: _inheritance(store))


def roll_up(store: Store) -> "RollUp":
    """What counts for a whole through its parts in the dataset of *store*."""
    from strategigraf.core.parts import RollUp

    return store.kept("roll up", lambda: RollUp.of([(r[0], r[1], r[2]) for r in store.rows_of("store/roll-up")]))


def thread(store: Store, whole: bool = True) -> Thread:
    """The edges of *store*, to be followed upwards: all are read at once where the *whole* is asked about, else those
    that are met."""
    if whole:
        return store.kept("thread", lambda: Thread(edge_table(store), inheritance(store)))
    return store.kept("thread by need", lambda: Thread(edge_lookup(store), inheritance(store)))


def _inheritance(store: Store) -> Inheritance:
    if store.index is not None:
        return store.index.inheritance()
    return Inheritance.of([(row[0], row[1], row[2]) for row in store.rows_of("store/inheritance")])
