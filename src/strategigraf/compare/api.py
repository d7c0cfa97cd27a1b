"""Comparisons: two strategies, two generations, a draft and its print, a hearing and its answers."""

from strategigraf.api.answer import ReportAnswer
from strategigraf.api.graph import Graph
from strategigraf.compare.comparison import Comparison, compare_request
from strategigraf.compare.diff import Diff
from strategigraf.compare.diff_report import diff_request
from strategigraf.compare.generations import Generation, generations_request
from strategigraf.core.report import ReportResult
from strategigraf.store.names import Names
from strategigraf.store.sparql import Store


class DiffAnswer(ReportAnswer[Diff]):
    """The answer of `diff`; as text or Markdown its tables are narrow."""

    def __init__(self, found: ReportResult[Diff], compact: ReportResult[Diff], store: Store, language: str) -> None:
        super().__init__(*found, store, language)
        self._compact = compact.report

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.render.formats import report_content

        report = self._compact if format_name in ("table", "markdown") else self.report
        return report_content(self._store, report, format_name, self.language)


def compare(graph: Graph, one: str, other: str, kinds: Names = ()) -> ReportAnswer[Comparison]:
    """What the strategies *one* and *other* share, what just one of them says, and what nobody has assessed.

    *kinds* narrows it to elements of one or several kinds. Parts: sums by kind, pairs, silence on either side, SDGs of
    both, in reading order. `value.pairing.compared` tells whether any mapping set compares the two.

    Raises UnknownStrategy, UnknownKind, and WrongValue where both are the same.

    >>> g = sg.open(language="en")
    >>> sg.compare(g, "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028", "goal").parts
    ('summary', 'shared', 'only-in-a', 'only-in-b', 'denied', 'sdg', 'not-assessed')
    """

    def answer(store: Store) -> ReportAnswer[Comparison]:
        return ReportAnswer(*compare_request(store, one, other, kinds), store, graph.language)

    return graph.use(answer)


def generations(
    graph: Graph, older: str | None = None, newer: str | None = None, kinds: Names = ()
) -> ReportAnswer[list[Generation]]:
    """What became, in the strategy *newer*, of each element of *older*: continued, in part, related, dropped, denied or
    not assessed.

    With *older* alone: in all that carry something of it on; without any: wherever a continuation is recorded. *kinds*
    narrows it. Parts: summary (counts by kind), fates (a row for each older element), counterparts, denied.

    Raises UnknownStrategy, UnknownKind, and WrongValue where nothing is recorded or the two are named the wrong way
    round.

    >>> g = sg.open(language="en")
    >>> sg.generations(g, "midt-social-strategi-status-2015", kinds="handleplan")["summary"].records()[0]["elements"]
    38
    """

    def answer(store: Store) -> ReportAnswer[list[Generation]]:
        return ReportAnswer(*generations_request(store, older, newer, kinds), store, graph.language)

    return graph.use(answer)


def diff(graph: Graph, draft: str, printed: str, kinds: Names = (), types: Names = ()) -> DiffAnswer:
    """What became of each sentence of *draft* in *printed* (strategies, or documents): reworded, moved, split, merged,
    removed, added.

    *kinds* narrows it to the words of things of these kinds, *types* to these changes. Parts: summary, a part for each
    change, modal verbs; sentences in the order of the draft.

    Raises UnknownStrategy, UnknownKind, WrongValue.

    >>> sg.diff(sg.open(), "midt-workshop-2022-06-15", "midt-udviklingsplan-2023").value.draft.document
    False
    """

    def answer(store: Store) -> DiffAnswer:
        full, narrow = (diff_request(store, draft, printed, kinds, types, compact) for compact in (False, True))
        return DiffAnswer(full, narrow, store, graph.language)

    return graph.use(answer)
