"""The changes of the data that the edits, new rows and deleted rows of a form come to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.accept.changes import AnyChange, Change, Pair, RowChange, days_of
from strategigraf.accept.decisions import Problem, Wish
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import (
    LANG_STRING,
    OA,
    PREFIXES,
    RDF,
    SG,
    SKOS,
    Iri,
    Literal,
    Term,
    Text,
    message,
    natural,
)
from strategigraf.core.spans import span_of
from strategigraf.files.source_text import SourceFolder
from strategigraf.files.sssom import Alignment
from strategigraf.files.workspace import Workspace
from strategigraf.form.model import ROLES, SEVERAL, SHEETS, Cells, Field, Model, is_of, responsibility
from strategigraf.form.values import NEW, term_of
from strategigraf.store.lookup import labels
from strategigraf.store.sparql import EmbeddedStore

_TYPE = Iri(RDF + "type")
_ENDS = ("subject", "relation", "object")
_LONGEST = 160  # characters of a title


class Edit(NamedTuple):
    """A cell of the row *key* of *sheet* that gets another *value*; `place` is where it is in the form."""

    sheet: str
    key: str
    field: Field
    value: str
    place: str


class NewRow(NamedTuple):
    """A row of *sheet* that is new: the IRI of the element that it becomes, its values by column, and their places."""

    sheet: str
    thing: str
    values: Cells
    places: dict[str, str]

    def place(self, column: str) -> str:
        """Where the cell of *column* is, or the row, where it has no such column."""
        return self.places.get(column) or next(iter(self.places.values()), self.sheet)


class Making:
    """Makes changes of the data of *model*; what is missing for it is in `problems`."""

    def __init__(self, store: EmbeddedStore, workspace: Workspace, model: Model, wish: Wish) -> None:
        self._store, self._workspace, self._model, self._wish = store, workspace, model, wish
        self.problems: list[Problem] = []
        self._adds: dict[tuple[Path, str], dict[Pair, None]] = defaultdict(dict)
        self._removes: dict[tuple[Path, str], dict[Pair, None]] = defaultdict(dict)
        self._rows: list[RowChange] = []
        self._home = model.homes[model.strategy]
        self._taken = set(model.statements)
        self._quotes: dict[str, str] = {}  # the first quote of each new element

    def changes(
        self, edits: Sequence[Edit], new_rows: Sequence[NewRow], gone: Sequence[tuple[str, str]]
    ) -> list[AnyChange]:
        """The changes of *edits*, *new_rows* and the rows that are *gone* (sheet and key), by file and subject."""
        by_row: dict[tuple[str, str], list[Edit]] = defaultdict(list)
        for edit in edits:
            by_row[edit.sheet, edit.key].append(edit)
        for (sheet, key), of_row in by_row.items():
            if sheet == "responsibilities":
                self._responsibility(key, {edit.field.name: edit.value for edit in of_row}, of_row[0].place)
            elif sheet == "mappings":
                self._alignment(key, {edit.field.name: edit.value for edit in of_row})
            else:
                self._values(sheet, key, of_row)
        for row in sorted(new_rows, key=lambda row: list(SHEETS).index(row.sheet)):
            {
                "elements": self._new_element,
                "links": self._new_link,
                "responsibilities": self._new_responsibility,
                "funding": self._new_funding,
                "mappings": self._new_alignment,
            }[row.sheet](row)
        for sheet, key in gone:
            self._remove(sheet, key)
        subjects = sorted({*self._adds, *self._removes}, key=lambda at: (str(at[0]), natural(at[1])))
        made: list[AnyChange] = []
        for path, subject in subjects:
            adds, removes = self._adds.get((path, subject), {}), self._removes.get((path, subject), {})
            both = adds.keys() & removes.keys()
            new, old = (tuple(pair for pair in told if pair not in both) for told in (adds, removes))
            if new or old:
                made.append(Change(path, subject, new, old))
        return [*made, *self._rows]

    # What is written and what goes.

    def _add(self, subject: str, predicate: str, target: Term, path: Path | None = None) -> None:
        home = path or self._model.homes.get(subject, self._home)
        self._adds[home, subject][Iri(predicate), target] = None

    def _drop(self, subject: str, predicate: str, target: Term) -> None:
        for verb, other, path in self._model.statements.get(subject, ()):
            if verb == predicate and other == target:
                self._removes[path, subject][Iri(predicate), target] = None

    def _values(self, sheet: str, key: str, edits: Iterable[Edit]) -> None:
        """Replaces values of an element or a link; with the ends of a link its plain statement."""
        told = list(edits)
        ends = {edit.field.name: edit.value for edit in told if sheet == "links" and edit.field.name in _ENDS}
        for edit in told:
            wanted = {term_of(edit.field, value) for value in _several(edit)}
            present = {
                target
                for verb, target, _ in self._model.statements.get(key, ())
                if verb == edit.field.predicate and is_of(edit.field, target)
            }
            for target in sorted(present - wanted, key=str):
                self._drop(key, edit.field.predicate, target)
            for target in sorted(wanted - present, key=str):
                self._add(key, edit.field.predicate, target)
            if sheet == "funding" and edit.field.name == "period":
                self._days(key, edit.value, edit.place)
        if ends:
            before = self._model.rows["links"][key]
            after = before | ends
            if any(SEVERAL in after[name] or not after[name] for name in _ENDS):
                self._wrong(told[0].place, message("form.problem.ends"), message("form.remedy.ends"))
                return
            self._drop_plain(key, before)
            self._state(after)

    def _state(self, ends: Cells) -> None:
        """States the plain triple of a link, where it is not there."""
        subject, target = ends["subject"], Iri(ends["object"])
        known = self._model.statements.get(subject, ())
        if not any(verb == ends["relation"] and other == target for verb, other, _ in known):
            self._add(subject, ends["relation"], target)

    def _drop_plain(self, key: str, ends: Cells) -> None:
        """Takes out the plain triple of the link *key*, unless another link has it too."""
        told = [ends[name] for name in _ENDS]
        others = (row for other, row in self._model.rows["links"].items() if other != key)
        if not any([row[name] for name in _ENDS] == told for row in others):
            self._drop(ends["subject"], ends["relation"], Iri(ends["object"]))

    def _remove(self, sheet: str, key: str) -> None:
        if sheet == "mappings":
            path, row = self._model.alignments[key]
            self._rows.append(RowChange(path, row, None))
            return
        if sheet == "responsibilities":
            element, organisation, role = key.split(" ")
            self._drop(element, role, Iri(organisation))
            key = self._model.roles.get(key, "")
        if sheet == "links":
            self._drop_plain(key, self._model.rows["links"][key])
        self._drop_whole(key)

    def _drop_whole(self, key: str) -> None:
        for thing in [key, *self._own_quotes(key)]:
            for verb, target, _ in self._model.statements.get(thing, ()):
                self._drop(thing, verb, target)

    def _own_quotes(self, thing: str) -> list[str]:
        """The quotes that nothing but *thing* rests on, and their selectors."""
        resting: dict[str, set[str]] = defaultdict(set)
        for subject, told in self._model.statements.items():
            for verb, target, _ in told:
                if verb == SG + "evidence":
                    resting[target.value].add(subject)
        quotes = [quote for quote, bearers in resting.items() if bearers == {thing}]
        selectors = [
            target.value
            for quote in quotes
            for verb, target, _ in self._model.statements.get(quote, ())
            if verb == OA + "hasSelector"
        ]
        return [*quotes, *selectors]

    # New rows.

    def _new_element(self, row: NewRow) -> None:
        values, thing = row.values, row.thing
        for column in ("type", "quote"):
            if not values.get(column):
                self._needed(row, column)
        if not (values.get("title_da") or values.get("title_en")):
            self._needed(row, "title_da")
        alike = ("type", "title_da", "title_en", "part_of")
        told = [values.get(name, "") for name in alike]
        for known, cells in self._model.rows["elements"].items():
            if [cells[name] for name in alike] == told:
                twin = message("form.problem.twin", name=self._model.name(known))
                self._wrong(row.place("title_da"), twin, message("form.remedy.there"))
        self._add(thing, SG + "inStrategy", Iri(self._model.strategy))
        for field in SHEETS["elements"]:
            if field.predicate and values.get(field.name):
                for value in values[field.name].split(SEVERAL) if field.kind == "thing" else [values[field.name]]:
                    self._add(thing, field.predicate, term_of(field, value))
        if values.get("quote"):
            self._quote(row, values["quote"])

    def _quote(self, row: NewRow, words: str) -> None:
        """The quote of a new element, found in the source texts: heading, and what stands around it where it occurs
        more than once."""
        if self._wish.sources is None:
            problem = message("form.problem.no-sources"), message("form.remedy.no-sources")
            self._wrong(row.place("quote"), *problem)
            return
        texts = SourceFolder(self._wish.sources)
        documents = {file: document for document, file in self._store.rows_of("form/documents")}
        own = set(self._store.rows_of("form/sources", strategy=self._model.strategy))
        names = sorted((name for name in texts if name in documents), key=lambda name: (documents[name],) not in own)
        for name in names:
            text = texts[name]
            for passage in text.passages([span for span in text.spans(words) if not span.inside])[:1]:
                quote, selector = f"{row.thing}-quote-1", f"{row.thing}-quote-1-selector"
                self._quotes[row.thing] = quote
                self._add(row.thing, SG + "evidence", Iri(quote))
                self._add(quote, RDF + "type", Iri(SG + "Quote"))
                self._add(quote, OA + "hasSource", Iri(documents[name]))
                self._add(quote, OA + "hasSelector", Iri(selector))
                self._add(quote, SG + "section", Literal(passage.section))
                self._add(selector, RDF + "type", Iri(OA + "TextQuoteSelector"))
                around = {"exact": passage.exact, "prefix": passage.prefix, "suffix": passage.suffix}
                for part, said in around.items():
                    if said:
                        self._add(selector, OA + part, Literal(said))
                return
        near = next((found for name in names if (found := texts[name].nearest(words))), "")
        remedy = message("form.remedy.quote-near", near=near[:200]) if near else message("form.remedy.quote")
        self._wrong(row.place("quote"), message("form.problem.quote", words=words[:100]), remedy)

    def _new_link(self, row: NewRow) -> None:
        values = row.values
        missing = [name for name in (*_ENDS, "basis") if not values.get(name)]
        for column in missing:
            self._needed(row, column)
        if missing:
            return
        if any(SEVERAL in values[name] for name in _ENDS):
            self._wrong(row.place("subject"), message("form.problem.ends"), message("form.remedy.ends"))
            return
        told = [values[name] for name in _ENDS]
        if any([cells[name] for name in _ENDS] == told for cells in self._model.rows["links"].values()):
            self._wrong(row.place("subject"), message("form.problem.there"), message("form.remedy.there"))
            return
        ends = (self._model.name(values[name]).rpartition("/")[2] for name in ("subject", "object"))
        link = self._free(f"{self._model.strategy}/link-{'--'.join(ends)}")
        self._add(link, RDF + "type", Iri(SG + "Link"))
        self._add(link, SG + "inStrategy", Iri(self._model.strategy))
        for field in SHEETS["links"]:
            if field.predicate and values.get(field.name):
                self._add(link, field.predicate, term_of(field, values[field.name]))
        for quote in filter(None, map(self._first_quote, (values["subject"], values["object"]))):
            self._add(link, SG + "evidence", Iri(quote))
        self._state(values)

    def _first_quote(self, thing: str) -> str:
        told = self._model.statements.get(thing, ())
        quotes = [target.value for verb, target, _ in told if verb == SG + "evidence"]
        return self._quotes.get(thing) or min(quotes, key=natural, default="")

    def _new_responsibility(self, row: NewRow) -> None:
        role = row.values.get("role") or ROLES[0]
        needed = ("element", "organisation", *(["quote"] if role != ROLES[0] else []))
        missing = [name for name in needed if not row.values.get(name)]
        for column in missing:
            self._needed(row, column)
        if missing:
            return
        for element, organisation in self._pairs(row.values["element"], row.values["organisation"]):
            if responsibility(element, role, organisation) not in self._model.rows["responsibilities"]:
                self._add(element, role, Iri(organisation))
                if role != ROLES[0]:
                    self._role_link(row, element, role, organisation)

    def _role_link(self, row: NewRow, element: str, role: str, organisation: str) -> None:
        """The link that says with the words of *row* that *organisation* has the *role*."""
        ends = (self._model.name(thing).rpartition("/")[2] for thing in (element, organisation))
        link = self._free(f"{self._model.strategy}/link-{'--'.join(ends)}")
        said = {"subject": element, "predicate": role, "object": organisation}
        self._add(link, RDF + "type", Iri(SG + "Link"))
        self._add(link, SG + "inStrategy", Iri(self._model.strategy))
        self._add(link, SG + "basis", Iri(SG + "Stated"))
        for name, target in said.items():
            self._add(link, RDF + name, Iri(target))
        self._quote(row._replace(thing=link), row.values["quote"])

    def _responsibility(self, key: str, values: Cells, place: str) -> None:
        element, organisation, role = key.split(" ")
        after = {"element": element, "organisation": organisation, "role": role} | values
        link, new_role = self._model.roles.get(key, ""), after["role"] or ROLES[0]
        if new_role != ROLES[0] and not link:
            self._wrong(place, message("form.problem.role"), message("form.remedy.role"))
            return
        self._drop(element, role, Iri(organisation))
        pairs = self._pairs(after["element"], after["organisation"])
        if link and (new_role == ROLES[0] or len(pairs) != 1):
            self._drop_whole(link)
        for subject, named in pairs:
            self._add(subject, new_role, Iri(named))
            now = {"subject": subject, "predicate": new_role, "object": named}
            was = {"subject": element, "predicate": role, "object": organisation}
            for name in now if link and new_role != ROLES[0] and len(pairs) == 1 else ():
                if was[name] != now[name]:
                    self._drop(link, RDF + name, Iri(was[name]))
                    self._add(link, RDF + name, Iri(now[name]))

    def _pairs(self, elements: str, organisations: str) -> list[tuple[str, str]]:
        """Each of *elements* with each of *organisations*, of which new ones are described."""
        named = [self._new_organisation(one) if one.startswith(NEW) else one for one in organisations.split(SEVERAL)]
        return [(element, one) for element in elements.split(SEVERAL) if element for one in named if one]

    # Money.

    def _new_funding(self, row: NewRow) -> None:
        values = row.values
        missing = [name for name in ("element", "amount", "currency", "span", "quote") if not values.get(name)]
        for column in missing:
            self._needed(row, column)
        if missing:
            return
        word = message("propose.word-for-funding").in_language(self._workspace.languages[0])
        thing = self._free(f"{values['element'].split(SEVERAL)[0]}-{word}-1")
        printed = values.get("printed") or f"{values['amount'].removesuffix('.0')} {values['currency']}"
        self._add(thing, RDF + "type", Iri(SG + "Funding"))
        self._add(thing, SG + "inStrategy", Iri(self._model.strategy))
        for language in self._workspace.languages:
            self._add(
                thing,
                SKOS + "prefLabel",
                Literal(self._funding_title(values, printed, language), LANG_STRING, language),
            )
        for field in SHEETS["funding"]:
            if field.predicate and values.get(field.name):
                for value in values[field.name].split(SEVERAL) if field.kind == "thing" else [values[field.name]]:
                    self._add(thing, field.predicate, term_of(field, value))
        if values.get("period"):
            self._days(thing, values["period"], row.place("period"))
        self._quote(row._replace(thing=thing), values["quote"])

    def _funding_title(self, values: Cells, printed: str, language: str) -> str:
        first = values["element"].split(SEVERAL)[0]
        title = labels(self._store, [first], language).get(first, self._model.name(first))
        return message("propose.funding", amount=printed, title=title).in_language(language)[:_LONGEST]

    def _days(self, thing: str, period: str, place: str) -> None:
        """The days of the words *period*, in the place of those that there were."""
        days = span_of(period) if period else None
        for verb, target, _ in self._model.statements.get(thing, ()):
            if verb in (SG + "start", SG + "end"):
                self._drop(thing, verb, target)
        if period and days is None:
            self._wrong(place, message("form.problem.period", value=period[:80]), message("form.remedy.period"))
        for verb, target in days_of(days, period, "") if days else ():
            self._add(thing, verb, target)

    def _new_organisation(self, named: str) -> str:
        """The IRI of the organisation that is *named* as a new one; it is described unless there is one with that
        IRI."""
        name = named.removeprefix(NEW)
        letters = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
        iri = f"{self._workspace.base}organisations/{re.sub('[^a-z0-9]+', '-', letters).strip('-') or 'organisation'}"
        if iri not in self._model.lists["organisations"]:
            path = self._workspace.data / "organisations.ttl"
            self._add(iri, RDF + "type", Iri(PREFIXES["org"] + "Organization"), path)
            for language in self._workspace.languages:
                self._add(iri, SKOS + "prefLabel", Literal(name, LANG_STRING, language), path)
        return iri

    def _alignment(self, key: str, values: Cells) -> None:
        path, row = self._model.alignments[key]
        after = self._row_of(self._model.rows["mappings"][key] | values)
        self._rows.append(RowChange(path, row, after, self._titles(after)))

    def _new_alignment(self, row: NewRow) -> None:
        values = row.values
        missing = [name for name in ("element", "match", "counterpart") if not values.get(name)]
        for column in missing:
            self._needed(row, column)
        if missing:
            return
        path = self._mapping_set(values["counterpart"])
        if path is None:
            self._wrong(row.place("counterpart"), message("form.problem.set"), message("form.remedy.set"))
            return
        after = self._row_of(values)
        if any((one.subject, one.predicate, one.object) == after[:3] for _, one in self._model.alignments.values()):
            self._wrong(row.place("element"), message("form.problem.pair"), message("form.remedy.there"))
            return
        others = self._titles(after) | {"author_label": message("form.author").en}
        self._rows.append(RowChange(path, None, after, others))

    def _row_of(self, values: Cells) -> Alignment:
        rationale = Text(values.get("rationale_da", ""), values.get("rationale_en", ""))
        ends = values["element"], values["match"], values["counterpart"]
        return Alignment(*ends, bool(values.get("rejected")), values.get("confidence", ""), rationale, 0)

    def _titles(self, row: Alignment) -> dict[str, str]:
        titles = labels(self._store, [row.subject, row.object], "en")
        return {"subject_label": titles.get(row.subject, ""), "object_label": titles.get(row.object, "")}

    def _mapping_set(self, counterpart: str) -> Path | None:
        """The mapping set for rows with *counterpart*: the one that there is, else a new one; None where it is not
        clear which."""
        known = {path for path, _ in self._model.alignments.values()}
        if counterpart == NO_TERM:
            return next(iter(known)) if len(known) == 1 else None
        slug, other = (self._model.name(iri).partition("/")[0] for iri in (self._model.strategy, counterpart))
        path = self._workspace.data / "alignments" / f"{slug}--{other}.sssom.tsv"
        return next((one for one in sorted(known) if one.name == path.name), path)

    def _free(self, iri: str) -> str:
        number, chosen, stem = 2, iri, iri.removesuffix("-1")
        while chosen in self._taken:
            number, chosen = number + 1, f"{stem}-{number}"
        self._taken.add(chosen)
        return chosen

    def _needed(self, row: NewRow, column: str) -> None:
        self._wrong(row.place(column), message("form.problem.needed"), message("form.remedy.needed"))

    def _wrong(self, place: str, problem: Text, remedy: Text) -> None:
        self.problems.append(Problem(place, problem, remedy))


def _several(edit: Edit) -> list[str]:
    if not edit.value:
        return []
    return edit.value.split(SEVERAL) if edit.field.kind == "thing" else [edit.value]
