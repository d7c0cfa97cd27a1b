"""The session of a command: the graph that it asks, and its answer delivered as the options say."""

import codecs
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from strategigraf.api.graph import Graph
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text
from strategigraf.core.report import ProgressCallback
from strategigraf.core.text import visible
from strategigraf.shell.terminal import Progress, Screen, clear, screen

if TYPE_CHECKING:
    from strategigraf.api.answer import Answer
    from strategigraf.store.limit import Limit, StoreWithin
    from strategigraf.store.sparql import EmbeddedStore

_PROMPT = 2  # lines of a terminal that are left for what was typed and what is typed next
GOOD, FINDINGS, USAGE, FAILED = 0, 1, 2, 3
_NOT_SHOWN = {  # formats that no terminal shows, and what to do instead
    "xlsx": (
        Text("Et regneark kan ikke vises i en terminal.", "A workbook cannot be shown on a terminal."),
        Text("Angiv en fil med -o, fx -o svar.xlsx.", "Give a file with -o, such as -o answer.xlsx."),
    ),
    "docx": (
        Text("Et Word-dokument kan ikke vises i en terminal.", "A Word document cannot be shown on a terminal."),
        Text("Angiv en fil med -o, fx -o svar.docx.", "Give a file with -o, such as -o answer.docx."),
    ),
    "parquet": (
        Text("Parquet kan ikke vises i en terminal.", "Parquet cannot be shown on a terminal."),
        Text("Angiv en fil med -o, fx -o svar.parquet.", "Give a file with -o, such as -o answer.parquet."),
    ),
    "png": (
        Text("Et PNG-billede kan ikke vises i en terminal.", "A PNG picture cannot be shown on a terminal."),
        Text("Angiv en fil med -o, fx -o billede.png.", "Give a file with -o, such as -o picture.png."),
    ),
    "svg": (
        Text("Et billede kan ikke vises i en terminal.", "A picture cannot be shown on a terminal."),
        Text("Angiv en fil med -o, fx -o billede.svg.", "Give a file with -o, such as -o picture.svg."),
    ),
    "html": (
        Text("En webside kan ikke vises i en terminal.", "A web page cannot be shown on a terminal."),
        Text("Angiv en fil med -o, fx -o svar.html.", "Give a file with -o, such as -o answer.html."),
    ),
    "graphml": (
        Text(
            "GraphML er til andre programmer og vises ikke i en terminal.",
            "GraphML is for other programs and is not shown on a terminal.",
        ),
        Text("Angiv en fil med -o, fx -o netvaerk.graphml.", "Give a file with -o, such as -o network.graphml."),
    ),
    "gexf": (
        Text(
            "GEXF er til andre programmer og vises ikke i en terminal.",
            "GEXF is for other programs and is not shown on a terminal.",
        ),
        Text("Angiv en fil med -o, fx -o netvaerk.gexf.", "Give a file with -o, such as -o network.gexf."),
    ),
}


class Session(Graph):
    """The graph of one run of a command: what it has to report goes to stderr, and a query beyond its limit ends the
    process itself. `tells_reading` and `show_sparql` say what is told of plain words."""

    tells_reading = show_sparql = False

    def notice(self, text: Text) -> None:
        """Reports *text* to the user beside the answer, on stderr."""
        clear()
        click.echo(visible(text.in_language(self.language)), err=True)

    def understood(self, reading: Text, sparql: str) -> None:
        """Reports to the user how plain words were read where the answer itself has no place for it, and the SPARQL
        where that is asked for."""
        if self.show_sparql:
            self.notice(Text(sparql, sparql))
        if self.tells_reading:
            self.notice(reading)

    def progress(self, doing: str) -> ProgressCallback:
        """A function that takes how much of *doing* (a name in `messages/progress.tsv`) is done, and shows it on stderr
        when it takes more than a second."""
        return Progress(doing, self.language)

    def narrowed(self) -> tuple[str, ...]:
        """The strategies that are meant where none is named: in a workspace over others one's own."""
        return tuple(self.own_strategies()) if self.workspace.beneath else ()

    def own_strategies(self) -> list[str]:
        """The names of the strategies in the user's own layer, as far as they are there."""
        from strategigraf.core.rdf import SG
        from strategigraf.store.names import names_of_class

        own = self.workspace.own_strategies()
        known = self.use(lambda store: names_of_class(store, SG + "Strategy")) if own else ()
        return [name for name in known if name in own]

    def limited(self, store: "EmbeddedStore", limit: "Limit") -> "StoreWithin":
        """*store* for queries within *limit*, in this process."""
        from strategigraf.store.limit import StoreWithin

        return StoreWithin(store, limit)


