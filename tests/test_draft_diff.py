"""A draft against its print: what became of each sentence, in an invented world and in the real one."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategigraf.compare.api import diff_report
from strategigraf.compare.diff import Change, Diff, Side, diff, two_sides
from strategigraf.compare.sentences import TYPES, sentences_of
from strategigraf.core.errors import UnknownElement, UnknownStrategy, WrongValue
from strategigraf.core.rdf import ID, PREFIXES, SG
from strategigraf.core.report import Report
from strategigraf.core.text import Revision
from strategigraf.files.workspace import find_workspace
from strategigraf.store.dataset import fill
from strategigraf.store.lookup import openings
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE, Cli

DRAFT, PRINT = "midt-workshop-2022-06-15", "midt-udviklingsplan-2023"
STRATEGIES = (DRAFT, PRINT, DRAFT + "/national", "midt-social-strategi-status-2015", "sjaelland-strategi-2025-2028")
World = Callable[..., EmbeddedStore]
Elements = Mapping[str, tuple[str, Sequence[str]]]  # what it is part of, and its quotes


def turtle_of(slug: str, elements: Elements) -> str:
    """The strategy *slug* in its one document, with these goals and tracks."""
    told = [
        f'id:{slug} a sg:Strategy ; skos:prefLabel "{slug}"@da , "{slug}"@en .',
        f'documents:{slug} a sg:Document ; sg:documentOf id:{slug} ; sg:stage sg:Draft ; skos:prefLabel "{slug}"@da .',
    ]
    for name, (parent, quotes) in elements.items():
        kind = "Track" if name.startswith("spor") else "Goal"
        of = f"<{ID}{slug}/{name}>"
        above = f" ; sg:partOf <{ID}{slug}/{parent}>" if parent else ""
        told.append(f'{of} a sg:{kind} ; sg:inStrategy id:{slug} ; skos:prefLabel "{name}"@da , "{name}"@en{above} .')
        for number, words in enumerate(quotes, start=1):
            quote = f"<{ID}{slug}/{name}-quote-{number}>"
            told.append(f"{of} sg:evidence {quote} . {quote} a sg:Quote ; oa:hasSource documents:{slug} ;")
            told.append(f'  oa:hasSelector [ oa:exact "{words}" ] ; sg:section "" .')
    return "\n".join(told)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Makes a store of the strategies `udkast` and `plan` with these elements, and of any more files."""

    def made(udkast: Elements, plan: Elements, **more: str) -> EmbeddedStore:
        head = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
        data = tmp_path / "data"
        (data / "strategies").mkdir(parents=True)
        (data / "alignments").mkdir()
        for slug, elements in (("udkast", udkast), ("plan", plan)):
            (data / "strategies" / f"{slug}.ttl").write_text(head + turtle_of(slug, elements), encoding="utf-8")
        for name, content in more.items():
            (data / "alignments" / f"{name}.sssom.tsv").write_text(content, encoding="utf-8")
        store = EmbeddedStore.in_memory()
        fill(store, find_workspace(data))
        return store

    return made


def compared(store: EmbeddedStore) -> Diff:
    return diff(store, *two_sides(store, "udkast", "plan"))


def told(found: Diff) -> list[tuple[str, str]]:
    return [(change.type, change.revision) for change in found.changes]


SPLIT = "Vi samarbejder med kommunerne om gode overgange, og vi uddanner medarbejderne i recovery."
PARTS = ("Vi samarbejder med kommunerne om gode overgange.", "Medarbejderne uddannes i recovery.")


