"""How well elements are proposed, against what people entered or read off: `python -m benchmarks.extraction`.

A proposal is right where an element of its kind is supported by a quote that its words overlap by half of the shorter;
each counts once. A parent is right where it was proposed for the parent of that element.
"""

import argparse
import csv
import resource
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import strategigraf
from strategigraf.core.rdf import RDF, SG, short
from strategigraf.files.source_text import Quoted, SourceFolder, SourceText
from strategigraf.propose.assembly import RANKS
from strategigraf.propose.profile import Profile, read_profile
from strategigraf.propose.proposals import Proposals, Source, proposals
from strategigraf.store.sparql import Store

HERE = Path(__file__).parent
PROFILES = HERE / "profiles"
_LEFT_OUT = (  # what no words of a source announce: judgements, links, and what editors divide a text into
    "Link", "Misfit", "Justification", "Section", "Announcement", "HearingResponse", "Strategy",
)  # fmt: skip


class Golden(NamedTuple):
    """An element as people have it: its kind, where its quotes are in the text, and what it is part of (by name)."""

    name: str
    kind: str
    spans: tuple[tuple[int, int], ...]
    parents: frozenset[str]


class Score(NamedTuple):
    """How many of a kind are proposed, how many there are, how many are right, and of these how many have a parent and
    how many the right one."""

    proposed: int
    golden: int
    right: int
    parents: int
    right_parents: int

    def __add__(self, other: object) -> "Score":
        assert isinstance(other, Score)
        return Score(*(a + b for a, b in zip(self, other, strict=True)))


def golden_of(store: Store, text: SourceText) -> list[Golden]:
    """What people have entered of the document *text*, in no order."""
    records = [record for record in _quotes(store) if record[6] == text.name]
    places = text.places([Quoted(record[1], record[2], record[3]) for record in records], most=1)
    spans = {
        record[0]: (place.spans[0].start, place.spans[0].end)
        for record, place in zip(records, places, strict=True)
        if place.spans
    }
    by_thing: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for thing, quote in store.rows_of("store/values", property=SG + "evidence"):
        if quote in spans:
            by_thing[thing].append(spans[quote])
    classes: dict[str, str] = {}
    for thing, cls in store.rows_in_batches("store/values-of", sorted(by_thing), "thing", property=RDF + "type"):
        if cls.startswith(SG) and cls != SG + "Element":
            classes[thing] = cls.removeprefix(SG)
    parents: dict[str, set[str]] = defaultdict(set)
    for thing, parent in store.rows_in_batches("store/values-of", sorted(by_thing), "thing", property=SG + "partOf"):
        parents[thing].add(short(parent))
    return [
        Golden(short(thing), classes[thing], tuple(found), frozenset(parents[thing]))
        for thing, found in sorted(by_thing.items())
        if classes.get(thing) and classes[thing] not in _LEFT_OUT
    ]


def _quotes(store: Store) -> Iterable[tuple[str, ...]]:
    return store.rows_of("check/quotes")


def scores(found: Proposals, golden: Sequence[Golden]) -> dict[str, Score]:
    """The score of each kind that is proposed or golden."""
    pairs = _matched(found, golden)
    golden_of_key = {key: golden[index] for key, index in pairs.items()}
    by_name = {golden[index].name: key for key, index in pairs.items()}
    result = {}
    for kind in {one.kind for one in found.elements} | {one.kind for one in golden}:
        right = [one for one in found.elements if one.kind == kind and one.key in pairs]
        with_parents = [one for one in right if golden_of_key[one.key].parents]
        right_parents = sum(
            one.parent in {by_name.get(parent) for parent in golden_of_key[one.key].parents} for one in with_parents
        )
        proposed = sum(one.kind == kind for one in found.elements)
        result[kind] = Score(
            proposed, sum(one.kind == kind for one in golden), len(right), len(with_parents), right_parents
        )
    return result


def _matched(found: Proposals, golden: Sequence[Golden]) -> dict[str, int]:
    """For the keys of proposals that are right the number of the golden element, the longest overlaps first."""
    overlaps = []
    for one in found.elements:
        for index, element in enumerate(golden):
            if element.kind == one.kind:
                best = max((_overlap(one.place.start, one.place.end, *span) for span in element.spans), default=0.0)
                if best >= 0.5:
                    overlaps.append((-best, one.place.start, one.key, index))
    pairs: dict[str, int] = {}
    taken: set[int] = set()
    for _, _, key, index in sorted(overlaps):
        if key not in pairs and index not in taken:
            pairs[key] = index
            taken.add(index)
    return pairs


def _overlap(start: int, end: int, first: int, last: int) -> float:
    """How much of the shorter span both have."""
    shared = min(end, last) - max(start, first)
    return max(0, shared) / max(1, min(end - start, last - first))


# Documents whose elements were read off: lists of kind, page and how the title begins.


def listed_golden(path: Path) -> list[tuple[str, str, str, str]]:
    """The rows of a list that a person read off: kind, page, title, title of what it is part of."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            (row["kind"], row["page"], row["title"], row["parent"]) for row in csv.DictReader(stream, delimiter="\t")
        ]


# The page.


def _line(name: str, score: Score) -> str:
    precision = score.right / score.proposed if score.proposed else None
    recall = score.right / score.golden if score.golden else None
    f1 = 2 * score.right / (score.proposed + score.golden) if score.proposed + score.golden else None
    parents = score.right_parents / score.parents if score.parents else None
    shown = [f"{value:.2f}" if value is not None else "–" for value in (precision, recall, f1, parents)]
    return f"| {name} | {score.golden} | {score.proposed} | {score.right} | {' | '.join(shown)} |"


_HEAD = "| kind | golden | proposed | right | P | R | F1 | parents |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"


def table(by_kind: dict[str, Score]) -> str:
    """A row for each kind, and all."""
    total = sum(by_kind.values(), Score(0, 0, 0, 0, 0))
    order = sorted(by_kind, key=lambda kind: (RANKS.get(kind, 9), kind))
    return "\n".join([_HEAD, *(_line(kind, by_kind[kind]) for kind in order), _line("**all**", total)])


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--details", help="the document whose errors are listed")
    options = parser.parse_args()
    folder = SourceFolder(options.sources)
    graph = strategigraf.open()
    for mode in ("general rules alone", "one profile each"):
        print(f"\n## {mode}\n")
        sums: dict[str, Score] = defaultdict(lambda: Score(0, 0, 0, 0, 0))
        for name in folder:
            golden = graph.use(lambda store, name=name: golden_of(store, folder[name]))  # type: ignore[misc]
            profile = Profile()
            path = PROFILES / f"{Path(name).stem}.toml"
            if mode != "general rules alone" and path.exists():
                profile = read_profile(path, lambda kind: kind)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            found = proposals(Source(folder[name]), profile)
            seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
            by_kind = scores(found, golden)
            for kind, score in by_kind.items():
                sums[kind] += score
            print(f"### {name} ({100 * found.covered:.0f} % covered, {seconds:.2f} s)\n\n{table(by_kind)}\n")
            if options.details == name:
                details(found, golden)
        print(f"### all\n\n{table(sums)}\n")


def details(found: Proposals, golden: Sequence[Golden]) -> None:
    """Prints what is wrong, and what is missing."""
    pairs = _matched(found, golden)
    for one in found.elements:
        if one.key not in pairs:
            print(f"WRONG   {one.kind:14} {one.style}/{one.reason} {one.quote[:90]}")
    for index, element in enumerate(golden):
        if index not in pairs.values():
            print(f"MISSING {element.kind:14} {element.name} {element.spans}")


if __name__ == "__main__":
    main()
