"""Pictures: what they count is what the sources and the matrices say; they read, fit and stay the same."""

import io
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.core.errors import PictureTooLarge
from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, SDG, SG, Text
from strategigraf.core.report import Drawing
from strategigraf.core.thread import CONTRIBUTES_TO, SCHEDULES
from strategigraf.matrix.matrix import matrix
from strategigraf.matrix.view import with_gaps
from strategigraf.picture.drawing import (
    heat_map,
    heat_map_drawing,
    neighbourhood_drawing,
    sankey_drawing,
    timeline_drawing,
)
from strategigraf.picture.neighbourhood import neighbourhood, neighbourhood_map
from strategigraf.picture.sankey import flows, flows_of_strategy, sankey
from strategigraf.picture.timeline import Bar, moment, time_line, timetable
from strategigraf.render.canvas import cut, lettered, sized, width, wrapped
from strategigraf.store.lookup import Captions
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import Cli
from tests.counts import counted

if TYPE_CHECKING:
    from playwright.sync_api import Browser


PLAN, OLD, DRAFT, SOUTH = (
    "midt-udviklingsplan-2023",
    "midt-social-strategi-status-2015",
    "midt-workshop-2022-06-15",
    "sjaelland-strategi-2025-2028",
)
NATIONAL = f"{DRAFT}/national"
STRATEGIES = (PLAN, OLD, DRAFT, SOUTH, NATIONAL)
THINGS = (
    f"{PLAN}/pejlemaerke-8",
    f"{PLAN}/spor-1",
    f"{PLAN}/vision",
    f"{OLD}/handleplan-7-e",
    f"{SOUTH}/maalsaetning-8",
    f"{NATIONAL}-indsats-4-1",
    PLAN,
)
HEATS = (
    ("goal", "sdg-target", PLAN, "track"),
    ("initiative", "sdg-goal", PLAN, "goal"),
    ("initiative", "status", OLD, "focus-area"),
    ("section", "sdg-goal", DRAFT, ""),
    ("goal", "initiative", SOUTH, "track"),
    ("initiative", "focus-area", NATIONAL, ""),
)
NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawings(store: EmbeddedStore) -> list[Drawing]:
    """A picture of each kind of each strategy that has one."""
    found = [sankey_drawing(store, ID + slug) for slug in STRATEGIES]
    found += [sankey_drawing(store, ID + PLAN, targets=True), timeline_drawing(store, ID + PLAN)]
    found.append(timeline_drawing(store, ID + PLAN, find_kind(store, "process-step")))
    for rows, columns, slug, _ in HEATS:
        kinds = find_kind(store, rows), find_kind(store, columns)
        found.append(heat_map_drawing(store, matrix(store, *kinds, [ID + slug]), kinds, [ID + slug]))
    found += [neighbourhood_drawing(store, ID + thing, depth) for thing in THINGS for depth in (1, 2)]
    found.append(neighbourhood_drawing(store, SDG + "10.3"))
    return [drawing for drawing in found if drawing is not None]


def texts(svg: str) -> list[tuple[float, float, float, float, str]]:
    """The words of *svg*: left, right, top and bottom as they are at most, and the words."""
    found = []
    for text in ElementTree.fromstring(svg).iter(NAMESPACE + "text"):
        words, size = text.text or "", float(text.attrib["font-size"])
        room = width(words, size, "font-weight" in text.attrib)
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        anchor = {"end": room, "middle": room / 2}.get(text.attrib.get("text-anchor", ""), 0.0)
        if "transform" in text.attrib:
            found.append((x - size * 0.75, x + size * 0.2, y - room + anchor, y + anchor, words))
        else:
            found.append((x - anchor, x - anchor + room, y - size * 0.75, y + size * 0.2, words))
    return found


