"""What there is: the kinds, the things of a kind, the questions of the catalogue."""

from collections.abc import Collection, Iterable

from strategigraf.answers.kind import Kind, kinds
from strategigraf.files.question import Question
from strategigraf.use.store import Store
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import SG
from strategigraf.values.table import Column, Table
from strategigraf.values.term import XSD, Iri, Literal

_THINGS = """
PREFIX sg: <{0}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?notation ?part_of ?strategy WHERE {{
  VALUES ?strategy {{ {2} }}
  {1} {4}
  {3} {{ ?thing sg:inStrategy ?strategy }}
  OPTIONAL {{ ?thing skos:notation ?notation }}
  OPTIONAL {{ ?thing sg:partOf|skos:broader ?part_of }}
  OPTIONAL {{ ?thing sg:order ?order }}
}}
ORDER BY ?strategy ?order ?thing"""

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
        from strategigraf.answers.matrix import things

        return Table((_THING,), tuple((Iri(value),) for value in things(store, kind, strategies)))
    bound = iri_list(strategies) or "UNDEF"
    needed = "" if strategies else "OPTIONAL"
    called = f'?thing sg:localTerm "{kind.local_term}"@da .' if kind.local_term else ""
    table = store.select(_THINGS.format(SG, kind.pattern, bound, needed, called))
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
