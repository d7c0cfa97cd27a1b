"""When: years, dates and periods of a question, and the sets that they are of."""

from strategigraf.ask.joining import NEUTRAL
from strategigraf.ask.lexicon import ANY
from strategigraf.ask.qualifying import Qualifying
from strategigraf.ask.spans import Item
from strategigraf.ask.tree import EVER, Noun, refuse


class Timing(Qualifying):
    """A reading, with its times."""

    def _year(self, item: Item) -> None:
        self._in_time((int(item.value), int(item.value)), item)

    def _date(self, item: Item) -> None:
        first, _, last = item.value.partition("-")
        self._in_time((int(first), int(last)), item)

    def _period(self, item: Item) -> None:
        start, _, end = item.value.partition("-")
        self._in_time((int(start), int(end if len(end) == 4 else start[:2] + end)), item)

    def _issued(self, item: Item) -> None:
        if not self.stack or self.stack[0].kind != "sg:Document":
            refuse(item.start)

    def _bound(self, item: Item) -> None:
        """Before, until, since or after a year."""
        following, how = self.following(), item.value.partition(".")[2]
        if following is None or following.sort not in ("year", "date"):
            refuse(item.start)
        self.place += 1
        begin, _, end = following.value.partition("-")
        first, last = {
            "before": (EVER[0], int(begin) - 1),
            "until": (EVER[0], int(end or begin)),
            "since": (int(begin), EVER[1]),
            "after": (int(end or begin) + 1, EVER[1]),
        }[how]
        self._in_time((first, last), following)

    def _onward(self, item: Item) -> None:
        """A year or later, or earlier."""
        dated = [noun for noun in self.nouns() if noun.years is not None]
        if self.before() is None or self.before().sort != "year" or not dated:  # type: ignore[union-attr]
            refuse(item.start)
        years = dated[-1].years or EVER
        dated[-1].years = (years[0], EVER[1]) if item.value.endswith("later") else (EVER[0], years[1])
        dated[-1].begun = self._of_beginning()

    def _of_beginning(self) -> bool:
        """Whether an open time is that of the beginning, as a verb says or is one of two readings."""
        return not self.ending and (self.beginning or self.choose(2) == 1)

    def _in_time(self, years: tuple[int, int], item: Item) -> None:
        before, top = self.before(), self.stack[-1] if self.stack else None
        if self.ending and years[0] != EVER[0] and years[1] != EVER[1]:
            refuse(item.start)
        bare = len(self.stack) == 1 and top is not None and top.kind == ANY and not (top.named or top.conditions)
        if top is not None and bare and (self.verb is None or "sched" in self.verb or self.verb == NEUTRAL):
            top.kinds = ["sg:ProcessStep" if max(years) > EVER[1] else "sg:TimelineEntry"]  # what happens in 2024
        open_ended = years[0] == EVER[0] or years[1] == EVER[1]
        if before is not None and before.sort in ("name", "kind") and top is not None and not open_ended:
            for noun in (top, self.stack[0]):
                within = {s for s in noun.scope or () if self.lexicon.has_years(s, years)}
                if within and before.sort == "name":
                    noun.scope = within
                    return
        if self.pending_years or (open_ended and not self.stack):
            refuse(item.start)
        if before is not None and before.sort == "kind" and top is not None and self.named_by_years(top, years):
            return
        begun = open_ended and self._of_beginning()
        if set(self.verb or ()) <= {"cont"} and self.verb:
            called = {s for s in self.lexicon.strategies if self.lexicon.has_years(s, years)}
            if open_ended or len(called) != 1:
                refuse(item.start)
            self.attach(Noun(item.start, scope=called), item, self.targets())  # were continued in 2023
            return
        if self.verb in (None, NEUTRAL) or "sched" in (self.verb or ()):
            for noun in self.stack[::-1]:
                if noun.years is None and self.dated(noun) and not noun.named and not self.only:
                    noun.years, noun.begun, self.verb = years, begun, None
                    self.joint = "" if self.joint == "and" else self.joint  # and start in 2024
                    return
            if self.stack and self.timed(self.stack[0]):
                self.attach(Noun(item.start, ["sg:TimelineEntry"], years=years, begun=begun), item, self.stack[:1])
                return
            if self.stack and self.stack[0].kind == "sg:Strategy":
                self.stack[0].years, self.stack[0].begun, self.verb = years, begun, None
                return
        if self.stack and (open_ended or not self._chosen_by_year(self.stack[0], years)):
            refuse(item.start)
        if not self.stack:
            self.pending_years = years

    def _chosen_by_year(self, noun: Noun, years: tuple[int, int]) -> bool:
        """Whether the years say which strategies are meant, where the things of *noun* have no time."""
        strategies = {s for s in self.strategies_of(noun) if self.lexicon.has_years(s, years)}
        if noun.scope is not None or not strategies or self.verb not in (None, NEUTRAL):
            return False
        noun.scope = strategies
        return True
