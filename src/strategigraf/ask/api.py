"""Questions in Python: those of the catalogue, in plain words or in SPARQL, and lists of things."""

from typing import TYPE_CHECKING

from strategigraf.api.answer import QueryAnswer, TableAnswer
from strategigraf.api.graph import Graph
from strategigraf.ask.catalogue import chosen_question, listing_request
from strategigraf.store.names import Names
from strategigraf.store.sparql import EmbeddedStore, Store

if TYPE_CHECKING:
    from strategigraf.store.limit import StoreWithin


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
        from strategigraf.ask.answer import ask

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
        from strategigraf.ask.catalogue import question_table
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
    from strategigraf.store.limit import Limit, StoreApart, StoreWithin

    limit = Limit(timeout, memory)
    return StoreWithin(store, limit) if limit == Limit() else StoreApart(store, limit)


def _asked(store: EmbeddedStore, endpoint: str | None, timeout: float | None, memory: int | None) -> "StoreWithin":
    if endpoint is None:
        return _within(store, timeout, memory)
    from strategigraf.store.endpoint import SECONDS, RemoteStore
    from strategigraf.store.limit import Limit, StoreWithin

    return StoreWithin(RemoteStore(endpoint, timeout), Limit(timeout or SECONDS, memory))


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
