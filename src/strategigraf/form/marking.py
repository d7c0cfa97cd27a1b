"""A copy of a form that came back, with the cells marked that cannot be taken."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from strategigraf.accept.decisions import Conflict, Problem
from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import message
from strategigraf.core.text import installing

_PLACE = re.compile(r"(.+)!([A-Z]{1,3})([0-9]{1,7})")


def marked_copy(path: Path, problems: Iterable[Problem], conflicts: Iterable[Conflict], language: str) -> bytes:
    """The workbook *path* with a colour and a comment in *language* at each cell that *problems* and *conflicts* name.
    Raises LibraryMissing without the package that changes workbooks."""
    try:
        from openpyxl import load_workbook
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill
    except ImportError as error:
        raise LibraryMissing(message("form.no-library"), installing("form")) from error
    said: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        _note(said, problem.place, f"{problem.message.in_language(language)} {problem.remedy.in_language(language)}")
    for one in conflicts:
        values = {"base": one.base or "–", "theirs": one.theirs or "–", "now": one.now or "–"}
        _note(said, one.place, message("form.conflict", **values).in_language(language))
    book = load_workbook(path)
    colour = PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE")
    for (sheet, cell), texts in said.items():
        if sheet in book.sheetnames:
            target = book[sheet][cell]
            if hasattr(target, "comment") and target.__class__.__name__ == "Cell":
                target.fill = colour
                target.comment = Comment("\n".join(texts)[:2000], "strategigraf", height=140, width=360)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _note(said: dict[tuple[str, str], list[str]], place: str, text: str) -> None:
    if match := _PLACE.match(place):
        said.setdefault((match[1], f"{match[2]}{match[3]}"), []).append(text)
