"""Questions in Python: those of the catalogue, in plain words or in SPARQL, and lists of things."""

import os
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from strategigraf.api.answer import HANDED_OVER, OFFICE, Answer, SheetAnswer, TableAnswer
from strategigraf.api.graph import Graph
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import SG, XSD, Iri, Literal, Text, message, natural, texts
from strategigraf.core.report import Column, ProgressCallback, no_progress
from strategigraf.core.table import Answer as Found
from strategigraf.core.table import Frame, Sheet, Table, Triples, Truth
from strategigraf.files.question import Question, find_question, read_question
from strategigraf.store.names import Kind, Names, classes_of_kind, find_kind, kinds, strategies_named
from strategigraf.store.sparql import EmbeddedStore, Store

if TYPE_CHECKING:
    from strategigraf.core.report import Dossier
    from strategigraf.render.frame import RdflibGraph


class QueryAnswer(Answer[Found]):
    """What a SPARQL query gave: `value` is a Table, Triples or Truth. Triples are rows of subject, predicate, object; a
    yes or no is one row, `answer`, and the truth of the answer itself."""

    formats = ("table", "csv", "tsv", "json", "turtle", "ntriples", "jsonld", *HANDED_OVER, *OFFICE)

    def frame(self) -> Frame:
        """The answer as columns of plain Python values, without titles."""
        from strategigraf.render.frame import table_frame

        return table_frame(None, _table(self.value), self.language)

    def content(
        self,
        format_name: str = "",
        evidence: bool = False,
        sources: str | os.PathLike[str] | None = None,
        tell: ProgressCallback = no_progress,
    ) -> str | bytes:
        """The answer as text: a table in one of the first four of `formats`, triples in one of the next three (without
        one the first that fits), either in the others. Raises WrongValue where a format does not fit the answer."""
        return super().content(format_name)

    def pieces(
        self,
        format_name: str = "",
        evidence: bool = False,
        sources: str | os.PathLike[str] | None = None,
        tell: ProgressCallback = no_progress,
    ) -> str | bytes | Iterable[bytes]:
        """See Answer."""
        if format_name == "docx":
            from strategigraf.render.delimited import query_sheet
            from strategigraf.render.word import document

            return document([query_sheet(_table(self.value), self._store.prefixes)], self.language)
        if format_name in (*HANDED_OVER, *OFFICE):
            return super().pieces(format_name)
        from strategigraf.render.delimited import query_content

        return query_content(self.value, format_name or None, self._store.prefixes)

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """A table as one sheet; nothing for triples and a yes or no, which are text."""
        from strategigraf.render.delimited import query_sheet

        return [query_sheet(self.value, self._store.prefixes)] if isinstance(self.value, Table) else []

    def _dossier(self) -> "Dossier":
        from strategigraf.core.report import Dossier, Part

        nothing, title = Text("", ""), message("common.answer")
        table = _table(self.value)
        return Dossier("query", title, nothing, (Part("query", title, nothing, table.columns, table.rows),), {}, {})

    def to_rdflib(self) -> "RdflibGraph":
        """The triples of a CONSTRUCT or DESCRIBE as an `rdflib.Graph`. Raises WrongValue for another answer.

        >>> goals = "CONSTRUCT { ?g skos:prefLabel ?title } WHERE { ?g a sg:Goal ; skos:prefLabel ?title }"
        >>> len(sg.query(sg.open(), goals).to_rdflib())
        48
        """
        from strategigraf.render.frame import rdflib_graph

        if isinstance(self.value, Triples):
            return rdflib_graph(self.value)
        raise WrongValue(
            Text("Svaret er ikke en graf.", "The answer is not a graph."),
            Text("Brug CONSTRUCT eller DESCRIBE.", "Use CONSTRUCT or DESCRIBE."),
        )

    def __str__(self) -> str:
        return str(self.content()).rstrip("\n")

    def __bool__(self) -> bool:
        return not isinstance(self.value, Truth) or self.value.value

    def __repr__(self) -> str:
        if isinstance(self.value, Truth):
            return f"<{self.value.value}>"
        what = "triples" if isinstance(self.value, Triples) else "rows"
        return f"<{len(self)} {what}: {', '.join(self.frame().names)}>"

    def _repr_html_(self) -> str:
        from strategigraf.render.delimited import query_sheet
        from strategigraf.render.frame import MOST_ROWS, sheet_html

        table = _table(self.value)
        first = query_sheet(table._replace(rows=table.rows[:MOST_ROWS]), self._store.prefixes)
        return sheet_html(first, self.language, len(table.rows))


