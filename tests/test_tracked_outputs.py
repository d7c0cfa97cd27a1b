"""Progress in the report, the short report and pictures: read off an invented plan that has all of it; nothing where a
strategy has none of it."""

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

import strategigraf as sg
from strategigraf.core.errors import NothingToDraw
from strategigraf.core.report import Drawing, Part
from strategigraf.dossier.short.brief import Brief
from strategigraf.progress.multiples import panels, printed
from strategigraf.progress.report import Progress
from tests.conftest import Cli
from tests.test_tracked import last, tracked  # noqa: F401
from tests.test_tracked import plan as plan

NAME = "eksempelby-handleplan"


@pytest.fixture(scope="module")
def brief(plan: Path) -> Brief:
    found = sg.report(sg.open(plan, language="da"), NAME, plan / "sources", short=True).value.brief
    assert found is not None
    return found


def test_the_short_report_tells_targets_and_money(brief: Brief) -> None:
    """Bathing water is behind its line; of basins and loneliness the plan's own numbers do not tell."""
    told = {number.name: (number.value.da, number.told.da) for number in brief.numbers}
    assert told["measured"] == ("3", "indikatorer har et måltal: 1 er bagud og for 2 kan det ikke siges.")
    assert told["money"][0] == "12 mio. kr."
    assert "fordeler ikke 12 mio. kr." in told["money"][1]
    assert told["actor"][0] == "2 af 3"
    assert "ansvaret for 1." in told["actor"][1]  # the department leads 1.2 and is only a partner of 1.1
    (measured,) = (number for number in brief.numbers if number.name == "measured")
    notes = {last(one.thing): one.note.da for one in measured.evidence.opened}
    assert notes["indikator-1"] == (
        "måltal mindst 90 % (31. december 2028), resultat 64,0 (30. juni 2026): bagud"
    )  # fmt: skip


def test_the_short_report_tells_what_is_promised_without(brief: Brief) -> None:
    found = {finding.family: finding for finding in brief.findings}
    assert found["promised"].title.da == "2 af 3 indsatser er lovet uden tovholder, penge eller tid"
    assert found["promised"].told.da == "Uden tovholder: 2.1. Uden penge: 2.1. Uden tid: 1.2 og 2.1."
    assert "64,0 mod 68,1" in found["behind"].told.da
    assert "i gang og forsinket" in found["behind"].told.da
    assert "time" not in found  # told once
    rows = {gap.title.da: (gap.total, gap.own, gap.none, gap.which.da) for gap in brief.gaps}
    assert rows["Indsatser med tid"] == (3, 1, 2, "indsats 1.2 og 2.1")
    assert rows["Indsatser med tovholder"] == (3, 2, 1, "indsats 2.1")
    assert not any("status" in title for title in rows)  # the municipal requirements ask for none


def test_the_report_has_chapters_on_progress_and_on_what_is_promised_without(plan: Path) -> None:
    report = sg.report(sg.open(plan, language="da"), NAME, plan / "sources")
    chapters = {chapter.name: chapter.entries for chapter in report.value.chapters}
    names = [entry.full.name for entry in chapters["progress"]]
    assert names[0] == f"indicators-{NAME}"
    assert names[1:] == [f"progress-{name}" for name in ("targets", "money", "who", "waits", "risks")]
    (without,) = chapters["promised"]
    assert isinstance(without.full, Part)
    assert len(without.full.rows) == 4
    assert [entry.full.name for entry in chapters["timeline"]] == [
        f"milestones-{NAME}", "progress-dates", "progress-history"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["midt-udviklingsplan-2023", "midt-workshop-2022-06-15"])
def test_a_strategy_without_targets_and_money_has_no_such_chapter(name: str, cli: Cli) -> None:
    done = cli("report", name, "--part", "progress", "-o", "x.html")
    assert done.code == 2
    report = sg.report(sg.open(), name)
    assert not {"progress", "promised"} & {chapter.name for chapter in report.value.chapters}


