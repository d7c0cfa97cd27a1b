"""A query ends: after its time, beyond its memory, at Ctrl-C; nothing is left over and the cache is whole."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import strategigraf as sg
from strategigraf.api.graph import Graph
from strategigraf.core.errors import QueryFailed, QuerySyntax, QueryTooHeavy
from strategigraf.core.table import Table
from strategigraf.store.limit import Limit, StoreWithin, within
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli

EXPLODING = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "endless rows": "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "property paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>)* ?b . ?c (!<x:a>)* ?d }",
    "order": "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f LIMIT 1",
    "yes or no": "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'x') }",
    "graph": "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "text": "SELECT (GROUP_CONCAT(?c) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
DOUBLING = "SELECT (STRLEN(?x40) AS ?n) { BIND('0123456789' AS ?x0) " + "".join(
    f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40)
) + "}"  # fmt: skip


def command(cache_root: Path, *arguments: str) -> "subprocess.Popen[str]":
    """The command line in a process of its own."""
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(cache_root), "STRATEGIGRAF_LANG": "en"}
    words = [sys.executable, "-m", "strategigraf", *arguments]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


QUICK = ("cross product", "property paths", "graph")  # a count, a search that grows, an answer without end


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in QUICK else pytest.mark.long) for n in EXPLODING])
def test_a_query_that_explodes_ends_in_time_and_leaves_the_cache_whole(name: str, cli: Cli, cache_root: Path) -> None:
    cli("list")
    cli("list")  # what is asked for again is kept on the disk
    parts = sorted((path, path.stat().st_size) for path in cache_root.rglob("*.sst"))
    assert parts
    begin = time.monotonic()
    process = command(cache_root, "query", "--timeout", "1", "-e", EXPLODING[name])
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - begin < 1 + 2 + starting()
    assert (process.returncode, out) == (3, "")
    assert err.startswith("query-too-heavy: The query was stopped when it took more than 1 seconds.\n")
    assert "--timeout" in err
    assert sorted((path, path.stat().st_size) for path in cache_root.rglob("*.sst")) == parts
    assert cli("query", "-e", "ASK {}").out == "true\n"


def starting() -> float:
    """How long a process of Python takes to start here and now, with what a busy machine adds."""
    begin = time.monotonic()
    subprocess.run([sys.executable, "-c", "import pyoxigraph, click"], check=True)
    return 3 * (time.monotonic() - begin)


def test_a_query_that_needs_too_much_memory_ends(cli: Cli, cache_root: Path) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell how much memory a process holds")
    cli("list")
    for query in (DOUBLING, EXPLODING["endless rows"]):
        process = command(cache_root, "query", "--memory", "200", "--timeout", "30", "-e", query)
        out, err = process.communicate(timeout=40)
        assert (process.returncode, out) == (3, "")
        assert err.startswith("query-too-heavy: The query was stopped when it took more than 200 MiB")
        assert "--memory" in err


def test_ctrl_c_works_at_once_while_the_engine_works(cli: Cli, cache_root: Path) -> None:
    cli("list")
    process = command(cache_root, "query", "--timeout", "0", "-e", EXPLODING["cross product"])
    with pytest.raises(subprocess.TimeoutExpired):
        process.communicate(timeout=0.5 + starting())
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - begin < 2
    assert process.returncode == 3
    assert "Interrupted" in err
    assert "Traceback" not in err


def test_a_question_of_a_data_folder_is_limited_too(own_corpus: Path, cache_root: Path) -> None:
    head = "#+ summary: s\n#+ question.da: Hvad?\n#+ question.en: What?\n#+ column.n: integer - x\n"
    (own_corpus / "queries").mkdir()
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?n"
    (own_corpus / "queries" / "heavy.rq").write_text(head + heavy, encoding="utf-8")
    process = command(cache_root, "ask", "heavy", "--timeout", "1", "--data", str(own_corpus))
    _, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert err.startswith("query-too-heavy")


def children() -> set[str]:
    """The processes that this one has started and that still run."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text(encoding="ascii").split())


