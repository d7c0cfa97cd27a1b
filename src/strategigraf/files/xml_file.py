"""XML files as other people write them: read with care, mended where there is one sound way, each time with the line;
and the nodes of such a file, found again by their path.

Nothing is loaded from elsewhere, and a file that declares entities of its own is refused.
"""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import FileNotRead
from strategigraf.core.rdf import Text, message

MOST_BYTES, MOST_DEPTH, MOST_NODES, MOST_ATTRIBUTES = 64 * 1024 * 1024, 100, 2_000_000, 100
_BOMS = (  # UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_BOM = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,500}\?>")
_CHARACTER_SETS = re.compile(r"(iso-?8859-?\d{1,2}|latin-?\d|l1|cp\d+|windows-\d+|koi8-[ru]|mac-?roman|us-ascii|ascii)")
_UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_WRONG_BYTE = re.compile("[\udc80-\udcff]")
_MARKUP = re.compile(r"&|<!--|<!\[CDATA\[|<\?|<(?![A-Za-z_:/!?\x80-\U0010ffff])")
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{0,31}));")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")
_STEP = re.compile(r"(@?)([^/@\[\]]+)(?:\[([0-9]{1,7})\])?")
_ENTITIES = {name.removesuffix(";"): sign for name, sign in html5.items() if name.endswith(";")}


class Remark(NamedTuple):
    """Something about a file that people should know: the line, counted from 1, the key of a message, and the value
    that the message names."""

    line: int
    key: str
    value: str = ""


class Node:
    """An element of an XML file: its name without a prefix, its namespace, its attributes by name, the line where it
    begins, its parent and children in order, and its own text."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "parent", "pieces")

    def __init__(self, name: str, namespace: str, attributes: dict[str, str], line: int, parent: "Node | None") -> None:
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.line = line
        self.parent = parent
        self.children: list[Node] = []
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        """All the text in it, runs of white space as one blank."""
        if not self.children:
            return " ".join("".join(self.pieces).split())
        return " ".join(" ".join("".join(node.pieces) for node in self.nodes()).split())

    def nodes(self) -> "Iterator[Node]":
        """Itself and all below it, in the order in which they begin."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def find(self, *names: str) -> "list[Node]":
        """Its children with one of *names*, in any case of letters."""
        wanted = {name.casefold() for name in names}
        return [child for child in self.children if child.name.casefold() in wanted]


class XmlFile(NamedTuple):
    """What was read of an XML file: its root, and what people should know of it."""

    root: Node
    remarks: tuple[Remark, ...]


