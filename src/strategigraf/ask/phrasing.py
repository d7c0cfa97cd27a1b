"""Turns of phrase: what many people say in another shape than `composer` reads comes to the shape that it reads, before
anything else is done. Nothing is left out that could change the answer.
"""

from collections.abc import Sequence
from itertools import pairwise

from strategigraf.ask.lexicon import Lexicon, Token
from strategigraf.ask.spans import Item, permitted_by
from strategigraf.ask.tree import refuse

_TITLES = ("titlen", "navnet", "overskriften", "rubrikken", "title", "the title", "heading", "the heading", "headed")
_CALLED = ("called", "entitled", "titled", "named")
_REGISTER = ("sdgo:Target", "sdgo:Goal")
_STRATEGY, _QUESTION, _ENTRY = "sg:Strategy", "sg:HearingQuestion", "sg:TimelineEntry"
_SAYING = {  # what is said of something in comparison with another strategy, by the relation
    **dict.fromkeys(("new", "ny", "nyt", "nye", "added", "tilføjet", "tilføjede"), "unmatched"),
    **dict.fromkeys(("changed", "reworded", "ændret", "ændrede", "omformuleret", "omformulerede"), "changed"),
    **dict.fromkeys(("unchanged", "uændret", "uændrede"), "unchanged"),
}
_ASKED = ("asked", "spurgt", "spurgte", "spurgt til", "spørger")
_PLACING = ("i", "på", "hos", "in", "on", "at")
_NAMES_ONE = ("number", "code", "title", "quote")
_CONTRAST = {"number", "code", "and", "but", "not"}
_DENIALS = {"not", "no", "neither", "nothing", "only"}
_ONE = ("enkelt", "single")
_BESIDE = ("sg:status", "sg:disposition", "sg:topic", "org:Organization", "sg:Track", "sg:FocusArea")
_ORDERED = ("by", "efter")
_THING = ("noget", "something", "anything")
_GAP = 2  # words between it and what it is in
_WITHIN = ("i", "under", "in", "within", "the", "of", "fra", "from")
_CONCERNING = ("sg:HearingComment", "sg:HearingQuestion", "sg:HearingResponse", "sg:Misfit", "sg:Document")
_ABOUT_SOMETHING = (["what", "with"], ["whatis", "with"])


def phrased(items: list[Item], words: Sequence[Token], lexicon: Lexicon) -> list[Item]:
    """*items* as they are read."""
    for turn in (
        _who_is,
        _title_of,
        _what_about,
        _both_words,
        _named_under,
        _again,
        _compared,
        _keywords,
        _asked,
        _single,
        _by,
        _something,
        _told,
        _to_do_with,
    ):
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
    given = items
    if len(items) > 2 and items[1].sort == "call" and _plain(items[1], words) in _TITLES:
        items = [items[0], *items[2:]]
    if len(items) > 2 and items[-1].sort in ("call", "light", "verb") and _plain(items[-1], words) in _CALLED:
        items = items[:-1]
    rest = items[1:]
    strategy = [one for one in rest if (one.sort, one.value) not in (("kind", _STRATEGY), ("name", "*"))]
    if items is not given and [one.sort for one in strategy] == ["name"] and len(rest) < 3:
        first = items[0]
        return [first._replace(sort="which"), strategy[0]._replace(sort="kind", value=_STRATEGY), strategy[0]]
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
        after = at + 1
        while after < len(items) and items[after].sort in ("verb", *_DENIALS):
            after += 1
        of = items[after : after + 2]
        if [one.sort for one in of[:1]] != ["kind"] or of[0].value != _REGISTER[1] or of[1:] == []:
            return items
        asked = next((one for one in items[:at] if one.sort == "kind"), None)
        if asked is None or asked.value != _REGISTER[0] or of[1].sort not in _NAMES_ONE:
            return items
        if any(one.sort in _DENIALS for one in items):
            refuse(item.start)  # not named, or not under it?
        joined, names, anything = (
            item._replace(sort=sort, value=value)
            for sort, value in (("and", "and"), ("verb", "sdg"), ("kind", "element"))
        )
        return [*items[:at], *items[at + 1 : after], *of, joined, names, anything, *items[after + 2 :]]
    return items


def _again(items: list[Item], _: Sequence[Token], __: Lexicon) -> list[Item]:
    """SDG 4 but not SDG 8: but not 8."""
    for at in range(2, len(items) - 1):
        kind, before = items[at], items[at - 1]
        earlier = [one for one in items[: at - 1] if one.sort == "kind" and one.value == kind.value]
        if kind.sort != "kind" or before.sort != "not" or not earlier or items[at + 1].sort not in ("number", "code"):
            continue
        place = items.index(earlier[-1])
        if items[place + 1].sort == items[at + 1].sort and {one.sort for one in items[place + 2 : at]} <= _CONTRAST:
            return [*items[:at], *items[at + 1 :]]
    return items


