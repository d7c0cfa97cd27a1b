"""The red thread of a strategy as the figure of the short report: what is in it, row by row."""

import re
from collections.abc import Sequence

from strategigraf.core.rdf import SDG, Text, joined, message, natural
from strategigraf.dossier.brief import Band, Row, Thread
from strategigraf.dossier.numbers import periods
from strategigraf.dossier.outcome_numbers import with_status
from strategigraf.dossier.report_rules import Term, capital, listed, numeral, report_rules
from strategigraf.dossier.subject import Subject

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
    track = subject.term("Track")
    has_ends = any(band.ends for band in bands)
    timed = bool(periods(subject)) and len(columns) == len(periods(subject))
    rows = [row for band in bands for row in band.rows]
    own = [row for row in rows if row.own]
    through = [row for row in rows if row.below and not row.own]
    bare = [row for row in rows if not row.own and not row.below]
    of_bands = [message("short.figure.band", label=band.label, rows=noun.counted(len(band.rows))) for band in bands
                if band.label.da]  # fmt: skip
    lines = [message("short.figure.line", label=_named(row), ends=_ends(row)) for row in rows] if has_ends else []
    told = joined(
        [message("short.figure.vision", vision=vision) if vision.da else _NOTHING,
         message("short.figure.bands", count=numeral(len(of_bands)), tracks=track.many, bands=listed(of_bands))
         if of_bands else _NOTHING, *lines],
        " ",
    )  # fmt: skip
    what = message("short.figure.to-sdgs") if has_ends else message("short.figure.down", rows=noun.many)
    keys = (
        (
            message("short.figure.key-own", the=noun.the, count=len(own)),
            message("short.figure.key-below", the=noun.the, initiative=subject.term("Initiative").some,
                    count=len(through)),
            message("short.figure.key-none", the=track.the, count=len(bare)),
        )
        if has_ends
        else ()
    )  # fmt: skip
    initiatives = subject.term("Initiative").many
    caption = message("short.figure.initiatives", initiatives=initiatives)
    if timed or len(columns) > 1:
        caption = message("short.figure.entries") if timed else message("short.figure.status", initiatives=initiatives)
    return Thread(
        vision,
        bands,
        (
            message("short.figure.head-vision") if vision.da else _NOTHING,
            capital(track.many),
            capital(noun.many),
            message("short.figure.head-ends"),
        ),
        tuple(columns),
        what,
        caption,
        message("short.figure.phone") if has_ends else caption,
        told,
        keys,
    )


def _named(row: Row) -> Text:
    return Text(*(f"{row.code} {label}".strip() for label in row.label))


def _ends(row: Row) -> Text:
    parts = [
        message("short.figure.ends-own", ends=", ".join(row.own)) if row.own else None,
        message("short.figure.ends-below", ends=", ".join(row.below)) if row.below else None,
    ]
    found = [part for part in parts if part]
    return listed(found) if found else message("short.figure.ends-none")
