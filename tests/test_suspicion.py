"""Suspicion: what a link was made from is remembered, and each change of it makes it suspect for just that reason."""

import hashlib
import json
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from strategigraf.check.dataset_check import inspect
from strategigraf.core.rdf import ID, SDG, quoted
from strategigraf.core.report import coded
from strategigraf.core.thread import Thread
from strategigraf.files.source_text import SourceFolder
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.review.queue import hanging_on, review_report
from strategigraf.review.reviews import Material, Said, enter
from strategigraf.review.suspects import REASONS, suspects, suspicion
from strategigraf.store.dataset import fill
from strategigraf.store.lookup import edge_table, inheritance, openings
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import CORPUS, TOP, Cli

TOWN = ID + "eksempelby-2030/"
ROLE, REASON = Said((("", "planlægger"),)), Said((("", "første læsning"),))
BROOK = {  # read off the file: who rests on “Vi genslynger åen og åbner den for fisk.”, itself or at an end
    "link-indsats-1-2--6.3": ("words-changed", "end-changed"),
    "link-indsats-1-2--udfordring-1": ("words-changed", "end-changed"),
    "link-tidsplan-2027-1-1--indsats-1-2": ("words-changed", "end-changed"),
}


def filled(data: Path) -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace(data))
    return store


def look_over(data: Path) -> Path:
    """The invented municipality in the folder *data*, all of its links looked over."""
    shutil.copytree(CORPUS / "data", data)
    store = filled(data)
    enter(find_workspace(data), store, list(Material(store).grounds), ROLE, REASON)
    return data


