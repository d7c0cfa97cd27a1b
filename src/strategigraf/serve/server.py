"""The server: uvicorn, with a limit on how long a request may take to arrive."""

import asyncio
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text
from strategigraf.files.output import os_error_text
from strategigraf.serve.guard import SECONDS

if TYPE_CHECKING:
    from starlette.types import ASGIApp

MOST = 1000  # connections at once
_HEAD = 1 << 16  # bytes of the head of a request
_LEAVING = 3  # seconds that a response has when the server ends


def bound(host: str, port: int | None, preferred: int) -> socket.socket:
    """A socket that listens at *host* and *port*, or without one at the *preferred* or any free one. Raises WrongValue
    where it cannot."""
    for number in (preferred, 0) if port is None else (port,):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        opened = socket.socket(family)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, number))
            return opened
        except OSError as error:
            opened.close()
            reason, failed = os_error_text(error), number
    raise WrongValue(
        Text(
            f"Serveren kan ikke lytte på {host}, port {failed}: {reason.da}.",
            f"The server cannot listen at {host}, port {failed}: {reason.en}.",
        ),
        Text("Vælg en anden port med --port, eller en anden adresse med --host.", "Choose another --port or --host."),
    )


def run(app: "ASGIApp", opened: socket.socket, ready: Callable[[], Any]) -> None:
    """Serves *app* on the socket *opened* until it is interrupted; *ready* is called when it answers."""
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Patient(H11Protocol):
        """A connection that is closed where the head of its first request does not come in time."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)  # type: ignore[arg-type]
            self.loop.call_later(SECONDS, self._close_unless_asked)

        def _close_unless_asked(self) -> None:
            if self.cycle is None:
                self.transport.abort()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=_LEAVING,
    )
    Server(config).run([opened])
