"""Terms, IRIs and namespaces of RDF, texts in Danish and English and the files that have them, and the natural order of
names.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, Never, TypeVar

# A text in Danish and English.

LANGUAGES = ("da", "en")


class Text(NamedTuple):
    """One statement in both languages of the project."""

    da: str
    en: str

    def in_language(self, language: str) -> str:
        """The wording in *language* ("da" or "en"); Danish for anything else."""
        return self.en if language == "en" else self.da


def quoted(text: str, language: str) -> str:
    """*text* in the quotation marks of *language*."""
    return f"“{text}”" if language == "en" else f"»{text}«"


def joined(texts: Iterable[Text], between: str) -> Text:
    """*texts* as one, with *between* them."""
    listed = list(texts)
    return Text(between.join(text.da for text in listed), between.join(text.en for text in listed))


# Texts of the data files in `messages/`.

_MESSAGES = Path(__file__).parents[1] / "messages"
_TEXTS_HEADER = b"key\tda\ten\n"
_VALUE = re.compile(r"\{(\w+(?:\|[^{}|]+\|[^{}|]+)?)\}")
_COLUMN = re.compile(r"`(\w+)`")


def message_lines(name: str) -> list[list[str]]:
    """The fields of each line of `messages/NAME.tsv`, without its header line."""
    lines = (_MESSAGES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


@cache
def texts(name: str) -> dict[str, Text]:
    """The texts of `messages/NAME.tsv` in Danish and English, by key; `columns` has the titles of columns."""
    return {key: Text(danish, english) for key, danish, english in message_lines(name)}


def column_title(name: str, language: str) -> str:
    """The title of the column *name* in *language*: that of `messages/columns.tsv`, else the one that the texts of a
    capability give it (`column.NAME`), else its name."""
    title = texts("columns").get(name) or own_columns().get(name)
    return title.in_language(language) if title else name.replace("_", " ")


@cache
def own_columns() -> dict[str, Text]:
    """The titles of columns that the texts of capabilities give (`column.NAME`), by column."""
    contents = [(path.stem, path.read_bytes()) for path in sorted(_MESSAGES.glob("*.tsv"))]
    files = [name for name, content in contents if content.startswith(_TEXTS_HEADER) and b"\ncolumn." in content]
    titles = [pair for name in files for pair in texts(name).items()]
    return {key.removeprefix("column."): title for key, title in titles if key.startswith("column.")}


def message(key: str, **values: object) -> Text:
    """The text *key* (`hearing.sums.title` is `sums.title` in `messages/hearing.tsv`), each name in braces replaced by
    the one of *values* that has it (a Text in its language), each column in backquotes (`` `count` ``) called as its
    heading is, in quotation marks."""
    return filled(_template(key), **values)


def filled(text: Text, **values: object) -> Text:
    """*text* with each name in braces replaced by the one of *values* that has it (a Text in its language), and each
    name with two words (`{files|file|files}`) by the first where that value is 1, else the second."""
    if "{" not in text.da:
        return text
    danish = {name: value.da if isinstance(value, Text) else value for name, value in values.items()}
    english = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
    return Text(_filled(text.da, danish), _filled(text.en, english))


def _filled(text: str, values: Mapping[str, object]) -> str:
    pieces = _pieces(text)
    if len(pieces) == 1:
        return text
    return "".join([_value(piece, values) if place % 2 else piece for place, piece in enumerate(pieces)])


def _value(piece: str, values: Mapping[str, object]) -> str:
    name, *forms = piece.split("|")
    return str(values[name]) if not forms else forms[str(values[name]) != "1"]


@cache
def _pieces(text: str) -> list[str]:
    """*text* around the names in braces, and these in between."""
    return _VALUE.split(text)


@cache
def _template(key: str) -> Text:
    name, _, rest = key.partition(".")
    return named(texts(name)[rest])


def named(sentence: Text) -> Text:
    """*sentence* with each column that it names in backquotes (`` `count` ``) called as its heading is, in quotation
    marks."""
    return Text(
        *(
            _COLUMN.sub(lambda match, code=code: quoted(column_title(match[1], code), code), sentence.in_language(code))  # type: ignore[misc]
            for code in LANGUAGES
        )
    )


Key = TypeVar("Key", bound=Hashable)


class Labels(Mapping[Key, Text]):
    """The texts of things, each read when it is asked for: `PREFIX.KEY` of each of *keys* (`common.basis.stated` is
    that of `stated` in `Labels("common.basis", BASES)`), or `PREFIX.NAME` of those that have a name."""

    def __init__(self, prefix: str, keys: Iterable[Key] | Mapping[Key, str]) -> None:
        names = keys if isinstance(keys, Mapping) else {key: str(key) for key in keys}
        self.messages = {key: f"{prefix}.{name}" for key, name in names.items()}

    def __getitem__(self, key: Key) -> Text:
        """The text of *key*, the names in braces as they are."""
        return _template(self.messages[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self.messages)

    def __len__(self) -> int:
        return len(self.messages)


# IRIs.

# Patterns that few commands need are compiled when they are first used.
_WRITABLE = r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*"""  # in a query between < and >
_PLAIN = r"https?://[a-z0-9.-]+/[A-Za-z0-9._/-]*(?:#[A-Za-z0-9._/-]*)?"  # has no fault, as nearly all
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:"
_AUTHORITY = r"//([^/?#]*)"
_HOST = r"[^:]*(?::[0-9]*)?"
_BAD = (
    r"""[\x00-\x20\x7f-\xa0<>"{}|\\^`\[\]\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff"""
    r"""\ufdd0-\ufdef\ufeff\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]|%(?![0-9A-Fa-f]{2})"""
)


