"""`strategigraf query`: any SPARQL 1.1 query."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategigraf.faces import options
from strategigraf.faces.present import present_sheet
from strategigraf.faces.session import Session, deliver
from strategigraf.values.errors import FilesNotFound, WrongCommandLine, WrongValue
from strategigraf.values.table import Answer, Table, Triples, Truth
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.values.sheet import Sheet

_OF_TABLES = ("table", "csv", "tsv", "json")
_OF_GRAPHS = ("turtle", "ntriples", "jsonld")


@click.command("query")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("-e", "--expression", metavar="TEXT", help="The query itself.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint in place of the embedded store.")
@options.format_option((*_OF_TABLES, *_OF_GRAPHS), None)
@options.lang
@options.data
@options.output
def command(
    file: Path | None,
    expression: str | None,
    endpoint: str | None,
    format_name: str | None,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """Answer the SPARQL query in FILE (or - for stdin), or the one given with -e: SELECT, ASK, CONSTRUCT, DESCRIBE."""
    query = _query(file, expression)
    if endpoint is not None:
        from strategigraf.use.endpoint import RemoteStore

        answer: Answer = RemoteStore(endpoint).answer(query)
    else:
        answer = Session(data, lang).use(lambda store: store.answer(query))
    if isinstance(answer, Table) and format_name in (None, "table"):
        present_sheet(_sheet(answer), "table", output)
    else:
        deliver(_text(answer, format_name), output)


def _query(file: Path | None, expression: str | None) -> str:
    if (file is None) == (expression is None):
        raise WrongCommandLine(
            Text("Der skal være én forespørgsel.", "There must be one query."),
            Text("Giv enten FILE eller -e TEXT.", "Give either FILE or -e TEXT."),
        )
    if expression is not None:
        return expression
    assert file is not None
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FilesNotFound(
            Text(da=f"Forespørgslen {file} kan ikke læses.", en=f"The query {file} cannot be read."),
            Text(
                da="Kontrollér stien; filen skal være UTF-8. Selve forespørgslen gives med -e.",
                en="Check the path; the file must be UTF-8. The query itself is given with -e.",
            ),
        ) from error


def _text(answer: Answer, format_name: str | None) -> str:
    from strategigraf.interchange import sparql_result as result

    chosen = format_name or ("turtle" if isinstance(answer, Triples) else "table")
    fitting = (
        _OF_GRAPHS if isinstance(answer, Triples) else ("table", "json") if isinstance(answer, Truth) else _OF_TABLES
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
            return result.graph_turtle(answer)
        return result.graph_ntriples(answer) if chosen == "ntriples" else result.graph_jsonld(answer)
    if chosen == "json":
        return result.result_json(answer)
    if isinstance(answer, Truth):
        return "true\n" if answer.value else "false\n"
    return result.result_csv(answer) if chosen == "csv" else result.result_tsv(answer)


def _sheet(table: Table) -> "Sheet":
    from strategigraf.values.namespaces import short
    from strategigraf.values.sheet import Sheet
    from strategigraf.values.term import Iri

    rows = tuple(
        tuple("" if v is None else short(v.value) if isinstance(v, Iri) else v.value for v in row) for row in table.rows
    )
    return Sheet(tuple(column.name for column in table.columns), rows)
