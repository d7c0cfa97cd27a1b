"""The tables beside the SDG register: the lexicon of its field and the labelled set of paraphrases."""

import csv
from pathlib import Path
from typing import NamedTuple

from strategigraf.files.workspace import program_folder
from strategigraf.values.errors import FilesNotFound
from strategigraf.values.text import Text


class LexiconRow(NamedTuple):
    """One concept with the words that mean it, by language; the concept `-` holds words that say nothing."""

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
            Text("Installer programmet igen.", "Install the program again."),
        ) from error
    return list(csv.DictReader(content.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
