"""Every regular expression of a package, and texts that bring out one whose work grows faster than the text.

`found(folder)` reads the patterns off the sources. Run as a program it reads patterns from standard input and prints
one line for each before it starts with it and one for each text whose cost grows too fast, so that a caller who has to
end it knows where it hung.
"""

import ast
import importlib
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, NamedTuple

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_WHOLE_TEXT = ("split", "findall", "finditer", "sub", "subn", "search")
_ENDS = ("", "\0", "a", "\n a b c d e f g h i j k l m")
_GENERIC = (
    *" \n\t-_*.,:;\"'#|&<([{\\/aA1å\u00ad\u200b\ufffe", "a ", "a.", "a-", "1.", "1,", "- ", "\n ", "\n\n", " -", "og ",
    "[](", "[a](", "![", "<br", "&#", "http://", "a@", "e\u0301", "-\n", "a-\n", '\\"', "\\'", "{a", "a_", "_a", "ab\n",
    "<a>",
)  # fmt: skip
_UNKNOWN = "ab"  # in place of words that are known at run time only
_LETTERS = "aA1 -.\n_!å\0\t§"


class Found(NamedTuple):
    """A pattern: where it stands, its text and flags, and the method that it is used with."""

    where: str
    pattern: str
    flags: int
    method: str


