"""The endpoint: SPARQL asked of a server, which is not trusted: how long it may take, how much it may send, what counts
as an answer (decision 30)."""

import os
import re
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.errors import StoreFailed, WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.table import Answer, Table, Truth
from strategigraf.files.output import os_error_text
from strategigraf.files.turtle import content_statements
from strategigraf.store.guard import declaring, demand_query, is_query, query_syntax
from strategigraf.store.sparql import (
    OwnQueries,
    Rows,
    Value,
    as_table,
    result_of,
    sorted_triples,
    values,
)

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.parse import SplitResult
    from urllib.request import OpenerDirector

SECONDS = 60.0  # without a limit of the query's own: of one wait for the server
LARGEST = 256 << 20  # bytes of an answer
_CHUNK = 1 << 16
_HOPS = 5  # redirects that are followed
_TOLD = 300  # characters of what a server says that are told on
_RESULTS, _TURTLE = "application/sparql-results+json", "text/turtle"
_TYPES = {_RESULTS: (_RESULTS, "application/json"), _TURTLE: (_TURTLE, "application/x-turtle", "application/n-triples")}
_BUSY = (429, 502, 503)  # the statuses of a server that may be asked again
_WAITS = (0.5, 1.0, 2.0, 4.0)  # seconds before each further try
_OF_ASK = "__ASK_RETVAL"  # the column in which some Virtuosos tell a yes; no row is a no
_VIRTUOSO = {b"0": b"false", b"1": b"true"}


class Access(NamedTuple):
    """Where a SPARQL endpoint is, the header by which it lets us in, and where graphs are put by the Graph Store
    Protocol and by updates; each empty where there is none."""

    address: str
    authorization: str = ""
    graph_store: str = ""
    update: str = ""


def access_to(endpoint: str, profiles: Mapping[str, Mapping[str, str]]) -> Access:
    """The access to *endpoint*, an address or the name of one of *profiles* (see `Settings.endpoints`): by the
    variables that a profile names, else by STRATEGIGRAF_ENDPOINT_TOKEN, or STRATEGIGRAF_ENDPOINT_USER and
    STRATEGIGRAF_ENDPOINT_PASSWORD. Raises WrongValue where a variable that a profile names is not set."""
    profile = profiles.get(endpoint, {})
    token_name = profile.get("token-env", "" if profile else "STRATEGIGRAF_ENDPOINT_TOKEN")
    password_name = profile.get("password-env", "" if profile else "STRATEGIGRAF_ENDPOINT_PASSWORD")
    user = profile.get("user", "") if profile else os.environ.get("STRATEGIGRAF_ENDPOINT_USER", "")
    for name in (token_name, password_name) if profile else ():
        if name and name not in os.environ:
            raise WrongValue(
                Text(f"Miljøvariablen {name} er ikke sat.", f"The environment variable {name} is not set."),
                Text(
                    f"Profilen »{endpoint}« henter adgangen dér.", f"The profile “{endpoint}” takes its access there."
                ),
            )
    token, password = os.environ.get(token_name, ""), os.environ.get(password_name, "")
    header = f"Bearer {token}" if token else f"Basic {_encoded(user, password)}" if user else ""
    return Access(profile.get("url", endpoint), header, profile.get("graph-store", ""), profile.get("update", ""))


