"""Editing in the browser: titles, values, links and dispositions changed in place, and proposals reviewed; each change
is checked and written as canonical Turtle, unless the file has changed meanwhile.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from strategigraf.accept.accepting import Accepted, accept_changes
from strategigraf.accept.decisions import Wish
from strategigraf.accept.report import accept
from strategigraf.api.graph import Graph
from strategigraf.core.errors import StrategigrafError
from strategigraf.core.rdf import SG, Text, message, natural, short
from strategigraf.endpoint.errors import RequestRefused
from strategigraf.form.edits import Edit, Making, NewRow
from strategigraf.form.model import CHOICE, SEVERAL, SHEETS, Cells, Field, Model, is_of, model_of
from strategigraf.form.values import Fault, Names, value_of
from strategigraf.propose.report import propose
from strategigraf.site.addresses import path_of
from strategigraf.site.page import Page
from strategigraf.site.pages import Pages

Value = TypeVar("Value")

_COOKIE = "strategigraf-token"
_SHOWN = ("title_da", "title_en", "number", "term", "status", "start", "end")
_OF_LINKS = ("basis", "confidence", "rationale_da", "rationale_en")
_DISPOSITION = Field("disposition", CHOICE, SG + "disposition", list_name="dispositions")
_DISPOSED = (SG + "HearingComment", SG + "HearingQuestion")
_DISPOSITIONS = tuple(SG + name for name in ("Answered", "PartlyAnswered", "NotAnswered", "Welcomed", "NoAnswerNeeded"))


class Server(Protocol):
    """What editing needs of the live pages."""

    graph: Graph
    languages: tuple[str, ...]

    async def do(self, work: Callable[[Pages], Value]) -> Value:
        """What *work* makes of the pages as they are now."""

    async def shown(
        self, request: Request, language: str, make: Callable[[Pages], Page], status: int = 200
    ) -> Response:
        """The page that *make* gives."""

    async def missing(self, request: Request, language: str) -> Response:
        """The page that says that there is none."""

    def forget(self) -> None:
        """Has the files looked at again."""


class Changed(NamedTuple):
    """What became of what was sent: problems in words, findings of the check, and whether it was written."""

    problems: tuple[Text, ...]
    accepted: Accepted | None


class Editing:
    """What may be changed, by whoever has the `token`."""

    def __init__(self, sources: Path | None) -> None:
        self.token = secrets.token_urlsafe(24)
        self.sources = sources

    def routes(self, live: Server) -> list[BaseRoute]:
        """The routes of editing."""

        async def opened(request: Request) -> Response:
            self._demand(request.query_params.get("token", ""))
            response = RedirectResponse("/", 303)
            response.set_cookie(_COOKIE, self.token, httponly=True, samesite="strict")
            return response

        async def edit(request: Request) -> Response:
            return await self._edit(live, request)

        async def listed(request: Request) -> Response:
            self._demand(request.cookies.get(_COOKIE, ""))
            return await live.shown(request, self._language(live, request), self._documents)

        async def reviewed(request: Request) -> Response:
            self._demand(request.cookies.get(_COOKIE, ""))
            return await self._review(live, request.path_params["name"])

        async def decided(request: Request) -> Response:
            self._demand(request.cookies.get(_COOKIE, ""))
            self._demand(request.headers.get("x-strategigraf-token", ""))
            return await self._decide(live, await request.body())

        prefixes = ("", *(f"/{language}" for language in live.languages[1:]))
        return [
            Route("/open-editing", opened),
            *(Route(f"{prefix}/edit/review.html", listed) for prefix in prefixes),
            Route("/edit/review/{name}", reviewed),
            Route("/edit/decisions", decided, methods=["POST"]),
            *(Route(prefix + "/edit/{path:path}", edit, methods=["GET", "POST", "PUT"]) for prefix in prefixes),
        ]

    def _demand(self, given: str) -> None:
        """Sees to it that the token is *given*. Raises RequestRefused."""
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            raise RequestRefused(
                403,
                Text("Kun den, der har startet serveren, kan redigere.", "Only who started the server can edit."),
                Text(
                    "Åbn den adresse, som serveren viste, da den startede.", "Open the address that the server showed."
                ),
            )

    def _language(self, live: Server, request: Request) -> str:
        first = request.url.path.split("/")[1]
        return first if first in live.languages[1:] else live.languages[0]

    # One element.

    async def _edit(self, live: Server, request: Request) -> Response:
        self._demand(request.cookies.get(_COOKIE, ""))
        language = self._language(live, request)
        place = request.path_params["path"].removesuffix(".html")
        thing = await live.do(lambda pages: pages.thing(place))
        if not thing or not await live.do(lambda pages: _is_own(pages, thing)):
            return await live.missing(request, language)
        if request.method == "GET":
            return await live.shown(request, language, lambda pages: self._page(pages, thing, language))
        given = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        self._demand(given.get("token", "") or request.headers.get("x-strategigraf-token", ""))
        tag = request.headers.get("if-match", "").strip('"') or given.get("tag", "")
        if tag != await live.do(lambda pages: _tag(pages, thing)):
            return await live.shown(
                request, language, lambda pages: self._page(pages, thing, language, given, stale=True), 412
            )
        changed = await live.do(lambda pages: self._change(pages, live, thing, given, language))
        if changed.problems or not (changed.accepted and changed.accepted.good):
            return await live.shown(
                request, language, lambda pages: self._page(pages, thing, language, given, changed), 422
            )
        live.forget()
        return RedirectResponse(f"/{'' if language == live.languages[0] else language + '/'}{place}.html", 303)

    def _page(
        self,
        pages: Pages,
        thing: str,
        language: str,
        given: Mapping[str, str] | None = None,
        changed: Changed | None = None,
        stale: bool = False,
    ) -> Page:
        """The form of *thing*, as it is or as it was *given*, with what came of it."""
        facts = pages.facts
        model, _ = _model(pages, thing, language)
        sent = given or {}
        cells = _cells(model, thing)
        fields = [_shown(model, field, cells[field.name], sent.get(field.name)) for field in _fields(pages, thing)]
        links = []
        for key, row in model.rows["links"].items():
            if row["subject"] == thing:
                relation = facts.label(row["relation"])
                own = [
                    _shown(
                        model,
                        field,
                        row[field.name],
                        sent.get(f"{short(key)}~{field.name}"),
                        f"{short(key)}~{field.name}",
                    )
                    for field in SHEETS["links"]
                    if field.name in _OF_LINKS
                ]
                links.append(
                    {
                        "name": short(key),
                        "title": Text(*(f"{one} " for one in relation)),
                        "other": facts.ref(row["object"]),
                        "fields": own,
                    }
                )
        relations = [(one, facts.label(one)) for one in model.lists["relations"]]
        bases = [(one, facts.label(one)) for one in model.lists["bases"]]
        return Page(
            f"edit/{path_of(thing)}",
            "edit.html",
            facts.title(thing),
            message("site.edit-answer"),
            "strategies",
            ((path_of(thing), facts.title(thing)),),
            message("site.edit"),
            content={
                "fields": fields, "links": links, "relations": relations, "bases": bases, "quotes": facts.quotes(thing),
                "tag": _tag(pages, thing), "token": self.token, "stale": stale, "sent": sent,
                "problems": changed.problems if changed else (),
                "findings": changed.accepted.findings if changed and changed.accepted else (),
                "file": _home(pages, thing).name, "terms_of": facts.label,
            },
        )  # fmt: skip

    def _change(self, pages: Pages, live: Server, thing: str, given: Mapping[str, str], language: str) -> Changed:
        """What becomes of the data with the values *given* for *thing*."""
        model, store = _model(pages, thing, language)
        names, problems = Names(model, {}), []
        edits, new, gone = [], [], []

        def read(field: Field, text: str, place: str) -> str:
            value = value_of(field, text, names)
            if isinstance(value, Fault):
                problems.append(
                    Text(
                        f"{place}: {value.message.da} {value.remedy.da}",
                        f"{place}: {value.message.en} {value.remedy.en}",
                    )
                )
                return ""
            return value

        cells = _cells(model, thing)
        for field in _fields(pages, thing):
            if field.name in given and given[field.name].strip() != cells[field.name]:
                edits.append(Edit("elements", thing, field, read(field, given[field.name], field.name), field.name))
        for key, row in model.rows["links"].items():
            if row["subject"] != thing:
                continue
            if given.get(f"{short(key)}~remove"):
                gone.append(("links", key))
                continue
            for field in (one for one in SHEETS["links"] if one.name in _OF_LINKS):
                text = given.get(f"{short(key)}~{field.name}")
                if text is not None and text.strip() != row[field.name]:
                    edits.append(Edit("links", key, field, read(field, text, field.name), field.name))
        if given.get("new~object", "").strip():
            values: Cells = {"subject": thing, "relation": given.get("new~relation", "")}
            for field in SHEETS["links"]:
                if field.name in ("object", *_OF_LINKS):
                    values[field.name] = read(field, given.get(f"new~{field.name}", ""), field.name)
            new.append(NewRow("links", "", values, {"subject": "new"}))
        if problems:
            return Changed(tuple(problems), None)
        making = Making(store, pages.workspace, model, Wish(True, "", "", self.sources))
        changes = making.changes(edits, new, gone)
        if making.problems:
            return Changed(
                tuple(
                    Text(f"{one.message.da} {one.remedy.da}", f"{one.message.en} {one.remedy.en}")
                    for one in making.problems
                ),
                None,
            )
        try:
            return Changed((), accept_changes(live.graph, changes, self.sources))
        except StrategigrafError as error:
            return Changed((error.message, error.remedy), None)

    # Proposals.

    def _documents(self, pages: Pages) -> Page:
        """The documents of the folder of sources, each with its review."""
        listed = sorted(pages.texts or (), key=natural)
        return Page(
            "edit/review",
            "review.html",
            message("site.review-title"),
            message("site.review-answer") if listed else message("site.review-nothing"),
            content={"documents": listed},
        )

    async def _review(self, live: Server, name: str) -> Response:
        """The page on which the proposals for the document *name* are reviewed; what is decided is sent back."""

        def make(pages: Pages) -> str | None:
            if pages.texts is None or name not in pages.texts:
                return None
            answer = propose(live.graph, pages.texts.folder / name, sources=pages.texts.folder)
            return str(answer.content("html"))

        made = await live.do(make)
        if made is None:
            return Response(status_code=404)
        sending = json.dumps({"url": "/edit/decisions", "token": self.token})[1:-1]
        made = made.replace(
            '"format":"strategigraf-decisions"', f'"post":{{{sending}}},"format":"strategigraf-decisions"', 1
        )
        start = made.index('content="default-src') + len('content="')
        policy = made[start : made.index('"', start)].replace("&#39;", "'") + "; connect-src 'self'"
        made = made[:start] + policy + made[made.index('"', start) :]
        headers = {"Content-Security-Policy": policy + "; frame-ancestors 'none'", "Cache-Control": "no-store"}
        return Response(made, headers=headers, media_type="text/html; charset=utf-8")

    async def _decide(self, live: Server, body: bytes) -> Response:
        """What became of the decisions *body*, which are taken into the data, all of them or none."""

        def work(pages: Pages) -> dict[str, Any]:
            with TemporaryDirectory(prefix="strategigraf-") as folder:
                path = Path(folder) / "review.decisions.json"
                path.write_bytes(body)
                answer = accept(live.graph, path, self.sources)
                return {"good": answer.good, "told": answer.summary}

        try:
            told = await live.do(work)
        except StrategigrafError as error:
            language = live.graph.language
            told = {
                "good": False,
                "told": f"{error.message.in_language(language)} {error.remedy.in_language(language)}",
            }
        live.forget()
        return JSONResponse(told, 200 if told["good"] else 422)


def _strategy_of(pages: Pages, thing: str) -> str:
    return pages.facts.value(thing, SG + "inStrategy")


def _model(pages: Pages, thing: str, language: str) -> tuple[Model, Any]:
    store = pages.store
    return model_of(store, pages.workspace, _strategy_of(pages, thing), language), store  # type: ignore[arg-type]


def _is_own(pages: Pages, thing: str) -> bool:
    """Whether *thing* is an element that a file of the user's own data describes."""
    return bool(_strategy_of(pages, thing)) and _home(pages, thing).is_file()


