"""The queue of reviews: what is suspect and why, and how far everything has been looked over; and its function in
Python.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from strategigraf.api.answer import Special
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.check.quotes import source_folder
from strategigraf.core.rdf import GRAPH, LANGUAGES, Iri, Literal, Text, message, natural, short
from strategigraf.core.report import Cell, Coded, Col, Part, Report, coded, count, origin, part, quotations
from strategigraf.review.rebase import Proposal, document_of, proposal_page, read_version, rebase, rebase_report
from strategigraf.review.reviews import DIGITS, Ground, Material, with_evidence
from strategigraf.review.suspects import REASONS, Suspicion
from strategigraf.store.lookup import both_labels, edge_lookup, labels, openings, thread
from strategigraf.store.names import Names, strategies_named
from strategigraf.store.sparql import Store


def review_report(store: Store, state: Suspicion, strategies: Collection[str] = ()) -> Report:
    """What *state* says of the links and alignments of *store*, narrowed to *strategies* (IRIs): the parts `queue`
    (suspect ones, those on which most hangs first), `changes`, `hanging` and `standing`. Gaps are what is suspect or
    gone."""
    statements = shown_statements(store, state, strategies)
    hanging = hanging_on(store, state, [statement for statement in statements if statement in state.suspects])
    suspect = sorted(hanging, key=lambda statement: -len(hanging[statement]))
    gone = [g for g in state.gone if not strategies or any(g.startswith(f"{strategy}/") for strategy in strategies)]
    changes = [
        _Change(statement, code, thing, now)
        for statement in suspect
        for code in state.suspects[statement]
        for thing, now in _changed_things(store, state, statement, code)
    ]
    rows = [_Suspect(state, statement, state.suspects[statement], hanging[statement]) for statement in suspect]
    rows += [_Suspect(state, link, ("link-gone",), ()) for link in gone]
    parts = (
        part("review.queue", _QUEUE, rows, len(rows), explanation=_explained(state, suspect, gone)),
        part("review.changes", _CHANGES, changes),
        _elements(hanging),
        _summary_by_group(store, state, statements),
    )
    return Report("review", message("review.title"), parts)


def for_people(report: Report) -> Report:
    """*report* without the parts in which there is nothing, which people need not see; the queue always stays."""
    return report._replace(parts=tuple(part for part in report.parts if part.rows or part.name == "queue"))


def shown_statements(store: Store, state: Suspicion, strategies: Collection[str]) -> list[str]:
    """The links of *strategies*, and the alignments with an end in one of them; all without any; in natural order."""
    grounds = state.material.grounds
    strategy_set = set(strategies)
    if strategy_set:
        members = {thing for _, thing in store.rows_of("store/members", strategy=sorted(strategy_set))}

        def fits(ground: Ground) -> bool:
            return ground.group in strategy_set or (
                ground.group.startswith(GRAPH) and not members.isdisjoint(ground.ends)
            )

        return sorted((statement for statement, ground in grounds.items() if fits(ground)), key=natural)
    return sorted(grounds, key=natural)


def hanging_on(store: Store, state: Suspicion, statements: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each of *statements* (links and alignments, IRIs) the elements whose threads run through it, its own first,
    then the nearest; of an alignment that no thread follows just the element it is about."""
    if not statements:
        return {}
    followed = edge_lookup(store)
    by_need = thread(store, whole=False)
    reached_by: dict[str, list[str]] = {}
    for statement in statements:
        ground = state.material.grounds[statement]
        inheriting = by_need.passed_down_to(ground.subject, ground.predicate)
        reached = inheriting if followed.of_link(statement) else list(ground.ends[:1])
        reached_by[statement] = reached
    resting = with_evidence(store, {element for reached in reached_by.values() for element in reached})
    return {
        statement: tuple(element for element in reached if element in resting)
        for statement, reached in reached_by.items()
    }


def _explained(state: Suspicion, suspect: list[str], gone: list[str]) -> Text:
    """The sentence below the queue: what its figures are, and what each reason in it means."""
    reasons = {reason for statement in suspect for reason in state.suspects[statement]}
    reasons.update(["link-gone"] if gone else [])
    if not reasons:
        return message("review.queue.nothing")
    meanings = (
        "; ".join(f"{code}: {text.in_language(language)}" for code, text in REASONS.items() if code in reasons)
        for language in LANGUAGES
    )
    return message("review.queue.explanation", reasons=Text(*meanings))


class _Suspect(NamedTuple):
    """A link or alignment that is suspect, or gone: why, and the elements that hang on it."""

    state: Suspicion
    statement: str
    reasons: Collection[str]
    hanging: tuple[str, ...]

    @property
    def ends(self) -> tuple[Iri | None, Iri | None]:
        """The things that it joins; none of one that is gone."""
        ground = self.state.material.grounds.get(self.statement)
        return (_end(ground.subject), _end(ground.object)) if ground else (None, None)


class _Change(NamedTuple):
    """A thing that one reason why a statement is suspect concerns, and its words as they are now."""

    statement: str
    reason: str
    thing: Cell
    now: Cell


def _reasons(codes: Collection[str]) -> Coded:
    """*codes* for machines, what they mean for people."""
    words = [", ".join(REASONS[code].in_language(language) for code in codes) for language in ("da", "en")]
    return Coded(Text(*[", ".join(codes)] * 2), Text(*words))


def _last(state: Suspicion, statement: str) -> Text:
    review = state.reviews[statement]
    sentences = [f"{review.role.in_language(code)}: {review.reason.in_language(code)}" for code in ("da", "en")]
    return Text(*sentences)


def _end(thing: str) -> Iri | None:
    return Iri(thing) if not thing.endswith("/NoTermFound") else None


