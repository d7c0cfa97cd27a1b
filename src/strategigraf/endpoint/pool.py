"""The processes that answer: some for what is answered at once, few for what takes longer; each ended when it takes too
long or too much, and then there is another.

A question has a quick process for a moment. What is not answered then goes on as a heavy one, where fewer than may are
at work, or else gives way and begins again when it is its turn. To replace a process that went on costs far more than
a light question; so questions are known again by their shape (what they are but for names and values): one whose like
was heavy is heavy from the start, and those of which nothing is known are tried one at a time, while the other quick
processes stay with those whose like was light. So a light question waits for moments only, whatever else is asked.
"""

import asyncio
import os
import re
from collections import OrderedDict
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import inf
from typing import NamedTuple

from strategigraf.core.errors import StrategigrafError
from strategigraf.core.rdf import Text, message
from strategigraf.endpoint.answering import Place, Reply, Task, answered, ready
from strategigraf.endpoint.errors import ServerBusy
from strategigraf.endpoint.process import Process
from strategigraf.store.limit import memory, processor_time, too_heavy

_PULSE = 0.05  # seconds between two looks at the clock and the memory
_KNOWN = 2000  # shapes of questions that are remembered
_MOMENTS = 10  # that a light question may take where it has to wait for a processor
_NICE = 10  # by which heavy ones give way to light ones
_PATIENCE = 20.0  # seconds that a question waits for its turn
Work = asyncio.Future[Reply]


class Limits(NamedTuple):
    """What an answer may take: seconds, mebibytes of memory of the process, rows (or triples), bytes; how many
    processes answer quickly, and within how many seconds; how many answer heavy questions; how many questions of both
    may wait."""

    seconds: float = 30.0
    mebibytes: int = 1024
    rows: int = 100_000
    size: int = 64 << 20
    quick: int = 3
    moment: float = 0.3
    heavy: int = 2
    heavy_waiting: int = 20
    waiting: int = 500


