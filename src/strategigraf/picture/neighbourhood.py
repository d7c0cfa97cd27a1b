"""A neighbourhood: a thing with its wholes, parts and links, as values and as a drawing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.rdf import SG, SKOS, Text, natural
from strategigraf.core.thread import (
    BASES,
    BASIS_LABELS,
    BROADER,
    CONTINUES,
    CONTRIBUTES_TO,
    PART_OF,
    SCHEDULES,
    Edge,
)
from strategigraf.matrix.matrix import counterpart_edges, is_match
from strategigraf.render.canvas import A4, LINE, MARGIN, Canvas, cited, cut, legend, lettered, wrapped
from strategigraf.store.lookup import Captions, edge_lookup, thread, uppermost
from strategigraf.store.sparql import Store

# A neighbourhood.

SIDES = ("above", "left", "right", "below")


class Neighbour(NamedTuple):
    """A thing at `depth` steps from the centre, on one of SIDES: what the centre is part of stands above, what it holds
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

    A thing stands once, where it is first met: the structure before links, by relation, then in natural order. What
    hangs on a neighbour stands on the same side.
    """
    around = _Around(store, thing)
    seen = {thing}
    near: dict[str, list[Neighbour]] = defaultdict(list)
    layer = _first(store, thing, around, seen)
    for neighbour in layer:
        near[neighbour.near].append(neighbour)
    for step in range(2, depth + 1):
        following: list[Neighbour] = []
        for neighbour in layer:
            for edge in sorted(around.of(neighbour.thing), key=lambda edge: _rank(edge, neighbour.thing)):
                other = edge.object if edge.subject == neighbour.thing else edge.subject
                if other not in seen and _leads_on(neighbour.side, edge, neighbour.thing):
                    seen.add(other)
                    outward = edge.subject == neighbour.thing
                    following.append(Neighbour(other, neighbour.side, step, neighbour.thing, edge, outward, edge.basis))
        for further in following:
            near[further.near].append(further)
        layer = following
    return Neighbourhood(thing, depth, tuple(_walked(thing, near)))


class _Around:
    """The edges at each thing, those of matches once though they may run both ways; at the middle *thing*, where it is
    a strategy, also those to what stands uppermost in it."""

    def __init__(self, store: Store, thing: str) -> None:
        self._store = store
        self._edges = edge_lookup(store)
        self._top = [Edge(one, SG + "inStrategy", thing, "structure", "") for one in uppermost(store, thing)]

    def of(self, thing: str) -> list[Edge]:
        """The edges that begin or end at *thing*."""
        found = sorted({*self._edges.leaving(thing), *self._edges.entering(thing)})
        found += [edge for edge in self._top if thing in (edge.subject, edge.object)]
        matched: dict[str, Edge] = {}
        for edge in counterpart_edges(self._store, thing):
            matched.setdefault(edge.link, edge)  # as asserted
        return [edge for edge in (*found, *matched.values()) if edge.subject != edge.object]


def _first(store: Store, thing: str, around: _Around, seen: set[str]) -> list[Neighbour]:
    told: list[Neighbour] = []
    for edge in sorted(around.of(thing), key=lambda edge: _rank(edge, thing)):
        outward = edge.subject == thing
        other = edge.object if outward else edge.subject
        if other in seen:
            continue
        seen.add(other)
        told.append(Neighbour(other, _side(edge, outward), 1, thing, edge, outward, edge.basis))
    own = {edge.object for edge in around.of(thing) if edge.subject == thing}
    for edge in sorted(thread(store, whole=False).inherited(thing), key=lambda edge: (natural(edge.object), edge)):
        if edge.object not in own:
            own.add(edge.object)
            seen.add(edge.object)
            told.append(Neighbour(edge.object, "right", 1, thing, edge, True, "inherited"))
    return sorted(told, key=lambda neighbour: SIDES.index(neighbour.side))


def _side(edge: Edge, outward: bool) -> str:
    if edge.predicate in _STRUCTURE:
        return "above" if outward else "below"
    if is_match(edge.predicate) or edge.predicate == CONTINUES:
        return "left"
    return "right" if outward else "left"


def _leads_on(side: str, edge: Edge, here: str) -> bool:
    """Whether a step on from *here*, which stands on *side*, is shown: above only upwards, below only downwards."""
    upwards = edge.predicate in _STRUCTURE and edge.subject == here
    downwards = edge.predicate in _STRUCTURE and edge.object == here
    if side == "above":
        return upwards
    return not upwards if side == "below" else not downwards


def _rank(edge: Edge, here: str) -> tuple[bool, int, bool, list[str | int], tuple[str, ...]]:
    """The place of *edge* among those at *here*; what belongs to a strategy stays in the order in which it comes."""
    name = edge.predicate.removeprefix(SG)
    kind = _ORDER.index(name) if name in _ORDER else len(_ORDER)
    if name == "inStrategy":
        return False, kind, False, [], ()
    other = edge.object if edge.subject == here else edge.subject
    return edge.predicate not in _STRUCTURE, kind, edge.subject != here, natural(other), edge


def _walked(thing: str, near: dict[str, list[Neighbour]]) -> list[Neighbour]:
    told: list[Neighbour] = []
    for neighbour in near[thing]:
        told += [neighbour, *_walked(neighbour.thing, near)]
    return told


_TOP = 66.0
_WIDE = 312.0  # of a card
_SIZE = 10.0
_SMALL = 8.5
_GAP = 9.0
_INDENT = 22.0
_MIDDLE = (A4 - _WIDE) / 2
_LEFTS = {"left": MARGIN, "right": A4 - MARGIN - _WIDE, "above": _MIDDLE, "below": _MIDDLE}
_BROADER = Text("del af det bredere", "part of the broader")
_NARROWER = Text("rummer det snævrere", "takes in the narrower")
_RELATIONS = {  # from the thing in the middle, and towards it
    PART_OF: (Text("del af", "part of"), Text("rummer", "holds")),
    BROADER: (Text("del af", "part of"), Text("rummer", "holds")),
    SG + "inStrategy": (Text("hører til", "belongs to"), Text("rummer", "holds")),
    CONTRIBUTES_TO: (Text("bidrager til", "contributes to"), Text("får bidrag fra", "receives from")),
    SCHEDULES: (Text("sætter i tid", "schedules"), Text("sættes i tid af", "is scheduled by")),
    SG + "addresses": (Text("imødegår", "addresses"), Text("imødegås af", "is addressed by")),
    SG + "supports": (Text("understøtter", "supports"), Text("understøttes af", "is supported by")),
    SG + "realises": (Text("udmønter", "realises"), Text("udmøntes af", "is realised by")),
    SG + "concerns": (Text("angår", "concerns"), Text("omtales af", "is taken up by")),
    SG + "answers": (Text("besvarer", "answers"), Text("besvares af", "is answered by")),
    CONTINUES: (Text("viderefører", "continues"), Text("videreføres af", "is continued by")),
    SKOS + "exactMatch": (Text("svarer til", "matches"),) * 2,
    SKOS + "closeMatch": (Text("svarer tæt til", "closely matches"),) * 2,
    SKOS + "relatedMatch": (Text("beslægtet med", "related to"),) * 2,
    SKOS + "broadMatch": (_BROADER, _NARROWER),
    SKOS + "narrowMatch": (_NARROWER, _BROADER),
}  # fmt: skip
_OTHER = Text("hører sammen med", "goes with")
_MORE = Text("flere", "more")
_ALONE = Text("Intet er forbundet med den.", "Nothing is joined to it.")
_Known = tuple[Mapping[str, Text], Mapping[str, Text]]


class _Card(NamedTuple):
    neighbours: tuple[Neighbour, ...]  # one, or all that are folded
    x: float
    y: float
    wide: float
    high: float
    head: str
    lines: tuple[str, ...]


def neighbourhood_map(
    around: Neighbourhood, known: _Known, captions: Captions, most: int, title: str, told: str, language: str, name: str
) -> str:
    """*around* as SVG in *language*; *known* says what each thing is, and of what another strategy holds which one that
    is; *title*, *told* and *name* as for every picture. At most *most* cards stand on a side; what is more is folded
    into one that counts and opens to it."""
    kinds = known[0]
    canvas = Canvas(name)
    sides = {side: _folded(around.at(side), most, kinds) for side in SIDES}
    stacks = {side: _stack(side, *sides[side], known, captions, language) for side in SIDES}
    highs = {side: _high(stack) for side, stack in stacks.items()}
    lines = wrapped(lettered(captions.title(around.centre, language)), _WIDE - 20, 12, 5, True)
    centre_high = len(lines) * 12 * LINE + 32
    beside = max(highs["left"], highs["right"])
    above = max(highs["above"] + (30 if highs["above"] else 0), (beside - centre_high) / 2)
    below = max(highs["below"] + (26 if highs["below"] else 0), (beside - centre_high) / 2)
    centre_y = _TOP + above
    tops = {
        "above": centre_y - 30 - highs["above"],
        "below": centre_y + centre_high + 26,
        "left": centre_y + (centre_high - highs["left"]) / 2,
        "right": centre_y + (centre_high - highs["right"]) / 2,
    }
    canvas.lines(MARGIN, 10, wrapped(lettered(title), A4 - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    present = {neighbour.basis for neighbour in around.neighbours}
    legend(canvas, MARGIN, 34, [basis for basis in BASES if basis in present], language)
    placed = {side: [card._replace(y=card.y + tops[side]) for card in stack] for side, stack in stacks.items()}
    for side in SIDES:
        _edges(canvas, side, placed[side], centre_y, centre_high)
    for side in SIDES:
        for card in placed[side]:
            _drawn(canvas, card, kinds, captions, language)
    kind = kinds.get(around.centre, Text("", "")).in_language(language)
    said = f"{captions.title(around.centre, language)}.{cited(captions, [around.centre])}"
    with canvas.opening([around.centre] if captions.words.get(around.centre) else [], said):
        canvas.box(_MIDDLE, centre_y, _WIDE, centre_high, "head", "ink", 3)
        canvas.lines(_MIDDLE + 10, centre_y + 6, wrapped(lettered(kind), _WIDE - 20, 9, 1), 9, "quiet")
        canvas.lines(_MIDDLE + 10, centre_y + 20, lines, 12, bold=True)
    if not around.neighbours:
        canvas.lines(_MIDDLE + 10, centre_y + centre_high + 8, [_ALONE.in_language(language)], _SIZE, "gap-ink")
    return canvas.svg(centre_y + centre_high + max(below, 26.0) + MARGIN, title, told)


def relation(neighbour: Neighbour, language: str) -> str:
    """What joins *neighbour* to what it stands beside, as told from there."""
    return _RELATIONS.get(neighbour.edge.predicate, (_OTHER, _OTHER))[not neighbour.outward].in_language(language)


def _folded(
    neighbours: Sequence[Neighbour], most: int, kinds: Mapping[str, Text]
) -> tuple[list[Neighbour], tuple[Neighbour, ...]]:
    """Those of *neighbours* that are shown, in their order, and those that are folded: of the nearest as many of each
    relation and kind as there is place for, one of each in turn."""
    if len(neighbours) <= most:
        return list(neighbours), ()
    turns: dict[tuple[int, str, Text | None], int] = defaultdict(int)
    keys = []
    for place, one in enumerate(neighbours):
        group = one.depth, one.edge.predicate, kinds.get(one.thing)
        keys.append((one.depth, turns[group], place))
        turns[group] += 1
    shown = {place for *_, place in sorted(keys)[: most - 1]}
    folded = tuple(one for place, one in enumerate(neighbours) if place not in shown)
    return [one for place, one in enumerate(neighbours) if place in shown], folded


def _stack(
    side: str, shown: Sequence[Neighbour], folded: tuple[Neighbour, ...], known: _Known, captions: Captions,
    language: str,
) -> list[_Card]:  # fmt: skip
    """The cards of one side from top to bottom, the first at 0."""
    found: list[_Card] = []
    y = 0.0
    for neighbour in reversed(shown) if side == "above" else shown:
        indent = min(neighbour.depth - 1, 4) * _INDENT + (34.0 if side == "below" else 0.0)
        indent = 0.0 if side == "above" else indent
        wide = _WIDE - indent
        lines = tuple(wrapped(lettered(captions.title(neighbour.thing, language)), wide - 16, _SIZE, 3))
        high = len(lines) * _SIZE * LINE + _SMALL * LINE + 9
        kind = known[0].get(neighbour.thing, Text("", "")).in_language(language)
        home = known[1].get(neighbour.thing, Text("", "")).in_language(language)
        head = " · ".join(filter(None, (relation(neighbour, language), kind, home)))
        x = _LEFTS[side] + (0.0 if side == "left" else indent)
        found.append(_Card((neighbour,), x, y, wide, high, head, lines))
        y += high + (18.0 if side == "above" else _GAP)
    if folded:
        indent = 34.0 if side == "below" else 0.0
        found.append(_fold(folded, _LEFTS[side] + indent, y, _WIDE - indent, known[0], language))
    return found


def _fold(
    folded: tuple[Neighbour, ...], x: float, y: float, wide: float, kinds: Mapping[str, Text], language: str
) -> _Card:
    """One card in the place of those *folded*, which says how many there are of which kind."""
    counts = Counter(kinds.get(one.thing, _OTHER).in_language(language) for one in folded)
    told = ", ".join(f"{kind}: {number}" for kind, number in sorted(counts.items()))
    lines = tuple(wrapped(told, wide - 16, _SIZE, 3))
    return _Card(folded, x, y, wide, len(lines) * _SIZE * LINE + _SMALL * LINE + 9,
                 f"+ {len(folded)} {_MORE.in_language(language)}", lines)  # fmt: skip


def _high(stack: Sequence[_Card]) -> float:
    return stack[-1].y + stack[-1].high if stack else 0.0


def _edges(canvas: Canvas, side: str, cards: Sequence[_Card], centre_y: float, centre_high: float) -> None:
    trunks = {0: _MIDDLE + 16}
    of_thing = {card.neighbours[0].thing: card for card in cards if len(card.neighbours) == 1}
    if side == "above":
        ends = [*(card.y for card in cards[1:]), centre_y] if cards else []
        for card, end in zip(cards, ends, strict=True):
            x = A4 / 2
            canvas.path(f"M{x:.2f} {end:.2f}V{card.y + card.high + 6:.2f}", edge="quiet", thick=1.2)
            _arrow(canvas, x, card.y + card.high, 0, -1)
        return
    for card in cards:
        one = card.neighbours[0]
        middle = card.y + card.high / 2
        parent = of_thing.get(one.near) if len(card.neighbours) == 1 else None
        if parent is not None:
            near_left = side != "left"
            x = parent.x + 10 if near_left else parent.x + parent.wide - 10
            end = card.x if near_left else card.x + card.wide
            canvas.path(f"M{x:.2f} {parent.y + parent.high:.2f}V{middle:.2f}H{end:.2f}", edge="quiet")
        elif side == "below":
            canvas.path(f"M{trunks[0]:.2f} {centre_y + centre_high:.2f}V{middle:.2f}H{card.x:.2f}", edge="quiet")
        else:
            near = _MIDDLE if side == "left" else _MIDDLE + _WIDE
            far = card.x + card.wide if side == "left" else card.x
            bend = (near + far) / 2
            y = centre_y + centre_high / 2
            line = f"M{near:.2f} {y:.2f}C{bend:.2f} {y:.2f} {bend:.2f} {middle:.2f} {far:.2f} {middle:.2f}"
            canvas.path(line, edge="quiet", dashed=one.basis == "interpreted")
            if one.outward and len(card.neighbours) == 1 and not is_match(one.edge.predicate):
                _arrow(canvas, far, middle, 1 if side == "right" else -1, 0)
    if side == "left" and any(_comes_in(one) for card in cards for one in card.neighbours if one.depth == 1):
        _arrow(canvas, _MIDDLE, centre_y + centre_high / 2, 1, 0)


def _comes_in(one: Neighbour) -> bool:
    return not one.outward and not is_match(one.edge.predicate)


def _arrow(canvas: Canvas, x: float, y: float, right: int, down: int) -> None:
    """The head of an arrow whose point is at *x*, *y*."""
    if right:
        canvas.path(f"M{x:.2f} {y:.2f}l{-7 * right} -3.5v7Z", "quiet")
    else:
        canvas.path(f"M{x:.2f} {y:.2f}l-3.5 {-7 * down}h7Z", "quiet")


def _drawn(canvas: Canvas, card: _Card, kinds: Mapping[str, Text], captions: Captions, language: str) -> None:
    one = card.neighbours[0]
    folded = len(card.neighbours) > 1
    things = dict.fromkeys(thing for neighbour in card.neighbours for thing in opened(neighbour))
    if folded:
        said = "; ".join(captions.title(neighbour.thing, language) for neighbour in card.neighbours)
    else:
        ends = captions.title(one.near, language), captions.title(one.thing, language)
        said = f"{ends[0]} {relation(one, language)} {ends[1]} ({BASIS_LABELS[one.basis].in_language(language)})."
        said += cited(captions, things)
    with canvas.opening(things, said):
        canvas.box(card.x, card.y, card.wide, card.high, "gap" if folded else "card", "rule", 3)
        x = card.x + 8
        if not folded:
            canvas.sign(one.basis, x, card.y + 4.5, 8)
            x += 12
        head = cut(lettered(card.head), card.x + card.wide - x - 8, _SMALL)
        canvas.lines(x, card.y + 3.5, [head], _SMALL, "gap-ink" if folded else "quiet")
        canvas.lines(card.x + 8, card.y + 5 + _SMALL * LINE, card.lines, _SIZE)


def opened(neighbour: Neighbour) -> tuple[str, ...]:
    """What the card of *neighbour* opens to: its link, or without one both ends, and the thing itself."""
    edge = neighbour.edge
    return (edge.link, neighbour.thing) if edge.link else (neighbour.thing, neighbour.near)