_QUEUE: tuple[Col[_Suspect], ...] = (
    Col("link", lambda row: Iri(row.statement)),
    Col("from", lambda row: row.ends[0]),
    Col("to", lambda row: row.ends[1]),
    Col("reasons", lambda row: _reasons(row.reasons)),
    Col("hangs", lambda row: count(row.hanging)),
    Col("last_review", lambda row: _last(row.state, row.statement)),
)
_CHANGES: tuple[Col[_Change], ...] = (
    Col("link", lambda change: Iri(change.statement)),
    Col("reason", lambda change: _reasons([change.reason])),
    Col("thing", lambda change: change.thing),
    Col("now", lambda change: change.now),
)


def _changed_things(store: Store, state: Suspicion, statement: str, code: str) -> Iterator[tuple[Cell, Cell]]:
    """The things of *statement* that the reason *code* concerns, each with its words as they are now."""
    ground, reviewed = state.material.grounds[statement], state.reviews[statement].fingerprint
    if code == "words-changed":
        yield from _new_words(store, state, ground.evidence, reviewed.words, statement)
    elif code == "end-changed":
        current = state.material.fingerprint(statement)
        if reviewed.subject != current.subject:
            yield from _new_words(store, state, ground.at_subject, reviewed.subject, ground.subject)
        if reviewed.object != current.object:
            yield from _new_words(store, state, ground.at_object, reviewed.object, ground.object)
    elif code == "source-changed":
        changed = state.changed_documents(statement)
        for document in changed:
            digits = state.material.checksums[document][:DIGITS]
            yield Iri(document), message("review.changes.states", checksum=digits)
        if not changed:
            yield None, message("review.changes.source-gone")
    elif code == "link-changed":
        yield Iri(ground.predicate), _parts(store, ground)
    else:
        for quote in ground.quotes:
            if quote in state.faulty:
                yield Iri(quote), _exact(state.material, quote)


def _new_words(
    store: Store, state: Suspicion, quotes: tuple[str, ...], known: frozenset[str], thing: str
) -> Iterator[tuple[Cell, Cell]]:
    """Those of *quotes* whose words are not among the *known* ones; where there are none, what that means of *thing*,
    the thing they belong to."""
    material = state.material
    new = [quote for quote in quotes if material.digests.get(quote, "") not in known]
    for quote in new:
        yield Iri(quote), _exact(material, quote)
    if not new:
        yield Iri(thing), message("review.changes.quote-gone") if quotes else _words(store, thing)


def _words(store: Store, thing: str) -> Cell:
    words = openings(store, [thing]).get(thing, ())
    title = labels(store, [thing], "da").get(thing, "")
    return quotations(words) if words else Literal(title) if title else message("review.changes.gone")


def _parts(store: Store, ground: Ground) -> Text:
    texts = []
    for language in ("da", "en"):
        names = labels(store, [ground.predicate, ground.basis], language)
        relation, basis = (names.get(iri, short(iri)) for iri in (ground.predicate, ground.basis))
        texts.append(f"{short(ground.subject)} {relation} {short(ground.object)} ({basis})")
    link = Text(*texts)
    return message("review.denied", link=link) if ground.negative == "true" else link


def _elements(hanging: dict[str, tuple[str, ...]]) -> Part:
    by_element: dict[str, list[str]] = defaultdict(list)
    for statement, elements in hanging.items():
        for element in elements:
            by_element[element].append(statement)
    columns: tuple[Col[str], ...] = (
        Col("element", lambda element: Iri(element)),
        Col("links", lambda element: count(by_element[element])),
    )
    return part("review.hanging", columns, sorted(by_element, key=lambda e: (-len(by_element[e]), natural(e))))


class _Group(NamedTuple):
    """The links of a strategy (IRI), or the alignments of a mapping set (graph), in natural order; of these the titles
    of the strategies that they compare."""

    iri: str
    links: list[str]
    compared: Sequence[Text]

    @property
    def where(self) -> Cell:
        """What it is called."""
        if self.iri and not self.iri.startswith(GRAPH):
            return Iri(self.iri)
        name = self.iri.removeprefix(GRAPH)
        if len(self.compared) != 2:
            return Literal(name)
        return coded(name, message("review.standing.compared", one=self.compared[0], other=self.compared[1]))


def _summary_by_group(store: Store, state: Suspicion, statements: list[str]) -> Part:
    by_group: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        by_group[state.material.grounds[statement].group].append(statement)

    def reviewed(link: str) -> bool:
        return link in state.reviews and link not in state.suspects

    columns: tuple[Col[_Group], ...] = (
        Col("where", lambda group: group.where),
        Col("links", lambda group: count(group.links)),
        Col("reviewed", lambda group: count([link for link in group.links if reviewed(link)])),
        Col("suspect", lambda group: count([link for link in group.links if link in state.suspects])),
        Col("unreviewed", lambda group: count([link for link in group.links if link not in state.reviews])),
    )

    def compared(group: str) -> list[Text]:
        ground = state.material.grounds[by_group[group][0]]
        strategies = [strategy for end in (ground.subject, ground.object) if (strategy := origin(end))]
        titles = both_labels(store, strategies)
        return [titles[strategy] for strategy in strategies]

    groups = sorted(by_group, key=lambda group: (group.startswith(GRAPH), natural(group)))
    return part("review.standing", columns, [_Group(group, by_group[group], compared(group)) for group in groups])


def _exact(material: Material, quote: str) -> Literal | Text:
    """The words of *quote*; that it has none any more where the data say no words of it."""
    return Literal(material.words[quote]) if quote in material.words else message("review.changes.gone")


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
        things = {thing for quote in self.value.quotes for thing in (*quote.elements, *quote.links)}
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
