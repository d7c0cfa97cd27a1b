"""The index of words: every text of the dataset, and of the sources, in SQLite's FTS5, beside the cached store.

FTS5 is given words by number, so that what a word is and how it is inflected is decided here alone. The file is named
for the checksum of its content: one that is damaged, or was never finished, is none. What comes from a file of data, or
from a source text, is replaced when that changed, and nothing else is read.
"""

import os
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from strategigraf import __version__
from strategigraf.core.errors import StoreDamaged, StoreFailed
from strategigraf.core.rdf import DCTERMS, OA, PREFIXES, RDF, SDGO, SG, SKOS, Literal, Term, Text
from strategigraf.core.report import ProgressCallback, no_progress
from strategigraf.core.text import stem
from strategigraf.files.source_text import SourceFolder, SourceText
from strategigraf.files.turtle import content_statements
from strategigraf.files.workspace import checksum
from strategigraf.search.words import Wanted, plain, words_of
from strategigraf.store.contribution import Tables
from strategigraf.store.index import ElementIndex
from strategigraf.store.quads import NOWHERE, graphs_of_files
from strategigraf.store.sparql import Notice, unsaid

FIELDS = TITLE, QUOTE, RATIONALE, PASSAGE = ("title", "quote", "rationale", "passage")  # in the order of hits
_FIELD_OF = {
    SKOS + "prefLabel": TITLE,
    SKOS + "altLabel": TITLE,
    OA + "exact": QUOTE,
    RDF + "value": QUOTE,
    SG + "rationale": RATIONALE,
}
FACTS = {  # what tells the place of a text, by a name for it
    RDF + "type": "type",
    RDF + "subject": "end",
    RDF + "object": "end",
    OA + "hasSelector": "selector",
    OA + "hasSource": "document",
    DCTERMS + "source": "document",
    SG + "section": "section",
    SG + "evidence": "evidence",
    SG + "textOf": "text of",
    SG + "inStrategy": "strategy",
    SG + "documentOf": "strategy",
    SG + "localTerm": "term",
    SG + "textFile": "text file",
}
_OF_VOCABULARY = (SG, SDGO, PREFIXES["owl"])
_UNASKED = (SG + "Review", SG + "Quote", OA + "TextQuoteSelector")  # the types of what is not found by itself
_LAYOUT = 1
_SOURCE = "source text "  # what the name of a source text among the files begins with
_TABLES = """
CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL);
CREATE TABLE name (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE fact (property TEXT, subject INTEGER, object INTEGER, file INTEGER);
CREATE INDEX fact_subject ON fact (subject, property);
CREATE INDEX fact_object ON fact (object, property);
CREATE INDEX fact_file ON fact (file);
CREATE TABLE text (id INTEGER PRIMARY KEY AUTOINCREMENT, field TEXT, subject TEXT, language TEXT, section TEXT,
  content TEXT, file INTEGER);
CREATE INDEX text_file ON text (file);
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, da TEXT, en TEXT);
CREATE INDEX word_da ON word (da);
CREATE INDEX word_en ON word (en);
CREATE VIRTUAL TABLE found USING fts5 (words, content = '', tokenize = 'ascii');
"""


class Entry(NamedTuple):
    """A text: its number, its field, what says it (the selector of a quote, the name of a source text), its language
    (empty where it has none), the headings above it (of a source text) and its content."""

    number: int
    field: str
    subject: str
    language: str
    section: str
    content: str


_Said = tuple[str, str, str, str, str]  # an Entry without its number


