"""The columns of an answer are the same whatever its rows, in every format and language."""

import csv
import io
import json

import pytest

from strategigraf.ask.answer import ask
from strategigraf.core.rdf import LANGUAGES, Iri, Literal
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.files.question import read_question
from strategigraf.files.workspace import find_workspace
from strategigraf.render.formats import table_content
from strategigraf.render.frame import table_frame
from strategigraf.render.tables import labelled, table_sheet
from strategigraf.store.lookup import labels
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli

QUESTIONS = [read_question(path) for path in find_workspace().query_files()]


def test_a_question_has_the_same_columns_whatever_its_rows(store: EmbeddedStore, corpus_store: EmbeddedStore) -> None:
    nothing = EmbeddedStore.in_memory()
    for question in QUESTIONS:
        whole = ask(store, question, {})
        answers = [whole, ask(corpus_store, question, {}), ask(nothing, question, {})]
        answers += [whole._replace(rows=(row,)) for row in whole.rows[:: 1 + len(whole.rows) // 8]]
        for language in LANGUAGES:
            for form in ("csv", "tsv", "json"):
                assert len({heads(store, table, form, language) for table in answers}) == 1, question.name
            assert len({table_sheet(store, table, language).headings for table in answers}) == 1
            assert len({tuple(table_frame(store, table, language).names) for table in answers}) == 1


def heads(store: EmbeddedStore, table: Table, form: str, language: str) -> tuple[str, ...]:
    """The names of the columns in what *table* is written as."""
    content = table_content(store, table, form, language)
    if form == "json":
        return tuple(json.loads(content)["head"]["vars"])
    return tuple(next(csv.reader(io.StringIO(content), delimiter="," if form == "csv" else "\t")))


def test_every_column_with_titled_things_says_so(store: EmbeddedStore, corpus_store: EmbeddedStore) -> None:
    for question in QUESTIONS:
        for data in (store, corpus_store):
            table = ask(data, question, {})
            for place, column in enumerate(table.columns):
                things = {cell.value for row in table.rows if isinstance(cell := row[place], Iri)}
                assert column.titled or not labels(data, things, "da"), (
                    f"{question.name}: write iri - for {column.name}"
                )


def test_the_command_line_keeps_the_column_of_titles_of_an_empty_answer(cli: Cli) -> None:
    one = cli("ask", "elements-by-sdg-goal", "--goal", "10", "--format", "csv").out.splitlines()
    none = cli("ask", "elements-by-sdg-goal", "--goal", "2", "--format", "csv").out.splitlines()
    assert len(none) == 1 < len(one)
    assert none[0] == one[0]
    assert "element_label" in none[0]


@pytest.mark.parametrize("titled", [True, False, None])
def test_a_column_that_says_nothing_is_told_by_its_rows(titled: bool | None, store: EmbeddedStore) -> None:
    table = Table(
        (Column("thing", titled=titled), Column("n")), ((Iri("http://metadata.un.org/sdg/10"), Literal("1")),)
    )
    names = [column.name for column in labelled(store, table, "da").columns]
    assert names == (["thing", "n"] if titled is False else ["thing", "thing_label", "n"])
