"""The limits of one query: how long it may take, how much memory it may need, and what ends it beyond that.

The engine cannot be stopped. So it works in a thread beside the one that waits; where that gives up, whoever runs the
process ends it (the command line), or the process was one of its own (`StoreApart`).
"""

import os
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from strategigraf.core.errors import QueryTooHeavy
from strategigraf.core.rdf import Text, message
from strategigraf.core.table import Answer, Table
from strategigraf.store.index import ElementIndex
from strategigraf.store.sparql import EmbeddedStore, OwnQueries, Rows, Store, as_table, not_evaluated

Value = TypeVar("Value")
_PULSE = 0.05  # seconds between two looks at the clock and the memory
_STACK = 4096  # bytes for each character of a query: nothing that nests takes more
_LEAST_STACK = 16 << 20
_GRACE = 1.0  # seconds that a process of its own has to tell that it is beyond the limit


class Limit(NamedTuple):
    """What a query may take: seconds, and mebibytes of memory beside what was there; None where it may take any."""

    seconds: float | None = None
    mebibytes: int | None = None


class Source(Store, Protocol):
    """A store that can be left before it is through."""

    def answer(self, query: str, over: Rows = iter) -> Answer:
        """See Store; *over* goes through the rows."""


class Watch:
    """Whether somebody still waits."""

    def __init__(self) -> None:
        self.stopped = False

    def over(self, rows: Iterable[Value]) -> Iterator[Value]:
        """*rows*, while somebody waits for them."""
        for row in rows:
            if self.stopped:
                return
            yield row


class StoreWithin(OwnQueries):
    """A store whose answers keep within *limit*, and whose waiting ends with Ctrl-C."""

    def __init__(self, store: Source, limit: Limit) -> None:
        self._store = store
        self._limit = limit

    @property
    def index(self) -> ElementIndex | None:
        """See Store."""
        return self._store.index

    @property
    def prefixes(self) -> Mapping[str, str]:
        """See OwnQueries."""
        return self._store.prefixes

    def asking(self, name: str) -> OwnQueries:
        """See OwnQueries."""
        part = self._store.asking(name)
        return self if part is self._store else part

    def answer(self, query: str) -> Answer:
        """See Store. Raises what that of the store raises, and QueryTooHeavy."""
        self._store.prepare(query)
        return within(self._limit, lambda watch: self._store.answer(query, watch.over), len(query))

    def select(self, query: str) -> Table:
        """See Store. Raises what `answer` raises."""
        return as_table(self.answer(query))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store. Of our own queries only, which are not limited."""
        return self._store.rows(query)

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """See Store."""
        return self._store.kept(key, make)


class StoreApart(StoreWithin):
    """The same with a process of its own for each answer, which has ended when the answer or the error is there."""

    def __init__(self, store: EmbeddedStore, limit: Limit) -> None:
        super().__init__(store, limit)
        self._folder = store.folder

    def answer(self, query: str) -> Answer:
        """See Store. Raises what that of the store raises, and QueryTooHeavy."""
        folder = self._folder
        if folder is None:  # a store in memory is in no other process
            return super().answer(query)
        from strategigraf.store.workers import one_hand

        self._store.prepare(query)
        seconds = self._limit.seconds
        patience = Limit(None if seconds is None else seconds + _GRACE)
        with one_hand() as hand:
            try:
                return within(patience, lambda watch: hand.do(_answer, (folder, query, self._limit)), told=seconds)
            except RuntimeError as error:  # the process has ended under it
                raise not_evaluated(error) from error


def within(limit: Limit, work: Callable[[Watch], Value], length: int = 0, told: float | None = None) -> Value:
    """What *work* gives, done in a thread beside this one, on a stack for a query of *length* characters; *told* is the
    time that an error names, where that is not the one of *limit*.

    Raises what *work* raises, QueryTooHeavy where it passes *limit*, KeyboardInterrupt as soon as that comes; then the
    thread goes on alone until it next looks at its watch.
    """
    watch, result, done = Watch(), list[Value](), threading.Event()
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work(watch))
        except BaseException as error:
            _clear_frames(error)
            failure.append(error)
        finally:
            done.set()

    ordinary = threading.stack_size(max(_LEAST_STACK, _STACK * length))
    try:
        threading.Thread(target=run, daemon=True).start()
    finally:
        threading.stack_size(ordinary)
    begin, held = time.monotonic(), memory()
    try:
        while not done.wait(_pause(limit, begin)):
            if limit.seconds is not None and time.monotonic() - begin >= limit.seconds:
                raise too_heavy(
                    message("limits.seconds", seconds=f"{told or limit.seconds:g}"), message("limits.longer")
                )
            now = memory() if limit.mebibytes is not None else None
            if limit.mebibytes is not None and None not in (held, now) and now - held > limit.mebibytes:  # type: ignore[operator]
                raise too_heavy(message("limits.memory", mebibytes=limit.mebibytes), message("limits.larger"))
    finally:
        watch.stopped = True
    if failure:
        raise failure[0]
    return result[0]


def memory(process: int | str = "self") -> float | None:
    """The memory that *process* (its number) holds now, in mebibytes; None where the system does not tell."""
    try:
        with open(f"/proc/{process}/status", encoding="ascii", errors="replace") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:")), None)
    except OSError:
        return None


def processor_time(process: int) -> float | None:
    """The time that *process* (its number) has had of a processor, in seconds; None where the system does not tell."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as told:
            fields = told.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError, AttributeError):
        return None


def _pause(limit: Limit, begin: float) -> float:
    left = _PULSE if limit.seconds is None else begin + limit.seconds - time.monotonic()
    return max(0.0, min(_PULSE, left))


def _clear_frames(error: BaseException | None) -> None:
    """Lets go of what the frames of *error*, and of what led to it, hold: the engine's rows may be let go of in the
    thread that read them and in no other."""
    while error is not None:
        trace = error.__traceback__
        while trace is not None:
            with suppress(RuntimeError):  # of the frame that is at work
                trace.tb_frame.clear()
            trace = trace.tb_next
        error = error.__context__


def _answer(task: tuple[Path, str, Limit]) -> Answer:
    folder, query, limit = task
    return StoreWithin(EmbeddedStore.read_only(folder), limit).answer(query)


def too_heavy(what: Text, more: Text) -> QueryTooHeavy:
    """The error of a query that was stopped when it took more than *what*; *more* is what may be done beside changing
    it."""
    return QueryTooHeavy(
        Text(
            f"Forespørgslen blev stoppet, da den tog mere end {what.da}.",
            f"The query was stopped when it took more than {what.en}.",
        ),
        Text(
            f"Forbind mønstrene med fælles variabler, eller {more.da}.",
            f"Join its patterns by shared variables, or {more.en}.",
        ),
    )
