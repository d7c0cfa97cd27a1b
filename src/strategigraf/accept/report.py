"""What became of a file of decisions, as a report: what could not be taken, conflicts, changes, and what a check finds;
and `accept` in Python."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from strategigraf.accept.accepting import Accepted, accept_changes
from strategigraf.accept.changes import AnyChange, Change
from strategigraf.accept.decisions import PREFERENCES, Conflict, Decided, Problem, Wish, reader_of
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.check.report import SEVERITY
from strategigraf.core.policy import Finding
from strategigraf.core.rdf import XSD, XSD_STRING, Iri, Literal, Term, Text, message, short
from strategigraf.core.report import Cell, Col, Report, coded, part
from strategigraf.core.text import turtle_term
from strategigraf.files.settings import OWN_POLICY
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import one_of
from strategigraf.store.sparql import EmbeddedStore


class Outcome(NamedTuple):
    """What a file of decisions said, what became of it, and the policy preset that holds ("" outside a workspace)."""

    decided: Decided
    accepted: Accepted
    preset: str = ""

    @property
    def stopped(self) -> bool:
        """Whether nothing could be written: for problems, conflicts, or errors that a check finds."""
        return bool(self.decided.problems or self.decided.conflicts) or not self.accepted.good


class AcceptAnswer(ReportAnswer[Outcome]):
    """The answer of `accept`; where people read it without the parts in which there is nothing. `good` tells whether
    nothing stood in the way, `summary` all in a sentence."""

    def __init__(self, value: Outcome, store: EmbeddedStore, language: str) -> None:
        super().__init__(value, _report(store, value), store, language)
        self.good = not value.stopped
        self.summary = _summary(value).in_language(language)

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given. Raises WrongValue."""
        report = super().shown(format_name, part)
        if part is not None or format_name not in ("table", "markdown"):
            return report
        full = tuple(one for one in report.parts if one.rows)
        return report._replace(parts=full or tuple(one for one in report.parts if one.name == "changes"))

    def marked(self) -> bytes | None:
        """A copy of the file with what could not be taken marked in it; None where nothing is to be marked, or the file
        is of a kind that cannot be."""
        decided = self.value.decided
        faulty = decided.problems or decided.conflicts
        return decided.marked() if decided.marked and faulty else None


def accept(
    graph: Graph,
    decisions: str | Path,
    sources: str | Path | None = None,
    dry: bool = False,
    remove: bool = False,
    prefer: str = "",
    strategy: str = "",
) -> AcceptAnswer:
    """What became of the file or folder *decisions*: a form (.xlsx, or a folder of CSV), or the decisions of a review
    page. All of it is written to the data, checked as by `check` with the folder *sources*, or nothing.

    With *dry* nothing is written in any case. *remove* takes out of the data what was deleted in the file. A value that
    somebody else has changed since it was handed out is a conflict, and stops everything, unless *prefer* says which
    one counts: "file" or "data". *strategy* is needed for the decisions of a review page where several are one's own.
    Parts: problems, conflicts, changes, findings, missing.

    Raises FilesNotFound, WrongValue, DecisionsFaulty, DataDiffer, OutputNotWritten, DataLocked, and what `check`
    raises.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (plan,) = sg.form(sg.open(), "sjaelland-strategi-2025-2028", f"{folder}/plan.xlsx", suggestions=False)
    ...     sg.accept(sg.open(language="en"), plan, dry=True).summary
    'Nothing to change: everything in the file is already in the data.'
    """
    path = Path(decisions)
    reader = reader_of(path)
    counts = (
        one_of(prefer, PREFERENCES, Text("et gyldigt valg ved konflikter", "a valid choice in conflicts"))
        if prefer
        else ""
    )
    folder = graph.workspace.sources if sources is None else Path(sources)
    wish = Wish(remove, counts, strategy, folder)

    def answer(store: EmbeddedStore) -> AcceptAnswer:
        decided = reader.decided(graph, store, path, wish)
        stopped = decided.problems or decided.conflicts
        accepted = Accepted((), (), False)
        if not stopped:
            accepted = accept_changes(graph, decided.changes, folder, dry)
        for note in decided.notes:
            graph.notice(note)
        settings = graph.workspace.settings
        preset = (settings.preset or OWN_POLICY) if settings else ""
        return AcceptAnswer(Outcome(decided, accepted, preset), store, graph.language)

    return graph.use(answer)


