"""The proposal of a rebase as a report, and what has to be known before it is believed."""

from strategigraf.answers.heading import named
from strategigraf.answers.rebase import Proposal
from strategigraf.values.figure import count, score
from strategigraf.values.namespaces import short
from strategigraf.values.relocation import Fate
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text


def rebase_report(proposal: Proposal) -> Report:
    """*proposal* as a report: the parts `counts` (by fate), `quotes` (those that are not unchanged) and `turtle` (what
    to paste). Its gaps are the quotes that are not unchanged."""
    rows: list[tuple[Cell, ...]] = []
    for fate in Fate:
        of = [one for one in proposal.quotes if one.relocation.fate is fate]
        links = dict.fromkeys(link for one in of for link in one.links)
        touched = count(list(links) if fate in (Fate.REWORDED, Fate.GONE) else ())
        rows.append((fate.label, count([one.record.quote for one in of]), touched, fate.meaning))
    counts = Part(
        "counts",
        Text("Hvad der blev af citaterne", "What became of the quotes"),
        warning(proposal),
        tuple(map(Column, ("status", "quotes", "links", "meaning"))),
        tuple(rows),
    )
    changed = [
        (
            Iri(one.record.quote),
            one.relocation.fate.label,
            score(one.relocation.likeness, [one.record.quote]),
            Literal(one.relocation.section),
            Literal(one.relocation.difference),
            count(one.links if one.relocation.fate in (Fate.REWORDED, Fate.GONE) else ()),
        )
        for one in proposal.changed
    ]
    quoted = Part(
        "quotes",
        Text("Citater, der ikke er uændrede", "Quotes that are not unchanged"),
        named(
            Text(
                "`similarity` er andelen af ord, der er de samme; `section` overskriften i den nye tekst; `links` de "
                "forbindelser og sidestillinger, der bliver mistænkelige, når ordene rettes.",
                "`similarity` is the share of words that are the same; `section` the heading in the new text; "
                "`links` the links and alignments that become suspect when the words are mended.",
            )
        ),
        tuple(map(Column, ("quote", "status", "similarity", "section", "difference", "links"))),
        tuple(changed),
        gaps=len(changed),
    )
    pasted = Part(
        "turtle",
        Text("Turtle at indsætte", "Turtle to paste"),
        Text("I stedet for den blok, der er der.", "In place of the block that is there."),
        (Column("thing"), Column("turtle")),
        (
            *((Iri(one.record.quote), Literal(one.turtle)) for one in proposal.changed if one.turtle),
            (Iri(proposal.document), Literal(proposal.turtle)),
        ),
    )
    title = Text(f"Citaterne i {proposal.new}", f"The quotes in {proposal.new}")
    return Report("rebase", title, (counts, quoted, pasted))


def warning(proposal: Proposal) -> Text:
    """What has to be known before the counts are believed, and what the new checksum will do."""
    document, links = short(proposal.document), len(proposal.links)
    told = named(
        Text(
            f"`links` er forbindelser og sidestillinger, hvis ord ændres. Når {document} får den nye teksts "
            f"kontrolsum, bliver alle {links}, der hviler på dokumentet, mistænkelige (source-changed).",
            f"`links` are links and alignments whose words change. When {document} gets the checksum of the new text, "
            f"all {links} that rest on the document become suspect (source-changed).",
        )
    )
    if proposal.stated:
        return told
    few = f"{proposal.standing}/{len(proposal.quotes)}"
    return Text(
        f"Bemærk: {proposal.old} er ikke den tekst, citaterne er læst i (en anden kontrolsum); {few} citater står i "
        f"den, som de siger. {told.da}",
        f"Note: {proposal.old} is not the text that the quotes were read from (another checksum); {few} quotes stand "
        f"in it as they say. {told.en}",
    )
