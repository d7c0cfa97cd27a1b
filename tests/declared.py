"""What the code declares, read off its text: the names of columns, and the parts and keys of texts that it asks for."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from strategigraf.check.report import error_classes
from strategigraf.core import errors
from strategigraf.core.rdf import Labels
from tests.conftest import TOP

PACKAGE = TOP / "src" / "strategigraf"
MODULES = sorted(PACKAGE.rglob("*.py"))
FROM_DATA = {  # columns whose names stand in no module: in how many places, by module
    "ask/reading.py": 1,  # those of a question in plain words
    "core/report.py": 1,  # those that the specs of a part name
    "files/question.py": 1,  # those of a question
    "render/frame.py": 1,  # one of another table
    "render/tables.py": 1,  # one of another table with `_label` behind it
    "serve/workbench.py": 1,  # the variables of a query
    "site/targets.py": 1,  # those of a pivot
    "store/sparql.py": 1,  # the variables of a query
}


ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
ERRORS |= {cls.__name__ for cls in error_classes()}  # those of capabilities too
SAYING_ERRORS = {"Fault", "_demand_at_most", "_text_given", "_unknown", "fault", "one_of"}  # raise what they are given


class Asked(NamedTuple):
    """A text or part that the code asks for: the module, the call, its key (or what the key looks like, with `*`), and
    the names of the values given with it (None where a mapping gives them)."""

    module: Path
    call: ast.Call
    key: str
    values: frozenset[str] | None


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path, *names: str) -> list[ast.Call]:
    """The calls in the module *path* of functions called *names*."""
    return [call for name in names for call in _calls(path).get(name, ())]


@cache
def _calls(path: Path) -> dict[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.setdefault(node.func.id, []).append(node)
    return found


def columns() -> tuple[set[str], dict[str, int]]:
    """The names of all columns that modules declare, and by module how many declarations have a name of no module."""
    found: set[str] = set()
    unseen: dict[str, int] = {}
    for path in MODULES:
        for call in calls(path, "Column", "Col", "map"):
            names = _names(path, call)
            found |= names
            if not names and (call.func.id != "map" or _is_column(call.args[0])):  # type: ignore[attr-defined]
                place = path.relative_to(PACKAGE).as_posix()
                unseen[place] = unseen.get(place, 0) + 1
    return found, unseen


def _is_column(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "Column"


def _names(path: Path, call: ast.Call) -> set[str]:
    """The names that the declaration *call* makes columns of; none where they cannot be told."""
    if isinstance(call.func, ast.Name) and call.func.id == "map":
        return _strings(path, call.args[1]) if _is_column(call.args[0]) else set()
    name = call.args[0]
    if isinstance(name, ast.Constant):
        return {str(name.value)}
    return {made for variable in ast.walk(name) if isinstance(variable, ast.Name) for made in _looped(path, variable)}


def _looped(path: Path, variable: ast.Name) -> set[str]:
    """The strings that *variable* runs over in the comprehension around it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, (ast.GeneratorExp, ast.ListComp)) and any(each is variable for each in ast.walk(node)):
            for loop in node.generators:
                targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
                for place, target in enumerate(targets):
                    if isinstance(target, ast.Name) and target.id == variable.id:
                        return _strings(path, loop.iter, place if isinstance(loop.target, ast.Tuple) else None)
    return set()


def _strings(path: Path, node: ast.expr, place: int | None = None) -> set[str]:
    """The strings of the tuple *node*, or those at *place* of each of its tuples; of a local name those that it is
    assigned."""
    try:
        values = list(eval(ast.unparse(node), dict(vars(importlib.import_module(_module_name(path))))))
    except (NameError, TypeError):  # a local name, which may be that of a function as well
        assigned = _assigned(path, node.id) if isinstance(node, ast.Name) else []
        return {made for value in assigned for made in _constants(path, value)}
    return {value if place is None else value[place] for value in values}


def _module_name(path: Path) -> str:
    return "strategigraf." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")


def _constants(path: Path, node: ast.AST) -> set[str]:
    """The strings in *node*, and in the tuples of its module that it takes in."""
    found = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    taken = [each.value for each in ast.walk(node) if isinstance(each, ast.Starred)]
    return found | {made for each in taken if isinstance(each, ast.Name) for made in _strings(path, each)}


