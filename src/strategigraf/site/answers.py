"""The pages of answers: reports on a strategy, matrices, pictures, and the questions of the catalogue."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from strategigraf.check.quotes import VERIFIED
from strategigraf.compare.comparison import compared_with, generation_pairs_of
from strategigraf.core.matrix import Matrix
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import (
    BASE,
    LANGUAGES,
    RDF,
    RDFS,
    SDG,
    SDGO,
    SG,
    XSD,
    Iri,
    Literal,
    Term,
    Text,
    column_title,
    message,
    of_data,
)
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import (
    Cell,
    Column,
    Crossing,
    Drawing,
    Figure,
    Part,
    Section,
    cell_things,
    for_people,
    shown_value,
)
from strategigraf.core.table import Table
from strategigraf.core.thread import NEEDING_NO_ANSWER
from strategigraf.coverage.coverage import coverage_report
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.coverage.gaps import gaps_report
from strategigraf.dossier.chapters import chapters_of
from strategigraf.dossier.short.brief import capital
from strategigraf.hearing.hearing import hearing, is_heard
from strategigraf.render.formats import dossier
from strategigraf.render.html_page.document import inline_svg
from strategigraf.site.addresses import Ref, path_of, segment
from strategigraf.site.crossing import COLUMNS, CUBE, matrix_page
from strategigraf.site.facts import NOTHING, Facts, Statement, amount
from strategigraf.site.page import Openings, Page
from strategigraf.store.names import kind_name

CHAPTERS = ("goals", "timeline", "sdgs", "gaps", "consultation", "continuity", "comparison")
_SHOWN = 300  # rows of an answer on its page; all are in its CSV


class Shown(NamedTuple):
    """A cell of a table on a page: its words, what they lead to, the anchor of what they open to, whether it is a
    number, and the basis where it names one."""

    words: Text
    ref: Ref | None = None
    opens: str = ""
    is_number: bool = False


class Report(NamedTuple):
    """A page on a strategy that can be made: its path, its title, its chapter, and of a matrix its name."""

    path: str
    title: Text
    chapter: str
    matrix: str = ""


_MATRICES = (  # rows, columns
    ("Initiative", "sdg-target"), ("Goal", "sdg-goal"), ("Track", "sdg-goal"), ("Initiative", "TimelineEntry"),
    ("HearingComment", "Goal"),
)  # fmt: skip


def reports_on(facts: Facts, strategy: str, classes: Collection[str]) -> list[Report]:
    """The reports on *strategy* (IRI), which has elements of the *classes*, that have something to show, in reading
    order; of each matrix its own."""
    store = facts.store
    there = {
        "goals": "Initiative" in classes or "Goal" in classes,
        "timeline": "TimelineEntry" in classes,
        "sdgs": store.holds("store/names-sdgs", strategy=strategy),
        "gaps": bool(classes),
        "consultation": is_heard(store, strategy),
        "continuity": bool(generation_pairs_of(store, strategy)),
        "comparison": bool(compared_with(store, strategy)),
    }
    found = [
        Report(report_path(strategy, chapter), message(f"dossier.chapter.{chapter}"), chapter)
        for chapter in CHAPTERS
        if there[chapter]
    ]
    for rows, columns in _MATRICES:
        if rows in classes and (columns in classes or (columns.startswith("sdg") and there["sdgs"])):
            name = f"{kind_name(SG + rows)}-{columns if columns.startswith('sdg') else kind_name(SG + columns)}"
            kinds = facts.label(SG + rows), facts.label(_REGISTER.get(columns, SG + columns))
            title = Text(*(" × ".join(pair) for pair in zip(*kinds, strict=True)))
            found.append(
                Report(f"matrices/{path_of(strategy).removeprefix('id/')}/{name}", capital(title), "matrices", name)
            )
    return found


_REGISTER = {"sdg-target": SDGO + "Target", "sdg-goal": SDGO + "Goal"}


def report_of(facts: Facts, policy: Policy, strategy: str, report: Report) -> Page:
    """The page of the *report* on *strategy* (IRI)."""
    if report.chapter == "gaps":
        return report_page(facts, strategy, report.chapter, report.title, _gaps(facts, policy, strategy))
    key = ("chapter", strategy, report.chapter)
    found = facts.kept(key, lambda: chapters_of(facts.store, policy, strategy, [report.chapter]))
    sections = [entry.full for one in found for entry in one.entries]
    if report.matrix:
        crossings = [one for one in sections if isinstance(one, Crossing) and one.name == report.matrix]
        return matrix_page(facts, strategy, crossings[0] if crossings else _empty(report))
    tables = [one for one in sections if not isinstance(one, Crossing) and one.name != "thread"]
    return report_page(facts, strategy, report.chapter, report.title, tables)


def _empty(report: Report) -> Crossing:
    rows, _, columns = report.title.da.partition(" × ")
    matrix = Matrix(rows, columns, (), (), {})
    return Crossing(report.matrix, report.title, NOTHING, matrix, report.title, report.title)


def _gaps(facts: Facts, policy: Policy, strategy: str) -> list[Section]:
    """How far what *policy* asks is met, and every gap; the quotes as they were found before."""
    quotes = {quote: check.status in VERIFIED for quote, check in facts.checks.items()} or None
    found = fulfilment(facts.store, policy, [strategy], quotes)
    return [*coverage_report(facts.store, found, compact=quotes is None).parts[:1], *gaps_report(found).parts]


def report_path(strategy: str, name: str) -> str:
    """The path of the report *name* on *strategy*."""
    return f"reports/{path_of(strategy).removeprefix('id/')}/{name}"


def report_page(facts: Facts, strategy: str, name: str, title: Text, sections: Sequence[Section]) -> Page:
    """The page of the report *name* on *strategy*: *title*, and its *sections* as tables whose numbers open, and
    pictures."""
    made = dossier(facts.store, name, title, NOTHING, sections)
    openings = Openings(facts)
    shown = [section_shown(facts, section, openings) for section in made.sections]
    parts = [section for section in made.sections if isinstance(section, Part)]
    return Page(
        report_path(strategy, name),
        "report.html",
        title,
        _report_answer(facts, strategy, name, made.sections),
        "strategies",
        ((path_of(strategy), facts.title(strategy)),),
        NOTHING,
        "",
        facts.proof(quote for section in made.sections for quote in _quotes(facts, section)),
        {"sections": shown, "openings": openings.made()},
        lambda: {"strategy": strategy, "parts": [part_record(part) for part in parts]},
        lambda: part_table(parts[0]) if parts else Table((), ()),
        lambda: [each for part in parts for each in cube(report_path(strategy, name), part)],
        "Dataset",
    )


def _report_answer(facts: Facts, strategy: str, name: str, sections: Sequence[Section]) -> Text:
    """What the report *name* says first."""
    tables = [section for section in sections if isinstance(section, Part)]
    if name == "consultation":
        points = list(hearing(facts.store, strategy).points)
        asking = [point for point in points if point.disposition not in NEEDING_NO_ANSWER]
        counts = Counter(point.disposition.removeprefix(SG) for point in asking)
        return message(
            "site.report.consultation", answered=counts["Answered"], partly=counts["PartlyAnswered"],
            unanswered=counts["NotAnswered"], asking=len(asking), points=len(points),
        )  # fmt: skip
    if name == "continuity" and (told := _continued(tables)):
        return told
    if name == "comparison" and (others := _others(facts, strategy, tables)):
        return message("site.report.comparison", strategies=amount(len(others), "strategy"))
    if name in ("gaps", "sdgs") and tables:
        return message(f"site.report.{name}", gaps=sum(table.gaps for table in tables))
    return (
        sections[0].sentence
        if sections and isinstance(sections[0], Drawing)
        else message("site.report.answer", strategy=facts.title(strategy))
    )


def _continued(tables: Sequence[Part]) -> Text | None:
    """What became of the older elements, summed up over the *tables* that sum it up; None without such."""
    counts: Counter[str] = Counter()
    for table in tables:
        names = [column.name for column in table.columns]
        if {"continued", "dropped"} <= set(names):
            for row in table.rows:
                found = {name: for_people(cell) for name, cell in zip(names, row, strict=True)}
                counts.update({name: int(one.value or 0) for name, one in found.items() if isinstance(one, Figure)})
    if not counts["elements"]:
        return None
    shown = {name: counts[name] for name in ("elements", "continued", "in_part", "related", "dropped")}
    further = {"denied": counts["denied"], "rest": counts["not_assessed"]}
    told = {
        name: message(f"site.report.continuity-{name}", count=count) if count else NOTHING
        for name, count in further.items()
    }
    return message("site.report.continuity", **shown, **told)


def _others(facts: Facts, strategy: str, tables: Sequence[Part]) -> list[str]:
    """The strategies (IRIs) that *strategy* is held against in *tables*."""
    places = [(table, [column.name for column in table.columns]) for table in tables]
    found = [
        for_people(row[names.index("strategy")]) for table, names in places if "strategy" in names for row in table.rows
    ]
    return list(dict.fromkeys(one.value for one in found if isinstance(one, Iri) and one.value != strategy))


def _quotes(facts: Facts, section: Section) -> Iterator[str]:
    if isinstance(section, Part):
        things = {thing for row in section.rows for cell in row for thing in cell_things(cell)}
        for thing in things:
            yield from (one.quote for one in facts.quotes(thing) if of_data(one.quote))


def section_shown(facts: Facts, section: Section, openings: Openings) -> Mapping[str, Any]:
    """A *section* of a report as a page shows it: a table whose numbers open, or a picture."""
    if isinstance(section, Part):
        section = _without_one_strategy(_without_one_strategy(_without_one_strategy(section), "older"), "newer")
        things = {thing for row in section.rows for cell in row for thing in cell_things(cell)}
        facts.know(things)
        rows = [[shown(facts, cell, openings) for cell in row] for row in section.rows]
        numeric = [
            all(told[place].is_number or row[place] is None for told, row in zip(rows, section.rows, strict=True))
            for place in range(len(section.columns))
        ]
        return {
            "sort": "table",
            "name": section.name,
            "title": capital(section.title),
            "sentence": section.sentence,
            "heads": [
                (Text(*(_head(column, language) for language in ("da", "en"))), number)
                for column, number in zip(section.columns, numeric, strict=True)
            ],
            "rows": rows,
        }
    assert isinstance(section, Drawing)
    return {
        "sort": "picture",
        "name": section.name,
        "title": capital(section.title),
        "sentence": section.sentence,
        "svg": clickable(facts, section, openings),
    }


def _without_one_strategy(table: Part, name: str = "strategy") -> Part:
    """*table* without the column *name* of strategies, where it is the same in all rows."""
    names = [column.name for column in table.columns]
    place = names.index(name) if name in names and len(names) > 1 else -1
    is_summary = name == "strategy" or "continued" in names  # elsewhere these columns have elements
    if place < 0 or not is_summary or len({row[place] for row in table.rows}) > 1:
        return table
    rows = tuple((*row[:place], *row[place + 1 :]) for row in table.rows)
    return table._replace(columns=(*table.columns[:place], *table.columns[place + 1 :]), rows=rows)


_STYLE = re.compile(r"<style>[^<]*</style>")


def clickable(facts: Facts, drawing: Drawing, openings: Openings) -> Text:
    """*drawing* for a page, in both languages: what opens has `href="#oN"`, the anchor of what it opens to; the rules
    of its style are those of the style sheet of the site."""
    facts.know(drawing.of)

    def number(things: Iterable[str]) -> list[int]:
        anchor = openings(things)
        return [int(anchor[1:])] if anchor else []

    made = (
        inline_svg(svg, f"{language}-", title, number)
        for language, svg, title in zip(LANGUAGES, drawing.svg, drawing.title, strict=True)
    )
    return Text(*(_OPENS.sub(r'href="#o\1"', _STYLE.sub("", svg)) for svg in made))


_OPENS = re.compile(r'data-of="\d+" href="#e(\d+)"')


def _head(column: Column, language: str) -> str:
    title = column.title(language)
    return title[:1].upper() + title[1:]


def shown(facts: Facts, cell: Cell, openings: Openings) -> Shown:
    """*cell* as a page shows it."""
    found = for_people(cell)
    if isinstance(found, Figure):
        return Shown(found.shown, None, openings(found.of), True)
    if isinstance(found, Iri):
        if of_data(found.value) or found.value.startswith(SDG):
            ref = facts.ref(found.value)
            code = f"{short_name(found.value)} " if found.value.startswith(SDG) else ""
            return Shown(Text(*(code + title for title in ref.title)), ref)
        return Shown(facts.label(found.value))
    if isinstance(found, Text):
        return Shown(found)
    if isinstance(found, Literal):
        return Shown(
            shown_value(found), None, "", found.datatype.startswith(XSD) and found.datatype[len(XSD) :] in _NUMBERS
        )
    return Shown(message("common.no-value") if found is None else Text(*[str(found.value)] * 2))


_NUMBERS = ("integer", "decimal", "double", "float")


# A report for machines.


def part_record(part: Part) -> Mapping[str, Any]:
    """*part* as a record."""
    return {
        "name": part.name,
        "title": {"da": part.title.da, "en": part.title.en},
        "columns": [column.name for column in part.columns],
        "rows": [[_plain(cell) for cell in row] for row in part.rows],
    }


def _plain(cell: Cell) -> Any:
    found = for_people(cell)
    if isinstance(found, Figure):
        return {"value": None if found.value is None else float(found.value), "of": list(found.of)}
    if isinstance(found, Text):
        return {"da": found.da, "en": found.en}
    return None if found is None else found.value


def part_table(part: Part) -> Table:
    """*part* as a table of terms."""
    rows = tuple(tuple(_term(cell) for cell in row) for row in part.rows)
    return Table(part.columns, rows)


def _term(cell: Cell) -> Term | None:
    found = for_people(cell)
    if isinstance(found, Figure):
        return Literal(found.text)
    return Literal(found.da) if isinstance(found, Text) else found


def cube(path: str, part: Part) -> Iterator[Statement]:
    """*part* as a data set of the RDF Data Cube vocabulary: each row an observation, its numbers with what they
    count."""
    whole = f"{BASE}{path}#{segment(part.name)}"
    yield Iri(whole), Iri(RDF + "type"), Iri(CUBE + "DataSet")
    yield Iri(whole), Iri(RDFS + "label"), Literal(part.title.da, _LANG, "da")
    yield Iri(whole), Iri(RDFS + "label"), Literal(part.title.en, _LANG, "en")
    for number, row in enumerate(part.rows, start=1):
        here = Iri(f"{whole}-{number}")
        yield here, Iri(RDF + "type"), Iri(CUBE + "Observation")
        yield here, Iri(CUBE + "dataSet"), Iri(whole)
        for column, cell in zip(part.columns, row, strict=True):
            verb = Iri(COLUMNS + segment(column.name))
            found = for_people(cell)
            if isinstance(found, Figure):
                if found.value is not None:
                    yield here, verb, Literal(found.text, XSD + "decimal")
                for thing in found.of:
                    yield here, Iri("http://www.w3.org/ns/prov#wasDerivedFrom"), Iri(thing)
            elif isinstance(found, Text):
                for language, words in (("da", found.da), ("en", found.en)):
                    if words:
                        yield here, verb, Literal(words, _LANG, language)
            elif found is not None:
                yield here, verb, found


_LANG = RDF + "langString"


# A table of rows, such as the answer to a question.


def answer_rows(facts: Facts, table: Table, most: int = _SHOWN) -> tuple[list[tuple[Text, bool]], list[list[Shown]]]:
    """The heads and the first rows of *table* as a page shows them; links lead to where they are on the page of their
    subject."""
    openings = Openings(facts)
    rows = table.rows[:most]
    facts.know(
        value.value
        for row in rows
        for value in row
        if isinstance(value, Iri) and (of_data(value.value) or value.value.startswith(SDG))
    )
    heads = [(Text(*(_head_of(column, language) for language in ("da", "en"))), False) for column in table.columns]
    return heads, [[shown(facts, value, openings) for value in row] for row in rows]


def _head_of(column: Column, language: str) -> str:
    title = column.own_title.in_language(language) if column.own_title else column_title(column.name, language)
    return title[:1].upper() + title[1:]
