"""PNG from SVG: with resvg, and with a face of its own, so that every machine gives the same bytes.

The only module that knows resvg and the face (Lato); both come with the extra `pictures`.
"""

import re
from importlib.util import find_spec
from pathlib import Path

from strategigraf.values.errors import RasteriserMissing, WrongValue
from strategigraf.values.extra import installing
from strategigraf.values.text import Text

_SIZE = re.compile(r' width="([0-9.]+)" height="([0-9.]+)"')
MOST_PIXELS = 120_000_000


def png(svg: str, pixels: int) -> bytes:
    """*svg* as a PNG, *pixels* wide. Raises RasteriserMissing, and WrongValue where that would be more than anything
    opens."""
    try:
        import resvg_py
    except ImportError as error:
        raise _missing("resvg-py") from error
    found = find_spec("font_lato")
    if found is None or found.origin is None:
        raise _missing("font-lato")
    size = _SIZE.search(svg)
    if size and pixels * pixels * float(size[2]) / float(size[1]) > MOST_PIXELS:
        raise WrongValue(
            Text(f"Billedet ville fylde mere end {MOST_PIXELS // 1_000_000} millioner punkter.",
                 f"The picture would have more than {MOST_PIXELS // 1_000_000} million pixels."),
            Text("Giv en mindre --width, eller tag SVG.", "Give a smaller --width, or take SVG."),
        )  # fmt: skip
    faces = [str(Path(found.origin).parent / "files" / f"Lato-{cut}.ttf") for cut in ("Regular", "Bold")]
    before, _, styled = svg.partition("<style>")
    _, closed, after = styled.partition("</style>")
    plain = before + after if closed else svg
    return bytes(resvg_py.svg_to_bytes(svg_string=plain, width=pixels, font_files=faces, background="#ffffff"))


def _missing(package: str) -> RasteriserMissing:
    command = installing("pictures")
    return RasteriserMissing(
        Text(f"PNG kræver pakken {package}, som ikke er installeret.",
             f"PNG needs the package {package}, which is not installed."),
        Text(f"Installer den med {command.da}, eller tag --format svg eller html.",
             f"Install it with {command.en}, or take --format svg or html."),
    )  # fmt: skip