def test_every_type_of_change_is_found(world: World) -> None:
    draft: Elements = {
        "spor-1": ("", ["Natur"]),
        "spor-2": ("", ["Trivsel"]),
        "maal-1": ("spor-1", ["Vi planter træer langs alle veje."]),
        "maal-2": ("spor-1", ["Vi vil lukke de gamle lossepladser."]),
        "maal-3": ("spor-2", [SPLIT]),
        "maal-4": ("spor-2", ["Her er noget, som ingen mere taler om."]),
    }
    print_: Elements = {
        "spor-1": ("", ["Natur"]),
        "spor-2": ("", ["TRIVSEL"]),
        "maal-1": ("spor-2", ["Vi planter træer langs alle veje."]),
        "maal-2": ("spor-1", ["Vi skal lukke de gamle lossepladser."]),
        "maal-3": ("spor-2", [" ".join(PARTS)]),
        "maal-4": ("spor-2", ["Havnebadet åbner til sommer."]),
    }
    found = compared(world(draft, print_))
    assert told(found) == [
        ("reworded", "Vi [-vil-] {+skal+} lukke de gamle lossepladser."),
        ("moved", "Vi planter træer langs alle veje."),
        (
            "split",
            "Vi samarbejder med kommunerne om gode overgange. [-og vi uddanner-] Medarbejderne {+uddannes+} i "
            "recovery.",
        ),
        ("removed", "[-Her er noget, som ingen mere taler om.-]"),
        ("added", "{+Havnebadet åbner til sommer.+}"),
        ("unchanged", "Natur"),
        ("unchanged", "TRIVSEL"),
    ]
    assert [change.strength for change in found.changes] == ["stronger", "none", "none", "", "", "none", "none"]
    assert found.changes[1].place == (ID + "udkast/spor-1", ID + "plan/spor-2")


def test_what_is_merged_shows_all_its_sentences(world: World) -> None:
    store = world({"maal-1": ("", [PARTS[0]]), "maal-2": ("", [PARTS[1]])}, {"maal-1": ("", [SPLIT])})
    (change,) = compared(store).changes
    assert change.type == "merged"
    assert [sentence.element for sentence in change.draft] == [ID + "udkast/maal-1", ID + "udkast/maal-2"]
    assert (change.revision.draft, change.revision.print) == (" ".join(PARTS), SPLIT)


def test_another_order_among_siblings_is_a_move_of_as_few_as_can_be(world: World) -> None:
    words = ["Skoler først.", "Så veje og stier.", "Derefter parker.", "Til sidst havnen."]
    draft: Elements = {f"maal-{n}": ("", [text]) for n, text in enumerate(words)}
    print_: Elements = {f"maal-{n}": ("", [text]) for n, text in enumerate([words[3], *words[:3]])}
    moved = [change for change in compared(world(draft, print_)).changes if change.type == "moved"]
    assert [(change.revision.draft, change.reordered) for change in moved] == [("Til sidst havnen.", True)]


def test_a_level_put_in_between_moves_nothing(world: World) -> None:
    draft: Elements = {"spor-1": ("", ["Natur"]), "maal-1": ("spor-1", ["Vi planter træer."])}
    print_: Elements = {
        "spor-1": ("", ["Natur"]),
        "spor-1-1": ("spor-1", ["Skove og hegn"]),
        "maal-1": ("spor-1-1", ["Vi planter træer."]),
    }
    assert Counter(kind for kind, _ in told(compared(world(draft, print_)))) == {"unchanged": 2, "added": 1}


ALIGNMENT = """#mapping_set_id: https://w3id.org/strategigraf/graph/alignments/plan--udkast
#mapping_set_title: test
#mapping_set_version: "1"
#license: https://spdx.org/licenses/MIT
#curie_map:
#  plan: https://w3id.org/strategigraf/id/plan/
#  udkast: https://w3id.org/strategigraf/id/udkast/
#  semapv: https://w3id.org/semapv/vocab/
#  sg: https://w3id.org/strategigraf/ns#
#  skos: http://www.w3.org/2004/02/skos/core#
#extension_definitions:
#  - slot_name: rationale_da
#    property: sg:rationale
#    type_hint: http://www.w3.org/2001/XMLSchema#string
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tmapping_justification\tconfidence\tauthor_label\tcomment\trationale_da
plan:maal-2\tx\tskos:closeMatch\t{}\tudkast:maal-1\tx\tsemapv:ManualMappingCuration\t0.9\tcurator\tSame.\tDet samme.
"""


def test_a_recorded_alignment_pairs_what_words_alone_would_not(world: World) -> None:
    draft: Elements = {"maal-1": ("", ["Vi fremmer trivsel og sundhed hos den enkelte"])}
    print_: Elements = {"maal-1": ("", ["Nye veje"]), "maal-2": ("", ["Borgernes trivsel og sundhed er vigtig"])}
    found = compared(world(draft, print_, aligned=ALIGNMENT.format("")))
    assert [change.type for change in found.changes] == ["reworded", "added"]


