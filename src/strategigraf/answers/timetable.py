"""The timetable of a strategy: its entries by track and period, and what stands in none of them."""

from collections import defaultdict

from strategigraf.answers.kind import Kind, find_kind
from strategigraf.answers.matrix import things
from strategigraf.graph.thread import PART_OF, SCHEDULES
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.iri import iri_batches
from strategigraf.values.namespaces import SG
from strategigraf.values.timetable import Bar, Lane, Timetable, is_moment

_PERIODS = """
PREFIX sg: <{0}>
SELECT ?entry (MIN(STR(?from)) AS ?start) (MAX(STR(COALESCE(?until, ?from))) AS ?end) WHERE {{
  VALUES ?entry {{ {1} }} ?entry sg:start ?from . OPTIONAL {{ ?entry sg:end ?until }}
}}
GROUP BY ?entry ORDER BY ?entry"""


def timetable(store: Store, strategy: str, entries: Kind | None = None) -> Timetable | None:
    """The timetable of *strategy* (an IRI) by its things of the kind *entries* (time line entries without one); None
    where it has none. Lanes are the tracks in order, with the initiatives below each that no entry schedules, whether
    of this strategy or another; what belongs to no track comes last. Bars by start, then end, then as the source has
    them."""
    kind = entries or find_kind(store, "timeline-entry")
    found = things(store, kind, [strategy])
    if not found:
        return None
    tracks = things(store, find_kind(store, "track"), [strategy])
    up: dict[str, str] = {}
    schedules = defaultdict(list)
    scheduled: set[str] = set()
    for hop in hops(store):
        if hop.predicate == PART_OF:
            up.setdefault(hop.subject, hop.object)
        elif hop.predicate == SCHEDULES:
            schedules[hop.subject].append(hop)
            scheduled.add(hop.object)
    periods = _periods(store, found)
    of_schedule = kind.name == "timeline-entry"
    initiatives = things(store, find_kind(store, "initiative"), [strategy]) if of_schedule else ()
    bars, undated, gaps = defaultdict(list), defaultdict(list), defaultdict(list)
    for entry in found:
        track = _track(entry, up, tracks)
        if entry in periods:
            bars[track].append(Bar(entry, *periods[entry], tuple(schedules[entry])))
        else:
            undated[track].append(entry)
    for initiative in initiatives:
        if initiative not in scheduled:
            gaps[_track(initiative, up, tracks)].append(initiative)
    lanes = [
        Lane(
            track,
            tuple(sorted(bars[track], key=lambda bar: bar.span)),
            tuple(undated[track]),
            tuple(gaps[track]),
        )
        for track in (*tracks, "")
        if bars[track] or undated[track] or gaps[track]
    ]
    return Timetable(strategy, kind.name, "initiative" if of_schedule else "", tuple(lanes))


def _periods(store: Store, entries: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    told: dict[str, tuple[str, str]] = {}
    for values in iri_batches(entries):
        for entry, begin, end in store.rows(_PERIODS.format(SG, values)):
            if is_moment(begin):
                told[entry] = (begin, end if is_moment(end) else begin)
    return told


def _track(thing: str, up: dict[str, str], tracks: tuple[str, ...]) -> str:
    seen: set[str] = set()
    while thing in up and thing not in seen:
        seen.add(thing)
        thing = up[thing]
        if thing in tracks:
            return thing
    return ""
