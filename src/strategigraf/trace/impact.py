"""Impact: what loses its thread, its only SDG mark, its only time line entry, its only answer or its only counterpart
when something falls.

A thing falls with every edge that begins or ends at it; a link falls alone; a strategy falls with everything in it. A
loss is something that held before and no longer holds after, never a mere thinning.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from strategigraf.core.rdf import SDGO, SG, SKOS, Iri, Labels, Text, message, natural
from strategigraf.core.report import Col, Figure, Report, count, part
from strategigraf.core.thread import (
    SCHEDULES,
    Edge,
    EdgeLookup,
    EdgesWithout,
    Inheritance,
    Mark,
    Thread,
    beneath,
    brief,
    touching,
)
from strategigraf.store.lookup import (
    both_labels,
    classes_of,
    edge_lookup,
    inheritance,
    members_of,
    strategies_of,
    titled,
)
from strategigraf.store.sparql import Store
from strategigraf.trace.trace import beside_threads, claims

LOSSES = ("thread", "target", "goal", "mark", "schedule", "idle", "answer", "counterpart")
ANSWERS = SG + "answers"
ENTRY = SG + "TimelineEntry"
TOPS = (SG + "Vision", SG + "Mission")
COMMENTS = (SG + "HearingComment", SG + "HearingQuestion")


class Pair(NamedTuple):
    """Two things of different strategies that correspond, and the alignment that says so."""

    alignment: str
    one: str
    other: str


class World(NamedTuple):
    """What an impact is computed on: edges, what is inherited, counterparts, the class and strategies of things,
    and the things of a strategy."""

    edges: EdgeLookup
    inheritance: Inheritance
    pairs: Collection[Pair]
    classes: Callable[[Iterable[str]], Mapping[str, str]]
    strategies: Callable[[Iterable[str]], Mapping[str, frozenset[str]]]
    members: Callable[[str], Iterable[str]]


class Loss(NamedTuple):
    """One loss, a name of LOSSES: the thing that loses, of which strategy it loses a mark or counterpart ("" for the
    other losses), its distance in edges from what falls, what it rested on (links, alignments, and where structure
    carried it the two things whose bond breaks), and the way from the thing to what falls."""

    loss: str
    thing: str
    strategy: str
    distance: int
    rested_on: tuple[str, ...]
    path: tuple[str, ...]


class Impact(NamedTuple):
    """What falls with `thing`, how many edges that takes away, and the losses: by name, then from near to far."""

    thing: str
    fallen: frozenset[str]
    losses: tuple[Loss, ...]
    aside: Text | None = None


def impact(store: Store, thing: str) -> Impact:
    """What is lost when *thing* (an IRI: an element, a link, an alignment, a strategy, an SDG goal or target) falls."""
    fallen = {thing}
    if classes_of(store, [thing]).get(thing) == SG + "Strategy":
        fallen.update(members_of(store, thing))
    pairs = _pairs(store, fallen)
    found = edge_lookup(store)
    world = World(
        found,
        inheritance(store),
        _pairs(store, {end for pair in pairs for end in pair[1:]} | fallen),
        lambda things: classes_of(store, things),
        lambda things: strategies_of(store, things),
        lambda strategy: members_of(store, strategy),
    )
    aside = None if pairs or touching(found, fallen) else beside_threads(store, thing)
    return Impact(thing, frozenset(fallen), losses(world, fallen), aside)


def _pairs(store: Store, things: Collection[str]) -> list[Pair]:
    """The pairs that one of *things* belongs to, or that rest on one, by alignment."""
    rows = store.rows_in_batches("trace/pairs", sorted(things), "thing")
    return sorted({Pair(*row) for row in rows})


def losses(world: World, fallen: Collection[str]) -> tuple[Loss, ...]:
    """The losses in *world* when the things and links *fallen* fall: by name, then from near to far.

    Only the threads of what lies below the edges that go are followed again; every other thread stays as it is.
    """
    gone = set(fallen)
    kept = EdgesWithout(world.edges, gone)
    cut = {edge.subject for edge in touching(world.edges, gone)}
    rows = beneath(world.edges, cut)
    thread, thinner = Thread(world.edges, world.inheritance), Thread(kept, world.inheritance)
    before = {row: thread.marks(row, _any) for row in sorted(rows)}
    after = {row: thinner.marks(row, _any) for row in sorted(rows - gone)}
    columns = {mark.column for marks in before.values() for mark in marks}
    classes = world.classes(rows | columns)
    strategies = world.strategies(rows | columns)
    found = [
        *_of_rows(before, after, gone, classes, strategies),
        *_of_columns(world, before, after, thinner, kept, gone, classes, strategies),
        *_idle(world.edges, kept, cut - gone, classes),
        *_of_pairs(world, gone),
    ]
    return tuple(sorted(found, key=lambda one: (LOSSES.index(one.loss), one.distance, natural(one.thing), one[2:])))


def schedules(mark: Mark) -> bool:
    """Whether *mark* says that its row sets its column in time: it schedules it, or something that is part of it."""
    return mark.claim.predicate == SCHEDULES


def answers(mark: Mark) -> bool:
    """Whether *mark* says that its row answers its column: it answers it, or something that is part of it."""
    return mark.claim.predicate == ANSWERS


def _of_rows(
    before: Mapping[str, list[Mark]],
    after: Mapping[str, list[Mark]],
    gone: Collection[str],
    classes: Mapping[str, str],
    strategies: Mapping[str, frozenset[str]],
) -> Iterator[Loss]:
    for row, marks in after.items():
        own = strategies.get(row, frozenset())
        old = [mark for mark in before[row] if leads_to_top(mark, classes)]
        new = [mark for mark in marks if leads_to_top(mark, classes)]
        if at_home := [mark for mark in old if own & strategies.get(mark.column, frozenset())]:
            old = at_home
            new = [mark for mark in new if own & strategies.get(mark.column, frozenset())]
        if old and not new:
            yield _loss("thread", row, "", old, gone)
        for name, cls in (("target", SDGO + "Target"), ("goal", SDGO + "Goal")):
            old = [mark for mark in before[row] if claims(mark) and classes.get(mark.column) == cls]
            if old and not any(claims(mark) and classes.get(mark.column) == cls for mark in marks):
                yield _loss(name, row, "", old, gone)


def leads_to_top(mark: Mark, classes: Mapping[str, str]) -> bool:
    """Whether *mark* is a thread to a vision or mission that its row serves, and not to one that an alignment names."""
    return classes.get(mark.column) in TOPS and not any(is_kinship(edge) for edge in mark.edges)


def is_kinship(edge: Edge) -> bool:
    """Whether *edge* is an alignment: it ties strategies and serves nothing."""
    return edge.predicate == SG + "continues" or (edge.predicate.startswith(SKOS) and edge.predicate.endswith("Match"))


def _of_columns(
    world: World,
    before: Mapping[str, list[Mark]],
    after: Mapping[str, list[Mark]],
    thinner: Thread,
    kept: EdgeLookup,
    gone: Collection[str],
    classes: Mapping[str, str],
    strategies: Mapping[str, frozenset[str]],
) -> Iterator[Loss]:
    old: dict[tuple[str, str, str], list[Mark]] = defaultdict(list)
    for marks in before.values():
        for mark in marks:
            if mark.column not in gone:
                for question in _questions(mark, classes, strategies):
                    old[question].append(mark)
    held = {
        question for marks in after.values() for mark in marks for question in _questions(mark, classes, strategies)
    }
    open_questions = sorted(question for question in old if question not in held)
    wanted = {column for _, column, _ in open_questions}
    rest = beneath(kept, {column for name, column, _ in open_questions if name != "mark"})
    rest |= {thing for name, _, strategy in open_questions if name == "mark" for thing in world.members(strategy)}
    rest -= {*before, *gone}
    elsewhere = [mark for row in sorted(rest) for mark in thinner.marks(row, wanted.__contains__)]
    ends = {end for mark in elsewhere for end in (mark.row, mark.column)}
    more_classes, more_strategies = world.classes(ends), world.strategies(ends)
    held = {question for mark in elsewhere for question in _questions(mark, more_classes, more_strategies)}
    for name, column, strategy in open_questions:
        if (name, column, strategy) not in held:
            yield _loss(name, column, strategy, old[name, column, strategy], gone)


def _questions(
    mark: Mark, classes: Mapping[str, str], strategies: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str, str]]:
    """What *mark* holds up at its column: the loss it guards against, the column, and the strategy it comes from."""
    if classes.get(mark.column, "").startswith(SDGO) and claims(mark):
        for strategy in sorted(strategies.get(mark.row, ())):
            yield "mark", mark.column, strategy
    if schedules(mark) and mark.claim.subject == mark.row and classes.get(mark.row) == ENTRY:
        yield "schedule", mark.column, ""
    if answers(mark) and classes.get(mark.column) in COMMENTS:
        yield "answer", mark.column, ""


def _idle(edges: EdgeLookup, kept: EdgeLookup, entries: Collection[str], classes: Mapping[str, str]) -> Iterator[Loss]:
    """The loss of those of *entries*, which lose an edge, that no longer schedule anything."""
    for entry in sorted(entries):
        scheduled = [edge for edge in edges.leaving(entry) if edge.predicate == SCHEDULES]
        busy = any(edge.predicate == SCHEDULES for edge in kept.leaving(entry))
        if scheduled and not busy and classes.get(entry) == ENTRY:
            links = tuple(dict.fromkeys(edge.link for edge in scheduled))
            yield Loss("idle", entry, "", 1, links, (entry, scheduled[0].object))


def _of_pairs(world: World, gone: Collection[str]) -> Iterator[Loss]:
    lost: dict[str, list[tuple[str, str]]] = defaultdict(list)
    left: dict[str, set[str]] = defaultdict(set)
    for pair in world.pairs:
        for thing, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if thing in gone:
                continue
            if other in gone or pair.alignment in gone:
                lost[thing].append((other, pair.alignment))
            else:
                left[thing].add(other)
    homes = world.strategies({other for pairs in lost.values() for other, _ in pairs} | set().union(*left.values()))
    for thing, pairs in lost.items():
        still = {strategy for other in left[thing] for strategy in homes.get(other, ())}
        for strategy in sorted({home for other, _ in pairs for home in homes.get(other, ())} - still):
            of_it = [(other, alignment) for other, alignment in pairs if strategy in homes.get(other, ())]
            rested_on = tuple(dict.fromkeys(alignment for _, alignment in of_it))
            yield Loss("counterpart", thing, strategy, 1, rested_on, (thing, of_it[0][0]))


def _loss(name: str, thing: str, strategy: str, marks: list[Mark], gone: Collection[str]) -> Loss:
    """The loss of *marks*, all of which end at *thing*."""
    ways = sorted((_way(mark, thing, gone) for mark in marks), key=lambda way: (len(way), way))
    claims = tuple(dict.fromkeys(mark.claim.link for mark in marks if mark.claim.link))
    structure = any(not mark.claim.link for mark in marks)
    rested_on = tuple(dict.fromkeys([*ways[0][-2:], *claims])) if structure else claims
    return Loss(name, thing, strategy, len(ways[0]) - 1, rested_on, ways[0])


def _way(mark: Mark, thing: str, gone: Collection[str]) -> tuple[str, ...]:
    """The things from *thing*, an end of *mark*, to the nearest that falls, or over the nearest link that falls."""
    steps = [(edge.object, edge.link) for edge in mark.edges]
    if thing != mark.row:
        steps = [(edge.subject, edge.link) for edge in reversed(mark.edges)]
    way = [thing]
    for node, link in steps:
        way.append(node)
        if node in gone or link in gone:
            break
    return tuple(way)


def _any(node: str) -> bool:
    return True


# Impact as a report.

LOSS_LABELS = Labels(
    "trace.impact.loss", ("thread", "target", "goal", "mark", "schedule", "idle", "answer", "counterpart")
)


def impact_report(store: Store, found: Impact) -> Report:
    """*found* as a report: sums by loss and kind of thing, every loss named though nothing has it, then each loss."""
    classes = classes_of(store, [loss.thing for loss in found.losses])
    names = both_labels(store, classes.values())
    title = message("trace.impact.title", thing=titled(store, found.thing))
    told = message("trace.impact.losses.explanation" if found.losses else "trace.impact.losses.nothing")
    columns: tuple[Col[Loss], ...] = (
        Col("loss", lambda loss: LOSS_LABELS[loss.loss]),
        Col("thing", lambda loss: Iri(loss.thing)),
        Col("kind", lambda loss: names.get(classes.get(loss.thing, ""))),
        Col("strategy", lambda loss: Iri(loss.strategy) if loss.strategy else None),
        Col("hops", lambda loss: Figure(Decimal(loss.distance), loss.path[:-1])),
        Col("rested_on", lambda loss: count(loss.rested_on)),
        Col("path", lambda loss: Text(*(" → ".join(map(brief, loss.path)),) * 2)),
    )
    sums: tuple[Col[_Lost], ...] = (
        Col("loss", lambda lost: LOSS_LABELS[lost.loss]),
        Col("kind", lambda lost: names.get(lost.cls)),
        Col("things", lambda lost: count(lost.things)),
    )
    parts = (
        part("trace.impact.sums", sums, _lost(found, classes), title=title, explanation=found.aside),
        part("trace.impact.losses", columns, found.losses, explanation=told),
    )
    return Report("impact", title, parts)


class _Lost(NamedTuple):
    """The things of one class (empty for none) that have one loss."""

    loss: str
    cls: str
    things: tuple[str, ...]


def _lost(found: Impact, classes: dict[str, str]) -> Iterator[_Lost]:
    """What is lost by loss and class; each loss though nothing has it."""
    for loss in LOSSES:
        of_class: dict[str, dict[str, None]] = defaultdict(dict)
        for one in found.losses:
            if one.loss == loss:
                of_class[classes.get(one.thing, "")][one.thing] = None
        for cls in sorted(of_class):
            yield _Lost(loss, cls, tuple(of_class[cls]))
        if not of_class:
            yield _Lost(loss, "", ())
