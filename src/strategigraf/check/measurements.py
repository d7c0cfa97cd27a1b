"""What is wrong with a table of measurements: its rows by the rules that the shapes have for measurements, in one pass;
and the cells that they rest on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from strategigraf.check.cells import CellCheck, cell_findings
from strategigraf.check.rules import Rule
from strategigraf.core.policy import Finding, Severity
from strategigraf.core.rdf import SG, Text, short
from strategigraf.core.text import revealed
from strategigraf.files.measurements import COLUMNS, DATE, DECIMAL, NAME, Measurements, Row
from strategigraf.store.sparql import EmbeddedStore

TABLE_RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "measurements-columns",
            Severity.VIOLATION,
            Text(
                f"Tabellen har ikke de kolonner, den skal have. Skriv den første linje som: {','.join(COLUMNS)}.",
                f"The table does not have the columns it needs. Write its first line as: {','.join(COLUMNS)}.",
            ),
        ),
        Rule(
            "measurements-id",
            Severity.VIOLATION,
            Text(
                "Rækken skal have sit eget navn af bogstaver (a-z), cifre, punktum, bindestreg og understreg. Ret id.",
                "The row must have a name of its own of letters (a-z), digits, full stop, hyphen and underscore."
                " Correct id.",
            ),
        ),
    )
}
_ROLES, _BOUNDS = ("Baseline", "Target", "Actual"), ("AtLeast", "AtMost", "Exactly")
_SIDES = {SG + "Increase": 1, SG + "Decrease": -1}


class Known(NamedTuple):
    """What the data have beside a table: of each indicator whether it is a key figure, whether its unit is per cent and
    which way it is to go (1 up, -1 down, 0 where not said); the checksum and the file of each document; and the
    measurements of these indicators that other files have, as rows."""

    indicators: Mapping[str, tuple[bool, bool, int]]
    checksums: Mapping[str, str]
    files: Mapping[str, str]
    others: tuple[Row, ...]


def known(store: EmbeddedStore, table: Measurements) -> Known:
    """What the data of *store* have beside *table*."""
    indicators = {
        indicator: (key_figure == "true", per_cent == "true", _SIDES.get(direction, 0))
        for indicator, key_figure, per_cent, direction in store.rows_of("check/indicators")
    }
    documents = store.rows_of("check/texts-of-documents")
    own = {row.measurement for row in table.rows}
    wanted = {row.indicator for row in table.rows} & indicators.keys()
    others = []
    for measurement, *said in store.rows_in_batches("check/measurements", sorted(wanted), "indicator"):
        if measurement not in own:
            indicator, role, value, bound, start, end, breakdown, document = said
            names = (indicator, role.removeprefix(SG), value, "", bound.removeprefix(SG), "", start, end, breakdown)
            others.append(Row(0, "", measurement, *names, document, "", "", "", ""))
    return Known(
        indicators,
        {document: sha for document, sha, _ in documents},
        {document: file for document, _, file in documents},
        tuple(others),
    )


def table_findings(
    path: Path, table: Measurements, beside: Known, rules: Mapping[str, Rule], cells: Iterable[CellCheck]
) -> Iterator[Finding]:
    """What is wrong with *table*, which the file *path* has, seen *beside* the rest of the data: by *rules*, those of
    the shapes, and by what became of looking for its *cells*."""

    def finding(name: str, line: int, thing: str, detail: str) -> Finding:
        rule = TABLE_RULES.get(name) or rules[name]
        return Finding(rule.name, rule.severity, str(path), line, short(thing), rule.message, detail)

    if table.lacking:
        yield finding("measurements-columns", 1, path.name, ", ".join(table.lacking))
    for line in table.uneven:
        yield finding("measurements-columns", line, path.name, "")
    for name, row, thing, detail in broken(table.rows, beside):
        yield finding(name, row.line, thing, revealed(detail))
    by_node = {row.measurement: row for row in table.rows}
    yield from cell_findings(cells, path, lambda node: by_node[node].line)


def broken(rows: tuple[Row, ...], beside: Known) -> Iterator[tuple[str, Row, str, str]]:
    """Each rule that one of *rows* breaks: its name, the row, what it is about (IRI), and what breaks it."""
    named = Counter(row.id for row in rows)
    for row in rows:
        for name, detail in _of_row(row, beside):
            yield name, row, row.measurement, detail
        if not NAME.fullmatch(row.id) or named[row.id] > 1:
            yield "measurements-id", row, row.measurement, row.id
    yield from _of_pairs(rows, beside)


def _of_row(row: Row, beside: Known) -> Iterator[tuple[str, str]]:
    figure, per_cent, _ = beside.indicators.get(row.indicator, (False, False, 0))
    is_number = bool(DECIMAL.fullmatch(row.value))
    days = {name: day for name, day in (("start", row.start), ("end", row.end)) if day}
    proper = {name for name, day in days.items() if is_day(day)}
    cell, *places = row.cell.partition("=")
    checks = (
        ("MeasurementShape-indicator", row.indicator in beside.indicators, short(row.indicator)),
        ("MeasurementShape-role", row.role in _ROLES, row.role),
        ("MeasurementShape-value", not row.value or is_number, row.value),
        ("MeasurementShape-number", bool(row.value or row.printed), ""),
        ("MeasurementShape-bound", row.bound in ("", *_BOUNDS), row.bound),
        ("MeasurementShape-undated", bool(row.end) or figure, ""),
        ("MeasurementShape-percent", not (per_cent and is_number) or 0 <= Decimal(row.value) <= 100, row.value),
        ("PeriodShape-start", "start" not in days or "start" in proper, row.start),
        ("PeriodShape-end", "end" not in days or "end" in proper, row.end),
        ("PeriodShape-order", len(proper) < 2 or row.start <= row.end, f"{row.start} – {row.end}"),
        ("PeriodShape-words", "end" not in proper or bool(row.period), row.end),
        ("CellShape-source", row.document in beside.checksums, short(row.document)),
        ("CellShape-checksum", bool(beside.checksums.get(row.document)), short(row.document)),
        ("CellShape-fragment", not row.cell or row.is_node or (cell == "cell" and _is_place(places[-1])), row.cell),
        ("CellSelectorShape-row-heading", bool(row.row_heading) or row.is_node, ""),
        ("CellSelectorShape-column-heading", bool(row.column_heading) or row.is_node, ""),
        ("CellSelectorShape-exact", bool(row.printed), ""),
    )
    yield from ((name, detail) for name, holds, detail in checks if not holds)


def is_day(words: str) -> bool:
    """Whether *words* are a day of the calendar: 2026-02-28."""
    from datetime import date

    if not DATE.fullmatch(words):
        return False
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _is_place(words: str) -> bool:
    line, comma, column = words.partition(",")
    return bool(comma) and all(n.isascii() and n.isdigit() and not n.startswith("0") for n in (line, column))


def _of_pairs(rows: tuple[Row, ...], beside: Known) -> Iterator[tuple[str, Row, str, str]]:
    """What is wrong with several rows together, the rows of other files among them."""
    own = {row.measurement for row in rows}
    same: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    reports: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    ends: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in (*rows, *beside.others):
        if row.end and row.document:
            bound = row.bound or "Exactly"
            same[row.indicator, row.role, row.end, row.document, row.start, row.breakdown, bound].append(row)
        if DECIMAL.fullmatch(row.value):
            if row.role == "Actual" and row.start and row.end and row.document:
                reports[row.indicator, row.start, row.end, row.breakdown].append(row)
            ends[row.indicator, row.breakdown][row.role].append(row)
    for alike in same.values():
        yield from _mine(alike if len(alike) > 1 else (), own, "MeasurementShape-twice")
    for told in reports.values():
        said = {(Decimal(row.value), row.document) for row in told}
        differing = [
            row for row in told if any(value != Decimal(row.value) and doc != row.document for value, doc in said)
        ]
        yield from _mine(differing, own, "MeasurementShape-disagree")
    wrong: set[str] = set()
    for (indicator, _), by_role in ends.items():
        side = beside.indicators.get(indicator, (False, False, 0))[2]
        for target in by_role["Target"]:
            behind = [base for base in by_role["Baseline"] if side * (Decimal(target.value) - Decimal(base.value)) < 0]
            mine = next((row for row in (target, *behind) if row.measurement in own), None)
            if behind and mine and indicator not in wrong:
                wrong.add(indicator)
                yield "IndicatorShape-wrong-side", mine, indicator, f"{behind[0].value} → {target.value}"


def _mine(found: Iterable[Row], own: set[str], name: str) -> Iterator[tuple[str, Row, str, str]]:
    alike = list(found)
    for row in alike:
        if row.measurement in own:
            others = (f"{short(o.measurement)}: {o.value}" for o in alike if o.measurement != row.measurement)
            yield name, row, row.measurement, f"{row.value} / {', '.join(others)}"
