"""From the items of a question to what it asks: every item is used, or there is no reading.

One pass from left to right over a stack of sets (`joining`). Where several readings are possible all are made.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from strategigraf.ask.finishing import Finishing
from strategigraf.ask.joining import NAMED_BY, NEUTRAL
from strategigraf.ask.lexicon import Lexicon, Token
from strategigraf.ask.quantifying import OPPOSITE
from strategigraf.ask.spans import Item
from strategigraf.ask.tree import (
    COUNT,
    LIST,
    MEANING,
    MORE,
    TRUTH,
    Condition,
    Noun,
    Query,
    Set,
    Unfit,
    refuse,
    singular,
)
from strategigraf.ask.wording import halves, used

_SOON = ["about", "to"]
_READINGS = 16  # so many readings of one cover are made
_TIES = ("link", "links", "connection", "connections", "ties", "kobling", "forbindelse", "relation", "tilknytning")
_NAMING = ("kind", "title", "quote", "code", "value", "mate", "verb", "aux", "yes")
_DENIED = ("kind", "mate", "own", "basis", "bare", "title", "quote", "value", "name", "prop", "page")
_IN_TITLE = ("i titlen", "in the title")
_TERMS = ("kind", "value", "basis", "bare")
_ARTICLES = ("et", "en", "ét", "a", "an")
_SORTS = {
    **dict.fromkeys(OPPOSITE, "operator"),
    "=": "operator",
    "fewest": "most",
    "fewer": "more",
    "last": "first",
    "but": "and",
}

_WHICH = ("hvilke", "hvilket", "hvilken", "which")


class _Reading(Finishing):
    """One reading of the items that cover a question."""

    def read(self, language: str) -> Query:
        """What the items ask, in a question in *language*. Raises Unfit."""
        self.language = language
        first = self.lexicon.phrases.get(self.words[self.begins].plain, ()) if self.begins < len(self.words) else ()
        if not self.items or (self.items[0].start > self.begins and any(one.sort == "yes" for one in first)):
            refuse(0)
        if language == "en" and self.items[0].sort == "verb":
            refuse(0)  # select the goals: an English question never begins so
        for every in self.alls:  # all of what is asked for says nothing; all of anything else is another question
            before = [item for item in self.items if item.start < every.start]
            if before and before[-1].sort == "whose":
                self.all_of_them = True
            elif len(before) > 1 and (before[-1].sort, before[-1].value) == ("verb", "*"):
                self.all_of_them = True  # have all their initiatives in the timeline
                after = [item for item in self.items if item.start > every.start]
                after = after[1:] if after and after[0].sort == "back" else after
                self.items = [*before[:-1], before[-1]._replace(sort="whose"), *after]
            elif len(before) == 1 and before[0].sort in ("yes", "verb") and len(self.items) > 2:
                self.every = True
                if self.items[1].sort not in ("kind", "light"):
                    refuse(every.start)
            elif any(item.sort in _NAMING for item in before):
                refuse(every.start)
        if (meant := self._meant(language)) is not None:
            return meant
        while self.place < len(self.items):
            item = self.items[self.place]
            self.place += 1
            getattr(self, f"_{_SORTS.get(item.sort, item.sort)}")(item)
        return self.finished(language)

    def _meant(self, language: str) -> Query | None:
        """The question what a word of the vocabulary means, where the items are just that: “what is a track”."""
        items = [item for item in self.items if item.sort != "number" or self.plain(item) not in _ARTICLES]
        sorts = [item.sort for item in items]
        if sorts[1:2] not in [[sort] for sort in _TERMS] or sorts[2:] not in ([], ["mean"]):
            return None
        first, word = items[:2]
        article = self.words[word.start - 1].plain in _ARTICLES and singular(self.plain(word), word.value)
        if not (first.sort == "meaning" or (first.sort == "whatis" and article) or (first.sort == "how" and sorts[2:])):
            return None
        kind, _, name = word.value.partition(" ")
        written = name or (f"sg:{kind.partition('.')[2]}" if word.sort != "kind" else kind.partition("=")[0])
        return Query(Set(things=(written,)), MEANING, language=language)

    # Words of texts, and titles.

    def _title(self, item: Item) -> None:
        things = self.called(item)
        if self.glosses(things):
            return
        if item.end == item.start + 1:
            self._word(item)
            return
        self.thing(item, things)

    def _part(self, item: Item) -> None:
        before = self.before()
        if before is None or before.sort != "when":
            refuse(item.start)  # of another kind than the one that it was found for
        self.thing(item, self.called(item))

    def _quote(self, item: Item) -> None:
        things = self.called(item)
        if self.glosses(things):
            return
        if self._sought() and self.stack[0].kind == "sg:Definition":
            self._seek(item, [item.value.casefold()])
            return
        before = self.before()
        scopes = [noun.scope for noun in self.nouns() if noun.scope]
        if before is not None and before.sort == "name" and set(things) in scopes:
            return  # the proposal “…”
        if len(things) == 1 and self.lexicon.things[things[0]].kind == "sg:Strategy":
            self._name(item._replace(sort="name", value=things[0]))
            return
        worded = bool(self.stack) and not things and "text" in (self.verb or ())
        if worded or (self.place_of and not self.stack[0].text):
            self.about, self.verb = True, None
        if things and not self.about:
            self.thing(item, things)
        elif self._sought():
            self._seek(item, [item.value.casefold()])
        elif self.about:
            words = [item.value.casefold()]
            while (following := self.following()) is not None and following.sort == "quote":
                words.append(following.value.casefold())
                self.place += 1
            self._text(item, words)
        else:
            refuse(item.start)

    def _how(self, item: Item) -> None:
        """How something is defined: the definitions that a strategy gives."""
        needed = item.value.partition(".")[2] != "defined"
        named = any(other.sort in ("quote", "word", "title") for other in self.items)
        if self.stack or not named or (needed and all(other.sort != "define" for other in self.items)):
            refuse(item.start)
        self.begin(Noun(item.start, ["sg:Definition"]))

    def _define(self, item: Item) -> None:
        if not self.stack or self.stack[0].kind != "sg:Definition":
            refuse(item.start)

    def _about(self, item: Item) -> None:
        following, before, top = self.following(), self.before(), self.stack[-1] if self.stack else None
        last = self.last_link
        if following is None and last is not None and last.relation in ("conc", "about", "topic"):
            return  # what is comment 3 about
        if self.about or following is None or [word.plain for word in self.words[item.start : item.end + 1]] == _SOON:
            refuse(item.start)
        if following.sort == "each":
            return  # comments on each topic
        self.described = None
        if (
            before is not None
            and before.sort == "kind"
            and top is not None
            and before.start == top.at
            and not top.named
        ):
            self.described = top  # what stands by a kind is said of it
            things = self.called(following, top.kind, top.term) if following.sort in ("title", "quote") else []
            if things and top.kind and (following.sort == "quote" or following.end > following.start + 1):
                self.place += 1
                top.things, top.options = (things, []) if len(things) == 1 else ([], things)
                return
        self.about = True
        self.verb = None if self.verb == NEUTRAL else self.verb

    # Words of the form.

    def _mix(self, item: Item) -> None:
        refuse(item.start)

    _mean = _meaning = _versus = _also = _lower = _higher = _decimal = _pair = _nothing = _mix

    def _open(self, item: Item) -> None:
        if self.last_noun is None or self.last_noun not in self.stack:
            refuse(item.start)
        short, end = self.following(), self.following(1)
        alone = short is not None and end is not None and (short.sort, end.sort) == ("name", "close")
        if short is not None and alone and self.glosses([short.value]):  # Folkesundhed og Kvalitetsudvikling (CFK)
            self.place += 2
            return
        self.nest.append(self.last_noun)

    def _close(self, item: Item) -> None:
        if not self.nest:
            refuse(item.start)
        noun = self.nest.pop()
        self.last_noun, self.stack = noun, self.stack[: self.stack.index(noun) + 1]
        of_it = [link for other in self.nouns() for link in other.conditions if link.of is noun]
        self.last_link = of_it[0] if of_it else None

    def _intitle(self, item: Item) -> None:
        before = self.before()
        told = [noun for noun in self.nouns() if noun.text]
        if before is None or before.sort != "quote" or not told:
            refuse(item.start)
        told[-1].in_title = told[-1].in_title or self.plain(item) in _IN_TITLE

    def _outside(self, item: Item) -> None:
        if self.absent:
            refuse(item.start)
        self.absent, self.verb = "not", ("part", "register", "member")

    def _ormore(self, item: Item) -> None:
        if self.last_link is None or not self.last_link.number or self.last_link.number[0] != "=":
            refuse(item.start)
        self.last_link.number = (">=", self.last_link.number[1])

    def _aux(self, item: Item) -> None:
        if self.place == 1:
            refuse(item.start)
        before = self.before()
        at = next((at for at in (item.start, item.start - 1) if at > 0 and self.words[at].plain == "der"), 0)
        if self.stack and at and self.words[at - 1].plain == ",":  # handleplaner, der var
            self._rel(item)
            return
        if self.clause is not None and self.clause.conditions and before is not None and before.sort != "and":
            self.end_clause()
        self.predicate = bool(self.stack)

    def _people(self, item: Item) -> None:
        """Those in, our colleagues of, before a region or strategy."""
        following = self.following()
        if following is None or following.sort != "name" or following.start > item.end:
            refuse(item.start)

    def _with(self, item: Item) -> None:
        self.relative = False

    def _any(self, item: Item) -> None:
        if self.absent == "not":
            self.absent = "no"

    def _atall(self, item: Item) -> None:
        if not any(other.sort in ("not", "no") for other in self.items):
            refuse(item.start)

    def _dot(self, item: Item) -> None:
        if self.verb or self.absent or self.number or not (self.stack or self.pending_scope):
            refuse(item.start)
        self.stack = self.stack[: self.stack.index(self.nest[-1]) + 1] if self.nest else self.stack[:1]
        self.relative, self.predicate, self.last_link = False, False, None

    def _which(self, item: Item) -> None:
        following = self.following()
        if self.stack and self.stack[0].named and following is not None and following.sort == "kind":
            return  # CFK is responsible for which action plans
        if self.stack or self.form != LIST:
            refuse(item.start)

    def _back(self, item: Item) -> None:
        """Its, their: of the strategy or what is asked for, before what has a name of its own."""
        following, further = self.following(), self.following(1)
        named = further is not None and further.sort in ("title", "quote", "number", "code", "part")
        of_strategy = following is not None and following.value in ("sg:Strategy", "*") and bool(self.nouns())
        if following is None or following.start > item.end or not ((following.sort == "kind" and named) or of_strategy):
            refuse(item.start)
        if of_strategy:
            if not any(other.sort == "name" for other in self.items[: self.place]):
                refuse(item.start)
            self.place += 1

    def _light(self, item: Item) -> None:
        """A word before a kind that does not change what is of it: different, specific."""
        following = self.following()
        if following is None or following.start > item.end or following.sort not in ("kind", "light", "name", "value"):
            refuse(item.start)

    def _what(self, item: Item) -> None:
        following = self.following()
        self._which(item)
        if following is not None and following.start == item.end and following.sort in ("kind", "light", "number"):
            return  # what goals
        self.begin(Noun(item.start))

    def _whatis(self, item: Item) -> None:
        self._which(item)
        self.what = True
        told = self.items[-1].sort == "about" or any(
            other.sort == "verb" and other.value != "*" and "status" not in other.value for other in self.items
        )
        if told and self.choose(2) == 0:
            self.begin(Noun(item.start))

    def _anything(self, item: Item) -> None:
        if self.stack and self.verb not in (None, NEUTRAL) and not self.absent:
            return  # a verb without an object says that there is something
        if self.stack:
            refuse(item.start)
        self.begin(Noun(item.start))

    def _who(self, item: Item) -> None:
        self._which(item)
        self.begin(Noun(item.start, ["org:Organization"]))

    def _when(self, item: Item) -> None:
        self._which(item)
        self.begin(Noun(item.start, ["sg:TimelineEntry"]))

    def _count(self, item: Item) -> None:
        if not self.stack or self.following() is not None:  # “goals in the plan: number”
            self._which(item)
        further = [other.sort for other in self.items[self.place :]]
        named = further[:1] == ["name"] and not {"kind", "value"} & set(further[1:3])  # how many specialist areas
        if self.form != LIST or named or (item.start and self.words[0].plain in _WHICH):  # which stated number
            refuse(item.start)
        self.form = COUNT

    def _yes(self, item: Item) -> None:
        if self.place != 1:
            refuse(item.start)
        self.form = TRUTH

    def _rel(self, item: Item) -> None:
        before = self.before()
        if self.clause is not None and before is not None and before.sort == "and":
            self.end_clause()
        if self.stack:
            self.relative, self.predicate = True, False

    def _not(self, item: Item) -> None:
        before, following = self.before(), self.following()
        named = before is not None and before.sort in ("kind", "word", "title") and following is not None
        listed = self.joint == "neither"
        if self.absent or listed or (named and following is not None and following.sort in NAMED_BY):
            refuse(item.start)
        if before is not None and following is not None and (before.sort, following.sort) == ("name", "name"):
            refuse(item.start)  # Zealand's not plan
        if before is not None and before.sort == "part":
            refuse(item.start)  # within what a thing is called by
        last = self.last_link
        if self.form == TRUTH and not self.stack:
            refuse(item.start)
        aside = item.start and self.words[item.start - 1].plain in (",", "(", ";")
        if aside and not self.verb and following is not None and following.sort in ("kind", "title", "quote"):
            refuse(item.start)  # initiatives, not goals
        if last and not self.verb and following is None and not last.absent:
            if sum(len(noun.conditions) for noun in self.stack) != 1 or last.number or self.form == TRUTH:
                refuse(item.start)
            last.absent = True
            return
        self.absent = "not"

    def _no(self, item: Item) -> None:
        following = self.following()
        if self.form == TRUTH and not self.stack:
            refuse(item.start)  # are there none?
        if following is not None and following.value == "resp" and self.following(1) is None and not self.absent:
            self.absent = "no"  # has no responsible
            return
        tied = following is not None and self.words[following.start].plain in _TIES  # no link to
        if self.absent or following is None or (following.sort not in _DENIED and not tied):
            refuse((following or item).start)
        self.absent = "no"

    def _both(self, item: Item) -> None:
        self.joint = "both"

    def _neither(self, item: Item) -> None:
        if self.absent:
            refuse(item.start)
        self.absent, self.joint = "not", "neither"

    def _nor(self, item: Item) -> None:
        if self.joint != "neither" or self.last_link is None or self.absent:
            refuse(item.start)
        self.absent = "not"

    def _either(self, item: Item) -> None:
        self.aimed = True

    def _nor_follows(self) -> bool:
        return any(other.sort in ("or", "nor") for other in self.items[self.place :])

    def _and(self, item: Item) -> None:
        if not self.stack or self.following() is None:
            refuse(item.start)
        if self.joint == "neither" and self._nor_follows():
            refuse(item.start)
        if self.joint != "both":
            self.joint = "and"

    def _or(self, item: Item) -> None:
        if not self.stack or self.joint == "both":
            refuse(item.start)
        if self.joint == "neither":
            self._nor(item)
        else:
            self.joint = "or"


def readings(items: Sequence[Item], words: Sequence[Token], lexicon: Lexicon, language: str) -> Iterator[Query]:
    """What *items* can ask in a question in *language*. Raises Unfit, of the reading that came farthest, where they ask
    nothing."""
    if (compared := halves(used(items, words, lexicon))) is not None:
        operator, *both = compared
        one, other = (list(readings(half, words, lexicon, language)) if half else [] for half in both)
        for asked, than in product(one, other):
            told = all(of.strategies or of.years or of.conditions for of in (asked.asked, than.asked))
            if asked.form != LIST or than.form != LIST or not told:
                refuse(both[1][-1].start)
            counted = Condition("part", False, than.asked)
            yield Query(asked.asked, MORE, counted, operator == "<", language=language)
        return
    waiting: list[tuple[int, ...]] = [()]
    made, found = 0, False
    fault: Unfit | None = None
    while waiting and made < _READINGS:
        taken = waiting.pop(0)
        reading = _Reading(items, words, lexicon, taken)
        made += 1
        try:
            yield reading.read(language)
            found = True
        except Unfit as error:
            fault = error if fault is None or error.at > fault.at else fault
        waiting += [
            (*taken, *[0] * (number - len(taken)), choice)
            for number, count in enumerate(reading.options)
            if number >= len(taken)
            for choice in range(1, count)
        ]
    if not found and fault is not None:
        raise fault
