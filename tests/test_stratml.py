"""StratML taken in: what real files get wrong is told with its line, mended where there is one way, else refused."""

from pathlib import Path

import pytest

import strategigraf as sg
from strategigraf.core.errors import FileNotRead, WrongValue
from strategigraf.core.rdf import DCTERMS, SG, SKOS, Iri, Literal
from strategigraf.exchange.plan import Plan, Thing
from strategigraf.exchange.stratml import read_stratml
from strategigraf.files import turtle
from strategigraf.files.xml_file import MOST_DEPTH, Paths, read_xml, words_at

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SMALL = f"""<StrategicPlan xmlns="{PART_1}">
<Name>Water for all</Name>
<Description>What the town does for its water.</Description>
<StrategicPlanCore>
<Organization><Name>Exampleville</Name><Acronym>EXV</Acronym><Identifier>_o1</Identifier></Organization>
<Vision><Description>Clean water in every tap.</Description><Identifier>_v1</Identifier></Vision>
<Mission><Description>To supply water.</Description></Mission>
<Value><Name>Openness</Name><Description>We show our figures.</Description></Value>
<Goal><Name>Clean water</Name><Description>The water is clean.</Description><Identifier>_g1</Identifier>
<SequenceIndicator>1</SequenceIndicator>
<Stakeholder StakeholderTypeType="Organization"><Name>Exampleville Utility</Name></Stakeholder>
<Stakeholder StakeholderTypeType="Person"><Name>Alice Example</Name></Stakeholder>
<Objective><Name>New pipes</Name><Description>Old pipes are replaced.</Description><Identifier>_g2</Identifier>
<SequenceIndicator>1.1</SequenceIndicator></Objective>
</Goal>
</StrategicPlanCore>
<AdministrativeInformation><StartDate>2025-01-01</StartDate><EndDate>2028-12-31</EndDate>
<PublicationDate>2024-12-12</PublicationDate><Source>https://example.org/plan</Source>
<Submitter><GivenName>Bob</GivenName><Surname>Example</Surname></Submitter></AdministrativeInformation>
</StrategicPlan>
"""


def plan_of(text: str | bytes, head: str = HEAD) -> Plan:
    content = text if isinstance(text, bytes) else (head + text).encode()
    path = Path("plan.xml")
    return read_stratml(path, read_xml(path, content))


def told(plan: Plan) -> dict[str, list[int]]:
    """The lines of all remarks of *plan*, by message."""
    found: dict[str, list[int]] = {}
    for remark in sorted(plan.remarks):
        found.setdefault(remark.key.removeprefix("exchange."), []).append(remark.line)
    return found


def thing(plan: Plan, title: str) -> Thing:
    (found,) = [one for one in plan.things if one.title == title]
    return found


def refused(text: str | bytes, head: str = HEAD) -> FileNotRead:
    with pytest.raises(FileNotRead) as caught:
        plan_of(text, head)
    return caught.value


# What is read.


def test_a_plan_becomes_elements_with_their_words_and_persons_are_only_counted() -> None:
    plan = plan_of(SMALL)
    kinds = [(one.kind, one.title, one.parents) for one in plan.things]
    assert kinds == [
        ("Strategy", "Water for all", []),
        ("Vision", "Clean water in every tap.", []),
        ("Mission", "To supply water.", []),
        ("CoreValue", "Openness", []),
        ("Goal", "Clean water", []),
        ("Goal", "New pipes", ["goal-1"]),
    ]
    goal = thing(plan, "Clean water")
    assert (goal.number, goal.identifier, goal.term) == ("1", "_g1", "goal")
    assert [(words.text, words.place, words.line) for words in goal.words] == [
        ("Clean water", "/StrategicPlan/StrategicPlanCore/Goal/Name", 10),
        ("The water is clean.", "/StrategicPlan/StrategicPlanCore/Goal/Description", 10),
        ("Exampleville Utility", "/StrategicPlan/StrategicPlanCore/Goal/Stakeholder[1]/Name", 12),
    ]
    assert (plan.start, plan.end, plan.dropped) == ("2025", "2028", 2)
    assert told(plan) == {"stratml.person": [13, 20], "stratml.no-role": [12]}
    assert "Alice" not in repr(plan)
    assert "Bob" not in repr(plan)


