"""A graph without direction, and what graph theory says of it: distances, pieces, communities, what lies between.

Nodes are numbers inside, and links to others a dictionary for each: a country in a tenth of what networkx needs. Nodes
are walked as networkx walks them, chance comes from the same seeds and sums are made in the same order: the answers are
its answers, to the last digit, and its tests ours.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from random import Random

_SEEDS = 8
_MANY = 2000  # nodes, above which one seed, and the shortest paths from some nodes, must do
_PIVOTS = 64
_LEAST_GAIN = 0.0000001  # of modularity, below which communities are not joined further
_Links = list[dict[int, int]]  # for each node those that it is linked with, and how many edges each link stands for


class Undirected:
    """The *nodes*, in order, and the *links* between two of them; of several between the same two the number is the
    weight. A link of a node to itself is none."""

    def __init__(self, nodes: Iterable[str], links: Iterable[tuple[str, str]]) -> None:
        self._numbers = {node: number for number, node in enumerate(dict.fromkeys(nodes))}
        self._links: _Links = [{} for _ in self._numbers]
        for start, end in links:
            if start != end:
                one, other = self._number(start), self._number(end)
                weight = self._links[one].get(other, 0) + 1
                self._links[one][other] = self._links[other][one] = weight
        self._names = list(self._numbers)

    def _number(self, node: str) -> int:
        if node not in self._numbers:
            self._links.append({})
        return self._numbers.setdefault(node, len(self._numbers))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, node: str) -> list[str]:
        """The nodes that *node* is linked with."""
        return [self._names[other] for other in self._links[self._numbers[node]]]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Every link once, from the earlier node to the later one."""
        return [(self._names[one], self._names[other]) for one, other, _ in _each(self._links)]

    def distances(self, start: str, most: int | None = None) -> dict[str, int]:
        """How many steps each node that *start* reaches is away from it (*most* at the most), the nearest first."""
        return {self._names[node]: steps for node, steps in self._reached(self._numbers[start], most).items()}

    def _reached(self, start: int, most: int | None = None) -> dict[int, int]:
        found, level, steps = {start: 0}, [start], 0
        while level and (most is None or steps < most):
            steps += 1
            after: list[int] = []
            for node in level:
                for other in self._links[node]:
                    if other not in found:
                        found[other] = steps
                        after.append(other)
            level = after
        return found

    def components(self) -> list[list[str]]:
        """The nodes that hang together, the largest component first, of equal ones that with the earlier node; each in
        the order of the graph."""
        seen: set[int] = set()
        parts: list[list[int]] = []
        for node in range(len(self)):
            if node not in seen:
                parts.append(sorted(self._reached(node)))
                seen.update(parts[-1])
        return self._named(parts)

    def _named(self, parts: Iterable[list[int]]) -> list[list[str]]:
        """*parts*, the largest first, of equal ones that with the earlier node, by names."""
        return [[self._names[node] for node in part] for part in sorted(parts, key=lambda part: (-len(part), part[0]))]

    def shortest_paths(self, start: str, end: str) -> Iterator[list[str]]:
        """Every shortest path from *start* to *end*, one after the other; none where there is none."""
        away = self._reached(self._numbers[start])
        positions = {node: position for position, node in enumerate(away)}

        def before(node: int) -> Iterator[int]:
            nearer = (other for other in self._links[node] if away[other] == away[node] - 1)
            return iter(sorted(nearer, key=positions.__getitem__))

        if self._numbers[end] not in away:
            return
        path, ways = [self._numbers[end]], [before(self._numbers[end])]
        while path:
            if away[path[-1]] == 0:
                yield [self._names[node] for node in reversed(path)]
            node = next(ways[-1], None)
            if node is None:
                path.pop()
                ways.pop()
            else:
                path.append(node)
                ways.append(before(node))

    def betweenness(self) -> dict[str, float]:
        """For each node the share of all shortest paths between two others that run through it, 0 to 1 (Freeman 1977,
        counted as in Brandes 2001); where there are more than 2000 nodes estimated from the paths that begin at 64 of
        them."""
        size = len(self)
        sampled = size > _MANY
        begins = Random(0).sample(range(size), _PIVOTS) if sampled else range(size)
        through = [0.0] * size
        links = _in_order(self._links)
        for start in begins:
            _count_paths(links, start, through)
        if size > 2:
            scale = 1 / (len(begins) * (size - 2)) if sampled else 1 / ((size - 1) * (size - 2))
            of_begin = 1 / ((len(begins) - 1) * (size - 2)) if sampled else scale  # none runs through where it begins
            chosen = set(begins)
            through = [share * (of_begin if node in chosen else scale) for node, share in enumerate(through)]
        return dict(zip(self._names, through, strict=True))

    def groups(self) -> list[list[str]]:
        """Communities by the Louvain method (Blondel et al. 2008) on the weights: of eight runs with fixed seeds (one
        where there are more than 2000 nodes) the one with the highest modularity, the first of equal ones. The largest
        community first, each in the order of the graph. No community where there is no link."""
        if not any(self._links):
            return []
        links = _in_order(self._links)
        best: list[list[int]] = []
        highest = -1.0
        for seed in range(1 if len(self) > _MANY else _SEEDS):
            homes = _louvain(links, Random(seed))
            parts: defaultdict[int, list[int]] = defaultdict(list)
            for node, home in enumerate(homes):
                parts[home].append(node)
            found = sorted(parts.values())
            score = round(self._modularity(found), 9)
            if score > highest:
                best, highest = found, score
        return self._named(best)

    def modularity(self, parts: Iterable[Iterable[str]]) -> float:
        """The modularity of the division into *parts*: the share of the edges inside parts, above what chance would
        give nodes with as many edges (Newman and Girvan 2004)."""
        return self._modularity([[self._numbers[node] for node in part] for part in parts])

    def _modularity(self, parts: Sequence[Iterable[int]]) -> float:
        homes = [0] * len(self)
        for number, part in enumerate(parts):
            for node in part:
                homes[node] = number
        return _modularity(self._links, homes, len(parts))

    def centre(self, group: Sequence[str]) -> str:
        """The node of *group* with most edges to others of it, of equal ones the first."""
        inside = {self._numbers[node] for node in group}

        def edges_inside(node: str) -> int:
            return sum(weight for end, weight in self._links[self._numbers[node]].items() if end in inside)

        return max(group, key=edges_inside)


