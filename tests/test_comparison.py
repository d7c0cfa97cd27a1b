"""Comparisons: counts add up, either order says the same, and silence is told only where somebody looked."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits

from strategigraf.compare.comparison import STANDINGS, comparison, comparison_report, pairing
from strategigraf.core.rdf import ID, SDG, SG, Iri
from strategigraf.core.report import Figure, Part, Report
from strategigraf.files.source_text import SourceText
from strategigraf.store.lookup import openings
from strategigraf.store.names import of_class
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli
from tests.pairs import NONE, Row, element, mapping_sets, world

A, B, C = ID + "a", ID + "b", ID + "c"
PLAN, ZEALAND = ID + "midt-udviklingsplan-2023", ID + "sjaelland-strategi-2025-2028"
OLD, DRAFT, NATIONAL = (
    ID + "midt-social-strategi-status-2015",
    ID + "midt-workshop-2022-06-15",
    ID + "midt-workshop-2022-06-15/national",
)
SIZES = {"a": 5, "b": 5, "c": 5}
ALL = (PLAN, ZEALAND, OLD, DRAFT, NATIONAL)


def part(report: Report, name: str) -> Part:
    return next(one for one in report.parts if one.name == name)


def record(found: Part) -> list[dict[str, object]]:
    return [dict(zip([column.name for column in found.columns], row, strict=True)) for row in found.rows]


def number(cell: object) -> int:
    assert isinstance(cell, Figure)
    assert cell.value is not None
    return int(cell.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pairs")


def standings(folder: Path, sets: dict[str, list[Row]], one: str = A, other: str = B) -> dict[str, str]:
    found = comparison(world(folder, SIZES, sets), one, other)
    return {thing.removeprefix(ID): standing for thing, standing in found.standings.items()}


def test_an_element_counts_by_its_strongest_match(folder: Path) -> None:
    rows: list[Row] = [
        ("a:0", "related", False, "b:0"),
        ("a:0", "close", False, "b:1"),
        ("a:1", "broad", False, "b:1"),
        ("a:2", "close", True, "b:2"),
        ("a:3", "exact", False, NONE),
    ]
    found = standings(folder, {"a--b": rows})
    assert [found[f"a/e{n}"] for n in range(5)] == ["close", "broad", "denied", "alone", "unassessed"]
    assert [found[f"b/e{n}"] for n in range(5)] == ["related", "close", "denied", "unassessed", "unassessed"]


def test_broader_from_one_side_is_narrower_from_the_other(folder: Path) -> None:
    rows: list[Row] = [("a:1", "broad", False, "b:3"), ("a:2", "continues", False, "b:4")]
    store = world(folder, SIZES, {"a--b": rows})
    here, there = pairing(store, A, B), pairing(store, B, A)
    assert [match.relation for match in here.matches] == ["broad", "continues"]
    assert [match.relation for match in there.matches] == ["narrow", "continued"]
    assert [match.relation for match in here.by_thing()[element("b", 3)]] == ["narrow"]


def test_without_a_counterpart_counts_only_for_the_pair_that_was_compared(folder: Path) -> None:
    sets: dict[str, list[Row]] = {
        "a--b": [("a:0", "exact", False, NONE), ("a:1", "close", False, "b:0")],
        "c--a": [("c:0", "close", False, "a:0"), (NONE, "exact", False, "a:1")],
    }
    assert standings(folder, sets)["a/e0"] == "alone"
    assert standings(folder, sets, C, A) == {
        **{f"{strategy}/e{n}": "unassessed" for strategy in "ac" for n in range(5)},
        "a/e0": "close",
        "a/e1": "alone",
        "c/e0": "close",
    }
    assert not comparison(world(folder, SIZES, sets), B, C).pairing.compared


def test_a_set_of_nothing_but_lonely_elements_compares_the_two_strategies_in_its_name(folder: Path) -> None:
    sets: dict[str, list[Row]] = {"a--b": [("a:4", "exact", False, NONE)]}
    assert standings(folder, sets)["a/e4"] == "alone"
    assert standings(folder, sets, A, C)["a/e4"] == "unassessed"


@given(sets=mapping_sets)
@limits(max_examples=60)
def test_counts_add_up_and_either_order_says_the_same(folder: Path, sets: dict[str, list[Row]]) -> None:
    store = world(folder, SIZES, sets)
    here, there = comparison(store, A, B), comparison(store, B, A)
    assert here.standings == there.standings
    assert set(here.pairing.flipped.matches) == set(there.pairing.matches)
    assert here.pairing.compared == there.pairing.compared
    reports = comparison_report(store, here), comparison_report(store, there)
    rows = record(part(reports[0], "summary"))
    for row in rows:
        shared = sum(number(row[relation]) for relation in STANDINGS[:5])
        assert number(row["shared"]) >= shared
        rest = sum(number(row[name]) for name in ("shared", "alone", "denied", "not_assessed"))
        assert rest == number(row["elements"])
    assert [number(row["elements"]) for row in rows[-2:]] == [5, 5]
    assert sorted(map(repr, rows)) == sorted(map(repr, record(part(reports[1], "summary"))))
    for name, mirrored in (("only-in-a", "only-in-b"), ("only-in-b", "only-in-a")):
        assert part(reports[0], name).rows == part(reports[1], mirrored).rows
    for name in ("shared", "denied"):
        pairs = {(repr(row["a"]), repr(row["b"])) for row in record(part(reports[0], name))}
        assert pairs == {(repr(row["b"]), repr(row["a"])) for row in record(part(reports[1], name))}
    things = [thing for figure in reports[0].figures() for thing in figure.of]
    assert set(things) == set(openings(store, things))


def test_the_two_regions_share_and_are_silent_as_their_texts_say(store: EmbeddedStore) -> None:
    """Read off the two texts: Region Sjælland has three ambitions, nine målsætninger, ten indsatser and ten quality
    standards and names no SDG; the plan has fifteen pejlemærker and nowhere speaks of supervision, forsorgshjem,
    magtanvendelse or utilsigtede hændelser."""
    report = comparison_report(store, comparison(store, ZEALAND, PLAN))
    sums = {
        (cell.value.removeprefix(SG), strategy.value): row
        for row in record(part(report, "summary"))
        if isinstance(cell := row["kind"], Iri) and isinstance(strategy := row["strategy"], Iri)
    }
    assert number(sums["Track", ZEALAND]["elements"]) == 3
    assert number(sums["Goal", ZEALAND]["elements"]) == 9
    assert number(sums["Initiative", ZEALAND]["elements"]) == 10
    assert number(sums["QualityStandard", ZEALAND]["elements"]) == 10
    assert number(sums["Goal", PLAN]["elements"]) == 15
    alone = {
        cell.value.removeprefix(ZEALAND + "/")
        for row in record(part(report, "only-in-a"))
        if isinstance(cell := row["element"], Iri)
    }
    assert {"indsats-2-2", "kvalitetsstandard-5", "kvalitetsstandard-7", "maalgruppe-5"} <= alone
    sdgs = {
        cell.value.removeprefix(SDG): (number(row["links_a"]), number(row["links_b"]))
        for row in record(part(report, "sdg"))
        if isinstance(cell := row["sdg"], Iri)
    }
    assert {code for code in sdgs if "." not in code} == {"3", "4", "8", "10", "13", "16", "17"}
    assert all(of_zealand == 0 < of_plan for of_zealand, of_plan in sdgs.values())
    assert "nævner intet verdensmål" in part(report, "sdg").sentence.da
    assert "names no SDG" in part(report, "sdg").sentence.en


def test_supervision_is_what_one_region_promises_and_the_other_never_mentions(
    store: EmbeddedStore, sources: dict[str, SourceText]
) -> None:
    report = comparison_report(store, comparison(store, PLAN, ZEALAND, [SG + "Initiative"]))
    (row,) = [row for row in record(part(report, "only-in-b")) if row["element"] == Iri(ZEALAND + "/indsats-2-2")]
    readings = row["readings"]
    assert isinstance(readings, Figure)
    opened = openings(store, readings.of)
    assert all("upervision" in words.exact for quotes in opened.values() for words in quotes[:1])
    assert "supervision" not in sources["midt-udviklingsplan-2023.md"].raw.casefold()
    assert "supervision" in sources["sjaelland-strategi-2025-2028.md"].raw.casefold()
    for word in ("magtanvendelse", "utilsigtede hændelser", "forsorgshjem"):
        assert word not in sources["midt-udviklingsplan-2023.md"].raw.casefold()
        assert word in sources["sjaelland-strategi-2025-2028.md"].raw.casefold()


@pytest.mark.parametrize("other", ALL[1:])
def test_every_number_of_every_comparison_opens_to_words(store: EmbeddedStore, other: str) -> None:
    report = comparison_report(store, comparison(store, other, PLAN))
    things = {thing for figure in report.figures() for thing in figure.of}
    assert things == set(openings(store, things))
    for one in report.parts:
        assert one.sentence.da != one.sentence.en


def test_two_strategies_that_nobody_aligned_are_told_so_and_no_silence_is_claimed(cli: Cli) -> None:
    done = cli("compare", "sjaelland-strategi-2025-2028", "midt-social-strategi-status-2015", "--format", "json")
    assert done.code == 0
    parts = {one["name"]: one for one in json.loads(done.out)["parts"]}
    assert "De to strategier er endnu ikke sammenlignet" in parts["summary"]["explanation"]
    assert all(row["alone"]["value"] == 0 for row in parts["summary"]["rows"])
    assert not parts["only-in-a"]["rows"]
    assert not parts["only-in-b"]["rows"]
    english = cli("compare", "sjaelland-strategi-2025-2028", "midt-social-strategi-status-2015", "--lang", "en")
    assert "The two strategies have not been compared yet" in english.out


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("format_name", ["table", "csv", "json", "markdown"])
def test_a_comparison_comes_in_each_format_and_language(cli: Cli, format_name: str, language: str) -> None:
    names = ("midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028")
    one = cli("compare", *names, "--kind", "goal", "--format", format_name, "--lang", language)
    assert one.code == 0
    assert one.out == cli("compare", *names, "--kind", "goal", "--format", format_name, "--lang", language).out
    label = {"da": "målsætning", "en": "goal"}[language]
    assert label in one.out


def test_wrong_names_are_told_with_the_nearest(cli: Cli) -> None:
    done = cli("compare", "midt-udviklingsplan-2032", "sjaelland-strategi-2025-2028", "--lang", "en")
    assert (done.code, "midt-udviklingsplan-2023?" in done.err) == (2, True)
    done = cli("compare", "midt-udviklingsplan-2023", "midt-udviklingsplan-2023")
    assert (done.code, "samme strategi" in done.err) == (2, True)
    done = cli("compare", "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028", "--kind", "gaol", "--lang", "en")
    assert (done.code, "goal" in done.err) == (2, True)
    done = cli("compare", "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028", "--part", "sumary")
    assert (done.code, "summary" in done.err) == (2, True)


def test_a_strategy_is_found_by_its_name(store: EmbeddedStore) -> None:
    assert of_class(store, "sjaelland-strategi-2025-2028", SG + "Strategy").value == ZEALAND