def _home(pages: Pages, thing: str) -> Path:
    """The file that describes *thing*; no file where none of the user's own does."""
    data = pages.workspace.data.resolve()
    graphs = set(pages.store.index.describing(thing)) if pages.store.index else set()
    for path in pages.workspace.data_files():
        if path.resolve().is_relative_to(data) and pages.workspace.graph_name(path) in graphs:
            return path
    return Path()


def _tag(pages: Pages, thing: str) -> str:
    """The tag of the file that describes *thing*, as it is now."""
    return hashlib.blake2b(_home(pages, thing).read_bytes(), digest_size=12).hexdigest()


def _fields(pages: Pages, thing: str) -> list[Field]:
    own = [field for field in SHEETS["elements"] if field.name in _SHOWN]
    return [*own, _DISPOSITION] if pages.facts.cls(thing) in _DISPOSED else own


def _cells(model: Model, thing: str) -> Cells:
    """What the data say of *thing*, by field; also of one in another file of the strategy."""
    told = model.statements.get(thing, ())
    found = {}
    for field in (*SHEETS["elements"], _DISPOSITION):
        values = {target.value for verb, target, _ in told if verb == field.predicate and is_of(field, target)}
        found[field.name] = SEVERAL.join(sorted(values))
    return found


def _shown(model: Model, field: Field, value: str, sent: str | None, name: str = "") -> Mapping[str, Any]:
    """A field of the form: its name and label, its value as it is or was *sent*, and what can be chosen."""
    listed = model.lists.get(field.list_name, {}) if field.kind == CHOICE else {}
    if field is _DISPOSITION:
        listed = dict.fromkeys(_DISPOSITIONS, "")
    return {
        "name": name or field.name,
        "label": message(f"site.field.{field.name}"),
        "value": value if sent is None else sent,
        "options": list(listed),
        "long": field.name.startswith(("rationale", "title")),
        "language": field.language,
    }
