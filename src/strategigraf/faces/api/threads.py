"""Threads: what there is, what one thing is, what it hangs on, and the words of it all."""

from strategigraf.answers.explanation import Explanation
from strategigraf.answers.identifier import any_thing
from strategigraf.answers.impact import Impact
from strategigraf.answers.report_request import explain_request, impact_request, trace_request
from strategigraf.answers.request import Names, listing_request, names, portrait_request
from strategigraf.answers.tracing import Trace
from strategigraf.faces.api.answer import TableAnswer, quoted
from strategigraf.faces.api.graph import Graph
from strategigraf.faces.api.report_answer import ReportAnswer
from strategigraf.use.store import Store


class ExplainAnswer(ReportAnswer[Explanation]):
    """The answer of `explain`; as Markdown it is a memo."""

    def _content(self, format_name: str) -> str | bytes:
        if format_name != "markdown":
            return super()._content(format_name)
        from strategigraf.interchange.memo import memo

        return memo(self.value, self.language)


def list_things(graph: Graph, kind: str | None = None, strategies: Names = ()) -> TableAnswer:
    """The kinds there are (kind, label, count), or the things of *kind* (thing, notation, part_of) in the *strategies*
    (all without any), in reading order.

    Raises UnknownKind and UnknownStrategy with the nearest names.

    >>> len(sg.list_things(sg.open(), "goal", "midt-udviklingsplan-2023"))
    15
    """

    def answer(store: Store) -> TableAnswer:
        return TableAnswer(listing_request(store, kind, strategies, graph.language), store, graph.language)

    return graph.use(answer)


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
