"""Checking one file: shapes, quotes and checksums, seen with the statements around it that the shapes ask for."""

import gc
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from strategigraf.check.alignments import alignment_findings
from strategigraf.check.cells import CellCheck, cell_counts, cell_findings, checked_cells, checked_rows
from strategigraf.check.measurements import known, table_findings
from strategigraf.check.quotes import (
    OF_QUOTES,
    STATUS_MESSAGES,
    VERIFIED,
    QuoteCheck,
    check_quotes,
    check_texts,
    tally,
    text_files,
    verified_in_file,
)
from strategigraf.check.rules import Rule, rules, rules_at_objects
from strategigraf.check.shapes import Gate, Result, validate
from strategigraf.check.verdicts import Verdict
from strategigraf.check.wording import (
    NAMING_RULE,
    SEVERITIES,
    TRANSLATION_RULE,
    WORDING_RULES,
    row_findings,
    statement_findings,
    untranslated,
    wording_faults,
    wordless,
)
from strategigraf.core.policy import Finding, Severity, in_order
from strategigraf.core.rdf import BASE, RDF, RDFS, SG, SKOS, Iri, Literal, Term, Text, short
from strategigraf.core.text import revealed
from strategigraf.core.thread import PART_OF
from strategigraf.files import turtle
from strategigraf.files.current import by_roles
from strategigraf.files.kinds import kinds_of
from strategigraf.files.measurements import read_measurements
from strategigraf.files.source_text import SourceFolder, SourceText
from strategigraf.files.sssom import read_alignments
from strategigraf.files.tables import read_glossary
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import Workspace, is_mapping_set, is_table
from strategigraf.store.contribution import LEADING, POINTING
from strategigraf.store.sparql import EmbeddedStore, as_stored

# The surroundings of a file.

_MEMBER = SG + "inStrategy"
_OF_MATES = (RDF + "type", _MEMBER, SKOS + "notation", PART_OF)


class Unit(NamedTuple):
    """A file with its surroundings: its own things, those that other files describe as well, its own statements, and
    all statements."""

    own: frozenset[str]
    shared: frozenset[str]
    statements: list[Statement]
    whole: list[Statement]


VOCABULARY = "terms of the vocabulary"  # the key under which a store keeps them


def vocabulary(store: EmbeddedStore) -> list[Statement]:
    """The terms of the vocabulary with their kinds, and which class stands under which."""
    return store.kept(VOCABULARY, lambda: read_vocabulary(store))


def read_vocabulary(store: EmbeddedStore) -> list[Statement]:
    """The same, asked of *store*."""
    told = [(Iri(RDFS + "subClassOf"), row) for row in store.table_of("check/classes").rows]
    told += [(Iri(RDF + "type"), row) for row in store.table_of("check/terms").rows]
    return [(term, verb, kind) for verb, (term, kind) in told if term is not None and kind is not None]


class _Surroundings:
    """What has been gathered so far around the file with the named graph *graph*."""

    def __init__(self, store: EmbeddedStore, graph: str, beside: Collection[str]) -> None:
        self._store = store
        self._elsewhere = frozenset({graph, *beside})
        self._said: set[Term] = set()
        self.found: dict[Statement, None] = {}

    def say(self, thing: Term) -> None:
        """Adds what other files say of *thing*, and of the words, selectors and wholes that this leads to."""
        waiting = [thing]
        while waiting:
            here = waiting.pop()
            if isinstance(here, Literal) or here in self._said:
                continue
            self._said.add(here)
            for statement, graph in self._store.statements_about(here):
                if graph not in self._elsewhere:
                    self.found[statement] = None
                if statement[1].value in LEADING:
                    waiting.append(statement[2])

    def say_pointing(self, thing: Term) -> None:
        """Adds what other files say of everything that points at *thing* in them, except as a member."""
        for predicate in POINTING:
            if predicate != _MEMBER and not isinstance(thing, Literal):
                for node in self._store.pointing_at(thing, predicate, self._elsewhere):
                    self.say(node)

    def say_members(self, strategy: Term) -> None:
        """Adds the kind, strategy, number and whole of everything that is a member of *strategy* in other files."""
        members = () if isinstance(strategy, Literal) else self._store.pointing_at(strategy, _MEMBER, self._elsewhere)
        for member in members:
            for statement, graph in self._store.statements_about(member):
                if statement[1].value in _OF_MATES and graph not in self._elsewhere:
                    self.found[statement] = None


