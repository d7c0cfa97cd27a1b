"""The red thread of a strategy as the figure of the short report: what is in it, row by row; and drawn, for the page
and for a phone, with its meaning by weight and shape, never by colour alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from strategigraf.core.rdf import SDG, Text, joined, message, natural
from strategigraf.dossier.short.brief import Band, Row, Term, Thread, capital, listed, numeral, report_rules
from strategigraf.dossier.short.numbers import periods
from strategigraf.dossier.short.outcome_numbers import with_status
from strategigraf.dossier.short.subject import Subject
from strategigraf.render.canvas import lettered, width, wrapped

_NOTHING = Text("", "")


def red_thread(subject: Subject) -> Thread | None:
    """The figure of *subject*: goals, or one row for each focus area where there are none or too many; None where there
    is neither."""
    rules = report_rules()["figure"]
    goals, areas, tracks = subject.of("Goal"), subject.of("FocusArea"), subject.of("Track")
    few = len(goals) <= rules["goals"] and len(tracks) <= rules["tracks"]
    cls = "Goal" if goals and (few or not areas) else "FocusArea" if areas else ""
    if not cls:
        return None
    columns, counted = _columns(subject, cls)
    in_tracks = [(track, subject.below(track, cls)) for track in tracks]
    placed = {row for _, rows in in_tracks for row in rows}
    loose = [row for row in subject.of(cls) if row not in placed]
    bands = []
    shown: set[str] = set()
    for track, things in [*in_tracks, *([("", loose)] if loose else [])]:
        if not things:
            continue
        ends = [end for end in _goals(subject.ends([track] if track else things)) if end not in shown]
        shown.update(ends)
        bands.append((track, things, ends))
    further = [
        end for end in _goals(subject.ends([one for _, things, _ in bands for one in things])) if end not in shown
    ]
    if further:
        track, things, ends = bands[-1]
        bands[-1] = (track, things, [*ends, *further])
    drawn = tuple(
        Band(
            subject.label(track) if track else _NOTHING,
            tuple(_row(subject, thing, counted) for thing in things),
            tuple((end, subject.title(SDG + end)) for end in ends),
        )
        for track, things, ends in bands
    )
    noun = subject.term(cls)
    visions = subject.of("Vision") or subject.of("Mission")
    vision = Text(*map(_bare, subject.label(visions[0]))) if visions else _NOTHING
    return _told(subject, drawn, vision, noun, columns)


def _bare(vision: str) -> str:
    """*vision* without the word for what it is."""
    return re.sub(r"^(?:vision|mission): (.)", lambda match: match[1].upper(), vision, flags=re.IGNORECASE)


def _goals(ends: Sequence[str]) -> list[str]:
    """The numbers of the SDGs that *ends* are or belong to, each once."""
    found = {end.removeprefix(SDG).partition(".")[0] for end in ends}
    return sorted(found, key=natural)


def _row(subject: Subject, thing: str, counted: Sequence[set[str]]) -> Row:
    below = subject.below(thing, "Initiative")
    own = _goals(subject.ends([thing]))
    through = [end for end in _goals(subject.ends(below)) if end not in own]
    entries = {*below, *subject.entries(thing, below)}
    counts = tuple(len(entries & things) for things in counted)
    return Row(subject.code(thing), subject.label(thing), counts, tuple(own), tuple(through))


def _columns(subject: Subject, cls: str) -> tuple[list[Text], list[set[str]]]:
    """The heads of the columns of numbers, and what each counts: entries by period; else initiatives by status, else
    all of them."""
    by_period = periods(subject)
    if by_period and cls == "Goal":
        heads = [re.sub(r"–(?:19|20)", "–", years) for years in by_period]
        return [Text(years, years) for years in heads], [set(entries) for entries in by_period.values()]
    initiatives = set(subject.of("Initiative"))
    groups = {
        "begun": set(with_status(subject, "started")),
        "adjusted": set(with_status(subject, "adjusted")),
        "not-begun": {*with_status(subject, "preparing"), *with_status(subject, "planned")},
    }
    if any(groups.values()):
        groups["no-status"] = initiatives - set().union(*groups.values())
        shown = {name: things for name, things in groups.items() if things}
        return [message(f"short.in-figure.{name}") for name in shown], list(shown.values())
    return [capital(subject.term("Initiative").many)], [initiatives]


def _told(subject: Subject, bands: tuple[Band, ...], vision: Text, noun: Term, columns: list[Text]) -> Thread:
    track, initiative = subject.term("Track"), subject.term("Initiative")
    has_ends = any(band.ends for band in bands)
    timed = bool(periods(subject)) and len(columns) == len(periods(subject))
    rows = [row for band in bands for row in band.rows]
    kinds = Counter(map(_kind, rows))
    parts = [message("short.figure.vision", vision=vision)] if vision.da else []
    titled = [band for band in bands if band.label.da]
    if titled:
        named = [message("short.figure.band", label=band.label, rows=noun.counted(len(band.rows))) for band in titled]
        spoken = message("short.figure.bands", count=numeral(len(named)), tracks=track.many, bands=listed(named))
        parts.append(spoken)
    if has_ends:
        parts += [message("short.figure.line", label=_named(row), ends=_ends(row)) for row in rows]
    keys = (
        message("short.figure.key-own", the=noun.the, count=kinds["own"]),
        message("short.figure.key-below", the=noun.the, initiative=initiative.some, count=kinds["below"]),
        message("short.figure.key-none", the=track.the, count=kinds["none"]),
    )
    name = "entries" if timed else "status" if len(columns) > 1 else "initiatives"
    caption = message(f"short.figure.{name}", initiatives=initiative.many)
    name = "rows" if not vision.da else "to-sdgs" if has_ends else "down"
    rows_named = noun.many if vision.da else capital(noun.many)
    return Thread(
        vision,
        bands,
        (message("short.figure.head-vision"), capital(track.many), capital(noun.many),
         message("short.figure.head-ends")),
        tuple(columns),
        message(f"short.figure.{name}", rows=rows_named, noun=subject.called),
        caption,
        message("short.figure.phone") if has_ends else caption,
        joined(parts, " "),
        keys if has_ends else (),
    )  # fmt: skip


def _named(row: Row) -> Text:
    return Text(*(f"{row.code} {label}".strip() for label in row.label))


def _ends(row: Row) -> Text:
    parts = [
        message("short.figure.ends-own", ends=", ".join(row.own)) if row.own else None,
        message("short.figure.ends-below", ends=", ".join(row.below)) if row.below else None,
    ]
    found = [part for part in parts if part]
    return listed(found) if found else message("short.figure.ends-none")


# Drawn.

INK, GREY, HAIR, PALE, RED = "#1c1f24", "#59616c", "#d9dce0", "#f3f1ec", "#a3182f"
FACE = "'Report Sans','IBM Plex Sans',Lato,Arial,'Liberation Sans',sans-serif"
_ROW, _LINE, _GAP, _TOP = 18.2, 13.0, 11.0, 19.0
_DOT, _ENDS, _RIGHT = 562.0, 604.5, 720.0


def thread_svg(thread: Thread, language: str, name: str = "thread", narrow: bool = False) -> str:
    """*thread* as SVG in *language*, 720 units wide, or 358 and in one column where *narrow*; ids begin with *name*."""
    parts, wide, high = _narrow(thread, language) if narrow else _wide(thread, language)
    title, told = (escape(lettered(text.in_language(language))) for text in (thread.title, thread.told))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{"narrow" if narrow else "wide"}" role="img" '
        f'aria-labelledby="{name}-title {name}-told" viewBox="0 0 {wide} {_n(high)}" '
        f'width="{wide}" height="{_n(high)}" '
        f'font-family="{FACE}"><title id="{name}-title">{title}</title><desc id="{name}-told">{told}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def thread_height(thread: Thread, language: str) -> float:
    """How high *thread* is drawn, where it is 720 units wide."""
    return _wide(thread, language)[2]


def key_svg(kind: str) -> str:
    """The sign of a line of the figure for its key: `own`, `below` or `none`."""
    dot = _dot(4, 4, kind)
    line = "" if kind == "none" else f'<path d="M4 4H34" fill="none" stroke="{RED}" stroke-width="{_THICK[kind]}"/>'
    wide = 8 if kind == "none" else 34
    return f'<svg viewBox="0 0 {wide} 8" aria-hidden="true">{line}{dot}</svg>'


_THICK = {"own": 2.6, "below": 0.9}


def _n(number: float) -> str:
    digits = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


_NARROWER = {False: 0.87, True: 0.81}  # the letters of the page against those that are measured, bold ones too


def _broken(text: str, room: float, size: float, most: int, bold: bool = False) -> list[str]:
    return wrapped(text, room / _NARROWER[bold], size, most, bold)


def _text(
    x: float, y: float, text: str, size: float, paint: str = INK, bold: bool = False, anchor: str = "start"
) -> str:
    weight = ' font-weight="600"' if bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{paint}"{weight}{side}>'
        f"{escape(lettered(text), quote=False)}</text>"
    )


def _box(x: float, y: float, wide: float, high: float, fill: str = "#fff") -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" fill="{fill}" stroke="{INK}" '
        'stroke-width="1"/>'
    )


def _path(line: str, thick: float) -> str:
    return f'<path d="{line}" fill="none" stroke="{RED}" stroke-width="{_n(thick)}"/>'


def _dot(x: float, y: float, kind: str) -> str:
    if kind == "none":
        style = f'fill="#fff" stroke="{INK}" stroke-width="1" stroke-dasharray="1.6 1.4"'
    else:
        style = f'fill="{RED if kind == "own" else "#fff"}" stroke="{RED}" stroke-width="1.2"'
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3.2" {style}/>'


def _hair(start: float, end: float, y: float) -> str:
    return f'<line x1="{_n(start)}" x2="{_n(end)}" y1="{_n(y)}" y2="{_n(y)}" stroke="{HAIR}" stroke-width=".7"/>'


def _kind(row: Row) -> str:
    return "own" if row.own else "below" if row.below else "none"


def _centred(x: float, y: float, lines: list[str], size: float, leading: float) -> Iterator[str]:
    """*lines* about the height *y*."""
    first = y - leading * (len(lines) - 1) / 2 + size * 0.35
    for place, line in enumerate(lines):
        yield _text(x, first + place * leading, line, size, bold=True, anchor="middle")


# The wide one.


class _Place(NamedTuple):
    """A row with its lines of text, and the height of its middle."""

    row: Row
    lines: list[str]
    high: float
    middle: float


def _wide(thread: Thread, language: str) -> tuple[list[str], int, float]:
    has_ends = any(band.ends for band in thread.bands)
    last = 550.0 if has_ends else _RIGHT - 6
    heads = [head.in_language(language) for head in thread.columns]
    pitch = max(44.0, *(width(head, 9.5) * _NARROWER[False] + 9 for head in heads)) if heads else 0.0
    at_columns = [last - pitch * (len(heads) - 1 - place) for place in range(len(heads))]
    has_tracks = any(band.label.da for band in thread.bands)
    left = 0 if thread.vision.da or has_tracks else 240  # nothing leads to the rows
    room = (at_columns[0] - 22 if heads else last) - 258 + left
    parts = [
        _text(x, 10, head.in_language(language), 9.5, GREY)
        for x, head in zip((0, 118, 258 - left, 604), thread.heads, strict=True)
        if (x or thread.vision.da) and (x != 604 or has_ends) and (x != 118 or has_tracks)
    ]
    parts += [_text(x, 10, head, 9.5, GREY, anchor="end") for x, head in zip(at_columns, heads, strict=True)]
    y, spots, boxes = _TOP, [], {}
    middles = []
    for band in thread.bands:
        places, high = _places(band, language, room, y)
        track, size = _title(band, language)
        if track:
            parts.append(_box(118.5, y + 0.5, 91, high - 1, PALE))
            parts += _centred(164, y + high / 2, track, size, 14)
            middles.append(y + high / 2)
        for place in places:
            parts += _drawn_row(place, left, at_columns, last, first=place is places[0])
            if track:
                top, low = _n(y + high / 2), _n(place.middle)
                parts.append(_path(f"M210 {top}C224 {top} 220 {low} 234 {low}", 1.5))
        spots += places
        boxes.update(_end_boxes(band, y, high))
        for end, label in band.ends:
            parts += _drawn_end(end, label.in_language(language), *boxes[end])
        y += high + _GAP
    bottom = y - _GAP
    if thread.vision.da:
        parts += _vision(thread, language, bottom, middles)
    if has_ends:
        parts += _lines(spots, boxes)
        parts += [_dot(_DOT, place.middle, _kind(place.row)) for place in spots]
    return parts, 720, bottom + 1


def _vision(thread: Thread, language: str, bottom: float, middles: list[float]) -> Iterator[str]:
    yield _box(0.5, _TOP + 0.5, 91, bottom - _TOP - 1)
    middle = (_TOP + bottom) / 2
    size, leading = _largest(thread.vision.in_language(language), (11.4, 10.6)), 15.0
    lines = _broken(thread.vision.in_language(language), 85, size, 60, bold=True)
    if len(lines) * leading > bottom - _TOP - 12:
        size, leading = 9.6, 12.0
        most = max(1, int((bottom - _TOP - 12) / leading))
        lines = _broken(thread.vision.in_language(language), 84, size, most, bold=True)
    yield from _centred(46, middle, lines, size, leading)
    for end in middles:
        yield _path(f"M92 {_n(middle)}C106 {_n(middle)} 104 {_n(end)} 118 {_n(end)}", 1.5)


def _title(band: Band, language: str) -> tuple[list[str], float]:
    """The label of *band* in lines, and their size: as large as its longest word has room for."""
    label = band.label.in_language(language)
    size = _largest(label, (11.5, 10.9, 10.2))
    return (_broken(label, 85, size, 6, bold=True) if label else []), size


def _largest(text: str, sizes: Sequence[float]) -> float:
    """The first of *sizes* in which no word of *text* is wider than a box."""
    words = text.split() or [""]
    return next((s for s in sizes if max(width(w, s, True) for w in words) * _NARROWER[True] <= 85), sizes[-1])


def _places(band: Band, language: str, room: float, top: float) -> tuple[list[_Place], float]:
    """The rows of *band* from *top* downwards, and the height of the band."""
    lines = [_broken(row.label.in_language(language), room, 11, 3) for row in band.rows]
    heights = [_ROW + _LINE * (len(row_lines) - 1) for row_lines in lines]
    high = max(sum(heights), len(_title(band, language)[0]) * 14 + 14, len(band.ends) * 32 - 6)
    space = (high - sum(heights)) / len(heights)
    places, y = [], top
    for row, row_lines, row_high in zip(band.rows, lines, heights, strict=True):
        whole = row_high + space
        places.append(_Place(row, row_lines, whole, y + whole / 2))
        y += whole
    return places, high


def _drawn_row(place: _Place, left: int, at_columns: list[float], last: float, first: bool) -> Iterator[str]:
    if not first:
        yield _hair(240 - left, last, place.middle - place.high / 2)
    baseline = place.middle - _LINE * (len(place.lines) - 1) / 2 + 3.7
    yield _text(252 - left, baseline, place.row.code, 11, bold=True, anchor="end")
    for number, line in enumerate(place.lines):
        yield _text(258 - left, baseline + number * _LINE, line, 11)
    for x, count in zip(at_columns, place.row.counts, strict=True):
        yield _text(x, baseline, str(count) if count else "–", 10.5, GREY, anchor="end")


def _end_boxes(band: Band, top: float, high: float) -> dict[str, tuple[float, float]]:
    """The top and the height of the box of each end of *band*."""
    if not band.ends:
        return {}
    each = (high - 6 * (len(band.ends) - 1)) / len(band.ends)
    return {end: (top + place * (each + 6), each) for place, (end, _) in enumerate(band.ends)}


def _drawn_end(end: str, label: str, top: float, high: float) -> Iterator[str]:
    yield _box(_ENDS, top + 0.5, 115, high - 1)
    middle = top + high / 2
    yield _text(619, middle + 5, end, 14, bold=True, anchor="middle")
    lines = _broken(label, 87, 8.2, 3 if high > 34 else 2)
    first = middle - 9.4 * (len(lines) - 1) / 2 + 2.9
    for place, line in enumerate(lines):
        yield _text(632, first + place * 9.4, line, 8.2)


def _lines(spots: list[_Place], boxes: dict[str, tuple[float, float]]) -> Iterator[str]:
    """The lines from rows to ends, the thin ones first, each with its own place at the end."""
    arriving: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for place in spots:
        for end in (*place.row.own, *place.row.below):
            if end in boxes:
                arriving[end].append((place.middle, end in place.row.own))
    lines = []
    for end, starts in arriving.items():
        top, high = boxes[end]
        step = min(5.0, (high - 6) / len(starts))
        for number, (start, own) in enumerate(sorted(starts)):
            y = _n(top + high / 2 + (number - (len(starts) - 1) / 2) * step)
            lines.append((own, f"M562 {_n(start)}C586 {_n(start)} 580 {y} 604 {y}"))
    for own, line in sorted(lines, key=lambda pair: pair[0]):
        yield _path(line, _THICK["own" if own else "below"])


# The narrow one.


def _narrow(thread: Thread, language: str) -> tuple[list[str], int, float]:
    parts: list[str] = []
    y = 0.0
    if thread.vision.da:
        lines = _broken(thread.vision.in_language(language), 336, 14.5, 5, bold=True)
        high = len(lines) * 17 + 12.0
        parts += [_text(0, 10, thread.heads[0].in_language(language), 11, GREY), _box(0.5, 14.5, 357, high)]
        parts += _centred(179, 14.5 + high / 2, lines, 14.5, 17)
        y = 14.5 + high
    stem, last_track = y, y
    has_ends = any(band.ends for band in thread.bands)
    for band in thread.bands:
        if band.label.da:
            label = _broken(band.label.in_language(language), 312, 14, 2, bold=True)
            high = 12.0 + 16 * len(label)
            y += 19
            last_track = y + high / 2
            parts += [_path(f"M10 {_n(last_track)}H22", 1.5), _box(22.5, y, 335, high, PALE)]
            parts += [_text(32, y + 19 + 16 * place, line, 14, bold=True) for place, line in enumerate(label)]
            y += high
        start = y
        heads = thread.heads[3:] if has_ends else thread.columns
        head = " · ".join(one.in_language(language) for one in heads)
        parts.append(_text(358, y + 13, head, 11, GREY, anchor="end"))
        y += 16
        end = y
        for place, row in enumerate(band.rows):
            drawn, high = _narrow_row(row, language, y, has_ends, first=place == 0)
            parts += drawn
            end = y + high / 2
            y += high
        parts.append(_path(f"M34 {_n(start)}V{_n(end)}", 1.5))
    if thread.vision.da and last_track > stem:
        parts.append(_path(f"M10 {_n(stem)}V{_n(last_track)}", 1.5))
    return parts, 358, y + 4


def _narrow_row(row: Row, language: str, top: float, has_ends: bool, first: bool) -> tuple[list[str], float]:
    counts = " · ".join(str(count) if count else "–" for count in row.counts)
    taken = 24.5 * max(1, len(row.own) + len(row.below)) if has_ends else width(counts, 12.4) + 6
    lines = _broken(row.label.in_language(language), 358 - 67 - taken - 4, 12.4, 3)
    high = 27 + 15 * (len(lines) - 1)
    middle = top + high / 2
    baseline = middle - 15 * (len(lines) - 1) / 2 + 4.5
    parts = [] if first else [_hair(44, 358, top)]
    parts += [_path(f"M34 {_n(middle)}H44", 1.5), _text(60, baseline, row.code, 12.4, bold=True, anchor="end")]
    parts += [_text(67, baseline + 15 * place, line, 12.4) for place, line in enumerate(lines)]
    if not has_ends:
        return [*parts, _text(357, baseline, counts, 12.4, GREY, anchor="end")], high
    x = 335.5
    for end, own in [*((end, False) for end in reversed(row.below)), *((end, True) for end in reversed(row.own))]:
        fill, ink = (RED, "#fff") if own else ("#fff", RED)
        parts.append(
            f'<rect x="{_n(x)}" y="{_n(middle - 9.5)}" width="21" height="19" fill="{fill}" stroke="{RED}"/>'
            + _text(x + 10.5, middle + 4.2, end, 11.5, ink, bold=True, anchor="middle")
        )
        x -= 24.5
    bare = [] if row.own or row.below else [_dot(346, middle, "none")]
    return [*parts, *bare], high
