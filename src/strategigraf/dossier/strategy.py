"""The dossier of a strategy: which chapters, their order, what was verified, and its function in Python."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from strategigraf.api.answer import Answer
from strategigraf.api.graph import Graph
from strategigraf.check.quotes import STATUSES, check_quotes, quotes, source_folder, verified_quotes
from strategigraf.compare.comparison import comparison, comparison_report
from strategigraf.compare.generations import generation, generations_report
from strategigraf.compare.pairing import generation_pairs, pairing
from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import DCTERMS, SG, Iri, Literal, Text, natural, short
from strategigraf.core.report import (
    Cell,
    Chapter,
    Column,
    Crossing,
    Dossier,
    Drawing,
    Figure,
    Part,
    Passage,
    Report,
    Section,
    count,
    named,
)
from strategigraf.core.table import Frame, Series
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES
from strategigraf.coverage.coverage import coverage_report
from strategigraf.coverage.fulfilment import fulfilment
from strategigraf.coverage.gaps import gaps_report
from strategigraf.files.source_text import SourceText
from strategigraf.hearing.hearing import hearing, hearing_report, is_heard
from strategigraf.matrix.matrix import matrix
from strategigraf.matrix.view import arranged_matrix, with_gaps
from strategigraf.picture.drawing import sankey_drawing, timeline_drawing
from strategigraf.render.formats import SIGNED, dossier, verified
from strategigraf.review.queue import review_report
from strategigraf.review.suspects import suspicion
from strategigraf.sdg.check import sdg_check
from strategigraf.sdg.report import sdg_check_report
from strategigraf.store.lookup import both_labels, classes_of, hops, labels, members_of, words_of
from strategigraf.store.names import Kind, find_kind, strategies_named
from strategigraf.store.policy import read_policy
from strategigraf.store.sparql import Store

# The outline of a strategy.

_BESIDE = ("TimelineEntry", "HearingComment", "HearingQuestion", "HearingResponse", "Section", "Misfit", "Announcement")


def outline(store: Store, strategy: str) -> list[Part]:
    """One part with the elements of *strategy* (IRI) from the top down: those that others are part of first, then what
    stands alone, by kind. Claims and time line entries are counted. None for a strategy without elements."""
    members = sorted(members_of(store, strategy), key=natural)
    classes = classes_of(store, members)
    shown = [thing for thing in members if classes.get(thing, "").removeprefix(SG) not in (*_BESIDE, "Link", "")]
    if not shown:
        return []
    found = hops(store)
    parents = {hop.subject: hop.object for hop in found if hop.predicate == PART_OF}
    claims: dict[str, list[str]] = defaultdict(list)
    entries: dict[str, list[str]] = defaultdict(list)
    for hop in found:
        if hop.predicate == CONTRIBUTES_TO and hop.link:
            claims[hop.subject].append(hop.link)
        elif hop.predicate == SCHEDULES and hop.link:
            entries[hop.object].append(hop.link)
    words = words_of(store, shown)
    kinds = both_labels(store, classes.values())
    rows: list[tuple[Cell, ...]] = []
    for depth, thing in _tree(shown, parents, classes):
        own = next((quote.exact for quote in words.get(thing, ())), "")
        step = "· " * depth
        rows.append(
            (
                Text(step, step),
                kinds.get(classes.get(thing, "")),
                Iri(thing),
                Literal(own),
                count(tuple(dict.fromkeys(claims[thing]))),
                count(tuple(dict.fromkeys(entries[thing]))),
            )
        )
    sentence = named(
        Text(
            "Elementerne, som kilden stiller dem op: prikkerne er trin under visionen. `claims` er elementets egne "
            "verdensmålsforbindelser, `entries` dets linjer i tidsplanen; hvad det arver, står i matricerne.",
            "The elements as the source arranges them: the dots are steps below the vision. `claims` are the element's "
            "own links "
            "to SDGs, `entries` its lines in the time line; what it inherits stands in the matrices.",
        )
    )
    columns = tuple(map(Column, ("step", "kind", "element", "words", "claims", "entries")))
    return [Part("thread", Text("Den røde tråd", "The red thread"), sentence, columns, tuple(rows))]


def _tree(things: list[str], parents: dict[str, str], classes: dict[str, str]) -> Iterator[tuple[int, str]]:
    """*things* with their depth: each below its parent, in natural order; wholes before what has no parts."""
    within = set(things)
    children: dict[str, list[str]] = defaultdict(list)
    roots = []
    for thing in things:
        parent = parents.get(thing, "")
        if parent in within and parent != thing:
            children[parent].append(thing)
        else:
            roots.append(thing)
    roots.sort(key=lambda thing: (not children[thing], classes.get(thing, ""), natural(thing)))
    stack = [(0, root) for root in reversed(roots)]
    seen: set[str] = set()
    while stack:
        depth, thing = stack.pop()
        if thing in seen:
            continue
        seen.add(thing)
        yield depth, thing
        below = sorted(children[thing], key=lambda child: (classes.get(child, ""), natural(child)))
        stack += [(depth + 1, child) for child in reversed(below)]


# Verification.

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
    from strategigraf.store.lookup import words_of

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


class DossierAnswer(Answer[Dossier]):
    """The answer of `report`: sections to hand over, as a page or a workbook. Its rows are the contents."""

    formats = ("html", "xlsx")

    def frame(self) -> Frame:
        """The contents as columns of plain Python values."""
        sections = self.value.sections
        titles = tuple(section.title.in_language(self.language) for section in sections)
        names = tuple(section.name for section in sections)
        return Frame((Series("name", "text", names), Series("title", "text", titles)), len(sections))

    def __str__(self) -> str:
        return "\n".join([self.value.title.in_language(self.language), *(str(row[1]) for row in self.frame().rows())])

    def __repr__(self) -> str:
        return f"<dossier “{self.value.name}” of {len(self)} sections>"

    def _dossier(self) -> Dossier:
        return self.value


def report(graph: Graph, strategy: str, sources: str | Path | None = None) -> DossierAnswer:
    """The whole dossier of *strategy*: thread, matrices, coverage, gaps, hearing, comparisons and method, to `save`
    as a page (.html, in both languages) or a workbook (.xlsx); with the folder *sources* every quote is looked for.

    Raises UnknownStrategy, SourceNotFound, PolicyFaulty.

    >>> sg.report(sg.open(), "sjaelland-strategi-2025-2028").value.name
    'sjaelland-strategi-2025-2028'
    """

    texts = source_folder(sources)

    def answer(store: Store) -> DossierAnswer:
        (chosen,) = strategies_named(store, strategy)
        found = strategy_dossier(store, read_policy(store, graph.workspace), chosen, texts)
        return DossierAnswer(found, store, graph.language)

    return graph.use(answer)


_CROSSINGS = (  # rows, columns, what the rows are grouped by
    ("initiative", "sdg-target", "track"),
    ("goal", "sdg-goal", "track"),
    ("track", "sdg-goal", ""),
    ("initiative", "timeline-entry", "track"),
    ("hearing-comment", "goal", ""),
    ("focus-area", "status", "track"),
    ("actor", "status", ""),
)
_COMPARED = {
    "summary": Text("opgørelse", "summary"),
    "shared": Text("fælles", "shared"),
    "only-in-a": Text("kun her", "only here"),
    "only-in-b": Text("kun dér", "only there"),
    "sdg": Text("verdensmål", "SDGs"),
}


def strategy_dossier(
    store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None = None
) -> Dossier:
    """The whole dossier of *strategy* (IRI): what has nothing to show in it is left out, except coverage, gaps and what
    was verified. *policy* says what must trace to what; quotes are verified against *sources* where given."""
    name = Text(*(labels(store, [strategy], language).get(strategy, short(strategy)) for language in ("da", "en")))
    chapters = [chapter for chapter in _chapters(store, policy, strategy, sources) if chapter[1]]
    lead = Text(
        "Hvert tegn og hvert tal åbner til de ord i kilderne, som det hviler på.",
        "Every sign and every number opens to the words in the sources on which it rests.",
    )
    sections = [section for _, entries in chapters for _, section in entries]
    made = dossier(store, short(strategy).replace("/", "-"), name, lead, sections)
    contents = (Chapter(title, tuple((s.name, called) for called, s in entries)) for title, entries in chapters)
    made = made._replace(chapters=tuple(contents))
    return made if sources is None else verified(store, made, sources)


def _chapters(
    store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None
) -> Iterator[tuple[Text, list[tuple[Text, Section]]]]:
    """The chapters, some of them empty: their titles, and their sections with what each is called in its chapter."""
    quotes = verified_quotes(store, sources) if sources is not None else None
    standing = suspicion(store, sources)
    found = fulfilment(store, policy, [strategy], quotes, standing.suspects.keys())
    own: list[tuple[Text, Iterable[Section]]] = [
        (Text("Grundlaget", "The ground"), [verification(store, strategy, sources), method(policy)]),
        (
            Text("Den røde tråd", "The red thread"),
            [*_drawn(sankey_drawing, store, strategy), *outline(store, strategy)],
        ),
        (Text("Tid", "Time"), _drawn(timeline_drawing, store, strategy)),
        (Text("Matricer", "Matrices"), _crossings(store, strategy)),
    ]
    for title, sections in own:
        yield title, [(section.title, section) for section in sections]
    covered = [
        *_parts(coverage_report(store, found, compact=True), Text("Dækning", "Coverage"), ("levels",), always=True),
        *_parts(gaps_report(found), Text("Mangler", "Gaps"), always=True),
        *_parts(review_report(store, standing, [strategy]), Text("Gennemgang", "Review"), ("queue", "standing")),
    ]
    yield Text("Dækning og mangler", "Coverage and gaps"), [(part.title, part) for _, part in covered]
    if claims := sdg_check(store, [strategy]):
        title = Text("Verdensmål efterset", "SDG check")
        report = sdg_check_report(store, claims, [strategy])
        yield title, list(_parts(report, title, ("findings", "strategies")))
    if is_heard(store, strategy):
        title = Text("Høring", "Hearing")
        yield title, list(_parts(hearing_report(store, [hearing(store, strategy)]), title))
    for older, newer in generation_pairs(store):
        if strategy in (older, newer):
            title = _to(store, Text("Generationer, {0}", "Generations, {0}"), newer if strategy == older else older)
            report = generations_report(store, [generation(store, older, newer)])
            yield title, list(_parts(report, title, ("summary", "fates", "denied"), (older, newer)))
    for other in _compared(store, strategy):
        title = _to(store, Text("Mod {0}", "Against {0}"), other)
        report = comparison_report(store, comparison(store, strategy, other))
        sides = _to(store, Text("A er {0}.", "A is {0}."), strategy), _to(store, Text("B er {0}.", "B is {0}."), other)
        parts = _parts(report, title, tuple(_COMPARED), (strategy, other))
        yield title, [(called, _led(part, *sides)) for called, part in parts]


def _drawn(draw: Callable[[Store, str], Drawing | None], store: Store, strategy: str) -> Iterable[Drawing]:
    """The picture that *draw* makes of *strategy*; none where there is nothing to draw or too much."""
    with suppress(PictureTooLarge):
        if drawing := draw(store, strategy):
            yield drawing


def _crossings(store: Store, strategy: str) -> Iterable[Crossing]:
    """The matrices of *strategy* that have a mark."""
    for rows, columns, group in _CROSSINGS:
        kinds = find_kind(store, rows), find_kind(store, columns)
        found = matrix(store, *kinds, [strategy])
        if not found.cells:
            continue
        if group:
            found = arranged_matrix(store, found, kinds[0], "order", find_kind(store, group), "da")
        found = with_gaps(store, found, kinds)
        yield Crossing(f"{rows}-{columns}", _title(kinds), SIGNED, found, kinds[0].label, kinds[1].label)


def _title(kinds: tuple[Kind, Kind]) -> Text:
    return Text(*(" × ".join(kind.label.in_language(language) for kind in kinds) for language in ("da", "en")))


def _parts(
    report: Report, title: Text, kept: tuple[str, ...] = (), among: tuple[str, ...] = (), always: bool = False
) -> Iterable[tuple[Text, Part]]:
    """The parts of *report* that have rows, or all of them *always* (just *kept* where given), named after it and the
    strategies *among* which it is: each with its own title, and titled with *title* in front."""
    ends = "-".join(short(strategy).replace("/", "-") for strategy in among)
    several = len(kept or report.parts) > 1
    for part in report.parts:
        if (part.rows or always) and part.name in (kept or (part.name,)):
            own = _COMPARED.get(part.name, part.title)
            full = Text(f"{title.da}: {own.da}", f"{title.en}: {own.en}") if several else title
            yield own, part._replace(name="-".join(filter(None, (report.name, ends, part.name))), title=full)


def _led(part: Part, *sentences: Text) -> Part:
    """*part* with *sentences* before its own."""
    told = (*sentences, part.sentence)
    return part._replace(sentence=Text(*(" ".join(text.in_language(of) for text in told) for of in ("da", "en"))))


def _to(store: Store, text: Text, strategy: str) -> Text:
    """*text* with the title of *strategy* put in."""
    return Text(*(text.in_language(of).format(labels(store, [strategy], of).get(strategy, "")) for of in ("da", "en")))


def _compared(store: Store, strategy: str) -> Iterable[str]:
    """The other strategies that mapping sets compare *strategy* with."""
    for (other,) in sorted(store.rows(f"SELECT ?s WHERE {{ ?s a <{SG}Strategy> }}")):
        if other != strategy and pairing(store, strategy, other).matches:
            yield other
