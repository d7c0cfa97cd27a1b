"""From a document to checked data: the review page in a browser, its decisions, and what `accept` writes of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from strategigraf.files.source_text import SourceText
from strategigraf.propose.proposals import Proposals, Source, proposals
from tests.browser import SCHEMES, WIDTHS, axe_violations, html_errors, opened
from tests.conftest import Cli
from tests.invented_pdf import invented_plan
from tests.test_propose import PLAN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def folder(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the invented plan among its sources, which is the current folder."""
    place = tmp_path / "arbejde æøå"
    options = ("--title", "Grøn kommune", "--owner", "Eksempelby Kommune", "--period", "2026-2030", "--language", "da")
    assert cli("init", str(place), *options, "--base", "https://example.org/id/").code == 0
    (place / "sources" / "plan.md").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(place)
    monkeypatch.delenv("STRATEGIGRAF_SOURCES", raising=False)
    return place


def found_in(path: Path) -> Proposals:
    return proposals(Source(SourceText.read(path)))


def decisions(found: Proposals, change: Change = lambda record: None) -> str:
    """A file of decisions that accepts all of *found*, changed as *change* does."""

    def entry(one: Any, what: str, **more: object) -> dict[str, object]:
        quote = {"words": one.quote, "start": one.place.start, "end": one.place.end}
        return {"key": one.key, "what": what, "decision": "accepted", "quotes": [quote]} | more

    listed = [
        entry(one, "element", kind=one.kind, title=one.title, number=one.number, term="", parent=one.parent)
        | {"period": one.said if one.reason == "period" else ""}
        for one in found.elements
    ]
    listed += [entry(one, "claim", about=one.about, value=one.value, element=one.element) for one in found.claims]
    listed += [entry(one, "count", kind=one.kind, value=one.value) for one in found.counts]
    record: dict[str, Any] = {"format": "strategigraf-decisions", "version": 1, "document": found.document}
    record |= {"sha256": found.sha256, "language": "da", "decisions": listed}
    change(record)
    return json.dumps(record, ensure_ascii=False)


def written(folder: Path) -> dict[str, str]:
    """The content of each file of data, by its path."""
    data = folder / "data"
    return {str(path.relative_to(data)): path.read_text(encoding="utf-8") for path in sorted(data.rglob("*.ttl"))}


def test_what_is_accepted_is_in_the_data_checked_and_accepting_twice_changes_nothing(folder: Path, cli: Cli) -> None:
    (folder / "d.json").write_text(decisions(found_in(folder / "sources" / "plan.md")), encoding="utf-8")
    done = cli("accept", "d.json", "--lang", "en")
    assert done.code == 0, done.err
    assert "documents.ttl" in done.out
    assert "strategies/groen-kommune-2026-2030.ttl" in done.out
    assert "6 elements" in done.err
    checked = cli("check", "--lang", "en")
    assert checked.code == 0
    assert checked.out + checked.err
    assert "0 errors, 0 warnings" in checked.err
    told = written(folder)
    strategy = told["strategies/groen-kommune-2026-2030.ttl"]
    assert "sg:partOf :strategispor-1" in strategy
    assert "sg:contributesTo sdg:7.2 , sdg:7.3" in strategy
    assert 'oa:exact "Det bidrager til delmål 7.2 og 7.3."' in strategy
    again = cli("accept", "d.json", "--lang", "en")
    assert again.code == 0
    assert "Nothing to change" in again.err
    assert "6 elements were there already" in again.err
    assert written(folder) == told
    assert cli("fmt", "--check").code == 0


MONEY = """# Plan

## Vores vision

Vi vil leve af det, naturen kan bære.

## Spor 1: Energi

Der afsættes 12 mio. kr. i alt til sporet i perioden 2027-2030.

### Initiativ 1: Varmepumper

Eksempelby Kommune er tovholder i samarbejde med Region Skov. Initiativet koster 2,5 mio. kr. årligt.
Det er klar senest i 2. kvartal 2028.

### Initiativ 2: Solceller

Vi bruger 3 mio. kr. på solceller.
"""


