"""Questions: those of the catalogue, in plain words, or in SPARQL; and whether claims and data hold."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from strategigraf.answers.report_request import sdg_check_request
from strategigraf.answers.request import Names, chosen_question, strategies_named
from strategigraf.faces.api.answer import TableAnswer
from strategigraf.faces.api.graph import Graph
from strategigraf.faces.api.query_answer import CheckAnswer, QueryAnswer
from strategigraf.faces.api.report_answer import ReportAnswer
from strategigraf.use.store import EmbeddedStore, Store

if TYPE_CHECKING:
    from strategigraf.answers.sdg_check import Checked
    from strategigraf.use.limit import StoreWithin


def ask(
    graph: Graph, question: str, /, *, timeout: float | None = None, memory: int | None = None, **parameters: str | int
) -> TableAnswer:
    """The answer to *question*: a name of the catalogue with its *parameters*, or plain Danish or English words.

    Columns and order are those of the question (`questions(graph)` lists them); things have their titles beside them.
    `answer.question` and `answer.parameters` tell how words were understood. A parameter is typed as on the command
    line: `target="10.3"`. With *timeout* (seconds) or *memory* (mebibytes) a process of its own answers, which is ended
    beyond that.

    Raises UnknownQuestion, UnknownParameter and UnknownElement with the nearest names, QuestionUnsure for words that no
    question covers, WrongValue, QueryTooHeavy.

    >>> g = sg.open(language="en")
    >>> answer = sg.ask(g, "Which initiatives serve sub-target 4.4?")
    >>> answer.question.name, answer.parameters
    ('initiatives-by-sdg-target', {'target': '4.4'})
    """

    graph.tell_hidden_questions()

    def answer(store: EmbeddedStore) -> TableAnswer:
        from strategigraf.answers.asking import ask

        given = {name: str(value) for name, value in parameters.items()}
        chosen, values = chosen_question(store, question, given, graph.workspace.query_files())
        table = ask(_within(store, timeout, memory), chosen, values, graph.language)
        return TableAnswer(table, store, graph.language, chosen, values)

    return graph.use(answer)


def questions(graph: Graph) -> TableAnswer:
    """The questions of the catalogue by name: question, wording in the graph's language, parameters.

    Raises QuestionFile where one of them cannot be read.

    >>> sg.questions(sg.open(language="en"))["question"][0]
    'actors'
    """

    graph.tell_hidden_questions()

    def answer(store: Store) -> TableAnswer:
        from strategigraf.answers.listing import question_table
        from strategigraf.files.question import read_question

        read = [read_question(path) for path in graph.workspace.query_files()]
        return TableAnswer(question_table(read, graph.language), store, graph.language)

    return graph.use(answer)


def query(
    graph: Graph, sparql: str, endpoint: str | None = None, timeout: float | None = None, memory: int | None = None
) -> QueryAnswer:
    """The answer to any SPARQL 1.1 query: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, yes or no of an ASK.

    Columns are as the query projects them, rows as it orders them, IRIs in full. Of an ASK `bool(answer)` tells.
    With *endpoint* (an address) that SPARQL server is asked in place of the files, for 60 seconds unless *timeout* says
    otherwise. With *timeout* (seconds) or *memory* (mebibytes) a process of its own answers, which is ended beyond it.

    Raises QuerySyntax with line and column, QueryReachesOut for SERVICE or a change, QueryFailed where the query cannot
    be evaluated, QueryTooHeavy, StoreFailed for a server that gives no answer.

    >>> sg.query(sg.open(), "SELECT (COUNT(?g) AS ?goals) { ?g a <https://w3id.org/strategigraf/ns#Goal> }").records()
    [{'goals': 24}]
    """

    def answer(store: EmbeddedStore) -> QueryAnswer:
        return QueryAnswer(_asked(store, endpoint, timeout, memory).answer(sparql), store, graph.language)

    return graph.use(answer)


def _within(store: EmbeddedStore, timeout: float | None, memory: int | None) -> "StoreWithin":
    from strategigraf.use.limit import Limit, StoreApart, StoreWithin

    limit = Limit(timeout, memory)
    return StoreWithin(store, limit) if limit == Limit() else StoreApart(store, limit)


def _asked(store: EmbeddedStore, endpoint: str | None, timeout: float | None, memory: int | None) -> "StoreWithin":
    if endpoint is None:
        return _within(store, timeout, memory)
    from strategigraf.use.endpoint import SECONDS, RemoteStore
    from strategigraf.use.limit import Limit, StoreWithin

    return StoreWithin(RemoteStore(endpoint, timeout), Limit(timeout or SECONDS, memory))


def check(
    graph: Graph,
    paths: Iterable[str | Path] = (),
    sources: str | Path | None = None,
    engine: str = "auto",
    complete: bool = False,
    shapes: str | Path | None = None,
) -> CheckAnswer:
    """What shapes and quotes find wrong in all data, or in the Turtle files and folders *paths*; with *complete* also
    what the tracing policy asks for in vain.

    Columns: file, line (from 1), severity, rule, thing, message, detail; by file and line. Quotes are looked for in the
    folder *sources*, without which each is unverifiable. *engine*: "auto", "gate" or "pyshacl". `answer.good` tells
    whether there is no error (warnings do not count).

    With *shapes*, a file or folder of SHACL, it is these that count in place of the program's and of the quotes, and
    *paths* may be RDF of any kind.

    Raises FilesNotFound, SourceNotFound, TurtleSyntax, EngineMissing, WrongValue; with *shapes* also RdfSyntax,
    NothingToCheck, ShapesFaulty.

    >>> sg.check(sg.open()).good
    True
    """
    from strategigraf.answers.request import one_of
    from strategigraf.files.source_folder import SourceFolder
    from strategigraf.use.path_check import ENGINES, check_paths
    from strategigraf.values.text import Text

    given = [Path(path) for path in paths]
    if shapes is not None:
        from strategigraf.use.inspection import Inspection
        from strategigraf.use.own_shapes import check_shapes

        by_shapes = Inspection(check_shapes(graph.workspace, given, Path(shapes)).findings, {})
        return graph.use(lambda store: CheckAnswer(by_shapes, store, graph.language, False))
    one_of(engine, ENGINES, Text("en SHACL-motor", "a SHACL engine"))
    folder = None if sources is None else Path(sources)
    if folder is not None:
        SourceFolder(folder)

    def answer(store: EmbeddedStore) -> CheckAnswer:
        kept = graph.cache().kept(store)
        found = check_paths(graph.workspace, store, given, folder, engine, complete, kept)
        return CheckAnswer(found, store, graph.language, folder is not None)

    return graph.use(answer)


def sdg_check(graph: Graph, strategies: Names = ()) -> "ReportAnswer[tuple[Checked, ...]]":
    """Every SDG claim of the *strategies* (all without any) against all 169 official texts: does another target fit its
    words better?

    A row is a claim with its verdict, its score from 0 to 1 and its doubts. Raises UnknownStrategy, WrongValue.

    >>> len(sg.sdg_check(sg.open(), "midt-udviklingsplan-2023").value) > 50
    True
    """

    def answer(store: Store) -> "ReportAnswer[tuple[Checked, ...]]":
        return ReportAnswer(*sdg_check_request(store, strategies), store, graph.language)

    return graph.use(answer)


def sdg_accuracy(graph: Graph, strategies: Names = ()) -> "ReportAnswer[None]":
    """How often `sdg_check` is right on its labelled set. Raises UnknownStrategy.

    >>> sg.sdg_accuracy(sg.open()).report.name
    'sdg-check'
    """

    def answer(store: Store) -> "ReportAnswer[None]":
        from strategigraf.answers.sdg_accuracy_report import sdg_accuracy_report

        strategies_named(store, strategies)
        return ReportAnswer(None, sdg_accuracy_report(store), store, graph.language)

    return graph.use(answer)
