"""What keeps the program off other systems is not used; what can be imitated of them here is tried. docs/windows.md."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CORPUS, TOP

PACKAGE = TOP / "src" / "strategigraf"
MODULES = sorted(PACKAGE.rglob("*.py"))
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_CALLS = {
    "os": {
        "chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid",
        "getloadavg", "getuid", "initgroups", "killpg", "lchown", "link", "mkfifo", "mknod", "nice", "pipe2",
        "posix_fallocate",
        "pread", "pwrite", "sched_getaffinity", "sched_setaffinity", "sendfile", "setpgid", "setsid",
        "setuid", "statvfs",
        "symlink", "sync", "sysconf", "uname", "wait", "wait3", "wait4", "waitpid",
    },
    "signal": {"SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "pause"},
    "time": {"clock_settime", "pthread_getcpuclockid", "tzset"},
}  # fmt: skip
POSIX_PATHS = re.compile(r"^/(?:dev|etc|home|proc|sys|tmp|usr|var)(?:/|$)")
GUARDED = {  # each asks first whether the system has it
    "dossier/answer.py": {"os.geteuid"},
    "store/contribution.py": {"fcntl"},  # imported in a try: without it an index is copied before it is changed
    "store/workers.py": {"os.sched_getaffinity"},
    "store/limit.py": {"/proc/", "os.sysconf"},  # read in a try: without it there is no limit of memory or time
}
RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def posix_only(tree: ast.AST) -> set[str]:
    """The names in *tree* that other systems than POSIX do not have: modules, calls, paths."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in POSIX_MODULES}
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            found |= {f"{node.module}.{name}" for name in names & POSIX_CALLS.get(node.module or "", set())}
            found |= {node.module or ""} & POSIX_MODULES
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in POSIX_CALLS.get(node.value.id, ()):
                found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and POSIX_PATHS.match(node.value):
            found.add(node.value)
        elif isinstance(node, ast.keyword) and node.arg == "preexec_fn":
            found.add("preexec_fn")
    return found


def test_nothing_that_only_posix_has_is_used() -> None:
    for path in MODULES:
        here = path.relative_to(PACKAGE).as_posix()
        left = posix_only(ast.parse(path.read_text(encoding="utf-8"))) - GUARDED.get(here, set())
        assert not left, f"{here} uses {', '.join(sorted(left))}"


@pytest.mark.parametrize(
    "line",
    ["import fcntl", "from os import fork", "import os; os.link(1, 2)", "open('/dev/null')", "run(preexec_fn=x)",
     "import signal; signal.alarm(3)"],
)  # fmt: skip
def test_the_search_for_what_only_posix_has_finds_it(line: str) -> None:
    assert posix_only(ast.parse(line))


def test_files_are_opened_with_their_encoding_named() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Name, ast.Attribute)):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            given = {keyword.arg for keyword in node.keywords}
            modes = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            binary = any("b" in str(mode) for mode in modes) or "mode" in given
            where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            assert name not in ("read_text", "write_text") or "encoding" in given or len(node.args) > 1, where
            text = name == "open" and isinstance(node.func, ast.Name) and not binary
            assert not text or "encoding" in given, where


def test_no_file_of_the_project_has_a_name_that_another_system_refuses_or_takes_for_another() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        for part in name.split("/"):
            assert not re.search(r'[<>:"|?*\\\x00-\x1f]', part), name
            assert not RESERVED.match(part), name
            assert not part.endswith((".", " ")), name


def test_it_works_where_the_modules_of_posix_are_missing(own_corpus: Path, tmp_path: Path) -> None:
    missing = "; ".join(f"sys.modules[{name!r}] = None" for name in sorted(POSIX_MODULES - {"posix"}))
    code = f"import sys, os; {missing}; del os.sched_getaffinity; from strategigraf.cli import main; main()"
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(tmp_path / "cache"), "STRATEGIGRAF_LANG": "en"}
    review = ["clear", "--unreviewed", "--role", "planner", "--reason", "read again"]
    for arguments in (["list"], ["matrix", "goal", "initiative"], review):
        command = [sys.executable, "-c", code, *arguments, "--data", str(own_corpus)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_an_answer_reaches_a_pipe_whole_whatever_the_console_can_show(tmp_path: Path) -> None:
    matrix = [sys.executable, "-m", "strategigraf", "matrix", "goal", "initiative", "--data", str(CORPUS / "data")]
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(tmp_path / "cache")}
    plain = subprocess.run(matrix, env=environment, capture_output=True, check=True).stdout
    narrow = subprocess.run(matrix, env=environment | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=True)
    assert narrow.stdout == plain
    assert "▪" in plain.decode("utf-8")
