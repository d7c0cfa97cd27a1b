"""An explanation gives the whole chain with its words, each once, and says what is not said."""

import json
import re
from pathlib import Path

import pytest

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import ID, SDG, Text, short
from strategigraf.core.report import Words
from strategigraf.files.source_text import SourceText
from strategigraf.matrix.matrix import matrix
from strategigraf.store.lookup import openings
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.trace.explain import explain
from strategigraf.trace.explanation import Chapter, Cited, Explanation, Step, chapters, explanation_report, memo
from tests.conftest import Cli

PLAN = ID + "midt-udviklingsplan-2023/"
THINGS = [
    PLAN + "pejlemaerke-8", PLAN + "indsats-1-1", PLAN + "spor-3", PLAN + "tidsplan-2024-1-2", PLAN + "vision",
    PLAN + "visionsudsagn-6", PLAN + "begreb-borger", PLAN + "uoverensstemmelse-1", PLAN.rstrip("/"),
    ID + "sjaelland-strategi-2025-2028/maalsaetning-3", ID + "sjaelland-strategi-2025-2028/fundament-3",
    ID + "midt-social-strategi-status-2015/handleplan-1-a", ID + "midt-workshop-2022-06-15/national-indsats-1-4",
    ID + "midt-hoeringssvar-hjerneskade/bemaerkning-3", ID + "midt-hoeringssvar-hjerneskade/spoergsmaal-7-1",
    SDG + "10.3", SDG + "13", SDG + "1.1", PLAN + "link-spor-2--3.4", PLAN + "pejlemaerke-8-quote-1",
]  # fmt: skip


def chapter(found: Explanation, name: str) -> Chapter:
    return next((one for one in found.chapters if one.name == name), Chapter(name, Text("", ""), ()))


def said(found: Explanation, name: str) -> list[str]:
    return [step.says.da for step in chapter(found, name).steps]


def test_the_chain_runs_from_the_vision_down_with_the_words_of_each(store: EmbeddedStore) -> None:
    steps = chapter(explain(store, PLAN + "pejlemaerke-8"), "chain").steps
    assert [(step.says.da, step.quotes[0].words.exact) for step in steps] == [
        ("Vision »Vi understøtter borgeren i at udleve ønsker, håb og drømme«",
         "Vi understøtter borgeren i at udleve ønsker, håb og drømme"),
        ("Strategispor »Det hele menneske«",
         "Organisationens skal tage højde for komorbiditet og de komplekse udfordringer, der er omkring borgeren. "
         "Pårørende og civilsamfundet er en vigtig ressource, og indsatser skal udvikles i tæt samspil med disse."),
        ("Indsatsområde »Lighed i sundhed«", "LIGHED I SUNDHED"),
        ("Pejlemærke 8 »Mere lighed i sundhed og samme muligheder for alle borgere«",
         "Socialområdets borgere har en lavere gennemsnitlig levealder end resten af befolkningen. Derfor vil vi skabe "
         "forudsætningerne for mere lighed i sundhed, så vi tilstræber, at alle borgere får de samme muligheder i "
         "livet."),
    ]  # fmt: skip


def test_a_named_link_says_what_the_box_names_and_what_the_bullet_promises(store: EmbeddedStore) -> None:
    (step,) = chapter(explain(store, PLAN + "indsats-1-1"), "sdg").steps
    assert step.says.da == "Bidrager til delmål 16.6 »Effektive og åbne institutioner, der står til ansvar«"
    assert step.how.da == "omtalt andetsteds: tekststedet om verdensmålet omtaler det, som elementet lover"
    assert [(cited.whose.da, cited.words.exact[:40]) for cited in step.quotes] == [
        ("Indsats", "Vi udvikler et nyt takstgrundlag, under "),
        ("Verdensmål", "I tråd med delmål 16.6 sætter vi en ære "),
        ("Verdensmål", "Det gør vi bl.a. gennem en ny takststruk"),
    ]


