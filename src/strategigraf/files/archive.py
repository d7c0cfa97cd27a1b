"""Files from outside that are archives (DOCX, PPTX, XLSX): what is refused before any of them is unpacked."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from strategigraf.core.errors import FileNotRead
from strategigraf.core.rdf import Text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what a protected file is packed in, and files of before 2007
_MOST_PARTS = 10_000
_MOST_UNPACKED = 400 * 2**20
_RATIO, _FROM = 200, 4 * 2**20  # how far a part of so many bytes may be packed
_DECLARED = (b"<!doctype", b"<!entity")


def refuse_unsafe(name: str, content: bytes, kind: str) -> None:
    """Raises FileNotRead where the archive *name* with the bytes *content*, a file of that *kind*, is protected or
    broken, would grow beyond all measure when it is unpacked, or has XML that declares entities."""
    if content.startswith(_OLE):
        raise protected(name)
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_bomb(name, parts)
            if any(part.flag_bits & 1 for part in parts):
                raise protected(name)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise _unsafe(name)
    except (BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error) as error:
        raise broken(name, kind) from error


def _refuse_bomb(name: str, parts: list[ZipInfo]) -> None:
    grown = any(part.file_size > max(_FROM, _RATIO * part.compress_size) for part in parts)
    if grown or len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise _unsafe(name)


def _declares(xml: bytes) -> bool:
    plain = xml.replace(b"\0", b"").lower()  # also where it is UTF-16
    return any(sign in plain for sign in _DECLARED)


def _unsafe(name: str) -> FileNotRead:
    return FileNotRead(
        Text(
            f"{name} er pakket, så den ville fylde alt for meget, eller erklærer noget, som kun skadelige filer gør.",
            f"{name} is packed so that it would grow far too large, or declares what only harmful files do.",
        ),
        Text(
            "Åbn den ikke. Bed udgiveren om en ny fil, eller hent den igen fra udgiverens egen side.",
            "Do not open it. Ask the publisher for a new file, or download it again from the publisher's own page.",
        ),
    )


def broken(name: str, kind: str) -> FileNotRead:
    """The error that the file *name* is no whole file of the *kind* that its ending says."""
    return FileNotRead(
        Text(f"{name} er beskadiget eller ikke en {kind}-fil.", f"{name} is damaged or not a {kind} file."),
        Text(
            "Hent den igen hos udgiveren, eller åbn den i et program, der kan, og gem den på ny.",
            "Download it again from the publisher, or open it in a program that can, and save it anew.",
        ),
    )


def protected(name: str) -> FileNotRead:
    """The error that the file *name* asks for a password."""
    return FileNotRead(
        Text(f"{name} er beskyttet med adgangskode.", f"{name} is protected by a password."),
        Text(
            "Bed udgiveren om en fil uden adgangskode, eller åbn den med koden, og gem den uden.",
            "Ask the publisher for a file without a password, or open it with the password and save it without.",
        ),
    )
