"""The red thread as a Sankey diagram: levels from left to right, ribbons as wide as the marks that they count."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from strategigraf.core.rdf import Text
from strategigraf.core.thread import BASES, Mark, ancestors, borne
from strategigraf.matrix.matrix import matrix, things
from strategigraf.render.canvas import (
    A4,
    A4_HEIGHT,
    LINE,
    MARGIN,
    NOTE,
    Canvas,
    cited,
    counted,
    legend,
    lettered,
    width,
    wrapped,
)
from strategigraf.store.lookup import Captions, edge_lookup
from strategigraf.store.names import Kind, find_kind
from strategigraf.store.sparql import Store

# Flows.


class Flow(NamedTuple):
    """The marks on one basis that run from `source`, a thing of the level `level`, to `target`, one of the next."""

    level: int
    source: str
    target: str
    basis: str
    marks: tuple[Mark, ...]


class Flows(NamedTuple):
    """Levels of things from the top down, each with the name and the label of its kind, and the flows between them, in
    order. The last step counts the marks of the matrix of the last two levels; further up a mark is counted where the
    structure of the source leads it. A thing without a mark stands in its level all the same."""

    kinds: tuple[str, ...]
    labels: tuple[Text, ...]
    levels: tuple[tuple[str, ...], ...]
    flows: tuple[Flow, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that the last step counts: those of the matrix."""
        return tuple(mark for flow in self.flows if flow.level == len(self.levels) - 2 for mark in flow.marks)

    def through(self, level: int, thing: str) -> tuple[Mark, ...]:
        """The marks that run through *thing* of *level*: on the last level those that end there, else those that begin
        there."""
        if level == len(self.levels) - 1:
            return tuple(
                m for flow in self.flows if flow.level == level - 1 and flow.target == thing for m in flow.marks
            )
        return tuple(m for flow in self.flows if flow.level == level and flow.source == thing for m in flow.marks)


# The flows of a strategy.

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
    parents = edge_lookup(store)
    levels = [(kind, found) for kind in upper if (found := things(store, kind, [strategy]))]
    members = [set(found) for _, found in levels]
    told: dict[tuple[int, str, str, str], list[Mark]] = defaultdict(list)
    last = len(levels)
    for mark in whole.marks():
        told[last, mark.row, mark.column, mark.basis].append(mark)
        below = mark.row
        for level in reversed(range(len(levels))):
            above = next((whole for whole in ancestors(below, parents) if whole in members[level]), "")
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
    named = members and not kind.of_register and not kind.of_values
    words = store.rows_of("picture/local-terms", thing=members) if named else []
    own = {word for _, word in words}
    return Text(own.pop(), kind.label.en) if len(own) == 1 and len(words) == len(members) else kind.label


_TOP = 74.0  # where the levels begin
_STUB = 6.0  # the bar at the side of a card that is as high as its marks are many
_SIZES = (11.0, 10.0, 9.0)
_GAPS = (6.0, 4.0, 2.5)
_PAD = 4.0
_MOST_UNIT = 16.0
_LEAST_UNIT = 1.2
_Key = tuple[float, float, int]


class _Card(NamedTuple):
    thing: str
    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]
    marks: int


def sankey(flows: Flows, captions: Captions, title: str, told: str, language: str, name: str) -> str:
    """*flows* as SVG in *language*, called *title* and described by *told*; *name* begins its ids.

    Levels stand in reading order, what belongs together together; the last is ordered by barycentre, so that fewer
    ribbons cross. Ribbons on the various bases are filled differently. A card without a ribbon says so.
    """
    canvas = Canvas(name)
    levels = _ordered(flows)
    size, unit, cards, high = _laid_out(flows, levels, captions, language)
    _head(canvas, flows, levels, cards, title, language)
    place = [{card.thing: card for card in column} for column in cards]
    for flow, (x1, y1, x2, y2) in _ribbons(flows, place, unit):
        thick = unit * len(flow.marks)
        middle = (x1 + x2) / 2
        line = (
            f"M{x1:.2f} {y1:.2f}C{middle:.2f} {y1:.2f} {middle:.2f} {y2:.2f} {x2:.2f} {y2:.2f}"
            f"V{y2 + thick:.2f}C{middle:.2f} {y2 + thick:.2f} {middle:.2f} {y1 + thick:.2f} {x1:.2f} {y1 + thick:.2f}Z"
        )
        things = borne(flow.marks)
        ends = " → ".join(captions.title(end, language) for end in (flow.source, flow.target))
        with canvas.opening(things, f"{ends}: {counted(flow.marks, language)}.{cited(captions, things)}"):
            canvas.path(line, "head" if flow.basis == "structure" else flow.basis, "quiet", min(0.4, thick * 0.06))
    for level, column in enumerate(cards):
        for card in column:
            _card(canvas, card, level, len(cards) - 1, flows, captions, size, unit, language)
    return canvas.svg(high, title, told)


