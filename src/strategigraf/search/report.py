"""What is found for words: the texts that have all of them, each with its place; and the answer to `search`."""

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.errors import WrongValue, nearest
from strategigraf.core.rdf import LANGUAGES, SG, Iri, Literal, Text, joined, message, natural, quoted, short
from strategigraf.core.report import Coded, Col, Report, coded, count, part
from strategigraf.core.text import revealed, stem
from strategigraf.files.source_text import SourceFolder
from strategigraf.search.index import FIELDS, PASSAGE, QUOTE, Entry, WordIndex, word_index
from strategigraf.search.words import PART, Marked, Wanted, marked, plain, wanted, words_of
from strategigraf.store.lookup import classes_of
from strategigraf.store.names import Kind, Names, classes_of_kind, find_kind, names, strategies_named
from strategigraf.store.sparql import EmbeddedStore, Store

MOST_WORDS = 100
_SCALE = 6  # decimals of a score that count
_NEAR = 3  # words that are offered for one that stands nowhere


class Place(NamedTuple):
    """Where a text stands: the things that say it or rest on it, elements before links, of a passage its document; the
    strategies they belong to; the headings above it and the document, of a title or rationale those of the first quote
    of its thing; empty where none is named."""

    things: tuple[str, ...]
    strategies: tuple[str, ...]
    section: str
    document: str


class Hit(NamedTuple):
    """A text that has all the words: its field, its place, how it meets the words (EXACT, INFLECTED, PART, by the one
    that it meets worst) and how well (BM25), the whole text, and where the words stand in it."""

    field: str
    place: Place
    how: int
    score: float
    content: str
    marked: Marked


class Findings(NamedTuple):
    """What was found: the best hits, how many there are in all, and the words that stand nowhere, each with words that
    are like it."""

    hits: tuple[Hit, ...]
    total: int
    nowhere: tuple[tuple[str, tuple[str, ...]], ...]


Kinds = Sequence[tuple[Kind, Collection[str]]]  # each with its classes
_Forms = dict[str, tuple[int, int]]  # the words that meet one: their numbers, and how they meet it


def found(
    index: WordIndex,
    words: Sequence[Wanted],
    strategies: Collection[str] = (),
    kinds: Kinds = (),
    passages: bool = False,
    language: str = "da",
    most: int = 20,
) -> Findings:
    """The *most* best of the texts that have all *words* and belong to one of the *strategies* (IRIs) and *kinds* (all
    without any): titles, quotes, rationales and, with *passages*, those of the sources, in that order; within these
    what has the words as they are written, inflected, in part; then by BM25.

    A thing whose title or rationale has them in both languages is found once, in *language*.
    """
    forms_by_word = [index.forms(word) for word in words]
    texts, nowhere = _texts(index, words, forms_by_word)
    entries = [entry for entry in index.entries(texts) if passages or entry.field != PASSAGE]
    places = _Places(index, entries, kinds)
    kept: dict[tuple[object, ...], tuple[Entry, Place]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.language != language, *texts[entry.number], entry.number)):
        place = places.of(entry, strategies)
        if place.things or not (strategies or kinds):
            said_once = entry.number if entry.field in (QUOTE, PASSAGE) else place.things
            kept.setdefault((entry.field, said_once), (entry, place))

    def order(found: tuple[Entry, Place]) -> tuple[object, ...]:
        entry, place = found
        how, score = texts[entry.number]
        return FIELDS.index(entry.field), how, -round(score, _SCALE), natural("".join(place.things[:1])), entry.number

    parts = _parts(words, forms_by_word)
    hits = (
        Hit(entry.field, place, *texts[entry.number], entry.content, marked(entry.content, parts))
        for entry, place in sorted(kept.values(), key=order)[:most]
    )
    like = ((word.word, tuple(nearest(word.word, index.near(word), most=_NEAR))) for word in nowhere)
    return Findings(tuple(hits), len(kept), tuple(like))


def _texts(
    index: WordIndex, words: Sequence[Wanted], forms_by_word: Sequence[_Forms]
) -> tuple[dict[int, tuple[int, float]], list[Wanted]]:
    """The texts that have all *words*, each with how it meets them and how well; and the words that no text has."""
    nowhere: list[Wanted] = []
    together: dict[int, tuple[int, float]] = {}
    for place, (word, forms) in enumerate(zip(words, forms_by_word, strict=True)):
        texts: dict[int, tuple[int, float]] = {}
        for _, (number, how) in sorted(forms.items()):
            for text, score in index.with_form(number):
                best, sum_of_scores = texts.get(text, (how, 0.0))
                texts[text] = (min(best, how), sum_of_scores + score)
        if not texts:
            nowhere.append(word)
        both = texts.keys() & together.keys() if place else texts.keys()
        before = {text: together.get(text, (0, 0.0)) for text in both}
        together = {text: (max(how, texts[text][0]), score + texts[text][1]) for text, (how, score) in before.items()}
    return together, nowhere


