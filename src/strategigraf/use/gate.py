"""The gate: a fast SHACL engine that says which data certainly break no rule, so that pySHACL need not look at them.

The only module that knows `shacl`, an optional extra. What the gate reports is never shown; pySHACL's report is the
reference, and the gate is trusted only with literals that both are known to read alike (decision 12).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from strategigraf.files import turtle
from strategigraf.values.errors import EngineMissing
from strategigraf.values.extra import installing
from strategigraf.values.namespaces import SGSH
from strategigraf.values.term import XSD
from strategigraf.values.text import Text

_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"?(\^\^<[^<>"\s]*>|\^\^)?')
_READ_ALIKE = {
    XSD + "string": re.compile(r".*"),
    XSD + "decimal": re.compile(r"-?(0|[1-9][0-9]{0,8})([.][0-9]{1,8})?"),
    XSD + "gYear": re.compile(r"[0-9]{4}"),
    XSD + "gYearMonth": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    XSD + "date": re.compile(r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "anyURI": re.compile(r"\S+"),
}


ENGINES = ("auto", "gate", "pyshacl")


def has_gate(engine: str) -> bool:
    """Whether *engine*, one of ENGINES, is to use the gate. Raises EngineMissing where it must and cannot."""
    from importlib.util import find_spec

    there = find_spec("shacl") is not None
    if engine == "gate" and not there:
        raise EngineMissing(
            Text("Porten før pySHACL er ikke installeret.", "The gate before pySHACL is not installed."),
            Text(
                f"Installer den med {installing('fast').da}, eller brug --engine pyshacl.",
                f"Install it with {installing('fast').en}, or use --engine pyshacl.",
            ),
        )
    return there and engine != "pyshacl"


class Report(NamedTuple):
    """What the gate found wrong: the name of the rule (empty where it has none), the IRIs of the focus node and of the
    value (empty where there is none or it is no IRI)."""

    rule: str
    focus: str
    value: str


class Gate:
    """The shapes of *shape_files*, compiled once. Raises ImportError where the extra is not installed."""

    def __init__(self, shape_files: Iterable[Path]) -> None:
        import shacl

        triples = turtle.ntriples(statement for path in shape_files for statement in turtle.statements(path))
        self._shapes = shacl.Shapes.from_text(triples.decode(), format="ntriples")
        if not len(self._shapes):
            raise ValueError("no shapes")

    def reports(self, ntriples: bytes) -> list[Report] | None:
        """Everything that breaks a rule in the data *ntriples*; None where the gate is not to be trusted with them, or
        finds something at a node that is no IRI and cannot be told from others."""
        text = ntriples.decode("utf-8")
        for lexical, datatype in {found for found in _LITERAL.findall(text) if found[1]}:
            form = _READ_ALIKE.get(datatype[3:-1])
            if form is None or not form.fullmatch(lexical):
                return None
        try:
            results = self._shapes.validate_text(text, format="ntriples").results
        except BaseException as error:  # the engine's own panics derive from nothing narrower
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            return None
        if any(_is_no_iri(result.focus_node) or _is_blank(result.value) for result in results):
            return None
        return [
            Report(_iri(result.source_shape).removeprefix(SGSH), _iri(result.focus_node), _iri(result.value))
            for result in results
        ]


def _is_no_iri(node: object) -> bool:
    return not str(node).startswith("<")


def _is_blank(node: object) -> bool:
    return str(node or "").startswith("_:")


def _iri(node: object) -> str:
    text = str(node or "")
    return text[1:-1] if text.startswith("<") else ""
