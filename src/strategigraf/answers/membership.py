"""What things are, and which strategy they belong to."""

from collections import defaultdict
from collections.abc import Iterable

from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.iri import iri_batches
from strategigraf.values.namespaces import SDGO, SG, short
from strategigraf.values.text import Text

_TYPES = "SELECT DISTINCT ?thing ?value WHERE {{ VALUES ?thing {{ {0} }} ?thing a ?value }} ORDER BY ?thing ?value"
_STRATEGIES = """
PREFIX sg: <{1}>
SELECT DISTINCT ?thing ?value WHERE {{ VALUES ?thing {{ {0} }} ?thing sg:inStrategy ?value }} ORDER BY ?thing ?value"""
_MEMBERS = """
PREFIX sg: <{0}>
SELECT DISTINCT ?thing WHERE {{ ?thing sg:inStrategy <{1}> }} ORDER BY ?thing"""


def classes_of(store: Store, things: Iterable[str]) -> dict[str, str]:
    """The class (IRI) of each of *things* that has one of this project or of the SDG register; of several the first."""
    found: dict[str, str] = {}
    for thing, cls in _pairs(store, _TYPES, things):
        if cls.startswith((SG, SDGO)):
            found.setdefault(thing, cls)
    return found


def strategies_of(store: Store, things: Iterable[str]) -> dict[str, frozenset[str]]:
    """The strategies (IRIs) that each of *things* belongs to; nothing for what belongs to none."""
    found: dict[str, set[str]] = defaultdict(set)
    for thing, strategy in _pairs(store, _STRATEGIES, things):
        found[thing].add(strategy)
    return {thing: frozenset(strategies) for thing, strategies in found.items()}


def members_of(store: Store, strategy: str) -> list[str]:
    """Everything that belongs to *strategy*, elements and links, by IRI."""
    return [thing for (thing,) in store.rows(_MEMBERS.format(SG, strategy))]


def both_labels(store: Store, iris: Iterable[str]) -> dict[str, Text]:
    """The label of each of *iris* in both languages; its short name where it has none."""
    wanted = set(iris)
    danish, english = labels(store, wanted, "da"), labels(store, wanted, "en")
    return {iri: Text(danish.get(iri, short(iri)), english.get(iri, short(iri))) for iri in sorted(wanted)}


def titled(store: Store, thing: str) -> Text:
    """The short name of *thing* with its title, where it has one."""
    title = both_labels(store, [thing])[thing]
    name = short(thing)
    return title if name in title else Text(f"{name} {title.da}", f"{name} {title.en}")


def _pairs(store: Store, query: str, things: Iterable[str]) -> Iterable[tuple[str, ...]]:
    wanted = sorted(set(things))
    for batch in iri_batches(wanted):
        yield from store.rows(query.format(batch, SG))
