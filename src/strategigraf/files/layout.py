"""The layouts that were read from publishers' files, each kept in a file of its own beside the one it was read from."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from strategigraf.core.errors import SourceNotFound
from strategigraf.core.layout import KINDS, Block, Box, Layout, Line, Origin, Page, Run, Style, laid_out
from strategigraf.core.rdf import Text
from strategigraf.files import output

ENDING = ".layout.json"
FORMAT = 1  # what is written here; another number is not read


def layout_path(file: Path) -> Path:
    """Where the layout of the publisher's file *file* is kept."""
    return file.with_name(file.name + ENDING)


def write_layout(layout: Layout, path: Path) -> None:
    """Puts *layout* in the file *path*; the same layout is always the same bytes. Raises OutputNotWritten."""
    output.write(path, as_json(layout).encode("utf-8"))


def is_kept(layout: Layout, path: Path) -> bool:
    """Whether the file *path* keeps just *layout*."""
    try:
        return path.read_bytes() == as_json(layout).encode("utf-8")
    except OSError:
        return False


def as_json(layout: Layout) -> str:
    """*layout* as JSON, a printed line on a line of its own."""
    styles = list(dict.fromkeys(run.style for block in layout.blocks for line in block.lines for run in line.runs))
    numbers = {style: number for number, style in enumerate(styles)}
    head = {
        "format": FORMAT,
        **layout.origin._asdict(),
        "styles": [list(style) for style in styles],
        "pages": [list(page) for page in layout.pages],
    }
    rows = [json.dumps({key: value}, ensure_ascii=False)[1:-1] for key, value in head.items()]
    blocks = [_block_as_json(block, numbers) for block in layout.blocks]
    return "{" + ",\n".join([*rows, '"blocks": [\n' + ",\n".join(blocks) + "\n]"]) + "}\n"


def _block_as_json(block: Block, numbers: Mapping[Style, int]) -> str:
    frame = None if block.frame is None else [round(edge, 1) for edge in block.frame]
    head = json.dumps([block.kind, block.level, frame])
    lines = [
        json.dumps(
            [
                line.text,
                line.page,
                list(line.box),
                [[run.offset, numbers[run.style]] for run in line.runs],
                list(line.stops),
                line.cell,
                line.angle,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for line in block.lines
    ]
    return head[:-1] + ", [\n" + ",\n".join(lines) + "]]"


def read_layout(path: Path) -> Layout:
    """The layout in the file *path*. Raises SourceNotFound where it is none, or of another format."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
        styles = [Style(*style) for style in found["styles"]]
        blocks = [_block(row, styles) for row in found["blocks"]]
        origin = Origin(*(str(found[name]) for name in Origin._fields))
        return laid_out(origin, [Page(*page) for page in found["pages"]], blocks)
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        name = path.name.removesuffix(ENDING)
        raise SourceNotFound(
            Text(
                f"{path} er ikke et layout, som denne udgave kan læse.",
                f"{path} is not a layout that this version can read.",
            ),
            Text(f"Kør »strategigraf read {name}« igen.", f"Run “strategigraf read {name}” again."),
        ) from error


def layout_of(path: Path, content: bytes) -> Layout:
    """The layout that is kept of the publisher's file *path* with the bytes *content*. Raises SourceNotFound, also
    where the file is no longer the one that was read."""
    layout = read_layout(layout_path(path))
    if layout.origin.sha256 != hashlib.sha256(content).hexdigest():
        raise to_be_read(path)
    return layout


def to_be_read(path: Path) -> SourceNotFound:
    """The error that the publisher's file *path*, as it is now, has not been read."""
    return SourceNotFound(
        Text(
            f"{path} er ikke læst, eller er ændret siden.",
            f"{path} has not been read, or has changed since.",
        ),
        Text(f"Kør »strategigraf read {path}«.", f"Run “strategigraf read {path}”."),
    )


def _block(row: Sequence[Any], styles: Sequence[Style]) -> Block:
    kind, level, frame, lines = row
    if kind not in KINDS or not lines:
        raise ValueError(kind)
    return Block(kind, tuple(_line(line, styles) for line in lines), level, Box(*frame) if frame else None)


def _line(row: Sequence[Any], styles: Sequence[Style]) -> Line:
    text, page, box, runs, stops, cell, angle = row
    return Line(
        text,
        page,
        Box(*box),
        tuple(Run(offset, styles[number]) for offset, number in runs),
        stops=tuple(stops),
        cell=tuple(cell) if cell else None,
        angle=angle,
    )