def found(folder: Path, package: str) -> list[Found]:
    """All patterns in the modules of *folder*, the sources of *package*: those that are compiled there and those that
    stand in a call. Raises ValueError for one that cannot be read off the source."""
    patterns: list[Found] = []
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not any(isinstance(node, ast.Attribute) and _is_re(node.value) for node in ast.walk(tree)):
            continue
        name = ".".join((package, *path.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__")
        module = importlib.import_module(name)
        used = _used(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_re(node.func.value):
                if node.func.attr not in (*_METHODS, "compile"):
                    continue
                where = f"{path.relative_to(folder)}:{node.lineno}"
                pattern, flags = _text(node.args[0], module, where), _flags(node, module)
                compiled = node.func.attr == "compile"
                methods = used.get(_target(tree, node), used[""]) if compiled else {node.func.attr}
                for method in sorted(methods or {"finditer"}):
                    patterns.append(Found(where, pattern, flags, method))
    return patterns


def _is_re(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "re"


def _used(tree: ast.Module) -> dict[str, set[str]]:
    """For the name of a pattern the methods that are called on it; for the empty name those that are called on what
    has no name of its own, such as the pattern that a table has for a key."""
    used: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _METHODS and not _is_re(node.value):
            name = node.value.id if isinstance(node.value, ast.Name) else ""
            used[name].add(node.attr)
            if name.islower():  # handed on as an argument, or taken from a table
                used[""] |= {node.attr} - {"split"}
    used[""].discard("split")  # more often of a text than of a pattern
    return used


def _target(tree: ast.Module, call: ast.Call) -> str:
    """The name that *call* is assigned to; empty where it is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and node.value is call and isinstance(node.targets[0], ast.Name):
            return node.targets[0].id
    return ""


def _text(node: ast.expr, module: ModuleType, where: str) -> str:
    if isinstance(node, ast.JoinedStr):
        text = ""
        for part in node.values:
            known = _text(part, module, where)
            text += "12" if known == _UNKNOWN and text.endswith("{") else known
        return text
    if isinstance(node, ast.FormattedValue):
        try:
            return str(_value(node.value, module))
        except (NameError, AttributeError):
            return _UNKNOWN
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _text(node.func.value, module, where).format_map(defaultdict(lambda: _UNKNOWN))
    try:
        text = _value(node, module)
    except (NameError, AttributeError) as error:
        raise ValueError(f"{where}: the pattern cannot be read off the source") from error
    return str(text)


def _flags(call: ast.Call, module: ModuleType) -> int:
    named = [word.value for word in call.keywords if word.arg == "flags"]
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    place = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(name, 2)
    node = named[0] if named else call.args[place] if len(call.args) > place else None
    return int(_value(node, module)) if node is not None else 0


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), vars(module) | {"re": re})


def hostile(pattern: str, flags: int, thorough: bool) -> list[tuple[str, str, str]]:
    """Texts that may cost *pattern* much: what comes first, what is repeated after it, and what comes last. They
    are made of what the pattern is made of, and of what is hard on patterns in general if *thorough*."""
    pumps: dict[tuple[str, str], None] = {}
    pieces: dict[str, None] = {}
    for before, repeated in _repeats(parser.parse(pattern, flags), "", pieces):
        pumps[before, repeated] = None
    pumps |= {("", piece): None for piece in (*pieces, *(_GENERIC if thorough else ())) if piece}
    return [(before, pump, end) for before, pump in pumps for end in _ENDS]


def _repeats(sequence: Iterable[Any], before: str, pieces: dict[str, None]) -> Iterator[tuple[str, str]]:
    """What stands before each repetition and what is repeated; *pieces* gets every beginning of a match."""
    for kind, value in sequence:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            for sample in _samples(value[2]):
                yield before, sample
                pieces[before + sample] = None
            yield from _repeats(value[2], before, pieces)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before, pieces)
        elif kind is op.SUBPATTERN:
            yield from _repeats(value[3], before, pieces)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value[1], before, pieces)
        elif kind is op.ATOMIC_GROUP:
            yield from _repeats(value, before, pieces)
        before += _samples([(kind, value)])[0]
        pieces[before] = None


def _samples(sequence: Iterable[Any]) -> list[str]:
    """A few texts that *sequence* matches, each as short as can be."""
    found = [""]
    for kind, value in sequence:
        found = [text + more for more in _of(kind, value)[:4] for text in found][:6]
    return found


def _of(kind: Any, value: Any) -> list[str]:
    if kind is op.LITERAL:
        return [chr(value)]
    if kind in (op.IN, op.NOT_LITERAL, op.ANY):
        return _letters(kind, value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [sample * max(1, value[0]) for sample in _samples(value[2])]
    if kind is op.BRANCH:
        return [sample for branch in value[1] for sample in _samples(branch)[:2]]
    if kind is op.SUBPATTERN:
        return _samples(value[3])
    if kind is op.ATOMIC_GROUP:
        return _samples(value)
    return [""]


def _letters(kind: Any, value: Any) -> list[str]:
    if kind is op.ANY:
        return list("a ")
    if kind is op.NOT_LITERAL:
        return [letter for letter in _LETTERS if ord(letter) != value]
    own = [chr(about if what is op.LITERAL else about[0]) for what, about in value if what in (op.LITERAL, op.RANGE)]
    fitting = [letter for letter in [*own, *_LETTERS] if _is_in(value, letter)]
    return list(dict.fromkeys([*fitting[:2], *fitting[-2:]])) or ["a"]


def _is_in(value: Any, letter: str) -> bool:
    within = False
    for what, about in value:
        if what is op.LITERAL:
            within |= ord(letter) == about
        elif what is op.RANGE:
            within |= about[0] <= ord(letter) <= about[1]
        elif what is op.CATEGORY:
            sign = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[str(about).rsplit("_", 1)[-1]]
            within |= bool(re.match(sign, letter)) is ("NOT" not in str(about))
    return within is not (bool(value) and value[0][0] is op.NEGATE)


def cost(pattern: re.Pattern[str], method: str, text: str) -> float:
    """Seconds of this thread's work for one use of *pattern* on *text*."""
    start = time.thread_time()
    if method in _WHOLE_TEXT:
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)
    return time.thread_time() - start


def grows_too_fast(pattern: re.Pattern[str], method: str, before: str, pump: str, end: str) -> bool:
    """Whether the work grows faster than the text: on four times the text it is more than eight times as much.

    What is quick on the long text is let pass unmeasured. A quadratic pattern is some ten times slower there than that,
    so that no speed of the machine decides.
    """

    def taken(size: int) -> float:
        return cost(pattern, method, before + pump * (size // len(pump)) + end)

    if any(taken(size) > 0.02 for size in (24, 60, 200)):  # as the third power, or worse
        return True
    if taken(4000) < 0.001:
        return False
    small = min(taken(1000) for _ in range(5))
    return all(taken(4000) > 8 * small for _ in range(3))  # 4 times where it is linear, 16 where it is quadratic


def main() -> None:
    """Reads `[number, pattern, flags, method, thorough]` a line and prints `start NUMBER` and `slow NUMBER TEXT`."""
    for line in sys.stdin:
        number, text, flags, method, thorough = json.loads(line)
        print(f"start {number}", flush=True)
        pattern = re.compile(text, flags)
        for before, pump, end in hostile(text, flags, thorough):
            if grows_too_fast(pattern, method, before, pump, end):
                print(f"slow {number} {json.dumps([before, pump, end])}", flush=True)
                break


if __name__ == "__main__":
    main()
