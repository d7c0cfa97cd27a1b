"""Files of other people taken into one's own data, as a report: what was read, what people should know of it, and what
a check finds; and `import_file` in Python."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from strategigraf.accept.accepting import Accepted, accept_changes
from strategigraf.accept.changes import Change
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.check.report import SEVERITY
from strategigraf.core.errors import FileNotRead, FilesNotFound, WrongValue
from strategigraf.core.policy import Finding
from strategigraf.core.rdf import LANGUAGES, PREFIXES, SG, SKOS, XSD, Iri, Literal, Text, message
from strategigraf.core.report import Col, Report, coded, part
from strategigraf.exchange.iati import is_iati, read_iati
from strategigraf.exchange.plan import Plan
from strategigraf.exchange.statements import Home, Statement, entered, slug, table_of
from strategigraf.exchange.stratml import is_stratml, read_stratml
from strategigraf.exchange.values import language_of
from strategigraf.files.output import not_written, os_error_text, write
from strategigraf.files.turtle import read
from strategigraf.files.workspace import TABLE, Workspace, program_folder
from strategigraf.files.xml_file import Remark, read_xml
from strategigraf.store.names import one_of
from strategigraf.store.sparql import EmbeddedStore, Store

_COUNTED = ("Vision", "Mission", "CoreValue", "Track", "Goal", "Initiative", "TargetGroup", "Indicator", "Funding", "StatusUpdate")
_MOST_LINES, _MOST_EXAMPLES = 12, 3
_GROUPED = ("table", "markdown", "html", "docx")


class Imported(NamedTuple):
    """What was read of a file, the strategy (its name) that it is entered in, and what became of it."""

    plan: Plan
    strategy: str
    accepted: Accepted


class ImportAnswer(ReportAnswer[Imported]):
    """The answer of `import_file`: `good` tells whether nothing stood in the way, `summary` all in a sentence."""

    def __init__(self, value: Imported, store: Store, language: str) -> None:
        super().__init__(value, _report(value, False), store, language)
        self.good = value.accepted.good
        self.summary = _summary(value).in_language(language)

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given: for people one row for
        all remarks that say the same, for machines one for each. Raises WrongValue."""
        if format_name in _GROUPED:
            self.report = _report(self.value, True)
        shown = super().shown(format_name, part)
        self.report = _report(self.value, False)
        return shown


def import_file(
    graph: Graph,
    file: str | Path,
    strategy: str = "",
    language: str = "",
    sources: str | Path | None = None,
    dry: bool = False,
) -> ImportAnswer:
    """What became of the *file* of other people: a plan or report in StratML. All of it is written to the data, checked
    as by `check`, or nothing; the file itself is put into the folder of sources.

    *strategy* names the one to enter it in; without it that is the one with the title of the plan, else the only one of
    one's own without elements, else a new one. *language* is that of its texts. With *dry* nothing is written. Persons
    are left out. Parts: read, remarks, findings.

    Raises FilesNotFound, FileNotRead with the line, WrongValue, OutputNotWritten, DataLocked, and what `check` raises.

    >>> sg.import_file(sg.open("my-plan"), "plan.xml", dry=True).summary  # doctest: +SKIP
    'Read: 12 elements and 0 measurements. Nothing has been written (dry run).'
    """
    path = Path(file)
    workspace = graph.workspace
    _refuse_program_data(workspace)
    content = _content(path)
    plan = _read(path, content)
    folder = workspace.sources if sources is None else Path(sources)

    def answer(store: EmbeddedStore) -> ImportAnswer:
        spoken = _language(plan, language, workspace)
        known = _known_document(workspace, content)
        if known:
            return ImportAnswer(Imported(plan, known, Accepted((), (), False)), store, graph.language)
        home = _home(store, workspace, plan, path, content, strategy, spoken)
        name = home.strategy.rpartition("/")[2]
        made = entered(plan, home)
        changes = [
            *_changes(workspace.data / "strategies" / f"{name}.ttl", made.strategy, (f"# {plan.title}",)),
            *_changes(workspace.data / "documents.ttl", made.documents),
            *_changes(workspace.data / "organisations.ttl", made.organisations),
        ]
        table = workspace.data / "strategies" / f"{name}{TABLE}"
        tables = {table: table_of(plan.numbers, home.document.rpartition("/")[2])} if plan.numbers else {}
        placed = _placed(workspace, home.file, content, dry)
        accepted = Accepted((), (), False)
        try:
            accepted = accept_changes(graph, changes, folder, dry, tables)
        finally:
            if placed is not None and not accepted.written:
                with suppress(OSError):
                    placed.unlink()
        return ImportAnswer(Imported(plan, name, accepted), store, graph.language)

    return graph.use(answer)