def _table(result: Found) -> Table:
    if isinstance(result, Table):
        return result
    if isinstance(result, Triples):
        return Table(tuple(map(Column, ("subject", "predicate", "object"))), result.triples)
    return Table((Column("answer"),), ((Literal(str(result.value).lower(), XSD + "boolean"),),))


def ask(
    graph: Graph, question: str, /, *, timeout: float | None = None, memory: int | None = None, **parameters: str | int
) -> TableAnswer:
    """The answer to *question*: a name of the catalogue with its *parameters*, or plain Danish or English words.

    Columns and order are those of the question (`questions(graph)` lists them); things have their titles beside them.
    Words are read whole or refused: `answer.value.heading` tells how they were read; `answer.question` and
    `answer.parameters` where that is a question of the catalogue. A parameter is typed as on the command line:
    `target="10.3"`. With *timeout* (seconds) or *memory* (mebibytes) a process of its own answers, which is ended
    beyond that. In a workspace with one strategy of its own a question of the catalogue is on this one, unless a
    parameter names another thing or `strategy="all"`.

    Raises UnknownQuestion, UnknownParameter and UnknownElement with the nearest names, QuestionUnsure for words that
    are not read, WrongValue, QueryTooHeavy.

    >>> g = sg.open(language="en")
    >>> answer = sg.ask(g, "Which initiatives serve sub-target 4.4?")
    >>> answer.question.name, answer.parameters
    ('initiatives-by-sdg-target', {'target': '4.4'})
    """

    graph.tell_hidden_questions()
    own = graph.narrowed()

    def answer(store: EmbeddedStore) -> TableAnswer:
        def limited() -> Store:
            from strategigraf.store.limit import Limit

            return graph.limited(store, Limit(timeout or None, memory or None))

        given = {name: str(value) for name, value in parameters.items()}
        paths = graph.workspace.query_files()
        word = " " not in question.strip()
        number = word and any(sign.isdigit() for sign in question) and question not in {path.stem for path in paths}
        if given or (word and not number):  # 3-1, 10.3 are asked about
            from strategigraf.ask.answer import ask

            chosen = find_question(question, paths)
            values = _of_own(chosen, given, own)
            table = ask(store, chosen, values, graph.language, limited)
            return TableAnswer(table, store, graph.language, chosen, values)
        from strategigraf.ask.reading import answered

        found = answered(store, question, list(map(read_question, paths)), graph.language, limited, own)
        graph.understood(found.reading, found.sparql)
        return TableAnswer(found.table, store, graph.language, found.question, found.values)

    return graph.use(answer)


def _of_own(question: Question, given: dict[str, str], own: Sequence[str]) -> dict[str, str]:
    """The parameters *given* and, where none of them names a thing of a strategy, the one strategy that is one's *own*;
    `all` as the strategy is none."""
    if given.get("strategy", "").casefold() in ("all", "alle"):
        return {name: value for name, value in given.items() if name != "strategy"}
    of_things = {parameter.name for parameter in question.parameters if parameter.kind.startswith((SG, "sg:"))}
    if len(own) != 1 or given.keys() & of_things or "strategy" not in {one.name for one in question.parameters}:
        return given
    return {**given, "strategy": own[0]}


def questions(graph: Graph) -> TableAnswer:
    """The questions of the catalogue by name: question, wording in the graph's language, parameters.

    Raises QuestionFile where one of them cannot be read.

    >>> sg.questions(sg.open(language="en"))["question"][0]
    'actors'
    """

    graph.tell_hidden_questions()

    def answer(store: Store) -> TableAnswer:
        from strategigraf.render.tables import table_sheet

        table = _question_table(map(read_question, graph.workspace.query_files()), graph.language)
        return SheetAnswer(table, table_sheet(store, table, graph.language), store, graph.language)

    return graph.use(answer)


def _question_table(questions: Iterable[Question], language: str) -> Table:
    """The questions by name: name, wording in *language*, parameters."""
    rows = tuple(
        (
            Literal(question.name),
            Literal(question.wording.in_language(language)),
            Literal(" ".join(f"--{parameter.name}" for parameter in question.parameters)),
        )
        for question in questions
    )
    return Table((Column("question"), Column("wording"), Column("parameters")), rows)


