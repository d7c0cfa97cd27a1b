"""Hearings: every comment and every question of the response, in the order of a note, with what answers it."""

import json
from pathlib import Path

import pytest

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import ID, SG, Iri
from strategigraf.files.source_text import SourceText
from strategigraf.files.turtle_format import format_statements
from strategigraf.files.workspace import Workspace
from strategigraf.hearing.hearing import Hearing, heard, hearing, hearing_report
from strategigraf.store.dataset import fill
from strategigraf.store.lookup import openings
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli
from tests.small_world import statements_of
from tests.test_comparison import number, part, record

PLAN, RESPONSE = ID + "midt-udviklingsplan-2023", ID + "midt-hoeringssvar-hjerneskade/"
# Read off the response: nine general remarks in the letter, then the rows of its table by page of the hearing draft.
GENERAL = 9
PAGES = ["5", "9+10", "11", "13", "14", "15", "17", "18", "18"]
QUESTIONS = [4, 3, 1, 1, 1, 3, 2, 1, 1]


@pytest.fixture(scope="module")
def real(store: EmbeddedStore) -> Hearing:
    return hearing(store, PLAN)


def test_general_remarks_come_first_and_the_rows_of_the_table_by_page(real: Hearing) -> None:
    general = [comment for comment in real.comments if comment.general]
    assert len(general) == GENERAL
    assert list(real.comments[:GENERAL]) == general
    assert [comment.page for comment in real.comments[GENERAL:]] == PAGES
    assert [len(comment.questions) for comment in real.comments[GENERAL:]] == QUESTIONS
    assert {question.page for question in real.comments[10].questions} == {"9+10"}
    assert [number for number, _ in real.numbered][8:13] == ["2.9", "3.1", "3.1.1", "3.1.2", "3.1.3"]


def test_every_row_of_the_table_is_told_in_its_own_words(real: Hearing, sources: dict[str, SourceText]) -> None:
    text = sources["midt-hoeringssvar-hjerneskade.md"]
    for comment in real.comments:
        assert comment.words is not None
        assert text.spans(comment.words.exact), comment.comment
        for question in comment.questions:
            assert question.words is not None
            assert question.words.exact.rstrip("?.") in comment.words.exact
    doctors = real.comments[11]
    assert doctors.words is not None
    assert doctors.words.exact.startswith("Er visionen om etablering af bostedslæger")
    assert [words.exact[:29] for words in doctors.commented] == ["Etablering af bostedslæger på"]


def test_what_the_plan_says_of_doctors_temporary_staff_and_rates(real: Hearing) -> None:
    """Read off the plan: doctors are wished for and scheduled at one place, rates have a pilot and a roll-out, where
    temporary staff is trained stands nowhere."""
    doctors, staff, rates = real.comments[11], real.comments[13], real.comments[16]
    assert rates.page == "18"
    assert {r.element.rsplit("/", 1)[-1] for r in doctors.questions[0].replies} == {"indsats-8-1", "tidsplan-2024-2-1"}
    assert staff.questions[0].disposition == SG + "NotAnswered"
    assert staff.questions[0].replies == ()
    assert [quote.exact for r in rates.questions[0].replies for quote in r.words][1:] == [
        "Nyt takstgrundlag (pilotprojekt)",
        "Implementering af nyt takstgrundlag på hele socialområdet",
    ]


def test_the_sums_count_each_matter_once_and_open_to_its_words(store: EmbeddedStore, real: Hearing) -> None:
    report = hearing_report(store, [real])
    rows = record(part(report, "sums"))
    sums = {str(row["disposition"]): (number(row["points"]), number(row["comments"])) for row in rows[:-1]}
    assert list(sums.values()) == [(5, 1), (8, 6), (3, 3), (8, 7), (2, 1)]
    assert number(rows[-1]["points"]) == GENERAL + sum(QUESTIONS)
    assert number(rows[-1]["comments"]) == GENERAL + len(PAGES)
    assert all(number(row["general"]) + number(row["on_passages"]) == number(row["points"]) for row in rows)
    things = {thing for figure in report.figures() for thing in figure.of}
    assert things == set(openings(store, things))
    assert part(report, "comments").gaps == sum(
        row["disposition"] == Iri(SG + "NotAnswered") for row in record(part(report, "comments"))
    )


def test_the_saved_questions_say_the_same(cli: Cli, real: Hearing) -> None:
    rows = json.loads(cli("ask", "hearing-answers", "--format", "json").out)["results"]["bindings"]
    told = {(row["comment"]["value"], row["answer"]["value"]) for row in rows if "answer" in row}
    ours = {(c.comment, reply.element) for _, c in real.numbered for reply in c.replies}
    assert told == ours
    assert {row["comment"]["value"] for row in rows} == {comment.comment for _, comment in real.numbered}


