"""Pages as data: JSON, CSV, Turtle and JSON-LD."""

import json
from collections.abc import Iterable

from strategigraf.core.rdf import BASE, PREFIXES, SDG, Iri, of_data
from strategigraf.core.table import Triples
from strategigraf.files.turtle_format import format_statements
from strategigraf.render.delimited import graph_jsonld, result_csv
from strategigraf.site.facts import Statement
from strategigraf.site.page import Page

_FURTHER = {"qb": "http://purl.org/linked-data/cube#", "columns": BASE + "columns#"}


def content(page: Page, kind: str) -> bytes:
    """*page* as *kind* of data: `json`, `csv`, `ttl` or `jsonld`."""
    if kind == "json":
        record = page.record() if page.record else {}
        return (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode(
            "utf-8", "backslashreplace"
        )
    if kind == "csv":
        return result_csv(page.table()).encode("utf-8", "backslashreplace") if page.table else b""
    statements = list(dict.fromkeys(page.statements())) if page.statements else []
    if kind == "ttl":
        return format_statements(statements, _prefixes(statements)).encode("utf-8", "backslashreplace")
    return graph_jsonld(Triples(tuple(statements))).encode("utf-8", "backslashreplace")


def _prefixes(statements: Iterable[Statement]) -> dict[str, str]:
    """The prefixes of the house, and one for each strategy whose things are named."""
    found = {**PREFIXES, **_FURTHER}
    for statement in statements:
        for term in statement:
            if isinstance(term, Iri) and of_data(term.value) and not term.value.startswith(SDG):
                space = term.value[: term.value.rfind("/") + 1]
                name = space.rstrip("/").rpartition("/")[2]
                if space not in found.values() and name.replace("-", "a").isalnum() and not name[:1].isdigit():
                    found.setdefault(name, space)
    return found