def test_a_reading_gives_its_reason_and_how_certain_it_is(store: EmbeddedStore) -> None:
    found = explain(store, PLAN + "indsats-8-1")
    (step,) = chapter(found, "sdg").steps
    assert (step.basis, step.confidence) == ("interpreted", "0.7")
    assert step.why.en
    assert "– tolket (grad af sikkerhed 0,7): Bostedslæger under pejlemærket om lighed i sundhed" in memo(found, "da")
    assert "– interpreted (confidence 0.7): " in memo(found, "en")


def test_what_is_not_said_is_said_so(store: EmbeddedStore) -> None:
    assert "Det er ikke med i tidsplanen, hverken selv eller gennem noget, der er del af det." in said(
        explain(store, PLAN + "indsats-8-2"), "silence"
    )
    older = explain(store, ID + "midt-social-strategi-status-2015/handleplan-1-a")
    assert said(older, "silence") == ["Strategien har ingen tidsplan.", "Strategien omtaler ingen verdensmål."]
    assert said(older, "facts")[0] == "Status: i gang"
    alone = chapter(explain(store, PLAN + "pejlemaerke-5"), "silence").steps
    assert [(step.says.da, step.basis) for step in alone] == [
        ("Ingen høringsbemærkning vedrører det.", ""),
        (
            "Uden tilsvarende element i Strategi for det regionale socialområde i Region Sjælland 2025–2028",
            "interpreted",
        ),
    ]
    assert said(explain(store, SDG + "1.1"), "silence") == ["Ingen strategi omtaler det."]


def test_of_a_target_it_says_who_claims_it_as_the_matrix_does(store: EmbeddedStore) -> None:
    for code in ("10.3", "4.4", "16.6"):
        found = explain(store, SDG + code)
        direct: set[str] = set()
        inherited: set[str] = set()
        for kind in ("track", "focus-area", "goal", "initiative", "timeline-entry", "vision-statement"):
            for mark in matrix(store, find_kind(store, kind), find_kind(store, "sdg-target")).marks():
                if mark.column == SDG + code:
                    (inherited if mark.basis == "inherited" else direct).add(mark.row)
        assert {step.thing for step in chapter(found, "claims").steps} == direct
        reach = {name for step in chapter(found, "reach").steps for name in step.says.da.split("«: ")[1].split(", ")}
        assert reach == {short(row).split("/")[1] for row in inherited}


def test_the_misfit_of_target_13_2_stands_with_all_that_rest_on_it(store: EmbeddedStore) -> None:
    for thing in (SDG + "13.2", SDG + "13", PLAN + "indsats-5-4", PLAN + "spor-1"):
        assert "Delmål 13.2 gengives som undervisning og oplysning" in said(explain(store, thing), "misfits")
    assert said(explain(store, PLAN + "indsats-1-1"), "misfits") == []


def test_a_comment_stands_with_what_answers_it(store: EmbeddedStore) -> None:
    found = explain(store, ID + "midt-hoeringssvar-hjerneskade/bemaerkning-3")
    question = "unkt i en bemærkning »Er visionen om bostedslæger realistisk eller mest et ønske?«"
    assert said(found, "hearing") == [
        "Vedrører indsats »Bostedslæger til de enkelte tilbud«",
        "Vedrører pejlemærke 8 »Mere lighed i sundhed og samme muligheder for alle borgere«",
        "Vedrører pejlemærke 10 »Sammenhæng i indsatsen før, under og efter anbringelse«",
        f"P{question} vedrører indsats »Bostedslæger til de enkelte tilbud«",
        f"Indsats »Bostedslæger til de enkelte tilbud« besvarer p{question}",
        f"Tidsplanspost »Bostedslæger (Holmstrupgård)« besvarer p{question}",
    ]
    assert said(found, "silence") == []
    assert said(found, "facts")[0] == "Behandling: delvist besvaret"


