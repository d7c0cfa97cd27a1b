"""What is wrong with words that editors write in two languages: titles of something else, numbers, glossary."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from strategigraf.files.glossary import Term
from strategigraf.files.turtle import Statement
from strategigraf.values.finding import Severity
from strategigraf.values.namespaces import RDF, SG, SKOS
from strategigraf.values.term import Iri, Literal
from strategigraf.values.text import Text

_TITLE, _RATIONALE = SKOS + "prefLabel", SG + "rationale"
_LONG, _MUCH_LONGER = 20, 3  # characters from which a title can be too long for the other, and how many times as long
_NUMBER_WORDS = Text(
    "to tre fire fem seks syv otte ni ti elleve tolv", "two three four five six seven eight nine ten eleven twelve"
)  # not one: `en` and `et` are articles as well
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_ORDINAL = re.compile(r"(?<!\d)(?<!\d)(\d+)\. ?(?=[^\W\d_])")  # 2. halvår: English may say it in a word, or as a date
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")

SEVERITIES = {"title-twin": Severity.VIOLATION, "title-length": Severity.WARNING, "wording-number": Severity.VIOLATION,
              "wording-glossary": Severity.VIOLATION}  # fmt: skip
WORDING_RULES = {
    "title-twin": Text(
        "To sideordnede elementer har samme titel på det ene sprog og ikke på det andet. Ret den forkerte titel.",
        "Two neighbours have the same title in one language and not in the other. Correct the wrong title.",
    ),
    "title-length": Text(
        "Titlen er mere end tre gange så lang på det ene sprog. Ret den, så begge siger det samme.",
        "The title is more than three times as long in one language. Correct it so that both say the same.",
    ),
    "wording-number": Text(
        "Dansk og engelsk nævner ikke de samme tal. Ret det forkerte.",
        "Danish and English do not name the same numbers. Correct the wrong one.",
    ),
    "wording-glossary": Text(
        "Det engelske ord er ikke ordlistens for det danske. Brug ordlistens ord, eller ret data/glossary.tsv.",
        "The English word is not the one that the glossary has for the Danish. Use that one, or correct "
        "data/glossary.tsv.",
    ),
}


class Fault(NamedTuple):
    """A rule that is broken, the thing (an IRI) and what shows it."""

    rule: str
    thing: str
    detail: str


def wording_faults(statements: Iterable[Statement], glossary: Sequence[Term]) -> Iterator[Fault]:
    """The faults in the titles and rationales of one file, given as its *statements*, by the *glossary*.

    What is in one language only, or twice in one, is left to other rules.
    """
    told: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    families: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, verb, target in statements:
        if not isinstance(subject, Iri) or not isinstance(verb, Iri):
            continue
        if isinstance(target, Literal) and verb.value in (_TITLE, _RATIONALE):
            told[subject.value, verb.value][target.language].append(target.value)
        elif isinstance(target, Iri) and verb.value in (RDF + "type", SG + "partOf", SG + "inStrategy"):
            families[subject.value][verb.value] = target.value
    texts = {
        place: Text(by_language["da"][0], by_language["en"][0])
        for place, by_language in told.items()
        if len(by_language["da"]) == len(by_language["en"]) == 1
    }
    for (thing, kind), text in texts.items():
        yield from _faults(thing, text, kind == _TITLE, glossary)
    titles = {thing: text for (thing, kind), text in texts.items() if kind == _TITLE}
    elements = {thing: text for thing, text in titles.items() if SG + "inStrategy" in families[thing]}
    yield from _twins(elements, {thing: tuple(sorted(families[thing].items())) for thing in elements})


def rationale_faults(thing: str, rationale: Text, glossary: Sequence[Term]) -> Iterator[Fault]:
    """The faults in one *rationale*, which is that of *thing*."""
    yield from _faults(thing, rationale, False, glossary)


def _faults(thing: str, text: Text, is_title: bool, glossary: Sequence[Term]) -> Iterator[Fault]:
    shorter, longer = sorted(map(len, text))
    if is_title and longer >= _LONG and longer > _MUCH_LONGER * shorter:
        yield Fault("title-length", thing, _both(text))
    danish, english = _numbers(_ORDINAL.sub("", text.da), _NUMBER_WORDS.da), _numbers(text.en, _NUMBER_WORDS.en)
    if danish - english or english - danish - Counter(_ORDINAL.findall(text.da)):
        yield Fault("wording-number", thing, _both(text))
    for term in glossary:
        if (is_title or not term.titles_only) and term.is_missed(text):
            words = " | ".join((term.english, *term.allowed))
            yield Fault("wording-glossary", thing, f"{term.danish[0].rstrip('*')} = {words}: {_both(text)}")


def _twins(titles: dict[str, Text], families: dict[str, tuple[tuple[str, str], ...]]) -> Iterator[Fault]:
    """The things with the title of an earlier one of the same class and whole, in one language only."""
    for language in ("da", "en"):
        first: dict[tuple[object, str], str] = {}
        for thing, text in titles.items():
            words = " ".join(getattr(text, language).casefold().split())
            earlier = first.setdefault((families[thing], words), thing)
            other = titles[earlier]
            if (text.da.casefold() == other.da.casefold()) != (text.en.casefold() == other.en.casefold()):
                yield Fault("title-twin", thing, f"{_both(other)} / {_both(text)}")


def _numbers(text: str, words: str) -> Counter[str]:
    """The numbers of *text*, those in *words* (two and up) in figures."""
    names = {word: str(number) for number, word in enumerate(words.split(), start=2)}
    found = []
    for match in _NUMBER.findall(text.casefold()):
        if match[0].isdigit():
            found.append(re.sub("[.,]", "" if _THOUSANDS.fullmatch(match) else ".", match))
        elif match in names:
            found.append(names[match])
    return Counter(found)


def _both(text: Text) -> str:
    return f"“{text.da}” ‖ “{text.en}”"