def test_a_denied_alignment_pairs_nothing(world: World) -> None:
    draft: Elements = {"maal-1": ("", ["Vi fremmer trivsel og sundhed hos den enkelte"])}
    print_: Elements = {"maal-1": ("", ["Nye veje"]), "maal-2": ("", ["Borgernes trivsel og sundhed er vigtig"])}
    found = compared(world(draft, print_, aligned=ALIGNMENT.format("Not")))
    assert [change.type for change in found.changes] == ["removed", "added", "added"]


def test_a_passage_that_several_quote_counts_once_for_whom_it_is_the_own_wording(world: World) -> None:
    draft: Elements = {
        "maal-1": ("", ["Et mål.", "Vi planter træer. Vi slår græs."]),
        "maal-2": ("", ["Vi planter træer."]),
        "maal-3": ("", ["Vi slår"]),
    }
    store = world(draft, {"maal-1": ("", ["Nye veje"])})
    found = sentences_of(store, ID + "udkast")
    assert [(sentence.text, sentence.element[-1], sentence.role) for sentence in found] == [
        ("Et mål.", "1", "own"),
        ("Vi slår græs.", "1", "further"),
        ("Vi planter træer.", "2", "own"),
    ]


@pytest.mark.parametrize("slug", STRATEGIES)
def test_a_strategy_against_itself_is_unchanged(store: EmbeddedStore, slug: str) -> None:
    side = Side(ID + slug, False, sentences_of(store, ID + slug))
    found = diff(store, side, side)
    assert len(found.changes) == len({sentence.unit for sentence in side.sentences}) > 10
    assert {change.type for change in found.changes} == {"unchanged"}
    assert all(change.draft == change.print for change in found.changes if change.draft[0].role == "own")


@pytest.mark.parametrize("slug", STRATEGIES[:1] + STRATEGIES[3:])
def test_the_other_way_round_added_is_removed_and_every_unit_has_one_fate(store: EmbeddedStore, slug: str) -> None:
    sides = two_sides(store, slug, PRINT)
    there, back = diff(store, *sides), diff(store, sides[1], sides[0])
    mirror = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
    assert Counter(mirror.get(c.type, c.type) for c in there.changes) == Counter(c.type for c in back.changes)
    for found in (there, back):
        assert sorted(s for change in found.changes for s in change.draft) == sorted(found.draft.sentences)
        assert sorted(s for change in found.changes for s in change.print) == sorted(found.print.sentences)
        for side in ("draft", "print"):
            units = [unit for change in found.changes for unit in {s.unit for s in getattr(change, side)}]
            assert len(units) == len(set(units))


@pytest.fixture(scope="module")
def real(store: EmbeddedStore) -> Diff:
    return diff(store, *two_sides(store, DRAFT, PRINT))


def of_statements(found: Diff) -> dict[str, list[Change]]:
    changes: dict[str, list[Change]] = {}
    for change in found.changes:
        for sentence in change.draft:
            if "udkast-" in sentence.element:
                changes.setdefault(sentence.element.rsplit("/udkast-", 1)[-1], []).append(change)
    return changes


def test_vision_and_tracks_and_six_of_nine_statements_are_as_in_the_draft(real: Diff) -> None:
    types = {name: {change.type for change in changes} for name, changes in of_statements(real).items()}
    reworded = {"visionsudsagn-2", "visionsudsagn-4", "visionsudsagn-5"}
    same = {"vision", "spor-1", "spor-2", "spor-3", *(f"visionsudsagn-{n}" for n in (1, 3, 6, 7, 8, 9))}
    assert types == {name: {"reworded"} for name in reworded} | {name: {"unchanged"} for name in same}
    assert {len(change.draft) for change in of_statements(real)["visionsudsagn-8"]} == {2}


def test_the_words_of_three_statements_have_changed(real: Diff) -> None:
    changes = of_statements(real)
    assert [str(changes[f"visionsudsagn-{n}"][0].revision) for n in (2, 4, 5)] == [
        "Vi spotter morgendagens ståsted ved at gå forrest med [-praksisnær forskning,-] {+vidensbaseret praksis,+} "
        "nyeste viden og effektive metoder",
        "Vi skaber helhedsorienterede indsatser, der tager højde for [-borgernes-] {+de+} komplekse udfordringer, "
        "[-og behov-] {+der kan være omkring borgeren+}",
        "Gennem dialog og samarbejde oplever [-borgerne-] {+borgere og pårørende+} et medansvar og indgår som en aktiv "
        "del af indsatsen",
    ]
    # “kan være omkring borgeren” and “alle borgere kan få” promise nothing
    strengths = {change.strength for name in ("2", "4", "5", "7") for change in changes[f"visionsudsagn-{name}"]}
    assert strengths == {"none"}


