"""The answer of `rebase` (JSON), as changes of one's own data: quotes move to the words of a new edition."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from strategigraf.accept.changes import Change, Pair
from strategigraf.accept.decisions import Conflict, Decided, Wish
from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.api.graph import Graph
from strategigraf.core.rdf import OA, SG, Iri, Literal, Text, message, short
from strategigraf.files.turtle import read
from strategigraf.store.sparql import EmbeddedStore

_HEAD = 200  # characters of a file in which the report is named
_PART = "values"
_VERBS = frozenset(
    (OA + "exact", OA + "prefix", OA + "suffix", SG + "section", SG + "sourcePage", SG + "sha256", SG + "textFile")
)


def takes(path: Path) -> bool:
    """Whether the file *path* looks like an answer of `rebase`."""
    try:
        return (
            path.suffix == ".json"
            and '"report": "rebase"' in path.read_text(encoding="utf-8-sig", errors="replace")[:_HEAD]
        )
    except OSError:
        return False


def decided(graph: Graph, store: EmbeddedStore, path: Path, wish: Wish) -> Decided:
    """The values in *path* in place of those of the data; what says so already stays. Other words than before are a
    conflict: a person has to say whether they mean the same. Raises DecisionsFaulty, TurtleSyntax."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for thing, of_thing, value in _rows(path):
        wanted[thing][of_thing] = value
    changes: list[Change] = []
    for file in sorted(graph.workspace.data.rglob("*.ttl")):
        present: dict[str, list[Pair]] = defaultdict(list)
        for subject, verb, target in read(file).statements:
            if isinstance(subject, Iri) and isinstance(verb, Iri) and subject.value in wanted:
                present[subject.value].append((verb, target))
        changes += [
            change for thing, pairs in present.items() if (change := _change(file, thing, pairs, wanted.pop(thing)))
        ]
    notes = (message("accept.rebased.unknown", number=len(wanted)),) if wanted else ()
    reworded = {change: words for change in changes if (words := _reworded(change))}
    if wish.prefer == "data":
        return Decided(tuple(change for change in changes if change not in reworded), notes=notes)
    conflicts = [
        Conflict(
            short(change.subject), change.subject, message("accept.rebased.words"), old, new, old, str(change.path)
        )
        for change, (old, new) in reworded.items()
    ]
    return Decided(tuple(changes), conflicts=() if wish.prefer else tuple(conflicts), notes=notes)


def _reworded(change: Change) -> tuple[str, str] | None:
    """The words of a quote before and after *change*; None where they stay."""
    exact = OA + "exact"
    before, after = (
        next((target.value for verb, target in pairs if verb.value == exact), None)
        for pairs in (change.removes, change.adds)
    )
    return None if before is None or after is None else (before, after)


def _change(file: Path, thing: str, present: list[Pair], values: dict[str, str]) -> Change | None:
    """What becomes of *thing*; None where it says all of *values* already."""
    after = [(Iri(verb), Literal(value)) for verb, value in values.items() if value]
    before = [pair for pair in present if pair[0].value in values]
    adds = tuple(pair for pair in after if pair not in before)
    removes = tuple(pair for pair in before if pair not in after)
    return Change(file, thing, adds, removes) if adds or removes else None


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """Thing, property and value of each row."""
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
        (rows,) = [part["rows"] for part in record["parts"] if part["name"] == _PART]
        for row in rows:
            thing, verb, value = row["thing"]["id"], row["what"]["id"], row["value"]
            if not isinstance(thing, str) or verb not in _VERBS or not isinstance(value, str):
                raise ValueError(f"{thing} {verb}")
            yield thing, verb, value
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DecisionsFaulty(
            Text(f"{path} kan ikke bruges: {error}.", f"{path} cannot be used: {error}."),
            Text(
                "Lav den igen med »strategigraf rebase GAMMEL NY --format json -o FIL«.",
                "Make it again with “strategigraf rebase OLD NEW --format json -o FILE”.",
            ),
        ) from error
