"""The vicinity of one thing: what stands above, below and beside it, as far as it explains the thing."""

from typing import NamedTuple

from strategigraf.answers.explaining_links import Counterpart, counterparts
from strategigraf.answers.tracing import below
from strategigraf.graph.thread import BROADER, CONTRIBUTES_TO, PART_OF, SCHEDULES, Thread
from strategigraf.use.dataset import inheritance
from strategigraf.use.store import Store
from strategigraf.values.hop import Hop
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import RDF, SDG, SG
from strategigraf.values.natural import natural

CONCERNS, ANSWERS = SG + "concerns", SG + "answers"
_MISFITS = """
PREFIX sg: <{0}>
SELECT DISTINCT ?misfit WHERE {{ VALUES ?thing {{ {1} }} ?misfit a sg:Misfit ; sg:about ?thing }} ORDER BY ?misfit"""
_BORNE = """
PREFIX sg: <{0}>
SELECT ?bearer WHERE {{ ?bearer sg:evidence <{1}> }} ORDER BY ?bearer"""
_FIRST = """
PREFIX sg: <{0}>
SELECT DISTINCT ?thing ?class WHERE {{
  ?thing sg:inStrategy <{1}> ; a ?class FILTER(?class IN (sg:Mission, sg:Vision, sg:Track))
}}"""
_ENDS = """
PREFIX rdf: <{0}>
SELECT ?end WHERE {{ VALUES ?link {{ {1} }} ?link rdf:subject|rdf:object ?end }} ORDER BY ?end"""
_UPPERMOST = (SG + "Mission", SG + "Vision", SG + "Track")


class Vicinity(NamedTuple):
    """What stands around one thing: its line from the top down (itself last), its parts, its links and those of its
    comments, what it inherits, the links that reach it from a part of it, what schedules it; of an SDG for each
    claimant what stands below it; of a strategy its vision and tracks; of a quote what rests on it; the ends of those
    among these that are links."""

    line: tuple[str, ...]
    parts: tuple[str, ...]
    links: tuple[Hop, ...]
    inherited: tuple[Hop, ...]
    reaching: tuple[Hop, ...]
    timeline: tuple[Hop, ...]
    replies: tuple[Hop, ...]
    reach: dict[str, tuple[str, ...]]
    counterparts: tuple[Counterpart, ...]
    misfits: tuple[str, ...]
    borne: tuple[str, ...]
    uppermost: tuple[str, ...]
    ends: tuple[str, ...]


def vicinity(store: Store, thing: str, found: list[Hop]) -> Vicinity:
    """The vicinity of *thing* (an IRI) among the hops *found*, all of the dataset."""
    parents: dict[str, str] = {}
    children: dict[str, list[str]] = {}
    for hop in found:
        if hop.predicate in (PART_OF, BROADER):
            parents.setdefault(hop.subject, hop.object)
            children.setdefault(hop.object, []).append(hop.subject)
    parts = tuple(sorted(children.get(thing, ()), key=natural))
    of_register = thing.startswith(SDG)
    seen_as = {thing, *parts} if of_register else {thing}
    links = [hop for hop in found if hop.link and {hop.subject, hop.object} & seen_as]
    line = _upwards(thing, parents)
    thread = Thread(found, inheritance(store))
    structure = [hop for hop in found if hop.predicate in (PART_OF, SCHEDULES)]
    under = below((hop for hop in structure if hop.predicate == PART_OF), [thing])
    comments = {hop.subject for hop in links if hop.predicate == CONCERNS and hop.object == thing}
    comments |= {hop.object for hop in links if hop.predicate == ANSWERS and hop.subject == thing}
    replies = [
        hop
        for hop in found
        if hop not in links
        and (hop.predicate == ANSWERS and hop.object in comments | under)
        | (hop.predicate == CONCERNS and hop.subject in under)
    ]
    claimants = sorted({hop.subject for hop in links if hop.predicate == CONTRIBUTES_TO}) if of_register else []
    reach = {one: tuple(sorted(thread.passed_down_to(one, CONTRIBUTES_TO)[1:], key=natural)) for one in claimants}
    asked = iri_list((thing, *(hop.link for hop in links)))
    borne = tuple(bearer for (bearer,) in store.rows(_BORNE.format(SG, thing)))
    first = sorted(store.rows(_FIRST.format(SG, thing)), key=lambda row: (_UPPERMOST.index(row[1]), natural(row[0])))
    nodes = iri_list((thing, *borne))
    return Vicinity(
        tuple(reversed(line)),
        parts,
        tuple(links),
        tuple(dict.fromkeys(thread.inherited(thing))),
        tuple(hop for hop in found if hop.link and thing in thread.reached(hop)),
        tuple(hop for hop in structure if hop.predicate == SCHEDULES and hop.object in under),
        tuple(replies),
        {one: reached for one, reached in reach.items() if reached},
        counterparts(store, thing),
        tuple(misfit for (misfit,) in store.rows(_MISFITS.format(SG, asked))),
        borne,
        tuple(row[0] for row in first),
        tuple(dict.fromkeys(end for (end,) in store.rows(_ENDS.format(RDF, nodes)))),
    )


def _upwards(thing: str, parents: dict[str, str]) -> list[str]:
    line = [thing]
    while line[-1] in parents and parents[line[-1]] not in line:
        line.append(parents[line[-1]])
    return line
