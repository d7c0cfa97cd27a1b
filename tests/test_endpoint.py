"""What an endpoint may do to us: nothing but answer as the recommendation says, in time and in size."""

import gzip
import json
import random
import socket
import time

import pytest

from strategigraf.core.errors import StoreFailed, StrategigrafError, WrongValue
from strategigraf.core.rdf import Iri
from strategigraf.core.table import Table, Truth
from strategigraf.store import endpoint as module
from strategigraf.store.endpoint import RemoteStore
from tests.conftest import Cli
from tests.listener import listening, told

ASK, SELECT, GRAPH = "ASK { ?s ?p ?o }", "SELECT ?s { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"
JSON, TURTLE = "application/sparql-results+json", "text/turtle"
GOOD = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/a"}}]}}'


def bindings(cell: object) -> bytes:
    """A result with one row whose only cell is *cell*."""
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{"s": cell}]}}).encode()


WRONG = {
    "maybe": (ASK, told(b'{"head":{},"boolean":"maybe"}')),
    "a word for true": (ASK, told(b'{"head":{},"boolean":"true"}')),
    "no boolean": (ASK, told(b'{"head":{},"boolean":null}')),
    "table for a yes": (ASK, told(GOOD)),
    "yes for a table": (SELECT, told(b'{"head":{},"boolean":true}')),
    "no head": (SELECT, told(b'{"results":{"bindings":[]}}')),
    "no results": (SELECT, told(b'{"head":{"vars":["s"]}}')),
    "variable not in the head": (SELECT, told(GOOD.replace(b'[{"s"', b'[{"t"'))),
    "vars is no list": (SELECT, told(b'{"head":{"vars":"s"},"results":{"bindings":[]}}')),
    "cell is a number": (SELECT, told(bindings(7))),
    "value is a number": (SELECT, told(bindings({"type": "literal", "value": 7}))),
    "unknown type": (SELECT, told(bindings({"type": "url", "value": "http://e/"}))),
    "no type": (SELECT, told(bindings({"value": "http://e/"}))),
    "bad IRI": (SELECT, told(bindings({"type": "uri", "value": "not an iri"}))),
    "relative IRI": (SELECT, told(bindings({"type": "uri", "value": "a"}))),
    "bad datatype": (SELECT, told(bindings({"type": "literal", "value": "a", "datatype": "x y"}))),
    "bad language": (SELECT, told(bindings({"type": "literal", "value": "a", "xml:lang": "e n"}))),
    "cut off": (SELECT, told(GOOD[:-3])),
    "more after it": (SELECT, told(GOOD + b"{}")),
    "empty": (SELECT, told(b"")),
    "not UTF-8": (SELECT, told(GOOD.replace(b"http://e/a", b"http://e/\xff"))),
    "deep": (SELECT, told(b"[" * 200_000)),
    "page": (SELECT, told(b"<html>Please log in</html>", "text/html")),
    "table as text": (SELECT, told(GOOD, "text/plain")),
    "no type of content": (SELECT, b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n" + GOOD),
    "compressed": (SELECT, told(gzip.compress(GOOD), more="Content-Encoding: gzip\r\n")),
    "bomb": (SELECT, told(gzip.compress(b" " * 50_000_000), more="Content-Encoding: gzip\r\n")),
    "shorter than told": (GRAPH, told(b"<a:b> <a:b> <a:b> .", TURTLE).replace(b"Length: 19", b"Length: 900")),
    "Turtle cut off": (GRAPH, told(b"<a:b> <a:b> <a:", TURTLE)),
    "Turtle not UTF-8": (GRAPH, told(b'<a:b> <a:b> "\xff" .', TURTLE)),
    "JSON for a graph": (GRAPH, told(GOOD)),
    "server error": (SELECT, told(b"Traceback (most recent call last): boom", "text/plain", "500 Server Error")),
    "error cut off": (
        SELECT,
        told(b"no length", "text/plain", "429 Too Many Requests", more="Transfer-Encoding: chunked\r\n"),
    ),
    "not found": (SELECT, told(b"", "text/plain", "404 Not Found")),
    "unauthorized": (SELECT, told(b"", "text/plain", "401 Unauthorized")),
    "no content": (SELECT, b"HTTP/1.1 204 No Content\r\n\r\n"),
    "no HTTP": (SELECT, b"SSH-2.0-OpenSSH_9.6\r\n"),
    "nothing": (SELECT, b""),
    "to a file": (SELECT, told(b"", status="302 Found", more="Location: file:///etc/passwd\r\n")),
    "to FTP": (SELECT, told(b"", status="307 Temporary Redirect", more="Location: ftp://127.0.0.1/\r\n")),
    "to another server": (SELECT, told(b"", status="308 Permanent Redirect", more="Location: http://localhost/\r\n")),
    "to nowhere": (SELECT, told(b"", status="301 Moved Permanently")),
    "in a circle": (SELECT, told(b"", status="302 Found", more="Location: /sparql\r\n")),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_of_the_wrong_shape_is_a_named_error_and_no_answer(name: str, cli: Cli) -> None:
    query, answer = WRONG[name]
    with listening(answer) as server:
        result = cli("query", "--endpoint", server.url, "-e", query, "--timeout", "20", "--lang", "en")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("store-failed: The SPARQL endpoint http://127.0.0.1:")
    assert "Traceback (most recent call last)" not in result.err.replace("Traceback (most recent call last): boom", "")


def test_answers_as_servers_really_give_them_are_read() -> None:
    for content, truth in (
        (b'{"head":{},"boolean":true}', True),
        (b'{"boolean" : "0"}', False),
        (b'{"boolean":1}', True),
    ):
        with listening(told(content, "application/sparql-results+json; charset=utf-8")) as server:
            assert RemoteStore(server.url).answer(ASK) == Truth(truth)
    with listening(told(GOOD, "application/json")) as server:
        found = RemoteStore(server.url).answer(SELECT)
        assert isinstance(found, Table)
        assert found.rows == ((Iri("http://e/a"),),)
    with listening(told(bindings({"type": "typed-literal", "value": "1", "datatype": "http://e/t"}))) as server:
        assert len(RemoteStore(server.url).select(SELECT).rows) == 1


def test_a_redirect_on_the_same_server_is_followed_with_the_query() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        moved = told(b"", status="302 Found", more="Location: /other?x=1\r\n")
        connection.sendall(told(GOOD) if b"/other" in request else moved)

    with listening(answer) as server:
        assert len(RemoteStore(server.url).select(SELECT).rows) == 1
    assert [request.split()[1] for request in server.arrived] == [b"/sparql", b"/other?x=1"]
    assert all(b"query=SELECT" in request for request in server.arrived)


def test_name_and_password_go_to_the_server_and_stand_in_no_message(cli: Cli) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(told(b"refused: " + request, "text/plain", "403 Forbidden"))

    with listening(answer) as server:
        address = server.url.replace("//", "//anna:hemmelig@")
        result = cli("query", "--endpoint", address, "-e", ASK)
    assert b"Authorization: Basic YW5uYTpoZW1tZWxpZw==" in server.arrived[0]
    assert result.code == 3
    for secret in ("hemmelig", "YW5uYTpoZW1tZWxpZw"):
        assert secret not in result.err
    for wrong in (
        "ftp://anna:hemmelig@e/",
        "http://anna:hemmelig@",
        "http://anna:hemmelig@e:99999/",
        "anna:hemmelig@e",
    ):
        refused = cli("query", "--endpoint", wrong, "-e", ASK)
        assert refused.code == 2
        assert "hemmelig" not in refused.err


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://e/", "e", "", "http://", "http:///x", "http://e:0x/", "http://e/ b", "//e/",
                "http://e/\udcff", f"http://{'a' * 70}.e/", "http://e:99999/", "gopher://e/"],
)  # fmt: skip
def test_what_is_no_address_by_http_is_refused_as_such(address: str) -> None:
    with pytest.raises(WrongValue):
        RemoteStore(address)


