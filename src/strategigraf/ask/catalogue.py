"""The catalogue: which question is meant, and the lists of kinds and things."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from strategigraf.core.rdf import XSD, Iri, Literal
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.files.question import Question
from strategigraf.store.names import Kind, Names, classes_of_kind, find_kind, kinds, strategies_named
from strategigraf.store.sparql import Store

_THING = Column("thing", titled=True)


def kind_table(store: Store, language: str) -> Table:
    """The kinds that have things, by name: kind, label in *language*, number of things."""
    columns = (Column("kind"), Column("label"), Column("count"))
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


def question_table(questions: Iterable[Question], language: str) -> Table:
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


def listing_request(store: Store, kind: str | None, strategies: Names, language: str) -> Table:
    """The kinds, or the things of *kind* in the *strategies*. Raises UnknownKind, UnknownStrategy, WrongValue."""

    if kind is None:
        return kind_table(store, language)
    return thing_table(store, find_kind(store, kind), strategies_named(store, strategies))


def chosen_question(
    store: Store, asked: str, given: Mapping[str, str], paths: Sequence[Path]
) -> "tuple[Question, dict[str, str]]":
    """The question that *asked* means, a name or plain words, and the values for its parameters: those in the words,
    and over them those *given*. Raises UnknownQuestion, QuestionUnsure, QuestionFile."""
    from strategigraf.files.question import find_question, read_question

    if " " not in asked.strip():
        return find_question(asked, list(paths)), dict(given)
    from strategigraf.ask.understanding import understood

    question, found = understood(store, asked, [read_question(path) for path in paths])
    return question, found | dict(given)
