"""The hearing in Python, and its note (høringsnotat) in Markdown, as Danish authorities lay it out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from strategigraf.api.answer import Special
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.rdf import SG, Text, message, quoted, short
from strategigraf.core.text import markdown
from strategigraf.hearing.hearing import DISPOSITIONS, Comment, Hearing, heard, hearing_report
from strategigraf.store.sparql import Store


class HearingAnswer(ReportAnswer[list[Hearing]]):
    """The answer of `hearing`; as Markdown it is the note that Danish authorities publish (høringsnotat)."""

    def _note(self) -> str:
        return note_content(self._store, self.value, self.language)

    special: ClassVar = {"markdown": Special(_note, quoting=True)}


def hearing(graph: Graph, name: str | None = None) -> HearingAnswer:
    """What was said in the hearing on the strategy *name* (or in one response or its document), and what answers it; of
    all that have comments without a name.

    A row is a comment or one question in it, in the order of the response. `to_markdown()` is the høringsnotat.

    Raises UnknownElement, and WrongValue where there are no comments.

    >>> len(sg.hearing(sg.open(), "midt-hoeringssvar-hjerneskade").value[0].respondents)
    1
    """

    def answer(store: Store) -> HearingAnswer:
        from strategigraf.hearing.hearing import hearing

        value = [hearing(store, strategy, source) for strategy, source in heard(store, name)]
        return HearingAnswer(value, hearing_report(store, value), store, graph.language)

    return graph.use(answer)


# The note.


def note_content(store: Store, hearings: "Sequence[Hearing]", language: str) -> str:
    """The notes (høringsnotater) on *hearings*, in Markdown."""
    from strategigraf.store.lookup import titles

    notes = []
    for item in hearings:
        things = names_in_note(item)
        notes.append(hearing_note(item, titles(store, things), language))
    return "\n".join(notes)


Labels = Mapping[str, Text]
Titled = Callable[[str], str]


def names_in_note(hearing: Hearing) -> set[str]:
    """The things (IRIs) whose titles the note on *hearing* needs."""
    things = {hearing.strategy, *DISPOSITIONS, *(document for document, _ in hearing.documents)}
    things |= {thing for respondent in hearing.respondents for thing in (respondent.organisation, respondent.response)}
    for _, comment in hearing.numbered:
        things |= {comment.comment, *(reply.element for reply in comment.replies)}
    return things - {""}


def hearing_note(hearing: Hearing, labels: Labels, language: str) -> str:
    """The note on *hearing* in Markdown, ready to publish; *labels* holds the titles of `names_in_note`.

    General remarks first, then in page order; each question comes below its comment, with the words of the plan that
    answer it.
    """

    def say(text: Text) -> str:
        return text.in_language(language)

    def title(thing: str) -> str:
        return markdown(labels[thing].in_language(language) if thing in labels else short(thing))

    lines = [
        f"# {say(message('hearing.title'))}: {title(hearing.strategy)}",
        "",
        f"## {say(message('hearing.note.hearing'))}",
        "",
    ]
    for heading, stage in ((message("hearing.note.draft"), "HearingDraft"), (message("hearing.note.final"), "Printed")):
        documents = [title(document) for document, of_stage in hearing.documents if of_stage == SG + stage]
        if documents:
            lines += [f"{say(heading)}: {'; '.join(documents)}.", ""]
    lines += [
        say(message("hearing.note.unknown")),
        "",
        *_table(
            (
                say(message("hearing.note.respondent")),
                say(message("hearing.note.remarks")),
                say(message("hearing.note.points")),
            ),
            _parties(hearing, title),
        ),
        "",
    ]
    points = list(hearing.points)
    sums = Counter(point.disposition for point in points)
    rows = [(title(disposition), str(sums[disposition])) for disposition in DISPOSITIONS]
    lines += [
        *_table(
            (say(message("hearing.note.disposition")), say(message("hearing.note.points"))),
            [*rows, (say(message("hearing.note.all")), str(len(points)))],
        ),
        "",
        say(message("hearing.note.points-are")),
    ]
    for heading, general in ((message("hearing.note.general"), True), (message("hearing.note.passages"), False)):
        lines += ["", f"## {say(heading)}"]
        numbered = [(number, c) for number, c in hearing.numbered if number.startswith("2." if general else "3.")]
        if not numbered:
            lines += ["", say(message("hearing.note.none"))]
        for number, comment in numbered:
            question = number.count(".") == 2
            prefix = "" if question or general else f"{_passage(comment, say(message('hearing.note.page')))}: "
            lines += ["", f"{'####' if question else '###'} {number} {prefix}{title(comment.comment)}", ""]
            if not question:
                lines += [f"{say(message('hearing.note.respondent'))}: {_party(hearing, comment, title)}", ""]
                for words in comment.commented:
                    lines += [say(message("hearing.note.on")), "", f"> {markdown(words.exact)}", ""]
            if comment.words and not _words_in_questions(comment):
                lines += [say(message("hearing.note.said")), ""] if comment.commented else []
                lines += [f"> {markdown(comment.words.exact)}", ""]
            judgement = message("hearing.note.whole") if comment.questions else message("hearing.note.judged")
            rationale = markdown(say(comment.rationale))
            lines += [f"**{say(judgement)}: {title(comment.disposition)}.** {rationale}".rstrip()]
            lines += _answers(comment, say(message("hearing.note.answer")), title, language)
            if comment.disposition == SG + "NotAnswered" and not comment.questions and not comment.replies:
                lines += ["", f"{say(message('hearing.note.answer'))}: {say(message('hearing.note.no-answer'))}."]
    lines += ["", f"## {say(message('hearing.note.changes'))}", "", say(message("hearing.note.changed"))]
    return "\n".join(lines) + "\n"


def _answers(comment: Comment, heading: str, title: Titled, language: str) -> Iterator[str]:
    """The answers of *comment*; of one with questions only those that answer none of them."""
    answered_in_questions = {reply.element for question in comment.questions for reply in question.replies}
    replies = [reply for reply in comment.replies if reply.element not in answered_in_questions]
    if not replies:
        return
    yield from ("", f"{heading}:", "")
    for reply in replies:
        name = title(reply.element)
        quotes = "; ".join(
            f"{quoted(markdown(quote.exact), language)} ({markdown(quote.section)})" for quote in reply.words
        )
        is_title = [markdown(quote.exact) for quote in reply.words] == [name]
        yield f"- {': '.join(filter(None, ('' if is_title else name, quotes)))}"


def _words_in_questions(comment: Comment) -> bool:
    """Whether the questions of *comment* together have all its words."""
    question_words = " ".join(question.words.exact for question in comment.questions if question.words)
    return (
        bool(comment.questions) and comment.words is not None and question_words.split() == comment.words.exact.split()
    )


def _passage(comment: Comment, page: str) -> str:
    return markdown(", ".join(filter(None, (comment.section, f"{page} {comment.page}" if comment.page else ""))))


def _party(hearing: Hearing, comment: Comment, title: Titled) -> str:
    organisations = {respondent.response: respondent.organisation for respondent in hearing.respondents}
    return title(organisations.get(comment.response) or comment.response)


def _parties(hearing: Hearing, title: Titled) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for respondent in hearing.respondents:
        comments = [comment for comment in hearing.comments if comment.response == respondent.response]
        points = sum(len(comment.points) for comment in comments)
        rows.append((title(respondent.organisation or respondent.response), str(len(comments)), str(points)))
    return rows


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    ruler = "|" + " --- |" * len(headings)
    return [f"| {' | '.join(headings)} |", ruler, *(f"| {' | '.join(row)} |" for row in rows)]
