"""Files of other people taken into one's own data, as a report: what was read, what people should know of it, and what
a check finds; and `import_file` in Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from strategigraf.accept.accepting import Accepted, accept_changes
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.check.report import SEVERITY
from strategigraf.core.errors import FileNotRead, FilesNotFound
from strategigraf.core.policy import Finding
from strategigraf.core.rdf import LANGUAGES, XSD, Literal, Text, message
from strategigraf.core.report import Col, Report, coded, part
from strategigraf.exchange.iati import is_iati, read_iati
from strategigraf.exchange.mapping import Shape, Table, decidim_shape, fit, read_shape, read_table
from strategigraf.exchange.plan import Plan
from strategigraf.exchange.rows import read_rows
from strategigraf.exchange.statements import Statement, entered, table_of
from strategigraf.exchange.stratml import is_stratml, read_stratml
from strategigraf.exchange.target import (
    changes_of,
    element_under,
    home_of,
    known_document,
    known_in,
    placed,
    refuse_other_data,
    status_words,
    strategy_for,
    table_with,
)
from strategigraf.exchange.values import language_of
from strategigraf.files.output import os_error_text
from strategigraf.files.workspace import Workspace
from strategigraf.files.xml_file import Remark, read_xml
from strategigraf.store.names import one_of
from strategigraf.store.sparql import EmbeddedStore, Store

_COUNTED = (
    "Vision",
    "Mission",
    "CoreValue",
    "Track",
    "Goal",
    "Initiative",
    "Milestone",
    "Risk",
    "TargetGroup",
    "Indicator",
    "Funding",
    "StatusUpdate",
)
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
    mapping: str | Path | None = None,
    status: Mapping[str, str] = MappingProxyType({}),
    under: str = "",
    sources: str | Path | None = None,
    dry: bool = False,
) -> ImportAnswer:
    """What became of the *file* of other people: a plan or report in StratML, IATI, the accountability of Decidim
    (CSV), or any CSV with a *mapping* (a TOML file that says what each column is). All of it is written to the data,
    checked as by `check`, or nothing; the file itself is put into the folder of sources.

    *strategy* names the one to enter it in; without it a plan goes into the one with its title, else the only one of
    one's own without elements, else a new one; a table into the only one of one's own. *language* is that of its texts.
    *status* says for status words of a table what they mean (`{"executing": "under-way"}`), *under* what its top rows
    are part of. With *dry* nothing is written. Persons are left out. Parts: read, remarks, findings.

    Raises FilesNotFound, FileNotRead with the line, WrongValue, UnknownElement, OutputNotWritten, DataLocked, and what
    `check` raises.

    >>> sg.import_file(sg.open("my-plan"), "plan.xml", dry=True).summary  # doctest: +SKIP
    '12 elements and 0 measurements would be written to my-plan; nothing has been written (dry run).'
    """
    path, workspace = Path(file), graph.workspace
    refuse_other_data(workspace)
    content = _content(path)
    folder = workspace.sources if sources is None else Path(sources)
    shape = read_shape(Path(mapping)) if mapping is not None else None
    table, remarks = _table(path, content, shape)
    whole = None if table else _read(path, content)

    def answer(store: EmbeddedStore) -> ImportAnswer:
        if known_name := known_document(workspace, content):
            nothing = Imported(whole or Plan(), known_name, Accepted((), (), False))
            return ImportAnswer(nothing, store, graph.language)
        name = strategy_for(store, workspace, whole, path, strategy)
        words: list[Statement] = []
        if table:
            meanings = {**table[1].status, **status}
            known = known_in(store, workspace, name, meanings)
            plan = read_rows(path, *table, known, element_under(known, store, under) if under else "", remarks)
            spoken = _language(plan, language, workspace)
            words = status_words(workspace, meanings, known, spoken)
        else:
            plan = whole or Plan()
            spoken = _language(plan, language, workspace)
        home = home_of(store, workspace, plan, path, content, name, spoken)
        made = entered(plan, home)
        data = workspace.data
        changes = [
            *changes_of(data / "strategies" / f"{name}.ttl", made.strategy, (f"# {plan.title}",)),
            *changes_of(data / "documents.ttl", made.documents),
            *changes_of(data / "organisations.ttl", made.organisations),
            *changes_of(data / "status.ttl", words),
        ]
        rows = table_of(plan.numbers, home.document.rpartition("/")[2])
        tables = table_with(workspace, name, rows) if plan.numbers else {}
        source = placed(workspace, home.file, content, dry)
        accepted = Accepted((), (), False)
        try:
            accepted = accept_changes(graph, changes, folder, dry, tables)
        finally:
            if source is not None and not accepted.written:
                with suppress(OSError):
                    source.unlink()
        return ImportAnswer(Imported(plan, name, accepted), store, graph.language)

    return graph.use(answer)


def _table(path: Path, content: bytes, shape: Shape | None) -> tuple[tuple[Table, Shape] | None, list[Remark]]:
    """The table in the file *path* and what its columns are, and what is uneven in it; None where it is XML. Raises
    FileNotRead where it is neither, WrongValue where the table does not fit."""
    remarks: list[Remark] = []
    if shape is None and (path.suffix.casefold() not in (".csv", ".tsv", ".txt") or content.lstrip()[:1] == b"<"):
        return None, remarks
    table = read_table(path, content, shape, remarks)
    found = shape or decidim_shape(table.headings)
    if found is None:
        raise FileNotRead(
            Text(
                f"{path} er en tabel, hvis kolonner ikke kendes: {', '.join(table.headings)[:200]}.",
                f"{path} is a table whose columns are not known: {', '.join(table.headings)[:200]}.",
            ),
            message("exchange.remedy.mapping"),
        )
    fit(path, found, table)
    return (table, found), remarks


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
        "elements": sum(bool(thing.title) for thing in plan.things) - 1,
        "measurements": len(plan.numbers),
        "strategy": value.strategy,
        "findings": len(accepted.findings),
    }
    if not accepted.good and any(finding.rule.endswith("Shape-parent") for finding in accepted.findings):
        return message("exchange.summary.misplaced", **numbers)
    state = "faulty" if not accepted.good else "written" if accepted.written else "dry" if accepted.files else "nothing"
    return message(f"exchange.summary.{state}", **numbers)
