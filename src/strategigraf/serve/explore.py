"""Exploring: what is around a thing, step by step, by type and basis, and the shortest chain to another one."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from strategigraf.api.graph import Graph
from strategigraf.core.errors import StrategigrafError
from strategigraf.core.rdf import Text, message, short
from strategigraf.core.thread import BASES
from strategigraf.network.api import path
from strategigraf.picture.drawing import neighbourhood_drawing
from strategigraf.picture.neighbourhood import Neighbour, neighbourhood, relation
from strategigraf.site.addresses import path_of
from strategigraf.site.answers import clickable, shown
from strategigraf.site.page import Openings, Page
from strategigraf.site.pages import Pages

_DEEPEST, _MOST_CARDS, _MOST_ROWS = 3, 14, 400


def explore_page(pages: Pages, graph: Graph, thing: str, asked: Iterable[tuple[str, str]], language: str) -> Page:
    """What is around *thing* (IRI) as it was *asked* for: `depth` steps, only of `kind`s and on `basis`es; and with
    `to` the shortest chains to another thing."""
    facts = pages.facts
    pairs = list(asked)
    values = dict(pairs)
    depth = min(int(values.get("depth", "1")) if values.get("depth", "1").isdecimal() else 1, _DEEPEST) or 1
    chosen_kinds = {value for key, value in pairs if key == "kind"}
    chosen_bases = {value for key, value in pairs if key == "basis" and value in BASES}
    around = neighbourhood(pages.store, thing, depth)
    facts.know([thing, *(one.thing for one in around.neighbours), *(one.near for one in around.neighbours)])
    there = {
        facts.cls(one.thing): facts.label(facts.cls(one.thing)) for one in around.neighbours if facts.cls(one.thing)
    }
    kept = [
        one
        for one in around.neighbours
        if (not chosen_kinds or short(facts.cls(one.thing)) in chosen_kinds)
        and (not chosen_bases or one.basis in chosen_bases)
    ]
    openings = Openings(facts)
    drawing = neighbourhood_drawing(pages.store, thing, min(depth, 2), _MOST_CARDS)
    chain, problem = _chain(pages, graph, thing, values.get("to", "").strip(), openings, language)
    here = path_of(thing)
    return Page(
        f"explore/{here}",
        "explore.html",
        facts.title(thing),
        message("site.explore.answer", count=len(kept), depth=depth),
        "strategies",
        ((here, facts.title(thing)),),
        message("site.explore"),
        content={
            "thing": facts.ref(thing),
            "rows": [_row(pages, one) for one in kept[:_MOST_ROWS]],
            "more": max(0, len(kept) - _MOST_ROWS),
            "depth": depth,
            "to": values.get("to", ""),
            "kinds": sorted(
                ((short(cls), label, short(cls) in chosen_kinds) for cls, label in there.items()),
                key=lambda one: one[1].da,
            ),
            "bases": [
                (basis, basis in chosen_bases)
                for basis in BASES
                if any(one.basis == basis for one in around.neighbours)
            ],
            "svg": clickable(facts, drawing, openings),
            "chain": chain,
            "problem": problem,
            "deeper": urlencode([*((key, value) for key, value in pairs if key != "depth"), ("depth", str(depth + 1))])
            if depth < _DEEPEST
            else "",
            "openings": openings.made(),
        },
    )


def _row(pages: Pages, one: Neighbour) -> tuple[object, ...]:
    """What a neighbour is shown as: the relation, what leads to it and to exploring from it, the basis, where it hangs,
    and how many steps it is away."""
    told = Text(relation(one, "da"), relation(one, "en"))
    return (
        told,
        pages.facts.ref(one.thing),
        f"explore/{path_of(one.thing)}" if pages.facts.has_page(one.thing) else "",
        one.basis,
        pages.facts.ref(one.near),
        one.depth,
    )


def _chain(
    pages: Pages, graph: Graph, thing: str, other: str, openings: Openings, language: str
) -> tuple[Sequence[object] | None, StrategigrafError | None]:
    """The shortest chains from *thing* to the *other* one as typed: the heads and rows of their steps; None where none
    was asked for, and what is wrong with it."""
    if not other:
        return None, None
    try:
        report = path(graph, short(thing), other).report
    except StrategigrafError as error:
        return None, error
    table = report.parts[0]
    heads = [Text(*(column.title(code) for code in ("da", "en"))) for column in table.columns]
    return (heads, [[shown(pages.facts, cell, openings) for cell in row] for row in table.rows]), None
