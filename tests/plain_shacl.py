"""What pySHACL says with no help: by all shapes, of all statements, the queries asked of rdflib."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from strategigraf.check.shapes import Result, by_pyshacl
from strategigraf.files import turtle
from strategigraf.files.turtle import Statement


def plain(statements: Iterable[Statement], shape_files: Sequence[Path]) -> set[Result]:
    """All that pySHACL reports on *statements* by the *shape_files*."""
    return by_pyshacl(statements, [told for path in shape_files for told in turtle.statements(path)])
