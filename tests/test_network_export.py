"""The network in other tools' formats: it comes back as it went out, and no title breaks out of its place."""

import json
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from strategigraf.core.rdf import ID
from strategigraf.network import api
from strategigraf.network.api import EXPORT_FORMATS, LONGEST, too_large_for_mermaid
from strategigraf.network.graph import Records, as_networkx, edge_records, network
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli

NASTY = (
    'Et "mål" <b>&amp; x</b> \\N ]] --> |"; end\n# 1 `${x}` %% 🌊 \u202emodsat\u2066 \x01 ￾ åøæ',
    "{rank=same} [a](javascript:alert(1)) #quot; 'x' </data></node>",
    "\ud800 halv",
    "lang " * 60,
    "",
)


SCHEMAS = {"graphml": "graphml/jgrapht_graphml.xsd", "gexf": "gexf/specs/1.2draft/gexf.xsd"}


@pytest.fixture
def odd() -> networkx.MultiDiGraph:
    """A small network with the titles that tools trip over, two links between the same two, and a ring."""
    graph = networkx.MultiDiGraph()
    for number, title in enumerate(NASTY):
        graph.add_node(
            f"{ID}by/x-{number}",
            kind="goal", title_da=title, title_en=title[::-1], strategy=f"{ID}by", notation=title[:2], order=number,
        )  # fmt: skip
    for key, start, end in (("a", 0, 1), ("b", 0, 1), ("c", 1, 2), ("d", 2, 0), ("e", 4, 4)):
        said = {"predicate": f"{ID}p", "basis": "stated", "link": f"{ID}{key}"}
        graph.add_edge(f"{ID}by/x-{start}", f"{ID}by/x-{end}", key=f"{ID}{key}", **said)
    return graph


def exported(store: EmbeddedStore, graph: networkx.MultiDiGraph, form: str, language: str) -> str:
    """*graph* in the format *form*."""
    told = Records(graph.nodes(data=True), graph.edges(keys=True, data=True))
    return "".join(api.exported(store, told, form, language))


def read(text: str, form: str) -> networkx.MultiDiGraph:
    if form == "graphml":
        found = networkx.parse_graphml(text, force_multigraph=True)
        return networkx.relabel_nodes(found, dict(found.nodes(data="iri")))
    if form == "gexf":
        return networkx.read_gexf(BytesIO(text.encode()))
    record = json.loads(text)
    return networkx.node_link_graph(record, edges="edges") if form == "json" else networkx.cytoscape_graph(record)


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "cytoscape"])
def test_what_goes_out_comes_back(store: EmbeddedStore, form: str) -> None:
    graph = as_networkx(store, network(store))
    back = read(exported(store, graph, form, "da"), form)
    assert list(back) == list(graph)
    assert back.is_directed()
    assert back.is_multigraph()
    for node, said in graph.nodes(data=True):
        assert {key: back.nodes[node][key] for key in said} == said
        assert back.nodes[node]["label"] == said["title_da"]
        assert isinstance(back.nodes[node]["order"], int)
    told = {(s, o, said["predicate"], said["basis"], said["link"]) for s, o, said in graph.edges(data=True)}
    assert {(s, o, said["predicate"], said["basis"], said["link"]) for s, o, said in back.edges(data=True)} == told
    assert back.number_of_edges() == graph.number_of_edges()


def test_edges_are_told_in_the_order_of_networkx(store: EmbeddedStore) -> None:
    whole = network(store)
    graph = as_networkx(store, whole)
    assert list(edge_records(whole)) == list(graph.edges(keys=True, data=True))
    assert list(whole.nodes) == list(graph)


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "cytoscape"])
def test_titles_of_all_sorts_come_back_with_nothing_active_in_them(
    store: EmbeddedStore, odd: networkx.MultiDiGraph, form: str
) -> None:
    text = exported(store, odd, form, "da")
    text.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    back = read(text, form)
    assert (len(back), back.number_of_edges()) == (5, 5)
    first = back.nodes[f"{ID}by/x-0"]["title_da"]
    assert first.startswith('Et "mål" <b>&amp; x</b> \\N ]] --> |"; end # 1 `${x}` %% 🌊 \\u202emodsat\\u2066 \\x01')
    assert first.endswith("åøæ")
    assert back.nodes[f"{ID}by/x-1"]["title_da"] == NASTY[1]
    if form in ("graphml", "gexf"):
        ElementTree.fromstring(text.encode())