def _parts(words: Sequence[Wanted], forms_by_word: Sequence[_Forms]) -> dict[str, str]:
    """The words that meet *words*, each with the part by which it does; empty where it does as a whole."""
    parts: dict[str, str] = {}
    for word, forms in zip(words, forms_by_word, strict=True):
        for form, (_, how) in forms.items():
            parts[form] = word.part if how == PART and parts.get(form, word.part) else ""
    return parts


class _Places:
    """The places of *entries*, as the facts of *index* tell them; of their things just those of the *kinds*."""

    def __init__(self, index: WordIndex, entries: Sequence[Entry], kinds: Kinds) -> None:
        said = {entry.subject for entry in entries}
        self._quotes = index.subjects("selector", said)
        self._bearers = index.subjects("evidence", _all(self._quotes))
        self._official = index.objects("text of", said)
        self._documents = index.subjects("text file", [entry.subject for entry in entries if entry.field == PASSAGE])
        things = said | _all(self._bearers) | _all(self._official) | _all(self._documents)
        self._ends = index.objects("end", things)
        self._strategies = index.objects("strategy", things | _all(self._ends))
        self._types = index.objects("type", things)
        self._terms = index.objects("term", things if kinds else ())
        self._evidence = index.objects("evidence", things)
        quotes = _all(self._quotes) | _all(self._evidence)
        self._sections = index.objects("section", quotes)
        self._sources = index.objects("document", quotes | said)
        self._kinds = kinds

    def of(self, entry: Entry, strategies: Collection[str]) -> Place:
        """The place of *entry*, with those of its things that belong to one of the *strategies* and kinds (all without
        any)."""
        if entry.field == PASSAGE:
            quotes, things = [], self._documents.get(entry.subject, [])
        elif entry.subject in self._quotes:
            quotes = self._quotes[entry.subject]
            things = [bearer for quote in quotes for bearer in self._bearers.get(quote, ())] or quotes
        else:
            quotes, things = [], self._official.get(entry.subject, [entry.subject])
        kept = [thing for thing in dict.fromkeys(things) if self._belongs(thing, strategies)]
        kept.sort(key=lambda thing: (thing in self._ends, natural(thing)))
        first = kept[0] if kept else ""
        quotes = quotes or sorted(self._evidence.get(first, ()), key=natural)[:1]
        sections = [section for quote in quotes for section in self._sections.get(quote, ())]
        sources = [source for said in (*quotes, entry.subject) for source in self._sources.get(said, ())]
        return Place(
            tuple(kept),
            tuple(sorted({strategy for thing in kept for strategy in self._owners(thing)})),
            entry.section or "".join(sections[:1]),
            first if entry.field == PASSAGE else "".join(sources[:1]),
        )

    def _belongs(self, thing: str, strategies: Collection[str]) -> bool:
        classes, terms = self._types.get(thing, ()), self._terms.get(thing, ())
        return (not strategies or any(owner in strategies for owner in self._owners(thing))) and (
            not self._kinds
            or any(
                not kind.of_values
                and any(cls in of_kind for cls in classes)
                and (kind.term is None or kind.term.value in terms)
                for kind, of_kind in self._kinds
            )
        )

    def _owners(self, thing: str) -> list[str]:
        """The strategies of *thing*: a strategy is its own, an alignment belongs to those of its ends."""
        if SG + "Strategy" in self._types.get(thing, ()):
            return [thing]
        ends = self._ends.get(thing, ())
        return self._strategies.get(thing) or [owner for end in ends for owner in self._strategies.get(end, ())]


def _all(found: Mapping[str, Sequence[str]]) -> set[str]:
    return {name for names in found.values() for name in names}


# The answer.


