"""Evidence rests on the publisher's file: its quotes are verified there, and their page is computed."""

import hashlib
from pathlib import Path

import pytest

from strategigraf.core.errors import SourceNotFound
from strategigraf.files.source_text import SourceFolder
from tests.conftest import CORPUS, Cli
from tests.invented_pdf import invented_plan

_HEAD = """PREFIX : <https://w3id.org/strategigraf/id/eksempelby-2030/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX documents: <https://w3id.org/strategigraf/id/documents/>
PREFIX id: <https://w3id.org/strategigraf/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX organisations: <https://w3id.org/strategigraf/id/organisations/>
PREFIX sg: <https://w3id.org/strategigraf/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_WORDS = "Sammenhængende løsninger kræver, at fagområderne arbejder sammen"


@pytest.fixture
def folder(tmp_path: Path, cli: Cli) -> Path:
    """A folder of sources with the invented plan as a PDF, read, beside the transcript of the invented strategy."""
    folder = tmp_path / "kilder"
    folder.mkdir()
    for path in (CORPUS / "sources").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "digital plan.pdf").write_bytes(invented_plan().pdf)
    assert cli("read", folder / "digital plan.pdf").code == 0
    return folder


@pytest.fixture
def data(own_corpus: Path, folder: Path, cli: Cli) -> Path:
    """The invented municipality, one of whose initiatives rests on a quote of the PDF too."""
    sha256 = hashlib.sha256((folder / "digital plan.pdf").read_bytes()).hexdigest()
    document = f"""documents:digital-plan a sg:Document ; skos:prefLabel "Digital plan"@da , "Digital plan"@en ;
    dcterms:issued "2026-11-24"^^xsd:date ; dcterms:publisher organisations:eksempelby ;
    sg:documentOf id:eksempelby-2030 ; sg:stage sg:Printed ; sg:sha256 "{sha256}" ; sg:textFile "digital plan.pdf" .
"""
    quoted = cli("quote", _WORDS, "--document", "digital plan", "--id", "ny", "--sources", folder)
    assert quoted.code == 0, quoted.err
    turtle = _HEAD + document + ":indsats-2-1 sg:evidence :ny-quote-1 .\n" + quoted.out
    (own_corpus / "ny.ttl").write_text(turtle, encoding="utf-8")
    return own_corpus


def test_a_quote_of_a_pdf_has_the_pages_that_the_program_computes(folder: Path, cli: Cli) -> None:
    found = cli("quote", _WORDS, "--sources", folder).out
    assert 'sg:sourcePage "2–3"' in found
    assert f'oa:exact "{_WORDS}"' in found  # as the word reads, not as the line breaks it
    assert 'sg:section "Digitaliseringsplan > Forord"' in found


def test_what_is_verified_in_the_pdf_is_told_apart_from_what_is_in_a_transcript(
    folder: Path, data: Path, cli: Cli
) -> None:
    checked = cli("check", "--data", data, "--sources", folder)
    assert checked.code == 0, checked.out
    assert "Kontrolleret i udgiverens egen fil: 1, i en afskrift: " in checked.err + checked.out
    assert "s. 2–3" in cli("show", "eksempelby-2030/indsats-2-1", "--data", data).out
    coverage = cli("sources", "--data", data, "--sources", folder).out
    assert "| digital plan.pdf | udgiverens fil / publisher's file |" in coverage
    assert "| eksempelby-2030.md | afskrift / transcript |" in coverage
    page = data.parent / "rapport.html"
    assert cli("report", "eksempelby-2030", "--data", data, "--sources", folder, "-o", page).code == 0
    report = page.read_text(encoding="utf-8")
    assert "s. 2–3" in report
    assert "p. 2–3" in report
    assert "udgiverens fil" in report
    assert "afskrift" in report


def test_a_page_that_was_typed_wrongly_is_found(folder: Path, data: Path, cli: Cli) -> None:
    file = data / "ny.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace('sg:sourcePage "2–3"', 'sg:sourcePage "4"'))
    checked = cli("check", "--data", data, "--sources", folder)
    assert checked.code == 1
    assert "quote-page" in checked.out
    assert "4 ≠ 2–3" in checked.out


def test_a_pdf_that_changed_since_it_was_read_verifies_nothing(folder: Path, data: Path, cli: Cli) -> None:
    path = folder / "digital plan.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(SourceNotFound, match="changed since"):
        SourceFolder(folder)["digital plan.pdf"]
    checked = cli("check", "--data", data, "--sources", folder)
    assert checked.code == 3
    assert f"strategigraf read {path}" in checked.err
    assert cli("read", "--check", path).code == 1
    assert cli("read", path).code == 0
    assert "source-changed" in cli("check", "--data", data, "--sources", folder).out


def test_a_pdf_that_is_not_there_leaves_its_quotes_unchecked(folder: Path, data: Path, cli: Cli) -> None:
    (folder / "digital plan.pdf").unlink()
    assert "quote-unverifiable" in cli("check", "--data", data, "--sources", folder).out
