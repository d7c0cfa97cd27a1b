"""The names of things in Danish and English, for those who read and not for those who compute."""

from collections.abc import Iterable

from strategigraf.use.store import Store
from strategigraf.values.namespaces import RDFS, SKOS

_BATCH = 400


def labels(store: Store, iris: Iterable[str], language: str) -> dict[str, str]:
    """The label of each of *iris* that has one: in *language*, else in the other language, on one line."""
    wanted = sorted(set(iris))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _BATCH):
        these = " ".join(f"<{iri}>" for iri in wanted[start : start + _BATCH])
        query = f"""
SELECT ?thing ?label (LANG(?label) AS ?language) WHERE {{
  VALUES ?thing {{ {these} }}
  VALUES ?predicate {{ <{SKOS}prefLabel> <{RDFS}label> }}
  ?thing ?predicate ?label
}}"""
        for thing, label, tag in store.rows(query):
            if thing not in found or tag == language:
                found[thing] = " ".join(label.split())
    return found
