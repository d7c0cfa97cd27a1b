"""What an IRI may look like (RFC 3987), and texts with signs that cannot be seen."""

import re
from collections.abc import Iterable, Iterator, Sequence

from strategigraf.values.text import Text

_BATCH = 300
_WRITABLE = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*""")  # in a query between < and >
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AUTHORITY = re.compile(r"//([^/?#]*)")
_HOST = re.compile(r"[^:]*(?::[0-9]*)?")
_BAD = re.compile(
    r"""[\x00-\x20\x7f-\xa0<>"{}|\\^`\[\]\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff"""
    r"""\ufdd0-\ufdef\ufeff\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]|%(?![0-9A-Fa-f]{2})"""
)


def iri_fault(text: str) -> Text | None:
    """What keeps *text* from being a full IRI, as the end of a sentence; None where it is one.

    Blanks and signs that cannot be seen are faults too where RFC 3987 would let them pass.
    """
    if not _SCHEME.match(text):
        return Text("er ingen fuld IRI", "is no full IRI")
    rest = text.partition(":")[2]
    if bad := _BAD.search(text):
        return _sign(bad[0])
    if text.count("#") > 1:
        return _sign("#")
    if authority := _AUTHORITY.match(rest):
        user, _, host = authority[1].rpartition("@")
        if "@" in user or not _HOST.fullmatch(host):
            return Text("har en vært, der ikke kan læses", "has a host that does not read")
    if any(ord(sign) > 0xFFFF and ord(sign) & 0xFFFE == 0xFFFE for sign in text):
        return Text("har et tegn, som ikke findes", "has a sign that does not exist")
    return None


def _sign(sign: str) -> Text:
    shown = unseen(sign)
    return Text(f"har et tegn, som en IRI ikke kan have: “{shown}”", f"has a sign that no IRI can have: “{shown}”")


def iri_list(things: Iterable[str]) -> str:
    """*things* as SPARQL writes a list of IRIs; what is none (text where data should have an IRI) is left out."""
    return " ".join(f"<{thing}>" for thing in things if _WRITABLE.fullmatch(thing))


def iri_batches(things: Sequence[str]) -> Iterator[str]:
    """*things* as lists of IRIs, some hundred in each: an engine takes no endless list."""
    for start in range(0, len(things), _BATCH):
        yield iri_list(things[start : start + _BATCH])


def unseen(text: str) -> str:
    """*text* with each sign that cannot be seen as `\\xNN`, `\\uNNNN` or `\\UNNNNNNNN`."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode() for sign in text
    )
