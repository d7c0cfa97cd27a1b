"""strategigraf: a knowledge graph of public strategies in which every number opens to a sentence in a source.

>>> import strategigraf as sg
>>> g = sg.open(language="en")
>>> sg.matrix(g, "initiative", "sdg-target", "midt-udviklingsplan-2023")
<initiative × sdg-target: 53 rows, 11 columns, 234 marks>

Every question is a function of the graph and gives an answer: records() and its frames (to_pandas, to_polars), its text
(to_csv, to_json, to_markdown, save) and its words (evidence). docs/api.md shows them all.
"""

TYPE_CHECKING = False  # as type checkers read it; typing itself is not imported for it
if TYPE_CHECKING:
    from strategigraf.faces.api.answer import Answer, TableAnswer
    from strategigraf.faces.api.comparisons import compare, diff, generations, hearing
    from strategigraf.faces.api.graph import Graph, Notice, open
    from strategigraf.faces.api.matrices import matrix, pivot
    from strategigraf.faces.api.matrix_answer import MatrixAnswer, PivotAnswer
    from strategigraf.faces.api.networks import (
        carriers,
        centrality,
        communities,
        expendable,
        network,
        overloaded,
        overview,
        path,
    )
    from strategigraf.faces.api.pictures import PictureAnswer, heatmap, neighbourhood, sankey, timeline
    from strategigraf.faces.api.policies import DossierAnswer, coverage, gaps, report, review
    from strategigraf.faces.api.query_answer import CheckAnswer, QueryAnswer
    from strategigraf.faces.api.questions import ask, check, query, questions, sdg_accuracy, sdg_check
    from strategigraf.faces.api.report_answer import PartAnswer, ReportAnswer
    from strategigraf.faces.api.threads import explain, impact, list_things, quotes, show, trace
    from strategigraf.values.errors import StrategigrafError

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
    "faces.api.answer": ("Answer", "TableAnswer"),
    "faces.api.comparisons": ("compare", "diff", "generations", "hearing"),
    "faces.api.graph": ("Graph", "Notice", "open"),
    "faces.api.matrices": ("matrix", "pivot"),
    "faces.api.matrix_answer": ("MatrixAnswer", "PivotAnswer"),
    "faces.api.networks": ("carriers", "centrality", "communities", "expendable", "network", "overloaded", "overview",
                           "path"),
    "faces.api.pictures": ("PictureAnswer", "heatmap", "neighbourhood", "sankey", "timeline"),
    "faces.api.policies": ("DossierAnswer", "coverage", "gaps", "report", "review"),
    "faces.api.query_answer": ("CheckAnswer", "QueryAnswer"),
    "faces.api.questions": ("ask", "check", "query", "questions", "sdg_accuracy", "sdg_check"),
    "faces.api.report_answer": ("PartAnswer", "ReportAnswer"),
    "faces.api.threads": ("explain", "impact", "list_things", "quotes", "show", "trace"),
    "values.errors": ("StrategigrafError",),
}  # fmt: skip


if not TYPE_CHECKING:  # a name that is not there is an error to type checkers

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
