"""What a form shows of a strategy: sheets with a row for each element, link, responsibility and alignment, and in each
cell the value that the data have, as text; and the values that a cell may have.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.matrix import MATCHES, NO_TERM
from strategigraf.core.rdf import LANGUAGES, RDF, SG, SKOS, Iri, Literal, Term, Text, message, short
from strategigraf.files import turtle
from strategigraf.files.sssom import Alignment, read_alignments
from strategigraf.files.workspace import Workspace, is_mapping_set
from strategigraf.store.lookup import classes_of, labels, members_of, strategies_in, words_of
from strategigraf.store.names import classes_of_elements
from strategigraf.store.sparql import EmbeddedStore

VERSION = "2"  # of the form: another one is refused
TEXT, THING, CHOICE, DATE, SHARE, YES, READ, KEY = "text", "thing", "choice", "date", "share", "yes", "read", "key"
AMOUNT, SPAN = "amount", "span"  # of money; and whether it is for each year


class Field(NamedTuple):
    """A column: its name, what its cells hold, the property (IRI) that has them in the data, the language of a text,
    and of a choice or thing the list of values (by name) that it is chosen from. What is `fixed` only a new row may
    say."""

    name: str
    kind: str
    predicate: str = ""
    language: str = ""
    list_name: str = ""
    fixed: bool = False


LABEL = SKOS + "prefLabel"
SHEETS: dict[str, tuple[Field, ...]] = {
    "elements": (
        Field("id", KEY),
        Field("name", READ, fixed=True),
        Field("type", CHOICE, RDF + "type", list_name="types"),
        Field("number", TEXT, SKOS + "notation"),
        Field("title_da", TEXT, LABEL, "da"),
        Field("title_en", TEXT, LABEL, "en"),
        Field("term", TEXT, SG + "localTerm", "da"),
        Field("part_of", THING, SG + "partOf", list_name="elements"),
        Field("status", CHOICE, SG + "status", list_name="statuses"),
        Field("start", DATE, SG + "start"),
        Field("end", DATE, SG + "end"),
        Field("printed", TEXT, SG + "datePrinted"),
        Field("quote", READ, fixed=True),
    ),
    "links": (
        Field("id", KEY),
        Field("subject", THING, RDF + "subject", list_name="elements"),
        Field("relation", CHOICE, RDF + "predicate", list_name="relations"),
        Field("object", THING, RDF + "object", list_name="ends"),
        Field("basis", CHOICE, SG + "basis", list_name="bases"),
        Field("confidence", SHARE, SG + "confidence"),
        Field("rationale_da", TEXT, SG + "rationale", "da"),
        Field("rationale_en", TEXT, SG + "rationale", "en"),
    ),
    "responsibilities": (
        Field("id", KEY),
        Field("element", THING, list_name="elements"),
        Field("organisation", THING, list_name="organisations"),
        Field("role", CHOICE, list_name="roles"),
        Field("quote", READ, fixed=True),
    ),
    "funding": (
        Field("id", KEY),
        Field("element", THING, SG + "funds", list_name="elements"),
        Field("amount", AMOUNT, SG + "amount"),
        Field("currency", TEXT, SG + "currency"),
        Field("span", SPAN, SG + "perYear", list_name="spans"),
        Field("printed", TEXT, SG + "valuePrinted"),
        Field("period", TEXT, SG + "datePrinted"),
        Field("state", CHOICE, SG + "fundingState", list_name="states"),
        Field("quote", READ, fixed=True),
    ),
    "mappings": (
        Field("id", KEY),
        Field("element", THING, list_name="elements"),
        Field("match", CHOICE, list_name="matches"),
        Field("counterpart", THING, list_name="counterparts"),
        Field("rejected", YES, list_name="yes"),
        Field("confidence", SHARE),
        Field("rationale_da", TEXT, "", "da"),
        Field("rationale_en", TEXT, "", "en"),
    ),
}
Cells = dict[str, str]


class Model(NamedTuple):
    """A strategy (IRI) as a form shows it: the cells of each row by sheet and key, in order; the `lists` of values by
    name, each value (IRI) with its title; the file and object of each statement by subject and property; the home file
    of each thing; the mapping sets by file, with their rows by key; the languages of the workspace; and the links that
    say who leads, takes part or is consulted, by the key of their row."""

    strategy: str
    rows: dict[str, dict[str, Cells]]
    lists: dict[str, dict[str, str]]
    statements: Mapping[str, list[tuple[str, Term, Path]]]
    homes: Mapping[str, Path]
    alignments: Mapping[str, tuple[Path, Alignment]]
    languages: tuple[str, ...] = LANGUAGES
    roles: Mapping[str, str] = {}

    def is_asked(self, sheet: str, field: Field) -> bool:
        """Whether the column *field* of *sheet* is to be filled in: one for texts in another language than those of the
        workspace is where it has any."""
        other = field.name.endswith(("_da", "_en")) and field.language not in self.languages
        return not other or any(cells.get(field.name) for cells in self.rows[sheet].values())

    def name(self, thing: str) -> str:
        """What *thing* (IRI) is called in the form: within the strategy its last name alone."""
        return thing.removeprefix(self.strategy + "/") if thing.startswith(self.strategy + "/") else short(thing)


def model_of(store: EmbeddedStore, workspace: Workspace, strategy: str, language: str) -> Model:
    """What a form of *strategy* (IRI) shows, with titles in *language*: what its own file describes, in the order of
    the file, and the rows of mapping sets on its elements. Raises TurtleSyntax, MappingSetFaulty."""
    members = members_of(store, strategy)
    paths = _files_of(store, workspace, [strategy, *members])
    statements: dict[str, list[tuple[str, Term, Path]]] = defaultdict(list)
    homes: dict[str, Path] = {}
    for path in paths:
        for subject, predicate, target in turtle.statements(path):
            statements[subject.value].append((predicate.value, target, path))
            if predicate.value == RDF + "type":
                homes.setdefault(subject.value, path)
    kinds = set(classes_of_elements(store))
    typed = {thing: [t.value for p, t, _ in statements.get(thing, ()) if p == RDF + "type"] for thing in members}
    own = [thing for thing in homes if homes[thing] == homes.get(strategy) and thing in typed]
    funding = [thing for thing in own if SG + "Funding" in typed[thing]]
    elements = [thing for thing in own if kinds & set(typed[thing]) and thing not in funding]
    linked = _linked([thing for thing in own if SG + "Link" in typed[thing]], statements)
    links = [link for link, (_, role, _) in linked.items() if role not in ROLES]
    roles = {responsibility(*ends): link for link, ends in linked.items() if ends[1] in ROLES}
    alignments = _alignments(workspace, strategy)
    quotes = words_of(store, [*elements, *funding, *roles.values()])
    rows = {
        "elements": {thing: _cells("elements", thing, statements) for thing in elements},
        "links": {thing: _cells("links", thing, statements) for thing in links},
        "responsibilities": {
            responsibility(thing, predicate, target.value): {
                "id": responsibility(thing, predicate, target.value),
                "element": thing,
                "organisation": target.value,
                "role": predicate,
            }
            for thing in elements
            for predicate, target, _ in statements[thing]
            if predicate in ROLES
        },
        "funding": {thing: _cells("funding", thing, statements) for thing in funding},
        "mappings": {key: _alignment_cells(key, row) for key, (_, row) in alignments.items()},
    }
    found = Model(strategy, rows, {}, statements, homes, alignments, workspace.languages, roles)
    for sheet in ("elements", "funding", "responsibilities"):
        for key, cells in rows[sheet].items():
            cells["quote"] = quotes[thing][0].exact if (thing := roles.get(key, key)) in quotes else ""
    for thing, cells in rows["elements"].items():
        cells["name"] = found.name(thing)
    return found._replace(lists=_lists(store, found, kinds, language))


ROLES = tuple(SG + name for name in ("responsible", "lead", "partner", "consulted"))


def spans() -> dict[str, Text]:
    """The words for each value of `sg:perYear`."""
    return {"true": message("form.span.year"), "false": message("form.span.total")}


def responsibility(element: str, role: str, organisation: str) -> str:
    """The key of the row that says that *organisation* has the *role* for *element* (IRIs)."""
    return f"{element} {organisation} {role}"


def _linked(
    links: Iterable[str], statements: Mapping[str, list[tuple[str, Term, Path]]]
) -> dict[str, tuple[str, str, str]]:
    """The subject, property and object (IRIs) of each of *links*; "" for what it does not say."""
    found = {}
    for link in links:
        told = {predicate: target.value for predicate, target, _ in statements[link]}
        found[link] = (told.get(RDF + "subject", ""), told.get(RDF + "predicate", ""), told.get(RDF + "object", ""))
    return found


def _files_of(store: EmbeddedStore, workspace: Workspace, things: Iterable[str]) -> list[Path]:
    """The user's own Turtle files that say anything of *things*."""
    graphs = {graph for thing in things for graph in store.index.describing(thing)}
    own = [path for path in workspace.data_files() if path.resolve().is_relative_to(workspace.data.resolve())]
    return [path for path in own if workspace.graph_name(path) in graphs]


