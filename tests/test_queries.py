"""Our own queries: each a file that any engine can run as it stands, that says what it gives, and that some module
asks; and no SPARQL anywhere else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from rdflib.plugins.sparql.parser import parseQuery

from strategigraf.core.rdf import PREFIXES, Iri, Literal
from strategigraf.export.tables import TABLES
from strategigraf.store.sparql import EmbeddedStore, query_text
from tests.test_house import MODULES, PACKAGE

OWN = sorted(f"{path.parts[-3]}/{path.stem}" for path in PACKAGE.rglob("*.rq"))
ASKS = ("rows_of", "rows_in_batches", "table_of", "triples_of", "holds")
_SPARQL = re.compile(
    r"(SELECT|DESCRIBE)\s+(DISTINCT\s+)?[?$(*]|(CONSTRUCT|ASK|WHERE)\s*\{|VALUES \?\w"
    r"|\?\w+ (a|\?\w+|<[^ ]*>|\w+:\w+) [?<\w]"
)
_MAKE_SPARQL = (
    "check/policy_shapes.py",  # the text of a SPARQL constraint: a part of a shape, which no store is asked
    "check/rules.py",  # shapes as queries
    "ask/lexicon.py",  # the pattern of a relation
    "ask/translation.py",  # a question in plain words as a query
    "endpoint/answering.py",  # what a graph is asked for by its name, and a remedy
    "endpoint/description.py",  # what the service description counts in any dataset
    "remote/pull.py",  # what a server is asked
    "remote/push.py",  # what a server is asked
    "serve/pages.py",  # what a form begins with
    "serve/workbench.py",  # what the editor begins with, and its terms
)


def asked(path: Path) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The queries that the module *path* asks, each with the parameters that it gives, and the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKS:
            name, *rest = node.args
            if isinstance(name, ast.Constant):
                further = [rest[1].value] if len(rest) == 2 and isinstance(rest[1], ast.Constant) else []
                given = [*map(str, further), *(word.arg or "" for word in node.keywords)]
                yield str(name.value), tuple(given), node.lineno


def sparql_in(path: Path) -> Iterator[tuple[int, str]]:
    """The texts in the module *path* that read as SPARQL, with their lines; SQL and what documents it aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "<>" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            text = node.value
        else:
            continue
        if _SPARQL.search(text.replace("{{", "{").replace("}}", "}")):
            yield node.lineno, text


def test_a_query_is_valid_declares_what_it_uses_and_runs_as_it_stands(store: EmbeddedStore) -> None:
    assert len(OWN) > 80
    for name in OWN:
        text = query_text(name)
        parseQuery(text)
        body = re.sub(r'"[^"]*"|<[^>]*>|(?m:^#.*$)', "", text)
        used = set(re.findall(r"\b([a-z]+):\w", re.sub(r"(?m)^PREFIX .*$", "", body)))
        declared = dict(re.findall(r"(?m)^PREFIX ([a-z]+): <(.*)>$", text))
        assert declared.keys() == used, name
        assert all(PREFIXES.get(prefix, namespace) == namespace for prefix, namespace in declared.items()), name
        store.answer(text)


def test_a_query_says_first_what_it_gives_column_by_column() -> None:
    for name in OWN:
        says = " ".join(re.findall(r"(?m)^# (.*)$", query_text(name).partition("{")[0]))
        assert says.endswith("."), name
        answer = pyoxigraph.Store().query(query_text(name))
        if isinstance(answer, pyoxigraph.QuerySolutions):
            for variable in answer.variables:
                assert re.search(rf"\b{variable.value}", says, re.IGNORECASE), (name, variable)


def test_every_query_is_asked_with_parameters_that_it_has() -> None:
    found = {(name, given) for path in MODULES for name, given, _ in asked(path)}
    of_tables = {f"export/{table.name}" for table in TABLES}  # each table asks the query of its name
    assert sorted({name for name, _ in found} | of_tables) == OWN
    for name, given in found:
        for parameter in given:
            assert re.search(rf'VALUES \?{parameter} \{{ (UNDEF|"da") \}}', query_text(name)), (name, parameter)


def test_a_query_is_asked_by_its_own_folder_or_lies_in_the_store() -> None:
    for path in MODULES:
        for name, _, line in asked(path):
            assert name.partition("/")[0] in ("store", path.relative_to(PACKAGE).parts[0]), f"{path}:{line}"


def test_no_sparql_stands_in_a_module(tmp_path: Path) -> None:
    for path in MODULES:
        if path.relative_to(PACKAGE).as_posix() not in _MAKE_SPARQL:
            assert list(sparql_in(path)) == [], path
    wrong = tmp_path / "wrong.py"
    for text in (
        'f"SELECT ?s WHERE {{ ?s a <{cls}> }}"',
        "'?thing sg:localTerm ?term .'",
        'f"VALUES ?s {{ {bound} }}"',
    ):
        wrong.write_text(f"query = {text}\n", encoding="utf-8")
        assert list(sparql_in(wrong)), text


def test_values_are_written_in_and_lines_without_them_left_out(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def rows(_: EmbeddedStore, query: str) -> list[tuple[str, ...]]:
        sent.append(query)
        return []

    monkeypatch.setattr(EmbeddedStore, "rows", rows)
    thing = "https://w3id.org/strategigraf/id/x/a"
    store.rows_of("trace/aligned", thing=thing, language=Literal("en"))
    store.rows_of("store/members", strategy=None, thing=[thing, "no IRI", thing + "b"])
    store.rows_of("store/strategies")
    list(store.rows_in_batches("store/classes", [f"{thing}{number}" for number in range(700)], "thing"))
    assert f"VALUES ?thing {{ <{thing}> }}" in sent[0]
    assert 'VALUES ?language { "en" }' in sent[0]
    assert f"VALUES ?thing {{ <{thing}> <{thing}b> }}" in sent[1]
    assert "UNDEF" not in sent[1]
    assert [query.count(thing) for query in sent[3:]] == [300, 300, 100]
    with pytest.raises(KeyError, match="store/strategies: thing"):
        store.rows_of("store/strategies", thing=Iri(thing))
