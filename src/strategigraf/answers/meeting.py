"""Meetings: marks of values (actor, status, disposition), where an element both has the value and leads to the row, and
of strategies, whose elements meet with what they claim."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator

from strategigraf.answers.kind import Kind
from strategigraf.graph.thread import Thread
from strategigraf.use.store import Store
from strategigraf.values.hop import Hop, Mark
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import SG

_VALUES = """
PREFIX sg: <{0}>
SELECT ?thing ?value (COALESCE(?words, ?own, ?thing) AS ?bearer) WHERE {{
  {2} ?thing <{1}> ?value ; sg:inStrategy ?strategy .
  OPTIONAL {{ ?thing sg:evidence ?words . ?words sg:role {3} }}
  OPTIONAL {{ ?thing sg:evidence ?own . FILTER NOT EXISTS {{ ?own sg:role ?any }} }}
}}
ORDER BY ?thing ?value ?bearer"""
_MEMBERS = """
PREFIX sg: <{0}>
SELECT ?thing ?strategy WHERE {{ ?thing sg:inStrategy ?strategy }}
ORDER BY ?strategy ?thing"""
STRATEGY = SG + "Strategy"
_ROLES = {SG + "status": "sg:StatusWords", SG + "responsible": "sg:ActorWords"}


def value_hops(store: Store, kind: Kind, strategies: Collection[str]) -> list[Hop]:
    """For each element of the *strategies* (all without any) that has a value of the *kind* the hop to it; its link is
    the quote whose words give the value, or the first quote of the element."""
    bound = iri_list(strategies)
    narrowed = f"VALUES ?strategy {{ {bound} }}" if bound else ""
    query = _VALUES.format(SG, kind.iri, narrowed, _ROLES.get(kind.iri, "sg:OwnWords"))
    found: dict[tuple[str, str], Hop] = {}
    for thing, value, bearer in store.rows(query):
        found.setdefault((thing, value), Hop(thing, kind.iri, value, "stated", bearer))
    return list(found.values())


def meetings(thread: Thread, hops: list[Hop], is_row: Callable[[str], bool]) -> Iterator[Mark]:
    """A mark for each of *hops* (element to value) and each row that a thread from its element reaches, the element
    itself included: the hops of the thread, then the one to the value."""
    for hop in hops:
        if is_row(hop.subject):
            yield Mark(hop.subject, hop.object, hop.basis, (hop,))
        for mark in thread.marks(hop.subject, is_row):
            yield Mark(mark.column, hop.object, mark.basis, (*mark.hops, hop))


def meetings_of_values(hops: list[Hop], others: list[Hop]) -> Iterator[Mark]:
    """A mark for each element that has a value by one of *hops* and another by one of *others*: both hops."""
    of_element: dict[str, list[Hop]] = defaultdict(list)
    for hop in others:
        of_element[hop.subject].append(hop)
    for hop in hops:
        for other in of_element[hop.subject]:
            yield Mark(hop.object, other.object, "stated", (hop, other))


def claims_of_strategies(
    store: Store, thread: Thread, strategies: Collection[str], is_column: Callable[[str], bool]
) -> Iterator[Mark]:
    """A mark for each claim of one of *strategies*, or of an element of it, that ends in a column: not what is
    inherited, which says nothing more of the strategy."""
    members = [(strategy, strategy) for strategy in sorted(strategies)]
    members += [(strategy, thing) for thing, strategy in store.rows(_MEMBERS.format(SG)) if strategy in strategies]
    owner = {thing: strategy for strategy, thing in members}
    for strategy, thing in members:
        for mark in thread.marks(thing, lambda end: is_column(end) or is_column(owner.get(end, ""))):
            column = mark.column if is_column(mark.column) else owner[mark.column]
            if mark.basis not in ("inherited", "structure") and column != strategy:
                yield mark._replace(row=strategy, column=column)
