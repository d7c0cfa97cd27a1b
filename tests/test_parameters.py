"""A parameter of a question filters: the answer with it is the rows of the answer without it that have its value."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest

from strategigraf.ask.answer import ask
from strategigraf.core.errors import QuestionFile, StrategigrafError, WrongUsage
from strategigraf.core.rdf import Term, expand, short
from strategigraf.core.table import Table
from strategigraf.files.question import Parameter, Question, read_question
from strategigraf.files.workspace import find_workspace
from strategigraf.store.names import names_of_class
from strategigraf.store.sparql import EmbeddedStore
from tests.random_catalogue import filled

QUESTIONS = [read_question(path) for path in find_workspace().query_files()]
PARAMETERS = [(question, parameter) for question in QUESTIONS for parameter in question.parameters]
YEARS = [str(year) for year in range(2012, 2032)]
Row = tuple[Term | None, ...]
Given = Mapping[str, str]
Held = Mapping[tuple[str, str], frozenset[str]]


def held(store: EmbeddedStore) -> Held:
    """What each thing has of each property that a parameter is shown by."""
    paths = {parameter.shown.path for _, parameter in PARAMETERS if parameter.shown and parameter.shown.path}
    found: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        for thing, value in store.rows(f"SELECT ?thing ?value {{ ?thing <{expand(path)}> ?value }}"):
            found.setdefault((thing, path), set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}


def has(table: Table, row: Row, parameter: Parameter, value: str, held: Held) -> bool:
    """Whether *row* of *table* shows *value* of *parameter*, by what the question's header says of it."""
    shown = parameter.shown
    assert shown is not None
    names = [column.name for column in table.columns]
    cells = [row[names.index(column)] for column in shown.columns]
    if shown.range:
        first, last = (cell.value if cell else "" for cell in cells)
        return first <= value <= last
    wanted = expand(value)
    if shown.path:
        return any(cell and wanted in held.get((cell.value, shown.path), ()) for cell in cells)
    return any(cell is not None and cell.value == wanted for cell in cells)


def values(store: EmbeddedStore, parameter: Parameter) -> list[str]:
    """Every value that *parameter* can be given in *store*."""
    return names_of_class(store, expand(parameter.kind)) if parameter.type == "iri" else YEARS


def occurring(store: EmbeddedStore, parameter: Parameter, table: Table, held: Held) -> list[str]:
    """The values of *parameter* that a row of *table* shows (some twenty of many), and three that none does."""
    every = values(store, parameter)
    shown = [value for value in every if any(has(table, row, parameter, value, held) for row in table.rows)]
    others = [value for value in every if value not in shown]
    return shown[:: 1 + len(shown) // 20] + others[:: 1 + len(others) // 3]


def misses(store: EmbeddedStore, question: Question, whole: Table, cases: Iterable[Given], held: Held) -> Iterator[str]:
    """What of *cases* gives other rows of *question* than those of the *whole* answer that show its values."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for case in cases:
        found = ask(store, question, case).rows
        wanted = tuple(
            row for row in whole.rows if all(has(whole, row, known[name], case[name], held) for name in case)
        )
        if found != wanted:
            yield f"{question.name} {dict(case)}: {len(found)} rows, of which it shows {len(wanted)}"


def searched(store: EmbeddedStore, wide: bool) -> list[str]:
    """What no parameter of any question may do over *store*: each alone and every two together, with the values that
    occur and some that do not; *wide*: all there are."""
    kept = held(store)
    wrong: list[str] = []
    for question in QUESTIONS:
        if not question.parameters:
            continue
        whole = ask(store, question, {})
        taken = {
            parameter.name: values(store, parameter) if wide else occurring(store, parameter, whole, kept)
            for parameter in question.parameters
        }
        alone: list[Given] = [{name: value} for name, those in taken.items() for value in those]
        pairs: list[Given] = [
            {one: value, other: second}
            for one, other in combinations(taken, 2)
            for value in taken[one][:: 1 if wide else max(1, len(taken[one]) // 4)]
            for second in taken[other][: 6 if wide else 4]
        ]
        wrong += misses(store, question, whole, [*alone, *pairs], kept)
    return wrong


def test_every_parameter_is_shown_by_a_column() -> None:
    unshown = [f"{question.name} {parameter.name}" for question, parameter in PARAMETERS if parameter.shown is None]
    assert unshown == [], "write #+ shown.NAME: COLUMN [PROPERTY] in the header"


def test_a_parameter_keeps_the_rows_that_have_its_value_on_the_real_data(store: EmbeddedStore) -> None:
    assert searched(store, wide=False) == []


@pytest.mark.long
def test_a_parameter_keeps_the_rows_that_have_its_value_whatever_is_in_the_data(store: EmbeddedStore) -> None:
    assert searched(store, wide=True) == []


def test_a_parameter_keeps_the_rows_that_have_its_value_in_the_invented_municipality(
    corpus_store: EmbeddedStore,
) -> None:
    assert searched(corpus_store, wide=True) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_parameter_keeps_the_rows_that_have_its_value_in_random_worlds(seed: int, tmp_path: Path) -> None:
    assert searched(filled(seed, tmp_path), wide=True) == []


@pytest.mark.long
def test_a_parameter_keeps_the_rows_that_have_its_value_in_many_random_worlds(tmp_path: Path) -> None:
    asked: set[str] = set()
    for seed in range(3, 43):
        world = filled(seed, tmp_path / str(seed))
        assert searched(world, wide=True) == [], seed
        asked |= {question.name for question in QUESTIONS if ask(world, question, {}).rows}
    assert {question.name for question in QUESTIONS} - asked <= {"sdg-claim-misfits"}


def test_what_is_not_there_or_of_another_class_is_refused_by_every_parameter(store: EmbeddedStore) -> None:
    wrong = ("ukendt-99", "sg:Goal", "organisations/ukendt", "https://example.org/x", "", "to ord", "1e3")
    passed = [
        f"{question.name} --{parameter.name} {value}"
        for question, parameter in PARAMETERS
        for value in (wrong if question.name in ("counterparts", "initiatives-by-status") else wrong[:2])
        if not refused(store, question, {parameter.name: value})
    ]
    assert passed == []


def refused(store: EmbeddedStore, question: Question, case: Given) -> bool:
    """Whether the value of *case* is refused, by a message that names it."""
    try:
        ask(store, question, case)
    except StrategigrafError as error:
        return isinstance(error, WrongUsage) and all(short(value) in str(error) for value in case.values())
    return False


def test_a_parameter_without_a_column_of_its_own_says_where_it_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    for line, good in (
        ("goal sg:inStrategy", True),
        ("from..to", True),
        ("goal|from", True),
        ("other", False),
        ("", True),
    ):
        told = f"#+ shown.strategy: {line}\n" if line else ""
        head = "".join(
            f"#+ {key}: x\n" for key in ("summary", "question.da", "question.en", "column.goal", "column.from")
        )
        head += "#+ column.to: x\n#+ param.strategy: iri of sg:Strategy, optional - x\n"
        file.write_text(
            f"{head}{told}SELECT ?goal {{ VALUES ?strategy {{ UNDEF }} }} ORDER BY ?goal\n", encoding="utf-8"
        )
        if good:
            assert (read_question(file).parameters[0].shown is None) == (line == "")
        else:
            with pytest.raises(QuestionFile):
                read_question(file)
