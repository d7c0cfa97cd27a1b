"""Hearings: each comment with its questions, what became of it and what answers it; as values, and as a report."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from strategigraf.core.errors import UnknownElement, UnknownName, WrongValue, nearest
from strategigraf.core.rdf import SG, Iri, Literal, Text, message, natural, short
from strategigraf.core.report import Cell, Col, Part, Report, Words, count, part, quotations
from strategigraf.core.thread import BASIS_LABELS, claim_basis
from strategigraf.store.lookup import titles, words_of
from strategigraf.store.names import names_of_class, of_class
from strategigraf.store.sparql import Store

DISPOSITIONS = tuple(SG + name for name in ("Answered", "PartlyAnswered", "NotAnswered", "Welcomed", "NoAnswerNeeded"))
_CLASSES = ("Strategy", "Document", "HearingResponse")


class Reply(NamedTuple):
    """What in the final plan answers a comment: the link, the element, the basis, why, and the words that answer: those
    of the link's quotes that are not the comment's own, else the first of the element."""

    link: str
    element: str
    basis: str
    rationale: Text
    words: tuple[Words, ...]


class Comment(NamedTuple):
    """A comment, or one question in it: the response it is part of, the passage and page it names (as printed; a
    question those of its comment; empty where none is named), its words and those it renders of the draft, what became
    of it and why, its answers in the order of the plan, and its questions in reading order."""

    comment: str
    response: str
    section: str
    page: str
    words: Words | None
    commented: tuple[Words, ...]
    disposition: str
    rationale: Text
    replies: tuple[Reply, ...]
    questions: "tuple[Comment, ...]"

    @property
    def general(self) -> bool:
        """Whether it names no passage: a remark on the whole."""
        return not self.section and not self.page

    @property
    def points(self) -> "tuple[Comment, ...]":
        """What is to be answered: its questions, or itself where it has none."""
        return self.questions or (self,)


class Respondent(NamedTuple):
    """A response with the organisation that gave it (empty where unknown) and the document it is in."""

    response: str
    organisation: str
    document: str


class Hearing(NamedTuple):
    """The hearing on a strategy: those who responded, their comments (general remarks first, then in page order), and
    the documents of the strategy by stage (IRIs)."""

    strategy: str
    respondents: tuple[Respondent, ...]
    comments: tuple[Comment, ...]
    documents: tuple[tuple[str, str], ...]

    @property
    def points(self) -> Iterator[Comment]:
        """Everything that is to be answered, each once."""
        for comment in self.comments:
            yield from comment.points

    @property
    def numbered(self) -> Iterator[tuple[str, Comment]]:
        """Each comment with its number in the note (2.1 of the general remarks, 3.1 of those on a passage), and
        below it its questions (3.1.1)."""
        for chapter, general in ((2, True), (3, False)):
            for number, comment in enumerate((c for c in self.comments if c.general == general), start=1):
                yield f"{chapter}.{number}", comment
                for subnumber, question in enumerate(comment.questions, start=1):
                    yield f"{chapter}.{number}.{subnumber}", question


def heard(store: Store, name: str | None) -> list[tuple[str, str]]:
    """The hearings that *name* means (a strategy, a document or a hearing response), each as its strategy and the one
    document or response (empty for all); without a name all there are.

    Raises UnknownElement with the nearest names, and WrongValue where there are no comments.
    """
    strategies_heard = _strategies_with_comments(store)
    if name is None:
        if not strategies_heard:
            raise _no_comments(Text("Data", "The data"), strategies_heard)
        return [(strategy, "") for strategy in strategies_heard]
    thing = _strategy_or_response(store, name)
    own_strategies = [thing] if thing in strategies_heard else _strategies_of(store, thing)
    hearings = []
    for strategy in own_strategies:
        if strategy in strategies_heard:
            responses = {
                end
                for respondent in _respondents(store, strategy)
                for end in (respondent.response, respondent.document)
            }
            hearings.append((strategy, thing if thing in responses else ""))
    if not hearings:
        raise _no_comments(Text(f"»{short(thing)}«", f"“{short(thing)}”"), strategies_heard)
    return hearings


def _strategies_with_comments(store: Store) -> list[str]:
    return [strategy for (strategy,) in store.rows_of("hearing/strategies")]


def _strategies_of(store: Store, thing: str) -> list[str]:
    return sorted(strategy for (strategy,) in store.rows_of("hearing/strategies-of-thing", thing=thing))


def is_heard(store: Store, strategy: str) -> bool:
    """Whether there are comments on *strategy* (an IRI)."""
    return bool(store.rows_of("hearing/strategies", strategy=strategy))


def hearing(store: Store, strategy: str, source: str = "") -> Hearing:
    """The hearing on *strategy* (an IRI); with *source* only the response with that IRI, or in that document."""
    respondents = _respondents(store, strategy)
    responses = {
        respondent.response for respondent in respondents if source in ("", respondent.response, respondent.document)
    }
    rows = {row[0]: row for row in sorted(store.rows_of("hearing/comments", strategy=strategy))}
    replies = _replies(store, strategy)
    words = words_of(store, rows)
    rendered = {quote for _, quote in store.rows_of("hearing/commented", strategy=strategy)}
    children: dict[str, list[str]] = defaultdict(list)
    for comment, row in rows.items():
        children[row[1]].append(comment)

    def read(comment: str, response: str, passage: tuple[str, str] = ("", "")) -> Comment:
        _, _, disposition, section, page, da, en, _ = rows[comment]
        section, page = (section, page) if section or page else passage
        quotes = words.get(comment, ())
        own_quotes = [quote for quote in quotes if quote.quote not in rendered]
        questions = sorted(children[comment], key=lambda question: (int(rows[question][7] or 0), natural(question)))
        return Comment(
            comment,
            response,
            section,
            page,
            own_quotes[0] if own_quotes else None,
            tuple(quote for quote in quotes if quote.quote in rendered),
            disposition,
            Text(da or en, en or da),
            replies.get(comment, ()),
            tuple(read(question, response, (section, page)) for question in questions),
        )

    tops = [comment for comment, row in rows.items() if row[1] not in rows and (not source or row[1] in responses)]
    comments = sorted(
        (read(comment, rows[comment][1]) for comment in tops), key=lambda c: _note_order(c, rows[c.comment][7])
    )
    documents = tuple((document, stage) for document, stage in store.rows_of("hearing/documents", strategy=strategy))
    return Hearing(
        strategy,
        tuple(respondent for respondent in respondents if respondent.response in responses),
        tuple(comments),
        documents,
    )


def _note_order(comment: Comment, order: str) -> tuple[bool, list[str | int], int, list[str | int]]:
    return not comment.general, natural(comment.page), int(order or 0), natural(comment.comment)


def _replies(store: Store, strategy: str) -> dict[str, tuple[Reply, ...]]:
    rows = sorted(
        set(store.rows_of("hearing/answers", strategy=strategy)),
        key=lambda row: (int(row[6] or 0), natural(row[2]), row[7], row[1]),
    )
    words = words_of(store, {thing for row in rows for thing in row[:3]})
    comment_documents = {quote.document for row in rows for quote in words.get(row[0], ())}
    replies_by_comment: dict[str, list[Reply]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for comment, link, element, iri, da, en, _, _ in rows:
        basis = claim_basis(iri)
        if basis is None or (comment, element) in seen:
            continue  # an answer to several of its questions
        seen.add((comment, element))
        link_words = tuple(quote for quote in words.get(link, ()) if quote.document not in comment_documents)
        why = Text(da or en, en or da)
        answer_words = link_words or words.get(element, ())[:1]
        replies_by_comment[comment].append(Reply(link, element, basis, why, answer_words))
    return {comment: tuple(replies) for comment, replies in replies_by_comment.items()}


def _respondents(store: Store, strategy: str) -> tuple[Respondent, ...]:
    by_response: dict[str, Respondent] = {}
    for response, organisation, document in store.rows_of("hearing/respondents", strategy=strategy):
        by_response.setdefault(response, Respondent(response, organisation, document))
    return tuple(by_response[response] for response in sorted(by_response, key=natural))


def _strategy_or_response(store: Store, name: str) -> str:
    for cls in _CLASSES:
        with suppress(UnknownName, WrongValue):
            return of_class(store, name, SG + cls).value
    strategies = _strategies_with_comments(store)
    respondents = [respondent for strategy in strategies for respondent in _respondents(store, strategy)]
    heard_iris = [
        *strategies,
        *(end for respondent in respondents for end in (respondent.response, respondent.document)),
    ]
    all_names = [known_name for cls in _CLASSES for known_name in names_of_class(store, SG + cls)]
    known_strategies = ", ".join(map(short, strategies))
    raise UnknownElement(
        Text("strategi eller høringssvar", "strategy or consultation response"),
        name,
        nearest(name, map(short, heard_iris)) or nearest(name, all_names),
        Text(
            f"Der er høringsbemærkninger til: {known_strategies}.",
            f"There are consultation comments on: {known_strategies}.",
        ),
    )


def _no_comments(what: Text, known: list[str]) -> WrongValue:
    names = ", ".join(map(short, known))
    return WrongValue(
        Text(f"{what.da} har ingen høringsbemærkninger.", f"{what.en} has no consultation comments."),
        Text(f"Der er bemærkninger i: {names}.", f"There are comments in: {names}.")
        if known
        else Text(
            "Beskriv et høringssvar som sg:HearingResponse.", "Describe a consultation response as sg:HearingResponse."
        ),
    )


# Hearings as a report.


def hearing_report(store: Store, hearings: Sequence[Hearing]) -> Report:
    """*hearings* as a report: sums, comments, answers. Rows of what the final plan does not answer are findings."""
    organisations = {
        respondent.organisation for hearing in hearings for respondent in hearing.respondents if respondent.organisation
    }
    names = titles(store, organisations)
    respondents = {
        respondent.response: names.get(respondent.organisation, Text(respondent.organisation, respondent.organisation))
        for hearing in hearings
        for respondent in hearing.respondents
    }
    numbered = [pair for hearing in hearings for pair in hearing.numbered]
    unanswered = sum(comment.disposition == SG + "NotAnswered" for _, comment in numbered)
    replies = [(number, comment, reply) for number, comment in numbered for reply in comment.replies]
    parts = (
        _sums(hearings),
        part("hearing.comments", _comment_columns(respondents), numbered, unanswered),
        part("hearing.answers", _ANSWER_COLUMNS, replies),
    )
    return Report("hearing", message("hearing.title"), parts)


class _Outcome(NamedTuple):
    """What became of comments, the comments as a whole of which this holds, and the points, each with its comment."""

    title: Cell
    comments: list[Comment]
    points: list[tuple[Comment, Comment]]

    @property
    def general(self) -> list[str]:
        """The points that are remarks on the whole."""
        return [point.comment for point, comment in self.points if comment.general]

    @property
    def on_passages(self) -> list[str]:
        """The points on a passage that is named."""
        return [point.comment for point, comment in self.points if not comment.general]


def _sums(hearings: Sequence[Hearing]) -> Part:
    comments = [comment for hearing in hearings for comment in hearing.comments]
    points = [(point, comment) for comment in comments for point in comment.points]
    outcomes = [
        _Outcome(
            Iri(disposition),
            [comment for comment in comments if comment.disposition == disposition],
            [pair for pair in points if pair[0].disposition == disposition],
        )
        for disposition in DISPOSITIONS
    ]
    columns: tuple[Col[_Outcome], ...] = (
        Col("disposition", lambda outcome: outcome.title),
        Col("points", lambda outcome: count([point.comment for point, _ in outcome.points])),
        Col("general", lambda outcome: count(outcome.general)),
        Col("on_passages", lambda outcome: count(outcome.on_passages)),
        Col("comments", lambda outcome: count([comment.comment for comment in outcome.comments])),
    )
    return part("hearing.sums", columns, [*outcomes, _Outcome(message("hearing.sums.all"), comments, points)])


def _comment_columns(respondents: dict[str, Text]) -> tuple[Col[tuple[str, Comment]], ...]:
    """The columns of comments, each with its number; *respondents* are the names of who said them, by response."""
    return (
        Col("number", lambda pair: Literal(pair[0])),
        Col("comment", lambda pair: Iri(pair[1].comment)),
        Col("respondent", lambda pair: respondents.get(pair[1].response)),
        Col("section", lambda pair: Literal(pair[1].section) if pair[1].section else None),
        Col("page", lambda pair: Literal(pair[1].page) if pair[1].page else None),
        Col("words", lambda pair: Literal(pair[1].words.exact) if pair[1].words else None),
        Col("disposition", lambda pair: Iri(pair[1].disposition)),
        Col("answers", lambda pair: count([reply.link for reply in pair[1].replies])),
        Col("answer_words", lambda pair: _quoted([quote for reply in pair[1].replies for quote in reply.words])),
        Col("rationale", lambda pair: pair[1].rationale),
    )


_ANSWER_COLUMNS: tuple[Col[tuple[str, Comment, Reply]], ...] = (
    Col("number", lambda answer: Literal(answer[0])),
    Col("comment", lambda answer: Iri(answer[1].comment)),
    Col("answer", lambda answer: Iri(answer[2].element)),
    Col("basis", lambda answer: BASIS_LABELS.get(answer[2].basis)),
    Col("words", lambda answer: _quoted(answer[2].words)),
    Col("rationale", lambda answer: answer[2].rationale if answer[2].rationale.da else None),
)


def _quoted(words: Sequence[Words]) -> Cell:
    """*words* as a cell, each in quotation marks; empty without any."""
    return quotations(words) if words else None
