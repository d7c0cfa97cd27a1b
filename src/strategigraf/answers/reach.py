"""Reach: which kinds the threads of a kind lead to, so that a matrix that must stay empty is not made."""

from collections import Counter

from strategigraf.answers.counterpart import thread_hops
from strategigraf.answers.kind import Kind, kinds
from strategigraf.answers.matrix import things
from strategigraf.answers.meeting import value_hops
from strategigraf.graph.thread import Thread
from strategigraf.use.dataset import inheritance
from strategigraf.use.policy import read_policy
from strategigraf.use.store import Store
from strategigraf.values.errors import NoThread
from strategigraf.values.text import Text

_MOST = 6


def reached_kinds(store: Store, kind: Kind) -> list[Kind]:
    """The kinds that a thread joins with things of *kind*, either way, anywhere in the data: the one joined with most
    things first."""
    known = [other for other in kinds(store) if other.things]
    of_values = [other for other in known if other.of_values]
    thread = Thread(thread_hops(store), inheritance(store))
    if kind.of_values:
        own = {hop.subject for hop in value_hops(store, kind, ())}
    else:
        own = set(things(store, kind._replace(local_term="", strategy=""), ()))
    met = {mark.column for thing in own for mark in thread.marks(thing, lambda _: True)}
    if not kind.of_values:
        met |= {thing for thing in thread.elements() if any(True for _ in thread.marks(thing, own.__contains__))}
    else:
        met |= own
    found: Counter[str] = Counter()
    for other in known:
        if not other.of_values:
            found[other.name] = len(met & set(things(store, other, ())))
    for other in of_values:
        holders = {hop.subject for hop in value_hops(store, other, ())}
        joined = holders & own if kind.of_values else holders & (met | own)
        found[other.name] = len(joined) if other != kind else 0
    by_name = {other.name: other for other in known}
    return [by_name[name] for name, number in sorted(found.items(), key=lambda item: (-item[1], item[0])) if number]


def demand_thread(store: Store, rows: Kind, columns: Kind) -> None:
    """Raises NoThread, which names the kinds that threads do lead to, where no thread of the data joins the kinds
    *rows* and *columns*, whatever the strategy, and the tracing policy does not ask for one either."""
    policy = read_policy(store)
    asked = {(rule.kind, other) for rule in policy.requirements for other in policy.covered(rule.alternatives)}
    if {(rows.iri, columns.iri), (columns.iri, rows.iri)} & asked:
        return
    reached = reached_kinds(store, rows)
    if any(kind.iri == columns.iri for kind in reached):
        return
    back = reached_kinds(store, columns)
    raise NoThread(
        Text(
            f"Ingen tråd i data forbinder {rows.name} og {columns.name}.",
            f"No thread in the data joins {rows.name} and {columns.name}.",
        ),
        Text(
            f"Fra {rows.name} går der tråde til: {_named(reached, 'intet')}. Fra {columns.name}:"
            f" {_named(back, 'intet')}.",
            f"From {rows.name} threads lead to: {_named(reached, 'nothing')}. From {columns.name}:"
            f" {_named(back, 'nothing')}.",
        ),
    )


def _named(found: list[Kind], nothing: str) -> str:
    return ", ".join(kind.name for kind in found[:_MOST]) or nothing
