"""From the items of a question to what it asks: every item is used, or there is no reading.

One pass from left to right over a stack of sets (`joining`). Where several readings are possible all are made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from strategigraf.ask.joining import NEUTRAL, has_own
from strategigraf.ask.lexicon import ANY, Lexicon, Token
from strategigraf.ask.naming import Naming
from strategigraf.ask.spans import Item
from strategigraf.ask.tree import COUNT, EACH, LIST, TRUTH, Freezing, Noun, Query, Unfit, in_strategy, is_value, refuse

_READINGS = 16  # so many readings of one cover are made
_OPPOSITE = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}
_SORTS = {
    **dict.fromkeys(_OPPOSITE, "operator"),
    "=": "operator",
    "fewest": "most",
    "last": "first",
    "but": "and",
}
_NEED_CONDITION = ("org:Organization", "sdgo:Goal", "sdgo:Target", ANY)


class _Reading(Naming):
    """One reading of the items that cover a question."""

    def read(self, language: str) -> Query:
        """What the items ask, in a question in *language*. Raises Unfit."""
        first = self.lexicon.phrases.get(self.words[0].plain, ())
        if not self.items or (self.items[0].start and any(phrase.sort == "yes" for phrase in first)):
            refuse(0)
        while self.place < len(self.items):
            item = self.items[self.place]
            self.place += 1
            getattr(self, f"_{_SORTS.get(item.sort, item.sort)}")(item)
        return self._finished(language)

    # Words of the form.

    def _mix(self, item: Item) -> None:
        refuse(item.start)

    _back = _also = _mix

    def _open(self, item: Item) -> None:
        if self.last_noun is None or self.last_noun not in self.stack:
            refuse(item.start)
        self.nest.append(self.last_noun)

    def _close(self, item: Item) -> None:
        if not self.nest:
            refuse(item.start)
        noun = self.nest.pop()
        self.last_noun, self.stack = noun, self.stack[: self.stack.index(noun) + 1]

    def _intitle(self, item: Item) -> None:
        before = self.before()
        if before is None or before.sort != "quote":
            refuse(item.start)

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
        self.predicate = bool(self.stack)

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
        if self.stack or self.form != LIST:
            refuse(item.start)

    def _what(self, item: Item) -> None:
        self._which(item)
        self.begin(Noun(item.start))

    def _whatis(self, item: Item) -> None:
        self._which(item)
        self.what = True
        told = any(other.sort == "verb" and other.value != "*" and "status" not in other.value for other in self.items)
        if told and self.choose(2) == 0:
            self.begin(Noun(item.start))

    def _who(self, item: Item) -> None:
        self._which(item)
        self.begin(Noun(item.start, ["org:Organization"]))

    def _when(self, item: Item) -> None:
        self._which(item)
        self.begin(Noun(item.start, ["sg:TimelineEntry"]))

    def _count(self, item: Item) -> None:
        self._which(item)
        self.form = COUNT

    def _yes(self, item: Item) -> None:
        if self.place != 1:
            refuse(item.start)
        self.form = TRUTH

    def _rel(self, item: Item) -> None:
        if self.stack:
            self.relative, self.predicate = True, False

    def _not(self, item: Item) -> None:
        if self.absent:
            refuse(item.start)
        last = self.last_link
        if last and not self.verb and self.following() is None and not last.absent:
            if sum(len(noun.conditions) for noun in self.stack) != 1 or last.number:
                refuse(item.start)
            last.absent = True
            return
        self.absent = "not"

    def _no(self, item: Item) -> None:
        following = self.following()
        if (
            self.absent
            or following is None
            or following.sort not in ("kind", "mate", "own", "title", "quote", "value", "name")
        ):
            refuse((following or item).start)
        self.absent = "no"

    def _own(self, item: Item) -> None:
        if self.own:
            refuse(item.start)
        last = self.last_link
        following = self.following()
        if last and not self.verb and has_own(last.relation) and (following is None or following.sort != "kind"):
            further = self.holder(last).conditions if self.joint in ("both", "neither") else [last]
            for link in further:
                link.own = link.own or has_own(link.relation)
            return
        self.own = True

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

    def _and(self, item: Item) -> None:
        if not self.stack or self.following() is None:
            refuse(item.start)
        if self.joint not in ("both", "neither"):
            self.joint = "and"

    def _or(self, item: Item) -> None:
        if not self.stack or self.joint == "both":
            refuse(item.start)
        if self.joint == "neither":
            self._nor(item)
        else:
            self.joint = "or"

    # Numbers.

    def _only(self, item: Item) -> None:
        following = self.following()
        if following is None or following.sort != "number":
            refuse(item.start)
        self.place += 1
        self._compare("=", following)

    def _several(self, item: Item) -> None:
        self._compare(">", item._replace(value="1"))

    def _operator(self, item: Item) -> None:
        following = self.following()
        if following is None or following.sort != "number":
            refuse(item.start)
        self.place += 1
        self._compare(item.sort, following)

    def _compare(self, operator: str, item: Item) -> None:
        if self.absent:
            if operator not in _OPPOSITE:
                refuse(item.start)
            operator, self.absent = _OPPOSITE[operator], ""
        self.number = (operator, int(item.value))
        self._demand_kind(item)

    def _demand_kind(self, item: Item) -> None:
        following = self.following()
        if following is not None and following.sort == "own":
            following = self.following(1)
        if following is not None and following.sort == "name":
            following = self.following(1)
        if following is None or following.sort not in ("kind", "mate"):
            refuse(item.start)

    def _each(self, item: Item) -> None:
        if self.form != COUNT or self.each:
            refuse(item.start)
        self.each = True
        self._demand_kind(item)

    def _most(self, item: Item) -> None:
        if self.form != LIST or self.most or self.absent:
            refuse(item.start)
        self.most, self.fewest = True, item.sort == "fewest"
        self._demand_kind(item)

    def _first(self, item: Item) -> None:
        following = self.following()
        if self.stack:
            refuse(item.start)
        if self.plain_number is not None:
            number, self.plain_number = self.plain_number, None
        elif following is not None and following.sort == "number":
            number = int(following.value)
            self.place += 1
        else:
            refuse(item.start)
        self.first = number if item.sort == "first" else -number

    def _number(self, item: Item) -> None:
        following = self.following()
        if self.joint and self._again(item):
            return
        if item.value == "1" and not self.words[item.start].plain[0].isdigit():
            if following is None or following.sort not in ("kind", "mate", "title"):
                refuse(item.start)
            return  # an article
        if following is None or following.sort not in ("kind", "first", "last"):
            refuse(item.start)
        self.plain_number = int(item.value)

    def _again(self, item: Item) -> bool:
        """Whether it is another thing of the kind of the last one, by its number alone."""
        last = self.last_noun
        things = self._numbered(last.kind, "", item.value) if last is not None and last.named else []
        if things:
            self._thing(item, things)
        return bool(things)

    def _code(self, item: Item) -> None:
        if self.joint and self._again(item):
            return
        self._thing(item, self._numbered("sdgo:Target" if "." in item.value else "sg:Initiative", "", item.value))

    # Years.

    def _year(self, item: Item) -> None:
        self._in_time((int(item.value), int(item.value)), item)

    def _period(self, item: Item) -> None:
        start, _, end = item.value.partition("-")
        self._in_time((int(start), int(end if len(end) == 4 else start[:2] + end)), item)

    def _in_time(self, years: tuple[int, int], item: Item) -> None:
        before, top = self.before(), self.stack[-1] if self.stack else None
        if before is not None and before.sort in ("name", "kind") and top is not None:
            for noun in (top, self.stack[0]):
                within = {s for s in noun.scope or () if self._has_years(s, years)}
                if within and before.sort == "name":
                    noun.scope = within
                    return
        if self.pending_years:
            refuse(item.start)
        if self.verb in (None, NEUTRAL) or "sched" in (self.verb or ()):
            for noun in self.stack[::-1]:
                if noun.years is None and self._dated(noun) and not noun.named:
                    noun.years, self.verb = years, None
                    return
            if self.stack and self._timed(self.stack[0]):
                self.attach(Noun(item.start, ["sg:TimelineEntry"], years=years), item, self.stack[:1])
                return
            if self.stack and self.stack[0].kind == "sg:Strategy":
                self.stack[0].years, self.verb = years, None
                return
        if self.stack and not self._chosen_by_year(self.stack[0], years):
            refuse(item.start)
        if not self.stack:
            self.pending_years = years

    def _chosen_by_year(self, noun: Noun, years: tuple[int, int]) -> bool:
        """Whether the years say which strategies are meant, where the things of *noun* have no time."""
        strategies = {s for s in self._strategies_of(noun) if self._has_years(s, years)}
        if noun.scope is not None or not strategies or self.verb not in (None, NEUTRAL):
            return False
        noun.scope = strategies
        return True

    # The end.

    def _strategy_alone(self) -> None:
        (item,) = self.pending_scope[:1]
        scopes = [self._scope_of(one) for one in self.pending_scope]
        years, self.pending_years, self.pending_scope = self.pending_years, None, []
        self.asked = Noun(item.start, ["sg:Strategy"], things=sorted(set.intersection(*scopes)), years=years)
        self.stack = [self.asked]
        if years is not None and "sched" in (self.verb or ()):
            self.verb = None

    def _finished(self, language: str) -> Query:
        end = self.items[-1].start
        if self.asked is None and self.pending_scope and self.form == TRUTH:
            self._strategy_alone()
        asked = self.asked
        if (
            self.genitive is not None
            or self.adjectives
            or (self.what and asked is not None and asked.named and asked.conditions)
        ):
            refuse(end)
        if asked is None or self.plain_number is not None or self.number or self.each or self.most or self.about:
            refuse(end)
        if self.verb not in (None, NEUTRAL):
            self.verb_alone(end)
        if self.absent or self.own or self.joint in ("and", "or") or self.pending_scope or self.pending_years:
            refuse(end)
        narrowed = bool(asked.conditions or asked.years or asked.text)
        if self.form == TRUTH and not narrowed and not (asked.scope and not asked.named):
            refuse(asked.at)
        if asked.kind in _NEED_CONDITION and not narrowed and self.form in (LIST, COUNT) and not self.what:
            refuse(asked.at)
        if is_value(asked.kind) and not narrowed and self.form == LIST:
            refuse(asked.at)
        for noun in self.nouns():
            if noun.vague and not noun.scope and not (noun is asked and noun.conditions):
                refuse(noun.at)
        self._only_where_there_are()
        freezing = Freezing(self.lexicon, self.choose, list(self.nouns()))
        frozen = freezing.frozen(asked)
        said = [(one.relation, one.inverse, one.of) for one in frozen.conditions]
        if len(set(said)) < len(said):
            refuse(end)  # the same twice
        counted = None if self.counted is None else freezing.condition(self.counted)
        query = Query(frozen, self.form, counted, self.fewest, self.first, tuple(self.beside), language)
        return replace(query, expected=self.expected)

    def _only_where_there_are(self) -> None:
        """Asks for what is absent, or few, only of the strategies that have it at all, and where it is absent from a
        thing by name, of that thing's."""
        noun = self.stack[0] if self.form == EACH else self.asked
        if noun is None or noun.scope is not None or noun.named or not in_strategy(noun.kind):
            return
        for link in noun.conditions:
            few = link.number is not None and (link.number[0] in ("<", "<=") or link.number[1] == 0)
            if link.absent or few:
                inside = link.of.within(self.lexicon) or set()
                having = {
                    strategy
                    for kind in noun.kinds
                    for other in link.of.kinds or [ANY]
                    for strategy in self.lexicon.strategies_with(link.relation, link.inverse, kind, other)
                    if any(self.lexicon.has(one, noun.term, strategy) for one in noun.kinds)
                }
                near = having & inside if link.relation not in ("cont", "counterpart") else set()
                noun.scope = (noun.scope or set()) | (near or having) or None


def readings(items: Sequence[Item], words: Sequence[Token], lexicon: Lexicon, language: str) -> Iterator[Query]:
    """What *items* can ask in a question in *language*. Raises Unfit, of the reading that came farthest, where they ask
    nothing."""
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
