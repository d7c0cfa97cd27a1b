"""Words that qualify what is said: on which basis a link holds, that there is nothing else, words of texts, when."""

from strategigraf.ask.joining import NEUTRAL
from strategigraf.ask.lexicon import ANY, plain_words, title_stems
from strategigraf.ask.naming import Naming
from strategigraf.ask.spans import Item, placed
from strategigraf.ask.tree import (
    COUNT,
    EVER,
    FROM_ABOVE,
    INHERITED,
    LIST,
    LITERAL,
    OWN,
    TRUTH,
    Link,
    Noun,
    in_strategy,
    may_hold,
    only_one,
    refuse,
)

_LITERALS = {"mentionedOnly": "sg:Initiative", "approximate": "sg:KeyFigure", "page": "sg:HearingComment"}
_PLANS = ("sg:Strategy",)
_CONTENT = ("kind", "name", "value", "verb", "title", "earlier")  # sorts of words that a text may have too
_MOST = 12  # words of a part of a title
_FEWEST = 2  # and at least: one alone may be a verb that is not known
_TELLING = 9  # letters that a part of a title has at least
_FOR_WHOM = ("for", "til")  # words before what anything is for
_HELD = ("i", "på", "med", "in", "at", "with")  # words before where something was held
_FOR = (  # words before what something is for, or is to do
    *("for", "til", "med", "at", "skal", "vil", "bør"),
    *("to", "with", "must", "should", "will"),
)
_SOUGHT = ("sg:TimelineEntry", "sg:Definition")


