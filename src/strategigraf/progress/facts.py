"""What the data say of progress: indicators, measurements, status updates, dates, money, roles, dependencies, risks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.rdf import SG, Text
from strategigraf.files.measurements import DECIMAL, read_measurements
from strategigraf.files.turtle import read_bytes
from strategigraf.store.sparql import Store

BASELINE, TARGET, ACTUAL = SG + "Baseline", SG + "Target", SG + "Actual"
DEPENDS_ON = SG + "dependsOn"
_OPEN = (SG + "From", SG + "Throughout", SG + "AtStart", SG + "Midway")  # timings that set no last day


class Measure(NamedTuple):
    """One measurement: its IRI, role, value (None where it is no number), printed words, bound, first and last day
    (empty where undated), breakdown, document; `opens` is what it opens to: itself, or its indicator where the table it
    is in is too large for the graph."""

    node: str
    role: str
    value: Decimal | None
    printed: str
    bound: str
    start: str
    end: str
    breakdown: str
    document: str
    opens: str


class Indicator(NamedTuple):
    """An indicator: strategy, IRI, what it measures, unit, code of its unit, direction, the official indicators that it
    is, and its measurements by last day."""

    strategy: str
    iri: str
    measured: tuple[str, ...]
    unit: Text
    code: str
    direction: str
    official: tuple[str, ...]
    measures: tuple[Measure, ...]


class Update(NamedTuple):
    """A status update: IRI, element, status, the usual status that this belongs to, and the day it is for, else that of
    its document."""

    node: str
    element: str
    status: str
    usual: str
    day: str


class Dated(NamedTuple):
    """Something with a time: strategy, IRI, class, first and last day, the words of the source, and what it schedules;
    `due` is the last day by which it is to be reached, empty where the words set none."""

    strategy: str
    thing: str
    kind: str
    start: str
    end: str
    printed: str
    due: str
    scheduled: tuple[str, ...]


class Money(NamedTuple):
    """One funding: strategy, IRI, what it funds, amount, currency, whether per year, first and last day, state."""

    strategy: str
    node: str
    funded: tuple[str, ...]
    amount: Decimal
    currency: str
    per_year: bool
    start: str
    end: str
    state: str

    @property
    def total(self) -> Decimal | None:
        """The amount for the whole period; None where it is per year and the years are not stated."""
        if not self.per_year:
            return self.amount
        if not (self.start[:4].isdigit() and self.end[:4].isdigit()):
            return None
        return self.amount * (int(self.end[:4]) - int(self.start[:4]) + 1)


class Tie(NamedTuple):
    """A link beside the thread, or a plain statement of who is responsible: strategy, what it opens to, element,
    property, and who or what it is."""

    strategy: str
    opens: str
    element: str
    predicate: str
    other: str


class Risk(NamedTuple):
    """A risk: strategy, IRI, what it threatens, likelihood, consequence, and what counters it."""

    strategy: str
    iri: str
    threatened: tuple[str, ...]
    likelihood: str
    consequence: str
    counters: tuple[str, ...]


class Facts(NamedTuple):
    """All of it, of some strategies; updates by element, the latest last."""

    indicators: tuple[Indicator, ...]
    updates: Mapping[str, tuple[Update, ...]]
    dates: tuple[Dated, ...]
    money: tuple[Money, ...]
    ties: tuple[Tie, ...]
    risks: tuple[Risk, ...]


def facts(store: Store, tables: Iterable[Path], strategies: Collection[str]) -> Facts:
    """What *store* and the *tables* of measurements say of progress in *strategies* (IRIs; all without any)."""
    within = sorted(strategies) or None
    updates: dict[str, dict[str, Update]] = defaultdict(dict)
    for node, element, status, usual, day, _, issued in store.rows_of("progress/status-updates", strategy=within):
        update = Update(node, element, status, usual or status, _last_day(day or issued))
        updates[element].setdefault(node, update)
    roles = [Tie(*row) for row in store.rows_of("progress/links", strategy=within)]
    told = {(tie.element, tie.other) for tie in roles}
    roles += [
        Tie(strategy, element, element, SG + "responsible", who)
        for strategy, element, who in store.rows_of("progress/responsible", strategy=within)
        if (element, who) not in told
    ]
    return Facts(
        _indicators(store, tables, within),
        {element: tuple(sorted(found.values(), key=lambda u: (u.day, u.node))) for element, found in updates.items()},
        _dates(store, within),
        _money(store, within),
        tuple(roles),
        _risks(store, within),
    )


def _indicators(store: Store, tables: Iterable[Path], within: Collection[str] | None) -> tuple[Indicator, ...]:
    measures = _measures(store, tables, within)
    rows: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for strategy, indicator, *said in store.rows_of("progress/indicators", strategy=within):
        rows[strategy, indicator].append(tuple(said))
    found = []
    for (strategy, indicator), all_said in rows.items():
        measured, danish, english, codes, ways, official, _ = (
            tuple(dict.fromkeys(filter(None, column))) for column in zip(*all_said, strict=True)
        )
        unit = Text((danish or english or ("",))[0], (english or danish or ("",))[0])
        own = tuple(sorted(measures.get(indicator, ()), key=lambda m: (m.end, m.start, m.breakdown, m.node)))
        code, way = "".join(codes[:1]), "".join(ways[:1])
        found.append(Indicator(strategy, indicator, measured, unit, code, way, official, own))
    return tuple(found)


def _measures(store: Store, tables: Iterable[Path], within: Collection[str] | None) -> dict[str, list[Measure]]:
    found: dict[str, list[Measure]] = defaultdict(list)
    in_graph: set[str] = set()
    for node, indicator, role, value, printed, bound, start, end, breakdown, document, _ in store.rows_of(
        "progress/measurements", strategy=within
    ):
        if node not in in_graph:
            in_graph.add(node)
            days = (_first_day(start), _last_day(end))
            found[indicator].append(
                Measure(node, role, number(value), printed, bound, *days, breakdown, document, node)
            )
    for path in tables:
        for row in read_measurements(path, read_bytes(path)).rows:
            if row.measurement not in in_graph:
                said = (row.breakdown, row.document, row.indicator)
                amount = number(row.value) if DECIMAL.fullmatch(row.value) else None
                found[row.indicator].append(
                    Measure(row.measurement, SG + row.role, amount, row.printed, row.bound and SG + row.bound,
                            row.start, row.end, *said)
                )  # fmt: skip
    return found


def _dates(store: Store, within: Collection[str] | None) -> tuple[Dated, ...]:
    rows: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for strategy, thing, *said in store.rows_of("progress/dates", strategy=within):
        rows[strategy, thing].append(tuple(said))
    found = []
    for (strategy, thing), all_said in rows.items():
        kind, start, end, printed, timing, _ = all_said[0]
        due = "" if timing in _OPEN or kind == SG + "Funding" else _last_day(end)
        scheduled = tuple(dict.fromkeys(row[-1] for row in all_said if row[-1]))
        found.append(Dated(strategy, thing, kind, _first_day(start), _last_day(end), printed, due, scheduled))
    return tuple(sorted(found, key=lambda dated: (dated.strategy, dated.end, dated.start, dated.thing)))


def _money(store: Store, within: Collection[str] | None) -> tuple[Money, ...]:
    rows: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for strategy, node, *said in store.rows_of("progress/funding", strategy=within):
        rows[strategy, node].append(tuple(said))
    found = []
    for (strategy, node), all_said in rows.items():
        _, amount, currency, per_year, start, end, state = all_said[0]
        funded = tuple(dict.fromkeys(row[0] for row in all_said if row[0]))
        value = number(amount)
        if value is not None:
            days = (_first_day(start), _last_day(end))
            found.append(Money(strategy, node, funded, value, currency, per_year == "true", *days, state))
    return tuple(found)


def _risks(store: Store, within: Collection[str] | None) -> tuple[Risk, ...]:
    rows: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for strategy, risk, *said in store.rows_of("progress/risks", strategy=within):
        rows[strategy, risk].append(tuple(said))
    found = []
    for (strategy, risk), all_said in rows.items():
        threatened, _, _, counters = (tuple(dict.fromkeys(filter(None, c))) for c in zip(*all_said, strict=True))
        found.append(Risk(strategy, risk, threatened, all_said[0][1], all_said[0][2], counters))
    return tuple(found)


def number(text: str) -> Decimal | None:
    """*text* as a number; None where it is none."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


_MONTH, _DAY = 7, 10  # characters


def _first_day(date: str) -> str:
    return f"{date}-01-01"[:_DAY] if len(date) < _MONTH and date else f"{date}-01"[:_DAY] if date else ""


def _last_day(date: str) -> str:
    """The last day of *date*: a year, a month, or a day."""
    if len(date) == _MONTH:
        from calendar import monthrange

        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]:02}"
    return f"{date}-12-31" if 0 < len(date) < _MONTH else date
