"""Official tracks: the track that a strategy itself sorts an element into."""

from collections import defaultdict
from typing import TYPE_CHECKING

from strategigraf.answers.network import hops_of
from strategigraf.graph.thread import PART_OF

if TYPE_CHECKING:
    from strategigraf.answers.network import Network


def official_tracks(graph: "Network") -> dict[str, str]:
    """The track that each element of *graph* is part of, directly or through what it is part of, a track itself being
    its own; of several the first. Elements without one are left out."""
    above: dict[str, list[str]] = defaultdict(list)
    for hop in hops_of(graph):
        if hop.predicate == PART_OF:
            above[hop.subject].append(hop.object)
    kinds = dict(graph.nodes(data="kind"))
    found: dict[str, str] = {}
    for node in graph:
        waiting, seen = [node], {node}
        while waiting:
            here = waiting.pop(0)
            if kinds[here] == "track":
                found[node] = here
                break
            further = [end for end in above[here] if end not in seen]
            seen.update(further)
            waiting += further
    return found
