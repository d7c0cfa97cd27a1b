"""What is wrong with the words of editors: templates in rationales, the glossary, named links whose passages share
no word.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from strategigraf.check.rules import Rule
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.policy import Finding, Severity
from strategigraf.core.rdf import PREFIXES, RDF, SG, SKOS, Iri, Literal, Text, short
from strategigraf.files.normal_form import normalise
from strategigraf.files.sssom import Alignment
from strategigraf.files.tables import Term
from strategigraf.files.turtle import Statement

# What is wrong with named links.

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
        "Relationen har grundlaget »omtalt andetsteds«, men tekststederne har intet ord til fælles. Vælg"
        " andre citater, "
        "eller skriv sg:Interpreted med sg:rationale og sg:confidence.",
        "The basis of the link is “mentioned elsewhere”, but the two passages share no word. Choose other"
        " quotes, or write "
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


RATIONALE_RULE = "rationale-template"
MESSAGE = Text(
    "Begrundelsen er den samme som en anden, bortset fra navne, titler og tal. Skriv ud fra begge tekststeder,"
    " hvorfor netop denne relation holder.",
    "The rationale is the same as another apart from names, titles and numbers. Write from both passages why"
    " this very link holds.",
)
_ENDS = {RDF + "subject": 0, RDF + "object": 1, SG + "justifies": 0}
_KINDS = {SG + "Link", SG + "Justification"}
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”|«[^«»]*»|»[^«»]*«')
_BLANK = "…"


class Reason(NamedTuple):
    """A rationale in one language: what it explains, the things it joins (one where it says that something has no
    counterpart or is justified), and its words."""

    thing: str
    ends: tuple[str, ...]
    language: str
    words: str


Titles = Callable[[str], Sequence[str]]


def reasons_of_statements(statements: Iterable[Statement]) -> list[Reason]:
    """The rationales of the links and justifications among *statements*, in their order."""
    kinds: dict[str, set[str]] = defaultdict(set)
    ends: dict[str, dict[int, str]] = defaultdict(dict)
    told: list[tuple[str, Literal]] = []
    for subject, verb, target in statements:
        if verb.value == RDF + "type":
            kinds[subject.value].add(target.value)
        elif verb.value in _ENDS and isinstance(target, Iri):
            ends[subject.value][_ENDS[verb.value]] = target.value
        elif verb.value == SG + "rationale" and isinstance(target, Literal):
            told.append((subject.value, target))
    return [
        Reason(thing, tuple(ends[thing].values()), words.language, words.value)
        for thing, words in told
        if kinds[thing] & _KINDS
    ]


def reasons_of_rows(rows: Iterable[Alignment]) -> list[tuple[Reason, int]]:
    """The rationales of the *rows* of a mapping set, each with its line."""
    found = []
    for row in rows:
        ends = tuple(end for end in (row.subject, row.object) if end != NO_TERM)
        for language, words in (("da", row.rationale.da), ("en", row.rationale.en)):
            found.append((Reason(ends[0], ends, language, words), row.line))
    return found


def repeated(reasons: Sequence[Reason], titles: Titles) -> Iterator[int]:
    """The places in *reasons* of those whose template others have as well, once for each thing and its ends.

    Two rationales on the same things (a match and a continuation of one pair) may be the same.
    """
    templates = [template(reason, titles) for reason in reasons]
    sharing: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for reason, words in zip(reasons, templates, strict=True):
        sharing[reason.language, words].add(reason.ends)
    told: set[tuple[str, tuple[str, ...]]] = set()
    for place, (reason, words) in enumerate(zip(reasons, templates, strict=True)):
        if words and len(sharing[reason.language, words]) > 1 and (reason.thing, reason.ends) not in told:
            told.add((reason.thing, reason.ends))
            yield place


def template(reason: Reason, titles: Titles) -> str:
    """The words of *reason* without what a template is filled with: quoted words, the titles of its ends, a label
    before a colon, names (a capital within the sentence) and numbers; empty where there are no others.

    Where something has no counterpart, the words that were looked for count, so the rationale is its own template.
    """
    words = normalise(reason.words).strip()
    if len(reason.ends) == 1:
        return words.casefold()
    head = words[:1]
    words = _QUOTED.sub(_BLANK, words)
    for title in sorted((normalise(title) for end in reason.ends for title in titles(end)), key=len, reverse=True):
        words = _without(words, title)
    label, colon, rest = words.partition(":")
    if colon and len(label.split()) <= 4 and not set(label) & set(".;!?"):
        words = f"{_BLANK} {rest}"
    kept: list[str] = []
    begins = words.startswith(head)
    for word in words.split():
        bare = word.strip("\"'“”«»()[],;:.!?")
        filled = not bare or any(map(str.isdigit, bare)) or (not begins and bare[:1].isupper()) or _BLANK in bare
        if not filled:
            kept.append(bare.casefold())
        elif kept[-1:] != [_BLANK]:
            kept.append(_BLANK)
        begins = word.endswith((".", "!", "?"))
    return " ".join(kept) if set(kept) - {_BLANK} else ""


def statement_findings(
    path: Path, statements: Iterable[Statement], titles: Titles, line: Callable[[str], int]
) -> Iterator[Finding]:
    """The rationales of the file *path* with *statements* that are templates, *line* giving that of a thing."""
    reasons = reasons_of_statements(statements)
    for place in repeated(reasons, titles):
        yield _finding(path, reasons[place], line(reasons[place].thing))


def row_findings(path: Path, rows: Iterable[Alignment], titles: Titles) -> Iterator[Finding]:
    """The rationales in the *rows* of the mapping set *path* that are templates."""
    reasons = reasons_of_rows(rows)
    for place in repeated([reason for reason, _ in reasons], titles):
        yield _finding(path, *reasons[place])


def _finding(path: Path, reason: Reason, line: int) -> Finding:
    return Finding(
        RATIONALE_RULE, Severity.VIOLATION, str(path), line, short(reason.thing), MESSAGE, f"“{reason.words}”"
    )


def _without(words: str, title: str) -> str:
    """*words* with a blank for each place where *title* stands, in large or small letters."""
    if not title.strip():
        return words
    found, folded, begun = [], title.casefold(), 0
    low = words.casefold()
    if len(low) != len(words):  # letters that fold to two keep their places only unfolded
        low, folded = words, title
    while (at := low.find(folded, begun)) >= 0:
        found.append(words[begun:at] + _BLANK)
        begun = at + len(folded)
    return "".join([*found, words[begun:]])


# What is wrong with words that editors write in two languages.

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
        "To naboelementer har samme titel på det ene sprog, men ikke på det andet. Ret den forkerte titel.",
        "Two neighbouring elements have the same title in one language but not in the other. Correct the wrong title.",
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
        "Det engelske ord svarer ikke til ordlisten. Brug ordlistens ord, eller ret data/glossary.tsv.",
        "The English word differs from the one that the glossary has for the Danish. Use that one, or correct "
        "data/glossary.tsv.",
    ),
}


TRANSLATION_RULE = Rule(
    "translation-missing",
    Severity.INFO,
    Text(
        "Teksten mangler på et af arbejdsområdets sprog. Den vises på det andet; tilføj den, hvis den skal oversættes.",
        "The text is missing in a language of the workspace. It is shown in the other one; add it if it is to be"
        " translated.",
    ),
)
_TRANSLATED = (SKOS + "prefLabel", SG + "rationale", SG + "unit")


def untranslated(statements: Iterable[Statement], languages: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    """The titles, rationales and units among the *statements* that are in some languages, but not in all *languages*:
    the thing (IRI), the property (IRI), and the languages that are missing, in order."""
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, verb, target in statements:
        if isinstance(subject, Iri) and verb.value in _TRANSLATED and isinstance(target, Literal) and target.language:
            told[subject.value, verb.value].add(target.language)
    for (thing, property_), known in sorted(told.items()):
        if missing := [language for language in languages if language not in known]:
            yield thing, property_, missing


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