def test_each_sdg_box_of_the_print_is_found_in_the_table_of_contents_under_the_same_track(real: Diff) -> None:
    boxes = {
        change.revision.print: (change.draft[0].element.rsplit("/", 1)[-1], change.print[0].element.rsplit("/", 1)[-1])
        for change in real.changes
        if change.draft and change.revision.print.startswith("VERDENSMÅL NR.")
    }
    assert {box: track for box, (_, track) in boxes.items()} == {
        "VERDENSMÅL NR. 3": "spor-2",
        "VERDENSMÅL NR. 4": "spor-3",
        "VERDENSMÅL NR. 8": "spor-3",
        "VERDENSMÅL NR. 10": "spor-2",
        "VERDENSMÅL NR. 13": "spor-1",
        "VERDENSMÅL NR. 16": "spor-1",
    }
    chapters = {"spor-1": "kapitel-6", "spor-2": "kapitel-4", "spor-3": "kapitel-5"}
    assert all(section.startswith(chapters[track]) for section, track in boxes.values())
    assert "VERDENSMÅL NR. 17" in [change.revision.print for change in real.changes if change.type == "added"]


# Read off both texts: the slides' table of contents and draft vision, the printed plan's contents, headings and boxes.
FATES = {
    "unchanged": "kapitel-1 kapitel-3 kapitel-4 kapitel-4-2 kapitel-5 kapitel-6 udkast-vision udkast-spor-1"
    " udkast-spor-2 udkast-spor-3 udkast-visionsudsagn-1 udkast-visionsudsagn-3 udkast-visionsudsagn-6"
    " udkast-visionsudsagn-7 udkast-visionsudsagn-8 udkast-visionsudsagn-9",
    "reworded": "kapitel-2 kapitel-2-1 kapitel-2-2 kapitel-3-1 kapitel-3-3 kapitel-4-1 kapitel-5-2 kapitel-6-3"
    " kapitel-6-4 udkast-visionsudsagn-2 udkast-visionsudsagn-4 udkast-visionsudsagn-5",
    "split": "kapitel-3-2 kapitel-5-1",
    "removed": "kapitel-1-1 kapitel-1-2 kapitel-2-3 kapitel-4-3 kapitel-5-3 kapitel-5-4 kapitel-6-1 kapitel-6-2 bilag-1"
    " bilag-2 portraet-1 portraet-2 portraet-3 portraet-4 portraet-5",
}
BOXES = {  # by the section that announces the box; the print has one box for each SDG of a track
    "unchanged": "kapitel-4-2 3 | kapitel-4-3 10 | kapitel-5-1 8 | kapitel-5-2 4 | kapitel-6-2 16 | kapitel-6-4 13",
    "removed": "kapitel-2-2 10 | kapitel-2-3 16 | kapitel-4-1 16 | kapitel-5-3 4 | kapitel-5-4 10 | kapitel-6-3 4",
}


def test_chapters_sections_statements_and_boxes_have_the_fates_that_a_reader_of_both_finds(real: Diff) -> None:
    fates: dict[str, list[str]] = {}
    boxes: dict[str, list[str]] = {}
    for change in real.changes:
        for unit, sentence in {sentence.unit: sentence for sentence in change.draft}.items():
            name = sentence.element.rsplit("/", 1)[-1]
            if sentence.role == "own" and name.startswith(("kapitel", "udkast", "bilag", "portraet")):
                fates.setdefault(change.type, []).append(name)
            elif sentence.text.startswith("Verdensmål nr."):
                assert unit == sentence.quote
                boxes.setdefault(change.type, []).append(f"{name} {sentence.text.split()[-1]}")
    assert {fate: sorted(names) for fate, names in fates.items()} == {f: sorted(n.split()) for f, n in FATES.items()}
    assert {f: sorted(names) for f, names in boxes.items()} == {f: sorted(n.split(" | ")) for f, n in BOXES.items()}


