"""What a report tells of progress: chapters on it and on what is promised without, and what the timeline has beside its
entries. Nothing where a strategy has none of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache

from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.policy import Requirement
from strategigraf.core.rdf import SG
from strategigraf.core.report import Part
from strategigraf.dossier.chapters import Entry
from strategigraf.files.workspace import Workspace
from strategigraf.picture.drawing import timeline_drawing
from strategigraf.progress.facts import Dated
from strategigraf.progress.multiples import indicators_drawing
from strategigraf.progress.report import Progress, dates_part, progress_of, progress_report, without_part
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import Store

_TOLD = ("targets", "waits", "money", "risks")  # a chapter is made where one of these has rows
_READ = {  # the columns that a reader has room for; the others are in the workbook alone
    "targets": (
        "indicator",
        "baseline",
        "target",
        "due",
        "actual",
        "measured_on",
        "by_numbers",
        "by_words",
        "disagree",
    ),
    "money": ("level", "element", "currency", "state", "amount", "unsplit"),
    "waits": ("element", "waits_for", "status", "days", "critical"),
    "without": ("element", "requirement", "reason"),
    "dates": ("due", "element", "kind", "words"),
}
_MOST_READ = 40  # rows of what has happened
_ENTRY = SG + "TimelineEntry"


def tracked_chapters(store: Store, workspace: Workspace, strategy: str) -> Mapping[str, Callable[[], Iterable[Entry]]]:
    """What comes to the chapters of the report on *strategy* (IRI), by their names."""

    @cache
    def found() -> Progress:
        return progress_of(store, workspace, [strategy])

    return {
        "timeline": lambda: _times(store, strategy, found()),
        "progress": lambda: _progress(store, strategy, found()),
        "promised": lambda: _without(found()),
    }


def asks_what_is_promised(rule: Requirement) -> bool:
    """Whether *rule* asks who, by when, with what money or how measured."""
    return rule.reached_by in (SG + "funds", SG + "measures") or rule.stated in (SG + "responsible", SG + "end")


def _progress(store: Store, strategy: str, found: Progress) -> Iterator[Entry]:
    parts = {one.name: one for one in progress_report(store, found).parts if one.rows}
    if not any(name in parts for name in _TOLD):
        return
    with suppress(PictureTooLarge):
        if drawing := indicators_drawing(store, strategy, found.standings):
            yield Entry(drawing.title, drawing, drawing)
    for name in ("targets", "money", "who", "waits", "risks", "compared"):
        if name in parts:
            yield _entry(parts[name])


def _without(found: Progress) -> Iterator[Entry]:
    asked = [item for item in found.without if asks_what_is_promised(item.requirement)]
    if asked:
        yield _entry(without_part(asked))


def _times(store: Store, strategy: str, found: Progress) -> Iterator[Entry]:
    with suppress(PictureTooLarge):  # the table has them all
        if drawing := timeline_drawing(store, strategy, find_kind(store, "milestone")):
            yield Entry(drawing.title, drawing, drawing)
    dated: list[Dated] = [one for one in found.facts.dates if one.kind != _ENTRY]
    if dated:
        yield _entry(dates_part(store, dated))
    for one in progress_report(store, found).parts:
        if one.name == "history" and one.rows:
            entry = _entry(one)
            yield entry if len(one.rows) <= _MOST_READ else entry._replace(read=None)


def _entry(table: Part) -> Entry:
    named = table._replace(name=f"progress-{table.name}")
    shown = _READ.get(table.name)
    places = [place for place, column in enumerate(table.columns) if not shown or column.name in shown]
    read = named._replace(
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows),
    )
    return Entry(table.title, named, read)
