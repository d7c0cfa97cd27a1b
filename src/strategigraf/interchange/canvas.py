"""A canvas: the SVG of one picture, drawn piece by piece; nothing on it depends on colour alone, on script or on the
network.

Colours stand as attributes, for paper and for plain readers, and are turned by a style sheet of its own where the
screen is dark. Everything that can be opened is an `<a class="opens" data-of="IRI ...">` with a `<title>`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from xml.sax.saxutils import escape

from strategigraf.interchange.lettering import LINE, lettered, wrapped

FACE = "Lato, Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', sans-serif"
A4 = 1120.0  # the width of a canvas: A4 across, less a margin, at 96 dots to the inch
A4_HEIGHT = 770.0
MARGIN = 14.0  # on all sides
NOTE = 9.5  # size of the letters of what describes a picture
_PAINTS = {  # light and dark
    "paper": ("#ffffff", "#14181d"),
    "ink": ("#1b2430", "#e6eaf0"),
    "quiet": ("#4d5766", "#b0bac6"),
    "rule": ("#b9c1cb", "#4a5561"),
    "card": ("#f3f5f8", "#1f262e"),
    "head": ("#dfe6ee", "#2b3541"),
    "gap": ("#fff4e0", "#33260e"),
    "gap-ink": ("#7a4a00", "#f2c879"),
    "line": ("#1f5f99", "#8fc2f2"),
    "stated": ("#6b9bc9", "#3f7fb8"),
    "named": ("#b4cfe8", "#2c5a85"),
    "pale": ("#dbe7f2", "#24384b"),
    "shade-1": ("#e9f0f7", "#1c2a38"),
    "shade-2": ("#d3e2f0", "#22384e"),
    "shade-3": ("#b9d1e8", "#2a4967"),
    "shade-4": ("#9cbfdf", "#325b82"),
    "shade-5": ("#7fadd6", "#3a6d9c"),
}
_SIZE = re.compile(r' width="([0-9.]+)" height="([0-9.]+)"')
_SIGNS = {  # drawn in a square of one by one
    "stated": '<circle cx=".5" cy=".5" r=".42"{fill}/>',
    "named": '<path d="M.5 .02L.98 .5L.5 .98L.02 .5Z"{fill}/>',
    "interpreted": '<circle cx=".5" cy=".5" r=".36" fill="none" stroke-width=".16"{stroke}/>',
    "inherited": '<path d="M.5 .02L.92 .5L.62 .5L.62 .98L.38 .98L.38 .5L.08 .5Z"{fill}/>',
    "structure": '<path d="M.14 .14H.86V.86H.14Z"{fill}/>',
}


class Canvas:
    """The picture called *name*: ids on it begin so, and it is *wide* units wide."""

    def __init__(self, name: str, wide: float = A4) -> None:
        self.name = name
        self.wide = wide
        self._parts: list[str] = []
        self._patterns: set[str] = set()

    def box(
        self, x: float, y: float, wide: float, high: float, paint: str, edge: str = "", round_by: float = 0
    ) -> None:
        """A rectangle filled with *paint*, with an edge in the paint *edge* where given."""
        corner = f' rx="{_n(round_by)}"' if round_by else ""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}"{corner}'
            f"{self._painted(paint, edge)}/>"
        )

    def path(self, line: str, paint: str = "", edge: str = "", thick: float = 1, dashed: bool = False) -> None:
        """The path *line*, filled with *paint* where given, drawn with *edge* where given."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self._parts.append(f'<path d="{line}"{self._painted(paint, edge, thick)}{dash}/>')

    def words(
        self, x: float, y: float, text: str, size: float, paint: str = "ink", bold: bool = False, anchor: str = "start",
        turned: bool = False,
    ) -> None:  # fmt: skip
        """One line of *text* with its base line at *y*; *turned* it runs upwards."""
        more = ' font-weight="bold"' if bold else ""
        more += f' text-anchor="{anchor}"' if anchor != "start" else ""
        more += f' transform="rotate(-90 {_n(x)} {_n(y)})"' if turned else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{more}'
            f"{self._painted(paint)}>{escape(lettered(text))}</text>"
        )

    def lines(
        self, x: float, y: float, texts: Sequence[str], size: float, paint: str = "ink", bold: bool = False,
        anchor: str = "start",
    ) -> None:  # fmt: skip
        """Lines of text one below the other, the top of the first at *y*."""
        for place, text in enumerate(texts):
            self.words(x, y + size * (0.95 + LINE * place), text, size, paint, bold, anchor)

    def sign(self, basis: str, x: float, y: float, size: float, paint: str = "ink") -> None:
        """The sign of *basis* in a square of *size* whose corner is at *x*, *y*."""
        drawn = f' class="s-{paint}" stroke="{_PAINTS[paint][0]}"'
        shape = _SIGNS[basis].format(fill=self._painted(paint), stroke=drawn)
        self._parts.append(f'<g transform="translate({_n(x)} {_n(y)}) scale({_n(size)})">{shape}</g>')

    @contextmanager
    def opening(self, things: Iterable[str], told: str) -> Iterator[None]:
        """What is drawn inside opens to *things* (IRIs), and says *told* when it is pointed at or read aloud."""
        of = escape(" ".join(things), {'"': "&quot;"})
        title = escape(lettered(told))
        start = f'<a class="opens" data-of="{of}">' if of else "<g>"
        self._parts.append(f"{start}<title>{title}</title>")
        yield
        self._parts.append("</a>" if of else "</g>")

    def svg(self, high: float, title: str, told: str) -> str:
        """The picture as it stands, *high* units high, called *title* and described by *told*, which it has below."""
        name = self.name
        notes = wrapped(lettered(told), self.wide - 2 * MARGIN, NOTE, 6)
        self._parts.append('<g class="sg-note">')
        self.lines(MARGIN, high, notes, NOTE, "quiet")
        self._parts.append("</g>")
        high += len(notes) * NOTE * LINE + MARGIN
        tall = " sg-tall" if high > self.wide * 0.8 else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" class="sg-picture{tall}" role="img" '
            f'aria-labelledby="{name}-title {name}-told" viewBox="0 0 {_n(self.wide)} {_n(high)}" '
            f'width="{_n(self.wide)}" height="{_n(high)}" font-family="{FACE}">\n'
            f'<title id="{name}-title">{escape(lettered(title))}</title>\n'
            f'<desc id="{name}-told">{escape(lettered(told))}</desc>\n'
            f"<style>{self._style()}</style>\n<defs>{self._definitions()}</defs>\n"
            f'<rect class="f-paper" width="{_n(self.wide)}" height="{_n(high)}" fill="{_PAINTS["paper"][0]}"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )

    def _painted(self, paint: str, edge: str = "", thick: float = 1) -> str:
        classes = [f"{kind}-{one}" for kind, one in (("f", paint), ("s", edge)) if one in _PAINTS]
        told = f' class="{" ".join(classes)}"' if classes else ""
        if paint in ("inherited", "interpreted"):
            self._patterns.add(paint)
            told += f' fill="url(#{self.name}-{paint})"'
        else:
            told += f' fill="{_PAINTS[paint][0]}"' if paint else ' fill="none"'
        if edge:
            told += f' stroke="{_PAINTS[edge][0]}"' + (f' stroke-width="{_n(thick)}"' if thick != 1 else "")
        return told

    def _definitions(self) -> str:
        told = ""
        pale, line = (f'class="{kind}-{paint}"' for kind, paint in (("f", "pale"), ("s", "line")))
        if "inherited" in self._patterns:
            told += (
                f'<pattern id="{self.name}-inherited" width="6" height="6" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="6" height="6" {pale} fill="{_PAINTS["pale"][0]}"/>'
                f'<path d="M1 0V6" {line} stroke="{_PAINTS["line"][0]}" stroke-width="1.1"/></pattern>'
            )
        if "interpreted" in self._patterns:
            told += (
                f'<pattern id="{self.name}-interpreted" width="6" height="6" patternUnits="userSpaceOnUse">'
                f'<rect width="6" height="6" {pale} fill="{_PAINTS["pale"][0]}"/>'
                f'<circle cx="2" cy="2" r="1.2" class="f-line" fill="{_PAINTS["line"][0]}"/>'
                f'<circle cx="5" cy="5" r="1.2" class="f-line" fill="{_PAINTS["line"][0]}"/></pattern>'
            )
        return told

    def _style(self) -> str:
        dark = "".join(
            f"#{self.name} .f-{paint}{{fill:{colour}}}#{self.name} .s-{paint}{{stroke:{colour}}}"
            for paint, (_, colour) in _PAINTS.items()
        )
        return (
            f"#{self.name} a.opens:hover{{opacity:.75}}#{self.name} a.opens[href]{{cursor:pointer}}"
            f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
        )


def _n(number: float) -> str:
    """*number* with at most two decimals, and none that say nothing."""
    told = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if told in ("-0", "") else told


def sized(svg: str, wide: int | None) -> str:
    """*svg* shown *wide* units wide, and as high as that makes it; as it is without a number."""
    if wide is None:
        return svg
    found = _SIZE.search(svg)
    if found is None:
        return svg
    high = wide * float(found[2]) / float(found[1])
    return svg[: found.start()] + f' width="{wide}" height="{_n(high)}"' + svg[found.end() :]
