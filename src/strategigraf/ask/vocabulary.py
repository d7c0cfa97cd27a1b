"""What a store gives to the lexicon of questions: names, titles, the sources' own words, and what relations join.

It is kept as one file of JSON beside the index of the cache; it is made again where the index is.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from strategigraf.ask.lexicon import (
    ENDINGS,
    FILES,
    NO_STRATEGY,
    Lexicon,
    hand_written,
    plain_words,
    relations,
    title_stems,
)
from strategigraf.core.rdf import SDGO, SG, SKOS, expand, message_lines, short
from strategigraf.store.sparql import EmbeddedStore

_FILE = "asking.json"
_FORM = 10  # the form of the file


def lexicon(store: EmbeddedStore) -> Lexicon:
    """The lexicon of *store*, from the file beside its index where there is one."""
    return store.kept("asking", lambda: Lexicon(_kept(store)))


def _kept(store: EmbeddedStore) -> dict[str, list[list[str]]]:
    path = None if store.folder is None else store.folder / _FILE
    if path is not None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            found = json.loads(path.read_bytes())
            if found["form"] == [[_digest()]]:
                return found  # type: ignore[no-any-return]
    found = made(store) | {"form": [[_digest()]]}
    if path is not None:
        with suppress(OSError):
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
            fresh.replace(path)
    return found


def _digest() -> str:
    from zlib import crc32

    return f"{_FORM}-{crc32(repr([message_lines(name) for name in (*FILES, 'relations')]).encode()):x}"


def made(store: EmbeddedStore) -> dict[str, list[list[str]]]:
    """What *store* has for the lexicon, as it is kept."""
    things: dict[str, list[str]] = {}
    for iri, kind, strategy, term, label, language in store.rows_of("ask/named"):
        name = short(iri)
        kind = _short_kind(kind)
        row = things.setdefault(name, [name, kind, short(strategy) if strategy else "", "", "", _number(name), term])
        if language in ("da", "en"):
            row[3 if language == "da" else 4] = label
    for iri, kind, label, language in store.rows_of("ask/concepts"):
        row = things.setdefault(short(iri), [short(iri), _short_kind(kind), "", "", "", "", ""])
        row[3 if language == "da" else 4] = label
    strategies: dict[str, list[str]] = {}
    for strategy, title, owner, _, start, end in store.rows_of("ask/owners"):
        row = strategies.setdefault(
            short(strategy), [short(strategy), "", "", short(owner) if owner else "", start, end, ""]
        )
        named = things.get(short(strategy))
        row[1], row[2] = (named[3], named[4]) if named else (title, title)
    for (draft,) in store.rows_of("ask/drafts"):
        strategies[short(draft)][6] = "1"
    names, titles = _names(things.values())
    known = {"*", *strategies, *things}
    written = [phrase for phrase in hand_written() if phrase.sort != "name" or phrase.value in known]
    return {
        "things": list(things.values()),
        "strategies": list(strategies.values()),
        "pairs": list(_pairs(store)),
        "dated": [
            [_short_kind(kind), short(strategy) if strategy else ""] for kind, strategy in store.rows_of("ask/dated")
        ],
        "phrases": [[" ".join(phrase.words), *phrase[1:]] for phrase in written] + names,
        "titles": [[key, *sorted(things_called)] for key, things_called in titles.items()],
    }


def _kind(iri: str) -> bool:
    return iri.startswith((SG, SDGO, expand("org:"), SKOS))


def _short_kind(iri: str) -> str:
    return iri.replace(SG, "sg:").replace(SDGO, "sdgo:").replace(expand("org:"), "org:")


def _number(name: str) -> str:
    """The number in the short *name*: `8-1` of `slug/indsats-8-1`, `10.3` of a target."""
    last = name.rsplit("/", 1)[-1]
    match = re.search(r"(?:^|-)((?:\d+(?:-[a-z\d]{1,2})?|\d+(?:\.[\da-d]+)?))$", last)
    return match[1] if match else ""


def _names(things: Iterable[list[str]]) -> tuple[list[list[str]], dict[str, set[str]]]:
    names: list[list[str]] = []
    titles: dict[str, set[str]] = {}
    for name, kind, _, danish, english, *_ in things:
        for language, title in (("da", danish), ("en", english)):
            words = plain_words(title)
            if not words:
                continue
            if kind in ("org:Organization", "sg:Strategy"):
                short_words = plain_words(re.split(r"[,(]", title)[0])
                for form in {words, short_words, words[1:] if words[0] == "the" else words}:
                    for variant in (form, (*form[:-1], form[-1] + "s")):
                        names.append([" ".join(variant), "name", name, language])
            elif kind.startswith("sg:") and kind[3:4].islower():
                names.append([" ".join(words), "value", f"{kind} {name}", language])
            else:
                titles.setdefault(" ".join(title_stems(words)), set()).add(name)
    known = {phrase.words for phrase in hand_written() if phrase.sort == "kind"}
    for kind, term in {(row[1], row[6]) for row in things if row[6]}:
        if kind == "sg:TimelineEntry":
            continue
        for written in {term, *(term + ending for ending in ENDINGS["r" if term.endswith("e") else "er"].split(" "))}:
            if plain_words(written) not in known:
                names.append([written.casefold(), "kind", f"{kind}={term}", "da"])
    return names, titles


def _pairs(store: EmbeddedStore) -> Iterator[list[str]]:
    for relation in relations().values():
        found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        for one, other, first, second in store.rows(relation.ends()):
            if all(_kind(kind) for kind in (one, other)):
                key = (
                    _short_kind(one),
                    f"sg:{relation.name}" if other.endswith("core#Concept") else _short_kind(other),
                )
                ones, others = found.setdefault(key, (set(), set()))
                ones.add(short(first) if first else NO_STRATEGY)
                others.add(short(second) if second else NO_STRATEGY)
        for (one, other), (ones, others) in sorted(found.items()):
            yield [relation.name, one, other, " ".join(sorted(ones)), " ".join(sorted(others))]
