"""Invented Danish: sentences, headings and short titles with their English, drawn from a seeded generator."""

from random import Random
from typing import NamedTuple

_DOERS = {
    "kommunen": "the municipality", "skolerne": "the schools", "borgerne": "the citizens", "familierne": "the families",
    "plejehjemmene": "the care homes", "virksomhederne": "the companies", "de frivillige": "the volunteers",
    "biblioteket": "the library", "daginstitutionerne": "the day-care centres", "de unge": "the young",
    "forvaltningen": "the administration",
}  # fmt: skip
_DEEDS = {
    "styrker": "strengthen", "udvikler": "develop", "afprøver": "try out", "gentænker": "rethink",
    "udbygger": "extend", "samordner": "coordinate", "forenkler": "simplify",
    "fastholder": "keep up", "åbner": "open up", "følger": "follow",
}  # fmt: skip
_QUALITIES = {
    "fælles": "shared", "grønne": "green", "tidlige": "early", "digitale": "digital", "lokale": "local",
    "trygge": "safe", "sammenhængende": "coherent", "forebyggende": "preventive",
    "åbne": "open", "bæredygtige": "sustainable",
    "helhedsorienterede": "holistic", "rummelige": "inclusive", "nære": "close", "levende": "living",
}  # fmt: skip
_FIRST = {
    "by": "town", "fjord": "fjord", "skole": "school", "sundheds": "health", "natur": "nature", "klima": "climate",
    "vand": "water", "bolig": "housing", "kultur": "culture", "idræts": "sports", "trafik": "traffic",
    "energi": "energy", "ungdoms": "youth", "børne": "child", "ældre": "elderly", "nabo": "neighbour", "skov": "forest",
    "kyst": "coast", "marked": "market", "værksteds": "workshop", "sprog": "language",
    "rekrutterings": "recruitment",
}  # fmt: skip
_SECOND = {
    "indsatser": "efforts", "fællesskaber": "communities", "planer": "plans", "tilbud": "services",
    "netværk": "networks", "samarbejder": "partnerships", "forløb": "courses",
    "mødesteder": "meeting places", "rammer": "settings",
    "løsninger": "solutions", "aftaler": "agreements", "uddannelser": "training", "råd": "councils",
}  # fmt: skip
_ENDS = (
    "i hele kommunen", "sammen med naboerne", "på tværs af fagområder", "inden for den afsatte ramme", "året rundt",
    "i tæt dialog med de pårørende", "hvor det gør størst forskel", "med afsæt i den enkeltes ønsker", "fra første dag",
    "så færre står alene", "for at sikre lige muligheder", "og måler virkningen hvert år", "jf. den politiske aftale",
)  # fmt: skip


class Phrase(NamedTuple):
    """A sentence or a title in Danish, and what it says in English."""

    da: str
    en: str


def title(random: Random) -> Phrase:
    """A short title: two or three words."""
    quality, second = random.choice(list(_QUALITIES)), random.choice(list(_SECOND))
    first = random.choice(list(_FIRST))
    english = f"{_QUALITIES[quality].capitalize()} {_FIRST[first]} {_SECOND[second]}"
    return Phrase(f"{quality.capitalize()} {first}{second}", english)


def sentence(random: Random) -> Phrase:
    """A sentence of a plan, 60 to 160 characters."""
    who, deed = random.choice(list(_DOERS)), random.choice(list(_DEEDS))
    quality, second, first = random.choice(list(_QUALITIES)), random.choice(list(_SECOND)), random.choice(list(_FIRST))
    shape = random.randrange(4)
    thing = f"{quality} {first}{second}"
    if shape == 0:
        words = f"{who.capitalize()} {deed} {thing} {random.choice(_ENDS)}."
    elif shape == 1:
        words = f"Vi {deed} {thing} for {who} og {random.choice(list(_DOERS))} {random.choice(_ENDS)}."
    elif shape == 2:
        other = f"{random.choice(list(_FIRST))}{random.choice(list(_SECOND))}"
        words = f"Derfor {deed} vi {thing} og {other} {random.choice(_ENDS)} {random.choice(_ENDS)}."
    else:
        year, count = random.randrange(2024, 2040), random.randrange(2, 900)
        words = f"I {year} har {who} mindst {count} {thing} {random.choice(_ENDS)}."
    return Phrase(words, f"{_DEEDS[deed].capitalize()} {_QUALITIES[quality]} {_SECOND[second]}")


class Text:
    """A source text in the making: headings, sentences that are never twice the same, and where each stands."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._lines: list[str] = []
        self._said: set[str] = set()
        self.section = ""

    def heading(self, words: str, depth: int = 2) -> None:
        """A heading under which what follows stands."""
        self.section = words
        self._lines.append(f"\n{'#' * depth} {words}\n")

    def say(self, words: str | None = None, bullet: bool = False) -> Phrase:
        """A new sentence (or *words*) in the text, now and then with the scars of a PDF: broken lines, soft hyphens."""
        phrase = Phrase(words, words) if words else sentence(self._random)
        while phrase.da in self._said:
            phrase = sentence(self._random)
        self._said.add(phrase.da)
        self._lines.append(("- " if bullet else "") + self._scarred(phrase.da))
        return phrase

    def filler(self, sentences: int) -> None:
        """A paragraph that nothing rests on."""
        paragraph: list[str] = []
        while len(paragraph) < sentences:
            words = sentence(self._random).da
            if words not in self._said:
                self._said.add(words)
                paragraph.append(words)
        self._lines.append(" ".join(paragraph))

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"

    def _scarred(self, words: str) -> str:
        scar = self._random.randrange(40)
        middle = words.find(" ", len(words) // 2)
        if scar == 0:
            return words[:middle] + "\n" + words[middle + 1 :]
        if scar == 1:
            return words[:middle] + "  " + words[middle + 1 :]
        if scar == 2:
            return words[: middle - 2] + "\u00ad" + words[middle - 2 :]
        return f"**{words}**" if scar == 3 else words
