"""Gaps: every element that does not meet a requirement, and why; and the policy that asks, as a report."""

import re
from collections.abc import Collection

from strategigraf.core.errors import UnknownRequirement, nearest
from strategigraf.core.matrix import STANDING_LABELS, counted
from strategigraf.core.policy import Policy, Requirement, Status
from strategigraf.core.rdf import LANGUAGES, Iri, Labels, Literal, Text, joined, message, short
from strategigraf.core.report import Cell, Coded, Col, Report, coded, part
from strategigraf.core.thread import PART_OF
from strategigraf.coverage.fulfilment import IDLE, REFUSED, RING, UNVERIFIED, Fulfilment, Item
from strategigraf.coverage.support import (
    INHERITED,
    JUSTIFIED,
    MET,
    NO_LINK,
    NOT_STATED,
    PARTLY_STATED,
    PARTS_ONLY,
    SUSPECT,
)
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import kind_name
from strategigraf.store.sparql import Store

REASON_LABELS = Labels(
    "coverage.reason",
    {
        MET: "met",
        PARTLY_STATED: "partly_stated",
        INHERITED: "inherited",
        PARTS_ONLY: "through_parts",
        SUSPECT: "suspect",
        JUSTIFIED: "justified",
        NO_LINK: "no_link",
        NOT_STATED: "not_stated",
        RING: "ring",
        REFUSED: "refused",
        IDLE: "idle",
        UNVERIFIED: "unverified",
    },
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")


def find_requirement(policy: Policy, name: str) -> Requirement:
    """The requirement of *policy* called *name*. Raises UnknownRequirement, which offers the nearest names."""
    for rule in policy.requirements:
        if rule.name == name:
            return rule
    raise UnknownRequirement(
        Text("krav", "requirement"),
        name,
        nearest(name, (rule.name for rule in policy.requirements)),
        Text(
            f"Vælg en af: {', '.join(rule.name for rule in policy.requirements)}.",
            f"Choose one of: {', '.join(rule.name for rule in policy.requirements)}.",
        ),
    )


def gaps(found: Fulfilment, requirements: Collection[str] = ()) -> list[Item]:
    """The items of *found* (just those of *requirements*, by name, where given) that are not ok, justified ones too."""
    return [
        item
        for item in found.items
        if item.status is not Status.OK and (not requirements or item.requirement.name in requirements)
    ]


def gaps_report(found: Fulfilment, requirements: Collection[str] = ()) -> Report:
    """The list of the `gaps`, by strategy, strand, requirement and element."""
    items = gaps(found, requirements)
    shown = part(
        "coverage.gaps.gaps",
        GAP_COLUMNS,
        items,
        sum(item.status > Status.JUSTIFIED for item in items),
        found=_by_basis(items),
        statuses=message("coverage.statuses"),
    )
    return Report("gaps", message("coverage.gaps.title"), (shown,))


def _by_basis(items: Collection[Item]) -> Text:
    """How many of *items* there are, and on what basis they have what they have."""
    numbers = counted(item.basis for item in items)
    told = Text(
        *(
            ", ".join(f"{number} {STANDING_LABELS[name].in_language(language)}" for name, number in numbers.items())
            for language in LANGUAGES
        )
    )
    if len(items) == 1:
        return message("coverage.gaps.gaps.found-one", numbers=told)
    return message("coverage.gaps.gaps.found", count=len(items), numbers=told)


def _broken_at(item: Item) -> Iri | None:
    """The thing at which the chain of *item* breaks, where that is not the element itself; what justifies it."""
    broken = item.broken
    if broken is not None and (broken.thing != item.element or broken.requirement != item.requirement):
        return Iri(broken.thing)
    return _justified_by(item)


def _justified_by(item: Item) -> Iri | None:
    if item.justification is not None and item.status is Status.JUSTIFIED:
        return Iri(item.justification.iri)
    return None


def reason_cell(reason: str) -> Coded:
    """*reason*, a code, as a cell: the code for machines, what it means for people."""
    return coded(reason, REASON_LABELS[reason])


def _told(item: Item) -> Cell:
    """What the break of *item* is; machines read the remedy as well."""
    message = _message(item)
    if item.status is Status.JUSTIFIED or item.broken is None:
        return message
    return Coded(message, Text(*map(_without_remedy, message)))


def _without_remedy(message: str) -> str:
    """*message* up to the sentence that says what to do; whole where it has but one."""
    return _SENTENCE_END.split(message, maxsplit=1)[0]


def _message(item: Item) -> Text:
    if item.justification is not None and item.status is Status.JUSTIFIED:
        return item.justification.rationale
    if item.broken is None:
        return message("coverage.gaps.above")
    return _MESSAGES.get(item.broken.reason, item.broken.requirement.message)


_MESSAGES = Labels(
    "coverage.gaps.remedy",
    {REFUSED: "refused", IDLE: "idle", RING: "ring", SUSPECT: "suspect", UNVERIFIED: "unverified"},
)


GAP_COLUMNS: tuple[Col[Item], ...] = (
    Col("strategy", lambda item: Literal(short(item.strategy))),
    Col("requirement", lambda item: coded(item.requirement.name, item.requirement.label)),
    Col("element", lambda item: Iri(item.element)),
    Col("status", lambda item: item.status.label),
    Col("basis", lambda item: coded(item.basis, STANDING_LABELS[item.basis])),
    Col("reason", lambda item: reason_cell(item.broken.reason if item.broken else item.reason)),
    Col("at", _broken_at),
    Col("message", _told),
)


# What the tracing policy asks, as a table.


def policy_report(store: Store, policy: Policy) -> Report:
    """The report on *policy*: its requirements by strand, then its permissions and prohibitions."""
    rules = [*policy.requirements, *policy.permissions, *policy.prohibitions]
    terms = {
        term for rule in rules for term in (*rule.alternatives, *rule.accepted, *rule.where, rule.stated, rule.kind)
    }
    names = both_labels(store, terms)
    columns: tuple[Col[Requirement], ...] = (
        Col("requirement", lambda rule: Literal(rule.name)),
        Col("strand", lambda rule: coded(policy.strand(rule.strand).name, policy.strand(rule.strand).label)),
        Col("kind", lambda rule: coded(kind_name(rule.kind), names[rule.kind])),
        Col("alternatives", lambda rule: _alternatives(rule, names)),
        Col("where", lambda rule: joined([names[term] for term in rule.where], " + ")),
        Col("label", lambda rule: rule.label),
    )
    placed: tuple[Col[Requirement], ...] = (
        Col("rule", lambda rule: Literal(rule.name)),
        Col("kind", lambda rule: coded(kind_name(rule.kind), names[rule.kind])),
        Col("part_of", lambda rule: _place(rule, names)),
        Col("label", lambda rule: rule.label),
    )
    parts = (
        part("coverage.policy.requirements", columns, policy.requirements),
        part("coverage.policy.places", placed, (*policy.permissions, *policy.prohibitions)),
    )
    return Report("policy", message("coverage.policy.title"), parts)


def _alternatives(rule: Requirement, names: dict[str, Text]) -> Text:
    """What a thing may trace to by *rule*: classes, stated values, a justification."""
    ways = [names[cls] for cls in rule.alternatives]
    if rule.stated:
        accepted = [names[value] for value in rule.accepted]
        ways.append(joined([names[rule.stated], joined(accepted, " / ")], ": ") if accepted else names[rule.stated])
    if rule.justifiable:
        ways.append(message("coverage.policy.justification"))
    return joined(ways, " | ")


def _place(rule: Requirement, names: dict[str, Text]) -> Text:
    """What a thing may, or must not, be part of or point at by *rule*."""
    nothing = message("coverage.policy.nothing")
    alternatives = joined([names[cls] for cls in rule.alternatives], " | ") if rule.alternatives else nothing
    verb = "" if rule.through == PART_OF else f"{short(rule.through)}: "
    return Text(verb + alternatives.da, verb + alternatives.en)