def test_amounts_become_funding_of_what_they_stand_at_and_none_is_guessed_to_be_per_year(
    folder: Path, cli: Cli
) -> None:
    (folder / "sources" / "plan.md").write_text(MONEY, encoding="utf-8")
    (folder / "d.json").write_text(decisions(found_in(folder / "sources" / "plan.md")), encoding="utf-8")
    done = cli("accept", "d.json", "--lang", "en")
    assert done.code == 0, done.out + done.err
    assert "1 amount was not entered" in done.err
    assert "(3 mio. kr.)" in done.err
    told = written(folder)["strategies/groen-kommune-2026-2030.ttl"]
    of_track = told[told.index(":strategispor-1-finansiering-1\n") :].partition("\n.\n")[0]
    for said in ("sg:funds :strategispor-1", "sg:amount 12000000.0", 'sg:currency "DKK"', "sg:perYear false"):
        assert said in of_track
    for said in ('sg:valuePrinted "12 mio. kr."', 'sg:datePrinted "2027-2030"', 'sg:end "2030-12-31"^^xsd:date'):
        assert said in of_track
    each = told[told.index(":indsats-1-finansiering-1\n") :].partition("\n.\n")[0]
    assert "sg:perYear true" in each
    assert "sg:amount 2500000.0" in each
    assert "indsats-2-finansiering" not in told
    for said in ('sg:datePrinted "2. kvartal 2028"', "sg:timing sg:By", 'sg:end "2028-06-30"^^xsd:date'):
        assert said in told
    assert "sg:lead organisations:eksempelby-kommune" in told
    assert "sg:partner organisations:region-skov" in told
    assert '"Region Skov"@da' in written(folder)["organisations.ttl"]
    assert "0 errors, 1 warning." in cli("check", "--lang", "en").err  # the yearly sum has no period
    again = cli("accept", "d.json", "--lang", "en")
    assert again.code == 0
    assert "Nothing to change" in again.err


def test_what_the_reviewer_says_of_an_amount_counts(folder: Path, cli: Cli) -> None:
    def in_all(record: dict[str, Any]) -> None:
        for entry in record["decisions"]:
            if entry.get("value") == "3 mio. kr.":
                entry["sense"] = "total"

    (folder / "sources" / "plan.md").write_text(MONEY, encoding="utf-8")
    (folder / "d.json").write_text(decisions(found_in(folder / "sources" / "plan.md"), in_all), encoding="utf-8")
    assert cli("accept", "d.json").code == 0
    told = written(folder)["strategies/groen-kommune-2026-2030.ttl"]
    assert "sg:perYear false" in told[told.index(":indsats-2-finansiering-1\n") :].partition("\n.\n")[0]


def test_a_rejected_parent_is_passed_over(folder: Path, cli: Cli) -> None:
    found = found_in(folder / "sources" / "plan.md")
    energy = next(one for one in found.elements if one.title == "Energi")
    nature = next(one for one in found.elements if one.title == "Natur")

    def moved(record: dict[str, Any]) -> None:
        for entry in record["decisions"]:
            entry["decision"] = (
                "rejected" if entry["key"] == energy.key or entry["what"] == "count" else entry["decision"]
            )
            if entry.get("parent") == energy.key:
                entry["parent"] = nature.key

    (folder / "d.json").write_text(decisions(found, moved), encoding="utf-8")
    done = cli("accept", "d.json", "--lang", "en")
    assert done.code == 0, done.err
    assert '"Energi"@da' not in written(folder)["strategies/groen-kommune-2026-2030.ttl"]


def test_what_would_break_a_rule_is_not_written_at_all(folder: Path, cli: Cli) -> None:
    def without_tracks(record: dict[str, Any]) -> None:
        for entry in record["decisions"]:
            if entry.get("kind") == "Track" or entry["what"] == "count":
                entry["decision"] = "rejected"

    before = written(folder)
    (folder / "d.json").write_text(
        decisions(found_in(folder / "sources" / "plan.md"), without_tracks), encoding="utf-8"
    )
    done = cli("accept", "d.json", "--lang", "en")
    assert done.code == 1
    assert "Nothing has been written" in done.err
    assert "must be part of one goal, one focus area or one track" in done.out
    assert written(folder) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda record: record.update(sha256="0" * 64), "another version of plan.md"),
        (lambda record: record.update(document="andet.md"), "andet.md"),
        (lambda record: record.update(format="other"), "not a file of decisions"),
        (lambda record: record.update(version=9), "of another version"),
        (lambda record: record["decisions"][0].pop("title"), "lacks something: KeyError 'title'"),
        (lambda record: record["decisions"][0].update(quotes=[]), "quotes"),
        (
            lambda record: record["decisions"][0]["quotes"][0].update(words="Andre ord"),
            "is not where the decision says",
        ),
        (lambda record: record["decisions"][0].update(decision="maybe"), "decision: maybe"),
    ],
)
def test_decisions_that_do_not_fit_are_refused_with_the_remedy(
    folder: Path, cli: Cli, change: Change, said: str
) -> None:
    before = written(folder)
    (folder / "d.json").write_text(decisions(found_in(folder / "sources" / "plan.md"), change), encoding="utf-8")
    done = cli("accept", "d.json", "--lang", "en")
    assert done.code in (2, 3)
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 2
    assert written(folder) == before


