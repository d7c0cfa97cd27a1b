"""Tracing: everything that a thread joins with one thing, upwards and from below."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from strategigraf.answers.counterpart import thread_hops
from strategigraf.answers.heading import named
from strategigraf.answers.matrix_sheet import SIGNS, bearers
from strategigraf.answers.membership import both_labels, classes_of, members_of, titled
from strategigraf.answers.opening import openings
from strategigraf.answers.outsider import beside_threads
from strategigraf.graph.thread import BROADER, CONTRIBUTES_TO, PART_OF, Thread
from strategigraf.use.dataset import inheritance
from strategigraf.use.store import Store
from strategigraf.values.figure import Figure, count
from strategigraf.values.hop import BASIS_LABELS, Hop, Mark
from strategigraf.values.namespaces import SDG, SG
from strategigraf.values.natural import natural
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri
from strategigraf.values.text import Text
from strategigraf.values.words import Words

_COLUMNS = ("step", "thing", "kind", "relation", "basis", "hops", "quotes")
_SENTENCE = named(
    Text(
        "Hver række er en tråd, som matricen tæller: ↑ er det, tingen når op til, ↓ det, som når op til den fra "
        "neden; prikkerne er leddene på vejen. `relation` er trådens yderste led, `basis` det, hele tråden hviler "
        "på, `hops` antallet af led, og `quotes` de citater, den hviler på. Samme ting står flere gange, når flere "
        "udsagn fører til den.",
        "Each row is a thread that the matrix counts: ↑ is what the thing reaches up to, ↓ what reaches up to it "
        "from below; the dots are the hops on the way. `relation` is the outermost hop of the thread, `basis` what "
        "the whole thread rests on, `hops` the number of hops, and `quotes` the quotes that it rests on. A thing "
        "stands several times where several claims lead to it.",
    )
)


class Trace(NamedTuple):
    """The threads of `thing`: `up` from it (nearest first along each), `down` to it from below, both as a tree is read;
    `members` are the elements of a strategy, which stand in it and not below it; `aside` says why there is nothing."""

    thing: str
    up: tuple[Mark, ...]
    down: tuple[Mark, ...]
    members: tuple[str, ...] = ()
    aside: Text | None = None


def trace(store: Store, thing: str, up: bool = True, down: bool = True, depth: int | None = None) -> Trace:
    """The threads that join *thing* (an IRI) with others, at most *depth* hops long where given: the marks that the
    matrices count, and so of the SDG register only the goals and targets that a strategy names. An exact or close
    match runs both ways and stands in both."""
    found = thread_hops(store)
    thread = Thread(found, inheritance(store))
    above = thread.marks(thing, lambda node: True) if up else []
    below = marks_to(thread, found, [thing])[thing] if down else []
    counted = _counted(found)
    kept = [
        tuple(
            mark
            for mark in sorted(marks, key=order)
            if counted(mark.row) and counted(mark.column) and (depth is None or len(mark.hops) <= depth)
        )
        for marks, order in ((above, _upwards), (below, _downwards))
    ]
    members: tuple[str, ...] = ()
    if down and classes_of(store, [thing]).get(thing) == SG + "Strategy":
        members = _elements(store, thing)
    silent = not any(kept) and not any(thing in (hop.subject, hop.object) and counted(thing) for hop in found)
    return Trace(thing, kept[0], kept[1], members, beside_threads(store, thing) if silent else None)


def marks_to(thread: Thread, found: Iterable[Hop], columns: Iterable[str]) -> dict[str, list[Mark]]:
    """For each of *columns* the marks of *thread*, which has the hops *found*, that end in it."""
    wanted = dict.fromkeys(columns)
    marks: dict[str, list[Mark]] = {column: [] for column in wanted}
    for row in sorted(below(found, wanted)):
        for mark in thread.marks(row, wanted.__contains__):
            marks[mark.column].append(mark)
    return marks


def below(found: Iterable[Hop], tops: Iterable[str]) -> set[str]:
    """Everything from which a chain of *found* leads up to one of *tops*, they themselves among it."""
    under: dict[str, list[str]] = defaultdict(list)
    for hop in found:
        under[hop.object].append(hop.subject)
    seen = set(tops)
    queue = deque(seen)
    while queue:
        for lower in under.get(queue.popleft(), ()):
            if lower not in seen:
                seen.add(lower)
                queue.append(lower)
    return seen


def trace_report(store: Store, found: Trace) -> Report:
    """*found* as a report: the threads, how many there are by kind, and of a strategy its elements."""
    marks = [*found.up, *found.down]
    ends = [*(mark.column for mark in found.up), *(mark.row for mark in found.down), *found.members]
    classes = classes_of(store, [*ends, found.thing])
    names = relation_labels(store, marks) | both_labels(store, classes.values())
    kind = {thing: names[cls] for thing, cls in classes.items()}
    words = openings(store, {bearer for mark in marks for bearer in bearers(mark)})
    rows: list[tuple[Cell, ...]] = []
    for mark in found.up:
        rows.append(_row("↑", mark, mark.column, kind, names[mark.hops[-1].predicate], words))
    for mark in found.down:
        rows.append(_row("↓", mark, mark.row, kind, names[mark.hops[0].predicate], words))
    title = titled(store, found.thing)
    heading = Text(f"Tråde om {title.da}", f"Threads of {title.en}")
    sentence = _SENTENCE if rows else _nothing(found)
    parts = [Part("threads", heading, sentence, tuple(map(Column, _COLUMNS)), tuple(rows))]
    if rows:
        parts.append(_sums(found, classes, names))
    if found.members:
        parts.append(_members(found, kind))
    return Report("trace", heading, tuple(parts))


def relation_labels(store: Store, marks: Iterable[Mark]) -> dict[str, Text]:
    """The label of each predicate on the way of *marks*, in both languages."""
    predicates = {hop.predicate for mark in marks for hop in mark.hops}
    return both_labels(store, predicates) | {BROADER: Text("hører under", "belongs to")}


def resting_on(mark: Mark, words: dict[str, tuple[Words, ...]]) -> Figure:
    """How many quotes *mark* rests on: those of its claim, or of structure the first of both ends; an SDG goal or
    target at an end counts for its text in the register."""
    of_claim = bool(mark.claim.link)
    quotes: list[str] = []
    for bearer in bearers(mark):
        of_bearer = [quote.quote for quote in words.get(bearer, ())[: None if of_claim else 1]]
        quotes += [bearer] if bearer.startswith(SDG) else of_bearer
    return count(tuple(dict.fromkeys(quotes)))


def distance(chain: Sequence[Hop]) -> Figure:
    """The number of hops of *chain*, which opens to their links, or the lower things where it is structure."""
    return Figure(Decimal(len(chain)), tuple(dict.fromkeys(hop.link or hop.subject for hop in chain)))


def basis_text(basis: str) -> Text:
    """*basis* in words, with the sign that matrices have for it."""
    label = BASIS_LABELS[basis]
    return Text(f"{SIGNS[basis]} {label.da}", f"{SIGNS[basis]} {label.en}")


def _row(
    arrow: str, mark: Mark, thing: str, kind: dict[str, Text], relation: Text, words: dict[str, tuple[Words, ...]]
) -> tuple[Cell, ...]:
    step = "· " * (len(mark.hops) - 1) + arrow
    return (
        Text(step, step),
        Iri(thing),
        kind.get(thing),
        relation,
        basis_text(mark.basis),
        distance(mark.hops),
        resting_on(mark, words),
    )


def _sums(found: Trace, classes: dict[str, str], names: dict[str, Text]) -> Part:
    rows: list[tuple[Cell, ...]] = []
    for direction, marks, end in (
        (Text("↑ op til", "↑ up to"), found.up, 2),
        (Text("↓ fra", "↓ from"), found.down, 1),
    ):
        groups: dict[str, list[Mark]] = defaultdict(list)
        for mark in marks:
            groups[classes.get(mark.column if end == 2 else mark.row, "")].append(mark)
        for cls in sorted(groups):
            things = dict.fromkeys(mark.column if end == 2 else mark.row for mark in groups[cls])
            claims = dict.fromkeys(mark.claim.link or mark.claim.subject for mark in groups[cls])
            threads = Figure(Decimal(len(groups[cls])), tuple(claims))
            rows.append((direction, names.get(cls), count(tuple(things)), threads))
    return Part(
        "sums",
        Text("Tråde efter slags", "Threads by kind"),
        named(
            Text(
                "`things` er antallet af ting af hver slags, `threads` antallet af tråde til dem, som er matricens "
                "mærker.",
                "`things` is how many things of each kind there are, `threads` the number of threads to them, which "
                "are the marks of the matrix.",
            )
        ),
        tuple(map(Column, ("direction", "kind", "things", "threads"))),
        tuple(rows),
    )


def _members(found: Trace, kind: dict[str, Text]) -> Part:
    return Part(
        "members",
        Text("Elementer i strategien", "Elements in the strategy"),
        Text(
            "Elementerne er i strategien og ikke del af den: hvad strategien som helhed vælger, arver de ikke, og "
            "ingen tråd går fra dem til den. Spor et af dem for at se dets tråde.",
            "The elements are in the strategy and not part of it: they do not inherit what the strategy as a whole "
            "selects, and no thread runs from them to it. Trace one of them to see its threads.",
        ),
        (Column("thing"), Column("kind")),
        tuple((Iri(thing), kind.get(thing)) for thing in found.members),
    )


def _nothing(found: Trace) -> Text:
    return found.aside or Text(
        "Ingen tråd går den vej, der er spurgt om.", "No thread runs in the direction that was asked for."
    )


def _elements(store: Store, strategy: str) -> tuple[str, ...]:
    members = members_of(store, strategy)
    links = {thing for thing, cls in classes_of(store, members).items() if cls == SG + "Link"}
    return tuple(sorted((thing for thing in members if thing not in links), key=natural))


def _counted(found: Iterable[Hop]) -> Callable[[str], bool]:
    """Whether matrices count a thing: everything but the goals and targets of the register that no strategy names."""
    claimed = {hop.object for hop in found if hop.predicate == CONTRIBUTES_TO}
    named = claimed | {hop.object for hop in found if hop.predicate == BROADER and hop.subject in claimed}
    return lambda thing: not thing.startswith(SDG) or thing in named


def _upwards(mark: Mark) -> list[tuple[object, ...]]:
    return [(hop.predicate != PART_OF, hop.predicate, natural(hop.object), hop.link) for hop in mark.hops]


def _downwards(mark: Mark) -> list[tuple[object, ...]]:
    return [(hop.predicate != PART_OF, hop.predicate, natural(hop.subject), hop.link) for hop in reversed(mark.hops)]
