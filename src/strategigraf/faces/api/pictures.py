"""Pictures: the red thread, a matrix, a neighbourhood and a time line, in a notebook or as files."""

from collections.abc import Callable

from strategigraf.answers.request import Asked, Names
from strategigraf.faces.api.answer import Answer, TableAnswer, quoted
from strategigraf.faces.api.graph import Graph
from strategigraf.interchange.picture_content import FORMATS, picture_content
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.dossier import Drawing
from strategigraf.values.frame import Frame, Series
from strategigraf.values.namespaces import short


class PictureAnswer(Answer[Drawing]):
    """A picture, which a notebook draws. Its rows are the things that it opens to, with their titles; `save` writes it
    as .svg, .png (with the extra `pictures`) or .html, where each ribbon, cell, card and bar opens to its words."""

    formats = FORMATS

    def frame(self) -> Frame:
        """What the picture opens to, as columns of plain Python values."""
        titles = labels(self._store, self.value.of, self.language)
        columns = (
            Series("thing", "text", tuple(map(short, self.value.of))),
            Series("title", "text", tuple(titles.get(thing) for thing in self.value.of)),
        )
        return Frame(columns, len(self.value.of))

    def evidence(self) -> TableAnswer:
        """The quotes that the things of the picture open to: see `quotes`."""
        return quoted(self._store, list(self.value.of), self.language)

    def __str__(self) -> str:
        return ": ".join(
            filter(None, (text.in_language(self.language) for text in (self.value.title, self.value.about)))
        )

    def __repr__(self) -> str:
        return f"<picture “{self.value.name}” of {len(self)} things>"

    def _repr_svg_(self) -> str:
        return str(self.content("svg"))

    def _content(self, format_name: str) -> str | bytes:
        return picture_content(self._store, self.value, format_name, self.language)


def sankey(graph: Graph, strategy: str, targets: bool = False, levels: Names = ()) -> PictureAnswer:
    """The red thread of *strategy* from its vision to SDG goals, or to *targets*; through the kinds *levels*, two or
    more, where given. A ribbon is as wide as the threads that it counts.

    Raises UnknownStrategy, UnknownKind, WrongValue, NothingToDraw, PictureTooLarge.

    >>> sg.sankey(sg.open(language="en"), "midt-udviklingsplan-2023")
    <picture “sankey-midt-udviklingsplan-2023” of 51 things>
    """
    from strategigraf.interchange.picture_request import sankey_request

    return _drawn(graph, lambda store: sankey_request(store, strategy, targets, levels))


def heatmap(
    graph: Graph,
    rows: str,
    columns: str,
    strategies: Names = (),
    bases: Names = (),
    only: str | None = None,
    group: str | None = None,
    sort: str = "order",
) -> PictureAnswer:
    """The matrix of the kinds *rows* by *columns*, each cell shaded by the threads that it counts. Parameters are those
    of `matrix`. Raises what that raises, NothingToDraw, PictureTooLarge.

    >>> sg.heatmap(sg.open(), "track", "sdg-goal", "midt-udviklingsplan-2023")
    <picture “heat-map-track-sdg-goal-midt-udviklingsplan-2023” of 28 things>
    """
    from strategigraf.interchange.picture_request import heat_map_request

    asked = Asked(rows, columns, strategies, bases, only, group, sort, graph.language)
    return _drawn(graph, lambda store: heat_map_request(store, asked))


def neighbourhood(graph: Graph, thing: str, depth: int = 1, most: int = 14) -> PictureAnswer:
    """What stands around *thing* up to *depth* steps away: wholes, parts, claims, comments, time line, counterparts; at
    most *most* cards on a side, the rest folded. Raises UnknownElement with the nearest names.

    >>> len(sg.neighbourhood(sg.open(), "midt-udviklingsplan-2023/indsats-8-1").evidence()) > 20
    True
    """
    from strategigraf.interchange.picture_request import neighbourhood_request

    return _drawn(graph, lambda store: neighbourhood_request(store, thing, depth, most))


def timeline(graph: Graph, strategy: str, kind: str = "timeline-entry") -> PictureAnswer:
    """What starts when in *strategy*, track by track, and what stands in no entry; other dated things by *kind*, such
    as `process-step`.

    Raises UnknownStrategy, UnknownKind, NothingToDraw, PictureTooLarge.

    >>> sg.timeline(sg.open(), "midt-udviklingsplan-2023")
    <picture “time-line-midt-udviklingsplan-2023” of 118 things>
    """
    from strategigraf.interchange.picture_request import timeline_request

    return _drawn(graph, lambda store: timeline_request(store, strategy, kind))


def _drawn(graph: Graph, draw: Callable[[Store], Drawing]) -> PictureAnswer:
    return graph.use(lambda store: PictureAnswer(draw(store), store, graph.language))