class RemoteStore(OwnQueries):
    """A store behind the SPARQL endpoint *endpoint* (http or https), asked by form POST; *seconds* is how long one wait
    for it may last. A server that is busy is asked again. Raises WrongValue for another address."""

    folder = None  # nothing of it lies on the disk

    def __init__(self, endpoint: str | Access, seconds: float | None = None) -> None:
        access = Access(endpoint) if isinstance(endpoint, str) else endpoint
        self._address = _address(access.address)
        of_address = f"Basic {token}" if (token := _token(self._address)) else ""
        self.access = access._replace(authorization=access.authorization or of_address)
        self._seconds = SECONDS if seconds is None else seconds
        self._kept: dict[Hashable, object] = {}

    def answer(self, query: str, over: Rows = iter) -> Answer:
        """See Store. Raises QuerySyntax and QueryReachesOut before anything is sent, QuerySyntax where the endpoint
        refuses the query, StoreFailed where it gives no answer or none that is whole."""
        form = demand_query(query)
        wanted = _TURTLE if form in ("CONSTRUCT", "DESCRIBE") else _RESULTS
        declared = declaring(query, self.prefixes)
        content, most = self._sent(declared, wanted)
        try:
            if wanted == _TURTLE:
                return sorted_triples(over(content_statements(content)))
            answer = result_of(_plain_boolean(content) if form == "ASK" else content, over)
        except (ValueError, SyntaxError, RecursionError) as error:
            raise self._failed(str(error)) from error
        if form == "ASK" and isinstance(answer, Table) and [column.name for column in answer.columns] == [_OF_ASK]:
            return Truth(bool(answer.rows))
        if isinstance(answer, Truth) != (form == "ASK"):
            raise self._failed(f"not an answer to {form}")
        if isinstance(answer, Table) and most and len(answer.rows) >= most:
            return self._whole(answer, declared, most, over)
        return answer

    def _whole(self, first: Table, query: str, most: int, over: Rows) -> Table:
        """The table that *query* gives of a server that says that it gives at most *most* rows at a time, and has given
        the *first*: page by page. Raises StoreFailed where it cannot be asked so."""
        rows = list(first.rows)
        while len(rows) % most == 0:
            paged = f"{query}\nLIMIT {most} OFFSET {len(rows)}"
            if not is_query(paged):
                raise self._failed(Text(f"det er skåret af ved {most} rækker", f"it was cut off at {most} rows"))
            content, _ = self._sent(paged, _RESULTS)
            try:
                more = as_table(result_of(content, over)).rows
            except (ValueError, SyntaxError, RecursionError) as error:
                raise self._failed(str(error)) from error
            if not more:
                break
            rows += more
        return first._replace(rows=tuple(rows))

    def select(self, query: str) -> Table:
        """See Store. Raises what `answer` raises."""
        return as_table(self.answer(query))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """See Store. Raises what `answer` raises."""
        return values(self.select(query))

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """See Store; kept as long as this store, so no longer than one answer takes."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]

    @property
    def index(self) -> None:
        """None: a server keeps no index for us."""

    def _sent(self, query: str, wanted: str) -> tuple[bytes, int]:
        """What the endpoint answers to *query*, which is of the type *wanted*, and the most rows that it says it gives
        (0: it says nothing). A server that is busy is asked again, as soon as it says or later each time."""
        from time import monotonic, sleep

        end = monotonic() + self._seconds
        for wait in (*_WAITS, None):
            try:
                return self._exchanged(query, wanted)
            except _Busy as busy:
                pause = wait if busy.pause is None else busy.pause
                if wait is None or pause is None or monotonic() + pause > end:
                    raise self._failed(busy.said) from None
                sleep(pause)
        raise AssertionError

    def _exchanged(self, query: str, wanted: str) -> tuple[bytes, int]:
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.parse import urlencode
        from urllib.request import Request

        headers = {"Accept": ", ".join(_TYPES[wanted]), "Accept-Encoding": "identity", "User-Agent": "strategigraf"}
        if self.access.authorization:
            headers["Authorization"] = self.access.authorization
        place = _shown(self._address)
        for _ in range(_HOPS):
            try:
                request = Request(place, urlencode({"query": query}).encode(), headers)
                with opener().open(request, timeout=self._seconds) as response:
                    self._demand_type(response, wanted)
                    return self._read(response), _number(response.headers.get("X-SPARQL-MaxRows", ""))
            except HTTPError as error:
                with error:
                    if 300 <= error.code < 400:
                        place = self._next(place, error.code, error.headers.get("Location", ""))
                        continue
                    said = _message(error)
                if error.code == 400 and said:
                    raise query_syntax(query, SyntaxError(self._inert(said))) from None
                told = f"HTTP {error.code} {error.reason}. {said}"
                if error.code in _BUSY:
                    raise _Busy(told, pause_of(error.headers.get("Retry-After", ""))) from None
                raise self._failed(told) from None
            except (OSError, HTTPException, ValueError) as error:
                raise self._failed(_reason(error)) from None
        raise self._failed(f"more than {_HOPS} redirects")

    def _next(self, place: str, code: int, given: str) -> str:
        """Where a redirect from *place* to *given* leads: to the same server, or from http to https of it."""
        from urllib.parse import urljoin, urlsplit

        place_to = urljoin(place, given) if given else ""
        old, new = urlsplit(place), urlsplit(place_to)
        same = (old.scheme, old.netloc) == (new.scheme, new.netloc)
        safer = (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname and new.username is None
        if not (same or safer):
            raise self._failed(f"HTTP {code}: {new.scheme}://{new.hostname or ''}")
        return _shown(_address(place_to))

    def _demand_type(self, response: "HTTPResponse", wanted: str) -> None:
        kind = response.headers.get_content_type()
        if kind not in _TYPES[wanted]:
            raise self._failed(f"Content-Type: {kind}")
        if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise self._failed(f"Content-Encoding: {response.headers['Content-Encoding']}")

    def _read(self, response: "HTTPResponse") -> bytes:
        parts, size = [], 0
        while part := response.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise self._failed(f"> {LARGEST >> 20} MiB")
        if response.length:
            raise self._failed(f"{response.length} bytes missing")
        return b"".join(parts)

    def _inert(self, said: str) -> str:
        """*said* by the server, without what only the two of us know, and no longer than one reads."""
        for secret in filter(None, (self._address.password, self.access.authorization.partition(" ")[2])):
            said = said.replace(secret, "…")
        return said.strip()[:_TOLD]

    def _failed(self, reason: str | Text) -> StoreFailed:
        shown, said = _shown(self._address), reason if isinstance(reason, Text) else Text(reason, reason)
        return StoreFailed(
            Text(
                da=f"SPARQL-serveren {shown} gav ikke et brugbart svar: {self._inert(said.da)}",
                en=f"The SPARQL endpoint {shown} gave no usable answer: {self._inert(said.en)}",
            ),
            Text(
                da="Kontrollér adressen, og om serveren kører; en tung forespørgsel kan være afbrudt.",
                en="Check the address and that the server runs; a heavy query may have been cut off.",
            ),
        )


def _message(error: "HTTPError") -> str:
    """What the server says beside its status, on one line; as much of it as can be read."""
    from http.client import HTTPException

    try:
        content = error.read(4 * _TOLD)
    except (OSError, HTTPException, ValueError):
        return ""
    return " ".join(content.decode("utf-8", "replace").split())


def _reason(error: Exception) -> Text:
    """Why the connection failed with *error*."""
    from socket import gaierror

    cause = getattr(error, "reason", error)
    if isinstance(cause, gaierror):
        return Text("ingen server har det navn", "no server has that name")
    if isinstance(cause, OSError):
        return os_error_text(cause)
    said = str(cause) or type(error).__name__
    return Text(said, said)


def opener() -> "OpenerDirector":
    """What opens addresses by http and https and nothing else, and follows nowhere."""
    from urllib import request

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _address(endpoint: str) -> "SplitResult":
    """The parts of the address *endpoint*. Raises WrongValue where it is none by http or https."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(endpoint)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        _shown(parts)
    except ValueError:
        valid = False
    if valid and not re.search(r"[\s\x00-\x20\x7f\\]", endpoint):
        return parts
    named = endpoint.rpartition("@")[2]  # what stands before may be a name and a password
    if named != endpoint and re.match(r"[a-z]+://", endpoint):
        named = f"{endpoint.partition('//')[0]}//{named}"
    raise WrongValue(
        Text(f"»{named}« er ikke adressen på en SPARQL-server.", f"“{named}” is not the address of a SPARQL endpoint."),
        Text("Den begynder med http:// eller https://.", "It begins with http:// or https://."),
    )


