"""Clear: a review needs a role and a reason, is added to what stands there, and nothing is ever lost."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from strategigraf.core.errors import DataLocked
from strategigraf.core.rdf import ID
from strategigraf.files.output import only_writer
from strategigraf.files.turtle_format import format_file
from strategigraf.files.workspace import find_workspace
from strategigraf.review.reviews import Said, latest_reviews
from tests.conftest import TOP, Cli
from tests.test_faults import MAIN, mounted
from tests.test_suspicion import BROOK, change, filled, found_in, look_over

TOWN = ID + "eksempelby-2030/"
SAID = ("--role", "planlægger", "--reason", "Læst igen, den holder")
LINK = "link-indsats-1-2--6.3"
OLD, NEW = "Vi genslynger åen og åbner den for fisk.", "Vi genslynger åen og åbner den for ørreder."


@pytest.fixture(scope="module")
def unchanging(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented municipality, all looked over, and then the words on the brook changed; to stay so."""
    data = look_over(tmp_path_factory.mktemp("unchanging") / "data")
    change(data, OLD, NEW)
    return data


@pytest.fixture
def data(unchanging: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(unchanging, tmp_path / "data")
    return tmp_path / "data"


def reviews(data: Path) -> Path:
    return data / "reviews" / "eksempelby-2030.ttl"


def test_a_first_review_of_everything_is_entered_at_once(own_corpus: Path, cli: Cli) -> None:
    done = cli("clear", "--unreviewed", *SAID, "--data", own_corpus, "--lang", "en")
    assert (done.code, done.out) == (0, "reviews/eksempelby-2030.ttl\n")
    assert done.err == "13 reviews recorded; 0 links still need a new review.\n"
    assert len(latest_reviews(filled(own_corpus))) == 13
    assert cli("clear", "--unreviewed", *SAID, "--data", own_corpus, "--lang", "en").err.startswith("0 reviews")


def test_a_cleared_link_is_suspect_no_more_and_its_earlier_review_stays(data: Path, cli: Cli) -> None:
    before = reviews(data).read_text(encoding="utf-8")
    done = cli("clear", "link-indsats-1-2--6.3", "--role", "reviewer", "--reason", "Trout are fish", "--data", data)
    assert done.code == 0
    assert "2 relationer skal stadig gennemgås igen" in done.err
    assert set(found_in(data)) == set(BROOK) - {"link-indsats-1-2--6.3"}
    after = reviews(data).read_text(encoding="utf-8")
    assert all(block in after for block in before.split("\n\n")[1:])
    assert "prov:wasRevisionOf :link-indsats-1-2--6.3-review-1 ;" in after
    latest = latest_reviews(filled(data))[TOWN + "link-indsats-1-2--6.3"]
    assert latest.review.endswith("link-indsats-1-2--6.3-review-2")
    assert (latest.role, latest.reason) == (Said((("", "reviewer"),)), Said((("", "Trout are fish"),)))
    change(data, NEW, OLD)
    assert found_in(data)["link-indsats-1-2--6.3"] == ("words-changed", "end-changed")
    cli("clear", "link-indsats-1-2--6.3", *SAID, "--data", data)
    assert latest_reviews(filled(data))[TOWN + "link-indsats-1-2--6.3"].revises == latest.review


def test_the_file_is_in_the_house_style_its_comments_stay_and_the_same_act_gives_the_same_bytes(
    data: Path, cli: Cli
) -> None:
    file = reviews(data)
    text = file.read_text(encoding="utf-8").replace("\n:link-maal-3", "\n# Set på et møde.\n:link-maal-3", 1)
    file.write_text(text, encoding="utf-8")
    assert cli("clear", "--all", *SAID, "--data", data).code == 0
    first = file.read_text(encoding="utf-8")
    assert "\n# Set på et møde.\n:link-maal-3" in first
    assert format_file(file) == first
    file.write_text(text, encoding="utf-8")
    cli("clear", "--all", *SAID, "--data", data)
    assert file.read_text(encoding="utf-8") == first
    assert cli("check", "--data", data, "--format", "csv").code == 0
    assert cli("review", "--data", data).code == 0


def test_a_comment_that_would_be_lost_stops_it_and_the_file_is_as_it_was(data: Path, cli: Cli) -> None:
    file = reviews(data)
    file.write_text(
        file.read_text(encoding="utf-8").replace("a sg:Review ;", "a sg:Review ; # her", 1), encoding="utf-8"
    )
    before = file.read_bytes()
    done = cli("clear", "--all", *SAID, "--data", data)
    assert (done.code, "comment-inside" in done.err) == (3, True)
    assert file.read_bytes() == before


def test_a_review_may_be_told_in_both_languages(data: Path, cli: Cli) -> None:
    both = ("--role-en", "planner", "--reason-en", "Read again")
    assert cli("clear", "--all", *SAID, *both, "--data", data).code == 0
    latest = latest_reviews(filled(data))[TOWN + "link-indsats-1-2--6.3"]
    assert latest.role.in_language("en") == "planner"
    assert latest.reason.in_language("da") == "Læst igen, den holder"


def test_because_of_a_document_clears_only_what_has_nothing_else_to_it(data: Path, cli: Cli) -> None:
    change(data, 'sg:sha256 "8', 'sg:sha256 "9', "documents.ttl")
    assert len(found_in(data)) == 13
    done = cli("clear", "--because-of", "documents/eksempelby-2030", *SAID, "--data", data, "--lang", "en")
    assert done.err == "10 reviews recorded; 3 links still need a new review.\n"
    assert set(found_in(data)) == set(BROOK)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("arguments", "code", "da", "en"),
    [
        ((LINK, "--role", "x"), 2, "mangler en begrundelse", "lacks a reason"),
        ((LINK, "--role", "x", "--reason", " "), 2, "mangler en begrundelse", "lacks a reason"),
        ((LINK, "--reason", "x"), 2, "mangler en rolle", "lacks a role"),
        ((LINK, "--reason", "x", "--role", "a@b.dk"), 2, "ligner en adresse", "looks like an address"),
        ((LINK, "--reason", "sagt af a@b.dk", "--role", "x"), 2, "adresse", "address"),
        (("link-indsats-1-2--6.33", *SAID), 2, "Mente du", "Did you mean"),
        (("link-spor-1--6", *SAID), 2, "er uændret siden", "is unchanged since"),
        (("link-indsats-1-2--6.3", "link-spor-1--6", *SAID), 2, "er uændret siden", "is unchanged since"),
        (("spor-1", *SAID), 2, "relation", "link"),
        (SAID, 2, "--unreviewed", "--unreviewed"),
        (("link-spor-1--6", "--all", *SAID), 2, "--unreviewed", "--unreviewed"),
        (("--because-of", "nix", *SAID), 2, "Ukendt dokument", "no document"),
        (("--all", "--strategy", "nix", *SAID), 2, "Ukendt strategi", "no strategy"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_told_and_nothing_is_written(
    unchanging: Path, cli: Cli, arguments: tuple[str, ...], code: int, da: str, en: str, language: str
) -> None:
    before = reviews(unchanging).read_bytes()
    done = cli("clear", *arguments, "--data", unchanging, "--lang", language)
    assert done.code == code
    assert (da if language == "da" else en) in done.err
    assert reviews(unchanging).read_bytes() == before


def test_what_the_source_text_to_hand_does_not_bear_out_cannot_be_cleared(data: Path, cli: Cli) -> None:
    sources = TOP / "tests" / "corpus" / "sources"
    before = reviews(data).read_bytes()
    done = cli("clear", "link-indsats-1-2--6.3", *SAID, "--data", data, "--sources", sources, "--lang", "en")
    assert (done.code, "the source text differs" in done.err) == (2, True)
    done = cli("clear", "--all", *SAID, "--data", data, "--sources", sources, "--lang", "en")
    assert (done.code, "0 reviews recorded; 3 links still need a new review." in done.err) == (0, True)
    assert reviews(data).read_bytes() == before


def test_where_nothing_is_suspect_nothing_is_written(data: Path, cli: Cli) -> None:
    cli("clear", "--all", *SAID, "--data", data)
    before = reviews(data).stat().st_mtime_ns
    assert cli("clear", "--all", *SAID, "--data", data).code == 0
    assert cli("clear", "--unreviewed", *SAID, "--data", data).code == 0
    assert reviews(data).stat().st_mtime_ns == before


def test_a_place_that_cannot_be_written_is_told_with_the_way_out(own_corpus: Path, cli: Cli) -> None:
    (own_corpus / "reviews").write_text("no folder", encoding="utf-8")
    done = cli("clear", "--unreviewed", *SAID, "--data", own_corpus, "--lang", "en")
    assert (done.code, "with --data" in done.err) == (3, True)


def test_a_folder_where_no_lock_can_be_made_is_not_called_locked(own_corpus: Path) -> None:
    done = []
    with only_writer(Path("/proc")):
        done.append(True)
    with only_writer(own_corpus), pytest.raises(DataLocked), only_writer(own_corpus):
        pass
    assert done


def test_on_a_full_disk_the_old_reviews_are_whole(data: Path, tmp_path: Path, cli: Cli) -> None:
    with mounted(tmp_path / "small", "size=200k") as small:
        subprocess.run(["cp", "-r", f"{data}/.", small], check=True)
        before = reviews(small).read_bytes()
        free = os.statvfs(small).f_bavail * os.statvfs(small).f_frsize
        (small / "ballast").write_bytes(b"x" * (free - 4096))
        done = cli("clear", "--all", *SAID, "--data", small, "--lang", "en")
        assert (done.code, "The previous file is unchanged" in done.err) == (3, True)
        assert reviews(small).read_bytes() == before
        assert [path.name for path in (small / "reviews").iterdir()] == ["eksempelby-2030.ttl"]
        (small / "ballast").unlink()
        assert cli("clear", "--all", *SAID, "--data", small).code == 0


def test_in_a_folder_that_is_read_only_nothing_is_written_and_the_remedy_names_data(
    data: Path, tmp_path: Path, cli: Cli
) -> None:
    with mounted(tmp_path / "closed", "size=2m") as closed:
        subprocess.run(["cp", "-r", f"{data}/.", closed], check=True)
        subprocess.run(["mount", "-o", "remount,ro", closed], check=True)
        done = cli("clear", "--all", *SAID, "--data", closed, "--lang", "da")
        assert (done.code, "angiv kopien med --data" in done.err) == (3, True)
        assert found_in(closed) == BROOK


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_at_any_moment_each_file_is_the_old_or_the_new_one(
    data: Path, tmp_path: Path, cli: Cli, with_signal: signal.Signals
) -> None:
    cli("review", "--data", data)
    old = reviews(data).read_bytes()
    cli("clear", "--all", *SAID, "--data", data)
    new = reviews(data).read_bytes()
    assert old != new
    command = [sys.executable, "-c", MAIN, "clear", "--all", *SAID, "--data", str(data)]
    environment = os.environ | {"PYTHONPATH": str(TOP / "src")}
    seen = set()
    for delay in (0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        reviews(data).write_bytes(old)
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(with_signal)
        process.wait()
        seen.add(reviews(data).read_bytes())
    assert seen <= {old, new}
    assert [path.name for path in (data / "reviews").glob("*.ttl")] == ["eksempelby-2030.ttl"]
    reviews(data).write_bytes(old)
    assert cli("clear", "--all", *SAID, "--data", data).code == 0
    assert reviews(data).read_bytes() == new


def test_a_new_link_goes_into_the_file_of_its_strategy_and_a_moved_review_stays_where_it_is(
    data: Path, cli: Cli
) -> None:
    moved = data / "reviews" / "samlet.ttl"
    reviews(data).rename(moved)
    done = cli("clear", "link-indsats-1-2--6.3", *SAID, "--data", data)
    assert done.out == "reviews/samlet.ttl\n"
    assert not reviews(data).exists()
    assert find_workspace(data).data_files().count(moved) == 1


def test_a_link_with_a_foreign_name_has_its_review_in_the_file_of_its_strategy(data: Path, cli: Cli) -> None:
    foreign = "http://example.org/ns#link-1"
    change(data, ":link-indsats-1-2--6.3\n", f"<{foreign}>\n")
    done = cli("clear", foreign, *SAID, "--data", data)
    assert (done.code, done.out) == (0, "reviews/eksempelby-2030.ttl\n")
    assert foreign in latest_reviews(filled(data))
    assert format_file(reviews(data)) == reviews(data).read_text(encoding="utf-8")
    assert cli("review", "--data", data, "--part", "queue", "--format", "csv").out.count("link-gone") == 1


def test_of_several_at_once_one_enters_its_reviews_and_the_others_are_told(own_corpus: Path, tmp_path: Path) -> None:
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(tmp_path / "cache"), "STRATEGIGRAF_LANG": "en"}
    run = [sys.executable, "-m", "strategigraf"]
    subprocess.run([*run, "list", "--data", own_corpus], env=environment, check=True, capture_output=True)
    crowd = [
        subprocess.Popen(
            [
                *run,
                "clear",
                "--unreviewed",
                "--role",
                f"rolle {number}",
                "--reason",
                f"grund {number}",
                "--data",
                own_corpus,
            ],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    told = [(process.communicate()[1].splitlines(), process.returncode) for process in crowd]
    entered = [lines for lines, code in told if code == 0 and lines[-1].startswith("13 reviews")]
    assert len(entered) == 1
    for lines, code in told:
        assert code == 0 or (code == 3 and lines[-2].startswith("data-locked: Another strategigraf is writing in "))
        assert code == 3 or lines[-1].split()[0] in ("13", "0")
    found = latest_reviews(filled(own_corpus))
    assert len(found) == 13
    assert all(len(review.role.texts) == len(review.reason.texts) == 1 for review in found.values())


def test_the_lock_goes_with_the_process_that_held_it(own_corpus: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from strategigraf.files.output import only_writer\n"
        "with only_writer(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, own_corpus], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(DataLocked), only_writer(own_corpus):
        pass
    holder.kill()
    holder.wait(10)
    with only_writer(own_corpus):
        pass
