"""PDF files, opened: what is refused, and the pages one after the other."""

from strategigraf.core.errors import FileNotRead
from strategigraf.core.layout import Layout
from strategigraf.core.rdf import Text
from strategigraf.core.report import ProgressCallback
from strategigraf.files.archive import broken, protected
from strategigraf.read import reading
from strategigraf.read.blocks import layout_of
from strategigraf.read.pdf import Sheet, sheet

_XFA = 2  # a form whose pages are made by a program that only some viewers have


def read_pdf(name: str, content: bytes, progress: ProgressCallback) -> Layout:
    """The layout of the PDF *name* with the bytes *content*. Raises FileNotRead."""
    import pypdfium2
    import pypdfium2.raw as raw

    if b"%PDF-" not in content[:1024]:
        raise broken(name, "PDF")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise protected(name) from error
        raise broken(name, "PDF") from error
    try:
        if document.get_formtype() == _XFA:
            raise _form(name)
        if len(document) == 0:
            raise broken(name, "PDF")
        if len(document) > reading.MOST_PAGES:
            raise reading.too_large(name)
        sheets: list[Sheet] = []
        signs = 0
        for index in range(len(document)):
            progress(index, len(document))
            sheets.append(sheet(document, index))
            signs += sum(len(line.text) for line in sheets[-1].lines)
            if signs > reading.MOST_SIGNS:
                raise reading.too_large(name)
    except pypdfium2.PdfiumError as error:
        raise broken(name, "PDF") from error
    finally:
        document.close()
    return layout_of(reading.origin_of(name, content, "pypdfium2"), sheets)


def _form(name: str) -> FileNotRead:
    return FileNotRead(
        Text(
            f"{name} er en dynamisk formular (XFA), hvis sider først laves i Adobe Reader.",
            f"{name} is a dynamic form (XFA), whose pages are only made in Adobe Reader.",
        ),
        Text(
            "Åbn den i Adobe Reader, og udskriv den til en ny PDF, eller bed udgiveren om en almindelig PDF.",
            "Open it in Adobe Reader and print it to a new PDF, or ask the publisher for an ordinary PDF.",
        ),
    )
