"""Shortcuts: questions that the ledger answers as the graph does, without waiting for SPARQL.

A shortcut stands for one query, known by its checksum: whoever changes the query loses the shortcut, and a test says
so. That both give the same rows is tested on the real data and on random ones.
"""

import re
import zlib
from collections.abc import Iterator, Mapping

from strategigraf.files.question import Question
from strategigraf.use.ledger import Ledger
from strategigraf.values.hop import BASES
from strategigraf.values.namespaces import SDGO, SG
from strategigraf.values.term import Iri, Term

Rows = tuple[tuple[Term | None, ...], ...]

INITIATIVES_BY_SDG_TARGET = 0x38D51313
_CONCEPTS = [Iri(SG + basis.capitalize()) for basis in BASES]


def checksum(query: str) -> int:
    """The checksum of *query* without its comments and header."""
    return zlib.crc32(re.sub(r"(?m)^#.*\n", "", query).strip().encode())


def shortcut(ledger: Ledger | None, question: Question, bound: Mapping[str, Term]) -> Rows | None:
    """The rows of the answer to *question* with the values *bound*; None where there is no shortcut to it."""
    if ledger is None or checksum(question.query) != INITIATIVES_BY_SDG_TARGET or "target" not in bound:
        return None
    strategy = bound["strategy"].value if "strategy" in bound else None
    return tuple(_initiatives_by_sdg_target(ledger, bound["target"], strategy))


def _initiatives_by_sdg_target(ledger: Ledger, target: Term, strategy: str | None) -> Iterator[tuple[Term, ...]]:
    """By strategy, place of the initiative in its file, initiative, basis and link, as the query orders them."""
    if not ledger.is_of_class(target.value, SDGO + "Target"):
        return
    number = ledger.numbers([target.value])[target.value]
    claims = [claim for _, found in ledger.contributions(number) for claim in zip(*found, strict=True)]
    initiatives = ledger.members_among({claim[0] for claim in claims}, SG + "Initiative")
    claims = [claim for claim in claims if claim[0] in initiatives]
    named = ledger.named({number for claim in claims for number in (claim[0], claim[2], claim[3])})
    rows = []
    for row, code, through, link in claims:
        for owner in initiatives[row]:
            if strategy in (None, owner) and named[row].place:
                basis, words = _CONCEPTS[code], named[link].iri
                order = (owner, named[row].place, named[row].iri, basis.value, words)
                rows.append((order, (target, Iri(named[row].iri), basis, Iri(named[through].iri), Iri(words))))
    yield from (terms for _, terms in sorted(rows, key=lambda row: row[0]))
