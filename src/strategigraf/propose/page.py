"""The page on which proposals are reviewed: one HTML file that loads nothing, with the document beside them."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import SG, Labels, Text, message
from strategigraf.core.report import ProgressCallback
from strategigraf.core.text import installing
from strategigraf.files.normal_form import readable
from strategigraf.propose.assembly import RANKS
from strategigraf.propose.claims import ROLES, SPANS
from strategigraf.propose.proposals import Claim, Count, Place, Proposal, Proposals, Source
from strategigraf.propose.words import SENTENCE_END
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import classes_of_elements
from strategigraf.store.sparql import Store

_TEMPLATES = Path(__file__).parent / "templates"
_WORDS = Labels("propose.page", (
    "accept", "accepted", "again", "changed", "count", "divided", "document", "done", "found", "group", "grouped",
    "heading", "kept", "keys", "kind", "merge", "merged", "move", "next", "nomerge", "noscript", "nosplit", "nothing",
    "noundo", "of", "ok", "open", "opened", "other", "page", "parent", "prev", "progress", "proposals", "reason",
    "reject", "rejected", "save", "saved", "sense", "single", "skip", "split", "splitat", "title", "undo", "undone",
    "unreadable", "unsaid",
))  # fmt: skip
_KEYS = (
    ("J", "next"), ("K", "prev"), ("A", "accept"), ("X", "reject"), ("E", "title"), ("S", "kind"), ("F", "move"),
    ("M", "merge"), ("D", "split"), ("G", "group"), ("U", "undo"),
)  # fmt: skip
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_NO_ELEMENTS = ("Announcement", "Element", "Funding", "HearingResponse", "Justification", "Misfit", "Section")


class Picture(NamedTuple):
    """A page as a picture: its number from 1, its size in pixels, and the picture as a data URI."""

    number: int
    width: int
    height: int
    uri: str


def review_page(
    store: Store,
    value: Proposals,
    source: Source,
    reasons: Mapping[str, str],
    language: str,
    progress: ProgressCallback,
) -> str:
    """The page for *value*, made of *source*, in *language*; *reasons* says for each key why it is proposed.

    The pages of a PDF are shown as pictures, another document as its words. Raises LibraryMissing.
    """
    from jinja2 import DictLoader, Environment, StrictUndefined

    say = {key: text.in_language(language).replace("{document}", value.document) for key, text in _WORDS.items()}
    template, style, script = (
        (_TEMPLATES / name).read_text(encoding="utf-8").strip() for name in ("review.html", "review.css", "review.js")
    )
    pictures = list(_pictures(source, progress))
    environment = Environment(
        loader=DictLoader({"page": template}), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    from markupsafe import Markup

    return (
        environment.get_template("page").render(
            language=language,
            say=say,
            lead=_lead(value).in_language(language),
            keys=[(key, say[name]) for key, name in _KEYS],
            style=Markup(style),
            style_digest=_digest(style),
            script=Markup(script),
            script_digest=_digest(script),
            data=Markup(_data(store, value, source, reasons, say, language).translate(_IN_SCRIPT)),
            pages=[_sheet(picture, source, say) for picture in pictures],
            blocks=[] if pictures else list(_blocks(source)),
        )
        + "\n"
    )


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


def _lead(value: Proposals) -> Text:
    return message(
        "propose.page.lead",
        elements=len(value.elements),
        claims=len(value.claims),
        percent=f"{100 * value.covered:.0f}",
    )


def _pictures(source: Source, progress: ProgressCallback) -> Iterator[Picture]:
    if source.file is not None and source.file.suffix.lower() == ".pdf":
        yield from page_pictures(source.file, progress)


def _sheet(picture: Picture, source: Source, say: Mapping[str, str]) -> dict[str, object]:
    pages = source.layout.pages if source.layout else ()
    label = pages[picture.number - 1].label if picture.number <= len(pages) else str(picture.number)
    return {
        "number": picture.number,
        "width": picture.width,
        "height": picture.height,
        "image": picture.uri,
        "label": f"{say['page']} {label}",
    }


def _blocks(source: Source) -> Iterator[dict[str, object]]:
    for block in source.blocks():
        classes = "big" if block.is_heading else ""
        yield {"start": block.start, "end": block.end, "words": block.words, "classes": classes}


# What the script is given.


def _data(
    store: Store, value: Proposals, source: Source, reasons: Mapping[str, str], say: Mapping[str, str], language: str
) -> str:
    kinds = _kinds(store, value, language)
    record = {
        "format": "strategigraf-decisions",
        "version": 1,
        "document": value.document,
        "sha256": value.sha256,
        "language": language,
        "document_language": value.language,
        "kinds": kinds,
        "abouts": {
            about: Labels("propose.about", (about,))[about].in_language(language)
            for about in ("amount", "date", "organisation", "sdg")
        },
        "senses": {
            about: {sense: message(f"propose.sense.{sense}").in_language(language) for sense in senses}
            for about, senses in (("amount", SPANS), ("organisation", ROLES))
        },
        "say": say,
        "proposals": list(_cards(value, source, reasons, kinds)),
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _kinds(store: Store, value: Proposals, language: str) -> dict[str, str]:
    """The kinds that a proposal may be of, those of the structure first, each with its label."""
    classes = [cls for cls in classes_of_elements(store) if cls.removeprefix(SG) not in _NO_ELEMENTS]
    labels = both_labels(store, classes)
    names = {cls.removeprefix(SG): labels[cls].in_language(language) for cls in classes if cls in labels}
    order = sorted(names, key=lambda kind: (RANKS.get(kind, 9), names[kind]))
    return {kind: names[kind] for kind in order}


def _cards(
    value: Proposals, source: Source, reasons: Mapping[str, str], kinds: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Elements in their order, each with what is said of it; then what is said of the strategy, and its numbers."""
    for element in value.elements:
        yield _element(element, source, reasons)
        yield from (_claim(claim) for claim in value.claims if claim.element == element.key)
    yield from (_claim(claim) for claim in value.claims if not claim.element)
    yield from (_count(count, kinds) for count in value.counts)


