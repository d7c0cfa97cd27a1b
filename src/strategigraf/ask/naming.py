"""What names in a question mean: strategies and their owners, kinds, things by title, number or quotation, values,
words of texts; and the set that each of them is or narrows.
"""

from collections.abc import Sequence

from strategigraf.ask.joining import NEUTRAL, Joining
from strategigraf.ask.lexicon import ANY, Lexicon, Token
from strategigraf.ask.spans import Item, definite, placed, predicative
from strategigraf.ask.tree import ACROSS, EACH, Link, Noun, in_strategy, refuse

_BEGUN = ("start", "begu", "begyn", "påbegyn", "igangsat", "sat", "iværksat", "initiat", "set")
_AT_ALL = {"kommet", "slet", "gået", "overhovedet", "all", "yet", "endnu", "got"}
_STATUS = ("status", "sg:status")
_OF_ONE_KIND = ("sg:stage", "sg:misfitKind")  # what just documents, or discrepancies have
_VAGUE = ("mål", "målet", "målene", "måls", "målets", "målenes")
_VAGUE_WITH_NUMBER = (*_VAGUE, "goal", "goals")  # goal 3: of each strategy, and of the UN


class Naming(Joining):
    """A reading, with what its names mean."""

    def __init__(self, items: Sequence[Item], words: Sequence[Token], lexicon: Lexicon, taken: Sequence[int]) -> None:
        super().__init__(items, words, lexicon, taken)
        self.every = self.each = self.fewest = self.what = self.counted_first = False
        self.pending_scope: list[Item] = []
        self.genitive: Item | None = None  # a name before the kind that it is of
        self.adjectives: list[Item] = []  # values before their kind
        self.first = 0
        self.expected: int | None = None
        self.beside: list[tuple[str, bool, str]] = []
        self.place_of = False  # asked where something is said
        self.described: Noun | None = None  # the set that words after “about” are said of

    def _scope_of(self, item: Item) -> set[str]:
        strategies = self.lexicon.strategies
        if item.value == "*":
            return {name for name, strategy in strategies.items() if not strategy.draft and strategy.start}
        return {item.value} if item.value in strategies else {n for n, s in strategies.items() if s.owner == item.value}

    def _elsewhere(self, item: Item, scope: set[str], owner: bool) -> bool:
        """Whether what is asked is said not to be in the strategies *scope*: “in the plan but not in the draft”; what
        belongs to a strategy has no counterpart there."""
        asked = self.stack[0]
        if any(later.sort in ("not", "no", "mate") for later in self.items[self.place :]):
            return False
        said = self.place > 2 and self.items[self.place - 3].sort in ("and", "but")
        before = self.before()
        said = said or (before is not None and self.words[before.end - 1].plain in ("from", "in", "i", "på", "fra"))
        elsewhere = not in_strategy(asked.kind) or self.strategies_of(asked) - scope
        if scope & (asked.scope or set()) or not elsewhere or not (said or placed(item, self.words)):
            return False
        if asked.kind[:5] == "sdgo:" and not asked.named and "sdg" in (self.verb or ("sdg",)):
            self.verb = ("sdg",)  # SDGs not used in the plan
        elif self.verb not in (None, NEUTRAL) or asked.named or not (asked.kinds and (asked.scope or asked.conditions)):
            return False
        if "sdg" not in (self.verb or ()):
            self.verb = ("counterpart",) if in_strategy(asked.kind) else ("sdg", "resp")
        self.attach(Noun(item.start, scope=scope, by_owner=owner), item, [asked])
        return True

    def _give_scope(self, noun: Noun, item: Item) -> None:
        scope, owner = self._scope_of(item), item.value.startswith("organisations/")
        if self.form == EACH and noun.kind == "sg:Strategy":
            refuse(item.start)  # each strategy of one
        if self.form == EACH and self.counted is not None and noun is self.asked and not in_strategy(noun.kind):
            noun = self.counted.of
        if noun.kind == "sg:Strategy":
            if noun.named and self.joint != "or":
                refuse(item.start)
            noun.things, self.joint = sorted({*noun.things, *scope}), ""
            return
        if noun.kinds and not in_strategy(noun.kind):
            before = self.before()
            last = noun.conditions[-1] if noun.conditions else None
            if last is not None and last.of.kind == "sg:Strategy" and before is not None and before.sort == "name":
                last.of.things = [name for name in last.of.things if name in scope]
                if not last.of.things:
                    refuse(item.start)
                return
            if (
                last is not None
                and last.of.scope
                and before is not None
                and before.sort == "name"
                and last.of.scope & scope
            ):
                last.of.scope &= scope
                return
            inner = Noun(item.start, scope=scope, by_owner=owner)
            if noun.kind == "sg:Document" or "owner" in (self.verb or ()):
                inner = Noun(item.start, ["sg:Strategy"], things=sorted(scope))
            self.attach(inner, item, [noun])
            return
        if noun.scope is None:
            noun.scope, noun.by_owner = set(scope), owner
        else:
            common = noun.scope | scope if self.joint == "or" else noun.scope & scope
            if not common or self.joint in ("and", "both"):
                refuse(item.start)
            noun.scope, noun.by_owner = common, noun.by_owner and owner
            self.joint = ""
        noun.any_scope = item.value == "*"

    # Strategies and their owners.

    def _name(self, item: Item) -> None:
        scope = self._scope_of(item)
        owner = item.value.startswith("organisations/")
        if not scope or (owner and {"resp", "owner"} & set(self.verb or ()) and not placed(item, self.words)):
            self.thing(item, [item.value])
            return
        if not self.stack:
            self.pending_scope.append(item)
            return
        top = self.stack[-1]
        before, following = self.before(), self.following()
        if before is not None and before.sort == "mate" and top is self.asked and top.scope is None:
            top.scope, top.by_owner = set(scope), owner
            return
        if (
            following is not None
            and following.start == item.end
            and following.sort in ("kind", "title", "quote")
            and following.value != "sg:Strategy"
        ):
            if self.genitive is not None:
                refuse(item.start)
            self.genitive = item
            return
        if top.named and top is not self.asked:
            inside = [name for name in top.things or top.options if self.lexicon.things[name].strategy in scope]
            if inside:
                top.things, top.options = (inside, []) if top.things else ([], inside)
                top.scope = scope
                return
        across = self.last_link is not None and self.last_link.relation in ACROSS
        if across and self.last_link is not None and self.last_link.of is top and top.scope is None and not top.named:
            top.scope, top.by_owner = set(scope), owner
            return
        mated = self.items[0].sort in ("mate", "which", "whatis") and self.stack[0].kind == ANY and len(self.stack) == 1
        if mated and self.verb and self.named_later(item):
            self._give_scope(self.stack[0], item)  # counterparts in Zealand of goal 8
            return
        if set(self.verb or ("*",)) <= {*ACROSS}:
            self.attach(Noun(item.start, scope=scope, by_owner=owner), item, self.targets())
            return
        if before is not None and before.sort == "not" and self.absent == "not" and self._elsewhere(item, scope, owner):
            return
        if before is not None and (before.sort in ("not", "no") or predicative(before, item, self.words)):
            refuse(item.start)
        beside = before is not None and before.sort == "kind" and before.start == top.at and top is not self.asked
        if beside and not top.named and in_strategy(top.kind) and top.scope is None and self.choose(2):
            top.scope, top.by_owner = set(scope), owner
            return
        if top is not self.asked and not top.kinds:
            if top.scope is None:
                top.scope, top.by_owner = set(scope), owner
                return
            if before is not None and before.sort == "name" and top.scope & scope:
                top.scope &= scope
                top.by_owner = top.by_owner and owner
                return
        if self.participle is top is not self.asked:
            refuse(item.start)  # the most targets named by the plan: said of the targets
        self._give_scope(self.nest[-1] if self.nest else self.asked or top, item)

    # Kinds and things.

    def begin(self, noun: Noun) -> None:
        """Makes *noun* what is asked for."""
        self.stack.append(noun)
        self.asked = self.last_noun = noun
        self.expected, self.plain_number = self.plain_number, None
        pending, self.pending_scope = self.pending_scope, []
        for item in pending:
            self._give_scope(noun, item)
        years, self.pending_years = self.pending_years, None
        if years is not None:
            within = {slug for slug in noun.scope or () if self.lexicon.has_years(slug, years)}
            if within:
                noun.scope = within
            elif self.named_by_years(noun, years):
                pass
            elif self.dated(noun):
                noun.years = years
            elif self.timed(noun):
                self.attach(Noun(noun.at, ["sg:TimelineEntry"], years=years), self.items[self.place - 1], [noun])
            else:
                refuse(noun.at)

    def _kind(self, item: Item) -> None:
        written, _, term = item.value.partition("=")
        kinds = written.split("+") if written != "element" else []
        kind = kinds[0] if kinds else ANY
        following, before = self.following(), self.before()
        digits = following is not None and self.words[following.start].plain[0].isdigit()
        numbered = following is not None and (
            following.sort in ("number", "code")
            or (following.sort == "period" and bool(self.lexicon.numbered(kind, term, following.value)))  # step 2023-01
        )
        further = self.following(1)
        counted = further is not None and further.sort == "kind" and further.start == (following or item).end
        if following is not None and numbered and (digits or not counted) and (digits or following.value != "1"):
            of_target = kind == "sdgo:Goal" and "." in following.value
            things = self.lexicon.numbered("sdgo:Target" if of_target else kind, term, following.value)
            if not things and following.sort == "code" and not any(one.number for one in self.lexicon.of_kind(kind)):
                self._begun(Noun(item.start, kinds, term), item)  # actor 7-D
                return
            vague = self.genitive is None and not of_target and self._vague_number(item, following.value)
            if not things or vague:
                refuse(following.start)
            self.place += 1
            self.thing(item, things)
            return
        if following is not None and following.sort in ("title", "part", "quote"):
            things = self.called(following, kind, term)
            if things:
                self.place += 1
                self.thing(item, things)
                return
            if following.sort == "quote":
                refuse(following.start)
        if kind == "sg:Strategy" and before is not None and before.sort == "name":
            called = tuple(self.words[at].plain for at in range(item.start, item.end))
            scope = self._scope_of(before)
            if any(
                p.words == called and p.sort == "name" and p.value in scope for p in self.lexicon.phrases[called[0]]
            ):
                refuse(item.start)  # of an owner with several that is the one so called
            return  # Sjælland's plan
        if self.copula(before, item):
            refuse(item.start)  # sections that are chapters
        last = self.last_noun
        if before is not None and before.sort == "rel" and self.place > 2:
            before = self.items[self.place - 3]  # “som aktør”
        if before is not None and before.sort == "name" and last is not None and last.named and last.kinds == kinds:
            return  # CFK as an actor
        noun = Noun(item.start, kinds, term)
        if kind == "sg:HearingResponse" and self.stack and not any(self.relations_of(t, noun) for t in self.targets()):
            self._hearing(item)
            return
        if self.genitive is not None:
            noun.scope, noun.by_owner = self._scope_of(self.genitive), self.genitive.value.startswith("organisations/")
            self.genitive = None
        noun.single = definite(item, self.words, before is not None and before.sort == "name" and kind != "sg:Strategy")
        noun.vague = item.end == item.start + 1 and self.words[item.start].plain in _VAGUE
        if (
            self.joint in ("and", "or")
            and before is not None
            and before.sort in ("and", "or")
            and self._further(noun, item)
        ):
            return
        self._begun(noun, item)
        adjectives, self.adjectives = self.adjectives, []
        for value in adjectives:
            self._join_value(value, [noun])

    def _hearing(self, item: Item) -> None:
        """In the hearing: where its comments are, or what they concern."""
        heard = ("sg:HearingComment", "sg:HearingQuestion", "sg:HearingResponse")
        if not any(kind in heard for noun in self.nouns() for kind in noun.kinds):
            self.attach(Noun(item.start, list(heard[:2])), item, self.targets())

    def _begun(self, noun: Noun, item: Item) -> None:
        """Makes *noun* what is asked for, or joins it with what has been read."""
        bare = bool(self.stack) and self.stack[0].kind == ANY and not self.stack[0].conditions
        if not self.stack:
            self.begin(noun)
        elif bare and noun.kind == "sg:TimelineEntry" and not self.absent and not self.stack[0].named:
            self.stack[0].kinds, self.verb = noun.kinds, None  # what is in the timeline
        elif self.each:
            self._by_each(noun, item)
        else:
            self.attach(noun, item, self.targets())

    def _vague_number(self, item: Item, number: str) -> bool:
        """Whether the kind *item* with *number* is a word that several kinds or strategies have, none being named."""
        if item.end > item.start + 1 or self.words[item.start].plain not in _VAGUE_WITH_NUMBER:
            return False
        asked = self.stack[0] if self.stack else Noun(item.start)
        goals = [self.lexicon.things[name].strategy for name in self.lexicon.numbered("sg:Goal", "", number)]
        if in_strategy(asked.kind) and not {*ACROSS} & set(self.verb or ()):
            goals = [strategy for strategy in goals if strategy in (asked.scope or self.strategies_of(asked))]
        several = len(goals) > 1 and all(other.sort != "name" for other in self.items)
        claims = self.lexicon.joining(asked.kind, "sdgo:Goal", ["sdg"], asked.scope)
        of_un = "sdg" in (self.verb or ()) and self.lexicon.numbered("sdgo:Goal", "", number)
        return several or bool(of_un and claims)

    def _further(self, noun: Noun, item: Item) -> bool:
        """Whether *noun* is a further kind of the last set: “goals and initiatives”."""
        last = self.last_noun
        earlier = self.items[self.place - 3] if self.place > 2 else None
        if last is None or earlier is None or earlier.sort != "kind" or last.named or last.conditions or not last.kinds:
            return False
        link = self.last_link if self.last_link is not None and self.last_link.of is last else None
        together = link is None or (link.relation, link.inverse) in self.lexicon.joining(
            self.holder(link).kind, noun.kind, [link.relation]
        )
        if link is not None and link.absent and (self.joint == "and" or not together):
            return False  # no goals or initiatives: neither
        if last.term or noun.term or noun.kind in last.kinds or (self.joint == "and" and link) or not together:
            refuse(item.start)
        last.kinds += noun.kinds
        self.joint = ""
        return True

    def _by_each(self, group: Noun, item: Item) -> None:
        counted = self.stack[0]
        if self.absent:
            refuse(item.start)
        if self.verb is None and self.last_link is not None:
            self.verb = NEUTRAL
        found = self.relations_of(group, counted)
        if not found:
            refuse(item.start)
        relation, inverse = found[self.choose(len(found))]
        if counted.scope is not None and in_strategy(group.kind):
            group.scope, group.by_owner = counted.scope, counted.by_owner
        self.each, self.form = False, EACH
        self.stack, self.asked = [group], group
        self.most = True
        self.counted = None
        self.join(group, relation, inverse, counted, item)
        self.form, self.last_link = EACH, None
        self.stack, self.last_noun = [counted], group

    def called(self, item: Item, kind: str = "", term: str = "") -> list[str]:
        """The things that the title or quotation *item* names, of *kind* where given."""
        names = item.value.split("|") if item.sort in ("title", "part") else self.lexicon.entitled(item.value, kind)
        things = [self.lexicon.things[name] for name in names]
        return [thing.name for thing in things if kind in ("", thing.kind) and term in ("", thing.term)]

    def _value(self, item: Item) -> None:
        kind, _, name = item.value.partition(" ")
        if name.lstrip("!") not in self.lexicon.things or (self.about and kind != "sg:topic"):
            refuse(item.start)
        following = self.following()
        by_kind = following is not None and following.sort == "kind" and following.start == item.end
        if by_kind and (self.most or self.verb in (None, NEUTRAL)):
            self.adjectives.append(item)
            return
        if not self.stack and kind == "sg:topic" and item.start:  # topic recruitment
            self.begin(Noun(item.start, sorted({pair.one for pair in self.lexicon.pairs if pair.other == kind})))
        self._join_value(item, self.targets())

    def _join_value(self, item: Item, nouns: Sequence[Noun]) -> None:
        kind, _, name = item.value.partition(" ")
        targets = [
            noun for noun in nouns if self.lexicon.joining(noun.kind, kind, [kind[3:]], noun.within(self.lexicon))
        ]
        if kind in _OF_ONE_KIND:
            targets = [noun for noun in targets if noun.kind != ANY]
        verbs, said = self.verb if self.verb not in (None, NEUTRAL) else None, self.before()
        answers = verbs and "ans" in verbs and said is not None and said.sort == "verb"  # answers in full
        permitted = {*(verbs or ()), "topic", *(["disposition"] if answers else [])}
        if not targets or (verbs and kind[3:] not in permitted):
            refuse(item.start)
        last, before = self.last_link, self.before()
        again = last is not None and last.relation == kind[3:] and before is not None and before.sort in ("and", "or")
        if last is not None and again and self.joint == "or":
            last.of.things.append(name)
            self.joint = ""
            return
        if again and self.joint == "and":
            refuse(item.start)
        if last is not None and self.joint == "neither" and self.absent and (last.relation, kind) == _STATUS:
            last.of.things, self.absent = [one for one in last.of.things if one != name], ""
            return
        self.verb = None
        target = targets[self.choose(len(targets))]
        things = [name]
        begun = any(self.words[at].plain.startswith(_BEGUN) for at in (item.start, item.end - 1))
        if self.absent and name == "sg:Started" and (begun or _AT_ALL & {token.plain for token in self.words}):
            refuse(item.start)  # what is partly under way has been begun too
        if name.startswith("!") or (self.absent == "not" and kind == "sg:status"):
            if name.startswith("!") and self.absent:
                refuse(item.start)
            others = [thing.name for thing in self.lexicon.of_kind(kind)]  # another one, not that none is stated
            things, self.absent = [one for one in others if one not in (name.lstrip("!"), "sg:NotStated")], ""
        elif self.absent == "not" and name == "sg:Answered":  # a value of its own, but not of “answered in full”
            if any(self.words[at].plain[:3] in ("ful", "hel", "com") for at in range(item.start, item.end)):
                refuse(item.start)
            things, self.absent = ["sg:NotAnswered"], ""
        self.join(target, kind[3:], False, Noun(item.start, [kind], things=things), item)

    def _contrasted(self, last: Link) -> bool:
        """Whether what comes now is denied of what *last* is said of, or said where that was denied: “to A and not to
        B”, “not to A but to B”."""
        before = self.before()
        if self.joint != "and" or before is None or last.number or last.only:
            return False
        return before.sort == "but" and last.absent if not self.absent else before.sort == "not" and not last.absent

    def thing(self, item: Item, things: list[str]) -> None:
        if self.nest and self.glosses(things):
            return
        if self.genitive is not None:
            scope = self._scope_of(self.genitive)
            things = [name for name in things if self.lexicon.things[name].strategy in scope]
            self.genitive = None
        kinds = sorted({self.lexicon.things[name].kind for name in things})
        if not kinds:
            refuse(item.start)
        if len(kinds) > 1:
            fitting = [
                k
                for k in kinds
                if not self.stack or any(self.relations_of(one, Noun(0, [k])) for one in self.targets())
            ]
            kinds = [(fitting or kinds)[self.choose(len(fitting or kinds))]]
        things = [name for name in things if self.lexicon.things[name].kind == kinds[0]]
        noun = Noun(
            item.start, kinds, things=things if len(things) == 1 else [], options=things if len(things) > 1 else []
        )
        asked = self.asked
        timed = noun.kind in ("sg:TimelineEntry", "sg:ProcessStep")
        if timed and asked is not None and self.items[0].sort == "when" and self.stack == [asked]:
            asked.kinds, asked.things, asked.options, self.what = noun.kinds, noun.things, noun.options, True
            return
        if not self.stack:
            self.begin(noun)
            return
        last = self.last_link
        alike = last is not None and (last.of.kind == noun.kind or (last.of.kind[:5], noun.kind[:5]) == ("sdgo:",) * 2)
        if self.joint and last is not None and alike and last.of.named and not self.verb:
            if self.joint == "and" and (last.relation, last.inverse) == ("part", False) and not last.absent:
                self.joint = "or" if not self.absent else "and"  # of track 1 and track 3: no goal is of both
            if self.joint == "or" and not last.number and self.either(last.of, noun):
                self.joint = ""
                return
            contrast = self._contrasted(last)
            if self.joint in ("and", "or") and not contrast:
                refuse(item.start)
            self.basis, self.sure = last.basis, last.sure
            self.join(self.holder(last), last.relation, last.inverse, noun, item).verb = last.verb
            return
        before = self.before()
        aside = last is not None and last.absent and before is not None and before.start == last.of.at
        self.attach(noun, item, self.stack[:1] if aside and not self.verb else self.targets())