def test_no_element_stands_in_two_rows_of_the_report(cli: Cli) -> None:
    """An element is in one row with its own wording; what else it quotes, a box say, has rows of its own."""
    record = json.loads(cli("diff", DRAFT, PRINT, "--format", "json").out)
    rows = [row for part in record["parts"] if part["name"] in ("changes", "unchanged") for row in part["rows"]]
    for side in ("draft", "print"):
        named = [row[side]["id"] if isinstance(row[side], dict) else row[side] for row in rows if row[side]]
        units = [unit for name in named for unit in str(name).split(" + ")]
        assert len(units) == len(set(units)), side


plans = st.dictionaries(
    st.sampled_from([f"maal-{n}" for n in range(6)]),
    st.lists(st.sampled_from(["Vi planter træer. Vi slår græs.", "Vi planter træer.", "Vi slår alt græs i byen.",
                              "Nye veje", "Vi vil åbne havnen. Nye veje", "Havnen åbner."]), min_size=1, max_size=2),
    min_size=1,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans, plans)
def test_in_random_plans_every_unit_has_exactly_one_fate(
    tmp_path_factory: pytest.TempPathFactory, udkast: dict[str, list[str]], plan: dict[str, list[str]]
) -> None:
    store = EmbeddedStore.in_memory()
    data = tmp_path_factory.mktemp("plans")
    head = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
    for slug, elements in (("udkast", udkast), ("plan", plan)):
        told_of = turtle_of(slug, {name: ("", list(dict.fromkeys(quotes))) for name, quotes in elements.items()})
        (data / f"{slug}.ttl").write_text(head + told_of, encoding="utf-8")
    fill(store, find_workspace(data))
    found = compared(store)
    for side, whole in ((0, found.draft), (1, found.print)):
        rows = [{s.unit for s in (change.draft, change.print)[side]} for change in found.changes]
        units = {sentence.unit for sentence in whole.sentences}
        assert sum(map(len, rows)) == len(set().union(*rows)) == len(units)


