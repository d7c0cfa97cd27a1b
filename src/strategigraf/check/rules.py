"""The shapes as they are written: what each rule is called, how bad it is, where it looks, and what belongs to it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.policy import Severity
from strategigraf.core.rdf import LANG_STRING, OWL, RDF, RDFS, SGSH, XSD, Blank, Iri, Literal, Term, Text, message
from strategigraf.files import turtle
from strategigraf.files.turtle import Statement

SH = "http://www.w3.org/ns/shacl#"
SEVERITIES = {SH + "Info": Severity.INFO, SH + "Warning": Severity.WARNING, SH + "Violation": Severity.VIOLATION}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name (`LinkShape-evidence`), severity and messages."""

    name: str
    severity: Severity
    message: Text


def shape_statements(shape_files: Iterable[Path]) -> tuple[Statement, ...]:
    """What the *shape_files* state, read once for as long as they are as they are. Raises TurtleSyntax."""
    paths = tuple(shape_files)
    return _stated(paths, tuple(path.stat().st_mtime_ns for path in paths))


@lru_cache(maxsize=4)
def _stated(paths: tuple[Path, ...], changed: tuple[int, ...]) -> tuple[Statement, ...]:
    return tuple(statement for path in paths for statement in turtle.statements(path))


def in_any_language(path: Path) -> bytes:
    """The shape file *path* for a workspace, as Turtle: where it asks for a text in both languages one is enough, and a
    strategy may wait for its first document. Raises TurtleSyntax."""
    told = turtle.statements(path)
    unique = {subject for subject, verb, _ in told if verb.value == SH + "uniqueLang"}
    bilingual = {s for s, verb, value in told if s in unique and verb.value == SH + "minCount" and value.value == "2"}
    asking, before = set(bilingual), set[Term]()
    while asking != before:
        before = set(asking)
        asking |= {subject for subject, _, value in told if value in before and isinstance(value, Blank)}
    found: list[Statement] = []
    for subject, verb, value in told:
        if subject in bilingual and verb.value == SH + "minCount":
            value = Literal("1", XSD + "integer")
        elif subject.value == SGSH + "StrategyShape-document" and verb.value == SH + "severity":
            value = Iri(SH + "Warning")
        elif verb.value == SH + "message" and isinstance(value, Literal) and subject in asking:
            value = Literal(message("check.in-any-language").in_language(value.language), LANG_STRING, value.language)
        found.append((subject, verb, value))
    return turtle.ntriples(found)


def rules(shape_files: Iterable[Path]) -> dict[str, Rule]:
    """The rules of the *shape_files* by name: every named shape with a severity. Raises TurtleSyntax."""
    severities: dict[str, Severity] = {}
    messages: dict[str, dict[str, str]] = {}
    for subject, predicate, target in shape_statements(shape_files):
        if not isinstance(subject, Iri) or not subject.value.startswith(SGSH) or not isinstance(predicate, Iri):
            continue
        name = subject.value[len(SGSH) :]
        if predicate.value == SH + "severity":
            severities[name] = SEVERITIES[target.value]
        elif predicate.value == SH + "message" and not isinstance(target, (Iri, Blank)):
            messages.setdefault(name, {})[target.language] = target.value
    return {
        name: Rule(name, severity, Text(messages[name]["da"], messages[name]["en"]))
        for name, severity in sorted(severities.items())
    }


def rules_at_objects(shape_files: Iterable[Path]) -> dict[str, str]:
    """The rules that look at the objects of a predicate: the predicate of each, by name of the rule."""
    return {
        subject.value.removeprefix(SGSH): target.value
        for subject, predicate, target in shape_statements(shape_files)
        if predicate.value == SH + "targetObjectsOf"
    }


# Which shapes have something to look at.

