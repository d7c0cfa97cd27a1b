"""Turns of phrase: what many people say in another shape than `composer` reads comes to the shape that it reads, before
anything else is done. Nothing is left out that could change the answer.
"""

from collections.abc import Sequence
from itertools import pairwise

from strategigraf.ask.lexicon import Lexicon, Token
from strategigraf.ask.spans import Item, permitted_by

_TITLES = ("titlen", "navnet", "overskriften", "rubrikken", "title", "the title", "heading", "the heading", "headed")
_CALLED = ("called", "entitled", "titled", "named")
_REGISTER = ("sdgo:Target", "sdgo:Goal")
_NAMES_ONE = ("number", "code", "title", "quote")
_ABOUT_SOMETHING = (["what", "with"], ["whatis", "with"])


def phrased(items: list[Item], words: Sequence[Token], lexicon: Lexicon) -> list[Item]:
    """*items* as they are read."""
    for turn in (_who_is, _title_of, _what_about, _both_words, _named_under):
        items = turn(items, words, lexicon)
    return items


def _plain(item: Item, words: Sequence[Token]) -> str:
    return " ".join(token.plain for token in words[item.start : item.end])


def _who_is(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """Responsible for 3-E: who is."""
    first = items[0] if items else None
    if first is None or first.sort != "verb" or "resp" not in permitted_by(first):
        return items
    if not words[first.start].plain.startswith(("ansvar", "respons")):
        return items
    return [first._replace(sort="who", value="who"), *items]


def _title_of(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """What is the title of goal 3, what is goal 3 called: what it is."""
    if not items or items[0].sort != "whatis":
        return items
    if len(items) > 2 and items[1].sort == "call" and _plain(items[1], words) in _TITLES:
        items = [items[0], *items[2:]]
    if len(items) > 2 and items[-1].sort in ("call", "light", "verb") and _plain(items[-1], words) in _CALLED:
        items = items[:-1]
    return items


def _what_about(items: list[Item], _: Sequence[Token], __: Lexicon) -> list[Item]:
    """What with volunteers, as Danish says: what is about them."""
    if [item.sort for item in items[:2]] not in _ABOUT_SOMETHING or len(items) < 3:
        return items
    if any(item.sort not in ("word", "name") for item in items[2:]):
        return items
    return [items[0]._replace(sort="what", value="what"), items[1]._replace(sort="about", value="about"), *items[2:]]


def _both_words(items: list[Item], _: Sequence[Token], __: Lexicon) -> list[Item]:
    """About both children and young people: about words of which each stands there."""
    for at, (one, other) in enumerate(pairwise(items)):
        pair = {one.sort: one, other.sort: other}
        verbs = [item for item in pair.values() if item.sort == "verb" and item.value.endswith('"')]
        about = pair.get("about") or next(iter(verbs), None)
        if "both" not in pair or about is None:
            continue
        rest = [item.sort for item in items[at + 2 :]]
        if "and" in rest and set(rest[: rest.index("and") + 2]) <= {"word", "title", "and"}:
            before = items[:at]
            if before and before[-1].sort == "verb" and "about" in permitted_by(before[-1]):  # handler både om
                before = before[:-1]
            return [*before, about._replace(sort="about", value="both"), *items[at + 2 :]]
    return items


def _named_under(items: list[Item], words: Sequence[Token], lexicon: Lexicon) -> list[Item]:
    """Targets that are named under SDG 16: those of SDG 16 that something names."""
    for at, item in enumerate(items):
        if item.sort != "verb" or not _may_name(item, words, lexicon):
            continue
        after = at + 1 + (items[at + 1 : at + 2] != [] and items[at + 1].sort == "verb")
        of = items[after : after + 2]
        if [one.sort for one in of[:1]] != ["kind"] or of[0].value != _REGISTER[1] or of[1:] == []:
            return items
        asked = next((one for one in items[:at] if one.sort == "kind"), None)
        if asked is None or asked.value != _REGISTER[0] or of[1].sort not in _NAMES_ONE:
            return items
        joined, names, anything = (
            item._replace(sort=sort, value=value)
            for sort, value in (("and", "and"), ("verb", "sdg"), ("kind", "element"))
        )
        return [*items[:at], *items[at + 1 : after], *of, joined, names, anything, *items[after + 2 :]]
    return items


def _may_name(item: Item, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the verb *item* can say that an SDG is named."""
    said = tuple(token.plain for token in words[item.start : item.end])
    known = lexicon.phrases.get(said[0], ()) if said else ()
    return any(p.sort == "verb" and p.words == said and "sdg" in p.value.split() for p in known)
