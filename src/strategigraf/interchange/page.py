"""Pages: a dossier as one HTML file that asks nothing of anybody: readable without script, by keyboard, on paper."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from typing import Any

from strategigraf import __version__
from strategigraf.interchange.inline_svg import inline_svg
from strategigraf.interchange.page_matrix import capital, matrix_section
from strategigraf.interchange.page_table import table_section
from strategigraf.interchange.page_writer import Progress, Writer
from strategigraf.interchange.phrases import PHRASES
from strategigraf.values.dossier import Crossing, Dossier, Drawing, Passage, Section
from strategigraf.values.inert import visible
from strategigraf.values.namespaces import short
from strategigraf.values.report import Part
from strategigraf.values.text import Text

MOST_ENTRIES = 4_000  # of more a browser with script reads only those that are opened
_FIRST = 'document.documentElement.classList.add("js")'  # before anything is drawn: one language shows
_TEMPLATES = ("page.html", "matrix.html", "table.html", "evidence.html", "page.css", "print.css", "page.js")
_SAID_BY_SCRIPT = ("all_columns", "all_strategies", "of", "rows_shown", "total", "shown", "way", "rests", "signs",
                   "counts", "rest", "evidence")  # fmt: skip


def page(dossier: Dossier, language: str, progress: Progress | None = None) -> str:
    """*dossier* as an HTML page that begins in *language* and has both; *progress* is told how much of how much is
    written (rows, marks and entries)."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    folder = files("strategigraf.interchange") / "templates"
    texts = {name: (folder / name).read_text(encoding="utf-8").strip() for name in _TEMPLATES}
    environment = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["both"] = (writer := Writer(dossier, _steps(dossier), progress)).both
    environment.globals["say"] = PHRASES
    many = len(dossier.sections) > 1
    sections = [_section(section, place, many, writer) for place, section in enumerate(dossier.sections, start=1)]
    if len(sections) == 1:
        sections[0]["titled"] = sections[0]["title"] != capital(dossier.title)
    seen: set[str] = set()
    for basis in (basis for section in sections for basis in section.get("bases", ())):
        basis["first"] = basis["name"] not in seen  # the one that names the marks of the whole page
        seen.add(basis["name"])
    script = f"\n{texts['page.js']}\n"
    rendered = environment.get_template("page.html").render(
        language=language,
        version=__version__,
        title=capital(Text(*map(visible, dossier.title))),
        lead=dossier.lead,
        sections=sections,
        chapters=_chapters(dossier),
        evidence=bool(len(writer.appendix)),
        stored=len(writer.appendix) > MOST_ENTRIES,
        entries=_entries(writer),
        data=writer.markup(
            _json({"names": writer.registered(), "say": {key: PHRASES[key] for key in _SAID_BY_SCRIPT}})
        ),
        cards=writer.markup("\n".join(filter(None, (section.get("heads_css") for section in sections)))),
        style=writer.markup(f"{texts['page.css']}\n{texts['print.css']}"),
        script=writer.markup(script),
        first=writer.markup(_FIRST),
        digests=[b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii") for text in (_FIRST, script)],
    )
    writer.finish()
    return rendered + "\n"


def _steps(dossier: Dossier) -> int:
    """How many steps the page of *dossier* takes: rows, cells with marks, entries."""
    crossings = [section.matrix for section in dossier.sections if isinstance(section, Crossing)]
    rows = sum(len(part.rows) for part in dossier.sections if isinstance(part, Part))
    return rows + sum(len(matrix.rows) + len(matrix.cells) for matrix in crossings) + len(dossier.words)


def _chapters(dossier: Dossier) -> list[dict[str, Any]]:
    """The contents by chapters: of each section its anchor, its number and what it is called in its chapter."""
    places = {section.name: place for place, section in enumerate(dossier.sections, start=1)}
    return [
        {
            "title": capital(chapter.title),
            "entries": [
                {"id": f"s{places[name]}", "number": places[name], "title": capital(title)}
                for name, title in chapter.entries
            ],
        }
        for chapter in dossier.chapters
    ]


def _section(section: Section, place: int, many: bool, writer: Writer) -> dict[str, Any]:
    anchor, number = f"s{place}", f"{place}: " if many else ""
    shared: dict[str, Any] = {
        "id": anchor,
        "number": place if many else None,
        "title": capital(section.title),
        "titled": True,
        "sentence": Text("", "") if isinstance(section, Passage) else section.sentence,
        "summary": None,
    }
    if isinstance(section, Passage):
        return shared | {"sort": "prose", "paragraphs": section.paragraphs}
    if isinstance(section, Drawing):
        return shared | {"sort": "drawing", "drawn": _drawn(section, anchor, writer)}
    if isinstance(section, Part):
        return shared | table_section(section, anchor, number, writer)
    return shared | matrix_section(section, anchor, number, writer)


def _drawn(section: Drawing, anchor: str, writer: Writer) -> list[tuple[str, Any]]:
    """The drawing in each language, once where it is the same in both."""
    found = []
    for language, svg, label in zip(("da", "en"), section.svg, section.title, strict=True):
        drawn = inline_svg(svg, f"{anchor}-{language}-", visible(label), writer.appendix.numbers)
        if drawn:
            found.append((language, writer.markup(drawn)))
    return found[:1] if section.svg.da == section.svg.en else found


def _entries(writer: Writer) -> Iterator[dict[str, Any]]:
    """The entries of the appendix as the template shows them."""
    for entry in writer.appendix.entries():
        writer.step()
        yield {
            "number": entry.number,
            "title": writer.title(entry.thing),
            "short": short(entry.thing),
            "uses": entry.uses,
            "more": entry.more,
            "quotes": [
                {
                    "exact": visible(quote.exact),
                    "section": visible(quote.section),
                    "document": writer.title(quote.document),
                    "language": "en" if quote.quote.endswith("-text-en") else "da",
                }
                for quote in entry.quotes
            ],
        }


def _json(value: Any) -> str:
    """*value* as JSON that may stand in a page."""
    import json

    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
