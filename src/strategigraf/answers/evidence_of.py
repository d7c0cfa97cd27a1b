"""The words that links and elements rest on."""

from collections import defaultdict
from collections.abc import Iterable

from strategigraf.use.store import Store
from strategigraf.values.iri import iri_batches
from strategigraf.values.namespaces import OA, SG
from strategigraf.values.words import Words

_QUOTES = """
PREFIX oa: <{0}> PREFIX sg: <{1}>
SELECT ?bearer ?quote ?words ?section ?document WHERE {{
  VALUES ?bearer {{ {2} }}
  ?bearer sg:evidence ?quote .
  ?quote oa:hasSelector/oa:exact ?words ; oa:hasSource ?document ; sg:section ?section ; sg:order ?order .
}}
ORDER BY ?bearer ?document ?order"""


def words_of(store: Store, bearers: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    """For each of *bearers* (links or elements, IRIs) its quotes in order; an element's first is its own wording."""
    wanted = sorted(set(bearers))
    found: dict[str, list[Words]] = defaultdict(list)
    for these in iri_batches(wanted):
        for bearer, *quote in store.rows(_QUOTES.format(OA, SG, these)):
            found[bearer].append(Words(*quote))
    return {bearer: tuple(quotes) for bearer, quotes in found.items()}
