"""Pictures in Python, in a notebook or as files: the red thread, a matrix, a neighbourhood, a time line."""

from collections.abc import Callable

from strategigraf.api.answer import Answer, TableAnswer, quoted
from strategigraf.api.graph import Graph
from strategigraf.core.errors import NothingToDraw, WrongValue
from strategigraf.core.rdf import Text, short
from strategigraf.core.report import Dossier, Drawing
from strategigraf.core.table import Frame, Series
from strategigraf.matrix.view import MatrixQuery, asked_matrix
from strategigraf.picture.drawing import heat_map_drawing, neighbourhood_drawing, sankey_drawing, timeline_drawing
from strategigraf.store.lookup import labels
from strategigraf.store.names import Names, any_thing, find_kind, kind_of, names, strategies_named
from strategigraf.store.sparql import Store

_PIXELS = 2240


class PictureAnswer(Answer[Drawing]):
    """A picture, which a notebook draws. Its rows are the things that it opens to, with their titles; `save` writes it
    as .svg, .png (with the extra `pictures`) or .html, where each ribbon, cell, card and bar opens to its words."""

    formats = ("svg", "png", "html")
    width: int | None = None

    def wide(self, width: int | None) -> "PictureAnswer":
        """The same picture so many pixels wide as a PNG, units as an SVG; as wide as it was drawn without."""
        resized = PictureAnswer(self.value, self._store, self.language)
        resized.width = width
        return resized

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

    def _dossier(self) -> Dossier:
        from strategigraf.render.formats import dossier

        title = self.value.about if self.value.about.da else self.value.title
        return dossier(self._store, self.value.name, title, Text("", ""), [self.value])

    def _content(self, format_name: str, evidence: bool) -> str | bytes:
        svg = self.value.svg.in_language(self.language)
        if format_name == "svg":
            from strategigraf.render.canvas import sized

            return sized(svg, self.width)
        from strategigraf.render.canvas import png

        return png(svg, self.width or _PIXELS)


def sankey(graph: Graph, strategy: str, targets: bool = False, levels: Names = ()) -> PictureAnswer:
    """The red thread of *strategy* from its vision to SDG goals, or to *targets*; through the kinds *levels*, two or
    more, where given. A ribbon is as wide as the threads that it counts.

    Raises UnknownStrategy, UnknownKind, WrongValue, NothingToDraw, PictureTooLarge.

    >>> sg.sankey(sg.open(language="en"), "midt-udviklingsplan-2023")
    <picture “sankey-midt-udviklingsplan-2023” of 51 things>
    """

    def draw(store: Store) -> Drawing:
        (strategy_iri,) = strategies_named(store, strategy)
        kinds = [find_kind(store, level) for level in names(levels)]
        if len(kinds) == 1:
            raise WrongValue(
                Text("Den røde tråd kræver mindst to niveauer.", "The golden thread needs at least two levels."),
                Text(
                    "Tilføj et niveau med --level, det øverste først.", "Add a level with --level, the top one first."
                ),
            )
        if drawing := sankey_drawing(store, strategy_iri, targets, kinds):
            return drawing
        raise NothingToDraw(
            Text(
                f"Der er ingen kæde mellem to niveauer i {strategy}.",
                f"There is no chain between two levels of {strategy}.",
            ),
            Text(
                f"Vælg andre niveauer med --level. Skriv »strategigraf list --strategy {strategy}« for at se dem.",
                f"Choose other levels with --level. Run “strategigraf list --strategy {strategy}” to see them.",
            ),
        )

    return _picture(graph, draw)


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
    <picture “heat-map-track-sdg-goal-midt-udviklingsplan-2023” of 32 things>
    """

    def draw(store: Store) -> Drawing:
        matrix_query = MatrixQuery(rows, columns, strategies, bases, only, group, sort, graph.language)
        whole, kinds = asked_matrix(store, matrix_query)
        if whole.rows and whole.columns:
            return heat_map_drawing(store, whole, kinds, strategies_named(store, strategies))
        crossed = f"{rows} × {columns}"
        raise NothingToDraw(
            Text(f"{crossed} har ingen rækker eller kolonner her.", f"{crossed} has no rows or no columns here."),
            Text(
                "Vælg andre elementtyper eller en anden strategi.", "Choose other element types, or another strategy."
            ),
        )

    return _picture(graph, draw)


def neighbourhood(graph: Graph, thing: str, depth: int = 1, most: int = 14) -> PictureAnswer:
    """What stands around *thing* up to *depth* steps away: wholes, parts, claims, comments, time line, counterparts; at
    most *most* cards on a side, the rest folded. Raises UnknownElement with the nearest names.

    >>> len(sg.neighbourhood(sg.open(), "midt-udviklingsplan-2023/indsats-8-1").evidence()) > 20
    True
    """

    return _picture(graph, lambda store: neighbourhood_drawing(store, any_thing(store, thing).value, depth, most))


def timeline(graph: Graph, strategy: str, kind: str = "timeline-entry") -> PictureAnswer:
    """What starts when in *strategy*, track by track, and what stands in no entry; other dated things by *kind*, such
    as `process-step`.

    Raises UnknownStrategy, UnknownKind, NothingToDraw, PictureTooLarge.

    >>> sg.timeline(sg.open(), "midt-udviklingsplan-2023")
    <picture “time-line-midt-udviklingsplan-2023” of 118 things>
    """

    def draw(store: Store) -> Drawing:
        (strategy_iri,) = strategies_named(store, strategy)
        entries = kind_of(store, kind)
        if drawing := timeline_drawing(store, strategy_iri, entries):
            return drawing
        da, en = entries.label
        raise NothingToDraw(
            Text(f"{strategy} har ingen {da} med en dato.", f"{strategy} has no {en} with a date."),
            Text(
                "Vælg en anden strategi, eller andre daterede elementer med --kind (fx process-step).",
                "Choose another strategy, or other dated elements with --kind (such as process-step).",
            ),
        )

    return _picture(graph, draw)


def indicators(graph: Graph, strategy: str, on: str | None = None) -> PictureAnswer:
    """The indicators of *strategy* that have a target as small multiples, target against actual value by period; how
    they stand is seen on the day *on* (2026-06-30), without it on the last day that the data speak of.

    Raises UnknownStrategy, WrongValue, NothingToDraw, PictureTooLarge.

    >>> try:
    ...     sg.indicators(sg.open(language="en"), "midt-udviklingsplan-2023")
    ... except sg.StrategigrafError as error:
    ...     print(error.message.en)
    midt-udviklingsplan-2023 has no indicator with a target value and a time.
    """
    from strategigraf.progress.multiples import indicators_drawing
    from strategigraf.progress.report import progress_of

    def draw(store: Store) -> Drawing:
        (strategy_iri,) = strategies_named(store, strategy)
        found = progress_of(store, graph.workspace, [strategy_iri], on)
        if drawing := indicators_drawing(store, strategy_iri, found.standings):
            return drawing
        raise NothingToDraw(
            Text(f"{strategy} har ingen indikator med et måltal og en tid.",
                 f"{strategy} has no indicator with a target value and a time."),
            Text("Vælg en anden strategi.", "Choose another strategy."),
        )  # fmt: skip

    return _picture(graph, draw)


def _picture(graph: Graph, draw: Callable[[Store], Drawing]) -> PictureAnswer:
    return graph.use(lambda store: PictureAnswer(draw(store), store, graph.language))
