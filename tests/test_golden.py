"""The answers to the catalogue's questions on the real data, as they were read off the sources."""

from pathlib import Path

import pytest

from strategigraf.ask.answer import ask
from strategigraf.core.rdf import SG, Term, short
from strategigraf.files.question import find_question
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE

FILES = sorted((HERE / "golden").glob("*.tsv"))


Golden = tuple[dict[str, str], dict[str, set[str]], list[str], list[list[str]]]


def read(path: Path) -> Golden:
    """Parameters (`# param NAME VALUE`), the rows compared (`# rows COLUMN VALUE,...`; all without), columns, rows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    given = {line.split()[2]: line.split()[3] for line in lines if line.startswith("# param ")}
    only = {line.split()[2]: set(line.split()[3].split(",")) for line in lines if line.startswith("# rows ")}
    body = [line.split("\t") for line in lines if not line.startswith("#")]
    return given, only, body[0], [row + [""] * (len(body[0]) - len(row)) for row in body[1:]]


def shown(value: Term | None) -> str:
    if value is None:
        return ""
    return value.value.removeprefix(SG).lower() if value.value.startswith(SG) else short(value.value)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_answer_is_the_one_read_off_the_source(path: Path, store: EmbeddedStore, workspace: Workspace) -> None:
    given, only, columns, expected = read(path)
    table = ask(store, find_question(path.stem, workspace.query_files()), given)
    answered = [list(row) for row in zip(*(map(shown, table.column(name)) for name in columns), strict=True)]
    for name, kept in only.items():
        answered = [row for row in answered if row[columns.index(name)] in kept]
    assert sorted(answered) == sorted(expected)
