"""The tracing policy of a dataset: read, and what can be wrong with it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from strategigraf.core.errors import PolicyFaulty, did_you_mean, nearest
from strategigraf.core.policy import Policy, Requirement, Severity, Strand
from strategigraf.core.rdf import OWL, PREFIXES, RDF, RDFS, SDGO, SG, SKOS, Literal, Term, Text, natural, short
from strategigraf.core.thread import BASES, PART_OF, Inheritance, basis_named
from strategigraf.files.settings import SETTINGS
from strategigraf.files.turtle import line_in, statements
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import Store

Place = Callable[[str], str]


def fault(rule: str, place: Place, what: Text, remedy: Text) -> PolicyFaulty:
    """The error that the rule with the IRI *rule*, which stands at *place*, is as *what* says."""
    where = place(rule)
    at = Text(*(f" ({where})" if where else "" for _ in range(2)))
    name = short(rule)
    return PolicyFaulty(
        Text(f"Sporbarhedspolitikken{at.da}: {name} {what.da}", f"The traceability policy{at.en}: {name} {what.en}"),
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
                Text(
                    f"har samme navn som {short(names[rule.name])}.", f"shares its name with {short(names[rule.name])}."
                ),
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
            raise _unknown(rule, cls, Text("elementtypen", "element type"), classes, place)
    for verb in filter(None, (rule.through, rule.reached_by, rule.stated)):
        if verb not in properties:
            raise _unknown(rule, verb, Text("egenskaben", "property"), properties, place)
    for term in rule.where:
        if term not in classes and term not in properties:
            raise _unknown(
                rule, term, Text("elementtypen eller egenskaben", "element type or property"), classes, place
            )
    for basis in (*rule.partly_on, *rule.wholly_on):
        if basis not in BASES:
            raise _unknown(rule, basis, Text("grundlaget", "basis"), BASES, place)
    if rule.strand and rule.strand not in {strand.iri for strand in policy.strands}:
        raise _unknown(
            rule, rule.strand, Text("kravområdet", "requirement area"), [s.iri for s in policy.strands], place
        )


def _unknown(rule: Requirement, iri: str, what: Text, known: Iterable[str], place: Place) -> PolicyFaulty:
    if not iri:
        return fault(
            rule.iri,
            place,
            Text("angiver ikke, hvilken elementtype den gælder.", "does not say which element type it is about."),
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
        did_you_mean(near)
        if near
        else Text(
            "Ret navnet. Skriv »strategigraf list« for at se elementtyperne.",
            "Correct the name. Run “strategigraf list” to see the element types.",
        ),
    )


def _check_requirement(policy: Policy, rule: Requirement, place: Place) -> None:
    if not (rule.alternatives or rule.stated):
        raise fault(
            rule.iri,
            place,
            Text("har intet, der kan opfylde det.", "has nothing that could meet it."),
            Text(
                "Tilføj sg:alternative med en elementtype, eller sg:stated.",
                "Add sg:alternative with an element type, or sg:stated.",
            ),
        )
    if not rule.strand:
        raise fault(
            rule.iri,
            place,
            Text("hører ikke til et kravområde.", "belongs to no requirement area."),
            Text("Tilføj sg:strand.", "Add sg:strand."),
        )
    if (rule.accepted or rule.partly) and not (rule.stated or rule.reached_by):
        raise fault(
            rule.iri,
            place,
            Text("godtager værdier, men angiver ikke hvilke.", "accepts values, but does not say of what."),
            Text("Tilføj sg:stated.", "Add sg:stated."),
        )
    if both := set(rule.accepted) & set(rule.partly):
        raise fault(
            rule.iri,
            place,
            Text(
                f"godtager {short(min(both))} både helt og delvist.",
                f"accepts {short(min(both))} both wholly and in part.",
            ),
            Text("Vælg et af dem.", "Choose one."),
        )
    direct = rule.through or rule.reached_by
    if not direct and policy.covered([rule.kind]) & policy.covered(rule.alternatives):
        raise fault(
            rule.iri,
            place,
            Text("kræver, at en elementtype kan spores til sig selv.", "requires an element type to trace to itself."),
            Text(
                "Vælg en anden elementtype, eller tilføj sg:through.", "Choose another element type, or add sg:through."
            ),
        )
    if rule.kind.startswith(SDGO) and rule.stated:
        raise fault(
            rule.iri,
            place,
            Text("kræver, at et verdensmål oplyser noget.", "requires an SDG to state something."),
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
                    Text(f"kræver det, som {short(ban.iri)} forbyder.", f"requires what {short(ban.iri)} forbids."),
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
                    Text("Giv dem et fælles alternativ.", "Give them an alternative in common."),
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
                        f"er i et kravområde, der går i ring ({strand.label.da}: {round_about}).",
                        f"is in a requirement area that runs in a ring ({strand.label.en}: {round_about}).",
                    ),
                    Text(
                        "Læg et af kravene i et andet kravområde, eller giv det et alternativ, der bryder ringen.",
                        "Put one of the requirements in another requirement area, or give it an alternative that breaks"
                        " the ring.",
                    ),
                )


# The tracing policy, read from the statements that make it.

CLASSES = ("Strand", "Requirement", "Permission", "Prohibition")
JUSTIFICATION = SG + "Justification"
_SH = PREFIXES["sh"]
_SEVERITIES = {_SH + "Info": Severity.INFO, _SH + "Warning": Severity.WARNING, _SH + "Violation": Severity.VIOLATION}
_VERBS = (
    *(SG + verb for verb in ("acceptedValue", "alternative", "appliesWhere", "ofKind", "partlyAcceptedValue")),
    *(SG + verb for verb in ("onBasis", "partlyOnBasis", "reachedBy", "several", "stated", "strand", "through")),
)
_ONCE = tuple(SG + verb for verb in ("ofKind", "reachedBy", "stated", "strand", "through"))
_ROLLING_UP = (SG + "rollsUpFrom", SG + "rollsUpTo")
Statements = Iterable[tuple[Term, Term, Term]]


class Terms(NamedTuple):
    """The terms that a policy may name: classes, properties, each class with all classes below it, what is
    inherited, and what rolls up from parts."""

    classes: frozenset[str]
    properties: frozenset[str]
    below: Mapping[str, frozenset[str]]
    inheritance: Inheritance
    rolls_up: Mapping[str, tuple[frozenset[str], frozenset[str]]]


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
    return Terms(frozenset(classes), frozenset(properties), found, Inheritance.of(passed), _rolling_up(passed))


def _rolling_up(statements: Iterable[tuple[str, str, str]]) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    sides: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for subject, verb, target in statements:
        if verb in _ROLLING_UP:
            sides[subject][_ROLLING_UP.index(verb)].add(target)
    return {verb: (frozenset(had), frozenset(pointing)) for verb, (had, pointing) in sides.items()}


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
                        f"er både {' og '.join(found)}.",
                        f"is both {' and '.join(found)}.",
                    ),
                    Text("Giv reglen én klasse.", "Give the rule one class."),
                )
            rules[found[0]].append(_rule(iri, said[iri], place))
    for some in rules.values():
        some.sort(key=lambda rule: (places.get(rule.strand, -1), rule.name))
    required, permitted, forbidden = (tuple(rules[cls]) for cls in CLASSES[1:])
    policy = Policy(strands, required, permitted, forbidden, terms.below, terms.inheritance, terms.rolls_up)
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
        tuple(map(basis_named, values[SG + "partlyOnBasis"])),
        values[SG + "appliesWhere"],
        "true" in values[SG + "several"],
        tuple(map(basis_named, values[SG + "onBasis"])),
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


# The tracing policy, as a store has it or as the files of a workspace have it.


def read_policy(store: Store, workspace: Workspace | None = None) -> Policy:
    """The policy that *store* has; an error names its place in the files of *workspace*. Raises PolicyFaulty."""

    def place(rule: str) -> str:
        return rule_place(workspace, rule) if workspace is not None else ""

    def read() -> Policy:
        rules = store.triples_of("store/policy", kind=[SG + name for name in CLASSES])
        return policy_of(rules, terms_of(store.triples_of("store/policy-terms")), place)

    return store.kept("policy", read)


def policy_of_files(workspace: Workspace) -> Policy:
    """The policy that the files of *workspace* make. Raises PolicyFaulty, TurtleSyntax, FilesNotFound."""
    terms = terms_of(told for path in workspace.ontology_files() for told in statements(path))
    return policy_of(statements(workspace.policy_file()), terms, lambda rule: rule_place(workspace, rule))


def rule_place(workspace: Workspace, rule: str) -> str:
    """File and line of the *rule* (an IRI) of the policy of *workspace*."""
    path = workspace.policy_file()
    line = line_in(path, rule) if path.is_file() and path.name != SETTINGS else 0
    return f"{path}:{line}" if line else str(path)