def test_the_note_is_laid_out_as_authorities_do(cli: Cli) -> None:
    done = cli("hearing", "midt-udviklingsplan-2023", "--format", "markdown")
    assert done.code == 0
    headings = [line for line in done.out.splitlines() if line.startswith("## ")]
    assert headings == [
        "## 1. Høringen",
        "## 2. Generelle bemærkninger",
        "## 3. Bemærkninger til de enkelte afsnit",
        "## 4. Ændringer i forhold til høringsudkastet",
    ]
    assert done.out.count("\n### ") == GENERAL + len(PAGES)
    assert done.out.count("\n#### ") == sum(QUESTIONS)
    assert "| LMU Specialområde Hjerneskade | 18 | 26 |" in done.out
    assert "### 3.3 Det hele menneske, side 11: Bostedslæger" in done.out
    assert "**Vurdering: ikke besvaret.**" in done.out
    assert done.out.count("Svar i planen: intet.") == 3
    english = cli("hearing", "--format", "markdown", "--lang", "en")
    assert "## 2. General comments" in english.out
    assert "page 9+10" in english.out
    assert "> Er visionen om etablering af bostedslæger" in english.out


@pytest.mark.parametrize(
    "name", ["midt-udviklingsplan-2023", "midt-hoeringssvar-hjerneskade", "midt-hoeringssvar-hjerneskade/svar"]
)
def test_a_hearing_is_found_by_strategy_document_or_response(cli: Cli, name: str) -> None:
    assert cli("hearing", name, "--format", "csv").out == cli("hearing", "--format", "csv").out


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("format_name", ["table", "csv", "json", "markdown"])
def test_hearings_come_in_each_format_and_language(cli: Cli, format_name: str, language: str) -> None:
    done = cli("hearing", "--part", "comments", "--format", format_name, "--lang", language)
    assert done.code == 0
    assert {"da": "delvist besvaret", "en": "partly answered"}[language] in done.out


def test_a_hearing_asked_wrongly_is_answered_with_the_way_out(cli: Cli) -> None:
    done = cli("hearing", "sjaelland-strategi-2025-2028", "--lang", "en")
    assert (done.code, "There are comments in: midt-udviklingsplan-2023." in done.err) == (2, True)
    done = cli("hearing", "midt-hoeringssvar-hjernskade")
    assert (done.code, "Mente du documents/midt-hoeringssvar-hjerneskade" in done.err) == (2, True)
    done = cli("hearing", "zzz", "--lang", "en")
    assert (done.code, "There are consultation comments on: midt-udviklingsplan-2023." in done.err) == (2, True)


def test_data_without_comments_say_so(corpus_store: EmbeddedStore) -> None:
    with pytest.raises(WrongValue, match="no consultation comments"):
        heard(corpus_store, None)


def test_two_responses_are_told_apart(tmp_path: Path) -> None:
    told = """
id:en a sg:Strategy ; skos:prefLabel "En"@da .
organisations:by a org:Organization ; skos:prefLabel "By"@da , "Town"@en .
en:svar-1 a sg:HearingResponse ; skos:prefLabel "Svar 1"@da ; sg:inStrategy id:en ; sg:responsible organisations:by ;
    sg:evidence en:q-1 .
en:svar-2 a sg:HearingResponse ; skos:prefLabel "Svar 2"@da ; sg:inStrategy id:en ; sg:evidence en:q-2 .
en:b-1 a sg:HearingComment ; skos:prefLabel "Sent"@da ; sg:inStrategy id:en ; sg:partOf en:svar-1 ;
    sg:disposition sg:NotAnswered ; sg:refersToPage "12" ; sg:evidence en:q-1 .
en:b-2 a sg:HearingComment ; skos:prefLabel "Tidligt"@da ; sg:inStrategy id:en ; sg:partOf en:svar-2 ;
    sg:disposition sg:Welcomed ; sg:refersToPage "9" ; sg:evidence en:q-2 .
en:q-1 a sg:Quote ; oa:hasSelector en:q-1-s ; oa:hasSource documents:x ; sg:section "S" .
en:q-1-s a oa:TextQuoteSelector ; oa:exact "Hvad med åen?" .
en:q-2 a sg:Quote ; oa:hasSelector en:q-2-s ; oa:hasSource documents:y ; sg:section "S" .
en:q-2-s a oa:TextQuoteSelector ; oa:exact "Godt." .
"""
    ontology, data = tmp_path / "ontology", tmp_path / "data"
    for place in (ontology, data):
        place.mkdir()
    (data / "en.ttl").write_text(format_statements(statements_of(told), {}), encoding="utf-8")
    store = EmbeddedStore.in_memory()
    fill(store, Workspace(ontology, data, tmp_path, (tmp_path,)))
    both = hearing(store, ID + "en")
    assert [comment.page for comment in both.comments] == ["9", "12"]
    assert [one.organisation for one in both.respondents] == [ID + "organisations/by", ""]
    assert [c.page for c in hearing(store, ID + "en", ID + "en/svar-1").comments] == ["12"]
    assert [c.page for c in hearing(store, ID + "en", ID + "documents/y").comments] == ["9"]


def test_an_answer_shows_the_words_that_answer_and_not_the_first_of_the_element(store: EmbeddedStore) -> None:
    """The track's first words are on comorbidity; what answers "på hvilket niveau" are the four levels it names."""
    (found,) = [hearing(store, *pair) for pair in heard(store, None)]
    question = next(c for _, c in found.numbered if c.comment.endswith("/spoergsmaal-2-3"))
    told = " ".join(quote.exact for reply in question.replies for quote in reply.words)
    assert "på både lokalt og individuelt niveau såvel som på det strategiske og organisatoriske niveau" in told
    assert "komorbiditet" not in told