class Qualifying(Naming):
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

    # Words of texts.

    def _word(self, item: Item) -> None:
        unknown = not any(len(phrase.words) == 1 for phrase in self.lexicon.phrases.get(self.plain(item), ()))
        if (self.form == COUNT or self.what) and not self.stack and not self.about and unknown:
            self.form = LIST  # how many places: a key figure
            noun = Noun(item.start, ["sg:KeyFigure"], text=[self.words[item.start].plain], in_title=True)
            self.begin(noun)
            return
        if self.nest and self.nest[-1].text and not self.about and self._says_again(self.nest[-1], item):
            self.nest[-1].text.append(self.plain(item))
            return
        if self._sought():
            self._seek(item, [self.words[at].plain for at in self._run(item, True)])
            return
        if not self.stack and self.pending_scope and self.form == TRUTH and ("text" in (self.verb or ()) or self.about):
            self.begin(Noun(item.start))  # does the plan mention
        mentioned = "text" in (self.verb or ()) or (self.place_of and not self.stack[0].text)
        if not self.about:
            things = self.in_part(item)
            if things:
                self.thing(item, things)
                return
            if not (mentioned or self._meant_for(item)) or not self.stack or self.absent:
                refuse(item.start)
            self.about, self.verb, self.described = True, None, None
        before = self.before()
        both = before is not None and before.value == "both"
        joined = mentioned or both or self.described not in (None, self.asked)
        words = [self.words[at].plain for at in self._run(item, joined)]
        if mentioned and self.language == "en" and None in map(self.lexicon.in_danish, words):  # quotes are Danish
            refuse(item.start)
        after = self.following()
        end = self.items[self.place - 1].end
        further = self.lexicon.phrases.get(self.words[end].plain, ()) if end < len(self.words) else ()
        described = any(phrase.sort == "kind" and len(phrase.words) == 1 for phrase in further)
        described = described or (mentioned and after is not None and after.sort == "name" and after.start == end)
        last = self.place_of and after is not None and after.sort in ("verb", "aux") and self.following(1) is None
        if described or (
            mentioned and after is not None and after.sort not in ("and", "rel", "name", "dot") and not last
        ):
            refuse(item.start)  # mentions cheap goals
        self._text(item, words)

    def _meant_for(self, item: Item) -> bool:
        """Whether the words from *item* to the end say what those asked for are for, or are to do: “initiatives for
        relatives”, “that are to prevent abuse”."""
        before = self.words[item.start - 1].plain if item.start else ""
        rest = self.items[self.place - 1 :]
        if len(rest) > 1 and rest[-1].sort == "name" and placed(rest[-1], self.words):
            rest = rest[:-1]
        told = all(one.sort in ("word", "title") and one.end == one.start + 1 for one in rest)
        asked = self.stack[0] if len(self.stack) == 1 else None
        if asked is None or asked.named or not told or self.verb not in (None, NEUTRAL):
            return False
        if asked.kind == "sg:ProcessStep" and before in _HELD:
            return True
        return before in (_FOR if asked.kinds else _FOR_WHOM)

    def _run(self, item: Item, joined: bool) -> list[int]:
        """The tokens of the words in a row that begin with *item*, read with it; *joined*: over “and” too. Raises Unfit
        where one of them is a word that says something else."""
        run = [item.start]
        while (following := self.following()) is not None:
            further = self.following(1) if following.sort == "and" and joined else following
            if further is None or further.end > further.start + 1:
                break
            topic = further.value.startswith("sg:topic ") and further.start == run[-1] + 1
            if further.sort not in ("word", "title") and not topic:
                break
            self.place += 1 if further is following else 2
            run.append(further.start)
        for at in run:
            if self.silent(self.words[at].plain) and self.words[at].plain != "it":  # the pronoun is no word of a text
                refuse(at)
        return run

    def _sought(self) -> bool:
        """Whether words by themselves tell which is meant of what is asked for: when is …, how is … defined."""
        first = self.stack[0] if self.stack and not self.about else None
        at_first = first is not None and first.at == self.items[0].start and first.kind in _SOUGHT
        return first is not None and at_first and not first.text and not first.conditions

    def _seek(self, item: Item, words: list[str]) -> None:
        self.described, self.about = self.stack[0], True
        self._text(item, words)
        self.stack[0].in_title = True

    def _says_again(self, noun: Noun, item: Item) -> bool:
        """Whether the word *item*, in brackets, is one of the title that the words of *noun* are of as well."""
        titles = [f"{thing.da} {thing.en}".casefold() for thing in self.lexicon.of_kind(noun.kind)]
        return any(all(word in title for word in (*noun.text, self.plain(item))) for title in titles)

    def _text(self, item: Item, words: list[str]) -> None:
        last = self.last_noun
        if last is not None and last.named and len(self.stack) > 1:
            titles = " ".join(
                f"{thing.da} {thing.en}" for thing in (self.lexicon.things[n] for n in last.things or last.options)
            )
            if set(title_stems(words)) <= set(title_stems(plain_words(titles))):
                self.about = False
                return  # says again which thing
        near = self.targets() if self.described is None else [self.described]
        targets = [noun for noun in near if not noun.text and not noun.named]
        if self.absent or not targets or self.number or (last is not None and last.named):
            refuse(item.start)
        target = targets[self.choose(len(targets))]
        if target.kinds and not in_strategy(target.kind) and target.kind[:5] != "sdgo:" and target.kind != "sg:Quote":
            refuse(item.start)
        target.text, target.in_title = words, target is not self.asked or target.kind == "sg:KeyFigure"
        self.about = False
        self.verb = None if self.verb == NEUTRAL else self.verb

    def in_part(self, item: Item) -> list[str]:
        """The things of whose title the most words from *item* on are a part, no kind being named; these are read
        then."""
        words = [token.plain for token in self.words[item.start : item.start + _MOST]]
        phrases = self.lexicon.phrases.get(words[0], ())
        if any(phrase.sort == "name" and list(phrase.words) == words[: len(phrase.words)] for phrase in phrases):
            return []
        known = any(len(phrase.words) == 1 for phrase in phrases)
        if known or self.silent(words[0]) or not words[0][0].isalpha():
            return []
        stems = tuple(title_stems(words))
        ends = {other.end - item.start: at for at, other in enumerate(self.items) if at >= self.place - 1}
        for count in sorted((end for end in ends if 0 < end <= len(words)), reverse=True):
            if count < _FEWEST or len("".join(words[:count])) < _TELLING:
                break
            found = self.lexicon.titled_in_part(stems[:count])
            if found and not self.silent(words[count - 1]):
                self.place = ends[count] + 1
                return found
        return []

    def silent(self, word: str) -> bool:
        """Whether *word* is one that says nothing by itself or something else than a text does."""
        phrases = self.lexicon.phrases.get(word, ())
        return any(len(phrase.words) == 1 and phrase.sort not in _CONTENT for phrase in phrases)

    # When.

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
            if self.stack and self.timed(self.stack[0]) and not (open_ended and self.verb == NEUTRAL):
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
