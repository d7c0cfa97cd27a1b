"""The map of the house, `docs/architecture.md`, made from the tree: what each folder is, and what may import what.

python -m tests.architecture
"""

import ast
from pathlib import Path

from tests.conftest import TOP
from tests.test_house import CAPABILITIES, MODULES, OF_OTHERS, PACKAGE, TIERS, name_of

PAGE = TOP / "docs" / "architecture.md"
_HEAD = """# The house

Made by `python -m tests.architecture`; a test keeps the lists, the places and the tree true. A path without a folder
in front is below `src/strategigraf/`; `messages/`, `ontology/`, `shapes/`, `queries/` and `data/` hold no code.

Words that the code uses everywhere: an *edge* is one step upwards, from a part to the whole or from what claims to
what it claims; a *mark* is what a cell counts, a path of edges from its row to its column with the *basis* on which
it holds; a *figure* is a number that carries what it counts, and *opens* to the quotes of these; a *part* is one
table of a report; a *pivot* is a matrix with only the bases of its marks; a *dossier* is a report to hand over, with
its quotes; a *strand* is one chain of requirements of the tracing policy, such as the red thread; a *standing* is how
a row or pair stands: own, inherited only, none; an *alignment* says how an element of one strategy stands to one of
another, its *counterpart*. The terms of the data are in [the vocabulary](ontology.md).

A folder holds all of one capability: its values, its computation, its report, what only it can write, its functions
in Python (`api.py`, or the module of the report that one gives) and its commands (`commands.py`). The capabilities
are {names}. Below them lie the tiers that all of them stand on:

`{tiers}`

A module imports from its own tier and from those before it, never in a circle. `check` comes before `render`, since a
dossier says what was verified; its `report`, `api` and `commands` count as a capability. Of each other the
capabilities import only:

{capabilities}

What a capability adds stands in its own `__init__.py`: COMMANDS, the commands in its `commands.py`, and API, its
public names by the module they are in. The command line and the package find them there; only for type checkers they
are listed once more, in the package's `__init__.py`. A command makes a graph of its options, asks the function in
Python, and hands the answer to `deliver`, or what is text from the start to `emit` (`shell/session.py`).

`sg.matrix` is the function although `strategigraf/matrix/` is its folder ([decision 36](decisions/0036-house.md)).

## How a fact travels from the words to a cell

1. `files/turtle.py` reads a link and its quote from `data/strategies/`; `files/sssom.py` an alignment from
   `data/alignments/`.
2. `store/dataset.py` puts link, quote and alignment into the store, with what follows from them;
   `store/contribution.py` keeps what each file says, `store/index.py` joins that over all files: the link is an edge
   now (`core/thread.py`).
3. `check/quotes.py` finds the quote's words in the text of `files/source_text.py`; `check/shapes.py` judges the link.
4. `core/thread.py` follows edges upwards to a mark: row, column, basis and the edges between.
5. `matrix/matrix.py` collects the marks of two kinds; `matrix/view.py` sorts, groups and names the gaps. Where only
   the bases are shown (a table or CSV), the pivot of initiatives by SDGs comes from what each file contributes, which
   `store/dataset.py` derived when the file was read.
6. Each basis has a sign (`core/thread.py`, `SIGNS`); `render/matrix.py` puts them into the cells.
7. `render/formats.py` hands the answer to the writer of its format: `render/delimited.py`, `html_page/`, `workbook/`;
   on a screen `shell/terminal.py` lays it out. A sign or number leads to its words, which `store/lookup.py`
   (`openings`) reads back from the quote.

## Where do I change …

| what | where |
| --- | --- |
{changes}

## The tree

{tree}
"""
CHANGES = {  # what somebody wants to change: the file, and a name or text that stands in it
    "the wording of the hearing note in Markdown (høringsnotat)": ("src/strategigraf/messages/hearing.tsv", "note."),
    "a word of the hearing report, in all other formats": ("src/strategigraf/messages/hearing.tsv", "comments.title"),
    "a word that several answers share: bases, standings, statuses": (
        "src/strategigraf/messages/common.tsv",
        "basis.stated",
    ),
    "a phrase of the page": ("src/strategigraf/messages/page.tsv", "contents"),
    "a phrase of the workbook": ("src/strategigraf/messages/workbook.tsv", "cover.name"),
    "a step or reason of `explain`": ("src/strategigraf/messages/trace.tsv", "explain."),
    "a column of the coverage report": ("src/strategigraf/coverage/coverage.py", "Col("),
    "the title of a table and the sentence that explains it, here of coverage": (
        "src/strategigraf/messages/coverage.tsv",
        "levels.explanation",
    ),
    "the title of a column, in Danish and English": ("src/strategigraf/messages/columns.tsv", "column"),
    "the message of a rule that is a shape": ("shapes/", "sh:message"),
    "the message of a rule of the tracing policy": ("ontology/policy.ttl", "sh:message"),
    "the message of a rule in code: on titles and reasons": ("src/strategigraf/check/wording.py", "Rule("),
    "the message of a rule in code: on alignments": ("src/strategigraf/check/alignments.py", "Text("),
    "the message of a rule in code: on quotes": ("src/strategigraf/check/quotes.py", "Text("),
    "the message of a rule in code: on what several files say": ("src/strategigraf/check/dataset_check.py", "Text("),
    "the format of a sheet: styles, number formats, paper": ("src/strategigraf/render/workbook/cells.py", "_STYLES"),
    "the widths of a report's sheet": ("src/strategigraf/render/workbook/workbook.py", "width"),
    "the widths of the sheets of a matrix": ("src/strategigraf/render/workbook/matrix.py", "width"),
    "the widths of cover, contents, quotes and legend": ("src/strategigraf/render/workbook/cover.py", "_WIDTHS"),
    "what a page looks like": ("src/strategigraf/render/html_page/templates/page.css", "{"),
    "which formats a report is offered in": ("src/strategigraf/api/report.py", "REPORT_FORMATS"),
    "a format that only one capability has": ("src/strategigraf/coverage/api.py", "special"),
    "where an answer goes: screen, pipe, file": ("src/strategigraf/shell/session.py", "def deliver"),
    "how a format is written": ("src/strategigraf/render/formats.py", "report_content"),
    "which format an ending of a file means": ("src/strategigraf/files/output.py", "ENDING"),
    "which format an option means": ("src/strategigraf/shell/options.py", "_format_of"),
    "an option that all commands share": ("src/strategigraf/shell/options.py", "click.option"),
    "the code of an error and what it is about (its message is where it is raised)": (
        "src/strategigraf/core/errors.py",
        "about",
    ),
    "what the hearing report asks of the graph, in SPARQL (one file for each query)": (
        "src/strategigraf/hearing/queries/comments.rq",
        "SELECT",
    ),
    "the sign of a basis": ("src/strategigraf/core/thread.py", "SIGNS"),
    "the bounds of the SDG check": ("src/strategigraf/sdg/check.py", "FITS_FROM"),
    "which commands and public names a capability adds": ("src/strategigraf/compare/__init__.py", "COMMANDS"),
    "what plain words of a question mean": ("src/strategigraf/messages/kinds.tsv", "sg:Goal"),
    "which kind must trace to which": ("ontology/policy.ttl", "sg:Requirement"),
    "what a link passes on to what is below or above": ("ontology/strategigraf.ttl", "sg:"),
}


