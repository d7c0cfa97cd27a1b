"""The network in Python: what a user asks of it, and its export to the formats of other tools."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from strategigraf.api.answer import Answer
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text, short
from strategigraf.core.report import Report
from strategigraf.core.table import Frame, Series
from strategigraf.core.text import one_line
from strategigraf.core.thread import BASES
from strategigraf.network.graph import Records, as_record, as_xml, node_records, records
from strategigraf.render.delimited import Packed, json_pieces
from strategigraf.store.lookup import labels
from strategigraf.store.names import Names, any_thing, names, one_of, strategies_named
from strategigraf.store.sparql import Store

if TYPE_CHECKING:
    from strategigraf.network.graph import Multigraph, Network


def narrowed_network(
    store: Store, strategies: Names = (), kinds: Names = (), around: str | None = None, depth: int | None = None
) -> "Network":
    """The network of the *strategies*, of the *kinds* only, *around* a thing at most *depth* steps away (1 without):
    see `network` and `narrowed`. Raises UnknownStrategy, UnknownKind, UnknownElement, WrongValue."""
    from strategigraf.network.graph import narrowed, network
    from strategigraf.store.names import find_kind

    if depth is not None and around is None:
        raise WrongValue(
            Text("--depth kan kun bruges med --around.", "--depth can only be used with --around."),
            Text("Tilføj --around ID.", "Add --around ID."),
        )
    whole = network(store, strategies_named(store, strategies))
    kind_names = [find_kind(store, name).name for name in names(kinds)]
    centre = None if around is None else node(store, whole, around)
    if not kind_names and centre is None:
        return whole
    return narrowed(whole, kind_names, centre, 1 if depth is None else depth)


def node(store: Store, network: "Network", name: str) -> str:
    """The node of *network* that *name* means. Raises UnknownElement, and WrongValue where it is no node of it."""
    thing = any_thing(store, name).value
    if thing in network.nodes:
        return thing
    raise WrongValue(
        Text(f"»{name}« er ikke i netværket.", f"“{name}” is not in the network."),
        Text(
            "Netværket har strategiernes elementer og de verdensmål og delmål, de nævner. Kontrollér --strategy.",
            "The network has the elements of the strategies and the SDGs and targets that they name. Check --strategy.",
        ),
    )


def at_least_one(most: int) -> int:
    """*most*, a number of rows. Raises WrongValue where it is less than 1."""
    if most >= 1:
        return most
    raise WrongValue(
        Text(f"{most} er ikke et gyldigt antal rækker.", f"{most} is not a valid number of rows."),
        Text("Angiv et helt tal på mindst 1.", "Give a whole number of at least 1."),
    )


# The network.

EXPORT_FORMATS = ("graphml", "gexf", "json", "cytoscape", "mermaid", "dot")


def network(
    graph: Graph, strategies: Names = (), kinds: Names = (), around: str | None = None, depth: int | None = None
) -> "Multigraph":
    """The network of the *strategies* (all without any) as a `networkx.MultiDiGraph`.

    A node is an IRI with `kind`, `title_da`, `title_en`, `strategy`, `notation`, `order`; an edge leads upwards (child
    to parent, claim to claimed) with `predicate`, `basis`, `link`. *kinds* keeps nodes of these kinds, *around* what is
    at most *depth* steps (1 without) from that thing.

    Raises UnknownStrategy, UnknownKind, UnknownElement, and WrongValue for *depth* without *around*.

    >>> n = sg.network(sg.open(), "midt-udviklingsplan-2023", around="pejlemaerke-8")
    >>> sorted({kind for _, kind in n.nodes(data="kind")})[:2]
    ['focus-area', 'goal']
    """

    def answer(store: Store) -> "Multigraph":
        from strategigraf.network.graph import as_networkx

        return as_networkx(store, narrowed_network(store, strategies, kinds, around, depth))

    return graph.use(answer)


class NetworkAnswer(Answer["Network"]):
    """A network in the formats of other tools. Its rows are its nodes: thing, kind, title, strategy."""

    formats = EXPORT_FORMATS

    def frame(self) -> Frame:
        """The nodes as columns of plain Python values."""
        nodes = list(node_records(self._store, self.value.nodes))
        columns = {"kind": "kind", "title": f"title_{self.language}", "strategy": "strategy"}
        series = [
            Series(name, "text", tuple(attributes[key] for _, attributes in nodes)) for name, key in columns.items()
        ]
        return Frame((Series("thing", "text", tuple(self.value.nodes)), *series), len(nodes))

    def packed(self, format_name: str) -> Packed:
        """The content in a format of `formats`, packed."""
        return Packed(piece.encode("utf-8", "backslashreplace") for piece in self._pieces(format_name))

    def _pieces(self, format_name: str) -> Iterator[str]:
        return exported(self._store, records(self._store, self.value), format_name, self.language)

    def _content(self, format_name: str, evidence: bool) -> str:
        return "".join(self._pieces(format_name))


def exchange(
    graph: Graph, strategies: Names = (), kinds: Names = (), around: str | None = None, depth: int | None = None
) -> NetworkAnswer:
    """The network that `network` gives, to be written in the formats of other tools. Raises what that raises."""

    def answer(store: Store) -> NetworkAnswer:
        selected = narrowed_network(store, strategies, kinds, around, depth)
        return NetworkAnswer(selected, store, graph.language)

    return graph.use(answer)


def overview(graph: Graph, strategies: Names = ()) -> ReportAnswer[None]:
    """The network at a glance: nodes by kind, edges by relation and basis, what hangs together. Raises UnknownStrategy,
    WrongValue, as all below.

    >>> sg.overview(sg.open()).parts
    ('kinds', 'relations', 'components')
    """

    def question(store: Store) -> Report:
        from strategigraf.network.overview import overview, overview_report

        return overview_report(store, overview(narrowed_network(store, strategies)))

    return answered(graph, question)


def centrality(graph: Graph, strategies: Names = (), most: int = 20) -> ReportAnswer[None]:
    """What much leads to, and what much runs through, at most *most* rows a part.

    >>> sg.centrality(sg.open(), most=3).report.name
    'network-centrality'
    """

    def question(store: Store) -> Report:
        from strategigraf.network.overview import centrality, centrality_report
        from strategigraf.store.lookup import inheritance

        measured = centrality(narrowed_network(store, strategies), inheritance(store))
        return centrality_report(measured, at_least_one(most))

    return answered(graph, question)


def path(graph: Graph, start: str, end: str, strategies: Names = (), most: int = 3) -> ReportAnswer[None]:
    """The shortest threads between *start* and *end*, step by step with their words, at most *most*. Raises
    UnknownElement and UnknownTarget too, and WrongValue where both are the same or one is not in the network.

    >>> sg.path(sg.open(), "midt-udviklingsplan-2023/indsats-8-1", "10.3").report.name
    'network-path'
    """

    def question(store: Store) -> Report:
        from strategigraf.network.overview import connection, connection_report

        selected = narrowed_network(store, strategies)
        first, last = node(store, selected, start), node(store, selected, end)
        if first == last:
            raise WrongValue(
                Text(f"»{start}« og »{end}« er det samme.", f"“{start}” and “{end}” are the same."),
                Text("Angiv to forskellige elementer.", "Give two different elements."),
            )
        joined = connection(selected, first, last, at_least_one(most))
        return connection_report(store, joined, graph.language)

    return answered(graph, question)


def expendable(graph: Graph, strategies: Names = (), bases: Names = ()) -> ReportAnswer[None]:
    """The most initiatives that could fall without a sub-target losing its last mark (of those on *bases*; without any
    counted twice: by own claims, and by all marks).

    >>> sg.expendable(sg.open(), "midt-udviklingsplan-2023").report.name
    'network-expendable'
    """

    def question(store: Store) -> Report:
        from strategigraf.network.redundancy import OWN, expendable, expendable_report

        chosen_bases = tuple(
            one_of(basis, BASES, Text("et gyldigt grundlag", "a valid basis")) for basis in names(bases)
        )
        strategy_iris = strategies_named(store, strategies)
        basis_sets = [chosen_bases] if chosen_bases else [OWN, ()]
        return expendable_report([result for basis in basis_sets for result in expendable(store, strategy_iris, basis)])

    return answered(graph, question)


def answered(graph: Graph, question: Callable[[Store], Report]) -> ReportAnswer[None]:
    """The report that *question* gives of a store, as an answer of *graph*."""
    return graph.use(lambda store: ReportAnswer(None, question(store), store, graph.language))


# The network as a drawing in words.

Relation = Callable[[str], str]  # the title of a predicate, empty where it has none
LONGEST = 60  # signs of a title in a drawing
MERMAID_EDGES, MERMAID_SIGNS = 500, 50_000  # more than that Mermaid's own viewers do not draw
_PLAIN = re.compile(r"[^\w .,:/()?!'’–—-]")
_SHAPES = {"sdg-goal": "hexagon", "sdg-target": "hexagon", "initiative": "box", "goal": "ellipse", "track": "folder"}


def dot(told: Records, relation: Relation, language: str) -> Iterator[str]:
    """The network that is *told* in the DOT language (Graphviz), threads running upwards, in pieces, with titles in
    *language*; *relation* names its predicates. Nodes are identified by IRI and have kind and strategy; edges basis and
    link."""
    yield 'digraph strategigraf {\n  rankdir=BT;\n  node [fontname="sans-serif", shape=note];\n'
    for node, said in told.nodes:
        kind = str(said["kind"])
        shape = f", shape={_SHAPES[kind]}" if kind in _SHAPES else ""
        yield (
            f"  {_quoted(node)} [label={_quoted(_title(node, said, language))}{shape}, kind={_quoted(kind)},"
            f" strategy={_quoted(str(said['strategy']))}];\n"
        )
    for subject, target, _, attributes in told.edges:
        style = "" if attributes["link"] else ", style=dotted"
        label = relation(attributes["predicate"]) or short(attributes["predicate"])
        yield (
            f"  {_quoted(subject)} -> {_quoted(target)} [label={_quoted(label)}, basis={_quoted(attributes['basis'])},"
            f" link={_quoted(attributes['link'])}{style}];\n"
        )
    yield "}\n"


def mermaid(told: Records, relation: Relation, language: str) -> Iterator[str]:
    """The network that is *told* as a Mermaid flowchart, in pieces, threads running upwards, structure dotted; titles
    and *relation* as for DOT. Long titles are cut, with a mark; every sign that Mermaid could read as its own is
    written as its number."""
    numbers: dict[str, int] = {}
    yield "flowchart BT\n"
    for number, (node, said) in enumerate(told.nodes, start=1):
        numbers[node] = number
        yield f'  n{number}["{_entities(_title(node, said, language))}"]\n'
    for subject, target, _, attributes in told.edges:
        arrow = "-->" if attributes["link"] else "-.->"
        label = _entities(relation(attributes["predicate"]) or short(attributes["predicate"]))
        yield f'  n{numbers[subject]} {arrow}|"{label}"| n{numbers[target]}\n'


def too_large_for_mermaid(edges: int, signs: int) -> bool:
    """Whether Mermaid's viewers refuse a drawing of so many *edges* and *signs* under their own limits."""
    return edges > MERMAID_EDGES or signs > MERMAID_SIGNS


