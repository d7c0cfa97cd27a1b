"""What stands before every request: to which name it is sent and from where, how much it may be, how long it may take;
and what every response says to browsers."""

import asyncio
import re
from collections.abc import Callable, Collection
from ipaddress import ip_address
from typing import TYPE_CHECKING

from strategigraf.core.rdf import Text
from strategigraf.endpoint.errors import RequestRefused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SECONDS = 20.0  # for each part of a request to come, and for each part of a response to go
_PART = 1 << 16  # bytes of such a part
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::\d{1,5})?")


class Permitted:
    """Which hosts a request may be sent to and from which origins it may come: *hosts* are names of this machine
    (*any_address*: and every address by number), *origins* other sites that may read (`*`: all)."""

    def __init__(self, hosts: Collection[str], any_address: bool = False, origins: Collection[str] = ()) -> None:
        self._hosts = {host.lower() for host in hosts}
        self._any_address = any_address
        self._origins = set(origins)

    def demand(self, host: str, origin: str | None, path: str, scheme: str) -> str | None:
        """The origin that may read the response, where another site asks. Raises RequestRefused."""
        found = _HOST.fullmatch(host)
        name = (found["six"] or found["name"]).lower() if found else ""
        if not (name in self._hosts or (self._any_address and _is_address(name))):
            raise RequestRefused(
                421,
                Text("Anmodningen er sendt til et andet navn.", "The request was sent to another name."),
                Text("Start serveren med --allow-host NAVN.", "Start the server with --allow-host NAME."),
            )
        if origin is None or origin.lower() == f"{scheme}://{host}".lower():
            return None
        if path == "/sparql" and ("*" in self._origins or origin in self._origins):
            return origin
        raise RequestRefused(
            403,
            Text("Anmodningen kommer fra et andet websted.", "The request comes from another site."),
            Text("Start serveren med --allow-origin WEBSTED.", "Start the server with --allow-origin SITE."),
        )


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class Gate:
    """*app* behind the gate: requests that are not *permitted*, too large (more than *size* bytes) or too slow do not
    reach it. *refuse* makes a response of an error."""

    def __init__(
        self, app: "ASGIApp", permitted: Permitted, size: int, refuse: "Callable[[Scope, RequestRefused], ASGIApp]"
    ) -> None:
        self._app = app
        self._permitted = permitted
        self._size = size
        self._refuse = refuse

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        outgoing = _Outgoing(send)
        incoming = _Incoming(receive, self._size)
        try:
            incoming.demand_size(headers.get("content-length", "0"))
            outgoing.reader = self._permitted.demand(
                headers.get("host", ""), headers.get("origin"), scope["path"], scope["scheme"]
            )
            if scope["method"] == "OPTIONS" and outgoing.reader:
                await _preflight(headers.get("access-control-request-headers", ""), outgoing)
                return
            await self._app(scope, incoming, outgoing)
        except RequestRefused as error:
            if not outgoing.has_begun:
                await self._refuse(scope, error)(scope, incoming, outgoing)


class _Incoming:
    """What a request sends, in time and no more than *size* bytes of it."""

    def __init__(self, receive: "Receive", size: int) -> None:
        self._receive = receive
        self._size = size
        self._length = 0
        self._is_whole = False

    def demand_size(self, told: str) -> None:
        """Sees to it that the length that is *told* is no more than it may be. Raises RequestRefused."""
        if not told.isascii() or not told.isdigit() or int(told[:20]) > self._size:
            raise _too_large(self._size)

    async def __call__(self) -> "Message":
        if self._is_whole:  # what comes now is that the other one goes
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), SECONDS)
        except TimeoutError:
            raise RequestRefused(
                408,
                Text("Anmodningen kom ikke hel frem i tide.", "The request did not arrive in time."),
                Text("Send den igen.", "Send it again."),
            ) from None
        self._length += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._length > self._size:
            raise _too_large(self._size)
        return message


def _too_large(size: int) -> RequestRefused:
    return RequestRefused(
        413,
        Text(f"Anmodningen er større end {size >> 10} KiB.", f"The request is larger than {size >> 10} KiB."),
        Text("Send en kortere forespørgsel.", "Send a shorter query."),
    )


class _Outgoing:
    """What a response sends: with the headers that every response has, in parts each of which goes in time. *reader* is
    the other site that may read it."""

    reader: str | None = None
    has_begun = False

    def __init__(self, send: "Send") -> None:
        self._send = send

    async def __call__(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            given = {name.lower() for name, _ in message["headers"]}
            more = _HEADERS | (
                _of_reader(self.reader) if self.reader else {"Cross-Origin-Resource-Policy": "same-origin"}
            )
            message["headers"] = [
                *message["headers"],
                *(
                    (name.encode(), value.encode("latin-1"))
                    for name, value in more.items()
                    if name.lower().encode() not in given
                ),
            ]
            await self._send(message)
            return
        body, more_body = message.get("body", b""), message.get("more_body", False)
        for start in range(0, max(1, len(body)), _PART):
            part = {**message, "body": body[start : start + _PART]}
            part["more_body"] = more_body or start + _PART < len(body)
            await asyncio.wait_for(self._send(part), SECONDS)


def _of_reader(origin: str) -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": "ETag, Retry-After",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Origin",
    }


async def _preflight(asked: str, send: "Send") -> None:
    headers = {
        "Access-Control-Allow-Methods": "GET, POST, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": asked if re.fullmatch(r"[A-Za-z0-9, -]{0,200}", asked) else "",
        "Access-Control-Max-Age": "600",
    }
    listed = [(name.encode(), value.encode()) for name, value in headers.items() if value]
    await send({"type": "http.response.start", "status": 204, "headers": listed})
    await send({"type": "http.response.body"})
