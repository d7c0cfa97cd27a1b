"""What people write in the cells of a form, as the values that the data have."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from strategigraf.core.errors import nearest
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import LANG_STRING, LANGUAGES, SDG, XSD, XSD_STRING, Iri, Literal, Term, Text, message
from strategigraf.core.spans import decimal_of, decimal_text
from strategigraf.form.model import AMOUNT, CHOICE, DATE, SEVERAL, SHARE, SPAN, THING, YES, Field, Model, spans
from strategigraf.form.sheets import BETWEEN, YES_WORDS

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DANISH_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")

_NEW = re.compile(r"(?:ny|new): *(?P<name>\S.{1,158})", re.IGNORECASE)
NEW = "new:"  # before the name of an organisation that is not in the data


class Fault(NamedTuple):
    """Why a cell cannot be read, and what to do."""

    message: Text
    remedy: Text


class Names:
    """What the things of a form are called, by which cells mean them: by their name, name and title, number, or the
    title alone where just one thing has it. *new* are those of new rows, by title or name."""

    def __init__(self, model: Model, new: Mapping[str, str]) -> None:
        self._model = model
        self._new = {_folded(name): thing for name, thing in new.items()}
        self._by_list: dict[str, dict[str, str]] = {}

    def find(self, list_name: str, text: str) -> str | None:
        """The thing (IRI) of the list *list_name*, or of the new rows, that *text* means; None for none."""
        known = self._by_list.get(list_name)
        if known is None:
            known = self._by_list[list_name] = self._known(list_name)
        for tried in (text, text.split(BETWEEN)[0], text.split(" - ")[0]):
            if found := known.get(_folded(tried)):
                return found
        return self._new.get(_folded(text)) if list_name in ("elements", "ends") else None

    def near(self, list_name: str, text: str) -> list[str]:
        """What of the list is called nearly so."""
        listed = self._model.lists.get(list_name, {})
        return nearest(text, [*listed.values(), *map(self._model.name, listed)][:4000], most=2)

    def _known(self, list_name: str) -> dict[str, str]:
        listed = self._model.lists.get(list_name, {})
        found: dict[str, str] = {}
        twice: set[str] = set()
        for thing, title in listed.items():
            folded = _folded(title)
            if folded in found:
                twice.add(folded)
            found.setdefault(folded, thing)
        found = {title: thing for title, thing in found.items() if title not in twice}
        for thing in listed:
            found[_folded(self._model.name(thing))] = thing
            found[_folded(thing)] = thing
            if thing.startswith(SDG):
                found[_folded(thing.removeprefix(SDG))] = thing
        if NO_TERM in listed:
            found |= {_folded(word): NO_TERM for word in message("form.no-counterpart")}
        return found


def _folded(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def value_of(field: Field, cell: object, names: Names) -> str | Fault:
    """The value of a *cell* of *field*, as the model has it: IRIs of things, a date, a number; what is wrong with it
    where it has none. Several values stand in order, between them SEVERAL."""
    text = plain(cell)
    if not text:
        return ""
    if field.kind in (THING, CHOICE):
        parts = [part.strip() for part in text.split(SEVERAL.strip()) if part.strip()]
        found: list[str] = []
        for part in parts if field.kind == THING else [text]:
            thing = names.find(field.list_name, part)
            if thing is None and field.list_name == "organisations" and (new := _NEW.fullmatch(part)):
                thing = NEW + " ".join(new["name"].split())
            if thing is None:
                near = ", ".join(names.near(field.list_name, part))
                remedy = message("form.remedy.unknown-near", near=near) if near else message("form.remedy.unknown")
                if field.list_name == "organisations":
                    remedy = message("form.remedy.organisation", told=remedy)
                return Fault(message("form.problem.unknown", value=part[:80]), remedy)
            found.append(thing)
        return SEVERAL.join(sorted(found))
    if field.kind == DATE:
        return _date(cell, text)
    if field.kind == SHARE:
        return _share(text)
    if field.kind == AMOUNT:
        return _amount(text)
    if field.kind == SPAN:
        known = {_folded(word): value for value, words in spans().items() for word in words}
        return known.get(_folded(text)) or Fault(
            message("form.problem.span", value=text[:80]), message("form.remedy.span")
        )
    if field.kind == YES:
        yes = {_folded(YES_WORDS[language][0]) for language in LANGUAGES} | {"x", "true", "1"}
        no = {_folded(YES_WORDS[language][1]) for language in LANGUAGES} | {"false", "0"}
        if _folded(text) not in yes | no:
            return Fault(message("form.problem.yes", value=text[:80]), message("form.remedy.yes"))
        return "yes" if _folded(text) in yes else ""
    return text


def plain(cell: object) -> str:
    """*cell* as text: whole numbers without decimals, lines as they are, no blanks around, one form of each letter."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    text = unicodedata.normalize("NFC", str(cell)).replace("\r\n", "\n").replace("_x000D_", "")
    return text.replace("\u00a0", " ").strip()


def _date(cell: object, text: str) -> str | Fault:
    if isinstance(cell, (date, datetime)):
        return plain(cell)[:10]
    if match := _DANISH_DATE.fullmatch(text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if not _DATE.fullmatch(text) or not _is_day(text):
        return Fault(message("form.problem.date", value=text[:80]), message("form.remedy.date"))
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text if len(text) == 10 else f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _amount(text: str) -> str | Fault:
    """The amount *text* in whole units: `2500000`, `2.500.000`, `2,500,000`; not what may be either."""
    said = re.sub(r"\s", "", text)
    numbers = {decimal_of(said, language) for language in LANGUAGES} - {None}
    number = numbers.pop() if len(numbers) == 1 else None
    if number is None or number <= 0:
        return Fault(message("form.problem.amount", value=text[:80]), message("form.remedy.amount"))
    return decimal_text(number)


def _share(text: str) -> str | Fault:
    try:
        number = Decimal(text.replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        number = Decimal(-1)
    number = number / 100 if text.endswith("%") else number
    if not number.is_finite() or not 0 <= number <= 1:
        return Fault(message("form.problem.share", value=text[:80]), message("form.remedy.share"))
    return f"{number.normalize():f}" if number not in (0, 1) else f"{number:.1f}"


def same(field: Field, one: str, other: str) -> bool:
    """Whether the values *one* and *other* of *field* say the same."""
    if field.kind in (SHARE, AMOUNT) and one and other:
        try:
            return Decimal(one) == Decimal(other)
        except InvalidOperation:
            return one == other
    return _spaced(one) == _spaced(other)


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def term_of(field: Field, value: str) -> Term:
    """The *value* of a cell of *field* as a term of the data."""
    if field.kind in (THING, CHOICE):
        return Iri(value)
    if field.kind == DATE:
        kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
        return Literal(value, XSD + kinds[len(value)])
    if field.kind == AMOUNT:
        return Literal(value if "." in value else f"{value}.0", XSD + "decimal")
    if field.kind == SPAN:
        return Literal(value, XSD + "boolean")
    if field.kind == SHARE:
        return Literal(value if "." in value else f"{value}.0", XSD + "decimal")
    return Literal(value, LANG_STRING, field.language) if field.language else Literal(value, XSD_STRING)
