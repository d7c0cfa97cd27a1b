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
    structure of the source leads it. A thing without a mark is in its level all the same."""

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
                mark for flow in self.flows if flow.level == level - 1 and flow.target == thing for mark in flow.marks
            )
        return tuple(mark for flow in self.flows if flow.level == level and flow.source == thing for mark in flow.marks)


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
        strategy_flows = flows(store, strategy, [find_kind(store, name) for name in names])
        if strategy_flows is not None and strategy_flows.marks:
            return strategy_flows
    return None


def flows(store: Store, strategy: str, kinds: Sequence[Kind]) -> Flows | None:
    """The flows of *strategy* (an IRI) through the levels *kinds*, from the top; None where either of the last two has
    nothing in it. Levels further up that have nothing are left out."""
    *upper, rows, columns = kinds
    whole_matrix = matrix(store, rows, columns, [strategy])
    if not whole_matrix.rows or not whole_matrix.columns:
        return None
    parents = edge_lookup(store)
    levels = [(kind, level_things) for kind in upper if (level_things := things(store, kind, [strategy]))]
    members = [set(level_things) for _, level_things in levels]
    marks_by_flow: dict[tuple[int, str, str, str], list[Mark]] = defaultdict(list)
    matrix_level = len(levels)
    for mark in whole_matrix.marks():
        marks_by_flow[matrix_level, mark.row, mark.column, mark.basis].append(mark)
        lower_thing = mark.row
        for level in reversed(range(len(levels))):
            upper_thing = next(
                (ancestor for ancestor in ancestors(lower_thing, parents) if ancestor in members[level]), ""
            )
            if not upper_thing:
                break
            marks_by_flow[level, upper_thing, lower_thing, mark.basis].append(mark)
            lower_thing = upper_thing
    ordered = [tuple(level_things) for _, level_things in levels] + [whole_matrix.rows, whole_matrix.columns]
    positions = [{thing: number for number, thing in enumerate(level)} for level in ordered]
    keys = sorted(
        marks_by_flow,
        key=lambda key: (
            key[0],
            positions[key[0]][key[1]],
            positions[key[0] + 1][key[2]],
            BASES.index(key[3]),
        ),
    )
    return Flows(
        tuple(kind.name for kind in (*(kind for kind, _ in levels), rows, columns)),
        tuple(
            _level_title(store, *pair)
            for pair in zip((*(kind for kind, _ in levels), rows, columns), ordered, strict=True)
        ),
        tuple(ordered),
        tuple(Flow(*key, tuple(marks_by_flow[key])) for key in keys),
    )


def _level_title(store: Store, kind: Kind, members: tuple[str, ...]) -> Text:
    """What *members* of *kind* are called: in Danish the source's own word, where it has one for them all."""
    may_be_named = members and not kind.of_register and not kind.of_values
    word_rows = store.rows_of("picture/local-terms", thing=members) if may_be_named else []
    own_words = {word for _, word in word_rows}
    return (
        Text(own_words.pop(), kind.label.en) if len(own_words) == 1 and len(word_rows) == len(members) else kind.label
    )


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


def sankey(flows: Flows, captions: Captions, title: str, description: str, language: str, name: str) -> str:
    """*flows* as SVG in *language*, called *title* and described by *description*; *name* begins its ids.

    Levels are in reading order, what belongs together together; the last is ordered by barycentre, so that fewer
    ribbons cross. Ribbons on the various bases are filled differently. A card without a ribbon says so.
    """
    canvas = Canvas(name)
    levels = _ordered(flows)
    size, unit, cards, high = _laid_out(flows, levels, captions, language)
    _head(canvas, flows, levels, cards, title, language)
    cards_by_thing = [{card.thing: card for card in column} for column in cards]
    for flow, (x1, y1, x2, y2) in _ribbons(flows, cards_by_thing, unit):
        thick = unit * len(flow.marks)
        middle = (x1 + x2) / 2
        line = (
            f"M{x1:.2f} {y1:.2f}C{middle:.2f} {y1:.2f} {middle:.2f} {y2:.2f} {x2:.2f} {y2:.2f}"
            f"V{y2 + thick:.2f}C{middle:.2f} {y2 + thick:.2f} {middle:.2f} {y1 + thick:.2f} {x1:.2f} {y1 + thick:.2f}Z"
        )
        things = borne(flow.marks)
        ends = " → ".join(captions.title(end, language) for end in (flow.source, flow.target))
        with canvas.opening(things, f"{ends}: {counted(flow.marks, language)}.{cited(captions, things, language)}"):
            canvas.path(line, "head" if flow.basis == "structure" else flow.basis, "quiet", min(0.4, thick * 0.06))
    for level, column in enumerate(cards):
        for card in column:
            _card(canvas, card, level, len(cards) - 1, flows, captions, size, unit, language)
    return canvas.svg(high, title, description)


