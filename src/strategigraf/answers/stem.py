"""Stems: Danish and English words without their inflection, lightly, so that a reader can follow each step."""

from functools import cache

_LEAST = 3  # letters that a stem keeps
_DANISH = """
elsernes elserne elsens elsers elsen elser else ningernes ningerne ningens ningen ninger ning ingernes ingerne ingens
ingen inger ing ernes erne endes ende edes ede enes ene erens eren eres ere ers ens ets est et en er es e s
"""
_ENGLISH = "nesses ness ings ing edly ed ers er ies es ly s e"
_ENDINGS = {"da": _DANISH, "en": _ENGLISH}


@cache
def stem(word: str, language: str) -> str:
    """*word*, in small letters, without the longest ending of *language* that leaves three letters or more; a doubled
    consonant at the end of what is left counts once, an English `y` as `i`, a Danish neuter `-igt` as `-ig`."""
    if language == "da" and word.endswith("igt"):
        word = word[:-1]
    left = word
    for ending in _ENDINGS[language].split():
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            left = word[: -len(ending)] + ("i" if ending == "ies" else "")
            break
    if len(left) > _LEAST and left[-1] == left[-2] and left[-1] not in "aeiouyæøå":
        left = left[:-1]
    if language == "en" and len(left) > _LEAST and left.endswith("y"):
        left = left[:-1] + "i"
    return left
