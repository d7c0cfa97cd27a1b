"""Answers in the W3C's formats: SPARQL 1.1 results as JSON, CSV and TSV; graphs as Turtle, N-Triples and JSON-LD."""

import re
from typing import Any

from strategigraf.interchange.json_text import json_text
from strategigraf.values.inert import CONTROL, csv_line
from strategigraf.values.namespaces import PREFIXES
from strategigraf.values.table import Table, Triples, Truth
from strategigraf.values.term import LANG_STRING, XSD_STRING, Blank, Iri, Literal, Term


def result_json(answer: Table | Truth) -> str:
    """*answer* as SPARQL 1.1 Query Results JSON, variables in the order of the query."""
    if isinstance(answer, Truth):
        return json_text({"head": {}, "boolean": answer.value})
    names = [column.name for column in answer.columns]
    bindings = [
        {name: _json_term(value) for name, value in zip(names, row, strict=True) if value is not None}
        for row in answer.rows
    ]
    return json_text({"head": {"vars": names}, "results": {"bindings": bindings}})


def result_csv(table: Table) -> str:
    """*table* as SPARQL 1.1 Query Results CSV; a value that a spreadsheet would take for a formula is made inert."""
    lines = [[column.name for column in table.columns]]
    lines += [["" if value is None else _bare(value) for value in row] for row in table.rows]
    return "".join(map(csv_line, lines))


def result_tsv(table: Table) -> str:
    """*table* as SPARQL 1.1 Query Results TSV: terms as in Turtle, on one line."""
    lines = ["\t".join("?" + column.name for column in table.columns)]
    lines += ["\t".join("" if value is None else _turtle_term(value) for value in row) for row in table.rows]
    return "".join(line + "\n" for line in lines)


def graph_turtle(answer: Triples) -> str:
    """*answer* as Turtle in the house style."""
    from strategigraf.files.turtle_format import format_statements

    return format_statements(list(answer.triples), {})


def graph_ntriples(answer: Triples) -> str:
    """*answer* as N-Triples, sorted."""
    return "".join(sorted(f"{_turtle_term(s)} {_turtle_term(p)} {_turtle_term(o)} .\n" for s, p, o in answer.triples))


def graph_jsonld(answer: Triples) -> str:
    """*answer* as expanded JSON-LD, nodes and properties in order of their IRIs."""
    nodes: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, target in sorted(answer.triples, key=lambda t: [_turtle_term(x) for x in t]):
        node = nodes.setdefault(_node_id(subject), {})
        if (
            isinstance(predicate, Iri)
            and predicate.value == PREFIXES["rdf"] + "type"
            and not isinstance(target, Literal)
        ):
            node.setdefault("@type", []).append(_node_id(target))
        else:
            node.setdefault(predicate.value, []).append(_jsonld_value(target))
    return json_text([{"@id": name, **dict(sorted(properties.items()))} for name, properties in sorted(nodes.items())])


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype != XSD_STRING:
        found["datatype"] = term.datatype
    return found


def _bare(term: Term) -> str:
    return "_:" + term.value if isinstance(term, Blank) else term.value


def _turtle_term(term: Term) -> str:
    if isinstance(term, Iri):
        return f"<{term.value}>"
    if isinstance(term, Blank):
        return f"_:{term.value}"
    escaped = term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    escaped = CONTROL.sub(lambda match: f"\\u{ord(match[0]):04X}", escaped.replace("\t", "\\t"))
    escaped = re.sub(r"^[=+\-@]", lambda match: f"\\u{ord(match[0]):04X}", escaped)  # the same literal, but no formula
    if term.language:
        return f'"{escaped}"@{term.language}'
    return f'"{escaped}"' if term.datatype in (XSD_STRING, LANG_STRING) else f'"{escaped}"^^<{term.datatype}>'


def _node_id(term: Term) -> str:
    return "_:" + term.value if isinstance(term, Blank) else term.value


def _jsonld_value(term: Term) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": _node_id(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    return {"@value": term.value} if term.datatype == XSD_STRING else {"@type": term.datatype, "@value": term.value}