def _cells(sheet: str, thing: str, statements: Mapping[str, list[tuple[str, Term, Path]]]) -> Cells:
    cells = {field.name: "" for field in SHEETS[sheet]} | {"id": thing}
    for field in SHEETS[sheet]:
        if field.predicate:
            values = {
                target.value
                for predicate, target, _ in statements.get(thing, ())
                if predicate == field.predicate and is_of(field, target)
            }
            cells[field.name] = SEVERAL.join(sorted(values))
    return cells


SEVERAL = " | "  # between several values of a cell


def is_of(field: Field, target: Term) -> bool:
    """Whether *target* is a value that a cell of *field* shows."""
    if isinstance(target, Literal):
        return field.kind in (DATE, SHARE, AMOUNT, SPAN) or (field.kind == TEXT and target.language == field.language)
    return isinstance(target, Iri) and field.kind in (THING, CHOICE)


def _alignments(workspace: Workspace, strategy: str) -> dict[str, tuple[Path, Alignment]]:
    """The rows of the user's own mapping sets whose subject is of *strategy*, by key: file, subject, relation and
    object."""
    found: dict[str, tuple[Path, Alignment]] = {}
    data = workspace.data.resolve()
    for path in workspace.alignment_files():
        if is_mapping_set(path) and path.resolve().is_relative_to(data):
            for row in read_alignments(path):
                if row.subject.startswith(strategy + "/"):
                    found[f"{path.name} {row.subject} {row.predicate} {row.object}"] = (path, row)
    return found