@pytest.mark.parametrize("thing", THINGS, ids=short)
def test_a_memo_gives_each_quote_once_and_by_number_after_that(thing: str, store: EmbeddedStore) -> None:
    for language, again in (("da", "citat"), ("en", "quote")):
        page = memo(explain(store, thing, language), language)
        seen = 0
        for line in page.splitlines():
            if match := re.search(r"[”«] \\\[(\d+)\\\]", line):
                assert int(match[1]) == seen + 1
                seen += 1
            elif match := re.fullmatch(rf"\s+- (?:[^“»]+: )?{again} (\d+)", line):
                assert int(match[1]) <= seen
        assert page.startswith("# ")
        assert not re.search(r"\*\*\*\*| – \.|  –|\{\}|: \.", page)
    danish, english = memo(explain(store, thing, "da"), "da"), memo(explain(store, thing, "en"), "en")
    assert [line for line in danish.splitlines() if line.startswith("## ")] != [
        line for line in english.splitlines() if line.startswith("## ")
    ]


def test_every_quote_of_a_memo_stands_in_its_source(store: EmbeddedStore, sources: dict[str, SourceText]) -> None:
    checked = 0
    for thing in THINGS:
        for one in explain(store, thing).chapters:
            for cited in (cited for step in one.steps for cited in step.quotes):
                if cited.words.document.startswith(ID + "documents/"):
                    text = sources[cited.words.document.rsplit("/", 1)[-1] + ".md"]
                    assert next(iter(text.spans(cited.words.exact)), None), cited.words
                    checked += 1
    assert checked > 300


@pytest.mark.parametrize("thing", THINGS, ids=short)
def test_every_number_of_the_report_opens(thing: str, store: EmbeddedStore) -> None:
    figures = [figure for figure in explanation_report(explain(store, thing)).figures() if figure.value]
    words = openings(store, {opened for figure in figures for opened in figure.of})
    for figure in figures:
        assert figure.of
        assert all(opened in words for opened in figure.of), figure


def test_what_stands_in_a_source_does_not_become_active() -> None:
    words = Words("q", "*et* <b>to</b> [tre](http://x)", "# Fire", "d")
    step = Step(Text("Siger _fem_", "Says _five_"), quotes=(Cited(Text("", ""), words),))
    found = Explanation("x", Text("T|t", "T|t"), Text("", ""), "d", {"d": Text("D", "D")},
                        (Chapter("c", Text("C", "C"), (step,)),))  # fmt: skip
    page = memo(found, "da")
    assert "»\\*et\\* \\<b\\>to\\</b\\> \\[tre\\](http\\://x)«" in page
    assert "**Siger \\_fem\\_**" in page
    assert "(\\# Fire)" in page


def test_one_chapter_may_be_had_alone_and_an_unknown_one_is_refused(store: EmbeddedStore) -> None:
    found = explain(store, PLAN + "pejlemaerke-8")
    assert [one.name for one in chapters(found, "timeline").chapters] == ["timeline"]
    with pytest.raises(WrongValue, match="no part “nix”"):
        chapters(found, "nix")


def test_the_command_answers_in_every_format_and_both_languages(cli: Cli, tmp_path: Path) -> None:
    page = cli("explain", "pejlemaerke-8").out
    assert page.startswith("# Pejlemærke 8 »Mere lighed i sundhed")
    assert "## Hvad kilderne ikke siger" in cli("explain", "pejlemaerke-5").out
    english = cli("explain", "10.3", "--lang", "en", "--part", "claims").out
    assert "**Track “The whole person” (Vision and development plan" in english
    record = json.loads(cli("explain", "indsats-8-1", "--format", "json").out)
    parts = {part["name"]: part for part in record["parts"]}
    assert parts["sdg"]["rows"][0]["confidence"]["value"] == 0.7
    assert set(parts["sdg"]["rows"][0]["quotes"]["of"]) <= set(record["evidence"])
    assert cli("explain", "pejlemaerke-5", "--format", "csv", "--part", "silence").out.startswith("step,says,")
    assert "Bidrager til delmål 10.3" in cli("explain", "pejlemaerke-8", "--format", "table").out
    assert cli("explain", "pejlemaerke-8", "--part", "nix").code == 2
    out = tmp_path / "memo.md"
    assert cli("explain", "pejlemaerke-8", "-o", out).out == ""
    assert out.read_text(encoding="utf-8") == page
    wrong = cli("explain", "pejlemerke-8")
    assert (wrong.code, "Mente du midt-udviklingsplan-2023/pejlemaerke-8" in wrong.err) == (2, True)
