"""Faults from outside, really provoked: killed, interrupted, no room, no right to write, two at once.

Never a broken or stale answer, and no unfinished folder stays where a process could still remove it.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from benchmarks.country import write_country
from strategigraf.check.dataset_check import with_extra
from strategigraf.core.errors import StoreDamaged
from strategigraf.files.workspace import checksum, find_workspace
from strategigraf.store import cache, dataset
from strategigraf.store.cache import Cache
from strategigraf.store.dataset import fill
from strategigraf.store.index import LEDGER
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.store.workers import hands
from tests.conftest import PROGRESS, Cli
from tests.test_cache import Told, stamp_of, store_of
from tests.test_crew import is_alive, soon, workers
from tests.test_dataset import ledger_in_words

ALL_TRIPLES = "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }"
ALL_QUADS = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } }"
MAIN = (  # a run in the background begins with interrupts shut off
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);from strategigraf.cli import main; main()"
)
OPEN = (
    "import sys; from pathlib import Path; from strategigraf.files.workspace import find_workspace;"
    "from strategigraf.store.cache import Cache; from strategigraf.store import dataset;"
    "cache = Cache(find_workspace(Path(sys.argv[1])), Path(sys.argv[2]), print); print('ready', flush=True);"
    "cache.store(); print('done', flush=True)"
)
OF_FEW = OPEN.replace("cache.store()", "[cache.use(lambda store: store.prepare()) for _ in range(2)]")
OF_LARGE = OPEN.replace("cache.store()", "dataset._SMALL = 0; cache.use(lambda store: store.prepare())")
OF_SPARE = OPEN.replace("cache.store()", "from strategigraf.store import cache as c; c._SMALL = 0; cache.store()")


def text(number: int) -> str:
    """A small file: a goal and a measure that is part of it."""
    return f"""\