def iri_fault(text: str) -> Text | None:
    """What keeps *text* from being a full IRI, as the end of a sentence; None where it is one.

    Blanks and signs that cannot be seen are faults too where RFC 3987 would let them pass.
    """
    if re.fullmatch(_PLAIN, text):
        return None
    if not re.match(_SCHEME, text):
        return Text("er ikke en fuld IRI", "is not a full IRI")
    hierarchical_part = text.partition(":")[2]
    if bad_sign := re.search(_BAD, text):
        return _sign(bad_sign[0])
    if text.count("#") > 1:
        return _sign("#")
    if authority := re.match(_AUTHORITY, hierarchical_part):
        user, _, host = authority[1].rpartition("@")
        if "@" in user or not re.fullmatch(_HOST, host):
            return Text("har en vært, der ikke kan læses", "has a host that could not be read")
    if not text.isascii() and any(ord(sign) > 0xFFFF and ord(sign) & 0xFFFE == 0xFFFE for sign in text):
        return Text("har et tegn, som ikke findes", "has a character that does not exist")
    return None


def _sign(sign: str) -> Text:
    shown = unseen(sign)
    return Text(
        f"har et tegn, som en IRI ikke kan have: »{shown}«", f"has a character that an IRI cannot have: “{shown}”"
    )


def iri_list(things: Iterable[str]) -> str:
    """*things* as SPARQL writes a list of IRIs; what is none (text where data should have an IRI) is left out."""
    return " ".join(f"<{thing}>" for thing in things if re.fullmatch(_WRITABLE, thing))