def _refuse_program_data(workspace: Workspace) -> None:
    if workspace.settings is None and workspace.data == program_folder() / "data":
        raise WrongValue(
            Text("Her er intet arbejdsområde at skrive i.", "There is no workspace here to write in."),
            Text(
                "Opret et med »strategigraf init MAPPE«, eller angiv det med --data MAPPE.",
                "Make one with “strategigraf init FOLDER”, or give it with --data FOLDER.",
            ),
        )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FilesNotFound(
            Text(f"{path} findes ikke.", f"{path} does not exist."), Text("Kontrollér stien.", "Check the path.")
        ) from error
    except OSError as error:
        reason = os_error_text(error)
        raise FileNotRead(
            Text(f"{path} kan ikke læses: {reason.da}.", f"{path} cannot be read: {reason.en}."),
            message("exchange.remedy.file"),
        ) from error


def _read(path: Path, content: bytes) -> Plan:
    """What the file says, whichever of the formats it is in. Raises FileNotRead."""
    file = read_xml(path, content)
    if is_iati(file.root):
        return read_iati(path, file)
    if is_stratml(file.root):
        return read_stratml(path, file)
    raise FileNotRead(
        Text(
            f"{path} er XML, men ikke i et format, der kan indlæses: <{file.root.name}>.",
            f"{path} is XML, but not in a format that can be imported: <{file.root.name}>.",
        ),
        message("exchange.remedy.format"),
    )


# Where it is entered.


def _language(plan: Plan, wanted: str, workspace: Workspace) -> str:
    """The language of the texts: the one *wanted*, else that of the file, else the one whose small words they have."""
    if wanted:
        return one_of(wanted, LANGUAGES, Text("et sprog", "a language"))
    stated = plan.language.partition("-")[0].casefold()
    if stated in LANGUAGES:
        return stated
    words = (word for thing in plan.things for said in thing.words for word in said.text.casefold().split())
    spoken = language_of(words) or workspace.languages[0]
    plan.tell(0, f"language.{spoken}")
    return spoken


def _known_document(workspace: Workspace, content: bytes) -> str:
    """The strategy (its name) of the document in one's own data with the bytes *content*; "" where there is none."""
    statements = _statements(workspace.data / "documents.ttl")
    sha256 = Literal(hashlib.sha256(content).hexdigest())
    documents = {subject for subject, verb, value in statements if verb == Iri(SG + "sha256") and value == sha256}
    found = (value for subject, verb, value in statements if subject in documents and verb == Iri(SG + "documentOf"))
    return next((value.value.rpartition("/")[2] for value in found if isinstance(value, Iri)), "")


