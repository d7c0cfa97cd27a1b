"""The tracing policy, how far a thing meets a requirement of it, and findings with their severity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

from strategigraf.core.rdf import Labels, Text
from strategigraf.core.thread import Inheritance

# Findings.


class Severity(IntEnum):
    """How grave a finding is; the names are those of SHACL."""

    INFO = 0
    WARNING = 1
    VIOLATION = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the rule or status, the file and line, the thing, and what to do in both languages."""

    rule: str
    severity: Severity
    file: str
    line: int
    thing: str
    message: Text
    detail: str = ""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without doubles, by file, line, rule, thing and detail."""
    return tuple(sorted(set(findings), key=lambda f: (f.file, f.line, f.rule, f.thing, f.detail, f.message.en)))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among *findings*, None where there are none."""
    return max((finding.severity for finding in findings), default=None)


class Strand(NamedTuple):
    """A chain of requirements: its IRI, name and label, and its number among the strands."""

    iri: str
    name: str
    label: Text
    number: str


class Requirement(NamedTuple):
    """What every element of `kind` must have: one of the `alternatives` (classes) at the other end of a thread, or the
    property `stated` with one of the values `accepted` (any without them), or, where `justifiable`, a justification.
    Of measurements that reach it, without `stated`, only those in one of the roles `accepted` count.

    With `through` only the element's own step by that property counts, with `reached_by` only another thing's step to
    it. A thread on one of the bases `partly_on`, and one of the values `partly`, meets it in part; one through the
    element's parts counts only where it is among these, or (in full) among `wholly_on`. It applies to the strategies
    that have something of each of `where`: classes, or properties that one of their elements states. An element may
    have the step `through` only once, unless it may have `several`.
    """

    iri: str
    name: str
    label: Text
    message: Text
    severity: Severity
    kind: str
    strand: str = ""
    alternatives: tuple[str, ...] = ()
    justifiable: bool = False
    stated: str = ""
    accepted: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    through: str = ""
    reached_by: str = ""
    partly_on: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    several: bool = False
    wholly_on: tuple[str, ...] = ()

    @property
    def structural(self) -> bool:
        """Whether it says where an element belongs in the structure of its strategy: a rule of every check."""
        return bool(self.through) and self.severity is Severity.VIOLATION


RollsUp = Mapping[str, tuple[frozenset[str], frozenset[str]]]


class Policy(NamedTuple):
    """The rules by strand and name; `permissions` are requirements only of those that have the step `through` at all,
    `prohibitions` forbid it. `below` gives each class with all its subclasses, `inheritance` what
    threads pass on. `rolls_up` gives, of each property that counts for a whole through its parts, the properties by
    which parts that have it point at their whole, and those by which parts that it points at do."""

    strands: tuple[Strand, ...]
    requirements: tuple[Requirement, ...]
    permissions: tuple[Requirement, ...]
    prohibitions: tuple[Requirement, ...]
    below: Mapping[str, frozenset[str]]
    inheritance: Inheritance = Inheritance({}, {})
    rolls_up: RollsUp = MappingProxyType({})

    def covered(self, classes: Iterable[str]) -> frozenset[str]:
        """*classes* and all their subclasses."""
        return frozenset().union(*(self.below.get(cls, frozenset((cls,))) for cls in classes))

    def strand(self, iri: str) -> Strand:
        """The strand *iri*. Raises KeyError where the policy has none."""
        return {strand.iri: strand for strand in self.strands}[iri]

    @property
    def signature(self) -> str:
        """A digest of what the policy demands; wording does not count."""
        from hashlib import blake2b

        parts = [(*rule._replace(label=Text("", ""), message=Text("", "")),) for rule in self.requirements]
        rules = [_without_last_defaults(rule) for rule in parts]
        return blake2b(repr(rules).encode(), digest_size=16).hexdigest()


def _without_last_defaults(rule: tuple[object, ...]) -> tuple[object, ...]:
    """*rule* without the fields at its end that were added later and that it does not use."""
    while len(rule) > _FIRST_FIELDS and not rule[-1]:
        rule = rule[:-1]
    return rule


_FIRST_FIELDS = Requirement._fields.index("several")


# The status of an item.


class Status(IntEnum):
    """From good to bad; of several the worst applies."""

    OK = 0
    JUSTIFIED = 1
    PARTIAL = 2
    SUSPECT = 3
    MISSING = 4
    ERROR = 5

    @property
    def label(self) -> Text:
        """The word for it in both languages."""
        return _LABELS[self]


_LABELS = Labels("common.status", {status: status.name.lower() for status in Status})
