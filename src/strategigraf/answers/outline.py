"""The outline of a strategy: its elements as they stand below each other, each with its own words."""

from collections import defaultdict
from collections.abc import Iterator

from strategigraf.answers.evidence_of import words_of
from strategigraf.answers.heading import named
from strategigraf.answers.membership import both_labels, classes_of, members_of
from strategigraf.graph.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.figure import count
from strategigraf.values.namespaces import SG
from strategigraf.values.natural import natural
from strategigraf.values.report import Cell, Part
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

_BESIDE = ("TimelineEntry", "HearingComment", "HearingQuestion", "HearingResponse", "Section", "Misfit", "Announcement")


def outline(store: Store, strategy: str) -> list[Part]:
    """One part with the elements of *strategy* (IRI) from the top down: those that others are part of first, then what
    stands alone, by kind. Claims and time line entries are counted. None for a strategy without elements."""
    members = sorted(members_of(store, strategy), key=natural)
    classes = classes_of(store, members)
    shown = [thing for thing in members if classes.get(thing, "").removeprefix(SG) not in (*_BESIDE, "Link", "")]
    if not shown:
        return []
    found = hops(store)
    parents = {hop.subject: hop.object for hop in found if hop.predicate == PART_OF}
    claims: dict[str, list[str]] = defaultdict(list)
    entries: dict[str, list[str]] = defaultdict(list)
    for hop in found:
        if hop.predicate == CONTRIBUTES_TO and hop.link:
            claims[hop.subject].append(hop.link)
        elif hop.predicate == SCHEDULES and hop.link:
            entries[hop.object].append(hop.link)
    words = words_of(store, shown)
    kinds = both_labels(store, classes.values())
    rows: list[tuple[Cell, ...]] = []
    for depth, thing in _tree(shown, parents, classes):
        own = next((quote.exact for quote in words.get(thing, ())), "")
        step = "· " * depth
        rows.append(
            (
                Text(step, step),
                kinds.get(classes.get(thing, "")),
                Iri(thing),
                Literal(own),
                count(tuple(dict.fromkeys(claims[thing]))),
                count(tuple(dict.fromkeys(entries[thing]))),
            )
        )
    sentence = named(
        Text(
            "Elementerne, som kilden stiller dem op: prikkerne er trin under visionen. `claims` er elementets egne "
            "verdensmålsforbindelser, `entries` dets linjer i tidsplanen; hvad det arver, står i matricerne.",
            "The elements as the source arranges them: the dots are steps below the vision. `claims` are the element's "
            "own links "
            "to SDGs, `entries` its lines in the time line; what it inherits stands in the matrices.",
        )
    )
    columns = tuple(map(Column, ("step", "kind", "element", "words", "claims", "entries")))
    return [Part("thread", Text("Den røde tråd", "The red thread"), sentence, columns, tuple(rows))]


def _tree(things: list[str], parents: dict[str, str], classes: dict[str, str]) -> Iterator[tuple[int, str]]:
    """*things* with their depth: each below its parent, in natural order; wholes before what has no parts."""
    within = set(things)
    children: dict[str, list[str]] = defaultdict(list)
    roots = []
    for thing in things:
        parent = parents.get(thing, "")
        if parent in within and parent != thing:
            children[parent].append(thing)
        else:
            roots.append(thing)
    roots.sort(key=lambda thing: (not children[thing], classes.get(thing, ""), natural(thing)))
    stack = [(0, root) for root in reversed(roots)]
    seen: set[str] = set()
    while stack:
        depth, thing = stack.pop()
        if thing in seen:
            continue
        seen.add(thing)
        yield depth, thing
        below = sorted(children[thing], key=lambda child: (classes.get(child, ""), natural(child)))
        stack += [(depth + 1, child) for child in reversed(below)]
