"""A workspace: made, found, laid over the library, and asked, for a strategy in one language with names of its own."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import strategigraf as sg
from strategigraf.core.errors import SettingsFaulty, WrongValue
from strategigraf.core.rdf import ID, SG, expand, expansions, know_base, short
from strategigraf.files.preset import PRESETS, policy_text
from strategigraf.files.settings import Settings, base_fault, read_settings, years
from strategigraf.files.turtle import content_statements, statements
from strategigraf.files.workspace import find_workspace, layers_in
from strategigraf.store.policy import policy_of, terms_of
from tests.conftest import CORPUS, TOP, Cli
from tests.invented_pdf import invented_plan
from tests.small_plan import BASE, SLUG, write_plan

MADE = ("--title", "Fælles om byen", "--owner", "Eksempelby Kommune", "--period", "2025-2028")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the small plan; no test changes it."""
    root = tmp_path_factory.mktemp("own") / "Fælles æøå"
    sg.create_workspace(root, "Fælles om byen", "Eksempelby Kommune", "2025-2028", preset="municipal", base=BASE)
    write_plan(root)
    return root


@pytest.fixture
def own_plan(plan: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(plan, tmp_path / "plan"))


@pytest.fixture
def inside(plan: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace, with the test in a folder of it."""
    monkeypatch.chdir(plan / "data" / "strategies")
    return plan


# Making one.


def test_init_makes_a_workspace_that_has_no_errors(cli: Cli, tmp_path: Path) -> None:
    done = cli("init", tmp_path / "ny mappe" / "æøå", *MADE)
    assert done.code == 0, done.err
    root = tmp_path / "ny mappe" / "æøå"
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if ".git/" not in f"{path}/")
    assert files == [
        ".gitignore", "README.md", "data", "data/organisations.ttl", "data/strategies",
        f"data/strategies/{SLUG}.ttl", "sources", "sources/.gitkeep", "strategigraf.toml",
    ]  # fmt: skip
    settings = read_settings(root)
    assert (settings.title, settings.start, settings.end) == ("Fælles om byen", "2025", "2028")
    assert (settings.languages, settings.base, settings.library) == (("da",), ID, True)
    told = (root / "README.md").read_text(encoding="utf-8")
    assert "`strategigraf report --short -o rapport.html`" in told
    assert f"`strategigraf form {SLUG} -o skema.xlsx`" in told
    checked = cli("check", "--data", root)
    assert checked.code == 0
    assert re.findall(r"[\w-]+Shape-[\w-]+", checked.out) == ["StrategyShape-document"]
    assert cli("fmt", "--check", root / "data").code == 0


@pytest.mark.skipif(not shutil.which("git"), reason="git is not there")
def test_a_workspace_is_a_repository_unless_it_lies_in_one(tmp_path: Path) -> None:
    assert sg.create_workspace(tmp_path / "a", "Plan", "By").repository
    assert (tmp_path / "a" / ".git").is_dir()
    subprocess.run(["git", "init", "--quiet", tmp_path / "b"], check=True)
    assert sg.create_workspace(tmp_path / "b" / "inner", "Plan", "By").repository
    assert not (tmp_path / "b" / "inner" / ".git").exists()


def test_a_folder_that_has_something_is_refused_and_left_as_it_is(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = cli("init", tmp_path, *MADE)
    assert done.code == 2
    assert "notes.txt" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert cli("init", tmp_path / "notes.txt", *MADE).code == 2


def test_an_empty_folder_and_a_fresh_repository_are_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    sg.create_workspace(tmp_path, "Plan", "By", languages="en")
    assert "A workspace of strategigraf" in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_what_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(sg.StrategigrafError) as told:
        sg.create_workspace(tmp_path / "a" / "b", "Plan", "By")
    assert told.value.code == "output-not-written"
    assert "Intet er oprettet" in told.value.remedy.da
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the system lets this user write everywhere")
def test_a_folder_without_the_right_to_write_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = cli("init", tmp_path / "locked" / "plan", *MADE)
    assert (done.code, done.err.partition(":")[0]) == (3, "output-not-written")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--period", "næste år"), ("--period", "2028-2025"), ("--title", " "), ("--title", "x" * 200),
        ("--base", "ikke en iri/"), ("--base", "https://example.dk/plan"), ("--base", SG), ("--owner", "a"),
        ("--preset", "municipel"), ("--language", "de"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_and_nothing_is_made(cli: Cli, tmp_path: Path, option: str, value: str) -> None:
    done = cli("init", tmp_path / "plan", *MADE, option, value)
    assert done.code == 2
    assert len(done.err.splitlines()) == 2
    assert list(tmp_path.iterdir()) == []


def test_outside_of_a_terminal_the_title_must_be_given(cli: Cli, tmp_path: Path) -> None:
    done = cli("init", tmp_path / "plan", "--owner", "By")
    assert (done.code, "--title" in done.err) == (2, True)


def test_a_workspace_within_another_and_the_name_of_one_of_the_library_are_refused(plan: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongValue, match="arbejdsområdet"):
        sg.create_workspace(plan / "data" / "more", "Plan", "By")
    taken = "Midt udviklingsplan 2023"
    with pytest.raises(WrongValue, match="midt-udviklingsplan-2023"):
        sg.create_workspace(tmp_path / "x", taken, "By")
    sg.create_workspace(tmp_path / "x", taken, "By", base="https://by.example.dk/")


def test_a_period_is_read_as_it_is_written() -> None:
    assert years("2025-2028") == years(" 2025 – 2028 ") == ("2025", "2028")
    assert (years("2025"), years("2025-"), years("-2028"), years("")) == (
        ("2025", "2025"), ("2025", ""), ("", "2028"), ("", ""),
    )  # fmt: skip


# Finding it, and its layers.


def test_commands_find_the_workspace_of_the_folder_they_stand_in_or_of_one_above(cli: Cli, inside: Path) -> None:
    assert find_workspace().settings == read_settings(inside)
    assert find_workspace(inside) == find_workspace()
    assert find_workspace(CORPUS / "data").settings is None
    assert SLUG in cli("list", "strategy").out


def test_without_a_workspace_everything_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = find_workspace()
    assert (found.data, found.layers, found.settings) == (TOP / "data", (TOP / "data",), None)
    assert (found.base, found.languages, found.sources, found.own_strategies()) == (ID, ("da", "en"), None, [])


def test_several_folders_are_layers_the_last_on_top(plan: Path, cli: Cli) -> None:
    found = find_workspace(CORPUS / "data", plan)
    assert found.layers == (CORPUS / "data", TOP / "data", plan / "data")
    graphs = [found.graph_name(path) for path in found.all_files()]
    assert len(set(graphs)) == len(graphs)
    names = cli("list", "strategy", "--data", CORPUS / "data", "--data", plan, "--format", "csv").out
    assert all(name in names for name in (SLUG, "eksempelby-2030", "midt-udviklingsplan-2023"))
    assert layers_in(os.pathsep.join(["/a", "/b"])) == ["/a", "/b"]


def test_a_layer_within_another_is_refused(own_plan: Path) -> None:
    with pytest.raises(WrongValue, match="strategies"):
        find_workspace(own_plan / "data", own_plan / "data" / "strategies")


def test_a_thing_of_an_earlier_layer_is_not_redefined_silently(own_plan: Path, cli: Cli) -> None:
    more = own_plan / "data" / "more.ttl"
    more.write_text(
        f"PREFIX sg: <{SG}>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        f'<{ID}midt-udviklingsplan-2023/pejlemaerke-8>\n    a sg:Goal ;\n    skos:prefLabel "Et andet"@da ;\n.\n'
    )
    done = cli("check", "--data", own_plan, "--format", "json")
    found = [one for one in json.loads(done.out)["findings"] if one["rule"] == "described-twice"]
    assert done.code == 1
    assert len(found) == 1
    assert "more.ttl" in found[0]["file"] + found[0]["detail"]
    assert "midt-udviklingsplan-2023.ttl" in found[0]["file"] + found[0]["detail"]


def test_what_a_layer_says_of_a_thing_beneath_is_told_with_both_places(own_plan: Path, cli: Cli) -> None:
    more = own_plan / "data" / "more.ttl"
    more.write_text(f"<{ID}midt-udviklingsplan-2023/pejlemaerke-8>\n    <{SG}partOf> <{BASE}{SLUG}/maal-1> ;\n.\n")
    done = cli("check", "--data", own_plan, "--format", "json")
    found = [one for one in json.loads(done.out)["findings"] if one["rule"] == "changed-in-layer"]
    assert done.code == 1
    assert [one["thing"] for one in found] == ["midt-udviklingsplan-2023/pejlemaerke-8"]
    assert found[0]["file"].endswith("more.ttl")
    assert found[0]["line"] == 1
    assert re.search(r"midt-udviklingsplan-2023\.ttl:[1-9]\d*$", found[0]["detail"])


def test_a_layer_beneath_is_never_written_to(own_plan: Path, cli: Cli) -> None:
    before = {path: path.read_bytes() for path in (TOP / "data").rglob("*") if path.is_file()}
    kept = (own_plan / "strategigraf.toml").read_bytes()
    assert cli("fmt", "--data", own_plan).code == 0
    assert (own_plan / "strategigraf.toml").read_bytes() == kept
    done = cli(
        "clear", f"{SLUG}/link-initiativ-1--11.7", "--role", "redaktør", "--reason", "Læst igen.", "--data", own_plan
    )
    assert done.code == 0, done.err
    assert list((own_plan / "data" / "reviews").iterdir()) != []
    assert {path: path.read_bytes() for path in (TOP / "data").rglob("*") if path.is_file()} == before
    assert cli("check", "--shapes", TOP / "shapes" / "organisation.ttl", "--data", own_plan).code in (0, 1)


def test_strategies_are_listed_with_their_layer_and_questions_are_about_ones_own(cli: Cli, inside: Path) -> None:
    listed = cli("list", "strategy").out
    assert re.search(rf"{SLUG} .*dit eget", listed)
    assert re.search(r"midt-udviklingsplan-2023 .*biblioteket", listed)
    assert "lag" not in cli("list", "strategy", "--data", CORPUS / "data").out.splitlines()[0].split()
    own = cli("ask", "hvilke", "fokusområder", "har", "vi").out
    assert f"{SLUG}/fokusomraade-1" in own
    assert "midt-" not in own
    goals = cli("ask", "which goals are there", "--lang", "en").out
    assert "in Fælles om byen" in goals
    assert f"{SLUG}/maal-1-1" in goals
    assert "indsats-8-1" in cli("ask", "hvilke indsatser hører under pejlemærke 8").out


def test_a_workspace_without_the_library_has_just_its_own(own_plan: Path, cli: Cli) -> None:
    toml = own_plan / "strategigraf.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("library = true", "library = false"), encoding="utf-8")
    shutil.rmtree(own_plan / "data" / "alignments")
    assert find_workspace(own_plan).layers == (own_plan / "data",)
    assert "midt-udviklingsplan-2023" not in cli("list", "strategy", "--data", own_plan).out
    assert cli("check", "--data", own_plan).code == 0


@pytest.mark.parametrize(
    "text",
    ["title = ", 'titel = "x"', "title = 3", 'languages = ["de"]', "languages = []", 'period = "i morgen"',
     'base = "x"', 'library = "ja"', "policy = 1", "title = \"\\udcff\""],
)  # fmt: skip
def test_a_wrong_setting_is_told_with_the_file(tmp_path: Path, text: str, cli: Cli) -> None:
    (tmp_path / "strategigraf.toml").write_text(text)
    (tmp_path / "data").mkdir()
    done = cli("list", "--data", tmp_path)
    assert (done.code, done.err.partition(":")[0]) == (3, "settings-faulty")
    assert "strategigraf.toml" in done.err


# What is one's own.


def test_a_small_strategy_of_ones_own_has_no_errors_and_every_quote_is_verified(cli: Cli, inside: Path) -> None:
    done = cli("check", "--format", "json")
    assert done.code == 0
    assert json.loads(done.out)["findings"] == []
    summary = cli("check").err
    assert "5 af 5" in summary


def test_what_is_asked_is_about_ones_own_strategy_unless_all_is_written(cli: Cli, inside: Path) -> None:
    own = cli("list", "initiative", "--format", "csv").out
    assert [line.split(",")[0] for line in own.splitlines()[1:]] == [f"{BASE}{SLUG}/initiativ-{n}" for n in "12"]
    assert "midt-udviklingsplan-2023/indsats-1-1" in cli("list", "initiative", "--strategy", "all").out
    assert "sjaelland" in cli("list", "goal", "--strategy", "sjælland").out
    assert cli("matrix", "initiative", "goal").out.startswith(f"Indsats × målsætning ({SLUG})")
    assert cli("report", "--short", "-o", inside.parent / "short.html").code == 0


def test_titles_in_one_language_are_shown_in_both(cli: Cli, inside: Path) -> None:
    for language in ("da", "en"):
        for command in (("list", "goal"), ("matrix", "initiative", "sdg-target"), ("trace", f"{SLUG}/maal-1")):
            out = cli(*command, "--lang", language).out
            assert "Mere natur i byen" in out or "Plante 500 træer" in out, command
            assert "None" not in out
    found = json.loads(cli("compare", SLUG, "midt-udviklingsplan-2023", "--lang", "en", "--format", "json").out)
    assert "Begge åbner for borgerne." in json.dumps(found, ensure_ascii=False)
    shown = cli("show", f"{SLUG}/maal-1", "--lang", "en").out
    assert "Begge åbner for borgerne." in shown


def test_a_kind_of_ones_own_is_known_to_every_command_and_counts_under_its_mother(cli: Cli, inside: Path) -> None:
    for kind in ("fokusområde", "fokusomraade", "track", "strategispor"):
        assert f"{SLUG}/fokusomraade-1" in cli("list", kind).out, kind
    assert "fokusområde" in cli("list").out
    assert "▪" in cli("matrix", "initiative", "fokusområde").out
    shown = cli("show", f"{SLUG}/fokusomraade-1").out
    assert "fokusområde" in shown
    assert "strategispor" in shown
    rows = sg.query(sg.open(inside), f"SELECT ?x {{ ?x a <{SG}Track> ; a <{BASE}kinds/Fokusomraade> }}").records()
    assert len(rows) == 1


def test_a_kind_of_ones_own_is_asked_for_what_its_mother_is(own_plan: Path, cli: Cli) -> None:
    toml = own_plan / "strategigraf.toml"
    asks = '[policy.asks]\ntrack = ["initiative", "sdg-goal"]\n'
    toml.write_text(toml.read_text(encoding="utf-8") + asks + '[policy.accepts]\nsdg-goal = ["own"]\n')
    rows = cli("gaps", "--data", own_plan, "--format", "csv").out
    assert "track-sdg-goal" in rows
    assert f"{SLUG}/fokusomraade-1" in rows
    assert "track-initiative" not in rows


def test_a_change_of_kinds_counts(own_plan: Path) -> None:
    graph = sg.open(own_plan)
    assert len(sg.list_things(graph, "track", SLUG)) == 1
    kinds = own_plan / "data" / "kinds.ttl"
    kinds.write_text(kinds.read_text(encoding="utf-8").replace("sg:Track", "sg:FocusArea"), encoding="utf-8")
    assert len(sg.list_things(graph, "track", SLUG)) == 0
    assert len(sg.list_things(graph, "focus-area", SLUG)) == 1


def test_ones_own_base_gives_short_names_and_is_kept_in_full(plan: Path) -> None:
    graph = sg.open(plan)
    assert list(sg.list_things(graph, "goal", SLUG)["thing"]) == [f"{BASE}{SLUG}/maal-1", f"{BASE}{SLUG}/maal-1-1"]
    assert expand(f"{SLUG}/maal-1") == f"{BASE}{SLUG}/maal-1"
    assert expand("midt-udviklingsplan-2023") == f"{ID}midt-udviklingsplan-2023"
    assert {f"{ID}documents/plan", f"{BASE}documents/plan"} <= set(
        expansions("documents/plan")
    )  # and in others that are open
    assert "Fælles om byen" in sg.show(graph, "documents/plan").to_csv()
    assert sg.query(graph, f"SELECT ?g {{ ?g a <{SG}Goal> ; <{SG}inStrategy> <{BASE}{SLUG}> }}").records() != []
    library = sg.open(TOP / "data")
    sg.list_things(library, "goal")
    assert expand(f"{SLUG}/maal-1") == f"{ID}{SLUG}/maal-1"  # the names of the graph that was asked last
    assert len(sg.show(graph, f"{SLUG}/maal-1")) > 0


def test_a_base_within_a_base_is_taken_off_whole() -> None:
    for base in ("https://a.example.dk/", "https://a.example.dk/id/", "https://a.example.dk/id#"):
        know_base(base, ["plan"])
        assert short(f"{base}plan/x") == "plan/x"
        assert expand("plan/x") == f"{base}plan/x"
    know_base(ID)
    assert base_fault("https://w3id.org/") is not None
    assert base_fault("https://by.example.dk/id/") is None


def test_a_missing_translation_is_information_and_a_missing_title_an_error(own_plan: Path, cli: Cli) -> None:
    toml = own_plan / "strategigraf.toml"
    text = toml.read_text(encoding="utf-8").replace('languages = ["da"]', 'languages = ["da", "en"]')
    toml.write_text(text, encoding="utf-8")
    done = cli("check", "--data", own_plan, "--format", "json")
    found = json.loads(done.out)["findings"]
    assert done.code == 0
    assert {one["rule"] for one in found} == {"translation-missing"}
    assert {one["severity"] for one in found} == {"info"}
    assert f"{SLUG}/maal-1" in {one["thing"] for one in found}
    assert any(one["file"].endswith(".sssom.tsv") for one in found)
    strategy = own_plan / "data" / "strategies" / f"{SLUG}.ttl"
    strategy.write_text(
        strategy.read_text(encoding="utf-8").replace('skos:prefLabel "Flere bytræer"@da ; ', ""), encoding="utf-8"
    )
    done = cli("check", "--data", own_plan, "--format", "json")
    errors = [one for one in json.loads(done.out)["findings"] if one["severity"] == "violation"]
    assert done.code == 1
    assert [(one["rule"], one["thing"]) for one in errors] == [("ElementShape-titles", f"{SLUG}/maal-1-1")]


def test_the_library_is_held_to_both_languages(own_plan: Path, cli: Cli, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(TOP / "data", tmp_path / "library"))
    organisations = copy / "organisations.ttl"
    organisations.write_text(
        organisations.read_text(encoding="utf-8").replace(' , "Information technology (IT)"@en', ""), encoding="utf-8"
    )
    done = cli("check", "--data", copy, organisations, "--format", "json")
    assert "OrganisationShape-titles" in {one["rule"] for one in json.loads(done.out)["findings"]}
    named = cli("check", "--data", own_plan, TOP / "data" / "organisations.ttl", "--format", "json")
    assert (named.code, json.loads(named.out)["findings"]) == (0, [])


# Policies from a few lines.


def the_policy(preset: str, **overrides: object) -> object:
    settings = Settings(Path("/nowhere"), preset=preset, overrides=overrides)
    terms = terms_of(statements(TOP / "ontology" / "strategigraf.ttl") + statements(TOP / "ontology" / "sdg.ttl"))
    return policy_of(content_statements(policy_text(settings).encode()), terms)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_makes_a_policy_that_is_sound(preset: str) -> None:
    assert the_policy(preset)
    path = TOP / "src" / "strategigraf" / "files" / "presets" / f"{preset}.toml"
    assert (
        len([line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]) <= 16
    )


def test_the_presets_are_those_in_the_folder() -> None:
    folder = TOP / "src" / "strategigraf" / "files" / "presets"
    assert tuple(sorted(path.stem for path in folder.glob("*.toml"))) == tuple(sorted(PRESETS))


LADDERS = [  # of each preset: a goal in a goal, an initiative in an initiative, a goal at the top, two parents
    ("social-plan", False, False, False, False),
    ("national", False, False, True, False),
    ("municipal", True, True, True, False),
    ("result-contract", True, False, True, False),
    ("stratml", True, True, True, True),
]


@pytest.mark.parametrize(("preset", "goals", "initiatives", "top", "several"), LADDERS)
def test_a_preset_says_which_ladder_is_allowed(
    own_plan: Path, cli: Cli, preset: str, goals: bool, initiatives: bool, top: bool, several: bool
) -> None:
    toml = own_plan / "strategigraf.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"municipal"', f'"{preset}"'), encoding="utf-8")
    strategy = own_plan / "data" / "strategies" / f"{SLUG}.ttl"
    text = strategy.read_text(encoding="utf-8")
    whole = ' ; sg:partOf :initiativ-1 ; skos:notation "2"'
    text = text.replace(' ; sg:partOf :maal-1 ; skos:notation "2"', whole).replace(" ; sg:partOf :fokusomraade-1", "")
    text = text.replace("sg:partOf :maal-1-1 ;", "sg:partOf :maal-1-1 , :maal-1 ;")
    strategy.write_text(text, encoding="utf-8")
    found = json.loads(cli("check", "--data", own_plan, "--format", "json").out)["findings"]
    broken = {
        one["thing"].rpartition("/")[2]
        for one in found
        if one["rule"] in ("GoalShape-parent", "InitiativeShape-parent")
    }
    assert ("maal-1-1" not in broken) == goals
    assert ("initiativ-2" not in broken) == initiatives
    assert ("maal-1" not in broken) == top
    assert ("initiativ-1" not in broken) == several


def test_what_the_settings_say_otherwise_goes_before_the_preset(own_plan: Path, cli: Cli) -> None:
    toml = own_plan / "strategigraf.toml"
    kept = toml.read_text(encoding="utf-8")
    toml.write_text(kept + '[policy.asks]\ngoal = ["initiative"]\n', encoding="utf-8")
    rows = cli("policy", "--data", own_plan, "--format", "csv").out
    assert "goal-initiative" in rows
    assert "goal-sdg-goal" not in rows
    assert "initiative-lead" in rows
    for wrong in ('[policy.asks]\ngoal = ["maleri"]\n', '[policy.ladder]\ngaol = ["track"]\n',
                  "[policy]\nladders = 1\n", '[policy]\nparents = "two"\n',
                  '[policy.ladder]\ngoal = "track"\n'):  # fmt: skip
        toml.write_text(kept + wrong, encoding="utf-8")
        done = cli("policy", "--data", own_plan)
        assert (done.code, done.err.partition(":")[0]) == (3, "settings-faulty"), wrong
    toml.write_text(kept.replace('"municipal"', '"municipel"'), encoding="utf-8")
    assert "municipal" in cli("policy", "--data", own_plan).err
    with pytest.raises(SettingsFaulty):
        sg.gaps(sg.open(own_plan))


def test_a_command_on_one_strategy_is_about_ones_own(cli: Cli, inside: Path, tmp_path: Path) -> None:
    assert cli("report", "-o", tmp_path / "report.html").code == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Mere natur i byen" in page
    assert "fokusområde" in page
    assert cli("picture", "sankey", "-o", tmp_path / "thread.svg").code == 0
    done = cli("report", "--data", CORPUS / "data", "-o", tmp_path / "other.html")
    assert (done.code, "STRATEGI mangler" in done.err) == (2, True)


def test_a_workspace_shows_its_settings_its_layers_and_its_documents(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypdfium2")
    place = tmp_path / "plan"
    assert cli("init", place, *MADE, "--preset", "national").code == 0
    monkeypatch.chdir(place)
    (place / "sources" / "plan.pdf").write_bytes(invented_plan().pdf)
    (place / "sources" / "bilag.pdf").write_bytes(b"%PDF-1.4")
    assert cli("read", "sources/plan.pdf").code == 0
    said = cli("workspace", "--lang", "en").out
    (strategy,) = (path.stem for path in (place / "data" / "strategies").iterdir())
    assert "Requirements: national" in said
    assert f"Own data: {place / 'data'}. Strategies: {strategy}\n" in said
    assert "midt-udviklingsplan-2023" in said.split("Beneath: ")[1]
    assert "  bilag.pdf: not read; run “strategigraf read sources/bilag.pdf”; not described in the data\n" in said
    assert "  plan.pdf: 5 pages, read with pypdfium2 " in said


def test_the_form_has_columns_for_the_languages_of_the_workspace(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    assert cli("init", tmp_path / "plan", *MADE, "--language", "en").code == 0
    monkeypatch.chdir(tmp_path / "plan")
    (strategy,) = (path.stem for path in Path("data/strategies").iterdir())
    assert cli("form", strategy, "-o", "form.xlsx", "--lang", "en").code == 0
    sheet = openpyxl.load_workbook("form.xlsx")["Elements"]
    names = {cell.value: sheet.column_dimensions[cell.column_letter].hidden for cell in sheet[1]}
    assert (names["title_da"], names["title_en"], names["term"]) == (True, False, False)