@pytest.fixture
def graph(cache_root: Path, monkeypatch: pytest.MonkeyPatch) -> Graph:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    return sg.open(language="en")


def test_in_python_a_limit_is_an_error_and_the_process_that_worked_has_ended(graph: Graph) -> None:
    goals = sg.query(graph, "SELECT ?g { ?g a <https://w3id.org/strategigraf/ns#Goal> } ORDER BY ?g")
    before = children() if Path("/proc").is_dir() else set()
    for query in (EXPLODING["cross product"], EXPLODING["endless rows"]):
        begin = time.monotonic()
        with pytest.raises(QueryTooHeavy, match="1 seconds"):
            sg.query(graph, query, timeout=1)
        assert time.monotonic() - begin < 1 + 2 + starting()
    assert (children() if Path("/proc").is_dir() else set()) == before
    apart = sg.query(graph, "SELECT ?g { ?g a <https://w3id.org/strategigraf/ns#Goal> } ORDER BY ?g", timeout=60)
    assert apart.value == goals.value
    assert len(sg.ask(graph, "actors", timeout=60)) == len(sg.ask(graph, "actors"))
    with pytest.raises(QuerySyntax):
        sg.query(graph, "SELECT", timeout=60)


def test_what_cannot_be_evaluated_is_no_damaged_store(cli: Cli, cache_root: Path) -> None:
    cli("list")
    before = sorted(cache_root.rglob("store-*"))
    for query in ("SELECT (<http://x/f>(1) AS ?a) {}", "SELECT (<http://x/Corruption>(1) AS ?a) {}"):
        result = cli("query", "--lang", "en", "-e", query)
        assert (result.code, result.out) == (3, "")
        assert result.err.startswith("query-failed: The query cannot be answered: ")
        assert "http://x/" in result.err
        assert "cache" not in result.err
    assert sorted(cache_root.rglob("store-*")) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 60_000 + "}" * 60_000,
        "SELECT * { FILTER(" + "(" * 60_000 + "1" + ")" * 60_000 + ") }",
        "SELECT * { FILTER(" + "!" * 100_000 + "1) }",
        "SELECT * { ?a ?b " + "(" * 2_000 + "1" + ")" * 2_000 + " }",
        "SELECT * { " + "?a ?b ?c ." * 20_000 + " }",
        "SELECT (1" + "+1" * 50_000 + " AS ?x) {}",
        "SELECT * { {} " + "UNION {}" * 20_000 + " }",
    ],
    ids=["groups", "parentheses", "not", "list", "patterns", "sum", "union"],
)
def test_a_query_that_nests_very_deep_neither_kills_the_process_nor_stays(
    query: str, cache_root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "deep.rq"
    file.write_text(query, encoding="utf-8")
    process = command(cache_root, "query", "--timeout", "1", str(file))
    _, err = process.communicate(timeout=40)
    assert process.returncode in (0, 3), err[:300]


def test_a_query_of_endless_length_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntax, match="at most"):
        store.answer("ASK {" + " " * 300_000 + "}")


def test_surrogates_from_outside_are_a_fault_of_syntax(cli: Cli) -> None:
    for query in ('SELECT ("\udcff" AS ?x) {}', "SELECT ?service { \udcff }"):
        assert cli("query", "-e", query).code in (0, 2)


def test_what_works_within_the_limits_is_the_same(store: EmbeddedStore) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 500"
    found = StoreWithin(store, Limit(60, 4096)).select(query)
    assert found == store.select(query) != Table((), ())
    with pytest.raises(QueryFailed):
        StoreWithin(store, Limit()).answer("SELECT (<http://x/f>(1) AS ?a) {}")
    with pytest.raises(ZeroDivisionError):
        within(Limit(60), lambda watch: 1 // 0)
