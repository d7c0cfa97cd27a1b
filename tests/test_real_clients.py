"""Real clients against our endpoint: what people ask with, not what we have written; absent ones are told."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import TOP
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOALS = "PREFIX sg: <https://w3id.org/strategigraf/ns#> SELECT (COUNT(?g) AS ?n) WHERE { ?g a sg:Goal }"
TITLES = (
    "PREFIX sg: <https://w3id.org/strategigraf/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    'SELECT ?t WHERE { ?g a sg:Goal ; skos:prefLabel ?t FILTER(LANG(?t) = "da") } ORDER BY ?t LIMIT 3'
)
CONSTRUCT = "PREFIX sg: <https://w3id.org/strategigraf/ns#> CONSTRUCT { ?g a sg:Goal } WHERE { ?g a sg:Goal }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the program's own strategies."""
    with serving(tmp_path_factory.mktemp("cache"), "--allow-origin", "*") as running:
        yield running


@pytest.fixture(scope="module")
def titles(served: Served) -> list[str]:
    """The first three titles, as the endpoint itself gives them."""
    return served.ask(TITLES, "text/csv").text.split("\r\n")[1:4]


def program(name: str, remedy: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed ({remedy})")
    return found


def npm_package(name: str) -> Path:
    """The folder of an npm package that `.ci/run` installs."""
    folder = Path(os.environ.get("STRATEGIGRAF_CLIENTS") or TOP / ".clients") / "node_modules" / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not installed (npm install --prefix .clients {name}, or STRATEGIGRAF_CLIENTS)")
    return folder


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=120).stdout


@pytest.mark.parametrize("method", ["GET", "POST", "POSTDIRECTLY"])
def test_sparqlwrapper(served: Served, titles: list[str], method: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(served.sparql)
    if method != "GET":
        client.setMethod(wrapper.POST)
    if method == "POSTDIRECTLY":
        client.setRequestMethod(wrapper.POSTDIRECTLY)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV):
        client.setQuery(TITLES)
        client.setReturnFormat(form)
        answer: Any = client.query().convert()
        if form == wrapper.JSON:
            assert [row["t"]["value"] for row in answer["results"]["bindings"]] == titles
        else:
            text = answer.decode() if isinstance(answer, bytes) else answer.toxml()
            assert all(title in text for title in titles)
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(wrapper.TURTLE)
    assert client.query().convert().count(b"Goal") >= 1
    client.setQuery("ASK { ?g a <https://w3id.org/strategigraf/ns#Goal> }")
    client.setReturnFormat(wrapper.JSON)
    assert client.query().convert()["boolean"] is True


def test_a_sparqlstore_of_rdflib(served: Served, titles: list[str]) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(served.sparql))
    assert [str(row[0]) for row in graph.query(TITLES)] == titles  # type: ignore[index]
    goal = rdflib.URIRef("https://w3id.org/strategigraf/ns#Goal")
    assert len(set(graph.subjects(rdflib.RDF.type, goal))) == 24
    assert len(graph.query(CONSTRUCT).graph or ()) == 24


def test_curl(served: Served, titles: list[str]) -> None:
    curl = program("curl", "apt install curl")
    got = output(curl, "-sSf", "-G", "-H", "Accept: text/csv", "--data-urlencode", f"query={TITLES}", served.sparql)
    posted = output(
        curl, "-sSf", "--compressed", "-H", "Accept: text/csv", "--data-urlencode", f"query={TITLES}", served.sparql
    )
    assert got == posted
    assert got.split("\n")[1].strip() == titles[0]


def test_roqet(served: Served, titles: list[str]) -> None:
    roqet = program("roqet", "apt install rasqal-utils")
    told = output(roqet, "-q", "-p", served.sparql, "-e", TITLES, "-r", "csv")
    assert [line.strip('"') for line in told.replace("\r", "").split("\n")[1:4]] == titles


def test_comunica(served: Served, titles: list[str]) -> None:
    node = program("node", "apt install nodejs")
    binary = npm_package("@comunica/query-sparql") / "bin" / "query.js"
    told = json.loads(
        output(node, str(binary), f"sparql@{served.sparql}", TITLES, "-t", "application/sparql-results+json")
    )
    assert [row["t"]["value"] for row in told["results"]["bindings"]] == titles
    counted = json.loads(output(node, str(binary), served.sparql, GOALS, "-t", "application/sparql-results+json"))
    assert counted["results"]["bindings"][0]["n"]["value"] == "24"  # it finds out by the description what it asks


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and tells nothing of it."""

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="yasgui.min.css"><div id="yasgui"></div>
<script src="yasgui.min.js"></script><script>
window.yasgui = new Yasgui(document.getElementById("yasgui"), {requestConfig: {endpoint: "ENDPOINT"}});
</script>"""


def test_yasgui(served: Served, titles: list[str], browser: "Browser", tmp_path: Path) -> None:
    """From another site, as people use it: the browser asks first whether it may."""
    built = npm_package("@zazuko/yasgui") / "build"
    for name in ("yasgui.min.css", "yasgui.min.js"):
        shutil.copy(built / name, tmp_path / name)
    (tmp_path / "index.html").write_text(PAGE.replace("ENDPOINT", served.sparql), encoding="utf-8")
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{site.server_address[1]}/index.html")
        page.wait_for_function("window.yasgui && window.yasgui.getTab()")
        page.evaluate("query => { const tab = window.yasgui.getTab(); tab.setQuery(query); tab.query(); }", TITLES)
        page.wait_for_function("document.querySelectorAll('.yasr_results td').length > 0", timeout=60_000)
        shown = page.inner_text(".yasr_results")
        page.close()
        site.shutdown()
    assert all(title in shown for title in titles), shown
