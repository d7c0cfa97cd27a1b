"""Proposals: what is found in a document, with which words, where, and below what; profiles, and what is asked."""

import json
from pathlib import Path

import pytest

from benchmarks.extraction import PROFILES, golden_of, scores
from strategigraf.files.layout import layout_path
from strategigraf.files.source_text import SourceText
from strategigraf.propose.claims import sense_of
from strategigraf.propose.profile import NO_PROFILE, Profile, answered, read_profile
from strategigraf.propose.proposals import Proposals, Source, proposals
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli
from tests.invented_pdf import invented_plan
from tests.screen import on_screen

PLAN = """# Grøn kommune

## Indhold

Spor 1: Energi ........ 2
Initiativ 1: Varmepumper ........ 2
Spor 2: Natur ........ 3

# Forord

Planen har to spor og tre initiativer. Den følger op på delmål 13.2.

Kari Nordmann
Borgmester

## Vores vision

Vi vil leve af det, naturen kan bære, og give den videre i bedre stand.

## Overblik

- Initiativ 1: Varmepumper
- Initiativ 2: Solceller
- Initiativ 3: Vild natur

## Spor 1: Energi

Kommunens bygninger bruger for meget gas.

### Initiativ 1: Varmepumper

Vi udskifter gasfyr i skolerne senest i 2027. Teknik og Miljø er ansvarlig sammen med Region Skov, og
Miljøstyrelsen er hørt. Det bidrager til delmål 7.2 og 7.3.

### Initiativ 2: Solceller

Der lægges solceller på 40 procent af tagene. Der er afsat 2,5 mio. kr. årligt i 2027-2030.

## Spor 2: Natur

### Initiativ 3: Vild natur

Vi lader en tredjedel af plænerne gro.
"""


def found_in(text: str, profile: Profile = NO_PROFILE) -> Proposals:
    return proposals(Source(SourceText.of("plan.md", text.encode("utf-8"))), profile)


def shown(found: Proposals) -> list[tuple[str, str, str]]:
    """Kind, title and the title of what it is part of."""
    title_of = {one.key: one.title for one in found.elements}
    return [(one.kind, one.title, title_of.get(one.parent, "")) for one in found.elements]


def test_labels_and_numbers_are_elements_once_each_below_what_holds_them() -> None:
    vision = "Vi vil leve af det, naturen kan bære, og give den videre i bedre stand"
    assert shown(found_in(PLAN)) == [
        ("Vision", vision, ""),
        ("Track", "Energi", vision),
        ("Initiative", "Varmepumper", "Energi"),
        ("Initiative", "Solceller", "Energi"),
        ("Track", "Natur", vision),
        ("Initiative", "Vild natur", "Natur"),
    ]


def test_a_proposal_quotes_the_very_words_where_they_are_told_and_not_in_the_summary() -> None:
    found = found_in(PLAN)
    one = next(element for element in found.elements if element.title == "Varmepumper")
    assert one.quote == PLAN[one.place.start : one.place.end] == "Initiativ 1: Varmepumper"
    assert one.place.start == PLAN.index("### Initiativ 1") + 4


def test_what_the_text_counts_is_held_against_what_is_found() -> None:
    found = found_in(PLAN)
    assert [(one.kind, one.value, one.found) for one in found.counts] == [("Track", 2, 2), ("Initiative", 3, 3)]
    without = found_in(PLAN.replace("### Initiativ 3: Vild natur", "").replace("- Initiativ 3: Vild natur", ""))
    assert [(one.kind, one.value, one.found) for one in without.counts] == [("Track", 2, 2), ("Initiative", 3, 2)]


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("Planen har seks milepæle.", "TimelineEntry", 6),
        ("Vi sætter fem effektmål.", "Goal", 5),
        ("De tre pejlespor bærer planen.", "Track", 3),
    ],
)
def test_plurals_that_are_formed_otherwise_are_counted(said: str, kind: str, value: int) -> None:
    assert (kind, value) in [(one.kind, one.value) for one in found_in(f"# Plan\n\n{said}\n").counts]


def test_a_number_told_of_one_track_is_held_against_what_that_track_has() -> None:
    told = PLAN.replace("Kommunens bygninger bruger", "Sporet har to initiativer. Kommunens bygninger bruger")
    assert [(one.kind, one.value, one.found) for one in found_in(told).counts] == [
        ("Track", 2, 2),
        ("Initiative", 3, 3),
    ]
    told = PLAN.replace("Kommunens bygninger bruger", "Sporet har fem initiativer. Kommunens bygninger bruger")
    assert ("Initiative", 5, 2) in [(one.kind, one.value, one.found) for one in found_in(told).counts]


