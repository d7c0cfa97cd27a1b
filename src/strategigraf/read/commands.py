"""`strategigraf read`: the text of publishers' files, with pages, kept beside them."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from strategigraf.core.layout import Layout
from strategigraf.core.rdf import Text, joined, message
from strategigraf.core.report import written_number
from strategigraf.files.layout import layout_path
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, emit

_KINDS = ("heading", "text", "item", "table", "note", "outside")


@click.command("read")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--text", "as_text", is_flag=True)
@click.option("--check", "only_check", is_flag=True)
@options.output
def read_command(paths: tuple[Path, ...], as_text: bool, only_check: bool, graph: Session, output: Output) -> int:
    """Read the publishers' FILES, and keep the text that quotes are found in, with its pages, beside each of them.

    With --check nothing is written: ends with 1 where what is kept is not what the file says now.
    """
    from strategigraf.files.layout import is_kept, write_layout
    from strategigraf.read.reading import read_file

    layouts = [(path, read_file(path, graph.progress("read"))) for path in paths]
    if only_check:
        changed = [path for path, layout in layouts if not is_kept(layout, layout_path(path))]
        told = [message("read.same" if path not in changed else "read.differs", file=path.name) for path, _ in layouts]
        emit("".join(text.in_language(graph.language) + "\n" for text in told), output)
        return int(bool(changed))
    for path, layout in layouts:
        write_layout(layout, layout_path(path))
    if as_text:
        pages = (_with_pages(layout) for _, layout in layouts)
        emit("\n".join(text.in_language(graph.language) for text in pages), output)
    else:
        lines = (line for _, layout in layouts for line in _summary(layout))
        emit("".join(line.in_language(graph.language) + "\n" for line in lines), output)
    return 0


def _summary(layout: Layout) -> Iterator[Text]:
    """What was read of a file, line by line."""
    from strategigraf.read.reading import UNREAD, counted

    origin = layout.origin
    signs = written_number(f"{sum(not sign.isspace() for sign in layout.text):,}")
    pages = message("read.pages", pages=len(layout.pages)) if layout.pages else message("read.no-pages")
    yield message("read.file", file=origin.file, pages=pages, signs=signs, method=origin.method)
    counts = counted(layout)
    kinds = [kind for kind in _KINDS if kind in counts]
    found = joined((message(f"read.kind.{kind}", number=counts[kind]) for kind in kinds), ", ")
    yield Text(f"  {found.da}", f"  {found.en}")
    for reason, group in groupby((page for page in layout.pages if page.unread), key=lambda page: page.unread):
        named_pages = ", ".join(str(page.number) for page in group)
        yield message("read.page", pages=named_pages, reason=UNREAD[reason])
    yield message("read.document", file=origin.file, sha256=origin.sha256)
    yield message("read.next", file=origin.file if " " not in origin.file else f'"{origin.file}"')


def _with_pages(layout: Layout) -> Text:
    """The text of *layout*, with a line where another page begins."""
    da: list[str] = []
    en: list[str] = []
    page = last = 0
    for line in layout.lines():
        between = layout.text[last : line.start]
        if layout.pages and line.page != page:
            page = line.page
            mark = message("read.begins", page=page, label=layout.pages[page - 1].label)
            da.append(f"{between}[{mark.da}]\n")
            en.append(f"{between}[{mark.en}]\n")
        else:
            da.append(between)
            en.append(between)
        da.append(line.text)
        en.append(line.text)
        last = line.end
    return Text("".join(da) + "\n", "".join(en) + "\n")