def test_a_file_that_is_no_json_and_a_folder_that_is_no_workspace_are_refused(
    folder: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "d.json").write_text("{", encoding="utf-8")
    assert "not a file of decisions" in cli("accept", "d.json", "--lang", "en").err
    assert "does not exist" in cli("accept", "missing.json", "--lang", "en").err
    (folder / "d.json").write_text('{"format": "strategigraf-decisions", ', encoding="utf-8")
    assert "could not be read" in cli("accept", "d.json", "--lang", "en").err
    (folder / "d.json").write_text(decisions(found_in(folder / "sources" / "plan.md")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "no workspace here" in cli("accept", str(folder / "d.json"), "--lang", "en").err


def test_words_of_a_pdf_are_entered_with_the_page_they_are_on(folder: Path, cli: Cli) -> None:
    pytest.importorskip("pypdfium2")
    (folder / "sources" / "plan.pdf").write_bytes(invented_plan().pdf)
    assert cli("read", "sources/plan.pdf").code == 0

    def without_vision(record: dict[str, Any]) -> None:
        record["decisions"] = [
            entry
            for entry in record["decisions"]
            if entry["what"] != "count" and entry.get("kind") != "TimelineEntry"  # the policy asks what they schedule
        ]
        vision = {"key": "v", "what": "element", "decision": "accepted", "kind": "Vision", "title": "Vision"}
        quote = record["decisions"][0]["quotes"]
        record["decisions"].append(vision | {"number": "", "term": "", "parent": "", "period": "", "quotes": quote})
        for entry in record["decisions"]:
            if entry.get("kind") == "Track":
                entry["parent"] = "v"

    found = found_in(folder / "sources" / "plan.pdf")
    (folder / "d.json").write_text(decisions(found, without_vision), encoding="utf-8")
    done = cli("accept", "d.json", "--lang", "en")
    assert done.code == 0, done.err
    assert 'sg:sourcePage "4"' in written(folder)["strategies/groen-kommune-2026-2030.ttl"]


# The page.


def reviewed(folder: Path, cli: Cli, *options: str) -> Path:
    done = cli("propose", "plan.md", "-o", "review.html", *options)
    assert done.code == 0, done.err
    return folder / "review.html"


def titles(page: "Page") -> list[str]:
    return [title.strip() for title in page.locator(".card h3").all_inner_texts()]


def test_one_key_accepts_and_goes_on_and_what_is_saved_is_accepted_into_the_data(
    folder: Path, cli: Cli, browser: "Browser"
) -> None:
    with opened(browser, reviewed(folder, cli, "--lang", "en")) as page:
        cards = page.locator(".card").count()
        for _ in range(cards):
            page.keyboard.press("a")
        assert page.locator(".card.accepted").count() == cards
        assert f"{cards} of {cards} decided; {cards} keys, 1 per accepted" in page.locator("#told").inner_text()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save decisions").click()
        download.value.save_as(folder / "plan.decisions.json")
    done = cli("accept", "plan.decisions.json", "--lang", "en")
    assert done.code == 0, done.err
    assert "6 elements" in done.err
    assert cli("check").code == 0


def test_the_rest_of_a_style_takes_less_than_one_key_each(folder: Path, cli: Cli, browser: "Browser") -> None:
    with opened(browser, reviewed(folder, cli)) as page:
        page.locator(".card", has_text="Varmepumper").first.locator("h3").click()
        page.keyboard.press("g")
        assert page.locator(".card.accepted").count() == 3
        assert "0,33 pr. godkendt" in page.locator("#told").inner_text()


def test_a_title_a_kind_and_a_parent_are_changed_and_all_is_undone(folder: Path, cli: Cli, browser: "Browser") -> None:
    with opened(browser, reviewed(folder, cli, "--lang", "en")) as page:
        before = titles(page)
        page.locator(".card", has_text="Solceller").first.locator("h3").click()
        page.keyboard.press("e")
        page.keyboard.type("Solceller på skoler")
        page.keyboard.press("Enter")
        assert "Solceller på skoler" in titles(page)
        page.keyboard.press("s")
        page.locator(".card.now select").select_option("Goal")
        page.keyboard.press("Enter")
        assert "goal" in page.locator(".card.now .k").inner_text().lower()
        page.keyboard.press("f")
        page.locator(".card.now select").select_option(label="track: Natur")
        page.keyboard.press("Enter")
        assert "Natur" in page.locator(".card.now dl").inner_text()
        for _ in range(3):
            page.keyboard.press("u")
        assert titles(page) == before
        page.keyboard.press("u")
        assert "Nothing to undo" in page.locator("#told").inner_text()


def test_two_are_merged_and_one_is_divided(folder: Path, cli: Cli, browser: "Browser") -> None:
    plan = PLAN + "\n## Vores mission\n\nVi passer på jorden. Vi hjælper hinanden.\n"
    (folder / "sources" / "plan.md").write_text(plan, encoding="utf-8")
    with opened(browser, reviewed(folder, cli, "--lang", "en")) as page:
        count = page.locator(".card.element").count()
        page.locator(".card", has_text="Solceller").first.locator("h3").click()
        page.keyboard.press("m")
        assert page.locator(".card.element").count() == count - 1
        assert page.locator(".card.now blockquote").count() == 2
        page.locator(".card", has_text="Vi passer på jorden").first.locator("h3").click()
        page.keyboard.press("d")
        page.keyboard.press("Enter")
        assert page.locator(".card.element").count() == count
        assert "Vi hjælper hinanden." in titles(page)


def test_decisions_stay_in_the_browser_and_follow_the_words_into_a_new_run(
    folder: Path, cli: Cli, browser: "Browser"
) -> None:
    path = reviewed(folder, cli, "--lang", "en")
    with opened(browser, path) as page:
        page.locator(".card", has_text="Solceller").first.locator("h3").click()
        page.keyboard.press("x")
        page.reload()
        assert page.locator(".card.rejected").count() == 1
        with page.expect_download() as download:
            page.get_by_role("button", name="Save decisions").click()
        saved = folder / "saved.json"
        download.value.save_as(saved)
    (folder / "sources" / "plan.md").write_text("# Et nyt kapitel\n\nMed nye ord.\n\n" + PLAN, encoding="utf-8")
    with opened(browser, reviewed(folder, cli, "--lang", "en")) as page:
        assert page.locator(".card.rejected").count() == 0
        page.locator("#open").set_input_files(saved)
        page.locator(".card.rejected").wait_for()
        assert "Solceller" in page.locator(".card.rejected").inner_text()
        other = json.loads(saved.read_text(encoding="utf-8"))
        for entry in other["decisions"]:
            entry["key"] = "other-" + entry["key"]
        saved.write_text(json.dumps(other), encoding="utf-8")
        page.locator("#open").set_input_files(saved)
        page.locator("#told", has_text="another document").wait_for()


def test_the_sentence_is_lit_in_the_document(folder: Path, cli: Cli, browser: "Browser") -> None:
    with opened(browser, reviewed(folder, cli, "--lang", "en")) as page:
        page.locator(".card", has_text="7.2").first.click()
        assert page.locator(".running mark").inner_text() == "Det bidrager til delmål 7.2 og 7.3."


def test_the_words_of_a_pdf_are_lit_on_its_page(folder: Path, cli: Cli, browser: "Browser") -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("PIL")
    (folder / "sources" / "plan.pdf").write_bytes(invented_plan().pdf)
    done = cli("propose", "plan.pdf", "-o", "review.html", "--lang", "en")
    assert done.code == 0, done.err
    with opened(browser, folder / "review.html") as page:
        page.locator(".card", has_text="Digitale kompetencer").first.locator("h3").click()
        assert page.locator(".sheet rect.now").count() == 1
        sheet = page.locator(".sheet", has=page.locator("rect.now"))
        assert sheet.get_attribute("aria-label") == "Page 5"
        assert axe_violations(page) == []


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_is_accessible(
    folder: Path, cli: Cli, browser: "Browser", language: str, width: str, scheme: str
) -> None:
    with opened(browser, reviewed(folder, cli, "--lang", language), width=width, scheme=scheme) as page:
        page.keyboard.press("a")
        page.keyboard.press("x")
        page.locator("details").first.evaluate("one => one.open = true")
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_is_valid_and_says_what_to_do_without_script(folder: Path, cli: Cli, browser: "Browser") -> None:
    path = reviewed(folder, cli)
    assert html_errors([path]) == []
    with opened(browser, path, script=False) as page:
        assert "strategigraf propose" in page.locator("noscript").inner_text()


def test_what_the_requirements_of_the_workspace_do_not_allow_is_told_with_what_to_do(folder: Path, cli: Cli) -> None:
    """The workspace follows the social plan, in which a track is part of a vision."""

    def without_vision(record: dict[str, Any]) -> None:
        record["decisions"] = [one for one in record["decisions"] if one.get("kind") != "Vision"]

    before = written(folder)
    (folder / "d.json").write_text(
        decisions(found_in(folder / "sources" / "plan.md"), without_vision), encoding="utf-8"
    )
    done = cli("accept", "d.json", "--lang", "en")
    assert done.code == 1
    assert "2 elements are not placed as the requirements “social-plan” allow" in done.err
    assert "“preset” in strategigraf.toml" in done.err
    assert written(folder) == before
