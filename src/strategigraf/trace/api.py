"""Threads in Python: what one thing is, what it hangs on, and the words of it all."""

import os
from pathlib import Path
from typing import ClassVar

from strategigraf.api.answer import Special, TableAnswer, quoted
from strategigraf.api.graph import Graph
from strategigraf.api.report import PartAnswer, ReportAnswer
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Iri, Literal, Text, short
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.store.names import Names, any_thing, names
from strategigraf.store.sparql import Store
from strategigraf.trace.explanation import Explanation
from strategigraf.trace.impact import Impact
from strategigraf.trace.trace import Trace


class ExplainPart(PartAnswer):
    """A part of the answer of `explain`; as Markdown it is a memo of that chapter alone."""

    special: ClassVar = {"markdown": Special(lambda part: part.whole.memo(part.name))}


class ExplainAnswer(ReportAnswer[Explanation]):
    """The answer of `explain`; as Markdown it is a memo."""

    of_part = ExplainPart

    def memo(self, chapter: str | None = None) -> str:
        """The memo in Markdown, of one *chapter* alone where it is given. Raises WrongValue."""
        from strategigraf.trace.explanation import chapters, memo

        return memo(chapters(self.value, chapter), self.language)

    special: ClassVar = {"markdown": Special(memo)}


def show(graph: Graph, thing: str) -> TableAnswer:
    """Everything about *thing*: what it is, where it stands, its links in both directions, its words. Columns: part,
    thing, basis, words.

    *thing* is a short name, its last part where no other has that, a title, a code such as `10.3`, or an IRI. Raises
    UnknownElement and UnknownTarget with the nearest names, WrongValue where several are meant.

    >>> sg.show(sg.open(language="en"), "midt-udviklingsplan-2023/pejlemaerke-8")["part"][:2]
    ('type', 'number')
    """

    def answer(store: Store) -> TableAnswer:
        from strategigraf.store.lookup import labels
        from strategigraf.trace.trace import portrait

        iri = any_thing(store, thing).value
        title = f"{short(iri)} {labels(store, [iri], graph.language).get(iri, '')}".strip()
        table = portrait(store, iri, graph.language)._replace(heading=Text(title, title))
        return TableAnswer(table, store, graph.language)

    return graph.use(answer)


def quotes(graph: Graph, things: Names | None = None, sources: str | os.PathLike[str] | None = None) -> TableAnswer:
    """The quotes that *things* (one or several, named as for `show`) rest on: of elements and links their own, of an
    alignment the first of either end, of an SDG goal or target its official text.

    Columns: thing, quote, words (spelt as in the source), section, document, with titles; a row for each quote, in the
    order of *things*. Without *things* every quote there is, once, by IRI: quote, words, section, document, status,
    which is what `check` finds in the folder of *sources* (without one `unverifiable`). Raises what `show` raises, and
    SourceNotFound.

    >>> sg.quotes(sg.open(), "midt-udviklingsplan-2023/indsats-8-1")["words"][0][:52]
    'Vi ønsker at tilknytte bostedslæger til de enkelte t'
    """

    def answer(store: Store) -> TableAnswer:
        if things is None:
            return TableAnswer(_all_quotes(store, sources), store, graph.language)
        found = [any_thing(store, name).value for name in names(things)]
        return quoted(store, found, graph.language)

    return graph.use(answer)


def _all_quotes(store: Store, sources: str | os.PathLike[str] | None) -> Table:
    from strategigraf.check.quotes import check_quotes
    from strategigraf.files.source_text import SourceFolder

    plain = (Column("quote"), Column("words"), Column("section"))
    checks = check_quotes(store, {} if sources is None else SourceFolder(Path(sources)))
    rows = (
        (Iri(of.quote), Literal(of.exact), Literal(of.section), Iri(of.document), Literal(status))
        for of, status in ((check.record, check.status) for check in checks)
    )
    return Table((*plain, Column("document", titled=True), Column("status")), tuple(rows))


def trace(
    graph: Graph, thing: str, up: bool = False, down: bool = False, depth: int | None = None
) -> ReportAnswer[Trace]:
    """Everything that a thread joins with *thing*, *up* from it or *down*, from below; both where neither is asked for.

    Threads of at most *depth* edges. Parts: one for each direction, the nearest first, each thread with its path, basis
    and words. Raises what `show` raises, and WrongValue for a *depth* below 1.

    >>> len(sg.trace(sg.open(), "midt-udviklingsplan-2023/indsats-8-1", up=True).value.up) > 5
    True
    """

    def answer(store: Store) -> ReportAnswer[Trace]:
        from strategigraf.trace.trace import trace, trace_report

        if depth is not None and depth < 1:
            raise WrongValue(
                Text(f"En kæde kan ikke have {depth} led.", f"A chain cannot have {depth} steps."),
                Text("Angiv et helt tal på mindst 1.", "Give a whole number of at least 1."),
            )
        value = trace(store, any_thing(store, thing).value, up or not down, down or not up, depth)
        return ReportAnswer(value, trace_report(store, value), store, graph.language)

    return graph.use(answer)


def impact(graph: Graph, thing: str) -> ReportAnswer[Impact]:
    """What is lost when *thing* (an element, a link, a strategy) falls: threads, last marks, entries, answers.

    A row is one loss with what rested on it, the nearest first. Raises what `show` raises.

    >>> sg.impact(sg.open(), "midt-udviklingsplan-2023/pejlemaerke-8").report.name
    'impact'
    """

    def answer(store: Store) -> ReportAnswer[Impact]:
        from strategigraf.trace.impact import impact, impact_report

        value = impact(store, any_thing(store, thing).value)
        return ReportAnswer(value, impact_report(store, value), store, graph.language)

    return graph.use(answer)


def explain(graph: Graph, thing: str) -> ExplainAnswer:
    """The whole chain of *thing* from the vision down, what it serves and where it is silent, with its quotes.

    `to_markdown()` is a memo. Parts are its chapters, in reading order. Raises what `show` raises.

    >>> g = sg.open(language="en")
    >>> print(sg.explain(g, "midt-udviklingsplan-2023/pejlemaerke-8").to_markdown().splitlines()[0])
    # Goal 8 “More equality in health and the same opportunities for all citizens”
    """

    def answer(store: Store) -> ExplainAnswer:
        from strategigraf.trace.explain import explain
        from strategigraf.trace.explanation import explanation_report

        value = explain(store, any_thing(store, thing).value, graph.language)
        return ExplainAnswer(value, explanation_report(value), store, graph.language)

    return graph.use(answer)