def _alignment_cells(key: str, row: Alignment) -> Cells:
    return {
        "id": key,
        "element": row.subject,
        "match": row.predicate,
        "counterpart": row.object,
        "rejected": "yes" if row.negative else "",
        "confidence": row.confidence,
        "rationale_da": row.rationale.da,
        "rationale_en": row.rationale.en,
    }


_STATUSES = ("Started", "PartlyStarted", "Preparing", "Planned", "NotStated")
_BASES = ("Stated", "Named", "Interpreted")
RELATIONS = ("contributesTo", "realises", "supports", "addresses", "schedules", "answers", "concerns", "continues")
_NO_LINK = {SG + "Misfit", SG + "Announcement", SG + "Justification"}  # elements that are about the text itself


def _lists(store: EmbeddedStore, model: Model, kinds: set[str], language: str) -> dict[str, dict[str, str]]:
    """The values that cells may have, by the name of the list, each with its title."""
    registers = [thing for (thing,) in store.rows_of("form/register")]
    organisations = [thing for (thing,) in store.rows_of("form/organisations")]
    others = [one for one in strategies_in(store) if one != model.strategy]
    counterparts = [thing for other in others for thing in members_of(store, other)]
    classes = classes_of(store, counterparts)
    counterparts = [thing for thing in counterparts if classes.get(thing) in kinds - _NO_LINK]
    elements = list(model.rows["elements"])
    used = {cells["relation"] for cells in model.rows["links"].values()}
    relations = sorted({*used, *(SG + name for name in RELATIONS)} - {""})
    matches = [f"{SKOS}{name}Match" for name in MATCHES[:5]] + [SG + "continues"]
    ends = [*elements, *registers, *counterparts]
    members = {
        "types": sorted(kinds - {SG + "Funding"}),
        "elements": elements,
        "statuses": [SG + name for name in _STATUSES],
        "relations": relations,
        "ends": ends,
        "bases": [SG + name for name in _BASES],
        "organisations": organisations,
        "roles": list(ROLES),
        "states": [SG + name for name in ("AskedFor", "Granted", "Spent")],
        "matches": matches,
        "counterparts": [NO_TERM, *counterparts],
    }
    wanted = {thing for listed in members.values() for thing in listed}
    titles = labels(store, wanted, language)
    found = {name: {thing: titles.get(thing, short(thing)) for thing in listed} for name, listed in members.items()}
    return found | {"spans": {value: text.in_language(language) for value, text in spans().items()}}
