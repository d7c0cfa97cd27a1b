"""Hearings as a report: sums by what became of the comments, each comment with its questions, each answer."""

from collections.abc import Callable, Sequence

from strategigraf.answers.heading import named
from strategigraf.answers.hearing import DISPOSITIONS, Comment, Hearing
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.figure import count
from strategigraf.values.hop import BASIS_LABELS
from strategigraf.values.namespaces import SG
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

_SUMS = (
    Column("disposition", "what became of it"),
    Column("points", "how many matters: each question, and each comment without questions"),
    Column("general", "of the matters: remarks on the whole"),
    Column("on_passages", "of the matters: on a passage that is named"),
    Column("comments", "how many comments as a whole"),
)
_COMMENTS = (
    Column("number", "its number in the note"),
    Column("comment", "the comment, or one question in it"),
    Column("respondent", "who said it"),
    Column("section", "the heading in the hearing draft that it names"),
    Column("page", "the page of the hearing draft that it names, as printed"),
    Column("words", "its words"),
    Column("disposition", "what became of it"),
    Column("answers", "how many links from the final plan answer it"),
    Column("answer_words", "their words in the final plan"),
    Column("rationale", "why it is judged so"),
)
_ANSWERS = (
    Column("number", "the number of the comment in the note"),
    Column("comment", "the comment, or one question in it"),
    Column("answer", "what in the final plan answers it"),
    Column("basis", "on what basis"),
    Column("words", "its words in the final plan"),
    Column("rationale", "why it is an answer"),
)


def hearing_report(store: Store, found: Sequence[Hearing]) -> Report:
    """*found* as a report: sums, comments, answers. Rows of what the final plan does not answer are findings."""
    who = {one.organisation for hearing in found for one in hearing.respondents if one.organisation}
    names = labels(store, who, "da"), labels(store, who, "en")
    respondents = {
        one.response: Text(*(named.get(one.organisation, one.organisation) for named in names))
        for hearing in found
        for one in hearing.respondents
    }
    numbered = [pair for hearing in found for pair in hearing.numbered]
    return Report(
        "hearing",
        Text("Høringsnotat", "Note on the hearing"),
        (
            _sums(found),
            Part(
                "comments",
                Text("Bemærkningerne", "The comments"),
                Text(
                    "Generelle bemærkninger først, så efter side i høringsudkastet; et enkelt spørgsmål står under sin "
                    "bemærkning, med sine egne svar. “Besvaret” siger, at den endelige plan har et svar, ikke at den "
                    "er ændret på grund af bemærkningen.",
                    "General remarks first, then by page of the hearing draft; a single question stands below its "
                    "comment, with its own answers. “Answered” says that the final plan has an answer, not that it was "
                    "changed because of the comment.",
                ),
                _COMMENTS,
                tuple(_row(number, comment, respondents) for number, comment in numbered),
                sum(comment.disposition == SG + "NotAnswered" for _, comment in numbered),
            ),
            Part(
                "answers",
                Text("Svarene i den endelige plan", "The answers in the final plan"),
                Text(
                    "Hvert sted i den endelige plan, der svarer på en bemærkning eller et spørgsmål.",
                    "Each place in the final plan that answers a comment or a question.",
                ),
                _ANSWERS,
                tuple(
                    (
                        Literal(number),
                        Iri(comment.comment),
                        Iri(reply.element),
                        BASIS_LABELS.get(reply.basis),
                        Literal(" ".join(f"“{quote.exact}”" for quote in reply.words)) if reply.words else None,
                        reply.rationale if reply.rationale.da else None,
                    )
                    for number, comment in numbered
                    for reply in comment.replies
                ),
            ),
        ),
    )


def _sums(found: Sequence[Hearing]) -> Part:
    comments = [comment for hearing in found for comment in hearing.comments]

    def row(title: Cell, fits: Callable[[Comment], bool]) -> tuple[Cell, ...]:
        points = [(point, comment) for comment in comments for point in comment.points if fits(point)]
        return (
            title,
            count([point.comment for point, _ in points]),
            count([point.comment for point, comment in points if comment.general]),
            count([point.comment for point, comment in points if not comment.general]),
            count([comment.comment for comment in comments if fits(comment)]),
        )

    rows = [row(Iri(one), lambda comment, one=one: comment.disposition == one) for one in DISPOSITIONS]  # type: ignore[misc]
    rows.append(row(Text("i alt", "all"), lambda comment: True))
    sentence = named(
        Text(
            "Et punkt er et enkelt spørgsmål, eller en bemærkning uden spørgsmål. Generelle punkter angår planen som "
            "helhed, de øvrige et sted i høringsudkastet. Under `comments` tælles hver bemærkning én gang, som helhed.",
            "A point is a single question, or a comment without questions. General points are on the plan as a "
            "whole, the others on a passage of the hearing draft. `comments` counts each comment once, as a whole.",
        )
    )
    return Part(
        "sums", Text("Hvad der blev af bemærkningerne", "What became of the comments"), sentence, _SUMS, tuple(rows)
    )


def _row(number: str, comment: Comment, respondents: dict[str, Text]) -> tuple[Cell, ...]:
    words = " ".join(f"“{quote.exact}”" for reply in comment.replies for quote in reply.words)
    return (
        Literal(number),
        Iri(comment.comment),
        respondents.get(comment.response),
        Literal(comment.section) if comment.section else None,
        Literal(comment.page) if comment.page else None,
        Literal(comment.words.exact) if comment.words else None,
        Iri(comment.disposition),
        count([reply.link for reply in comment.replies]),
        Literal(words) if words else None,
        comment.rationale,
    )
