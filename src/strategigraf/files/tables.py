"""Small tables in text files: the glossary, what was left out of a text, the register of the SDGs."""

import csv
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import FilesNotFound, ReferenceNotRead
from strategigraf.core.rdf import Text
from strategigraf.files.workspace import program_folder

COLUMNS = ("da", "en", "allowed", "where", "note_da", "note_en")
_WHERE = ("titles", "all")
_DANISH = "(?:ernes|erne|erns|ers|ens|ets|enes|ene|nes|er|en|et|es|ne|te|de|e|s|t|d|r|n)?"
_ENGLISH = "(?:s['’]|['’]s|['’]|es|ed|s|d)?"


class Term:
    """One row: Danish words, the English one for them, others that are allowed, and whether it holds for
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
    terms = []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise _faulty(path, 1)
        for number, row in enumerate(reader, start=2):
            danish, allowed = _words(row["da"]), _words(row["allowed"])
            if not (danish and row["en"] and row["where"] in _WHERE and row["note_da"] and row["note_en"]):
                raise _faulty(path, number)
            terms.append(Term(danish, row["en"], allowed, row["where"] == "titles"))
    return tuple(terms)


def _words(cell: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (cell or "").split("|") if word.strip())


def _pattern(phrases: Iterable[str], ending: str) -> re.Pattern[str]:
    """Finds one of *phrases* as whole words, each with an *ending* or, where it ends in `*`, with any."""
    patterns = []
    for phrase in phrases:
        patterns.append("[ -]".join(_word(word, ending) for word in phrase.split()))
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


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


# What was left out of the data on purpose.


class Exclusion(NamedTuple):
    """Lines of the source text *file* that are in no quote, both ends inclusive and counted from 1, and why."""

    file: str
    first: int
    last: int
    reason: Text


def read_exclusions(path: Path) -> list[Exclusion]:
    """The rows of the table *path* (file, lines, reason_da, reason_en), in its order; none where there is no table.

    Raises ReferenceNotRead where a row has no reason or no line numbers.
    """
    if not path.is_file():
        return []
    exclusions = []
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter="\t"), start=2):
            first, _, last = (row["lines"] or "").partition("-")
            if not (first.isdigit() and (last or first).isdigit() and row["reason_da"] and row["reason_en"]):
                raise ReferenceNotRead(
                    Text(
                        f"{path}:{number}: linjer eller begrundelse mangler.",
                        f"{path}:{number}: lines or reason missing.",
                    ),
                    Text(
                        "Skriv fil, linjer (9 eller 9-15) og begrundelse.", "Write file, lines (9 or 9-15) and reason."
                    ),
                )
            reason = Text(row["reason_da"], row["reason_en"])
            exclusions.append(Exclusion(row["file"], int(first), int(last or first), reason))
    return exclusions


# The tables beside the SDG register.


class LexiconRow(NamedTuple):
    """One concept with the words that mean it, by language; the concept `-` holds words without a concept."""

    concept: str
    words: dict[str, tuple[str, ...]]


class Paraphrase(NamedTuple):
    """Words in *language* that mean the target with the number *target*."""

    target: str
    language: str
    words: str


def read_lexicon(folder: Path | None = None) -> tuple[LexiconRow, ...]:
    """The lexicon in *folder* (the program's ontology folder without one), in the order of the file.

    Raises FilesNotFound.
    """
    return tuple(
        LexiconRow(row["concept"], {language: tuple(row[language].split()) for language in ("da", "en")})
        for row in _rows(folder, "sdg-lexicon.tsv")
    )


def read_labelled(folder: Path | None = None) -> tuple[Paraphrase, ...]:
    """The labelled set in *folder* (the program's ontology folder without one), in the order of the file.

    Raises FilesNotFound.
    """
    return tuple(Paraphrase(row["target"], row["language"], row["words"]) for row in _rows(folder, "sdg-labelled.tsv"))


def _rows(folder: Path | None, name: str) -> list[dict[str, str]]:
    path = (folder or program_folder() / "ontology") / name
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FilesNotFound(
            Text(f"Filen {path} kan ikke læses.", f"The file {path} cannot be read."),
            Text("Installér programmet igen.", "Install the program again."),
        ) from error
    return list(csv.DictReader(content.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


_DELIMITERS = (",", ";", "\t", "|")


def delimiter_of(text: str) -> str:
    """The sign between the cells of the table *text*: the one that its first line has most of, outside of quotation
    marks; a comma where it has none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
