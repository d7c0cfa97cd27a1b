"""How many, each, most and all; and clauses of what is joined with a set (“whose”, “where”), of one or of all."""

from collections.abc import Sequence
from dataclasses import replace

from strategigraf.ask.joining import NEUTRAL
from strategigraf.ask.lexicon import Lexicon, Token
from strategigraf.ask.qualifying import Qualifying
from strategigraf.ask.spans import Item
from strategigraf.ask.tree import COUNT, EVERY, LIST, TRUTH, UNKNOWN, Link, Noun, is_value, refuse, singular

_EXTREMES = {
    "extreme.late": ("time", True),
    "extreme.early": ("time", False),
    "extreme.sure": ("sure", True),
    "extreme.unsure": ("sure", False),
}
_OF_ALL = (("of", "the"), ("af", "de"))
_BETWEEN = ("verb", "aux", "with")
OPPOSITE = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}
_BY = ("by", "af", "in", "i", "to", "til", "under", "for", "of", "on", "på")  # each of which: all of them, together
_APART = ("for", "under", "ved", "til")  # each of which shows what is listed apart


class Quantifying(Qualifying):
    """A reading, with its numbers and clauses."""

    def __init__(self, items: Sequence[Item], words: Sequence[Token], lexicon: Lexicon, taken: Sequence[int]) -> None:
        super().__init__(items, words, lexicon, taken)
        self.holding: Noun | None = None  # what has a clause after “whose” that follows
        self.clauses: list[Link] = []
        self.all_of_them = False  # where all goals
        self.compared: Link | None = None  # a number that is compared with that of a thing, which comes now
        self.extreme: tuple[str, bool] | None = None
        self.total = 0  # of which some are asked for
        self.top = False  # the top three

    # Clauses.

    def _whose(self, item: Item) -> None:
        """Whose goals, where no goal: what follows is said of things that are joined with the last set."""
        following, further, then = (self.following(offset) for offset in range(3))
        at_first = not self.stack and self.form == LIST and self.words[item.start].plain in ("where", "hvor")
        if at_first and any(other.sort in ("about", "word", "quote") for other in self.items):
            self.place_of = True  # where does it say
            self.begin(Noun(item.start))
            return
        self.end_clause()
        holders = [noun for noun in self.stack if not noun.named]
        if not holders or following is None or self.verb not in (None, NEUTRAL) or self.absent or self.number:
            refuse(item.start)
        self.verb, self.stack = None, self.stack[: self.stack.index(holders[-1]) + 1]
        self.last_noun, self.last_link = holders[-1], None
        if following.sort == "kind" and further is not None and further.sort == "aux" and then is not None:
            kind = following.value
            if is_value(kind) or (then.sort == "kind" and then.value == kind) or kind == "org:Organization":
                self.place += 2  # whose status is planned
                self.verb = ("resp",) if kind == "org:Organization" else None
                self.relative = True
                return
        self.relative = True
        if following.sort in ("name", "value", "verb", "aux"):  # where somebody is responsible
            if self.words[item.start].plain == "whose" or self.all_of_them:
                refuse(item.start)
            return
        self.holding = holders[-1]

    def join(self, target: Noun, relation: str, inverse: bool, noun: Noun, item: Item) -> Link:
        """See Joining; what is joined first after “whose” is what its clause is of."""
        link = super().join(target, relation, inverse, noun, item)
        if self.holding is not None:
            if target is not self.holding or noun.named or not noun.kinds:
                refuse(item.start)
            self.clauses.append(link)
            self.clause, self.holding = noun, None
            self.nest.append(noun)
        return link

    def end_clause(self) -> None:
        """Ends the clause after “whose”: what follows is said of what is asked for."""
        if self.clause is None:
            return
        self.nest.remove(self.clause)
        self.clause, self.relative = None, False
        self.stack = self.nest[-1:] or self.stack[:1]
        self.last_link, self.last_noun = None, self.stack[0]

    def _clause_ended(self, link: Link) -> None:
        """Checks that what the clause of *link* says holds of one of several, or says it of all of them. Raises
        Unfit."""
        of = link.of
        if self.all_of_them:
            if len(of.conditions) != 1 or of.years or of.text or link.absent or link.number:
                refuse(of.at)
            (told,) = of.conditions
            if told.number or told.only or told.of.conditions or told.basis or told.sure:
                refuse(of.at)
            others = Noun(of.at, of.kinds, of.term, scope=of.scope, conditions=[replace(told, absent=not told.absent)])
            self.holder(link).conditions.append(replace(link, of=others, absent=True))
            of.conditions = []
            return
        if not (of.conditions or of.years or of.text or link.absent or link.number):
            refuse(of.at)
        if link.absent and any(told.absent for told in of.conditions):
            refuse(of.at)  # where none is not
        one = link.relation == "part" and not link.inverse
        if not (one or link.absent or link.number) and any(told.absent or told.only for told in of.conditions):
            refuse(of.at)  # whose initiatives are not: none of them, or not all?

    def _word(self, item: Item) -> None:
        if self.about or "resp" not in (self.verb or ()) or not self._task(item):
            super()._word(item)

    def _task(self, item: Item) -> bool:
        """Whether what somebody is responsible for is told by words of its title alone, from *item* to the end."""
        asked = self.stack[0] if self.stack else None
        words = [other for other in self.items[self.place - 1 :] if other.sort in ("word", "title", "and")]
        if asked is None or asked.kind != "org:Organization" or asked.named or words != self.items[self.place - 1 :]:
            return False
        text = [self.words[at].plain for at in self._run(item, True)]
        self.attach(Noun(item.start, ["sg:Initiative"], text=text, in_title=True), item, [asked])
        return True

    def beside_each(self, item: Item) -> None:
        """The initiatives under each goal: those of any, with it beside."""
        following = self.following()
        if following is None or following.sort != "kind" or self.absent:
            refuse(item.start)
        self.place += 1
        written, _, term = following.value.partition("=")
        self.attach(Noun(following.start, written.split("+"), term), following, self.stack[:1])
        assert self.last_link is not None
        self.beside.append((self.last_link.relation, self.last_link.inverse, written.partition("+")[0]))

    def _of_every(self, asked: Noun) -> None:
        """Checks what is said of all of *asked*: just one thing, of one strategy or of what is part of a thing by name.
        Raises Unfit."""
        conditions = asked.conditions
        denials = ("not", "no", "neither", "outside")
        if any(one.sort in denials for token in self.words for one in self.lexicon.phrases.get(token.plain, ())):
            refuse(asked.at)  # not all, or none?
        of_whole = len(conditions) > 1 and conditions[0].relation == "part" and conditions[0].of.named
        said = len(conditions) - of_whole + bool(asked.years) + bool(asked.text)
        where = asked.scope or of_whole or len(self.strategies_of(asked)) == 1
        if self.form != TRUTH or said != 1 or asked.named or not where or (of_whole and conditions[0].absent):
            refuse(asked.at)
        self.form = EVERY

    def _call(self, item: Item) -> None:
        """The title, the years, before what they are."""
        following = self.following()
        if following is None or following.start > item.end:
            refuse(item.start)
        if following.sort not in ("title", "quote", "name", "year", "period", "date"):
            refuse(item.start)

    def _earlier(self, item: Item) -> None:
        """Old, former, before a kind: of the one strategy that has some which others continue."""
        following = self.following()
        if self.genitive is not None or following is None or following.sort != "kind" or following.start > item.end:
            refuse(item.start)
        kind, _, term = following.value.partition("=")
        found = [pair.others for pair in self.lexicon.pairs if (pair.relation, pair.other) == ("cont", kind)]
        old = {name for name in set().union(*found) if self.lexicon.has(kind, term, name)}
        if len(old) != 1:
            refuse(item.start)
        self.genitive = item._replace(sort="name", value=min(old))

    def _together(self, item: Item) -> None:
        """Together with: both are so."""
        following, last = self.following(), self.last_link
        named = last is not None and last.of.named and not last.absent and not self.joint and not self.verb
        if named and following is not None and following.sort in ("name", "title", "quote", "code"):
            self.joint = "both"

    def _degree(self, item: Item) -> None:
        """Closely, exactly: how a counterpart is one."""
        following, last = self.following(), self.last_link
        if "counterpart" in (self.verb or ()):
            self.verb, self.direction = (item.value.partition(".")[2],), {}
        elif last is not None and last.relation == "counterpart" and not self.verb:
            last.relation = item.value.partition(".")[2]
        elif following is not None and following.sort == "verb" and "counterpart" in following.value.split():
            self.place += 1
            self.take_verb(following._replace(value=item.value.partition(".")[2]))
        else:
            refuse(item.start)

    # Numbers.

    def _several(self, item: Item) -> None:
        if any(later.sort == "than" for later in self.items[self.place :]):
            self._more(item)
        else:
            self._compare(">", item._replace(value="1"))

    def _more(self, item: Item) -> None:
        """More, fewer than a thing has."""
        compared = any(later.sort == "than" for later in self.items[self.place :])
        if self.number or self.absent or self.form != LIST or not compared:
            refuse(item.start)
        self.number = ("<" if item.sort == "fewer" else ">", UNKNOWN)
        self._demand_kind(item)

    def _than(self, item: Item) -> None:
        last, following = self.last_link, self.following()
        if last is None or last.number is None or last.number[1] != UNKNOWN or last.than is not None or self.compared:
            refuse(item.start)
        if following is None or following.sort not in ("kind", "title", "quote", "code", "name"):
            refuse(item.start)
        if self.verb is not None or self.holder(last) is not self.asked:
            refuse(item.start)
        self.compared = last

    def _only(self, item: Item) -> None:
        ahead = next((at for at, one in enumerate(self.items[self.place :]) if one.sort not in _BETWEEN), 0)
        number = self.items[self.place + ahead] if self.place + ahead < len(self.items) else item
        if ahead and number.sort == "number":  # is only part of one
            at = self.place + ahead
            self.items = [*self.items[:at], item._replace(sort="="), *self.items[at:]]
            return
        super()._only(item)

    def thing(self, item: Item, things: list[str]) -> None:
        """See Naming; after “than” it is what a number is compared with, of the kind of what has it."""
        link, self.compared = self.compared, None
        if link is None:
            super().thing(item, things)
            return
        holder = self.holder(link)
        inside = [one for one in map(self.lexicon.things.__getitem__, things) if [one.kind] == holder.kinds]
        if holder.scope:
            inside = [one for one in inside if one.strategy in holder.scope]
        names = [one.name for one in inside]
        if len(names) != 1 or holder.named:
            refuse(item.start)
        link.than = self.last_noun = Noun(item.start, list(holder.kinds), things=names)
        holder.scope = holder.scope or link.than.within(self.lexicon)
        self.stack.append(link.than)

    def _extreme(self, item: Item) -> None:
        """The latest, the oldest, the least certain of what is asked for."""
        if self.extreme or self.absent or self.number or self.form != LIST or self.each or self.most:
            refuse(item.start)
        if len(self.stack) > 1 or (self.verb not in (None, NEUTRAL) and "sched" not in (self.verb or ())):
            refuse(item.start)
        self.verb = None
        self.extreme = _EXTREMES[item.value]

    def _top(self, item: Item) -> None:
        following, further = self.following(), self.following(1)
        if self.stack or following is None or further is None or (following.sort, further.sort) != ("number", "kind"):
            refuse(item.start)
        self.top = True

    def _mostby(self, item: Item) -> None:
        if not self.top:
            refuse(item.start)
        self._most(item)

    def _operator(self, item: Item) -> None:
        following = self.following()
        denied = self.form == TRUTH and {"not", "ikke"} & set(self.plain(item).split())
        if following is None or following.sort != "number" or denied:
            refuse(item.start)
        self.place += 1
        self._compare(item.sort, following)

    def _compare(self, operator: str, item: Item) -> None:
        if self.absent:
            if operator not in OPPOSITE or self.form == TRUTH:  # then so many there are, and so many are not
                refuse(item.start)
            operator, self.absent = OPPOSITE[operator], ""
        self.number = (operator, int(item.value))
        self._demand_kind(item)

    def _demand_kind(self, item: Item) -> None:
        following = self.following()
        if following is not None and following.sort in ("own", "basis", "bare"):
            following = self.following(1)
        if following is not None and following.sort in ("name", "value"):
            following = self.following(1)
        if following is None or following.sort not in ("kind", "mate"):
            refuse(item.start)

    def _each(self, item: Item) -> None:
        if self.last_link is not None and self.last_link.number and not self.verb:
            return  # more than one initiative each
        following, before = self.following(), self.before()
        if following is not None and before is not None and (before.sort, following.sort) == ("kind", "verb"):
            sorts = {other.sort for other in self.items[self.place :]}
            if self.form != LIST or not sorts & {"number", *OPPOSITE, "="}:
                refuse(item.start)
            return  # which goals each have three initiatives
        later = [at for at in range(self.place, len(self.items)) if self.items[at].sort == "count"]
        listed = any(other.sort == "which" for other in self.items)
        if self.form == TRUTH and not self.stack and self.place == 2:
            self.every = True  # has each goal
            self._demand_kind(item)
            return
        said = before is not None and before.sort in ("aux", "verb") and self.words[before.end - 1].plain not in _BY
        if said and self.form == LIST and self.stack and listed and not later:
            self.beside_each(item)
            return
        if self.form == LIST and self.stack and listed and not later and self.words[item.start].plain in _APART:
            self.beside_each(item)
            return
        if self.form == LIST and self.stack and (later or not listed):  # goals per track; number
            self.form = COUNT
            self.items = [other for at, other in enumerate(self.items) if at not in later]
        if self.form != COUNT or self.each:
            refuse(item.start)
        following, further = self.following(), self.following(1)
        if following is not None and further is not None and (following.sort, further.sort) == ("number", "kind"):
            self.total = int(following.value)  # each of the three tracks
            self.place += 1
        self.each = True
        self._demand_kind(item)

    def _most(self, item: Item) -> None:
        either = self.form == TRUTH and bool(self.stack) and len(self.stack[0].things) > 1  # has A or B the most
        self.form = LIST if either else self.form
        if self.form != LIST or self.most or self.absent:
            refuse(item.start)
        self.most, self.fewest, self.counted_first = True, item.sort == "fewest", not self.stack
        self._demand_kind(item)

    def _first(self, item: Item) -> None:
        following = self.following()
        late, asked = item.sort == "last", self.stack[0] if self.stack else None
        if following is None and asked is not None:  # comes first, is the last one
            self._extreme(item._replace(value=f"extreme.{'late' if late else 'early'}"))
            return
        if asked is not None and (asked.kinds or not self.what):
            refuse(item.start)
        if self.plain_number is not None:
            number, self.plain_number = self.plain_number, None
        elif following is not None and following.sort == "number":
            number = int(following.value)
            self.place += 1
        elif following is not None and following.sort == "kind" and singular(self.plain(following), following.value):
            number = 1
        else:
            refuse(item.start)
        self.first = -number if late else number

    def _number(self, item: Item) -> None:
        following, before = self.following(), self.before()
        again = before is not None and before.sort in ("and", "or") and following is not None
        if again and item.value == "1" and following is not None and following.sort in ("year", "period"):
            return  # one for 2025
        if self.joint and self._again(item):
            return
        if item.value == "1" and not self.words[item.start].plain[0].isdigit():
            if following is None or following.sort not in ("kind", "mate", "title"):
                refuse(item.start)
            return  # an article
        if following is None or following.sort not in ("kind", "first", "last"):
            refuse(item.start)
        if self._of_all(item):
            self.total = int(item.value)
        else:
            self.plain_number = int(item.value)

    def _of_all(self, item: Item) -> bool:
        """Whether the number is of all things of which some are asked for: “which of the 15 goals”."""
        before = tuple(token.plain for token in self.words[max(item.start - 2, 0) : item.start])
        return before in _OF_ALL and not self.stack

    def _again(self, item: Item) -> bool:
        """Whether it is another thing of the kind of the last one, by its number alone."""
        last = self.last_noun
        things = self.lexicon.numbered(last.kind, "", item.value) if last is not None and last.named else []
        if things:
            self.thing(item, things)
        return bool(things)

    def _code(self, item: Item) -> None:
        if self.joint and self._again(item):
            return
        self.thing(item, self.lexicon.numbered("sdgo:Target" if "." in item.value else "sg:Initiative", "", item.value))