def _home(
    store: Store, workspace: Workspace, plan: Plan, path: Path, content: bytes, strategy: str, language: str
) -> Home:
    name = strategy or _strategy_for(workspace, plan)
    if strategy and slug(strategy) != strategy:
        raise WrongValue(
            Text(f"»{strategy}« er ikke et navn på en strategi.", f"“{strategy}” is not a name of a strategy."),
            Text(f"Brug små bogstaver, tal og bindestreger: {slug(strategy) or 'min-plan'}.",
                 f"Use small letters, digits and hyphens: {slug(strategy) or 'my-plan'}."),
        )  # fmt: skip
    iri = workspace.base + name
    there = _statements(workspace.data / "strategies" / f"{name}.ttl")
    if any(verb == Iri(SG + "inStrategy") for _, verb, _ in there):
        raise WrongValue(
            Text(f"Strategien {name} har allerede elementer.", f"The strategy {name} has elements already."),
            Text(
                "En ny udgave flettes ikke ind i den gamle. Angiv et andet navn med --strategy.",
                "A new edition is not merged into the old one. Give another name with --strategy.",
            ),
        )
    titles = [value.value for subject, verb, value in there if subject == Iri(iri) and verb == Iri(SKOS + "prefLabel")]
    owners = [value.value for subject, verb, value in there if subject == Iri(iri) and verb == Iri(SG + "owner")]
    organisations = _organisations(store)
    if not (owners or plan.owners) and workspace.settings:
        owners = [iri for name, iri in organisations.items() if name == workspace.settings.owner.casefold()]
    if titles and titles[0] != plan.title:
        plan.tell(0, "into", titles[0])
    stem = slug(path.stem) or name
    described = {subject.value for subject, _, _ in _statements(workspace.data / "documents.ttl")}
    document = next(
        one
        for one in (f"{workspace.base}documents/{stem}{tail}" for tail in ("", *(f"-{n}" for n in range(2, 10_000))))
        if one not in described
    )
    file = path.name if path.suffix.casefold() in (".xml", ".csv", ".tsv") else f"{path.name}.xml"
    return Home(
        workspace.base, iri, document, file.lstrip("."), hashlib.sha256(content).hexdigest(), language,
        titles[0] if titles else "", tuple(owners), organisations,
    )  # fmt: skip


def _strategy_for(workspace: Workspace, plan: Plan) -> str:
    """The name of the strategy to enter *plan* in."""
    empty = []
    for name in workspace.own_strategies():
        there = _statements(workspace.data / "strategies" / f"{name}.ttl")
        titles = {value.value.casefold() for _, verb, value in there if verb == Iri(SKOS + "prefLabel")}
        has_elements = any(verb == Iri(SG + "inStrategy") for _, verb, _ in there)
        if not has_elements and plan.title.casefold() in titles:
            return name
        empty += [] if has_elements else [name]
    if len(empty) == 1:
        return empty[0]
    years = "-".join(dict.fromkeys(year for year in (plan.start, plan.end) if year and year not in plan.title))
    stem = "-".join(filter(None, (slug(plan.title), years))) or "plan"
    used = workspace.own_strategies()
    return next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if one not in used)


def _organisations(store: Store) -> dict[str, str]:
    """The organisations by each of their names, folded."""
    organisations = {row[0] for row in store.rows_of("store/things-of-class", kind=PREFIXES["org"] + "Organization")}
    found: dict[str, str] = {}
    for name in ("prefLabel", "hiddenLabel"):
        rows = store.rows_in_batches("store/values-of", sorted(organisations), "thing", property=SKOS + name)
        for thing, title in rows:
            found.setdefault(title.casefold(), thing)
    return found


def _statements(path: Path) -> list[Statement]:
    return list(read(path).statements) if path.exists() else []


def _changes(path: Path, statements: Iterable[Statement], head: tuple[str, ...] = ()) -> list[Change]:
    there = set(_statements(path))
    by_subject: dict[str, list[tuple[Iri, Iri | Literal]]] = defaultdict(list)
    for subject, verb, value in statements:
        if (subject, verb, value) not in there and isinstance(subject, Iri) and isinstance(verb, Iri):
            by_subject[subject.value].append((verb, value))  # type: ignore[arg-type]
    return [Change(path, subject, tuple(pairs), head=head) for subject, pairs in by_subject.items()]


def _placed(workspace: Workspace, name: str, content: bytes, dry: bool) -> Path | None:
    """Puts the file *name* into the folder of sources of a workspace, where it is not there yet; the path of what was
    put there. Raises WrongValue where another file of that name is there, OutputNotWritten."""
    folder = workspace.settings.sources if workspace.settings else None
    if folder is None:
        return None
    target = folder / name
    try:
        if target.exists():
            if target.read_bytes() == content:
                return None
            raise WrongValue(
                Text(f"{target} er en anden fil.", f"{target} is another file."),
                Text("Giv filen et andet navn, og prøv igen.", "Give the file another name and try again."),
            )
        if dry:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        write(target, content)
    except OSError as error:
        raise not_written(str(target), error) from error
    return target


