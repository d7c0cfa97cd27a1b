"""A strategy handed out as StratML, valid by its schema, with a list of what the standard cannot hold; and
`export_stratml` in Python."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from strategigraf.api.answer import Special
from strategigraf.api.graph import Graph
from strategigraf.api.report import REPORT_FORMATS, ReportAnswer
from strategigraf.core.rdf import DCTERMS, PREFIXES, RDF, SG, SKOS, XSD, Literal, Text, message, natural, short
from strategigraf.core.report import Col, Report, part
from strategigraf.exchange.standard import CORE, LEVELS, NAME, NAMESPACES, ORDER
from strategigraf.exchange.values import xml_number
from strategigraf.files.measurements import Row, read_measurements
from strategigraf.files.workspace import TABLE, Workspace
from strategigraf.store.lookup import both_labels, members_of
from strategigraf.store.names import of_class
from strategigraf.store.sparql import EmbeddedStore, Store

PARTS = ("1", "2")
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


class ExportAnswer(ReportAnswer[Exported]):
    """The answer of `export_stratml`: as `stratml` the file itself, else what is in it and what the standard cannot
    hold."""

    formats = (*REPORT_FORMATS, "stratml")
    special: ClassVar = {"stratml": Special(lambda answer: answer.value.xml, quoting=True)}

    def __init__(self, value: Exported, name: str, store: Store, language: str) -> None:
        super().__init__(value, _report(value, name), store, language)


def export_stratml(graph: Graph, strategy: str, part: str = "") -> ExportAnswer:
    """The strategy *strategy* as StratML, Part "1" or "2" (without *part* the second where it has indicators), in the
    language of the graph. Parts: lost, kept.

    Raises UnknownStrategy, WrongValue.

    >>> answer = sg.export_stratml(sg.open(language="en"), "sjaelland-strategi-2025-2028")
    >>> answer.value.xml.splitlines()[2].strip()
    '<Name>Our strategy for specialised social services</Name>'
    """
    from strategigraf.store.names import one_of

    chosen = one_of(part, PARTS, Text("en del af standarden", "a part of the standard")) if part else ""

    def answer(store: EmbeddedStore) -> ExportAnswer:
        iri = of_class(store, strategy, SG + "Strategy").value
        exported = _Writer(store, graph.workspace, iri, graph.language).exported(chosen)
        return ExportAnswer(exported, short(iri), store, graph.language)

    return graph.use(answer)


class _Words(NamedTuple):
    text: str
    path: str

    @property
    def step(self) -> str:
        """The last step of the path, without its number."""
        return re.sub(r"\[\d+\]$", "", self.path.rpartition("/")[2])

    @property
    def above(self) -> str:
        """The path of what it is a child of."""
        return self.path.rpartition("/")[0]


class _Writer:
    def __init__(self, store: Store, workspace: Workspace, strategy: str, language: str) -> None:
        self.store, self.strategy, self.language = store, strategy, language
        self.losses: list[Loss] = []
        self.members = members_of(store, strategy)
        self.facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._read([strategy, *self.members])
        said = {value for facts in self.facts.values() for values in facts.values() for value in values}
        self._read(sorted(value for value in said if "/organisations/" in value))
        documents = [row[0] for row in store.rows_of("store/things-of-class", kind=SG + "Document")]
        of_documents = store.rows_in_batches("store/values-of", documents, "thing", property=SG + "documentOf")
        self.documents = sorted(document for document, of in of_documents if of == strategy)
        self._read(self.documents)
        self.titles = both_labels(store, list(self.facts))
        self.words: dict[str, list[_Words]] = defaultdict(list)
        for bearer, *words in store.rows_in_batches("exchange/words", [strategy, *self.members], "bearer"):
            self.words[bearer].append(_Words(*words))
        self.kinds = {thing: self._kind(thing) for thing in [strategy, *self.members]}
        self.links = {
            (
                self._one(link, RDF + "subject"),
                self._one(link, RDF + "predicate"),
                self._one(link, RDF + "object"),
            ): link
            for link in self.members
            if self.kinds[link] == "Link"
        }
        self.numbers = self._measurements(workspace)
        self.identifiers: set[str] = set()
        self.counts: Counter[str] = Counter()

    # What the data say.

    def _read(self, things: Sequence[str]) -> None:
        for thing, verb, value in self.store.rows_in_batches("store/facts", things, "thing"):
            self.facts[thing][verb].append(value)

    def _one(self, thing: str, verb: str) -> str:
        return next(iter(self.facts[thing][verb]), "")

    def _kind(self, thing: str) -> str:
        kinds = self.facts[thing][RDF + "type"]
        return next((kind.removeprefix(SG) for kind in sorted(kinds) if kind.startswith(SG)), "")

    def _title(self, thing: str) -> str:
        return self.titles[thing].in_language(self.language)

    def _said(self, thing: str, *steps: str) -> str:
        """The words of *thing* that were a child called one of *steps*, joined."""
        return " ".join(one.text for one in self.words[thing] if one.step in steps and one.above == self._home(thing))

    def _home(self, thing: str) -> str:
        """The path of the element that *thing* was read from: the shortest above its words."""
        if thing == self.strategy:
            return next((f"/{one.path.split('/')[1]}" for one in self.words[thing] if one.path), "")
        return min((one.above for one in self.words[thing] if one.path), key=len, default="")

    def _description(self, thing: str) -> str:
        """The text of *thing*: the words that were its description, else its own wording."""
        described = self._said(thing, "Description")
        if described or any(one.path for one in self.words[thing]):
            return described
        return next((one.text for one in self.words[thing]), "")

    def _measurements(self, workspace: Workspace) -> dict[str, list[Row]]:
        """The measurements by indicator, in the order of their tables, then those that are told in prose."""
        found: dict[str, dict[str, Row]] = defaultdict(dict)
        for folder in workspace.layers:
            for path in sorted(folder.rglob(f"*{TABLE}")):
                for row in read_measurements(path, path.read_bytes()).rows:
                    found[row.indicator].setdefault(row.measurement, row)
        for iri, indicator, role, *cells in self.store.rows_of("exchange/measurements", strategy=self.strategy):
            value, printed, bound, period, start, end, breakdown = (cell or "" for cell in cells)
            row = Row(0, short(iri), iri, indicator, role.removeprefix(SG), value, printed, bound.removeprefix(SG),
                      period, start, end, breakdown, "", "", "", "", "", "")  # fmt: skip
            found[indicator].setdefault(iri, row)
        return {indicator: list(rows.values()) for indicator, rows in found.items()}

    # The plan.

    def exported(self, part: str) -> Exported:
        """The whole file. In Part 1 nothing is said of measurements and roles."""
        has_indicators = any(kind in ("Indicator", "KeyFigure") for kind in self.kinds.values())
        self.part = part or ("2" if has_indicators else "1")
        root = "StrategicPlan" if self.part == "1" else "PerformancePlanOrReport"
        attributes = {"xmlns": NAMESPACES[root]}
        if self.part == "2":
            attributes["Type"] = self._type(has_indicators)
        content = [
            Element("Name", self._title(self.strategy)),
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
        stated = self._said(self.strategy, "@Type")
        if stated in ("Strategic_Plan", "Performance_Plan", "Performance_Report"):
            return stated
        reports = any(self._one(document, SG + "stage") == SG + "StatusReport" for document in self.documents)
        return "Performance_Report" if reports else "Performance_Plan" if has_indicators else "Strategic_Plan"

    def _texts(self, thing: str, *names: str) -> Iterator[Element]:
        for name in names:
            if text := self._description(thing) if name == "Description" else self._said(thing, name):
                yield Element(name, text)

    def _of_kind(self, *kinds: str) -> list[str]:
        return sorted((thing for thing in self.members if self.kinds[thing] in kinds), key=natural)

    def _core(self) -> Iterator[Element]:
        owners = self.facts[self.strategy][SG + "owner"]
        for number, owner in enumerate(sorted(owners)):
            yield Element("Organization", (
                Element("Name", self._title(owner)),
                *(Element("Acronym", text) for text in self.facts[owner][SKOS + "altLabel"][:1]),
                *self._identifier(owner),
                *(Element("Description", text) for text in self.facts[owner][SKOS + "note"][:1]),
                *(self._stakeholders(self.strategy) if number == 0 else ()),
            ))  # fmt: skip
        for kind in _TEXTS:
            things = self._of_kind(kind)
            for thing in things[:1]:
                text = self._description(thing) or self._title(thing)
                yield Element(kind, (Element("Description", text), *self._identifier(thing)))
            self.losses += [Loss("second", kind, thing) for thing in things[1:]]
        for thing in self._of_kind("CoreValue"):
            yield Element("Value", (Element("Name", self._title(thing)), *self._texts(thing, "Description")))
        goals = list(self._goals())
        if not goals:
            self.losses.append(Loss("no-goal", ""))
            goals = [Element("Goal", (Element("Name", ""), Element("Description", "")))]
        yield from goals

    def _goals(self) -> Iterator[Element]:
        steps = self._of_kind(*_STEPS)
        known = set(steps)
        parts: dict[str, list[str]] = defaultdict(list)
        tops: list[str] = []
        for thing in steps:
            wholes = sorted(whole for whole in self.facts[thing][SG + "partOf"] if whole in known)
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
                self.losses.append(Loss("nested", self.kinds[child], child))
            indicators = [self._indicator(one) for one in self._measuring(child)] if self.part == "2" else []
            yield [*self._of_element(child, False), *indicators]
            if child not in above:
                yield from self._below(child, parts, above | {child})

    def _of_element(self, thing: str, is_goal: bool) -> Iterator[Element]:
        description = self._description(thing)
        name = self._said(thing, "Name") or self._title(thing)
        if name == description and any(one.path for one in self.words[thing]) and not self._said(thing, "Name"):
            name = "" if is_goal else name
        yield Element("Name", name)
        if description or is_goal:
            yield Element("Description", description)
        yield from self._identifier(thing)
        if number := self._one(thing, SKOS + "notation") or self._said(thing, "SequenceIndicator"):
            yield Element("SequenceIndicator", number)
        yield from self._stakeholders(thing)
        yield from self._texts(thing, "OtherInformation")

    def _identifier(self, thing: str) -> Iterator[Element]:
        """The identifier of *thing*, as an XML name that nothing else has; its name in the data where it has none."""
        stated = self._one(thing, DCTERMS + "identifier")
        wanted = stated or thing.rpartition("/")[2]
        name = wanted if NAME.fullmatch(wanted) else "_" + re.sub(r"[^A-Za-z0-9_.-]+", "_", wanted)
        found = next(
            one
            for one in (name, *(f"{name}_{number}" for number in range(2, 1_000_000)))
            if one not in self.identifiers
        )
        if stated and found != stated:
            self.losses.append(Loss("identifier", found, stated))
        self.identifiers.add(found)
        yield Element("Identifier", found)

    # Who.

    def _stakeholders(self, thing: str) -> Iterator[Element]:
        roles: dict[str, dict[str, str]] = defaultdict(dict)  # by name: the role, and who it is
        for verb, role in (("lead", "Performer"), ("partner", "Performer"), ("responsible", "Performer"),
                           ("benefits", "Beneficiary")):  # fmt: skip
            for other in self.facts[thing][SG + verb]:
                roles[self._title(other) if other in self.titles else short(other)].setdefault(role, other)
        for verb, role in (("audience", "Beneficiary"), ("relation", "")):
            for other in self.facts[thing][DCTERMS + verb]:
                if other in self.titles and self._sort(other):
                    roles[self._title(other)].setdefault(role, other)
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
        kinds = self.facts[who][RDF + "type"]
        if _ORG + "Post" in kinds or SG + "TargetGroup" in kinds:
            return "Generic_Group"
        return "Organization" if any(kind.startswith(_ORG) for kind in kinds) else ""

    def _role_words(self, thing: str, roles: Mapping[str, str]) -> list[_Words]:
        """The words on what those in *roles* have to do with *thing*: those of its links, of target groups and its own,
        as far as they stand in one of its stakeholders with that name."""
        candidates = list(self.words[thing])
        for role, other in roles.items():
            candidates += self.words.get(other, [])
            for verb in ("lead", "partner") if role == "Performer" else ():
                candidates += self.words[self.links.get((thing, SG + verb, other), "")]
        title = self._title(next(iter(roles.values())))
        homes = [one.above for one in candidates if one.step == "Name" and one.text == title]
        inner = f"/{CORE}/Organization(\\[\\d+\\])?" if thing == self.strategy else ""
        pattern = f"{re.escape(self._home(thing))}{inner}/Stakeholder(\\[\\d+\\])?"
        mine = sorted((one for one in homes if re.fullmatch(pattern, one)), key=natural)[:1]
        return [one for one in dict.fromkeys(candidates) if any(one.path.startswith(f"{home}/") for home in mine)]

    def _roles(self, roles: Sequence[str], words: Sequence[_Words]) -> Iterator[Element]:
        by_place: dict[str, dict[str, str]] = defaultdict(dict)
        for one in words:
            if re.sub(r"\[\d+\]$", "", one.above).endswith("/Role"):
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
        return [one for one in self._of_kind("Indicator", "KeyFigure") if thing in self.facts[one][SG + "measures"]]

    def _own_indicators(self, goal: str) -> None:
        for indicator in self._measuring(goal):
            self.losses.append(Loss("goal-indicator", f"{len(self.numbers.get(indicator, ()))}", indicator))

    def _indicator(self, thing: str) -> Element:
        units = self.facts[thing][SG + "unit"]
        unit = (
            ""
            if set(units) & set(message("exchange.no-unit"))
            else self._said(thing, "UnitOfMeasurement") or next(iter(units), "")
        )
        level = self._one(thing, SG + "level").removeprefix(SG)
        stage = self._said(thing, "@ValueChainStage") or next(
            (name for name, ours in reversed(LEVELS.items()) if ours == level), ""
        )
        stage = "Output_Processing" if level == "Process" and stage not in LEVELS else stage
        if level and stage not in LEVELS:
            self.losses.append(Loss("level", level, thing))
        kind = self._said(thing, "@PerformanceIndicatorType", "@IndicatorType")
        attributes = {"ValueChainStage": stage} if stage in LEVELS else {}
        attributes |= {"PerformanceIndicatorType": kind} if kind in ("Quantitative", "Qualitative") else {}
        number = self._one(thing, SKOS + "notation") or self._said(thing, "SequenceIndicator")
        for verb in ("direction",):
            self.losses += [Loss(verb, value.removeprefix(SG), thing) for value in self.facts[thing][SG + verb]]
        return Element("PerformanceIndicator", (
            *([Element("SequenceIndicator", number)] if number else []),
            Element("MeasurementDimension", self._said(thing, "MeasurementDimension") or self._title(thing)),
            Element("UnitOfMeasurement", unit),
            *self._identifier(thing),
            *self._relationships(thing),
            *self._instances(thing),
            *self._texts(thing, "OtherInformation"),
        ), attributes)  # fmt: skip

    def _relationships(self, thing: str) -> Iterator[Element]:
        by_place: dict[str, list[_Words]] = defaultdict(list)
        for one in self.words[thing]:
            if "/Relationship" in one.above.rpartition("/PerformanceIndicator")[2]:
                by_place[one.above].append(one)
        for place in sorted(by_place, key=natural):
            kind = next((one.text for one in by_place[place] if one.step == "@RelationshipType"), "")
            attributes = {"RelationshipType": kind} if kind in ("Broader_Than", "Peer_To", "Narrower_Than") else {}
            inner = [Element(one.step, one.text) for one in by_place[place] if not one.step.startswith("@")]
            for number, element in enumerate(inner):
                if element.name == "Identifier":
                    good = (
                        NAME.fullmatch(element.content if isinstance(element.content, str) else "")
                        and element.content not in self.identifiers
                    )
                    if good:
                        self.identifiers.add(str(element.content))
                    else:
                        self.losses.append(Loss("identifier", "", str(element.content)))
                        inner[number] = element._replace(name="")
            yield Element("Relationship", tuple(one for one in inner if one.name), attributes)

    def _instances(self, indicator: str) -> Iterator[Element]:
        grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in self.numbers.get(indicator, ()):
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
        if row.period and not row.start and not row.end:
            self.losses.append(Loss("period", row.period, row.indicator))
        value = row.value if row.value else ""
        notes = [row.note] if row.note else []
        if value and xml_number(row.printed).value != value:
            notes.insert(0, row.printed)
        names = [one.partition(": ")[0] if ": " in one else "" for one in descriptor]
        values = [one.partition(": ")[2] if ": " in one else one for one in descriptor]
        described = " ".join([*([] if value else [row.printed]), *notes])
        return Element("TargetResult" if row.role == "Target" else "ActualResult", (
            *([Element("StartDate", row.start)] if row.start else []),
            *([Element("EndDate", row.end)] if row.end else []),
            *([Element("NumberOfUnits", value)] if value else []),
            *([Element("Descriptor", (Element("DescriptorName", " › ".join(filter(None, names))),
                                      Element("DescriptorValue", " › ".join(values))))] if descriptor else []),
            *([Element("Description", described)] if described else []),
        ))  # fmt: skip

    # The document, and what is left.

    def _administration(self) -> Iterator[Element]:
        facts = next((self.facts[document] for document in self.documents), {})
        said = dict(re.findall(r"(start|end)=(\d{4}-\d\d-\d\d)", " ".join(facts.get(DCTERMS + "temporal", ()))))
        for verb, day in (("start", "01-01"), ("end", "12-31")):
            year = self._one(self.strategy, SG + verb)
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
        if self.part == "2" and self.documents and self._one(self.documents[0], DCTERMS + "identifier"):
            inner += self._identifier(self.documents[0])
        if inner:
            yield Element("AdministrativeInformation", tuple(inner))

    def _unheld(self) -> None:
        """Notes what the standard has no place for."""
        held = {*_STEPS, *_TEXTS, "CoreValue", "TargetGroup", "Strategy", "Link"}
        held |= {"Indicator", "KeyFigure"} if self.part == "2" else set()
        for thing in self.members:
            kind = self.kinds[thing]
            if kind not in held:
                self.losses.append(Loss("kind", kind, thing))
            for verb in _LINKS:
                self.losses += [Loss("link", verb, thing) for _ in self.facts[thing][SG + verb]]
        objectives = {
            thing for thing in self.members if self.facts[thing][SG + "partOf"] and self.kinds[thing] in _STEPS
        }
        for thing in self._of_kind("Indicator", "KeyFigure") if self.part == "2" else ():
            measured = self.facts[thing][SG + "measures"]
            if not any(one in objectives for one in measured) and not any(one in self.members for one in measured):
                self.losses.append(Loss("goal-indicator", f"{len(self.numbers.get(thing, ()))}", thing))
        quotes = sum(1 for words in self.words.values() for one in words if not one.path)
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


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


# The report.


class _Line(NamedTuple):
    what: Text
    number: int
    examples: str


def _lines(losses: Iterable[Loss]) -> list[_Line]:
    grouped: dict[tuple[str, str], list[Loss]] = defaultdict(list)
    for loss in losses:
        grouped[loss.key, loss.what if loss.key in ("kind", "link", "second") else ""].append(loss)
    found = []
    for (key, what), listed in sorted(grouped.items()):
        things = dict.fromkeys(filter(None, (short(one.thing) if one.thing else one.what for one in listed)))
        shown = " | ".join(list(things)[:3]) + (" …" if len(things) > 3 else "")
        number = int(listed[0].what) if key == "quotes" else len(listed)
        found.append(_Line(message(f"exchange.lost.{key}", what=what), number, shown if key != "quotes" else ""))
    return found


_LOST: tuple[Col[_Line], ...] = (
    Col("remark", lambda line: line.what),
    Col("occurrences", lambda line: Literal(str(line.number), XSD + "integer")),
    Col("examples", lambda line: Literal(line.examples)),
)
_KEPT: tuple[Col[tuple[str, int]], ...] = (
    Col("what", lambda pair: Literal(pair[0])),
    Col("number", lambda pair: Literal(str(pair[1]), XSD + "integer")),
)


def _report(value: Exported, name: str) -> Report:
    lost = _lines(value.losses)
    parts = (part("exchange.lost", _LOST, lost, gaps=len(lost)), part("exchange.kept", _KEPT, value.counts))
    return Report("export", message("exchange.export.title", strategy=name), parts)
