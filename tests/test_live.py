"""The live pages: the same as those of the site, content negotiation, questions, and editing behind a token."""

import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import CORPUS
from tests.test_site import Read

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")


class Got(NamedTuple):
    """A response."""

    status: int
    headers: Message
    text: str


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: object) -> None:
        return None


def got(address: str, data: dict[str, str] | None = None, **headers: str) -> Got:
    """What *address* answers; redirects are not followed."""
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, body, named)
    try:
        with urllib.request.build_opener(_Still).open(request, timeout=60) as response:
            return Got(response.status, response.headers, response.read().decode())
    except urllib.error.HTTPError as error:
        return Got(error.code, error.headers, error.read().decode())


@contextmanager
def served(data: Path, cache: Path, *options: str) -> Iterator[str]:
    """The first address that `strategigraf serve` of *data* names."""
    command = [
        sys.executable,
        "-m",
        "strategigraf",
        "serve",
        "--no-browser",
        "--port",
        "0",
        "--data",
        str(data),
        "--lang",
        "da",
        *options,
    ]
    import os

    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"STRATEGIGRAF_CACHE": str(cache)}
    )
    try:
        assert process.stderr
        told, wanted = "", "open-editing" if "--edit" in options else "http://"
        end = time.monotonic() + 120
        while wanted not in told and time.monotonic() < end:
            told += process.stderr.readline()
        found = re.findall(r"http://[\w.:]+/\S*", told)
        yield found[-1]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(CORPUS / "data", tmp_path_factory.mktemp("cache"), "--sources", str(CORPUS / "sources")) as address:
        yield address.rstrip("/")


def test_pages_answer_in_both_languages_and_load_nothing_from_elsewhere(server: str) -> None:
    for path in (
        "/",
        "/en/index.html",
        "/strategies.html",
        "/sdg/index.html",
        "/questions/index.html",
        "/sparql-editor.html",
    ):
        page = got(server + path)
        assert page.status == 200, path
        assert Read(page.text).faults == [], path
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert 'lang="en"' in got(f"{server}/en/index.html").text


def test_every_link_of_the_front_page_and_of_an_element_is_answered(server: str) -> None:
    for start in ("/index.html", "/id/eksempelby-2030/indsats-1-1.html"):
        for link in Read(got(server + start).text).links:
            target = urllib.parse.urljoin(server + start, link)
            if target.startswith(server):
                assert got(target).status in (200, 303), (start, link)


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/html", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "json"),
        ("*/*", "html"),
    ],
)
def test_the_address_of_a_thing_leads_to_what_is_wanted(server: str, accept: str, ending: str) -> None:
    answer = got(f"{server}/id/eksempelby-2030/indsats-1-1", Accept=accept, Accept_Language="da")
    assert answer.status == 303
    assert answer.headers["Location"] == f"/id/eksempelby-2030/indsats-1-1.{ending}"
    assert got(server + answer.headers["Location"]).status == 200
    assert "Accept" in answer.headers["Vary"]


def test_what_is_not_there_is_said_to_be_missing(server: str) -> None:
    for path in (
        "/id/eksempelby-2030/intet.html",
        "/id/..%2F..%2Fetc.html",
        "/static/../pages.py",
        "/reports/x/y.html",
        "/id/x",
    ):
        answer = got(server + path)
        assert answer.status == 404, path
        style = re.search(r'rel="stylesheet" href="([^"]+)"', answer.text)
        assert style is None or got(urllib.parse.urljoin(server + path, style[1])).status == 200, path


def test_a_page_is_not_sent_again_where_it_is_known(server: str) -> None:
    address = f"{server}/id/eksempelby-2030.html"
    tag = got(address).headers["ETag"]
    assert got(address, If_None_Match=tag).status == 304


def test_a_question_in_plain_words_says_how_it_was_read(server: str) -> None:
    page = got(f"{server}/ask.html?{urllib.parse.urlencode({'q': 'Hvilke indsatser er der?'})}").text
    assert "Jeg læste" in page
    refused = got(f"{server}/ask.html?{urllib.parse.urlencode({'q': 'xyzzy plugh'})}").text
    assert 'role="alert"' in refused


def test_sparql_is_answered_on_the_page_and_an_error_tells_its_line(server: str) -> None:
    query = "SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c"
    for view in ("table", "chart", "graph"):
        page = got(f"{server}/sparql-editor.html", {"query": query, "view": view}, Origin=server)
        assert page.status == 200
        assert "Svaret har" in page.text
    wrong = got(f"{server}/sparql-editor.html", {"query": "SELECT ?s WHERE {\n?s ?p }"}).text
    assert 'data-line="2"' in wrong


def test_exploring_names_the_neighbours_and_the_shortest_chain(server: str) -> None:
    page = got(f"{server}/explore/id/eksempelby-2030/indsats-1-1.html?to=maal-1&basis=structure").text
    assert Read(page).faults == []
    assert "<svg" in page


def test_nothing_can_be_written_without_editing(server: str) -> None:
    assert got(f"{server}/edit/id/eksempelby-2030/indsats-1-1.html").status == 404
    assert got(f"{server}/edit/id/eksempelby-2030/indsats-1-1.html", {"title_da": "x"}).status in (404, 405)
    assert got(f"{server}/edit/decisions", {}).status in (404, 405)


def test_a_title_is_changed_in_place_unless_the_file_has_changed(own_corpus: Path, tmp_path: Path) -> None:
    home = own_corpus / "strategies" / "eksempelby-2030.ttl"
    before = home.read_text(encoding="utf-8")
    with served(own_corpus, tmp_path / "cache", "--edit", "--sources", str(CORPUS / "sources")) as first:
        server = first.partition("/open-editing")[0]
        place = f"{server}/edit/id/eksempelby-2030/indsats-1-1.html"
        assert got(place).status == 403
        assert got(f"{server}/open-editing?token=guessed").status == 403
        cookie = got(first).headers["Set-Cookie"].partition(";")[0]
        form = got(place, Cookie=cookie).text
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        assert got(place, {**hidden, "token": "x", "title_da": "Ny"}, Cookie=cookie).status == 403
        saved = got(place, {**hidden, "title_da": "En helt ny titel"}, Cookie=cookie)
        assert saved.status == 303, re.sub("<[^>]*>", " ", saved.text)[:2000]
        after = home.read_text(encoding="utf-8")
        changed = [line for line in after.splitlines() if line not in before.splitlines()]
        assert len(changed) == 1
        assert "En helt ny titel" in changed[0]
        assert "En helt ny titel" in got(f"{server}/id/eksempelby-2030/indsats-1-1.html").text
        stale = got(place, {**hidden, "title_da": "Endnu en"}, Cookie=cookie)
        assert stale.status == 412
        assert home.read_text(encoding="utf-8") == after
        home.write_text(after.replace("En helt ny titel", "En andens titel"), encoding="utf-8")
        assert got(place, {**hidden, "title_da": "Endnu en"}, Cookie=cookie).status == 412
    shutil.rmtree(own_corpus)