_TARGETS = tuple(SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"))
_CLASSES = (RDFS + "Class", OWL + "Class")
_OF_CLASS_RULE = ("message", "severity")
_OF_QUERY_RULE = ("message", "severity", "targetClass", "targetNode")
_OF_QUERY = ("message", "prefixes")
_PATHS = {SH + "inversePath": "^{}", SH + "zeroOrMorePath": "({})*", SH + "zeroOrOnePath": "({})?"}
_IS_A = "rdf:type/rdfs:subClassOf*"
_KNOWN = f"PREFIX rdf: <{RDF}>\nPREFIX rdfs: <{RDFS}>\nPREFIX owl: <{OWL}>\n"  # to pySHACL without being declared
_LISTED = re.compile(r"(SELECT\s+(?:DISTINCT\s+)?|GROUP\s+BY\s+)[$?]this\b", re.IGNORECASE)
_THIS = re.compile(r"[$?]this\b")
_NOT_FILLED_IN = re.compile(r"\b(?:AS\s+[$?]this|MINUS|SERVICE|VALUES)\b|[\"'{]\s*SELECT\b|[\"']", re.IGNORECASE)


def _is_aim(statement: Statement) -> bool:
    """Whether *statement* gives a shape a target: itself where it is a class."""
    _, verb, target = statement
    return verb.value in _TARGETS or (verb.value == RDF + "type" and target.value in _CLASSES)


def _target(thing: str, told: Mapping[str, Sequence[Term]]) -> str:
    """What SPARQL says of the variable *thing* where it is what a shape is aimed at."""
    for cls in told.get("targetClass", ()):
        return f"{thing} {_IS_A} <{cls.value}> ."
    return f"VALUES {thing} {{ {' '.join(f'<{node.value}>' for node in told.get('targetNode', ()))} }}"


def _leading(thing: str, steps: Sequence[str], end: str) -> str:
    """The pattern of each *thing* from which *steps* lead to *end*: what the first step leads to is taken once."""
    if len(steps) == 1:
        return f"{thing} {steps[0]} {end} ."
    middle = f"{thing}_by"
    return (
        f"{thing} {steps[0]} {middle} . {{ SELECT DISTINCT {middle} WHERE {{ {middle} {'/'.join(steps[1:])} {end} }} }}"
    )


class Query(NamedTuple):
    """A rule as a query: its name, the kind of its constraint (`SPARQL`, `Or`), and the query that finds each `?value`
    that breaks it. `focuses` asks for each `?this` that the rule looks from, which `bound` puts into the query; empty
    where that is the value itself."""

    rule: str
    component: str
    text: str
    focuses: str = ""

    def bound(self, focus: Iri) -> str:
        """The query for *focus*: its `$this` is that, and is not listed."""
        return _THIS.sub(lambda _: f"<{focus.value}>", _LISTED.sub(r"\1", self.text))


class Shapes:
    """The shapes of *shape_files*. Raises TurtleSyntax."""

    def __init__(self, shape_files: Iterable[Path]) -> None:
        self._about: dict[Term, list[Statement]] = defaultdict(list)
        for statement in shape_statements(shape_files):
            self._about[statement[0]].append(statement)
        heads = [node for node, said in self._about.items() if any(map(_is_aim, said))]
        self._reached = {head: self._reached_from(head) for head in heads}

    def heads(self, names: Collection[str] | None = None) -> set[Term]:
        """The shapes with targets from which one of the rules *names* is reached: all of them without *names*, and
        where a rule is reached from none."""
        if names is None:
            return set(self._reached)
        found: set[Term] = set()
        for name in names:
            leading = {head for head, reached in self._reached.items() if reached & {Iri(SGSH + name), Iri(name)}}
            if not leading:
                return set(self._reached)
            found |= leading
        return found

    def queries(self, heads: Iterable[Term]) -> dict[Term, Query]:
        """Of *heads* those that a query can answer: a rule that is written as one, and a rule that of several things
        (`sh:or`) one is true of each member of a class, where each has a form in SPARQL."""
        queries = ((head, self._written(head) or self._one_of_several(head)) for head in heads)
        return {head: query for head, query in queries if query is not None}

    def statements(
        self, heads: Iterable[Term], data: Sequence[Statement], own: Collection[str] | None = None
    ) -> list[Statement]:
        """All that belongs to those of *heads* that have a target in *data*; none where none has. Of a class, only
        the things *own* are targets (all without it)."""
        targets = _Targets(data, own)
        told: dict[Statement, None] = {}
        for head in heads:
            aims = list(self._aims(head, targets))
            if aims:
                told |= dict.fromkeys(aims)
                reached = (statement for node in self._reached[head] for statement in self._about[node])
                told |= dict.fromkeys(one for one in reached if one[1].value not in _TARGETS)
        return list(told)

    def _aims(self, head: Term, targets: "_Targets") -> Iterator[Statement]:
        for statement in self._about[head]:
            _, verb, target = statement
            if verb.value == SH + "targetClass" and targets.of_own is not None and not self._looks_further(head):
                yield from ((head, Iri(SH + "targetNode"), thing) for thing in targets.of_own.get(target, ()))
            elif _is_aim(statement) and (verb.value != SH + "targetObjectsOf" or target in targets.predicates):
                yield statement

    def _looks_further(self, head: Term) -> bool:
        """Whether a result can be about another node than the one that *head* is aimed at."""
        inner = [{verb.value for _, verb, _ in self._about[node]} for node in self._reached[head]]
        return any({SH + "path", SH + "property"} <= verbs for verbs in inner)

    def _reached_from(self, head: Term) -> frozenset[Term]:
        reached, waiting = {head}, [head]
        while waiting:
            for statement in self._about[waiting.pop()]:
                target = statement[2]
                if target in self._about and target not in reached:
                    reached.add(target)
                    waiting.append(target)
        return frozenset(reached)

    def _written(self, head: Term) -> Query | None:
        told = self._told(head, _OF_QUERY_RULE, "sparql")
        within = None if told is None else self._told(told["sparql"][0], _OF_QUERY, "select")
        if told is None or within is None:
            return None
        text = within["select"][0].value
        if _THIS.search(_LISTED.sub("", text)) and _NOT_FILLED_IN.search(text):
            return None
        known = _KNOWN + "".join(map(self._prefixes, within.get("prefixes", ())))
        focuses = _KNOWN + f"SELECT DISTINCT ?this WHERE {{ {_target('?this', told)} }}"
        return Query(head.value.removeprefix(SGSH), "SPARQL", known + text, focuses)

    def _one_of_several(self, head: Term) -> Query | None:
        """The members of a class without those of which a thing holds: sets, which the engine asks for once each."""
        told = self._told(head, _OF_CLASS_RULE, "or", "targetClass")
        if told is None:
            return None
        members = _target("?value", told)
        met = self._any_of(told["or"][0], "?value", members)
        text = f"SELECT DISTINCT ?value WHERE {{ {members} MINUS {{ {met} }} }}"
        return None if met is None else Query(head.value.removeprefix(SGSH), "Or", _KNOWN + text)

    def _told(self, node: Term, known: Collection[str], *once: str) -> dict[str, list[Term]] | None:
        """What SHACL says of *node*, by name; None where that is more than what is *known*, or where one of *once* is
        not said just once, or of several targets."""
        told: dict[str, list[Term]] = defaultdict(list)
        for _, verb, target in self._about[node]:
            told[verb.value.removeprefix(SH)].append(target)
        told.pop(RDF + "type", None)
        targets = [target for name in ("targetClass", "targetNode") for target in told.get(name, ())]
        fits = set(told) <= {*known, *once} and all(len(told.get(name, ())) == 1 for name in once)
        return told if fits and len(targets) <= 1 and all(isinstance(target, Iri) for target in targets) else None

    def _listed(self, node: Term) -> list[Term]:
        found = []
        while node != Iri(RDF + "nil"):
            said = {verb.value: target for _, verb, target in self._about[node]}
            found.append(said[RDF + "first"])
            node = said[RDF + "rest"]
        return found

    def _any_of(self, node: Term, thing: str, among: str) -> str | None:
        """The pattern of each *thing* (a variable) of which one of the shapes listed at *node* is true."""
        parts = [self._pattern(member, thing, among) for member in self._listed(node)]
        return None if None in parts else " UNION ".join(f"{{ {part} }}" for part in parts)

    def _pattern(self, node: Term, thing: str, among: str) -> str | None:
        """The pattern of each *thing* of which the shape *node* is true, where *among* holds of all of them; None where
        it has no such form."""
        said = {verb.value.removeprefix(SH): target for _, verb, target in self._about[node]}
        if isinstance(node, Iri) or len(said) != len(self._about[node]):
            return None
        found: str | None = None
        match list(said.items()):
            case [("class", Iri(cls))]:
                found = f"{thing} {_IS_A} <{cls}> ."
            case [("nodeKind", kind)] if kind == Iri(SH + "IRIOrLiteral"):
                found = f"FILTER(!isBlank({thing}))"
            case [("in", members)]:
                values = [value.value for value in self._listed(members) if isinstance(value, Iri)]
                if len(values) == len(self._listed(members)):
                    found = f"FILTER({thing} IN ({', '.join(map('<{}>'.format, values))}))"
            case [("or", members)]:
                found = self._any_of(members, thing, among)
            case [("not", inner)] if among:
                holds = self._pattern(inner, thing, among)
                found = None if holds is None else f"{among} MINUS {{ {holds} }}"
            case [("property", Blank() as inner)]:
                found = self._of_values(inner, thing, among)
        return found

    def _of_values(self, node: Term, thing: str, among: str) -> str | None:
        said = {verb.value.removeprefix(SH): target for _, verb, target in self._about[node]}
        path = self._steps(said.pop("path"))
        if path is None or len(said) + 1 != len(self._about[node]):
            return None
        value = thing + "_"
        match sorted(said.items()):
            case [("hasValue", Iri(wanted))]:
                return _leading(thing, path, f"<{wanted}>")
            case [("maxCount", Literal("0"))] if among:
                return f"{among} MINUS {{ {_leading(thing, path, value)} }}"
            case [("qualifiedMinCount", Literal("1")), ("qualifiedValueShape", shape)]:
                holds = self._pattern(shape, value, "")
                return None if holds is None else f"{thing} {'/'.join(path)} {value} . {holds}"
        return None

    def _steps(self, node: Term) -> list[str] | None:
        """The steps of the property path *node* in SPARQL; None where one has no such form here."""
        if Iri(RDF + "first") not in {verb for _, verb, _ in self._about.get(node, ())}:
            path = self._path(node)
            return None if path is None else [path]
        paths = [self._path(step) for step in self._listed(node)]
        return None if None in paths else list(map(str, paths))

    def _path(self, node: Term) -> str | None:
        if node not in self._about:
            return f"<{node.value}>" if isinstance(node, Iri) else None
        said = {verb.value: target for _, verb, target in self._about[node]}
        if RDF + "first" in said:
            steps = self._steps(node)
            return None if steps is None else f"({'/'.join(steps)})"
        if list(said) == [SH + "alternativePath"]:
            ways = [self._path(way) for way in self._listed(said[SH + "alternativePath"])]
            return None if None in ways else f"({'|'.join(map(str, ways))})"
        ((verb, inner),) = said.items()
        path, sign = self._path(inner), _PATHS.get(verb)
        return None if path is None or sign is None else sign.format(path)

    def _prefixes(self, node: Term) -> str:
        declared = [target for _, verb, target in self._about[node] if verb.value == SH + "declare"]
        parts = [{verb.value: target.value for _, verb, target in self._about[one]} for one in declared]
        return "".join(f"PREFIX {part[SH + 'prefix']}: <{part[SH + 'namespace']}>\n" for part in parts)


class _Targets:
    """What of *data* is a target: the predicates; of things *own*, those of each class, None where all are."""

    def __init__(self, data: Sequence[Statement], own: Collection[str] | None) -> None:
        self.predicates = {verb for _, verb, _ in data}
        self.of_own: dict[Term, dict[Term, None]] | None = None if own is None else defaultdict(dict)
        if self.of_own is None or own is None:
            return
        above: dict[Term, list[Term]] = defaultdict(list)
        for subject, verb, target in data:
            if verb.value == RDFS + "subClassOf":
                above[subject].append(target)
        for subject, verb, target in data:
            if verb.value == RDF + "type" and subject.value in own:
                for cls in _with_above(target, above):
                    self.of_own[cls][subject] = None


def _with_above(cls: Term, above: Mapping[Term, Sequence[Term]]) -> set[Term]:
    found, waiting = {cls}, [cls]
    while waiting:
        more = [one for one in above.get(waiting.pop(), ()) if one not in found]
        found.update(more)
        waiting += more
    return found