class WordIndex(Tables):
    """The texts, the words in them, and what tells their places."""

    @classmethod
    def new(cls, path: Path | None = None) -> "WordIndex":
        """An empty index in the file *path* (in memory without one). Raises StoreFailed where SQLite has no FTS5."""
        try:
            return cls.made(_TABLES, path)
        except StoreDamaged as error:
            if "no such module" not in str(error):
                raise
            raise StoreFailed(
                Text("Pythons SQLite er bygget uden FTS5.", "The SQLite of this Python was built without FTS5."),
                Text(
                    "Søgning kræver en Python, hvis sqlite3 har FTS5. Alt andet virker uden.",
                    "Searching needs a Python whose sqlite3 has FTS5. Everything else works without.",
                ),
            ) from error

    def bring_up_to_date(
        self, elements: ElementIndex, sources: SourceFolder | None, progress: ProgressCallback = no_progress
    ) -> None:
        """Reads anew what has changed since: of the dataset of *elements* and, where they are to hand, of the
        *sources* that its documents name. *progress* is told how many of the files of data are read."""
        self.begin()
        stale, fresh = self._changes(_digests(elements), of_sources=False)
        for name in stale:
            self._remove(name)
        for done, (name, digest) in enumerate(fresh.items(), start=1):
            told = [content for graph, content in graphs_of_files(elements, [name]) if graph == name]
            self._enter(name, digest, [triple for content in told for triple in content_statements(content)])
            progress(done, len(fresh))
        if sources is not None:
            sections = self._sections(sources)
            stale, fresh = self._changes(_source_digests(sources, sections), of_sources=True)
            for name in stale:
                self._remove(name)
            for name, digest in fresh.items():
                file = name.removeprefix(_SOURCE)
                self._enter_source(name, digest, sources[file], sections[file])
        self.commit()

    def is_up_to_date(self, elements: ElementIndex, sources: SourceFolder | None) -> bool:
        """Whether `bring_up_to_date` has nothing to do."""
        if any(self._changes(_digests(elements), of_sources=False)):
            return False
        if sources is None:
            return True
        return not any(self._changes(_source_digests(sources, self._sections(sources)), of_sources=True))

    def _changes(self, now: dict[str, str], of_sources: bool) -> tuple[list[str], dict[str, str]]:
        """The source texts (with *of_sources*, else the files of data) to be taken out, and those to be put in, by name
        with their digests, where they are to be as *now*."""
        rows = self.rows("SELECT name, digest FROM file")
        known = {name: digest for name, digest in rows if name.startswith(_SOURCE) == of_sources}
        stale = [name for name, digest in known.items() if now.get(name) != digest]
        return stale, {name: digest for name, digest in now.items() if known.get(name) != digest}

    def _sections(self, sources: SourceFolder) -> dict[str, list[str]]:
        """The *sources* that a document is the text of, each with the locators of the quotes in it."""
        query = (
            "SELECT DISTINCT f.name, h.name FROM fact t JOIN name f ON f.id = t.object"
            " LEFT JOIN fact d ON d.object = t.subject AND d.property = 'document'"
            " LEFT JOIN fact s ON s.subject = d.subject AND s.property = 'section' LEFT JOIN name h ON h.id = s.object"
            " WHERE t.property = 'text file' ORDER BY 1, 2"
        )
        found: dict[str, list[str]] = defaultdict(list)
        for file, section in self.rows(query):
            if file in sources:
                found[file] += [section] if section else []
        return found

    def _remove(self, name: str) -> None:
        ((file,),) = self.rows("SELECT id FROM file WHERE name = ?", (name,))
        for number, content in self.rows("SELECT id, content FROM text WHERE file = ?", (file,)):
            tokens = self._tokens(content)
            self.do("INSERT INTO found (found, rowid, words) VALUES ('delete', ?, ?)", (number, tokens))
        for table, column in (("text", "file"), ("fact", "file"), ("file", "id")):
            self.do(f"DELETE FROM {table} WHERE {column} = ?", (file,))

    def _enter(self, name: str, digest: str, told: Iterable[tuple[Term, Term, Term]]) -> None:
        file = self._new_file(name, digest)
        facts: list[tuple[str, str, str]] = []
        texts: list[_Said] = []
        for subject, predicate, target in told:
            if subject.value.startswith(_OF_VOCABULARY) or target.value in _UNASKED:
                continue
            if predicate.value in FACTS:
                facts.append((FACTS[predicate.value], subject.value, target.value))
            elif predicate.value in _FIELD_OF and isinstance(target, Literal):
                texts.append((_FIELD_OF[predicate.value], subject.value, target.language, "", plain(target.value)))
        self._enter_texts(file, texts)
        names = sorted({name for fact in facts for name in fact[1:]})
        self.do_many("INSERT OR IGNORE INTO name (name) VALUES (?)", [(name,) for name in names])
        number = dict(self.in_batches("SELECT name, id FROM name WHERE name IN ({0})", names))
        rows = [(fact, number[subject], number[target], file) for fact, subject, target in facts]
        self.do_many("INSERT INTO fact VALUES (?, ?, ?, ?)", rows)

    def _enter_source(self, name: str, digest: str, text: SourceText, sections: Collection[str]) -> None:
        file, outline = self._new_file(name, digest), text.outline(sections)
        passages = text.paragraphs()
        self._enter_texts(
            file, [(PASSAGE, text.name, "", outline.locator(start), plain(passage)) for start, passage in passages]
        )

    def _new_file(self, name: str, digest: str) -> int:
        self.do("INSERT INTO file (name, digest) VALUES (?, ?)", (name, digest))
        ((number,),) = self.rows("SELECT last_insert_rowid()")
        return int(number)

    def _enter_texts(self, file: int, texts: Sequence[_Said]) -> None:
        ((last,),) = self.rows("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'text'")
        numbered = list(enumerate(texts, start=last + 1))
        tokens = [(number, self._tokens(text[-1])) for number, text in numbered]
        self.do_many("INSERT INTO text VALUES (?, ?, ?, ?, ?, ?, ?)", [(n, *text, file) for n, text in numbered])
        self.do_many("INSERT INTO found (rowid, words) VALUES (?, ?)", tokens)

    @cached_property
    def _words(self) -> dict[str, int]:
        return dict(self.rows("SELECT word, id FROM word"))

    def _tokens(self, content: str) -> str:
        """The words of *content* by their numbers, new ones entered."""
        words = list(words_of(content))
        for word in words:
            if word not in self._words:
                self._words[word] = len(self._words) + 1
                row = (self._words[word], word, stem(word, "da"), stem(word, "en"))
                self.do("INSERT INTO word VALUES (?, ?, ?, ?)", row)
        return " ".join(str(self._words[word]) for word in words)

    # What is asked of it.

    def forms(self, word: Wanted) -> dict[str, tuple[int, int]]:
        """The words that meet *word*: the number of each, and how it is met."""
        rows = self.rows("SELECT id, word, da, en FROM word WHERE da = ? OR en = ?", (word.da, word.en))
        if word.part:
            rows += self.rows("SELECT id, word, da, en FROM word WHERE instr(word, ?)", (word.part,))
        met = ((number, form, word.met_by(form, da, en)) for number, form, da, en in rows)
        return {form: (number, how) for number, form, how in met if how is not None}

    def with_form(self, number: int) -> list[tuple[int, float]]:
        """The texts with the word of this *number*, each with its score (BM25, the better the higher)."""
        query = "SELECT rowid, -bm25(found) FROM found WHERE found MATCH ?"
        return [(text, score) for text, score in self.rows(query, (str(int(number)),))]

    def near(self, word: Wanted) -> list[str]:
        """The words of texts that begin like *word* and are as long as it, or nearly."""
        query = "SELECT id, word FROM word WHERE substr(word, 1, 2) = ? AND abs(length(word) - ?) <= 2"
        rows = self.rows(query, (word.word[:2], len(word.word)))
        return [other for number, other in rows if self.with_form(number)]

    def entries(self, numbers: Collection[int]) -> list[Entry]:
        """The texts with these *numbers*, in order."""
        query = "SELECT id, field, subject, language, section, content FROM text WHERE id IN ({0})"
        return sorted(map(Entry._make, self.in_batches(query, sorted(numbers))))

    def objects(self, fact: str, subjects: Iterable[str]) -> dict[str, list[str]]:
        """What each of *subjects* has as its *fact* (of FACTS), in order."""
        query = (
            "SELECT DISTINCT s.name, o.name FROM name s JOIN fact f ON f.subject = s.id AND f.property = ?"
            " JOIN name o ON o.id = f.object WHERE s.name IN ({0})"
        )
        return _grouped(self.in_batches(query, sorted(set(subjects)), fact))

    def subjects(self, fact: str, objects: Iterable[str]) -> dict[str, list[str]]:
        """What has each of *objects* as its *fact* (of FACTS), in order."""
        query = (
            "SELECT DISTINCT o.name, s.name FROM name o JOIN fact f ON f.object = o.id AND f.property = ?"
            " JOIN name s ON s.id = f.subject WHERE o.name IN ({0})"
        )
        return _grouped(self.in_batches(query, sorted(set(objects)), fact))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(pairs):
        found[one].append(other)
    return dict(found)


