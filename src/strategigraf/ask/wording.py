"""Wording: what is the same said otherwise comes to its usual place before it is read, and what was read is told in
words, which read again as the same.
"""

import re
from collections.abc import Sequence

from strategigraf.ask.lexicon import Lexicon, Thing, Token, kind_labels, relations
from strategigraf.ask.phrasing import phrased
from strategigraf.ask.spans import Item, dates_at
from strategigraf.ask.tree import (
    BASES,
    COUNT,
    EACH,
    EVERY,
    EXTREMES,
    LIST,
    LITERAL,
    MEANING,
    MORE,
    MOST,
    OPERATORS,
    REGION,
    TRUTH,
    Condition,
    Query,
    Set,
    in_strategy,
    is_value,
    refuse,
    told,
)

_DENIALS = {"not", "no", "neither", "nothing", "outside"}
_NAMES_ONE = ("number", "code", "title", "part", "quote")
_PLACING = ("i", "under", "for", "inden", "in", "within", "of", "på")  # words before a thing that something is of
_COMPARED = {"several": ">", "more": ">", "fewer": "<"}
_DRAFT = (["sg:stage sg:HearingDraft"], ["documents/midt-udviklingsplan-hoeringsudkast-2023"])  # whose pages are meant
_TIME = "sg:TimelineEntry"


def used(items: Sequence[Item], words: Sequence[Token], lexicon: Lexicon) -> list[Item]:
    """The items of a cover that say something, each in its usual place: without those that say again which kind a value
    is of; two regions by name; the groups after what is counted."""
    found = [item for item in items if item.sort not in ("fill", "comma", "all")]
    found = phrased(found, words, lexicon)
    found = [part for item in found for part in (_regions(item, lexicon) if item.sort == "pair" else [item])]
    found = [item for at, item in enumerate(found) if not _names_kind(item, found[at + 1 : at + 2])]
    found = [item for at, item in enumerate(found) if not _kind_again(found, at, words)]
    found = _fronted(_lacking(found), words)
    for at, item in enumerate(found):
        before, following = found[at - 1] if at else None, [one.sort for one in found[at + 1 :]]
        if before is not None and item.sort in ("about", "onward") and _of_verb(before, item, words, lexicon):
            refuse(item.start)
        if item.sort == "not" and before is not None and _inside_name(before, item, found[at + 1 : at + 2]):
            refuse(item.start)  # action not plans
        named = found[at + 1 : at + 2]
        if (
            item.value == f"org:Organization={REGION}"
            and named
            and (named[0].sort, named[0].start) == ("name", item.end)
        ):
            refuse(item.start)  # which is all one name
        if item.sort == "noone":  # does nobody own
            nobody = [item._replace(sort="no"), item._replace(sort="kind", value="org:Organization")]
            return used([*found[:at], *nobody, *found[at + 1 :]], words, lexicon)
        if item.sort == "rather":  # A rather than B
            denial = [item._replace(sort="and", end=item.start), item._replace(sort="not", value="not")]
            return used([*found[:at], *denial, *found[at + 1 :]], words, lexicon)
        if item.sort == "either" and ("or" not in following or _DENIALS & {one.sort for one in found}):
            refuse(item.start)
        if item.sort == "nothing" and before is not None and before.sort == "verb" and before.end == item.start:
            anything = item._replace(sort="any", value="any")
            denied = before._replace(sort="not", value="not")
            return used([*found[: at - 1], denied, before, anything, *found[at + 1 :]], words, lexicon)
        if before is not None and before.sort == "bound" and item.sort == "name":  # after the workshop on 15 June 2022
            dates = [date for place in range(item.start, item.end) for date in dates_at(words, place)]
            found[at] = next((date for date in dates if date.end == item.end), item)
        if item.value == _TIME and _says_again(found, at, words):  # entries that the timeline has
            kept = (
                found[: at - 1] if before is not None and (before.sort, before.value) == ("verb", "*") else found[:at]
            )
            return used([*kept, *found[at + 1 :]], words, lexicon)
        if (
            item.sort == "page"
            and following[:1] == ["number"]
            and [one.value for one in found[at + 2 : at + 3]] in _DRAFT
        ):
            return used([*found[: at + 2], *found[at + 3 :]], words, lexicon)
    counts = [at for at, item in enumerate(found) if item.sort == "count"]
    if counts and found[0].sort == "each":  # for each track, how many goals
        found = [*found[counts[0] :], *found[: counts[0]]]
    for at, (more, kind, than, number) in enumerate(zip(found, found[1:], found[2:], found[3:], strict=False)):
        if (kind.sort, than.sort, number.sort) == ("kind", "than", "number") and more.sort in _COMPARED:
            return [*found[:at], more._replace(sort=_COMPARED[more.sort]), number, kind, *found[at + 4 :]]
    return found


