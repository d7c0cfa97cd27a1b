"""Decisions: what a person has said of each proposal for a document, as the review page saves it (JSON)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.core.rdf import Text
from strategigraf.files.output import os_error_text
from strategigraf.propose.claims import ROLES, SPANS

FORMAT = "strategigraf-decisions"
VERSION = 1
_ABOUT = ("amount", "date", "organisation", "sdg")


class Words(NamedTuple):
    """A quote: the words as they are read, and where they are in the text (end exclusive)."""

    exact: str
    start: int
    end: int


class Element(NamedTuple):
    """An element that was accepted: its key, kind (`Goal`), title, number and the source's own word for it ("" where
    there is none), the key of what it is part of, what the row of a timeline says of its time, and its quotes."""

    key: str
    kind: str
    title: str
    number: str
    term: str
    parent: str
    period: str
    quotes: tuple[Words, ...]


class Claim(NamedTuple):
    """What was accepted to be said of an element (its key; "" for the strategy): about, value, the quote, and what is
    meant as the reviewer has it (`year`, `lead`; None in files that do not say, "" where the text does not)."""

    about: str
    value: str
    element: str
    quote: Words
    sense: str | None = None


class Count(NamedTuple):
    """A number of elements of a kind that the text gives, with the quote."""

    kind: str
    value: int
    quote: Words


class Decisions(NamedTuple):
    """What was accepted for the document of this name and checksum, in its order; `parents` has for every proposal,
    also a rejected one, what it is part of; and how many were rejected and left undecided."""

    document: str
    sha256: str
    language: str
    elements: tuple[Element, ...]
    claims: tuple[Claim, ...]
    counts: tuple[Count, ...]
    parents: Mapping[str, str]
    rejected: int
    undecided: int


def read_decisions(path: Path) -> Decisions:
    """The decisions in the file *path*. Raises DecisionsFaulty, which says what is wrong in it."""
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = os_error_text(error)
        raise _faulty(path, Text(f"kan ikke læses: {reason.da}", f"could not be read: {reason.en}")) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _faulty(path, Text(f"kan ikke læses: {error}", f"could not be read: {error}")) from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise _faulty(path, Text("er ikke gemt af gennemgangen", "was not saved by the review page"))
    if record.get("version") != VERSION:
        raise _faulty(path, Text("er af en anden version", "is of another version"))
    try:
        return _decisions(record)
    except (KeyError, TypeError, ValueError) as error:
        what = f"{type(error).__name__} {error}"
        raise _faulty(path, Text(f"mangler noget: {what}", f"lacks something: {what}")) from error


def _decisions(record: Mapping[str, Any]) -> Decisions:
    entries = [_checked(entry) for entry in record["decisions"]]
    accepted = [entry for entry in entries if entry["decision"] == "accepted"]
    return Decisions(
        _text(record, "document"),
        _text(record, "sha256"),
        _text(record, "language"),
        tuple(_element(entry) for entry in accepted if entry["what"] == "element"),
        tuple(
            Claim(
                _one_of(entry, "about", _ABOUT),
                _text(entry, "value"),
                _text(entry, "element"),
                _words(entry)[0],
                _one_of(entry, "sense", ("", *SPANS, *ROLES)) if "sense" in entry else None,
            )
            for entry in accepted
            if entry["what"] == "claim"
        ),
        tuple(
            Count(_text(entry, "kind"), int(entry["value"]), _words(entry)[0])
            for entry in accepted
            if entry["what"] == "count"
        ),
        {_text(entry, "key"): _text(entry, "parent") for entry in entries if entry["what"] == "element"},
        sum(entry["decision"] == "rejected" for entry in entries),
        sum(entry["decision"] == "" for entry in entries),
    )


def _checked(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise TypeError(str(entry)[:60])
    _one_of(entry, "what", ("element", "claim", "count"))
    _one_of(entry, "decision", ("accepted", "rejected", ""))
    return entry


def _element(entry: Mapping[str, Any]) -> Element:
    kind = _text(entry, "kind")
    title = " ".join(_text(entry, "title").split())
    if not kind or not title:
        raise ValueError(f"kind, title: {_text(entry, 'key')}")
    number, term, parent, period = (_text(entry, name) for name in ("number", "term", "parent", "period"))
    return Element(_text(entry, "key"), kind, title, number, term, parent, period, _words(entry))


def _words(entry: Mapping[str, Any]) -> tuple[Words, ...]:
    words = tuple(Words(_text(quote, "words"), int(quote["start"]), int(quote["end"])) for quote in entry["quotes"])
    if not words:
        raise ValueError(f"quotes: {_text(entry, 'key')}")
    return words


def _text(entry: Mapping[str, Any], name: str) -> str:
    if not isinstance(entry[name], str):
        raise TypeError(name)
    return str(entry[name])


def _one_of(entry: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    if entry[name] not in choices:
        raise ValueError(f"{name}: {str(entry[name])[:60]}")
    return str(entry[name])


def _faulty(path: Path, what: Text) -> DecisionsFaulty:
    return DecisionsFaulty(
        Text(f"{path} {what.da}.", f"{path} {what.en}."),
        Text("Åbn gennemgangen, og gem beslutningerne igen.", "Open the review page, and save the decisions again."),
    )