def _digests(elements: ElementIndex) -> dict[str, str]:
    """The digest of what each named graph of files is made from."""
    found: dict[str, str] = {}
    for source in elements.sources():
        found[source.graph] = found.get(source.graph, "") + source.digest
    return found


def _source_digests(sources: SourceFolder, sections: dict[str, list[str]]) -> dict[str, str]:
    """A digest of each source text with the locators in it, by which its headings are found."""
    from hashlib import blake2b

    told = {file: "\0".join([sources[file].sha256, *sections[file]]) for file in sections}
    return {_SOURCE + file: blake2b(text.encode("utf-8", "surrogatepass")).hexdigest() for file, text in told.items()}


# The index on disk.


def word_index(
    elements: ElementIndex,
    folder: Path | None,
    sources: SourceFolder | None,
    notice: Notice = unsaid,
    progress: ProgressCallback = no_progress,
) -> WordIndex:
    """The index of the words of the dataset of *elements* and of *sources*: the one in the *folder* of the cache,
    brought up to date; one in memory without a folder, or where nothing can be written there, which *notice* is told.

    Raises StoreFailed where SQLite has no FTS5.
    """
    if folder is not None:
        old = _whole(folder)
        if old is not None:
            with suppress(StoreDamaged):
                index = WordIndex.open(old)
                if index.is_up_to_date(elements, sources):
                    return index
                index.close()
        with suppress(OSError, StoreDamaged):  # what is damaged indeed shows when it is read into memory
            return WordIndex.open(_renewed(elements, folder, sources, old, progress))
        notice(NOWHERE)
    index = WordIndex.new()
    index.bring_up_to_date(elements, sources, progress)
    return index


