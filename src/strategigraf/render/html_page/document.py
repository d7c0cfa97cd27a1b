"""A dossier as one HTML file that loads nothing from elsewhere: readable without script, by keyboard, on paper."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

from strategigraf import __version__
from strategigraf.core.rdf import Text, joined, message, texts
from strategigraf.core.report import Crossing, Dossier, Drawing, Front, Part, Passage, Section, Words
from strategigraf.core.text import visible
from strategigraf.render.html_page.matrix import matrix_section
from strategigraf.render.html_page.writer import Progress, Writer, capital, table_section

# Drawings within a page.

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DROPPED = {"script", "foreignObject", "iframe", "image", "metadata", "set", "animate", "animateTransform"}
_NAMED = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}
_LOCAL = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")
_ASKS = re.compile(r"(?i)url\(\s*['\"]?(?!#)|@import|expression\(")
_SELECTORS = re.compile(r"(?<![^{};])[^{};]*\{")
_LOCAL_NAME = re.compile(r"#([A-Za-z][\w-]*)(?=[\s.:,>{])")
_EMPTY = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "stop", "br"}


def inline_svg(svg: str, prefix: str, label: str, numbers: Callable[[Iterable[str]], list[int]]) -> str:
    """The drawing *svg* for a page: every id begins with *prefix*; *label* names it where it has no name of its own;
    what has `data-of` (IRIs) is a link to the entries that *numbers* gives for them.

    Scripts, styles that reach beyond the drawing, pictures from elsewhere, event handlers and addresses outside the
    page are left out; of a drawing that cannot be read nothing is left.
    """
    try:
        root = ElementTree.fromstring(_without_prologue(svg))
    except ElementTree.ParseError:
        return ""
    if root.tag != f"{_SVG}svg":
        return ""
    for element in root.iter():
        entry_numbers = numbers(element.attrib.pop("data-of", "").split())
        if entry_numbers:
            element.set("data-of", " ".join(map(str, entry_numbers)))
            element.set("href", f"#e{entry_numbers[0]}")
        elif element.tag == f"{_SVG}a" and not element.get("href", element.get(f"{_XLINK}href", "")).startswith("#"):
            element.tag = f"{_SVG}g"
    if not {"aria-label", "aria-labelledby"} & root.attrib.keys():
        root.set("aria-label", label)
    root.set("role", "group" if root.find(f".//{_SVG}a") is not None else root.get("role", "img"))
    markup: list[str] = []
    _write(root, prefix, markup)
    return "".join(markup)


def _without_prologue(svg: str) -> str:
    """*svg* from its element on, without the declarations before it, of which one may define entities."""
    start = re.search(r"<svg[\s>]", svg)
    return svg[start.start() :] if start else svg


def _write(element: ElementTree.Element, prefix: str, markup: list[str]) -> None:
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if not name or name.startswith("{") or name in _DROPPED:
        return
    if name == "style":
        style = _SELECTORS.sub(
            lambda part: _LOCAL_NAME.sub(lambda match: f"#{prefix}{match[1]}", part[0]), element.text or ""
        )
        markup.append(f"<style>{style}</style>" if _stays_within(style) else "")
        return
    markup.append(f"<{name}")
    for key, value in element.attrib.items():
        name_and_value = _attribute(key, value, prefix)
        if name_and_value is not None:
            markup.append(f' {name_and_value[0]}="{_escaped(name_and_value[1])}"')
    if name in _EMPTY and not len(element) and not (element.text or "").strip():
        markup.append("/>")
        return
    markup.append(">")
    markup.append(_escaped(element.text or ""))
    for child in element:
        _write(child, prefix, markup)
        markup.append(_escaped(child.tail or ""))
    markup.append(f"</{name}>")


def _attribute(key: str, value: str, prefix: str) -> tuple[str, str] | None:
    """Name and value of an attribute as the page has it; None for one that it does not take."""
    name = key.removeprefix(_XLINK)
    if name.startswith("{") or name.lower().startswith("on") or _ASKS.search(value):
        return None
    if name == "id":
        return name, prefix + value
    if name == "href" and value.startswith("#e") and value[2:].isdecimal():
        return name, value
    if name == "href":
        return (name, f"#{prefix}{value[1:]}") if value.startswith("#") else None
    if name in _NAMED:
        return name, " ".join(prefix + word for word in value.split())
    return name, _LOCAL.sub(lambda match: f"url(#{prefix}{match[1]})", value)


def _stays_within(style: str) -> bool:
    """Whether every rule of *style* applies only within an element that it names, and loads nothing."""
    rules = re.sub(r"@media[^{}@]*\{", "", style)
    selectors = [
        selector.strip()
        for selector_list in re.findall(r"(?<![^{}])([^{}]*)\{", rules)
        for selector in selector_list.split(",")
    ]
    return not re.search(r"[<@\\]|(?i:url\s*\()", rules) and all(selector.startswith("#") for selector in selectors)


def _escaped(text: str) -> str:
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


MOST_ENTRIES = 4_000  # of more a browser with script reads only those that are opened
_FIRST = 'document.documentElement.classList.add("js")'  # before anything is drawn: one language shows
_TEMPLATES = ("page.html", "matrix.html", "table.html", "evidence.html", "page.css", "print.css", "page.js")
_PHRASES_OF_SCRIPT = ("all_columns", "all_strategies", "of", "rows_shown", "total", "shown", "way", "rests", "signs",
                      "rest", "evidence", "found", "found_one", "found_none", "found_more", "hits")  # fmt: skip


def page(dossier: Dossier, language: str, progress: Progress | None = None) -> str:
    """*dossier* as an HTML page, see `page_pieces`."""
    return "".join(page_pieces(dossier, language, progress))


def page_pieces(dossier: Dossier, language: str, progress: Progress | None = None) -> Iterator[str]:
    """*dossier* as an HTML page that begins in *language* and has both, in pieces that are made as they are asked for;
    *progress* is called with how much of how much is written (rows, marks and entries)."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    folder = files("strategigraf.render.html_page") / "templates"
    templates = {name: (folder / name).read_text(encoding="utf-8").strip() for name in _TEMPLATES}
    environment = Environment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["both"] = (writer := Writer(dossier, _steps(dossier), progress)).both
    environment.globals["say"] = phrases = texts("page")
    is_numbered = len(dossier.sections) > 1
    sections = [
        _section(section, number, is_numbered, writer) for number, section in enumerate(dossier.sections, start=1)
    ]
    if len(sections) == 1:
        sections[0]["titled"] = sections[0]["title"] != capital(dossier.title)
    seen_bases: set[str] = set()
    for basis in (basis for section in sections for basis in section.get("bases", ())):
        basis["first"] = basis["name"] not in seen_bases  # the one that names the marks of the whole page
        seen_bases.add(basis["name"])
    script = f"\n{templates['page.js']}\n"
    rendered = environment.get_template("page.html").generate(
        language=language,
        version=__version__,
        title=capital(Text(*map(visible, dossier.title))),
        lead=dossier.lead,
        sections=sections,
        chapters=_chapters(dossier),
        evidence=bool(len(writer.appendix)),
        stored=len(writer.appendix) > MOST_ENTRIES,
        entries=_entries(writer),
        data=map(writer.markup, _data(writer, {key: phrases[key] for key in _PHRASES_OF_SCRIPT})),
        cards=writer.markup("\n".join(filter(None, (section.get("heads_css") for section in sections)))),
        style=writer.markup("\n".join([templates["page.css"], templates["print.css"], *_front_styles(dossier)])),
        script=writer.markup(script),
        first=writer.markup(_FIRST),
        digests=[b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii") for text in (_FIRST, script)],
    )
    yield from rendered
    yield "\n"
    writer.finish()


def _data(writer: Writer, phrases: Mapping[str, Text]) -> Iterator[str]:
    """What the script looks up, as JSON: the names, one by one, and *phrases*."""
    yield '{"names":['
    for number, name in enumerate(writer.registered()):
        yield "," * bool(number) + _json(name)
    yield f'],"say":{_json(phrases)}}}'


def _front_styles(dossier: Dossier) -> list[str]:
    return [section.style for section in dossier.sections if isinstance(section, Front)]


def _steps(dossier: Dossier) -> int:
    """How many steps the page of *dossier* takes: rows, cells with marks, entries."""
    crossings = [section.matrix for section in dossier.sections if isinstance(section, Crossing)]
    rows = sum(len(part.rows) for part in dossier.sections if isinstance(part, Part))
    return rows + sum(len(matrix.rows) + len(matrix.cells) for matrix in crossings) + len(dossier.words)


def _chapters(dossier: Dossier) -> list[dict[str, Any]]:
    """The contents by chapters: of each section its anchor, its number and what it is called in its chapter."""
    numbers = {section.name: number for number, section in enumerate(dossier.sections, start=1)}
    return [
        {
            "title": capital(chapter.title),
            "entries": [
                {"id": f"s{numbers[name]}", "number": numbers[name], "title": capital(title)}
                for name, title in chapter.entries
            ],
        }
        for chapter in dossier.chapters
    ]


def _section(section: Section, number: int, is_numbered: bool, writer: Writer) -> dict[str, Any]:
    anchor = f"s{number}"
    number_prefix = (
        joined((message("page.in_section", number=number), Text("", "")), " ") if is_numbered else Text("", "")
    )
    shared: dict[str, Any] = {
        "id": anchor,
        "number": number if is_numbered else None,
        "title": capital(section.title),
        "titled": True,
        "turned": False,
        "sentence": Text("", "") if isinstance(section, Passage | Front) else section.sentence,
        "summary": None,
    }
    if isinstance(section, Passage):
        return shared | {"sort": "prose", "paragraphs": section.paragraphs}
    if isinstance(section, Front):
        return shared | {"sort": "front", "titled": False, "markup": [*map(writer.markup, section.markup)]}
    if isinstance(section, Drawing):
        turned = is_wide(section.svg.da)
        return shared | {"sort": "drawing", "turned": turned, "drawn": _drawings(section, anchor, writer)}
    if isinstance(section, Part):
        return shared | table_section(section, anchor, number_prefix, writer)
    return shared | matrix_section(section, anchor, number_prefix, writer)


_MOST_UPRIGHT = 0.8  # of its height: a wider drawing has a landscape page to itself


def is_wide(svg: str) -> bool:
    """Whether the drawing *svg* is too wide for an upright page."""
    box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', svg)
    return box is not None and float(box[1]) > float(box[2]) * _MOST_UPRIGHT


def _drawings(section: Drawing, anchor: str, writer: Writer) -> list[tuple[str, Any]]:
    """The drawing in each language, once where it is the same in both."""
    drawings = []
    for language, svg, label in zip(("da", "en"), section.svg, section.title, strict=True):
        markup = inline_svg(svg, f"{anchor}-{language}-", visible(label), writer.appendix.numbers)
        if markup:
            drawings.append((language, writer.markup(markup)))
    return drawings[:1] if section.svg.da == section.svg.en else drawings


def _document_of(quote: Words, writer: Writer) -> Text:
    """The title of the document of *quote*, with the page where there is one."""
    title = writer.title(quote.document)
    return joined([title, quote.page_text], ", ") if quote.page else title


def _entries(writer: Writer) -> Iterator[dict[str, Any]]:
    """The entries of the appendix as the template shows them."""
    for entry in writer.appendix.entries():
        writer.step()
        yield {
            "number": entry.number,
            "title": writer.title(entry.thing),
            "uses": entry.uses,
            "more": entry.more,
            "quotes": [
                {
                    "exact": visible(quote.exact),
                    "section": visible(quote.section),
                    "document": _document_of(quote, writer),
                    "language": "en" if quote.quote.endswith("-text-en") else "da",
                }
                for quote in entry.quotes
            ],
        }


def _json(value: Any) -> str:
    """*value* as JSON that is safe within a page."""
    import json

    json_text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json_text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
