"""StratML read: a strategic plan (Part 1, ISO 17469-1) or a performance plan or report (Part 2), with what real files
get wrong. Words that have no term of their own are kept as words of what they stand in."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.rdf import DCTERMS, SG, XSD, Iri, Literal, iri_fault, message
from strategigraf.exchange.plan import Number, Party, Plan, Thing, Tie, Words, shortened
from strategigraf.exchange.standard import CORE, LEVELS, NAME, NAMESPACES, ORDER, ROOTS
from strategigraf.exchange.values import Span, between, is_placeholder, may_be_person, span, unit_code, xml_number
from strategigraf.files.xml_file import Node, Paths, XmlFile, refused

_MANY = ("Organization", "Value", "Goal", "Objective", "Stakeholder", "Role", "RoleType", "PerformanceIndicator",
         "MeasurementInstance", "TargetResult", "ActualResult", "Relationship", "ReferentIdentifier")  # fmt: skip
_KNOWN = {name.casefold(): name for name in (*ORDER, *(child for listed in ORDER.values() for child in listed))}


def _canonical(name: str) -> str:
    """*name* in the letters of the schemas, where it is a name of theirs."""
    return _KNOWN.get(name.casefold(), name)


def _all(places: Iterable[Node], name: str) -> list[Node]:
    return [node for place in places for node in place.find(name)]


def is_stratml(root: Node) -> bool:
    """Whether the XML below *root* is StratML, or has it inside."""
    return any(node.name.casefold() in (name.casefold() for name in (*ROOTS, CORE)) for node in root.nodes())


def read_stratml(path: Path, file: XmlFile) -> Plan:
    """What the StratML *file* says. Raises FileNotRead where it has nothing of a plan."""
    plan = _Reader(path, file).plan()
    if not plan.things:
        raise refused(path, 0, message("exchange.stratml.empty"))
    return plan


class _Role(NamedTuple):
    """The role of a stakeholder: what kind it is (Performer, Beneficiary, or "") and its words."""

    kind: str
    words: tuple[Words, ...]


class _Reader:
    def __init__(self, path: Path, file: XmlFile) -> None:
        self._root = next((node for node in file.root.nodes() if _canonical(node.name) in ROOTS), None) or next(
            node for node in file.root.nodes() if _canonical(node.name) == CORE
        )
        self._paths = Paths()
        self._plan = Plan(remarks=list(file.remarks))
        self._groups: dict[str, Thing] = {}
        self._by_identifier: dict[str, str] = {}
        self._references: list[tuple[str, str, int]] = []
        self._path = path
        if self._root is not file.root:
            self._plan.tell(self._root.line, "stratml.inside", file.root.name)

    def plan(self) -> Plan:
        """All of it."""
        root, plan = self._root, self._plan
        core = next(iter(root.find(CORE)), root)
        self._look(root)
        plan.language = root.attributes.get("lang", "")
        plan.title = self._title(root)
        plan.stage = "StatusReport" if root.attributes.get("Type") == "Performance_Report" else "Printed"
        places = [core] if core is root else [core, root]
        strategy = Thing("", "Strategy", plan.title, self._words(root, "Description", "OtherInformation"))
        strategy.words += self._attribute(root, "Type")
        plan.things.append(strategy)
        for node in _all(places, "Organization"):
            self._owner(node)
        for kind in ("Vision", "Mission"):
            for count, node in enumerate(_all(places, kind)):
                self._statement(node, kind, f"{kind.lower()}-{count + 1}" if count else kind.lower())
        for count, node in enumerate(_all(places, "Value"), start=1):
            self._thing(node, "CoreValue", f"value-{count}", [])
        for count, node in enumerate(_all(places, "Goal"), start=1):
            self._goal(node, f"goal-{count}", [])
        for count, node in enumerate(_all(places, "Objective"), start=1):
            plan.tell(node.line, "stratml.misplaced", f"{node.name} < {places[0].name}")
            self._goal(node, f"objective-{count}", [])
        self._administration(root)
        self._resolve()
        plan.settle_numbers("exchange.stratml.number")
        if plan.things == [strategy] and not strategy.words:
            plan.things.clear()
        plan.things[1:] = sorted(plan.things[1:], key=lambda thing: thing.kind == "TargetGroup")
        return plan

    # The looks of the file.

    def _look(self, root: Node) -> None:
        """Tells what of the file is not as the schemas have it, apart from values."""
        name, namespace = _canonical(root.name), root.namespace
        if namespace != NAMESPACES.get(name, namespace) or not namespace:
            self._plan.tell(root.line, "stratml.namespace", namespace or "–")
        identifiers: Counter[str] = Counter()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            kind = _canonical(node.name)
            if kind != node.name and kind in ORDER:
                self._plan.tell(node.line, "stratml.letters", node.name)
            if kind == "Submitter":
                continue
            if kind == "Identifier" and node.text and not is_placeholder(node.text):
                identifiers[node.text] += 1
                if not NAME.fullmatch(node.text):
                    self._plan.tell(node.line, "stratml.identifier", node.text)
                if identifiers[node.text] == 2:
                    self._plan.tell(node.line, "stratml.identifier-twice", node.text)
            self._order(node, kind)
            waiting += reversed(node.children)

    def _order(self, node: Node, kind: str) -> None:
        known, last, seen = ORDER.get(kind), -1, set()
        if known is None:
            if node.children:
                self._plan.tell(node.line, "stratml.markup", node.name)
            return
        if "".join(node.pieces).strip():
            self._plan.tell(node.line, "stratml.text", node.name)
        for child in node.children:
            name = _canonical(child.name)
            if name not in known:
                what = "stratml.misplaced" if name in _KNOWN.values() else "stratml.unknown"
                self._plan.tell(child.line, what, f"{name} < {kind}")
                continue
            if known.index(name) < last:
                self._plan.tell(child.line, "stratml.order", f"{name} < {kind}")
            if name in seen and name not in _MANY:
                self._plan.tell(child.line, "stratml.twice", f"{name} < {kind}")
            seen.add(name)
            last = max(last, known.index(name))

    # Elements.

    def _words(self, node: Node, *names: str) -> list[Words]:
        """The words of the children of *node* with *names*, without those that only hold a place."""
        found = []
        for name in names:
            for child in node.find(name):
                text = child.text
                if text and is_placeholder(text):
                    self._plan.tell(child.line, "stratml.placeholder", text)
                elif text:
                    found.append(Words(text, self._paths.of(child), child.line))
        return found

    def _attribute(self, node: Node, *names: str) -> list[Words]:
        return [
            Words(node.attributes[name], f"{self._paths.of(node)}/@{name}", node.line)
            for name in names
            if node.attributes.get(name, "").strip()
        ]

    def _text(self, node: Node, name: str) -> str:
        return next((words.text for words in self._words(node, name)), "")

    def _title(self, root: Node) -> str:
        title = self._text(root, "Name")
        if not title:
            self._plan.tell(root.line, "stratml.no-title", self._path.stem)
        return title or self._path.stem

    def _statement(self, node: Node, kind: str, name: str) -> None:
        """A vision or mission, which has a text and no name."""
        self._thing(node, kind, name, [])

    def _thing(self, node: Node, kind: str, name: str, parents: list[str]) -> Thing | None:
        """The *node* as a thing with its words; None where it has none."""
        words = self._words(node, "Name", "Description", "OtherInformation")
        identifier = self._text(node, "Identifier")
        if not words:
            self._plan.tell(node.line, "stratml.empty-element", node.name)
            return None
        if kind in ("Goal", "CoreValue") and not self._text(node, "Name"):
            self._plan.tell(node.line, "stratml.no-name", node.name)
        title = shortened(self._plan, words[0])
        thing = Thing(name, kind, title, words, parents, self._text(node, "SequenceIndicator"), identifier)
        if kind == "Goal":
            thing.term = _canonical(node.name).lower()
            thing.number_words = tuple(self._words(node, "SequenceIndicator"))
        self._plan.things.append(thing)
        if identifier:
            self._by_identifier.setdefault(identifier, name)
        return thing

    def _goal(self, node: Node, name: str, parents: list[str]) -> None:
        thing = self._thing(node, "Goal", name, parents)
        if thing is not None:
            self._stakeholders(node, thing)
        within = [name] if thing is not None else parents
        stem = name.partition("-")[2]
        for count, child in enumerate(node.find("Objective", "Goal"), start=1):
            self._goal(child, f"objective-{stem}-{count}", within)
        for count, child in enumerate(node.find("PerformanceIndicator"), start=1):
            self._indicator(child, f"indicator-{stem}-{count}", within)

    # Who.

    def _owner(self, node: Node) -> None:
        name = self._text(node, "Name") or self._text(node, "Acronym")
        if name and may_be_person(name, sure=True):
            self._drop(node, "stratml.person")
        elif name:
            party = Party(
                "Organization", name, self._text(node, "Acronym"), self._text(node, "Identifier"),
                self._text(node, "Description"),
            )  # fmt: skip
            self._plan.parties.setdefault(name.casefold(), party)
            self._plan.owners.append(name.casefold())
        self._stakeholders(node, self._plan.things[0])

    def _drop(self, node: Node, told: str) -> None:
        self._plan.dropped += 1
        self._plan.tell(node.line, told)

    def _stakeholders(self, node: Node, thing: Thing) -> None:
        for child in node.find("Stakeholder"):
            sort = (child.attributes.get("StakeholderTypeType") or child.attributes.get("StakeholderType", "")).strip()
            name = next((inner.text for inner in child.find("Name")), "")
            if sort.casefold() == "person":
                self._drop(child, "stratml.person") if child.text else self._plan.tell(
                    child.line, "stratml.empty-element", child.name
                )
            elif not name or is_placeholder(name):
                self._plan.tell(child.line, "stratml.nameless" if child.text else "stratml.empty-element", child.name)
            elif sort.casefold() not in ("organization", "generic_group") and may_be_person(name):
                self._drop(child, "stratml.maybe-person")
            else:
                self._stakeholder(child, thing, sort.casefold() == "generic_group")

    def _stakeholder(self, node: Node, thing: Thing, is_group: bool) -> None:
        own = tuple(self._words(node, "Name", "Description"))
        roles = list(self._roles(node)) or [_Role("", ())]
        for kind in dict.fromkeys(role.kind for role in roles):
            words = (*own, *(one for role in roles if role.kind in (kind, "") for one in role.words))
            if kind == "Performer":
                party = Party("Post" if is_group else "Organization", own[0].text)
                key = self._party(party)
                self._plan.ties.append(Tie(thing.name, "partner", key, words))
            elif kind == "Beneficiary":
                self._group(own[0].text, thing, "benefits" if thing.name else "audience").words += words
            elif not any(role.kind for role in roles):
                self._plan.tell(node.line, "stratml.no-role")
                thing.words += words
                if is_group:
                    self._group(own[0].text, thing, "relation").words += own[:1]
                else:
                    self._plan.ties.append(Tie(thing.name, "relation", self._party(Party("Organization", own[0].text))))

    def _roles(self, node: Node) -> Iterator[_Role]:
        for role in node.find("Role"):
            words = tuple(self._words(role, "Name", "Description"))
            kinds = [one.text for one in role.find("RoleType") if one.text in ("Performer", "Beneficiary")]
            for kind in dict.fromkeys(kinds) if kinds else ("",) if words else ():
                yield _Role(kind, words)

    def _party(self, party: Party) -> str:
        key = f"{party.kind}:{party.name.casefold()}" if party.kind == "Post" else party.name.casefold()
        self._plan.parties.setdefault(key, party)
        return key

    def _group(self, name: str, thing: Thing, verb: str) -> Thing:
        """The target group *name*, which *thing* is for, or has to do with."""
        key = name.casefold()
        if key not in self._groups:
            title = shortened(self._plan, Words(name, ""))
            self._groups[key] = Thing(f"group-{len(self._groups) + 1}", "TargetGroup", title, [])
            self._plan.things.append(self._groups[key])
        self._plan.ties.append(Tie(thing.name, verb, f"#{self._groups[key].name}"))
        return self._groups[key]

    # Indicators.

    def _indicator(self, node: Node, name: str, parents: Sequence[str]) -> None:
        plan, before = self._plan, len(self._plan.numbers)
        words = self._words(node, "MeasurementDimension", "UnitOfMeasurement", "OtherInformation")
        words += self._attribute(node, "PerformanceIndicatorType", "IndicatorType")
        unit = self._text(node, "UnitOfMeasurement")
        for count, instance in enumerate(node.find("MeasurementInstance"), start=1):
            for role, kind in (("Target", "TargetResult"), ("Actual", "ActualResult")):
                for place, result in enumerate(instance.find(kind), start=1):
                    self._number(result, instance, name, role, f"{count}-{role[0].lower()}{place}", unit)
        for relationship in node.find("Relationship"):
            words += self._relationship(relationship, name)
        titled = [one for one in words if one.place.rpartition("/")[2].startswith("MeasurementDimension")]
        numbers = plan.numbers[before:]
        if not titled:
            titled = [one.words for one in numbers if not one.value] or [one for one in words if "@" not in one.place]
            if not titled and not numbers:
                plan.tell(node.line, "stratml.empty-element", node.name)
                return
            plan.tell(node.line, "stratml.no-name", node.name)
            titled = titled or [numbers[0].words]
            words = words or titled[:1]
        if not parents:
            plan.tell(node.line, "stratml.misplaced", node.name)
        if parents and node.parent is not None and _canonical(node.parent.name) == "Goal":
            plan.tell(node.line, "stratml.goal-indicator")
        thing = Thing(
            name, "Indicator", shortened(plan, titled[0]), words, list(parents), self._text(node, "SequenceIndicator")
        )
        thing.number_words = tuple(self._words(node, "SequenceIndicator"))
        thing.identifier = self._text(node, "Identifier")
        thing.unit = unit
        if not unit:
            plan.tell(node.line, "stratml.no-unit")
        elif code := unit_code(unit):
            thing.said.append(("http://qudt.org/schema/qudt/hasUnit", Iri(code)))
        stage = node.attributes.get("ValueChainStage", "").strip()
        if stage in LEVELS:
            thing.said.append((SG + "level", Iri(SG + LEVELS[stage])))
        if stage and (stage not in LEVELS or stage == "Input_Processing"):
            thing.words += self._attribute(node, "ValueChainStage")
        if thing.identifier:
            self._by_identifier.setdefault(thing.identifier, name)
        plan.things.append(thing)

    def _relationship(self, node: Node, name: str) -> list[Words]:
        words = self._words(node, "Identifier", "ReferentIdentifier", "Name", "Description")
        referents = node.find("ReferentIdentifier") or node.find("Identifier")
        for one in referents:
            if one.text and not is_placeholder(one.text):
                self._references.append((name, one.text, one.line))
        return [*words, *self._attribute(node, "RelationshipType")] if words else []

    def _resolve(self) -> None:
        """Ties what relationships name to what has that identifier."""
        known = {thing.name for thing in self._plan.things}
        for name, identifier, line in self._references:
            other = self._by_identifier.get(identifier, "")
            if not other:
                self._plan.tell(line, "stratml.dangling", identifier)
            elif other != name and {name, other} <= known:
                self._plan.ties.append(Tie(name, "relation", f"#{other}"))

    def _number(self, node: Node, instance: Node, indicator: str, role: str, name: str, unit: str) -> None:
        plan = self._plan
        printed = self._words(node, "NumberOfUnits")
        described = self._words(node, "Description")
        names, values = (
            [one for child in node.find("Descriptor") for one in self._words(child, f"Descriptor{end}")]
            for end in ("Name", "Value")
        )
        if not printed and not described and not values:
            plan.tell(node.line, "stratml.empty-element", node.name)
            return
        where = (printed or described or values)[0]
        if role == "Actual" and any(one.text.casefold() == "baseline" for one in values):
            role = "Baseline"
            plan.tell(node.line, "stratml.baseline", values[0].text)
        parts = (
            [": ".join(words.text for words in pair) for pair in zip(names, values, strict=False)]
            if len(names) == len(values)
            else [one.text for one in (*names, *values)]
        )
        period = self._period(node)
        reading = xml_number(where.text) if printed else None
        if reading and reading.told:
            is_share = reading.told.endswith("percent") and unit_code(unit).endswith("PERCENT")
            if not is_share:
                plan.tell(where.line, reading.told, where.text)
        place = " ".join(
            one.text for inner in instance.find("Place") for one in self._words(inner, "Name", "PlaceIdentifier")
        )
        breakdown = " › ".join(filter(None, [*parts, f"@ {place}" if place else ""]))
        stem = indicator.partition("-")[2]
        plan.numbers.append(
            Number(
                f"m-{stem}-{name}", indicator, role, reading.value if reading else "", where.text, period, breakdown,
                where,
                notes=tuple(described) if printed else (),
            )
        )  # fmt: skip

    def _period(self, node: Node) -> Span:
        dates = [self._words(node, name) for name in ("StartDate", "EndDate")]
        first, last = (words[0].text if words else "" for words in dates)
        found = between(first, last)
        if found.told:
            line = next(words[0].line for words in dates if words)
            self._plan.tell(line, found.told, found.printed)
        elif not found.start:
            self._plan.tell(node.line, "stratml.undated")
        return found

    # What is said of the document.

    def _administration(self, root: Node) -> None:
        plan = self._plan
        for node in root.nodes():
            if _canonical(node.name) == "Submitter" and node.text:
                self._drop(node, "stratml.person")
        for node in root.find("AdministrativeInformation"):
            found = self._period_of_plan(node)
            if issued := self._text(node, "PublicationDate"):
                day = span(issued)
                if day.start and day.start == day.end:
                    plan.facts.append((DCTERMS + "issued", Literal(day.start, XSD + "date")))
                elif day.start and re.fullmatch(r"\d{4}", issued):
                    plan.facts.append((DCTERMS + "issued", Literal(issued, XSD + "gYear")))
                else:
                    plan.tell(node.line, "date.unread", issued)
            if identifier := self._text(node, "Identifier"):
                plan.facts.append((DCTERMS + "identifier", Literal(identifier)))
            if source := self._text(node, "Source"):
                good = iri_fault(source) is None
                plan.facts.append((DCTERMS + "source", Iri(source) if good else Literal(source)))
                if not good:
                    plan.tell(node.line, "stratml.source", source)
            plan.start, plan.end = found.start[:4], found.end[:4]

    def _period_of_plan(self, node: Node) -> Span:
        first, last = self._text(node, "StartDate"), self._text(node, "EndDate")
        found = between(first, last)
        if found.told:
            self._plan.tell(node.line, found.told, found.printed)
            return Span()
        days = [f"{name}={day}" for name, day in (("start", found.start), ("end", found.end)) if day]
        if days:
            self._plan.facts.append((DCTERMS + "temporal", Literal("; ".join(days))))
        return found
