"""Servers of SPARQL: the graph brought there and fetched again, and asked there as here."""

import csv
import socket
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from strategigraf.core.errors import StoreFailed
from strategigraf.store.endpoint import Access, RemoteStore, access_to, pause_of
from tests.conftest import Cli, Result
from tests.listener import listening, told
from tests.sparql_server import serving
from tests.virtuoso import virtuoso

PLAN = "midt-udviklingsplan-2023"
COMMANDS = (
    ("ask", "initiatives-by-sdg-target", "--target", "10.3"),
    ("ask", "Which initiatives serve sub-target 4.4?"),
    ("list", "goal"),
    ("matrix", "initiative", "sdg-target", "--by", "strategy"),
    ("matrix", "initiative", "sdg-goal", "--by", "column"),
    ("coverage", "--strategy", PLAN, "--part", "levels"),
    ("query", "-e", "SELECT ?t { ?g a sg:Goal ; skos:prefLabel ?t } ORDER BY ?t"),
)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty server of Oxigraph."""
    with serving(tmp_path_factory.mktemp("oxigraph")) as base:
        yield base


def changes(result: Result) -> dict[str, int]:
    """How many graphs were new, changed, unchanged, removed."""
    assert result.code == 0, result.err
    found: dict[str, int] = {}
    for line in result.out.splitlines()[1:]:
        what = line.split(",")[1]
        found[what] = found.get(what, 0) + 1
    return found


def test_what_was_sent_is_not_sent_again_and_the_server_answers_as_the_files_do(oxigraph: str, cli: Cli) -> None:
    send = ("push", f"{oxigraph}/query", "--graph-store", f"{oxigraph}/store", "--format", "csv")
    first = changes(cli(*send))
    assert set(first) == {"new"}
    assert first["new"] > 20
    assert changes(cli(*send)) == {"unchanged": first["new"]}
    for command in COMMANDS:
        here = cli(*command, "--format", "csv", "--lang", "en")
        there = cli(*command, "--format", "csv", "--lang", "en", "--endpoint", f"{oxigraph}/query")
        assert here.code == there.code == 0, there.err
        assert here.out == there.out, command


def test_a_server_is_searched_as_far_as_it_can(oxigraph: str, cli: Cli) -> None:
    cli("push", f"{oxigraph}/query", "--graph-store", f"{oxigraph}/store")
    for words in (("fagpilot",), ("lighed", "sundhed"), ("fællesskaber",)):
        search = ("search", *words, "--format", "csv", "--lang", "en", "--most", 500)
        here = cli(*search)
        there = cli(*search, "--endpoint", f"{oxigraph}/query")
        assert here.code == there.code == 0, here.err + there.err
        found, wanted = ({row["words"] for row in csv.DictReader(StringIO(text))} for text in (there.out, here.out))
        assert len(found & wanted) > 0.3 * len(wanted), (
            words
        )  # not in alignments; here one language of a title is shown
    assert cli("search", "zzzzz", "--endpoint", f"{oxigraph}/query", "--lang", "en").code == 0


def test_a_graph_that_the_server_lost_or_that_somebody_changed_there_is_sent_again(oxigraph: str, cli: Cli) -> None:
    from strategigraf.remote.graph_store import ByProtocol, ByUpdate

    send = ("push", f"{oxigraph}/query", "--update", f"{oxigraph}/update", "--format", "csv")
    whole = sum(changes(cli(*send)).values())
    graph = f"https://w3id.org/strategigraf/graph/strategies/{PLAN}"
    ByUpdate(Access(f"{oxigraph}/update")).remove(graph)
    assert changes(cli(*send)) == {"new": 1, "unchanged": whole - 1}
    ByProtocol(Access(f"{oxigraph}/store")).put(graph, b"<http://e/a> <http://e/p> <http://e/b> .\n")
    assert changes(cli(*send)) == {"changed": 1, "unchanged": whole - 1}


def test_strategies_come_back_as_they_were(oxigraph: str, cli: Cli, tmp_path: Path) -> None:
    cli("push", f"{oxigraph}/query", "--graph-store", f"{oxigraph}/store")
    pair = (PLAN, "midt-social-strategi-status-2015")
    named = [word for name in pair for word in ("--strategy", name)]
    fetched = cli("pull", f"{oxigraph}/query", *named, "--into", tmp_path / "data", "--lang", "en")
    assert fetched.code == 0, fetched.err
    assert {"alignments", "reviews", "strategies"} <= {path.name for path in (tmp_path / "data").iterdir()}
    for command in (
        ("matrix", "initiative", "sdg-target", "--strategy", PLAN),
        ("compare", *pair),
        ("generations", pair[1]),
    ):
        here, there = cli(*command, "--format", "json"), cli(*command, "--format", "json", "--data", tmp_path / "data")
        assert there.out == here.out, command
    again = cli("pull", f"{oxigraph}/query", *named, "--into", tmp_path / "data", "--lang", "en")
    assert again.err == "Everything is as on the server.\n"
    changed = tmp_path / "data" / "strategies" / f"{PLAN}.ttl"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    refused = cli("pull", f"{oxigraph}/query", *named, "--into", tmp_path / "data")
    assert (refused.code, "# mine" in changed.read_text(encoding="utf-8")) == (3, True)
    assert cli("pull", f"{oxigraph}/query", *named, "--into", tmp_path / "data", "--replace").code == 0
    assert "# mine" not in changed.read_text(encoding="utf-8")
    unknown = cli("pull", f"{oxigraph}/query", "--strategy", PLAN[:-1], "--into", tmp_path, "--lang", "en")
    assert (unknown.code, PLAN in unknown.err) == (2, True)


@pytest.mark.long
def test_virtuoso_answers_as_the_files_do(cli: Cli, tmp_path: Path) -> None:
    with virtuoso(tmp_path / "virtuoso") as base:
        send = ("push", f"{base}/sparql", "--graph-store", f"{base}/sparql-graph-crud", "--format", "csv")
        first = changes(cli(*send))
        assert set(first) == {"new"}
        assert changes(cli(*send)) == {"unchanged": first["new"]}
        for command in COMMANDS:
            here = cli(*command, "--format", "csv", "--lang", "en")
            there = cli(*command, "--format", "csv", "--lang", "en", "--endpoint", f"{base}/sparql")
            if command[0] == "query":  # it sorts texts of several languages in an order of its own (docs/scale.md)
                assert sorted(here.out.splitlines()) == sorted(there.out.splitlines()), there.err
            else:
                assert here.out == there.out, (command, there.err)


TABLE = b'{"head":{"vars":["s"]},"results":{"bindings":[%s]}}'
ROW = b'{"s":{"type":"uri","value":"http://e/%d"}}'
JSON = "application/sparql-results+json"


def test_a_server_that_is_busy_is_asked_again_when_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        told(b"", "text/plain", "503 Service Unavailable", more="Retry-After: 1\r\n"),
        told(b"", "text/plain", "429 Too Many Requests"),
        told(TABLE % (ROW % 1)),
    ]
    begin = time.monotonic()
    with listening(lambda connection, request: connection.sendall(answers.pop(0))) as server:
        assert len(RemoteStore(server.url, 20).select("SELECT ?s { ?s ?p ?o }").rows) == 1
    assert 1.4 < time.monotonic() - begin < 15
    assert answers == []


def test_a_server_that_stays_busy_is_given_up_in_time() -> None:
    answer = told(b"", "text/plain", "503 Service Unavailable", more="Retry-After: 60\r\n")
    begin = time.monotonic()
    with listening(answer) as server, pytest.raises(StoreFailed, match="503"):
        RemoteStore(server.url, 5).select("SELECT ?s { ?s ?p ?o }")
    assert time.monotonic() - begin < 5


def test_an_answer_that_a_server_cuts_off_is_fetched_page_by_page() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        offset = int(request.rpartition(b"OFFSET+")[2]) if b"OFFSET" in request else 0
        rows = b",".join(ROW % number for number in range(offset, min(offset + 2, 5)))
        connection.sendall(told(TABLE % rows, JSON, more="X-SPARQL-MaxRows: 2\r\n"))

    with listening(answer) as server:
        found = RemoteStore(server.url).select("SELECT ?s { ?s ?p ?o } ORDER BY ?s")
        assert [row[0].value for row in found.rows if row[0]] == [f"http://e/{number}" for number in range(5)]
        with pytest.raises(StoreFailed, match="2"):
            RemoteStore(server.url).select("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 4")


def test_the_access_is_that_of_the_profile_or_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    profiles = {"national": {"url": "https://e/sparql", "user": "anna", "password-env": "SECRET_OF_ANNA"}}
    monkeypatch.setenv("SECRET_OF_ANNA", "hemmelig")
    assert access_to("national", profiles) == Access("https://e/sparql", "Basic YW5uYTpoZW1tZWxpZw==")
    monkeypatch.setenv("STRATEGIGRAF_ENDPOINT_TOKEN", "abc")
    assert access_to("https://other/", profiles) == Access("https://other/", "Bearer abc")
    assert access_to("national", profiles).authorization.startswith("Basic")


def test_a_token_goes_to_the_server_and_stands_in_no_message(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(told(b"refused: " + request, "text/plain", "403 Forbidden"))

    monkeypatch.setenv("STRATEGIGRAF_ENDPOINT_TOKEN", "hemmelig-token")
    with listening(answer) as server:
        results = [
            cli("query", "--endpoint", server.url, "-e", "ASK { ?s ?p ?o }"),
            cli("push", server.url, "--graph-store", server.url),
        ]
        assert all(b"Authorization: Bearer hemmelig-token" in request for request in server.arrived)
    assert [result.code for result in results] == [3, 3]
    assert all("hemmelig-token" not in result.err for result in results)


def test_graphs_are_sent_to_no_other_server(cli: Cli) -> None:
    empty = TABLE % b""

    def answer(connection: socket.socket, request: bytes) -> None:
        moved = told(b"", status="307 Temporary Redirect", more="Location: http://localhost:1/store\r\n")
        connection.sendall(moved if request.startswith(b"PUT") else told(empty.replace(b'"s"', b'"g","mark","n"')))

    with listening(answer) as server:
        result = cli("push", server.url, "--graph-store", server.url, "--lang", "en")
    assert result.code == 3
    assert "307" in result.err


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), ("", None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)]
)
def test_how_long_to_wait_is_read_as_a_number_or_a_date(header: str, seconds: float | None) -> None:
    assert pause_of(header) == seconds