def _compared(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """What is new in the plan compared with the draft: what in the plan is without counterpart in the draft."""
    versus = [at for at, one in enumerate(items) if one.sort == "versus"]
    if len(versus) != 1 or [one.sort for one in items[versus[0] + 1 :]] != ["name"]:
        return items
    said = [at for at, one in enumerate(items[: versus[0]]) if _plain(one, words) in _SAYING]
    scoped = [one.sort for one in items[: versus[0]]].count("name")
    if len(said) != 1 or scoped > 1 or any(one.sort in _DENIALS for one in items):
        return items
    relation = _SAYING[_plain(items[said[0]], words)]
    between = [*items[: said[0]], *items[said[0] + 1 : versus[0]]]
    if between and between[0].sort == "whatis":
        between[0] = between[0]._replace(sort="what", value="what")
    named = items[versus[0]]._replace(sort="verb", value=relation)
    return [*between, named, items[-1]]


def _keywords(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """Sick leave in the plan: what there is about it."""
    last = items[-1] if items else None
    told = items[:-1]
    if (
        last is None
        or last.sort != "name"
        or not told
        or any(one.sort not in ("word", "title") or one.end > one.start + 1 for one in told)
    ):
        return items
    if words[last.start - 1].plain not in _PLACING and words[last.start].plain not in _PLACING:
        return items
    about = told[0]._replace(sort="about", value="about")
    return [told[0]._replace(sort="what"), about, *told, last]


def _asked(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """What was asked about volunteers: which questions of the hearing are about them."""
    if len(items) < 4 or items[0].sort not in ("what", "whatis"):
        return items
    at = next((at for at, one in enumerate(items[:4]) if one.sort == "verb" and _plain(one, words) in _ASKED), 0)
    if (
        not at
        or {one.sort for one in items[1:at]} - {"aux"}
        or items[at + 1 : at + 2] == []
        or items[at + 1].sort != "about"
    ):
        return items
    kind = items[at]._replace(sort="kind", value=_QUESTION)
    return [items[0]._replace(sort="which"), kind, *[one for one in items[at + 1 :] if one.sort != "hearing"]]


def _single(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """Only a single action plan: only one."""
    for at, item in enumerate(items):
        if item.sort != "light" or _plain(item, words) not in _ONE or not at:
            continue
        before = items[: at - 1] if items[at - 1].sort == "number" else items[:at]
        if before and before[-1].sort == "only":
            return [*before, item._replace(sort="number", value="1"), *items[at + 1 :]]
    return items


def _by(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """Action plans by status: with it beside them; how many by status: in each. Raises Unfit where more follows."""
    for at, item in enumerate(items):
        if item.sort != "kind" or item.value not in _BESIDE or words[item.start - 1].plain not in _ORDERED:
            continue
        asked = items[: at - 1] if at and items[at - 1].sort == "bound" else items[:at]
        if not asked or asked[-1].sort in ("verb", "most"):
            return items
        if at + 1 < len(items):
            refuse(item.start)
        each = any(one.sort == "count" for one in asked)
        return [*asked, item._replace(sort="each" if each else "extra", value="each"), item]
    return items


def _something(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """Something in track 3: any element that belongs to it; anything in the timeline: an entry."""
    for at, (item, following) in enumerate(pairwise(items)):
        if (
            item.sort not in ("any", "anything")
            or _plain(item, words) not in _THING
            or following.start - item.end > _GAP
        ):
            continue
        if following.sort == "kind" and following.value == _ENTRY:
            return [*items[:at], *items[at + 1 :]]
        element, rel = item._replace(sort="kind", value="element"), item._replace(sort="rel", value="rel")
        if following.sort == "verb" and "part" in permitted_by(following):
            return [*items[:at], element, rel, *items[at + 1 :]]
        if following.sort in ("kind", "title", "quote") and words[following.start - 1].plain in _WITHIN:
            inside = [element, rel, item._replace(sort="verb", value="part> register>")]
            return [*items[:at], *inside, *items[at + 1 :]]
    return items


def _told(items: list[Item], _: Sequence[Token], __: Lexicon) -> list[Item]:
    """What is goal 8 about: what it is, where it is none of those that concern other things."""
    if len(items) < 3 or items[-1].sort != "about" or items[0].sort not in ("what", "whatis"):
        return items
    inside = items[1:-1]
    if inside[0].sort == "aux" or (inside[0].sort == "verb" and "about" in permitted_by(inside[0])):
        inside = inside[1:]
    named = [one.sort for one in inside] in [
        ["kind", "number"],
        ["kind", "code"],
        ["code"],
        ["kind", "title"],
        ["title"],
    ]
    if not named or inside[0].value.partition("=")[0] in _CONCERNING:
        return items
    return [items[0]._replace(sort="whatis", value="whatis"), *inside]


def _to_do_with(items: list[Item], words: Sequence[Token], _: Lexicon) -> list[Item]:
    """Has with psychiatry to do, as Danish says: is about it."""
    if len(items) < 4 or [word.plain for word in words[items[-1].start - 1 : items[-1].end]] != ["at", "gøre"]:
        return items
    at = next((at for at, item in enumerate(items) if words[item.end - 1].plain == "med"), 0)
    if not at or any(one.sort not in ("word", "title") for one in items[at + 1 : -1]) or at + 2 == len(items):
        return items
    before = items[:at]
    if before[-1].sort == "verb" and _plain(before[-1], words) in ("har", "have", "havde"):
        before = before[:-1]
    return [*before, items[at]._replace(sort="about", value="about"), *items[at + 1 : -1]]


def _may_name(item: Item, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the verb *item* can say that an SDG is named."""
    said = tuple(token.plain for token in words[item.start : item.end])
    known = lexicon.phrases.get(said[0], ()) if said else ()
    return any(p.sort == "verb" and p.words == said and "sdg" in p.value.split() for p in known)
