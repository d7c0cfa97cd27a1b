"""The words for what options choose from: each value under its name, and under its Danish and English words."""

from collections.abc import Iterable

from strategigraf.values.hop import BASIS_LABELS
from strategigraf.values.text import Text

OPTION_WORDS = {
    **BASIS_LABELS,
    "da": Text("dansk", "Danish"),
    "en": Text("engelsk", "English"),
    "always": Text("altid", "always"),
    "auto": Text("automatisk", "automatic"),
    "never": Text("aldrig", "never"),
    "gaps": Text("huller", "gaps"),
    "unmarked": Text("uden mærke", "unmarked"),
    "marks": Text("mærker", "marks"),
    "differences": Text("forskelle", "differences"),
    "order": Text("rækkefølge", "order"),
    "title": Text("titel", "title"),
    "strategy": Text("strategi", "strategy"),
    "column": Text("kolonne", "column"),
    "structure": Text("struktur", "structure"),
    "completeness": Text("fuldstændighed", "completeness"),
    "reworded": Text("omformuleret", "reworded"),
    "moved": Text("flyttet", "moved"),
    "split": Text("delt", "split"),
    "merged": Text("samlet", "merged"),
    "removed": Text("fjernet", "removed"),
    "added": Text("tilføjet", "added"),
    "unchanged": Text("uændret", "unchanged"),
    "table": Text("tabel", "table"),
}


def option_value(written: str, choices: Iterable[str]) -> str | None:
    """The one of *choices* that *written* names: itself, or its Danish or English word, in any case; None without
    one."""
    wanted = " ".join(written.casefold().replace("-", " ").split())
    for choice in choices:
        words = OPTION_WORDS.get(choice, Text(choice, choice))
        if wanted in {choice.casefold(), words.da.casefold(), words.en.casefold()}:
            return choice
    return None


def listed_values(choices: Iterable[str]) -> Text:
    """*choices* to read in a remedy, the Danish word of each beside its name where there is one."""
    known = list(choices)
    danish = [
        f"{choice} ({OPTION_WORDS[choice].da})"
        if choice in OPTION_WORDS and OPTION_WORDS[choice].da != choice
        else choice
        for choice in known
    ]
    return Text(", ".join(danish), ", ".join(known))
