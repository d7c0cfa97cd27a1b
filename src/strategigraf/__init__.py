"""strategigraf: a knowledge graph of public strategies in which every number opens to a sentence in a source.

>>> import strategigraf as sg
>>> g = sg.open(language="en")
>>> sg.matrix(g, "initiative", "sdg-target", "midt-udviklingsplan-2023")
<initiative × sdg-target: 53 rows, 11 columns, 234 marks>

Every question is a function of the graph and gives an answer: records() and its frames (to_pandas, to_polars), its text
(to_csv, to_json, to_markdown, save) and its words (evidence). docs/api.md shows them all.
"""

import os
import sys

TYPE_CHECKING = False  # as type checkers read it; typing itself is not imported for it
if TYPE_CHECKING:  # what a capability declares works without being listed here; its own module has its type
    from types import ModuleType

    from strategigraf.accept.report import accept
    from strategigraf.api.answer import Answer, TableAnswer
    from strategigraf.api.graph import Graph, Notice, open
    from strategigraf.api.report import PartAnswer, ReportAnswer
    from strategigraf.ask.api import QueryAnswer, ask, list_things, query, questions
    from strategigraf.check.report import CheckAnswer, check
    from strategigraf.compare.api import compare, diff, generations
    from strategigraf.core.errors import StrategigrafError
    from strategigraf.coverage.api import coverage, gaps
    from strategigraf.dossier.answer import StrategyAnswer, report
    from strategigraf.exchange.report import import_file
    from strategigraf.export.report import export_stratml
    from strategigraf.form.api import form
    from strategigraf.hearing.note import hearing
    from strategigraf.matrix.api import MatrixAnswer, PivotAnswer, matrix, pivot
    from strategigraf.network.api import centrality, expendable, network, overview, path
    from strategigraf.network.communities import communities
    from strategigraf.network.load import carriers, overloaded
    from strategigraf.picture.api import PictureAnswer, heatmap, indicators, neighbourhood, sankey, timeline
    from strategigraf.progress.report import progress
    from strategigraf.propose.report import propose
    from strategigraf.review.queue import review
    from strategigraf.sdg.report import sdg_accuracy, sdg_check
    from strategigraf.search.report import search
    from strategigraf.suggest.report import suggest
    from strategigraf.trace.api import explain, impact, quotes, show, trace
    from strategigraf.workspace.api import create_workspace

    __all__ = [
        "Answer", "CheckAnswer", "Graph", "MatrixAnswer", "Notice", "PartAnswer", "PictureAnswer",
        "PivotAnswer", "QueryAnswer", "ReportAnswer", "StrategigrafError", "StrategyAnswer", "TableAnswer",
        "accept", "ask", "carriers", "centrality", "check", "communities", "compare", "coverage",
        "create_workspace", "diff", "expendable", "explain", "export_stratml", "form", "gaps", "generations",
        "hearing", "heatmap", "impact", "import_file", "indicators", "list_things", "matrix", "neighbourhood",
        "network", "open", "overloaded", "overview", "path", "pivot", "progress", "propose", "query",
        "questions", "quotes", "report", "review", "sankey", "sdg_accuracy", "sdg_check", "search", "show",
        "suggest", "timeline", "trace",
    ]  # fmt: skip

__version__ = "0.1.0"


# Each folder declares in its `__init__` what it adds: COMMANDS by name, and API, public names by their module; ACCEPTS
# is the module that reads its files of decisions, ERRORS the one with the errors that are its alone.


def commands() -> tuple[str, ...]:
    """The commands there are, by name."""
    return tuple(sorted(name for folder in _folders() for name in getattr(_package(folder), "COMMANDS", ())))


def command_module(command: str) -> str | None:
    """The name of the module that has *command*; None where there is no such command."""
    found = (folder for folder in _folders(command) if command in getattr(_package(folder), "COMMANDS", ()))
    folder = next(found, None)
    return None if folder is None else f"{__name__}.{folder}.commands"


def public_modules() -> dict[str, str]:
    """The public names, each with the name of the module that it is in."""
    declared = ((folder, getattr(_package(folder), "API", {})) for folder in _folders())
    return {
        name: f"{__name__}.{folder}.{module}"
        for folder, modules in declared
        for module, names in modules.items()
        for name in names
    }


def accepting_modules() -> tuple[str, ...]:
    """The names of the modules that read the decisions that the command `accept` takes (ACCEPTS), in order."""
    declared = ((folder, getattr(_package(folder), "ACCEPTS", None)) for folder in sorted(_folders()))
    return tuple(f"{__name__}.{folder}.{module}" for folder, module in declared if module)


def error_modules() -> tuple[str, ...]:
    """The names of the modules in which capabilities have errors of their own (ERRORS), in order."""
    declared = ((folder, getattr(_package(folder), "ERRORS", None)) for folder in sorted(_folders()))
    return tuple(f"{__name__}.{folder}.{module}" for folder, module in declared if module)


def _folders(first: str = "") -> list[str]:
    """The folders of the package by name; *first* the one of that name, where there is one, and `api`."""
    with os.scandir(__path__[0]) as entries:
        found = [entry.name for entry in entries if os.path.isfile(os.path.join(entry.path, "__init__.py"))]
    return sorted(found, key=lambda folder: (folder != first, folder != "api", folder))


def _package(folder: str) -> "ModuleType":
    from importlib import import_module

    return import_module(f"{__name__}.{folder}")


if not TYPE_CHECKING:  # to type checkers a name that is not there is an error

    class _Package(type(sys)):
        """The package as a module: a capability's folder may have the name of its function (`matrix`), and `sg.matrix`
        is the function whether that folder has been imported or not."""

        def __setattr__(self, name: str, value: object) -> None:
            if not (
                isinstance(value, type(sys)) and any(name in names for names in getattr(value, "API", {}).values())
            ):
                super().__setattr__(name, value)

    sys.modules[__name__].__class__ = _Package

    def __getattr__(name: str) -> object:
        """The public *name*, imported when it is first asked for: `import strategigraf` itself imports nothing."""
        if name == "__all__":
            return sorted(public_modules())
        if not name.startswith("_"):
            for folder in _folders(name):
                for module, names in getattr(_package(folder), "API", {}).items():
                    if name in names:
                        found: object = getattr(_package(f"{folder}.{module}"), name)
                        globals()[name] = found
                        return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *public_modules()})
