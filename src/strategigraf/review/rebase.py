"""What becomes of the quotes of a document in a new version of its text: values, report, and a proposal to paste
from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.check.quotes import QuoteRecord, quotes
from strategigraf.core.errors import SourceNotFound, WrongValue
from strategigraf.core.rdf import OA, SG, Iri, Literal, Text, message, natural, quoted, short
from strategigraf.core.report import Col, Report, count, part, score, written_number
from strategigraf.core.text import markdown
from strategigraf.files.occurrences import Quoted
from strategigraf.files.source_text import SourceText
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements
from strategigraf.review.relocation import Fate, Relocation, Sought, Versions
from strategigraf.review.reviews import Material, resting_on
from strategigraf.store.names import of_class
from strategigraf.store.sparql import Store

Values = Mapping[str, Mapping[str, str]]  # texts by property (IRI) of things (IRI); an empty one goes


class Rebased(NamedTuple):
    """A quote with what became of it, the elements and the links and alignments that rest on it (IRIs; links by their
    ends too), the values that change, and the Turtle to paste with them, empty where nothing is to be changed."""

    record: QuoteRecord
    relocation: Relocation
    elements: tuple[str, ...]
    links: tuple[str, ...]
    values: Values
    turtle: str


class Proposal(NamedTuple):
    """What became of the quotes of *document* (IRI): the two texts, whether the document states the checksum of the
    old one, how many quotes are in the old text where they say, all quotes in natural order, the links and alignments
    that rest on the document, and the document with the new checksum: the values that change, and in Turtle."""

    document: str
    old: str
    new: str
    stated: bool
    standing: int
    quotes: tuple[Rebased, ...]
    links: tuple[str, ...]
    values: Values
    turtle: str

    @property
    def changed(self) -> tuple[Rebased, ...]:
        """The quotes that are not in the new text where they say."""
        return tuple(quote for quote in self.quotes if quote.relocation.fate is not Fate.UNCHANGED)


def read_version(path: Path) -> SourceText:
    """The source text in the file *path*. Raises SourceNotFound where it is not there or not UTF-8, WrongValue where
    there are no words in it."""
    if not path.is_file():
        raise SourceNotFound(
            Text(f"Teksten {path} findes ikke.", f"The text {path} does not exist."),
            Text("Angiv to tekstfiler: den gamle og den nye.", "Give two text files: the old one and the new one."),
        )
    text = SourceText.read(path)
    if not text.raw.strip():
        raise WrongValue(
            Text(f"Teksten {path} er tom.", f"The text {path} is empty."),
            Text("Angiv en fil med kildens tekst.", "Give a file with the text of the source."),
        )
    return text


def document_of(store: Store, old: SourceText, name: str | None) -> str:
    """The document (IRI) whose quotes were read from *old*: the one called *name*, else the one that states the
    checksum of *old*, else the one that states its file name.

    Raises UnknownElement for *name*, WrongValue where no document, or more than one, states the text.
    """
    if name is not None:
        return of_class(store, name, SG + "Document").value
    texts = store.rows_of("review/texts")
    for documents in (
        [document for document, _, sha256 in texts if old.agrees_with(sha256)],
        [document for document, file, _ in texts if file == old.name],
    ):
        if len(documents) == 1:
            return documents[0]
    known = ", ".join(short(document) for document, file, _ in texts if file)
    raise WrongValue(
        Text(
            f"{old.name} er ikke teksten til ét bestemt dokument i data.",
            f"{old.name} is not the text of one particular document in the data.",
        ),
        Text(f"Vælg dokumentet med --document: {known}.", f"Choose the document with --document: {known}."),
    )


def rebase(store: Store, document: str, old: SourceText, new: SourceText) -> Proposal:
    """What becomes of the quotes of *document* (IRI) when its text *old* gives way to *new*. Changes nothing.

    Raises WrongValue where the two texts are the same, or the document has no quotes.
    """
    if old.checksum == new.checksum:
        raise WrongValue(
            Text(
                f"De to tekster er ens: {old.name} og {new.name}.",
                f"The two texts are the same: {old.name}, {new.name}.",
            ),
            Text("Angiv den nye version som den anden fil.", "Give the new version as the second file."),
        )
    records = sorted((q for q in quotes(store) if q.document == document), key=lambda q: natural(q.quote))
    if not records:
        raise WrongValue(
            Text(f"{short(document)} har ingen citater.", f"{short(document)} has no quotes."),
            Text("Vælg et andet dokument med --document.", "Choose another document with --document."),
        )
    sought = [Sought(Quoted(r.exact, r.prefix, r.suffix), r.section) for r in records]
    versions, material = Versions(old, new), Material(store)
    things: dict[str, list[str]] = {}
    for thing, resting in material.resting.items():
        for quote in resting if thing not in material.grounds else ():
            things.setdefault(quote, []).append(thing)
    links: dict[str, list[str]] = {}
    for statement, ground in material.grounds.items():
        for quote in ground.quotes:
            links.setdefault(quote, []).append(statement)
    rebased = []
    for record, relocation in zip(records, _paged(records, versions.relocations(sought)), strict=True):
        values = _values(store, record, relocation)
        rebased.append(
            Rebased(
                record,
                relocation,
                tuple(sorted(things.get(record.quote, ()), key=natural)),
                tuple(sorted(links.get(record.quote, ()), key=natural)),
                values,
                "\n".join(_turtle(store, thing, changes) for thing, changes in values.items()),
            )
        )
    of_document = {SG + "sha256": new.checksum} | ({SG + "textFile": new.name} if new.layout else {})
    return Proposal(
        document,
        old.name,
        new.name,
        old.agrees_with(material.checksums.get(document, "")),
        versions.stand(sought),
        tuple(rebased),
        tuple(sorted(resting_on(material.grounds.values(), [r.quote for r in records]), key=natural)),
        {document: of_document},
        _turtle(store, document, of_document),
    )


def _paged(records: Sequence[QuoteRecord], relocations: Sequence[Relocation]) -> Iterator[Relocation]:
    """The *relocations*; what is under its heading but on another page than its record says has moved."""
    for record, relocation in zip(records, relocations, strict=True):
        on_another = relocation.fate is Fate.UNCHANGED and relocation.page and relocation.page != record.page
        yield relocation._replace(fate=Fate.MOVED) if on_another else relocation


def _values(store: Store, record: QuoteRecord, relocation: Relocation) -> Values:
    """What a quote and its selectors say in the new text; nothing where they say it already, or the words are gone."""
    if relocation.fate not in (Fate.MOVED, Fate.REWORDED):
        return {}
    rows = store.rows_of("store/values-of", thing=record.quote, property=OA + "hasSelector")
    changes = {OA + "exact": relocation.exact, OA + "prefix": relocation.prefix, OA + "suffix": relocation.suffix}
    place = {SG + "section": relocation.section}
    if relocation.page:
        place[SG + "sourcePage"] = relocation.page
    return {record.quote: place} | {selector: changes for _, selector in sorted(rows)}


def _turtle(store: Store, thing: str, changes: Mapping[str, str]) -> str:
    """What is said of *thing*, with the texts *changes* in place of those there are (none for an empty one)."""
    kept: list[Statement] = []
    for _, verb, value in store.table_of("store/facts", thing=thing).rows:
        if isinstance(verb, Iri) and value is not None and verb.value not in (*changes, SG + "order"):
            kept.append((Iri(thing), verb, value))
    kept += [(Iri(thing), Iri(verb), Literal(words)) for verb, words in changes.items() if words]
    namespace = thing[: max(thing.rfind("/"), thing.rfind("#")) + 1]
    turtle = format_statements(kept, {} if "/documents/" in thing else {"": namespace})
    lines: Sequence[str] = [line for line in turtle.splitlines() if not line.startswith("PREFIX")]
    return "\n".join(lines).strip() + "\n"


# The proposal of a rebase as a report, and what has to be known before it is believed.


def rebase_report(proposal: Proposal) -> Report:
    """*proposal* as a report: the parts `counts` (by fate), `quotes` (those that are not unchanged), `turtle` (what to
    paste) and `values` (the same, value by value, as `accept` takes it). Its gaps are the quotes that changed."""
    by_fate = {fate: [quote for quote in proposal.quotes if quote.relocation.fate is fate] for fate in Fate}
    counts: tuple[Col[Fate], ...] = (
        Col("status", lambda fate: fate.label),
        Col("quotes", lambda fate: count([quote.record.quote for quote in by_fate[fate]])),
        Col("links", lambda fate: count(_suspect(by_fate[fate]))),
        Col("meaning", lambda fate: fate.meaning),
    )
    changed: tuple[Col[Rebased], ...] = (
        Col("quote", lambda quote: Iri(quote.record.quote)),
        Col("status", lambda quote: quote.relocation.fate.label),
        Col("similarity", lambda quote: score(quote.relocation.likeness, [quote.record.quote])),
        Col("section", lambda quote: Literal(quote.relocation.section)),
        Col("difference", lambda quote: Literal(quote.relocation.difference)),
        Col("links", lambda quote: count(_suspect([quote]))),
    )
    pasted: tuple[Col[tuple[str, str]], ...] = (
        Col("thing", lambda block: Iri(block[0])),
        Col("turtle", lambda block: Literal(block[1])),
    )
    taken: tuple[Col[tuple[str, str, str]], ...] = (
        Col("thing", lambda row: Iri(row[0])),
        Col("what", lambda row: Iri(row[1])),
        Col("value", lambda row: Literal(row[2])),
    )
    values = [
        (thing, verb, words)
        for of_thing in (*(quote.values for quote in proposal.changed), proposal.values)
        for thing, changes in of_thing.items()
        for verb, words in changes.items()
    ]
    blocks = [(quote.record.quote, quote.turtle) for quote in proposal.changed if quote.turtle]
    parts = (
        part("review.rebase.counts", counts, Fate, explanation=warning(proposal)),
        part("review.rebase.quotes", changed, proposal.changed, gaps=len(proposal.changed)),
        part("review.rebase.turtle", pasted, [*blocks, (proposal.document, proposal.turtle)]),
        part("review.rebase.values", taken, values),
    )
    return Report("rebase", message("review.rebase.title", document=proposal.new), parts)


def _suspect(quotes: Iterable[Rebased]) -> list[str]:
    """The links and alignments that become suspect when the words of *quotes* are fixed, each once."""
    changed = (quote for quote in quotes if quote.relocation.fate in (Fate.REWORDED, Fate.GONE))
    return list(dict.fromkeys(link for quote in changed for link in quote.links))


def warning(proposal: Proposal) -> Text:
    """What has to be known before the counts are believed, and what the new checksum will do."""
    document, links = short(proposal.document), len(proposal.links)
    explanation = message("review.rebase.counts.explanation", document=document, links=links)
    if proposal.stated:
        return explanation
    share = f"{proposal.standing}/{len(proposal.quotes)}"
    return message("review.rebase.counts.other-text", old=proposal.old, few=share, told=explanation)


# A proposal for the quotes of a new version of a source text, as a page to review.


def proposal_page(proposal: Proposal, names: Mapping[str, str], language: str) -> str:
    """The page in Markdown: counts by status first, then each quote that is not unchanged with what rests on it and the
    Turtle to paste; *names* are the titles of things."""

    def say(text: Text) -> str:
        return text.in_language(language)

    old, new = markdown(proposal.old), markdown(proposal.new)
    lines = [
        f"# {say(message('review.proposal.title', new=new))}",
        "",
        say(message("review.proposal.about", old=old, new=new)),
        "",
        f"{markdown(warning(proposal).in_language(language))}",
        "",
        say(message("review.proposal.heads")),
        "| --- | ---: | ---: | --- |",
    ]
    for fate in Fate:
        quotes_with_fate = [quote for quote in proposal.quotes if quote.relocation.fate is fate]
        links = (
            {link for quote in quotes_with_fate for link in quote.links} if fate in (Fate.REWORDED, Fate.GONE) else ()
        )
        lines.append(f"| {say(fate.label)} | {len(quotes_with_fate)} | {len(links)} | {say(fate.meaning)} |")
    for fate in (Fate.GONE, Fate.REWORDED, Fate.MOVED):
        quotes_with_fate = [quote for quote in proposal.quotes if quote.relocation.fate is fate]
        if quotes_with_fate:
            lines += ["", f"## {say(fate.label).capitalize()} ({len(quotes_with_fate)})"]
        for quote in quotes_with_fate:
            lines += _entry(quote, names, language)
    lines += ["", f"## {say(message('review.proposal.document'))}", "", *_fenced(proposal.turtle)]
    return "\n".join(lines) + "\n"


def _entry(quote: Rebased, names: Mapping[str, str], language: str) -> list[str]:
    def say(text: Text) -> str:
        return text.in_language(language)

    record, relocation = quote.record, quote.relocation
    lines = ["", f"### {markdown(short(record.quote))}", ""]
    if relocation.fate is Fate.REWORDED:
        similarity = say(message("review.proposal.similarity"))
        lines.append(
            f"- {similarity} {say(written_number(f'{relocation.likeness:.2f}'))}: {markdown(relocation.difference)}"
        )
    else:
        lines.append(f"- {say(message('review.proposal.was'))}: {quoted(markdown(record.exact), language)}")
    if relocation.section and relocation.section != record.section:
        section = say(message("review.proposal.section"))
        lines.append(f"- {section}: {markdown(record.section)} → {markdown(relocation.section)}")
    elements = _with_titles(quote.elements, names) or say(message("review.proposal.no-element"))
    lines.append(f"- {say(message('review.proposal.rests'))}: {elements}")
    if quote.links and relocation.fate is not Fate.MOVED:
        suspect = say(message("review.proposal.suspect"))
        lines.append(f"- {suspect} ({len(quote.links)}): {_with_titles(quote.links, names)}")
    return [*lines, "", *_fenced(quote.turtle)] if quote.turtle else lines


def _with_titles(things: Iterable[str], names: Mapping[str, str]) -> str:
    return "; ".join(markdown(f"{short(thing)} {names.get(thing, '')}".strip()) for thing in things)


def _fenced(turtle: str) -> list[str]:
    fence = "```"
    while fence in turtle:
        fence += "`"
    return [f"{fence}turtle", turtle.rstrip("\n"), fence]