def _fronted(items: list[Item], words: Sequence[Token]) -> list[Item]:
    """*items* with what stands before the question, of one thing (“under track 1, which goals …”), after it; and
    without the question that repeats what stands before it (“…, which are they”)."""
    asking = [at for at, item in enumerate(items) if item.sort in ("which", "count")]
    at = asking[0] if asking else 0
    if at and items[at - 1].sort == "and" and items[0].sort == "yes" and at == len(items) - 1:
        items, at, asking = [*items[: at - 1], items[at]._replace(start=items[at - 1].start)], at - 1, [at - 1]
    if len(asking) != 1 or at == 0 or words[items[at].start - 1].plain not in (",", ":"):
        return items
    if {item.sort for item in items[at + 1 :]} <= {"aux"}:
        if items[0].sort == "yes":  # are there any, which ones
            return [items[at]._replace(start=items[0].start, end=items[0].end), *items[1:at]]
        return items if any(item.sort in ("what", "who", "when") for item in items) else items[:at]
    thing = items[1:at] if items[0].sort == "verb" and "part>" in items[0].value.split() else items[:at]
    sorts = [item.sort for item in thing]
    named = sorts in (["title"], ["quote"]) or (len(sorts) == 2 and sorts[0] == "kind" and sorts[1] in _NAMES_ONE)
    if not named or (len(thing) == at and words[0].plain not in _PLACING):
        return items
    return [*items[at:], items[at]._replace(sort="dot", value="·"), *items[:at]]


