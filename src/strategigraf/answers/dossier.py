"""Dossiers: sections with the titles and the words of all that they speak of."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from strategigraf.answers.kind import Kind
from strategigraf.answers.matrix_sheet import bearers
from strategigraf.answers.opening import openings
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.dossier import Crossing, Dossier, Drawing, Section
from strategigraf.values.figure import Figure
from strategigraf.values.iri import iri_batches
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import ID, RDF, SDG, short
from strategigraf.values.report import Coded, Part, Report
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.files.source_text import SourceText

SIGNED = Text(
    "Et tegn er én tråd mellem rækken og kolonnen og åbner til de ord, den hviler på. Et hul er en række, som "
    "politikken beder om en tråd, den ikke har selv.",
    "A sign is one thread between row and column and opens to the words it rests on. A gap is a row that the policy "
    "asks for a thread it does not have itself.",
)
_ENDS = """
PREFIX rdf: <{0}>
SELECT ?statement ?subject ?object WHERE {{
  VALUES ?statement {{ {1} }} ?statement rdf:subject ?subject ; rdf:object ?object .
}}
ORDER BY ?statement"""


def dossier(store: Store, name: str, title: Text, lead: Text, sections: Iterable[Section]) -> Dossier:
    """The *sections* as a dossier: everything in them named in both languages, and opened to its words."""
    from strategigraf.answers.imprint import imprint

    kept = tuple(_for_people(section) for section in sections)
    opened = {thing for section in kept for thing in _opened(section)}
    words = openings(store, opened)
    shown = opened | {thing for section in kept for thing in _shown(section)}
    shown |= {quote.document for quotes in words.values() for quote in quotes}
    ends = _ends(store, shown)
    shown |= {end for pair in ends.values() for end in pair}
    danish, english = (labels(store, shown, language) for language in ("da", "en"))
    names = {thing: Text(danish.get(thing, ""), english.get(thing, "")) for thing in sorted(shown)}
    for statement, (subject, target) in ends.items():
        names[statement] = Text(*(" → ".join(_end(end, of) for end in (subject, target)) for of in (danish, english)))
    documents = {quote.document for quotes in words.values() for quote in quotes}
    return Dossier(name, title, lead, kept, names, words, imprint(store, opened, documents))


def verified(store: Store, made: Dossier, sources: "Mapping[str, SourceText]") -> Dossier:
    """The dossier *made* with its quotes looked up in *sources* (texts by file name)."""
    from strategigraf.answers.imprint import verification

    wanted = (quote.quote for quotes in made.words.values() for quote in quotes)
    return made._replace(imprint=made.imprint._replace(verification=verification(store, wanted, sources)))


def _for_people(section: Section) -> Section:
    """*section* with words in place of codes."""
    if not isinstance(section, Part):
        return section
    rows = (tuple(cell.words if isinstance(cell, Coded) else cell for cell in row) for row in section.rows)
    return section._replace(rows=tuple(rows))


def of_report(store: Store, report: Report) -> Dossier:
    """*report* as a dossier: a section for each of its parts."""
    return dossier(store, report.name, report.title, Text("", ""), report.parts)


def of_matrix(store: Store, whole: Matrix, kinds: tuple[Kind, Kind]) -> Dossier:
    """The matrix *whole* of *kinds* as a dossier of one section."""
    name = f"{whole.row_kind}-{whole.column_kind}"
    title = Text(*(" × ".join(kind.label.in_language(language) for kind in kinds) for language in ("da", "en")))
    section = Crossing(name, title, SIGNED, whole, kinds[0].label, kinds[1].label)
    return dossier(store, name, title, _strategies(store, whole), [section])


def _strategies(store: Store, whole: Matrix) -> Text:
    """The titles of the strategies that the rows and columns of *whole* come from, in their order."""
    found = [of for of in dict.fromkeys(map(origin, (*whole.rows, *whole.columns))) if of]
    titled = [labels(store, found, language) for language in ("da", "en")]
    return Text(*(". ".join(titles[of] for of in found if of in titles) + "." * bool(titles) for titles in titled))


def origin(thing: str) -> str:
    """The strategy that *thing* stands below by its IRI; empty where it stands below none."""
    name = short(thing)
    return ID + name.rpartition("/")[0] if thing.startswith(ID) and "/" in name else ""


def _opened(section: Section) -> Iterable[str]:
    """The things whose words *section* opens to."""
    if isinstance(section, Crossing):
        for mark in section.matrix.marks():
            yield from bearers(mark)
        yield from section.matrix.rows
        yield from section.matrix.columns
    elif isinstance(section, Drawing):
        yield from section.of
    elif isinstance(section, Part):
        for row in section.rows:
            for cell in row:
                if isinstance(cell, Figure):
                    yield from cell.of
                elif isinstance(cell, Iri):
                    yield cell.value


def _shown(section: Section) -> Iterable[str]:
    """The further things that *section* names."""
    if isinstance(section, Crossing):
        yield from section.matrix.columns
        yield from section.matrix.groups
        yield from filter(None, map(origin, (*section.matrix.rows, *section.matrix.columns)))
        for mark in section.matrix.marks():
            yield from mark.way[0]


def _ends(store: Store, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Subject and object of each link or alignment among *things*."""
    wanted = sorted(thing for thing in things if thing.startswith(ID))
    found: dict[str, tuple[str, str]] = {}
    for values in iri_batches(wanted):
        for statement, subject, target in store.rows(_ENDS.format(RDF, values)):
            found[statement] = (subject, target)
    return found


def _end(thing: str, titles: dict[str, str]) -> str:
    if thing.startswith(SDG):
        return f"{short(thing)} {titles.get(thing, '')}".strip()
    return titles.get(thing, short(thing))


def title_of(names: Mapping[str, Text], thing: str, language: str) -> str:
    """The title of *thing* in *language*, its short name where it has none."""
    return names.get(thing, Text("", "")).in_language(language) or short(thing)