def drip(head: bytes, part: bytes) -> object:
    """An answer that begins with *head* and goes on with *part* ten times a second."""

    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(part)
            time.sleep(0.1)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n", b" "),
        drip(b"HTTP/1.1 200 OK\r\n", b"X"),
        drip(b"", b"H"),
        drip(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 9999\r\n\r\n", b" "),
        drip(b"HTTP/1.1 500 Error\r\nContent-Length: 9999\r\n\r\n", b" "),
        lambda connection, request: time.sleep(20),
    ],
    ids=["body", "header", "status", "redirect", "error", "silence"],
)
def test_the_time_of_the_whole_exchange_is_limited(answer: object, cli: Cli) -> None:
    with listening(answer) as server:  # type: ignore[arg-type]
        begin = time.monotonic()
        result = cli("query", "--endpoint", server.url, "-e", ASK, "--timeout", "0.7")
        assert time.monotonic() - begin < 2.7
    assert result.code == 3
    assert result.err.startswith(("query-too-heavy", "store-failed"))


def test_the_size_of_an_answer_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
        while True:
            connection.sendall(b" " * 65536)

    monkeypatch.setattr(module, "LARGEST", 3 << 20)
    with listening(endless) as server, pytest.raises(StoreFailed, match="3 MiB"):
        RemoteStore(server.url).answer(ASK)


def test_mutants_of_good_answers_give_an_answer_or_a_named_error() -> None:
    """Bounded: 400 mutants, always the same."""
    choice = random.Random(10)
    queries = {ASK: b'{"head":{},"boolean":true}', SELECT: GOOD, GRAPH: b'<a:b> <a:c> "d"@en , <a:e> .'}
    served: list[bytes] = [b""]
    with listening(lambda connection, request: connection.sendall(served[0])) as server:
        store = RemoteStore(server.url, 5)
        for query, good in queries.items():
            for _ in range(133):
                whole = bytearray(told(good, TURTLE if query == GRAPH else JSON))
                for _ in range(choice.randint(1, 4)):
                    at = choice.randrange(len(whole))
                    whole[at : at + choice.randint(0, 3)] = choice.choice(
                        [b"", b'"', b"{", b"\xff", b"\0", b"9", b"\\u", b"<"]
                    )
                served[0] = bytes(whole)
                try:
                    answer = store.answer(query)
                except StrategigrafError:
                    continue
                assert isinstance(answer, Truth) == (query == ASK)


def test_a_server_that_is_not_there_is_told_in_the_language_asked_for(cli: Cli) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    danish, english = (cli("query", "--endpoint", url, "-e", ASK, "--lang", lang).err for lang in ("da", "en"))
    assert "ingen server svarer der" in danish
    assert "no server answers there" in english
    assert "Errno" not in danish + english