_OF_INDEX = f"search-{__version__}-{_LAYOUT}-"  # what the name of an index begins with
_END = ".sqlite"
_UNFINISHED = ".unfinished"
_KEEP = 3600  # seconds for which an unfinished index may be one that is being written


def _whole(folder: Path) -> Path | None:
    """The index in *folder* whose content is what was written; None where there is none."""
    for path in sorted(folder.glob(f"{_OF_INDEX}*{_END}")):
        with suppress(OSError):
            if path.name == f"{_OF_INDEX}{checksum(path)}{_END}":
                return path
    return None


def _renewed(
    elements: ElementIndex, folder: Path, sources: SourceFolder | None, old: Path | None, progress: ProgressCallback
) -> Path:
    """The file of a new index in *folder*, made from the *old* one where there is one that can be read. Raises OSError
    and StoreDamaged where it cannot be written."""
    import shutil

    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{_OF_INDEX}{time.time_ns():x}-{os.getpid()}{_UNFINISHED}"
    try:
        if old is not None:
            shutil.copyfile(old, unfinished)
        index = WordIndex.new(unfinished) if old is None else WordIndex.open(unfinished, writing=True)
        index.bring_up_to_date(elements, sources, progress)
        index.close()
        whole = folder / f"{_OF_INDEX}{checksum(unfinished)}{_END}"
        unfinished.replace(whole)
    finally:
        unfinished.unlink(missing_ok=True)
    for other in folder.glob("search-*"):
        with suppress(OSError):
            if other != whole and not (other.suffix == _UNFINISHED and time.time() - other.stat().st_mtime < _KEEP):
                other.unlink()
    return whole