def test_an_answer_for_headings_leaves_labelled_headings_and_what_they_lead_in() -> None:
    answers = answered(["heading-2=none"], str)
    found = found_in(PLAN, Profile(tuple(answers)))
    assert [one.kind for one in found.elements].count("Track") == 2
    assert [one.kind for one in found.elements].count("Vision") == 1


def test_sdg_targets_dates_and_amounts_are_claims_of_the_element_with_the_sentence() -> None:
    found = found_in(PLAN)
    title_of = {one.key: one.title for one in found.elements}
    claims = {(one.about, one.value, title_of.get(one.element, "")): one.quote for one in found.claims}
    assert claims["sdg", "7.2", "Varmepumper"] == "Det bidrager til delmål 7.2 og 7.3."
    assert ("sdg", "7.3", "Varmepumper") in claims
    assert ("sdg", "13.2", "") in claims
    assert claims["date", "2027", "Varmepumper"] == "Vi udskifter gasfyr i skolerne senest i 2027."
    assert ("amount", "2,5 mio. kr.", "Solceller") in claims  # a share is no amount of money
    assert [value for about, value, _ in claims if about == "amount"] == ["2,5 mio. kr."]
    assert ("organisation", "Region Skov", "Varmepumper") in claims


@pytest.mark.parametrize(
    ("value", "sentence", "sense"),
    [
        ("3 mio. kr.", "Der afsættes 3 mio. kr. årligt.", "year"),
        ("12 mio. kr.", "Der er afsat 12 mio. kr. i alt, heraf 3 mio. kr. årligt til drift.", "total"),
        ("3 mio. kr.", "Der er afsat 12 mio. kr. i alt, heraf 3 mio. kr. årligt til drift.", "year"),
        ("2 mio. kr.", "Budgettet er 2 mio. kr. i 2027.", "total"),
        ("2 mio. kr.", "Budgettet er 2 mio. kr. fra 2027.", ""),
        ("3 mio. kr.", "Vi bruger 3 mio. kr. på solceller.", ""),
        ("£40 million", "We will invest £40 million over three years.", "total"),
        ("£4 million", "This costs £4 million a year.", "year"),
    ],
)
def test_an_amount_is_per_year_or_in_all_only_where_the_words_beside_it_say_so(
    value: str, sentence: str, sense: str
) -> None:
    assert sense_of("amount", value, sentence) == sense


@pytest.mark.parametrize(
    ("name", "sentence", "role"),
    [
        ("Region Skov", "Skovby Kommune er tovholder i samarbejde med KL og Region Skov.", "partner"),
        ("Skovby Kommune", "Skovby Kommune er tovholder i samarbejde med KL og Region Skov.", "lead"),
        ("Skovby Kommune", "Indsatsen gennemføres af Skovby Kommune sammen med Region Skov.", "responsible"),
        ("Ældrerådet", "Kommunen inddrager Ældrerådet.", "consulted"),
        ("Treasury", "The Treasury leads this work jointly with the Cabinet Office.", "lead"),
        ("Cabinet Office", "The Treasury leads this work jointly with the Cabinet Office.", "partner"),
        ("Region Skov", "Region Skov ligger mod nord.", ""),
    ],
)
def test_an_organisation_has_the_part_that_the_words_beside_it_say(name: str, sentence: str, role: str) -> None:
    assert sense_of("organisation", name, sentence) == role


def test_an_organisation_that_is_only_named_is_no_claim() -> None:
    found = found_in(PLAN.replace("er ansvarlig sammen med", "taler med"))
    assert [claim.value for claim in found.claims if claim.about == "organisation"] == []


def test_a_web_page_is_read_by_its_headings_and_lists(cli: Cli, tmp_path: Path) -> None:
    document = tmp_path / "plan.html"
    lists = "<h2>Priority {n}: {name}</h2><p>Text.</p><h3>We will:</h3><ul><li>{name} one</li><li>{name} two</li></ul>"
    body = "".join(lists.format(n=n, name=name) for n, name in enumerate(("Energy", "Nature"), 1))
    document.write_text(f"<html><body><h1>Plan</h1>{body}</body></html>", encoding="utf-8")
    done = cli("propose", str(document), "--format", "json", "--lang", "en")
    rows = {part["name"]: part["rows"] for part in json.loads(done.out)["parts"]}
    assert [(row["proposal"], row["belongs_to"]) for row in rows["elements"]] == [
        ("Energy", None), ("Energy one", "Energy"), ("Energy two", "Energy"),
        ("Nature", None), ("Nature one", "Nature"), ("Nature two", "Nature"),
    ]  # fmt: skip


