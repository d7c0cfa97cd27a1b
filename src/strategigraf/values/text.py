"""A text in Danish and English."""

from dataclasses import dataclass

LANGUAGES = ("da", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in both languages of the project."""

    da: str
    en: str

    def in_language(self, language: str) -> str:
        """The wording in *language* ("da" or "en"); Danish for anything else."""
        return self.en if language == "en" else self.da