def query(
    graph: Graph, sparql: str, endpoint: str | None = None, timeout: float | None = None, memory: int | None = None
) -> QueryAnswer:
    """The answer to any SPARQL 1.1 query: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, yes or no of an ASK.

    Columns are as the query projects them, rows as it orders them, IRIs in full. Of an ASK `bool(answer)` tells. The
    usual prefixes need not be declared, nor those of the strategies: their names.
    With *endpoint* (an address) that SPARQL server is asked in place of the files, for 60 seconds unless *timeout* says
    otherwise. With *timeout* (seconds) or *memory* (mebibytes) a process of its own answers, which is ended beyond it.

    Raises QuerySyntax with line and column, QueryReachesOut for SERVICE or a change, QueryFailed where the query cannot
    be evaluated, QueryTooHeavy, StoreFailed for a server that gives no answer.

    >>> sg.query(sg.open(), "SELECT (COUNT(?g) AS ?goals) { ?g a <https://w3id.org/strategigraf/ns#Goal> }").records()
    [{'goals': 24}]
    """

    from strategigraf.store.limit import Limit, StoreWithin

    if endpoint is None and graph.endpoint is None:
        limit = Limit(timeout or None, memory or None)
        return graph.use(lambda store: QueryAnswer(graph.limited(store, limit).answer(sparql), store, graph.language))
    from strategigraf.store.endpoint import SECONDS

    limit = Limit(SECONDS if timeout is None else timeout or None, memory or None)
    server = StoreWithin(graph.remote(endpoint, timeout or None), limit)
    return QueryAnswer(server.answer(sparql), server, graph.language)


class KindsAnswer(TableAnswer):
    """The kinds there are: machines read their names and labels, people their labels alone."""

    def sheets(self, evidence: bool = False) -> Sequence[Sheet]:
        """The labels and numbers as one sheet."""
        from strategigraf.render.tables import table_sheet

        return [table_sheet(self._store, self._labels(), self.language)]

    def _labels(self) -> Table:
        """The table without the names, by label."""
        rows = sorted((row[1:] for row in self.value.rows), key=lambda row: natural(str(row[0] and row[0].value)))
        return Table(self.value.columns[1:], tuple(rows))

    def _dossier(self) -> "Dossier":
        from strategigraf.render.formats import of_table

        return of_table(self._store, self._labels())

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        from strategigraf.render.formats import sheet_content

        people = format_name in ("table", "markdown")
        return sheet_content(self.sheets()[0], format_name) if people else super()._content(format_name, evidence)


def list_things(graph: Graph, kind: str | None = None, strategies: Names = ()) -> TableAnswer:
    """The kinds there are (kind, label, count), or the things of *kind* (thing, notation, part_of) in the *strategies*
    (all without any), in reading order.

    Raises UnknownKind and UnknownStrategy with the nearest names.

    >>> len(sg.list_things(sg.open(), "goal", "midt-udviklingsplan-2023"))
    15
    """

    def answer(store: EmbeddedStore) -> TableAnswer:
        if kind is None:
            return KindsAnswer(kind_table(store, graph.language), store, graph.language)
        found = find_kind(store, kind)
        table = thing_table(store, found, strategies_named(store, strategies))
        if found.iri == SG + "Strategy" and graph.workspace.beneath:
            table = _with_layers(table, store, graph)
        return TableAnswer(table, store, graph.language)

    return graph.use(answer)


def _with_layers(table: Table, store: EmbeddedStore, graph: Graph) -> Table:
    """*table* of strategies with the layer in which each lies, those of the library and one's own by words."""
    workspace = graph.workspace
    words = {workspace.program_data: message("ask.layer.library"), workspace.data: message("ask.layer.own")}

    def layer(strategy: str) -> Literal:
        folder = workspace.layer_of(min(store.index.describing(strategy), key=len))
        return Literal(words[folder].in_language(graph.language) if folder in words else str(folder))

    rows = tuple((*row, layer(row[0].value) if row[0] else None) for row in table.rows)
    return Table((*table.columns, Column("layer")), rows)


# The lists of kinds and things.

_THING = Column("thing", titled=True)


def kind_table(store: Store, language: str) -> Table:
    """The kinds that have things, by name: kind, label in *language*, number of things."""
    columns = (Column("kind"), Column("label", own_title=texts("columns")["kind"]), Column("count"))
    rows = tuple(
        (Literal(kind.name), Literal(kind.label.in_language(language)), Literal(str(kind.things), XSD + "integer"))
        for kind in kinds(store)
        if kind.things
    )
    return Table(columns, rows)


def thing_table(store: Store, kind: Kind, strategies: Collection[str] = ()) -> Table:
    """The things of *kind*, in the *strategies* (all without any), in reading order: the thing, its notation, what it
    is part of; of a kind of values the values."""
    if kind.of_values:
        from strategigraf.matrix.matrix import things

        return Table((_THING,), tuple((Iri(value),) for value in things(store, kind, strategies)))
    classes = classes_of_kind(store, kind)
    table = store.table_of("ask/things", kind=classes, chosen=strategies or None, term=kind.term)
    rows = tuple(dict.fromkeys(row[:3] for row in table.rows))
    return Table((_THING, Column("notation"), Column("part_of", titled=True)), rows)