class Paths:
    """The paths of the nodes of one file: `/Plan/Goal[2]/Name`, the number among the siblings of one name left out
    where there is one only."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}
        self._numbers: dict[int, dict[int, str]] = {}

    def of(self, node: Node) -> str:
        """The path of *node*."""
        found = self._known.get(id(node))
        if found is None:
            above = self.of(node.parent) if node.parent is not None else ""
            found = self._known[id(node)] = f"{above}/{node.name}{self._number(node)}"
        return found

    def _number(self, node: Node) -> str:
        parent = node.parent
        if parent is None:
            return ""
        if id(parent) not in self._numbers:
            by_name: dict[str, list[Node]] = {}
            for child in parent.children:
                by_name.setdefault(child.name, []).append(child)
            self._numbers[id(parent)] = {
                id(child): f"[{number}]" if len(listed) > 1 else ""
                for listed in by_name.values()
                for number, child in enumerate(listed, start=1)
            }
        return self._numbers[id(parent)][id(node)]


def words_at(root: Node, path: str) -> str | None:
    """The text of the node or attribute at *path*, as `Paths` writes it; None where there is none."""
    steps = path.lstrip("/").split("/")
    if not steps or steps[0] != root.name:
        return None
    node = root
    for step in steps[1:]:
        match = _STEP.fullmatch(step)
        if match is None:
            return None
        if match[1]:
            return node.attributes.get(match[2])
        named = [child for child in node.children if child.name == match[2]]
        number = int(match[3] or 1)
        if not 1 <= number <= len(named):
            return None
        node = named[number - 1]
    return node.text


# Reading.


def read_xml(path: Path, content: bytes) -> XmlFile:
    """The XML file *path* with the bytes *content*. Raises FileNotRead with the line where it cannot be read."""
    if len(content) > MOST_BYTES:
        raise refused(path, 0, message("exchange.xml.large", bytes=MOST_BYTES // 1024 // 1024))
    text, remarks = decoded(path, content)
    file = read_xml_text(path, text)
    return XmlFile(file.root, tuple(sorted({*remarks, *file.remarks})))


def read_xml_text(path: Path, text: str) -> XmlFile:
    """The XML file *path* with the *text*. Raises FileNotRead with the line where it cannot be read."""
    remarks: list[Remark] = []
    reader = _Reader(path, _mended(text, remarks))
    root = reader.root()
    return XmlFile(root, tuple(sorted({*remarks, *reader.remarks})))


def refused(path: Path, line: int, what: Text) -> FileNotRead:
    """The error that *what* keeps the file *path* from being read, at *line* (0: as a whole)."""
    where = Text(f"{path}:{line}", f"{path}:{line}") if line else Text(str(path), str(path))
    return FileNotRead(
        Text(f"{where.da}: {what.da}", f"{where.en}: {what.en}"),
        message("exchange.remedy.line" if line else "exchange.remedy.file"),
    )


def decoded(path: Path, content: bytes) -> tuple[str, list[Remark]]:
    """The text of the file *path* with the bytes *content*, and how its encoding differs from what it declares: by its
    byte order mark, else as UTF-8, single bytes that are none as Windows-1252, else as it declares itself. Line ends
    are LF. Raises FileNotRead."""
    remarks: list[Remark] = []
    declared = match[1].decode("ascii").casefold() if (match := _DECLARED.search(content[:1000])) else ""
    marked = next(((mark, name) for mark, name in _BOMS if content.startswith(mark)), None)
    encoding = marked[1] if marked else next((name for start, name in _WITHOUT_BOM if content.startswith(start)), "")
    if marked:
        content = content[len(marked[0]) :]
    try:
        if encoding:
            text = content.decode(encoding)
        elif declared and _CHARACTER_SETS.fullmatch(declared) and not _is_utf8(content):
            text = content.decode(declared)
        else:
            text = _utf8(content, path, remarks)
    except (UnicodeDecodeError, LookupError) as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise refused(path, 1 + content.count(b"\n", 0, at), message("exchange.xml.encoding")) from error
    read_as = encoding or ("utf-8" if _is_utf8(content) else "")
    if declared and read_as and not text.isascii() and not _same_encoding(declared, read_as):
        remarks.append(Remark(1, "exchange.xml.declared", f"{declared} / {read_as.upper()}"))
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _same_encoding(declared: str, other: str) -> bool:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return False
    return codecs.lookup(other).name.startswith(name) or name.startswith(other.replace("-le", "").replace("-be", ""))


def _utf8(content: bytes, path: Path, remarks: list[Remark]) -> str:
    text = content.decode("utf-8", "surrogateescape")
    if not _WRONG_BYTE.search(text):
        return text
    lines = _Lines(text)
    if _WRONG_BYTE.sub("", text).isascii():  # nothing is UTF-8: all of it is in the other encoding
        first = lines.of(next(_WRONG_BYTE.finditer(text)).start())
        try:
            read_as = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise refused(path, 1 + content.count(b"\n", 0, error.start), message("exchange.xml.encoding")) from error
        remarks.append(Remark(first, "exchange.xml.other-encoding", "Windows-1252"))
        return read_as

    def sign(match: re.Match[str]) -> str:
        line = lines.of(match.start())
        try:
            read = bytes([ord(match[0]) - 0xDC00]).decode("cp1252")
        except UnicodeDecodeError as error:
            raise refused(path, line, message("exchange.xml.encoding")) from error
        remarks.append(Remark(line, "exchange.xml.byte", read))
        return read

    return _WRONG_BYTE.sub(sign, text)


def _mended(text: str, remarks: list[Remark]) -> str:
    """*text* with what keeps it from being XML and has one sound remedy put right; lines stay where they are."""
    lines = _Lines(text)
    remarks += [
        Remark(lines.of(found.start()), "exchange.xml.control", f"U+{ord(found[0]):04X}")
        for found in _UNREADABLE.finditer(text)
    ]
    text = _UNREADABLE.sub("", text)
    lines = _Lines(text)
    start = len(text) - len(text.lstrip())
    if start and text.startswith("<?xml", start):
        remarks.append(Remark(1, "exchange.xml.before"))
    declaration = _DECLARATION.match(text, start)
    begin = declaration.end() if declaration else start
    pieces, at = ["\n" * text.count("\n", 0, begin)], begin
    while match := _MARKUP.search(text, at):
        sign, place = match[0], match.start()
        if sign in _ENDS:
            end = text.find(_ENDS[sign], place + len(sign))
            if end < 0:
                break
            pieces.append(text[at : end + len(_ENDS[sign])])
            at = end + len(_ENDS[sign])
            continue
        pieces.append(text[at:place])
        mended, at, remark = _sign(text, sign, place)
        pieces.append(mended)
        if remark:
            remarks.append(Remark(lines.of(place), *remark))
    return "".join([*pieces, text[at:]])


def _sign(text: str, found: str, place: int) -> tuple[str, int, tuple[str, str] | None]:
    """What stands for the sign *found* at *place*, where the text goes on, and what is told of it."""
    if found == "<":
        return "&lt;", place + 1, ("exchange.xml.less", text[place : place + 12].split("\n")[0])
    match = _REFERENCE.match(text, place)
    if match is None:
        return "&amp;", place + 1, ("exchange.xml.ampersand", text[place : place + 12].split("\n")[0])
    if match[3] is None:
        number = int(match[1], 16) if match[1] else int(match[2])
        good = number in (9, 10, 13) or (0x20 <= number <= 0x10FFFF and not _UNREADABLE.match(chr(number)))
        return (match[0], match.end(), None) if good else ("", match.end(), ("exchange.xml.control", match[0]))
    if match[3] in _OF_XML:
        return match[0], match.end(), None
    if match[3] in _ENTITIES:
        return (
            "".join(f"&#{ord(sign)};" for sign in _ENTITIES[match[3]]),
            match.end(),
            ("exchange.xml.entity", match[0]),
        )
    return "&amp;", place + 1, ("exchange.xml.ampersand", match[0])


class _Lines:
    """The lines of a text by offset."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def of(self, offset: int) -> int:
        """The line of *offset*, counted from 1."""
        return 1 + bisect_right(self._ends, offset - 1)