def _head(
    canvas: Canvas, flows: Flows, levels: list[list[str]], cards: list[list[_Card]], title: str, language: str
) -> None:
    canvas.lines(MARGIN, 10, wrapped(lettered(title), A4 - 2 * MARGIN, 15, 1, bold=True), 15, bold=True)
    legend(
        canvas,
        MARGIN,
        34,
        [basis for basis in BASES if any(flow.basis == basis for flow in flows.flows)],
        language,
        True,
    )
    for label, level, column in zip(flows.labels, levels, cards, strict=True):
        if column:
            heading = f"{label.in_language(language)} ({len(level)})"
            canvas.lines(column[0].x, _TOP - 17, wrapped(heading, column[0].wide, 10, 1, True), 10, "quiet", True)


def _ordered(flows: Flows) -> list[list[str]]:
    """The things of each level from top to bottom: below the first under what leads to them, the last by barycentre."""
    levels = [list(level) for level in flows.levels]
    last = len(levels) - 1
    for level in range(1, len(levels)):
        positions_above = {thing: place for place, thing in enumerate(levels[level - 1])}
        weights: dict[str, int] = defaultdict(int)
        sums: dict[str, int] = defaultdict(int)
        for flow in flows.flows:
            if flow.level == level - 1:
                weights[flow.target] += len(flow.marks)
                sums[flow.target] += positions_above[flow.source] * len(flow.marks)
        last_position = len(positions_above)
        if level == last:
            levels[level].sort(key=lambda thing: sums[thing] / weights[thing] if weights[thing] else last_position)
        else:
            levels[level] = _kept_together(levels[level], sums, weights)
    return levels


def _kept_together(things: list[str], sums: dict[str, int], weights: dict[str, int]) -> list[str]:
    """*things* by what leads to them; what nothing leads to stays behind the one before it in the source."""
    keys, previous_key = {}, 0.0
    for thing in things:
        previous_key = sums[thing] / weights[thing] if weights[thing] else previous_key
        keys[thing] = previous_key
    return sorted(things, key=keys.__getitem__)


def _laid_out(
    flows: Flows, levels: list[list[str]], captions: Captions, language: str
) -> tuple[float, float, list[list[_Card]], float]:
    """The size of the letters, the height of one mark, the cards, and the height of the picture: that of a page across
    where the cards fit with some size, else as high as they need."""
    count = len(levels)
    narrowest = 110.0 if count <= 4 else 72.0
    free_width = A4 - 2 * MARGIN - narrowest * (count - 1)
    wished_widths = [_wished_width(level, captions, language) for level in levels]
    widths = [min(free_width * wished / sum(wished_widths), wished * 1.6) for wished in wished_widths]
    channel = (A4 - 2 * MARGIN - sum(widths)) / max(1, count - 1)
    left_edges = [MARGIN + sum(widths[:index]) + channel * index for index in range(count)]
    marks = [[len(flows.through(index, thing)) for thing in level] for index, level in enumerate(levels)]
    free_height = A4_HEIGHT - _TOP - 2 * MARGIN - 2 * NOTE * LINE
    for size, gap, max_lines in [
        (size, gap, max_lines) for size, gap in zip(_SIZES, _GAPS, strict=True) for max_lines in (4, 3, 2, 1)
    ]:
        texts = [
            [_lines(captions.title(thing, language), wide, size, max_lines) for thing in level]
            for level, wide in zip(levels, widths, strict=True)
        ]
        smallest = [[_height(lines, size) for lines in column] for column in texts]
        unit = _unit(marks, smallest, gap, free_height)
        if unit:
            break
    else:
        unit = _LEAST_UNIT
        free_height = max(
            _needed_height(level_marks, level_heights, gap, unit)
            for level_marks, level_heights in zip(marks, smallest, strict=True)
        )
    cards = []
    for level, x, wide, marks_here, least_heights in zip(levels, left_edges, widths, marks, smallest, strict=True):
        card_heights = [
            max(least_height, unit * mark_count)
            for least_height, mark_count in zip(least_heights, marks_here, strict=True)
        ]
        card_gap = (free_height - sum(card_heights)) / max(1, len(level) - 1) if len(level) > 1 else 0
        card_gap = min(card_gap, 30.0)
        y = _TOP + (free_height - sum(card_heights) - card_gap * (len(level) - 1)) / 2
        column = []
        for thing, high, mark_count in zip(level, card_heights, marks_here, strict=True):
            max_lines = max(1, int((high - 3.0) / (size * LINE)))
            column.append(
                _Card(
                    thing,
                    x,
                    y,
                    wide,
                    high,
                    _lines(captions.title(thing, language), wide, size, max_lines),
                    mark_count,
                )
            )
            y += high + card_gap
        cards.append(column)
    return size, unit, cards, _TOP + free_height + MARGIN