def test_names_of_persons_are_told_and_what_is_not_understood_is_listed() -> None:
    found = found_in(PLAN)
    assert found.persons == (("Kari Nordmann", ""),)
    assert any(rest.begins.startswith("Kommunens bygninger bruger") for rest in found.rest)
    assert 0.1 < found.covered < 0.9


def test_an_english_plan_by_lead_in_and_numbers() -> None:
    text = (
        "# Plan\n\n# Health\n\nWe must do better.\n\n## We commit to:\n\n1. Open a clinic\n2. Train nurses\n\n"
        "# Housing\n\nHomes are few.\n\n## We commit to:\n\n3. Build 200 homes\n4. Renovate the towers\n"
    )
    assert shown(found_in(text)) == [
        ("Track", "Health", ""),
        ("Initiative", "Open a clinic", "Health"),
        ("Initiative", "Train nurses", "Health"),
        ("Track", "Housing", ""),
        ("Initiative", "Build 200 homes", "Housing"),
        ("Initiative", "Renovate the towers", "Housing"),
    ]


def test_a_key_follows_the_words_and_not_the_place() -> None:
    keys = {one.title: one.key for one in found_in(PLAN).elements}
    moved = {one.title: one.key for one in found_in("# Nyt kapitel\n\nMere tekst her.\n\n" + PLAN).elements}
    assert moved == keys


def test_the_user_says_what_a_style_is_and_the_answers_are_kept_for_the_next_document(tmp_path: Path) -> None:
    text = "# Plan\n\n## Vild natur\n\nTekst om natur.\n\n## Ren luft\n\nTekst om luft.\n"
    assert found_in(text).elements == ()
    rules = answered(["heading-2=Goal"], str)
    assert [one[:2] for one in shown(found_in(text, Profile(rules)))] == [("Goal", "Vild natur"), ("Goal", "Ren luft")]


def test_answers_and_profile_on_the_command_line(cli: Cli, tmp_path: Path) -> None:
    document, profile = tmp_path / "plan.md", tmp_path / "profil.toml"
    document.write_text(PLAN, encoding="utf-8")
    done = cli("propose", str(document), "--as", "spor=indsatsområde", "--save", str(profile), "--format", "json")
    rows = {part["name"]: part["rows"] for part in json.loads(done.out)["parts"]}
    kinds = [row["kind"]["id"].rpartition("#")[2] for row in rows["elements"]]
    assert kinds.count("FocusArea") == 2
    again = cli("propose", str(document), "--profile", str(profile), "--only-profile", "--format", "json")
    rows = {part["name"]: part["rows"] for part in json.loads(again.out)["parts"]}
    assert [row["kind"]["id"].rpartition("#")[2] for row in rows["elements"]].count("FocusArea") == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--as", "Initiativ"], "--as"),
        (["--as", "Initiativ=intiative"], "initiative"),
        (["--profile", "{folder}/none.toml"], "none.toml"),
    ],
)
def test_a_wrong_answer_is_told_with_the_remedy(cli: Cli, tmp_path: Path, given: list[str], said: str) -> None:
    document = tmp_path / "plan.md"
    document.write_text(PLAN, encoding="utf-8")
    done = cli("propose", str(document), *(word.replace("{folder}", str(tmp_path)) for word in given), "--lang", "en")
    assert done.code in (2, 3)
    assert said in done.err


@pytest.mark.parametrize("content", ['style = "x"', "[[style]]\nkind = 3", '[[style]]\nkind = "goal"', "nonsense"])
def test_a_file_that_is_no_profile_is_refused(cli: Cli, tmp_path: Path, content: str) -> None:
    document, profile = tmp_path / "plan.md", tmp_path / "p.toml"
    document.write_text(PLAN, encoding="utf-8")
    profile.write_text(content, encoding="utf-8")
    done = cli("propose", str(document), "--profile", str(profile), "--lang", "en")
    assert done.code == 3
    assert "is not a profile" in done.err