def shown_address(endpoint: str) -> str:
    """The address *endpoint* without name and password, in the signs that a request can carry. Raises WrongValue where
    it is none by http or https."""
    return _shown(_address(endpoint))


def _shown(address: "SplitResult") -> str:
    """*address* without name and password, in the signs that a request can carry."""
    from urllib.parse import quote

    host = (address.hostname or "").encode("idna").decode() if ":" not in (address.hostname or "") else ""
    host = host or f"[{address.hostname}]"
    netloc = host if address.port is None else f"{host}:{address.port}"
    path, query = (quote(part, safe="/%:@!$&'*+()_,;=~?") for part in (address.path, address.query))
    return address._replace(netloc=netloc, path=path, query=query, fragment="").geturl()


def _token(address: "SplitResult") -> str:
    from urllib.parse import unquote

    if address.username is None:
        return ""
    return _encoded(unquote(address.username), unquote(address.password or ""))


def _encoded(user: str, password: str) -> str:
    from base64 import b64encode

    return b64encode(f"{user}:{password}".encode()).decode()


class _Busy(Exception):
    """The server is busy: what it *said*, and after how many seconds it may be asked again, where it says that."""

    def __init__(self, said: str, pause: float | None) -> None:
        super().__init__(said)
        self.said, self.pause = said, pause


def pause_of(told: str) -> float | None:
    """The seconds that a header `Retry-After` asks to wait: a number, or the time until a date; None where it is
    neither."""
    from email.utils import parsedate_to_datetime
    from time import time

    if told.strip().isdecimal():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time())
    except ValueError:
        return None


def _number(told: str) -> int:
    return int(told) if told.strip().isdecimal() else 0


def _plain_boolean(content: bytes) -> bytes:
    """*content* with the truth as the recommendation has it written, where it is as Virtuoso writes it: "1"."""
    return re.sub(
        rb'("boolean"\s*:\s*)"?([01])"?(?=\s*[,}])', lambda match: match[1] + _VIRTUOSO[match[2]], content, count=1
    )
