"""A neighbourhood: a thing with its wholes, parts and links, as values and as a drawing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.rdf import SG, SKOS, Labels, Text, message, natural
from strategigraf.core.thread import (
    BASES,
    BASIS_LABELS,
    BROADER,
    CONTINUES,
    PART_OF,
    Edge,
)
from strategigraf.matrix.matrix import counterpart_edges, is_match
from strategigraf.render.canvas import A4, LINE, MARGIN, Canvas, cited, cut, legend, lettered, wrapped
from strategigraf.store.lookup import Captions, edge_lookup, thread, uppermost
from strategigraf.store.sparql import Store

# A neighbourhood.

SIDES = ("above", "left", "right", "below")


class Neighbour(NamedTuple):
    """A thing at `depth` steps from the centre, on one of SIDES: what the centre is part of is above, what it holds
    below, what it claims or names at the right, what names it or answers it and its counterparts at the left. `edge`
    joins it to `near`, and begins at the thing itself where `outward` is false. An inherited claim has the basis
    "inherited"; its edge begins at what has it."""

    thing: str
    side: str
    depth: int
    near: str
    edge: Edge
    outward: bool
    basis: str


class Neighbourhood(NamedTuple):
    """The thing in the middle and its neighbours: by side, each followed by what hangs on it."""

    centre: str
    depth: int
    neighbours: tuple[Neighbour, ...]

    def at(self, side: str) -> tuple[Neighbour, ...]:
        """The neighbours on *side*, in order."""
        return tuple(neighbour for neighbour in self.neighbours if neighbour.side == side)


# The neighbourhood of one thing.

_STRUCTURE = (PART_OF, BROADER, SG + "inStrategy")
_ORDER = (  # of relations on one side
    *("contributesTo", "addresses", "supports", "realises", "schedules", "concerns", "answers", "continues"),
)


def neighbourhood(store: Store, thing: str, depth: int = 1) -> Neighbourhood:
    """The neighbourhood of *thing* (an IRI) up to *depth* steps; at one step with the claims that it inherits.

    A thing occurs once, where it is first met: the structure before links, by relation, then in natural order. What
    hangs on a neighbour is on the same side.
    """
    around = _Around(store, thing)
    seen = {thing}
    neighbours_by_thing: dict[str, list[Neighbour]] = defaultdict(list)
    layer = _first(store, thing, around, seen)
    for neighbour in layer:
        neighbours_by_thing[neighbour.near].append(neighbour)
    for step in range(2, depth + 1):
        next_layer: list[Neighbour] = []
        for neighbour in layer:
            for edge in sorted(around.of(neighbour.thing), key=lambda edge: _rank(edge, neighbour.thing)):
                neighbour_thing = edge.object if edge.subject == neighbour.thing else edge.subject
                if neighbour_thing not in seen and _leads_on(neighbour.side, edge, neighbour.thing):
                    seen.add(neighbour_thing)
                    outward = edge.subject == neighbour.thing
                    next_layer.append(
                        Neighbour(neighbour_thing, neighbour.side, step, neighbour.thing, edge, outward, edge.basis)
                    )
        for further in next_layer:
            neighbours_by_thing[further.near].append(further)
        layer = next_layer
    return Neighbourhood(thing, depth, tuple(_depth_first(thing, neighbours_by_thing)))


class _Around:
    """The edges at each thing, those of matches once though they may run both ways; at the middle *thing*, where it is
    a strategy, also those to what stands uppermost in it."""

    def __init__(self, store: Store, thing: str) -> None:
        self._store = store
        self._edges = edge_lookup(store)
        self._top = [Edge(element, SG + "inStrategy", thing, "structure", "") for element in uppermost(store, thing)]

    def of(self, thing: str) -> list[Edge]:
        """The edges that begin or end at *thing*."""
        found = sorted({*self._edges.leaving(thing), *self._edges.entering(thing)})
        found += [edge for edge in self._top if thing in (edge.subject, edge.object)]
        matched: dict[str, Edge] = {}
        for edge in counterpart_edges(self._store, thing):
            matched.setdefault(edge.link, edge)  # as asserted
        return [edge for edge in (*found, *matched.values()) if edge.subject != edge.object]


def _first(store: Store, thing: str, around: _Around, seen: set[str]) -> list[Neighbour]:
    neighbours: list[Neighbour] = []
    for edge in sorted(around.of(thing), key=lambda edge: _rank(edge, thing)):
        outward = edge.subject == thing
        neighbour_thing = edge.object if outward else edge.subject
        if neighbour_thing in seen:
            continue
        seen.add(neighbour_thing)
        neighbours.append(Neighbour(neighbour_thing, _side(edge, outward), 1, thing, edge, outward, edge.basis))
    objects = {edge.object for edge in around.of(thing) if edge.subject == thing}
    for edge in sorted(thread(store, whole=False).inherited(thing), key=lambda edge: (natural(edge.object), edge)):
        if edge.object not in objects:
            objects.add(edge.object)
            seen.add(edge.object)
            neighbours.append(Neighbour(edge.object, "right", 1, thing, edge, True, "inherited"))
    return sorted(neighbours, key=lambda neighbour: SIDES.index(neighbour.side))


def _side(edge: Edge, outward: bool) -> str:
    if edge.predicate in _STRUCTURE:
        return "above" if outward else "below"
    if is_match(edge.predicate) or edge.predicate == CONTINUES:
        return "left"
    return "right" if outward else "left"


def _leads_on(side: str, edge: Edge, thing: str) -> bool:
    """Whether a step on from *thing*, which is on *side*, is shown: above only upwards, below only downwards."""
    upwards = edge.predicate in _STRUCTURE and edge.subject == thing
    downwards = edge.predicate in _STRUCTURE and edge.object == thing
    if side == "above":
        return upwards
    return not upwards if side == "below" else not downwards


def _rank(edge: Edge, thing: str) -> tuple[bool, int, bool, list[str | int], tuple[str, ...]]:
    """The place of *edge* among those at *thing*; what belongs to a strategy stays in the order in which it comes."""
    name = edge.predicate.removeprefix(SG)
    kind = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    if name == "inStrategy":
        return False, kind, False, [], ()
    neighbour_thing = edge.object if edge.subject == thing else edge.subject
    return edge.predicate not in _STRUCTURE, kind, edge.subject != thing, natural(neighbour_thing), edge


def _depth_first(thing: str, neighbours_by_thing: dict[str, list[Neighbour]]) -> list[Neighbour]:
    neighbours: list[Neighbour] = []
    for neighbour in neighbours_by_thing[thing]:
        neighbours += [neighbour, *_depth_first(neighbour.thing, neighbours_by_thing)]
    return neighbours


_TOP = 66.0
_WIDE = 312.0  # of a card
_SIZE = 10.0
_SMALL = 8.5
_GAP = 9.0
_INDENT = 22.0
_MIDDLE = (A4 - _WIDE) / 2
_LEFTS = {"left": MARGIN, "right": A4 - MARGIN - _WIDE, "above": _MIDDLE, "below": _MIDDLE}
_LINKS = ("inStrategy", "contributesTo", "schedules", "addresses", "supports", "realises", "concerns", "answers",
          "continues")  # fmt: skip
_RELATIONS = {  # the names of their texts
    PART_OF: "partOf",
    BROADER: "partOf",
    **{SG + name: name for name in _LINKS},
    **{SKOS + name: name for name in ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")},
}
_OUTWARD, _INWARD = (Labels(f"picture.{side}", _RELATIONS) for side in ("outward", "inward"))
_Titles = tuple[Mapping[str, Text], Mapping[str, Text]]


class _Card(NamedTuple):
    neighbours: tuple[Neighbour, ...]  # one, or all that are folded
    x: float
    y: float
    wide: float
    high: float
    head: str
    lines: tuple[str, ...]


def neighbourhood_map(
    around: Neighbourhood,
    titles: _Titles,
    captions: Captions,
    max_cards: int,
    title: str,
    description: str,
    language: str,
    name: str,
) -> str:
    """*around* as SVG in *language*; *titles* says what each thing is, and of what another strategy holds which one
    that is; *title*, *description* and *name* as for every picture. At most *max_cards* cards are on a side; what is
    more is folded into one that counts and opens to it."""
    kinds = titles[0]
    canvas = Canvas(name)
    sides = {side: _folded(around.at(side), max_cards, kinds) for side in SIDES}
    stacks = {side: _stack(side, *sides[side], titles, captions, language) for side in SIDES}
    heights = {side: _stack_height(stack) for side, stack in stacks.items()}
    lines = wrapped(lettered(captions.title(around.centre, language)), _WIDE - 20, 12, 5, True)
    centre_high = len(lines) * 12 * LINE + 32
    side_height = max(heights["left"], heights["right"])
    height_above = max(heights["above"] + (30 if heights["above"] else 0), (side_height - centre_high) / 2)
    height_below = max(heights["below"] + (26 if heights["below"] else 0), (side_height - centre_high) / 2)
    centre_y = _TOP + height_above
    tops = {
        "above": centre_y - 30 - heights["above"],
        "below": centre_y + centre_high + 26,
        "left": centre_y + (centre_high - heights["left"]) / 2,
        "right": centre_y + (centre_high - heights["right"]) / 2,
    }
    canvas.lines(MARGIN, 10, wrapped(lettered(title), A4 - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    present = {neighbour.basis for neighbour in around.neighbours}
    legend(canvas, MARGIN, 34, [basis for basis in BASES if basis in present], language)
    placed = {side: [card._replace(y=card.y + tops[side]) for card in stack] for side, stack in stacks.items()}
    for side in SIDES:
        _draw_edges(canvas, side, placed[side], centre_y, centre_high)
    for side in SIDES:
        for card in placed[side]:
            _draw_card(canvas, card, kinds, captions, language)
    kind = kinds.get(around.centre, Text("", "")).in_language(language)
    label = f"{captions.title(around.centre, language)}.{cited(captions, [around.centre], language)}"
    with canvas.opening([around.centre] if captions.words.get(around.centre) else [], label):
        canvas.box(_MIDDLE, centre_y, _WIDE, centre_high, "head", "ink", 3)
        canvas.lines(_MIDDLE + 10, centre_y + 6, wrapped(lettered(kind), _WIDE - 20, 9, 1), 9, "quiet")
        canvas.lines(_MIDDLE + 10, centre_y + 20, lines, 12, bold=True)
    if not around.neighbours:
        canvas.lines(
            _MIDDLE + 10,
            centre_y + centre_high + 8,
            [message("picture.neighbourhood.alone").in_language(language)],
            _SIZE,
            "gap-ink",
        )
    return canvas.svg(centre_y + centre_high + max(height_below, 26.0) + MARGIN, title, description)


def relation(neighbour: Neighbour, language: str) -> str:
    """The relation that joins *neighbour* to the thing beside it, as seen from that thing."""
    relations = _OUTWARD if neighbour.outward else _INWARD
    return (relations.get(neighbour.edge.predicate) or message("picture.relation.other")).in_language(language)


def _folded(
    neighbours: Sequence[Neighbour], max_cards: int, kinds: Mapping[str, Text]
) -> tuple[list[Neighbour], tuple[Neighbour, ...]]:
    """Those of *neighbours* that are shown, in their order, and those that are folded: of the nearest as many of each
    relation and kind as there is place for, one of each in turn."""
    if len(neighbours) <= max_cards:
        return list(neighbours), ()
    group_sizes: dict[tuple[int, str, Text | None], int] = defaultdict(int)
    keys = []
    for index, neighbour in enumerate(neighbours):
        group = neighbour.depth, neighbour.edge.predicate, kinds.get(neighbour.thing)
        keys.append((neighbour.depth, group_sizes[group], index))
        group_sizes[group] += 1
    shown_indices = {index for *_, index in sorted(keys)[: max_cards - 1]}
    folded = tuple(neighbour for index, neighbour in enumerate(neighbours) if index not in shown_indices)
    return [neighbour for index, neighbour in enumerate(neighbours) if index in shown_indices], folded


def _stack(
    side: str,
    shown_neighbours: Sequence[Neighbour],
    folded: tuple[Neighbour, ...],
    titles: _Titles,
    captions: Captions,
    language: str,
) -> list[_Card]:
    """The cards of one side from top to bottom, the first at 0."""
    cards: list[_Card] = []
    y = 0.0
    for neighbour in reversed(shown_neighbours) if side == "above" else shown_neighbours:
        indent = min(neighbour.depth - 1, 4) * _INDENT + (34.0 if side == "below" else 0.0)
        indent = 0.0 if side == "above" else indent
        wide = _WIDE - indent
        lines = tuple(wrapped(lettered(captions.title(neighbour.thing, language)), wide - 16, _SIZE, 3))
        high = len(lines) * _SIZE * LINE + _SMALL * LINE + 9
        kind = titles[0].get(neighbour.thing, Text("", "")).in_language(language)
        strategy_title = titles[1].get(neighbour.thing, Text("", "")).in_language(language)
        head = " · ".join(filter(None, (relation(neighbour, language), kind, strategy_title)))
        x = _LEFTS[side] + (0.0 if side == "left" else indent)
        cards.append(_Card((neighbour,), x, y, wide, high, head, lines))
        y += high + (18.0 if side == "above" else _GAP)
    if folded:
        indent = 34.0 if side == "below" else 0.0
        cards.append(_fold(folded, _LEFTS[side] + indent, y, _WIDE - indent, titles[0], language))
    return cards


def _fold(
    folded: tuple[Neighbour, ...], x: float, y: float, wide: float, kinds: Mapping[str, Text], language: str
) -> _Card:
    """One card in the place of those *folded*, which says how many there are of which kind."""
    counts = Counter(
        kinds.get(neighbour.thing, message("picture.relation.other")).in_language(language) for neighbour in folded
    )
    counts_text = ", ".join(f"{kind}: {number}" for kind, number in sorted(counts.items()))
    lines = tuple(wrapped(counts_text, wide - 16, _SIZE, 3))
    return _Card(folded, x, y, wide, len(lines) * _SIZE * LINE + _SMALL * LINE + 9,
                 f"+ {len(folded)} {message('picture.neighbourhood.more').in_language(language)}", lines)  # fmt: skip


def _stack_height(stack: Sequence[_Card]) -> float:
    return stack[-1].y + stack[-1].high if stack else 0.0


def _draw_edges(canvas: Canvas, side: str, cards: Sequence[_Card], centre_y: float, centre_high: float) -> None:
    trunks = {0: _MIDDLE + 16}
    of_thing = {card.neighbours[0].thing: card for card in cards if len(card.neighbours) == 1}
    if side == "above":
        ends = [*(card.y for card in cards[1:]), centre_y] if cards else []
        for card, end_y in zip(cards, ends, strict=True):
            x = A4 / 2
            canvas.path(f"M{x:.2f} {end_y:.2f}V{card.y + card.high + 6:.2f}", edge="quiet", thick=1.2)
            _draw_arrow(canvas, x, card.y + card.high, 0, -1)
        return
    for card in cards:
        neighbour = card.neighbours[0]
        middle = card.y + card.high / 2
        parent = of_thing.get(neighbour.near) if len(card.neighbours) == 1 else None
        if parent is not None:
            near_left = side != "left"
            x = parent.x + 10 if near_left else parent.x + parent.wide - 10
            end_x = card.x if near_left else card.x + card.wide
            canvas.path(f"M{x:.2f} {parent.y + parent.high:.2f}V{middle:.2f}H{end_x:.2f}", edge="quiet")
        elif side == "below":
            canvas.path(f"M{trunks[0]:.2f} {centre_y + centre_high:.2f}V{middle:.2f}H{card.x:.2f}", edge="quiet")
        else:
            near_x = _MIDDLE if side == "left" else _MIDDLE + _WIDE
            far_x = card.x + card.wide if side == "left" else card.x
            bend_x = (near_x + far_x) / 2
            y = centre_y + centre_high / 2
            line = f"M{near_x:.2f} {y:.2f}C{bend_x:.2f} {y:.2f} {bend_x:.2f} {middle:.2f} {far_x:.2f} {middle:.2f}"
            canvas.path(line, edge="quiet", dashed=neighbour.basis == "interpreted")
            if neighbour.outward and len(card.neighbours) == 1 and not is_match(neighbour.edge.predicate):
                _draw_arrow(canvas, far_x, middle, 1 if side == "right" else -1, 0)
    if side == "left" and any(
        _points_inwards(neighbour) for card in cards for neighbour in card.neighbours if neighbour.depth == 1
    ):
        _draw_arrow(canvas, _MIDDLE, centre_y + centre_high / 2, 1, 0)


def _points_inwards(neighbour: Neighbour) -> bool:
    return not neighbour.outward and not is_match(neighbour.edge.predicate)


def _draw_arrow(canvas: Canvas, x: float, y: float, x_direction: int, y_direction: int) -> None:
    """The head of an arrow whose point is at *x*, *y*."""
    if x_direction:
        canvas.path(f"M{x:.2f} {y:.2f}l{-7 * x_direction} -3.5v7Z", "quiet")
    else:
        canvas.path(f"M{x:.2f} {y:.2f}l-3.5 {-7 * y_direction}h7Z", "quiet")


def _draw_card(canvas: Canvas, card: _Card, kinds: Mapping[str, Text], captions: Captions, language: str) -> None:
    first_neighbour = card.neighbours[0]
    folded = len(card.neighbours) > 1
    things = dict.fromkeys(thing for neighbour in card.neighbours for thing in opened(neighbour))
    if folded:
        label = "; ".join(captions.title(neighbour.thing, language) for neighbour in card.neighbours)
    else:
        ends = captions.title(first_neighbour.near, language), captions.title(first_neighbour.thing, language)
        basis = BASIS_LABELS[first_neighbour.basis].in_language(language)
        label = f"{ends[0]} {relation(first_neighbour, language)} {ends[1]} ({basis})."
        label += cited(captions, things, language)
    with canvas.opening(things, label):
        canvas.box(card.x, card.y, card.wide, card.high, "gap" if folded else "card", "rule", 3)
        head_x = card.x + 8
        if not folded:
            canvas.sign(first_neighbour.basis, head_x, card.y + 4.5, 8)
            head_x += 12
        head = cut(lettered(card.head), card.x + card.wide - head_x - 8, _SMALL)
        canvas.lines(head_x, card.y + 3.5, [head], _SMALL, "gap-ink" if folded else "quiet")
        canvas.lines(card.x + 8, card.y + 5 + _SMALL * LINE, card.lines, _SIZE)


def opened(neighbour: Neighbour) -> tuple[str, ...]:
    """What the card of *neighbour* opens to: its link, or without one both ends, and the thing itself."""
    edge = neighbour.edge
    return (edge.link, neighbour.thing) if edge.link else (neighbour.thing, neighbour.near)