def _title(node: str, said: Mapping[str, str | int], language: str) -> str:
    title = one_line(f"{short(node).rsplit('/', 1)[-1]} {_inert(str(said[f'title_{language}']))}")
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"


def _quoted(text: str) -> str:
    """*text* as a string of DOT: quotation marks and backslashes escaped, nothing else means anything there."""
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _entities(text: str) -> str:
    return _PLAIN.sub(lambda match: f"#{ord(match[0])};", one_line(text))


# The network in the formats that other graph tools read.

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MADE = re.compile(r"<meta\b(?:(?!<meta\b).)*?</meta>", re.DOTALL)  # when, and by which version
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")  # in no XML, and the halves of pairs in no UTF-8


def exported(store: Store, told: Records, form: str, language: str) -> Iterator[str]:
    """The network that is *told* in the format *form*, titles in *language*, in pieces; the same bytes each time.

    In the exchange formats each node has its attributes as in `network`, and `label`, its title; each edge has
    `predicate`, `basis`, `link` and `label`. Control and direction characters are written out visibly.
    """

    @cache
    def relation(predicate: str) -> str:
        return _inert(labels(store, {predicate}, language).get(predicate, ""))

    if form in ("dot", "mermaid"):
        yield from (dot if form == "dot" else mermaid)(told, relation, language)
        return
    visible = Records(
        (
            (node, {"label": _inert(str(said[f"title_{language}"])) or node, **_inert_values(said)})
            for node, said in told.nodes
        ),
        (
            (start, end, key, {"label": relation(said["predicate"]) or _inert(said["predicate"]), **said})
            for start, end, key, said in told.edges
        ),
    )
    record = as_record(form, visible)
    if record is not None:
        yield from json_pieces(record)
    else:
        yield _HEAD + _MADE.sub("<meta><creator>strategigraf</creator></meta>", as_xml(form, visible), count=1)
    yield "\n"


def _inert(text: str) -> str:
    return _UNFIT.sub("\ufffd", one_line(text))


def _inert_values(said: Mapping[str, str | int]) -> dict[str, str | int]:
    return {key: _inert(value) if isinstance(value, str) else value for key, value in said.items()}
