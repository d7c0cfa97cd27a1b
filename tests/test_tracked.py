"""The report `progress`: read off an invented plan, which has all of it, and off the five sources."""

import csv
import shutil
import sqlite3
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

import strategigraf as sg
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import RDF, SG, XSD, Iri, Literal, short
from strategigraf.core.report import Figure
from strategigraf.files.current import current
from strategigraf.files.turtle import Statement
from strategigraf.progress.chains import waits
from strategigraf.progress.facts import DEPENDS_ON, Money, Tie
from strategigraf.progress.money import sums
from strategigraf.progress.report import Progress
from tests.conftest import HERE, Cli

TRACKED = HERE / "tracked"
TABLE = "eksempelby-handleplan.measurements.csv"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the plan, which no test changes."""
    return Path(shutil.copytree(TRACKED, tmp_path_factory.mktemp("tracked") / "plan"))


@pytest.fixture(scope="module")
def tracked(plan: Path) -> sg.ReportAnswer[Progress]:
    return sg.progress(sg.open(plan, language="en"))


def last(iri: str) -> str:
    return short(iri).rpartition("/")[2]


def test_target_against_actual_by_its_own_numbers_and_by_its_own_words(tracked: sg.ReportAnswer[Progress]) -> None:
    """Bathing water: 55 at the end of 2024, at least 90 at the end of 2028, 64.0 in the middle of 2026; the line is at
    68.1. Its initiatives: one follows the plan, one is delayed."""
    found = {last(one.indicator.iri): one for one in tracked.value.standings}
    bathing, basins, lonely = (found[f"indikator-{number}"] for number in (1, 2, 3))
    assert (bathing.numbers, bathing.disagree, bathing.of_parts) == ("behind", True, True)
    assert bathing.line is not None
    assert round(bathing.line, 1) == Decimal("68.1")
    assert {last(update.element): last(update.usual) for update in bathing.words} == {
        "indsats-1": "sg:UnderWay", "indsats-2": "sg:Delayed"
    }  # fmt: skip
    assert (basins.numbers, basins.stale) == ("unknown", False)  # there is no baseline, and nothing is guessed
    assert (lonely.actual, lonely.stale) == (None, True)
    assert tracked.value.day == "2026-06-30"


def test_what_is_promised_without_is_what_the_preset_asks(tracked: sg.ReportAnswer[Progress]) -> None:
    found = {(last(item.element), item.requirement.name) for item in tracked.value.without}
    assert found == {
        ("indsats-2", "initiative-time"), ("indsats-3", "initiative-time"), ("indsats-3", "initiative-lead"),
        ("indsats-3", "initiative-money"), ("indikator-3", "indicator-actual"),
    }  # fmt: skip


def test_money_is_counted_once_on_each_level_and_what_is_not_split_is_told(tracked: sg.ReportAnswer[Progress]) -> None:
    told = {
        (one.level, last(one.whole) if one.whole else ""): (one.amount, one.unsplit_amount)
        for one in tracked.value.sums
    }
    twelve, none = Decimal(12000000), Decimal(0)
    assert (
        told["strategy", ""] == told["track", ""] == told["track", "spor-1"] == told["sdg-goal", "6"] == (twelve, none)
    )
    assert told["initiative", ""] == told["initiative", "indsats-1"] == (twelve, twelve)


def test_money_per_year_without_its_years_is_in_no_sum() -> None:
    yearly = Money("s", "f1", ("a",), Decimal(3), "DKK", True, "2025-01-01", "2028-12-31", "")
    unknown = Money("s", "f2", ("a",), Decimal(5), "DKK", True, "", "", "")
    (whole, _) = sums([yearly, unknown], "track", lambda money: ["t"])
    assert (whole.amount, [money.node for money in whole.unknown]) == (Decimal(12), ["f2"])


def test_two_currencies_are_never_added() -> None:
    money = [Money("s", f"f{c}", ("a",), Decimal(3), c, False, "", "", "") for c in ("DKK", "EUR")]
    assert {(one.currency, one.amount) for one in sums(money, "track", lambda one: ["t"])} == {
        ("DKK", Decimal(3)), ("EUR", Decimal(3))
    }  # fmt: skip


def ties(*pairs: tuple[str, str]) -> list[Tie]:
    return [Tie("s", f"l-{one}-{other}", one, DEPENDS_ON, other) for one, other in pairs]


def test_a_critical_chain_has_a_length_only_where_due_dates_stand_at_both_ends() -> None:
    chain = ties(("c", "b"), ("b", "a"), ("d", "a"))
    found = {(w.element, w.other): w for w in waits(chain, {"a": "2026-01-01", "c": "2026-03-01", "d": "2026-01-31"})}
    assert found["c", "a"].days == 59
    assert found["c", "b"].days is None
    assert found["c", "a"].links == ("l-c-b", "l-b-a")
    assert {pair for pair, w in found.items() if w.critical} == {("c", "b"), ("b", "a")}
    assert not any(w.critical for w in waits(chain, {"a": "2026-01-01"}))


def test_a_ring_of_dependencies_is_told_and_ends() -> None:
    found = waits(ties(("a", "b"), ("b", "c"), ("c", "a")), {"a": "2026-01-01", "b": "2027-01-01"})
    assert {w.element for w in found if w.ring} == {"a", "b", "c"}


def test_every_number_opens_to_a_sentence_or_a_cell(tracked: sg.ReportAnswer[Progress]) -> None:
    record = tracked.record()
    for part in tracked.report.parts:
        for row in part.rows:
            for cell in row:
                if isinstance(cell, Figure) and cell.value:
                    assert cell.of, (part.name, row)
    words = {quote["exact"] for opened in record["evidence"].values() for quote in opened["quotes"]}
    assert {"64,0", "55", "4"} <= words  # cells
    assert any("12 mio. kr." in sentence for sentence in words)


def test_counts_and_sums_agree_with_plain_sql_over_the_csv(tracked: sg.ReportAnswer[Progress]) -> None:
    table = TRACKED / "data" / "strategies" / TABLE
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE m (indicator TEXT, role TEXT, value NUMERIC, end TEXT)")
    rows = csv.DictReader(StringIO(table.read_text(encoding="utf-8")))
    database.executemany("INSERT INTO m VALUES (:indicator, :role, :value, :end)", rows)
    query = "SELECT indicator, role, COUNT(*), SUM(value) FROM m GROUP BY indicator, role"
    by_sql = {(indicator, role): (number, total) for indicator, role, number, total in database.execute(query)}
    found: dict[tuple[str, str], list[Decimal]] = {}
    for indicator in tracked.value.facts.indicators:
        for measure in indicator.measures:
            if "opfoelgning" in measure.document and measure.value is not None:
                key = last(indicator.iri), measure.role.removeprefix(SG)
                found.setdefault(key, []).append(measure.value)
    assert {key: (len(values), float(sum(values))) for key, values in found.items()} == by_sql


def test_numbers_are_seen_on_the_day_that_is_asked_about(cli: Cli, plan: Path) -> None:
    found = sg.progress(sg.open(plan), on="2025-12-31").value.standings
    assert {last(one.indicator.iri): one.actual.printed for one in found if one.actual} == {
        "indikator-1": "61,5", "noegletal-1": "ca. 1.200"
    }  # fmt: skip
    with pytest.raises(WrongValue):
        sg.progress(sg.open(plan), on="31-12-2025")
    assert cli("progress", "--on", "i går").code == 2


def test_what_the_five_sources_do_not_say_is_shown() -> None:
    """Read off the sources: none names money, and no initiative has a lead by that name; the status report of 2015 has
    a status for 31 of its 38 action plans."""
    found = sg.progress(sg.open(), preset="municipal").value
    assert found.facts.money == ()
    without = {(short(item.strategy), item.requirement.name) for item in found.without}
    assert ("midt-udviklingsplan-2023", "initiative-money") in without
    assert ("sjaelland-strategi-2025-2028", "initiative-lead") in without
    assert sum(map(len, found.facts.updates.values())) == 31
    roles = {(last(tie.element), last(tie.predicate), last(tie.other)) for tie in found.facts.ties}
    assert ("handleplan-4-a", "sg:consulted", "omraadelederne") in roles
    assert ("handleplan-2-e", "sg:partner", "cfk") in roles


def test_a_table_of_a_hundred_thousand_rows_is_read_row_by_row(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TRACKED, tmp_path / "plan"))
    path = root / "data" / "strategies" / TABLE
    head, first, *_ = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")[1:]
    path.write_text("\n".join([head, *(",".join([f"m-{n}", *cells]) for n in range(20_000))]) + "\n", encoding="utf-8")
    found = sg.progress(sg.open(root))
    assert max(len(indicator.measures) for indicator in found.value.facts.indicators) == 20_001


def test_of_two_statuses_in_one_update_the_same_is_current_whatever_their_order() -> None:
    """A fault that the shapes tell; what follows from it does not depend on the order of the file."""
    update, element = Iri("x:update"), Iri("x:element")
    both = [(update, Iri(SG + "status"), Iri(SG + name)) for name in ("Delayed", "Started")]
    about = (update, Iri(SG + "reportsOn"), element)
    found = [list(current([about, *said])) for said in (both, both[::-1])]
    assert found[0] == found[1] == [(element, Iri(SG + "status"), Iri(SG + "Started"))]


def test_the_number_of_a_key_figure_is_that_of_its_latest_measurement() -> None:
    figure = Iri("x:figure")
    told: list[Statement] = [(figure, Iri(RDF + "type"), Iri(SG + "KeyFigure"))]
    for year, value in (("2024", "12.0"), ("2025", "13.0")):
        measurement = Iri(f"x:m-{year}")
        told += [
            (measurement, Iri(SG + "ofIndicator"), figure),
            (measurement, Iri(SG + "end"), Literal(f"{year}-12-31", XSD + "date")),
            (measurement, Iri(SG + "value"), Literal(value, XSD + "decimal")),
        ]
    found = {verb.value.removeprefix(SG): value.value for _, verb, value in current(told)}
    assert found == {"value": "13.0", "approximate": "false"}
