"""Gaps: every element that does not meet a requirement, and why; and the policy that asks, as a report."""

import re
from collections.abc import Collection

from strategigraf.core.errors import UnknownRequirement, nearest
from strategigraf.core.matrix import STANDING_LABELS, STANDINGS, counted
from strategigraf.core.policy import Policy, Requirement, Status
from strategigraf.core.rdf import Iri, Literal, Text, joined, short
from strategigraf.core.report import Cell, Coded, Column, Part, Report, coded, named
from strategigraf.core.thread import PART_OF
from strategigraf.coverage.fulfilment import IDLE, REFUSED, RING, UNVERIFIED, Fulfilment, Item
from strategigraf.coverage.support import INHERITED, JUSTIFIED, MET, NO_LINK, NOT_STATED, PARTLY_STATED, SUSPECT
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import kind_name
from strategigraf.store.sparql import Store

GAP_COLUMNS = tuple(
    Column(name) for name in ("strategy", "requirement", "element", "status", "basis", "reason", "at", "message")
)
STATUSES_EXPLAINED = named(
    Text(
        "`basis` er, om elementet selv har forbindelsen, kun har den nedarvet eller slet ikke har den. "
        "mangler: intet led; delvis: kun nedarvet, kun delvis oplyst, eller kæden brydes højere oppe (se `at`); "
        "mistænkelig: kun led, der ikke er til at stole på; begrundet: kilden siger selv hvorfor; fejl: data "
        "modsiger sig selv.",
        "`basis` is whether the element has the link itself, only inherits it, or has none. "
        "missing: no link; partial: only inherited, only partly stated, or the chain breaks further up (see `at`); "
        "suspect: only links not to be relied on; justified: the source itself says why; error: the data contradict "
        "themselves.",
    )
)
REASON_LABELS = {
    MET: Text("opfyldt", "met"),
    PARTLY_STATED: Text("kun delvis oplyst", "only partly stated"),
    INHERITED: Text("kun nedarvet", "inherited only"),
    SUSPECT: Text("kun mistænkelige led", "suspect links only"),
    JUSTIFIED: Text("begrundet i kilden", "justified by the source"),
    NO_LINK: Text("ingen forbindelse", "no link"),
    NOT_STATED: Text("ikke oplyst", "not stated"),
    RING: Text("løber i ring", "runs in a ring"),
    REFUSED: Text("begrundelse godtages ikke", "justification not accepted"),
    IDLE: Text("overflødig begrundelse", "idle justification"),
    UNVERIFIED: Text("citat ikke efterprøvet", "quote not verified"),
}
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
            f"Politikken har: {', '.join(rule.name for rule in policy.requirements)}.",
            f"The policy has: {', '.join(rule.name for rule in policy.requirements)}.",
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
    part = Part(
        "gaps",
        Text("Mangler", "Gaps"),
        Text(*(f"{first} {rest}" for first, rest in zip(_by_basis(items), STATUSES_EXPLAINED, strict=True))),
        GAP_COLUMNS,
        tuple(gap_row(item) for item in items),
        sum(item.status > Status.JUSTIFIED for item in items),
    )
    return Report("gaps", Text("Mangler efter politikken", "Gaps by the policy"), (part,))


def _by_basis(items: Collection[Item]) -> Text:
    """How many of *items* there are, and on what basis they have what they have."""
    numbers = counted(item.basis for item in items)
    told = [
        ", ".join(f"{numbers[name]} {STANDING_LABELS[name].in_language(language)}" for name in STANDINGS)
        for language in ("da", "en")
    ]
    return Text(
        f"{len(items)} {'mangel' if len(items) == 1 else 'mangler'} efter grundlag: {told[0]}.",
        f"{len(items)} gap{'s' * (len(items) != 1)} by basis: {told[1]}.",
    )


def gap_row(item: Item) -> tuple[Cell, ...]:
    """*item* as a row: strategy, requirement, element, status, basis, reason code, the place where the chain breaks
    (empty where that is the element itself) or the justification, and what to do there or why."""
    broken = item.broken
    away = broken is not None and (broken.thing != item.element or broken.requirement != item.requirement)
    return (
        Literal(short(item.strategy)),
        coded(item.requirement.name, item.requirement.label),
        Iri(item.element),
        item.status.label,
        coded(item.basis, STANDING_LABELS[item.basis]),
        reason_cell(broken.reason if broken else item.reason),
        Iri(broken.thing) if broken is not None and away else _justified_by(item),
        _told(item),
    )


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
        return _ABOVE
    return _MESSAGES.get(item.broken.reason, item.broken.requirement.message)


