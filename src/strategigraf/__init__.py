"""strategigraf: a knowledge graph of public strategies in which every number opens to a sentence in a source.

>>> import strategigraf as sg
>>> g = sg.open(language="en")
>>> sg.matrix(g, "initiative", "sdg-target", "midt-udviklingsplan-2023")
<initiative × sdg-target: 53 rows, 11 columns, 234 marks>

Every question is a function of the graph and gives an answer: records() and its frames (to_pandas, to_polars), its text
(to_csv, to_json, to_markdown, save) and its words (evidence). docs/api.md shows them all.
"""

import sys

TYPE_CHECKING = False  # as type checkers read it; typing itself is not imported for it
if TYPE_CHECKING:
    from strategigraf.api.answer import Answer, PartAnswer, QueryAnswer, ReportAnswer, TableAnswer
    from strategigraf.api.graph import Graph, Notice, open
    from strategigraf.ask.api import ask, list_things, query, questions
    from strategigraf.check.api import CheckAnswer, check
    from strategigraf.compare.api import compare, diff, generations
    from strategigraf.core.errors import StrategigrafError
    from strategigraf.coverage.api import coverage, gaps
    from strategigraf.dossier.strategy import DossierAnswer, report
    from strategigraf.hearing.api import hearing
    from strategigraf.matrix.api import MatrixAnswer, PivotAnswer, matrix, pivot
    from strategigraf.network.api import (
        carriers,
        centrality,
        communities,
        expendable,
        network,
        overloaded,
        overview,
        path,
    )
    from strategigraf.picture.api import PictureAnswer, heatmap, neighbourhood, sankey, timeline
    from strategigraf.review.queue import review
    from strategigraf.sdg.api import sdg_accuracy, sdg_check
    from strategigraf.trace.api import explain, impact, quotes, show, trace

__version__ = "0.1.0"

__all__ = [
    "Answer", "CheckAnswer", "DossierAnswer", "Graph", "MatrixAnswer", "Notice", "PartAnswer", "PictureAnswer",
    "PivotAnswer", "QueryAnswer", "ReportAnswer", "StrategigrafError", "TableAnswer", "ask", "carriers",
    "centrality", "check", "communities", "compare", "coverage", "diff", "expendable", "explain", "gaps",
    "generations", "hearing", "heatmap", "impact", "list_things", "matrix", "neighbourhood", "network", "open",
    "overloaded", "overview", "path", "pivot", "query", "questions", "quotes", "report", "review", "sankey",
    "sdg_accuracy", "sdg_check", "show", "timeline", "trace",
]  # fmt: skip

_HOMES = {
    "api.answer": ("Answer", "PartAnswer", "QueryAnswer", "ReportAnswer", "TableAnswer"),
    "api.graph": ("Graph", "Notice", "open"),
    "ask.api": ("ask", "list_things", "query", "questions"),
    "check.api": ("CheckAnswer", "check"),
    "compare.api": ("compare", "diff", "generations"),
    "core.errors": ("StrategigrafError",),
    "coverage.api": ("coverage", "gaps"),
    "dossier.strategy": ("DossierAnswer", "report"),
    "hearing.api": ("hearing",),
    "matrix.api": ("MatrixAnswer", "PivotAnswer", "matrix", "pivot"),
    "network.api": ("carriers", "centrality", "communities", "expendable", "network", "overloaded", "overview",
                    "path"),
    "picture.api": ("PictureAnswer", "heatmap", "neighbourhood", "sankey", "timeline"),
    "review.queue": ("review",),
    "sdg.api": ("sdg_accuracy", "sdg_check"),
    "trace.api": ("explain", "impact", "quotes", "show", "trace"),
}  # fmt: skip


if not TYPE_CHECKING:  # to type checkers a name that is not there is an error

    class _Package(type(sys)):
        """The package as a module: a capability's folder may have the name of its function (`matrix`), and `sg.matrix`
        is the function whether that folder has been imported or not."""

        def __setattr__(self, name: str, value: object) -> None:
            if not (isinstance(value, type(sys)) and name in __all__):
                super().__setattr__(name, value)

    sys.modules[__name__].__class__ = _Package

    def __getattr__(name: str) -> object:
        """The public *name*, imported when it is first asked for: `import strategigraf` itself imports nothing."""
        for home, names in _HOMES.items():
            if name in names:
                from importlib import import_module

                found: object = getattr(import_module(f"strategigraf.{home}"), name)
                globals()[name] = found
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
