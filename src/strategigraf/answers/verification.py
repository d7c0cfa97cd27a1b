"""Verification: the texts a strategy's quotes were read from, whether they were found there again, and the method."""

from collections import defaultdict
from collections.abc import Mapping

from strategigraf.answers.heading import named
from strategigraf.answers.membership import members_of
from strategigraf.files.source_text import SourceText
from strategigraf.use.evidence import STATUSES, check_quotes, quotes
from strategigraf.use.store import Store
from strategigraf.values.dossier import Passage
from strategigraf.values.figure import Figure, count
from strategigraf.values.namespaces import DCTERMS, SG
from strategigraf.values.policy import Policy
from strategigraf.values.report import Cell, Part
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

_DOCUMENTS = """
PREFIX sg: <{0}> PREFIX dcterms: <{1}>
SELECT ?document ?publisher ?issued ?sha256 WHERE {{
  ?document a sg:Document .
  OPTIONAL {{ ?document dcterms:publisher ?publisher }}
  OPTIONAL {{ ?document dcterms:issued ?issued }}
  OPTIONAL {{ ?document sg:sha256 ?sha256 }}
}}
ORDER BY ?document"""


def verification(store: Store, strategy: str, sources: Mapping[str, SourceText] | None) -> Part:
    """One row per document that *strategy* (IRI) quotes: publisher, date, checksum of the text, and how many of the
    quotes have each status; without *sources* none is verified here, and the row says so."""
    from strategigraf.answers.evidence_of import words_of

    members = set(members_of(store, strategy))
    used = {words.quote for found in words_of(store, members | {strategy}).values() for words in found}
    by_document: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    if sources is None:
        for record in quotes(store):
            if record.quote in used:
                by_document[record.document]["unverifiable"].append(record.quote)
    else:
        for check in check_quotes(store, sources):
            if check.record.quote in used:
                by_document[check.record.document][check.status].append(check.record.quote)
    about = {row[0]: row[1:] for row in store.rows(_DOCUMENTS.format(SG, DCTERMS))}
    rows: list[tuple[Cell, ...]] = []
    for document in sorted(by_document):
        publisher, issued, digest = about.get(document, ("", "", ""))
        of = by_document[document]
        every = tuple(quote for status in STATUSES for quote in of[status])
        counts = (count(tuple(of[status])) for status in STATUSES)
        facts: tuple[Cell, ...] = (
            Iri(document),
            Iri(publisher) if publisher else None,
            Literal(issued),
            Literal(digest),
        )
        rows.append((*facts, count(every), *counts))
    sums = [
        Figure(count(tuple(q for of in by_document.values() for q in of[status])).value,
               tuple(q for of in by_document.values() for q in of[status]))
        for status in STATUSES
    ]  # fmt: skip
    total = count(tuple(quote for figure in sums for quote in figure.of))
    rows.append((Text("i alt", "total"), None, None, None, total, *sums))
    told = (
        Text(
            "Citaterne er ikke efterprøvet mod kildeteksterne her. Kør med --sources for at gøre det.",
            "The quotes were not verified against the source texts here. Run with --sources to do so.",
        )
        if sources is None
        else named(
            Text(
                "Hvert citat er søgt i kildens tekst: `verbatim` står ordret, `normalised` er ens på nær blanktegn, "
                "bindestreger og "
                "anførselstegn; alt andet er en fejl, der skal rettes.",
                "Each quote was looked for in the text of its source: `verbatim` stands word for word, `normalised` is "
                "equal but for blanks, hyphens and quotation marks; anything else is a fault to mend.",
            )
        )
    )
    columns = ("document", "publisher", "issued", "checksum", "quotes", "verbatim", *STATUSES[1:])
    return Part(
        "verified", Text("Hvad der er efterprøvet", "What was verified"), told, tuple(map(Column, columns)), tuple(rows)
    )


def method(policy: Policy) -> Passage:
    """How the figures of a dossier are made, in prose, with the signature of the *policy*."""
    paragraphs = (
        Text(
            "Strategien er læst element for element. Hvert element og hver forbindelse hviler på citater fra "
            "kildens egen "
            "tekst. En forbindelse er angivet (kilden siger det ved elementet), navngivet (ét sted nævner, hvad et "
            "andet "
            "lover) eller tolket (en læsers skøn med begrundelse og sikkerhed). Hvad der kun gælder gennem noget "
            "højere "
            "oppe, er nedarvet: det er beregnet og aldrig skrevet ned, som om nogen havde sagt det.",
            "The strategy was read element by element. Each element and each link rests on quotes from the source's "
            "own "
            "text. A link is stated (the source says it at the element), named (one passage names what another "
            "promises) or "
            "interpreted (a reader's judgement with rationale and confidence). What holds only through something "
            "higher up "
            "is inherited: it is computed and never stored as if somebody had said it.",
        ),
        Text(
            "Et tal i en matrix er antallet af tråde mellem rækken og kolonnen. Dækning følger "
            "sporbarhedspolitikken, som "
            f"siger, hvad der skal kunne spores til hvad (signatur {policy.signature[:12]}). Hvad der mangler, står "
            "som "
            "rækker og udelades ikke. Et element, der ikke er sammenlignet med den anden strategi, er ikke "
            "vurderet: det "
            "siger intet om, hvorvidt den tier.",
            "A number in a matrix is the count of threads between the row and the column. Coverage follows the tracing "
            f"policy, which says what must trace to what (signature {policy.signature[:12]}). What is missing "
            "stands as rows "
            "and is not left out. An element that was not compared with the other strategy is not assessed: that says "
            "nothing about whether it is silent.",
        ),
    )
    return Passage("method", Text("Metode", "Method"), paragraphs)