def test_the_words_of_a_plan_are_found_again_by_their_path() -> None:
    file = read_xml(Path("plan.xml"), (HEAD + SMALL).encode())
    plan = read_stratml(Path("plan.xml"), file)
    words = [one for each in plan.things for one in each.words]
    assert len(words) == 10
    assert [one for one in words if words_at(file.root, one.place) != one.text] == []
    assert words_at(file.root, "/StrategicPlan/StrategicPlanCore/Goal[2]/Name") is None
    paths = Paths()
    assert all(words_at(file.root, paths.of(node)) == node.text for node in file.root.nodes())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (f' xmlns="{PART_1}"', "", {"stratml.namespace": [2]}),
        (PART_1, "http://www.stratml.net", {"stratml.namespace": [2]}),
        ("<Mission>", "<s:Mission>", {"xml.prefix": [8]}),
        ("every tap", "every tap & hose", {"xml.ampersand": [7]}),
        ("every tap", "every&nbsp;tap", {"xml.entity": [7]}),
        ("every tap", "< 5 taps", {"xml.less": [7]}),
        ("every tap", "every\x0btap", {"xml.control": [7]}),
        ("every tap", "<![CDATA[every & tap]]>", {}),
        ("<Identifier>_g1<", "<Identifier>12-ab<", {"stratml.identifier": [10]}),
        ("<Identifier>_g2<", "<Identifier>_g1<", {"stratml.identifier-twice": [14]}),
        ("To supply water.", "[To be determined]", {"stratml.placeholder": [8], "stratml.empty-element": [8]}),
        ("<Name>New pipes</Name>", "", {"stratml.no-name": [14]}),
        (">1.1<", ">1<", {"stratml.number": [15]}),
        ("2025-01-01", "01/02/2025", {"date.two-ways": [18]}),
        ("2025-01-01", "2025-02-30", {"date.none": [18]}),
        ("2025-01-01", "2029-01-01", {"date.backwards": [18]}),
        ("2025-01-01", "January 1, 2025", {}),
        ("<Goal>", "<GOAL>", {"stratml.letters": [10]}),
        ("<Value><Name>Openness</Name>", "<Value><Extra>x</Extra><Name>Openness</Name>", {"stratml.unknown": [9]}),
        ("is clean.", "is <b>clean</b>.", {"stratml.markup": [10]}),
        ("<Value>", "<Value>stray", {"stratml.text": [9]}),
        ("https://example.org/plan", "our web site", {"stratml.source": [18]}),
        (' StakeholderTypeType="Organization"', "", {}),
        ('"Organization"><Name>Exampleville Utility', '""><Name>Carol Sample', {"stratml.maybe-person": [12]}),
        ("Water for all", "", {"stratml.no-title": [2]}),
    ],
)
def test_what_real_files_get_wrong_is_told_with_its_line(old: str, new: str, expected: dict[str, list[int]]) -> None:
    text = SMALL.replace(old, new)
    for name in ("Mission", "GOAL"):
        if f"{name}>" in new:
            end = name.replace("GOAL", "Goal")
            text = text.replace(f"</{end}>", f"</{new.strip('<>')}>")
    assert text != SMALL
    usual = told(plan_of(SMALL))
    if "maybe-person" in str(expected):
        usual.pop("stratml.no-role")
    assert told(plan_of(text)) == usual | expected


def test_an_order_that_is_not_the_standards_is_told_and_read() -> None:
    name, words = "<Name>New pipes</Name>", "<Description>Old pipes are replaced.</Description>"
    printed = "<SequenceIndicator>1.1</SequenceIndicator>"
    text = SMALL.replace(name + words, "").replace(printed, printed + words + name)
    plan = plan_of(text)
    assert told(plan)["stratml.order"] == [15, 15]
    assert thing(plan, "New pipes").words[1].text == "Old pipes are replaced."


