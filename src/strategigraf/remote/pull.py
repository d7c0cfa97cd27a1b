"""What an answer on one or two strategies needs, fetched from a server into a folder of data."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.accept.changes import RowChange
from strategigraf.accept.rows import with_rows
from strategigraf.core.errors import OutputNotWritten, UnknownStrategy, nearest
from strategigraf.core.rdf import GRAPH, ID, RDF, SG, Iri, Literal, Term, Text
from strategigraf.core.table import Triples
from strategigraf.files.output import only_writer, write
from strategigraf.files.sssom import Alignment
from strategigraf.files.turtle_format import format_statements
from strategigraf.store.dataset import DERIVED

if TYPE_CHECKING:
    from strategigraf.api.graph import Graph
    from strategigraf.store.endpoint import RemoteStore

Statement = tuple[Term, Term, Term]
_STRATEGIES, _ALIGNMENTS = GRAPH + "strategies/", GRAPH + "alignments/"
_REVIEWS = GRAPH + "reviews/"
_NEW = Path("new")  # where no mapping set is yet
_SHARED = {"documents": ID + "documents/", "organisations": ID + "organisations/"}


def pull(
    graph: "Graph", server: "RemoteStore", strategies: Iterable[str], folder: Path, replace: bool = False
) -> list[Path]:
    """The files that were written below *folder*, a folder of data: each of *strategies* (by name) as *server* has it,
    the documents and organisations that they name and the data beneath do not have, and the alignments between them.

    A file that is there and differs is left, unless *replace* is set. Raises UnknownStrategy with the nearest names,
    OutputNotWritten where a file differs, StoreFailed.
    """
    names = list(dict.fromkeys(strategies))
    known = _graphs(server)
    for name in names:
        if name not in known:
            raise UnknownStrategy(
                Text("strategi på serveren", "strategy on the server"),
                name,
                nearest(name, known),
                Text("Se dem med list strategy --endpoint.", "See them with list strategy --endpoint."),
            )
    files: dict[Path, str] = {}
    told: list[Statement] = []
    described = _files_of(server, names)
    for name in described:
        own = _of_graph(server, _STRATEGIES + name)
        told += own
        files[folder / "strategies" / f"{name}.ttl"] = format_statements(own, {"": f"{ID}{name}/"})
    for name, base in _SHARED.items():
        found = _shared(server, told, base)
        beneath = _described(graph, found) if graph.workspace.beneath else ()
        statements = [statement for iri in sorted(found) if iri not in beneath for statement in found[iri]]
        told += statements
        if statements:
            files[folder / f"{name}.ttl"] = format_statements(statements, {})
    pairs = [f"{first}--{second}" for first in described for second in described]
    for name in pairs:
        rows = _alignments(_of_graph(server, _ALIGNMENTS + name))
        if rows:
            path = folder / "alignments" / f"{name}.sssom.tsv"
            files[path] = with_rows(_NEW / path.name, [RowChange(path, None, row) for row in rows])
    for name in (*described, *pairs):
        reviews = _of_graph(server, _REVIEWS + name)
        if reviews:
            files[folder / "reviews" / f"{name}.ttl"] = format_statements(reviews, {})
    return _written(files, folder, replace)


def _files_of(server: "RemoteStore", names: Iterable[str]) -> list[str]:
    """The names of the files that describe elements of the strategies *names*: theirs, and such as hearing
    responses."""
    listed = " ".join(f"<{ID}{name}>" for name in names)
    rows = server.rows(
        f"SELECT DISTINCT ?g {{ VALUES ?strategy {{ {listed} }} GRAPH ?g {{ ?s <{SG}inStrategy> ?strategy }} }} "
        "ORDER BY ?g"
    )
    found = [name.removeprefix(_STRATEGIES) for (name,) in rows if name.startswith(_STRATEGIES)]
    return list(dict.fromkeys((*names, *found)))


def _described(graph: "Graph", things: Iterable[str]) -> set[str]:
    """Those of *things* that the files of *graph* describe."""
    return graph.use(lambda store: {thing for thing in things if any(store.index.describing(thing))})


def _graphs(server: "RemoteStore") -> list[str]:
    rows = server.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s a <" + SG + "Strategy> } } ORDER BY ?g")
    return [name.removeprefix(_STRATEGIES) for (name,) in rows if name.startswith(_STRATEGIES)]


def _of_graph(server: "RemoteStore", graph: str) -> list[Statement]:
    answer = server.answer(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return list(answer.triples) if isinstance(answer, Triples) else []


def _shared(server: "RemoteStore", told: Iterable[Statement], base: str) -> dict[str, list[Statement]]:
    """What the server says of the things below *base* that *told* names, and of those that these name."""
    found: dict[str, list[Statement]] = {}
    waiting = {end.value for _, _, end in told if isinstance(end, Iri) and end.value.startswith(base)}
    while waiting:
        listed = " ".join(f"<{iri}>" for iri in sorted(waiting))
        answer = server.answer(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} "
            f'FILTER(!STRSTARTS(STR(?g), "{DERIVED}")) }}'
        )
        found |= {iri: [] for iri in waiting}
        waiting = set()
        for statement in answer.triples if isinstance(answer, Triples) else ():
            found[statement[0].value].append(statement)
            end = statement[2]
            if isinstance(end, Iri) and end.value.startswith(base) and end.value not in found:
                waiting.add(end.value)
    return {iri: statements for iri, statements in found.items() if statements}


def _alignments(statements: Iterable[Statement]) -> list[Alignment]:
    """The rows of the mapping set that *statements* were made from, by subject and object."""
    by_node: dict[str, dict[str, list[Term]]] = {}
    for subject, predicate, target in statements:
        by_node.setdefault(subject.value, {}).setdefault(predicate.value, []).append(target)
    rows = []
    for said in by_node.values():
        if Iri(SG + "Alignment") in said.get(RDF + "type", []):
            first = {name: targets[0].value for name, targets in said.items()}
            words = {term.language: term.value for term in said.get(SG + "rationale", []) if isinstance(term, Literal)}
            ends = (first[RDF + "subject"], first[RDF + "predicate"], first[RDF + "object"])
            is_negative, confidence = first.get(SG + "negative") in ("true", "1"), first.get(SG + "confidence", "")
            rationale = Text(words.get("da", ""), words.get("en", ""))
            rows.append(Alignment(*ends, is_negative, confidence, rationale, 0))
    return sorted(rows)


def _written(files: dict[Path, str], folder: Path, replace: bool) -> list[Path]:
    differing = [path for path, text in files.items() if path.exists() and path.read_bytes() != text.encode()]
    if differing and not replace:
        raise OutputNotWritten(
            Text(
                f"{differing[0]} findes og er en anden end serverens; intet er skrevet.",
                f"{differing[0]} exists and differs from the server's; nothing has been written.",
            ),
            Text(
                "Tag serverens med --replace, eller angiv en anden mappe.",
                "Take the server's with --replace, or give another folder.",
            ),
        )
    fresh = [path for path, text in files.items() if path in differing or not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        for path in fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, files[path].encode())
    return fresh
