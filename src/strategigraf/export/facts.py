"""What the data say of one strategy, as far as another format has it: its facts, words, links and measurements."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from strategigraf.core.rdf import RDF, SG, natural, short
from strategigraf.files.measurements import Row, read_measurements
from strategigraf.files.workspace import TABLE, Workspace
from strategigraf.store.lookup import both_labels, members_of
from strategigraf.store.sparql import Store

_OF_PLAN = re.compile(r"(?:/[^/]+)*?/(?:StrategicPlan|PerformancePlanOrReport)(?=/)")


class PlacedWords(NamedTuple):
    """Words that something rests on, and in XML the path of their node."""

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


class Facts:
    """What the data of *store* and *workspace* say of the *strategy* (IRI), its titles in *language*."""

    def __init__(self, store: Store, workspace: Workspace, strategy: str, language: str) -> None:
        self.store, self.strategy, self.language = store, strategy, language
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
        self.words: dict[str, list[PlacedWords]] = defaultdict(list)
        for bearer, *words in store.rows_in_batches("export/words", [strategy, *self.members], "bearer"):
            self.words[bearer].append(PlacedWords(*words))
        self.kinds = {thing: self._kind(thing) for thing in [strategy, *self.members]}
        self.links = {
            (
                self.one(link, RDF + "subject"),
                self.one(link, RDF + "predicate"),
                self.one(link, RDF + "object"),
            ): link
            for link in self.members
            if self.kinds[link] == "Link"
        }
        self.numbers = self._measurements(workspace)

    # What the data say.

    def _read(self, things: Sequence[str]) -> None:
        for thing, verb, value in self.store.rows_in_batches("store/facts", things, "thing"):
            self.facts[thing][verb].append(value)

    def one(self, thing: str, verb: str) -> str:
        """The first value that *thing* has of *verb*; "" where it has none."""
        return next(iter(self.facts[thing][verb]), "")

    def _kind(self, thing: str) -> str:
        kinds = self.facts[thing][RDF + "type"]
        return next((kind.removeprefix(SG) for kind in sorted(kinds) if kind.startswith(SG)), "")

    def title(self, thing: str) -> str:
        """The title of *thing*."""
        return self.titles[thing].in_language(self.language)

    def said(self, thing: str, *steps: str) -> str:
        """The words of *thing* that were a child called one of *steps*, joined."""
        return " ".join(one.text for one in self.words[thing] if one.step in steps and one.above == self.home(thing))

    def home(self, thing: str) -> str:
        """The path of the element that *thing* was read from: the shortest above its words."""
        if thing == self.strategy:
            roots = (_OF_PLAN.match(one.path) for one in self.words[thing])
            return next((found[0] for found in roots if found), "")
        return min((one.above for one in self.words[thing] if one.path), key=len, default="")

    def description(self, thing: str) -> str:
        """The text of *thing*: the words that were its description, else its own wording."""
        described = self.said(thing, "Description")
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
        for iri, indicator, role, *cells in self.store.rows_of("export/measurements", strategy=self.strategy):
            value, printed, bound, period, start, end, breakdown = (cell or "" for cell in cells)
            row = Row(0, short(iri), iri, indicator, role.removeprefix(SG), value, printed, bound.removeprefix(SG),
                      period, start, end, breakdown, "", "", "", "", "", "")  # fmt: skip
            found[indicator].setdefault(iri, row)
        return {indicator: list(rows.values()) for indicator, rows in found.items()}

    def of_kind(self, *kinds: str) -> list[str]:
        """What is of one of *kinds*, in natural order."""
        return sorted((thing for thing in self.members if self.kinds[thing] in kinds), key=natural)
