"""What can be wrong with a tracing policy."""

from collections.abc import Callable, Collection, Iterable

from strategigraf.graph.thread import PART_OF
from strategigraf.values.errors import PolicyFaulty
from strategigraf.values.hop import BASES
from strategigraf.values.namespaces import SDGO, short
from strategigraf.values.nearness import nearest
from strategigraf.values.policy import Policy, Requirement
from strategigraf.values.text import Text

Place = Callable[[str], str]


def fault(rule: str, place: Place, what: Text, remedy: Text) -> PolicyFaulty:
    """The error that the rule with the IRI *rule*, which stands at *place*, is as *what* says."""
    where = place(rule)
    at = Text(*(f" ({where})" if where else "" for _ in range(2)))
    name = short(rule)
    return PolicyFaulty(
        Text(f"Politikken{at.da}: {name} {what.da}", f"The policy{at.en}: {name} {what.en}"),
        remedy,
    )


def check_policy(policy: Policy, classes: Collection[str], properties: Collection[str], place: Place) -> None:
    """Raises PolicyFaulty where a rule of *policy* names a kind, property or strand that is not there, asks for
    nothing, contradicts another, or leads round in a strand without an end."""
    rules = [*policy.requirements, *policy.permissions, *policy.prohibitions]
    names: dict[str, str] = {}
    for rule in rules:
        if names.setdefault(rule.name, rule.iri) != rule.iri:
            raise fault(
                rule.iri,
                place,
                Text(f"har samme navn som {short(names[rule.name])}.", f"shares its name with {names[rule.name]}."),
                Text("Giv den ene et andet navn.", "Give one of them another name."),
            )
        _check_names(policy, rule, classes, properties, place)
    for rule in policy.requirements:
        _check_requirement(policy, rule, place)
    for rule in policy.permissions:
        if not (rule.alternatives and rule.through):
            raise fault(
                rule.iri,
                place,
                Text("tillader intet bestemt.", "permits nothing in particular."),
                Text("Tilføj sg:through og sg:alternative.", "Add sg:through and sg:alternative."),
            )
    for rule in policy.prohibitions:
        if not rule.through:
            raise fault(
                rule.iri,
                place,
                Text("forbyder intet bestemt.", "forbids nothing in particular."),
                Text("Tilføj sg:through.", "Add sg:through."),
            )
    _check_contradictions(policy, place)
    _check_ends(policy, place)


def _check_names(
    policy: Policy, rule: Requirement, classes: Collection[str], properties: Collection[str], place: Place
) -> None:
    for cls in (rule.kind, *rule.alternatives):
        if cls not in classes:
            raise _unknown(rule, cls, Text("slagsen", "kind"), classes, place)
    for verb in filter(None, (rule.through, rule.reached_by, rule.stated)):
        if verb not in properties:
            raise _unknown(rule, verb, Text("egenskaben", "property"), properties, place)
    for term in rule.where:
        if term not in classes and term not in properties:
            raise _unknown(rule, term, Text("slagsen eller egenskaben", "kind or property"), classes, place)
    for basis in rule.partly_on:
        if basis not in BASES:
            raise _unknown(rule, basis, Text("grundlaget", "basis"), BASES, place)
    if rule.strand and rule.strand not in {strand.iri for strand in policy.strands}:
        raise _unknown(rule, rule.strand, Text("strengen", "strand"), [s.iri for s in policy.strands], place)


def _unknown(rule: Requirement, iri: str, what: Text, known: Iterable[str], place: Place) -> PolicyFaulty:
    if not iri:
        return fault(
            rule.iri,
            place,
            Text("siger ikke, hvilken slags den gælder.", "does not say which kind it is about."),
            Text("Tilføj sg:ofKind.", "Add sg:ofKind."),
        )
    near = nearest(short(iri), map(short, known))
    return fault(
        rule.iri,
        place,
        Text(
            f"nævner {what.da} {short(iri)}, som ikke findes.",
            f"names the {what.en} {short(iri)}, which does not exist.",
        ),
        Text(f"Mente du {' eller '.join(near)}?", f"Did you mean {' or '.join(near)}?")
        if near
        else Text("Ret navnet; “strategigraf list” viser slagsene.", "Mend it; “strategigraf list” shows the kinds."),
    )


