"""The tracing policy, read from the statements that make it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from strategigraf.graph.policy_faults import check_policy, fault
from strategigraf.values.finding import Severity
from strategigraf.values.inheritance import Inheritance
from strategigraf.values.namespaces import OWL, PREFIXES, RDF, RDFS, SG, SKOS, short
from strategigraf.values.natural import natural
from strategigraf.values.policy import Policy, Requirement, Strand
from strategigraf.values.term import Literal, Term
from strategigraf.values.text import Text

CLASSES = ("Strand", "Requirement", "Permission", "Prohibition")
JUSTIFICATION = SG + "Justification"
_SH = PREFIXES["sh"]
_SEVERITIES = {_SH + "Info": Severity.INFO, _SH + "Warning": Severity.WARNING, _SH + "Violation": Severity.VIOLATION}
_VERBS = (
    *(SG + verb for verb in ("acceptedValue", "alternative", "appliesWhere", "ofKind", "partlyAcceptedValue")),
    *(SG + verb for verb in ("partlyOnBasis", "reachedBy", "stated", "strand", "through")),
)
_ONCE = tuple(SG + verb for verb in ("ofKind", "reachedBy", "stated", "strand", "through"))

Statements = Iterable[tuple[Term, Term, Term]]


class Terms(NamedTuple):
    """The terms that a policy may name: classes, properties, each class with all classes below it, and what is
    inherited."""

    classes: frozenset[str]
    properties: frozenset[str]
    below: Mapping[str, frozenset[str]]
    inheritance: Inheritance


def terms_of(statements: Statements) -> Terms:
    """The terms that the *statements* of a vocabulary declare."""
    classes, properties = set(), set()
    above: dict[str, set[str]] = defaultdict(set)
    passed: list[tuple[str, str, str]] = []
    for term, verb, target in statements:
        passed.append((term.value, verb.value, target.value))
        if verb.value == RDF + "type" and target.value == OWL + "Class":
            classes.add(term.value)
        elif verb.value == RDF + "type" and target.value in (OWL + "ObjectProperty", OWL + "DatatypeProperty"):
            properties.add(term.value)
        elif verb.value == RDFS + "subClassOf":
            above[term.value].add(target.value)
    below: dict[str, set[str]] = {cls: {cls} for cls in classes}
    for cls in classes:
        waiting, seen = [cls], set[str]()
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                below.setdefault(here, {here}).add(cls)
                waiting += above[here]
    found = {cls: frozenset(some) for cls, some in below.items()}
    return Terms(frozenset(classes), frozenset(properties), found, Inheritance.of(passed))


def policy_of(statements: Statements, terms: Terms, place: Callable[[str], str] = lambda rule: "") -> Policy:
    """The policy that *statements* make with the *terms* of the vocabulary; other things that they tell of are passed
    over. *place* says where a rule stands. Raises PolicyFaulty where it contradicts itself or names what is not there.
    """
    said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, verb, target in statements:
        said[subject.value][verb.value].append(target)
    kinds = {
        iri: [cls for cls in CLASSES if any(term.value == SG + cls for term in verbs.get(RDF + "type", ()))]
        for iri, verbs in said.items()
    }
    strands = tuple(
        sorted(
            (
                Strand(iri, _name(iri), _text(said[iri], SKOS + "prefLabel", _name(iri)), _first(said[iri], "notation"))
                for iri, found in kinds.items()
                if found == ["Strand"]
            ),
            key=lambda strand: (natural(strand.number), strand.iri),
        )
    )
    places = {strand.iri: number for number, strand in enumerate(strands)}
    rules: dict[str, list[Requirement]] = {cls: [] for cls in CLASSES[1:]}
    for iri, found in sorted(kinds.items()):
        if found and found != ["Strand"]:
            if len(found) > 1:
                raise fault(
                    iri,
                    place,
                    Text(
                        f"er på én gang {' og '.join(found)}.",
                        f"is {' and '.join(found)} at once.",
                    ),
                    Text("Giv reglen én klasse.", "Give the rule one class."),
                )
            rules[found[0]].append(_rule(iri, said[iri], place))
    for some in rules.values():
        some.sort(key=lambda rule: (places.get(rule.strand, -1), rule.name))
    required, permitted, forbidden = (tuple(rules[cls]) for cls in CLASSES[1:])
    policy = Policy(strands, required, permitted, forbidden, terms.below, terms.inheritance)
    check_policy(policy, terms.classes, terms.properties, place)
    return policy


def _rule(iri: str, said: Mapping[str, list[Term]], place: Callable[[str], str]) -> Requirement:
    for verb in (verb for verb in said if verb.startswith(SG) and verb not in (*_VERBS, SG + "order")):
        raise fault(
            iri,
            place,
            Text(f"bruger {short(verb)}, som en regel ikke har.", f"uses {short(verb)}, which a rule does not have."),
            Text(f"Brug en af: {_listed(_VERBS)}.", f"Use one of: {_listed(_VERBS)}."),
        )
    for verb in _ONCE:
        if len(said.get(verb, ())) > 1:
            raise fault(
                iri,
                place,
                Text(f"har {short(verb)} mere end én gang.", f"has {short(verb)} more than once."),
                Text("Del reglen i flere.", "Split the rule."),
            )
    values = {verb: tuple(sorted(term.value for term in said.get(verb, ()))) for verb in _VERBS}
    once = {verb: (values[verb] or ("",))[0] for verb in _ONCE}
    severity = said.get(_SH + "severity", [Literal(_SH + "Warning")])[0].value
    name = _name(iri)
    return Requirement(
        iri,
        name,
        _text(said, SKOS + "prefLabel", name),
        _text(said, _SH + "message", name),
        _SEVERITIES.get(severity, Severity.WARNING),
        once[SG + "ofKind"],
        once[SG + "strand"],
        tuple(cls for cls in values[SG + "alternative"] if cls != JUSTIFICATION),
        JUSTIFICATION in values[SG + "alternative"],
        once[SG + "stated"],
        values[SG + "acceptedValue"],
        values[SG + "partlyAcceptedValue"],
        once[SG + "through"],
        once[SG + "reachedBy"],
        tuple(basis.removeprefix(SG).lower() for basis in values[SG + "partlyOnBasis"]),
        values[SG + "appliesWhere"],
    )


def _name(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _text(said: Mapping[str, list[Term]], verb: str, otherwise: str) -> Text:
    words = {term.language: term.value for term in said.get(verb, ()) if isinstance(term, Literal)}
    any_words = words[min(words)] if words else otherwise
    return Text(words.get("da", any_words), words.get("en", any_words))


def _first(said: Mapping[str, list[Term]], name: str) -> str:
    return said[SKOS + name][0].value if said.get(SKOS + name) else ""


def _listed(verbs: Iterable[str]) -> str:
    return ", ".join(map(short, verbs))
