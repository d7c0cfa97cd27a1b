"""Commitment: which modal verbs a sentence has, and whether it is the organisation of the text that promises."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.rdf import Labels

_STOPS = frozenset('.!?:;,–—-()“”"»«•')
_LINKS = frozenset(("og", "men", "eller", "samt"))
_OPENERS = frozenset(  # of clauses in which nothing is promised
    (
        "når",
        "hvis",
        "hvordan",
        "hvad",
        "hvor",
        "hvorfor",
        "hvornår",
        "hvorvidt",
        "om",
        "fordi",
        "da",
        "mens",
        "så",
        "for",
    )
)
_LONG = 60  # words of a clause before its verb that are looked at
_AT, _RELATIVE = "at", frozenset(("som", "der"))
_WE = "vi"
_OF_US = frozenset(("tilbud", "områder", "område", "specialområder", "specialområde", "organisation"))
_BODIES = frozenset(("regionen", "regionsrådet", "socialområdet", "organisationen", "organisationens", "kommunen",
                     "byrådet", "socialudvalget", "udvalget", "forvaltningen", "socialområde"))  # fmt: skip
_BEFORE = frozenset(("det", "den", "vores", "hele", "samlede", "regionale", "højt", "specialiserede", "psykiatri"))
_ANY = frozenset(("enkelte", "hver", "en", "den", "denne", "anden"))
_BETWEEN = frozenset(  # words that can come between a subject and its verb
    ("også", "fortsat", "forsat", "fremadrettet", "desuden", "derfor", "ligeledes", "særligt", "altid", "nu", "dog",
     "gerne", "i", "på", "alle", "de", "kommende", "år", "hele", "tiden", "hver", "især", "selv", "samtidig", "endnu",
     "af", "fremover", "ikke")
)  # fmt: skip


def promises(words: Sequence[str], modals: Mapping[int, str]) -> set[int]:
    """Those of *modals* (positions in *words*, in small letters and stops as words of their own, with their present
    forms) that are said of the organisation in a clause that can promise: not in a question, nor where it says when,
    how, why or to what end."""
    promised: set[int] = set()
    in_questions, in_question = set[int](), False
    for position in range(len(words) - 1, -1, -1):
        in_question = words[position] == "?" if words[position] in (".", "!", "?") else in_question
        if in_question:
            in_questions.add(position)
    for position in sorted(modals):
        if position not in in_questions and _promises(words, position, modals[position], promised):
            promised.add(position)
    return promised


def _promises(words: Sequence[str], position: int, present: str, earlier: Container[int]) -> bool:
    start, opener = _clause(words, position)
    before = [word for word in words[start:position] if not any(map(str.isdigit, word))]
    if opener in _LINKS and not before:
        return _inverted(words, position) or start - 2 in earlier  # “vi kan og skal” has one subject
    if opener in _LINKS and before[0] not in (_WE, *_RELATIVE) and not _speaks(before):
        return _inverted(words, position)
    if opener in _OPENERS and words[start - 2 : start] == [",", "hvor"]:
        return before[:1] == [_WE] and present != "kan"
    if opener in _OPENERS or (opener == _AT and present == "kan"):
        return _inverted(words, position) and opener == "så"
    if opener in _RELATIVE:
        return before[:1] == [_WE]
    if opener != _AT and before[:1] == [_WE] and len(before) > 1:
        return False  # in a main clause the verb follows at once: “og vi sammen skal” goes on where “når” began
    return _speaks(before) or _inverted(words, position)


def _clause(words: Sequence[str], position: int) -> tuple[int, str]:
    """Where the clause of the word at *position* begins, and the word that opens it: a conjunction or relative, a stop,
    or nothing at the beginning."""
    opening = _LINKS | _OPENERS | _RELATIVE | {_AT}
    for index in range(position - 1, max(-1, position - _LONG), -1):
        word = words[index]
        if word in _STOPS:
            return index + 1, word
        if word in opening and not (word in ("for", "om") and index + 1 < position and words[index + 1] != _WE):
            return index + 1, word
    return max(0, position - _LONG), ""


def _speaks(before: Sequence[str]) -> bool:
    """Whether the words *before* a verb are the organisation, with what may come between."""
    if not before:
        return False
    if before[0] == _WE:
        return True
    names = list(before)
    while names and names[0] in _BEFORE and names[0] != "vores":
        names.pop(0)
    if names[:1] == ["vores"]:
        return len(names) > 1 and names[1] in _OF_US and _loose(names[2:])
    return _named(names) or (bool(names) and names[0] in _BODIES and _loose(names[1:]))


def _named(names: Sequence[str]) -> bool:
    """Whether *names* begin with an authority's own name: “Region Midtjylland”, “Eksempelby Kommune”."""
    if names[:1] == ["region"]:
        return len(names) > 1 and _loose(names[2:])
    return names[1:2] == ["kommune"] and names[0] not in _ANY and _loose(names[2:])


