"""The words for the values of options, and which value a written word means."""

from collections.abc import Iterable

from strategigraf.core.errors import nearest
from strategigraf.core.rdf import Labels, Text
from strategigraf.core.thread import BASIS_LABELS

OPTION_WORDS = Labels("options", (
    "da", "en", "always", "auto", "never", "gaps", "unmarked", "marks", "differences", "order", "title",
    "strategy", "column", "file", "data", "structure", "completeness", "reworded", "moved", "split", "merged", "removed",
    "added", "unchanged", "table", "short", "goals", "timeline", "sdgs", "consultation", "continuity",
    "comparison", "matrices", "method", "evidence",
))  # fmt: skip


# Their words before the glossary, which are still understood.
_FORMER_WORDS = Labels("options.former", (
    "gaps", "marks", "merged", "named", "removed", "split", "structure", "unmarked",
))  # fmt: skip


def _words_of(choice: str) -> Text:
    return BASIS_LABELS.get(choice) or OPTION_WORDS.get(choice) or Text(choice, choice)


def option_value(written: str, choices: Iterable[str]) -> str | None:
    """The one of *choices* that *written* names: itself, or its Danish or English word, in any case; None without
    one."""
    names = list(choices)
    if written in names:
        return written
    folded = _folded(" ".join(written.replace("-", " ").split()))
    for choice in names:
        words = (*_words_of(choice), *_FORMER_WORDS.get(choice, ()))
        if folded in map(_folded, (choice, *words)):
            return choice
    return None


def _folded(word: str) -> str:
    """*word* in small letters, the Danish ones as they are written without a Danish keyboard."""
    return word.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def nearest_values(written: str, choices: Iterable[str], most: int = 3) -> list[str]:
    """What *written* was likely meant to be: of *choices* and their Danish and English words the nearest, each choice
    once."""
    word_of: dict[str, str] = {}
    for choice in choices:
        for word in (choice, *_words_of(choice)):
            word_of.setdefault(word, choice)
    word_by_choice: dict[str, str] = {}
    for word in nearest(written, word_of, most=most):
        word_by_choice.setdefault(word_of[word], word)
    return list(word_by_choice.values())


def listed_values(choices: Iterable[str]) -> Text:
    """*choices* to read in a remedy, the Danish word of each beside its name where there is one."""
    names = list(choices)
    danish_words = [_words_of(choice).da for choice in names]
    danish_names = [
        choice if word == choice else f"{choice} ({word})" for choice, word in zip(names, danish_words, strict=True)
    ]
    return Text(", ".join(danish_names), ", ".join(names))