def parts() -> list[Asked]:
    """Every part that is made from specs."""
    return [
        Asked(path, call, key, _values(call, "gaps", "title", "explanation"))
        for path in MODULES
        for call in calls(path, "part")
        for key in _keys(call.args[0])
    ]


def messages() -> list[Asked]:
    """Every text that is asked for by its key."""
    return [
        Asked(path, call, key, _values(call))
        for path in MODULES
        if path.parent.name != "core" or path.name not in ("rdf.py", "report.py")
        for call in calls(path, "message")
        for key in _keys(call.args[0])
    ]


def labelled() -> set[str]:
    """The keys of all texts that modules ask for by what they are of (`Labels`), and of those that templates show."""
    found: set[str] = set()
    for path in MODULES:
        if calls(path, "Labels"):
            values = vars(importlib.import_module(_module_name(path))).values()
            found |= {key for value in values if isinstance(value, Labels) for key in value.messages.values()}
    for name, folder in (("page", PACKAGE / "render" / "html_page"), ("site", PACKAGE / "site")):
        for path in sorted((folder / "templates").iterdir()):
            content = path.read_text(encoding="utf-8")
            found |= {f"{name}.{key}" for key in re.findall(r"\bsay\.(\w+)", content)}
            found |= {f"{name}.{key}*" for key in re.findall(r"\bsay\['(\w+)' ~", content)}
    return found


def remarked() -> set[str]:
    """The keys of the remarks that the readers of files of other people make: constants of their modules."""
    form = re.compile(r"(?:exchange\.)?((?:xml|stratml|iati|table|number|date)\.[a-z-]+|into|title-shortened)")
    paths = [*(PACKAGE / "exchange").glob("*.py"), PACKAGE / "files" / "xml_file.py"]
    constants = [node.value for path in paths for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant)]
    matches = (form.fullmatch(value) for value in constants if isinstance(value, str))
    return {f"exchange.{match[1]}" for match in matches if match} | {"exchange.language.*"}


def worded() -> list[tuple[str, str, ast.Call]]:
    """Every text in Danish and English that is written out in code, outside errors: the module, the function, class or
    constant that it is in, and the call."""
    return [
        (path.relative_to(PACKAGE).as_posix(), *place) for path in MODULES for place in _worded(tree_of(path), "", path)
    ]


def _worded(node: ast.AST, inside: str, path: Path) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        name = _name(child.func) if isinstance(child, ast.Call) else getattr(child, "name", "")
        if isinstance(child, ast.Raise) or name in ERRORS | SAYING_ERRORS:
            continue
        if isinstance(child, ast.Call) and name == "Text" and any(map(_has_words, _arguments(child))):
            yield inside, child
        elif isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            yield from _worded(child, inside or child.name, path)
        elif isinstance(child, (ast.Assign, ast.AnnAssign)) and isinstance(node, ast.Module):
            targets = child.targets if isinstance(child, ast.Assign) else [child.target]
            yield from _worded(child, ast.unparse(targets[0]), path)
        else:
            yield from _worded(child, inside, path)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _has_words(node: ast.expr) -> bool:
    """Whether a letter is written out in *node*, other than as a key or argument of something."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and any(map(str.isalpha, node.value))
    if isinstance(node, ast.FormattedValue):
        return False
    return isinstance(node, (ast.JoinedStr, ast.BinOp, ast.IfExp)) and any(
        _has_words(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)
    )


def _values(call: ast.Call, *others: str) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name) - set(others)


def _keys(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*_keys(node.body), *_keys(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(each.value) if isinstance(each, ast.Constant) else "*" for each in node.values)]
    return []


def columns_of(asked: Asked) -> set[str]:
    """The names in the specs that the part *asked* for is made from."""
    found: set[str] = set()
    waiting: list[ast.AST] = [asked.call.args[1]]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for each in ast.walk(node):
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "Col":
                found |= _names(asked.module, each)
            elif isinstance(each, ast.Name):
                waiting += _assigned(asked.module, each.id)
    return found


def _assigned(path: Path, name: str) -> list[ast.AST]:
    """What *name* is assigned in the module *path*, or the functions of that name."""
    return _assignments(path).get(name, [])


@cache
def _assignments(path: Path) -> dict[str, list[ast.AST]]:
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.AnnAssign) and node.value:
            found.setdefault(ast.unparse(node.target), []).append(node.value)
        elif isinstance(node, ast.Assign):
            for name in ast.unparse(node.targets[0]).strip("()").split(", "):
                found.setdefault(name, []).append(node.value)
    return found
