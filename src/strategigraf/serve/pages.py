"""The live pages: those of the site, made when they are asked for, and kept while the data stay as they are."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from strategigraf.api.graph import Graph
from strategigraf.core.rdf import LANGUAGES, message
from strategigraf.endpoint.endpoint import Endpoint
from strategigraf.endpoint.results import wanted
from strategigraf.serve.asking import ask_page, asked_question, completions, search_results
from strategigraf.serve.edit import Editing
from strategigraf.serve.explore import explore_page
from strategigraf.serve.workbench import workbench
from strategigraf.site.api import assets
from strategigraf.site.data import content
from strategigraf.site.page import DATA, Frame, Page, render
from strategigraf.site.pages import Pages

Value = TypeVar("Value")
_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
}
_NEGOTIATED = {  # the endings by media type, that of most browsers first
    "text/html": "html", "text/turtle": "ttl", "application/ld+json": "jsonld", "application/json": "json",
    "text/csv": "csv",
}  # fmt: skip
_KEPT = 64 << 20  # bytes of pages that are kept
_FRESH = 1.0  # seconds for which the files are not looked at again


class _Made(NamedTuple):
    content: bytes
    media_type: str
    tag: str


class Live:
    """The pages of *graph*, whose quotes are looked for in the folder *sources*; shown to nobody else (*private*), they
    have source texts whole. `editing` is given where the data may be changed."""

    def __init__(
        self, graph: Graph, endpoint: Endpoint, sources: Path | None, private: bool, editing: Editing | None = None
    ) -> None:
        self.graph = Graph(graph.layers, graph.language)  # which reports nothing and ends no process
        self.endpoint = endpoint
        self.editing = editing
        self._sources = sources
        self._private = private
        self._thread = ThreadPoolExecutor(1, "pages")  # what is read of a store stays with the thread that opened it
        self._pages: Pages | None = None
        self._version = ""
        self._seen = 0.0
        self._kept: OrderedDict[tuple[str, ...], _Made] = OrderedDict()
        self._size = 0
        self._assets = dict(assets())
        self.languages = (graph.language, *(one for one in LANGUAGES if one != graph.language))
        self._thread.submit(self._front)  # while the server starts, so that who opens it need not wait

    def _front(self) -> None:
        pages = self._current()
        self._keep(("page", "index", self.languages[0], "html"), self._page(pages, "index", self.languages[0], "html"))

    # The data.

    async def do(self, work: Callable[[Pages], Value]) -> Value:
        """What *work* makes of the pages as they are now. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._current()))

    def _current(self) -> Pages:
        if self._pages is None or monotonic() - self._seen > _FRESH:
            store = self.graph.cache().store()
            version = str(store.folder or store.index.digest())
            if self._pages is None or version != self._version:
                self._pages = Pages(store, self.graph.workspace, self._sources, self._private)
                self._version = version
                self._kept.clear()
                self._size = 0
            self._seen = monotonic()
        return self._pages

    def forget(self) -> None:
        """Has the files looked at again before the next answer."""
        self._seen = 0.0

    def frame(self, pages: Pages) -> Frame:
        """What frames each page."""
        return Frame(self.languages, live=True, edit=self.editing is not None, verified=pages.verification())

    # Responses.

    async def respond(self, request: Request) -> Response:
        """The page, data or asset that *request* asks for; 303 to it for the IRI of a thing; 404 where there is
        none."""
        path = request.path_params["path"]
        language, place = self._place(path)
        if path.startswith("static/"):
            return self._asset(request, path.removeprefix("static/"))
        name, dot, ending = place.rpartition(".")
        if place in ("", "index"):
            name, ending = "index", "html"
        elif not dot or ending not in ("html", *DATA) or (ending != "html" and path != place):
            return await self._redirected(request, place)
        if (special := self._special(name)) and ending == "html":
            found: Response = await special(self, request, name, language)
            return found
        made = await self.made(
            ("page", name, language, ending), lambda pages: self._page(pages, name, language, ending)
        )
        return self.found(request, made) if made else await self.missing(request, language)

    def _place(self, path: str) -> tuple[str, str]:
        """The language of *path*, and the path without it."""
        first, _, rest = path.partition("/")
        return (first, rest) if first in self.languages[1:] else (self.languages[0], path)

    def _special(self, name: str) -> "Callable[[Live, Request, str, str], Any] | None":
        folder = name.partition("/")[0]
        return _SPECIAL.get(name) or _SPECIAL.get(folder + "/")

    def _page(self, pages: Pages, name: str, language: str, ending: str) -> bytes | None:
        page = pages.page(name)
        if page is None or (ending != "html" and not page.has_data):
            return None
        if ending != "html":
            return content(page, ending)
        return render(page, self.frame(pages), language).encode("utf-8", "backslashreplace")

    async def made(self, key: tuple[str, ...], make: Callable[[Pages], bytes | None]) -> _Made | None:
        """What *make* gives, kept by *key* (whose last part is the ending) while the data stay as they are."""
        current = self._kept.get(key)
        if current is not None and monotonic() - self._seen <= _FRESH:
            self._kept.move_to_end(key)
            return current

        def work(pages: Pages) -> _Made | None:
            known = self._kept.get(key)
            if known is not None:
                return known
            return self._keep(key, make(pages))

        return await self.do(work)

    def _keep(self, key: tuple[str, ...], found: bytes | None) -> _Made | None:
        if found is None:
            return None
        made = _Made(found, _TYPES[key[-1]], hashlib.blake2b(found, digest_size=12).hexdigest())
        self._kept[key] = made
        self._size += len(found)
        while self._size > _KEPT and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1].content)
        return made

    async def shown(
        self, request: Request, language: str, make: Callable[[Pages], Page], status: int = 200
    ) -> Response:
        """The page that *make* gives, in *language*."""
        made = await self.do(lambda pages: render(make(pages), self.frame(pages), language))
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
        return Response(made.encode("utf-8", "backslashreplace"), status, headers, _TYPES["html"])

    def found(self, request: Request, made: _Made) -> Response:
        """*made* as a response, without its content where the asker has it already."""
        tag = f'W/"{made.tag}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        known = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
        if tag in known:
            return Response(status_code=304, headers=headers)
        return Response(made.content, headers=headers, media_type=made.media_type)

    async def missing(self, request: Request, language: str) -> Response:
        """The page that says that there is none."""
        here = self._place(request.url.path.lstrip("/"))[1]  # from where its style and links lead on
        page = Page(here, "missing.html", message("site.missing"), message("site.missing-answer"), elsewhere="index")
        return await self.shown(request, language, lambda pages: page, 404)

    def _asset(self, request: Request, name: str) -> Response:
        found = self._assets.get(name)
        if found is None:
            return Response(status_code=404)
        kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return self.found(request, _Made(found, kind, hashlib.blake2b(found, digest_size=12).hexdigest()))

    async def _redirected(self, request: Request, place: str) -> Response:
        """303 from the address of a thing to its page or data, as the asker wants; 404 where there is none."""
        language = _language_of(request, self.languages)
        thing = await self.do(lambda pages: pages.thing(place) or (place if _has(pages, place) else ""))
        if not thing:
            return await self.missing(request, language)
        ending = _NEGOTIATED[wanted(request.headers.get("accept", ""), _NEGOTIATED) or "text/html"]
        shown = language == self.languages[0] or ending != "html"
        target = f"/{'' if shown else language + '/'}{place}.{ending}"
        return RedirectResponse(target, 303, {"Vary": "Accept, Accept-Language"})


