"""SVG, drawn piece by piece, its letters measured; and as PNG. Nothing depends on colour alone or on script."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from strategigraf.core.errors import RasteriserMissing, WrongValue
from strategigraf.core.rdf import Text, message, quoted
from strategigraf.core.text import installing, one_line
from strategigraf.core.thread import BASES, BASIS_LABELS, Mark
from strategigraf.store.lookup import Captions

# Lettering.

LINE = 1.22  # of the size of the letters, from one line to the next
_WIDTHS = {  # hundredths of the size, rounded up
    30: "'ijlìíîï",
    35: " ,.:;I|‘’",
    40: "()-/[\\]ft",
    45: "!Jr",
    50: '"*_`',
    55: "?csz“”„",
    60: "FLkvxy–•",
    65: "$0123456789EPSTYabdeghnopqu{}äåéöøü",
    70: "ABCKRVXZÄÅ",
    75: "UÜ",
    80: "&DGHNOQÖØ",
    85: "#+<=>^w~×→←↑",
    95: "M",
    100: "%@WmÆæ—…",
}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_BOLD = 1.13
_LOOKED_AT = 600
_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff\u061c]")  # what XML does not take, and one more mark of direction
_SYLLABLE = re.compile(r"[bcdfghjklmnpqrstvwxz][aeiouyæøå]", re.IGNORECASE)
_BREAKS = re.compile(r"(?<=[-–—/])(?=\w)|\s+")


def lettered(text: str) -> str:
    """*text* on one line as a picture has it: nothing in it acts, everything in it can be written."""
    return _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", one_line(text))


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """The room that *text* takes at most, in letters of *size*."""
    return sum(map(_width, text)) * size / 100 * (_BOLD if bold else 1)


def _width(sign: str) -> int:
    hundredths = _WIDTH.get(sign)
    if hundredths is not None:
        return hundredths
    if unicodedata.combining(sign):
        return 0
    return 140 if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF else 85


def cut(text: str, max_width: float, size: float, bold: bool = False) -> str:
    """*text*, or as much of it as fits in *max_width*, with an ellipsis."""
    if width(text, size, bold) <= max_width:
        return text
    kept_length, used_width = 0, width("…", size, bold)
    for index, sign in enumerate(text):
        used_width += width(sign, size, bold)
        if used_width > max_width:
            break
        kept_length = index + 1
    return text[:kept_length].rstrip(" ,.;:-–(") + "…"


def wrapped(text: str, max_width: float, size: float, max_lines: int, bold: bool = False) -> list[str]:
    """*text* in at most *max_lines* lines (one at the least) that fit in *max_width*, broken at blanks and
    hyphens; what is too long is cut with an ellipsis, what is longer than 600 signs at once."""
    shortened = text if len(text) <= _LOOKED_AT else text[:_LOOKED_AT] + "…"
    if width(shortened, size, bold) <= max_width:
        return [shortened]
    lines: list[str] = []
    line = ""
    pending = _parts(shortened)[::-1]
    while pending:
        piece, no_blank = pending.pop()
        extended = line + ("" if no_blank or not line else " ") + piece
        if width(extended, size, bold) <= max_width:
            line = extended
        elif len(lines) + 1 == max_lines:
            remainder = "".join(("" if no_blank_before else " ") + word for word, no_blank_before in reversed(pending))
            return [*lines, cut(extended + remainder, max_width, size, bold)]
        elif line:
            lines.append(line)
            line = ""
            pending.append((piece, True))
        else:
            head, tail = _split(piece, max_width, size, bold)
            lines.append(head)
            pending.append((tail, True))
    return [*lines, line]


def _parts(text: str) -> list[tuple[str, bool]]:
    """The pieces of *text* between which a line may end, each with whether no blank precedes it."""
    pieces: list[tuple[str, bool]] = []
    for word in text.split():
        for index, piece in enumerate(part for part in _BREAKS.split(word) if part):
            pieces.append((piece, index > 0))
    return pieces or [("", False)]


def _split(word: str, max_width: float, size: float, bold: bool) -> tuple[str, str]:
    """A word longer than a line, parted with a hyphen: before the last syllable that still has room, as far as
    consonants and vowels show it."""
    used_width, break_at = width("-", size, bold), len(word)
    for index, sign in enumerate(word):
        used_width += width(sign, size, bold)
        if used_width > max_width:
            break_at = max(1, index)
            break
    else:
        return word, ""
    for index in range(break_at, max(2, break_at - 8), -1):
        if _SYLLABLE.match(word, index) and len(word) - index > 2:
            return word[:index] + "-", word[index:]
    return word[:break_at] + "-", word[break_at:]


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
    "through-parts": '<path d="M.5 .12L.94 .88L.06 .88Z" fill="none" stroke-width=".14"{stroke}/>',
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
            f"{self._paint_attributes(paint, edge)}/>"
        )

    def path(self, line: str, paint: str = "", edge: str = "", thick: float = 1, dashed: bool = False) -> None:
        """The path *line*, filled with *paint* where given, drawn with *edge* where given."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self._parts.append(f'<path d="{line}"{self._paint_attributes(paint, edge, thick)}{dash}/>')

    def words(
        self, x: float, y: float, text: str, size: float, paint: str = "ink", bold: bool = False, anchor: str = "start",
        turned: bool = False,
    ) -> None:  # fmt: skip
        """One line of *text* with its base line at *y*; *turned* it runs upwards."""
        attributes = ' font-weight="bold"' if bold else ""
        attributes += f' text-anchor="{anchor}"' if anchor != "start" else ""
        attributes += f' transform="rotate(-90 {_n(x)} {_n(y)})"' if turned else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{attributes}'
            f"{self._paint_attributes(paint)}>{escape(lettered(text))}</text>"
        )

    def lines(
        self, x: float, y: float, texts: Sequence[str], size: float, paint: str = "ink", bold: bool = False,
        anchor: str = "start",
    ) -> None:  # fmt: skip
        """Lines of text one below the other, the top of the first at *y*."""
        for index, text in enumerate(texts):
            self.words(x, y + size * (0.95 + LINE * index), text, size, paint, bold, anchor)

    def sign(self, basis: str, x: float, y: float, size: float, paint: str = "ink") -> None:
        """The sign of *basis* in a square of *size* whose corner is at *x*, *y*."""
        stroke = f' class="s-{paint}" stroke="{_PAINTS[paint][0]}"'
        shape = _SIGNS[basis].format(fill=self._paint_attributes(paint), stroke=stroke)
        self._parts.append(f'<g transform="translate({_n(x)} {_n(y)}) scale({_n(size)})">{shape}</g>')

    @contextmanager
    def opening(self, things: Iterable[str], label: str) -> Iterator[None]:
        """What is drawn inside opens to *things* (IRIs), and says *label* when it is pointed at or read aloud."""
        iris = escape(" ".join(things), {'"': "&quot;"})
        title = escape(lettered(label))
        start = f'<a class="opens" data-of="{iris}">' if iris else "<g>"
        self._parts.append(f"{start}<title>{title}</title>")
        yield
        self._parts.append("</a>" if iris else "</g>")

    def svg(self, high: float, title: str, description: str) -> str:
        """The picture as drawn so far, *high* units high, called *title* and described by *description*, which it has
        below."""
        name = self.name
        notes = wrapped(lettered(description), self.wide - 2 * MARGIN, NOTE, 6)
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
            f'<desc id="{name}-told">{escape(lettered(description))}</desc>\n'
            f"<style>{self._style()}</style>\n<defs>{self._definitions()}</defs>\n"
            f'<rect class="f-paper" width="{_n(self.wide)}" height="{_n(high)}" fill="{_PAINTS["paper"][0]}"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )

    def _paint_attributes(self, paint: str, edge: str = "", thick: float = 1) -> str:
        classes = [f"{kind}-{colour}" for kind, colour in (("f", paint), ("s", edge)) if colour in _PAINTS]
        attributes = f' class="{" ".join(classes)}"' if classes else ""
        if paint in ("inherited", "interpreted"):
            self._patterns.add(paint)
            attributes += f' fill="url(#{self.name}-{paint})"'
        else:
            attributes += f' fill="{_PAINTS[paint][0]}"' if paint else ' fill="none"'
        if edge:
            attributes += f' stroke="{_PAINTS[edge][0]}"' + (f' stroke-width="{_n(thick)}"' if thick != 1 else "")
        return attributes

    def _definitions(self) -> str:
        patterns = ""
        pale, line = (f'class="{kind}-{paint}"' for kind, paint in (("f", "pale"), ("s", "line")))
        if "inherited" in self._patterns:
            patterns += (
                f'<pattern id="{self.name}-inherited" width="6" height="6" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="6" height="6" {pale} fill="{_PAINTS["pale"][0]}"/>'
                f'<path d="M1 0V6" {line} stroke="{_PAINTS["line"][0]}" stroke-width="1.1"/></pattern>'
            )
        if "interpreted" in self._patterns:
            patterns += (
                f'<pattern id="{self.name}-interpreted" width="6" height="6" patternUnits="userSpaceOnUse">'
                f'<rect width="6" height="6" {pale} fill="{_PAINTS["pale"][0]}"/>'
                f'<circle cx="2" cy="2" r="1.2" class="f-line" fill="{_PAINTS["line"][0]}"/>'
                f'<circle cx="5" cy="5" r="1.2" class="f-line" fill="{_PAINTS["line"][0]}"/></pattern>'
            )
        return patterns

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
    digits = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


