"""The content of an answer to SPARQL in a format that fits it."""

from strategigraf.values.errors import WrongValue
from strategigraf.values.namespaces import short
from strategigraf.values.sheet import Sheet
from strategigraf.values.table import Answer, Table, Triples, Truth
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

OF_TABLES = ("table", "csv", "tsv", "json")
OF_GRAPHS = ("turtle", "ntriples", "jsonld")


def query_content(answer: Answer, format_name: str | None) -> str:
    """*answer* in the format, or without one as an aligned table or Turtle. Raises WrongValue where it does not fit."""
    from strategigraf.interchange.sheet_text import plain
    from strategigraf.interchange.sparql_result import (
        graph_jsonld,
        graph_ntriples,
        graph_turtle,
        result_csv,
        result_json,
        result_tsv,
    )

    chosen = format_name or ("turtle" if isinstance(answer, Triples) else "table")
    fitting = (
        OF_GRAPHS if isinstance(answer, Triples) else ("table", "json") if isinstance(answer, Truth) else OF_TABLES
    )
    if chosen not in fitting:
        raise WrongValue(
            Text(
                da=f"Formatet {chosen} passer ikke til dette svar.", en=f"The format {chosen} does not fit this answer."
            ),
            Text(da=f"Brug {', '.join(fitting)}.", en=f"Use {', '.join(fitting)}."),
        )
    if isinstance(answer, Triples):
        if chosen == "turtle":
            return graph_turtle(answer)
        return graph_ntriples(answer) if chosen == "ntriples" else graph_jsonld(answer)
    if chosen == "json":
        return result_json(answer)
    if isinstance(answer, Truth):
        return "true\n" if answer.value else "false\n"
    if chosen == "csv":
        return result_csv(answer)
    return result_tsv(answer) if chosen == "tsv" else plain(query_sheet(answer))


def query_sheet(table: Table) -> Sheet:
    """*table* for people, things by short name."""
    rows = tuple(
        tuple("" if v is None else short(v.value) if isinstance(v, Iri) else v.value for v in row) for row in table.rows
    )
    return Sheet(tuple(column.name for column in table.columns), rows)
