"""The queue of reviews: what is suspect and why, and how far everything has been looked over; and its function in
Python.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import ClassVar

from strategigraf.api.answer import Special
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.check.quotes import source_folder
from strategigraf.core.rdf import GRAPH, SG, Iri, Literal, Text, natural, short
from strategigraf.core.report import Cell, Coded, Column, Part, Report, count, named
from strategigraf.core.thread import Thread
from strategigraf.review.rebase import Proposal, document_of, proposal_page, read_version, rebase, rebase_report
from strategigraf.review.reviews import DIGITS, Ground, Material
from strategigraf.review.suspects import REASONS, Suspicion
from strategigraf.store.lookup import hops, inheritance, labels, openings
from strategigraf.store.names import Names, strategies_named
from strategigraf.store.sparql import Store

_MEMBERS = f"SELECT DISTINCT ?thing ?strategy WHERE {{ ?thing <{SG}inStrategy> ?strategy }}"
_TITLE = Text("Gennemgang: hvad der skal ses efter igen", "Review: what has to be looked over again")
_QUEUE = Text("Mistænkelige forbindelser", "Suspect links")
_NOTHING = Text(
    "Ingen forbindelse er en anden, end da nogen sidst så den efter.",
    "No link is another than when somebody last looked it over.",
)
_QUEUE_SAYS = named(
    Text(
        "Hver række er en forbindelse eller sidestilling, der ikke længere er, hvad den var, da nogen sidst så den "
        "efter. `hangs` er, hvor mange elementer der har en tråd gennem den og derfor er lige så usikre. Se efter, "
        "om den holder; gør den det, så skriv det med “strategigraf clear”. `reasons`: ",
        "Each row is a link or alignment that no longer is what it was when somebody last looked it over. `hangs` is "
        "how many elements have a thread through it and are therefore just as unsure. See whether it holds; if it "
        "does, say so with “strategigraf clear”. `reasons`: ",
    )
)
_CHANGES = Text("Hvad der er ændret, som det står nu", "What has changed, as it stands now")
_CHANGES_SAY = Text(
    "Én række for hver del, der er en anden nu. De gamle ord er ikke gemt, kun deres kontrolsum.",
    "A row for each part that is another now. The old words are not kept, only their checksum.",
)
_HANGING = Text("Hvad der hænger på dem", "What hangs on them")
_HANGING_SAYS = named(
    Text(
        "Elementer, hvis tråde går gennem en mistænkelig forbindelse, også de nedarvede; `links` er, hvor mange.",
        "Elements whose threads run through a suspect link, inherited ones too; `links` is how many.",
    )
)
_STANDING = Text("Hvor langt gennemgangen er", "How far the review has come")
_STANDING_SAYS = Text(
    "For hver strategi og hvert sæt af sidestillinger: hvor mange forbindelser der er, hvor mange der er set efter og "
    "stadig er de samme, hvor mange der er mistænkelige, og hvor mange ingen har set efter.",
    "For each strategy and each mapping set: how many links there are, how many have been looked over and are still "
    "the same, how many are suspect, and how many nobody has looked over.",
)
_NO_MORE = Text("findes ikke mere", "is there no more")
_STATES = Text("angiver nu kildeteksten med kontrolsum {0}", "now states the source text with checksum {0}")
_FEWER = Text("et citat, der var der ved gennemgangen, er der ikke mere", "a quote of the review is there no more")
_FEWER_SOURCES = Text("en kilde, der var der ved gennemgangen, er der ikke mere", "a source of the review is no more")


def review_report(store: Store, found: Suspicion, strategies: Collection[str] = ()) -> Report:
    """What *found* says of the links and alignments of *store*, narrowed to *strategies* (IRIs): the parts `queue`
    (suspect ones, those on which most hangs first), `changes`, `hanging` and `standing`. Gaps are what is suspect or
    gone."""
    shown = shown_statements(store, found, strategies)
    hanging = hanging_on(store, found, [statement for statement in shown if statement in found.suspects])
    suspect = sorted(hanging, key=lambda statement: -len(hanging[statement]))
    gone = [g for g in found.gone if not strategies or any(g.startswith(f"{strategy}/") for strategy in strategies)]
    return Report(
        "review",
        _TITLE,
        (
            Part(
                "queue",
                _QUEUE,
                _explained(found, suspect, gone),
                *_queue(found, suspect, gone, hanging),
                gaps=len(suspect) + len(gone),
            ),
            Part("changes", _CHANGES, _CHANGES_SAY, *_changes(store, found, suspect)),
            Part("hanging", _HANGING, _HANGING_SAYS, *_elements(hanging)),
            Part("standing", _STANDING, _STANDING_SAYS, *_standing(found, shown)),
        ),
    )


def for_people(report: Report) -> Report:
    """*report* without the parts in which there is nothing, which people need not see; the queue always stays."""
    return report._replace(parts=tuple(part for part in report.parts if part.rows or part.name == "queue"))


def shown_statements(store: Store, found: Suspicion, strategies: Collection[str]) -> list[str]:
    """The links of *strategies*, and the alignments with an end in one of them; all without any; in natural order."""
    grounds = found.material.grounds
    wanted = set(strategies)
    if wanted:
        members = {thing for thing, strategy in store.rows(_MEMBERS) if strategy in wanted}

        def fits(ground: Ground) -> bool:
            return ground.group in wanted or (ground.group.startswith(GRAPH) and not members.isdisjoint(ground.ends))

        return sorted((statement for statement, ground in grounds.items() if fits(ground)), key=natural)
    return sorted(grounds, key=natural)


def hanging_on(store: Store, found: Suspicion, statements: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each of *statements* (links and alignments, IRIs) the elements whose threads run through it, its own first,
    then the nearest; of an alignment that no thread follows just the element it is about."""
    if not statements:
        return {}
    every = hops(store)
    thread, followed = Thread(every, inheritance(store)), {hop.link for hop in every}
    hanging = {}
    for statement in statements:
        ground = found.material.grounds[statement]
        own = thread.passed_down_to(ground.subject, ground.predicate)
        reached = own if statement in followed else list(ground.ends[:1])
        hanging[statement] = tuple(element for element in reached if element in found.material.resting)
    return hanging