def _check_requirement(policy: Policy, rule: Requirement, place: Place) -> None:
    if not (rule.alternatives or rule.stated):
        raise fault(
            rule.iri,
            place,
            Text("har intet, der kan opfylde det.", "has nothing that could meet it."),
            Text(
                "Tilføj sg:alternative med en slags, eller sg:stated.",
                "Add sg:alternative with a kind, or sg:stated.",
            ),
        )
    if not rule.strand:
        raise fault(
            rule.iri,
            place,
            Text("hører ikke til nogen streng.", "belongs to no strand."),
            Text("Tilføj sg:strand.", "Add sg:strand."),
        )
    if (rule.accepted or rule.partly) and not rule.stated:
        raise fault(
            rule.iri,
            place,
            Text("godtager værdier, men ikke af hvad.", "accepts values, but of what?"),
            Text("Tilføj sg:stated.", "Add sg:stated."),
        )
    if both := set(rule.accepted) & set(rule.partly):
        raise fault(
            rule.iri,
            place,
            Text(
                f"godtager {short(min(both))} både helt og delvis.",
                f"accepts {short(min(both))} both wholly and in part.",
            ),
            Text("Vælg et af dem.", "Choose one."),
        )
    direct = rule.through or rule.reached_by
    if not direct and policy.covered([rule.kind]) & policy.covered(rule.alternatives):
        raise fault(
            rule.iri,
            place,
            Text("beder en slags om at kunne spores til sig selv.", "asks a kind to trace to itself."),
            Text("Vælg en anden slags, eller tilføj sg:through.", "Choose another kind, or add sg:through."),
        )
    if rule.kind.startswith(SDGO) and rule.stated:
        raise fault(
            rule.iri,
            place,
            Text("beder et verdensmål om at oplyse noget.", "asks an SDG to state something."),
            Text("Brug sg:alternative.", "Use sg:alternative."),
        )


def _check_contradictions(policy: Policy, place: Place) -> None:
    """A requirement against a prohibition, and two requirements of the one place that an element can have."""
    for rule in policy.requirements:
        for ban in policy.prohibitions:
            same = policy.covered([rule.kind]) & policy.covered([ban.kind]) and rule.through == ban.through
            left = set(rule.alternatives) if ban.alternatives else set()
            left = {cls for cls in left if not policy.covered([cls]) <= policy.covered(ban.alternatives)}
            if same and not left:
                raise fault(
                    rule.iri,
                    place,
                    Text(f"kræver det, som {short(ban.iri)} forbyder.", f"demands what {short(ban.iri)} forbids."),
                    Text("Fjern en af de to.", "Remove one of the two."),
                )
    rules = [rule for rule in (*policy.requirements, *policy.permissions) if rule.alternatives]
    for one in rules:
        for other in rules:
            same = one.through == other.through == PART_OF and policy.covered([one.kind]) & policy.covered([other.kind])
            shared = policy.covered(one.alternatives) & policy.covered(other.alternatives)
            if one.iri < other.iri and same and not shared:
                raise fault(
                    one.iri,
                    place,
                    Text(
                        f"og {short(other.iri)} peger hver sin vej med {short(one.through)}.",
                        f"and {short(other.iri)} point different ways with {short(one.through)}.",
                    ),
                    Text("Giv dem et alternativ til fælles.", "Give them an alternative in common."),
                )


def _check_ends(policy: Policy, place: Place) -> None:
    """A strand must have an end: from every kind a way to a kind of which it asks nothing more."""
    for strand in policy.strands:
        rules = [rule for rule in policy.requirements if rule.strand == strand.iri]
        kinds = policy.covered([rule.kind for rule in rules] + [cls for rule in rules for cls in rule.alternatives])
        asked = {kind: [rule for rule in rules if kind in policy.covered([rule.kind])] for kind in kinds}
        ending: set[str] = set()
        while True:
            more = {
                kind
                for kind in kinds - ending
                if all(rule.stated or policy.covered(rule.alternatives) & ending for rule in asked[kind])
            }
            if not more:
                break
            ending |= more
        for rule in rules:
            if not policy.covered([rule.kind]) & ending:
                round_about = ", ".join(sorted(short(kind) for kind in kinds - ending))
                raise fault(
                    rule.iri,
                    place,
                    Text(
                        f"ligger i en streng uden ende ({strand.label.da}: {round_about}).",
                        f"lies in a strand without an end ({strand.label.en}: {round_about}).",
                    ),
                    Text(
                        "Læg et af kravene i en anden streng, eller giv det et alternativ, der slutter.",
                        "Put one of the requirements in another strand, or give it an alternative that ends.",
                    ),
                )
