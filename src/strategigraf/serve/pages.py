"""The front page."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from strategigraf.core.rdf import message


def pages(name: str, language: str) -> list[Route]:
    """The pages over the data called *name*, in *language*."""

    async def front(request: Request) -> HTMLResponse:
        title, ask = message("serve.title").in_language(language), message("serve.ask").in_language(language)
        return HTMLResponse(
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title>'
            f"<h1>{escape(title)}</h1><p>{escape(name)}</p>"
            f'<form action="/sparql"><p><label for="query">{escape(ask)}</label></p>'
            '<p><textarea id="query" name="query" rows="12" cols="80">SELECT * { ?s ?p ?o } LIMIT 20</textarea></p>'
            '<p><select name="format" aria-label="format"><option>tsv</option><option>csv</option><option>json</option>'
            f"<option>turtle</option></select> <button>{escape(ask)}</button></p></form></html>"
        )

    return [Route("/", front)]
