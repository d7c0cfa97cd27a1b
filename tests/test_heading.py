"""What columns are called, and how sentences speak of them."""

import json
import re
from typing import Any

import pytest

from strategigraf.cli import run
from strategigraf.core.rdf import LANGUAGES, Text, column_title, message_lines, named, own_columns, texts
from strategigraf.files.question import read_question
from strategigraf.files.workspace import Workspace
from tests.declared import FROM_DATA, columns, columns_of, parts
from tests.test_openings import ANSWERS

SAME = {"a", "b", "element", "median", "note", "score", "start", "status", "turtle"}  # the Danish word is the same
DANISH_TOO = SAME | {"at", "over", "relation", "stage", "to", "type", "under"}
_WORD = re.compile(r"(?<![\w»-])[A-Za-z_]+(?![\w«-])")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Every answer as a record, by language."""
    folder = tmp_path_factory.mktemp("answers")
    found: dict[str, list[dict[str, Any]]] = {language: [] for language in LANGUAGES}
    for language in LANGUAGES:
        for number, arguments in enumerate(ANSWERS):
            path = folder / f"{language}-{number}.json"
            assert run([*arguments, "--format", "json", "--lang", language, "-o", str(path)]) in (0, 1)
            found[language].append(json.loads(path.read_text(encoding="utf-8")))
    return found


def tables(answers: dict[str, list[dict[str, Any]]]) -> set[tuple[str, ...]]:
    """The names of the columns of each table of every answer."""
    return {
        tuple(column["name"] for column in part["columns"])
        for record in answers["da"]
        for part in record["parts"]
        if part["rows"]
    }


@pytest.mark.long
def test_every_column_of_every_answer_has_a_danish_heading(answers: dict[str, list[dict[str, Any]]]) -> None:
    names = {name for table in tables(answers) for name in table}
    assert sorted(name for name in names - SAME if column_title(name, "da") == name.replace("_", " ")) == []


def test_every_column_of_every_question_has_a_danish_heading(workspace: Workspace) -> None:
    names = {column.name for path in workspace.query_files() for column in read_question(path).columns}
    assert sorted(name for name in names - SAME if column_title(name, "da") == name.replace("_", " ")) == []


def test_every_column_that_the_program_names_has_a_title(workspace: Workspace) -> None:
    names, unseen = columns()
    assert unseen == FROM_DATA
    assert {"requirement", "strand", "message", "initiatives", "exact", "inherited_only", "evidenced"} <= names
    assert sorted(names - texts("columns").keys() - own_columns().keys()) == []


def called_twice(table: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The titles of the columns of *table* by language, where two are the same."""
    titles = [tuple(column_title(name, language) for name in table) for language in LANGUAGES]
    return [called for called in titles if len(set(called)) < len(called)]


def test_no_two_columns_of_a_question_are_called_the_same(workspace: Workspace) -> None:
    questions = {tuple(c.name for c in read_question(path).columns) for path in workspace.query_files()}
    assert [called for table in sorted(questions) for called in called_twice(table)] == []
    assert called_twice(("thing", "element")) != []


@pytest.mark.long
def test_no_two_columns_of_a_table_are_called_the_same(answers: dict[str, list[dict[str, Any]]]) -> None:
    assert [called for table in sorted(tables(answers)) for called in called_twice(table)] == []


@pytest.mark.long
def test_no_danish_sentence_names_a_column_in_english(answers: dict[str, list[dict[str, Any]]]) -> None:
    english = {name for table in tables(answers) for name in table if column_title(name, "da") != name} - DANISH_TOO
    wrong = {
        (record["report"], part["name"], word)
        for record in answers["da"]
        for part in record["parts"]
        for word in _WORD.findall(part["explanation"])
        if word in english
    }
    assert sorted(wrong) == []


@pytest.mark.long
def test_no_sentence_has_the_name_of_a_column_as_machines_write_it(
    answers: dict[str, list[dict[str, Any]]],
) -> None:
    for records in answers.values():
        for record in records:
            for part in record["parts"]:
                assert "`" not in part["explanation"]
                assert not re.search(r"[a-z]_[a-z]", part["explanation"]), part["explanation"]


def test_a_sentence_names_a_column_as_it_is_headed_in_each_language() -> None:
    told = named(Text("`rested_on` er to ting.", "`rested_on` is two things."))
    assert told == Text("»byggede på« er to ting.", "“depended on” is two things.")


def test_the_titles_are_whole_in_both_languages_and_none_is_for_nothing(workspace: Workspace) -> None:
    lines = message_lines("columns")
    names = [line[0] for line in lines]
    assert names == sorted(set(names))
    assert all(len([cell for cell in line if cell]) == 3 for line in lines)
    asked = {column.name for path in workspace.query_files() for column in read_question(path).columns}
    asked |= {f"{made.key}.{column}" for made in parts() for column in columns_of(made)}
    assert sorted(set(names) - columns()[0] - asked) == []