def _summary(outcome: Outcome) -> Text:
    decided, accepted, preset = outcome
    if decided.problems or decided.conflicts:
        numbers = {"problems": len(decided.problems), "conflicts": len(decided.conflicts)}
        return message("accept.summary.stopped", **numbers)
    if not accepted.good:
        told = message("accept.summary.faulty", findings=len(accepted.findings))
        misplaced = {finding.thing for finding in accepted.findings if finding.rule.endswith("Shape-parent")}
        if not preset or not misplaced:
            return told
        return message("accept.summary.ladder", told=told, number=len(misplaced), preset=preset)
    if not accepted.files:
        return message("accept.summary.nothing")
    changes, files = len(list(_lines(decided.changes))), len(accepted.files)
    if accepted.written:
        return message("accept.summary.written", changes=changes, files=files)
    return message("accept.summary.dry", changes=changes, files=files)


class _Line(NamedTuple):
    """One value that changes: the file, the thing (IRI), what of it (IRI, "" for a whole row), and its values before
    and after."""

    file: str
    thing: str
    what: str
    before: str
    after: str


def _lines(changes: tuple[AnyChange, ...]) -> Iterator[_Line]:
    for change in changes:
        file = _near(change.path)
        if isinstance(change, Change):
            for predicate in dict.fromkeys(predicate for predicate, _ in (*change.removes, *change.adds)):
                before, after = (
                    " , ".join(sorted(_shown(target) for verb, target in pairs if verb == predicate))
                    for pairs in (change.removes, change.adds)
                )
                yield _Line(file, change.subject, predicate.value, before, after)
        else:
            told = [
                "" if row is None else " ".join(filter(None, [
                    "Not" if row.negative else "", short(row.predicate), short(row.object), row.confidence,
                ]))
                for row in (change.before, change.after)
            ]  # fmt: skip
            yield _Line(file, change.subject, "", *told)


def _shown(term: Term) -> str:
    """*term* as people read it: a number or date without its datatype."""
    if isinstance(term, Literal) and term.datatype.startswith(XSD) and term.datatype != XSD_STRING:
        return term.value
    return short(term.value) if isinstance(term, Iri) else turtle_term(term)


def _near(path: Path | str) -> str:
    here = os.path.relpath(path) if path else ""
    return str(path) if here.startswith("..") else here


_PROBLEMS: tuple[Col[Problem], ...] = (
    Col("place", lambda problem: Literal(problem.place)),
    Col("problem", lambda problem: problem.message),
    Col("remedy", lambda problem: problem.remedy),
)
_CONFLICTS: tuple[Col[Conflict], ...] = (
    Col("place", lambda conflict: Literal(conflict.place)),
    Col("thing", lambda conflict: Iri(conflict.thing)),
    Col("what", lambda conflict: conflict.what),
    Col("handed_out", lambda conflict: Literal(conflict.base)),
    Col("in_file", lambda conflict: Literal(conflict.theirs)),
    Col("in_data", lambda conflict: Literal(conflict.now)),
    Col("file", lambda conflict: Literal(_near(conflict.path))),
)
_FINDINGS: tuple[Col[Finding], ...] = (
    Col("file", lambda finding: Literal(f"{_near(finding.file)}:{finding.line}")),
    Col("severity", lambda finding: coded(finding.severity.name.lower(), SEVERITY[finding.severity])),
    Col("rule", lambda finding: Literal(finding.rule)),
    Col("thing", lambda finding: Literal(finding.thing)),
    Col("problem", lambda finding: finding.message),
    Col("detail", lambda finding: Literal(finding.detail)),
)


def _report(store: EmbeddedStore, outcome: Outcome) -> Report:
    decided, accepted, _ = outcome
    lines = list(_lines(decided.changes))
    names = both_labels(store, {line.what for line in lines if line.what})

    def what(line: _Line) -> Cell:
        return coded(short(line.what), names[line.what]) if line.what else message("accept.row")

    changes: tuple[Col[_Line], ...] = (
        Col("file", lambda line: Literal(line.file)),
        Col("thing", lambda line: Iri(line.thing)),
        Col("what", what),
        Col("before", lambda line: Literal(line.before)),
        Col("after", lambda line: Literal(line.after)),
    )
    missing: tuple[Col[str], ...] = (Col("thing", lambda thing: Iri(thing)),)
    state = message("accept.changes.written") if accepted.written else message("accept.changes.not-written")
    parts = (
        part("accept.problems", _PROBLEMS, decided.problems, gaps=len(decided.problems)),
        part("accept.conflicts", _CONFLICTS, decided.conflicts, gaps=len(decided.conflicts)),
        part("accept.findings", _FINDINGS, accepted.findings, gaps=int(not accepted.good)),
        part("accept.changes", changes, lines, state=state),
        part("accept.missing", missing, decided.missing),
    )
    return Report("accept", message("accept.title"), parts)
