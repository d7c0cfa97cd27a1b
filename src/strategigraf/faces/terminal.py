"""Sheets on a terminal, with rich: fitted to the width, long words wrapped."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from strategigraf.interchange.inert import one_line
from strategigraf.values.sheet import Sheet


def show(sheet: Sheet) -> None:
    """Prints *sheet* on the terminal. Nothing in it is read as markup."""
    console = Console(highlight=False)
    if sheet.title:
        console.print(Text(one_line(sheet.title), style="bold"))
    table = Table(show_lines=False)
    for heading in sheet.headings:
        table.add_column(Text(one_line(heading)), overflow="fold")
    for row in sheet.rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    console.print(table)
    for note in sheet.notes:
        console.print(Text(" " * (len(note) - len(note.lstrip(" "))) + one_line(note)))
