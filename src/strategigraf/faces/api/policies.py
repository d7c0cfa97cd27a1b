"""Policies: how much is covered, where the gaps are, what wants another look, and the whole of a strategy."""

from pathlib import Path

from strategigraf.answers.fulfilment import Fulfilment
from strategigraf.answers.policy_request import fulfilment_request, gaps_request, review_request
from strategigraf.answers.request import Names, names, strategies_named
from strategigraf.answers.suspicion import Suspicion
from strategigraf.faces.api.answer import Answer
from strategigraf.faces.api.graph import Graph
from strategigraf.faces.api.report_answer import ReportAnswer
from strategigraf.files.source_folder import SourceFolder
from strategigraf.use.policy import read_policy
from strategigraf.use.store import Store
from strategigraf.values.dossier import Dossier
from strategigraf.values.frame import Frame, Series


class ReviewAnswer(ReportAnswer[Suspicion]):
    """The answer of `review`; as text or Markdown without the parts in which there is nothing."""

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.answers.review_queue import for_people
        from strategigraf.interchange.answer_content import report_content

        report = for_people(self.report) if format_name in ("table", "markdown") else self.report
        return report_content(self._store, report, format_name, self.language)


def coverage(
    graph: Graph, strategies: Names = (), levels: Names = (), sources: str | Path | None = None
) -> ReportAnswer[Fulfilment]:
    """How much of each level of the *strategies* meets the tracing policy: shallow, deep and evidenced, in per cent,
    strict and with justified gaps; and the first place where each broken chain breaks.

    *levels* narrows it to one or several kinds; with the folder *sources* quotes are looked for in the source texts. A
    level with nothing in it has no number (None). Raises UnknownStrategy, UnknownKind, SourceNotFound, PolicyFaulty.

    >>> sg.coverage(sg.open(), "midt-udviklingsplan-2023", levels="initiative").report.name
    'coverage'
    """

    def answer(store: Store) -> ReportAnswer[Fulfilment]:
        from strategigraf.answers.coverage import coverage_report, level_kinds

        policy = read_policy(store, graph.workspace)
        kinds = level_kinds(store, policy, tuple(names(levels)))
        found = fulfilment_request(store, policy, strategies, _texts(sources))
        return ReportAnswer(found, coverage_report(store, found, kinds), store, graph.language)

    return graph.use(answer)


def gaps(graph: Graph, strategies: Names = (), requirements: Names = ()) -> ReportAnswer[Fulfilment]:
    """Every element of the *strategies* that does not meet the tracing policy, and why; of the *requirements* alone
    where some are named. A row is one gap, by requirement and in reading order.

    Raises UnknownStrategy, PolicyFaulty, and an error with the nearest names for an unknown requirement.

    >>> sg.gaps(sg.open(), "midt-udviklingsplan-2023").report.name
    'gaps'
    """

    def answer(store: Store) -> ReportAnswer[Fulfilment]:
        policy = read_policy(store, graph.workspace)
        return ReportAnswer(*gaps_request(store, policy, strategies, requirements), store, graph.language)

    return graph.use(answer)


def review(graph: Graph, strategies: Names = (), sources: str | Path | None = None) -> ReviewAnswer:
    """The links and alignments of the *strategies* that have changed since somebody last looked them over, and what
    hangs on them; with the folder *sources* also those whose quotes do not stand in the source texts.

    Raises UnknownStrategy, SourceNotFound.

    >>> sg.review(sg.open()).report.name
    'review'
    """

    def answer(store: Store) -> ReviewAnswer:
        return ReviewAnswer(*review_request(store, strategies, _texts(sources)), store, graph.language)

    return graph.use(answer)


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

    def _content(self, format_name: str) -> str | bytes:
        from strategigraf.interchange.answer_content import dossier_content

        return dossier_content(self.value, format_name, self.language)


def report(graph: Graph, strategy: str, sources: str | Path | None = None) -> DossierAnswer:
    """The whole dossier of *strategy*: thread, matrices, coverage, gaps, hearing, comparisons and method, to `save`
    as a page (.html, in both languages) or a workbook (.xlsx); with the folder *sources* every quote is looked for.

    Raises UnknownStrategy, SourceNotFound, PolicyFaulty.

    >>> sg.report(sg.open(), "sjaelland-strategi-2025-2028").value.name
    'sjaelland-strategi-2025-2028'
    """

    def answer(store: Store) -> DossierAnswer:
        from strategigraf.interchange.strategy_dossier import strategy_dossier

        (chosen,) = strategies_named(store, strategy)
        found = strategy_dossier(store, read_policy(store, graph.workspace), chosen, _texts(sources))
        return DossierAnswer(found, store, graph.language)

    return graph.use(answer)


def _texts(sources: str | Path | None) -> SourceFolder | None:
    return None if sources is None else SourceFolder(Path(sources))