def _each(links: _Links) -> Iterator[tuple[int, int, int]]:
    """Every link once, from the earlier node to the later one (or itself), with its weight."""
    for node, ends in enumerate(links):
        for end, weight in ends.items():
            if end >= node:
                yield node, end, weight


def _in_order(links: _Links) -> _Links:
    """The same *links*, at each node in the order in which all of them are gone through."""
    ordered: _Links = [{} for _ in links]
    for one, other, weight in _each(links):
        ordered[one][other] = ordered[other][one] = weight
    return ordered


def _count_paths(links: _Links, start: int, through: list[float]) -> None:
    """Adds to *through*, for each node, how much of the shortest paths from *start* to others run through it."""
    away = {start: 0}
    paths = {start: 1.0}
    order = [start]
    for node in order:
        after, so_many = away[node] + 1, paths[node]
        for other in links[node]:
            if other not in away:
                away[other] = after
                paths[other] = so_many
                order.append(other)
            elif away[other] == after:
                paths[other] += so_many
    below = dict.fromkeys(order, 0.0)
    for node in reversed(order):
        share = (1 + below[node]) / paths[node]
        before = away[node] - 1
        for other in links[node]:
            if away[other] == before:
                below[other] += paths[other] * share
        if node != start:
            through[node] += below[node]


# Communities.


def _louvain(links: _Links, chance: Random) -> list[int]:
    """The community of each node: nodes move to that of a neighbour as long as modularity grows, communities become
    nodes, and so on."""
    homes = list(range(len(links)))
    total = sum(map(sum, (ends.values() for ends in links))) / 2
    reached = _modularity(links, homes, len(homes))
    moved = True
    while moved:
        of_level, moved = _moved(links, total, chance)
        numbers = {home: number for number, home in enumerate(sorted(set(of_level)))}
        of_level = [numbers[home] for home in of_level]
        homes = [of_level[home] for home in homes]
        score = _modularity(links, of_level, len(numbers))
        if score - reached <= _LEAST_GAIN:
            break
        reached = score
        links = _joined(links, of_level, len(numbers))
    return homes


def _moved(links: _Links, total: float, chance: Random) -> tuple[list[int], bool]:
    """The community of each node after all have moved, in an order by *chance*, to where each gains most until none
    does; and whether any moved. *total* is the weight of all links."""
    homes = list(range(len(links)))
    degrees = _degrees(links)
    held = degrees.copy()  # by community, the degrees of its nodes
    expected = 2 * total**2
    others = [[(end, weight) for end, weight in ends.items() if end != node] for node, ends in enumerate(links)]
    order = list(range(len(links)))
    chance.shuffle(order)
    moves, any_moved = True, False
    while moves:
        moves = False
        for node in order:
            home = best = homes[node]
            degree = degrees[node]
            to_home: dict[int, int] = {}
            for end, weight in others[node]:
                there = homes[end]
                to_home[there] = to_home.get(there, 0) + weight
            held[home] -= degree
            leaving = -to_home.get(home, 0) / total + held[home] * degree / expected
            most = 0.0
            for there, weight in to_home.items():
                gain = leaving + weight / total - held[there] * degree / expected
                if gain > most:
                    most, best = gain, there
            held[best] += degree
            if best != home:
                homes[node] = best
                moves = any_moved = True
    return homes, any_moved


def _joined(links: _Links, homes: list[int], size: int) -> _Links:
    """The graph whose nodes are the communities in which the nodes of *links* are at home."""
    joined: _Links = [{} for _ in range(size)]
    for one, other, weight in _each(links):
        start, end = homes[one], homes[other]
        joined[start][end] = joined[end][start] = joined[start].get(end, 0) + weight
    return joined


def _modularity(links: _Links, homes: list[int], size: int) -> float:
    """The modularity of the division of *links* into so many communities."""
    inside, held = [0] * size, [0] * size
    for one, other, weight in _each(links):
        if homes[one] == homes[other]:
            inside[homes[one]] += weight
    for node, degree in enumerate(_degrees(links)):
        held[homes[node]] += degree
    ends = sum(held)
    of_chance = 1 / ends**2
    total = ends / 2
    return sum(within / total - of_home * of_home * of_chance for within, of_home in zip(inside, held, strict=True))


def _degrees(links: _Links) -> list[int]:
    """The weight of all links of each node; one to itself counts twice."""
    return [sum(ends.values()) + ends.get(node, 0) for node, ends in enumerate(links)]