@pytest.fixture(scope="module")
def looked_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be changed."""
    return look_over(tmp_path_factory.mktemp("looked-over") / "data")


@pytest.fixture
def reviewed(looked_over: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(looked_over, tmp_path / "data")
    return tmp_path / "data"


def change(data: Path, old: str, new: str, file: str = "strategies/eksempelby-2030.ttl") -> None:
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new), encoding="utf-8")


def found_in(data: Path) -> dict[str, tuple[str, ...]]:
    return {link.removeprefix(TOWN): reasons for link, reasons in suspects(filled(data)).items()}


def test_what_nobody_has_looked_over_is_unreviewed_and_not_suspect(corpus_store: EmbeddedStore) -> None:
    assert suspects(corpus_store) == {}
    found = suspicion(corpus_store)
    assert len(found.unreviewed) == len(found.material.grounds) == 13
    report = review_report(corpus_store, found)
    assert report.gaps == 0
    assert report.parts[-1].rows[0][-1].value == 13  # type: ignore[union-attr]


def test_what_has_been_looked_over_and_is_the_same_is_not_suspect(reviewed: Path) -> None:
    assert found_in(reviewed) == {}
    assert suspicion(filled(reviewed)).unreviewed == []


def test_in_the_real_data_everything_has_been_looked_over_and_nothing_is_suspect(
    store: EmbeddedStore,
) -> None:
    found = suspicion(store)
    assert (found.unreviewed, dict(found.suspects), found.gone) == ([], {}, ())


def test_a_changed_quote_makes_suspect_what_rests_on_it_itself_or_at_an_end_and_nothing_else(reviewed: Path) -> None:
    change(reviewed, "Vi genslynger åen og åbner den for fisk.", "Vi genslynger åen og åbner den for ørreder.")
    assert found_in(reviewed) == BROOK


def test_words_that_are_written_otherwise_but_read_the_same_are_no_change(reviewed: Path) -> None:
    change(
        reviewed, "Vi genslynger åen og åbner den for fisk.", "Vi  gen\u00adslynger åen og åbner **den** for\u00a0fisk."
    )
    change(reviewed, 'sg:section "Rent drikkevand"', 'sg:section "Vand"')
    change(reviewed, "En slynget å holder på vandet i tørre somre.", "En slynget å holder længere på vandet.")
    assert found_in(reviewed) == {}


@pytest.mark.parametrize(
    ("old", "new", "file", "link", "reasons"),
    [
        ("sg:basis sg:Stated ;\n    sg:inStrategy id:eksempelby-2030 ;\n    sg:evidence :verdensmaal-1-quote-1 ;",
         "sg:basis sg:Interpreted ;\n    sg:inStrategy id:eksempelby-2030 ;\n    sg:evidence :verdensmaal-1-quote-1 ;",
         "strategies/eksempelby-2030.ttl", "link-spor-1--6", ("link-changed",)),
        ("rdf:predicate sg:addresses", "rdf:predicate sg:supports", "strategies/eksempelby-2030.ttl",
         "link-indsats-1-2--udfordring-1", ("link-changed",)),
        ("sg:evidence :indsats-1-2-quote-1 , :verdensmaal-1-quote-2 ;", "sg:evidence :indsats-1-2-quote-1 ;",
         "strategies/eksempelby-2030.ttl", "link-indsats-1-2--6.3", ("words-changed",)),
    ],
)  # fmt: skip
def test_each_part_of_a_link_has_its_reason(
    reviewed: Path, old: str, new: str, file: str, link: str, reasons: tuple[str, ...]
) -> None:
    change(reviewed, old, new, file)
    assert found_in(reviewed) == {link: reasons}


def test_another_source_text_makes_all_that_rests_on_its_document_suspect(reviewed: Path) -> None:
    sha256 = hashlib.sha256((CORPUS / "sources" / "eksempelby-2030.md").read_bytes()).hexdigest()
    change(reviewed, sha256, hashlib.sha256(b"").hexdigest(), "documents.ttl")
    found = suspicion(filled(reviewed))
    assert {*found.suspects.values()} == {("source-changed",)}
    assert len(found.suspects) == 13
    assert found.changed_documents(TOWN + "link-spor-1--6") == (ID + "documents/eksempelby-2030",)


def test_a_source_text_to_hand_that_is_another_is_a_reason_only_where_it_is_to_hand(
    reviewed: Path, tmp_path: Path
) -> None:
    store = filled(reviewed)
    assert suspects(store, SourceFolder(CORPUS / "sources")) == {}
    text = (CORPUS / "sources" / "eksempelby-2030.md").read_text(encoding="utf-8")
    (tmp_path / "eksempelby-2030.md").write_text(text + "\nMere.\n", encoding="utf-8")
    assert {*suspects(store, SourceFolder(tmp_path)).values()} == {("text-changed",)}
    (tmp_path / "empty").mkdir()
    assert suspects(store, SourceFolder(tmp_path / "empty")) == {}


def test_a_quote_that_does_not_stand_in_the_text_to_hand_is_a_reason(reviewed: Path) -> None:
    change(reviewed, 'oa:exact "Vi planter ålegræs."', 'oa:exact "Vi planter tang."')
    store = filled(reviewed)
    enter(find_workspace(reviewed), store, [*suspects(store)], ROLE, REASON)
    store = filled(reviewed)
    assert suspects(store) == {}
    assert all(reasons == ("text-changed",) for reasons in suspects(store, SourceFolder(CORPUS / "sources")).values())


def test_a_reviewed_link_that_is_there_no_more_is_a_finding(reviewed: Path) -> None:
    file = reviewed / "strategies/eksempelby-2030.ttl"
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    file.write_text("\n\n".join(b for b in blocks if not b.startswith(":link-spor-1--6\n")), encoding="utf-8")
    store = filled(reviewed)
    report = review_report(store, suspicion(store))
    assert report.gaps == 1
    assert report.parts[0].rows[0][3] == coded("link-gone", REASONS["link-gone"])


def test_the_checksum_of_a_quote_can_be_made_without_the_program(corpus_store: EmbeddedStore) -> None:
    lines = f"{ID}documents/eksempelby-2030 Vi genslynger åen og åbner den for fisk."
    code = hashlib.sha256(lines.encode()).hexdigest()[:12]
    made = Material(corpus_store).fingerprint(TOWN + "link-indsats-1-2--6.3")
    assert made.subject == {code}
    assert code in made.words
    (target,) = made.object
    official = openings(corpus_store, [SDG + "6.3"], "en")[SDG + "6.3"][0].exact
    assert target == hashlib.sha256(official.encode()).hexdigest()[:12]


def test_what_hangs_on_a_link_is_every_element_with_a_thread_through_it(store: EmbeddedStore) -> None:
    found = suspicion(store)
    table = edge_table(store)
    thread = Thread(table, inheritance(store))
    through: dict[str, set[str]] = defaultdict(set)
    for row in table.subjects():
        for mark in thread.marks(row, lambda node: True):
            for edge in mark.edges:
                through[edge.link].add(row)
    hanging = hanging_on(store, found, list(found.material.grounds))
    followed = [statement for statement in hanging if statement in through]
    assert len(followed) > 250
    for statement in followed:
        assert set(hanging[statement]) == through[statement] & found.material.resting.keys(), statement
    plan = ID + "midt-udviklingsplan-2023/"
    assert len(hanging[plan + "link-spor-3--4.4"]) == 40
    assert hanging[plan + "link-indsats-15-1--4.4"] == (plan + "indsats-15-1",)


def test_every_number_of_the_queue_opens_to_words_and_a_strategy_narrows_it(
    cli: Cli, workspace: Workspace, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(workspace.data, data)
    plan = "strategies/midt-udviklingsplan-2023.ttl"
    change(data, "Det sker bl.a. gennem vores", "Det sker blandt andet gennem vores", plan)
    store = filled(data)
    found = suspicion(store)
    assert set(found.suspects.values()) == {("words-changed",), ("end-changed",)}
    assert sum(reasons == ("words-changed",) for reasons in found.suspects.values()) == 2
    report = review_report(store, found)
    figures = [figure for figure in report.figures() if figure.value]
    words = openings(store, {thing for figure in figures for thing in figure.of})
    for figure in figures:
        assert figure.value == len(figure.of)
        assert all(thing in words for thing in figure.of)
    assert {row[2].value for row in report.parts[1].rows} == {  # type: ignore[union-attr]
        ID + "midt-udviklingsplan-2023/verdensmaal-4-quote-4"
    }
    record = json.loads(cli("review", "--data", data, "--format", "json").out)
    named = {row["link"]["id"] for row in record["parts"][0]["rows"]}
    assert named == set(found.suspects)
    only = json.loads(
        cli("review", "--data", data, "--strategy", "sjaelland-strategi-2025-2028", "--format", "json").out
    )
    ours = {row["link"]["id"] for row in only["parts"][0]["rows"]}
    assert ours == {link for link in found.suspects if "/sjaelland-strategi-2025-2028" in link}
    assert ours < named


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_queue_is_the_same_each_run_in_every_format(reviewed: Path, cli: Cli, language: str) -> None:
    change(reviewed, "Vi genslynger åen og åbner den for fisk.", "Vi genslynger åen og åbner den for ørreder.")
    for name in ("table", "csv", "json", "markdown"):
        arguments = ("review", "--data", reviewed, "--format", name, "--lang", language)
        done = cli(*arguments)
        assert (done.code, "link-indsats-1-2--6.3" in done.out) == (1, True)
        assert cli(*arguments) == done
    shown = cli("review", "--data", reviewed, "--evidence", "--lang", language)
    text = "Vi genslynger åen og åbner den for ørreder."
    assert f"  {quoted(text, language)} (" in shown.out


def test_each_reason_is_told_with_what_it_is_about(reviewed: Path) -> None:
    change(reviewed, "Vi genslynger åen og åbner den for fisk.", "Vi genslynger åen og åbner den for ørreder.")
    change(reviewed, "rdf:predicate sg:addresses", "rdf:predicate sg:supports")
    change(reviewed, 'sg:sha256 "8', 'sg:sha256 "9', "documents.ttl")
    store = filled(reviewed)
    found = suspicion(store, SourceFolder(CORPUS / "sources"))
    told = {row[1].code.da for row in review_report(store, found).parts[1].rows}  # type: ignore[union-attr]
    assert told == set(REASONS) - {"link-gone"}


def test_reviews_have_no_bearing_on_the_verdicts_of_strategies(reviewed: Path) -> None:
    store = filled(reviewed)
    near = store.index.neighbours()
    reviews = [graph for graph in near if "/reviews/" in graph]
    assert len(reviews) == 1
    assert all(near[graph] == set() for graph in reviews)
    assert not any(graph in others for graph in reviews for others in near.values())
    found = inspect(find_workspace(reviewed), store, CORPUS / "sources")
    assert found.findings == ()


def test_a_suspect_link_makes_what_rests_on_it_suspect_in_coverage(cli: Cli, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOP / "data", data)
    plan = data / "strategies" / "midt-udviklingsplan-2023.ttl"
    text, words = plan.read_text(encoding="utf-8"), "Vi udvikler et nyt takstgrundlag, under hensyntagen"
    assert words in text
    plan.write_text(text.replace(words, words.replace(" nyt", "")), encoding="utf-8")
    gaps = json.loads(cli("gaps", "--data", data, "--lang", "en", "--format", "json").out)
    suspect = {row["element"]["id"] for row in gaps["parts"][0]["rows"] if row["status"] == "suspect"}
    assert (
        ID + "midt-udviklingsplan-2023/indsats-1-1" in suspect
    )  # its only claim of its own, and its time line entries
    assert "link-indsats-1-1--16.6" in cli("review", "--data", data).out
