"""What is wrong with named links: that no word of the one passage stands in the other (decision 33)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import product

from strategigraf.files.turtle import Statement
from strategigraf.use.validation import Rule
from strategigraf.values.finding import Severity
from strategigraf.values.namespaces import PREFIXES, RDF, SG
from strategigraf.values.text import Text

_OA = PREFIXES["oa"]
_READ = {RDF + "subject", RDF + "object", SG + "basis", SG + "evidence", _OA + "hasSelector", _OA + "exact"}
_LETTERS = 5  # that two forms of a word share
_WORD = re.compile(r"[^\W\d_]{4,}|\b[A-ZÆØÅ]{2,3}\b")
_SMALL = """
alle andre blandt blev blive bliver denne deres derfor dette disse efter eller enkelte flere fortsat gennem have hele
hver hvert ikke inden især jeres kunne lige ligeledes mange mellem mere mest måtte også over samme samt skal skulle
sammen store således under vores være været about also been each from have into more most other ours over shall some
such than that their them there these they this through under what when where which will with would your
"""
_SMALL_WORDS = frozenset(_SMALL.split())

NAMING_RULE = Rule(
    "naming-without-words",
    Severity.VIOLATION,
    Text(
        "Forbindelsen er navngivet, men de to steder har intet ord til fælles. Vælg de citater, der nævner det samme, "
        "eller skriv sg:Interpreted med sg:rationale og sg:confidence.",
        "The link is named, but the two passages share no word. Choose the quotes that name the same, or write "
        "sg:Interpreted with sg:rationale and sg:confidence.",
    ),
)


def wordless(statements: Iterable[Statement], own: Collection[str]) -> Iterator[str]:
    """Those of the things *own* (IRIs) that are named links with quotes on both sides which share no word, in order.

    *statements* have the links, both ends and the quotes. A quote is on the side of the object where it is evidence of
    it, else on that of the subject. A word of five letters or more is shared where the other side has its first five
    letters, one of four where a word of the other side begins or ends with it: inflection and compounds do not matter.
    Of shorter words only abbreviations in capitals count, and only where both sides write them so.
    """
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, verb, target in statements:
        if verb.value in _READ:
            told[thing.value][verb.value].append(target.value)
    for link in sorted(own):
        about = told.get(link)
        if about is None or SG + "Named" not in about[SG + "basis"] or not about[RDF + "object"]:
            continue
        of_object = set(told[about[RDF + "object"][0]][SG + "evidence"])
        of_subject = {quote for subject in about[RDF + "subject"] for quote in told[subject][SG + "evidence"]}
        evidence = about[SG + "evidence"]
        left = [quote for quote in evidence if quote not in of_object]
        right = [quote for quote in evidence if quote in of_object]
        if not right:
            left, right = [q for q in evidence if q in of_subject], [q for q in evidence if q not in of_subject]
        sides = [{word for quote in side for word in _words(told, quote)} for side in (left, right)]
        if all(sides) and not any(_alike(one, other) for one, other in product(*sides)):
            yield link


def _words(told: dict[str, dict[str, list[str]]], quote: str) -> set[str]:
    texts = [text for selector in told[quote][_OA + "hasSelector"] for text in told[selector][_OA + "exact"]]
    return {word.casefold() for text in texts for word in _WORD.findall(text)} - _SMALL_WORDS


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _LETTERS - 1:
        return short == long
    if len(short) < _LETTERS:
        return long.startswith(short) or long.endswith(short)
    return one[:_LETTERS] in other or other[:_LETTERS] in one
