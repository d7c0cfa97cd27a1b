"""Hearings in Python."""

from strategigraf.api.answer import ReportAnswer
from strategigraf.api.graph import Graph
from strategigraf.core.report import ReportResult
from strategigraf.hearing.hearing import Hearing
from strategigraf.store.sparql import Store


def hearing_request(store: Store, name: str | None = None) -> "ReportResult[list[Hearing]]":
    """The hearings that *name* means, all without one: see `heard`. Raises UnknownElement, WrongValue."""
    from strategigraf.hearing.hearing import heard, hearing, hearing_report

    found = [hearing(store, *one) for one in heard(store, name)]
    return ReportResult(found, hearing_report(store, found))


class HearingAnswer(ReportAnswer[list[Hearing]]):
    """The answer of `hearing`; as Markdown it is the note that Danish authorities publish (høringsnotat)."""

    def _content(self, format_name: str) -> str | bytes:
        if format_name != "markdown":
            return super()._content(format_name)
        from strategigraf.hearing.note import note_content

        return note_content(self._store, self.value, self.language)


def hearing(graph: Graph, name: str | None = None) -> HearingAnswer:
    """What was said in the hearing on the strategy *name* (or in one response or its document), and what answers it; of
    all that have comments without a name.

    A row is a comment or one question in it, in the order of the response. `to_markdown()` is the høringsnotat.

    Raises UnknownElement, and WrongValue where there are no comments.

    >>> len(sg.hearing(sg.open(), "midt-hoeringssvar-hjerneskade").value[0].respondents)
    1
    """

    def answer(store: Store) -> HearingAnswer:
        return HearingAnswer(*hearing_request(store, name), store, graph.language)

    return graph.use(answer)
