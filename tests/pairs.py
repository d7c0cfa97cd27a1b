"""Small worlds of strategies and mapping sets for the tests of comparisons: elements with one quote each."""

from pathlib import Path

from hypothesis import strategies as st

from strategigraf.core.rdf import GRAPH, ID, OA, RDFS, SG, SKOS
from strategigraf.files.workspace import Workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore

HEAD = (
    "\t".join(
        (
            "subject_id",
            "predicate_id",
            "predicate_modifier",
            "object_id",
            "mapping_justification",
            "confidence",
            "comment",
        )
    )
    + "\trationale_da"
)
KINDS = ("Goal", "Initiative", "Track")
RELATIONS = ("exact", "close", "broad", "narrow", "related", "continues")
NONE = "sssom:NoTermFound"
Row = tuple[str, str, bool, str]  # subject, relation, whether denied, object; an end is "a:3" or NONE


def element(strategy: str, number: int) -> str:
    """The IRI of the element with this *number* in *strategy*."""
    return f"{ID}{strategy}/e{number}"


def world(folder: Path, sizes: dict[str, int], sets: dict[str, list[Row]]) -> EmbeddedStore:
    """A store in memory with a strategy per name in *sizes*, each with so many elements, and a mapping set per name in
    *sets* (such as `a--b`) with these rows."""
    ontology, data = folder / "ontology", folder / "data"
    for place in (ontology, data / "alignments"):
        place.mkdir(parents=True, exist_ok=True)
    for old in (data / "alignments").iterdir():
        old.unlink()
    classes = "".join(f"<{SG}{kind}> <{RDFS}subClassOf> <{SG}Element> .\n" for kind in KINDS)
    (ontology / "vocabulary.ttl").write_text(classes, encoding="utf-8")
    for name, size in sizes.items():
        (data / f"{name}.ttl").write_text(_strategy(name, size), encoding="utf-8")
    for name, rows in sets.items():
        prefixes = "".join(f"#  {strategy}: {ID}{strategy}/e\n" for strategy in sizes)
        told = "".join(_line(row) for row in rows)
        text = (
            f"#mapping_set_id: {GRAPH}alignments/{name}\n#curie_map:\n{prefixes}"
            f"#  skos: {SKOS}\n#  sg: {SG}\n#  sssom: https://w3id.org/sssom/\n{HEAD}\n{told}"
        )
        (data / "alignments" / f"{name}.sssom.tsv").write_text(text, encoding="utf-8")
    store = EmbeddedStore.in_memory()
    fill(store, Workspace(ontology, data, folder, (folder,)))
    return store


def _strategy(name: str, size: int) -> str:
    head = f'<{ID}{name}> a <{SG}Strategy> ; <{SKOS}prefLabel> "{name}"@da .\n'
    return head + "".join(
        f'<{element(name, n)}> a <{SG}{KINDS[n % len(KINDS)]}> ; <{SKOS}prefLabel> "{name} {n}"@da ;\n'
        f"  <{SG}inStrategy> <{ID}{name}> ; <{SG}evidence> <{element(name, n)}-q> .\n"
        f'<{element(name, n)}-q> a <{SG}Quote> ; <{OA}hasSource> <{ID}{name}> ; <{SG}section> "S" ;\n'
        f'  <{OA}hasSelector> <{element(name, n)}-s> . <{element(name, n)}-s> <{OA}exact> "words {name} {n}" .\n'
        for n in range(size)
    )


def _line(row: Row) -> str:
    subject, relation, negative, target = row
    predicate = "sg:continues" if relation == "continues" else f"skos:{relation}Match"
    confidence = "" if NONE in (subject, target) else "0.5"
    denied = "Not" if negative else ""
    return f"{subject}\t{predicate}\t{denied}\t{target}\tsemapv:ManualMappingCuration\t{confidence}\twhy\thvorfor\n"


def _rows(one: str, other: str) -> st.SearchStrategy[list[Row]]:
    ends = (st.integers(0, 4).map(lambda n: f"{one}:{n}"), st.integers(0, 4).map(lambda n: f"{other}:{n}"))
    pair = st.tuples(ends[0], st.sampled_from(RELATIONS), st.booleans(), ends[1])
    lonely = st.one_of(
        ends[0].map(lambda end: (end, "exact", False, NONE)), ends[1].map(lambda end: (NONE, "exact", False, end))
    )
    return st.lists(st.one_of(pair, lonely), max_size=10, unique=True)


mapping_sets = st.fixed_dictionaries({"a--b": _rows("a", "b"), "b--a": _rows("b", "a"), "c--a": _rows("c", "a")})
