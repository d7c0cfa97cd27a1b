"""IATI read: activities with their results, indicators and periods, who takes part, and budgets; by the standard 2.03,
with what real files get wrong."""

import re
from collections.abc import Iterable
from pathlib import Path

from strategigraf.core.rdf import DCTERMS, LANGUAGES, SDG, SG, XSD, Iri, Literal, message
from strategigraf.exchange.plan import Number, Party, Plan, Thing, Tie, Words, shortened
from strategigraf.exchange.values import Span, between, is_placeholder, span, unit_code, xml_number
from strategigraf.files.xml_file import Node, Paths, XmlFile, refused

_ROOTS = ("iati-activities", "iati-activity")
_LEVELS = {"1": "Output", "2": "Outcome", "3": "Impact"}  # of results: 9 is "other"
_MEASURES = {"1": "unit", "2": "percentage", "3": "nominal", "4": "ordinal", "5": "qualitative"}
_ROLES = {
    "1": "relation",
    "2": "lead",
    "3": "relation",
    "4": "partner",
}  # funding, accountable, extending, implementing
_READ = ("title", "description", "iati-identifier", "reporting-org", "participating-org", "activity-date", "result",
         "budget", "contact-info", "other-identifier", "activity-status")  # fmt: skip
_SDG_INDICATOR = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{1,2})")
_CURRENCY = re.compile(r"[A-Z]{3}")


def is_iati(root: Node) -> bool:
    """Whether the XML below *root* is IATI."""
    return root.name.casefold() in _ROOTS


def read_iati(path: Path, file: XmlFile) -> Plan:
    """What the IATI *file* says of activities and their results. Raises FileNotRead where there is none."""
    root = file.root
    activities = [root] if root.name.casefold() == _ROOTS[1] else root.find(_ROOTS[1])
    if not activities:
        raise refused(path, 0, message("exchange.iati.empty"))
    return _Reader(path, activities, file).plan()


