"""The names of things in Danish and English, for those who read and not for those who compute."""

from collections.abc import Iterable

from strategigraf.use.store import Store
from strategigraf.values.iri import iri_list
from strategigraf.values.match import MATCH_LABELS
from strategigraf.values.namespaces import ID, RDFS, SDG, SDGO, SKOS

_BATCH = 400
_BORROWED = {f"{SKOS}{name}Match": MATCH_LABELS[name] for name in ("exact", "close", "broad", "narrow", "related")}


def labels(store: Store, iris: Iterable[str], language: str) -> dict[str, str]:
    """The label of each of *iris* that has one: in *language*, else in the other language, on one line.

    A kind of match has the word for it, as SKOS labels these in English only."""
    wanted = sorted(set(iris))
    borrowed = {iri: _BORROWED[iri].in_language(language) for iri in wanted if iri in _BORROWED}
    if store.ledger is not None:
        return borrowed | store.ledger.labels(wanted, language)
    found: dict[str, str] = borrowed
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        titled = iri_list(batch)
        terms = iri_list(iri for iri in batch if iri.startswith(SDGO) or not iri.startswith((ID, SDG)))
        query = f"""
SELECT ?thing ?label (LANG(?label) AS ?language) WHERE {{
  {{ VALUES ?thing {{ {titled} }} ?thing <{SKOS}prefLabel> ?label }}
  UNION
  {{ VALUES ?thing {{ {terms} }} ?thing <{RDFS}label> ?label }}
}}"""
        for thing, label, tag in store.rows(query):
            if thing not in found or tag == language:
                found[thing] = " ".join(label.split())
    return found
