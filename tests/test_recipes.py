"""The recipes of CONTRIBUTING.md work: each is followed in a copy of the checkout, by somebody who knows only them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROGRESS, TOP

FOLDERS = ("src", "data", "ontology", "shapes", "queries", "tests", "benchmarks", "docs")
DECLARATION = '''"""How the sources are quoted."""

COMMANDS = ("citation",)
API = {"report": ("citation",)}
'''
REPORT = '''"""How many quotes each document gives: the report, and its function in Python."""

from strategigraf.api.report import ReportAnswer
from strategigraf.api.graph import Graph
from strategigraf.check.quotes import quotes
from strategigraf.core.rdf import Iri, message
from strategigraf.core.report import Col, Report, count, part
from strategigraf.store.sparql import Store


def citation_report(store: Store) -> Report:
    """One row for each document that is quoted: the document, and its quotes as a figure that opens to them."""
    of_document: dict[str, list[str]] = {}
    for record in quotes(store):
        of_document.setdefault(record.document, []).append(record.quote)
    columns: tuple[Col[str], ...] = (
        Col("document", lambda document: Iri(document)),
        Col("cited", lambda document: count(of_document[document])),
    )
    return Report("citation", message("citation.title"), (part("citation.documents", columns, of_document),))



def citation(graph: Graph) -> ReportAnswer[None]:
    """How many quotes each document gives."""
    return graph.use(lambda store: ReportAnswer(None, citation_report(store), store, graph.language))
'''
MESSAGES = """key\tda\ten
column.cited\tciteret\tcited
documents.explanation\tCitater pr. dokument.\tQuotes by document.
documents.title\tCitater\tCitations
title\tCitater\tCitations
"""
COMMANDS = '''"""The command `citation`."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.citation.report import citation
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("citation")
@options.report(*REPORT_FORMATS)
def citation_command(graph: Session, output: Output) -> None:
    """How many quotes each document gives."""
    deliver(citation(graph), output)