def sized(svg: str, wide: int | None) -> str:
    """*svg* shown *wide* units wide, and as high as that makes it; as it is without a number."""
    if wide is None:
        return svg
    size = _SIZE.search(svg)
    if size is None:
        return svg
    high = wide * float(size[2]) / float(size[1])
    return svg[: size.start()] + f' width="{wide}" height="{_n(high)}"' + svg[size.end() :]


# Captions of a picture in words.

_LONGEST = 280  # signs of one quote in a caption; all of it is on the page
LEGEND = 11.0  # size of the letters of a legend


def counted(marks: Sequence[Mark], language: str) -> str:
    """How many *marks* there are, and on which bases: `6 tråde (1 navngivet, 5 nedarvet)`."""
    bases = Counter(mark.basis for mark in marks)
    noun = message("common.thread.one" if len(marks) == 1 else "common.thread.several").in_language(language)
    by_basis = ", ".join(
        f"{bases[basis]} {BASIS_LABELS[basis].in_language(language)}" for basis in BASES if bases[basis]
    )
    return f"{len(marks)} {noun} ({by_basis})" if by_basis else f"{len(marks)} {noun}"


def cited(captions: Captions, things: Iterable[str], language: str, max_quotes: int = 2) -> str:
    """The first *max_quotes* quotes of *things*, each in quotation marks, after a blank; "" where they have none."""
    quotes = [quote.exact if len(quote.exact) <= _LONGEST else quote.exact[: _LONGEST - 1].rstrip() + "…"
            for quote in captions.quotes(things, max_quotes)]  # fmt: skip
    return "".join(f" {quoted(quote, language)}" for quote in quotes)