def architecture() -> str:
    """The page as it should be."""
    return _HEAD.format(
        names=", ".join(f"`{name}`" for name in CAPABILITIES),
        tiers=" < ".join(name if name != "capability" else "capabilities" for name in TIERS),
        capabilities="\n".join(
            f"- `{name}` imports " + (", ".join(f"`{other}`" for other in sorted(others)))
            for name, others in OF_OTHERS.items()
        ),
        changes="\n".join(
            f"| {what} | `{path.removeprefix('src/strategigraf/')}` |" for what, (path, _) in CHANGES.items()
        ),
        tree="\n\n".join(map(_folder, _folders())),
    )


def _folders() -> list[Path]:
    packages = {path.parent for path in MODULES if path.name == "__init__.py"} - {PACKAGE}
    order = {name: place for place, name in enumerate(TIERS[:-2])}
    return sorted(packages, key=lambda path: (order.get(path.relative_to(PACKAGE).parts[0], len(order)), path))


def _folder(folder: Path) -> str:
    lines = [f"**`{folder.relative_to(PACKAGE).as_posix()}/`**: {_said(folder / '__init__.py')}", ""]
    lines += [
        f"- `{path.name}`: {_said(path)}" for path in MODULES if path.parent == folder and path.stem != "__init__"
    ]
    return "\n".join(lines)


def _said(path: Path) -> str:
    """The first sentence of the docstring of the module *path*."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split())


if __name__ == "__main__":
    PAGE.write_text(architecture(), encoding="utf-8")
    print(f"{PAGE.name}: {len(MODULES)} files, {len({name_of(path) for path in MODULES})} names")
