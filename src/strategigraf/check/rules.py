"""The shapes as they are written: what each rule is called, how bad it is, where it looks, and what belongs to it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.policy import Severity
from strategigraf.core.rdf import OWL, RDF, RDFS, SGSH, Blank, Iri, Term, Text
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


def rules(shape_files: Iterable[Path]) -> dict[str, Rule]:
    """The rules of the *shape_files* by name: every named shape with a severity. Raises TurtleSyntax."""
    severities: dict[str, Severity] = {}
    messages: dict[str, dict[str, str]] = {}
    for path in shape_files:
        for subject, predicate, target in turtle.statements(path):
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
        for path in shape_files
        for subject, predicate, target in turtle.statements(path)
        if predicate.value == SH + "targetObjectsOf"
    }


# Which shapes have something to look at.

_TARGETS = tuple(SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"))
_CLASSES = (RDFS + "Class", OWL + "Class")
_OF_WHOLE = {RDF + "type", *(SH + name for name in ("message", "severity", "sparql", "targetNode"))}
_OF_QUERY = {RDF + "type", *(SH + name for name in ("message", "prefixes", "select"))}
_KNOWN = f"PREFIX rdf: <{RDF}>\nPREFIX rdfs: <{RDFS}>\nPREFIX owl: <{OWL}>\n"  # to pySHACL without being declared
_LISTED = re.compile(r"(SELECT\s+(DISTINCT\s+)?|GROUP\s+BY\s+)[$?]this\b", re.IGNORECASE)
_THIS = re.compile(r"[$?]this\b")


def _is_aim(statement: Statement) -> bool:
    """Whether *statement* gives a shape a target: itself where it is a class."""
    _, verb, target = statement
    return verb.value in _TARGETS or (verb.value == RDF + "type" and target.value in _CLASSES)


class Query(NamedTuple):
    """A rule over the whole graph: its name, the node it starts from, and the query that finds each `?value`."""

    rule: str
    focus: Iri
    text: str


class Shapes:
    """The shapes of *shape_files*. Raises TurtleSyntax."""

    def __init__(self, shape_files: Iterable[Path]) -> None:
        self._about: dict[Term, list[Statement]] = defaultdict(list)
        for path in shape_files:
            for statement in turtle.statements(path):
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
        """Of *heads* the rules over the whole graph: a single query that starts from a node and says nothing of it."""
        return {head: query for head in heads if (query := self._query(head)) is not None}

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

    def _query(self, head: Term) -> Query | None:
        said = self._about[head]
        focuses = [target for _, verb, target in said if verb.value == SH + "targetNode"]
        asked = [target for _, verb, target in said if verb.value == SH + "sparql"]
        if not {verb.value for _, verb, _ in said} <= _OF_WHOLE or len(focuses) != 1 or len(asked) != 1:
            return None
        within = self._about[asked[0]]
        texts = [target.value for _, verb, target in within if verb.value == SH + "select"]
        if not {verb.value for _, verb, _ in within} <= _OF_QUERY or len(texts) != 1:
            return None
        if _THIS.search(_LISTED.sub("", texts[0])):  # it is bound to the focus node, which is more than being listed
            return None
        name, focus = head.value.removeprefix(SGSH), focuses[0]
        known = "".join(self._prefixes(target) for _, verb, target in within if verb.value == SH + "prefixes")
        return Query(name, focus, _KNOWN + known + texts[0]) if isinstance(focus, Iri) else None

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
