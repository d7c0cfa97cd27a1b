"""The page of a strategy: the plan from vision to initiatives, what was found in it, how far its thread reaches."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from strategigraf.core.rdf import SG, Iri, Literal, Text, message, natural
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.core.thread import CONTRIBUTES_TO, PART_OF, SCHEDULES
from strategigraf.dossier.short.brief import Brief, capital, figures, small, term
from strategigraf.site.addresses import Ref, path_of
from strategigraf.site.facts import NOTHING, Facts
from strategigraf.site.page import Openings, Page
from strategigraf.site.records import both, period_of
from strategigraf.store.lookup import edge_lookup, members_of

_IN_PLAN = ("Mission", "Vision", "VisionStatement", "Track", "FocusArea", "Goal", "Initiative")
_FIRST = (*_IN_PLAN, "TimelineEntry", "Challenge", "HearingComment")
_FEW = 8  # types that are counted in a row


class Node(NamedTuple):
    """An element of the plan with its parts: what leads to it, its number in the source, a word on when it is and on
    the SDGs it names itself, and its parts in order."""

    ref: Ref
    number: str
    note: Text
    parts: tuple["Node", ...]

    @property
    def is_deep(self) -> bool:
        """Whether its parts have parts."""
        return any(part.parts for part in self.parts)


class Plan:
    """The elements of a *strategy* (IRI), and how they hang together."""

    def __init__(self, facts: Facts, strategy: str) -> None:
        self.facts = facts
        self.strategy = strategy
        self.edges = edge_lookup(facts.store)
        members = members_of(facts.store, strategy)
        facts.know([strategy, *members])
        self.members = sorted((one for one in members if facts.has_page(one)), key=natural)
        self.of: dict[str, list[str]] = defaultdict(list)
        for member in self.members:
            self.of[facts.cls(member).removeprefix(SG)].append(member)
        self._within = set(self.members)
        self._children: dict[str, list[str]] = defaultdict(list)
        for member in self.members:
            for edge in self.edges.leaving(member):
                if edge.predicate == PART_OF and edge.object in self._within:
                    self._children[edge.object].append(member)

    def tree(self) -> tuple[Node, ...]:
        """The missions, visions and tracks that are part of nothing, with all below them; where there are none,
        whatever has parts and is part of nothing."""
        shown = [one for name in _IN_PLAN for one in self.of[name]]
        inner = {child for parts in self._children.values() for child in parts}
        roots = [one for one in shown if one not in inner and self._children[one]]
        tops = [
            one for one in shown if one not in inner and self.facts.cls(one).removeprefix(SG) in ("Mission", "Vision")
        ]
        return tuple(self._node(one, frozenset()) for one in dict.fromkeys([*tops, *roots]))

    def _node(self, thing: str, above: frozenset[str]) -> Node:
        children = [
            child
            for child in self._children[thing]
            if child not in above and self.facts.cls(child).removeprefix(SG) in _IN_PLAN
        ]
        children.sort(key=lambda child: (_IN_PLAN.index(self.facts.cls(child).removeprefix(SG)), natural(child)))
        number = self.facts.value(thing, "http://www.w3.org/2004/02/skos/core#notation")
        parts = tuple(self._node(child, above | {thing}) for child in children)
        return Node(self.facts.ref(thing), number, self._note(thing), parts)

    def _note(self, thing: str) -> Text:
        if self.facts.cls(thing) != SG + "Initiative" or not self.of["TimelineEntry"]:
            return NOTHING
        entries = [edge.subject for edge in self.edges.entering(thing) if edge.predicate == SCHEDULES]
        years = sorted({period_of(self.facts, entry).da for entry in entries} - {""})
        return message("site.scheduled", when=", ".join(years)) if entries else message("site.not-scheduled")

    def others(self) -> list[tuple[Text, list[Ref]]]:
        """The elements that are not in the plan, by type."""
        names = [name for name in self.of if name not in _IN_PLAN and self.of[name]]
        told = [
            (capital(self.facts.label(SG + name)), [self.facts.ref(one) for one in self.of[name]]) for name in names
        ]
        return sorted(told, key=lambda pair: pair[0].da)

    def timeline(self) -> list[tuple[Text, list[Ref]]]:
        """The entries of the timeline by period."""
        found: dict[Text, list[Ref]] = defaultdict(list)
        for entry in self.of["TimelineEntry"]:
            found[period_of(self.facts, entry)].append(self.facts.ref(entry))
        return sorted(found.items(), key=lambda pair: natural(pair[0].da))

    def counts(self, openings: Openings) -> list[Mapping[str, Any]]:
        """How many elements of each type there are, the main types first."""
        names = [name for name in _FIRST if self.of[name]]
        return [
            {
                "value": figures(len(self.of[name])),
                "opens": openings(self.of[name], self.many(name)),
                "told": self.many(name),
            }
            for name in names[:_FEW]
        ]

    def many(self, name: str) -> Text:
        """What its elements of the class *name* are called: by the word of the source, where it has one."""
        of_source = self.facts.value(self.of[name][0], SG + "localTerm") if self.of[name] else ""
        if name in ("Goal", "Track", "FocusArea", "Initiative", "Challenge", "VisionStatement"):
            called = term(of_source, name)
            return called.one if len(self.of[name]) == 1 else called.many
        return small(self.facts.label(SG + name)) if len(self.of[name]) == 1 else message(f"site.several.{name}")


def strategy_page(
    facts: Facts, strategy: str, documents: Sequence[str], told: Brief, reports: Sequence[tuple[str, Text]]
) -> Page:
    """The page of the *strategy* (IRI) with its *documents*, what was *told* of it in short, and the *reports* on it,
    each with its path and title."""
    plan, openings = Plan(facts, strategy), Openings(facts)
    facts.describe([strategy, *plan.members])
    numbers = [
        {
            "value": one.value,
            "told": one.told,
            "opens": openings((each.thing for each in one.evidence.opened), one.evidence.title),
        }
        for one in told.numbers
    ]
    opens = {number.name: shown["opens"] for number, shown in zip(told.numbers, numbers, strict=True)}
    gaps = [
        {"gap": gap, "opens": opens.get(gap.number) or openings((each.thing for each in gap.opened), gap.title)}
        for gap in told.gaps
    ]
    tree = plan.tree()
    content: dict[str, Any] = {
        "counts": plan.counts(openings),
        "tops": [node for node in tree if facts.cls(node.ref.thing).removeprefix(SG) in ("Mission", "Vision")],
        "columns": _columns(facts, tree),
        "numbers": numbers,
        "findings": told.findings,
        "gaps": gaps,
        "timeline": plan.timeline(),
        "documents": [_document(facts, one, openings) for one in documents],
        "others": plan.others(),
        "reports": reports,
        "period": period_of(facts, strategy),
        "owners": [facts.ref(one) for one in facts.values(strategy, SG + "owner")],
        "sdgs": [
            facts.ref(one)
            for one in sorted(
                {e.object for e in plan.edges.leaving(strategy) if e.predicate == CONTRIBUTES_TO}, key=natural
            )
        ],
    }
    content["openings"] = openings.made()
    own = [quote for member in plan.members for quote in facts.quotes(member)]
    return Page(
        path_of(strategy),
        "strategy.html",
        facts.title(strategy),
        told.lead,
        "strategies",
        (("strategies", message("site.menu-strategies")),),
        message("site.strategy"),
        strategy,
        facts.proof({one.quote for one in own}),
        content,
        lambda: _record(facts, strategy, plan, told),
        lambda: _table(facts, plan),
        lambda: facts.statements([strategy, *documents]),
        "CreativeWork",
    )


def _columns(facts: Facts, tree: Sequence[Node]) -> list[Node]:
    """The columns of the plan: what is below the mission and the vision, and beside them."""
    columns = []
    for node in tree:
        if facts.cls(node.ref.thing).removeprefix(SG) in ("Mission", "Vision"):
            columns += [part for part in node.parts if part.parts] or list(node.parts)
        else:
            columns.append(node)
    return columns


def _document(facts: Facts, document: str, openings: Openings) -> Mapping[str, Any]:
    from strategigraf.core.report import written_date
    from strategigraf.site.document import quoted_in

    quotes = [one.quote for one in quoted_in(facts, document)]
    return {
        "ref": facts.ref(document),
        "issued": written_date(facts.value(document, "http://purl.org/dc/terms/issued")),
        "stage": facts.label(facts.value(document, SG + "stage")) if facts.value(document, SG + "stage") else NOTHING,
        "quotes": len(quotes),
        "proof": facts.proof(quotes),
    }


def _record(facts: Facts, strategy: str, plan: Plan, told: Brief) -> Mapping[str, Any]:
    return {
        "id": strategy,
        "type": SG + "Strategy",
        "title": both(facts.title(strategy)),
        "lead": both(told.lead),
        "numbers": [
            {
                "name": one.name,
                "value": both(one.value),
                "told": both(one.told),
                "of": [each.thing for each in one.evidence.opened],
            }
            for one in told.numbers
        ],
        "findings": [{"title": both(one.title), "told": both(one.told)} for one in told.findings],
        "elements": [
            {"id": member, "type": facts.cls(member), "title": both(facts.title(member))} for member in plan.members
        ],
    }


def _table(facts: Facts, plan: Plan) -> Table:
    rows = tuple(
        (
            Iri(member),
            Literal(facts.cls(member).removeprefix(SG)),
            Literal(facts.value(member, "http://www.w3.org/2004/02/skos/core#notation")),
            Literal(facts.title(member).da),
            Literal(facts.title(member).en),
            Literal(next((one.words for one in facts.quotes(member)), "")),
        )
        for member in plan.members
    )
    return Table(tuple(map(Column, ("element", "type", "number", "title_da", "title_en", "words"))), rows)