@pytest.mark.parametrize(
    ("content", "title", "expected"),
    [
        (b"\xef\xbb\xbf" + (HEAD + SMALL).encode(), "Clean water in every tap.", {}),
        ((HEAD.replace("UTF-8", "UTF-16") + SMALL).encode("utf-16"), "Clean water in every tap.", {}),
        (
            (HEAD + SMALL.replace("tap", "cité")).encode("cp1252"),
            "Clean water in every cité.",
            {"xml.other-encoding": [7]},
        ),
        (
            (HEAD + SMALL.replace("tap", "cit@ or naïve")).encode().replace(b"@", b"\xe9"),
            "Clean water in every cité or naïve.",
            {"xml.byte": [7]},
        ),
        (
            (HEAD.replace("UTF-8", "ISO-8859-1") + SMALL.replace("tap", "cité")).encode("latin-1"),
            "Clean water in every cité.",
            {},
        ),
        (
            (HEAD.replace("UTF-8", "ISO-8859-1") + SMALL.replace("tap", "cité")).encode(),
            "Clean water in every cité.",
            {"xml.declared": [1]},
        ),
        (("\n\n" + HEAD + SMALL).encode(), "Clean water in every tap.", {"xml.before": [1]}),
        ((HEAD + SMALL).replace("\n", "\r\n").encode(), "Clean water in every tap.", {}),
    ],
)
def test_the_encoding_is_what_the_file_is_written_in(
    content: bytes, title: str, expected: dict[str, list[int]]
) -> None:
    plan = plan_of(content)
    assert thing(plan, title).kind == "Vision"
    assert {key: lines for key, lines in told(plan).items() if key.startswith("xml")} == expected


# What is refused.


BOMB = '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (BOMB + SMALL.replace("every tap", "&b;"), 2, "a code of its own, “a”"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SMALL, 2, "a code of its own, “x”"),
        (SMALL.replace("</Vision>", ""), 17, "<Vision> of line 7 is not closed"),
        (SMALL[:600], 10, "is not closed"),
        (SMALL + "<more/>", 22, "after the last element"),
        (SMALL.replace("<Goal>", '<Goal a="1" a="2">'), 10, "written twice"),
        ("Not found", 2, "not XML"),
        ("", 2, "not XML"),
        ("<a>" * (MOST_DEPTH + 1), 2, "nested more than"),
        (f'<StrategicPlan xmlns="{PART_1}"><Name>x y</Name></StrategicPlan>', 0, "no goals"),
    ],
)
def test_what_cannot_be_mended_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    error = refused(text)
    assert words in error.message.en
    assert (f"plan.xml:{line}:" in error.message.en) == bool(line)


def test_an_external_document_type_is_not_fetched() -> None:
    plan = plan_of('<!DOCTYPE StrategicPlan SYSTEM "http://127.0.0.1:9/none.dtd">' + SMALL)
    assert thing(plan, "Clean water").kind == "Goal"


# Into one's own data.


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_root: Path) -> Path:
    """A workspace for plans in English, without the library."""
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    folder = tmp_path / "work"
    sg.create_workspace(folder, "Our plan", "Exampleville", languages="en", preset="stratml")
    settings = folder / "strategigraf.toml"
    settings.write_text(settings.read_text().replace("library = true", "library = false"))
    return folder


def test_a_plan_is_written_checked_with_its_file_and_a_second_time_changes_nothing(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "water.xml"
    file.write_text(HEAD + SMALL)
    graph = sg.open(place, language="en")
    tried = sg.import_file(graph, file, dry=True)
    assert tried.good
    assert not (place / "sources" / "water.xml").exists()
    done = sg.import_file(graph, file)
    assert done.value.accepted.findings == ()
    assert done.summary == "Imported into our-plan: 5 elements and 0 measurements."
    assert (place / "sources" / "water.xml").read_bytes() == file.read_bytes()
    said = turtle.statements(place / "data" / "strategies" / "our-plan.ttl")
    base = "https://w3id.org/strategigraf/id/our-plan"
    assert (Iri(f"{base}/objective-1-1"), Iri(SG + "partOf"), Iri(f"{base}/goal-1")) in said
    assert (Iri(f"{base}/goal-1"), Iri(DCTERMS + "identifier"), Literal("_g1")) in said
    assert (Iri(f"{base}/goal-1"), Iri(SKOS + "notation"), Literal("1")) in said
    assert sg.check(sg.open(place), sources=place / "sources").value.findings == ()
    again = sg.import_file(sg.open(place, language="en"), file)
    assert again.summary == "Nothing to change: our-plan already has all of the file."


def test_another_edition_is_not_merged_and_another_file_of_the_name_not_replaced(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "water.xml"
    file.write_text(HEAD + SMALL)
    sg.import_file(sg.open(place), file)
    file.write_text(HEAD + SMALL.replace("every tap", "most taps"))
    with pytest.raises(WrongValue, match="is another file"):
        sg.import_file(sg.open(place), file)
    with pytest.raises(WrongValue, match="has elements already"):
        sg.import_file(sg.open(place), file, strategy="our-plan")
    other = file.rename(tmp_path / "water-2.xml")
    assert sg.import_file(sg.open(place), other).value.strategy == "water-for-all-2025-2028"