@pytest.mark.parametrize("form", ["graphml", "gexf"])
@pytest.mark.parametrize("which", ["real", "odd", "empty"])
def test_graphml_and_gexf_are_valid_against_their_schemas(
    store: EmbeddedStore, odd: networkx.MultiDiGraph, sources_folder: Path, form: str, which: str
) -> None:
    from lxml import etree

    schema = sources_folder.parent / "reference" / "graph" / SCHEMAS[form]
    if not schema.is_file():
        pytest.skip(f"the schema of {form} is not available beside the source texts")
    graph = {"real": as_networkx(store, network(store)), "odd": odd, "empty": networkx.MultiDiGraph()}[which]
    text = exported(store, graph, form, "da").encode()
    etree.XMLSchema(etree.parse(schema)).assertValid(etree.fromstring(text))


def test_gexf_has_no_clock_in_it(store: EmbeddedStore) -> None:
    text = exported(store, as_networkx(store, network(store)), "gexf", "en")
    assert "lastmodified" not in text
    assert text.count("<meta>") == 1


def test_an_empty_network_is_a_network_all_the_same(store: EmbeddedStore) -> None:
    empty = networkx.MultiDiGraph()
    for form in ("graphml", "gexf", "json", "cytoscape"):
        assert len(read(exported(store, empty, form, "da"), form)) == 0
    assert exported(store, empty, "mermaid", "da") == "flowchart BT\n"
    assert exported(store, empty, "dot", "da").endswith("}\n")


def test_in_dot_every_string_is_closed_where_it_should_be(store: EmbeddedStore, odd: networkx.MultiDiGraph) -> None:
    text = exported(store, odd, "dot", "da")
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    assert '"' not in outside.replace('""', "")
    assert re.fullmatch(r"[\w\s{}=\[\];,\">-]*", outside)
    assert "\u202e" not in text
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed; the drawing itself could not be tried")
    done = subprocess.run(["dot", "-Tplain"], input=text.encode(), capture_output=True, check=True)
    assert done.stdout.count(b"\nnode ") == len(odd)


def test_graphviz_draws_the_whole_network(store: EmbeddedStore) -> None:
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed")
    graph = as_networkx(store, network(store))
    text = exported(store, graph, "dot", "da")
    done = subprocess.run(["dot", "-Tcanon"], input=text.encode(), capture_output=True, check=True)
    assert done.stderr == b""
    assert len(re.findall(rb"->", done.stdout)) == graph.number_of_edges()


def test_in_mermaid_a_title_is_short_and_has_no_sign_of_mermaids(
    store: EmbeddedStore, odd: networkx.MultiDiGraph
) -> None:
    text = exported(store, odd, "mermaid", "da")
    head, *lines = text.splitlines()
    assert head == "flowchart BT"
    assert len(lines) == len(odd) + odd.number_of_edges()
    for line in lines[: len(odd)]:
        match = re.fullmatch(r'  n\d+\["(.*)"\]', line)
        assert match
        assert re.fullmatch(r"(?:[\w .,:/()?!'’–—-]|#\d+;)*", match[1])
        shown = re.sub(r"#(\d+);", lambda number: chr(int(number[1])), match[1])
        assert len(shown) <= LONGEST
    assert any("…" in chr(int(number)) for number in re.findall(r"#(\d+);", text))
    for line in lines[len(odd) :]:
        assert re.fullmatch(r'  n\d+ (-->|-\.->)\|"[^"]*"\| n\d+', line)


def test_a_drawing_that_mermaid_refuses_is_told_of(cli: Cli, store: EmbeddedStore) -> None:
    whole = cli("network", "export", "--format", "mermaid", "--lang", "en")
    assert whole.code == 0
    assert "more than Mermaid can draw" in whole.err
    part = cli("network", "export", "--format", "mermaid", "--around", "3.5", "--depth", "1")
    assert part.err == ""
    assert part.out.startswith("flowchart BT\n")
    assert not too_large_for_mermaid(0, len(part.out))


def test_an_export_without_anything_in_it_says_so(cli: Cli) -> None:
    empty = cli("network", "export", "--kind", "quote", "--format", "json", "--lang", "en")
    assert (empty.code, empty.err.strip()) == (0, "The network is empty.")
    assert json.loads(empty.out)["nodes"] == []


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_an_export_goes_to_a_file_whole(cli: Cli, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"network.{form}"
    arguments = ("network", "export", "--format", form, "--strategy", "sjaelland-strategi-2025-2028")
    assert cli(*arguments, "-o", out).code == 0
    assert out.read_text(encoding="utf-8") == cli(*arguments).out
