"""What pages say for machines in the same way: texts, quotes and claims as records; and the years of a thing."""

from typing import Any

from strategigraf.core.rdf import SG, Text
from strategigraf.site.facts import Claim, Facts, Quote


def period_of(facts: Facts, thing: str) -> Text:
    """The years of *thing*: `2024`, `2025–2027`; nothing without any."""
    start, end = (facts.value(thing, SG + name) for name in ("start", "end"))
    years = start if start == end or not end else f"{start}–{end}"
    return Text(years, years)


def both(text: Text) -> dict[str, str]:
    """*text* as a record."""
    return {"da": text.da, "en": text.en}


def quote_record(one: Quote) -> dict[str, str]:
    """*one* as a record."""
    found = {"id": one.quote, "words": one.words, "section": one.place.da, "document": one.document.da}
    return found | ({"status": one.status} if one.status else {})


def claim_record(claim: Claim, relation: Text) -> dict[str, Any]:
    """*claim* of a *relation* as a record."""
    return {
        "link": claim.link,
        "relation": both(relation),
        "other": claim.other.thing,
        "title": both(claim.other.title),
        "basis": claim.basis,
        "confidence": claim.confidence.en,
        "rationale": both(claim.rationale),
        "quotes": [quote_record(one) for one in claim.quotes],
    }
