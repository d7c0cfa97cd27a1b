"""The pages of the question catalogue, the register from A to Å, and the index that the search of a folder reads."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from strategigraf.core.rdf import BASE, RDF, RDFS, Iri, Literal, Text, message
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.files.question import Question
from strategigraf.site.addresses import Ref
from strategigraf.site.answers import answer_rows
from strategigraf.site.facts import Facts, Quote, amount
from strategigraf.site.page import Page
from strategigraf.site.records import both

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_CHUNK = 400  # entries of the index in one file
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def questions_page(questions: Sequence[Question]) -> Page:
    """The list of the questions of the catalogue."""
    return Page(
        "questions/index",
        "questions.html",
        message("site.menu-questions"),
        message("site.questions.answer", count=len(questions)),
        "questions",
        content={"rows": [(f"questions/{question.name}", question.unasked) for question in questions]},
        record=lambda: [{"name": question.name, "question": both(question.unasked)} for question in questions],
        table=lambda: Table(
            tuple(map(Column, ("question", "question_da", "question_en"))),
            tuple((Literal(one.name), Literal(one.unasked.da), Literal(one.unasked.en)) for one in questions),
        ),
        statements=list,
        typed="CollectionPage",
    )


def question_page(facts: Facts, question: Question, table: Table | None) -> Page:
    """The page of *question* with its answer, the *table*; None where it has to be asked with values."""
    heads, rows = answer_rows(facts, table) if table else ([], [])
    total = len(table.rows) if table else 0
    answer = message("site.question.answer", rows=amount(total, "row")) if table else message("site.question.needs")
    return Page(
        f"questions/{question.name}",
        "question.html",
        question.unasked,
        answer,
        "questions",
        (("questions/index", message("site.menu-questions")),),
        message("site.question"),
        f"{BASE}queries/{question.name}",
        content={"heads": heads, "rows": rows, "total": total, "question": question},
        record=lambda: {
            "question": both(question.unasked),
            "sparql": question.query,
            "columns": [column.name for column in question.columns],
            "rows": [
                [None if value is None else value.value for value in row] for row in (table.rows if table else ())
            ],
        },
        table=lambda: table or Table(question.columns, ()),
        statements=lambda: [
            (
                Iri(f"{BASE}queries/{question.name}"),
                Iri(RDF + "type"),
                Iri("http://www.w3.org/ns/shacl#SPARQLExecutable"),
            ),
            (
                Iri(f"{BASE}queries/{question.name}"),
                Iri(RDFS + "label"),
                Literal(question.unasked.da, RDF + "langString", "da"),
            ),
            (
                Iri(f"{BASE}queries/{question.name}"),
                Iri(RDFS + "label"),
                Literal(question.unasked.en, RDF + "langString", "en"),
            ),
            (Iri(f"{BASE}queries/{question.name}"), Iri("http://www.w3.org/ns/shacl#select"), Literal(question.query)),
        ],
        typed="Question",
    )


class Entry(NamedTuple):
    """What is found by search and in the register: what leads to it, the strategy, and its words."""

    ref: Ref
    strategy: Text
    words: tuple[Quote, ...] = ()


def _letter_of(title: str) -> str:
    first = next((sign for sign in title.lower() if sign.isalnum()), "")
    return first if first in _LETTERS else "0"


def register_pages(entries: Sequence[Entry], language: str) -> list[Page]:
    """The register by the titles in *language*: a page for each letter."""
    by_letter: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_letter[_letter_of(entry.ref.title.in_language(language))].append(entry)
    letters = [(letter, _letter_path(letter)) for letter in ("0", *_LETTERS) if by_letter[letter]]
    return [
        Page(
            path,
            "register.html",
            message("site.register.letter", letter=letter.upper() if letter != "0" else "0–9"),
            message("site.register.answer", elements=amount(len(by_letter[letter]), "element")),
            content={
                "letter": letter,
                "letters": letters,
                "entries": sorted(
                    by_letter[letter], key=lambda entry: _alphabet(entry.ref.title.in_language(language))
                ),
            },
            typed="CollectionPage",
            elsewhere="search",
        )
        for letter, path in letters
    ]


def _letter_path(letter: str) -> str:
    return f"register/{letter.replace('æ', 'ae').replace('ø', 'oe').replace('å', 'aa')}"


def _alphabet(title: str) -> list[int]:
    return [
        _LETTERS.find(sign) if sign in _LETTERS else ord(sign) - 1000
        for sign in title.lower()
        if sign.isalnum() or sign == " "
    ]


def index_files(entries: Iterable[Entry], language: str) -> Mapping[str, bytes]:
    """The files of the index in *language* that the search of a folder reads, by name: entries by the hundred, and for
    each first letter the entries that have each word. Each is a script that hands over what it has, since a page in a
    folder may not fetch."""
    chunks: list[list[Any]] = []
    words: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        if number % _CHUNK == 0:
            chunks.append([])
        title = entry.ref.title.in_language(language)
        kind = entry.ref.kind.in_language(language)
        first = entry.words[0].words if entry.words else ""
        anchor = f"#{entry.ref.anchor}" if entry.ref.anchor else ""
        chunks[-1].append(
            [title, kind, f"{entry.ref.path}.html{anchor}", entry.strategy.in_language(language), first[:160]]
        )
        said = " ".join([title, kind, *(quote.words for quote in entry.words)])
        for word in dict.fromkeys(_WORD.findall(said.lower())):
            words[_shard(word)].setdefault(word, []).append(number)
    files = {f"index/{language}-{place}.js": _script("entries", place, chunk) for place, chunk in enumerate(chunks)}
    for shard, found in words.items():
        files[f"index/{language}-{shard}.js"] = _script("words", shard, dict(sorted(found.items())))
    return files


def _shard(word: str) -> str:
    """The name of the file that has *word*: its first sign in letters that any file system takes."""
    return "w" + format(ord(word[0]), "x")


def _script(what: str, name: object, value: Any) -> bytes:
    told = (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    return f"strategigraf.{what}({json.dumps(str(name))},{told});\n".encode("utf-8", "backslashreplace")


def search_page(
    results: Mapping[str, Any] | None = None, letters: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({})
) -> Page:
    """The page of search: in a folder its script looks in the index, and *letters* are those of the register in each
    language; a server gives the *results*."""
    return Page(
        "search",
        "search.html",
        message("site.search-title"),
        message("site.search-answer"),
        content={"results": results, "letters": letters},
        typed="SearchResultsPage",
    )
