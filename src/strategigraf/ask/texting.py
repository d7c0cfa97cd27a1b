"""Words of texts, and titles: what is said to be about something, is defined, or is called so."""

from strategigraf.ask.joining import NEUTRAL
from strategigraf.ask.lexicon import plain_words, title_stems
from strategigraf.ask.naming import Naming
from strategigraf.ask.spans import Item, placed
from strategigraf.ask.tree import COUNT, LIST, TRUTH, Noun, in_strategy, refuse

_CONTENT = ("kind", "name", "value", "verb", "title", "earlier")  # sorts of words that a text may have too
_MOST = 12  # words of a part of a title
_FEWEST = 2  # and at least: one alone may be a verb that is not known
_TELLING = 9  # letters that a part of a title has at least
_FOR_WHOM = ("for", "til")  # words before what anything is for
_SOON = ["about", "to"]
_HELD = ("i", "på", "med", "in", "at", "with")  # words before where something was held
_FOR = (  # words before what something is for, or is to do
    *("for", "til", "med", "at", "skal", "vil", "bør"),
    *("to", "with", "must", "should", "will"),
)
_SOUGHT = ("sg:TimelineEntry", "sg:Definition")


class Texting(Naming):
    """A reading, with the words of texts that it looks for."""

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
            if further.sort not in ("word", "title") and not further.value.startswith("sg:topic "):
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
        if target.kinds and not in_strategy(target.kind) and target.kind not in ("sdgo:Goal", "sdgo:Target"):
            refuse(item.start)
        target.text, target.in_title = words, target is not self.asked or target.kind == "sg:KeyFigure"
        self.about = False
        self.verb = None if self.verb == NEUTRAL else self.verb

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
