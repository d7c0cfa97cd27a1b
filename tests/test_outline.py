"""The path of headings under which a passage stands."""

from collections import defaultdict
from dataclasses import replace

import pytest

from strategigraf.check.quotes import QuoteRecord, check_quotes_of_text, quotes
from strategigraf.files.occurrences import Quoted
from strategigraf.files.source_text import Outline, SourceText
from strategigraf.store.sparql import EmbeddedStore

MARKED = """Forside
# By
## Udfordringer
Vi har dem.

**Tørke.** Åen mangler vand.
Også om vinteren.

Det er alvor.

**Støj** fra vejen.

### **Lys.**

Lamperne er slukket.

**Mørke.** Det er nat.

## Mål > delmål
- **Vand:** Det skal være rent.
  - Også i åen.
- Luften med.

**1) Alle har vand i hanen.**

Det er et løfte.
"""
PLAIN = """Indhold
Vand
Luft

Vand

Mål
Vi vil have vand.

Indsats
Vi graver.

Luft

Mål
Vi vil have luft.
"""


def locator(raw: str, words: str, *sections: str) -> str:
    return Outline(raw, sections).locator(raw.index(words))


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Forside", ""),
        ("# By", "By"),
        ("Vi har dem", "By > Udfordringer"),
        ("Tørke", "By > Udfordringer > Tørke."),
        ("Også om vinteren", "By > Udfordringer > Tørke."),
        ("Det er alvor", "By > Udfordringer"),
        ("fra vejen", "By > Udfordringer > Støj"),
        ("Lamperne", "By > Udfordringer > Lys."),
        ("Det er nat", "By > Udfordringer > Mørke."),
        ("Det skal være rent", "By > Mål > delmål > Vand:"),
        ("Også i åen", "By > Mål > delmål"),
        ("Luften", "By > Mål > delmål"),
        ("Alle har vand", "By > Mål > delmål"),
        ("Det er et løfte", "By > Mål > delmål"),
    ],
)
def test_a_place_has_the_headings_above_it_and_the_run_in_of_its_paragraph(words: str, path: str) -> None:
    assert locator(MARKED, words) == path


@pytest.mark.parametrize("section", ["By > Udfordringer > Mørke.", "Udfordringer > Mørke.", "Mørke.", "Udfordringer"])
def test_a_locator_may_begin_further_in_and_leave_out_the_run_in(section: str) -> None:
    assert Outline(MARKED).stands_under(MARKED.index("Det er nat"), section)


@pytest.mark.parametrize("section", ["Lys.", "By", "By > Mørke.", "Udfordringer > Lys. > Mørke.", "Tørke.", "", " > "])
def test_the_heading_of_another_section_is_no_locator(section: str) -> None:
    assert not Outline(MARKED, [section]).stands_under(MARKED.index("Det er nat"), section)


def test_lines_are_headings_where_a_locator_names_them_in_their_place() -> None:
    named = "Vand > Mål", "Vand > Indsats", "Luft > Mål"
    assert locator(PLAIN, "have vand", *named) == "Vand > Mål"
    assert locator(PLAIN, "graver", *named) == "Vand > Indsats"
    assert locator(PLAIN, "have luft", *named) == "Luft > Mål"
    assert locator(PLAIN, "have luft") == ""


def status(text: SourceText, records: list[QuoteRecord], record: QuoteRecord, section: str) -> str:
    """What becomes of *record* of *records* with another *section*."""
    told = replace(record, section=section)
    return check_quotes_of_text([*records, told], text)[-1].status


def by_file(store: EmbeddedStore) -> dict[str, list[QuoteRecord]]:
    found: dict[str, list[QuoteRecord]] = defaultdict(list)
    for record in quotes(store):
        found[record.file].append(record)
    return found


def test_every_quote_of_the_data_has_its_whole_path(store: EmbeddedStore, sources: dict[str, SourceText]) -> None:
    for file, records in by_file(store).items():
        text = sources[file]
        outline = text.outline(record.section for record in records)
        found = text.places([Quoted(record.exact, record.prefix, record.suffix) for record in records])
        first = next(line for line in text.raw.splitlines() if line.strip()).strip()
        for record, places in zip(records, found, strict=True):
            assert record.section in (outline.locator(places.spans[0].start), first), record.quote


def test_a_locator_of_another_section_is_never_taken_for_that_of_a_quote(
    store: EmbeddedStore, sources: dict[str, SourceText]
) -> None:
    """Every quote with every section of its document but its own, and with the heading of the one before it."""
    for file, records in by_file(store).items():
        sections = list(dict.fromkeys(record.section for record in records))
        for record in records[::7]:
            others = [s for s in sections if not f" > {record.section}".startswith((f" > {s} > ", f" > {s}"))]
            told = [replace(record, section=section) for section in others]
            checks = check_quotes_of_text([*records, *told], sources[file])[len(records) :]
            assert {check.status for check in checks} <= {"moved"}, record.quote


def test_the_fourth_challenge_does_not_stand_under_the_third(
    store: EmbeddedStore, sources: dict[str, SourceText]
) -> None:
    records = by_file(store)["midt-udviklingsplan-2023.md"]
    (record,) = (r for r in records if r.quote.endswith("/udfordring-4-quote-2"))
    text = sources[record.file]
    assert record.section.endswith(" > Behov for systematiseret videndeling.")
    assert status(text, records, record, record.section) == "exact"
    assert status(text, records, record, "Nødvendig kompetence- og vidensudvikling.") == "moved"
