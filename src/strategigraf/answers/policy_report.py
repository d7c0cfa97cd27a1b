"""What the tracing policy asks, as a table."""

from strategigraf.answers.heading import named
from strategigraf.answers.kind import kind_name
from strategigraf.graph.thread import PART_OF
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.namespaces import short
from strategigraf.values.policy import Policy, Requirement
from strategigraf.values.report import Cell, Part, Report, coded
from strategigraf.values.table import Column
from strategigraf.values.term import Literal
from strategigraf.values.text import Text

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
    danish, english = labels(store, terms, "da"), labels(store, terms, "en")
    names = {term: Text(danish.get(term, short(term)), english.get(term, short(term))) for term in terms}
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
        ways.append(_joined([names[rule.stated], _joined(accepted, " / ")], ": ") if accepted else names[rule.stated])
    if rule.justifiable:
        ways.append(_JUSTIFICATION)
    return (
        Literal(rule.name),
        coded(policy.strand(rule.strand).name, policy.strand(rule.strand).label),
        coded(kind_name(rule.kind), names[rule.kind]),
        _joined(ways, " | "),
        _joined([names[term] for term in rule.where], " + "),
        rule.label,
    )


def _place(rule: Requirement, names: dict[str, Text]) -> tuple[Cell, ...]:
    nothing = Text("intet", "nothing")
    alternatives = _joined([names[cls] for cls in rule.alternatives], " | ") if rule.alternatives else nothing
    verb = "" if rule.through == PART_OF else f"{short(rule.through)}: "
    return (
        Literal(rule.name),
        coded(kind_name(rule.kind), names[rule.kind]),
        Text(verb + alternatives.da, verb + alternatives.en),
        rule.label,
    )


def _joined(texts: list[Text], sign: str) -> Text:
    return Text(sign.join(text.da for text in texts), sign.join(text.en for text in texts))
