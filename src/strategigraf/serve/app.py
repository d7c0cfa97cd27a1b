"""The application: the endpoint and the pages behind one gate; errors as responses without stack or path."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from strategigraf.core.errors import StrategigrafError, UnexpectedError
from strategigraf.core.rdf import LANGUAGES, Text
from strategigraf.endpoint.endpoint import Endpoint
from strategigraf.endpoint.errors import RequestRefused, status_of
from strategigraf.endpoint.protocol import LARGEST
from strategigraf.endpoint.results import TURTLE, wanted
from strategigraf.serve.guard import Gate, Permitted

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Scope

_RETRY = 2  # seconds after which it may be tried again
_PROBLEM = "application/problem+json"
_OPENAPI = Path(__file__).parents[1] / "endpoint" / "openapi.json"


def application(
    endpoint: Endpoint, pages: Sequence[BaseRoute], permitted: Permitted, language: str = LANGUAGES[0]
) -> Starlette:
    """The application of *endpoint* and *pages*, which answers what is *permitted*, and in *language* whoever wants
    none."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await endpoint.start()
        try:
            yield
        finally:
            await endpoint.stop()

    async def sparql(request: Request) -> Response:
        response = await endpoint.answer(request)
        if response is None and wanted(request.headers.get("accept", ""), (TURTLE, "text/html")) != "text/html":
            response = await endpoint.describe(request)
        return response or RedirectResponse("/", 303)

    async def openapi(request: Request) -> Response:
        return Response(_OPENAPI.read_bytes(), media_type="application/json")

    own = [Route("/sparql", sparql, methods=["GET", "POST"]), Route("/openapi.json", openapi)]
    app = Starlette(
        routes=[*own, *pages],
        middleware=[Middleware(Gate, permitted=permitted, size=LARGEST, refuse=_refused)],
        exception_handlers={StrategigrafError: _on_error, HTTPException: _on_http_error, Exception: _on_unexpected},
        lifespan=lifespan,
    )
    app.state.language = language
    return app


def _refused(scope: "Scope", error: RequestRefused) -> "ASGIApp":
    return error_response(Request(scope), error)


async def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, StrategigrafError)
    return error_response(request, error)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    refused = RequestRefused(
        error.status_code,
        Text("Adressen eller metoden findes ikke her.", "There is no such address or method here."),
        Text("Begynd på forsiden.", "Begin at the front page."),
    )
    response = error_response(request, refused)
    response.headers.update(error.headers or {})
    return response


async def _on_unexpected(request: Request, error: Exception) -> Response:
    unexpected = UnexpectedError(
        Text("Noget gik galt i serveren.", "Something went wrong in the server."),
        Text(
            "Prøv igen; fejlen kan læses i serverens udskrift.", "Try again; the error is in the output of the server."
        ),
    )
    return error_response(request, unexpected)


def error_response(request: Request, error: StrategigrafError) -> Response:
    """*error* as a response: its message and remedy in the reader's language, as text or (`application/problem+json`)
    as JSON."""
    language = language_of(request)
    status, message, remedy = status_of(error), error.message.in_language(language), error.remedy.in_language(language)
    headers = {"Vary": "Accept, Accept-Language"}
    if status == 503:
        headers["Retry-After"] = str(_RETRY)
    if wanted(request.headers.get("accept", ""), ("text/plain", _PROBLEM)) == _PROBLEM:
        told = {"title": error.code, "status": status, "detail": message, "remedy": remedy}
        return JSONResponse(told, status, headers, _PROBLEM)
    return PlainTextResponse(f"{error.code}: {message}\n{remedy}\n", status, headers)


def language_of(request: Request) -> str:
    """The language of the house that *request* wants most; that of the server where it wants none of them."""
    accepted = request.headers.get("accept-language", "")
    known = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((language for language in known if language in LANGUAGES), request.app.state.language)
