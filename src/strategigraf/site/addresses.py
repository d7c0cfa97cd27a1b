"""Addresses: where the page of a thing is, and how one page leads to another, on any host and from a folder."""

import re
from typing import NamedTuple

from strategigraf.core.rdf import SDG, Text, of_data, short

_SAFE = re.compile(r"[^A-Za-z0-9._~-]")
_LONGEST = 120  # signs of a part of a path that any file system takes


class Ref(NamedTuple):
    """What leads to a page: its path ("" where there is none), the anchor on it, what it is (its type, or its type and
    number), its title, and a word on it."""

    path: str
    anchor: str
    kind: Text
    title: Text
    note: Text = Text("", "")
    thing: str = ""


def segment(name: str) -> str:
    """*name* as a part of a path: plain letters and digits stay, all else is written as `%XX` in UTF-8."""
    plain = _SAFE.sub(lambda match: "".join(f"={byte:02X}" for byte in match[0].encode("utf-8")), name)
    if not plain.strip("."):
        return plain.replace(".", "=2E")
    if len(plain) > _LONGEST:
        from hashlib import blake2b

        plain = f"{plain[: _LONGEST - 17]}-{blake2b(name.encode(), digest_size=8).hexdigest()}"
    return plain


def path_of(thing: str) -> str:
    """The path of the page of *thing* (an IRI): `id/STRATEGY/NAME` of data, `sdg/10.3` of the register; "" of all
    else, which has no page."""
    if thing.startswith(SDG):
        return f"sdg/{segment(thing.removeprefix(SDG))}"
    return "id/" + "/".join(map(segment, short(thing).split("/"))) if of_data(thing) else ""


def anchor_of(thing: str) -> str:
    """The anchor of *thing* (an IRI) on a page: the last parts of its name."""
    return "-".join(map(segment, short(thing).split("/")))


def href(source: str, target: str, ending: str = ".html", anchor: str = "") -> str:
    """What leads from the page *source* to *target* (both paths without ending): relative, so that it holds on any
    host and from a folder."""
    if source == target and anchor and ending == ".html":
        return f"#{anchor}"
    here, there = source.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) + ending + (f"#{anchor}" if anchor else "")