class _Reader:
    def __init__(self, path: Path, activities: list[Node], file: XmlFile) -> None:
        self._path, self._activities = path, activities
        self._plan = Plan(remarks=list(file.remarks))
        self._paths = Paths()
        self._spoken = self._language()
        self._unread: dict[str, int] = {}

    def plan(self) -> Plan:
        """All of it: of one activity a strategy with goals, of several a strategy with a track for each."""
        plan, several = self._plan, len(self._activities) > 1
        plan.language = self._spoken
        first = self._activities[0]
        titles = self._narrative(first, "title")
        plan.title = titles[0].text if titles and not several else self._path.stem
        strategy = Thing(
            "", "Strategy", plan.title, [] if several else [*titles, *self._narrative(first, "description")]
        )
        plan.things.append(strategy)
        for number, activity in enumerate(self._activities, start=1):
            self._activity(activity, f"{number}-" if several else "", number)
        for name, line in sorted(self._unread.items()):
            plan.tell(line, "iati.unread", name)
        days = sorted(day for one in self._activities for day in self._days(one))
        plan.start, plan.end = (days[0][:4], days[-1][:4]) if days else ("", "")
        return plan

    def _language(self) -> str:
        stated = (node.attributes.get("lang", "") for one in self._activities for node in one.nodes())
        return next((one for one in stated if one.partition("-")[0].casefold() in LANGUAGES), "")

    def _narrative(self, node: Node, *names: str) -> list[Words]:
        """The words of the children of *node* with *names*: of each the narrative in the language of the file, else the
        first; the text itself in files of version 1."""
        found = []
        for name in names:
            for child in node.find(name):
                told = [one for one in child.find("narrative") if one.text] or ([child] if child.text else [])
                fitting = [one for one in told if one.attributes.get("lang", self._spoken) == self._spoken] or told
                found += [Words(one.text, self._paths.of(one), one.line) for one in fitting[:1]]
                if len(told) > 1:
                    self._plan.tell(child.line, "iati.languages", child.name)
        return [one for one in found if not is_placeholder(one.text)]

    def _attribute(self, node: Node, name: str) -> Words | None:
        value = node.attributes.get(name, "").strip()
        return Words(value, f"{self._paths.of(node)}/@{name}", node.line) if value else None

    def _activity(self, node: Node, stem: str, number: int) -> None:
        plan = self._plan
        name: str = ""
        parents: list[str] = []
        if stem:
            words = self._narrative(node, "title", "description")
            if not words:
                plan.tell(node.line, "stratml.empty-element", node.name)
                return
            name = f"track-{number}"
            parents = [name]
            plan.things.append(Thing(name, "Track", shortened(plan, words[0]), words, term="activity"))
        identifier = next((one.text for one in node.find("iati-identifier")), "")
        if identifier and stem:
            plan.things[-1].identifier = identifier
        elif identifier:
            plan.facts.append((DCTERMS + "identifier", Literal(identifier)))
        self._organisations(node, name)
        for count, child in enumerate(node.find("result"), start=1):
            self._result(child, f"{stem}{count}", parents)
        budgets = node.find("budget")
        revised = {self._period(one) for one in budgets if one.attributes.get("type") == "2"}
        for count, child in enumerate(budgets, start=1):
            if child.attributes.get("type", "1") == "1" and self._period(child) in revised:
                plan.tell(child.line, "iati.revised")
                continue
            self._budget(child, f"budget-{stem}{count}", name, node.attributes.get("default-currency", ""))
        for child in node.children:
            if child.name not in _READ:
                self._unread.setdefault(child.name, child.line)
            if child.name == "contact-info" and child.find("person-name"):
                plan.dropped += 1
                plan.tell(child.line, "stratml.person")

    def _organisations(self, node: Node, thing: str) -> None:
        for child in (*node.find("reporting-org"), *node.find("participating-org")):
            words = self._narrative_of(child) or [one for one in (self._attribute(child, "ref"),) if one]
            if not words:
                self._plan.tell(child.line, "stratml.empty-element", child.name)
                continue
            key = words[0].text.casefold()
            self._plan.parties.setdefault(
                key, Party("Organization", words[0].text, identifier=child.attributes.get("ref", ""))
            )
            if child.name == "reporting-org":
                self._plan.owners += [] if key in self._plan.owners else [key]
            elif role := _ROLES.get(child.attributes.get("role", "")):
                self._plan.ties.append(Tie(thing, role, key, tuple(words)))
            else:
                self._plan.tell(child.line, "iati.role", child.attributes.get("role", "–"))

    def _narrative_of(self, node: Node) -> list[Words]:
        told = [one for one in node.find("narrative") if one.text] or ([node] if node.text else [])
        return [Words(one.text, self._paths.of(one), one.line) for one in told[:1]]

    # Results.

    def _result(self, node: Node, stem: str, parents: list[str]) -> None:
        words = self._narrative(node, "title", "description")
        if not words:
            self._plan.tell(node.line, "stratml.empty-element", node.name)
            return
        name = f"goal-{stem}"
        self._plan.things.append(Thing(name, "Goal", shortened(self._plan, words[0]), words, parents, term="result"))
        kind = node.attributes.get("type", "")
        if kind not in (*_LEVELS, "9"):
            self._plan.tell(node.line, "iati.type", kind or "–")
        for count, child in enumerate(node.find("indicator"), start=1):
            self._indicator(child, f"{stem}-{count}", name, kind)

    def _indicator(self, node: Node, stem: str, goal: str, kind: str) -> None:
        plan = self._plan
        words = self._narrative(node, "title", "description")
        if not words:
            plan.tell(node.line, "stratml.empty-element", node.name)
            return
        thing = Thing(f"indicator-{stem}", "Indicator", shortened(plan, words[0]), words, [goal])
        measure = node.attributes.get("measure", "")
        thing.unit = _MEASURES.get(measure, "")
        if not thing.unit:
            plan.tell(node.line, "iati.measure", measure or "–")
        elif code := unit_code(thing.unit):
            thing.said.append(("http://qudt.org/schema/qudt/hasUnit", Iri(code)))
        ascending = node.attributes.get("ascending", "").casefold()
        if ascending in ("1", "true", "0", "false"):
            way = "Increase" if ascending in ("1", "true") else "Decrease"
            thing.said.append((SG + "direction", Iri(SG + way)))
        if kind in _LEVELS:
            thing.said.append((SG + "level", Iri(SG + _LEVELS[kind])))
        for reference in node.find("reference"):
            code_of_un = _SDG_INDICATOR.fullmatch(reference.attributes.get("code", ""))
            if reference.attributes.get("vocabulary") == "9" and code_of_un:
                parts = "".join(f"{int(part):02}" for part in code_of_un.groups())
                thing.said.append((DCTERMS + "conformsTo", Iri(f"{SDG}C{parts}")))
        plan.things.append(thing)
        percent = thing.unit == "percentage"
        for count, child in enumerate(node.find("baseline"), start=1):
            when = span(child.attributes.get("iso-date", "") or child.attributes.get("year", ""))
            self._number(child, thing.name, "Baseline", f"m-{stem}-b{count}", when, percent)
        for count, child in enumerate(node.find("period"), start=1):
            when = self._period(child)
            if not when.start and not when.told:
                plan.tell(child.line, "stratml.undated")
            for role, letter in (("target", "t"), ("actual", "a")):
                for place, one in enumerate(child.find(role), start=1):
                    self._number(one, thing.name, role.capitalize(), f"m-{stem}-{count}-{letter}{place}", when, percent)

    def _number(self, node: Node, indicator: str, role: str, name: str, when: Span, percent: bool) -> None:
        plan = self._plan
        value = self._attribute(node, "value")
        comments = self._narrative(node, "comment")
        where = value if value and not is_placeholder(value.text) else next(iter(comments), None)
        if where is None:
            plan.tell(node.line, "stratml.empty-element", node.name)
            return
        reading = xml_number(where.text) if where is value else None
        if reading and reading.told and not (percent and reading.told.endswith("percent")):
            plan.tell(where.line, reading.told, where.text)
        if reading and percent and reading.value and not 0 <= float(reading.value) <= 100:
            plan.tell(where.line, "number.beyond", where.text)
        if when.told:
            plan.tell(node.line, when.told, when.printed)
        parts = [
            f"{one.attributes.get('name', '')}: {one.attributes.get('value', '')}".strip(": ")
            for one in node.find("dimension")
        ]
        parts += [f"@ {one.attributes['ref']}" for one in node.find("location") if one.attributes.get("ref")]
        plan.numbers.append(
            Number(name, indicator, role, reading.value if reading else "", where.text, when,
                   " › ".join(filter(None, parts)),
                   where, notes=tuple(comments) if where is value else ())
        )  # fmt: skip

    # Money and time.

    def _period(self, node: Node) -> Span:
        days = [
            next((one.attributes.get("iso-date", "") for one in node.find(f"period-{end}")), "")
            for end in ("start", "end")
        ]
        return between(*days)

    def _budget(self, node: Node, name: str, funded: str, default: str) -> None:
        """The *node* as funding: an amount for its period, and never one without a currency."""
        plan = self._plan
        value = next(iter(node.find("value")), None)
        amount = xml_number(value.text) if value is not None and value.text else None
        if value is None or amount is None or not amount.value:
            plan.tell(node.line, "iati.amount", value.text if value is not None else "")
            return
        currency = (value.attributes.get("currency", "") or default).strip().upper()
        if not _CURRENCY.fullmatch(currency):
            plan.tell(value.line, "iati.currency", value.text)
            return
        when = self._period(node)
        said = [
            (SG + "amount", Literal(amount.value if "." in amount.value else f"{amount.value}.0", XSD + "decimal")),
            (SG + "currency", Literal(currency)),
            (SG + "perYear", Literal("false", XSD + "boolean")),
            (SG + "valuePrinted", Literal(value.text)),
            *(
                (SG + verb, Literal(day, XSD + "date"))
                for verb, day in (("start", when.start), ("end", when.end))
                if day
            ),
            *([(SG + "datePrinted", Literal(when.printed))] if when.printed else []),
        ]
        title = f"{currency} {value.text}" + (f" ({when.printed})" if when.printed else "")
        words = [Words(value.text, self._paths.of(value), value.line)]
        thing = Thing(name, "Funding", title, words, [funded])
        thing.said += said
        plan.things.append(thing)

    def _days(self, activity: Node) -> Iterable[str]:
        for node in activity.find("activity-date"):
            found = span(node.attributes.get("iso-date", ""))
            if found.start:
                yield found.start
