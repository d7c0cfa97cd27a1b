"""Words that qualify what is said: on which basis a link holds and how certain it is, that there is nothing else, and
when.
"""

from strategigraf.ask.doing import only_one
from strategigraf.ask.joining import NEUTRAL
from strategigraf.ask.spans import Item
from strategigraf.ask.texting import Texting
from strategigraf.ask.tree import (
    FROM_ABOVE,
    INHERITED,
    LITERAL,
    OWN,
    TRUTH,
    Link,
    Noun,
    has_confidence,
    may_hold,
    refuse,
)

_LITERALS = {"mentionedOnly": "sg:Initiative", "approximate": "sg:KeyFigure", "page": "sg:HearingComment"}
_PLANS = ("sg:Strategy",)
_OPERATORS = {"lower": "<", "higher": ">"}


class Qualifying(Texting):
    """A reading, with the words that qualify its conditions."""

    # Links.

    def _mate(self, item: Item) -> None:
        how = item.value.partition(".")[2].replace("narrow", "broad<").replace("broad", "broad>", 1).replace("><", "<")
        inverse, relation = how.endswith("<"), how.rstrip("<>") or "counterpart"
        self.verb, self.direction = (relation,), {relation: inverse}
        following, further = self.following(), self.following(1)
        if (
            following is not None
            and following.sort == "name"
            and further is not None
            and further.start == following.end
        ):
            following = further  # the counterpart of Zealand's goal 8
        if not self.stack:  # predecessors of goal 3: what is so, not what has such
            self.direction = {relation: not inverse}
            self.begin(Noun(item.start))
        elif following is None or following.sort not in ("kind", "title", "quote", "code") or following.value in _PLANS:
            self.attach(Noun(item.start), item, self.targets())

    def _own(self, item: Item) -> None:
        self._hold(OWN, item)

    def _basis(self, item: Item) -> None:
        basis = item.value.partition(".")[2]
        last = self.last_link
        if self.stack and self.stack[0].kind == "sg:Link" and basis[0].isupper():
            self.verb = None if "basis" in (self.verb or ()) else self.verb
            self.join(self.stack[0], "basis", False, Noun(item.start, ["sg:basis"], things=[f"sg:{basis}"]), item)
            return
        if basis == INHERITED and self.choose(2):
            basis = FROM_ABOVE
        if basis == FROM_ABOVE and last is not None and last.basis == INHERITED and not self.verb and not self.absent:
            last.basis = basis  # inherits … without a link of its own
            return
        self._hold(basis, item)

    def _hold(self, basis: str, item: Item) -> None:
        """Takes note of the *basis* of the link that follows, or says it of the last one where none does."""
        if self.basis and OWN not in (self.basis, basis):
            refuse(item.start)
        last, following = self.last_link, self.following()
        if (
            last
            and not self.verb
            and may_hold(last.relation, basis)
            and (following is None or following.sort != "kind")
        ):
            for link in self._said_together(last):
                if may_hold(link.relation, basis):
                    link.basis = link.basis if basis == OWN and link.basis else basis
            last.only, self.only = last.only or self.only, False
            return
        self.basis = self.basis if basis == OWN and self.basis else basis

    def _said_together(self, last: Link) -> list[Link]:
        return self.holder(last).conditions if self.joint in ("both", "neither") else [last]

    def _bare(self, item: Item) -> None:
        """A basis by a word that says other things too, and this only beside a word for a link."""
        if not any(other is not None and other.sort == "tie" for other in (self.before(), self.following())):
            refuse(item.start)
        self._basis(item)

    def _tie(self, item: Item) -> None:
        around = [other.sort for other in (self.before(), self.following()) if other is not None]
        if not {"bare", "basis", "sure", "own", "tie"} & set(around):
            refuse(item.start)

    def _flag(self, item: Item) -> None:
        """What a thing is or is not: mentioned only in the text, approximate."""
        self._literal(item, item.value.partition(".")[2], "true")

    def _page(self, item: Item) -> None:
        following = self.following()
        if following is None or following.sort != "number":
            self.verb = None
            self._prop(item._replace(value="prop.printed"))
            return
        self.place += 1
        self._literal(item, "page", f'"{following.value}"')

    def _literal(self, item: Item, relation: str, value: str) -> None:
        """Says of what is asked for that it has *value* for the property of *relation*."""
        asked = self.stack[0] if self.stack else None
        if asked is None or asked.kind != _LITERALS[relation] or asked.named or self.number or self.basis or self.only:
            refuse(item.start)
        self.verb = None
        self.join(asked, relation, False, Noun(item.start, things=[value]), item)
        self.stack, self.last_noun, self.last_link = [asked], asked, None

    def _prop(self, item: Item) -> None:
        """A property that things have or lack: a date, a rationale."""
        name, targets = item.value.partition(".")[2], self.targets()
        if not targets or not targets[0].kinds or self.verb not in (None, NEUTRAL):
            refuse(item.start)
        if self.number or self.basis or self.sure or self.only or self.about:
            refuse(item.start)
        target, self.verb = targets[0], None
        if name == "date" and not self.dated(target) and self.timed(target):
            self.attach(Noun(item.start, ["sg:TimelineEntry"]), item, [target])
            return
        if name == "date":
            name = "issued" if target.kind == "sg:Document" else "start"
        self.join(target, name, False, Noun(item.start, [LITERAL]), item)
        self.stack, self.last_noun, self.last_link = self.stack[:-1], target, None

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

    def _only(self, item: Item) -> None:
        following, further, last = self.following(), self.following(1), self.last_link
        if last is not None and last.relation == "resp" and following is not None and following.sort == "verb":
            self._alone(item)
        elif following is not None and following.sort == "number":
            self.items = [*self.items[: self.place], item._replace(sort="="), *self.items[self.place :]]
        elif further is not None and following is not None and (following.sort, further.sort) == ("verb", "number"):
            self.items = [*self.items[: self.place + 1], item._replace(sort="="), *self.items[self.place + 1 :]]
        elif self.only or self.absent:
            refuse(item.start)
        elif following is None and self.verb and self.basis:
            self.only = True  # is addressed by interpretation only
        elif following is None:  # in 2024 only
            if last is None or last.absent or last.number or self.verb or len(self.holder(last).conditions) > 1:
                refuse(item.start)
            last.only = True
        else:
            self.only = True

    def _nobody(self, item: Item) -> None:
        """And nobody else: who has been named is all who is responsible."""
        last = self.last_link
        if last is None or last.relation != "resp" or not last.of.named:
            refuse(item.start)
        together = [link for link in self.holder(last).conditions if link.relation == "resp"]
        only_one(self.holder(last), last, len(together))
        following = self.following()
        if following is not None and following.value == "org:Organization":
            self.place += 1

    def _alone(self, item: Item) -> None:
        last, following = self.last_link, self.following()
        if self.alone or self.absent:
            refuse(item.start)
        if (
            last is not None
            and last.relation == "resp"
            and not self.verb
            and (following is None or following.sort == "verb")
        ):
            only_one(self.holder(last), last)
            return
        self.alone = True

    def _contents(self, item: Item) -> None:
        if not any(noun.kind == "sg:Section" for noun in self.stack):  # chapters of the table of contents
            self._kind(item._replace(sort="kind", value="sg:Section"))

    def _verb(self, item: Item) -> None:
        before = self.before()
        if item.start and self.words[item.start - 1].plain in ("the", "its", "their"):
            refuse(item.start)  # the state of: a noun
        if before is not None and before.sort == "which" and item.value.startswith("part"):
            refuse(item.start)  # which part of
        if self.place == 1:
            self.form = TRUTH
        self.take_verb(item)

    def _extra(self, item: Item) -> None:
        following = self.following()
        if following is None or following.sort != "kind" or not self.stack:
            refuse(item.start)
        kind = following.value.partition("=")[0]
        found = self.relations_of(self.stack[0], Noun(0, [kind]))
        if not found:
            refuse(following.start)
        self.place += 1
        self.beside.append((*found[0], kind))
