"""Rules that find faulty texts of the SDG register."""

import re
from collections.abc import Iterable

from strategigraf.values.text import Text

FAULTS = {
    "twice": Text(
        "Samme ordlyd står under to numre. Find ud af, hvilket den hører til.",
        "The same wording stands under two numbers. Find out to which it belongs.",
    ),
    "end": Text(
        "Ordlyden ender på et løst ciffer eller midt i et ord. Ret den efter sin kilde.",
        "The wording ends in a stray digit or in the middle of a word. Mend it by its source.",
    ),
    "numbers": Text(
        "Ordlyden har tal, som den engelske ikke har. Ret den efter sin kilde.",
        "The wording has numbers that the English one lacks. Mend it by its source.",
    ),
}


def faults(texts: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    """What is suspect in *texts* (code, language, wording): name of the fault, code, language and detail, by code.

    Decimal commas read as points, thousands without a sign between.
    """
    rows = sorted(texts)
    english = {code: wording for code, language, wording in rows if language == "en"}
    seen: dict[tuple[str, str], str] = {}
    found: list[tuple[str, str, str, str]] = []
    for code, language, wording in rows:
        key = (language, " ".join(wording.casefold().split()))
        if key in seen:
            found.append(("twice", code, language, seen[key]))
        seen.setdefault(key, code)
        if re.search(r"[a-z]\d$|[,;]\w{0,3}$", wording):
            found.append(("end", code, language, wording[-20:]))
        extra = _numbers(wording) - _numbers(english.get(code, wording))
        if extra:
            found.append(("numbers", code, language, ", ".join(sorted(extra))))
    return sorted(found, key=lambda fault: (fault[1], fault[0], fault[2]))


def _numbers(wording: str) -> set[str]:
    whole = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", wording)
    return {number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)*", whole)}
