"""Inspection: shapes, quotes and the register's texts over one dataset, all findings together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from strategigraf.files import turtle
from strategigraf.files.source_text import SourceText
from strategigraf.files.workspace import Workspace
from strategigraf.graph.register_faults import FAULTS, faults
from strategigraf.use.alignment_check import RULES as ALIGNMENT_RULES
from strategigraf.use.alignment_check import alignment_findings
from strategigraf.use.dataset import alignments, fill_from
from strategigraf.use.evidence import VERIFIED, QuoteCheck, check_quotes, check_texts, tally
from strategigraf.use.store import EmbeddedStore, Store
from strategigraf.use.validation import Rule, line_in, rules, validate
from strategigraf.values.finding import Finding, Severity, in_order
from strategigraf.values.namespaces import ID, SDG, SDGO, SG, short
from strategigraf.values.text import Text

STATUS_MESSAGES = {
    "ambiguous": Text(
        "Citatets ord står flere steder i kilden. Tilføj oa:prefix eller oa:suffix.",
        "The words of the quote stand more than once in the source. Add oa:prefix or oa:suffix.",
    ),
    "moved": Text(
        "Citatets ord står et andet sted, end afsnit, oa:prefix og oa:suffix siger. Ret dem.",
        "The words of the quote stand elsewhere than section, oa:prefix and oa:suffix say. Mend them.",
    ),
    "missing": Text(
        "Citatets ord står ikke i kilden. Ret oa:exact efter kilden.",
        "The words of the quote do not stand in the source. Mend oa:exact by the source.",
    ),
    "unverifiable": Text(
        "Kildeteksten er ikke til stede, så citatet kan ikke efterprøves. Angiv --sources.",
        "The source text is not to hand, so the quote cannot be verified. Give --sources.",
    ),
}
_SOURCE_CHANGED = Text(
    "Kildeteksten er en anden end den, citaterne er læst i. Gå citaterne igennem, og ret sg:sha256.",
    "The source text is another than the one the quotes were read from. Go through the quotes and mend sg:sha256.",
)
_TEXTS = f"""
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sg: <{SG}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?node (MIN(?notation) AS ?code) (LANG(?text) AS ?language) ?text WHERE {{
  ?node sg:textOf/skos:notation ?notation ; rdf:value ?text
}}
GROUP BY ?node ?text
ORDER BY ?node ?text"""
_SIZE = f"""
PREFIX sdgo: <{SDGO}>
SELECT (COUNT(DISTINCT ?goal) AS ?goals) (COUNT(DISTINCT ?target) AS ?targets) WHERE {{
  {{ ?goal a sdgo:Goal }} UNION {{ ?target a sdgo:Target }}
}}"""
_INCOMPLETE = Text(
    "Registeret har ikke 17 verdensmål og 169 delmål. Indlæs det igen med “strategigraf import sdg”.",
    "The register does not have 17 goals and 169 targets. Import it again with “strategigraf import sdg”.",
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """All findings in order, and the status of every quote."""

    findings: tuple[Finding, ...]
    quotes: tuple[QuoteCheck, ...]

    @property
    def verified(self) -> int:
        """How many quotes were found where they are said to stand."""
        counts = tally(list(self.quotes))
        return sum(counts[status] for status in VERIFIED)


def all_rules(workspace: Workspace) -> list[Rule]:
    """Every rule that an inspection can find broken, apart from the statuses of quotes, by name."""
    own = [
        Rule("sdg-register-complete", Severity.VIOLATION, _INCOMPLETE),
        Rule("source-changed", Severity.VIOLATION, _SOURCE_CHANGED),
        *(Rule(f"sdg-text-{name}", Severity.VIOLATION, message) for name, message in FAULTS.items()),
    ]
    own += [Rule(name, Severity.VIOLATION, message) for name, message in ALIGNMENT_RULES.items()]
    return sorted([*rules(workspace.shape_files()).values(), *own], key=lambda rule: rule.name)


def inspect(
    workspace: Workspace,
    sources: Mapping[str, SourceText] | None = None,
    only: Collection[Path] = (),
) -> Inspection:
    """What shapes, quotes and the register's texts have to say of *workspace*, with the files *only* added to it.

    With *only* the findings are those in these files; everything else is there as context. Without *sources* every
    quote is unverifiable. Raises TurtleSyntax.
    """
    extra = [path for path in only if path.resolve() not in {p.resolve() for p in workspace.graph_files()}]
    paths = [*workspace.graph_files(), *extra]
    statements = {path: turtle.statements(path) for path in paths}
    store = EmbeddedStore.in_memory()
    graphs = {workspace.graph_name(path): statements[path] for path in paths}
    fill_from(store, graphs | alignments(workspace))
    files = {subject.value: path for path in reversed(paths) for subject, _, _ in statements[path]}
    checks = check_quotes(store, sources or {})
    findings = [
        *validate(statements, workspace.shape_files()),
        *_quote_findings(checks, files, sources or {}),
        *_text_findings(store, sources or {}, files),
        *_register_findings(store, files),
        *alignment_findings(workspace.alignment_files(), set(files)),
    ]
    if only:
        wanted = {path.resolve() for path in only}
        findings = [finding for finding in findings if Path(finding.file).resolve() in wanted]
        checks = [check for check in checks if files[check.record.quote].resolve() in wanted]
    return Inspection(in_order(findings), tuple(checks))


def _quote_findings(
    checks: Iterable[QuoteCheck], files: Mapping[str, Path], sources: Mapping[str, SourceText]
) -> Iterable[Finding]:
    for check in checks:
        record = check.record
        if check.status in VERIFIED or not (record.exact and record.section and record.document):
            continue  # what lacks its words, heading or document is a finding of the shapes
        path = files[record.quote]
        severity = Severity.WARNING if check.status == "unverifiable" else Severity.VIOLATION
        nearest = sources[record.file].nearest(record.exact) if check.status == "missing" else ""
        detail = f"“{record.exact}”" + (f" ≠ “{nearest}”" if nearest else "")
        place = (str(path), line_in(path, record.quote))
        message = STATUS_MESSAGES[check.status]
        yield Finding(f"quote-{check.status}", severity, *place, short(record.quote), message, detail)


def _text_findings(store: Store, sources: Mapping[str, SourceText], files: Mapping[str, Path]) -> Iterable[Finding]:
    for check in check_texts(store, sources):
        path = files[check.document]
        detail = f"{check.file}: {check.expected[:12] or '–'}… ≠ {check.found}"
        line = line_in(path, check.document)
        yield Finding(
            "source-changed", Severity.VIOLATION, str(path), line, short(check.document), _SOURCE_CHANGED, detail
        )


def _register_findings(store: Store, files: Mapping[str, Path]) -> Iterable[Finding]:
    register = files.get(SDG.rstrip("/"))
    goals, targets = store.rows(_SIZE)[0]
    if (goals, targets) != ("17", "169"):
        detail = f"{goals}, {targets}"
        yield Finding("sdg-register-complete", Severity.VIOLATION, str(register or ""), 0, "sdg", _INCOMPLETE, detail)
    texts = {node: (code, language, text) for node, code, language, text in store.rows(_TEXTS)}
    for fault, code, language, detail in faults(texts.values()):
        node = f"{ID}sdg/{code}-text-{language}"
        path = files.get(node)
        place = (str(path), line_in(path, node)) if path else ("", 0)
        yield Finding(f"sdg-text-{fault}", Severity.VIOLATION, *place, short(node), FAULTS[fault], detail)