def legend(canvas: Canvas, x: float, y: float, bases: Iterable[str], language: str, swatches: bool = False) -> float:
    """Draws sign and word of each of *bases* from *x* rightwards, with *swatches* also how its ribbons are filled;
    returns where the last one ends."""
    for basis in bases:
        if swatches:
            paint = "head" if basis == "structure" else basis
            canvas.box(x, y, 22, LEGEND, paint, "quiet")
            x += 27
        canvas.sign(basis, x, y + 1, LEGEND - 2)
        word = BASIS_LABELS[basis].in_language(language)
        canvas.words(x + LEGEND + 2, y + LEGEND - 1.5, word, LEGEND)
        x += LEGEND + 2 + width(word, LEGEND) + 14
    return x


# PNG from SVG.

MOST_PIXELS = 120_000_000


def png(svg: str, pixels: int) -> bytes:
    """*svg* as a PNG, *pixels* wide. Raises RasteriserMissing, and WrongValue where that would be more than anything
    opens."""
    try:
        import resvg_py
    except ImportError as error:
        raise _missing("resvg-py") from error
    font_package = find_spec("font_lato")
    if font_package is None or font_package.origin is None:
        raise _missing("font-lato")
    size = _SIZE.search(svg)
    if size and pixels * pixels * float(size[2]) / float(size[1]) > MOST_PIXELS:
        raise WrongValue(
            Text(f"Billedet ville fylde mere end {MOST_PIXELS // 1_000_000} millioner punkter.",
                 f"The picture would have more than {MOST_PIXELS // 1_000_000} million pixels."),
            Text("Angiv en mindre --width, eller vælg SVG.", "Give a smaller --width, or choose SVG."),
        )  # fmt: skip
    faces = [str(Path(font_package.origin).parent / "files" / f"Lato-{style}.ttf") for style in ("Regular", "Bold")]
    svg_start, _, styled = svg.partition("<style>")
    _, style_end, svg_end = styled.partition("</style>")
    plain = svg_start + svg_end if style_end else svg
    return bytes(resvg_py.svg_to_bytes(svg_string=plain, width=pixels, font_files=faces, background="#ffffff"))


def _missing(package: str) -> RasteriserMissing:
    command = installing("pictures")
    return RasteriserMissing(
        Text(f"PNG kræver pakken {package}, som ikke er installeret.",
             f"PNG needs the package {package}, which is not installed."),
        Text(f"Installér den med {command.da}, eller vælg --format svg eller html.",
             f"Install it with {command.en}, or choose --format svg or html."),
    )  # fmt: skip
