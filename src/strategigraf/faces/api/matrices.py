"""Matrices: two kinds set against each other."""

from strategigraf.answers.request import Asked, Names, matrix_request, pivot_request
from strategigraf.faces.api.graph import Graph
from strategigraf.faces.api.matrix_answer import MatrixAnswer, PivotAnswer
from strategigraf.use.store import Store


def matrix(
    graph: Graph,
    rows: str,
    columns: str,
    strategies: Names = (),
    bases: Names = (),
    only: str | None = None,
    group: str | None = None,
    sort: str = "order",
) -> MatrixAnswer:
    """The matrix of the kinds *rows* by *columns*: a cell is the marks that it counts, a row without any stays.

    *rows*, *columns*, *group* are kinds as on the command line: `initiative`, `sdg-target`, `pejlemærke`, a source's
    own word, narrowed to a strategy by `goal@SLUG`. *strategies* and *bases* narrow it (one name or several). *only*:
    "gaps" (by the policy), "unmarked", "marks" or "differences"; *sort*: "order" (as in the source), "marks" (most
    first) or "title".

    Raises UnknownKind, UnknownStrategy and WrongValue with the nearest names, NoThread where nothing of the two kinds
    is ever joined.

    >>> g = sg.open(language="en")
    >>> sg.matrix(g, "goal", "sdg-target", "midt-udviklingsplan-2023", bases=["named", "interpreted"])
    <goal × sdg-target: 15 rows, 11 columns, 5 marks>
    """

    def answer(store: Store) -> MatrixAnswer:
        asked = Asked(rows, columns, strategies, bases, only, group, sort, graph.language)
        return MatrixAnswer(*matrix_request(store, asked), store, graph.language)

    return graph.use(answer)


def pivot(
    graph: Graph,
    rows: str,
    columns: str,
    strategies: Names = (),
    bases: Names = (),
    only: str | None = None,
    group: str | None = None,
    sort: str = "order",
) -> PivotAnswer:
    """The matrix of the kinds *rows* by *columns* with only the bases of its marks: the same numbers as `matrix`, many
    times faster where columns are SDG goals or targets, and no words.

    Parameters are those of `matrix`. Raises what that raises.

    >>> sg.pivot(sg.open(), "initiative", "sdg-goal").by_strategy()["none"]
    (38, 0, 15, 10)
    """

    def answer(store: Store) -> PivotAnswer:
        asked = Asked(rows, columns, strategies, bases, only, group, sort, graph.language)
        return PivotAnswer(pivot_request(store, asked)[0], store, graph.language)

    return graph.use(answer)