def _wished_width(level: Sequence[str], captions: Captions, language: str) -> float:
    """How wide the cards of *level* would like to be: few cards are high and break their titles, many have one line."""
    longest = max((width(lettered(captions.title(thing, language))[:200], 10) for thing in level), default=0.0)
    share, least_width, most_width = (0.45, 124.0, 140.0) if len(level) <= 4 else (0.5, 120.0, 230.0)
    if len(level) > 20:
        share, most_width = 0.9, 400.0
    return min(most_width, max(least_width, longest * share + 36))


def _lines(title: str, wide: float, size: float, max_lines: int) -> tuple[str, ...]:
    return tuple(wrapped(lettered(title), wide - 2 * _PAD - 2 * _STUB - width("888", size, True), size, max_lines))


def _height(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * LINE + 3.0


def _needed_height(marks: Sequence[int], smallest: Sequence[float], gap: float, unit: float) -> float:
    return sum(
        max(least_height, unit * mark_count) for least_height, mark_count in zip(smallest, marks, strict=True)
    ) + gap * (len(marks) - 1)


def _unit(marks: Sequence[Sequence[int]], smallest: Sequence[Sequence[float]], gap: float, free_height: float) -> float:
    """The largest height of one mark with which every level has place in *free_height*; 0 where none has."""

    def fits(unit: float) -> bool:
        return all(
            _needed_height(level_marks, level_heights, gap, unit) <= free_height
            for level_marks, level_heights in zip(marks, smallest, strict=True)
        )

    if not fits(_LEAST_UNIT):
        return 0.0
    smallest_unit, largest_unit = _LEAST_UNIT, _MOST_UNIT
    for _ in range(24):
        middle = (smallest_unit + largest_unit) / 2
        smallest_unit, largest_unit = (middle, largest_unit) if fits(middle) else (smallest_unit, middle)
    return round(smallest_unit, 3)


def _ribbons(
    flows: Flows, cards_by_thing: list[dict[str, _Card]], unit: float
) -> list[tuple[Flow, tuple[float, float, float, float]]]:
    """Each flow with the ends of its upper edge; at a card ribbons lie in the order of their other ends."""
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for level in range(len(cards_by_thing) - 1):
        flow_numbers = [number for number, flow in enumerate(flows.flows) if flow.level == level]
        left_cards, right_cards = cards_by_thing[level], cards_by_thing[level + 1]

        def by_ends(
            number: int, left_cards: dict[str, _Card] = left_cards, right_cards: dict[str, _Card] = right_cards
        ) -> _Key:
            flow = flows.flows[number]
            return left_cards[flow.source].y, right_cards[flow.target].y, BASES.index(flow.basis)

        by_source = sorted(flow_numbers, key=by_ends)
        by_target = sorted(
            flow_numbers, key=lambda number: (by_ends(number)[1], by_ends(number)[0], by_ends(number)[2])
        )
        starts |= _stacked(
            [
                (flow_number, left_cards[flows.flows[flow_number].source], len(flows.flows[flow_number].marks))
                for flow_number in by_source
            ],
            unit,
        )
        ends |= _stacked(
            [
                (flow_number, right_cards[flows.flows[flow_number].target], len(flows.flows[flow_number].marks))
                for flow_number in by_target
            ],
            unit,
        )
    ribbons = []
    for number, flow in enumerate(flows.flows):
        source, target = cards_by_thing[flow.level][flow.source], cards_by_thing[flow.level + 1][flow.target]
        ribbons.append((flow, (source.x + source.wide, starts[number], target.x, ends[number])))
    return ribbons


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
    canvas: Canvas,
    card: _Card,
    level: int,
    last_level: int,
    flows: Flows,
    captions: Captions,
    size: float,
    unit: float,
    language: str,
) -> None:
    marks = flows.through(level, card.thing)
    marks_in = sum(len(flow.marks) for flow in flows.flows if flow.level == level - 1 and flow.target == card.thing)
    things = dict.fromkeys([card.thing] if captions.words.get(card.thing) else [])
    things.update(dict.fromkeys(borne(marks)))
    label = f"{captions.title(card.thing, language)}: {counted(marks, language)}.{cited(captions, things, language)}"
    with canvas.opening(things, label):
        canvas.box(card.x, card.y, card.wide, card.high, "card" if card.marks else "gap", "rule")
        for number, x in ((marks_in, card.x), (card.marks if level < last_level else 0, card.x + card.wide - _STUB)):
            if number:
                canvas.box(x, card.y + (card.high - unit * number) / 2, _STUB, unit * number, "ink")
        top = card.y + (card.high - size * LINE * len(card.lines)) / 2
        canvas.lines(card.x + _STUB + _PAD, top, card.lines, size, "ink" if card.marks else "gap-ink")
        right = card.x + card.wide - _STUB - _PAD
        middle = card.y + card.high / 2 + size * 0.35
        canvas.words(right, middle, str(card.marks), size, "ink" if card.marks else "gap-ink", True, "end")