def unseen(text: str) -> str:
    """*text* with each sign that cannot be seen as `\\xNN`, `\\uNNNN` or `\\UNNNNNNNN`."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode() for sign in text
    )


# The namespaces of the graph, and short names for IRIs.

BASE = "https://w3id.org/strategigraf/"
SG = BASE + "ns#"
SGSH = BASE + "shapes#"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
SDG = "http://metadata.un.org/sdg/"
SDGO = "http://metadata.un.org/sdg/ontology#"
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "documents": ID + "documents/",
    "fabio": "http://purl.org/spar/fabio/",
    "id": ID,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "organisations": ID + "organisations/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sdg": SDG,
    "sdgo": SDGO,
    "sg": SG,
    "sgsh": SGSH,
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "texts": ID + "sdg/",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
SKOS = PREFIXES["skos"]
OA = PREFIXES["oa"]
DCTERMS = PREFIXES["dcterms"]
PROV = PREFIXES["prov"]
OWL = PREFIXES["owl"]


DECLARED = PREFIXES | {  # for a query, where it does not declare them itself
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "policy": ID + "policy/",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
    "void": "http://rdfs.org/ns/void#",
}
PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")  # a name for a namespace, of plain letters
_LOCAL = re.compile(r"(?:[A-Za-z0-9_:][A-Za-z0-9_.:-]*)?(?<!\.)")  # the rest of a prefixed name, likewise
_LOCAL_SIGNS = re.compile(r"[~!$&'(),;=*+/?#@%]")  # what it has with a backslash before it


def prefixed(iri: str, prefixes: Mapping[str, str]) -> str:
    """*iri* as SPARQL and Turtle write it: a name by the longest of the namespaces in *prefixes* (by prefix) where that
    can write it, else in full between angle brackets."""
    fitting = [prefix for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    for prefix in sorted(fitting, key=lambda prefix: -len(prefixes[prefix])):
        local = iri[len(prefixes[prefix]) :]
        if _LOCAL.fullmatch(_LOCAL_SIGNS.sub("_", local)):
            escaped = _LOCAL_SIGNS.sub(lambda sign: "\\" + sign[0], local)
            return f"{prefix}:{escaped}"
    return f"<{iri}>"


_bases: tuple[str, ...] = (ID,)  # below which data lie: ours and those of workspaces, longest first (decision 51)
_base_by_slug: dict[str, str] = {}  # of the strategies of the workspace in use


def know_base(base: str, slugs: Iterable[str] = ()) -> None:
    """From now on *base* is a namespace of data like ours, and the short names of the strategies *slugs* (and of what
    is in them) are of IRIs below it. What was said of the slugs of another workspace holds no longer."""
    global _bases
    if base not in _bases:
        _bases = tuple(sorted((*_bases, base), key=len, reverse=True))
    _base_by_slug.clear()
    if base != ID:
        _base_by_slug.update(dict.fromkeys(slugs, base))


def of_data(iri: str) -> bool:
    """Whether *iri* lies below a namespace of data: that of a thing which data describe."""
    return iri.startswith(_bases)


def short(iri: str) -> str:
    """The readable name of *iri*: `slug/local` below a namespace of data, `10.3` for a target of the UN, else a
    prefixed name where a prefix is known, else the IRI itself."""
    if iri.startswith(_bases):
        return iri[len(next(filter(iri.startswith, _bases))) :]
    if iri.startswith(SDG) and "#" not in iri:
        return iri[len(SDG) :]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """The IRI that *name* abbreviates: the inverse of `short`; a full IRI is returned as it is. What is shared by
    strategies (`documents/NAME`) may lie below another base as well: `expansions`."""
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    base = _base_by_slug.get(name.partition("/")[0], ID)
    if base == ID and "/" not in name and name[:1].isdigit():
        return SDG + name
    return base + name


def expansions(name: str) -> list[str]:
    """The IRIs that *name* may abbreviate, the likeliest first: below each namespace of data where it is the name of
    something there."""
    first = expand(name)
    return [first, *(base + name for base in _bases if of_data(first) and base + name != first and name != first)]


# Natural order.

LAST = "\U0010ffff"
_DIGITS = re.compile(r"([0-9]+)")


def natural(name: str) -> list[str | int]:
    """A sort key in which the runs of digits in *name* count as numbers; a number sorts after text.

    Text and numbers take turns in it; where *name* starts with a number, the text before that is `LAST`.
    """
    key: list[str | int] = [*_DIGITS.split(name)]
    for index in range(1, len(key), 2):
        key[index] = int(key[index])
    if not key[0] and name:
        key[0] = LAST
    return key


def in_natural_order(names: Collection[str]) -> list[str]:
    """*names* in the order of `natural`; what all begin with is not looked at again and again."""
    first, last = min(names, default=""), max(names, default="")
    same = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    same = len(first[:same].rstrip("0123456789"))
    if not same:
        return sorted(names, key=natural)

    def key(name: str) -> list[str | int]:
        pieces: list[str | int] = [*_DIGITS.split(name[same:])]
        pieces[1::2] = map(int, pieces[1::2])
        return pieces

    return sorted(names, key=key)


# RDF terms as plain values, so that no answer depends on the library that computed it.

BLANK = "_:"  # what the name of a blank node stands behind
XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class _Frozen:
    """A value of named parts that cannot be changed; written out, since every command would wait for it to be made."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name}")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name}")

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({parts})"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)


_set = object.__setattr__


class _Node(_Frozen):
    __slots__ = ("value",)
    __match_args__ = ("value",)
    value: str

    def __init__(self, value: str) -> None:
        _set(self, "value", value)

    def __eq__(self, other: object) -> bool:
        return self.value == other.value if isinstance(other, _Node) and type(other) is type(self) else False

    def __hash__(self) -> int:
        return hash(self.value)


class Iri(_Node):
    """An IRI."""

    __slots__ = ()


class Blank(_Node):
    """A blank node, by its label."""

    __slots__ = ()


class Literal(_Frozen):
    """A literal: its lexical form, its datatype and, for `rdf:langString`, its language."""

    __slots__ = ("datatype", "language", "value")
    __match_args__ = ("value", "datatype", "language")
    value: str
    datatype: str
    language: str

    def __init__(self, value: str, datatype: str = XSD_STRING, language: str = "") -> None:
        _set(self, "value", value)
        _set(self, "datatype", datatype)
        _set(self, "language", language)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Literal)
            and self.value == other.value
            and self.datatype == other.datatype
            and self.language == other.language
        )

    def __hash__(self) -> int:
        return hash((self.value, self.datatype, self.language))


Term = Iri | Blank | Literal