def unit(
    store: EmbeddedStore, graph: str, statements: list[Statement], terms: Iterable[Statement], beside: Collection[str]
) -> Unit:
    """The file with the *statements*, which *store* holds as the named graph *graph*, with its surroundings.

    *terms* is the `vocabulary`; *beside* are the named graphs (of mapping sets) that the rules do not look into.
    """
    own = frozenset(subject.value for subject, _, _ in statements)
    around = _Surroundings(store, graph, beside)
    shared = [Iri(thing) for thing in store.index.described_twice(own)]
    for thing in shared:
        around.say(thing)
    told = [told for told in around.found if told[0].value in own]  # what other files say of the file's own things
    further = [target for _, verb, target in told if verb.value != RDF + "type"]
    for node in [*map(Iri, store.index.named_by(graph)), *further]:
        around.say(node)
    for node in [*map(Iri, store.index.pointed_at(graph)), *shared, *further]:
        around.say_pointing(node)
    for strategy in dict.fromkeys(target for _, verb, target in [*statements, *told] if verb.value == _MEMBER):
        around.say_members(strategy)
    both = frozenset(thing.value for thing in shared)
    said = {(subject, verb, as_stored(target)) for subject, verb, target in statements if subject.value in both}
    said.update(by_roles([*statements, *around.found]))  # it only follows: the role itself is judged
    others = {told: None for told in around.found if told not in said}  # the file says it, perhaps in another form
    whole = dict.fromkeys(statements) | dict.fromkeys(terms) | others
    return Unit(own, both, statements, list(whole))


WHOLE = BASE + "ns"  # the node that rules over the whole graph start from
IN_FILE = "in-file"  # the count of the quotes that were verified in the publisher's own file
PAGE_WRONG = Text(
    "Citatet er ikke på den side. Siden regnes ud af udgiverens fil: Sæt den, som »strategigraf quote« viser, i"
    " sg:sourcePage, eller fjern den, hvis kilden er en afskrift.",
    "The quote is not on that page. The page is computed from the publisher's file: put what “strategigraf quote”"
    " prints into sg:sourcePage, or remove it if the source is a transcript.",
)
SOURCE_CHANGED = Text(
    "Kildeteksten er ændret, siden citaterne blev taget fra den. Gå citaterne igennem, og ret sg:sha256.",
    "The source text has changed since the quotes were taken. Go through the quotes and correct sg:sha256.",
)


class CheckContext(NamedTuple):
    """Where judgements are given: the workspace, the folder of the store (None where it is in memory), that of the
    source texts (None without them), and whether the gate may let files pass."""

    workspace: Workspace
    store: Path | None
    sources: Path | None
    gated: bool


def judge(case: tuple[CheckContext, str]) -> Verdict:
    """The verdict on a file, given as the court and the file's named graph."""
    court, graph = case
    return _tools(court).verdict(graph)


@lru_cache(maxsize=1)
def _tools(court: CheckContext) -> "FileChecker":
    assert court.store is not None
    gc.set_threshold(50_000, 20, 50)  # statements die with the last reference: looking for rings costs a tenth
    return FileChecker(court, EmbeddedStore.read_only(court.store))


