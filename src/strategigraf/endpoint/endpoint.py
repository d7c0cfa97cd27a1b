"""The endpoint: a request is read, answered by a process within limits, and the answer sent as it is wanted."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from starlette.requests import Request
from starlette.responses import Response

from strategigraf.endpoint.answering import Place, Question, Reply, Task
from strategigraf.endpoint.dataset import Data
from strategigraf.endpoint.description import description
from strategigraf.endpoint.pool import Limits, Pool
from strategigraf.endpoint.protocol import question_of
from strategigraf.endpoint.results import OF_GRAPHS, TURTLE, rewritten, wanted
from strategigraf.store.dataset import content_digest

_FRESH = 1.0  # seconds for which the files are not looked at again
_KEPT, _LARGEST_KEPT = 32 << 20, 1 << 20  # bytes of all answers that are kept, and of one of them
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)  # what gives another answer each time
_GONE = 499  # the status of a response that nobody waits for


class Endpoint:
    """SPARQL over *data* within *limits*; *examples* gives examples of questions, in Turtle, for its address."""

    def __init__(self, data: Data, limits: Limits, examples: Callable[[str], str] = lambda address: "") -> None:
        self._examples = examples
        self._described: tuple[tuple[object, ...], bytes] | None = None
        self.data = data
        self.pool = Pool(limits)
        self._place: Place | None = None
        self._seen = 0.0
        self._looking = asyncio.Lock()
        self._kept: OrderedDict[Task, Reply] = OrderedDict()
        self._size = 0

    async def start(self) -> None:
        """Makes the data and the processes ready. Raises what reading the data raises."""
        await self.pool.start(await self.place())

    async def stop(self) -> None:
        """Ends the processes."""
        await self.pool.stop()

    async def place(self) -> Place:
        """Where the data lie as they are now, or were a moment ago. Raises what reading the data raises."""
        async with self._looking:
            if self._place is None or monotonic() - self._seen > _FRESH:
                self._place = await asyncio.to_thread(self.data.place)
                self._seen = monotonic()
            return self._place

    async def answer(self, request: Request) -> Response | None:
        """The response to *request*; None where it asks for nothing.

        Raises RequestRefused, and what `Pool.reply` raises.
        """
        header = request.headers.get
        body = await request.body() if request.method == "POST" else b""
        question = question_of(
            request.method,
            request.scope["query_string"],
            header("content-type", ""),
            body,
            header("accept", ""),
            _address(request),
        )
        if question is None:
            return None
        reply = await self._while_waiting(request, question, "gzip" in header("accept-encoding", ""))
        return responded(request, reply) if reply else Response(status_code=_GONE)

    async def describe(self, request: Request) -> Response | None:
        """The description of the endpoint in the form that *request* wants; None where it wants none of them."""
        kind = OF_GRAPHS.get(wanted(request.headers.get("accept", ""), OF_GRAPHS) or "")
        if kind is None:
            return None
        place, address = await self.place(), _address(request)
        known = (place, address, kind)
        if self._described is None or self._described[0] != known:
            turtle = await description(address, place.union, self._examples(address), self._content)
            self._described = known, turtle.encode() if kind == TURTLE else rewritten(turtle, kind)
        content = self._described[1]
        return responded(request, Reply(content, kind, False, content_digest(content)))

    async def _content(self, question: Question) -> bytes:
        return (await self.reply(question)).content

    async def reply(self, question: Question, is_gzip: bool = False) -> Reply:
        """The reply to *question*. Raises what `Pool.reply` raises."""
        limits = self.pool.limits
        task = Task(await self.place(), question, limits.seconds, limits.rows, limits.size, is_gzip)
        if task in self._kept:
            self._kept.move_to_end(task)
            return self._kept[task]
        reply = await self.pool.reply(task)
        if len(reply.content) <= _LARGEST_KEPT and not _CHANGING.search(question.query) and task not in self._kept:
            self._kept[task] = reply
            self._size += len(reply.content)
            while self._size > _KEPT:
                self._size -= len(self._kept.popitem(last=False)[1].content)
        return reply

    async def _while_waiting(self, request: Request, question: Question, is_gzip: bool) -> Reply | None:
        """The reply to *question*; None where who asked has gone away: then it is asked no more."""
        work = asyncio.ensure_future(self.reply(question, is_gzip))
        gone = asyncio.ensure_future(_until_gone(request))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else None
        finally:
            gone.cancel()
            work.cancel()


def _address(request: Request) -> str:
    return str(request.url.replace(query=""))


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def responded(request: Request, reply: Reply) -> Response:
    """*reply* as a response to *request*, without its content where the asker has it already."""
    tag = f'W/"{reply.tag}"'
    headers = {"ETag": tag, "Vary": "Accept, Accept-Encoding, Origin", "Cache-Control": "no-cache"}
    known = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    if request.method in ("GET", "HEAD") and (tag in known or tag.removeprefix("W/") in known or "*" in known):
        return Response(status_code=304, headers=headers)
    if reply.is_gzip:
        headers["Content-Encoding"] = "gzip"
    return Response(reply.content, headers=headers, media_type=reply.media_type)
