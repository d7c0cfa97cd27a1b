"""Reading a publisher's file: which reader it is for, its limits, and what is said where its text cannot be read."""

import hashlib
from collections import Counter
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import FileNotRead, LibraryMissing
from strategigraf.core.layout import OUTSIDE, Layout, Origin
from strategigraf.core.rdf import Labels, Text
from strategigraf.core.report import ProgressCallback, no_progress
from strategigraf.core.text import installing

VERSION = "2"  # of the readers: another one may read the same file otherwise
MOST_BYTES = 300 * 2**20
MOST_PAGES = 3_000
MOST_SIGNS = 20_000_000

_Reader = Callable[[str, bytes, ProgressCallback], Layout]


class _Format(NamedTuple):
    reader: str  # module:function
    library: str  # the distribution that reads it; empty for the standard library


FORMATS = {
    ".pdf": _Format("pdf_file:read_pdf", "pypdfium2"),
    ".docx": _Format("office_file:read_docx", "python-docx"),
    ".pptx": _Format("office_file:read_pptx", "python-pptx"),
    ".html": _Format("text_file:read_html", ""),
    ".htm": _Format("text_file:read_html", ""),
    ".md": _Format("text_file:read_markdown", ""),
    ".txt": _Format("text_file:read_text", ""),
}


def read_file(path: Path, progress: ProgressCallback = no_progress) -> Layout:
    """The layout of the publisher's file *path*, by what its ending says it is.

    Raises FileNotRead, which says why and what to do, and LibraryMissing.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise FileNotRead(
            Text(
                f"{path.name}: Filer, der ender på »{path.suffix}«, kan ikke læses.",
                f"{path.name}: Files ending in “{path.suffix}” cannot be read.",
            ),
            Text(
                f"Brug en af: {', '.join(FORMATS)}. Eller gem den som PDF.",
                f"Use one of: {', '.join(FORMATS)}. Or save it as PDF.",
            ),
        )
    content = _content(path)
    module, _, function = kind.reader.partition(":")
    try:
        reader: _Reader = getattr(import_module(f"strategigraf.read.{module}"), function)
        layout = reader(path.name, content, progress)
    except ImportError as error:
        command = installing("read")
        raise LibraryMissing(
            Text(f"{kind.library} er ikke installeret.", f"{kind.library} is not installed."),
            Text(f"Installér det: {command.da}.", f"Install it: {command.en}."),
        ) from error
    _refuse_empty(layout)
    return layout


def origin_of(name: str, content: bytes, library: str) -> Origin:
    """Where the layout of the file *name* with the bytes *content* comes from, read by the distribution *library* (the
    program itself without one)."""
    method = f"{library} {metadata.version(library)}" if library else "strategigraf"
    return Origin(name, hashlib.sha256(content).hexdigest(), method, VERSION)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        from strategigraf.files.output import os_error_text

        reason = os_error_text(error)
        raise FileNotRead(
            Text(f"{path} kan ikke læses: {reason.da}.", f"{path} cannot be read: {reason.en}."),
            Text(
                "Ret stien, eller sørg for, at du må læse filen.",
                "Correct the path, or make sure that you may read the file.",
            ),
        ) from error


def too_large(name: str) -> FileNotRead:
    """The error that the file *name* is larger than is read."""
    return FileNotRead(
        Text(
            f"{name} er for stor: højst {MOST_BYTES >> 20} MB, {MOST_PAGES} sider og {MOST_SIGNS // 10**6} mio. tegn.",
            f"{name} is too large: at most {MOST_BYTES >> 20} MB, {MOST_PAGES} pages and {MOST_SIGNS // 10**6} million"
            " characters.",
        ),
        Text(
            "Del den op, eller gem kun strategiens sider.",
            "Split it, or save only the pages that hold the strategy.",
        ),
    )


UNREAD = Labels("read.unread", ("image", "shapes", "signs", "recognised"))


def _refuse_empty(layout: Layout) -> None:
    """Raises FileNotRead where *layout* has no words."""
    unread = Counter(page.unread for page in layout.pages if page.unread in UNREAD and page.unread != "recognised")
    garbled = layout.pages and unread["signs"] > 0.5 * len(layout.pages)
    if any(sign.isalnum() for sign in layout.text) and not garbled:
        return
    name = layout.origin.file
    if not unread:
        raise FileNotRead(
            Text(f"{name} har ingen tekst.", f"{name} has no text."),
            Text("Kontrollér, at det er den rigtige fil.", "Check that it is the right file."),
        )
    reason = UNREAD[unread.most_common(1)[0][0]]
    force = "" if unread["image"] and not garbled else " --force-ocr"
    command = f"ocrmypdf{force} -l dan+eng {name} ny-{name}"
    raise FileNotRead(
        Text(
            f"{name} har ingen tekst, der kan læses: {reason.da}.", f"{name} has no text that can be read: {reason.en}."
        ),
        Text(
            f"Bed udgiveren om en fil med tekst, eller genkend teksten: »{command}«, og læs den nye fil korrektur.",
            f"Ask the publisher for a file with text, or recognise it: “{command}”, and proofread the new file.",
        ),
    )


def counted(layout: Layout) -> dict[str, int]:
    """How many blocks of each kind *layout* has, and `outside`, the lines that are not in its text."""
    counts: Counter[str] = Counter(block.kind for block in layout.blocks if block.kind not in OUTSIDE)
    counts["outside"] = sum(len(block.lines) for block in layout.blocks if block.kind in OUTSIDE)
    return dict(counts)