class Pool:
    """The processes that answer questions, within *limits*."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._heavy = asyncio.Semaphore(limits.heavy)
        self._waiting = self._heavy_waiting = 0
        self._trial = asyncio.Semaphore(max(1, limits.quick // 3))  # for questions of which nothing is known
        self._known: OrderedDict[str, bool] = OrderedDict()  # by shape whether it was heavy, the newest last
        self._threads = ThreadPoolExecutor(limits.quick + limits.heavy + 2)
        self._processes: set[Process] = set()
        self._beside: set[asyncio.Task[None]] = set()  # what starts and ends processes
        self._stopped = False

    async def start(self, place: Place) -> None:
        """Starts the quick processes, and has them open the data at *place*."""
        await asyncio.gather(*(self._add(place) for _ in range(self.limits.quick)))

    async def stop(self) -> None:
        """Ends all processes."""
        self._stopped = True
        for process in list(self._processes):
            process.dismiss()
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def processes(self) -> tuple[int, ...]:
        """The numbers of the processes there are."""
        return tuple(process.pid for process in self._processes)

    async def reply(self, task: Task) -> Reply:
        """The reply to *task*. Raises what `answered` raises, QueryTooHeavy, ServerBusy."""
        shape = shape_of(task.question.query)
        if shape not in self._known and await self._is_turn(self._trial):
            try:
                if shape not in self._known:
                    return await self._at_once(task, shape)
            finally:
                self._trial.release()
        return await (self._in_turn(task, shape) if self._known[shape] else self._at_once(task, shape))

    async def _at_once(self, task: Task, shape: str) -> Reply:
        """The reply to *task*, of which a quick process has a moment to prove that it is light."""
        process = await self._quick_process()
        work = self._given(process, task)
        is_heavy = False
        try:
            if await self._is_light(process, work):
                self._remember(shape, False)
                return _result(work)
            is_heavy = True
            self._remember(shape, True)
            self._aside(self._add(task.place))
            if not self._heavy.locked():
                async with self._heavy:
                    return await self._patiently(process, work)
        finally:
            if not is_heavy and work.done() and not _has_died(work):
                self._idle.put_nowait(process)
            else:
                self._aside(self._end(process))
                if not is_heavy:
                    self._aside(self._add(task.place))
        return await self._in_turn(task, shape)

    async def _is_turn(self, lane: asyncio.Semaphore) -> bool:
        """Takes a place in *lane*, which whoever asks gives back. Raises ServerBusy where none comes free."""
        if self._waiting >= self.limits.waiting:
            raise _busy()
        self._waiting += 1
        try:
            return await asyncio.wait_for(lane.acquire(), _PATIENCE)
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1

    async def _quick_process(self) -> Process:
        if self._waiting >= self.limits.waiting:
            raise _busy()
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), _PATIENCE)
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1

    async def _in_turn(self, task: Task, shape: str) -> Reply:
        """The reply to the heavy *task*, by a process of its own, when fewer heavy ones than may are at work."""
        if self._heavy_waiting >= self.limits.heavy_waiting:
            raise _busy()
        self._heavy_waiting += 1
        try:
            await asyncio.wait_for(self._heavy.acquire(), _PATIENCE)
        except TimeoutError:
            raise _busy() from None
        finally:
            self._heavy_waiting -= 1
        try:
            process = Process()
            self._processes.add(process)
            try:
                await self._open(process, task.place)
                begun = processor_time(process.pid) or -inf
                reply = await self._patiently(process, self._given(process, task))
                if (processor_time(process.pid) or inf) - begun < self.limits.moment:
                    self._remember(shape, False)
                return reply
            finally:
                self._aside(self._end(process))
        finally:
            self._heavy.release()

    async def _patiently(self, process: Process, work: Work) -> Reply:
        with suppress(OSError, AttributeError):  # it has ended; a system without priorities
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
        if not await self._is_done(process, work, self.limits.seconds):
            raise too_heavy(message("limits.seconds", seconds=f"{self.limits.seconds:g}"), message("limits.narrower"))
        return _result(work)

    def _given(self, process: Process, task: Task) -> Work:
        return asyncio.get_running_loop().run_in_executor(self._threads, process.do, answered, task)

    async def _is_light(self, process: Process, work: Work) -> bool:
        """Whether *work* of *process* is done in a moment: of the processor's time, so that a light question does not
        count as heavy where many wait for a processor, but in no more than some moments."""
        begun = processor_time(process.pid)
        for _ in range(_MOMENTS):
            if await self._is_done(process, work, self.limits.moment):
                return True
            now = processor_time(process.pid)
            if begun is None or now is None or now - begun >= self.limits.moment:
                return False
        return False

    async def _is_done(self, process: Process, work: Work, seconds: float) -> bool:
        """Whether *work* of *process* is done within *seconds*. Raises QueryTooHeavy where it takes too much memory."""
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while not work.done() and clock() < end:
            await asyncio.wait({work}, timeout=min(_PULSE, max(0.0, end - clock())))
            if not work.done() and (memory(process.pid) or 0) > self.limits.mebibytes:
                raise too_heavy(message("limits.memory", mebibytes=self.limits.mebibytes), message("limits.narrower"))
        return work.done()

    def _remember(self, shape: str, is_heavy: bool) -> None:
        self._known[shape] = is_heavy
        self._known.move_to_end(shape)
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)

    async def _add(self, place: Place) -> None:
        """Adds a quick process that has opened the data at *place*."""
        process = Process()
        self._processes.add(process)
        await self._open(process, place)
        if self._stopped:
            process.dismiss()
        self._idle.put_nowait(process)

    async def _open(self, process: Process, place: Place) -> None:
        """Has *process* open the data at *place*."""
        with suppress(StrategigrafError, RuntimeError):  # whoever asks it is told
            await asyncio.to_thread(process.do, ready, place)

    async def _end(self, process: Process) -> None:
        self._processes.discard(process)
        await asyncio.to_thread(process.dismiss)

    def _aside(self, what: Coroutine[None, None, None]) -> None:
        """Has *what* done, whatever becomes of the one who asked."""
        if self._stopped:
            what.close()
            return
        task = asyncio.get_running_loop().create_task(what)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


_NAMED = re.compile(r"""[?$]\w+|<[^<>\s]*>|"(?>(?:[^"\\\n]|\\.)*)"?|'(?>(?:[^'\\\n]|\\.)*)'?|#[^\n]*|\d+|\s+""")


def shape_of(query: str) -> str:
    """What *query* is but for the names of its variables, its IRIs, literals, numbers, comments and blanks."""
    names: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        found = match[0]
        if found[0] in "?$":
            return names.setdefault(found[1:], f"?{len(names)}")
        return "" if found[0] == "#" else " " if found.isspace() else "0" if found.isdigit() else found[0]

    return _NAMED.sub(named, query)


def _has_died(work: Work) -> bool:
    """Whether the process of *work*, which is done, has ended under it."""
    return isinstance(work.exception(), RuntimeError)


def _result(work: Work) -> Reply:
    if _has_died(work):
        raise too_heavy(message("limits.room"), message("limits.narrower"))
    return work.result()


def _busy() -> ServerBusy:
    return ServerBusy(
        Text("Serveren besvarer for mange spørgsmål lige nu.", "The server is answering too many questions now."),
        Text("Prøv igen om nogle sekunder.", "Try again in some seconds."),
    )