def test_the_pages_of_a_pdf_are_those_that_the_words_are_on(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    document = tmp_path / "plan.pdf"
    document.write_bytes(invented_plan().pdf)
    done = cli("propose", str(document), "--format", "json", "--lang", "en")
    rows = {part["name"]: part["rows"] for part in json.loads(done.out)["parts"]}
    found = [(row["kind"]["id"].rpartition("#")[2], row["number"], row["page"]) for row in rows["elements"]]
    assert [one for one in found if one[0] == "Track"] == [
        ("Track", "1", "4"),
        ("Track", "2", "4"),
        ("Track", "3", "5"),
    ]
    assert [one[2] for one in found if one[0] == "Initiative"] == ["4"] * 6 + ["5"] * 2
    assert [one[2] for one in found if one[0] == "TimelineEntry"] == ["5"] * 4
    assert len(found) == 15
    assert {(row["stated"], row["found"]) for row in rows["counts"]} == {("3", "3"), ("8", "8")}
    assert not layout_path(document).exists()


@pytest.mark.parametrize(
    "name", ["midt-udviklingsplan-2023", "midt-workshop-2022-06-15", "sjaelland-strategi-2025-2028"]
)
def test_a_profile_proposes_what_people_entered(
    name: str, store: EmbeddedStore, sources: dict[str, SourceText]
) -> None:
    text = sources[f"{name}.md"]
    found = proposals(Source(text), read_profile(PROFILES / f"{name}.toml", str))
    by_kind = scores(found, golden_of(store, text))
    assert sum(score.right for score in by_kind.values()) >= 0.95 * len(found.elements)
    for kind in ("Goal", "Initiative", "TimelineEntry", "FocusArea"):
        if kind in by_kind:
            assert by_kind[kind].right == by_kind[kind].golden == by_kind[kind].proposed


FOCUS = """# Digital strategi

## FOKUSOMRÅDE 1

## Digital service

Danskerne skal have god service.

### Initiativ 1

### En samlet indgang

Vi gør det lettere, jf. initiativ 2.

## FOKUSOMRÅDE 2

## Tryghed

### Initiativ 2

### Stærk identitet

Vi styrker den.
"""
PRIORITIES = """# Strategic plan

Our strategy has two strategic priorities:

- Healthy people
- Green city

## Priority 1: Healthy people

**Objective 1.1** Reduce smoking

Actions:

- Open clinics
- Run campaigns

## Priority 2: Green city

**Objective 2.1** More trees

Actions:

- Plant trees
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            FOCUS,
            [
                ("Track", "Digital service", ""),
                ("Initiative", "En samlet indgang", "Digital service"),
                ("Track", "Tryghed", ""),
                ("Initiative", "Stærk identitet", "Tryghed"),
            ],
        ),
        (
            PRIORITIES,
            [
                ("Track", "Healthy people", ""),
                ("Goal", "Reduce smoking", "Healthy people"),
                ("Initiative", "Open clinics", "Reduce smoking"),
                ("Initiative", "Run campaigns", "Reduce smoking"),
                ("Track", "Green city", ""),
                ("Goal", "More trees", "Green city"),
                ("Initiative", "Plant trees", "More trees"),
            ],
        ),
    ],
)
def test_labels_alone_and_lists_of_one_are_understood(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert shown(found_in(text)) == expected


def test_a_table_that_sums_up_says_nothing_new_and_objectives_are_goals() -> None:
    text = (
        "# Plan\n\n## Objectives\n\nWe must do better.\n\n### We will:\n\n- Heal people\n- Teach children\n\n"
        "## Health\n\nText on health.\n\n### We commit to:\n\n1. Open a clinic\n2. Train nurses\n\n"
        "## Summary of commitments\n\nNo\tCommitment\tDate\n1\tOpen a clinic\t2026\n2\tTrain nurses\t2027\n"
    )
    found = found_in(text)
    assert [(one.kind, one.title) for one in found.elements] == [
        ("Goal", "Heal people"),
        ("Goal", "Teach children"),
        ("Initiative", "Open a clinic"),
        ("Initiative", "Train nurses"),
    ]


def _titles(text: str) -> list[tuple[str, str, str, str]]:
    found = found_in(text)
    title_of = {one.key: one.title for one in found.elements}
    return [(one.kind, one.number, one.title, title_of.get(one.parent, "")) for one in found.elements]


def test_letters_and_spelled_numbers_after_a_label_are_numbers() -> None:
    text = (
        "# Plan\n\n## Mål A – Ren luft\n\nTekst.\n\n### Indsats A.1 Færre biler\n\nTekst.\n\n"
        "## Mål B – Rent vand\n\nTekst.\n\n### Indsats B.1 Nye brønde\n\nTekst.\n"
    )
    assert _titles(text) == [
        ("Goal", "A", "Ren luft", ""),
        ("Initiative", "A.1", "Færre biler", "Ren luft"),
        ("Goal", "B", "Rent vand", ""),
        ("Initiative", "B.1", "Nye brønde", "Rent vand"),
    ]
    spelled = (
        "# Plan\n\n## Goal One: Clean air\n\nThe air is bad.\n\n### Objective 1.1 Fewer cars\n\nThere are many.\n\n"
        "## Goal Two: Clean water\n\nThe water is bad.\n\n### Objective 2.1 New wells\n\nThere are few.\n"
    )
    assert [(number, parent) for _, number, _, parent in _titles(spelled)] == [
        ("One", ""), ("1.1", "Clean air"), ("Two", ""), ("2.1", "Clean water"),
    ]  # fmt: skip


def test_a_preposition_after_a_label_is_no_number() -> None:
    assert _titles("# Plan\n\n## INDSATS I SKOLEN\n\nTekst om skolen.\n\n## Mål i fællesskab\n\nTekst.\n") == []


OUTLINE = """# Sundhedsplan

## 1 Indledning

Planen har to temaer og fire indsatser.

### 1.1 Baggrund

Tekst.

## 2 Sundhed hele livet

Tekst.

### 2.1 Bevægelse i hverdagen

Tekst.

### 2.2 Røgfri generation

Tekst.

## 3 Fællesskab

Tekst.

### 3.1 Venner på vejen

Tekst.

### 3.2 Åbne døre

Tekst.

## 4 Opfølgning

### 4.1 Måling

Tekst.
"""


def test_numbered_headings_without_a_label_are_tracks_and_initiatives_but_for_chapters_on_the_plan_itself() -> None:
    assert _titles(OUTLINE) == [
        ("Track", "2", "Sundhed hele livet", ""),
        ("Initiative", "2.1", "Bevægelse i hverdagen", "Sundhed hele livet"),
        ("Initiative", "2.2", "Røgfri generation", "Sundhed hele livet"),
        ("Track", "3", "Fællesskab", ""),
        ("Initiative", "3.1", "Venner på vejen", "Fællesskab"),
        ("Initiative", "3.2", "Åbne døre", "Fællesskab"),
    ]
    counts = found_in(OUTLINE).counts
    assert [(one.kind, one.value, one.found) for one in counts] == [("Track", 2, 2), ("Initiative", 4, 4)]


def test_numbered_headings_that_hold_goals_and_initiatives_are_tracks_and_focus_areas() -> None:
    part = (
        "### {n} {t}\n\nTekst.\n\n#### Mål\n\n- {t} er godt\n- {t} er stort\n\n#### Handlinger\n\n- Vi gør {t} bedre\n"
    )
    text = (
        "# Planstrategi\n\n## 1. Hvorfor\n\nTekst.\n\n## 2. Byer\n\nTekst.\n\n" + part.format(n="2.1", t="Boligen")
        + part.format(n="2.2", t="Torvet") + "\n## 3. Land\n\nTekst.\n\n" + part.format(n="3.1", t="Engen")
    )  # fmt: skip
    found = _titles(text)
    assert [(kind, title) for kind, _, title, _ in found if kind in ("Track", "FocusArea")] == [
        ("Track", "Byer"), ("FocusArea", "Boligen"), ("FocusArea", "Torvet"), ("Track", "Land"), ("FocusArea", "Engen"),
    ]  # fmt: skip
    assert {(kind, parent) for kind, _, title, parent in found if "Torvet" in title and kind != "FocusArea"} == {
        ("Goal", "Torvet"), ("Initiative", "Torvet"),
    }  # fmt: skip


def test_requirements_in_a_table_below_a_goal_are_parts_of_it_and_each_number_counts_its_own_word() -> None:
    table = "| Resultatkrav | Frist |\n| --- | --- |\n| {0} er kortere | 2026 |\n| {0} er billigere | 2027 |\n\n"
    text = (
        "# Resultatplan\n\nPlanen har to mål med i alt fire resultatkrav.\n\n## Mål 1: Svar\n\nTekst.\n\n"
        + table.format("Svaret") + "## Mål 2: Breve\n\nTekst.\n\n" + table.format("Brevet")
    )  # fmt: skip
    assert [(kind, title, parent) for kind, _, title, parent in _titles(text)] == [
        ("Goal", "Svar", ""), ("Goal", "Svaret er kortere", "Svar"), ("Goal", "Svaret er billigere", "Svar"),
        ("Goal", "Breve", ""), ("Goal", "Brevet er kortere", "Breve"), ("Goal", "Brevet er billigere", "Breve"),
    ]  # fmt: skip
    assert [(one.kind, one.value, one.found) for one in found_in(text).counts] == [("Goal", 2, 2), ("Goal", 4, 4)]


def test_goals_in_a_list_do_not_hold_the_headings_that_follow() -> None:
    text = "# Plan\n\n## Spor 1: By\n\n### Mål\n\n- Byen er ren\n- Byen er grøn\n\n### Indsats E1: Træer\n\nTekst.\n"
    assert ("Initiative", "E1", "Træer", "By") in _titles(text)


def test_a_terminal_asks_once_for_each_style_and_keeps_the_answers(tmp_path: Path) -> None:
    document, kept = tmp_path / "plan.md", tmp_path / "svar.toml"
    parts = "".join(f"## Byggesten {n}: {name}\n\nTekst om {name}.\n\n" for n, name in enumerate(("Vand", "Luft"), 1))
    document.write_text(
        f"# Plan\n\n{parts}## Opfølgning\n\nTekst.\n\n- først det ene\n- så det andet\n", encoding="utf-8"
    )
    typed = f"visoin\nmålsætning\nslut\n{kept}\n".encode()
    code, said = on_screen(tmp_path / "cache", ["propose", document, "--part", "elements"], 110, 60, typed)
    assert code in (0, 1)
    assert said.count("Hvad er det?") == 3  # the first was no type and is asked again, the last is “slut”
    assert "»Byggesten 1: Vand | Byggesten 2: Luft« … 2 gange" in said
    assert "visoin" in said.split("Hvad er det?")[1]
    assert "2 forslag" in said
    again = found_in(document.read_text(encoding="utf-8"), read_profile(kept, lambda word: word.title()))
    assert [(one.kind, one.title) for one in again.elements] == [("Goal", "Vand"), ("Goal", "Luft")]


def test_nothing_is_asked_where_all_is_answered_or_nobody_can_answer(cli: Cli, tmp_path: Path) -> None:
    document = tmp_path / "plan.md"
    document.write_text(OUTLINE, encoding="utf-8")
    assert "Hvad er det" not in cli("propose", str(document)).err
    code, said = on_screen(tmp_path / "cache", ["propose", document, "--no-ask", "--part", "counts"], 110, 60)
    assert (code, "Hvad er det" in said) == (0, False)


def test_a_number_above_its_title_takes_the_heading_though_a_box_is_between() -> None:
    below = "".join(f"Initiativ {n}\n\n### {title}\n\nTekst.\n\n" for n, title in ((2, "En pligt"), (3, "En plan")))
    parts = "## Indsatsområde 1: Viden\n\nTekst.\n\nInitiativ 1\n\n{box}### Et center\n\nTekst.\n\n" + below
    for box in ("", "**Fakta**\n\n"):
        found = _titles("# Strategi\n\n" + parts.format(box=box))
        assert [(kind, number, title) for kind, number, title, _ in found] == [
            ("FocusArea", "1", "Viden"), ("Initiative", "1", "Et center"), ("Initiative", "2", "En pligt"),
            ("Initiative", "3", "En plan"),
        ]  # fmt: skip


def test_a_heading_that_says_again_that_we_do_it_leads_in_what_will_be_done() -> None:
    part = "## Pejlemærke {n}: {t}\n\nTekst.\n\n### {lead}\n\n- følger {t} op\n- samler {t} ét sted\n\n"
    for lead, expected in (("Det betyder, at vi", 4), ("Det ved vi", 0)):
        text = "# Politik\n\n" + "".join(part.format(n=n, t=t, lead=lead) for n, t in ((1, "lyst"), (2, "hjælp")))
        kinds = [kind for kind, _, _, _ in _titles(text)]
        assert (kinds.count("Goal"), kinds.count("Initiative")) == (2, expected)
