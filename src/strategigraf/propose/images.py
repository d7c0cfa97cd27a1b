"""Pages of a PDF as pictures, small enough to be kept in a page."""

from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import LibraryMissing
from strategigraf.core.rdf import Text
from strategigraf.core.report import ProgressCallback
from strategigraf.core.text import installing

WIDTH = 880  # pixels of a page
_QUALITY = 36


class Picture(NamedTuple):
    """A page as a picture: its number from 1, its size in pixels, and the picture as a data URI."""

    number: int
    width: int
    height: int
    uri: str


def page_pictures(path: Path, progress: ProgressCallback) -> Iterator[Picture]:
    """The pages of the PDF *path* as pictures, in order. Raises LibraryMissing."""
    try:
        import pypdfium2
        from PIL import Image
    except ImportError as error:
        command = installing("read")
        raise LibraryMissing(
            Text("pypdfium2 og pillow er ikke installeret.", "pypdfium2 and pillow are not installed."),
            Text(f"Installér dem: {command.da}.", f"Install them: {command.en}."),
        ) from error
    with pypdfium2.PdfDocument(path) as document:
        for number in range(len(document)):
            progress(number, len(document))
            page = document[number]
            bitmap = page.render(scale=WIDTH / max(1.0, page.get_width()))
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            content = BytesIO()
            picture.save(content, "WEBP", quality=_QUALITY, method=4)
            encoded = b64encode(content.getvalue()).decode("ascii")
            yield Picture(number + 1, picture.width, picture.height, f"data:image/webp;base64,{encoded}")
            page.close()
