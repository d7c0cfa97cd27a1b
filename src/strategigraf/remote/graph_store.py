"""A server that graphs are put into: by the Graph Store Protocol, or by updates; only the server that is named."""

from itertools import islice
from typing import Protocol

from strategigraf.core.errors import StoreFailed
from strategigraf.core.rdf import Text
from strategigraf.store.endpoint import Access, pause_of

_TRIPLES = "application/n-triples"
_LINES = 500  # triples of one update
_WAITS = (0.5, 1.0, 2.0, 4.0)  # seconds before each further try, where the server does not say
_BUSY = (429, 502, 503)
_SECONDS = 120.0  # for one request
_SHOWN = 300  # characters of what a server says


class GraphStore(Protocol):
    """What holds named graphs."""

    def put(self, graph: str, triples: bytes) -> None:
        """Makes *triples* (N-Triples) all that *graph* has."""

    def remove(self, graph: str) -> None:
        """Removes *graph*, whether it is there or not."""


class ByProtocol:
    """The graph store at the address of *access*, by the SPARQL 1.1 Graph Store Protocol."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def put(self, graph: str, triples: bytes) -> None:
        """See GraphStore. Raises StoreFailed."""
        _send(self._access, "PUT", triples, _TRIPLES, graph)

    def remove(self, graph: str) -> None:
        """See GraphStore. Raises StoreFailed."""
        _send(self._access, "DELETE", None, "", graph)


class ByUpdate:
    """The store behind the address of *access*, by SPARQL 1.1 Update; a graph is written in several steps."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def put(self, graph: str, triples: bytes) -> None:
        """See GraphStore. Raises StoreFailed."""
        self.remove(graph)
        lines = iter(triples.splitlines())
        while some := list(islice(lines, _LINES)):
            self._do(b"INSERT DATA { GRAPH <" + graph.encode() + b"> {\n" + b"\n".join(some) + b"\n} }")

    def remove(self, graph: str) -> None:
        """See GraphStore. Raises StoreFailed."""
        self._do(f"DROP SILENT GRAPH <{graph}>".encode())

    def _do(self, update: bytes) -> None:
        _send(self._access, "POST", update, "application/sparql-update", "")


def _send(access: Access, method: str, body: bytes | None, kind: str, graph: str) -> None:
    """Sends *body* to the address of *access*, for the *graph* where there is one. No redirect is followed. Raises
    StoreFailed."""
    from time import sleep
    from urllib.error import HTTPError
    from urllib.parse import quote
    from urllib.request import Request

    from strategigraf.store.endpoint import opener, shown_address

    address = shown_address(access.address)
    place = f"{address}{'&' if '?' in address else '?'}graph={quote(graph, safe='')}" if graph else address
    headers = {"User-Agent": "strategigraf"}
    if access.authorization:
        headers["Authorization"] = access.authorization
    if kind:
        headers["Content-Type"] = kind
    for wait in (*_WAITS, None):
        try:
            with opener().open(Request(place, body, headers, method=method), timeout=_SECONDS) as response:
                response.read(_SHOWN)
                return
        except HTTPError as error:
            with error:
                said = " ".join(error.read(4 * _SHOWN).decode("utf-8", "replace").split())[:_SHOWN]
                if method == "DELETE" and error.code == 404:
                    return
                pause = pause_of(error.headers.get("Retry-After", ""))
                if error.code not in _BUSY or wait is None or (pause or 0) > _SECONDS:
                    raise _failed(address, access, f"HTTP {error.code} {error.reason}. {said}") from None
            sleep(wait if pause is None else pause)
        except OSError as error:
            raise _failed(address, access, str(getattr(error, "reason", error))) from None


def _failed(address: str, access: Access, reason: str) -> StoreFailed:
    secret = access.authorization.partition(" ")[2]
    told = reason.replace(secret, "…") if secret else reason
    return StoreFailed(
        Text(
            f"Serveren {address} tog ikke imod grafen: {told}", f"The server {address} did not take the graph: {told}"
        ),
        Text(
            "Kontrollér adressen og adgangen. Kør kommandoen igen: Det, der er overført, overføres ikke igen.",
            "Check the address and the access. Run the command again: what was sent is not sent again.",
        ),
    )
