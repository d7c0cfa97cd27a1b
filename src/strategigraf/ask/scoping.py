"""Which strategies are meant by a name, of a strategy or of its owner, and of what set they are."""

from collections.abc import Sequence

from strategigraf.ask.joining import NEUTRAL, Joining
from strategigraf.ask.lexicon import Lexicon, Token
from strategigraf.ask.spans import Item, placed
from strategigraf.ask.tree import EACH, Noun, in_strategy, refuse


class Scoping(Joining):
    """A reading, with the strategies that it names."""

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