def _loose(after: Sequence[str]) -> bool:
    """Whether nothing but a place (“i Region Midtjylland”) and loose words follow."""
    rest = list(after)
    if rest[:2] == ["i", "region"] or (rest[:1] == ["i"] and len(rest) > 1 and rest[1] not in _BETWEEN):
        rest = rest[3:] if rest[1] == "region" else rest[2:]
    return all(word in _BETWEEN for word in rest)


def _inverted(words: Sequence[str], position: int) -> bool:
    """Whether the organisation follows the verb at *position*: “derfor vil vi”."""
    after = list(words[position + 1 : position + 6])
    if after[:1] == [_WE]:
        return True
    while after and after[0] in _BEFORE - {"vores"}:
        after.pop(0)
    if after[:1] == ["vores"]:
        return after[1:2] != [] and after[1] in _OF_US
    return after[:1] != [] and (after[0] in _BODIES or after[0] == "region")


# Commitment by modal verbs.

MODALS = ("skal", "vil", "bør", "kan")  # from the strongest down
STRENGTHS = Labels("compare.strength", ("stronger", "weaker", "negation", "gained", "lost", "unchanged", "none"))
_OTHER_FORMS = {"skulle": "skal", "ville": "vil", "burde": "bør", "kunne": "kan"}
_TOKEN = re.compile(r"\b(?:bl\.a|f\.eks|m\.fl|m\.v|evt|ca|jf|eks|nr|pr)\.|\w+(?:[-’']\w+)*|[^\w\s]", re.IGNORECASE)
_NEGATIONS = frozenset(("ikke", "aldrig", "ej"))
_NO_NEGATION = frozenset(("kun", "bare", "alene", "blot", "mindst", "udelukkende"))  # “ikke kun” denies nothing
_CLAUSE_ENDS = frozenset(("og", "men", "eller", "at", "som", "der", "hvis", "når", "så"))
_REACH = 4  # words after the modal among which its negation is looked for


class Modal(NamedTuple):
    """A modal verb as it occurs in a sentence: the word, the present form it belongs to, whether it counts as a degree
    of commitment (a present form of which the subject is the organisation itself, see `promises`; *skulle*, *ville*,
    *burde* and *kunne* do not count), and its negation, if any."""

    word: str
    present: str
    counts: bool
    negation: str = ""

    @property
    def text(self) -> str:
        """The words; in brackets where they do not count."""
        shown = f"{self.word} {self.negation}".strip()
        return shown if self.counts else f"({shown})"


def modals(text: str) -> tuple[Modal, ...]:
    """The modal verbs of *text* in order."""
    tokens = _TOKEN.findall(text)
    small = [token.casefold() for token in tokens]
    promised = promises(small, {position: word for position, word in enumerate(small) if word in MODALS})
    return tuple(
        Modal(tokens[position].lower(), _OTHER_FORMS.get(word, word), position in promised, _negation(small, position))
        for position, word in enumerate(small)
        if word in MODALS or word in _OTHER_FORMS
    )


def strongest(verbs: Iterable[Modal]) -> str:
    """The strongest of *verbs* that counts and is not negated; "" where there is none."""
    present = {modal.present for modal in verbs if modal.counts and not modal.negation}
    return next((modal for modal in MODALS if modal in present), "")


def change_of_strength(draft: Iterable[Modal], print_: Iterable[Modal]) -> str:
    """How the commitment changes from the modals of *draft* to those of *print_*.

    Modals that occur on both sides are set against each other; of the rest the strongest of each side are compared:
    `stronger` or `weaker`, `negation` where one of the two is negated (they are not ranked), `gained` or `lost` where
    just one side has a modal left, `unchanged` where neither has, `none` where there was none to begin with.
    """
    before, after = _counted(draft), _counted(print_)
    if not before and not after:
        return "none"
    old, new = list((before - after).elements()), list((after - before).elements())
    if not old or not new:
        return "lost" if old else "gained" if new else "unchanged"
    strongest_before, strongest_after = min(old), min(new)
    if strongest_before[1] or strongest_after[1]:
        return "negation"
    return "stronger" if strongest_after < strongest_before else "weaker"


def shown(verbs: Iterable[Modal]) -> str:
    """The words of *verbs*, with commas."""
    return ", ".join(modal.text for modal in verbs)


def _counted(verbs: Iterable[Modal]) -> Counter[tuple[int, bool]]:
    return Counter((MODALS.index(modal.present), bool(modal.negation)) for modal in verbs if modal.counts)


def _negation(small: list[str], position: int) -> str:
    if position and small[position - 1] in _NEGATIONS:
        return small[position - 1]
    for index in range(position + 1, min(position + 1 + _REACH, len(small))):
        word = small[index]
        if word in _NEGATIONS:
            return "" if small[index + 1 : index + 2] and small[index + 1] in _NO_NEGATION else word
        if not word[0].isalnum() or word in _CLAUSE_ENDS or word in MODALS or word in _OTHER_FORMS:
            break
    return ""
