"""A new edition of a plan that was read: evidence moves to its words and pages, and the old decisions hold on it."""

import json
from pathlib import Path

import pytest

from strategigraf.files.source_text import SourceText
from strategigraf.propose.decisions import read_decisions
from strategigraf.propose.proposals import Source, proposals
from tests.conftest import Cli
from tests.invented_pdf import invented_plan
from tests.test_taking import Change, decisions

STRATEGY = "data/strategies/plan-2027-2030.ttl"


def all_but_amounts(record: dict[str, object]) -> None:
    listed = record["decisions"]
    assert isinstance(listed, list)
    record["decisions"] = [entry for entry in listed if entry.get("about") != "amount"]


def accepted(cli: Cli, name: str, change: Change = all_but_amounts) -> None:
    """Accepts the proposals for the document *name*, changed as *change* does."""
    found = proposals(Source(SourceText.read(Path("sources") / name)))
    Path("d.json").write_text(decisions(found, change), encoding="utf-8")
    done = cli("accept", "d.json")
    assert done.code == 0, done.err + done.out


@pytest.fixture
def folder(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with both editions of the invented plan, the first of which is in the data."""
    pytest.importorskip("pypdfium2")
    place = tmp_path / "plan"
    options = ("--title", "Plan", "--owner", "Eksempelby", "--period", "2027-2030", "--preset", "municipal")
    assert cli("init", place, *options).code == 0
    monkeypatch.chdir(place)
    for name, second in (("plan.pdf", False), ("plan-2.pdf", True)):
        (place / "sources" / name).write_bytes(invented_plan(second).pdf)
        assert cli("read", f"sources/{name}").code == 0
    accepted(cli, "plan.pdf")
    return place


def rebased(cli: Cli) -> None:
    assert cli("rebase", "sources/plan.pdf", "sources/plan-2.pdf", "-o", "edition.json").code == 1


def test_words_on_another_page_have_moved_and_get_the_computed_page(folder: Path, cli: Cli) -> None:
    told = cli("rebase", "sources/plan.pdf", "sources/plan-2.pdf", "--format", "json", "--lang", "en").out
    rows = {part["name"]: part["rows"] for part in json.loads(told)["parts"]}
    fates = {row["quote"]["id"].rpartition("/")[2]: row["status"] for row in rows["quotes"]}
    assert fates["strategispor-2-quote-1"] == "moved"  # its words and its heading are the same, its page is not
    assert fates["indsats-5-quote-1"] == "reworded"
    assert "indsats-1-quote-1" not in fates
    pages = {
        row["thing"]["id"].rpartition("/")[2]: row["value"] for row in rows["values"] if "Page" in row["what"]["id"]
    }
    assert (pages["strategispor-2-quote-1"], pages["strategispor-3-quote-1"]) == ("5", "6")


def test_new_wording_is_a_conflict_and_nothing_is_written_before_a_person_has_decided(folder: Path, cli: Cli) -> None:
    before = (folder / STRATEGY).read_text(encoding="utf-8")
    rebased(cli)
    done = cli("accept", "edition.json", "--lang", "en")
    assert done.code == 1
    assert "Initiativ 5: Grøn og langtidsholdbar it" in done.out
    assert "0 errors in the file and 3 conflicts" in done.err
    assert (folder / STRATEGY).read_text(encoding="utf-8") == before
    assert cli("accept", "edition.json", "--prefer", "data").code == 1  # the old words are not in the new edition
    assert (folder / STRATEGY).read_text(encoding="utf-8") == before


def test_evidence_moves_to_the_new_edition_and_the_old_decisions_know_their_elements(folder: Path, cli: Cli) -> None:
    rebased(cli)
    assert cli("accept", "edition.json", "--prefer", "file").code == 0
    assert 'sg:textFile "plan-2.pdf"' in (folder / "data" / "documents.ttl").read_text(encoding="utf-8")
    checked = cli("check", "--lang", "en")
    assert checked.code == 0
    assert "0 errors, 0 warnings" in checked.err
    assert cli("accept", "edition.json", "--prefer", "file").code == 0  # a second time: nothing to change
    accepted(cli, "plan-2.pdf")
    assert len(read_decisions(Path("d.json")).elements) == 16
    told = (folder / STRATEGY).read_text(encoding="utf-8")
    assert told.count("a sg:Initiative") == 9  # the reworded one is not a tenth
    assert "sg:value 9.0" in told
    assert "med ni initiativer" in told
    assert "0 errors, 0 warnings" in cli("check", "--lang", "en").err


@pytest.mark.parametrize(
    "content",
    [
        '{"report": "rebase"',
        '{"report": "rebase", "parts": []}',
        '{"report": "rebase", "parts": [{"name": "values", "rows": [{"thing": {"id": "x"}, "what": {"id": "y"}, '
        '"value": "z"}]}]}',
    ],
)
def test_an_answer_of_rebase_that_is_broken_or_says_something_else_is_refused(
    folder: Path, cli: Cli, content: str
) -> None:
    Path("edition.json").write_text(content, encoding="utf-8")
    done = cli("accept", "edition.json", "--lang", "en")
    assert done.code == 3
    assert "strategigraf rebase OLD NEW --format json" in done.err
