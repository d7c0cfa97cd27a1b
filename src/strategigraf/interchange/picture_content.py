"""A picture in a format: SVG, PNG, or a page with the words that it opens to."""

from strategigraf.use.store import Store
from strategigraf.values.dossier import Drawing
from strategigraf.values.text import Text

FORMATS = ("svg", "png", "html")
_PIXELS = 2240


def picture_content(
    store: Store, drawing: Drawing, format_name: str, language: str, width: int | None = None
) -> str | bytes:
    """*drawing* in the format *format_name* of FORMATS: text, or the bytes of a PNG. *width* is that of a PNG in
    pixels, of an SVG in its units. Raises RasteriserMissing, and WrongValue for a PNG that would be too large."""
    if format_name == "html":
        from strategigraf.answers.dossier import dossier
        from strategigraf.interchange.answer_content import dossier_content

        title = drawing.about if drawing.about.da else drawing.title
        whole = dossier(store, drawing.name, title, Text("", ""), [drawing])
        return dossier_content(whole, "html", language)
    svg = drawing.svg.in_language(language)
    if format_name == "svg":
        from strategigraf.interchange.canvas import sized

        return sized(svg, width)
    from strategigraf.interchange.raster import png

    return png(svg, width or _PIXELS)
