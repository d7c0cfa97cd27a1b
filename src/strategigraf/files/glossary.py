"""The glossary of a data folder: which English word stands for a Danish one in the words that editors write."""

import csv
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from strategigraf.values.errors import ReferenceNotRead
from strategigraf.values.text import Text

COLUMNS = ("da", "en", "allowed", "where", "note_da", "note_en")
_WHERE = ("titles", "all")
_DANISH = "(?:ernes|erne|erns|ers|ens|ets|enes|ene|nes|er|en|et|es|ne|te|de|e|s|t|d|r|n)?"
_ENGLISH = "(?:s['’]|['’]s|['’]|es|ed|s|d)?"


class Term:
    """One row: Danish words, the English one that stands for them, others that are allowed, and whether it holds for
    titles only. A word may end in `*`: it then begins a compound as well."""

    def __init__(self, danish: tuple[str, ...], english: str, allowed: tuple[str, ...], titles_only: bool) -> None:
        self.danish, self.english, self.allowed, self.titles_only = danish, english, allowed, titles_only

    def is_missed(self, text: Text) -> bool:
        """Whether the Danish of *text* has the term, inflected or not, and its English none of the words for it; the
        Danish word itself, quoted in the English, counts as one of them."""
        if not self._in_danish.search(text.da):
            return False
        return not (self._in_english.search(text.en) or self._in_danish.search(text.en))

    @cached_property
    def _in_danish(self) -> re.Pattern[str]:
        return _pattern(self.danish, _DANISH)

    @cached_property
    def _in_english(self) -> re.Pattern[str]:
        return _pattern((self.english, *self.allowed), _ENGLISH)


def read_glossary(path: Path) -> tuple[Term, ...]:
    """The rows of the table *path* (columns COLUMNS, several words in a cell with ` | ` between), in its order; none
    where there is no table.

    Raises ReferenceNotRead where columns or words are missing, or a term is not for titles or all.
    """
    if not path.is_file():
        return ()
    found = []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise _faulty(path, 1)
        for number, row in enumerate(reader, start=2):
            danish, allowed = _words(row["da"]), _words(row["allowed"])
            if not (danish and row["en"] and row["where"] in _WHERE and row["note_da"] and row["note_en"]):
                raise _faulty(path, number)
            found.append(Term(danish, row["en"], allowed, row["where"] == "titles"))
    return tuple(found)


def _words(cell: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (cell or "").split("|") if word.strip())


def _pattern(phrases: Iterable[str], ending: str) -> re.Pattern[str]:
    """Finds one of *phrases* as whole words, each with an *ending* or, where it ends in `*`, with any."""
    found = []
    for phrase in phrases:
        found.append("[ -]".join(_word(word, ending) for word in phrase.split()))
    return re.compile(rf"\b(?:{'|'.join(found)})(?!\w)", re.IGNORECASE)


def _word(word: str, ending: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    if ending == _ENGLISH and word.endswith("y"):
        return re.escape(word[:-1]) + "(?:y|ies)"
    return re.escape(word) + ending


def _faulty(path: Path, line: int) -> ReferenceNotRead:
    return ReferenceNotRead(
        Text(f"{path}:{line}: ordlisten kan ikke læses.", f"{path}:{line}: the glossary cannot be read."),
        Text(
            f"Skriv kolonnerne {', '.join(COLUMNS)}, og i where enten titles eller all. Kun allowed må være tom.",
            f"Write the columns {', '.join(COLUMNS)}, and titles or all in where. Only allowed may be empty.",
        ),
    )