def _head(
    canvas: Canvas, flows: Flows, levels: list[list[str]], cards: list[list[_Card]], title: str, language: str
) -> None:
    canvas.lines(MARGIN, 10, wrapped(lettered(title), A4 - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    legend(canvas, MARGIN, 34, [b for b in BASES if any(flow.basis == b for flow in flows.flows)], language, True)
    for label, level, column in zip(flows.labels, levels, cards, strict=True):
        if column:
            heading = f"{label.in_language(language)} ({len(level)})"
            canvas.lines(column[0].x, _TOP - 17, wrapped(heading, column[0].wide, 10, 1, True), 10, "quiet", True)


def _ordered(flows: Flows) -> list[list[str]]:
    """The things of each level from top to bottom: below the first under what leads to them, the last by barycentre."""
    levels = [list(level) for level in flows.levels]
    last = len(levels) - 1
    for level in range(1, len(levels)):
        above = {thing: place for place, thing in enumerate(levels[level - 1])}
        weight: dict[str, int] = defaultdict(int)
        sums: dict[str, int] = defaultdict(int)
        for flow in flows.flows:
            if flow.level == level - 1:
                weight[flow.target] += len(flow.marks)
                sums[flow.target] += above[flow.source] * len(flow.marks)
        far = len(above)
        if level == last:
            levels[level].sort(key=lambda thing: sums[thing] / weight[thing] if weight[thing] else far)
        else:
            levels[level] = _kept_together(levels[level], sums, weight)
    return levels


def _kept_together(things: list[str], sums: dict[str, int], weight: dict[str, int]) -> list[str]:
    """*things* by what leads to them; what nothing leads to stays behind the one before it in the source."""
    keys, before = {}, 0.0
    for thing in things:
        before = sums[thing] / weight[thing] if weight[thing] else before
        keys[thing] = before
    return sorted(things, key=keys.__getitem__)


def _laid_out(
    flows: Flows, levels: list[list[str]], captions: Captions, language: str
) -> tuple[float, float, list[list[_Card]], float]:
    """The size of the letters, the height of one mark, the cards, and the height of the picture: that of a page across
    where the cards fit with some size, else as high as they need."""
    count = len(levels)
    narrowest = 110.0 if count <= 4 else 72.0
    room = A4 - 2 * MARGIN - narrowest * (count - 1)
    wish = [_wish(level, captions, language) for level in levels]
    wides = [min(room * part / sum(wish), part * 1.6) for part in wish]
    channel = (A4 - 2 * MARGIN - sum(wides)) / max(1, count - 1)
    lefts = [MARGIN + sum(wides[:place]) + channel * place for place in range(count)]
    marks = [[len(flows.through(place, thing)) for thing in level] for place, level in enumerate(levels)]
    space = A4_HEIGHT - _TOP - 2 * MARGIN - 2 * NOTE * LINE
    for size, gap, most in [(s, g, m) for s, g in zip(_SIZES, _GAPS, strict=True) for m in (4, 3, 2, 1)]:
        texts = [
            [_lines(captions.title(thing, language), wide, size, most) for thing in level]
            for level, wide in zip(levels, wides, strict=True)
        ]
        smallest = [[_height(lines, size) for lines in column] for column in texts]
        unit = _unit(marks, smallest, gap, space)
        if unit:
            break
    else:
        unit = _LEAST_UNIT
        space = max(_needed(m, s, gap, unit) for m, s in zip(marks, smallest, strict=True))
    cards = []
    for level, x, wide, marks_here, least in zip(levels, lefts, wides, marks, smallest, strict=True):
        highs = [max(low, unit * n) for low, n in zip(least, marks_here, strict=True)]
        between = (space - sum(highs)) / max(1, len(level) - 1) if len(level) > 1 else 0
        between = min(between, 30.0)
        y = _TOP + (space - sum(highs) - between * (len(level) - 1)) / 2
        column = []
        for thing, high, number in zip(level, highs, marks_here, strict=True):
            most = max(1, int((high - 3.0) / (size * LINE)))
            column.append(
                _Card(thing, x, y, wide, high, _lines(captions.title(thing, language), wide, size, most), number)
            )
            y += high + between
        cards.append(column)
    return size, unit, cards, _TOP + space + MARGIN


def _wish(level: Sequence[str], captions: Captions, language: str) -> float:
    """How wide the cards of *level* would like to be: few cards are high and break their titles, many have one line."""
    longest = max((width(lettered(captions.title(thing, language))[:200], 10) for thing in level), default=0.0)
    part, least, most = (0.45, 124.0, 140.0) if len(level) <= 4 else (0.5, 120.0, 230.0)
    if len(level) > 20:
        part, most = 0.9, 400.0
    return min(most, max(least, longest * part + 36))


def _lines(title: str, wide: float, size: float, most: int) -> tuple[str, ...]:
    return tuple(wrapped(lettered(title), wide - 2 * _PAD - 2 * _STUB - width("888", size, True), size, most))


def _height(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * LINE + 3.0


def _needed(marks: Sequence[int], smallest: Sequence[float], gap: float, unit: float) -> float:
    return sum(max(low, unit * n) for low, n in zip(smallest, marks, strict=True)) + gap * (len(marks) - 1)


def _unit(marks: Sequence[Sequence[int]], smallest: Sequence[Sequence[float]], gap: float, space: float) -> float:
    """The largest height of one mark with which every level has place in *space*; 0 where none has."""

    def fits(unit: float) -> bool:
        return all(_needed(m, s, gap, unit) <= space for m, s in zip(marks, smallest, strict=True))

    if not fits(_LEAST_UNIT):
        return 0.0
    low, high = _LEAST_UNIT, _MOST_UNIT
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return round(low, 3)


def _ribbons(
    flows: Flows, place: list[dict[str, _Card]], unit: float
) -> list[tuple[Flow, tuple[float, float, float, float]]]:
    """Each flow with the ends of its upper edge; at a card ribbons lie in the order of their other ends."""
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for level in range(len(place) - 1):
        here = [number for number, flow in enumerate(flows.flows) if flow.level == level]
        left, right = place[level], place[level + 1]

        def by_ends(number: int, left: dict[str, _Card] = left, right: dict[str, _Card] = right) -> _Key:
            flow = flows.flows[number]
            return left[flow.source].y, right[flow.target].y, BASES.index(flow.basis)

        going = sorted(here, key=by_ends)
        coming = sorted(here, key=lambda number: (by_ends(number)[1], by_ends(number)[0], by_ends(number)[2]))
        starts |= _stacked([(n, left[flows.flows[n].source], len(flows.flows[n].marks)) for n in going], unit)
        ends |= _stacked([(n, right[flows.flows[n].target], len(flows.flows[n].marks)) for n in coming], unit)
    found = []
    for number, flow in enumerate(flows.flows):
        source, target = place[flow.level][flow.source], place[flow.level + 1][flow.target]
        found.append((flow, (source.x + source.wide, starts[number], target.x, ends[number])))
    return found


def _stacked(ribbons: Sequence[tuple[int, _Card, int]], unit: float) -> dict[int, float]:
    """Where each of *ribbons* (its number, its card, its marks) begins at the side of its card, one below the other,
    all of a card together in its middle."""
    totals: dict[str, int] = defaultdict(int)
    for _, card, marks in ribbons:
        totals[card.thing] += marks
    filled: dict[str, float] = {}
    tops = {}
    for number, card, marks in ribbons:
        top = filled.setdefault(card.thing, card.y + (card.high - unit * totals[card.thing]) / 2)
        tops[number] = top
        filled[card.thing] = top + unit * marks
    return tops


def _card(
    canvas: Canvas, card: _Card, level: int, last: int, flows: Flows, captions: Captions, size: float, unit: float,
    language: str,
) -> None:  # fmt: skip
    marks = flows.through(level, card.thing)
    coming = sum(len(f.marks) for f in flows.flows if f.level == level - 1 and f.target == card.thing)
    things = dict.fromkeys([card.thing] if captions.words.get(card.thing) else [])
    things.update(dict.fromkeys(borne(marks)))
    said = f"{captions.title(card.thing, language)}: {counted(marks, language)}.{cited(captions, things)}"
    with canvas.opening(things, said):
        canvas.box(card.x, card.y, card.wide, card.high, "card" if card.marks else "gap", "rule")
        for number, x in ((coming, card.x), (card.marks if level < last else 0, card.x + card.wide - _STUB)):
            if number:
                canvas.box(x, card.y + (card.high - unit * number) / 2, _STUB, unit * number, "ink")
        top = card.y + (card.high - size * LINE * len(card.lines)) / 2
        canvas.lines(card.x + _STUB + _PAD, top, card.lines, size, "ink" if card.marks else "gap-ink")
        right = card.x + card.wide - _STUB - _PAD
        middle = card.y + card.high / 2 + size * 0.35
        canvas.words(right, middle, str(card.marks), size, "ink" if card.marks else "gap-ink", True, "end")
