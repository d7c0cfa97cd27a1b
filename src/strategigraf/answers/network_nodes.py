"""The nodes of the network: which things, of which kind, with which attributes."""

from collections.abc import Collection, Iterable, Mapping

from strategigraf.answers.kind import kind_name
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.iri import iri_batches, iri_list
from strategigraf.values.namespaces import RDFS, SDG, SG, SKOS
from strategigraf.values.natural import natural

_CLASSES = f"""
PREFIX rdfs: <{RDFS}> PREFIX sg: <{SG}>
SELECT DISTINCT ?class WHERE {{ ?class rdfs:subClassOf* sg:Element }} ORDER BY ?class"""
_STRATEGIES = f"PREFIX sg: <{SG}> SELECT DISTINCT ?strategy WHERE {{ ?strategy a sg:Strategy }} ORDER BY ?strategy"
_ELEMENTS = f"""
PREFIX sg: <{SG}>
SELECT DISTINCT ?strategy ?thing ?class WHERE {{{{
  VALUES ?class {{{{ {{0}} }}}} {{1}} ?thing a ?class ; sg:inStrategy ?strategy .
}}}}"""
_PLACES = f"""
PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT ?thing ?order ?notation WHERE {{{{
  VALUES ?thing {{{{ {{0}} }}}}
  OPTIONAL {{{{ ?thing sg:order ?order }}}} OPTIONAL {{{{ ?thing skos:notation ?notation }}}}
}}}}
ORDER BY ?thing ?order ?notation"""


def strategies_in(store: Store, strategies: Collection[str] = ()) -> list[str]:
    """The IRIs of all strategies in *store*, of *strategies* only where there are any; in order."""
    return [strategy for (strategy,) in store.rows(_STRATEGIES) if not strategies or strategy in strategies]


def elements(store: Store, strategies: Collection[str]) -> dict[str, tuple[str, str]]:
    """The elements of the *strategies* (IRIs; all without any), each with its kind and its strategy, of several the
    first; by strategy and in natural order."""
    classes = [cls for (cls,) in store.rows(_CLASSES)]
    if store.ledger is not None:
        of_class = ((cls, member) for cls in classes for member in store.ledger.members(cls))
        rows = sorted((member.strategy, member.iri, cls) for cls, member in of_class)
        rows = [row for row in rows if not strategies or row[0] in strategies]
    else:
        bound = f"VALUES ?strategy {{ {iri_list(strategies)} }}" if strategies else ""
        told = store.rows(_ELEMENTS.format(iri_list(classes), bound))
        rows = sorted({(owner, thing, cls) for owner, thing, cls in told})
    once = {thing: (kind_name(cls), owner) for owner, thing, cls in reversed(rows)}
    return dict(sorted(once.items(), key=lambda item: (item[1][1], natural(item[0]))))


def node_attributes(store: Store, kinds: Mapping[str, tuple[str, str]]) -> Iterable[tuple[str, dict[str, str | int]]]:
    """Each of *kinds* (thing to its kind and strategy) with its attributes, in the order of the network."""
    wanted = sorted(kinds, key=lambda thing: (thing.startswith(SDG), kinds[thing][1], natural(thing)))
    danish, english = labels(store, wanted, "da"), labels(store, wanted, "en")
    places: dict[str, tuple[str, str]] = {}
    for batch in iri_batches(wanted):
        for thing, order, notation in store.rows(_PLACES.format(batch)):
            places.setdefault(thing, (order, notation))
    for thing in wanted:
        order, notation = places.get(thing, ("", ""))
        kind, owner = kinds[thing]
        yield (
            thing,
            {
                "kind": kind,
                "title_da": danish.get(thing, ""),
                "title_en": english.get(thing, ""),
                "strategy": owner,
                "notation": notation,
                "order": int(order) if order.isdigit() else 0,
            },
        )
