"""The flows of a strategy: the red thread from its vision to what it serves, counted level by level."""

from collections import defaultdict
from collections.abc import Sequence

from strategigraf.answers.kind import Kind, find_kind
from strategigraf.answers.matrix import matrix, things
from strategigraf.graph.thread import PART_OF
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.flows import Flow, Flows
from strategigraf.values.hop import BASES, Mark
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import SG
from strategigraf.values.text import Text

LADDERS = (  # the first whose last two levels a thread joins is a strategy's own
    ("vision", "track", "goal", "sdg-goal"),
    ("vision", "track", "goal", "initiative"),
    ("vision", "track", "focus-area", "initiative", "status"),
    ("vision", "track", "focus-area", "initiative"),
    ("section", "sdg-goal"),
    ("focus-area", "initiative"),
    ("vision", "track", "goal"),
    ("vision", "track", "vision-statement"),
    ("vision", "track"),
)

_TERMS = """
PREFIX sg: <{0}>
SELECT ?thing ?word WHERE {{ VALUES ?thing {{ {1} }} ?thing sg:localTerm ?word }}
ORDER BY ?thing ?word"""


def flows_of_strategy(store: Store, strategy: str, targets: bool = False) -> Flows | None:
    """The flows of *strategy* (an IRI) on the first of LADDERS that it has, levels without anything left out; with
    *targets* to SDG targets in place of goals. None where no two of its levels are joined."""
    for ladder in LADDERS:
        names = [("sdg-target" if targets and name == "sdg-goal" else name) for name in ladder]
        found = flows(store, strategy, [find_kind(store, name) for name in names])
        if found is not None and found.marks:
            return found
    return None


def flows(store: Store, strategy: str, kinds: Sequence[Kind]) -> Flows | None:
    """The flows of *strategy* (an IRI) through the levels *kinds*, from the top; None where either of the last two has
    nothing in it. Levels further up that have nothing are left out."""
    *upper, rows, columns = kinds
    whole = matrix(store, rows, columns, [strategy])
    if not whole.rows or not whole.columns:
        return None
    parents: dict[str, list[str]] = defaultdict(list)
    for hop in hops(store):
        if hop.predicate == PART_OF:
            parents[hop.subject].append(hop.object)
    levels = [(kind, found) for kind in upper if (found := things(store, kind, [strategy]))]
    members = [set(found) for _, found in levels]
    told: dict[tuple[int, str, str, str], list[Mark]] = defaultdict(list)
    last = len(levels)
    for mark in whole.marks():
        told[last, mark.row, mark.column, mark.basis].append(mark)
        below = mark.row
        for level in reversed(range(len(levels))):
            above = _nearest(below, parents, members[level])
            if not above:
                break
            told[level, above, below, mark.basis].append(mark)
            below = above
    ordered = [tuple(found) for _, found in levels] + [whole.rows, whole.columns]
    place = [{thing: number for number, thing in enumerate(level)} for level in ordered]
    keys = sorted(told, key=lambda k: (k[0], place[k[0]][k[1]], place[k[0] + 1][k[2]], BASES.index(k[3])))
    return Flows(
        tuple(kind.name for kind in (*(kind for kind, _ in levels), rows, columns)),
        tuple(_called(store, *pair) for pair in zip((*(k for k, _ in levels), rows, columns), ordered, strict=True)),
        tuple(ordered),
        tuple(Flow(*key, tuple(told[key])) for key in keys),
    )


def _called(store: Store, kind: Kind, members: tuple[str, ...]) -> Text:
    """What *members* of *kind* are called: in Danish the source's own word, where it has one for them all."""
    told = iri_list(members)
    words = store.rows(_TERMS.format(SG, told)) if told and not kind.of_register and not kind.of_values else []
    own = {word for _, word in words}
    return Text(own.pop(), kind.label.en) if len(own) == 1 and len(words) == len(members) else kind.label


def _nearest(thing: str, parents: dict[str, list[str]], wanted: set[str]) -> str:
    """The nearest thing of *wanted* that *thing* is part of; "" where there is none."""
    waiting, seen = [thing], {thing}
    while waiting:
        above = [parent for one in waiting for parent in parents.get(one, ()) if parent not in seen]
        for parent in above:
            if parent in wanted:
                return parent
        seen.update(above)
        waiting = list(dict.fromkeys(above))
    return ""