# The report.


class _Count(NamedTuple):
    what: Text
    number: int


class _Row(NamedTuple):
    """What is to be told: the lines, how often, what it is, and examples of the values."""

    lines: str
    number: int
    what: Text
    examples: str


def _rows(remarks: Iterable[Remark], grouped: bool) -> list[_Row]:
    listed = sorted(remarks)
    if not grouped:
        return [_Row(str(one.line or ""), 1, message(one.key), one.value) for one in listed]
    by_key: dict[str, list[Remark]] = defaultdict(list)
    for one in listed:
        by_key[one.key].append(one)
    rows = []
    for key, ones in by_key.items():
        lines = list(dict.fromkeys(str(one.line) for one in ones if one.line))
        values = list(dict.fromkeys(one.value for one in ones if one.value))
        shown = ", ".join(lines[:_MOST_LINES]) + (" …" if len(lines) > _MOST_LINES else "")
        examples = " | ".join(value[:40] for value in values[:_MOST_EXAMPLES])
        rows.append(_Row(shown, len(ones), message(key), examples + (" …" if len(values) > _MOST_EXAMPLES else "")))
    return rows


_ROW_COLUMNS: tuple[Col[_Row], ...] = (
    Col("lines", lambda row: Literal(row.lines)),
    Col("occurrences", lambda row: Literal(str(row.number), XSD + "integer")),
    Col("remark", lambda row: row.what),
    Col("examples", lambda row: Literal(row.examples)),
)
_COUNT_COLUMNS: tuple[Col[_Count], ...] = (
    Col("what", lambda count: count.what),
    Col("number", lambda count: Literal(str(count.number), XSD + "integer")),
)
_FINDINGS: tuple[Col[Finding], ...] = (
    Col("severity", lambda finding: coded(finding.severity.name.lower(), SEVERITY[finding.severity])),
    Col("rule", lambda finding: Literal(finding.rule)),
    Col("thing", lambda finding: Literal(finding.thing)),
    Col("problem", lambda finding: finding.message),
    Col("detail", lambda finding: Literal(finding.detail)),
)


def _counts(plan: Plan) -> list[_Count]:
    kinds = Counter(thing.kind for thing in plan.things)
    found = [_Count(message(f"exchange.count.{kind}"), kinds[kind]) for kind in _COUNTED if kinds[kind]]
    numbers = Counter(number.role for number in plan.numbers)
    found += [_Count(message(f"exchange.count.{role}"), numbers[role]) for role in sorted(numbers)]
    found += [_Count(message("exchange.count.organisations"), len(plan.parties))] if plan.parties else []
    found += [_Count(message("exchange.count.persons"), plan.dropped)] if plan.dropped else []
    return found


def _report(value: Imported, grouped: bool) -> Report:
    rows = _rows(value.plan.remarks, grouped)
    findings = value.accepted.findings
    return Report(
        "import",
        message("exchange.title", strategy=value.strategy),
        (
            part("exchange.read", _COUNT_COLUMNS, _counts(value.plan)),
            part("exchange.remarks", _ROW_COLUMNS, rows),
            part("exchange.findings", _FINDINGS, findings, gaps=int(not value.accepted.good)),
        ),
    )


def _summary(value: Imported) -> Text:
    accepted, plan = value.accepted, value.plan
    numbers = {
        "elements": sum(thing.kind != "Strategy" for thing in plan.things),
        "measurements": len(plan.numbers),
        "strategy": value.strategy,
        "findings": len(accepted.findings),
    }
    state = "faulty" if not accepted.good else "written" if accepted.written else "dry" if accepted.files else "nothing"
    return message(f"exchange.summary.{state}", **numbers)
