"""Imprints: the strategies and documents of a dossier, and whether its quotes stand in the source texts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from strategigraf.files.source_text import SourceText
from strategigraf.use.evidence import VERIFIED, QuoteRecord, check_quotes_of_text, quotes
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.imprint import Imprint, Plan, Source, Verification
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import DCTERMS, ID, SG
from strategigraf.values.text import Text

_BATCH = 300
_STRATEGIES = """
PREFIX sg: <{0}>
SELECT DISTINCT ?strategy WHERE {{
  VALUES ?thing {{ {1} }}
  {{ ?thing sg:inStrategy ?strategy }} UNION {{ ?thing a sg:Strategy BIND(?thing AS ?strategy) }}
}}"""
_DOCUMENTED = """
PREFIX sg: <{0}>
SELECT DISTINCT ?strategy WHERE {{ VALUES ?document {{ {1} }} ?document sg:documentOf ?strategy }}"""
_ABOUT = """
SELECT ?thing ?predicate ?value WHERE {{ VALUES ?thing {{ {0} }} ?thing ?predicate ?value }}
ORDER BY ?thing ?predicate ?value"""
_NO_TEXT = Text("", "")


def imprint(store: Store, things: Iterable[str], documents: Iterable[str]) -> Imprint:
    """The strategies that *things* belong to (where none of them says, those of the documents), and the *documents*
    (all IRIs); not verified."""
    read = sorted(set(documents))
    stored = [document for document in read if document.startswith(ID)]  # the register names its sources in words
    strategies = _all(store, _STRATEGIES, sorted(set(things))) or _all(store, _DOCUMENTED, stored)
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = sorted({*strategies, *stored})
    for start in range(0, len(wanted), _BATCH):
        for thing, predicate, value in store.rows(_ABOUT.format(_bound(wanted[start : start + _BATCH]))):
            facts[thing][predicate].append(value)
    organisations = {
        owner for found in facts.values() for key in (SG + "owner", DCTERMS + "publisher") for owner in found[key]
    }
    named = [labels(store, organisations | set(wanted), language) for language in ("da", "en")]

    def titled(thing: str) -> Text:
        return Text(*(of.get(thing, "") or thing.removeprefix(ID) for of in named))

    def all_titled(found: list[str]) -> Text:
        return Text(*(", ".join(of.get(thing, thing.removeprefix(ID)) for thing in found) for of in named))

    plans = []
    for strategy in strategies:
        found = facts[strategy]
        years = [next(iter(found[SG + end]), "") for end in ("start", "end")]
        plans.append(Plan(titled(strategy), all_titled(found[SG + "owner"]), "–".join(years) if any(years) else ""))
    sources = [
        Source(
            titled(document),
            all_titled(facts[document][DCTERMS + "publisher"]),
            ", ".join(facts[document][DCTERMS + "issued"]),
            ", ".join(facts[document][SG + "sha256"]),
        )
        for document in [*stored, *(other for other in read if other not in stored)]
    ]
    return Imprint(tuple(plans), tuple(sources))


def verification(store: Store, wanted: Iterable[str], sources: Mapping[str, SourceText]) -> Verification:
    """How many of the quotes among *wanted* (IRIs) stand in *sources* (texts by file name) where and as they are
    quoted."""
    chosen = set(wanted)
    by_file: dict[str, list[QuoteRecord]] = defaultdict(list)
    for record in quotes(store):
        if record.quote in chosen:
            by_file[record.file].append(record)
    checks = [check for file in sorted(by_file) for check in check_quotes_of_text(by_file[file], sources.get(file))]
    return Verification(sum(check.status in VERIFIED for check in checks), len(checks))


def _all(store: Store, query: str, things: list[str]) -> list[str]:
    found: set[str] = set()
    for start in range(0, len(things), _BATCH):
        found.update(row[0] for row in store.rows(query.format(SG, _bound(things[start : start + _BATCH]))))
    return sorted(found)


def _bound(things: Iterable[str]) -> str:
    return iri_list(things)
