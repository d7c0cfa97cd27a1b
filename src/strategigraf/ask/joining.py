"""How sets are joined while a question is read: which relation two kinds can have, and what a verb permits of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from strategigraf.ask.lexicon import ANY, Lexicon, Token, relations
from strategigraf.ask.spans import Item, permitted_by, placed
from strategigraf.ask.tree import (
    ACROSS,
    HEARD,
    INHERITED,
    LIST,
    MOST,
    OWN,
    REGION,
    Link,
    Noun,
    done_or_sent,
    has_confidence,
    may_hold,
    only_one,
    refuse,
)
from strategigraf.ask.wording import used

NEUTRAL = ("*",)  # what a verb permits that says nothing: any relation
# only a word for them says these
_EXPLICIT = (*ACROSS, "about", "unmatched", "direct", "of", "partner", "consulted", "measures")
VALUES = ("status", "disposition", "topic", "misfitKind", "stage")  # properties that have one of some concepts
NAMED_BY = ("code", "number", "title", "part", "quote")  # sorts of what follows a kind, to name one of it
_COPULAS = ("is", "are", "was", "were", "er", "var")
_STRANDED = ("af", "på", "til", "over", "for", "fra", "i")  # that end a question
_ENTRY = "sg:TimelineEntry"
_BY = ("by", "af")  # by whom or what something is done: what a participle ends with


class Joining:
    """What has been read of a question, and how the next set joins it. Choices are taken by the numbers in *taken*;
    `options` says how many there were at each."""

    def __init__(self, items: Sequence[Item], words: Sequence[Token], lexicon: Lexicon, taken: Sequence[int]) -> None:
        self.alls = [item for item in items if item.sort == "all"]
        self.items = used(items, words, lexicon)
        self.begins = items[0].end if items and not items[0].value and items[0].sort == "fill" else 0  # after a frame
        self.words = words
        self.lexicon = lexicon
        self.language = ""  # of the question
        self.taken = taken
        self.options: list[int] = []
        self.place = 0
        self.form = LIST
        self.stack: list[Noun] = []
        self.asked: Noun | None = None
        self.last_link: Link | None = None
        self.last_noun: Noun | None = None
        self.counted: Link | None = None
        self.verb: tuple[str, ...] | None = None  # what a verb permits that has no object yet
        self.direction: dict[str, bool] = {}  # of what it permits, whether it is said from the other end
        self.absent = ""  # "not" or "no"
        self.number: tuple[str, int] | None = None
        self.most = self.about = self.alone = self.only = self.aimed = False
        self.basis = ""  # on which the next link has to hold
        self.sure: tuple[str, str] | None = None
        self.via: Link | None = None  # a condition that what follows stands between
        self.relative = self.predicate = False  # after “that”; after a finite verb
        self.joint = ""  # and, or, both, neither
        self.clause: Noun | None = None  # what is said of follows after “whose” or “where”
        self.nest: list[Noun] = []  # the sets before brackets that are open
        self.plain_number: int | None = None
        self.pending_years: tuple[int, int] | None = None
        self.participle: Noun | None = None  # what stands by a participle that may be said of it
        self.sent = False  # whether a verb is of what was sent, a hearing response, and not of what is carried out
        self.beginning = self.ending = False  # whether a verb says that a time is that of the beginning, of the end

    def choose(self, count: int) -> int:
        """Which of *count* possibilities this reading takes."""
        if count <= 1:
            return 0
        number = len(self.options)
        self.options.append(count)
        return self.taken[number] if number < len(self.taken) else 0

    def following(self, offset: int = 0) -> Item | None:
        """The item after the one that is read now, or a later one."""
        at = self.place + offset
        return self.items[at] if at < len(self.items) else None

    def before(self) -> Item | None:
        """The item before the one that is read now."""
        return self.items[self.place - 2] if self.place > 1 else None

    def nouns(self) -> Iterator[Noun]:
        """All sets read so far."""
        roots = [self.asked] if self.asked is not None else []
        roots += [self.counted.of] if self.counted is not None else []
        for noun in roots:
            yield from noun.all()

    def holder(self, link: Link) -> Noun:
        """The set that *link* is a condition of."""
        for noun in self.nouns():
            if link in noun.conditions:
                return noun
        return self.stack[0]

    def targets(self) -> list[Noun]:
        """The sets that something may be said of, the nearest first: after “that” just the nearest, after a finite verb
        or “and” what is asked for; never a thing that is named."""
        if not self.stack:
            return []
        if self.nest:
            return self.nest[-1:]
        top, before = self.stack[-1], self.before()
        if before is not None and before.sort == "kind" and not top.named and self.verb is None and not self.absent:
            return [top] if before.start == top.at else self.stack[::-1]  # what stands by a kind is said of it
        if self.joint in ("neither", "both") and self.last_link is not None and self.verb is None:
            return [self.holder(self.last_link)]
        free = [noun for noun in self.stack if not noun.named or noun is self.stack[0]]
        if self.relative:
            return free[-1:]
        if self.participle is top and self.verb is not None and top in free:
            return [top]  # the goals with initiatives named by
        if self.predicate or self.verb is not None or self.joint == "and":
            return free[:1]
        return free[::-1]

    def relations_of(self, one: Noun, other: Noun) -> list[tuple[str, bool]]:
        """The relations that can join *one* with *other*, as a verb permits."""
        neutral = self.verb in (None, NEUTRAL)
        if self.about:
            names = ["conc", "about", *["sdg"] * (other.kind[:5] == "sdgo:")]
        elif not neutral:
            names = [name for name in self.verb or () if name != "*"]
        elif REGION in (one.term, other.term):
            names = ["owner"] if "sg:Strategy" in (one.kind, other.kind) else ["of"]
        elif ANY in (one.kind, other.kind):
            names = (
                ["sdg", "resp"]
                if one.kind[:4] in ("sdgo", "org:")
                else ["member"]
                if other.kind == "sg:Strategy"
                else []
            )
        else:
            explicit = (*_EXPLICIT, "ans") if _ENTRY in (one.kind, other.kind) else _EXPLICIT  # points on the timeline
            names = [name for name in relations() if name not in explicit]
        if ANY in (one.kind, other.kind) and "sg:Strategy" not in (one.kind, other.kind):
            names = [name for name in names if name not in ("member", "register")]
        here, there = one.within(self.lexicon), other.within(self.lexicon)
        found: list[tuple[str, bool]] = []
        for kind in one.kinds or [ANY]:
            for further in other.kinds or [ANY]:
                joins = self.lexicon.joining(kind, further, names, here, there)
                joins = joins or self.lexicon.joining(kind, further, names)
                found += [join for join in joins if join not in found]
        if "sdg" in {name for name, _ in found} and not self.about:  # is named, rather than written of
            found = [join for join in found if join[0] not in ("about", "conc")]
        if ANY in (one.kind, other.kind):  # a quote is what is meant only where nothing else can be
            found = [join for join in found if join[0] not in ("evidence", "source")] or found
        if one.kind in (_ENTRY, ANY) and ("part", False) in found:  # where it stands, rather than what it schedules
            found = [join for join in found if join[0] != "sched"]
        if not neutral:  # where it can be either way it is as the verb says
            found = [
                (name, back)
                for name, back in found
                if (name, not back) not in found or self.direction.get(name, back) == back
            ]
        return found[:1] if neutral and not self.about else found

    def attach(self, noun: Noun, item: Item, targets: Sequence[Noun]) -> None:
        """Joins *noun* with one of *targets*. Raises Unfit."""
        if self.plain_number is not None:
            self.number, self.plain_number = ("=", self.plain_number), None
        if self._listed(item, noun):
            assert self.last_link is not None
            targets, self.absent = [self.holder(self.last_link)], self.absent or "not"
            self.joint = "neither" if self.joint == "neither" else ""
        fitting = [target for target in targets if self.relations_of(target, noun)]
        if not fitting and self.verb in (None, NEUTRAL) and not self.about:
            self._look_ahead()
            fitting = [target for target in targets if self.relations_of(target, noun)]
        if not fitting and noun.named and noun.kind == "org:Organization" and targets[:1] and targets[0].kind in HEARD:
            sent = Noun(item.start, ["sg:HearingResponse"])  # comments from the one who sent the response
            self.join(targets[0], "part", False, sent, item)
            fitting = [sent]
        if not fitting:
            refuse(item.start)
        target = fitting[self.choose(len(fitting))]
        found = self.relations_of(target, noun)
        relation, inverse = found[self.choose(len(found))]
        via, self.via = self.via, None
        if via is not None:
            if (relation, inverse) != ("part", False) or not self.lexicon.joining(
                noun.kind, via.of.kind, [via.relation]
            ):
                refuse(item.start)
            target.conditions.remove(via)
            noun.conditions.append(replace(via, basis=OWN if may_hold(via.relation, INHERITED) else via.basis))
        self.join(target, relation, inverse, noun, item)

    def _listed(self, item: Item, noun: Noun) -> bool:
        """Whether *item* is denied as what stands before it is: “without A, B and C”, “neither has A, answers B nor C”.
        Raises Unfit where it may be said of that."""
        last = self.last_link
        if last is None or not last.absent or item.start <= last.of.at:
            return False
        if self.joint == "neither":
            return bool(self.absent) or any(other.sort in ("or", "nor") for other in self.items[self.place :])
        between = [other.sort for other in self.items if last.of.at < other.start < item.start]
        aside = any(token.plain == "," for token in self.words[last.of.at : item.start])
        joined = {"and", "or"} & set(between)
        if (
            noun.named != last.of.named
            or (not aside and not joined)
            or not set(between) <= {"and", "or", "no", "any", *NAMED_BY}
        ):
            return False
        further = [other.sort for other in self.items[self.place :]]
        if not joined and "no" not in between:
            ends = next((at for at, sort in enumerate(further) if sort not in ("kind", "name", *NAMED_BY)), None)
            if ends is None or further[ends] not in ("and", "or"):
                refuse(item.start)
        return True

    def _look_ahead(self) -> None:
        """Takes the next verb that says something at once: “what does goal 3 realise”."""
        for at in range(self.place, len(self.items)):
            item = self.items[at]
            if item.sort in ("and", "but", "rel", "kind"):
                return
            if item.sort == "about" and at + 1 == len(self.items):  # what is comment 3 about
                self.items, self.verb = self.items[:at], ("conc", "about")
                return
            if item.sort == "verb" and item.value != "*":
                self.items = [*self.items[:at], *self.items[at + 1 :]]
                self.verb = permitted_by(item)
                return

    def join(self, target: Noun, relation: str, inverse: bool, noun: Noun, item: Item) -> Link:
        """Makes *noun* a condition of *target*, with what is pending. Raises Unfit."""
        if target.kind == ANY and relation in ("evidence", "source"):
            if not noun.named:
                refuse(item.start)
            target.kinds = ["sg:Quote"]
        if target.kind == ANY and inverse and relation in VALUES:
            target.kinds = [f"sg:{relation}"]  # what is the status of
        if (self.number and noun.named) or (
            self.absent and (self.number or relation == "member")
        ):  # that everything is in a strategy is not in doubt
            refuse(item.start)
        if (self.basis and not may_hold(relation, self.basis)) or (self.sure and not has_confidence(relation)):
            refuse(item.start)
        if self.only and (self.absent or self.number or self.most):
            refuse(item.start)
        if relation == "unmatched" and noun.kind == _ENTRY:
            refuse(item.start)  # an editor compared what is promised, not when
        if self.joint == "or":  # one condition or another is not said by two
            refuse(item.start)
        of_its_own = self.number or self.most or self.aimed or relation in ("addr", "real")
        if of_its_own and not self.basis and may_hold(relation, INHERITED) and (not noun.named or self.choose(2)):
            self.basis = OWN  # so many, or none, are of its own; of a thing by name it may be all that hold
        if relation == "resp":
            done_or_sent(noun if inverse else target, self.sent, item.start)
        if relation == "part" and target.kind == ANY and inverse and noun.single and not noun.named:
            refuse(item.start)  # what the foundation consists of is not what has one
        if relation == "part" and not inverse and target.kind == ANY and target is self.asked and self.choose(2):
            relation = "direct"  # what a thing consists of: its parts, or theirs too
        verb = self.verb not in (None, NEUTRAL) or self.about
        for one, other, back in ((target, noun, inverse), (noun, target, not inverse)):
            if one.options:  # those of a strategy where there is any such link
                having = self.lexicon.strategies_with(relation, back, one.kind, other.kind)
                one.options = [o for o in one.options if self.lexicon.things[o].strategy in having] or one.options
        by_name = target.named and self.form == LIST
        if relation == "status" and not inverse and not noun.named and not by_name:  # a status is one that is stated
            stated = [thing.name for thing in self.lexicon.of_kind("sg:status") if thing.name != "sg:NotStated"]
            noun.things, self.absent = (["sg:NotStated"], "") if self.absent else (stated, "")
        absent, only = bool(self.absent), self.only
        link = Link(relation, inverse, noun, absent, self.basis, self.number, verb, self.sure, only)
        if self.most:
            if self.counted or target is not self.asked:
                refuse(item.start)
            self.counted, self.form, self.most = link, MOST, False
        else:
            target.conditions.append(link)
        self.absent, self.number, self.verb = "", None, None
        self.basis, self.sure, self.only, self.about = "", None, False, False
        if self.joint == "and":
            self.joint = ""
        if self.alone:
            only_one(target, link)
            self.alone = False
        self.last_link, self.last_noun = link, noun
        self.stack = [*self.stack[: self.stack.index(target) + 1], noun]
        self.relative = False
        if target is not self.asked:
            self.predicate = False
        return link

    def take_verb(self, item: Item) -> None:
        """Takes note of a verb: it permits the relation of what follows, or says again what has been read."""
        permitted, following = permitted_by(item), self.following()
        across = self.stack and self.stack[0].kind not in HEARD and {*ACROSS} & {*permitted}
        at_end = following is not None and following.sort == "name" and self.following(1) is None
        if across and at_end:  # reflected in the plan
            permitted = tuple(name for name in permitted if name != "ans")
        self.direction = {name[:-1]: name[-1] == "<" for name in item.value.split() if name[-1] in "<>"}
        if self._stranded(item):
            self.direction = {name: not back for name, back in self.direction.items()}
        before, top = self.before(), self.stack[-1] if self.stack else None
        beside = before is not None and before.sort == "kind" and top is not None and before.start == top.at
        self.participle = top if beside and self.words[item.end - 1].plain in _BY else None
        self.sent = "^" in item.value
        self.beginning = self.beginning or "!" in item.value
        self.ending = self.ending or "$" in item.value
        self.aimed = self.aimed or "~" in item.value
        if permitted == NEUTRAL:
            self.verb = self.verb or permitted
            return
        if self.verb not in (None, NEUTRAL):
            common = tuple(name for name in self.verb or () if name in permitted)
            if not common:
                refuse(item.start)
            self.verb = common
            return
        last = self.last_link
        alone = last is not None and self._without_object(permitted)
        if last is not None and alone and last.verb and last.relation in permitted and not self.absent:
            return  # the rest of a verb: lies … under
        if last is None or last.verb or not alone:
            self.verb = permitted
            return
        if last.relation not in permitted:
            holder = self.stack[0] if last is self.counted else self.holder(last)
            self.verb = permitted
            found = self.relations_of(holder, last.of)
            if not found:
                refuse(item.start)
            last.relation, last.inverse = found[self.choose(len(found))]
        self.verb, last.verb = None, True
        if self.absent and not last.absent:
            if last.number or last is self.counted:
                refuse(item.start)  # of which so many are not, or not so many
            last.absent, self.absent = True, ""
        if self.basis and may_hold(last.relation, self.basis):
            last.basis, self.basis = self.basis, ""

    def _stranded(self, item: Item) -> bool:
        """Whether the verb *item* is of what follows it, as its preposition stands at the end: “hvad består ambition 1
        af”."""
        following = self.following()
        first = self.place == 2 and self.items[0].sort == "what" and following is not None
        return first and following is not None and following.sort != "name" and self.words[-1].plain in _STRANDED

    def _without_object(self, permitted: Sequence[str]) -> bool:
        """Whether nothing follows that a verb, which permits some relations, could have as its object."""
        for item in self.items[self.place :]:
            if item.sort in ("and", "but", "rel", "whose", "aux"):
                return True
            if item.sort in ("kind", "title", "quote", "code", "value", "mate", "about", "year", "period"):
                return False
            if item.sort == "name" and {*ACROSS, *self._done_by(item)} & set(permitted):
                return False
        return True

    # What the data have.

    def plain(self, item: Item) -> str:
        """The words of *item*."""
        return " ".join(token.plain for token in self.words[item.start : item.end])

    def strategies_of(self, noun: Noun) -> set[str]:
        """The strategies that have any of *noun*."""
        return {s for s in self.lexicon.strategies if any(self.lexicon.has(kind, noun.term, s) for kind in noun.kinds)}

    def named_by_years(self, noun: Noun, years: tuple[int, int]) -> bool:
        """Whether the *years* just name the strategy of *noun*: all of its time, or the year in which it came out."""
        if noun.scope is not None or noun.named or self.dated(noun):
            return False
        called = {s for s in self.strategies_of(noun) if self.lexicon.has_years(s, years)}
        if years[0] == years[1]:
            called = {s for s in called if not self.lexicon.within_time(s, years[0])}
        if len(called) == 1:
            noun.scope = called
        return len(called) == 1

    def dated(self, noun: Noun) -> bool:
        """Whether the things of *noun* have a time."""
        return any(kind in noun.kinds for kind, _ in self.lexicon.dated)

    def timed(self, noun: Noun) -> bool:
        """Whether the time line may schedule the things of *noun*."""
        strategies = noun.scope or self.strategies_of(noun)
        return bool(noun.kinds) and bool(self.lexicon.joining(noun.kind, "sg:TimelineEntry", ["sched"], strategies))

    def _done_by(self, item: Item) -> tuple[str, ...]:
        """The relations that the name *item* can be the end of by what it is of and where it stands."""
        if placed(item, self.words):
            return ()
        return ("owner",) if item.value in self.lexicon.strategies else ("resp", "owner")

    def named_later(self, item: Item) -> bool:
        """Whether a thing is named after the name *item*, which the verb can be of."""
        sorts = [other.sort for other in self.items[self.place :]]
        return set(self.verb or ("*",)) <= {*ACROSS} and any(
            sort in ("kind", "quote", "title", "code") for sort in sorts
        )

    def copula(self, before: Item | None, item: Item) -> bool:
        """Whether the kind *item* is what something is said to be: “sections that are chapters”."""
        if before is None or before.sort != "aux" or before.end != item.start or not self.stack or self.absent:
            return False
        verb = self.words[before.end - 1].plain
        return verb in _COPULAS and self.following() is None and self.place > 2

    def either(self, one: Noun, other: Noun) -> bool:
        """Makes *one* of the things of both; of several strategies that have both, one is chosen."""
        if one.things and other.things:
            one.things += other.things
            return True
        pairs = [
            [*(one.things or [first]), second]
            for first in one.things[-1:] or one.options
            for second in other.things or other.options
            if self.lexicon.things[first].strategy == self.lexicon.things[second].strategy
        ]
        if pairs:
            one.things, one.options = pairs[self.choose(len(pairs))], []
        return bool(pairs)

    def glosses(self, things: list[str]) -> bool:
        """Whether *things* say again what has just been named: SDG 5, gender equality."""
        for noun in (self.last_noun, self.asked):
            inside = bool(self.nest) and self.nest[-1] is noun and self.verb == NEUTRAL
            if noun is None or not noun.named or self.joint or (self.verb and not inside):
                continue
            common = [name for name in noun.things or noun.options if name in things]
            if common:
                noun.options = common if noun.options else []
                return True
        return False
