"""Tables as sheets, with the names of things in the reader's language."""

from strategigraf.answers.heading import heading
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.namespaces import SG, SKOS, short
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Column, Table
from strategigraf.values.term import LANG_STRING, XSD, Blank, Iri, Literal, Term
from strategigraf.values.text import Text

_TRUTH = {True: Text("ja", "yes"), False: Text("nej", "no")}


def table_sheet(store: Store, table: Table, language: str) -> Sheet:
    """*table* for people: each thing by its short name and title, each concept by its label, yes and no in words."""
    iris = _iris(table)
    names = labels(store, iris, language)
    shown = {iri: _titled(iri, names.get(iri, "")) for iri in iris}
    rows = tuple(
        tuple(["" if v is None else shown[v.value] if isinstance(v, Iri) else _said(v, language) for v in row])
        for row in table.rows
    )
    return Sheet(
        tuple(heading(column.name, language) for column in table.columns),
        rows,
        title=table.heading.in_language(language) if table.heading else "",
    )


def labelled(store: Store, table: Table, language: str) -> Table:
    """*table* with a column `NAME_label` after each column of things that have a title: those that say so, whatever the
    rows, and of the columns that say nothing those with such a thing."""
    names = labels(store, _iris(table), language)
    titled = [
        any(isinstance(row[i], Iri) and row[i].value in names for row in table.rows)  # type: ignore[union-attr]
        if column.titled is None
        else column.titled
        for i, column in enumerate(table.columns)
    ]
    columns: list[Column] = []
    for column, has_title in zip(table.columns, titled, strict=True):
        columns += [column, Column(f"{column.name}_label")] if has_title else [column]
    rows = []
    for row in table.rows:
        cells: list[Term | None] = []
        for value, has_title in zip(row, titled, strict=True):
            label = names.get(value.value) if isinstance(value, Iri) else None
            title = Literal(label, LANG_STRING, language) if label else None
            cells += [value, title] if has_title else [value]
        rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows), table.heading)


def with_evidence(store: Store, table: Table, language: str) -> Sheet:
    """*table* for people, with the words of each of its links below."""
    from strategigraf.answers.evidence_of import words_of

    sheet = table_sheet(store, table, language)
    columns = [index for index, column in enumerate(table.columns) if column.name == "link"]
    links = [row[index] for row in table.rows for index in columns]
    wanted = list(dict.fromkeys(link.value for link in links if isinstance(link, Iri)))
    words = words_of(store, wanted)
    notes = []
    for link in wanted:
        notes.append(short(link))
        notes += [f"  “{quote.exact}” ({quote.section}, {short(quote.document)})" for quote in words.get(link, ())]
    return sheet._replace(notes=tuple(notes))


def _iris(table: Table) -> set[str]:
    return {value.value for row in table.rows for value in row if isinstance(value, Iri)}


def _said(value: Literal | Blank, language: str) -> str:
    """*value* as people write it: yes and no in words."""
    if isinstance(value, Literal) and value.datatype == XSD + "boolean":
        return _TRUTH[value.value in ("true", "1")].in_language(language)
    return value.value


def _titled(iri: str, label: str) -> str:
    if iri.startswith((SG, SKOS)) and label:
        return label
    return f"{short(iri)} {label}".strip()
