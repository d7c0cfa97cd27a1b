"""A form taken back: what it changes, three-way against what was handed out and what the data say now; and a copy of it
with the cells marked that cannot be taken.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from strategigraf.accept.decisions import Conflict, Decided, Problem, Wish
from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.api.graph import Graph
from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import LANGUAGES, SG, Text, message
from strategigraf.core.text import cell as inert
from strategigraf.core.text import installing
from strategigraf.form.edits import Edit, Making, NewRow
from strategigraf.form.grids import Grid, Line, Returned, looks_like_form, read_form
from strategigraf.form.model import KEY, READ, SHEETS, Cells, Field, Model, model_of
from strategigraf.form.sheets import heads, shown
from strategigraf.form.values import Fault, Names, plain, same, value_of
from strategigraf.store.sparql import EmbeddedStore


def takes(path: Path) -> bool:
    """Whether the file or folder *path* looks like a form."""
    return looks_like_form(path)


def decided(graph: Graph, store: EmbeddedStore, path: Path, wish: Wish) -> Decided:
    """What the form in *path* changes in the data of *store*. A cell that is as it was handed out changes nothing,
    whatever the data say now; one that both have changed is a conflict. Raises DecisionsFaulty."""
    returned = read_form(path)
    if not store.holds("store/is-of-class", thing=returned.strategy, kind=SG + "Strategy"):
        raise DecisionsFaulty(
            Text(
                f"{path}: skemaet er til {returned.strategy}, som ikke findes i data.",
                f"{path}: the form is for {returned.strategy}, which is not in the data.",
            ),
            Text("Angiv datamappen med --data.", "Give the data folder with --data."),
        )
    model = model_of(store, graph.workspace, returned.strategy, returned.language)
    taking = _Taking(model, returned, wish)
    taking.read_all()
    making = Making(store, graph.workspace, model, wish)
    changes = making.changes(taking.edits, taking.new_rows, taking.gone if wish.remove else [])
    problems = [*returned.problems, *taking.problems, *making.problems]
    conflicts = tuple(taking.conflicts)
    notes = (message("form.note.missing", rows=len(taking.gone)),) if taking.gone and not wish.remove else ()
    copy = None if path.is_dir() else lambda: marked_copy(path, problems, conflicts, returned.language)
    things = tuple(key.partition(" ")[0] if sheet != "mappings" else key.split(" ")[1] for sheet, key in taking.gone)
    return Decided(tuple(changes), tuple(problems), conflicts, things, notes, copy)


class _Row(NamedTuple):
    """A row of a sheet as it was read: its line, and its values by column."""

    line: Line
    values: dict[str, str]


class _Taking:
    def __init__(self, model: Model, returned: Returned, wish: Wish) -> None:
        self._model, self._returned, self._wish = model, returned, wish
        self.edits: list[Edit] = []
        self.new_rows: list[NewRow] = []
        self.gone: list[tuple[str, str]] = []
        self.problems: list[Problem] = []
        self.conflicts: list[Conflict] = []
        self._names = Names(model, {})

    def read_all(self) -> None:
        """Compares all sheets that could be read."""
        grids = self._returned.grids
        self._names = Names(self._model, self._minted(grids.get("elements")))
        for sheet, grid in grids.items():
            seen: dict[str, int] = {}
            for line in grid.lines:
                key = plain(line.cells.get("id", ""))
                if key and key in seen:
                    self._fault(grid, line, "id", "twice", row=seen[key])
                elif key and key not in self._returned.base[sheet]:
                    self._fault(grid, line, "id", "foreign")
                else:
                    seen[key] = line.number
                    self._row(sheet, grid, line, key)
            if "id" in grid.columns:
                self.gone += [
                    (sheet, key)
                    for key in self._returned.base[sheet]
                    if key not in seen and key in self._model.rows[sheet] and self._may_go(sheet, grid, key)
                ]

    def _may_go(self, sheet: str, grid: Grid, key: str) -> bool:
        """Whether a row that is no longer in the form may be removed: not where the data have changed it since."""
        if not self._wish.remove or self._wish.prefer == "file":
            return True
        now, base = self._model.rows[sheet][key], self._returned.base[sheet][key]
        changed = [field for field in _editable(sheet) if not same(field, now[field.name], base[field.name])]
        if changed and self._wish.prefer != "data":
            for field in changed:
                place = f"{grid.title}: {self._model.name(now['id'])}"
                self._conflict(place, sheet, field, now, base[field.name], "")
        return not changed

    def _minted(self, grid: Grid | None) -> dict[str, str]:
        """The IRI of each new element by its titles and name, so that other rows can name it."""
        found: dict[str, str] = {}
        taken = set(self._model.statements)
        for line in grid.lines if grid else ():
            if not plain(line.cells.get("id", "")):
                thing = minted(self._model, {name: plain(cell) for name, cell in line.cells.items()}, taken)
                taken.add(thing)
                line.cells["minted"] = thing
                words = (plain(line.cells.get(name, "")) for name in ("title_da", "title_en", "name"))
                found |= {word: thing for word in words if word}
        return found

    def _row(self, sheet: str, grid: Grid, line: Line, key: str) -> None:
        values: dict[str, str] = {}
        for field in SHEETS[sheet]:
            if field.name not in grid.columns:
                continue  # a column that is not there says nothing
            base = self._returned.base[sheet].get(key, {}).get(field.name, "")
            if key and self._is_as_handed_out(field, base, line.cells[field.name]):
                values[field.name] = base
                continue
            value = value_of(field, line.cells[field.name], self._names)
            if isinstance(value, Fault):
                self.problems.append(Problem(grid.place(line.number, field.name), value.message, value.remedy))
            else:
                values[field.name] = value
        if not key:
            places = {name: grid.place(line.number, name) for name in grid.columns}
            thing = str(line.cells.get("minted", ""))
            self.new_rows.append(NewRow(sheet, thing, values, places))
            return
        self._compare(sheet, grid, line, key, values)

    def _is_as_handed_out(self, field: Field, base: str, cell: object) -> bool:
        """Whether *cell* still says what was handed out, also where the thing that it names is no longer there."""
        said = shown(self._model, field, base, self._returned.language)
        return plain(cell) in (plain(said), plain(inert(said)))

    def _compare(self, sheet: str, grid: Grid, line: Line, key: str, values: Cells) -> None:
        base, now = self._returned.base[sheet][key], self._model.rows[sheet].get(key)
        for field in SHEETS[sheet]:
            if field.name not in values or field.kind == KEY:
                continue
            theirs, was = values[field.name], base[field.name]
            if same(field, theirs, was):
                continue
            place = grid.place(line.number, field.name)
            if field.fixed:
                self._fault(grid, line, field.name, "fixed")
            elif now is None:
                self._conflict(place, sheet, field, {"id": key}, was, theirs)
            elif same(field, theirs, now[field.name]):
                continue
            elif same(field, now[field.name], was) or self._wish.prefer == "file":
                self.edits.append(Edit(sheet, key, field, theirs, place))
            elif self._wish.prefer != "data":
                self._conflict(place, sheet, field, now, was, theirs)

    def _conflict(self, place: str, sheet: str, field: Field, now: Cells, was: str, theirs: str) -> None:
        key = now["id"]
        thing = key.split(" ")[1] if sheet == "mappings" else key.partition(" ")[0]
        column = SHEETS[sheet].index(field)
        what = Text(*(heads(sheet, one)[column] for one in LANGUAGES))
        language = self._returned.language
        told = (was, theirs, now.get(field.name, ""))
        base, in_file, in_data = (shown(self._model, field, value, language) for value in told)
        path = self._model.alignments[key][0] if key in self._model.alignments else self._model.homes.get(thing, "")
        self.conflicts.append(Conflict(place, thing, what, base, in_file, in_data, str(path)))

    def _fault(self, grid: Grid, line: Line, column: str, key: str, **values: object) -> None:
        texts = {
            "foreign": (message("form.problem.foreign"), message("form.remedy.foreign")),
            "fixed": (message("form.problem.fixed"), message("form.remedy.fixed")),
        }
        if key == "twice":
            texts["twice"] = message("form.problem.twice", **values), message("form.remedy.twice")
        self.problems.append(Problem(grid.place(line.number, column), *texts[key]))


def _editable(sheet: str) -> Iterator[Field]:
    return (field for field in SHEETS[sheet] if field.kind not in (KEY, READ))


def _ascii_name(text: str) -> str:
    letters = text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain_letters = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")


def minted(model: Model, cells: Cells, taken: set[str]) -> str:
    """An IRI for the new element with these *cells* as they were written, other than those *taken*: below the
    strategy's, the name that is given, else the source's word for it and its number."""
    given = _ascii_name(cells.get("name", ""))
    word = _ascii_name(cells.get("term", "")) or _ascii_name(cells.get("type", "")) or "element"
    number = _ascii_name(cells.get("number", ""))
    stem = given or (f"{word}-{number}" if number else "")
    if stem and f"{model.strategy}/{stem}" not in taken:
        return f"{model.strategy}/{stem}"
    start = stem or word
    return next(iri for n in range(1, 1_000_000) if (iri := f"{model.strategy}/{start}-{n}") not in taken)


# A copy of the form with the cells marked that cannot be taken.

_PLACE = re.compile(r"(.+)!([A-Z]{1,3})([0-9]{1,7})")


def marked_copy(path: Path, problems: Iterable[Problem], conflicts: Iterable[Conflict], language: str) -> bytes:
    """The workbook *path* with a colour and a comment in *language* at each cell that *problems* and *conflicts* name.
    Raises LibraryMissing without the package that changes workbooks."""
    try:
        from openpyxl import load_workbook
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill
    except ImportError as error:
        raise LibraryMissing(message("form.no-library"), installing("form")) from error
    said: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        _note(said, problem.place, f"{problem.message.in_language(language)} {problem.remedy.in_language(language)}")
    for one in conflicts:
        values = {"base": one.base or "–", "theirs": one.theirs or "–", "now": one.now or "–"}
        _note(said, one.place, message("form.conflict", **values).in_language(language))
    book = load_workbook(path)
    colour = PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE")
    for (sheet, cell), texts in said.items():
        if sheet in book.sheetnames:
            target = book[sheet][cell]
            if hasattr(target, "comment") and target.__class__.__name__ == "Cell":
                target.fill = colour
                target.comment = Comment("\n".join(texts)[:2000], "strategigraf", height=140, width=360)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _note(said: dict[tuple[str, str], list[str]], place: str, text: str) -> None:
    if match := _PLACE.match(place):
        said.setdefault((match[1], f"{match[2]}{match[3]}"), []).append(text)