PREFIX id: <https://w3id.org/strategigraf/id/s{number}/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sg: <https://w3id.org/strategigraf/ns#>
id:goal a sg:Goal ; skos:prefLabel "Mål {number}"@da .
id:measure a sg:Initiative ; skos:prefLabel "Indsats {number}"@da ; sg:partOf id:goal .
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Forty small files."""
    folder = tmp_path / "data"
    folder.mkdir()
    add(folder, range(40))
    return folder


@pytest.fixture
def many(data: Path) -> Path:
    """So many small files that a crew reads them."""
    add(data, range(40, 100))
    return data


def add(data: Path, numbers: Iterable[int]) -> None:
    for number in numbers:
        (data / f"{number:03}.ttl").write_text(text(number), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    write_country(folder, 90)
    return folder / "data"


def said(store: EmbeddedStore) -> tuple[object, ...]:
    """All triples and all quads of *store*, without blank nodes."""
    return sorted(store.rows(ALL_TRIPLES)), sorted(store.rows(ALL_QUADS))


def says_what_the_files_say(data: Path, root: Path) -> bool:
    """Whether the cache now answers as the files do, without a word, and leaves nothing unfinished of its own."""
    told = Told()
    left = set(root.glob("*/unfinished-*"))
    store = Cache(find_workspace(data), root, told).store()
    anew = EmbeddedStore.in_memory()
    fill(anew, find_workspace(data))
    assert told.texts == []
    assert store.folder is not None
    assert set(root.glob("*/unfinished-*")) <= left
    assert store_of(root).is_dir()
    return said(store) == said(anew) and ledger_in_words(store) == ledger_in_words(anew)


def change_some(data: Path) -> None:
    for number in (3, 20, 39):
        (data / f"{number:03}.ttl").write_text(text(number).replace("goal", "aim"), encoding="utf-8")
    (data / "007.ttl").unlink(missing_ok=True)


def environment(root: Path) -> dict[str, str]:
    return os.environ | {"STRATEGIGRAF_CACHE": str(root)}


def kill_while_working(data: Path, root: Path, delay: float, code: str = OPEN) -> bool:
    """Starts bringing the cache up to date and kills that after *delay* seconds; whether it was still at work."""
    process = subprocess.Popen([sys.executable, "-c", code, data, root], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(delay)
    crew = workers(process.pid)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=20)
    assert soon(lambda: not any(map(is_alive, crew)), 5)
    return b"done" not in rest


@pytest.mark.slow
def test_killed_while_building_anew_the_next_one_answers_right(many: Path, root: Path) -> None:
    data, caught = many, 0
    for delay in (0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.6):
        caught += kill_while_working(data, root, delay)
        if caught and list(root.glob("*/stamp.json")):
            break
    assert caught >= 2
    assert says_what_the_files_say(data, root)


def test_killed_while_bringing_up_to_date_the_next_one_answers_right(data: Path, root: Path) -> None:
    Cache(find_workspace(data), root, Told()).store()
    random, caught = Random(1), 0
    for step in range(12):
        change_some(data)
        (data / f"new-{step}.ttl").write_text(text(200 + step), encoding="utf-8")
        caught += kill_while_working(data, root, random.uniform(0.0, 0.03))
    assert caught >= 3
    assert says_what_the_files_say(data, root)


def test_killed_while_quads_are_built_the_next_one_answers_right(
    data: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "_SMALL", 0)
    random, caught = Random(1), 0
    for step in range(12):
        change_some(data)
        (data / f"new-{step}.ttl").write_text(text(200 + step), encoding="utf-8")
        caught += kill_while_working(data, root, random.uniform(0.0, 0.2), OF_LARGE)
    assert caught >= 3
    assert says_what_the_files_say(data, root)


@pytest.mark.slow
def test_killed_while_few_quads_are_built_the_next_ones_answer_right(data: Path, root: Path) -> None:
    random, caught = Random(1), 0
    for step in range(12):
        (data / f"new-{step}.ttl").write_text(text(200 + step), encoding="utf-8")
        caught += kill_while_working(data, root, random.uniform(0.0, 0.2), OF_FEW)
    assert caught >= 3
    assert all(says_what_the_files_say(data, root) for _ in range(3))


def interrupted(root: Path, data: Path, language: str, ready: Callable[[int], bool]) -> tuple[int, str, str, float]:
    """Code, stdout, stderr and seconds to the end of a real run whose whole group gets the interrupt when *ready*."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "list", "goal", "--data", str(data), "--lang", language],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(root),
        start_new_session=True,
    )
    assert soon(lambda: bool(list(root.glob("*/unfinished-*/store"))))
    assert soon(lambda: ready(process.pid))
    crew = workers(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    start = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert not any(map(is_alive, crew))
    return process.returncode, out, err, time.monotonic() - start


def after(seconds: float) -> Callable[[int], bool]:
    def ready(process: int) -> bool:
        time.sleep(seconds)
        return True

    return ready


@pytest.mark.parametrize(
    ("language", "message", "ready"),
    [
        pytest.param("da", "Afbrudt.", lambda process: bool(workers(process)), marks=pytest.mark.long),
        ("en", "Interrupted.", lambda process: len(workers(process)) == hands()),
        pytest.param("da", "Afbrudt.", after(0.1), marks=pytest.mark.long),
        ("da", "Afbrudt.", after(0.3)),
    ],
)
def test_an_interrupted_command_says_so_and_leaves_nothing(
    data: Path, root: Path, language: str, message: str, ready: Callable[[int], bool]
) -> None:
    add(data, range(40, 1200))
    code, out, err, seconds = interrupted(root, data, language, ready)
    assert (code, out, err.strip()) == (3, "", message)
    assert seconds < 3
    assert list(root.glob("*/unfinished-*")) == []
    assert says_what_the_files_say(data, root)


@pytest.mark.long
@pytest.mark.parametrize("delay", [0.0, 0.2, 0.5])
def test_a_country_interrupted_or_killed_while_it_is_built_is_right_the_next_time(
    country: Path, root: Path, delay: float
) -> None:
    def at_work(process: int) -> bool:
        return len(workers(process)) == hands() and after(delay)(process)

    code, out, err, seconds = interrupted(root, country, "en", at_work)
    lines = [line for line in err.splitlines() if line and "reading the files" not in line]
    assert (code, out, lines) == (3, "", ["Interrupted."])
    assert seconds < 3
    assert list(root.glob("*/*")) == []
    assert kill_while_working(country, root, 0.2 + delay)
    assert says_what_the_files_say(country, root)


def test_a_file_that_changes_while_it_is_read_is_read_again(many: Path, root: Path) -> None:
    """Changed after it was looked at, and changed back: what was read in between is not taken for what is there."""
    path = many / "099.ttl"
    before = path.read_text(encoding="utf-8")

    meddled: list[int] = []

    def meddle(done: int, total: int) -> None:
        if not meddled or done == total:
            path.write_text(before if meddled else before.replace("goal", "gaol"), encoding="utf-8")
            meddled.append(done)

    store = Cache(find_workspace(many), root, Told(), meddle).store()
    assert any("gaol" in edge.object for edge in store.index.edges())
    assert says_what_the_files_say(many, root)


def ask(data: Path, root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", MAIN, "list", "initiative", "--data", str(data), "--format", "tsv"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(root))


@pytest.mark.slow
def test_two_at_once_while_a_third_changes_a_file_all_answer_for_a_state_that_was(data: Path, root: Path) -> None:
    path = data / "new.ttl"
    states = 30
    seen = []
    for step in range(4):
        crowd = [ask(data, root) for _ in range(2)]
        for number in range(states):
            fresh = path.with_name("fresh")
            fresh.write_text(text(1000 + step * states + number), encoding="utf-8")
            fresh.replace(path)
            (data / "comes-and-goes.ttl").write_text(text(9999), encoding="utf-8")
            time.sleep(0.02)
            (data / "comes-and-goes.ttl").unlink()
        for process in crowd:
            out, err = process.communicate(timeout=60)
            assert (process.returncode, PROGRESS.sub("", err)) == (0, "")
            assert sum("Indsats" in line for line in out.splitlines()) in (40, 41, 42)
            seen.append(out)
    assert len(seen) == 8
    assert list(root.glob("*/unfinished-*")) == []
    assert says_what_the_files_say(data, root)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own in *folder*; skips the test where that is not allowed."""
    folder.mkdir(parents=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
    if done.returncode:
        pytest.skip("a file system cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def long(*values: object) -> object:
    return pytest.param(*values, marks=pytest.mark.long)


@pytest.mark.slow
@pytest.mark.parametrize("size", [long("8k"), "64k", "256k", long("600k"), "1m", long("2m"), long("3m")])
def test_a_full_disk_is_told_and_the_answer_is_right(data: Path, tmp_path: Path, size: str) -> None:
    add(data, range(40, 400))
    with mounted(tmp_path / "small", f"size={size}") as root:
        told = Told()
        store = Cache(find_workspace(data), root, told).store()
        anew = EmbeddedStore.in_memory()
        fill(anew, find_workspace(data))
        assert said(store) == said(anew)
        assert [notice.en[:27] for notice in told.texts] == ([] if store.folder else ["The cache cannot be written"])
        if size in ("8k", "64k", "256k"):
            assert store.folder is None
            assert list(root.glob("*/*")) == []
        del store


@pytest.mark.slow
@pytest.mark.parametrize("room", [100_000, 3_000_000])
def test_quads_for_which_there_is_no_room_are_read_into_memory_and_that_is_told(
    data: Path, tmp_path: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "_SMALL", 0)
    with mounted(tmp_path / "small", "size=60m") as root:
        Cache(find_workspace(data), root, Told()).store()
        free = os.statvfs(root).f_bavail * os.statvfs(root).f_frsize
        (root / "ballast").write_bytes(b"x" * (free - room))
        told = Told()
        found = Cache(find_workspace(data), root, told).use(lambda store: sorted(store.rows(ALL_TRIPLES)))
        anew = EmbeddedStore.in_memory()
        fill(anew, find_workspace(data))
        assert found == sorted(anew.rows(ALL_TRIPLES))
        assert ["written" in notice.en for notice in told.texts] in ([True], [] if room > 1_000_000 else [True])
        assert list(root.glob("*/unfinished-*")) == []
        (root / "ballast").unlink()
        assert says_what_the_files_say(data, root)


def test_quads_of_files_that_have_changed_since_the_index_was_made_are_those_of_the_files(
    data: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "_SMALL", 0)

    def question(store: EmbeddedStore) -> object:
        if not changed:
            change_some(data)
            changed.append(True)
        return said(store)

    changed: list[bool] = []
    found = Cache(find_workspace(data), root, Told()).use(question)
    anew = EmbeddedStore.in_memory()
    fill(anew, find_workspace(data))
    assert found == said(anew)
    assert says_what_the_files_say(data, root)


def test_a_disk_that_is_full_when_a_file_changes_keeps_the_old_store_and_answers_right(
    data: Path, tmp_path: Path
) -> None:
    with mounted(tmp_path / "small", "size=60m") as root:
        Cache(find_workspace(data), root, Told()).store()
        built = store_of(root)
        change_some(data)
        free = os.statvfs(root).f_bavail * os.statvfs(root).f_frsize
        (root / "ballast").write_bytes(b"x" * (free - 40_000))
        told = Told()
        store = Cache(find_workspace(data), root, told).store()
        anew = EmbeddedStore.in_memory()
        fill(anew, find_workspace(data))
        assert said(store) == said(anew)
        assert ["written" in notice.en for notice in told.texts] == [True]
        assert [path for path in built.parent.iterdir() if path.is_dir()] == [built]
        (root / "ballast").unlink()
        assert says_what_the_files_say(data, root)
        del store


@pytest.mark.slow
@pytest.mark.parametrize("room", [long(0), 4_000, long(40_000), 300_000, long(500_000), "read-only"])
def test_files_from_elsewhere_are_seen_beside_a_store_that_cannot_be_copied(
    data: Path, tmp_path: Path, room: int | str
) -> None:
    workspace = find_workspace(data)._replace(extra=(tmp_path / "extra.ttl",))
    workspace.extra[0].write_text(text(500), encoding="utf-8")
    with mounted(tmp_path / "small", "size=60m") as root:
        store = Cache(find_workspace(data), root, Told()).store()
        if isinstance(room, int):
            free = os.statvfs(root).f_bavail * os.statvfs(root).f_frsize
            (root / "ballast").write_bytes(b"x" * (free - room))
        else:
            subprocess.run(["mount", "-o", "remount,ro", root], check=True)
        anew = EmbeddedStore.in_memory()
        fill(anew, workspace)
        with with_extra(store, workspace) as more:
            assert more.folder is None
            assert said(more) == said(anew)
        assert list(root.glob("*/unfinished-*")) == []
        assert says_what_the_files_say(data, root)
        del store


def test_from_a_place_that_cannot_be_written_the_store_is_used_as_long_as_it_holds(data: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "place", "size=60m") as root:
        Cache(find_workspace(data), root, Told()).store()
        subprocess.run(["mount", "-o", "remount,ro", root], check=True)
        assert says_what_the_files_say(data, root)
        change_some(data)
        told = Told()
        found = Cache(find_workspace(data), root, told).use(lambda store: said(store))
        anew = EmbeddedStore.in_memory()
        fill(anew, find_workspace(data))
        assert found == said(anew)
        assert ["written" in notice.en for notice in told.texts] == [True]


def test_a_home_that_cannot_be_written_is_no_obstacle(data: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "home", "size=1m") as home:
        subprocess.run(["mount", "-o", "remount,ro", home], check=True)
        settings = {
            key: value for key, value in os.environ.items() if key not in ("STRATEGIGRAF_CACHE", "XDG_CACHE_HOME")
        }
        found = subprocess.run(
            [sys.executable, "-c", MAIN, "list", "initiative", "--data", data, "--lang", "en"],
            capture_output=True, text=True, env=settings | {"HOME": str(home)},
        )  # fmt: skip
        assert found.returncode == 0
        assert found.stdout.count("Indsats") == 40
        assert PROGRESS.sub("", found.stderr) == "The cache cannot be written; the graph was read into memory.\n"


@pytest.mark.long
def test_a_verdict_is_not_kept_for_what_the_store_on_disk_does_not_have(data: Path, tmp_path: Path) -> None:
    """The place became read-only after the cache was built: the store is in memory, newer than the one on disk."""
    with mounted(tmp_path / "place", "size=60m") as root:
        for path in sorted(data.iterdir())[8:]:
            path.unlink()

        def check() -> str:
            command = [sys.executable, "-c", MAIN, "check", "--data", str(data), "--lang", "en"]
            return subprocess.run(command, capture_output=True, text=True, env=environment(root)).stdout

        assert "006.ttl" in check()
        assert "new.ttl" not in check()
        subprocess.run(["mount", "-o", "remount,ro", root], check=True)
        (data / "new.ttl").write_text(text(500), encoding="utf-8")
        (data / "006.ttl").write_text("", encoding="utf-8")
        found = check()
        assert "new.ttl" in found
        assert "006.ttl" not in found


QUADS, MERGED = "quads", "triples"


def prepare(store: EmbeddedStore) -> None:
    store.prepare()
    store.prepare(ALL_QUADS)


@pytest.fixture
def part_of_large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A part of a store whose files count as many."""
    monkeypatch.setattr(dataset, "_SMALL", 0)
    return str(request.param)


def files_of(folder: Path, part: str) -> list[Path]:
    """The index of the store in *folder*, or the tables of its quads or triples."""
    return [folder / part] if part == LEDGER else list(folder.glob(f"{part}-*/*.sst"))


PLACES = [long(0), long(1), 2, long(5), long(9)]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("byte", [b"\x00", b"\xff"])
@pytest.mark.parametrize("part_of_large", [LEDGER, QUADS, MERGED], indirect=True)
@pytest.mark.parametrize("place", PLACES)
def test_a_damaged_page_gives_the_right_answer_or_a_new_store(
    data: Path, root: Path, part_of_large: str, place: int, byte: bytes
) -> None:
    workspace = find_workspace(data)
    Cache(workspace, root, Told()).use(prepare)
    path = max(files_of(store_of(root), part_of_large), key=lambda path: path.stat().st_size)
    content, start = path.read_bytes(), path.stat().st_size * place // 10 // 4096 * 4096
    damaged = content[:start] + byte * len(content[start : start + 4096]) + content[start + 4096 :]
    path.write_bytes(damaged)
    told = Told()
    found = Cache(workspace, root, told).use(lambda store: (said(store), ledger_in_public(store)))
    anew = EmbeddedStore.in_memory()
    fill(anew, workspace)
    assert found == (said(anew), ledger_in_public(anew))
    assert len(told.texts) <= 1
    if told.texts:
        assert says_what_the_files_say(data, root)


def ledger_in_public(store: EmbeddedStore) -> object:
    index = store.index
    elements = [f"https://w3id.org/strategigraf/id/s{number}/measure" for number in range(40)]
    return index.graphs(), index.edges(), index.neighbours(), index.mates(), index.labels(elements, "da")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("way", ["deleted", "cut off", "empty"])
@pytest.mark.parametrize("changed", [False, True])
def test_a_ledger_that_is_not_whole_is_made_anew(data: Path, root: Path, way: str, changed: bool) -> None:
    Cache(find_workspace(data), root, Told()).store()
    path = store_of(root) / LEDGER
    content = path.read_bytes()
    path.unlink()
    if way != "deleted":
        path.write_bytes(content[: len(content) // 2] if way == "cut off" else b"")
    if changed:
        change_some(data)
    told = Told()
    Cache(find_workspace(data), root, told).store()
    assert len(told.texts) == (0 if changed else 1)
    assert says_what_the_files_say(data, root)


@pytest.mark.slow
@pytest.mark.parametrize("part_of_large", [LEDGER, QUADS, MERGED], indirect=True)
def test_what_is_damaged_is_not_the_ground_for_what_is_brought_up_to_date(
    data: Path, root: Path, part_of_large: str
) -> None:
    Cache(find_workspace(data), root, Told()).use(prepare)
    for path in files_of(store_of(root), part_of_large):
        path.write_bytes(b"\xff" * path.stat().st_size)
    change_some(data)
    told = Told()
    try:
        Cache(find_workspace(data), root, told).use(lambda store: said(store))
    except StoreDamaged:
        pytest.fail("the damage reached the user")
    assert says_what_the_files_say(data, root)


def test_who_reads_an_older_store_has_an_hour_from_when_it_became_one(data: Path, root: Path) -> None:
    Cache(find_workspace(data), root, Told()).store()
    old = store_of(root)
    past = time.time() - 7200
    os.utime(old, (past, past))
    reader = EmbeddedStore.read_only(old)
    change_some(data)
    assert says_what_the_files_say(data, root)
    assert store_of(root) != old
    assert len(reader.rows(ALL_QUADS)) > 40
    assert stamp_of(root).is_file()


@pytest.fixture
def large(data: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a cache whose index counts as large, and was changed once: it has a spare."""
    monkeypatch.setattr(cache, "_SMALL", 0)
    assert says_what_the_files_say(data, root)
    change_some(data)
    assert says_what_the_files_say(data, root)
    return data


def stores(root: Path) -> set[Path]:
    return set(root.glob("*/store-*"))


def test_a_change_is_entered_in_the_store_before_the_last(large: Path, root: Path) -> None:
    for number in range(3):
        before, current = stores(root), store_of(root)
        index = {(path / LEDGER).stat().st_ino for path in before - {current}}
        (large / "010.ttl").write_text(text(100 + number), encoding="utf-8")
        assert says_what_the_files_say(large, root)
        assert stores(root) == {current, store_of(root)}
        assert {(store_of(root) / LEDGER).stat().st_ino} == index


def test_what_is_asked_of_a_store_before_is_answered_while_it_is_read(large: Path, root: Path) -> None:
    (old,) = stores(root) - {store_of(root)}
    reader = EmbeddedStore.read_only(old)
    edges = reader.index.edges()
    (large / "010.ttl").write_text(text(100), encoding="utf-8")
    assert says_what_the_files_say(large, root)
    assert old in stores(root)
    assert reader.index.edges() == edges
    assert len(reader.rows(ALL_QUADS)) > 40


@pytest.mark.sampled(3)
@pytest.mark.parametrize("part", [LEDGER, "ledger.sums"])
@pytest.mark.parametrize("way", ["deleted", "another byte", "empty"])
def test_a_spare_that_is_not_whole_is_not_used(large: Path, root: Path, part: str, way: str) -> None:
    (old,) = stores(root) - {store_of(root)}
    content = (old / part).read_bytes()
    (old / part).unlink()
    if way != "deleted":
        (old / part).write_bytes(b"" if way == "empty" else content[:-1] + bytes([content[-1] ^ 1]))
    (large / "010.ttl").write_text(text(100), encoding="utf-8")
    assert says_what_the_files_say(large, root)


def test_a_page_of_an_index_brought_up_to_date_that_is_damaged_is_noticed(large: Path, root: Path) -> None:
    (large / "010.ttl").write_text(text(100), encoding="utf-8")
    assert says_what_the_files_say(large, root)
    path = store_of(root) / LEDGER
    for page in range(path.stat().st_size // 4096):
        whole, status = path.read_bytes(), path.stat()
        path.write_bytes(whole[: page * 4096 + 99] + bytes([whole[page * 4096 + 99] ^ 8]) + whole[page * 4096 + 100 :])
        assert checksum(path) not in stamp_of(root).read_text()
        path.write_bytes(whole)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert checksum(path) in stamp_of(root).read_text()


@pytest.mark.slow
def test_killed_while_a_change_is_entered_in_a_spare_the_next_one_answers_right(large: Path, root: Path) -> None:
    killed = 0
    for number in range(8):
        for changed in range(5):
            (large / f"{10 + changed:03}.ttl").write_text(text(100 * number + changed), encoding="utf-8")
        killed += kill_while_working(large, root, 0.004 * number, OF_SPARE)
        assert says_what_the_files_say(large, root)
    assert killed


def test_the_lock_of_an_editor_is_no_file_of_the_dataset(data: Path, root: Path) -> None:
    (data / ".#050.ttl").symlink_to("someone@somewhere.1234")
    assert says_what_the_files_say(data, root)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    "command",
    [
        ("coverage",),
        ("sdg-check",),
        ("network",),
        ("matrix", "initiative", "sdg-target"),
        ("explain", "eksempelby-2030/indsats-1-1"),
        ("show", "eksempelby-2030/indsats-1-1"),
        ("report", "eksempelby-2030"),
    ],
    ids=lambda command: command[0],
)
def test_a_link_on_no_basis_of_claims_is_a_finding_and_no_answer_falls_over_it(
    own_corpus: Path, cli: Cli, command: tuple[str, ...]
) -> None:
    path = own_corpus / "strategies" / "eksempelby-2030.ttl"
    old = path.read_text(encoding="utf-8")
    new = re.sub(r"sg:basis sg:\w+", "sg:basis sg:Guessed", old, count=1)
    assert new != old
    path.write_text(new, encoding="utf-8")
    assert cli("check", path, "--data", own_corpus).code == 1
    out = ("-o", own_corpus.parent / "out") if command[0] == "report" else ()
    assert cli(*command, *out, "--data", own_corpus, "--lang", "en").code in (0, 1)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("odd", ['""', long('"x"@da'), long("_:b"), long("<urn:x>")])
@pytest.mark.parametrize(
    "part", ["rdf:subject", "rdf:predicate", "rdf:object", "sg:basis", "sg:partOf", "sg:inStrategy"]
)
def test_what_should_be_an_iri_and_is_none_is_a_finding_and_no_answer_falls_over_it(
    own_corpus: Path, cli: Cli, part: str, odd: str
) -> None:
    path = own_corpus / "strategies" / "eksempelby-2030.ttl"
    old = path.read_text(encoding="utf-8")
    new = re.sub(rf"^(    {part}) [^;,]+ ;", rf"\1 {odd} ;", old, flags=re.MULTILINE)
    assert new != old
    path.write_text(new, encoding="utf-8")
    assert cli("check", path, "--data", own_corpus).code == 1
    for command in (("list", "link"), ("matrix", "initiative", "sdg-target"), ("sdg-check",), ("network",)):
        done = cli(*command, "--data", own_corpus)
        assert done.code in (0, 1) or "no-thread" in done.err, done.err