def _shown(key: str, what: str, title: str, quote: str, place: Place) -> dict[str, Any]:
    return {
        "key": key,
        "what": what,
        "title": title,
        "page": place.page,
        "again": "",
        "style": "",
        "reason": "",
        "quote": {"words": quote, "start": place.start, "end": place.end},
        "boxes": [[box.page, *(round(edge, 4) for edge in box[1:])] for box in place.boxes],
    }


def _element(one: Proposal, source: Source, reasons: Mapping[str, str]) -> dict[str, Any]:
    return _shown(one.key, "element", one.title, one.quote, one.place) | {
        "kind": one.kind,
        "number": one.number,
        "term": one.said if one.reason == "label" or (one.reason == "profile" and one.style.endswith(" #")) else "",
        "period": one.said if one.reason == "period" else "",
        "parent": one.parent,
        "style": one.style if one.reason == "period" else f"{one.style}|{one.said}",
        "again": ", ".join(one.again),
        "reason": reasons.get(one.key, ""),
        "parts": list(_sentences(source.text.raw, one.place)),
    }


def _sentences(raw: str, place: Place) -> Iterator[dict[str, object]]:
    """The sentences at *place*, at which a proposal can be divided."""
    start = place.start
    for match in (*SENTENCE_END.finditer(raw, place.start, place.end), None):
        end = match.start() if match else place.end
        if words := readable(raw[start:end]).strip():
            yield {"words": words, "start": start, "end": end}
        start = match.end() if match else end


def _claim(one: Claim) -> dict[str, Any]:
    said = {"about": one.about, "value": one.value, "element": one.element, "sense": one.sense}
    return _shown(one.key, "claim", one.value, one.quote, one.place) | said


def _count(one: Count, kinds: Mapping[str, str]) -> dict[str, Any]:
    title = f"{kinds.get(one.kind, one.kind)}: {one.value}"
    return _shown(one.key, "count", title, one.quote, one.place) | {
        "kind": one.kind,
        "value": one.value,
        "found": one.found,
    }


# The pages of a PDF as pictures, small enough to be kept in the page.

WIDTH = 880  # pixels of a page
_QUALITY = 36


def page_pictures(path: Path, progress: ProgressCallback) -> Iterator[Picture]:
    """The pages of the PDF *path* as pictures, in order. Raises LibraryMissing."""
    try:
        import pypdfium2
        from PIL import Image
    except ImportError as error:
        command = installing("read")
        raise LibraryMissing(
            Text("pypdfium2 og pillow er ikke installeret.", "pypdfium2 and pillow are not installed."),
            Text(f"Installér dem: {command.da}.", f"Install them: {command.en}."),
        ) from error
    with pypdfium2.PdfDocument(path) as document:
        for number in range(len(document)):
            progress(number, len(document))
            page = document[number]
            bitmap = page.render(scale=WIDTH / max(1.0, page.get_width()))
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            content = BytesIO()
            picture.save(content, "WEBP", quality=_QUALITY, method=4)
            encoded = b64encode(content.getvalue()).decode("ascii")
            yield Picture(number + 1, picture.width, picture.height, f"data:image/webp;base64,{encoded}")
            page.close()
