"""Rules that find faulty texts of the SDG register."""

import re
from collections.abc import Iterable

from strategigraf.values.text import Text


def faults(texts: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str, Text]]:
    """What is suspect in *texts* (code, language, wording): rule, code, language and what is wrong, by code.

    The same wording under two codes, a wording that ends in a stray digit or looks cut off, and numbers in the Danish
    wording that the English one lacks (decimal commas read as points, thousands without a sign between).
    """
    rows = sorted(texts)
    english = {code: wording for code, language, wording in rows if language == "en"}
    seen: dict[tuple[str, str], str] = {}
    found: list[tuple[str, str, str, Text]] = []
    for code, language, wording in rows:
        key = (language, " ".join(wording.casefold().split()))
        if key in seen:
            other = seen[key]
            found.append(
                ("twice", code, language, _said(f"Samme ordlyd som {other}.", f"The same wording as {other}."))
            )
        seen.setdefault(key, code)
        if re.search(r"[a-z]\d$|[,;]\w{0,3}$", wording):
            found.append(("end", code, language, _said("Ordlyden ender forkert.", "The wording has a faulty end.")))
        extra = _numbers(wording) - _numbers(english.get(code, wording))
        if extra:
            numbers = ", ".join(sorted(extra))
            found.append(
                (
                    "numbers",
                    code,
                    language,
                    _said(f"Den engelske ordlyd har ikke {numbers}.", f"The English wording does not have {numbers}."),
                )
            )
    return sorted(found, key=lambda fault: (fault[1], fault[0], fault[2]))


def _said(da: str, en: str) -> Text:
    return Text(f"{da} Ret teksten efter sin kilde.", f"{en} Mend the text by its source.")


def _numbers(wording: str) -> set[str]:
    whole = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", wording)
    return {number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)*", whole)}