def test_the_panels_show_each_measurement_where_it_belongs(plan: Path, tracked: sg.ReportAnswer[Progress]) -> None:  # noqa: F811
    found = panels(tracked.value.standings)
    assert [(last(panel.indicator.iri), len(panel.points), panel.left_out) for panel in found] == [
        ("indikator-1", 4, 0), ("indikator-2", 2, 0), ("indikator-3", 2, 0)
    ]  # fmt: skip
    picture = sg.indicators(sg.open(plan, language="da"), NAME)
    svg = ElementTree.fromstring(picture.value.svg.da)
    labels = [title.text or "" for title in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert sum(label.startswith("resultat ") for label in labels) == 3
    assert any(label.startswith("måltal 2028-12-31: mindst 90 %.") for label in labels)
    words = {row["words"] for row in picture.evidence().records()}
    assert "64,0" in words  # a point opens to its cell


def test_a_picture_of_a_plan_without_targets_is_refused(cli: Cli) -> None:
    with pytest.raises(NothingToDraw):
        sg.indicators(sg.open(), "midt-udviklingsplan-2023")
    assert cli("picture", "indicators", "--strategy", "midt-udviklingsplan-2023").code == 2


def test_points_of_one_panel_stand_in_the_order_of_their_days(plan: Path) -> None:
    drawing = sg.indicators(sg.open(plan, language="en"), NAME).value
    assert isinstance(drawing, Drawing)
    places = [float(x) for x in re.findall(r'<rect x="([0-9.]+)"[^>]*rx="3.5"', drawing.svg.en)]
    assert places[1:3] == sorted(places[1:3])  # the first is the sign of the legend


def test_numbers_are_printed_as_the_language_writes_them() -> None:
    assert [printed(Decimal("12.40"), code) for code in ("da", "en")] == ["12,4", "12.4"]
    assert printed(Decimal("1200.0"), "da") == "1200"
    assert printed(Decimal(0), "da") == "0"


def test_the_description_of_a_table_is_written_beside_it(plan: Path, tmp_path: Path, cli: Cli) -> None:
    copy = Path(shutil.copytree(plan, tmp_path / "copy"))
    assert cli("export", "csvw", "--data", copy).code == 0
    path = copy / "data" / "strategies" / f"{NAME}.measurements.csv-metadata.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["url"] == f"{NAME}.measurements.csv"
    assert told["tableSchema"]["primaryKey"] == "id"
    assert cli("check", "--data", copy, "--sources", copy / "sources").code == 0  # it is no file of the data


def test_a_mapping_makes_milestones_risks_and_dependencies(plan: Path, tmp_path: Path) -> None:
    """What a row names is found by its number or title; a milestone without a date that can be read is left out."""
    copy = Path(shutil.copytree(plan, tmp_path / "copy"))
    graph = sg.open(copy, language="en")
    for kind, columns, lines in (
        ("milestone", 'parent = "Del"\nend = "Frist"', ["Navn;Del;Frist", "Å målt;1.2;2027-06-30", "Uklar;1.2;snart"]),
        ("risk", 'threatens = "Del"\nlikelihood = "Risiko"', ["Navn;Del;Risiko", "Tørke;1.1;lille"]),
        ("initiative", 'parent = "Del"\ndepends_on = "Efter"', ["Navn;Del;Efter", "Stier langs åen;1;1.2"]),
    ):
        mapping, table = tmp_path / f"{kind}.toml", tmp_path / f"{kind}.csv"
        mapping.write_text(f'[columns]\ntitle = "Navn"\n{columns}\n[fixed]\nkind = "{kind}"\n', encoding="utf-8")
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = sg.import_file(graph, table, mapping=mapping)
        assert done.good, list(done.value.accepted.findings)
        assert (kind == "milestone") == any(
            one.key == "exchange.table.milestone-undated" for one in done.value.plan.remarks
        )
        graph = sg.open(copy, language="en")
    found = sg.progress(graph).value.facts
    assert any(last(one.thing) == "milestone-aa-maalt" and one.due == "2027-06-30" for one in found.dates)
    assert any(risk.likelihood == "lille" and last(risk.threatened[0]) == "indsats-1" for risk in found.risks)
    ties = {(last(tie.element), last(tie.other)) for tie in found.ties if tie.predicate.endswith("dependsOn")}
    assert ("initiative-stier-langs-aaen", "indsats-2") in ties


def test_times_in_the_workbook_of_a_report_are_dates_that_sort(cli: Cli, tmp_path: Path) -> None:
    """Half-years too: they are printed in the words of the source, and sort by their first and last day."""
    file = tmp_path / "status.xlsx"
    assert cli("report", "midt-social-strategi-status-2015", "-o", file).code == 0
    (sheet,) = (one for one in openpyxl.load_workbook(file) if one.title.endswith(" Tider"))
    heads = [str(cell.value) for cell in sheet[3]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=4)]
    half = [row for row in rows if row["Ordlyd"].value == "2. halvår 2015"]
    assert half
    assert all(row["Start"].is_date and row["Slut"].is_date for row in half)
    assert {str(row["Slut"].value)[:10] for row in half} == {"2015-12-31"}
    assert any(row["Frist"].is_date for row in half)