class FileChecker:
    """What the judgements of *court* need, read once: rules, terms, gate; and the *store* and sources they look in.
    *paths* are all files by named graph, listed anew where they are not given."""

    def __init__(self, court: CheckContext, store: EmbeddedStore, paths: Mapping[str, Path] | None = None) -> None:
        workspace = court.workspace
        self._shape_files = workspace.shape_files()
        self._known: dict[str, Rule] = rules(self._shape_files)
        self._at_objects = rules_at_objects(self._shape_files)
        self._store = store
        self._sources: Mapping[str, SourceText] = SourceFolder(court.sources) if court.sources is not None else {}
        self._terms = vocabulary(store)
        self._of_vocabulary = {term.value for term, verb, _ in self._terms if verb.value == RDF + "type"}
        self._vocabulary = frozenset(workspace.ontology_files())
        self._glossary = read_glossary(workspace.glossary_file())
        self._workspace = workspace.in_use()
        self._kinds = kinds_of(workspace.kinds_files())
        self._paths = paths or {workspace.graph_name(path): path for path in workspace.all_files()}
        self._beside = frozenset(g for g, path in self._paths.items() if is_mapping_set(path) or is_table(path))
        self._gate = Gate(self._shape_files) if court.gated else None
        self._told: dict[str, list[tuple[Statement, str]]] = {}  # for as long as one file is judged

    def verdict(self, graph: str) -> Verdict:
        """The verdict on the file with the named graph *graph*."""
        self._told.clear()
        path = self._paths[graph]
        if is_mapping_set(path):
            alignments = read_alignments(path)
            rows = row_findings(path, alignments, self._titles)
            held = self._workspace.settings and self._is_ours(path)
            languages = self._workspace.languages if held else None
            found = alignment_findings(path, alignments, self._exists, self._whole_of, self._glossary, languages)
            return Verdict(in_order([*found, *rows]), {}, {})
        if is_table(path):
            return self._table_verdict(path)
        said = turtle.statements(path)
        told = [*said, *self._kinds.following(said)]
        around = unit(self._store, graph, told, self._terms, self._beside)
        for statement in around.statements:
            if statement[0].value not in around.shared:  # nobody else says anything of it
                self._told.setdefault(statement[0].value, []).append((statement, graph))
        seen = EmbeddedStore.in_memory()
        seen.load_quads(turtle.nquads((told for told in around.whole if told[1].value in OF_QUOTES), graph))
        checks = [
            check for check in check_quotes(seen, self._sources) if self._is_home(path, check.record.quote, around)
        ]
        cells = self._cell_checks(path, around)
        findings = [
            *self._broken_rules(path, around),
            *self._naming_findings(path, around),
            *self._quote_findings(path, checks),
            *self._page_findings(path, checks),
            *cell_findings(cells, path, lambda thing: turtle.line_in(path, thing)),
            *self._text_findings(path, seen, around),
            *statement_findings(path, around.statements, self._titles, lambda thing: turtle.line_in(path, thing)),
            *(self._wording_findings(path, around) if path not in self._vocabulary else ()),
            *(self._translation_findings(path, around) if self._workspace.settings and self._is_ours(path) else ()),
        ]
        counts = {status: count for status, count in tally(checks).items() if count} | cell_counts(cells)
        if in_file := verified_in_file(checks):
            counts[IN_FILE] = in_file
        names = {check.record.file for check in checks} | set(text_files(seen))
        looked_in = {
            name: self._sources[name].sha256 if name in self._sources else "" for name in sorted(names) if name
        }
        return Verdict(in_order(findings), counts, looked_in)

    def _table_verdict(self, path: Path) -> Verdict:
        table = read_measurements(path, turtle.read_bytes(path))
        beside = known(self._store, table)
        names = sorted({beside.files.get(row.document, "") for row in table.rows} - {""})
        looked_in = {name: self._sources[name].sha256 if name in self._sources else "" for name in names}
        cells = checked_rows(table.rows, beside.files, self._sources)
        found = in_order(table_findings(path, table, beside, self._known, cells))
        return Verdict(found, cell_counts(cells), looked_in)

    def _cell_checks(self, path: Path, around: Unit) -> list[CellCheck]:
        found = checked_cells(around.whole, around.own, self._sources)
        return [check for check in found if self._is_home(path, check.record.cell, around)]

    def _exists(self, iri: str) -> bool:
        return bool(self._graphs(iri) - self._beside)

    def _whole_of(self, iri: str) -> str:
        return next((target.value for (_, verb, target), _ in self._about(iri) if verb.value == SG + "partOf"), "")

    def _titles(self, iri: str) -> list[str]:
        return [target.value for (_, verb, target), _ in self._about(iri) if verb.value == SKOS + "prefLabel"]

    def _has_kind(self, iri: str) -> bool:
        return iri in self._of_vocabulary or any(verb.value == RDF + "type" for (_, verb, _), _ in self._about(iri))

    def _graphs(self, iri: str) -> set[str]:
        """The named graphs of the files that describe *iri*."""
        return {graph for _, graph in self._about(iri)}

    def _about(self, iri: str) -> list[tuple[Statement, str]]:
        """What all files say of *iri*, each statement with its named graph."""
        if iri not in self._told:
            self._told[iri] = self._store.statements_about(Iri(iri))
        return self._told[iri]

    def _home(self, thing: str, path: Path, around: Unit) -> Path:
        """The first file that describes *thing*, if *path* does; else *path*."""
        if thing not in around.shared:
            return path
        graphs = self._graphs(thing)
        return next(other for graph, other in self._paths.items() if graph in graphs)

    def _is_home(self, path: Path, thing: str, around: Unit) -> bool:
        return thing in around.own and self._home(thing, path, around) == path

    def _broken_rules(self, path: Path, around: Unit) -> Iterable[Finding]:
        mine = _Own(around, self._at_objects, self._has_kind)
        names: set[str] | None = None
        if self._gate is not None:
            reports = self._gate.reports(turtle.ntriples(around.whole))
            names = None if reports is None else {r.rule for r in reports if mine.has(r.rule, r.focus, r.value)}
        for result in validate(around.whole, self._shape_files, names, around.own):
            value = "" if result.value is None else result.value.value
            if mine.has(result.rule, result.focus.value, value):
                yield self._finding(path, around, result)

    def _finding(self, path: Path, around: Unit, result: Result) -> Finding:
        rule = self._known[result.rule]
        home = self._home(result.thing.value, path, around)
        place = (str(home), turtle.line_in(home, result.thing.value))
        told = (v for s, verb, v in around.whole if s == result.focus and verb.value == result.path)
        values = sorted({as_stored(v).value for v in told})
        said = _fault_text(result.component, short(result.path), len(values), result.value)
        message = rule.message if said is None else Text(f"{said.da} {rule.message.da}", f"{said.en} {rule.message.en}")
        breaking = [] if result.by_query or result.value is None else [as_stored(result.value).value]
        detail = ", ".join(map(short, values if result.component == "MaxCount" else breaking))
        return Finding(rule.name, rule.severity, *place, short(result.thing.value), message, detail)

    def _naming_findings(self, path: Path, around: Unit) -> Iterable[Finding]:
        for link in wordless(around.whole, around.own):
            home = self._home(link, path, around)
            place = (str(home), turtle.line_in(home, link))
            yield Finding(NAMING_RULE.name, NAMING_RULE.severity, *place, short(link), NAMING_RULE.message)

    def _quote_findings(self, path: Path, checks: Iterable[QuoteCheck]) -> Iterable[Finding]:
        for check in checks:
            record = check.record
            if check.status in VERIFIED or not (record.exact and record.section and record.document):
                continue  # what lacks its words, heading or document is a finding of the shapes
            severity = Severity.WARNING if check.status == "unverifiable" else Severity.VIOLATION
            near = check.status in ("missing", "inside-word")
            nearest = self._sources[record.file].nearest(record.exact) if near else ""
            detail = f"“{revealed(record.exact)}”" + (f" ≠ “{revealed(nearest)}”" if nearest else "")
            place = (str(path), turtle.line_in(path, record.quote))
            message = STATUS_MESSAGES[check.status]
            yield Finding(f"quote-{check.status}", severity, *place, short(record.quote), message, detail)

    def _page_findings(self, path: Path, checks: Iterable[QuoteCheck]) -> Iterable[Finding]:
        for check in checks:
            stated = check.record.page
            if stated and check.status in VERIFIED and stated != check.page:
                place = (str(path), turtle.line_in(path, check.record.quote))
                detail = f"{stated} ≠ {check.page or '–'}"
                yield Finding("quote-page", Severity.VIOLATION, *place, short(check.record.quote), PAGE_WRONG, detail)

    def _text_findings(self, path: Path, seen: EmbeddedStore, around: Unit) -> Iterable[Finding]:
        for check in check_texts(seen, self._sources):
            if self._is_home(path, check.document, around):
                detail = f"{check.file}: {check.expected[:12] or '–'}… ≠ {check.found}"
                place = (str(path), turtle.line_in(path, check.document))
                thing = short(check.document)
                yield Finding("source-changed", Severity.VIOLATION, *place, thing, SOURCE_CHANGED, detail)

    def _is_ours(self, path: Path) -> bool:
        """Whether the file *path* is held to the languages of the workspace: none of the program's own is."""
        return path not in self._vocabulary and self._workspace.program_data not in path.parents

    def _translation_findings(self, path: Path, around: Unit) -> Iterable[Finding]:
        for thing, verb, missing in untranslated(around.statements, self._workspace.languages):
            place = (str(path), turtle.line_in(path, thing))
            detail = f"{short(verb)} @{', @'.join(missing)}"
            yield Finding(
                TRANSLATION_RULE.name, TRANSLATION_RULE.severity, *place, short(thing), TRANSLATION_RULE.message, detail
            )

    def _wording_findings(self, path: Path, around: Unit) -> Iterable[Finding]:
        for rule, thing, detail in wording_faults(around.statements, self._glossary):
            place = (str(path), turtle.line_in(path, thing))
            yield Finding(rule, SEVERITIES[rule], *place, short(thing), WORDING_RULES[rule], detail)


