"""A revision: a text before and after, with the words that are gone and those that are new."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from strategigraf.values.sentence import key

KEPT, REMOVED, ADDED = "kept", "removed", "added"


class Segment(NamedTuple):
    """A run of words that is `kept`, `removed` or `added`, as the draft and as the print have it: the words of a kept
    run may differ in capitals, hyphens and punctuation."""

    kind: str
    draft: str
    print: str


class Revision(str):
    """A revision as text, `[-gone-] {+new+}` between the words that are kept (as the print has them).

    `segments` are its runs in order: the draft's words of all, joined by blanks, are the draft, the print's the print.
    """

    segments: tuple[Segment, ...]

    def __new__(cls, segments: tuple[Segment, ...]) -> "Revision":
        """The revision with these *segments*."""
        made = super().__new__(cls, " ".join(map(_marked, segments)))
        made.segments = segments
        return made

    @property
    def draft(self) -> str:
        """The text before."""
        return " ".join(segment.draft for segment in self.segments if segment.draft)

    @property
    def print(self) -> str:
        """The text after."""
        return " ".join(segment.print for segment in self.segments if segment.print)

    @property
    def changed_words(self) -> int:
        """How many words are gone or new."""
        return sum(len((s.draft + " " + s.print).split()) for s in self.segments if s.kind != KEPT)


def revision(draft: str, print_: str) -> Revision:
    """The revision from *draft* to *print_* word by word, case, hyphens and punctuation aside. Blanks are single."""
    from difflib import SequenceMatcher

    before, after = draft.split(), print_.split()
    matcher = SequenceMatcher(None, [key(word) for word in before], [key(word) for word in after], autojunk=False)
    return Revision(tuple(_segments(before, after, matcher.get_opcodes())))


def _segments(
    before: list[str], after: list[str], opcodes: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Segment]:
    for operation, start, end, new_start, new_end in opcodes:
        old, new = " ".join(before[start:end]), " ".join(after[new_start:new_end])
        if operation == "equal":
            yield Segment(KEPT, old, new)
            continue
        if old:
            yield Segment(REMOVED, old, "")
        if new:
            yield Segment(ADDED, "", new)


def _marked(segment: Segment) -> str:
    if segment.kind == REMOVED:
        return f"[-{segment.draft}-]"
    return f"{{+{segment.print}+}}" if segment.kind == ADDED else segment.print
