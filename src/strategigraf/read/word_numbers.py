"""The numbers that Word prints before headings and paragraphs and that stand in no text: “2.1”, “Mål A:”."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_MOST = 10_000  # that is counted to
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_WRITTEN = ("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")


class Numbered(NamedTuple):
    """The list that a paragraph or style belongs to ("" for none, "0" for no longer any), and the level in it from 0
    (-1 where it does not say)."""

    number: str = ""
    level: int = -1


class _Level(NamedTuple):
    start: int
    form: str
    text: str


class Counters:
    """Counts the numbered paragraphs of a document, in its order."""

    def __init__(self, document: Any) -> None:
        root = _numbering(document)
        of_abstract = {_value(one, "abstractNumId", own=True): _levels(one) for one in _children(root, "abstractNum")}
        self._lists = {_value(one, "numId", own=True): _value(one, "abstractNumId") for one in _children(root, "num")}
        self._levels = of_abstract
        self._starts = {
            (_value(one, "numId", own=True), _level_of(override)): _whole(_value(override, "startOverride"), -1)
            for one in _children(root, "num")
            for override in _children(one, "lvlOverride")
        }
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[tuple[str, int]] = set()

    def next(self, numbered: Numbered) -> str:
        """What Word prints before the next paragraph that is *numbered* so; "" for a mark or nothing."""
        levels = self._levels.get(self._lists.get(numbered.number, ""), {})
        at = max(0, numbered.level)
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts[self._lists[numbered.number]]
        override = self._starts.get((numbered.number, at), -1)
        if override >= 0 and (numbered.number, at) not in self._begun:
            counts[at] = override
        else:
            before = counts[at]
            counts[at] = level.start if before is None else min(before + 1, _MOST)
        self._begun.add((numbered.number, at))
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        if level.form not in _WRITTEN:
            return ""

        def written(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = levels.get(place, level)
            count = counts[place]
            return _written(other.start if count is None else count, other.form)

        return _PLACE.sub(written, level.text).strip()


def numbered_by(properties: Any) -> Numbered:
    """What the properties (`w:pPr`) of a paragraph or style say of its list."""
    found = properties.find(_W + "numPr") if properties is not None else None
    if found is None:
        return Numbered()
    return Numbered(_value(found, "numId"), _whole(_value(found, "ilvl"), -1))


def together(own: Numbered, of_style: Numbered) -> Numbered:
    """What a paragraph says of its *own* list, and its style where it does not."""
    return Numbered(own.number or of_style.number, own.level if own.level >= 0 else of_style.level)


def _numbering(document: Any) -> Any:
    """The definitions of lists in *document*; None where it has none."""
    parts = (relation for relation in document.part.rels.values() if not relation.is_external)
    return next(
        (getattr(one.target_part, "element", None) for one in parts if one.reltype.endswith("/numbering")), None
    )


def _children(parent: Any, name: str) -> Iterator[Any]:
    return parent.iterchildren(_W + name) if parent is not None else iter(())


def _value(element: Any, name: str, own: bool = False) -> str:
    """The attribute *name* of *element* itself, or the value of its child *name*; "" without."""
    if own:
        return str(element.get(_W + name, ""))
    child = element.find(_W + name)
    return str(child.get(_W + "val", "")) if child is not None else ""


def _whole(digits: str, otherwise: int) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else otherwise


def _level_of(element: Any) -> int:
    return _whole(_value(element, "ilvl", own=True), -1)


def _levels(abstract: Any) -> Mapping[int, _Level]:
    return {
        _level_of(one): _Level(
            _whole(_value(one, "start"), 1), _value(one, "numFmt") or "decimal", _value(one, "lvlText")
        )
        for one in _children(abstract, "lvl")
        if 0 <= _level_of(one) < _LEVELS
    }


def _written(count: int, form: str) -> str:
    if form.endswith("Letter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 200 else str(count)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < count < 4000:
        found = ""
        for value, sign in _ROMAN:
            found += sign * (count // value)
            count %= value
        return found.upper() if form.startswith("upper") else found
    return f"{count:02d}" if form == "decimalZero" else str(count)


__all__ = ["Counters", "Numbered", "numbered_by", "together"]
