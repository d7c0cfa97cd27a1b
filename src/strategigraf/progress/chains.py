"""What waits for what: all that an element depends on, rings, and the critical chain.

One of the two modules that know networkx.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from strategigraf.progress.facts import DEPENDS_ON, Tie


class Wait(NamedTuple):
    """An element waits for another, in so many steps: the links on the shortest way, the days from the due date of what
    it waits for to its own (None where one of them has none; below 0 where it would be due before), whether it is on a
    critical chain, and whether it waits for itself."""

    element: str
    other: str
    links: tuple[str, ...]
    days: int | None
    critical: bool
    ring: bool


def waits(ties: Sequence[Tie], due: Mapping[str, str]) -> list[Wait]:
    """What each element waits for by *ties*, directly or through others, in order; *due* are the due dates of elements.

    The critical chain is the one of most days from the first due date to the last; there is one only where due dates
    stand at both ends.
    """
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    for tie in ties:
        if tie.predicate == DEPENDS_ON:
            graph.add_edge(tie.element, tie.other, link=tie.opens)
    critical = _critical(graph, due) if graph else set()
    found = []
    for element in sorted(graph):
        ways = nx.single_source_shortest_path(graph, element)
        rings = [[element, *nx.shortest_path(graph, after, element)] for after in sorted(graph.successors(element))
                 if nx.has_path(graph, after, element)]  # fmt: skip
        for other, way in sorted(
            [*((o, w) for o, w in ways.items() if o != element), *((element, r) for r in rings[:1])]
        ):
            steps = list(pairwise(way))
            links = tuple(graph.edges[step]["link"] for step in steps)
            on_chain = len(steps) == 1 and steps[0] in critical
            found.append(
                Wait(element, other, links, _days(due.get(other), due.get(element)), on_chain, other == element)
            )
    return found


def _critical(graph: Any, due: Mapping[str, str]) -> set[tuple[str, str]]:
    """The steps of the chain of most days between due dates at its ends, of several the one with most steps."""
    import networkx as nx

    whole = nx.condensation(graph)  # a ring is one node
    if whole.number_of_nodes() != graph.number_of_nodes():
        graph = graph.subgraph([n for node in whole for n in whole.nodes[node]["members"]
                                if len(whole.nodes[node]["members"]) == 1])  # fmt: skip
    longest: tuple[int, int, list[str]] = (0, 0, [])
    order = list(nx.topological_sort(graph))
    for last in order:
        ways: dict[str, list[str]] = {last: [last]}
        for node in order:
            for after in graph.successors(node) if node in ways else ():
                if len(ways.get(after, ())) <= len(ways[node]):
                    ways[after] = [*ways[node], after]
        for first, way in ways.items():
            days = _days(due.get(first), due.get(last))
            if days is not None and len(way) > 1:
                longest = max(longest, (days, len(way), way))
    return set(pairwise(longest[2]))


def _days(first: str | None, last: str | None) -> int | None:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else None
    except ValueError:
        return None
