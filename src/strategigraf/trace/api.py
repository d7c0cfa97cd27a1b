"""Threads in Python: what one thing is, what it hangs on, and the words of it all."""

from strategigraf.api.answer import ReportAnswer, TableAnswer, quoted
from strategigraf.api.graph import Graph
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text, short
from strategigraf.core.report import ReportResult
from strategigraf.core.table import Table
from strategigraf.store.names import Names, any_thing, names
from strategigraf.store.sparql import Store
from strategigraf.trace.explanation import Explanation
from strategigraf.trace.impact import Impact
from strategigraf.trace.trace import Trace


def portrait_request(store: Store, thing: str, language: str) -> Table:
    """Everything about *thing* in *language*, headed by its name and title: see `portrait`. Raises UnknownElement,
    UnknownTarget, WrongValue."""
    from strategigraf.store.lookup import labels
    from strategigraf.trace.trace import portrait

    iri = any_thing(store, thing).value
    title = f"{short(iri)} {labels(store, [iri], language).get(iri, '')}".strip()
    return portrait(store, iri, language)._replace(heading=Text(title, title))


# Requests that a report answers.


def trace_request(
    store: Store, thing: str, up: bool = False, down: bool = False, depth: int | None = None
) -> "ReportResult[Trace]":
    """Every thread of *thing*, *up* or *down* (both where neither is asked for), of at most *depth* hops. Raises
    UnknownElement, UnknownTarget, WrongValue."""
    from strategigraf.trace.trace import trace, trace_report

    if depth is not None and depth < 1:
        raise WrongValue(
            Text(f"En tråd på {depth} led er ingen tråd.", f"A thread of {depth} hops is none."),
            Text("Giv et helt tal fra 1 og op.", "Give a whole number from 1 up."),
        )
    found = trace(store, any_thing(store, thing).value, up or not down, down or not up, depth)
    return ReportResult(found, trace_report(store, found))


def impact_request(store: Store, thing: str) -> "ReportResult[Impact]":
    """What is lost when *thing* falls. Raises UnknownElement, UnknownTarget, WrongValue."""
    from strategigraf.trace.impact import impact, impact_report

    found = impact(store, any_thing(store, thing).value)
    return ReportResult(found, impact_report(store, found))


def explain_request(store: Store, thing: str, language: str) -> "ReportResult[Explanation]":
    """The whole chain of *thing*. Raises UnknownElement, UnknownTarget, WrongValue."""
    from strategigraf.trace.explain import explain
    from strategigraf.trace.explanation import explanation_report

    found = explain(store, any_thing(store, thing).value, language)
    return ReportResult(found, explanation_report(found))


class ExplainAnswer(ReportAnswer[Explanation]):
    """The answer of `explain`; as Markdown it is a memo."""

    def _content(self, format_name: str) -> str | bytes:
        if format_name != "markdown":
            return super()._content(format_name)
        from strategigraf.trace.explanation import memo

        return memo(self.value, self.language)


def show(graph: Graph, thing: str) -> TableAnswer:
    """Everything about *thing*: what it is, where it stands, its links in both directions, its words. Columns: part,
    thing, basis, words.

    *thing* is a short name, its last part where no other has that, a title, a code such as `10.3`, or an IRI. Raises
    UnknownElement and UnknownTarget with the nearest names, WrongValue where several are meant.

    >>> sg.show(sg.open(language="en"), "midt-udviklingsplan-2023/pejlemaerke-8")["part"][:2]
    ('kind', 'number')
    """

    def answer(store: Store) -> TableAnswer:
        return TableAnswer(portrait_request(store, thing, graph.language), store, graph.language)

    return graph.use(answer)


def quotes(graph: Graph, things: Names) -> TableAnswer:
    """The quotes that *things* (one or several, named as for `show`) rest on: of elements and links their own, of an
    alignment the first of either end, of an SDG goal or target its official text.

    Columns: thing, quote, words (spelt as in the source), section, document, with titles; a row for each quote, in the
    order of *things*. Raises what `show` raises.

    >>> sg.quotes(sg.open(), "midt-udviklingsplan-2023/indsats-8-1")["words"][0][:52]
    'Vi ønsker at tilknytte bostedslæger til de enkelte t'
    """

    def answer(store: Store) -> TableAnswer:
        found = [any_thing(store, name).value for name in names(things)]
        return quoted(store, found, graph.language)

    return graph.use(answer)


def trace(
    graph: Graph, thing: str, up: bool = False, down: bool = False, depth: int | None = None
) -> ReportAnswer[Trace]:
    """Everything that a thread joins with *thing*, *up* from it or *down*, from below; both where neither is asked for.

    Threads of at most *depth* hops. Parts: one for each direction, the nearest first, each thread with its path, basis
    and words. Raises what `show` raises, and WrongValue for a *depth* below 1.

    >>> len(sg.trace(sg.open(), "midt-udviklingsplan-2023/indsats-8-1", up=True).value.up) > 5
    True
    """

    def answer(store: Store) -> ReportAnswer[Trace]:
        return ReportAnswer(*trace_request(store, thing, up, down, depth), store, graph.language)

    return graph.use(answer)


def impact(graph: Graph, thing: str) -> ReportAnswer[Impact]:
    """What is lost when *thing* (an element, a link, a strategy) falls: threads, last marks, entries, answers.

    A row is one loss with what rested on it, the nearest first. Raises what `show` raises.

    >>> sg.impact(sg.open(), "midt-udviklingsplan-2023/pejlemaerke-8").report.name
    'impact'
    """

    def answer(store: Store) -> ReportAnswer[Impact]:
        return ReportAnswer(*impact_request(store, thing), store, graph.language)

    return graph.use(answer)


def explain(graph: Graph, thing: str) -> ExplainAnswer:
    """The whole chain of *thing* from the vision down, what it serves and where it is silent, with its quotes.

    `to_markdown()` is a memo. Parts are its chapters, in reading order. Raises what `show` raises.

    >>> g = sg.open(language="en")
    >>> print(sg.explain(g, "midt-udviklingsplan-2023/pejlemaerke-8").to_markdown().splitlines()[0])
    # Goal 8 “More equality in health and the same opportunities for all citizens”
    """

    def answer(store: Store) -> ExplainAnswer:
        return ExplainAnswer(*explain_request(store, thing, graph.language), store, graph.language)

    return graph.use(answer)
