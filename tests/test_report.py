"""Reports: every number opens to words, in every format, and a part can be had alone."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from strategigraf.api.report import ReportAnswer
from strategigraf.core.errors import WrongValue
from strategigraf.core.policy import Status
from strategigraf.core.rdf import ID, SDG, XSD, Iri, Literal, Text
from strategigraf.core.report import Column, Figure, Part, Report, count, part_of, score, share, shown_value
from strategigraf.render.tables import part_sheet, part_table, report_record
from strategigraf.shell.session import Output, deliver
from strategigraf.store.lookup import openings
from strategigraf.store.sparql import EmbeddedStore

PLAN = ID + "midt-udviklingsplan-2023/"
GOAL, LINK = PLAN + "pejlemaerke-8", PLAN + "link-indsats-1-1--16.6"
ALIGNED = ID + "alignments/sjaelland-strategi-2025-2028--midt-udviklingsplan-2023/mission--relatedMatch--vision"
PART = Part(
    "sums",
    Text("Summer", "Sums"),
    Text("Hvor mange.", "How many."),
    (Column("element"), Column("links", description=Text("hvor mange", "how many")), Column("share"), Column("status")),
    (
        (Iri(GOAL), count([LINK]), share([GOAL], [GOAL, LINK, ALIGNED]), Status.OK.label),
        (None, Figure(None), score(0.125, [ALIGNED]), Status.MISSING.label),
    ),
    gaps=1,
)
REPORT = Report("test", Text("Prøve", "Trial"), (PART, PART._replace(name="again", rows=PART.rows[:1], gaps=0)))


def test_figures_count_share_and_round_and_say_when_there_is_nothing_to_count() -> None:
    assert count(["a", "b"]) == (Decimal(2), ("a", "b"), "")
    assert share(["a"], ["a", "b", "c"]) == (Decimal("33.3"), ("a",), "%")
    assert share([], []).text == "n/a"
    assert share([], ["a"]).text == "0.0"
    assert part_of(1, 8, ["a"]) == (Decimal("12.5"), ("a",), "%")
    assert part_of(0, 0, ["a"]).text == "n/a"
    assert [score(value, []).text for value in (0.125, 0.135, 1e-9)] == ["0.12", "0.14", "0.00"]


def test_of_several_statuses_the_worst_holds() -> None:
    assert max(Status.JUSTIFIED, Status.SUSPECT, Status.OK) is Status.SUSPECT
    assert [status.label.en for status in Status] == ["ok", "justified", "partial", "suspect", "missing", "error"]


def test_whatever_a_number_counts_opens_to_words(store: EmbeddedStore) -> None:
    quote = GOAL + "-quote-1"
    words = openings(store, [GOAL, LINK, ALIGNED, quote, SDG + "10.3", SDG + "10", PLAN + "no-such"], "en")
    assert list(words) == sorted([GOAL, LINK, ALIGNED, quote, SDG + "10.3", SDG + "10"])
    assert [found.quote for found in words[quote]] == [quote]
    assert words[GOAL][0] == words[quote][0]
    assert [found.document.rsplit("/", 1)[-1] for found in words[ALIGNED]] == [
        "sjaelland-strategi-2025-2028",
        "midt-udviklingsplan-2023",
    ]
    assert words[SDG + "10.3"][0].exact.startswith("Ensure equal opportunity and reduce inequalities of outcome")
    danish = openings(store, [SDG + "10.3", SDG + "1.1"], "da")
    assert danish[SDG + "1.1"][0].exact.startswith("Inden 2030 skal ekstrem fattigdom")
    assert danish[SDG + "10.3"] == words[SDG + "10.3"]  # the register has no Danish text of this one


def test_the_record_of_a_report_has_every_number_with_what_it_opens_to(store: EmbeddedStore) -> None:
    record = json.loads(json.dumps(report_record(store, REPORT, "en")))
    first, second = record["parts"][0]["rows"]
    assert first["links"] == {"value": 1, "of": [LINK]}
    assert first["share"] == {"value": 33.3, "of": [GOAL]}
    assert first["element"]["id"] == GOAL
    assert second == {
        "element": None,
        "links": {"value": None, "of": []},
        "share": {"value": 0.12, "of": [ALIGNED]},
        "status": "missing",
    }
    assert set(record["evidence"]) == {GOAL, LINK, ALIGNED}
    assert all(entry["quotes"] for entry in record["evidence"].values())


def test_a_part_as_a_sheet_has_its_sentence_and_when_asked_for_the_words(store: EmbeddedStore) -> None:
    assert part_sheet(store, PART, "da").notes == ("Hvor mange.",)
    notes = part_sheet(store, PART, "da", evidence=True).notes
    assert f"  »{openings(store, [LINK])[LINK][0].exact}« (" in "\n".join(notes)
    assert part_table(PART, "en").rows[1][3] is not None
    assert REPORT.gaps == 1
    assert len(REPORT.figures()) == 6


def test_csv_is_one_part_and_an_unknown_part_is_refused(store: EmbeddedStore, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    answer = ReportAnswer(None, REPORT, store, "en")
    deliver(answer, Output(out, "csv"))
    head, first, second, *rest = out.read_bytes().split(b"\r\n")
    assert head == b"element,element_label,links,share,status"
    assert first.endswith(b",1,33.3,ok")
    assert second == b",,n/a,0.12,missing"
    assert rest == [b""]
    deliver(answer, Output(out, "csv", part="again"))
    assert len(out.read_bytes().splitlines()) == 2
    with pytest.raises(WrongValue, match="part “nix”"):
        deliver(answer, Output(out, "csv", part="nix"))
    deliver(answer, Output(out, "markdown"))
    assert out.read_text(encoding="utf-8").count("## Sums") == 2


@pytest.mark.parametrize(
    ("written", "kind", "danish", "english"),
    [
        ("2023-11", "gYearMonth", "november 2023", "November 2023"),
        ("2022-06-15", "date", "15. juni 2022", "15 June 2022"),
        ("2024", "gYear", "2024", "2024"),
        ("2022-13", "gYearMonth", "2022-13", "2022-13"),
        ("0.5", "decimal", "0,5", "0.5"),
        ("2022-06-15", "string", "2022-06-15", "2022-06-15"),
    ],
)
def test_a_value_is_written_as_people_write_it(written: str, kind: str, danish: str, english: str) -> None:
    assert shown_value(Literal(written, XSD + kind)) == Text(danish, english)
