"""The report `progress`: how far what was promised has come, and what is said of who, when, with what money, measured
how."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.errors import WrongValue
from strategigraf.core.parts import parts_of
from strategigraf.core.policy import Status
from strategigraf.core.rdf import SDG, SG, XSD, Iri, Labels, Literal, Text, joined, message, short
from strategigraf.core.report import Cell, Col, Figure, Part, Report, coded, count, part, written_date
from strategigraf.core.thread import BROADER, PART_OF
from strategigraf.coverage.fulfilment import Item, fulfilment
from strategigraf.coverage.gaps import reason_cell
from strategigraf.files.preset import policy_text
from strategigraf.files.settings import Settings
from strategigraf.files.turtle import content_statements
from strategigraf.files.workspace import Workspace, is_table
from strategigraf.matrix.matrix import element_edges, is_match
from strategigraf.progress.chains import Wait, waits
from strategigraf.progress.facts import DEPENDS_ON, Dated, Facts, Indicator, Measure, Risk, Tie, Update, facts
from strategigraf.progress.judging import BY_NUMBERS, Standing, compared, standings
from strategigraf.progress.money import Sum, sums
from strategigraf.store.lookup import both_labels, edge_lookup, thread
from strategigraf.store.names import Names, names, strategies_named
from strategigraf.store.policy import policy_of, read_policy, terms_of
from strategigraf.store.sparql import Store

NUMBERS = Labels("tracked.numbers", BY_NUMBERS)
_PROMISED = ("reporting", "schedule")  # the requirement areas of what is promised without
_YES = Labels("common", {True: "yes", False: "no"})


class Progress(NamedTuple):
    """What the report is made of: the facts, the day they are seen on, how indicators stand, the sums of money, what
    waits for what, and what is promised without."""

    facts: Facts
    day: str
    standings: tuple[Standing, ...]
    sums: tuple[Sum, ...]
    waits: tuple[Wait, ...]
    without: tuple[Item, ...]


def progress(
    graph: Graph, strategies: Names = (), on: str | None = None, preset: str | None = None
) -> ReportAnswer[Progress]:
    """How far what was promised has come in *strategies* (one name or several; all without any).

    Numbers are seen on the day *on* (2026-06-30), without it on the last day that the data speak of. What something is
    promised without is what the policy of the workspace asks, or that of *preset*. Raises UnknownStrategy, WrongValue.

    >>> sg.progress(sg.open(language="en"), "midt-social-strategi-status-2015").parts[:2]
    ('targets', 'without')
    """

    def answer(store: Store) -> ReportAnswer[Progress]:
        wanted = strategies_named(store, names(strategies))
        found = progress_of(store, graph.workspace, wanted, on, preset)
        return ReportAnswer(found, progress_report(store, found), store, graph.language)

    return graph.use(answer)


def progress_of(
    store: Store, workspace: Workspace, wanted: Collection[str], on: str | None = None, preset: str | None = None
) -> Progress:
    """What the report on the strategies *wanted* (IRIs; all without any) is made of, see `progress`."""
    tables = [path for path in workspace.all_files() if is_table(path)]
    told = facts(store, tables, wanted)
    day = _asked_day(on) if on else _last_day(told)
    lookup = edge_lookup(store)
    measured = {thing for indicator in told.indicators for thing in indicator.measured}
    parts = {thing: list(parts_of(thing, lookup, frozenset((PART_OF,)))) for thing in measured}
    policy = read_policy(store)
    if preset:
        terms = terms_of(store.triples_of("store/policy-terms"))
        policy = policy_of(content_statements(policy_text(Settings(Path(), preset=preset)).encode()), terms)
    found = fulfilment(store, policy, wanted)
    without = tuple(
        item
        for item in found.items
        if item.status > Status.JUSTIFIED
        and item.broken is not None
        and item.broken.thing == item.element
        and policy.strand(item.requirement.strand).name in _PROMISED
    )
    due = {dated.thing: dated.due for dated in told.dates if dated.due}
    for dated in told.dates:
        for thing in dated.scheduled:
            due.setdefault(thing, dated.due)
    return Progress(
        told,
        day,
        tuple(standings(told, parts, day)),
        tuple(_sums(store, told)),
        tuple(waits(told.ties, due)),
        without,
    )


def _asked_day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise WrongValue(
            Text(f"»{text}« er ikke en dag.", f"“{text}” is not a day."),
            Text("Skriv dagen som 2026-06-30.", "Write the day as 2026-06-30."),
        ) from error


def _last_day(told: Facts) -> str:
    """The last day that something was measured or reported on."""
    days = [
        measure.end for indicator in told.indicators for measure in indicator.measures if measure.role == SG + "Actual"
    ]
    days += [update.day for updates in told.updates.values() for update in updates]
    return max(days, default="")


def _sums(store: Store, told: Facts) -> list[Sum]:
    """The sums by strategy, by track, by initiative and by SDG."""
    by_need, lookup = thread(store, whole=False), edge_lookup(store)
    classes: dict[str, set[str]] = defaultdict(set)
    funded = sorted({money.strategy for money in told.money})
    for kind in ("Track", "Initiative"):
        for _, _, thing in store.rows_in_batches("store/things", funded, "strategy", kind=[SG + kind]):
            classes[kind].add(thing)

    def above(things: Collection[str], kind: str) -> set[str]:
        found = {thing for thing in things if thing in classes[kind]}
        for thing in things:
            found |= {mark.column for mark in by_need.marks(thing, lambda end: end in classes[kind])
                      if all(edge.predicate == PART_OF for edge in mark.edges)}  # fmt: skip
        return found

    def goals(things: Collection[str]) -> set[str]:
        marks = [mark for thing in things for mark in by_need.marks(thing, lambda end: end.startswith(SDG))]
        ends = {mark.column for mark in marks}
        up = {edge.object for end in ends for edge in lookup.leaving(end) if edge.predicate == BROADER}
        return up | {end for end in ends if not any(e.predicate == BROADER for e in lookup.leaving(end))}

    return [
        *sums(told.money, "strategy", lambda money: [money.strategy]),
        *sums(told.money, "track", lambda money: above(money.funded, "Track")),
        *sums(told.money, "initiative", lambda money: above(money.funded, "Initiative")),
        *sums(told.money, "sdg-goal", lambda money: goals(money.funded)),
    ]


def progress_report(store: Store, found: Progress) -> Report:
    """The report on *found*, its parts without rows left out, but for the first two."""
    told = found.facts
    terms = {u.status for updates in told.updates.values() for u in updates}
    terms |= {tie.predicate for tie in told.ties} | {one.state for one in told.money}
    labels = both_labels(store, terms - {""})
    several = len({indicator.strategy for indicator in told.indicators}) > 1
    matched = _matched(store) if several else {}
    parts = [
        _targets(found, labels),
        without_part(found.without),
        _who(told, labels),
        _money_part(found, labels),
        _waits(found, labels),
        dates_part(store, told.dates),
        _history(told, labels),
        _risks(told),
        part("tracked.compared", _COMPARED, list(compared(told, matched))),
    ]
    kept = [one for number, one in enumerate(parts) if one.rows or number < 2]
    return Report("progress", message("tracked.title"), tuple(kept))


def _matched(store: Store) -> Mapping[str, Collection[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for edge in element_edges(store).edges:
        if is_match(edge.predicate):
            found[edge.subject].add(edge.object)
            found[edge.object].add(edge.subject)
    return found


def _value(measure: Measure | None) -> Cell:
    """The value of *measure*, which opens to its words; as printed where it is no number."""
    if measure is None:
        return None
    if measure.value is None:
        return Text(measure.printed, measure.printed)
    return Figure(
        measure.value.normalize() if measure.value == measure.value.to_integral() else measure.value, (measure.opens,)
    )


_PRECISIONS = {4: "gYear", 7: "gYearMonth", 10: "date"}  # by letters


def _day_cell(day: str) -> Cell:
    """*day* as a time that a workbook sorts by; in words where its precision is none of these."""
    if not day:
        return None
    precision = _PRECISIONS.get(len(day))
    return Literal(day, XSD + precision) if precision else coded(day, written_date(day))


def _targets(found: Progress, labels: Mapping[str, Text]) -> Part:
    columns: tuple[Col[Standing], ...] = (
        Col("indicator", lambda one: Iri(one.indicator.iri)),
        Col("measures", lambda one: Iri(one.indicator.measured[0]) if one.indicator.measured else None),
        Col("breakdown", lambda one: Literal((one.target or one.actual or one.baseline or _NONE).breakdown)),
        Col("unit", lambda one: one.indicator.unit),
        Col("baseline", lambda one: _value(one.baseline)),
        Col("target", lambda one: _value(one.target)),
        Col("due", lambda one: _day_cell(one.target.end if one.target else "")),
        Col("actual", lambda one: _value(one.actual)),
        Col("measured_on", lambda one: _day_cell(one.actual.end if one.actual else "")),
        Col("line", _line),
        Col("by_numbers", lambda one: coded(one.numbers, NUMBERS[one.numbers])),
        Col("by_words", lambda one: _words(one, labels)),
        Col("disagree", lambda one: _YES[one.disagree]),
        Col("stale", lambda one: _YES[one.stale]),
    )
    rows = [one for one in found.standings if one.indicator.measured or one.target]
    gaps = sum(one.disagree or one.stale for one in rows)
    return part(
        "tracked.targets", columns, rows, gaps, day=written_date(found.day) if found.day else message("common.no-value")
    )


_NONE = Measure("", "", None, "", "", "", "", "", "", "")


def _line(one: Standing) -> Cell:
    ends = [measure.opens for measure in (one.baseline, one.target) if measure]
    return None if one.line is None else Figure(one.line.quantize(Decimal("0.1")), tuple(ends))


def _words(one: Standing, labels: Mapping[str, Text]) -> Cell:
    if not one.words:
        return None
    told = [
        message("tracked.of-part", status=labels[update.status], part=short(update.element).rpartition("/")[2])
        if one.of_parts
        else labels[update.status]
        for update in one.words
    ]
    return joined(told, ", ")


def without_part(items: Sequence[Item]) -> Part:
    """The table of *items*: what is promised without something that is asked for."""
    columns: tuple[Col[Item], ...] = (
        Col("strategy", lambda item: Literal(short(item.strategy))),
        Col("element", lambda item: Iri(item.element)),
        Col("requirement", lambda item: coded(item.requirement.name, item.requirement.label)),
        Col("reason", lambda item: reason_cell(item.broken.reason if item.broken else item.reason)),
    )
    return part("tracked.without", columns, items, len(items))


def _who(told: Facts, labels: Mapping[str, Text]) -> Part:
    by: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in told.ties:
        if tie.predicate != DEPENDS_ON:
            by[tie.other, tie.predicate].append(tie)
    columns: tuple[Col[tuple[tuple[str, str], list[Tie]]], ...] = (
        Col("who", lambda item: Iri(item[0][0])),
        Col("role", lambda item: coded(short(item[0][1]), labels[item[0][1]])),
        Col("elements", lambda item: count(list(dict.fromkeys(tie.opens for tie in item[1])))),
    )
    return part("tracked.who", columns, sorted(by.items()))


def _money_part(found: Progress, labels: Mapping[str, Text]) -> Part:
    def amount(some: Collection[object], value: Decimal) -> Figure:
        return Figure(value, tuple(one.node for one in some))  # type: ignore[attr-defined]

    columns: tuple[Col[Sum], ...] = (
        Col("level", lambda one: coded(one.level, message(f"tracked.level.{one.level}"))),
        Col("element", lambda one: Iri(one.whole) if one.whole else message("common.total")),
        Col("currency", lambda one: Literal(one.currency)),
        Col("state", lambda one: labels.get(one.state)),
        Col("amount", lambda one: amount(one.counted, one.amount)),
        Col("unsplit", lambda one: amount(one.unsplit, one.unsplit_amount)),
        Col("years_unknown", lambda one: count([money.node for money in one.unknown])),
    )
    return part("tracked.money", columns, found.sums)


def _waits(found: Progress, labels: Mapping[str, Text]) -> Part:
    updates = found.facts.updates

    def status(wait: Wait) -> Cell:
        latest = updates.get(wait.other, ())[-1:]
        return labels[latest[0].status] if latest else None

    columns: tuple[Col[Wait], ...] = (
        Col("element", lambda wait: Iri(wait.element)),
        Col("waits_for", lambda wait: Iri(wait.other)),
        Col("steps", lambda wait: count(wait.links)),
        Col("status", status),
        Col("days", lambda wait: None if wait.days is None else Figure(Decimal(wait.days), wait.links)),
        Col("critical", lambda wait: _YES[wait.critical]),
        Col("ring", lambda wait: _YES[wait.ring]),
    )
    return part("tracked.waits", columns, found.waits, sum(wait.ring for wait in found.waits))


def dates_part(store: Store, dates: Sequence[Dated]) -> Part:
    """The table of *dates*, by strategy and last day."""
    labels = both_labels(store, {dated.kind for dated in dates})
    columns: tuple[Col[Dated], ...] = (
        Col("strategy", lambda dated: Literal(short(dated.strategy))),
        Col("due", lambda dated: _day_cell(dated.due)),
        Col("element", lambda dated: Iri(dated.thing)),
        Col("kind", lambda dated: coded(short(dated.kind), labels[dated.kind])),
        Col("start", lambda dated: _day_cell(dated.start)),
        Col("end", lambda dated: _day_cell(dated.end)),
        Col("words", lambda dated: Literal(dated.printed)),
    )
    return part("tracked.dates", columns, dates)


def _history(told: Facts, labels: Mapping[str, Text]) -> Part:
    rows = [update for element in sorted(told.updates) for update in told.updates[element]]
    columns: tuple[Col[Update], ...] = (
        Col("element", lambda update: Iri(update.element)),
        Col("measured_on", lambda update: _day_cell(update.day)),
        Col("status", lambda update: coded(short(update.status), labels[update.status])),
        Col("quotes", lambda update: count((update.node,))),
    )
    return part("tracked.history", columns, rows)


def _risks(told: Facts) -> Part:
    columns: tuple[Col[Risk], ...] = (
        Col("risk", lambda risk: Iri(risk.iri)),
        Col("threatened", lambda risk: count(risk.threatened)),
        Col("likelihood", lambda risk: Literal(risk.likelihood)),
        Col("consequence", lambda risk: Literal(risk.consequence)),
        Col("countered", lambda risk: count(risk.counters)),
    )
    return part("tracked.risks", columns, told.risks, sum(not risk.counters for risk in told.risks))


def _latest(side: int) -> Callable[[tuple[Indicator, Indicator]], Cell]:
    def cell(pair: tuple[Indicator, Indicator]) -> Cell:
        return _value(next((m for m in reversed(pair[side].measures) if m.role == SG + "Actual"), None))

    return cell


_COMPARED: tuple[Col[tuple[Indicator, Indicator]], ...] = (
    Col("indicator_a", lambda pair: Iri(pair[0].iri)),
    Col("unit_a", lambda pair: pair[0].unit),
    Col("actual_a", _latest(0)),
    Col("indicator_b", lambda pair: Iri(pair[1].iri)),
    Col("unit_b", lambda pair: pair[1].unit),
    Col("actual_b", _latest(1)),
)