def _has(pages: Pages, place: str) -> bool:
    """Whether there is a page at *place* that is not of one thing."""
    return place in pages.general() or any(
        report.path == place for strategy in pages.strategies() for report in pages.reports(strategy)
    )


def _language_of(request: Request, languages: Sequence[str]) -> str:
    accepted = request.headers.get("accept-language", "")
    known = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((language for language in known if language in languages), languages[0])


# The pages that answer what is asked in an address.


async def _search(live: Live, request: Request, name: str, language: str) -> Response:
    words = request.query_params.get("q", "").strip()
    return await live.shown(request, language, lambda pages: search_results(pages, live.graph, words, language))


async def _ask(live: Live, request: Request, name: str, language: str) -> Response:
    asked = dict(request.query_params)
    if not asked:
        return RedirectResponse("questions/index.html", 303)
    return await live.shown(request, language, lambda pages: ask_page(pages, asked, language))


async def _question(live: Live, request: Request, name: str, language: str) -> Response:
    given = {key: value for key, value in request.query_params.items() if value.strip()}
    if not given:
        made = await live.made(
            ("question", name, language, "html"),
            lambda pages: _rendered(live, pages, asked_question(pages, name, {}, language), language),
        )
        return live.found(request, made) if made else await live.missing(request, language)
    page = await live.do(lambda pages: asked_question(pages, name, given, language))
    if page is None:
        return await live.missing(request, language)
    return await live.shown(request, language, lambda pages: page)