def _explained(found: Suspicion, suspect: list[str], gone: list[str]) -> Text:
    """The sentence below the queue: what its figures are, and what each reason in it means."""
    given = {reason for statement in suspect for reason in found.suspects[statement]}
    given.update(["link-gone"] if gone else [])
    if not given:
        return _NOTHING
    meanings = [
        "; ".join(f"{code}: {text.in_language(language)}" for code, text in REASONS.items() if code in given)
        for language in ("da", "en")
    ]
    return Text(f"{_QUEUE_SAYS.da}{meanings[0]}.", f"{_QUEUE_SAYS.en}{meanings[1]}.")


def _queue(
    found: Suspicion, suspect: list[str], gone: list[str], hanging: dict[str, tuple[str, ...]]
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    columns = ("link", "from", "to", "reasons", "hangs", "last_review")
    rows: list[tuple[Cell, ...]] = []
    for statement in suspect:
        ground = found.material.grounds[statement]
        codes = _reasons(found.suspects[statement])
        of = count(hanging[statement])
        rows.append((Iri(statement), _end(ground.subject), _end(ground.object), codes, of, _last(found, statement)))
    rows += [(Iri(link), None, None, _reasons(["link-gone"]), count(()), _last(found, link)) for link in gone]
    return tuple(map(Column, columns)), tuple(rows)


def _reasons(codes: Collection[str]) -> Coded:
    """*codes* for machines, what they mean for people."""
    words = [", ".join(REASONS[code].in_language(language) for code in codes) for language in ("da", "en")]
    return Coded(Text(*[", ".join(codes)] * 2), Text(*words))


def _last(found: Suspicion, statement: str) -> Text:
    review = found.reviews[statement]
    told = [f"{review.role.in_language(code)}: {review.reason.in_language(code)}" for code in ("da", "en")]
    return Text(*told)


def _end(thing: str) -> Cell:
    return Iri(thing) if not thing.endswith("/NoTermFound") else None


def _changes(
    store: Store, found: Suspicion, suspect: list[str]
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    rows: list[tuple[Cell, ...]] = []
    for statement in suspect:
        for code in found.suspects[statement]:
            told = list(_told(store, found, statement, code))
            rows += [(Iri(statement), _reasons([code]), thing, now) for thing, now in told]
    return tuple(map(Column, ("link", "reason", "thing", "now"))), tuple(rows)


def _told(store: Store, found: Suspicion, statement: str, code: str) -> Iterator[tuple[Cell, Cell]]:
    """The things of *statement* that bear on the reason *code*, each with its words as they stand now."""
    ground, then = found.material.grounds[statement], found.reviews[statement].fingerprint
    if code == "words-changed":
        yield from _new_words(store, found, ground.evidence, then.words, statement)
    elif code == "end-changed":
        now = found.material.fingerprint(statement)
        if then.subject != now.subject:
            yield from _new_words(store, found, ground.at_subject, then.subject, ground.subject)
        if then.object != now.object:
            yield from _new_words(store, found, ground.at_object, then.object, ground.object)
    elif code == "source-changed":
        changed = found.changed_documents(statement)
        for document in changed:
            digits = found.material.checksums[document][:DIGITS]
            yield Iri(document), Text(_STATES.da.format(digits), _STATES.en.format(digits))
        if not changed:
            yield None, _FEWER_SOURCES
    elif code == "link-changed":
        yield Iri(ground.predicate), _parts(store, ground)
    else:
        for quote in ground.quotes:
            if quote in found.faulty:
                yield Iri(quote), _exact(found.material, quote)


def _new_words(
    store: Store, found: Suspicion, quotes: tuple[str, ...], known: frozenset[str], bearer: str
) -> Iterator[tuple[Cell, Cell]]:
    """Those of *quotes* whose words are not among the *known* ones; where there are none, what that means of *bearer*,
    the thing they belong to."""
    material = found.material
    new = [quote for quote in quotes if material.digests.get(quote, "") not in known]
    for quote in new:
        yield Iri(quote), _exact(material, quote)
    if not new:
        yield Iri(bearer), _FEWER if quotes else _words(store, bearer)


def _words(store: Store, thing: str) -> Cell:
    words = openings(store, [thing]).get(thing, ())
    title = labels(store, [thing], "da").get(thing, "")
    return Literal(" ".join(f"“{quote.exact}”" for quote in words)) if words else Literal(title) if title else _NO_MORE


def _parts(store: Store, ground: Ground) -> Text:
    told = []
    for language in ("da", "en"):
        names = labels(store, [ground.predicate, ground.basis], language)
        relation, basis = (names.get(iri, short(iri)) for iri in (ground.predicate, ground.basis))
        negative = {"da": "afvist: ", "en": "denied: "}[language] if ground.negative == "true" else ""
        told.append(f"{negative}{short(ground.subject)} {relation} {short(ground.object)} ({basis})")
    return Text(*told)


def _elements(hanging: dict[str, tuple[str, ...]]) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    by_element: dict[str, list[str]] = defaultdict(list)
    for statement, elements in hanging.items():
        for element in elements:
            by_element[element].append(statement)
    ordered = sorted(by_element, key=lambda element: (-len(by_element[element]), natural(element)))
    return (Column("element"), Column("links")), tuple((Iri(e), count(by_element[e])) for e in ordered)


def _standing(found: Suspicion, shown: list[str]) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    by_group: dict[str, list[str]] = defaultdict(list)
    for statement in shown:
        by_group[found.material.grounds[statement].group].append(statement)
    unreviewed = set(found.unreviewed)
    rows: list[tuple[Cell, ...]] = []
    for group in sorted(by_group, key=lambda group: (group.startswith(GRAPH), natural(group))):
        links = by_group[group]
        suspect = [link for link in links if link in found.suspects]
        unseen = [link for link in links if link in unreviewed]
        same = [link for link in links if link not in found.suspects and link not in unreviewed]
        name: Cell = Literal(group.removeprefix(GRAPH)) if group.startswith(GRAPH) or not group else Iri(group)
        rows.append((name, count(links), count(same), count(suspect), count(unseen)))
    return tuple(map(Column, ("where", "links", "reviewed", "suspect", "unreviewed"))), tuple(rows)


def _exact(material: Material, quote: str) -> Literal | Text:
    """The words of *quote*; that it has none any more where the data say no words of it."""
    return Literal(f"“{material.words[quote]}”") if quote in material.words else _NO_MORE


class ReviewAnswer(ReportAnswer[Suspicion]):
    """The answer of `review`; as text or Markdown without the parts in which there is nothing."""

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given. Raises WrongValue."""
        if part is None and format_name in ("table", "markdown"):
            return for_people(self.report)
        return super().shown(format_name, part)


def review(graph: Graph, strategies: Names = (), sources: str | Path | None = None) -> ReviewAnswer:
    """The links and alignments of the *strategies* that have changed since somebody last looked them over, and what
    hangs on them; with the folder *sources* also those whose quotes do not stand in the source texts.

    Raises UnknownStrategy, SourceNotFound.

    >>> sg.review(sg.open()).report.name
    'review'
    """

    texts = source_folder(sources)

    def answer(store: Store) -> ReviewAnswer:
        from strategigraf.review.suspects import suspicion

        within = strategies_named(store, strategies)
        value = suspicion(store, texts)
        return ReviewAnswer(value, review_report(store, value, within), store, graph.language)

    return graph.use(answer)


class RebaseAnswer(ReportAnswer[Proposal]):
    """What became of the quotes; as Markdown the proposal as a page to review, as text the two parts to look at."""

    def _page(self) -> str:
        things = {thing for one in self.value.quotes for thing in (*one.elements, *one.links)}
        return proposal_page(self.value, labels(self._store, things, self.language), self.language)

    special: ClassVar = {"markdown": Special(_page)}

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given. Raises WrongValue."""
        if part is None and format_name == "table":
            return self.report._replace(parts=self.report.parts[:2])
        return super().shown(format_name, part)


def rebased(graph: Graph, old: Path, new: Path, document: str | None = None) -> RebaseAnswer:
    """What became of the quotes of the source text in the file *old* in its *new* version: those of *document*, or of
    the document that *old* is the text of. Raises SourceNotFound, WrongValue."""
    before, after = read_version(old), read_version(new)

    def answer(store: Store) -> RebaseAnswer:
        proposal = rebase(store, document_of(store, before, document), before, after)
        return RebaseAnswer(proposal, rebase_report(proposal), store, graph.language)

    return graph.use(answer)