class _Reader:
    """The nodes of the XML in *text*, the content of the file *path*."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text
        self._open: list[Node] = []
        self._namespaces: list[dict[str, str]] = [{}]
        self._root: Node | None = None
        self._count = 0
        self.remarks: list[Remark] = []

    def root(self) -> Node:
        """The root. Raises FileNotRead."""
        from xml.parsers import expat

        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(self._text, True)
        except expat.ExpatError as error:
            raise self._refused(error.lineno, self._fault(error.code)) from error
        assert self._root is not None
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        self._count += 1
        if len(self._open) >= MOST_DEPTH:
            raise self._refused(line, message("exchange.xml.deep", depth=MOST_DEPTH))
        if self._count > MOST_NODES or len(attributes) > MOST_ATTRIBUTES:
            raise self._refused(line, message("exchange.xml.many", nodes=MOST_NODES, attributes=MOST_ATTRIBUTES))
        declared = {key.partition(":")[2]: uri for key, uri in attributes.items() if key.split(":")[0] == "xmlns"}
        known = {**self._namespaces[-1], **declared} if declared else self._namespaces[-1]
        self._namespaces.append(known)
        prefix, colon, local = name.rpartition(":")
        if colon and prefix not in known:
            self.remarks.append(Remark(line, "exchange.xml.prefix", prefix))
        own = {key.rpartition(":")[2]: value for key, value in attributes.items() if key.split(":")[0] != "xmlns"}
        parent = self._open[-1] if self._open else None
        node = Node(local, known.get(prefix, ""), own, line, parent)
        if parent is None:
            self._root = node
        else:
            parent.children.append(node)
        self._open.append(node)

    def _end(self, name: str) -> None:
        self._open.pop()
        self._namespaces.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def _entity(self, name: str, *_: object) -> None:
        raise self._refused(self._parser.CurrentLineNumber, message("exchange.xml.own-entities", name=name))

    def _fault(self, code: int) -> Text:
        from xml.parsers.expat import errors

        number = errors.codes
        inner = self._open[-1] if self._open else None
        ended = (errors.XML_ERROR_TAG_MISMATCH, errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN)
        if inner and code in [number[one] for one in ended]:
            return message("exchange.xml.not-closed", name=inner.name, line=inner.line)
        if code in (number[errors.XML_ERROR_NO_ELEMENTS], number[errors.XML_ERROR_SYNTAX]) and self._root is None:
            return message("exchange.xml.none")
        if code == number[errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
            return message("exchange.xml.attribute-twice")
        if code == number[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]:
            return message("exchange.xml.after")
        return message("exchange.xml.faulty")

    def _refused(self, line: int, what: Text) -> FileNotRead:
        return refused(self._path, line, what)