def _of_verb(verb: Item, item: Item, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether *item* belongs to the *verb* before it: carries on."""
    said = tuple(token.plain for token in words[verb.start : item.end])
    phrases = [phrase for phrase in lexicon.phrases.get(words[verb.start].plain, ()) if phrase.words == said]
    return verb.sort == "verb" and any(phrase.sort == "verb" and phrase.value != "*" for phrase in phrases)


def _inside_name(before: Item, item: Item, following: Sequence[Item]) -> bool:
    """Whether the one word *item* stands at once between two that seem to be one name."""
    if not following or (before.end, item.start + 1, item.end) != (item.start, item.end, following[0].start):
        return False
    return (before.sort, following[0].sort) in (("kind", "kind"), ("word", "name"))


def _says_again(items: Sequence[Item], at: int, words: Sequence[Token]) -> bool:
    """Whether the kind at *at* is the timeline, of whose entries the kind before it is."""
    earlier = [item for item in items[:at] if item.sort not in ("verb", "aux", "rel")]
    line = words[items[at].start].plain.startswith(("tidsplan", "timeline")) and items[at].end == items[at].start + 1
    return line and bool(earlier) and (earlier[-1].sort, earlier[-1].value) == ("kind", _TIME)


def _lacking(items: list[Item]) -> list[Item]:
    """*items* with “without a counterpart in B” for “that B does not have”, at their end."""
    rel = next((at for at, item in enumerate(items) if item.sort == "rel"), len(items))
    tail = [item for item in items[rel + 1 :] if item.sort != "aux" and (item.sort, item.value) != ("verb", "*")]
    sorts = sorted(item.sort for item in tail)
    denied = [item for item in tail if item.sort in ("not", "no")]
    if len(denied) != 1 or sorts not in (sorted(["name", denied[0].sort]), sorted(["name", denied[0].sort, "mate"])):
        return items
    if rel == 0 or not any(item.sort == "name" for item in items[:rel]):
        return items
    name = next(item for item in tail if item.sort == "name")
    asked = next((item for item in items if item.sort == "kind"), None)
    if asked is not None and not in_strategy(asked.value) and not any(item.sort == "mate" for item in tail):
        return [*items[:rel], items[rel]._replace(sort="but"), denied[0]._replace(sort="not"), name]
    mate = next((item for item in tail if item.sort == "mate"), denied[0]._replace(sort="mate", value="mate"))
    return [*items[:rel], denied[0]._replace(sort="no"), mate, name]


def _regions(item: Item, lexicon: Lexicon) -> list[Item]:
    """The regions that *item* is of, where they are two: both A and B, A or B."""
    owners = {strategy.owner for strategy in lexicon.strategies.values()}
    names = sorted(owner for owner in owners if owner in lexicon.things and lexicon.things[owner].da[:6] == "Region")
    if len(names) != 2:
        return [item]
    one, other = (item._replace(sort="name", value=name) for name in names)
    if item.value == "pair.both":
        return [item._replace(sort="both"), one, item._replace(sort="and"), other]
    return [one, item._replace(sort="or"), other]


def _names_kind(item: Item, following: Sequence[Item]) -> bool:
    """Whether *item* just says of which kind the value after it is: the topic recruitment."""
    return item.sort == "kind" and any(one.value.startswith(f"{item.value} ") for one in following)


def _kind_again(items: Sequence[Item], at: int, words: Sequence[Token]) -> bool:
    """Whether the item at *at* says, by “as”, of which kind the value before it is: has recruitment as its topic."""
    item, following = items[at], items[at + 1 : at + 2]
    if item.sort in ("rel", "back"):
        return bool(following) and following[0].sort in ("kind", "back") and _kind_again(items, at + 1, words)
    before = next((one for one in items[:at][::-1] if one.sort not in ("rel", "back")), None)
    if item.sort != "kind" or before is None or before.sort != "value" or not before.value.startswith(f"{item.value} "):
        return False
    return any(words[place].plain in ("som", "as") for place in range(before.end, item.start))


def halves(items: Sequence[Item]) -> tuple[str, list[Item], list[Item]] | None:
    """How two sets are compared by their numbers (> or <), and the items of both: “are there more goals than tracks”,
    of the same strategies where only one has any. None where nothing is compared so."""
    there = [at for at, item in enumerate(items) if item.sort == "than"]
    found = [at for at, item in enumerate(items) if item.sort in _COMPARED]
    if len(there) != 1 or len(found) != 1 or not 0 < found[0] < there[0] or items[0].sort not in ("yes", "verb"):
        return None
    one = [item for item in items[1 : there[0]] if item.sort not in _COMPARED]
    other = list(items[there[0] + 1 :])
    kind, own = items[found[0] + 1], [item.sort for item in other]
    if kind.sort == "kind" and ("kind" not in own or own in (["kind", "number"], ["kind", "code"], ["kind", "title"])):
        other = [kind, *other]  # more in 2024 than in 2025, more than goal 8
    names = [[item for item in half if item.sort == "name"] for half in (one, other)]
    if len(names[0]) + len(names[1]) == 1:
        one, other = (half + names[1 - at] * (not names[at]) for at, half in enumerate((one, other)))
    one, other = (
        [Item(0, min(item.start for item in half), "fill", ""), *half] if half else [] for half in (one, other)
    )
    return _COMPARED[items[found[0]].sort], one, other


# What was read, in words.

_ANYTHING = ("elementer", "elements")


class Saying:
    """Readings in one language, with the names of a lexicon."""

    def __init__(self, language: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._english = language == "en"
        self._language = language

    def _say(self, danish: str, english: str) -> str:
        return english if self._english else danish

    def line(self, query: Query) -> str:
        """What *query* was read as."""
        if query.form == MORE:
            return self._subject(query)
        parts = [self._subject(query), *self._parts(query.asked, query.form == COUNT or query.form == EACH)]
        if query.form == MOST and query.counted:
            which = self._say("færrest", "fewest") if query.fewest else self._say("flest", "most")
            parts.append(self._with(query.counted, which))
        parts += [EXTREMES[query.extreme][self._english]] if query.extreme else []
        for _, _, kind in query.beside:
            parts.append(f"{self._say('med deres', 'with their')} {self._kind(kind, '', True)}")
        return " · ".join(parts)

    def _subject(self, query: Query) -> str:
        many = self._name(query.asked, True)
        if query.form == COUNT:
            return f"{self._say('antal', 'number of')} {many}"
        if query.form == MEANING:
            (name,) = query.asked.things
            known = kind_labels().get(name)
            return f"{self._say('definition af', 'definition of')} {known[self._english][0] if known else many}"
        if query.form == MORE and query.counted:
            fewer = query.fewest
            more = self._say("færre" if fewer else "flere", "fewer" if fewer else "more")
            there, than = self._say("findes der", "are there"), self._say("end", "than")
            return f"{there} {more} {self._inner(query.asked, True)} {than} {self._inner(query.counted.of, True)}"
        if query.form == EVERY:
            return f"{self._say('gælder det alle:', 'does it hold for all:')} {many}"
        if query.form == TRUTH:
            if query.asked.things:
                return f"{self._say('gælder det:', 'does it hold:')} {many}"
            return f"{self._say('findes der', 'are there')} {many}"
        if query.form == EACH and query.counted:
            of = query.counted.of
            counted = [self._name(of, True), *self._parts(of, True)]
            each = self._say("pr.", "for each")
            if self._manner(query.counted):
                each = f"· {self._manner(query.counted)}{each}"
            return f"{self._say('antal', 'number of')} {' · '.join(counted)} {each} {self._name(query.asked, False)}"
        if (
            query.asked.things
            and query.asked.kind != "sg:Strategy"
            and query.asked == Set(query.asked.kinds, query.asked.term, query.asked.things)
        ):
            return f"{self._say('hvad er', 'what is')} {many}"
        alone = Set(query.asked.kinds, "", query.asked.things)
        if query.form == LIST and query.asked == alone and alone.kind == "sg:Strategy" and len(alone.things) == 1:
            return f"{self._kind(alone.kind, '', True)} · {many}"
        if query.first and query.form == MOST:
            return f"{query.first} {many}"
        if query.first:
            which = self._say("første", "first") if query.first > 0 else self._say("sidste", "last")
            return f"{which} {abs(query.first)} {many}"
        return many

    def _kind(self, kind: str, term: str, many: bool) -> str:
        labels = kind_labels().get(f"{kind}={term}" if term else kind) or ((term, term), (term, term))
        return labels[1 if self._english else 0][many]

    def _name(self, asked: Set, many: bool) -> str:
        """What *asked* is: its things by name, or its kind."""
        if asked.things and (asked.kind != "sg:Strategy" or len(asked.things) == 1):
            return self._say(" eller ", " or ").join(self._thing(name) for name in asked.things)
        if not asked.kinds:
            return _ANYTHING[self._english]
        return self._say(" eller ", " or ").join(self._kind(kind, asked.term, many) for kind in asked.kinds)

    def _thing(self, name: str) -> str:
        thing = self._lexicon.things.get(name)
        if thing is None:
            return name.strip('"')
        title = thing.title(self._language)
        if is_value(thing.kind) or thing.kind in ("org:Organization", "sg:Strategy"):
            return title.partition(" (")[0] if thing.kind == "sg:Strategy" else title
        kind, called = self._called(thing)
        title = re.sub(r"[\"“”„»«]", "", title)
        quoted = f"“{title}”" if self._english else f"»{title}«"
        alike = {t.strategy for t in self._lexicon.of_kind(thing.kind) if self._called(t) == (kind, called)}
        of = f" · {self._of((thing.strategy,))}" if len(alike) > 1 else ""
        number = thing.number.upper() if "-" in thing.number else thing.number  # 9-E, but 16.b
        return f"{kind} {number} ({quoted}{of})" if number else f"{kind} {quoted}"

    def _called(self, thing: Thing) -> tuple[str, str]:
        """The words for the kind of *thing*, and its number or title."""
        term = thing.term if f"{thing.kind}={thing.term}" in kind_labels() else ""
        return self._kind(thing.kind, term, False), thing.number or thing.da

    def _parts(self, asked: Set, counted: bool = False) -> list[str]:
        parts = []
        if asked.strategies or (asked.kind == "sg:Strategy" and len(asked.things) > 1):
            parts.append(self._of(asked.strategies or asked.things))
        if asked.years:
            parts.append(self._years(asked.years, asked.begun))
        if asked.text:
            words = " ".join(f"“{word}”" if self._english else f"»{word}«" for word in asked.text)
            where = ("i titlen", "in the title") if asked.in_title else ("i titel eller citat", "in title or quote")
            parts.append(f"{self._say('om', 'about')} {words} {self._say(*where)}")
        parts += [self._condition(condition) for condition in asked.conditions]
        return parts

    def _years(self, years: tuple[int, int], begun: bool) -> str:
        return (
            f"{self._say('begynder', 'begin')} {told(years, self._language)}" if begun else told(years, self._language)
        )

    def _of(self, strategies: tuple[str, ...]) -> str:
        names = [self._strategy(name) for name in strategies]
        return f"{self._say('i', 'in')} {self._say(' eller ', ' or ').join(names)}"

    def _strategy(self, name: str) -> str:
        strategy = self._lexicon.strategies.get(name)
        title = name if strategy is None else strategy.en if self._english else strategy.da
        return re.split(r", | \(", title)[0]

    def _inner(self, asked: Set, many: bool) -> str:
        name, parts = self._name(asked, many), self._parts(asked)
        return f"{name} ({' · '.join(parts)})" if parts else name

    def _manner(self, condition: Condition) -> str:
        """How its link holds, with a blank after it."""
        said = [self._say("kun", "only")] if condition.only else []
        said += [BASES[condition.basis][self._english]] if condition.basis else []
        if condition.sure:
            operator, number = condition.sure
            compared = OPERATORS[operator][self._english] if operator != "<" else self._say("mindre end", "less than")
            said.append(f"{self._say('med sikkerhed', 'with confidence')} {compared} {number}")
        return "".join(f"{word} " for word in said)

    def _with(self, condition: Condition, amount: str) -> str:
        verb = self._manner(condition) + relations()[condition.relation].words(self._language, condition.inverse)
        return f"{verb} {amount} {self._inner(condition.of, True)}"

    def _condition(self, condition: Condition) -> str:
        relation = relations()[condition.relation]
        verb = relation.words(self._language, condition.inverse)
        own = self._manner(condition)
        if condition.number:
            operator, number = condition.number
            if condition.than:
                more = self._say("flere", "more") if operator == ">" else self._say("færre", "fewer")
                than = f"{self._say('end', 'than')} {self._thing(condition.than)}"
                return f"{own}{verb} {more} {self._inner(condition.of, True)} {than}"
            amount = f"{OPERATORS[operator][self._english]} {number}"
            return f"{own}{verb} {amount} {self._inner(condition.of, True)}"
        if condition.of.kind == LITERAL:
            return relation.words(self._language, condition.absent)
        if condition.of.things == ("true",):
            return f"{self._say('ikke ', 'not ') if condition.absent else ''}{verb}"
        if condition.absent:
            some = not condition.of.things
            if some:
                return f"{own}{verb} {self._say('ingen', 'no')} {self._inner(condition.of, True)}"
            denied = f"are not {own}{verb[4:]}" if verb.startswith("are ") else f"do not {own}{verb}"
            return f"{denied if self._english else f'ikke {own}{verb}'} {self._inner(condition.of, True)}"
        return f"{own}{verb} {self._inner(condition.of, True)}"
