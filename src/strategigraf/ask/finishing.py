"""The end of a reading: what is asked is turned the right way round, and what is left over refuses it."""

from dataclasses import replace
from itertools import pairwise

from strategigraf.ask.joining import NEUTRAL, VALUES
from strategigraf.ask.lexicon import ANY
from strategigraf.ask.quantifying import Quantifying
from strategigraf.ask.spans import Item
from strategigraf.ask.tree import (
    ACROSS,
    COUNT,
    EACH,
    HEARD,
    LIST,
    MOST,
    TRUTH,
    UNKNOWN,
    Freezing,
    Link,
    Noun,
    Query,
    has_confidence,
    in_strategy,
    is_value,
    refuse,
)

_VALUED = ("status", "disposition", "topic")
_NOT_ALONE = {
    *(*_VALUED, "part", "direct", "register", "sdg", "member", "conc", "about", "evidence", "source"),
    *("changed", "unchanged"),
}
_SINGLE = ("status", "disposition", "misfitKind", "stage")  # of which a thing has one
_WITHIN = ("part", "direct", "sched", "supp", "real", "addr")  # relations within one strategy
_TIME = "sg:TimelineEntry"
_NEED_CONDITION = ("org:Organization", "sdgo:Goal", "sdgo:Target", ANY)


_OPERATORS = {"lower": "<", "higher": ">"}


