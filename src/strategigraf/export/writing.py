"""A strategy written as StratML: the elements of the standard from what the data say, in the order of its schema; and
what of the data has no place there."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from strategigraf.core.rdf import DCTERMS, PREFIXES, RDF, SG, SKOS, message, natural, short
from strategigraf.exchange.plan import Names
from strategigraf.exchange.standard import CORE, LEVELS, NAME, NAMESPACES, ORDER
from strategigraf.exchange.values import xml_number
from strategigraf.export.facts import Facts, PlacedWords
from strategigraf.files.measurements import Row
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import Store

_ORG = PREFIXES["org"]
_STEPS = ("Track", "FocusArea", "Goal", "Initiative")  # what becomes a goal, and what is part of it an objective
_TEXTS = ("Vision", "Mission")
_LINKS = ("contributesTo", "addresses", "supports", "dependsOn", "realises", "schedules", "concerns", "answers",
          "continues", "status", "consulted")  # fmt: skip
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Element(NamedTuple):
    """An element of XML to be written: its name, its attributes, and its text or its children."""

    name: str
    content: "str | tuple[Element, ...]"
    attributes: Mapping[str, str] = {}


class Loss(NamedTuple):
    """What is not in the file: the key of a message, what it is about, and a name."""

    key: str
    what: str
    thing: str = ""


class Exported(NamedTuple):
    """A strategy as StratML: the file, how many elements of each name it has, and what is not in it."""

    xml: str
    counts: tuple[tuple[str, int], ...]
    losses: tuple[Loss, ...]


class Writer:
    """The writer of one *strategy* (IRI) in *language*."""

    def __init__(self, store: Store, workspace: Workspace, strategy: str, language: str) -> None:
        self.data = Facts(store, workspace, strategy, language)
        self.strategy = strategy
        self.losses: list[Loss] = []
        self.identifiers = Names(between="_")
        self.counts: Counter[str] = Counter()

    # The plan.

    def exported(self, part: str) -> Exported:
        """The whole file. In Part 1 nothing is said of measurements and roles."""
        has_indicators = any(kind in ("Indicator", "KeyFigure") for kind in self.data.kinds.values())
        self.part = part or ("2" if has_indicators else "1")
        root = "StrategicPlan" if self.part == "1" else "PerformancePlanOrReport"
        attributes = {"xmlns": NAMESPACES[root]}
        if self.part == "2":
            attributes["Type"] = self._type(has_indicators)
        content = [
            Element("Name", self.data.title(self.strategy)),
            *self._texts(self.strategy, "Description", "OtherInformation"),
            Element(CORE, tuple(self._core())),
            *self._administration(),
        ]
        self._unheld()
        lines: list[str] = []
        self._write(Element(root, tuple(content), attributes), "", lines)
        xml = '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"
        return Exported(xml, tuple(sorted(self.counts.items())), tuple(self.losses))

    def _type(self, has_indicators: bool) -> str:
        stated = self.data.said(self.strategy, "@Type")
        if stated in ("Strategic_Plan", "Performance_Plan", "Performance_Report"):
            return stated
        reports = any(self.data.one(document, SG + "stage") == SG + "StatusReport" for document in self.data.documents)
        return "Performance_Report" if reports else "Performance_Plan" if has_indicators else "Strategic_Plan"

    def _texts(self, thing: str, *names: str) -> Iterator[Element]:
        for name in names:
            if text := self.data.description(thing) if name == "Description" else self.data.said(thing, name):
                yield Element(name, text)

    def _core(self) -> Iterator[Element]:
        owners = self.data.facts[self.strategy][SG + "owner"]
        for number, owner in enumerate(sorted(owners)):
            yield Element("Organization", (
                Element("Name", self.data.title(owner)),
                *(Element("Acronym", text) for text in self.data.facts[owner][SKOS + "altLabel"][:1]),
                *self._identifier(owner),
                *(Element("Description", text) for text in self.data.facts[owner][SKOS + "note"][:1]),
                *(self._stakeholders(self.strategy) if number == 0 else ()),
            ))  # fmt: skip
        for kind in _TEXTS:
            things = self.data.of_kind(kind)
            for thing in things[:1]:
                text = self.data.description(thing) or self.data.title(thing)
                yield Element(kind, (Element("Description", text), *self._identifier(thing)))
            self.losses += [Loss("second", kind, thing) for thing in things[1:]]
        for thing in self.data.of_kind("CoreValue"):
            yield Element("Value", (Element("Name", self.data.title(thing)), *self._texts(thing, "Description")))
        goals = list(self._goals())
        if not goals:
            self.losses.append(Loss("no-goal", ""))
            goals = [Element("Goal", (Element("Name", ""), Element("Description", "")))]
        yield from goals

    def _goals(self) -> Iterator[Element]:
        steps = self.data.of_kind(*_STEPS)
        known = set(steps)
        parts: dict[str, list[str]] = defaultdict(list)
        tops: list[str] = []
        for thing in steps:
            wholes = sorted(whole for whole in self.data.facts[thing][SG + "partOf"] if whole in known)
            self.losses += [Loss("several", "", thing)] if len(wholes) > 1 else []
            (parts[wholes[0]] if wholes else tops).append(thing)
        for thing in tops:
            below = list(self._below(thing, parts, frozenset({thing})))
            self._own_indicators(thing)
            yield Element(
                "Goal", (*self._of_element(thing, True), *(Element("Objective", tuple(one)) for one in below))
            )

    def _below(self, thing: str, parts: Mapping[str, list[str]], above: frozenset[str]) -> Iterator[list[Element]]:
        """What is part of *thing*, each and all further in as an objective."""
        for child in parts.get(thing, ()):
            if len(above) > 1:
                self.losses.append(Loss("nested", self.data.kinds[child], child))
            indicators = [self._indicator(one) for one in self._measuring(child)] if self.part == "2" else []
            yield [*self._of_element(child, False), *indicators]
            if child not in above:
                yield from self._below(child, parts, above | {child})

    def _of_element(self, thing: str, is_goal: bool) -> Iterator[Element]:
        description = self.data.description(thing)
        name = self.data.said(thing, "Name") or self.data.title(thing)
        if (
            name == description
            and any(one.path for one in self.data.words[thing])
            and not self.data.said(thing, "Name")
        ):
            name = "" if is_goal else name
        yield Element("Name", name)
        if description or is_goal:
            yield Element("Description", description)
        yield from self._identifier(thing)
        if number := self.data.one(thing, SKOS + "notation") or self.data.said(thing, "SequenceIndicator"):
            yield Element("SequenceIndicator", number)
        yield from self._stakeholders(thing)
        yield from self._texts(thing, "OtherInformation")

    def _identifier(self, thing: str) -> list[Element]:
        """The identifier of *thing*, as an XML name that nothing else has; its name in the data where it has none."""
        stated = self.data.one(thing, DCTERMS + "identifier")
        return self._valid_identifier(stated or thing.rpartition("/")[2], bool(stated))

    def _valid_identifier(self, wanted: str, stated: bool = True) -> list[Element]:
        """*wanted* as an identifier; where it was *stated* it is noted that it had to become another."""
        name = wanted if NAME.fullmatch(wanted) else "_" + re.sub(r"[^A-Za-z0-9_.-]+", "_", wanted)
        found = self.identifiers.new(name)
        if stated and found != wanted:
            self.losses.append(Loss("identifier", found, wanted))
        return [Element("Identifier", found)]

    # Who.

    def _stakeholders(self, thing: str) -> Iterator[Element]:
        roles: dict[str, dict[str, str]] = defaultdict(dict)  # by name: the role, and who it is
        for verb, role in (("lead", "Performer"), ("partner", "Performer"), ("responsible", "Performer"),
                           ("benefits", "Beneficiary")):  # fmt: skip
            for other in self.data.facts[thing][SG + verb]:
                roles[self.data.title(other) if other in self.data.titles else short(other)].setdefault(role, other)
        for verb, role in (("audience", "Beneficiary"), ("relation", "")):
            for other in self.data.facts[thing][DCTERMS + verb]:
                if other in self.data.titles and self._sort(other):
                    roles[self.data.title(other)].setdefault(role, other)
        for name in sorted(roles):
            who = next(iter(roles[name].values()))
            attributes = {"StakeholderTypeType": self._sort(who) or "Organization"}
            inner = [Element("Name", name)]
            words = self._role_words(thing, roles[name])
            inner += [
                Element("Description", one.text)
                for one in words
                if one.step == "Description" and "/Role" not in one.above
            ][:1]
            if self.part == "2":
                inner += list(self._roles([role for role in roles[name] if role], words))
            elif any(roles[name]):
                self.losses.append(Loss("role", ", ".join(filter(None, roles[name])), thing))
            yield Element("Stakeholder", tuple(inner), attributes)

    def _sort(self, who: str) -> str:
        kinds = self.data.facts[who][RDF + "type"]
        if _ORG + "Post" in kinds or SG + "TargetGroup" in kinds:
            return "Generic_Group"
        return "Organization" if any(kind.startswith(_ORG) for kind in kinds) else ""

    def _role_words(self, thing: str, roles: Mapping[str, str]) -> list[PlacedWords]:
        """The words on what those in *roles* have to do with *thing*: those of its links, of target groups and its own,
        as far as they stand in one of its stakeholders with that name."""
        candidates = list(self.data.words[thing])
        for role, other in roles.items():
            candidates += self.data.words.get(other, [])
            for verb in ("lead", "partner") if role == "Performer" else ():
                candidates += self.data.words[self.data.links.get((thing, SG + verb, other), "")]
        title = self.data.title(next(iter(roles.values())))
        homes = [one.above for one in candidates if one.step == "Name" and one.text == title]
        above = self.data.home(thing) + (f"/{CORE}/Organization" if thing == self.strategy else "")
        mine = sorted((one for one in homes if _without_number(one) == f"{above}/Stakeholder"), key=natural)[:1]
        if thing == self.strategy and not mine:
            several = (one for one in homes if _without_number(one.rpartition("/")[0]) == above)
            mine = sorted(several, key=natural)[:1]
        return [one for one in dict.fromkeys(candidates) if any(one.path.startswith(f"{home}/") for home in mine)]

    def _roles(self, roles: Sequence[str], words: Sequence[PlacedWords]) -> Iterator[Element]:
        by_place: dict[str, dict[str, str]] = defaultdict(dict)
        for one in words:
            if _without_number(one.above).endswith("/Role"):
                by_place[one.above][one.step] = one.text
        for number, place in enumerate(sorted(by_place, key=natural) or ([""] if roles else [])):
            said = by_place[place]
            kinds = roles if number == 0 else ()
            yield Element("Role", (
                Element("Name", said.get("Name", "")),
                *([Element("Description", said["Description"])] if "Description" in said else []),
                *(Element("RoleType", kind) for kind in kinds),
            ))  # fmt: skip

    # Indicators.

    def _measuring(self, thing: str) -> list[str]:
        return [
            one for one in self.data.of_kind("Indicator", "KeyFigure") if thing in self.data.facts[one][SG + "measures"]
        ]

    def _own_indicators(self, goal: str) -> None:
        for indicator in self._measuring(goal):
            self.losses.append(Loss("goal-indicator", f"{len(self.data.numbers.get(indicator, ()))}", indicator))

    def _indicator(self, thing: str) -> Element:
        units = self.data.facts[thing][SG + "unit"]
        unit = (
            ""
            if set(units) & set(message("exchange.no-unit"))
            else self.data.said(thing, "UnitOfMeasurement") or next(iter(units), "")
        )
        level = self.data.one(thing, SG + "level").removeprefix(SG)
        stage = self.data.said(thing, "@ValueChainStage") or next(
            (name for name, ours in reversed(LEVELS.items()) if ours == level), ""
        )
        stage = "Output_Processing" if level == "Process" and stage not in LEVELS else stage
        if level and stage not in LEVELS:
            self.losses.append(Loss("level", level, thing))
        kind = self.data.said(thing, "@PerformanceIndicatorType", "@IndicatorType")
        attributes = {"ValueChainStage": stage} if stage in LEVELS else {}
        attributes |= {"PerformanceIndicatorType": kind} if kind in ("Quantitative", "Qualitative") else {}
        number = self.data.one(thing, SKOS + "notation") or self.data.said(thing, "SequenceIndicator")
        for verb in ("direction",):
            self.losses += [Loss(verb, value.removeprefix(SG), thing) for value in self.data.facts[thing][SG + verb]]
        return Element("PerformanceIndicator", (
            *([Element("SequenceIndicator", number)] if number else []),
            Element("MeasurementDimension", self.data.said(thing, "MeasurementDimension") or self.data.title(thing)),
            Element("UnitOfMeasurement", unit),
            *self._identifier(thing),
            *self._relationships(thing),
            *self._instances(thing),
            *self._texts(thing, "OtherInformation"),
        ), attributes)  # fmt: skip

    def _relationships(self, thing: str) -> Iterator[Element]:
        by_place: dict[str, list[PlacedWords]] = defaultdict(list)
        for one in self.data.words[thing]:
            if "/Relationship" in one.above.rpartition("/PerformanceIndicator")[2]:
                by_place[one.above].append(one)
        for place in sorted(by_place, key=natural):
            kind = next((one.text for one in by_place[place] if one.step == "@RelationshipType"), "")
            attributes = {"RelationshipType": kind} if kind in ("Broader_Than", "Peer_To", "Narrower_Than") else {}
            inner: list[Element] = []
            for one in by_place[place]:
                if one.step == "Identifier":
                    inner += self._valid_identifier(one.text)
                elif not one.step.startswith("@"):
                    inner.append(Element(one.step, one.text))
            yield Element("Relationship", tuple(inner), attributes)

    def _instances(self, indicator: str) -> Iterator[Element]:
        grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in self.data.numbers.get(indicator, ()):
            home = re.match(r"(.*/MeasurementInstance(?:\[\d+\])?)/", row.cell)
            key = (home[1],) if home else (row.breakdown, row.start, row.end, row.period)
            grouped[key].append(row)
        for rows in grouped.values():
            place = next((row.breakdown.partition("@ ")[2] for row in rows if "@ " in row.breakdown), "")
            yield Element("MeasurementInstance", (
                *([Element("Place", (Element("Name", place),))] if place else []),
                *(self._result(row) for row in rows),
            ))  # fmt: skip

    def _result(self, row: Row) -> Element:
        descriptor = [one for one in row.breakdown.partition("@ ")[0].rstrip(" ›").split(" › ") if one]
        if row.role == "Baseline" and not any(one.casefold().endswith("baseline") for one in descriptor):
            self.losses.append(Loss("baseline", row.printed, row.indicator))
            descriptor.append("Status: Baseline")
        if row.bound:
            self.losses.append(Loss("bound", row.bound, row.indicator))
        start, end = row.start, row.end
        if row.period and not start and not end:
            days = row.period.split(" – ")  # a period that ends before it begins has its days in its words only
            start, end = days if len(days) == 2 and all(map(_DAY.fullmatch, days)) else ("", "")
            self.losses += [] if start else [Loss("period", row.period, row.indicator)]
        value = row.value if row.value else ""
        notes = [row.note] if row.note else []
        if value and xml_number(row.printed).value != value:
            notes.insert(0, row.printed)
        names = [one.partition(": ")[0] if ": " in one else "" for one in descriptor]
        values = [one.partition(": ")[2] if ": " in one else one for one in descriptor]
        described = " ".join([*([] if value else [row.printed]), *notes])
        return Element("TargetResult" if row.role == "Target" else "ActualResult", (
            *([Element("StartDate", start)] if start else []),
            *([Element("EndDate", end)] if end else []),
            *([Element("NumberOfUnits", value)] if value else []),
            *([Element("Descriptor", (Element("DescriptorName", " › ".join(filter(None, names))),
                                      Element("DescriptorValue", " › ".join(values))))] if descriptor else []),
            *([Element("Description", described)] if described else []),
        ))  # fmt: skip

    # The document, and what is left.

    def _administration(self) -> Iterator[Element]:
        facts = next((self.data.facts[document] for document in self.data.documents), {})
        said = dict(re.findall(r"(start|end)=(\d{4}-\d\d-\d\d)", " ".join(facts.get(DCTERMS + "temporal", ()))))
        for verb, day in (("start", "01-01"), ("end", "12-31")):
            year = self.data.one(self.strategy, SG + verb)
            if year and verb not in said:
                said[verb] = f"{year}-{day}"
                self.losses.append(Loss("year", said[verb]))
        issued = next(iter(facts.get(DCTERMS + "issued", ())), "")
        if issued and not _DAY.fullmatch(issued):
            self.losses.append(Loss("issued", issued))
        inner = [
            Element(name, said[verb]) for name, verb in (("StartDate", "start"), ("EndDate", "end")) if verb in said
        ]
        inner += [Element("PublicationDate", issued)] if _DAY.fullmatch(issued) else []
        inner += [Element("Source", source) for source in facts.get(DCTERMS + "source", ())[:1]]
        if self.part == "2" and self.data.documents and self.data.one(self.data.documents[0], DCTERMS + "identifier"):
            inner += self._identifier(self.data.documents[0])
        if inner:
            yield Element("AdministrativeInformation", tuple(inner))

    def _unheld(self) -> None:
        """Notes what the standard has no place for."""
        held = {*_STEPS, *_TEXTS, "CoreValue", "TargetGroup", "Strategy", "Link"}
        held |= {"Indicator", "KeyFigure"} if self.part == "2" else set()
        for thing in self.data.members:
            kind = self.data.kinds[thing]
            if kind not in held:
                self.losses.append(Loss("kind", kind, thing))
            for verb in _LINKS:
                self.losses += [Loss("link", verb, thing) for _ in self.data.facts[thing][SG + verb]]
        objectives = {
            thing
            for thing in self.data.members
            if self.data.facts[thing][SG + "partOf"] and self.data.kinds[thing] in _STEPS
        }
        for thing in self.data.of_kind("Indicator", "KeyFigure") if self.part == "2" else ():
            measured = self.data.facts[thing][SG + "measures"]
            if not any(one in objectives for one in measured) and not any(one in self.data.members for one in measured):
                self.losses.append(Loss("goal-indicator", f"{len(self.data.numbers.get(thing, ()))}", thing))
        quotes = sum(1 for words in self.data.words.values() for one in words if not one.path)
        self.losses += [Loss("quotes", str(quotes))] if quotes else []

    def _write(self, element: Element, indent: str, lines: list[str]) -> None:
        """Adds *element* to *lines*, its children in the order of the schema."""
        self.counts[element.name] += 1
        attributes = "".join(f" {name}={quoteattr(_clean(value))}" for name, value in element.attributes.items())
        if isinstance(element.content, str):
            text = escape(_clean(element.content))
            lines.append(
                f"{indent}<{element.name}{attributes}>{text}</{element.name}>"
                if text
                else f"{indent}<{element.name}{attributes}/>"
            )
            return
        order = ORDER[element.name]
        lines.append(f"{indent}<{element.name}{attributes}>")
        for child in sorted(element.content, key=lambda child: order.index(child.name)):
            self._write(child, indent + " ", lines)
        lines.append(f"{indent}</{element.name}>")


def _without_number(path: str) -> str:
    """*path* without the number of its last step."""
    return re.sub(r"\[\d+\]$", "", path)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