def _rendered(live: Live, pages: Pages, page: Page | None, language: str) -> bytes | None:
    return None if page is None else render(page, live.frame(pages), language).encode("utf-8", "backslashreplace")


async def _explore(live: Live, request: Request, name: str, language: str) -> Response:
    asked = request.query_params
    thing = await live.do(lambda pages: pages.thing(name.removeprefix("explore/")))
    if not thing:
        return await live.missing(request, language)
    return await live.shown(
        request, language, lambda pages: explore_page(pages, live.graph, thing, asked.multi_items(), language)
    )


async def _workbench(live: Live, request: Request, name: str, language: str) -> Response:
    page = await workbench(live.endpoint, live.do, request, language)
    return await live.shown(request, language, lambda pages: page)


async def _complete(request: Request, live: Live) -> Response:
    """Names that begin with what was typed, as JSON."""
    asked = request.query_params
    language = asked.get("language", live.graph.language)
    found = await live.do(lambda pages: completions(pages, asked.get("of", ""), asked.get("q", ""), language))
    return Response(json.dumps(found, ensure_ascii=False), media_type="application/json")


_SPECIAL: Mapping[str, Callable[[Live, Request, str, str], Any]] = {
    "search": _search,
    "ask": _ask,
    "questions/": _question,
    "explore/": _explore,
    "sparql-editor": _workbench,
}


def pages(
    graph: Graph, endpoint: Endpoint, sources: Path | None, private: bool, editing: Editing | None = None
) -> list[BaseRoute]:
    """The routes of the pages of *graph* (see Live)."""
    live = Live(graph, endpoint, sources, private, editing)

    async def complete(request: Request) -> Response:
        return await _complete(request, live)

    async def respond(request: Request) -> Response:
        return await live.respond(request)

    async def legacy(request: Request) -> Response:
        query = urlencode(request.query_params.multi_items())
        return RedirectResponse(f"/sparql-editor.html{'?' + query if query else ''}", 303)

    own = editing.routes(live) if editing else []
    return [
        *own,
        Route("/complete.json", complete),
        Route("/sparql-editor.html", _at(live, "sparql-editor.html"), methods=["GET", "POST"]),
        *(
            Route(
                f"/{language}/sparql-editor.html", _at(live, f"{language}/sparql-editor.html"), methods=["GET", "POST"]
            )
            for language in live.languages[1:]
        ),
        Route("/sparql-editor", legacy),
        Route("/{path:path}", respond),
    ]


def _at(live: Live, path: str) -> Callable[[Request], Any]:
    """What answers at *path*."""

    async def respond(request: Request) -> Response:
        request.scope["path_params"] = {"path": path}
        return await live.respond(request)

    return respond


def plain_page(name: str, language: str) -> list[BaseRoute]:
    """The routes over the RDF file *name*, which has no strategies to show: a form that asks in SPARQL."""
    title, ask = message("serve.title").in_language(language), message("serve.ask").in_language(language)
    made = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<h1>{escape(title)}</h1><p>{escape(name)}</p>"
        f'<form action="/sparql"><p><label for="query">{escape(ask)}</label></p>'
        '<p><textarea id="query" name="query" rows="12" cols="80">SELECT * { ?s ?p ?o } LIMIT 20</textarea></p>'
        '<p><select name="format" aria-label="format"><option>tsv</option><option>csv</option><option>json</option>'
        f"<option>turtle</option></select> <button>{escape(ask)}</button></p></form></html>"
    )

    async def front(request: Request) -> Response:
        return Response(made, media_type=_TYPES["html"])

    return [Route("/", front)]