class Finishing(Quantifying):
    """A reading that can be brought to its end."""

    def _through(self, item: Item) -> None:
        """That a link holds by what stands between: “through its goals”."""
        last, following = self.last_link, self.following()
        if last is None or last.absent or last.number or self.verb or last not in self.stack[0].conditions:
            refuse(item.start)
        if self.absent:
            refuse(item.start)  # not through what stands between
        if following is None or following.sort not in ("kind", "title", "quote"):
            refuse(item.start)
        self.via, self.stack = last, self.stack[:1]

    def _sure(self, item: Item) -> None:
        following = self.following()
        operator = "="
        if following is not None and following.sort in ("lower", "higher", ">", "<", ">=", "<=", "="):
            operator = _OPERATORS.get(following.sort, following.sort)
            self.place += 1
            following = self.following()
        if following is None or following.sort != "decimal" or self.sure:
            refuse(item.start)
        self.place += 1
        sure, last = (operator, following.value), self.last_link
        if self.stack and self.stack[0].kind == "sg:Link":
            self.sure, self.verb = sure, None
            self.join(self.stack[0], "basis", False, Noun(item.start, ["sg:basis"]), item)
            return
        further = self.following()
        if (
            last
            and not self.verb
            and has_confidence(last.relation)
            and (further is None or further.sort in ("and", "but"))
        ):
            last.sure = sure
            return
        self.sure = sure

    def _strategy_alone(self) -> None:
        (item,) = self.pending_scope[:1]
        scopes = [self._scope_of(one) for one in self.pending_scope]
        years, self.pending_years, self.pending_scope = self.pending_years, None, []
        self.asked = Noun(item.start, ["sg:Strategy"], things=sorted(set.intersection(*scopes)), years=years)
        self.stack = [self.asked]
        if years is not None and "sched" in (self.verb or ()):
            self.verb = None

    def finished(self, language: str) -> Query:
        """What has been read, in a question in *language*. Raises Unfit."""
        end = self.items[-1].start
        if self.asked is None and self.pending_scope and self.form == TRUTH:
            self._strategy_alone()
        if self.form == MOST and self.counted_first:
            self._turn_counted()
        if (
            self.form in (LIST, COUNT)
            and self.asked is not None
            and self.asked.named
            and self.asked.kind != "sg:Strategy"
        ):
            self._turn_from_named(self.asked)
        asked = self.asked
        described = asked is not None and asked.single and bool(asked.text)
        if (
            self.genitive is not None
            or self.adjectives
            or (self.what and asked is not None and described and asked.conditions)  # what has become of the plan on
            or (self.what and asked is not None and asked.named and asked.conditions)
        ):
            refuse(end)
        if asked is None or self.plain_number is not None or self.number or self.each or self.most or self.about:
            refuse(end)
        whole = asked.kind == _TIME and asked.scope and not (asked.conditions or asked.named)
        if self.items[0].sort == "when" and whole and "sched" in (self.verb or ()):
            asked = self._when_strategy(asked)
        when = self.items[0].sort == "when" and asked.named and "sched" in (self.verb or ())
        if when or (
            "member" in (self.verb or ()) and asked.scope and not asked.named
        ):  # said by the kind, or by the strategy
            self.verb = None
        if self.verb not in (None, NEUTRAL):
            self._verb_alone(end)
            if self.what and asked.named:
                refuse(end)  # what is A responsible for
        if (
            self.absent
            or self.basis
            or self.sure
            or self.only
            or self.alone
            or self.joint in ("and", "or")
            or self.pending_scope
            or self.pending_years
        ):
            refuse(end)
        narrowed = bool(asked.conditions or asked.years or asked.text)
        if self.compared is not None or any(
            link.number is not None and link.number[1] == UNKNOWN and link.than is None
            for noun in self.nouns()
            for link in noun.conditions
        ):
            refuse(end)
        inside = asked.scope and asked.kind == _TIME and not asked.scope & self.strategies_of(asked)
        if self.items[0].sort == "when" and inside:
            refuse(end)  # when was the workshop
        if self.total:
            self._of_total(asked)
        if self.extreme is not None:
            self._of_extreme(asked)
        if self.form == MOST and self.expected:
            self.first = self.expected  # the three with the most
        if self.top and self.form != MOST:
            refuse(end)
        of_one = len(asked.scope or self.strategies_of(asked)) < 2
        of_one = of_one or any(link.of.named and not link.absent for link in asked.conditions)
        if self.form == LIST and self.first and not of_one:
            refuse(asked.at)  # the first goal: of which strategy?
        if self.form == TRUTH and not narrowed and not (asked.scope and not asked.named):
            refuse(asked.at)
        if (
            asked.kind in _NEED_CONDITION
            and not self.extreme
            and not narrowed
            and self.form in (LIST, COUNT)
            and not self.what
        ):
            refuse(asked.at)
        if is_value(asked.kind) and not narrowed and self.form == LIST:
            refuse(asked.at)
        if is_value(asked.kind) and not asked.named and self.form == TRUTH:  # that there is any is not in doubt
            asked = self._stated(asked)
        if self.form == LIST and asked.single and not narrowed and not self.first and in_strategy(asked.kind):
            self._just_one(asked)
        for noun in self.nouns() if asked.scope is None else ():
            inner = noun.single and noun is not asked and noun.kind in ("sg:Vision", "sg:Mission")
            if inner and not noun.named and noun.scope is None:  # the vision: of which strategy?
                noun.scope, noun.any_scope = self.strategies_of(noun), True
        for noun in self.nouns():
            if noun.vague and not noun.scope and not (noun is asked and noun.conditions):
                refuse(noun.at)
            things = noun.within(self.lexicon) if noun.named else None
            if things and noun.scope and in_strategy(noun.kind) and not things & noun.scope:
                refuse(noun.at)  # track 1 of one region, in another
            nowhere = noun.kinds and noun.scope and in_strategy(noun.kind) and not noun.scope & self.strategies_of(noun)
            called = self.lexicon.phrases.get(self.words[noun.at].plain, ()) if nowhere else ()
            if len({one.value for one in called if one.sort == "kind" and len(one.words) == 1}) > 1:
                refuse(noun.at)  # the word is of another kind there
            if nowhere and any(link.absent or link.number for link in noun.conditions):
                refuse(noun.at)  # that none of none has it is not in doubt
            for link in noun.conditions:
                inside = link.of.within(self.lexicon) if link.of.named else None
                inside = inside or (link.of.scope if in_strategy(link.of.kind) and in_strategy(noun.kind) else None)
                if link.relation in _WITHIN and noun.scope and inside and not noun.scope & inside:
                    refuse(link.of.at)  # track 1 of one region, in another
                if link.absent and any(
                    n.scope and n.kinds and not n.scope & self.strategies_of(n) for n in link.of.all()
                ):
                    refuse(link.of.at)  # in no timeline of a strategy that has none
            few = any(link.number is not None and link.number[0] in ("<", "<=") for link in noun.conditions)
            if few and not in_strategy(noun.kind):
                refuse(noun.at)  # those that can have none are among the few
            if any(self._says_nothing(link) for link in noun.conditions):
                refuse(noun.at)
            single = [link.relation for link in noun.conditions if link.relation in _SINGLE and not link.absent]
            if len(set(single)) < len(single):
                refuse(noun.at)  # is planned and under way
        for link in self.clauses:
            self._clause_ended(link)
        if self.holding is not None or (self.all_of_them and not self.clauses):
            refuse(end)
        if self.every:
            self._of_every(asked)
        self._within_scopes()
        self._all_denied()
        if self.form == LIST and self._only_kinds(asked):
            refuse(end)
        self._only_where_there_are()
        freezing = Freezing(self.lexicon, self.choose, list(self.nouns()))
        frozen = freezing.frozen(asked)
        said = [(one.relation, one.inverse, one.of) for one in frozen.conditions]
        if len(set(said)) < len(said):
            refuse(end)  # the same twice
        counted = None if self.counted is None else freezing.condition(self.counted)
        beside = tuple(self.beside)
        query = Query(frozen, self.form, counted, self.fewest, self.first, beside, self.extreme, language)
        return replace(query, expected=self.expected)

    def _when_strategy(self, asked: Noun) -> Noun:
        """The strategy itself, where it is asked when one by name begins or ends. Raises Unfit."""
        if asked.by_owner or asked.years or asked.text or not (self.beginning or self.ending):
            refuse(asked.at)
        self.verb, self.what = None, True
        self.asked = Noun(asked.at, ["sg:Strategy"], things=sorted(asked.scope or ()))
        self.stack = [self.asked]
        return self.asked

    def _of_total(self, asked: Noun) -> None:
        """Checks that there are as many as those of which some are asked for, in a strategy that is then meant. Raises
        Unfit."""
        strategies = asked.scope or self.strategies_of(asked)
        found = {s for s in strategies if len(self.lexicon.of_kind(asked.kind, asked.term, [s])) == self.total}
        if not found or asked.named or (asked.scope and len(found) < len(asked.scope)):
            refuse(asked.at)
        if len(found) == 1:
            asked.scope = found

    def _of_extreme(self, asked: Noun) -> None:
        """Checks that what is asked for has what is compared: a time, a confidence. Raises Unfit."""
        key = self.extreme[0] if self.extreme else ""
        timed = asked.kind == "sg:Strategy" or (self.dated(asked) and not asked.named)
        if self.form != LIST or self.first or not (timed if key == "time" else asked.kind == "sg:Link"):
            refuse(asked.at)
        self.expected = None if self.expected == 1 else self.expected
        asked.single = False

    def _within_scopes(self) -> None:
        """Makes of each link one that there is between the strategies of its ends, which may have been named after it;
        a counterpart is in another strategy. Raises Unfit."""
        asked = [] if self.counted is None or self.asked is None else [(self.asked, self.counted)]
        for holder, link in [*asked, *((noun, link) for noun in self.nouns() for link in noun.conditions)]:
            if link.relation in ACROSS:
                self._elsewhere_than(holder, link.of)
                self._elsewhere_than(link.of, holder)
            elif not link.verb and not link.of.named:
                self.verb = None
                found = self.relations_of(holder, link.of)
                here, there = holder.within(self.lexicon), link.of.within(self.lexicon)
                kinds = [(one, other) for one in holder.kinds or [ANY] for other in link.of.kinds or [ANY]]
                same = any(
                    (link.relation, link.inverse) in self.lexicon.joining(*pair, [link.relation], here, there)
                    for pair in kinds
                )
                if found and not same and link.relation not in VALUES:
                    link.relation, link.inverse = found[0]

    def _elsewhere_than(self, one: Noun, other: Noun) -> None:
        scope = other.within(self.lexicon)
        if not scope or not one.named:
            return
        apart = [name for name in one.things or one.options if scope - {self.lexicon.things[name].strategy}]
        if not apart:
            refuse(one.at)
        one.things, one.options = (apart, []) if one.things or len(apart) == 1 else ([], apart)

    def _all_denied(self) -> None:
        """Checks that all after “neither” is denied, up to the end of its list. Raises Unfit."""
        first = next((item for item in self.items if item.sort == "neither"), None)
        if first is None:
            return
        nors = [item.start for item in self.items if item.start > first.start and item.sort in ("or", "nor")]
        if not nors:
            refuse(first.start)
        commas = [at for at in range(first.end, nors[-1]) if self.words[at].plain == ","]
        cuts = sorted([first.start, *commas, *nors, len(self.words)])
        links = [link for noun in self.nouns() for link in noun.conditions]
        for begin, end in pairwise(cuts):
            inside = [link for link in links if begin < link.of.at < end]
            denied = any(link.absent or link.relation in VALUES for link in inside)
            denied = denied or any(item.sort == "value" and begin < item.start < end for item in self.items)
            kept = end < len(self.words) and any(not (link.absent or link.relation in VALUES) for link in inside)
            if kept or (not denied and any(begin < item.start < end for item in self.items)):
                refuse(begin)

    def _verb_alone(self, at: int) -> None:
        """A verb without an object says that there is one: *scheduled*, *addressed*. Raises Unfit."""
        target = self.stack[-1] if self.relative else self.stack[0]
        if target.kind in HEARD and "ans" in (self.verb or ()):
            refuse(at)  # answered or not is an outcome of its own
        found: dict[tuple[str, bool], set[str]] = {}
        for relation in self.verb or ():
            if relation in _NOT_ALONE:
                continue
            only = self.direction.get(relation)
            strategies = target.within(self.lexicon) or self.strategies_of(target)
            for pair in (pair for pair in self.lexicon.pairs if pair.relation == relation):
                ends = ((pair.one, pair.other, pair.ones, False), (pair.other, pair.one, pair.others, True))
                for mine, other, owners, inverse in ends:
                    here = not strategies or strategies & owners
                    if mine in target.kinds and only in (None, inverse) and here:
                        found.setdefault((relation, inverse), set()).add(other)
        if len(found) != 1:
            refuse(at)
        (((relation, inverse), kinds),) = found.items()
        kind = [_TIME] if _TIME in kinds and relation == "sched" else sorted(kinds)
        self.join(target, relation, inverse, Noun(at, kind), self.items[-1])

    def _stated(self, asked: Noun) -> Noun:
        """What is asked for where it is whether a thing by name has a status, *asked*: the thing, with one that is
        stated. Raises Unfit."""
        if asked.kind != "sg:status" or len(asked.conditions) != 1 or not asked.conditions[0].of.named:
            refuse(asked.at)
        (link,), asked.conditions = asked.conditions, []
        asked.things = [one.name for one in self.lexicon.of_kind(asked.kind) if one.name != "sg:NotStated"]
        link.of.conditions.append(replace(link, inverse=not link.inverse, of=asked))
        self.asked = link.of
        return link.of

    def _just_one(self, asked: Noun) -> None:
        """Asks for the one of *asked*: of one strategy, and just one, but for what is one by its entries."""
        asked.scope, asked.any_scope = asked.scope or self.strategies_of(asked), True
        if asked.kind not in ("sg:TimelineEntry", "sg:Section"):
            self.expected = 1

    def _says_nothing(self, link: Link) -> bool:
        """Whether all things fulfil *link*: that they have a status, that they are in a strategy."""
        told = (
            link.of.named
            or link.of.conditions
            or link.of.scope
            or link.number
            or link.absent
            or link.inverse
            or link.basis
            or link.sure
            or link.only
        )
        return not told and (is_value(link.of.kind) or link.relation in ("member", "of"))

    def _only_kinds(self, asked: Noun) -> bool:
        """Whether just kinds stand side by side, so that either can be what is asked: “challenges goals”."""
        kinds = [item for item in self.items if item.sort == "kind"]
        plain = all(item.sort in ("kind", "name") for item in self.items)
        return plain and len(kinds) > 1 and not asked.named and not any(link.of.named for link in asked.conditions)

    def _turn_counted(self) -> None:
        """Asks for what stands last: “most initiatives: goals” are goals, as initiatives are what is counted."""
        asked, link = self.asked, self.counted
        if asked is None or link is None or link.verb or asked.conditions or link.of.named:
            refuse(self.items[-1].start)
        turned = replace(link, inverse=not link.inverse, of=asked, absent=False, number=None)
        if asked.scope is not None and in_strategy(link.of.kind) and link.of.scope is None:
            link.of.scope, link.of.by_owner, asked.scope = asked.scope, asked.by_owner, None
        self.asked, self.counted = link.of, turned

    def _turn_from_named(self, named: Noun) -> None:
        """Asks for the kind where a thing is named first: “7-D actor”; a thing that is named is an answer alone, as to
        what it is."""
        if not named.conditions:
            owners = {self.lexicon.things[name].strategy for name in named.things or named.options} - {""}
            if self.form != LIST or (named.scope and owners and not named.scope & owners):
                refuse(named.at)
            self.what = True
            return
        links = named.conditions
        if len(links) != 1 or links[0].absent or links[0].number or links[0].of.named or links[0].of.kind == ANY:
            refuse(named.at)
        (link,), named.conditions = links, []
        link.of.conditions.append(replace(link, inverse=not link.inverse, of=named))
        self.asked, self.what = link.of, False

    def _only_where_there_are(self) -> None:
        """Asks for what is absent, or few, only of the strategies that have it at all, and where it is absent from a
        thing by name, of that thing's."""
        noun = self.stack[0] if self.form == EACH else self.asked
        if noun is None or noun.scope is not None or noun.named or not in_strategy(noun.kind):
            return
        for link in noun.conditions + ([self.counted] if self.counted is not None and self.fewest else []):
            number = link.number or ("", 1)
            few = link is self.counted or number[0] in ("<", "<=") or number[1] == 0
            if link.absent or few:
                inside = link.of.within(self.lexicon) or (self.strategies_of(link.of) if link.of.term else set())
                having = {
                    strategy
                    for kind in noun.kinds
                    for other in link.of.kinds or [ANY]
                    for strategy in self.lexicon.strategies_with(link.relation, link.inverse, kind, other)
                    if any(self.lexicon.has(one, noun.term, strategy) for one in noun.kinds)
                }
                if link.relation in _WITHIN and link.of.scope and not having & inside:
                    refuse(link.of.at)
                near = having & inside if link.relation not in ACROSS else set()
                noun.scope = (noun.scope or set()) | (near or having) or None
