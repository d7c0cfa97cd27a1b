"""Outsiders: things that stand beside every thread (a quote, a link, a concept), and what to say of them."""

from collections.abc import Collection

from strategigraf.answers.membership import classes_of
from strategigraf.use.store import Store
from strategigraf.values.namespaces import PREFIXES, RDF, SG, short
from strategigraf.values.text import Text

_SHOWN = 5
_BEARERS = """
PREFIX sg: <{0}>
SELECT ?bearer WHERE {{ ?bearer sg:evidence <{1}> FILTER NOT EXISTS {{ ?bearer a sg:Link }} }} ORDER BY ?bearer"""
_ENDS = """
PREFIX rdf: <{0}>
SELECT ?subject ?object WHERE {{ <{1}> rdf:subject ?subject ; rdf:object ?object }}"""


def beside_threads(store: Store, thing: str) -> Text:
    """A sentence on why no thread touches *thing* (an IRI that has no hop), and what to ask instead."""
    cls = classes_of(store, [thing]).get(thing, "")
    name = short(thing)
    if cls == SG + "Quote":
        borne = _listed([bearer for (bearer,) in store.rows(_BEARERS.format(SG, thing))])
        return Text(
            f"{name} er et citat; ingen tråd går gennem et citat. Det er belæg for: {borne.da}.",
            f"{name} is a quote; no thread runs through a quote. It is evidence for: {borne.en}.",
        )
    if cls in (SG + "Link", SG + "Alignment"):
        ends = _listed([end for pair in store.rows(_ENDS.format(RDF, thing)) for end in pair])
        return Text(
            f"{name} er selv et led mellem to ting. Spørg om en af dem: {ends.da}.",
            f"{name} is itself a hop between two things. Ask about one of them: {ends.en}.",
        )
    if cls == SG + "Strategy":
        return Text(
            "Ingen tråd når strategien selv: elementer er i en strategi og ikke del af den.",
            "No thread reaches the strategy itself: elements are in a strategy and not part of it.",
        )
    if thing.startswith(PREFIXES["sdg"]):
        return Text(f"Ingen strategi nævner {name}.", f"No strategy names {name}.")
    return Text(
        f"Ingen tråd rører {name}: det er ikke del af noget, intet er del af det, og ingen forbindelse nævner det.",
        f"No thread touches {name}: it is part of nothing, nothing is part of it, and no link names it.",
    )


def _listed(things: Collection[str]) -> Text:
    names = [short(thing) for thing in things]
    if not names:
        return Text("ingenting", "nothing")
    more = len(names) - _SHOWN
    first = ", ".join(names[:_SHOWN])
    return Text(first, first) if more <= 0 else Text(f"{first} og {more} andre", f"{first} and {more} others")
