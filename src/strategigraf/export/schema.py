"""The schema: the tables, their columns, and what a row of each is."""

from typing import NamedTuple

VERSION = 1
TEXT, INTEGER, DECIMAL, TRUTH = "string", "int32", "float64", "bool"


class Field(NamedTuple):
    """A column: its name, its type, and whether every row has it."""

    name: str
    type: str = TEXT
    is_whole: bool = False


class Layout(NamedTuple):
    """A table: its name, which is that of its query; its columns, in the order of the query, and what one of its rows
    is, in English; of things of a `strategy` (which comes first, by its short name), or of all together."""

    name: str
    fields: tuple[Field, ...]
    row: str
    of_strategy: bool = True


def _fields(*told: str) -> tuple[Field, ...]:
    """Fields written `name`, `name:type`, with `!` behind where every row has it."""
    found = []
    for one in told:
        name, _, kind = one.rstrip("!").partition(":")
        found.append(Field(name, kind or TEXT, one.endswith("!")))
    return tuple(found)


TABLES = (
    Layout(
        "strategies",
        _fields("strategy_iri!", "title_da", "title_en", "owner", "start", "end"),
        "a strategy",
    ),
    Layout(
        "elements",
        _fields("element!", "kind!", "place:int32!", "number", "title_da", "title_en", "term", "part_of", "status",
                "responsible"),
        "an element; several where it has several wholes or responsible bodies: count distinct elements",
    ),
    Layout(
        "links",
        _fields("link!", "subject!", "predicate!", "object!", "basis!", "confidence:float64", "rationale_da",
                "rationale_en"),
        "a link, as the source or an editor makes it",
    ),
    Layout(
        "edges",
        _fields("subject!", "predicate!", "object!", "basis", "link"),
        "one step upwards; of the structure without basis and link",
    ),
    Layout(
        "claims",
        _fields("element!", "target!", "basis!", "link!"),
        "a mark: what an element contributes to, itself or (basis Inherited) through what it is part of",
    ),
    Layout(
        "quotes",
        _fields("bearer!", "quote!", "words!", "section!", "document!", "page:int32"),
        "a quote of an element or link (the bearer)",
    ),
    Layout(
        "alignments",
        _fields("alignment!", "mapping_set!", "subject!", "predicate!", "object!", "negative:bool!",
                "confidence:float64", "rationale_da", "rationale_en"),
        "an alignment, in the strategy of its subject, or of its object where that has no counterpart",
    ),
    Layout("targets", _fields("target!", "number!", "goal!", "title_da", "title_en"), "an SDG target", False),
)  # fmt: skip
