"""Verdicts that are kept: what is told is what would be told without them, and nothing unchanged is judged again."""

import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategigraf.check import dataset_check as inspection
from strategigraf.check.dataset_check import Inspection, Keeping, inspect
from strategigraf.check.verdicts import Inputs, Verdict, Verdicts
from strategigraf.files.workspace import Workspace
from strategigraf.store.cache import Cache
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests import small_world
from tests.conftest import TOP
from tests.small_world import CHANGES, TEXTS, Change, Files


class Desk:
    """A small world in a folder, its source texts, and a cache beside it with the verdicts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = folder / "sources"
        self.sources.mkdir()
        self.files: Files = small_world.base()
        self.judged = 0
        self.cache = Cache(self.workspace, folder / "cache", lambda text: None)
        self.write_texts(TEXTS)

    @property
    def workspace(self) -> Workspace:
        return small_world.write(self.folder, self.files)

    @property
    def verdicts(self) -> Path:
        return self.cache.folder / "verdicts.json"

    def write_texts(self, texts: dict[str, str]) -> None:
        for path in self.sources.iterdir():
            if path.name not in texts:
                path.unlink()
        for name, text in texts.items():
            path = self.sources / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")

    def say(self, name: str, content: str) -> None:
        """Makes *content* the file *name*; without any the file goes."""
        self.files = {place: told for place, told in self.files.items() if place != name}
        if content:
            self.files[name] = small_world.statements_of(content)

    def kept(self, engine: str = "auto", sources: bool = True, workspace: Workspace | None = None) -> Inspection:
        """What an inspection tells that may use the verdicts; how many files it judged is then in `judged`."""
        place = workspace or self.workspace
        given = self.sources if sources else None
        self.judged = 0

        def told(done: int, total: int) -> None:
            self.judged = done

        def question(store: EmbeddedStore) -> Inspection:
            digests = self.cache.kept(store)[1]
            return inspect(place, store, given, (), engine, Keeping(self.verdicts, digests), told)

        return self.cache.use(question)

    def fresh(self, engine: str = "auto", sources: bool = True, workspace: Workspace | None = None) -> Inspection:
        """What an inspection tells that starts from the files."""
        store = EmbeddedStore.in_memory()
        fill(store, workspace or self.workspace)
        return inspect(workspace or self.workspace, store, self.sources if sources else None, (), engine)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_unchanged_dataset_is_not_judged_again(desk: Desk) -> None:
    first = desk.kept()
    assert desk.judged == len(desk.workspace.all_files())
    before = desk.verdicts.read_bytes()
    assert desk.kept() == first == desk.fresh()
    assert desk.judged == 0
    for path in desk.workspace.all_files():
        path.touch()
    for path in desk.sources.iterdir():
        path.touch()
    assert desk.kept() == first
    assert desk.judged == 0
    assert json.loads(before.partition(b"\n")[2])["verdicts"]


def test_a_change_has_the_file_and_what_it_bears_on_judged_again(desk: Desk) -> None:
    desk.kept()
    desk.say("data/new.ttl", 'organisations:ny a org:Organization ; skos:prefLabel "Ny"@da , "New"@en .')
    assert desk.kept() == desk.fresh()
    assert desk.judged == 1
    desk.write_texts(TEXTS | {"to.md": "# To\n\n## Et\n\nNoget andet.\n"})
    found = desk.kept()
    assert found == desk.fresh()
    assert "quote-missing" in {finding.rule for finding in found.findings}
    assert desk.judged == 2  # the file with the quotes, and the documents


Step = tuple[str, str]
SEQUENCES: dict[str, list[Step]] = {
    "what is named is described in two files": [
        ("data/a.ttl", "organisations:ny a org:Organization ."),
        ("data/b.ttl", 'organisations:ny skos:prefLabel "Ny"@da , "New"@en .'),
        ("data/c.ttl", "id:to sg:owner organisations:ny ."),
        ("data/a.ttl", "organisations:ny sg:about organisations:by ."),
        ("data/a.ttl", "organisations:ny a org:Organization ."),
    ],
    "one thing is described in three files": [
        ("data/a.ttl", "organisations:ny a org:Organization ."),
        ("data/b.ttl", 'organisations:ny skos:prefLabel "Ny"@da .'),
        ("data/c.ttl", "organisations:ny sg:about organisations:by ."),
        ("data/c.ttl", 'organisations:ny skos:prefLabel "New"@en .'),
        ("data/c.ttl", ""),
    ],
    "a ring of parts is broken far away": [
        ("data/a.ttl", "en:x sg:partOf en:y ."),
        ("data/b.ttl", "en:y sg:partOf en:z ."),
        ("data/c.ttl", "en:z sg:partOf en:w ."),
        ("data/d.ttl", "en:w sg:partOf en:x ."),
        ("data/c.ttl", ""),
        ("data/c.ttl", "en:z sg:partOf en:w ."),
    ],
    "the words of evidence change two files away": [
        ("data/a.ttl", "en:q-3-selector a oa:TextQuoteSelector ; oa:exact 'mål 6.4' ."),
        (
            "data/b.ttl",
            "en:q-3 a sg:Quote ; oa:hasSelector en:q-3-selector ; oa:hasSource documents:en ; sg:section 'Et' .",
        ),
        (
            "data/c.ttl",
            "en:spor-2 sg:contributesTo sdg:6.4 . en:link-3 a sg:Link ; rdf:subject en:spor-2 ; rdf:object sdg:6.4 ;"
            " rdf:predicate sg:contributesTo ; sg:basis sg:Stated ; sg:inStrategy id:en ; sg:evidence en:q-3 .",
        ),
        ("data/a.ttl", "en:q-3-selector a oa:TextQuoteSelector ; oa:exact 'mål 6.3' ."),
    ],
    "a term is declared in a file of its own": [
        ("data/a.ttl", "en:spor-2 sg:unheardOf 'x' ."),
        ("data/b.ttl", "sg:unheardOf a owl:DatatypeProperty ."),
        ("data/b.ttl", "sg:unheardOf a rdf:Property ."),
        ("data/b.ttl", "sg:unheardOf rdfs:label 'x' ."),
        ("data/b.ttl", ""),
    ],
    "a class is put under another one": [
        ("data/a.ttl", "to:svar a sg:Reply ."),
        ("data/b.ttl", "sg:Reply rdfs:subClassOf sg:Quote ."),
        ("data/b.ttl", ""),
    ],
    "the number of an element is said elsewhere": [
        ("data/a.ttl", 'en:spor-2 skos:notation "4" .'),
        ("data/b.ttl", 'en:spor-3 a sg:Track ; skos:notation "3" .'),
        ("data/c.ttl", "en:spor-3 sg:inStrategy id:en ."),
        ("data/b.ttl", 'en:spor-3 a sg:Track ; skos:notation "5" .'),
    ],
    "files go and come back": [
        ("data/documents.ttl", ""),
        ("data/organisations.ttl", ""),
        ("data/organisations.ttl", 'organisations:by a org:Organization ; skos:prefLabel "By"@da , "Town"@en .'),
    ],
}


QUICK = ("the words of evidence change two files away",)


@pytest.mark.parametrize("told", [pytest.param(t, marks=() if t in QUICK else pytest.mark.long) for t in SEQUENCES])
def test_kept_verdicts_tell_what_fresh_ones_tell_when(told: str, desk: Desk) -> None:
    for name, content in SEQUENCES[told]:
        desk.say(name, content)
        assert desk.kept() == desk.fresh(), f"{name}: {content}"


Edit = tuple[str, Change, int]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["change", "change", "change", "two", "restore", "remove", "touch", "text", "no-text", "texts"]
        ),
        CHANGES.map(lambda changes: changes[0]),
        st.integers(0, 10**6),
    ),
    min_size=2,
    max_size=5,
)


def play(folder: Path, edits: list[Edit]) -> None:
    """Asserts after each of *edits* that kept verdicts tell what fresh ones tell."""
    desk = Desk(folder)
    past, texts = [desk.files], dict(TEXTS)
    for kind, change, number in edits:
        names = sorted(desk.files)
        if kind in ("change", "two"):
            desk.files = small_world.changed(desk.files, change)
        if kind == "two":
            desk.files = small_world.changed(desk.files, (*change[:1], number, *change[2:]))
        elif kind == "restore":
            desk.files, texts = past[number % len(past)], dict(TEXTS)
        elif kind == "remove" and names:
            desk.files = {name: told for name, told in desk.files.items() if name != names[number % len(names)]}
        elif kind == "touch":
            for path in desk.workspace.all_files():
                path.touch()
        elif kind == "text":
            texts["en.md"] = f"# En\n\n## Et\n\nVi bidrager til mål {number}.\n"
        elif kind == "no-text":
            texts.pop("en.md", None)
        elif kind == "texts":
            texts = dict(TEXTS) | {f"{number}.md": "x"}
        desk.write_texts(texts)
        past.append(desk.files)
        assert desk.kept() == desk.fresh()


@settings(max_examples=1, suppress_health_check=list(HealthCheck))
@given(EDITS)
def test_kept_verdicts_tell_what_fresh_ones_tell_after_any_edits(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit]
) -> None:
    play(tmp_path_factory.mktemp("desk"), edits)


@pytest.mark.long
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(EDITS)
def test_kept_verdicts_tell_what_fresh_ones_tell_after_many_edits(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit]
) -> None:
    play(tmp_path_factory.mktemp("desk"), edits)


def flipped(content: bytes) -> bytes:
    """*content* with one letter changed inside a word that would be told."""
    place = content.rindex(b"missing") + 2
    return content[:place] + b"z" + content[place + 1 :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda content: content[: Random(1).randrange(len(content))],
    "cut off at the end": lambda content: content[:-1],
    "empty": lambda content: b"",
    "a letter is another": flipped,
    "not the program's": lambda content: b'{"layout": 2, "terms": "", "sources": {}, "verdicts": []}',
    "without its digest": lambda content: content.partition(b"\n")[2],
    "deep": lambda content: b"[" * 200_000,
    "no text": lambda content: bytes(range(256)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_of_verdicts_only_costs_time_that_is(damage: str, desk: Desk) -> None:
    desk.write_texts(TEXTS | {"to.md": "# To\n\n## Et\n\nNoget andet.\n"})
    expected = desk.kept()
    assert "quote-missing" in {finding.rule for finding in expected.findings}
    desk.verdicts.write_bytes(DAMAGE[damage](desk.verdicts.read_bytes()))
    assert desk.kept() == expected
    assert desk.judged == len(desk.workspace.all_files())
    assert desk.kept() == expected
    assert desk.judged == 0  # and it is whole again


@pytest.mark.parametrize("name", ["said.json", "vocabulary.json"])
@pytest.mark.parametrize("damage", ["cut off", "empty", "not the program's", "another letter"])
def test_what_is_kept_to_save_reading_only_costs_time_that_is(name: str, damage: str, desk: Desk) -> None:
    desk.kept()
    for number in range(3):
        desk.say("data/new.ttl", f'organisations:ny a org:Organization ; skos:prefLabel "Ny {number}"@da .')
        desk.say("data/newer.ttl", f'organisations:by skos:prefLabel "By {number}"@da .')
        assert desk.kept() == desk.fresh()
        path = desk.verdicts.with_name(name)
        content = path.read_bytes()
        assert b"organisations" in content or name != "said.json"
        wrong = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
        path.write_bytes(DAMAGE[damage](content) if damage in DAMAGE else wrong)


def test_a_file_of_verdicts_of_another_layout_only_costs_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = desk.kept()
    monkeypatch.setattr(import_module("strategigraf.check.verdicts"), "_LAYOUT", 99)
    assert desk.kept() == expected
    assert desk.judged == len(desk.workspace.all_files())


def test_a_file_of_verdicts_that_cannot_be_written_only_costs_time(desk: Desk) -> None:
    desk.kept()
    desk.verdicts.unlink()
    desk.verdicts.mkdir()  # not even by the superuser
    for _ in range(2):
        assert desk.kept() == desk.fresh()
        assert desk.judged == len(desk.workspace.all_files())


def test_verdicts_of_another_engine_other_shapes_or_another_version_are_not_used(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.files = {}
    desk.say("data/a.ttl", "id:to a sg:Strategy .")
    desk.kept("gate")
    desk.kept("pyshacl")
    assert desk.judged == 1
    shapes = desk.folder / "shapes"
    shutil.copytree(TOP / "shapes", shapes)
    path = shapes / "strategy.ttl"
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("sgsh:StrategyShape-owner ,", ""), encoding="utf-8")
    other = desk.workspace._replace(shapes=shapes)
    before = desk.kept("gate")
    found = desk.kept("gate", workspace=other)
    assert desk.judged == 1
    assert found == desk.fresh("gate", workspace=other)
    assert {f.rule for f in before.findings} - {f.rule for f in found.findings} == {"StrategyShape-owner"}
    desk.kept()
    monkeypatch.setattr(inspection, "__version__", "0.0.0")
    desk.kept()
    assert desk.judged == 1


def test_verdicts_given_without_the_source_texts_are_not_used_with_them(desk: Desk) -> None:
    assert desk.kept(sources=False) == desk.fresh(sources=False)
    assert desk.kept() == desk.fresh()
    assert desk.kept(sources=False) == desk.fresh(sources=False)


def test_the_same_folder_through_a_link_is_not_judged_again(desk: Desk) -> None:
    desk.say("data/new.ttl", "organisations:ny a org:Organization .")
    first = desk.kept()
    link = desk.folder / "link"
    link.symlink_to(desk.workspace.data)
    direct, desk.cache = desk.cache, Cache(desk.workspace._replace(data=link), desk.folder / "cache", lambda text: None)
    found = desk.kept(workspace=desk.workspace._replace(data=link))
    assert desk.judged == 0
    assert any(str(link) in finding.file for finding in found.findings)
    assert found == desk.fresh(workspace=desk.workspace._replace(data=link))
    desk.cache = direct
    assert desk.kept() == first
    assert desk.judged == 0


def test_a_verdict_is_kept_under_its_grounds_and_no_others(tmp_path: Path) -> None:
    path, verdict = tmp_path / "verdicts.json", Verdict((), {"exact": 2}, {})
    Verdicts(path, "terms", None, ("o", "d")).keep({"g": verdict}, {"g": Inputs("1", {"h": "2"})})
    kept = Verdicts(path, "terms", None, ("o", "d"))
    assert kept.kept("g", Inputs("1", {"h": "2"})) == verdict
    for other in (Inputs("0", {"h": "2"}), Inputs("1", {"h": "3"}), Inputs("1", {}), Inputs("1", {"i": "2"})):
        assert kept.kept("g", other) is None
    assert kept.kept("h", Inputs("1", {"h": "2"})) is None
    assert Verdicts(path, "other terms", None, ("o", "d")).kept("g", Inputs("1", {"h": "2"})) is None