'''
QUESTION = """#+ summary: The documents with their publisher
#+ question.da: Hvem har udgivet hvilke dokumenter?
#+ question.en: Who has published which documents?
#+ wording.da: udgivere og deres dokumenter
#+ wording.en: publishers and their documents
#+ column.publisher: iri - the publisher
#+ column.document: iri - the document
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX sg: <https://w3id.org/strategigraf/ns#>

SELECT ?publisher ?document WHERE {
  ?document a sg:Document ; dcterms:publisher ?publisher
}
ORDER BY ?publisher ?document
"""
RULE = """
sgsh:InitiativeShape-numbered
    a sh:PropertyShape ;
    sh:message "Indsatsen mangler et nummer. Tilføj det."@da , "The initiative lacks a number. Add it."@en ;
    sh:minCount 1 ;
    sh:path skos:notation ;
    sh:severity sh:Violation ;
.
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the checkout; what is compiled comes along, and holds where the source stays as it is."""
    for folder in FOLDERS:
        shutil.copytree(TOP / folder, tmp_path / folder)
    for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml"):
        shutil.copyfile(TOP / name, tmp_path / name)
    return tmp_path


def ran(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Python with *command* in the checkout *copy*."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STRATEGIGRAF")}
    environment |= {"PYTHONPATH": str(copy / "src"), "STRATEGIGRAF_CACHE": str(copy / "cache")}
    done = [sys.executable, *command]
    result = subprocess.run(
        done, cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    result.stderr = PROGRESS.sub("", result.stderr)
    return result


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{path.name}: {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def touched(copy: Path) -> list[str]:
    """The files of *copy* that are not as in this checkout, of its source and tests."""
    return sorted(
        path.relative_to(copy).as_posix()
        for folder in ("src", "tests")
        for path in (copy / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
        if not (TOP / path.relative_to(copy)).is_file()
        or path.read_bytes() != (TOP / path.relative_to(copy)).read_bytes()
    )


def test_add_a_report(copy: Path) -> None:
    package = copy / "src" / "strategigraf"
    (package / "citation").mkdir()
    for name, text in (("__init__", DECLARATION), ("report", REPORT), ("commands", COMMANDS)):
        (package / "citation" / f"{name}.py").write_text(text, encoding="utf-8")
    (package / "messages" / "citation.tsv").write_text(MESSAGES, encoding="utf-8")
    assert touched(copy) == [
        *(f"src/strategigraf/citation/{name}.py" for name in ("__init__", "commands", "report")),
        "src/strategigraf/messages/citation.tsv",
    ]
    forms = ("table", "csv", "json", "markdown", "html", "xlsx")
    lines = [["citation", "-o", f"out.{form}", "--format", form] for form in forms]
    done = ran(copy, "-c", f"from strategigraf.cli import run; print([run(line) for line in {lines}])")
    assert (done.stdout, done.stderr) == (f"{[0] * len(forms)}\n", "")
    for form in forms:
        assert (copy / f"out.{form}").stat().st_size > 300
    assert "citeret" in (copy / "out.table").read_text(encoding="utf-8")
    assert "  citation  " in ran(copy, "-m", "strategigraf", "--help").stdout
    told = json.loads((copy / "out.json").read_text(encoding="utf-8"))
    assert [column["name"] for column in told["parts"][0]["columns"]] == ["document", "cited"]
    code = (
        "import strategigraf as sg; a = sg.citation(sg.open(language='en')); assert 'citation' in sg.__all__;"
        "print(sum(row['cited'] for row in a['documents'].records()))"
    )
    everywhere = ran(copy, "-c", code)
    assert everywhere.stderr == ""
    assert everywhere.stdout.strip() == "752"
    house = ran(
        copy,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_house.py",
        "tests/test_messages.py",
        "tests/test_heading.py",
        "-k",
        "tier or capability or circle or small or room or text or title or messages",
    )
    assert house.returncode == 0, house.stdout[-2000:]


def test_add_a_column(copy: Path) -> None:
    gaps = copy / "src" / "strategigraf" / "coverage" / "gaps.py"
    where = '        Col("where", lambda rule: joined([names[term] for term in rule.where], " + ")),\n'
    new = '        Col("justifiable", lambda rule: Literal(str(rule.justifiable).lower())),\n'
    change(gaps, where, where + new)
    titles = copy / "src" / "strategigraf" / "messages" / "columns.tsv"
    lines = titles.read_text(encoding="utf-8").splitlines()
    titles.write_text(
        "\n".join([lines[0], *sorted([*lines[1:], "justifiable\tkan begrundes\tmay be justified"])]) + "\n",
        encoding="utf-8",
    )
    for language, title in (("da", "kan begrundes"), ("en", "may be justified")):
        done = ran(copy, "-m", "strategigraf", "policy", "--lang", language, "--format", "markdown")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"| {title} |" in done.stdout
        assert "| true |" in done.stdout


def test_add_a_question(copy: Path) -> None:
    (copy / "queries" / "publishers.rq").write_text(QUESTION, encoding="utf-8")
    by_name = ran(copy, "-m", "strategigraf", "ask", "publishers", "--format", "csv")
    assert (by_name.returncode, by_name.stderr) == (0, "")
    assert by_name.stdout.startswith("publisher,publisher_label,document,document_label")
    in_words = ran(copy, "-m", "strategigraf", "ask", "Hvem har udgivet hvilke dokumenter?", "--format", "csv")
    assert in_words.stdout == by_name.stdout


def test_add_a_rule(copy: Path) -> None:
    shapes = copy / "shapes" / "initiative.ttl"
    change(
        shapes,
        "sh:property sgsh:InitiativeShape-status",
        "sh:property sgsh:InitiativeShape-numbered , sgsh:InitiativeShape-status",
    )
    change(shapes, "PREFIX sh: ", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nPREFIX sh: ")
    shapes.write_text(shapes.read_text(encoding="utf-8") + RULE, encoding="utf-8")
    data = copy / "tests" / "corpus" / "data"
    plan = data / "strategies" / "eksempelby-2030.ttl"
    whole = ran(copy, "-m", "strategigraf", "check", str(plan), "--data", str(data), "--lang", "en")
    before = whole.stdout.count("InitiativeShape-numbered")
    text = plan.read_text(encoding="utf-8")
    at = text.index(":indsats-1-1\n    a sg:Initiative")
    end = text.index("\n.\n", at)
    block = "\n".join(line for line in text[at:end].split("\n") if "skos:notation" not in line)
    plan.write_text(text[:at] + block + text[end:], encoding="utf-8")
    done = ran(copy, "-m", "strategigraf", "check", str(plan), "--data", str(data), "--lang", "en")
    assert done.returncode == 1
    assert done.stdout.count("InitiativeShape-numbered") >= max(before, 1)
    assert "The initiative lacks a number. Add it." in done.stdout
