"""How well elements are proposed, against what people entered or read off: `python -m benchmarks.extraction`.

A proposal is right where an element of its kind is supported by a quote that its words overlap by half of the shorter;
each counts once. A parent is right where it was proposed for the parent of that element.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import strategigraf
from benchmarks.printed_plans import PLANS, marked, pages_by_poppler, pages_of, printed
from strategigraf.core.rdf import RDF, SG, short
from strategigraf.files.source_text import Quoted, SourceFolder, SourceText
from strategigraf.propose.assembly import RANKS
from strategigraf.propose.profile import NO_PROFILE, read_profile
from strategigraf.propose.proposals import Proposals, Source, proposals
from strategigraf.propose.words import tokens
from strategigraf.read.reading import read_file
from strategigraf.store.sparql import Store

HERE = Path(__file__).parent
PROFILES, GOLDEN = HERE / "profiles", HERE / "golden"
_LEFT_OUT = (  # what no words of a source announce (judgements, links, what editors divide a text into), and what is
    # said of an element
    "Measurement", "StatusUpdate",
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


class Listed(NamedTuple):
    """An element as a person read it off: kind, number and page as printed, how its title begins, and the title that
    it is part of."""

    kind: str
    number: str
    page: str
    title: str
    parent: str


class PdfScore(NamedTuple):
    """What was proposed for a PDF against its list: the score of each kind, and of what is right how many have the
    right page and how many words that are found in the text as they are quoted."""

    by_kind: dict[str, Score]
    right: int
    right_pages: int
    exact: int
    proposed: int


def listed(path: Path) -> list[Listed]:
    """The rows of the list *path*."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [Listed(**row) for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]


def pdf_score(text: SourceText, found: Proposals, golden: Sequence[Listed]) -> PdfScore:
    """How *found* in *text* compares with *golden*: a proposal is right where one of its kind begins with its words."""
    pairs: dict[str, Listed] = {}
    left = list(golden)
    for one in found.elements:
        wanted = [row for row in left if row.kind == one.kind and _begins(one.title, row.title)]
        best = next((row for row in wanted if row.page in one.place.page), wanted[0] if wanted else None)
        if best is not None:
            pairs[one.key] = best
            left.remove(best)
    by_title = {row.title: key for key, row in pairs.items()}
    by_kind = {}
    for kind in {one.kind for one in found.elements} | {row.kind for row in golden}:
        right = [one for one in found.elements if one.kind == kind and one.key in pairs]
        with_parents = [one for one in right if pairs[one.key].parent]
        parents = sum(one.parent == by_title.get(pairs[one.key].parent) for one in with_parents)
        proposed = sum(one.kind == kind for one in found.elements)
        of_kind = sum(row.kind == kind for row in golden)
        by_kind[kind] = Score(proposed, of_kind, len(right), len(with_parents), parents)
    right_pages = sum(pairs[one.key].page in one.place.page.split("–") for one in found.elements if one.key in pairs)
    exact = sum(bool(text.spans(one.quote)) for one in found.elements)
    return PdfScore(by_kind, len(pairs), right_pages, exact, len(found.elements))


def _begins(title: str, beginning: str) -> bool:
    mine, wanted = tokens(title), tokens(beginning)
    return mine[: len(wanted)] == wanted or wanted[: len(mine)] == mine


# The page.


def _line(name: str, score: Score) -> str:
    precision = score.right / score.proposed if score.proposed else None
    recall = score.right / score.golden if score.golden else None
    f1 = 2 * score.right / (score.proposed + score.golden) if score.proposed + score.golden else None
    parents = score.right_parents / score.parents if score.parents else None
    shown = [f"{value:.2f}" if value is not None else "–" for value in (precision, recall, f1, parents)]
    return f"| {name} | {score.golden} | {score.proposed} | {score.right} | {' | '.join(shown)} |"


_HEAD = "| kind | golden | proposed | right | P | R | F1 | parents |\n| --- |" + " ---: |" * 7


def table(by_kind: dict[str, Score]) -> str:
    """A row for each kind, and all."""
    total = sum(by_kind.values(), Score(0, 0, 0, 0, 0))
    order = sorted(by_kind, key=lambda kind: (RANKS.get(kind, 9), kind))
    return "\n".join([_HEAD, *(_line(kind, by_kind[kind]) for kind in order), _line("**all**", total)])


_TITLE = """# How well elements are proposed

Made by `python -m benchmarks.extraction --sources FOLDER --pdf FOLDER -o docs/extraction.md` (which needs Chromium,
LibreOffice and Poppler for the invented plans); the figures are those of the last run. P is how much of what is
proposed is right, R how much of what there is was proposed, F1 their harmonic mean, *parents* how many of the right
ones are part of the right element.

The five Danish sources are transcripts in Markdown; golden is what people entered from them (`data/strategies/`). A
proposal is right where an element of its kind has a quote that its words overlap by half of the shorter. Kinds that no
words of a source announce (links, justifications, discrepancies, sections of a table of contents) are not counted, nor
are measurements and status updates, which are said of an element;
those that an editor chooses from running text (premises, foundations) are, though rules can hardly find them.

The two public PDFs are read by `strategigraf read`; golden are lists that were read off them (`benchmarks/golden/`).
A proposal is right where one of its kind begins with the words of the list.

The rules were made on those seven. The invented plans (`benchmarks/plans/`) have other conventions: numbers without
labels, letters, numbers in words, goals in boxes, columns, tables with rules between rows only, lists without numbers,
a result contract, contents, running heads, notes, Word. Their elements were marked before anything was proposed for
them. Those under `seen/` were looked at while rules were changed; those under `unseen/` were only measured, so that
they say how other plans would fare, as far as plans that one invents can say it.
"""


