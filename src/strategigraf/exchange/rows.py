"""The rows of a CSV read as its shape says: elements with their parents, status and dates, indicators with their
numbers, and money."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import DCTERMS, SG, XSD, Iri, Literal, Text, iri_fault
from strategigraf.exchange.mapping import ROLES, Shape, Table, TableRow
from strategigraf.exchange.plan import Names, Number, Party, Plan, Thing, Tie, Words, shortened
from strategigraf.exchange.statements import slug
from strategigraf.exchange.values import (
    Span,
    between,
    date_order,
    decimal_sign,
    is_placeholder,
    may_be_person,
    number,
    span,
    unit_code,
)
from strategigraf.files.xml_file import Remark

_HAS_UNIT = "http://qudt.org/schema/qudt/hasUnit"
_KINDS = {"goal": "Goal", "initiative": "Initiative", "track": "Track", "focus-area": "FocusArea",
          "milestone": "Milestone", "risk": "Risk"}  # fmt: skip
_DIRECTIONS = {"increase": "Increase", "decrease": "Decrease", "keep": "Keep", "op": "Increase", "ned": "Decrease",
               "fastholdes": "Keep"}  # fmt: skip
_YES, _NO = ("true", "yes", "ja", "1"), ("false", "no", "nej", "0")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LEVELS = ("likelihood", "consequence")  # of a risk, in the words of the source
_SHOWN = 8  # status words that are named


class Known(NamedTuple):
    """What there is already: the element (IRI) that a number, title or name means, or None; of the indicator of an
    element with a title its IRI and units, or None; the concept (IRI) of a status word; and the names that are taken in
    the strategy."""

    element: Callable[[str], str | None]
    indicator: Callable[[str, str], tuple[str, Collection[str]] | None]
    status: Mapping[str, str]
    taken: frozenset[str]


def read_rows(path: Path, table: Table, shape: Shape, known: Known, under: str, remarks: list[Remark]) -> Plan:
    """What the *table* of the file *path* says, by its *shape*; the top rows are part of *under* ("" for none).

    Raises WrongValue where it has status words that mean nothing yet: all of them are named.
    """
    return _Reader(path, table, shape, known, under, remarks).plan()


class _Reader:
    def __init__(self, path: Path, table: Table, shape: Shape, known: Known, under: str, remarks: list[Remark]) -> None:
        self._table, self._shape, self._known, self._under = table, shape, known, under
        self._place = {heading: number for number, heading in enumerate(table.headings)}
        self._plan = Plan(title=path.stem, language=shape.language, stage="StatusReport", remarks=list(remarks))
        self._plan.whole = False
        self._stem = slug(path.stem)
        self._names = Names(known.taken)
        self._of_key: dict[str, str] = {}  # names of rows by identifier, number and title, folded
        self._indicators: dict[tuple[str, str, str], str] = {}
        self._units: dict[tuple[str, str], str] = {}
        self._numbers: dict[tuple[str, ...], str] = {}
        self._reports: dict[tuple[str, str], str] = {}
        self._unknown: dict[str, int] = {}
        self._parents: dict[str, tuple[str, int]] = {}
        dated = [field for field in ("start", "end", "period", "as_of") if field in shape.columns]
        self._order = shape.dates or date_order(cell for field in dated for cell in self._column(field))
        counted = [self._column(field) for field in ("value", "amount", "progress") if field in shape.columns]
        counted += [[row.cells[self._place[one.heading]] for row in table.rows] for one in shape.numbers]
        self._decimal = shape.decimal or decimal_sign(cell for cells in counted for cell in cells)

    def plan(self) -> Plan:
        """All of it."""
        plan = self._plan
        plan.things.append(Thing("", "Strategy", plan.title, []))
        names = [self._element(row) for row in self._table.rows] if "title" in self._shape.columns else []
        self._place_elements()
        for index, row in enumerate(self._table.rows):
            element = names[index] if names else self._meant(row)
            if element is not None:
                self._of_row(row, element)
        if self._unknown:
            raise self._not_known()
        return plan

    # Cells.

    def _column(self, field: str) -> list[str]:
        place = self._place[self._shape.columns[field]]
        return [row.cells[place] for row in self._table.rows]

    def _cell(self, row: TableRow, field: str) -> str:
        """What *row* has for *field*, or what is the same in all rows; "" where a cell only holds a place."""
        heading = self._shape.columns.get(field)
        if heading is None:
            return self._shape.fixed.get(field, "")
        words = " ".join(row.cells[self._place[heading]].split())
        return "" if is_placeholder(words) else words

    def _words(self, row: TableRow, *fields: str) -> list[Words]:
        headings = [self._shape.columns[field] for field in fields if field in self._shape.columns]
        return [self._at(row, self._place[one]) for one in headings if row.cells[self._place[one]]]

    def _at(self, row: TableRow, place: int) -> Words:
        """The cell of *row* at *place*, with the headings by which it is found again: of the row its first cells, up to
        the first that is not empty."""
        filled = next(number for number, cell in enumerate(row.cells) if cell)
        heading = " › ".join(row.cells[: filled + 1])
        text = row.cells[place]
        return Words(text, f"cell={row.number},{place + 1}", row.line, heading, self._table.levels[place])

    # Elements.

    def _element(self, row: TableRow) -> str | None:
        """The name of the element of *row*, which is new; None where the row has no title."""
        plan, title = self._plan, self._cell(row, "title")
        if not title:
            plan.tell(row.line, "table.no-title")
            return None
        kind = self._shape.fixed.get("kind", "initiative")
        identifier, printed = self._cell(row, "identifier"), self._cell(row, "number")
        words = self._words(row, "title", "description")
        stem = slug(identifier or printed or title)[:40].strip("-") or row.number
        name = self._names.new(f"{kind}-{stem}")
        thing = Thing(name, _KINDS[kind], shortened(plan, words[0]), words, number=printed, identifier=identifier)
        thing.number_words = tuple(self._words(row, "number"))
        when = self._period(row)
        if kind == "milestone" and not when.end:
            plan.tell(row.line, "table.milestone-undated")
            return None
        thing.said += _said(when)
        thing.said += [(SG + level, Literal(said)) for level in _LEVELS if (said := self._cell(row, level))]
        for address in self._cell(row, "related").split(",") if self._cell(row, "related") else ():
            if iri_fault(address.strip()) is None:
                thing.said.append((DCTERMS + "relation", Iri(address.strip())))
            else:
                plan.tell(row.line, "table.address", address.strip())
        plan.things.append(thing)
        for key in (identifier, printed, title):
            if key and self._of_key.setdefault(key.casefold(), thing.name) != thing.name:
                plan.tell(row.line, "table.key-twice", key)
        self._parents[thing.name] = (self._cell(row, "threatens" if kind == "risk" else "parent"), row.line)
        return thing.name

    def _place_elements(self) -> None:
        """Gives each element its parent, which may come later in the file; a ring of them is cut."""
        plan = self._plan
        parent_of: dict[str, str] = {}
        for name, (parent, line) in self._parents.items():
            within = self._of_key.get(parent.casefold(), "") or (parent and self._known.element(parent)) or ""
            if parent and not within:
                plan.tell(line, "table.parent", parent)
            parent_of[name] = within or self._under
        for name, (_, line) in self._parents.items():
            seen, here = {name}, parent_of[name]
            while here in parent_of and here not in seen:
                seen.add(here)
                here = parent_of[here]
            if here == name:
                plan.tell(line, "table.ring", self._parents[name][0])
                parent_of[name] = self._under
        for thing in plan.things:
            if parent_of.get(thing.name):
                thing.parents = [parent_of[thing.name]]
        for thing in [one for one in plan.things if one.kind == "Milestone" and not one.parents]:
            plan.tell(self._parents[thing.name][1], "table.milestone-alone")
            plan.things.remove(thing)
        plan.settle_numbers("exchange.stratml.number")

    def _meant(self, row: TableRow) -> str | None:
        """The element that *row* is about: the one it names, else the strategy (""); None where it names none."""
        named = self._cell(row, "element")
        if not named:
            if "element" in self._shape.columns:
                self._plan.tell(row.line, "table.no-element")
                return None
            return ""
        found = self._known.element(named)
        if found is None:
            self._plan.tell(row.line, "table.element", named)
        return found

    # What a row says of its element.

    def _of_row(self, row: TableRow, element: str) -> None:
        self._who(row, element)
        self._waits(row, element)
        self._status(row, element)
        self._money(row, element)
        indicator = self._indicator(row, element)
        if indicator is None:
            return
        if "value" in self._shape.columns:
            self._number(row, indicator, "value", self._role(row), self._period(row))
        for one in self._shape.numbers:
            when = span(one.period, self._order)
            self._number(row, indicator, one.heading, one.role.capitalize(), when)

    def _who(self, row: TableRow, element: str) -> None:
        for verb in ("lead", "partner"):
            for name in re.split(r"[;,/]| og | and ", self._cell(row, verb)) if self._cell(row, verb) else ():
                name = name.strip()
                if name and may_be_person(name):
                    self._plan.dropped += 1
                    self._plan.tell(row.line, "table.maybe-person")
                elif name:
                    self._plan.parties.setdefault(name.casefold(), Party("Organization", name))
                    words = tuple(one for one in self._words(row, verb) if element)
                    self._plan.ties.append(Tie(element, verb, name.casefold(), words))

    def _waits(self, row: TableRow, element: str) -> None:
        """What *element* depends on: other rows, or elements that are there, by number, identifier or title."""
        plan, cell = self._plan, self._cell(row, "depends_on")
        whole = self._element_named(cell)
        for name in [cell] if whole else re.split(r"[;,]", cell) if cell else ():
            other = whole or self._element_named(name.strip())
            if not element:
                plan.tell(row.line, "table.no-element")
            elif not other or other == element:
                plan.tell(row.line, "table.depends", name.strip())
            else:
                plan.ties.append(Tie(element, "dependsOn", f"#{other}", tuple(self._words(row, "depends_on"))))

    def _element_named(self, name: str) -> str:
        return (self._of_key.get(name.casefold(), "") or self._known.element(name) or "") if name else ""

    def _status(self, row: TableRow, element: str) -> None:
        plan, word, printed = self._plan, self._cell(row, "status"), self._cell(row, "progress")
        if not word and not printed:
            return
        if not element:
            plan.tell(row.line, "table.no-element")
            return
        concept = self._known.status.get(word.casefold()) if word else SG + "NotStated"
        if concept is None:
            self._unknown.setdefault(word, row.line)
            return
        said = [(SG + "status", Iri(concept))]
        day = span(self._cell(row, "as_of"), self._order)
        if day.start and day.start == day.end:
            said.append((SG + "asOf", Literal(day.start, XSD + "date")))  # type: ignore[arg-type]
        elif day.printed:
            plan.tell(row.line, day.told or "date.unread", day.printed)
        if printed:
            reading = number(printed, self._decimal)
            if reading.value and 0 <= Decimal(reading.value) <= 100:
                said.append((SG + "progress", Literal(_decimal(reading.value), XSD + "decimal")))  # type: ignore[arg-type]
            else:
                plan.tell(row.line, "table.progress", printed)
        known = self._reports.setdefault((element, day.start), word)
        if known != word:
            plan.tell(row.line, "table.disagree", f"{known} / {word}")
        stem = element.rpartition("/")[2]
        thing = Thing(self._names.new(f"status-{stem}{'-' + day.start if day.start else ''}"), "StatusUpdate", "",
                      self._words(row, "status", "progress"), [element])  # fmt: skip
        thing.said += said
        plan.things.append(thing)

    def _not_known(self) -> WrongValue:
        words = list(self._unknown)
        line = min(self._unknown.values())
        listed = ", ".join(f"»{word}«" for word in words[:_SHOWN]), ", ".join(f"“{word}”" for word in words[:_SHOWN])
        example = f'--status "{words[0]}=under-way"'
        values = "not-begun, under-way, delayed, finished, stopped, not-stated"
        return WrongValue(
            Text(f"Filens statusord er ikke kendt (fra linje {line}): {listed[0]}.",
                 f"The status words of the file are not known (from line {line}): {listed[1]}."),
            Text(f"Sig én gang, hvad hvert af dem svarer til: {example}. Værdier: {values}.",
                 f"Say once what each of them means: {example}. Values: {values}."),
        )  # fmt: skip

    def _money(self, row: TableRow, element: str) -> None:
        plan, printed = self._plan, self._cell(row, "amount")
        if not printed:
            return
        reading = number(printed, self._decimal)
        currency = self._cell(row, "currency").upper()
        per_year = self._cell(row, "per_year").casefold()
        if not reading.value:
            plan.tell(row.line, "table.amount", printed)
        elif not _CURRENCY.fullmatch(currency):
            plan.tell(row.line, "iati.currency", printed)
        elif per_year not in (*_YES, *_NO):
            plan.tell(row.line, "table.per-year", self._cell(row, "per_year"))
        else:
            when = self._period(row)
            title = " ".join(filter(None, [currency, printed, f"({when.printed})" if when.printed else ""]))
            thing = Thing(
                self._names.new(f"funding-{row.number}"), "Funding", title, self._words(row, "amount"), [element]
            )
            thing.said += [
                (SG + "amount", Literal(_decimal(reading.value), XSD + "decimal")),
                (SG + "currency", Literal(currency)),
                (SG + "perYear", Literal("true" if per_year in _YES else "false", XSD + "boolean")),
                (SG + "valuePrinted", Literal(printed)),
                *_said(when),
            ]
            plan.things.append(thing)

    # Numbers.

    def _period(self, row: TableRow) -> Span:
        """The time that *row* gives; what is not read of it is told, and its words kept."""
        period = self._cell(row, "period")
        when = span(period, self._order) if period else between(
            self._cell(row, "start"), self._cell(row, "end"), self._order
        )  # fmt: skip
        if when.told:
            self._plan.tell(row.line, when.told, when.printed)
        return when

    def _indicator(self, row: TableRow, element: str) -> str | None:
        """The indicator that the numbers of *row* are of; None where it has none."""
        plan, title, unit = self._plan, self._cell(row, "indicator"), self._cell(row, "unit")
        if not title:
            if "value" in self._shape.columns or self._shape.numbers:
                plan.tell(row.line, "table.no-indicator")
            return None
        key = (element, title.casefold())
        first = self._units.setdefault(key, unit.casefold())
        if unit.casefold() != first:
            plan.tell(row.line, "table.units", f"{title}: {first or '–'} / {unit or '–'}")
        known = self._indicators.get((*key, unit.casefold()))
        if known:
            return known
        there = self._known.indicator(title, element)
        if there and (not unit or unit.casefold() in there[1]):
            return self._indicators.setdefault((*key, unit.casefold()), there[0])
        if there:
            plan.tell(row.line, "table.units", f"{title}: {', '.join(there[1]) or '–'} / {unit}")
        words = self._words(row, "indicator", "unit") or self._words(row, "value") or [self._at(row, 0)]
        titled = Words(title, words[0].place, row.line)
        thing = Thing(self._names.new(f"indicator-{slug(title)[:40].strip('-') or row.number}"), "Indicator",
                      shortened(plan, titled), words, [element])  # fmt: skip
        thing.unit = unit
        if not unit:
            plan.tell(row.line, "stratml.no-unit")
        elif code := unit_code(unit):
            thing.said.append((_HAS_UNIT, Iri(code)))
        if direction := _DIRECTIONS.get(self._cell(row, "direction").casefold()):
            thing.said.append((SG + "direction", Iri(SG + direction)))
        plan.things.append(thing)
        self._indicators[(*key, unit.casefold())] = thing.name
        return thing.name

    def _role(self, row: TableRow) -> str:
        word = self._cell(row, "role").casefold()
        role = self._shape.roles.get(word, word)
        if role not in ROLES:
            self._plan.tell(row.line, "table.role", word or "–")
            return ""
        return role.capitalize()

    def _number(self, row: TableRow, indicator: str, field: str, role: str, when: Span) -> None:
        plan = self._plan
        place = self._place[self._shape.columns.get(field, field) if field == "value" else field]
        printed = " ".join(row.cells[place].split())
        if not role:
            return
        if not printed or is_placeholder(printed):
            plan.tell(row.line, "table.no-number", printed)
            return
        reading = number(printed, self._decimal)
        percent = unit_code(self._cell(row, "unit")).endswith("PERCENT")
        if reading.told and not (percent and reading.told.endswith("percent")):
            plan.tell(row.line, reading.told, printed)
        if percent and reading.value and not 0 <= Decimal(reading.value) <= 100:
            plan.tell(row.line, "number.beyond", printed)
        if not when.start and not when.printed:
            plan.tell(row.line, "stratml.undated")
        breakdown = self._cell(row, "breakdown")
        key = (indicator, role, when.start, when.end, when.printed if not when.start else "", breakdown)
        said = reading.value or printed
        if key in self._numbers:
            same = self._numbers[key] == said
            plan.tell(
                row.line,
                "table.twice" if same else "table.disagree",
                said if same else f"{self._numbers[key]} / {said}",
            )
            if same:
                return
        self._numbers[key] = said
        plan.numbers.append(
            Number(f"{self._stem}-{row.number}-{place + 1}", indicator, role, reading.value, printed, when, breakdown,
                   self._at(row, place))
        )  # fmt: skip


def _said(when: Span) -> Iterable[tuple[str, Literal]]:
    """What *when* says of a thing."""
    days = [(SG + verb, Literal(day, XSD + "date")) for verb, day in (("start", when.start), ("end", when.end)) if day]
    return [*days, *([(SG + "datePrinted", Literal(when.printed))] if when.printed else [])]


def _decimal(value: str) -> str:
    return value if "." in value else f"{value}.0"