def test_the_program_agrees_with_a_reader_of_both_sources(
    store: EmbeddedStore, record_property: Callable[[str, object], None]
) -> None:
    with (HERE / "labelled_sentences.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    right = found_pairs = 0
    for draft, print_ in dict.fromkeys((row["draft"], row["print"]) for row in rows):
        wanted = Counter((r["draft_sentence"], r["print_sentence"]) for r in rows if r["draft"] == draft)
        sides = two_sides(store, draft, print_)
        for place, side in enumerate(sides):
            assert {pair[place] for pair in wanted} <= {sentence.text for sentence in side.sentences}
        changes = diff(store, *sides).changes
        pairs = Counter((a.text, b.text) for change in changes for a, b in change.pairs)
        right += sum((wanted & pairs).values())
        found_pairs += sum(pairs.values())
    record_property("figure", f"diff: {right} of {len(rows)} labelled pairs of sentences found, "
                              f"{found_pairs - right} found that a reader did not")  # fmt: skip
    assert (right, found_pairs, len(rows)) >= (37, 0, 40)
    assert found_pairs - right <= 1


def report_of(store: EmbeddedStore, draft: str, print_: str, compact: bool = False) -> Report:
    return diff_report(store, diff(store, *two_sides(store, draft, print_)), compact=compact)


@pytest.mark.parametrize(("draft", "print_"), [(DRAFT, PRINT), (STRATEGIES[4], PRINT)])
def test_every_number_opens_to_words_and_the_sums_add_up(store: EmbeddedStore, draft: str, print_: str) -> None:
    report = report_of(store, draft, print_)
    things = {thing for figure in report.figures() for thing in figure.of}
    assert set(openings(store, things)) == things
    assert all(figure.of for figure in report.figures() if figure.value)
    summary, modals = report.parts[0].rows, report.parts[1].rows
    sides = two_sides(store, draft, print_)
    for column, side in ((3, sides[0]), (4, sides[1])):
        numbers = [row[column].value for row in summary[: len(TYPES) + 1]]  # type: ignore[union-attr]
        assert numbers[0] == sum(numbers[1:]) == len(side.sentences)  # type: ignore[arg-type]
    assert sum(row[1].value for row in modals) == len(sides[0].sentences)  # type: ignore[union-attr,misc]


def test_the_modals_of_the_draft_are_counted_as_in_the_slides(store: EmbeddedStore) -> None:
    rows = report_of(store, DRAFT, PRINT).parts[1].rows
    draft = {row[0].da: int(row[1].text) for row in rows}  # type: ignore[union-attr]
    # what is said of the vision, the plan and the citizens, and what is asked, promises nothing
    assert draft == {"skal": 0, "vil": 0, "bør": 0, "kan": 0, "intet af dem": 110}


def test_an_unknown_name_the_same_text_twice_and_no_words_are_refused(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownStrategy, match="nix"):
        two_sides(store, "nix", PRINT)
    with pytest.raises(UnknownElement, match="nix"):
        two_sides(store, "documents/nix", PRINT)
    for same in (PRINT, "documents/" + PRINT):
        with pytest.raises(WrongValue, match="the same text"):
            two_sides(store, PRINT, same)
    with pytest.raises(WrongValue, match="no wording"):
        two_sides(store, PRINT, DRAFT, [SG + "Mission"])
    with pytest.raises(WrongValue, match="no wording"):
        two_sides(store, "documents/midt-udviklingsplan-udkast-2022", PRINT)


def test_a_document_is_meant_by_its_slug_where_no_strategy_has_it(store: EmbeddedStore) -> None:
    first, second = two_sides(store, "midt-hoeringssvar-hjerneskade", "documents/" + PRINT)
    assert (first.thing, first.document) == (ID + "documents/midt-hoeringssvar-hjerneskade", True)
    assert second.document
    hearing = {sentence.quote for sentence in first.sentences}
    assert not hearing & {sentence.quote for sentence in two_sides(store, PRINT, DRAFT)[0].sentences}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_command_speaks_both_languages_in_every_format(cli: Cli, lang: str) -> None:
    given = ("diff", DRAFT, PRINT, "--kind", "vision-statement", "--lang", lang)
    word = {"da": "omformuleret", "en": "reworded"}[lang]
    table = cli(*given, "--evidence")
    assert table.code == 0
    assert re.search(rf"(?m)^{word} +udkast-visionsudsagn-2 → visionsudsagn-2 +Vi spotter", table.out)
    opening = {"da": "»", "en": "“"}[lang]
    assert f"{opening}Vi skaber helhedsorienterede indsatser, der tager højde for borgernes" in table.out
    markdown = cli(*given, "--format", "markdown").out
    assert "~~praksisnær forskning,~~ **vidensbaseret praksis,** nyeste" in markdown
    rows = list(csv.reader(cli(*given, "--format", "csv", "--part", "changes").out.splitlines()))
    assert rows[0][0] == "type"
    assert [row[0] for row in rows[1:]] == [word] * 3
    assert cli(*given).out == cli(*given).out


def test_json_has_the_segments_that_give_both_sentences_back(cli: Cli, real: Diff) -> None:
    record = json.loads(cli("diff", DRAFT, PRINT, "--format", "json", "--type", "reworded", "--lang", "en").out)
    parts = {part["name"]: part for part in record["parts"]}
    assert list(parts) == ["summary", "modals", "changes", "unchanged"]
    assert parts["unchanged"]["rows"] == []
    assert len(parts["changes"]["rows"]) == len(FATES["reworded"].split())
    for row in parts["changes"]["rows"]:
        segments = row["change"]["segments"]
        for side in ("draft", "print"):
            assert " ".join(s[side] for s in segments if s[side]) == row[f"{side}_sentence"]
        assert set(row["words"]["of"]) <= set(record["evidence"])
    assert parts["summary"]["rows"][0]["count"]["value"] == len(real.changes)


def test_markdown_marks_in_a_source_stay_words(cli: Cli) -> None:
    from strategigraf.core.table import Sheet
    from strategigraf.core.text import revision
    from strategigraf.render.delimited import markdown_table

    changed: Revision = revision("Vi *skal* | ~~nu~~", "Vi *vil* | ~~nu~~ <b>")
    line = markdown_table(Sheet(("change",), ((changed,),))).splitlines()[-1]
    assert line == r"| Vi ~~\*skal\*~~ **\*vil\*** \| \~\~nu\~\~ **\<b\>** |"


def test_an_unknown_type_or_kind_is_wrong_usage(cli: Cli) -> None:
    assert cli("diff", DRAFT, PRINT, "--type", "better").code == 2
    result = cli("diff", DRAFT, PRINT, "--kind", "visionstatement", "--lang", "en")
    assert (result.code, "vision-statement" in result.err) == (2, True)
    assert cli("diff", DRAFT).code == 2
