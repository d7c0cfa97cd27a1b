"""What comes in from other people goes out again, and what cannot be read in one way only is told and not guessed."""

import csv
import io
import random
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategigraf as sg
from strategigraf.core.errors import FileNotRead, WrongValue
from strategigraf.exchange.iati import is_iati, read_iati
from strategigraf.exchange.mapping import decidim_shape, read_shape, read_table
from strategigraf.exchange.plan import Plan
from strategigraf.exchange.rows import Known, read_rows
from strategigraf.exchange.stratml import is_stratml, read_stratml
from strategigraf.exchange.values import Reading, between, decimal_sign, is_placeholder, may_be_person, number, span
from strategigraf.files.xml_file import Node, Remark, read_xml
from tests.test_stratml import HEAD, PART_2, place, told

__all__ = ["place"]
SG = "https://w3id.org/strategigraf/ns#"


# Numbers, dates and names.


@pytest.mark.parametrize(
    ("printed", "decimal", "expected"),
    [
        ("1234.5", "", Reading("1234.5")),
        ("61,5", "", Reading("61.5", "number.comma")),
        ("1,234", "", Reading("", "number.two-ways")),
        ("1.234", "", Reading("", "number.two-ways")),
        ("1.234", ",", Reading("1234")),
        ("1,234", ".", Reading("1234", "number.grouped")),
        ("1.234,5", "", Reading("1234.5", "number.grouped")),
        ("1 234 567", "", Reading("1234567", "number.grouped")),
        ("12 %", "", Reading("12", "number.percent")),
        ("−3", "", Reading("-3")),
        ("ca. 1000", "", Reading("", "number.unread")),
        ("1e5", "", Reading("", "number.unread")),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_read_in_none(printed: str, decimal: str, expected: Reading) -> None:
    assert number(printed, decimal) == expected


def test_a_column_shows_which_sign_is_before_decimals() -> None:
    assert decimal_sign(["1.234", "61,5"]) == ","
    assert decimal_sign(["1,234", "61.5"]) == "."
    assert decimal_sign(["1,234", "1.234", ""]) == ""
    assert decimal_sign(["61,5", "61.5"]) == ""


@pytest.mark.parametrize(
    ("printed", "order", "days"),
    [
        ("2025-03-04", "", ("2025-03-04", "2025-03-04")),
        ("04.03.2025", "", ("2025-03-04", "2025-03-04")),
        ("4. marts 2025", "", ("2025-03-04", "2025-03-04")),
        ("March 4, 2025", "", ("2025-03-04", "2025-03-04")),
        ("25/03/2025", "", ("2025-03-25", "2025-03-25")),
        ("03/04/2025", "", ("", "")),
        ("03/04/2025", "month", ("2025-03-04", "2025-03-04")),
        ("2025", "", ("2025-01-01", "2025-12-31")),
        ("1. halvår 2025", "", ("2025-01-01", "2025-06-30")),
        ("Q2 2025", "", ("2025-04-01", "2025-06-30")),
        ("2025-02-29", "", ("", "")),
        ("FY26", "", ("", "")),
    ],
)
def test_a_date_is_the_span_that_its_words_name(printed: str, order: str, days: tuple[str, str]) -> None:
    found = span(printed, order)
    assert (found.start, found.end, found.printed) == (*days, printed)
    assert bool(found.told) == (days == ("", ""))


def test_a_period_that_ends_before_it_begins_is_kept_as_words() -> None:
    assert between("2025-12-31", "2025-01-01")[:3] == ("", "", "2025-12-31 – 2025-01-01")
    assert between("", "2025-01-01")[:2] == ("", "2025-01-01")


def test_placeholders_are_no_values_and_zero_is_one() -> None:
    assert all(
        map(is_placeholder, ["[To be determined]", "TBD", "n/a", "–", "[To_be_inserted_by_user]", "ikke oplyst"])
    )
    assert not any(map(is_placeholder, ["0", "Nonesuch", "To be the best", "[1]"]))


def test_names_of_persons_are_told_from_those_of_bodies_and_groups() -> None:
    assert all(map(may_be_person, ["Alice B. Example", "Dr. Example", "Peter Hansen", "Xy Zq", "Jim St. Clair"]))
    bodies = ["Exampleville Council", "NASA", "Rural Communities", "Citizens", "Ministry of Water", "Thought Leaders"]
    assert not any(map(may_be_person, bodies))
    danish = [
        "Åby Kommune",
        "Region Åby",
        "Åby Jobcenter",
        "Teknisk Forvaltning",
        "Åby Miljøstyrelse",
        "Åby Skoles Råd",
    ]
    english = [
        "Water Agencies",
        "Example Departments",
        "Field Offices",
        "EU Observers",
        "Example Contractors",
        "UN Women",
    ]
    assert [name for name in (*danish, *english) if may_be_person(name)] == []
    assert may_be_person("Anders Andersen")
    assert may_be_person("John Waters")  # after a usual given name only a word of the list itself counts
    assert may_be_person("Alice B. Example", sure=True)
    assert not may_be_person("Xy Zq", sure=True)


# StratML Part 2, in and out again.


REPORT = f"""<PerformancePlanOrReport xmlns="{PART_2}" Type="Performance_Report"><Name>Water report</Name>
<StrategicPlanCore><Organization><Name>Exampleville</Name></Organization>
<Goal><Name>Clean water</Name><Description>The water is clean.</Description><Identifier>_g1</Identifier>
<Objective><Name>New pipes</Name><Description>Old pipes are replaced.</Description><Identifier>_o1</Identifier>
<Stakeholder StakeholderTypeType="Organization"><Name>Exampleville Utility</Name><Description>The owner.</Description>
<Role><Name>Builder</Name><Description>Lays the pipes.</Description><RoleType>Performer</RoleType></Role>
</Stakeholder>
<Stakeholder StakeholderTypeType="Generic_Group"><Name>Citizens</Name><Role><Name>Users</Name>
<RoleType>Beneficiary</RoleType></Role></Stakeholder>
<PerformanceIndicator ValueChainStage="Input_Processing" PerformanceIndicatorType="Quantitative">
<SequenceIndicator>1.1.1</SequenceIndicator>
<MeasurementDimension>Pipes replaced</MeasurementDimension><UnitOfMeasurement>Percent</UnitOfMeasurement>
<Identifier>_i1</Identifier>
<Relationship RelationshipType="Narrower_Than"><ReferentIdentifier>_g1</ReferentIdentifier><Name>Serves</Name>
</Relationship>
<MeasurementInstance><TargetResult><StartDate>2025-01-01</StartDate><EndDate>2025-12-31</EndDate>
<NumberOfUnits>40</NumberOfUnits></TargetResult>
<ActualResult><StartDate>2025-01-01</StartDate><EndDate>2025-12-31</EndDate><NumberOfUnits>38.5</NumberOfUnits>
<Descriptor><DescriptorName>Region</DescriptorName><DescriptorValue>North</DescriptorValue></Descriptor>
<Description>One was late.</Description></ActualResult>
<ActualResult><EndDate>2024-12-31</EndDate><NumberOfUnits>12</NumberOfUnits><Descriptor>
<DescriptorName>Status</DescriptorName><DescriptorValue>Baseline</DescriptorValue></Descriptor></ActualResult>
</MeasurementInstance>
<MeasurementInstance><TargetResult><Description>[To be determined]</Description></TargetResult></MeasurementInstance>
</PerformanceIndicator></Objective></Goal></StrategicPlanCore>
<AdministrativeInformation><Identifier>_a1</Identifier><StartDate>2025-01-01</StartDate><EndDate>2025-12-31</EndDate>
<PublicationDate>2026-02-01</PublicationDate></AdministrativeInformation>
</PerformancePlanOrReport>
"""


def leaves(root: Node) -> Counter[tuple[str, str]]:
    """The texts and attributes of the plan below *root*, with the names of what has them."""
    found = [(node.name, node.text) for node in root.nodes() if not node.children and node.text]
    named = [
        (f"@{name}", value)
        for node in root.nodes()
        for name, value in node.attributes.items()
        if name not in ("schemaLocation",)
    ]
    return Counter([*found, *named])


def round_trip(place: Path, text: str, name: str = "trip") -> tuple[Counter[tuple[str, str]], sg.ReportAnswer[object]]:
    """What of *text*, a plan in StratML, did not come back after it was taken in and handed out; and the export."""
    file = place.parent / f"{name}.xml"
    file.write_text(text, encoding="utf-8")
    done = sg.import_file(sg.open(place, language="en"), file, strategy=name)
    assert done.good, [finding.message.en for finding in done.value.accepted.findings]
    out = sg.export_stratml(sg.open(place, language="en"), name)
    valid(out.value.xml)
    before, after = (read_xml(file, one.encode()).root for one in (text, out.value.xml))
    return leaves(before) - leaves(after), out


def valid(xml: str) -> None:
    """Asserts that *xml* is as the schema of its part asks."""
    etree = pytest.importorskip("lxml.etree")
    folder = Path(__file__).parents[2] / "shared" / "reference" / "stratml"
    part_2 = PART_2 in xml.partition("\n")[2].partition("\n")[0]
    files = sorted(folder.glob("PerformancePlan*.xsd" if part_2 else "StrategicPlan*.xsd"))
    if files:
        schema = etree.XMLSchema(etree.parse(str(files[0])))
        assert schema.validate(etree.fromstring(xml.encode())), schema.error_log


def measurements(place: Path, name: str) -> list[dict[str, str]]:
    """The rows of the table of measurements of the strategy *name*."""
    table = (place / "data" / "strategies" / f"{name}.measurements.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(table)))


def test_a_report_comes_back_whole_but_for_what_only_held_a_place(place: Path) -> None:
    lost, out = round_trip(place, HEAD + REPORT)
    assert lost == Counter({("Description", "[To be determined]"): 1})
    assert out["lost"].value.rows == ()
    rows = measurements(place, "trip")
    assert [(row["role"], row["value"], row["start"], row["end"]) for row in rows] == [
        ("Target", "40", "2025-01-01", "2025-12-31"),
        ("Actual", "38.5", "2025-01-01", "2025-12-31"),
        ("Baseline", "12", "", "2024-12-31"),
    ]
    assert rows[1]["cell"].endswith("/MeasurementInstance[1]/ActualResult[1]/NumberOfUnits")
    assert rows[1]["note"] == "One was late."
    findings = sg.check(sg.open(place), sources=place / "sources").value.findings
    assert {finding.rule for finding in findings} == {"StrategyShape-document"}  # of the plan that is still empty


def test_a_number_that_is_no_longer_in_the_file_is_found_by_the_check(place: Path) -> None:
    round_trip(place, HEAD + REPORT)
    file = place / "sources" / "trip.xml"
    file.write_text(file.read_text().replace("38.5", "39.5"))
    rules = {finding.rule for finding in sg.check(sg.open(place), sources=place / "sources").value.findings}
    assert "cell-missing" in rules


WORDS = (
    st.text(st.sampled_from("abc æé&<>\"'1."), min_size=2, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: len(text) > 1 and not is_placeholder(text))
)


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A small plan in StratML Part 2, of random words and numbers."""

    def texts(names: str) -> str:
        return "".join(f"<{name}>{escape(draw(WORDS))}</{name}>" for name in names.split())

    def result(kind: str, number_of: int) -> str:
        units = draw(st.decimals(-1000, 1000, places=2))
        year = 2000 + number_of
        return (
            f"<{kind}><StartDate>{year}-01-01</StartDate><EndDate>{year}-12-31</EndDate>"
            f"<NumberOfUnits>{units}</NumberOfUnits></{kind}>"
        )

    def indicator() -> str:
        instances = "".join(
            f"<MeasurementInstance>{result('TargetResult', n)}{result('ActualResult', n)}</MeasurementInstance>"
            for n in range(draw(st.integers(0, 3)))
        )
        named = texts("MeasurementDimension UnitOfMeasurement")
        return f"<PerformanceIndicator>{named}{instances}</PerformanceIndicator>"

    def objective() -> str:
        indicators = "".join(indicator() for _ in range(draw(st.integers(0, 2))))
        return f"<Objective>{texts('Name Description')}{indicators}</Objective>"

    def goal() -> str:
        objectives = "".join(objective() for _ in range(draw(st.integers(0, 2))))
        return f"<Goal>{texts('Name Description')}{objectives}</Goal>"

    goals = "".join(goal() for _ in range(draw(st.integers(1, 3))))
    values = "".join(f"<Value>{texts('Name Description')}</Value>" for _ in range(draw(st.integers(0, 2))))
    core = (
        f"<StrategicPlanCore><Organization><Name>Exampleville</Name></Organization>{values}{goals}</StrategicPlanCore>"
    )
    root = f'<PerformancePlanOrReport xmlns="{PART_2}" Type="Performance_Plan">'
    return f"{HEAD}{root}<Name>Some plan</Name>{core}</PerformancePlanOrReport>"


@pytest.mark.long
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=plans(), number_of=st.integers(0, 10**9))
def test_any_plan_comes_back_whole(place: Path, text: str, number_of: int) -> None:
    lost, _ = round_trip(place, text, f"trip-{number_of}-{random.Random(text).randrange(10**9)}")
    indicators = "<PerformanceIndicator" in text
    assert {key: count for key, count in lost.items() if indicators or key[0] not in ("@xmlns", "@Type")} == {}


# IATI.


IATI = """<iati-activities><iati-activity default-currency="USD" xml:lang="en">
<iati-identifier>X-1</iati-identifier><reporting-org ref="X"><narrative>Example Agency</narrative></reporting-org>
<title><narrative>Wells</narrative><narrative xml:lang="fr">Puits</narrative></title>
<participating-org role="4"><narrative>Builders Ltd</narrative></participating-org>
<contact-info><person-name><narrative>Alice Example</narrative></person-name></contact-info>
<activity-date iso-date="2021-01-01" type="1"/><activity-date iso-date="2024-12-31" type="3"/>
<budget type="1"><period-start iso-date="2021-01-01"/><period-end iso-date="2021-12-31"/><value>3000</value></budget>
<budget type="1"><period-start iso-date="2022-01-01"/><period-end iso-date="2022-12-31"/><value>5000</value></budget>
<result type="2"><title><narrative>Water</narrative></title>
<indicator measure="2" ascending="0"><title><narrative>Dry</narrative></title><reference vocabulary="9" code="6.1.1"/>
<baseline year="2020" value="12.5"/>
<period><period-start iso-date="2021-01-01"/><period-end iso-date="2021-12-31"/>
<target value="10"><dimension name="region" value="North"/></target><actual value="110"/></period>
<period><target value="5"/><actual value=""/></period></indicator></result>
<transaction/></iati-activity></iati-activities>"""


def iati_of(text: str) -> Plan:
    path = Path("activities.xml")
    return read_iati(path, read_xml(path, (HEAD + text).encode()))


def test_results_of_iati_become_goals_indicators_and_numbers() -> None:
    plan = iati_of(IATI)
    assert [(one.kind, one.title, one.parents) for one in plan.things] == [
        ("Strategy", "Wells", []),
        ("Goal", "Water", []),
        ("Indicator", "Dry", ["goal-1"]),
        ("Funding", "USD 3000 (2021-01-01 – 2021-12-31)", [""]),
        ("Funding", "USD 5000 (2022-01-01 – 2022-12-31)", [""]),
    ]
    indicator = plan.things[2]
    said = {
        verb.rpartition("/")[2].rpartition("#")[2]: value.value.rpartition("/")[2] for verb, value in indicator.said
    }
    assert said == {
        "hasUnit": "PERCENT", "direction": "ns#Decrease", "level": "ns#Outcome", "conformsTo": "C060101",
    }  # fmt: skip
    assert [(one.role, one.value, one.span.start, one.breakdown) for one in plan.numbers] == [
        ("Baseline", "12.5", "2020-01-01", ""),
        ("Target", "10", "2021-01-01", "region: North"),
        ("Actual", "110", "2021-01-01", ""),
        ("Target", "5", "", ""),
    ]
    assert told(plan) == {
        "iati.languages": [4], "iati.unread": [16], "number.beyond": [14], "stratml.empty-element": [15],
        "stratml.person": [6], "stratml.undated": [15],
    }  # fmt: skip
    assert "Alice" not in repr(plan)


def test_money_without_a_currency_is_told_and_not_read() -> None:
    plan = iati_of(IATI.replace(' default-currency="USD"', ""))
    assert told(plan)["iati.currency"] == [8, 9]
    assert not any(one.kind == "Funding" for one in plan.things)


def test_several_activities_are_a_track_each() -> None:
    one = IATI.removeprefix("<iati-activities>").removesuffix("</iati-activities>")
    plan = iati_of(f"<iati-activities>{one}{one}</iati-activities>")
    assert [(each.name, each.parents) for each in plan.things if each.kind in ("Track", "Goal")] == [
        ("track-1", []), ("goal-1-1", ["track-1"]), ("track-2", []), ("goal-2-1", ["track-2"]),
    ]  # fmt: skip


# Tables.


NOTHING = Known(lambda called: None, lambda title, element: None, {"planlagt": SG + "Planned"}, frozenset())
DECIDIM = """id;parent/id;title/da;description/da;start_date;end_date;status/key;progress;proposal_urls
3;1;Nye stier;Stier langs åen;2025-01-01;2026-12-31;planlagt;45,5;https://deltag.example.dk/proposals/123
1;;Grøn by;En by med natur;;;;;
2;9;Træer;;31.12.2025;01.03.2025;planlagt;120;x y
4;5;Ring;;;;;;
5;4;Rang;;;;;;
"""


def rows_of(text: str, known: Known = NOTHING, mapping: str = "", folder: Path | None = None) -> Plan:
    remarks: list[Remark] = []
    path = Path("table.csv")
    shape = None
    if folder is not None:
        (folder / "map.toml").write_text(mapping, encoding="utf-8")
        shape = read_shape(folder / "map.toml")
    table = read_table(path, text.encode(), shape, remarks)
    found = shape or decidim_shape(table.headings)
    assert found is not None
    return read_rows(path, table, found, known, "", remarks)


def test_results_of_decidim_are_initiatives_whose_parents_may_come_later() -> None:
    plan = rows_of(DECIDIM)
    assert [(one.title, one.parents) for one in plan.things if one.kind == "Initiative"] == [
        ("Nye stier", ["initiative-1"]), ("Grøn by", []), ("Træer", []), ("Ring", []), ("Rang", ["initiative-4"]),
    ]  # fmt: skip
    assert told(plan) == {
        "date.backwards": [4], "table.address": [4], "table.parent": [4], "table.progress": [4], "table.ring": [5],
    }  # fmt: skip
    update = next(one for one in plan.things if one.kind == "StatusUpdate")
    assert [value.value for _, value in update.said] == [SG + "Planned", "45.5"]
    stier = plan.things[1]
    assert ("http://purl.org/dc/terms/relation", "https://deltag.example.dk/proposals/123") in [
        (verb, value.value) for verb, value in stier.said
    ]
    assert stier.words[0][1:] == ("cell=2,3", 2, "3", "title/da")


def test_status_words_of_a_sites_own_are_asked_for_all_at_once() -> None:
    with pytest.raises(WrongValue) as caught:
        rows_of(DECIDIM.replace("planlagt;45", "i gang;45").replace("planlagt;120", "sat i bero;120"))
    assert "“i gang”, “sat i bero”" in caught.value.message.en
    assert '--status "i gang=under-way"' in caught.value.remedy.en


def test_a_status_word_is_said_once_and_known_from_then_on(place: Path) -> None:
    file = place.parent / "results.csv"
    file.write_text("id;title/en;status/key\n1;Paths;doing\n", encoding="utf-8")
    done = sg.import_file(sg.open(place, language="en"), file, status={"doing": "under-way"})
    assert done.good, done.value.accepted.findings
    file = place.parent / "later.csv"
    file.write_text("id;title/en;status/key\n2;Trees;doing\n", encoding="utf-8")
    assert sg.import_file(sg.open(place, language="en"), file).good
    words = (place / "data" / "status.ttl").read_text(encoding="utf-8")
    assert words.count("skos:broader sg:UnderWay") == 1


LONG = """Mål;Indikator;Enhed;År;Type;Værdi
1;Ren luft;pct.;2024;Resultat;61,5
1;Ren luft;pct.;2024;Resultat;61,5
1;Ren luft;pct.;2024;Resultat;62
1;Ren luft;antal;2024;Resultat;7
1;Ren luft;pct.;;Resultat;110
1;Ren luft;pct.;2025;Skøn;5
9;Ren luft;pct.;2025;Resultat;5
1;;pct.;2025;Resultat;5
1;Ren luft;pct.;2025;Resultat;ukendt
1;Ren luft;pct.;2026;Resultat
"""
LONG_MAP = """[columns]
element = "Mål"
indicator = "Indikator"
unit = "Enhed"
period = "År"
role = "Type"
value = "Værdi"
[roles]
Resultat = "actual"
"""


def test_a_table_of_numbers_is_read_by_its_mapping_and_each_doubt_is_told(tmp_path: Path) -> None:
    known = NOTHING._replace(element=lambda called: "https://example.org/goal-1" if called == "1" else None)
    plan = rows_of(LONG, known, LONG_MAP, tmp_path)
    assert [(one.indicator, one.value, one.span.printed) for one in plan.numbers] == [
        ("indicator-ren-luft", "61.5", "2024"),
        ("indicator-ren-luft", "62", "2024"),
        ("indicator-ren-luft-2", "7", "2024"),
        ("indicator-ren-luft", "110", ""),
    ]
    assert told(plan) == {
        "table.twice": [3], "table.disagree": [4], "table.units": [5], "number.beyond": [6], "stratml.undated": [6],
        "table.role": [7], "table.element": [8], "table.no-indicator": [9], "table.no-number": [10, 11],
        "table.uneven": [11],
    }  # fmt: skip


def test_a_mapping_that_does_not_fit_says_what_there_is(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    for text, words in (
        ('[columns]\ntitel = "A"', "names “titel”, which is not known"),
        ('[columns]\nvalue = "A"', "says nothing of “indicator”"),
        ('[columns]\namount = "A"', "says nothing of “per_year”"),
        ('[columns]\nnumber = "A"', "does not say what the rows are"),
        ("[columns", "is not valid TOML"),
        ('decimal = "x"\n[columns]\ntitle = "A"', "names “x”, which is not known"),
    ):
        file.write_text(text)
        with pytest.raises(WrongValue, match=re.escape(words)):
            read_shape(file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no rows"),
        (b'id;title/da;progress\n1;"' + b"a\n" * 300, "opened and not closed"),
        (b"id;title/da;progress\n1;" + b"a" * 200_000 + b";3\n", "longer than a table can have"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(content: bytes, words: str) -> None:
    with pytest.raises(FileNotRead, match=words):
        read_table(Path("table.csv"), content, None, [])


def test_money_is_never_guessed_to_be_of_a_currency_or_per_year(tmp_path: Path) -> None:
    text = 'Navn,Beløb,Valuta,Pr. år\nA,"1,200,000",DKK,nej\nB,500,,nej\nC,500,DKK,\nD,12 mio.,DKK,ja\n'
    mapping = '[columns]\ntitle = "Navn"\namount = "Beløb"\ncurrency = "Valuta"\nper_year = "Pr. år"\n'
    plan = rows_of(text, NOTHING, mapping, tmp_path)
    (funding,) = [one for one in plan.things if one.kind == "Funding"]
    assert [value.value for _, value in funding.said][:3] == ["1200000.0", "DKK", "false"]
    assert told(plan) == {"iati.currency": [3], "table.per-year": [4], "table.amount": [5]}


def test_any_numbers_written_to_a_table_are_read_back_as_they_are(tmp_path: Path) -> None:
    values = [Decimal(n) / 8 for n in range(-20, 20)]
    text = "I;P;V\n" + "".join(f"A;{2000 + n};{str(value).replace('.', ',')}\n" for n, value in enumerate(values))
    mapping = (
        'decimal = ","\n[columns]\nindicator = "I"\nperiod = "P"\nvalue = "V"\n[fixed]\nrole = "actual"\nunit = "kg"\n'
    )
    plan = rows_of(text, NOTHING, mapping, tmp_path)
    assert [Decimal(one.value) for one in plan.numbers] == values
    assert told(plan) == {}


# Whatever is broken.


SEEDS = (HEAD + REPORT, HEAD + IATI)


def broken(text: str, chance: random.Random) -> bytes:
    """*text* with one to five pieces removed, doubled, moved or replaced."""
    content = bytearray(text.encode())
    for _ in range(chance.randint(1, 5)):
        at, length = chance.randrange(len(content)), chance.randint(1, 40)
        piece = bytes(content[at : at + length])
        what = chance.randrange(4)
        if what == 0:
            del content[at : at + length]
        elif what == 1:
            content[at:at] = piece
        elif what == 2:
            content[chance.randrange(len(content)) : 0] = piece
        else:
            content[at : at + 1] = chance.choice(
                [b"&", b"<", b">", b"\xff", b"\x00", b"]]>", b"<!--", b"&#0;", b'"', b"\n"]
            )
    return bytes(content)


@pytest.mark.parametrize("mutants", [60, pytest.param(5000, marks=pytest.mark.long)])
def test_no_broken_file_makes_a_reader_fall(mutants: int) -> None:
    chance = random.Random(75)
    path = Path("broken.xml")
    refused = 0
    for _ in range(mutants):
        text = chance.choice(SEEDS)
        try:
            file = read_xml(path, broken(text, chance))
            if is_stratml(file.root):
                read_stratml(path, file)
            elif is_iati(file.root):
                read_iati(path, file)
        except FileNotRead:
            refused += 1
    assert 0 < refused < mutants
    for _ in range(mutants):
        content = broken(DECIDIM * 3, chance)
        try:
            table = read_table(path, content, None, [])
            shape = decidim_shape(table.headings)
            if shape is not None:
                read_rows(path, table, shape, NOTHING, "", [])
        except (FileNotRead, WrongValue):
            pass
