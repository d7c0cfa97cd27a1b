"""Elements in a text: which of its blocks are elements, of which kind and below which, by a profile and by the general
rules; and the numbers that the text itself gives.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from strategigraf.propose.assembly import RANKS, SINGLE, Item, Material, assembled
from strategigraf.propose.blocks import BESIDE, ITEM, Block
from strategigraf.propose.claims import Announced, announced_in
from strategigraf.propose.looks import (
    Numbering,
    Rule,
    contents,
    numbering,
    numberings,
    paths,
    running_heads,
    style_of,
    titles_apart,
    with_chapters,
    without_number,
)
from strategigraf.propose.outline import Headings, holding, levels, levels_that_hold
from strategigraf.propose.words import (
    beginning,
    folded,
    heading_kind,
    kind_of_word,
    kinds_named,
    language_of,
    lead_kind,
    noun_in,
    promises,
    speaks_of_doing,
    title_of,
    tokens,
    words_of,
)

NOTHING = "none"  # the kind of what is no element
_NOUN = re.compile(r"(?<![^\W\d_])(?P<noun>[^\W\d_]{3,40})(?P<sign> ?[:–—-])? ")
_DONE_BELOW = ("Track", "FocusArea", "Goal")  # kinds below which something is said to be done
_FEW = 2  # of one look are a list
_SENTENCE = 5  # words that a statement has at least
_PERIOD = re.compile(
    r"(?:(?:[Ee]fter )?20\d\d(?: ?[-–/] ?(?:20)?\d\d)?|(?:[1-4]\. kvartal|Q[1-4]|[12]\. halvår) 20\d\d):?"
)
_EACH = re.compile(r"(?i)\b(?:for each|each of|for hver|hver af|under hver|hvert af)\b")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


class Style(NamedTuple):
    """What looks alike: the name of the style, below which lead-in, how often, first words, the kind that it is taken
    for ("" where nothing says), and why."""

    name: str
    under: str
    blocks: tuple[int, ...]
    kind: str
    reason: str
    said: str


class Structure(NamedTuple):
    """What was found in the blocks of a text: for each block also the number of the item that holds it (-1: none)."""

    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    holders: tuple[int, ...]
    announced: tuple[Announced, ...]
    styles: tuple[Style, ...]
    skipped: frozenset[int]


def structure(blocks: Sequence[Block], profile: Sequence[Rule] = (), general: bool = True) -> Structure:
    """The elements among *blocks*, by the rules of the *profile* first, then by the *general* ones."""
    finder = _Finder(blocks)
    finder.by_profile(profile)
    if general:
        finder.by_label()
        finder.by_name()
        finder.by_lead()
        finder.by_level()
        finder.by_announced_number()
        finder.below_goals()
        finder.containers()
    return finder.structure()


class _Found(NamedTuple):
    kind: str
    reason: str
    said: str = ""
    title: str = ""


class _Finder:
    """Kinds given to the blocks of one text, step by step; what has a kind keeps it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        language = language_of(" ".join(block.words for block in blocks))
        listed_in_contents = contents(blocks)
        self.skipped = running_heads(blocks) | listed_in_contents
        blocks = self.blocks = with_chapters(blocks, listed_in_contents)
        self.numbers = numberings(blocks)
        self.paths = paths(blocks, self.skipped)
        self.titles = titles_apart(blocks, self.numbers, self.skipped)
        self.found: dict[int, _Found] = {}
        self.leads: dict[int, str] = {}
        self.announced = [
            announced
            for number, block in enumerate(blocks)
            if number not in self.skipped
            for announced in announced_in(number, block, language)
        ]

    def style(self, number: int) -> str:
        return style_of(self.blocks[number], self.numbers[number])

    def _forewords(self) -> set[int]:
        """The blocks below a heading that says that they are a foreword, up to the next as large or an element: what is
        listed there is listed again."""
        begins = tuple(words_of("ignored", "forewords"))
        inside: set[int] = set()
        largest = 0.0
        for number, block in enumerate(self.blocks):
            if block.is_heading and folded(block.words).startswith(begins):
                largest = block.size
            elif number in self.found or (block.is_heading and block.size >= largest):
                largest = 0.0
            if largest:
                inside.add(number)
        return inside

    def _free(self, number: int) -> bool:
        return number not in self.found and number not in self.skipped

    # The steps.

    def by_profile(self, profile: Sequence[Rule]) -> None:
        """What the rules of *profile* say; the first that fits holds."""
        for number in range(len(self.blocks)):
            for rule in profile if number not in self.skipped else ():
                if self._fits(number, rule):
                    said = self.numbers[number].label or rule.style
                    self.found[number] = _Found(rule.kind, "profile", said, rule.title)
                    break

    def _fits(self, number: int, rule: Rule) -> bool:
        block, style = self.blocks[number], self.style(number)
        if rule.style:
            wanted = without_number(rule.style)
            own = without_number(style), without_number(style).removesuffix(" #")
            if wanted not in own and (wanted != block.look or (rule.kind == NOTHING and self.numbers[number].label)):
                return False  # what has a label is of a style of its own, which only its own answer rules out
        if rule.words and folded(rule.words) not in folded(block.words):
            return False
        if not rule.under:
            return True
        above = [self.blocks[index].words for index in self.paths[number]]
        lead = self._lead_above(number)
        above += [block.column, block.row, *([self.blocks[lead].words] if lead >= 0 else [])]
        under = re.compile(rf"(?<!\w){re.escape(folded(rule.under))}(?!\w)")
        return any(under.search(folded(words)) for words in above)

    def _lead_above(self, number: int) -> int:
        """The last block before *number* that leads in a list; -1 for none."""
        for index in range(number - 1, max(-1, number - 60), -1):
            if self.blocks[index].look == "lead" or self.blocks[index].words.endswith(":"):
                return index
            if self.blocks[index].is_heading and self.blocks[index].size > self.blocks[number].size:
                return index
        return -1

    def by_label(self) -> None:
        """Labels before numbers that name a kind: “Initiativ 1”."""
        for number, numbered in enumerate(self.numbers):
            if not numbered.label or not self._free(number):
                continue
            label = folded(numbered.label)
            if label in words_of("ignored", "labels"):
                continue
            kind = kind_of_word(label) or kind_of_word(label.rpartition(" ")[2])
            if kind and self._stands_out(number):
                self.found[number] = _Found(kind, "label", numbered.label)

    def by_name(self) -> None:
        """Headings that call what follows by a kind without a number: “Tema: Klima”, “Arbejdet med temaet Klima”."""
        named: dict[tuple[str, ...], list[tuple[int, str, str]]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if not block.is_heading or not self._free(number):
                continue
            words = block.words[self.numbers[number].after :]
            for match in list(_NOUN.finditer(words))[:4]:
                kind, title = kind_of_word(folded(match["noun"])), words[match.end() :]
                if kind in RANKS and kind not in SINGLE and title and (match["sign"] or title[0].isupper()):
                    named[folded(words[: match.start()]), folded(match["noun"])].append((number, kind, title))
                    break
        for (_, noun), headings in named.items():
            for number, kind, title in headings if len(headings) >= _FEW else ():
                self.found[number] = _Found(kind, "name", noun, title)

    def _stands_out(self, number: int) -> bool:
        """Whether the block *number* is more than a sentence that happens to begin so."""
        block, numbered = self.blocks[number], self.numbers[number]
        if not block.is_text or block.run_in >= numbered.after:
            return True
        return block.words[: numbered.after].rstrip().endswith((":", ".", "–", "|", "—"))

    def by_lead(self) -> None:
        """Lists below a heading or lead-in that says what is in them."""
        forewords = self._forewords()
        for number, block in enumerate(self.blocks):
            said = self.found.get(number)
            if not self._free(number) and number not in self.leads and not (said and said.kind == NOTHING):
                continue
            for kind, count in self._led_in(number):
                if number in forewords and kind not in SINGLE:
                    continue
                children = self._children(number, kind, count)
                if children:
                    self.leads[number] = kind
                for child in children:
                    if self._free(child):
                        self.found[child] = _Found(kind, "lead", beginning(block.words))
        self._by_column()

    def _by_column(self) -> None:
        """Cells below a head that names a kind by a word that is no label elsewhere; cells in the row of a year."""
        labelled = {noun_in(self.numbers[number].label) for number in self.found if self.numbers[number].label}
        for number, block in enumerate(self.blocks):
            if block.column and block.look == "cell" and self._free(number) and not self._in_summary(number):
                named = list(kinds_named(tokens(block.column)))
                of_kind = len(named) == 1 and named[0].kind in RANKS and noun_in(block.column) not in labelled
                if of_kind and len(tokens(block.column)) <= 3:
                    self.found[number] = _Found(named[0].kind, "column", block.column)
                elif _PERIOD.fullmatch(block.row) and block.row != block.words and _LETTERS.search(block.words):
                    self.found[number] = _Found("TimelineEntry", "period", block.row)
            elif block.look == BESIDE and self._free(number):
                self.found[number] = _Found("TimelineEntry", "period", block.row)

    def _led_in(self, number: int) -> list[tuple[str, int]]:
        """The kinds of what the block *number* leads in, each with how many it says there are (0 where it does not)."""
        block = self.blocks[number]
        announced = [(one.kind, one.value) for one in self.announced if one.block == number]
        if (
            announced
            and not _EACH.search(block.words)
            and (block.words.rstrip().endswith(":") or (block.is_heading and len(tokens(block.words)) <= 12))
        ):
            return announced
        lead = block.is_heading or block.words.endswith(":")
        if lead and (kind := lead_kind(block.words) or self._promised(number)):
            above = [heading_kind(self.blocks[index].words) for index in self.paths[number][-1:]]
            return [(above[0] if above and above[0] in RANKS else kind, 0)]
        if not block.is_heading or self.numbers[number].label:
            return []
        kind = heading_kind(block.words[self.numbers[number].after :])
        return [(kind, 0)] if kind else []

    def _children(self, number: int, kind: str, count: int) -> list[int]:
        """The blocks that the lead-in *number* lists: those of the most prominent look that occurs more than once
        before the next heading of its size, as many as are announced where *count* is."""
        block = self.blocks[number]
        if kind in SINGLE:
            return self._statement(number)
        within: list[int] = []
        for index in range(number + 1, len(self.blocks)):
            other = self.blocks[index]
            if index in self.skipped or other.look == "head" or not _LETTERS.search(other.words):
                continue
            if other.is_heading and other.size >= block.size and block.is_heading:
                break
            if not block.is_heading and other.is_text and within:
                break
            if lead_kind(other.words) and other.words.endswith(":"):
                break
            within.append(index)
        by_style: dict[str, list[int]] = defaultdict(list)
        for index in within:
            style = self.style(index)
            if self.blocks[index].look == "text" and not self.numbers[index].number:
                style = ""
            if style:
                by_style[style].append(index)
        lists = [indexes for indexes in by_style.values() if len(indexes) >= _FEW]
        if count:
            lists = [indexes for indexes in lists if len(indexes) == count] or []
        numbered = [indexes for indexes in lists if self.numbers[indexes[0]].number]
        if numbered:
            return max(numbered, key=lambda indexes: (self.blocks[indexes[0]].size, len(indexes)))
        if lead_kind(block.words):
            items = [indexes for indexes in lists if self.blocks[indexes[0]].size <= ITEM]
            lists = items or lists
        if lists:
            return max(lists, key=lambda indexes: self.blocks[indexes[0]].size)
        alone = within[:1] if within and self._is_item(within[0]) and self._said_again(block.words) else []
        return [] if count else alone

    def _in_summary(self, number: int) -> bool:
        return any(folded(self.blocks[index].words).startswith(("summary", "resum")) for index in self.paths[number])

    def _is_item(self, number: int) -> bool:
        return self.blocks[number].look.startswith("bullet") or bool(self.numbers[number].number)

    def _promised(self, number: int) -> str:
        """The kind of what is below the block *number*, whose words say below more than one element that “we” do it; ""
        where they do not."""
        words = self.blocks[number].words
        held = any(self._kind_at(index) in _DONE_BELOW for index in self.paths[number])
        return "Initiative" if held and speaks_of_doing(words) and self._said_again(words) else ""

    def _kind_at(self, number: int) -> str:
        return self.found[number].kind if number in self.found else ""

    def _said_again(self, words: str) -> bool:
        """Whether *words* lead in more than one list, so that one of them may be short."""
        return sum(folded(block.words) == folded(words) for block in self.blocks) >= _FEW

    def _statement(self, number: int) -> list[int]:
        """The one block that the heading *number* is over: the next, where it is text or set as large."""
        following = number + 1
        while following in self.skipped:
            following += 1
        if following >= len(self.blocks):
            return []
        block, size = self.blocks[following], self.blocks[number].size
        return [following] if block.is_text or (block.size >= size and len(block.words.split()) >= _SENTENCE) else []

    def by_announced_number(self) -> None:
        """Numbered lists that are as long as the text says that there are of a kind, where none of it was found."""
        for announced in self.announced:
            if any(found.kind == announced.kind and found.reason != "profile" for found in self.found.values()):
                continue
            by_shape: dict[str, list[int]] = defaultdict(list)
            for index, numbered in enumerate(self.numbers):
                if numbered.shape and not numbered.label and self._free(index):
                    by_shape[numbered.shape].append(index)
            for shape, indexes in by_shape.items():
                numbers = {self.numbers[index].number for index in indexes}
                counted = len(indexes) == announced.value > _FEW
                whole = numbers == set(map(str, range(1, announced.value + 1)))
                if counted and (whole or (len(numbers) == announced.value and "#.#" in shape)):
                    for index in indexes:
                        self.found[index] = _Found(announced.kind, "announced", str(announced.value))
                    break

    def below_goals(self) -> None:
        """Items of a list directly below a goal; below a track or focus area where they promise something."""
        holder = -1
        items: list[int] = []
        for number, block in enumerate([*self.blocks, Block(0, 0, "", "heading", 999)]):
            found = self.found.get(number)
            if found or block.is_heading:
                self._take_items(holder, items)
                holder, items = (number if found and found.kind in ("Goal", "Track", "FocusArea") else -1), []
            elif block.look.startswith("bullet") and holder >= 0 and self._free(number):
                items.append(number)

    def _take_items(self, holder: int, items: Sequence[int]) -> None:
        if not items:
            return
        promised = sum(promises(self.blocks[item].words) for item in items)
        if self.found[holder].kind == "Goal" or promised > len(items) / 2:
            for item in items:
                self.found[item] = _Found("Initiative", "below", beginning(self.blocks[holder].words))

    def containers(self) -> None:
        """Headings that hold goals and initiatives."""
        for number, kind in levels_that_hold(self._headings()).items():
            self.found[number] = _Found(kind, "outline")
        for number in holding(self._headings()):
            self.found[number] = _Found("FocusArea", "holds")

    def by_level(self) -> None:
        """Headings that are numbered in levels, where nothing else is a goal or initiative."""
        for number, kind in levels(self._headings()).items():
            self.found[number] = _Found(kind, "outline")

    def _headings(self) -> Headings:
        kinds = {number: found.kind for number, found in self.found.items()}
        kinds |= {title: kinds[number] for number, title in self.titles.items() if number in kinds}
        return Headings(self.blocks, self.numbers, self.paths, kinds, self.leads, self.skipped)

    # What they amount to.

    def structure(self) -> Structure:
        """Items in the order of the text, without what is printed again, each with its parent."""
        after = [numbered.after for numbered in self.numbers]
        material = Material(self.blocks, self.skipped, self.leads, self.paths, after)
        items, holders = assembled(self._items(), material)
        counted = Counter(item.kind for item in items)
        called = Counter((item.kind, noun_in(item.said)) for item in items)
        announced = tuple(one._replace(found=called[one.kind, one.noun] or counted[one.kind]) for one in self.announced)
        return Structure(tuple(self.blocks), items, holders, announced, tuple(self._styles()), frozenset(self.skipped))

    def _items(self) -> list[Item]:
        items: list[Item] = []
        for number in sorted(self.found):
            found = self.found[number]
            if found.kind == NOTHING:
                continue
            title, last = self._title(number, found.title)
            if title:
                apart = any(between not in self.skipped for between in range(number + 1, last))
                numbered = "" if found.reason == "name" else self.numbers[number].number or self._row_number(number)
                style = self.style(number)
                items.append(
                    Item(last if apart else number, last, found.kind, style, found.reason, found.said, title, numbered)
                )
        return items

    def _row_number(self, number: int) -> str:
        block = self.blocks[number]
        row = numbering(block._replace(words=f"{block.row} xx", size=99.0)) if block.row else Numbering()
        return row.number if row.number and len(block.row) <= 8 else ""

    def _title(self, number: int, how: str) -> tuple[str, int]:
        """The title of the block *number*, and the last block that its words take in: the next, where the block has
        just a number."""
        block, after = self.blocks[number], self.numbers[number].after
        words = block.words[after:].strip()
        if self.found[number].reason == "name":
            return title_of(self.found[number].title, 0, True), number
        if not words:
            following = self.titles.get(number, -1)
            if following < 0 or following in self.found or self.blocks[following].page > block.page + 1:
                return "", number
            return title_of(self.blocks[following].words, 0, self.blocks[following].is_heading), following
        run_in = block.run_in - after if block.run_in > after else 0
        return title_of(words, 0 if how == "sentence" else run_in, block.is_heading), number

    def _styles(self) -> Iterator[Style]:
        """What looks alike, in the order of the text, each with what it is taken for."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if number in self.skipped or (block.look in ("text", "head") and number not in self.found):
                continue
            found = self.found.get(number)
            under = found.said if found and found.reason in ("lead", "column") else ""
            groups[self.style(number), under].append(number)
        for (name, under), numbers in groups.items():
            kinds = Counter(self.found[number].kind for number in numbers if number in self.found)
            kind = kinds.most_common(1)[0][0] if kinds else ""
            first = next((self.found[number] for number in numbers if number in self.found), _Found("", ""))
            if len(numbers) >= _FEW or kind:
                yield Style(name, under, tuple(numbers), kind, first.reason, first.said)