def main() -> None:
    """Measures, and writes the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sources", type=Path, required=True, help="the folder of the five sources")
    parser.add_argument("--pdf", type=Path, help="the folder of the two PDFs")
    parser.add_argument("--details", help="the document whose errors are listed")
    parser.add_argument("-o", "--output", type=Path, help="the page to write")
    options = parser.parse_args()
    page = "\n".join(
        [
            _TITLE,
            *_of_sources(options.sources, options.details),
            *(_of_pdfs(options.pdf) if options.pdf else []),
            *_of_invented_plans(),
        ]
    )
    if options.output:
        options.output.write_text(page + "\n", encoding="utf-8")
    else:
        print(page)


def _of_sources(sources: Path, detailed: str | None) -> Iterator[str]:
    folder = SourceFolder(sources)
    graph = strategigraf.open()
    for title, with_profiles in (("The general rules alone", False), ("One profile each", True)):
        sums: dict[str, Score] = defaultdict(lambda: Score(0, 0, 0, 0, 0))
        pages = []
        for name in folder:
            golden = graph.use(partial(golden_of, text=folder[name]))
            path = PROFILES / f"{Path(name).stem}.toml"
            profile = read_profile(path, str) if with_profiles and path.exists() else NO_PROFILE
            found = proposals(Source(folder[name]), profile)
            by_kind = scores(found, golden)
            for kind, score in by_kind.items():
                sums[kind] += score
            pages += [
                f"### {Path(name).stem}\n",
                f"{100 * found.covered:.0f} % of the text is quoted.\n",
                table(by_kind),
                "",
            ]
            if detailed == name:
                details(found, golden)
        yield f"## {title}\n"
        yield f"### All five\n\n{table(sums)}\n"
        yield from pages


def _of_pdfs(folder: Path) -> Iterator[str]:
    yield "## Two public PDFs, the general rules alone\n"
    for path in sorted(GOLDEN.glob("*.tsv")):
        found, score = _measured(folder / f"{path.stem}.pdf", listed(path))
        yield f"### {path.stem}\n\n{table(score.by_kind)}\n"
        yield (
            f"Quotes found in the text: {score.exact} of {score.proposed}. Right pages: {score.right_pages} of"
            f" {score.right}. Quoted: {100 * found.covered:.0f} % of the text.\n"
        )
        yield from (f"- the text says {one.value} ({one.kind}), found {one.found}" for one in found.counts)
        yield ""


def _measured(path: Path, golden: Sequence[Listed]) -> tuple[Proposals, PdfScore]:
    """What is proposed for the file *path*, and how it compares with *golden*."""
    layout = read_file(path)
    text = SourceText(path.name, layout.text, layout.origin.sha256, layout)
    found = proposals(Source(text))
    return found, pdf_score(text, found, golden)


def _of_invented_plans() -> Iterator[str]:
    yield "## Invented plans, the general rules alone\n"
    for kind, said in (("seen", "Looked at while rules were changed"), ("unseen", "Only measured")):
        yield f"### {said}\n\n{_PLANS_HEAD}"
        sums: dict[str, Score] = defaultdict(lambda: Score(0, 0, 0, 0, 0))
        with TemporaryDirectory() as folder:
            for page in sorted((PLANS / kind).glob("*.html")):
                for path in printed(page, Path(folder)):
                    found, score = _measured(path, _listed(page, path))
                    yield _plan_line(path.name, found, score)
                    for name, of_kind in score.by_kind.items():
                        sums[name] += of_kind
        yield f"\n{table(sums)}\n"


_PLANS_HEAD = """| plan | golden | proposed | right | P | R | parents | quotes | pages | stated numbers (found) |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"""


def _listed(page: Path, path: Path) -> list[Listed]:
    """The marked elements of the plan *page*, with the pages of the file *path* that they are on, where it has any."""
    pages = pages_by_poppler(path) if path.suffix == ".pdf" else []
    return [
        Listed(one.kind, one.number, "".join(pages_of(one.title, pages)[:1]), one.title, one.parent)
        for one in marked(page)
    ]


def _plan_line(name: str, found: Proposals, score: PdfScore) -> str:
    total = sum(score.by_kind.values(), Score(0, 0, 0, 0, 0))
    counts = ", ".join(f"{one.value} {one.kind} ({one.found})" for one in found.counts)
    pages = f"{score.right_pages}/{score.right}" if name.endswith(".pdf") else "–"
    shown = [
        f"{total.right / total.proposed:.2f}" if total.proposed else "–",
        f"{total.right / total.golden:.2f}",
        f"{total.right_parents}/{total.parents}",
        f"{score.exact}/{score.proposed}",
        pages,
        counts or "–",
    ]
    return f"| {name} | {total.golden} | {total.proposed} | {total.right} | {' | '.join(shown)} |"


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