def overlapping(boxes: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    """The pairs of words whose boxes meet by more than a hair."""
    found = []
    for place, (left, right, top, bottom, words) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            if min(right, other[1]) - max(left, other[0]) > 0.5 and min(bottom, other[3]) - max(top, other[2]) > 0.5:
                found.append((words, other[4]))
    return found


def test_the_red_thread_of_the_plan_counts_the_marks_of_the_matrix(store: EmbeddedStore) -> None:
    found = flows_of_strategy(store, ID + PLAN)
    assert found is not None
    assert [len(level) for level in found.levels] == [1, 3, 15, 7]  # read off the plan
    whole = matrix(store, find_kind(store, "goal"), find_kind(store, "sdg-goal"), [ID + PLAN])
    assert Counter(found.marks) == Counter(whole.marks())
    for level in range(3):
        assert sum(len(flow.marks) for flow in found.flows if flow.level == level) == len(found.marks)
    for goal in whole.rows:
        assert len(found.through(2, goal)) == whole.marks_of_row(goal)
    for target in whole.columns:
        assert len(found.through(3, target)) == sum(len(whole.cells.get((goal, target), ())) for goal in whole.rows)


def test_an_own_claim_and_an_inherited_one_are_two_flows(store: EmbeddedStore) -> None:
    found = flows_of_strategy(store, ID + PLAN, targets=True)
    assert found is not None
    goal = f"{ID}{PLAN}/pejlemaerke-8"
    bases = [flow.basis for flow in found.flows if flow.source == goal and flow.target == SDG + "10.3"]
    assert bases == ["named", "inherited"]  # what a bullet promises, and the box of the track


def test_the_action_plans_of_2015_run_to_their_status(store: EmbeddedStore) -> None:
    found = flows_of_strategy(store, ID + OLD)
    assert found is not None
    assert found.kinds == ("vision", "track", "focus-area", "initiative", "status")
    assert [len(level) for level in found.levels] == [1, 3, 10, 38, 6]
    assert len(found.marks) == counted("things", "Initiative", OLD)
    assert found.labels[3].da == "handleplan"


def test_each_strategy_has_the_levels_that_it_has(store: EmbeddedStore) -> None:
    kinds = {}
    for slug in (DRAFT, SOUTH, NATIONAL):
        found = flows_of_strategy(store, ID + slug)
        assert found is not None
        kinds[slug] = (found.kinds, len(found.marks))
    assert kinds == {
        DRAFT: (("section", "sdg-goal"), 12),  # twelve sections of the table of contents name an SDG
        SOUTH: (("vision", "track", "goal", "initiative"), 11),
        NATIONAL: (("focus-area", "initiative"), 15),
    }


def test_a_thing_without_a_thread_stands_in_its_level(store: EmbeddedStore) -> None:
    found = flows_of_strategy(store, ID + DRAFT)
    assert found is not None
    alone = [thing for thing in found.levels[0] if not found.through(0, thing)]
    sections = f"?section a <{SG}Section> ; <{SG}inStrategy> <{ID}{DRAFT}>"
    none = f"FILTER NOT EXISTS {{ ?section <{CONTRIBUTES_TO}> ?goal }}"
    without = store.rows(f"SELECT ?section WHERE {{ {sections} {none} }}")
    assert set(alone) == {section for (section,) in without} != set()
    drawing = sankey_drawing(store, ID + DRAFT)
    assert drawing is not None
    assert f"{len(alone)} af {len(found.levels[0])}" in drawing.sentence.da


def test_the_time_line_has_thirty_entries_in_two_periods(store: EmbeddedStore) -> None:
    table = timetable(store, ID + PLAN)
    assert table is not None
    assert [len(lane.bars) for lane in table.lanes] == [11, 9, 10]
    assert Counter((bar.start, bar.end) for bar in table.bars) == {("2024", "2024"): 13, ("2025", "2027"): 17}
    scheduled = store.rows(f"SELECT ?entry ?thing WHERE {{ ?entry <{SCHEDULES}> ?thing }}")
    assert len([edge for bar in table.bars for edge in bar.schedules]) == len(scheduled)


def test_the_gaps_of_the_time_line_are_those_of_the_question(store: EmbeddedStore, cli: Cli) -> None:
    table = timetable(store, ID + PLAN)
    assert table is not None
    asked = cli("ask", "initiatives-without-timeline-entry", "--strategy", PLAN, "--format", "csv").out
    assert set(re.findall(rf"{PLAN}/indsats-[0-9-]+", asked)) == {thing.removeprefix(ID) for thing in table.gaps}
    assert len(table.gaps) == counted("gaps", "initiative × timeline-entry", PLAN)


def test_a_moment_is_in_order_whatever_its_precision() -> None:
    assert moment("2024") < moment("2024-02") < moment("2024-02-03") < moment("2024-02", last=True)
    assert moment("2024", last=True) == moment("2025") == moment("2024-12", last=True)
    first, last = Bar("", "2023-05", "2021", ()).span
    assert first < last


def test_a_neighbourhood_has_a_side_for_each_sort_of_link(store: EmbeddedStore) -> None:
    around = neighbourhood(store, f"{ID}{PLAN}/pejlemaerke-8")
    sides = {one.thing: (one.side, one.basis) for one in around.neighbours}
    assert sides[f"{ID}{PLAN}/fokus-7"] == ("above", "structure")
    assert sides[f"{ID}{PLAN}/indsats-8-1"] == ("below", "structure")
    assert sides[SDG + "10.3"] == ("right", "named")
    assert sides[SDG + "3.4"] == ("right", "inherited")
    assert sides[f"{ID}{OLD}/indsatsomraade-11"][0] == "left"
    assert len(sides) == len(around.neighbours)
    further = neighbourhood(store, f"{ID}{PLAN}/pejlemaerke-8", 2)
    assert set(around.neighbours) <= set(further.neighbours)
    assert f"{ID}{PLAN}/spor-2" in {one.thing for one in further.at("above")}


def test_a_strategy_stands_above_its_vision_and_tracks(store: EmbeddedStore) -> None:
    around = neighbourhood(store, ID + PLAN)
    assert [one.thing.rsplit("/", 1)[-1] for one in around.at("below")] == ["vision", "spor-1", "spor-2", "spor-3"]
    assert len(around.at("right")) == 7


def test_what_is_folded_is_counted_and_opens(store: EmbeddedStore) -> None:
    few = neighbourhood_drawing(store, f"{ID}{PLAN}/spor-1", most=4)
    assert "+ 15 flere" in few.svg.da  # eighteen parts, three of them shown
    assert "+ 15 more" in few.svg.en
    fold = re.search(r'data-of="([^"]+)"><title>[^<]*</title>\n<rect[^>]*/>\n<text[^>]*>\+ 15 flere', few.svg.da)
    assert fold is not None
    assert len({thing for thing in fold[1].split() if not thing.endswith("/spor-1")}) == 15


@pytest.mark.parametrize("case", HEATS, ids=lambda case: f"{case[0]}-{case[1]}")
def test_every_number_of_a_heat_map_is_that_of_the_matrix(
    store: EmbeddedStore, case: tuple[str, str, str, str]
) -> None:
    rows, columns, slug, _ = case
    kinds = find_kind(store, rows), find_kind(store, columns)
    whole = with_gaps(store, matrix(store, *kinds, [ID + slug]), kinds)
    svg = heat_map_drawing(store, whole, kinds).svg.en
    cells = re.findall(r'class="f-shade-\d s-rule"[^>]*/>\n<g [^\n]*</g>\n<text[^>]*>(\d+)</text>', svg)
    assert sorted(map(int, cells)) == sorted(len(marks) for marks in whole.cells.values())
    numbers = [words for *_, words in texts(svg)]
    assert numbers[-2] == str(len(list(whole.marks()))) or str(len(list(whole.marks()))) in numbers
    told = [words.partition(" ")[2] for words in numbers if words.endswith((" gap", " inherited only"))]
    assert Counter(told) == Counter(
        {"none": "gap", "inherited": "inherited only"}[held] for held in whole.gaps.values()
    )


def test_every_ribbon_and_card_tells_its_number(store: EmbeddedStore) -> None:
    found = flows_of_strategy(store, ID + PLAN)
    drawing = sankey_drawing(store, ID + PLAN)
    assert found is not None
    assert drawing is not None
    ribbons = re.findall(r"<title>([^<]*)</title>\n<path", drawing.svg.en)
    told = [int(match[1]) for title in ribbons if (match := re.search(r": (\d+) chains? \(", title))]
    assert sorted(told) == sorted(len(flow.marks) for flow in found.flows)
    cards = re.findall(r'font-weight="bold" text-anchor="end"[^>]*>(\d+)</text>', drawing.svg.en)
    expected = [len(found.through(level, thing)) for level, things in enumerate(found.levels) for thing in things]
    assert sorted(map(int, cards)) == sorted(expected)


def test_every_drawing_is_xml_with_names_of_its_own(drawings: list[Drawing]) -> None:
    seen: set[str] = set()
    names: list[str] = []
    for drawing in drawings:
        for svg in drawing.svg:
            root = ElementTree.fromstring(svg)
            ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
            assert len(ids) == len(set(ids))
            if drawing.name not in names:
                assert not seen & set(ids)
            seen |= set(ids)
            assert root.find(NAMESPACE + "title") is not None
            assert root.find(NAMESPACE + "desc") is not None
            for used in re.findall(r"url\(#([^)]+)\)", svg):
                assert used in ids
            for node in root.iter():
                assert not node.tag.endswith(("script", "image", "foreignObject"))
                assert not any(key.endswith("href") for key in node.attrib)
            assert "http" not in re.sub(r'data-of="[^"]*"|xmlns="[^"]*"|<title>[^<]*</title>', "", svg)
        names.append(drawing.name)


def test_every_word_stands_inside_and_on_no_other(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        for svg in drawing.svg:
            wide, high = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split()[2:])
            for left, right, top, bottom, words in texts(svg):
                assert left >= 0, (drawing.name, words)
                assert right <= wide + 0.5, (drawing.name, words)
                assert top >= 0, (drawing.name, words)
                assert bottom <= high, (drawing.name, words)
            assert not overlapping(texts(svg)), drawing.name


def test_everything_that_is_drawn_opens_to_words(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        opened = set(drawing.of)
        for svg in drawing.svg:
            links = re.findall(r'data-of="([^"]*)"', svg)
            assert links
            for things in links:
                assert opened & set(things.split()), (drawing.name, things)


def test_both_languages_draw_the_same(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        danish, english = (sorted(re.findall(r'data-of="([^"]*)"', svg)) for svg in drawing.svg)
        assert danish == english, drawing.name
        assert drawing.svg.da != drawing.svg.en


@pytest.mark.parametrize("name", ["svg", "png", "html"])
def test_two_runs_give_the_same_bytes(name: str, cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="the extra `pictures` is not installed")
    for arguments in (
        ("sankey", "--strategy", PLAN),
        ("timeline", "--strategy", PLAN),
        ("heatmap", "goal", "sdg-target", "--strategy", PLAN, "--group", "track"),
        ("neighbourhood", f"{PLAN}/pejlemaerke-8", "--depth", "2"),
    ):
        results = []
        for run in (1, 2):
            path = tmp_path / f"{arguments[0]}-{run}.{name}"
            assert cli("picture", *arguments, "--format", name, "--width", 700, "-o", path).code == 0
            results.append(path.read_bytes())
        assert results[0] == results[1]
        assert len(results[0]) > 5_000


@pytest.mark.long
def test_another_seed_of_hashing_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from strategigraf.cli import run\n"
        f"run(['picture', 'sankey', '--strategy', '{PLAN}']); run(['picture', 'timeline', '--strategy', '{PLAN}'])\n"
        f"run(['picture', 'neighbourhood', '{PLAN}/spor-1', '--depth', '3'])\n"
        f"run(['picture', 'heatmap', 'goal', 'sdg-target', '--strategy', '{PLAN}', '--group', 'track'])\n"
    )
    found = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "STRATEGIGRAF_CACHE": str(tmp_path / seed), "PYTHONPATH": "src"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1
    assert len(found.pop()) > 100_000


@pytest.mark.parametrize("language", ["da", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("slug", STRATEGIES)
def test_a_picture_of_each_strategy_is_read_by_another_reader(
    slug: str, language: str, cli: Cli, tmp_path: Path
) -> None:
    pytest.importorskip("resvg_py", reason="the extra `pictures` is not installed")
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    path = tmp_path / "sankey.png"
    asked = ("sankey", "--strategy", slug, "--lang", language)
    assert cli("picture", *asked, "--format", "png", "--width", 1120, "-o", path).code == 0
    with image.open(io.BytesIO(path.read_bytes())) as picture:
        assert picture.size[0] == 1120
        assert picture.size[1] < 1120 * 210 / 297 * 1.05  # a page across
        grey = picture.convert("L")
        shades = grey.histogram()
        assert sum(shades[:90]) > 1_000
        assert sum(shades[:250]) > 20_000
    page = cli("picture", *asked, "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert f'<html lang="{language}">' in page
    assert page.count("<svg ") == 2
    anchors = set(re.findall(r'<article id="(e\d+)"', page))
    drawn = "".join(re.findall(r"<svg .*?</svg>", page, re.DOTALL))
    used = {f"e{number}" for of in re.findall(r' data-of="([\d ]+)"', drawn) for number in of.split()}
    assert used
    assert used <= anchors


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("slug", [OLD, DRAFT, SOUTH, NATIONAL])
def test_a_strategy_without_a_time_line_says_so(slug: str, language: str, cli: Cli) -> None:
    done = cli("picture", "timeline", "--strategy", slug, "--lang", language)
    assert done.code == 2
    assert done.err.startswith("nothing-to-draw: ")
    assert ("har ingen" in done.err) == (language == "da")
    assert done.out == ""


def test_levels_that_nothing_joins_say_so(cli: Cli) -> None:
    done = cli("picture", "sankey", "--strategy", SOUTH, "--level", "goal", "--level", "sdg-goal")
    assert (done.code, done.out) == (2, "")
    assert "nothing-to-draw" in done.err
    assert cli("picture", "sankey", "--strategy", SOUTH, "--level", "goal").code == 2


def test_levels_may_be_chosen(store: EmbeddedStore) -> None:
    kinds = [find_kind(store, name) for name in ("track", "initiative", "sdg-target")]
    found = flows(store, ID + PLAN, kinds)
    whole = matrix(store, kinds[1], kinds[2], [ID + PLAN])
    assert found is not None
    assert len(found.marks) == len(list(whole.marks()))
    assert found.kinds == ("track", "initiative", "sdg-target")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("sankey",), 2),
        (("sankey", "--strategy", "nonsense"), 2),
        (("sankei", "--strategy", PLAN), 2),
        (("heatmap", "goal", "nonsense"), 2),
        (("heatmap", "goal", "sdg-goal", "--strategy", SOUTH, "--only", "marks"), 2),
        (("neighbourhood", "nonsense"), 2),
        (("neighbourhood", "10.3", "--depth", "9"), 2),
        (("timeline", "--strategy", PLAN, "--kind", "goal"), 2),
        (("sankey", "--strategy", PLAN, "--width", "5"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], code: int, cli: Cli) -> None:
    done = cli("picture", *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err


def test_without_the_rasteriser_only_png_is_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    asked = ("picture", "sankey", "--strategy", SOUTH, "--format")
    done = cli(*asked, "png")
    assert done.code == 3
    assert "rasteriser-missing" in done.err
    assert "strategigraf[pictures]" in done.err
    assert cli(*asked, "svg").code == cli(*asked, "html").code == 0


def test_a_folder_as_the_output_is_refused(cli: Cli, tmp_path: Path) -> None:
    done = cli("picture", "sankey", "--strategy", SOUTH, "-o", tmp_path)
    assert done.code == 3
    assert "output-not-written" in done.err


def test_a_picture_that_nobody_can_read_is_refused(store: EmbeddedStore) -> None:
    kinds = find_kind(store, "goal"), find_kind(store, "sdg-goal")
    whole = Matrix("goal", "sdg-goal", tuple(f"{ID}x/{n}" for n in range(10_000)), (SDG + "1",), {})
    with pytest.raises(PictureTooLarge):
        heat_map_drawing(store, whole, kinds)


BAD = (
    "<script>alert(1)</script> & \"quoted\" 'too'",
    "]]> <!-- -->",
    "\u202eevil\u202c \u061c\ufffe \x00\x1b[31m",
    "👩‍👩‍👧‍👦 漢字 é",
    "A" * 2000,
    "ord " * 500,
    "=1+1",
    "",
)


def test_bad_text_stays_text_and_fits(store: EmbeddedStore) -> None:
    found = flows_of_strategy(store, ID + PLAN)
    table = timetable(store, ID + PLAN)
    around = neighbourhood(store, f"{ID}{PLAN}/spor-1", 2)
    kinds = find_kind(store, "goal"), find_kind(store, "sdg-target")
    whole = matrix(store, *kinds, [ID + PLAN])
    assert found is not None
    assert table is not None
    things = [
        *{thing for level in found.levels for thing in level},
        *whole.rows,
        *whole.columns,
        *(bar.entry for bar in table.bars),
        *(edge.object for bar in table.bars for edge in bar.schedules),
        *table.gaps,
        *(lane.track for lane in table.lanes),
        *(one.thing for one in around.neighbours),
    ]
    for bad in BAD:
        known = Captions(dict.fromkeys(things, Text(bad, bad)), {}, {})
        for svg in (
            sankey(found, known, bad, bad, "da", "a"),
            time_line(table, known, bad, bad, "da", "b"),
            heat_map(whole, (Text(bad, bad), Text(bad, bad)), known, bad, bad, "da", "c"),
            neighbourhood_map(around, (dict.fromkeys(things, Text(bad, bad)), {}), known, 14, bad, bad, "da", "d"),
        ):
            root = ElementTree.fromstring(svg)
            assert {node.tag.removeprefix(NAMESPACE) for node in root.iter()} <= {
                *("svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "circle", "text", "g", "a")
            }
            wide = float(root.attrib["width"])
            assert all(right <= wide + 0.5 for _, right, _, _, _ in texts(svg)), bad[:20]
            assert "\u202e" not in svg


@given(st.text(max_size=700), st.floats(20, 400), st.integers(1, 5))
def test_wrapped_words_have_room(text: str, room: float, most: int) -> None:
    shown = lettered(text)
    lines = wrapped(shown, room, 10, most)
    assert 1 <= len(lines) <= most
    for line in lines:
        assert width(line, 10) <= room or len(line) <= 2
    if width(shown, 10) <= room:
        assert lines == [shown]
    assert width(cut(shown, room, 10), 10) <= max(room, width("…", 10))


def test_the_room_of_letters_is_that_of_a_wide_face() -> None:
    font = pytest.importorskip("PIL.ImageFont", reason="Pillow is not installed")
    try:
        face = font.truetype("DejaVuSans.ttf", 100)
    except OSError:
        pytest.skip("DejaVu Sans is not installed")
    for words in ("Fagligt stærke specialområder", "ÆØÅ 0123456789 – “ja” (100 %)", "MWmw", "Ill. fil, jf. stk."):
        assert face.getlength(words) <= width(words, 100) <= face.getlength(words) * 1.15


def test_a_strategy_with_nothing_in_it_has_no_picture(own_corpus: Path, cli: Cli) -> None:
    (own_corpus / "strategies" / "empty.ttl").write_text(
        "PREFIX id: <https://w3id.org/strategigraf/id/>\nPREFIX sg: <https://w3id.org/strategigraf/ns#>\n"
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n\nid:empty\n    a sg:Strategy ;\n"
        '    skos:prefLabel "Tom"@da , "Empty"@en ;\n.\n',
        encoding="utf-8",
    )
    for kind in ("sankey", "timeline"):
        done = cli("picture", kind, "--strategy", "empty", "--data", own_corpus, "--lang", "en")
        assert (done.code, done.out) == (2, "")
        assert "nothing-to-draw" in done.err
    alone = cli("picture", "neighbourhood", "empty", "--data", own_corpus, "--lang", "en")
    assert alone.code == 0
    assert "The element has no links." in alone.out
    ElementTree.fromstring(alone.out)


def test_the_invented_municipality_has_its_pictures_too(corpus_store: EmbeddedStore) -> None:
    strategy = f"{ID}eksempelby-2030"
    drawing = sankey_drawing(corpus_store, strategy)
    assert drawing is not None
    assert not overlapping(texts(drawing.svg.da))


def test_a_width_keeps_the_shape(store: EmbeddedStore) -> None:
    drawing = sankey_drawing(store, ID + SOUTH)
    assert drawing is not None
    wider = sized(drawing.svg.da, 2240)
    assert 'width="2240"' in wider
    before, after = (re.search(r' height="([0-9.]+)" font', svg) for svg in (drawing.svg.da, wider))
    assert before
    assert after
    assert float(after[1]) == pytest.approx(2 * float(before[1]), abs=0.1)
    assert sized(drawing.svg.da, None) == drawing.svg.da


@pytest.mark.long
def test_a_browser_draws_no_word_on_another_and_opens_each_mark(
    drawings: list[Drawing], cli: Cli, browser: "Browser"
) -> None:
    measure = """() => [...document.querySelectorAll('svg text')].map(t => {
        const b = t.getBoundingClientRect(), s = t.ownerSVGElement.getBoundingClientRect();
        return [b.left - s.left, b.right - s.left, b.top - s.top, b.bottom - s.top, t.textContent, s.width, s.height];
    })"""
    asked = ("picture", "sankey", "--strategy", PLAN, "--format", "html")
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    for drawing in drawings:
        for svg in drawing.svg:
            tab.set_content(svg)
            boxes = tab.evaluate(measure)
            for left, right, top, bottom, words, wide, high in boxes:
                assert left >= -1, (drawing.name, words)
                assert right <= wide + 1, (drawing.name, words)
                assert top >= -1, (drawing.name, words)
                assert bottom <= high + 1, (drawing.name, words)
            inner = [(a + 1, b - 1, c + (d - c) * 0.2, d - (d - c) * 0.2, w) for a, b, c, d, w, *_ in boxes]
            assert not overlapping(inner), drawing.name
    wanted: list[str] = []
    tab.on("request", lambda request: wanted.append(request.url))
    tab.set_content(cli(*asked).out)
    tab.locator(".da svg a.opens path").nth(5).click(force=True)
    assert tab.locator("dialog[open] blockquote").count() >= 1
    assert tab.locator("dialog[open] h2").inner_text()
    assert not [url for url in wanted if url.startswith("http")]
    tab.close()
