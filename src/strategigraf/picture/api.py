"""Pictures in Python, in a notebook or as files: the red thread, a matrix, a neighbourhood, a time line."""

from collections.abc import Callable

from strategigraf.api.answer import Answer, TableAnswer, quoted
from strategigraf.api.graph import Graph
from strategigraf.core.errors import NothingToDraw, WrongValue
from strategigraf.core.rdf import Text, short
from strategigraf.core.report import Drawing
from strategigraf.core.table import Frame, Series
from strategigraf.matrix.view import MatrixQuery, matrix_request
from strategigraf.picture.drawing import heat_map_drawing, neighbourhood_drawing, sankey_drawing, timeline_drawing
from strategigraf.store.lookup import labels
from strategigraf.store.names import Names, any_thing, find_kind, kind_of, names, strategies_named
from strategigraf.store.sparql import Store

# A picture in a format.

FORMATS = ("svg", "png", "html")
_PIXELS = 2240


def picture_content(
    store: Store, drawing: Drawing, format_name: str, language: str, width: int | None = None
) -> str | bytes:
    """*drawing* in the format *format_name* of FORMATS: text, or the bytes of a PNG. *width* is that of a PNG in
    pixels, of an SVG in its units. Raises RasteriserMissing, and WrongValue for a PNG that would be too large."""
    if format_name == "html":
        from strategigraf.render.formats import dossier, dossier_content

        title = drawing.about if drawing.about.da else drawing.title
        whole = dossier(store, drawing.name, title, Text("", ""), [drawing])
        return dossier_content(whole, "html", language)
    svg = drawing.svg.in_language(language)
    if format_name == "svg":
        from strategigraf.render.canvas import sized

        return sized(svg, width)
    from strategigraf.render.canvas import png

    return png(svg, width or _PIXELS)


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

    asked = MatrixQuery(rows, columns, strategies, bases, only, group, sort, graph.language)
    return _drawn(graph, lambda store: heat_map_request(store, asked))


def neighbourhood(graph: Graph, thing: str, depth: int = 1, most: int = 14) -> PictureAnswer:
    """What stands around *thing* up to *depth* steps away: wholes, parts, claims, comments, time line, counterparts; at
    most *most* cards on a side, the rest folded. Raises UnknownElement with the nearest names.

    >>> len(sg.neighbourhood(sg.open(), "midt-udviklingsplan-2023/indsats-8-1").evidence()) > 20
    True
    """

    return _drawn(graph, lambda store: neighbourhood_request(store, thing, depth, most))


def timeline(graph: Graph, strategy: str, kind: str = "timeline-entry") -> PictureAnswer:
    """What starts when in *strategy*, track by track, and what stands in no entry; other dated things by *kind*, such
    as `process-step`.

    Raises UnknownStrategy, UnknownKind, NothingToDraw, PictureTooLarge.

    >>> sg.timeline(sg.open(), "midt-udviklingsplan-2023")
    <picture “time-line-midt-udviklingsplan-2023” of 118 things>
    """

    return _drawn(graph, lambda store: timeline_request(store, strategy, kind))


def _drawn(graph: Graph, draw: Callable[[Store], Drawing]) -> PictureAnswer:
    return graph.use(lambda store: PictureAnswer(draw(store), store, graph.language))


# Pictures as they are asked for, by name.


def sankey_request(store: Store, name: str, targets: bool = False, levels: Names = ()) -> Drawing:
    """The red thread of the strategy *name* as a Sankey diagram, to SDG goals or to *targets*; through the kinds
    *levels*, two or more, where given.

    Raises UnknownStrategy, UnknownKind, WrongValue, NothingToDraw where no thread joins the last two, PictureTooLarge.
    """
    (strategy,) = strategies_named(store, name)
    kinds = [find_kind(store, level) for level in names(levels)]
    if len(kinds) == 1:
        raise WrongValue(
            Text("En rød tråd har to niveauer eller flere.", "A red thread has two levels or more."),
            Text("Giv et niveau til med --level, fra oven.", "Give another level with --level, from the top."),
        )
    drawing = sankey_drawing(store, strategy, targets, kinds)
    if drawing is None:
        raise NothingToDraw(
            Text(f"Ingen tråd forbinder to niveauer i {name}.", f"No thread joins two levels of {name}."),
            Text(
                f"Vælg andre niveauer med --level, eller se dem med “strategigraf list --strategy {name}”.",
                f"Choose other levels with --level, or see them with “strategigraf list --strategy {name}”.",
            ),
        )
    return drawing


def heat_map_request(store: Store, asked: MatrixQuery) -> Drawing:
    """The matrix *asked* for as a heat map.

    Raises what `matrix_request` raises, NothingToDraw where it has no rows or no columns, and PictureTooLarge.
    """
    whole, kinds = matrix_request(store, asked)
    if not whole.rows or not whole.columns:
        crossed = f"{asked.rows} × {asked.columns}"
        raise NothingToDraw(
            Text(f"{crossed} har ingen rækker eller kolonner her.", f"{crossed} has no rows or no columns here."),
            Text("Vælg andre slags, eller en anden strategi.", "Choose other kinds, or another strategy."),
        )
    return heat_map_drawing(store, whole, kinds, strategies_named(store, asked.strategies))


def neighbourhood_request(store: Store, name: str, depth: int = 1, most: int = 14) -> Drawing:
    """What stands around the thing *name* up to *depth* steps away, at most *most* cards on a side, the rest folded.

    Raises UnknownElement with the nearest names.
    """
    return neighbourhood_drawing(store, any_thing(store, name).value, depth, most)


def timeline_request(store: Store, name: str, kind: str = "timeline-entry") -> Drawing:
    """What starts when in the strategy *name*: its things of *kind*, track by track, and what stands in none.

    Raises UnknownStrategy, UnknownKind, NothingToDraw where none has a time, PictureTooLarge.
    """
    (strategy,) = strategies_named(store, name)
    entries = kind_of(store, kind)
    drawing = timeline_drawing(store, strategy, entries)
    if drawing is None:
        raise NothingToDraw(
            Text(f"{name} har ingen {entries.label.da} med en tid.", f"{name} has no {entries.label.en} with a time."),
            Text(
                "Vælg en anden strategi, eller andre daterede ting med --kind (fx process-step).",
                "Choose another strategy, or other dated things with --kind (such as process-step).",
            ),
        )
    return drawing