class Output(NamedTuple):
    """Where an answer goes, and how: the file (stdout without one) and the format; on a terminal the colour (auto,
    always, never) and whether it is shown page by page; whether text begins with the mark by which Excel knows UTF-8;
    the folder of source texts; the part of a report, all of it without; whether the quotes are below; whether CSV is
    for Danish Excel; and whether a terminal shows every row, also those that do not fit."""

    path: Path | None = None
    format_name: str | None = "table"
    colour: str = "auto"
    pager: bool = True
    bom: bool = False
    sources: Path | None = None
    part: str | None = None
    evidence: bool = False
    excel: bool = False
    everything: bool = False

    @property
    def screen(self) -> Screen | None:
        """The screen that the answer goes to; None where it goes to a file or a pipe."""
        return screen(self.path, self.colour, self.pager)


def deliver(answer: "Answer[Any]", output: Output) -> None:
    """Puts *answer* where *output* says: laid out for a screen, else in its format; a page or workbook with its quotes
    looked up where the sources are given.

    Raises WrongValue where there is no such part, and for what no terminal shows; SourceNotFound,
    OutputNotWritten, and what the answer raises.
    """
    from strategigraf.api.answer import HANDED_OVER

    part_answer = answer.part(output.part)
    target = output.screen
    if target is not None and output.format_name in (None, "table"):
        if sheets := part_answer.sheets(output.evidence):
            from strategigraf.shell.terminal import shown

            fits = sys.stdout.isatty() and not (output.everything or output.evidence)
            height = target.lines - _PROMPT if fits else None
            emit(shown(sheets, target.columns, *target.colours, height, answer.language), output, painted=True)
            return
        if output.format_name is not None:
            emit(part_answer.lines(target.columns), output)
            return
    refuse_unshown(output)
    sources = output.sources if output.format_name in HANDED_OVER else None
    progress = Progress("answer", answer.language)
    if output.excel:
        content: str | bytes | Iterable[bytes] = part_answer.to_csv(excel=True)
    else:
        made = part_answer.pieces if target is None else part_answer.content
        content = made(output.format_name or "", output.evidence, sources, progress)
    progress(1, 1)
    if target is not None and output.format_name == "markdown":
        from strategigraf.shell.terminal import folded

        content = folded(str(content), target.columns)
    emit(content, output)


def refuse_unshown(output: Output) -> None:
    """Raises WrongValue where *output* is a terminal and its format is one that no terminal shows."""
    if output.format_name in _NOT_SHOWN and output.path is None and sys.stdout.isatty():
        raise WrongValue(*_NOT_SHOWN[output.format_name])


def emit(content: str | bytes | Iterable[bytes], output: Output, painted: bool = False) -> None:
    """Puts *content* (in one piece, or bytes in several) in the file of *output*, or on stdout; on a terminal page by
    page where it is longer than that, and with control characters as escapes, unless it is *painted* (made for a
    terminal, with colours of our own).

    Raises OutputNotWritten.
    """
    encoded = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    pieces = [encoded] if isinstance(encoded, bytes) else encoded
    if any(pieces) and output.bom:
        pieces = [codecs.BOM_UTF8, *pieces]
    if output.path is not None:
        from strategigraf.files.output import write

        write(output.path, pieces)
        return
    sys.stdout.flush()
    if isinstance(content, str) and sys.stdout.isatty():
        from strategigraf.shell.terminal import paged

        content = content if painted else visible(content)
        target = output.screen
        if target is None or not paged(content, target):
            click.echo(content, nl=False, color=True)
        return
    from strategigraf.files.output import written

    stream = getattr(sys.stdout, "buffer", None)
    with written("stdout"):
        if stream is None:
            sys.stdout.writelines(piece.decode("utf-8") for piece in pieces)
        else:
            stream.writelines(pieces)
            stream.flush()