_ABOVE = Text(
    "En mangel højere oppe i kæden er begrundet af kilden.", "A gap further up the chain is justified by the source."
)
_MESSAGES = {
    REFUSED: Text(
        "Kravet godtager ingen begrundelse. Fjern den, eller tilføj sg:alternative sg:Justification i politikken.",
        "The requirement accepts no justification. Remove it, or add sg:alternative sg:Justification to the policy.",
    ),
    IDLE: Text(
        "Kravet er opfyldt, så begrundelsen er overflødig. Fjern den.",
        "The requirement is met, so the justification is idle. Remove it.",
    ),
    RING: Text("Kæden løber i ring. Ret det led, der peger nedad.", "The chain runs in a ring. Mend the link down."),
    SUSPECT: Text(
        "Kæden hviler kun på mistænkelige led. Efterprøv dem.", "The chain rests on suspect links only. Review them."
    ),
    UNVERIFIED: Text(
        "Et citat undervejs står ikke i kilden eller kunne ikke efterprøves. Se “strategigraf check”.",
        "A quote on the way does not stand in the source or could not be verified. See “strategigraf check”.",
    ),
}


# What the tracing policy asks, as a table.

_JUSTIFICATION = Text("en begrundet mangel", "a justification")
_EXPLAINED = named(
    Text(
        "Hver slags skal kunne spores til et af alternativerne. Et krav gælder de strategier, der har noget af det, "
        "der står under `where`. Krav på opbygningen efterprøves af “check”, de andre af “check --complete”.",
        "Each kind must trace to one of the alternatives. A requirement applies to the strategies that have "
        "something of what stands under `where`. Requirements on structure are checked by “check”, the others by "
        "“check --complete”.",
    )
)
_NOT_REQUIRED = Text(
    "Hvad der må, men ikke skal være, og hvad der ikke må.", "What may be but need not be, and what must not."
)


def policy_report(store: Store, policy: Policy) -> Report:
    """The report on *policy*: its requirements by strand, then its permissions and prohibitions."""
    rules = [*policy.requirements, *policy.permissions, *policy.prohibitions]
    terms = {
        term for rule in rules for term in (*rule.alternatives, *rule.accepted, *rule.where, rule.stated, rule.kind)
    }
    names = both_labels(store, terms)
    columns = tuple(Column(name) for name in ("requirement", "strand", "kind", "alternatives", "where", "label"))
    placed = tuple(Column(name) for name in ("rule", "kind", "part_of", "label"))
    return Report(
        "policy",
        Text("Politikken", "The policy"),
        (
            Part(
                "requirements",
                Text("Krav", "Requirements"),
                _EXPLAINED,
                columns,
                tuple(_requirement(policy, rule, names) for rule in policy.requirements),
            ),
            Part(
                "places",
                Text("Tilladelser og forbud", "Permissions and prohibitions"),
                _NOT_REQUIRED,
                placed,
                tuple(_place(rule, names) for rule in (*policy.permissions, *policy.prohibitions)),
            ),
        ),
    )


def _requirement(policy: Policy, rule: Requirement, names: dict[str, Text]) -> tuple[Cell, ...]:
    ways = [names[cls] for cls in rule.alternatives]
    if rule.stated:
        accepted = [names[value] for value in rule.accepted]
        ways.append(joined([names[rule.stated], joined(accepted, " / ")], ": ") if accepted else names[rule.stated])
    if rule.justifiable:
        ways.append(_JUSTIFICATION)
    return (
        Literal(rule.name),
        coded(policy.strand(rule.strand).name, policy.strand(rule.strand).label),
        coded(kind_name(rule.kind), names[rule.kind]),
        joined(ways, " | "),
        joined([names[term] for term in rule.where], " + "),
        rule.label,
    )


def _place(rule: Requirement, names: dict[str, Text]) -> tuple[Cell, ...]:
    nothing = Text("intet", "nothing")
    alternatives = joined([names[cls] for cls in rule.alternatives], " | ") if rule.alternatives else nothing
    verb = "" if rule.through == PART_OF else f"{short(rule.through)}: "
    return (
        Literal(rule.name),
        coded(kind_name(rule.kind), names[rule.kind]),
        Text(verb + alternatives.da, verb + alternatives.en),
        rule.label,
    )