class SearchAnswer(ReportAnswer[Findings]):
    """The answer of `search`; where people read it, a row does without its strategy and the words that were met."""

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given. Raises WrongValue."""
        report = super().shown(format_name, part)
        if format_name in ("csv", "json"):
            return report
        (hits,) = report.parts
        kept = [place for place, column in enumerate(hits.columns) if column.name not in ("strategy", "found")]
        columns = tuple(hits.columns[place] for place in kept)
        rows = tuple(tuple(row[place] for place in kept) for row in hits.rows)
        return report._replace(parts=(hits._replace(columns=columns, rows=rows),))


def search(
    graph: Graph,
    words: str,
    strategies: Names = (),
    kinds: Names = (),
    sources: str | os.PathLike[str] | None = None,
    most: int = 20,
) -> SearchAnswer:
    """The texts that have all of *words*, Danish or English, inflected or (from five letters) as parts of longer words.

    Titles first, then quotes, rationales and, where the folder of *sources* is to hand, passages of these; the best
    *most*. Columns: thing, field, words, section, document, strategy, others (what else rests on the same words), found
    (the words that meet those asked for). Signs between the words mean nothing.

    Raises WrongValue where there are no words or too many, UnknownStrategy, UnknownKind, SourceNotFound, and
    StoreFailed where the SQLite of this Python has no FTS5.

    >>> hits = sg.search(sg.open(language="en"), "residential doctors", "midt-udviklingsplan-2023", "initiative")
    >>> hits.value.hits[0].content
    'Residential care doctors attached to the individual services'
    """
    asked = wanted(words)
    _demand_words(asked, words)
    folder = None if sources is None else SourceFolder(Path(sources))

    def answer(store: EmbeddedStore) -> SearchAnswer:
        known = [find_kind(store, name) for name in names(kinds)]
        chosen = [(kind, classes_of_kind(store, kind)) for kind in known]
        owners = strategies_named(store, strategies)
        if store.index is None:  # a server
            there = _there(store, asked, owners, chosen, most)
            return SearchAnswer(there, _report(there, words), store, graph.language)
        place = None if store.folder is None else graph.cache().folder
        reading = graph.progress("texts")
        index = word_index(store.index, place, folder, graph.notice, reading)
        findings = found(index, asked, owners, chosen, folder is not None, graph.language, most)
        index.close()
        return SearchAnswer(findings, _report(findings, words), store, graph.language)

    return graph.use(answer)


def _there(store: Store, asked: Sequence[Wanted], strategies: Collection[str], kinds: Kinds, most: int) -> Findings:
    """What a server finds, which keeps no index of words: the texts with letters of the longest word, of these those
    that have all words; titles before quotes, by name."""
    longest = max((one.part or one.word for one in asked), key=len)
    rows = store.rows_of("search/there", letters=Literal(longest), strategy=list(strategies) or None)
    classes = {cls for _, of_kind in kinds for cls in of_kind}
    there: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for row in rows:
        there.setdefault((row[1], row[2]), []).append(row)
    known = classes_of(store, {row[0] for row in rows}) if classes else {}
    hits = []
    for (field, text), found in there.items():
        met = _met(plain(text), asked)
        things = tuple(dict.fromkeys(row[0] for row in found if not classes or known.get(row[0]) in classes))
        if met is not None and things:
            place = Place(things, tuple(dict.fromkeys(row[3] for row in found)), found[0][4], found[0][5])
            hits.append(Hit(field, place, met[0], 0.0, text, marked(plain(text), met[1])))
    hits.sort(key=lambda hit: (hit.how, FIELDS.index(hit.field), natural(hit.place.things[0])))
    return Findings(tuple(hits[:most]), len(hits), () if hits else tuple((one.word, ()) for one in asked))


def _met(text: str, asked: Sequence[Wanted]) -> tuple[int, dict[str, str]] | None:
    """How *text* meets the words by the one that it meets worst, and its words that do, each with the part; None where
    it lacks one."""
    words = {word: (stem(word, "da"), stem(word, "en")) for word in words_of(text)}
    worst, found = 0, dict[str, str]()
    for one in asked:
        hows = {word: how for word, stems in words.items() if (how := one.met_by(word, *stems)) is not None}
        if not hows:
            return None
        worst = max(worst, min(hows.values()))
        found |= {word: one.part if how == PART else "" for word, how in hows.items()}
    return worst, found


def _demand_words(asked: Sequence[Wanted], words: str) -> None:
    if not asked:
        raise WrongValue(
            Text(f"»{revealed(words)}« har ingen ord.", f"“{revealed(words)}” has no words."),
            Text("Angiv ord af bogstaver eller tal.", "Give words of letters or digits."),
        )
    if len(asked) > MOST_WORDS:
        raise WrongValue(
            Text(
                f"Der kan ikke søges efter {len(asked)} ord på én gang.",
                f"{len(asked)} words cannot be searched for at once.",
            ),
            Text(f"Angiv højst {MOST_WORDS}.", f"Give at most {MOST_WORDS}."),
        )


def nothing_found(findings: Findings) -> Text:
    """Why *findings* are none: the words that stand nowhere, or that no text has all of them."""
    if not findings.nowhere:
        return message("search.not_together")
    told = []
    for word, like in findings.nowhere:
        near = Text(*(", ".join(quoted(other, language) for other in like) for language in LANGUAGES))
        told.append(
            message("search.nowhere_but", word=word, near=near) if like else message("search.nowhere", word=word)
        )
    return joined(told, " ")


_COLUMNS: tuple[Col[Hit], ...] = (
    Col("thing", lambda hit: Iri(hit.place.things[0]) if hit.place.things else None),
    Col("field", lambda hit: coded(hit.field, message(f"search.in_{hit.field}"))),
    Col("words", lambda hit: Coded(Text(hit.content, hit.content), Text(hit.marked.excerpt, hit.marked.excerpt))),
    Col("section", lambda hit: Literal(hit.place.section) if hit.place.section else None),
    Col("document", lambda hit: Iri(hit.place.document) if hit.place.document else None),
    Col("strategy", lambda hit: Literal(" ".join(map(short, hit.place.strategies))) if hit.place.strategies else None),
    Col("others", lambda hit: count(hit.place.things[1:])),
    Col("found", lambda hit: Literal(" ".join(hit.marked.found))),
)


def _report(findings: Findings, words: str) -> Report:
    shown = len(findings.hits)
    told = None if shown else Text("", "")  # of nothing there is nothing to explain
    asked, total = revealed(words), findings.total
    hits = part("search.hits", _COLUMNS, findings.hits, explanation=told, words=asked, shown=shown, total=total)
    return Report("search", message("search.title"), (hits,))
