"""The cache: used while nothing changed, built again when something did, never wrong."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from strategigraf.core.errors import StoreDamaged, StoreFailed
from strategigraf.core.rdf import Text
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.store.cache import Cache
from strategigraf.store.dataset import fill
from strategigraf.store.index import LEDGER
from strategigraf.store.quads import are_kept_on_disk
from strategigraf.store.sparql import EmbeddedStore

COUNT = "SELECT (COUNT(?goal) AS ?goals) WHERE { ?goal a <https://w3id.org/strategigraf/ns#Goal> }"
BLANK = "SELECT ?s { ?s ?p ?o FILTER(ISBLANK(?s)) }"
EVERYTHING = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"  # blank nodes by name too


class Told:
    """The notices that a cache gave."""

    def __init__(self) -> None:
        self.texts: list[Text] = []

    def __call__(self, text: Text) -> None:
        self.texts.append(text)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def place(own_corpus: Path) -> Workspace:
    return find_workspace(own_corpus)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def goals(store: EmbeddedStore) -> str:
    return store.rows(COUNT)[0][0]


def stamp_of(root: Path) -> Path:
    (stamp,) = root.glob("*/stamp.json")
    return stamp


def store_of(root: Path) -> Path:
    return stamp_of(root).parent / str(json.loads(stamp_of(root).read_text())["store"])


def add_goal(place: Workspace) -> None:
    (place.data / "ny.ttl").write_text("<http://e/ny> a <https://w3id.org/strategigraf/ns#Goal> .\n", encoding="utf-8")


def test_the_second_use_opens_what_the_first_built(place: Workspace, root: Path, told: Told) -> None:
    assert Cache(place, root, told).use(goals) == "3"
    built = store_of(root)
    assert Cache(place, root, told).use(goals) == "3"
    assert store_of(root) == built
    assert told.texts == []


def test_few_quads_are_built_on_the_disk_when_they_are_asked_for_again(
    place: Workspace, root: Path, told: Told
) -> None:
    def built() -> bool:
        return are_kept_on_disk(store_of(root), named=False)

    (place.data / "blank.ttl").write_text("[] a <https://w3id.org/strategigraf/ns#Odd> .\n", encoding="utf-8")
    for goal_count in ("3", "4"):
        for is_built in (False, True, True):
            assert Cache(place, root, told).use(goals) == goal_count
            assert built() == is_built
        anew = EmbeddedStore.in_memory()
        fill(anew, place)
        found = Cache(place, root, told).use(lambda store: sorted(store.rows(EVERYTHING)))
        assert found == sorted(anew.rows(EVERYTHING))
        assert Cache(place, root, told).use(lambda store: sorted(store.rows(BLANK))) == sorted(anew.rows(BLANK))
        add_goal(place)
    assert told.texts == []


def test_a_changed_a_new_and_a_deleted_file_are_noticed(place: Workspace, root: Path, told: Told) -> None:
    Cache(place, root, told).use(goals)
    add_goal(place)
    assert Cache(place, root, told).use(goals) == "4"
    text = (place.data / "ny.ttl").read_text()
    (place.data / "ny.ttl").write_text(text.replace("#Goal", "#Gaol"), encoding="utf-8")  # the same size
    assert Cache(place, root, told).use(goals) == "3"
    (place.data / "strategies" / "eksempelby-2030.ttl").unlink()
    assert Cache(place, root, told).use(goals) == "0"


def test_the_same_folder_through_a_link_builds_nothing(
    place: Workspace, root: Path, told: Told, tmp_path: Path
) -> None:
    assert Cache(place, root, told).use(goals) == "3"
    built = store_of(root)
    link = tmp_path / "link"
    link.symlink_to(place.data)
    linked = Cache(find_workspace(link), root, told)
    assert linked.use(goals) == "3"
    assert Cache(place, root, told).use(goals) == "3"
    assert (store_of(root), told.texts) == (built, [])
    assert set(linked.kept(linked.store())[1]) == set(map(str, find_workspace(link).all_files()))
    add_goal(find_workspace(link))
    assert [cache.use(goals) for cache in (linked, Cache(place, root, told))] == ["4", "4"]
    assert sorted(path.name for path in built.parent.glob("store-*"))[0] == built.name


def test_a_touched_file_with_the_same_content_builds_nothing(place: Workspace, root: Path, told: Told) -> None:
    Cache(place, root, told).use(goals)
    built = store_of(root)
    os.utime(place.data / "documents.ttl", (1, 1))
    assert Cache(place, root, told).use(goals) == "3"
    assert store_of(root) == built


def test_a_file_in_doubt_is_read_once_and_then_no_more(place: Workspace, root: Path, told: Told) -> None:
    past = time.time() - 60
    Cache(place, root, told).use(goals)
    for path in place.all_files():
        if path.is_relative_to(place.data):
            os.utime(path, (past, past))  # other than the stamp says: it has to be read
    time.sleep(0.2)  # until the last change is settled
    first = stamp_of(root).read_bytes()
    Cache(place, root, told).use(goals)
    second = stamp_of(root).read_bytes()
    assert second != first
    Cache(place, root, told).use(goals)
    assert stamp_of(root).read_bytes() == second
    text = (place.data / "documents.ttl").read_text(encoding="utf-8")
    (place.data / "documents.ttl").write_text(text.replace("sg:Document", "sg:Dokument"), encoding="utf-8")
    os.utime(place.data / "documents.ttl", (past, past + 1))
    assert Cache(place, root, told).use(
        lambda store: store.rows("SELECT ?s WHERE { ?s a <https://w3id.org/strategigraf/ns#Dokument> }")
    )


DAMAGES = ("stamp garbled", "stamp empty", "part missing", "part cut off", "part overwritten", "folder gone")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_rebuilt_and_said_so(damage: str, place: Workspace, root: Path, told: Told) -> None:
    Cache(place, root, told).use(goals)
    stamp, folder = stamp_of(root), store_of(root)
    table = folder / LEDGER
    if damage == "stamp garbled":
        stamp.write_text("{]")
    elif damage == "stamp empty":
        stamp.write_text("")
    elif damage == "part missing":
        table.unlink()
    elif damage == "part cut off":
        table.write_bytes(table.read_bytes()[:-100])
    elif damage == "part overwritten":
        table.write_bytes(b"\xff" * table.stat().st_size)
    elif damage == "folder gone":
        folder.rename(folder.with_name("elsewhere"))
    assert Cache(place, root, told).use(goals) == "3"
    assert len(told.texts) == 1
    assert "rebuilt" in told.texts[0].en
    told.texts.clear()
    assert Cache(place, root, told).use(goals) == "3"
    assert told.texts == []


def test_a_cache_of_another_version_is_rebuilt_and_said_so(place: Workspace, root: Path, told: Told) -> None:
    Cache(place, root, told).use(goals)
    stamp = json.loads(stamp_of(root).read_text())
    stamp_of(root).write_text(json.dumps(stamp | {"version": "0.0.1"}))
    assert Cache(place, root, told).use(goals) == "3"
    assert [text.da for text in told.texts] == ["Mellemlageret var fra en anden version og er bygget igen."]


def test_a_place_that_cannot_be_written_answers_from_memory(place: Workspace, tmp_path: Path, told: Told) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    assert Cache(place, blocked, told).use(goals) == "3"
    assert "memory" in told.texts[0].en
    assert blocked.read_text() == "a file where the folder should be"


def use_in_process(data: str, root: str, results: "multiprocessing.SimpleQueue[str]") -> None:
    results.put(Cache(find_workspace(Path(data)), Path(root), lambda text: None).use(goals))


def test_several_processes_at_once_all_answer_right(place: Workspace, root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.SimpleQueue[str] = context.SimpleQueue()
    crowd = [context.Process(target=use_in_process, args=(str(place.data), str(root), results)) for _ in range(4)]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join(60)
    assert [results.get() for _ in crowd] == ["3"] * 4
    assert list(root.glob("*/unfinished-*")) == []


def test_a_process_killed_while_building_leaves_the_next_one_a_right_answer(
    place: Workspace, root: Path, told: Told
) -> None:
    code = (
        "import sys; from pathlib import Path; from strategigraf.files.workspace import find_workspace;"
        "from strategigraf.store.cache import Cache; from strategigraf.store import dataset; import time;"
        "fill = dataset.fill; dataset.fill = lambda s, w, *r: (fill(s, w), print('built', flush=True), time.sleep(60));"
        "Cache(find_workspace(Path(sys.argv[1])), Path(sys.argv[2]), print).store()"
    )
    process = subprocess.Popen([sys.executable, "-c", code, place.data, root], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"built\n"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert list(root.glob("*/stamp.json")) == []
    assert Cache(place, root, told).use(goals) == "3"


def test_an_old_store_is_left_to_its_readers_for_a_while_and_then_removed(
    place: Workspace, root: Path, told: Told
) -> None:
    Cache(place, root, told).use(goals)
    old = store_of(root)
    add_goal(place)
    Cache(place, root, told).use(goals)
    assert old.is_dir()
    past = time.time() - 7200
    os.utime(old, (past, past))
    (place.data / "ny.ttl").unlink()
    Cache(place, root, told).use(goals)
    assert not old.is_dir()


def test_a_cache_folder_that_cannot_be_made_answers_from_memory(place: Workspace, told: Told) -> None:
    assert Cache(place, Path("/proc/nothing/here"), told).use(goals) == "3"
    assert ["memory" in text.en for text in told.texts] == [True]


def test_an_edit_that_keeps_size_and_time_is_noticed(place: Workspace, root: Path, told: Told) -> None:
    path = place.data / "ny.ttl"
    add_goal(place)
    assert Cache(place, root, told).use(goals) == "4"
    time.sleep(0.2)
    Cache(place, root, told).use(goals)  # no file is in doubt any more
    status, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.replace("#Goal", "#Gaol"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert Cache(place, root, told).use(goals) == "3"
    beside = path.with_name("beside")
    beside.write_text(text, encoding="utf-8")
    os.utime(beside, ns=(status.st_atime_ns, status.st_mtime_ns))
    beside.replace(path)
    assert Cache(place, root, told).use(goals) == "4"


def test_a_copied_cache_is_read_once_and_then_believed(place: Workspace, root: Path, told: Told) -> None:
    Cache(place, root, told).use(goals)
    copy = root.with_name("copy")
    shutil.copytree(root, copy)
    time.sleep(0.2)
    before = stamp_of(copy).read_bytes()
    assert Cache(place, copy, told).use(goals) == "3"
    settled = stamp_of(copy).read_bytes()
    assert settled != before
    assert Cache(place, copy, told).use(goals) == "3"
    assert stamp_of(copy).read_bytes() == settled
    assert told.texts == []


def test_an_error_of_evaluation_leaves_a_whole_cache_alone(place: Workspace, root: Path, told: Told) -> None:
    Cache(place, root, told).use(goals)
    built = store_of(root)

    def failing(store: EmbeddedStore) -> str:
        raise StoreDamaged("too many open files")

    with pytest.raises(StoreFailed, match="The cache is sound"):
        Cache(place, root, told).use(failing)
    assert store_of(root) == built
    assert built.is_dir()
    assert told.texts == []


def test_a_store_that_proves_damaged_when_an_answer_is_written_is_built_again(
    place: Workspace, root: Path, told: Told
) -> None:
    Cache(place, root, told).use(goals)
    built = store_of(root)
    with pytest.raises(StoreFailed, match="The cache is sound"):
        Cache(place, root, told).discard(StoreDamaged("too many open files"))
    assert built.is_dir()
    (part,) = [path for path in built.iterdir() if path.name == LEDGER]
    part.write_bytes(bytes(part.stat().st_size))
    Cache(place, root, told).discard(StoreDamaged("no index"))
    assert not built.is_dir()
    assert Cache(place, root, told).use(goals) == "3"
    assert [text.en for text in told.texts] == ["The cache was damaged and has been rebuilt."]


def damage(path: Path, random: Random) -> str:
    """Damages the file *path*, its size as before, by a flipped bit, a block of zeros or a block of noise."""
    content = bytearray(path.read_bytes())
    start, how = random.randrange(len(content)), random.choice(("bit", "zeros", "noise"))
    block = len(content[start : start + 512])
    if how == "bit":
        content[start] ^= 1 << random.randrange(8)
    else:
        content[start : start + block] = bytes(block) if how == "zeros" else random.randbytes(block)
    changed = bytes(content) != path.read_bytes()
    path.write_bytes(content)
    return f"{path.name}: {how} at {start}" if changed else ""


def damaged_parts(place: Workspace, root: Path, seed: int, rounds: int) -> None:
    """Damages parts of a cache, *rounds* of them, each of a fresh copy: the answer is always that of the files."""
    random = Random(seed)
    for _ in range(2):  # then the quads are on the disk
        Cache(place, root, lambda text: None).use(goals)
    paths = (path for path in store_of(root).rglob("*") if path.is_file() and not path.name.startswith("LO"))
    sizes = {path.relative_to(root): path.stat().st_size for path in paths}
    parts = sorted((name for name in sizes if sizes[name]), key=lambda name: (name.name != LEDGER, name))
    reference = Cache(place, root, lambda text: None).use(every_answer)
    for turn in range(rounds):
        copy = root.with_name(f"copy-{turn}")
        shutil.copytree(root, copy)
        told = Told()
        chosen = parts[turn] if turn < len(parts) else random.choice(parts)  # each part once, and then any
        how = damage(copy / chosen, random)
        assert Cache(place, copy, told).use(every_answer) == reference, how
        assert bool(told.texts) == bool(how), how
        shutil.rmtree(copy)


def every_answer(store: EmbeddedStore) -> tuple[object, ...]:
    """Answers that read the quads and the index."""
    return (
        sorted(store.rows("SELECT ?s ?p ?o { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }")),
        sorted(store.rows("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } }")),
        store.index.edges(),
        sorted(store.index.targets()),
    )


def test_a_damaged_ledger_or_part_is_never_believed(place: Workspace, root: Path) -> None:
    damaged_parts(place, root, seed=1, rounds=9)


@pytest.mark.long
def test_no_damage_of_any_part_of_a_cache_changes_an_answer(place: Workspace, root: Path) -> None:
    damaged_parts(place, root, seed=2, rounds=40)
