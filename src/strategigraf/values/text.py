"""A text in Danish and English."""

from typing import NamedTuple

LANGUAGES = ("da", "en")


class Text(NamedTuple):
    """One statement in both languages of the project."""

    da: str
    en: str

    def in_language(self, language: str) -> str:
        """The wording in *language* ("da" or "en"); Danish for anything else."""
        return self.en if language == "en" else self.da
