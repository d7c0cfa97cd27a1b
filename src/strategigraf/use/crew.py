"""The crew: the same work on many things, shared by several processes, results in order."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_ENOUGH = 60  # tasks from which on a second process has paid for its start
_AHEAD = 4  # tasks for each process that may be done before their results are fetched


def hands() -> int:
    """How many processes share large work: as many as this one may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_work_for_many(tasks: Sequence[object]) -> bool:
    """Whether *tasks* are so many that several processes do them sooner than one."""
    return len(tasks) >= _ENOUGH and hands() > 1


def in_crew(work: Callable[[Task], Result], tasks: Sequence[Task]) -> Generator[Result, None, None]:
    """What *work* (a function of a module) makes of each of *tasks*, in their order, a few at a time in memory.

    Few tasks are done in this process. Raises what *work* raises; whoever stops asking stops the crew.
    """
    if not is_work_for_many(tasks):
        yield from map(work, tasks)
        return
    import multiprocessing
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor

    pool = ProcessPoolExecutor(hands(), multiprocessing.get_context("spawn"), initializer=_follow_the_chief)
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            with _interrupts_later():
                waiting.append(pool.submit(work, task))
            if len(waiting) > _AHEAD * hands():
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def beside(work: Callable[[Task], object]) -> Iterator[Callable[[Task], None]]:
    """A function that has *work* done on what it is given, in order, in a thread beside this one; it waits while two
    things wait. Leaving waits for all of it. Raises what *work* raises."""
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[object]] = deque()
    with ThreadPoolExecutor(1) as thread:

        def put(task: Task) -> None:
            waiting.append(thread.submit(work, task))
            while len(waiting) > 2:
                waiting.popleft().result()

        yield put
        for future in waiting:
            future.result()


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Interrupts wait until this is over. A process that starts meanwhile is whole, and has them shut off for good."""
    import signal
    import threading
    from multiprocessing import resource_tracker

    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    came: list[int] = []
    resource_tracker.ensure_running()  # its own start would let them through again
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    shut = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, shut)
        signal.signal(signal.SIGINT, before)
    if came:
        signal.raise_signal(signal.SIGINT)


def _follow_the_chief() -> None:
    """Leaves interrupts to the process that started this one, and ends with it, however that ends."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_chief, daemon=True).start()


def _end_with_the_chief() -> None:
    import multiprocessing

    chief = multiprocessing.parent_process()
    assert chief is not None
    chief.join()
    os._exit(1)
