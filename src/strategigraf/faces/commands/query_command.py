"""`strategigraf query`: any SPARQL 1.1 query."""

import sys
from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import present_sheet
from strategigraf.faces.session import Session, deliver
from strategigraf.values.errors import FilesNotFound, WrongCommandLine
from strategigraf.values.table import Answer, Table
from strategigraf.values.text import Text

_OF_TABLES = ("table", "csv", "tsv", "json")
_OF_GRAPHS = ("turtle", "ntriples", "jsonld")


@click.command("query")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("-e", "--expression", metavar="TEXT", help="The query itself.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint in place of the embedded store.")
@options.limits
@options.format_option((*_OF_TABLES, *_OF_GRAPHS), None)
@options.lang
@options.data
@options.output
def command(
    file: Path | None,
    expression: str | None,
    endpoint: str | None,
    timeout: float,
    memory: int,
    format_name: str | None,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """Answer the SPARQL query in FILE (or - for stdin), or the one given with -e: SELECT, ASK, CONSTRUCT, DESCRIBE."""
    from strategigraf.use.limit import Limit, StoreWithin

    query = _query(file, expression)
    limit = Limit(timeout or None, memory or None)
    if endpoint is not None:
        from strategigraf.use.endpoint import RemoteStore

        answer: Answer = StoreWithin(RemoteStore(endpoint, limit.seconds), limit).answer(query)
    else:
        answer = Session(data, lang).use(lambda store: StoreWithin(store, limit).answer(query))
    from strategigraf.interchange.query_content import query_content, query_sheet

    if isinstance(answer, Table) and format_name in (None, "table"):
        present_sheet(query_sheet(answer), "table", output)
    else:
        deliver(query_content(answer, format_name), output)


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
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FilesNotFound(
            Text(da=f"Forespørgslen {file} kan ikke læses.", en=f"The query {file} cannot be read."),
            Text(
                da="Kontrollér stien; filen skal være UTF-8. Selve forespørgslen gives med -e.",
                en="Check the path; the file must be UTF-8. The query itself is given with -e.",
            ),
        ) from error