# What exactly is wrong where a rule that asks for several things is broken.

Said = Callable[[str], Text]


def _fault_text(component: str, path: str, count: int, value: Term | None) -> Text | None:
    """The sentence for the SHACL constraint *component* (`MaxCount`) broken by *path* (a predicate by its short name),
    which stands *count* times; *value* is the value that breaks it. None where the rule's own message says it all."""
    if not path:
        return None
    if component == "MaxCount":
        return Text(f"{path} er angivet {count} gange.", f"{path} is given {count} times.") if count > 1 else None
    if component == "MinCount" and count:
        times = Text(f"{count} gang" + ("" if count == 1 else "e"), f"{count} time" + ("" if count == 1 else "s"))
        return Text(f"{path} er der kun {times.da}.", f"{path} occurs only {times.en}.")
    if component in ("Class", "Or") and not isinstance(value, Literal):
        component = "Class"
    elif component in ("Class", "Or"):
        component = "Datatype"
    said = _SAID.get(component)
    return said(path) if said is not None else None


_SAID: dict[str, Said] = {
    "MinCount": lambda path: Text(f"{path} mangler.", f"{path} is missing."),
    "Class": lambda path: Text(
        f"{path} fører til noget, der ikke findes i data eller er af en anden type.",
        f"{path} leads to something that is not in the data or is of another type.",
    ),
    "Datatype": lambda path: Text(f"{path} har en værdi af en forkert type.", f"{path} has a value of a wrong type."),
    "NodeKind": lambda path: Text(f"{path} har en værdi af en forkert type.", f"{path} has a value of a wrong type."),
    "In": lambda path: Text(
        f"{path} har en værdi, der ikke er tilladt.",
        f"{path} has a value that is not allowed.",
    ),
    "Pattern": lambda path: Text(f"{path} har en værdi i en forkert form.", f"{path} has a value in a wrong form."),
    "MinLength": lambda path: Text(f"{path} har en for kort tekst.", f"{path} has too short a text."),
    "MaxLength": lambda path: Text(f"{path} har en for lang tekst.", f"{path} has too long a text."),
    "MinInclusive": lambda path: Text(f"{path} har for lille en værdi.", f"{path} has too small a value."),
    "MaxInclusive": lambda path: Text(f"{path} har for stor en værdi.", f"{path} has too large a value."),
    "LanguageIn": lambda path: Text(
        f"{path} har en tekst uden sprog eller på et andet sprog.",
        f"{path} has a text without a language or in another one.",
    ),
    "UniqueLang": lambda path: Text(
        f"{path} har flere tekster på samme sprog.", f"{path} has several texts in one language."
    ),
}


class _Own:
    """Which results concern a file: those about its own things, about what it uses and nobody says the kind of, and
    about the objects of its own statements, where a rule looks at these."""

    def __init__(self, around: Unit, at_objects: Mapping[str, str], has_kind: Callable[[str], bool]) -> None:
        self._own = around.own
        self._used = {term.value for statement in around.statements for term in statement if isinstance(term, Iri)}
        self._objects = _objects(around.statements, set(at_objects.values()))
        self._at_objects = at_objects
        self._has_kind = has_kind

    def has(self, rule: str, focus: str, value: str) -> bool:
        """Whether the result of *rule* at *focus* and *value* concerns the file."""
        thing = value if focus == WHOLE else focus
        if thing in self._own:
            return True
        if rule in self._at_objects:
            return (self._at_objects[rule], thing) in self._objects
        return thing in self._used and not self._has_kind(thing)


def _objects(statements: Iterable[Statement], predicates: set[str]) -> set[tuple[str, str]]:
    return {(verb.value, target.value) for _, verb, target in statements if verb.value in predicates}
