"""Promises: whether the one of whom a Danish modal verb is said is the organisation that the text speaks for.

“Vi skal”, “Socialområdet i Region Midtjylland vil” and “derfor vil vi” promise; “borgeren kan”, “udfordringer, der kan
være”, “hvordan kan vi ...?” and “når vi skal” do not. Read off the order of words, clause by clause.
"""

from collections.abc import Container, Mapping, Sequence

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
_BETWEEN = frozenset(  # words that stand between a subject and its verb
    ("også", "fortsat", "forsat", "fremadrettet", "desuden", "derfor", "ligeledes", "særligt", "altid", "nu", "dog",
     "gerne", "i", "på", "alle", "de", "kommende", "år", "hele", "tiden", "hver", "især", "selv", "samtidig", "endnu",
     "af", "fremover", "ikke")
)  # fmt: skip


def promises(words: Sequence[str], modals: Mapping[int, str]) -> set[int]:
    """Those of *modals* (places in *words*, in small letters and stops as words of their own, with their present forms)
    that are said of the organisation in a clause that can promise: not in a question, nor where it says when, how, why
    or to what end."""
    found: set[int] = set()
    asked, asking = set[int](), False
    for place in range(len(words) - 1, -1, -1):
        asking = words[place] == "?" if words[place] in (".", "!", "?") else asking
        if asking:
            asked.add(place)
    for place in sorted(modals):
        if place not in asked and _promises(words, place, modals[place], found):
            found.add(place)
    return found


def _promises(words: Sequence[str], place: int, present: str, earlier: Container[int]) -> bool:
    start, opener = _clause(words, place)
    before = [word for word in words[start:place] if not any(map(str.isdigit, word))]
    if opener in _LINKS and not before:
        return _inverted(words, place) or start - 2 in earlier  # “vi kan og skal” has one subject
    if opener in _LINKS and before[0] not in (_WE, *_RELATIVE) and not _speaks(before):
        return _inverted(words, place)
    if opener in _OPENERS and words[start - 2 : start] == [",", "hvor"]:
        return before[:1] == [_WE] and present != "kan"
    if opener in _OPENERS or (opener == _AT and present == "kan"):
        return _inverted(words, place) and opener == "så"
    if opener in _RELATIVE:
        return before[:1] == [_WE]
    if opener != _AT and before[:1] == [_WE] and len(before) > 1:
        return False  # in a main clause the verb follows at once: “og vi sammen skal” goes on where “når” began
    return _speaks(before) or _inverted(words, place)


def _clause(words: Sequence[str], place: int) -> tuple[int, str]:
    """Where the clause of the word at *place* begins, and the word that opens it: a conjunction or relative, a stop, or
    nothing at the beginning."""
    opening = _LINKS | _OPENERS | _RELATIVE | {_AT}
    for at in range(place - 1, max(-1, place - _LONG), -1):
        word = words[at]
        if word in _STOPS:
            return at + 1, word
        if word in opening and not (word in ("for", "om") and at + 1 < place and words[at + 1] != _WE):
            return at + 1, word
    return max(0, place - _LONG), ""


def _speaks(before: Sequence[str]) -> bool:
    """Whether the words *before* a verb are the organisation, with what may stand between."""
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


def _inverted(words: Sequence[str], place: int) -> bool:
    """Whether the organisation follows the verb at *place*: “derfor vil vi”."""
    after = list(words[place + 1 : place + 6])
    if after[:1] == [_WE]:
        return True
    while after and after[0] in _BEFORE - {"vores"}:
        after.pop(0)
    if after[:1] == ["vores"]:
        return after[1:2] != [] and after[1] in _OF_US
    return after[:1] != [] and (after[0] in _BODIES or after[0] == "region")
