"""Workers: the same work on many things, shared by several processes, results in order."""

import gc
import os
import pickle
import struct
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_ENOUGH = 60  # tasks from which on a second process has paid for its start
_OBJECTS = 100_000  # new ones before rings among them are looked for
_AHEAD = 4  # tasks for each process that may be done before their results are fetched


def hands() -> int:
    """How many processes share large work: as many as this one may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_work_for_many(tasks: Sequence[object], enough: int = _ENOUGH) -> bool:
    """Whether *tasks* are so many (*enough*) that several processes do them sooner than one."""
    return len(tasks) >= enough and hands() > 1


def in_crew(
    work: Callable[[Task], Result], tasks: Sequence[Task], enough: int = _ENOUGH
) -> Generator[Result, None, None]:
    """What *work* (a function of a module) makes of each of *tasks*, in their order, a few at a time in memory.

    Fewer tasks than *enough* are done in this process. Raises what *work* raises; whoever stops asking stops the crew.
    """
    if not is_work_for_many(tasks, enough):
        yield from map(work, tasks)
        return
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor
    from queue import SimpleQueue

    crew = [Hand() for _ in range(hands())]
    idle: SimpleQueue[Hand] = SimpleQueue()
    for hand in crew:
        idle.put(hand)

    def give(task: Task) -> Result:
        hand = idle.get()
        try:
            return hand.do(work, task)
        finally:
            idle.put(hand)

    waiting: deque[Future[Result]] = deque()
    threads = ThreadPoolExecutor(len(crew))
    try:
        for task in tasks:
            waiting.append(threads.submit(give, task))
            if len(waiting) > _AHEAD * len(crew):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for hand in crew:
            hand.dismiss()
        threads.shutdown(wait=True)


@contextmanager
def beside(work: Callable[[Task], object]) -> Iterator[Callable[[Task], None]]:
    """A function that has *work* done on what it is given, in order, in a thread beside this one; it waits until what
    it was given before is done. Leaving waits for all of it. Raises what *work* raises."""
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[object]] = deque()
    with ThreadPoolExecutor(1) as thread:

        def put(task: Task) -> None:
            waiting.append(thread.submit(work, task))
            while len(waiting) > 1:
                waiting.popleft().result()

        yield put
        for future in waiting:
            future.result()


@contextmanager
def one_hand() -> "Iterator[Hand]":
    """A process that does what it is given, and has ended when this is left, whatever it was doing."""
    hand = Hand()
    try:
        yield hand
    finally:
        hand.dismiss()


class Hand:
    """One process of the crew."""

    def __init__(self) -> None:
        import subprocess

        code = "from strategigraf.store.workers import serve; serve()"
        path = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,  # the one who gave the work decides when it ends, not the terminal
        )

    def do(self, work: Callable[[Task], Result], task: Task) -> Result:
        """What *work* makes of *task*. Raises what it raises, and RuntimeError where the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            _put(self._process.stdin, (work, task))
            done, result = _get(self._process.stdout)
        except (OSError, EOFError, ValueError) as error:
            raise RuntimeError("a process of the crew has ended") from error
        if not done:
            raise result
        found: Result = result
        return found

    def dismiss(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was on its way to it is lost with it
                if stream is not None:
                    stream.close()


def serve() -> None:
    """Does what comes in on stdin until it ends, as a hand of a crew."""
    gc.set_threshold(_OBJECTS)
    given, told = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            work, task = _get(given)
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = (True, work(task))
        except Exception as error:
            answer = (False, error)
        try:
            _put(told, answer)
        except OSError:  # nobody waits for it any more
            return


def _put(stream: IO[bytes], what: object) -> None:
    content = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(struct.pack("<Q", len(content)))
    stream.write(content)
    stream.flush()


def _get(stream: IO[bytes]) -> Any:
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    (length,) = struct.unpack("<Q", head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return pickle.loads(content)
