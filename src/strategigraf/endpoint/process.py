"""One process that answers: it is given tasks one after another, and ended whatever it is doing.

Where the system can, it is a copy of one that has read the program already, so that another is there in a moment.
"""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_READ = [  # by the process that is copied
    "gzip", "sqlite3", "pyoxigraph", "strategigraf.store.guard", "strategigraf.store.quads",
    "strategigraf.store.triples", "strategigraf.endpoint.answering",
]  # fmt: skip


class Process:
    """A process that does what it is given."""

    def __init__(self) -> None:
        can_copy = "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if can_copy else "spawn")
        if can_copy:
            context.set_forkserver_preload(_READ)
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self._process.pid)

    def do(self, work: Callable[[Task], Result], task: Task) -> Result:
        """What *work* (a function of a module) makes of *task*. Raises what it raises, and RuntimeError where the
        process has ended."""
        try:
            self._ours.send((work, task))
            is_done, result = self._ours.recv()
        except (OSError, EOFError, ValueError) as error:
            raise RuntimeError("the process has ended") from error
        if not is_done:
            raise result
        return result  # type: ignore[no-any-return]

    def dismiss(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.join()
        self._ours.close()


def _work(given: Connection) -> None:
    """Does what comes in by *given* until that is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who gave the work decides when it ends, not the terminal
    while True:
        try:
            work, task = given.recv()
        except EOFError:
            return
        try:
            told = (True, work(task))
        except Exception as error:
            told = (False, error)
        try:
            given.send(told)
        except OSError:  # nobody waits for it any more
            return
