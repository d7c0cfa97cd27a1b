"""The site in Python: the graph as pages in a folder, of which only what changed is written."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from html import escape
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.check.quotes import QuoteCheck, check_quotes
from strategigraf.core.errors import OutputNotWritten
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import LANGUAGES, Text
from strategigraf.files.output import make_folder, only_writer, written
from strategigraf.files.source_text import SourceFolder
from strategigraf.site.catalogue import Entry, index_files, register_pages, search_page
from strategigraf.site.data import content
from strategigraf.site.page import DATA, Frame, Page, render
from strategigraf.site.pages import Pages
from strategigraf.store.lookup import edge_lookup, members_of, words_of
from strategigraf.store.workers import in_crew, is_work_for_many

_ENOUGH = 8  # strategies from which on several processes make their pages
MANIFEST = ".strategigraf-site.json"


class Site(NamedTuple):
    """A site that was written: its folder, how many pages it has in each language, and how many files are new or other
    than before, as before, and gone."""

    folder: Path
    pages: int
    changed: int
    unchanged: int
    removed: int


class _Task(NamedTuple):
    """A strategy whose pages are to be made; "" for those of none."""

    layers: tuple[str, ...]
    strategy: str
    sources: str
    checks: tuple[QuoteCheck, ...]
    frame: Frame
    folder: str


class _Made(NamedTuple):
    """What was made of a task: the paths of its files, how many of them were written, the entries of the index, and
    the pages."""

    names: frozenset[str]
    changed: int
    entries: tuple[Entry, ...]
    paths: tuple[str, ...]


def site(
    graph: Graph, folder: str | os.PathLike[str], sources: str | os.PathLike[str] | None = None, base: str = ""
) -> Site:
    """The site of *graph* in the *folder*: pages in Danish and English, those in the language of the graph at its root,
    each also as JSON, CSV, Turtle and JSON-LD; with an index for search, a register, and a sitemap where the address
    *base* is given that it will have on the web.

    With the folder *sources* quotes are looked for; a source text is shown where its document says that it may be. Only
    what changed is written, each file whole; what is gone from the data is gone from the folder. Raises
    OutputNotWritten where the folder has files that are not of a site, and what reading raises.
    """
    target = Path(folder)
    make_folder(target)
    before = _manifest(target)
    languages = (graph.language, *(one for one in LANGUAGES if one != graph.language))
    texts = None if sources is None else SourceFolder(Path(sources))

    def make(store: object) -> Site:
        from strategigraf.store.sparql import EmbeddedStore

        assert isinstance(store, EmbeddedStore)
        checks = check_quotes(store, texts) if texts is not None else []
        pages = Pages(store, graph.workspace, None if texts is None else texts.folder, checks=checks)
        frame = Frame(languages, base.rstrip("/") + "/" if base else "", verified=pages.verification())
        progress = graph.progress("site")
        by_quote = {check.record.quote: check for check in checks}
        strategies = pages.strategies()
        tasks = []
        for strategy in strategies:
            own = _checks_of(pages, strategy, by_quote) if is_work_for_many(strategies, _ENOUGH) else tuple(checks)
            tasks.append(_Task(_layers(graph), strategy, str(texts.folder) if texts else "", own, frame, str(target)))
        writer = _Writer(target)
        entries: list[Entry] = []
        paths: list[str] = []
        changed = 0
        with only_writer(target):
            _note(target, before, complete=False)
            for done, made in enumerate(in_crew(_of_strategy, tasks, _ENOUGH), start=1):
                writer.names |= made.names
                changed += made.changed
                entries += made.entries
                paths += made.paths
                progress(done, len(tasks) + 1)
            paths += _general(pages, frame, writer, entries)
            _assets(writer, frame)
            if frame.base:
                writer.put("sitemap.xml", _sitemap(frame, sorted(paths)))
            removed = _swept(target, before, writer.names)
            _note(target, writer.names, complete=True)
        progress(len(tasks) + 1, len(tasks) + 1)
        total = changed + writer.changed
        return Site(target, len(set(paths)), total, len(writer.names) - total, removed)

    return graph.use(make)


def _layers(graph: Graph) -> tuple[str, ...]:
    return tuple(str(layer) for layer in graph.layers)


def _checks_of(pages: Pages, strategy: str, by_quote: Mapping[str, QuoteCheck]) -> tuple[QuoteCheck, ...]:
    """What became of the quotes that the pages of *strategy* show: those of its documents, of its things, of their
    links, and of what they are compared with."""
    members = members_of(pages.store, strategy)
    edges = edge_lookup(pages.store)
    links = [edge.link for member in members for edge in (*edges.leaving(member), *edges.entering(member))]
    compared = [row[4] for row in pages.store.rows_in_batches("site/alignments", members, "thing") if row[4] != NO_TERM]
    things = {strategy, *members, *filter(None, links), *compared}
    quotes = {one.quote for found in words_of(pages.store, things).values() for one in found}
    documents = set(pages.documents(strategy))
    return tuple(check for quote, check in by_quote.items() if quote in quotes or check.record.document in documents)


def _of_strategy(task: _Task) -> _Made:
    """The pages of a strategy, written."""
    graph = Graph([Path(layer) for layer in task.layers], task.frame.languages[0])

    def make(store: object) -> _Made:
        from strategigraf.site.element import prepare
        from strategigraf.store.sparql import EmbeddedStore

        assert isinstance(store, EmbeddedStore)
        pages = Pages(store, graph.workspace, Path(task.sources) if task.sources else None, checks=task.checks)
        writer = _Writer(Path(task.folder))
        elements = pages.elements(task.strategy)
        prepare(pages.facts, elements)
        things = [*elements, *pages.documents(task.strategy)]
        made: list[str] = []
        reports = (pages.of_report(task.strategy, report) for report in pages.reports(task.strategy))
        for page in chain(reports, map(pages.of_thing, [task.strategy, *things])):
            writer.page(page, task.frame)
            made.append(page.path)
        entries = tuple(pages.entries([task.strategy, *things], task.strategy))
        return _Made(frozenset(writer.names), writer.changed, entries, tuple(made))

    return graph.use(make)


def _general(pages: Pages, frame: Frame, writer: "_Writer", entries: list[Entry]) -> list[str]:
    """The pages of no strategy, the register and the index; their paths."""
    paths = [path for path in pages.general() if path != "search"]
    for path in paths:
        page = pages.page(path)
        assert page is not None, path
        writer.page(page, frame)
    further = [thing for path in paths if (thing := pages.thing(path))]
    pages.facts.know(further)
    entries += pages.entries(further)
    unique = list({(entry.ref.path, entry.ref.anchor): entry for entry in entries}.values())
    letters: dict[str, list[tuple[str, str]]] = {}
    for language in frame.languages:
        register = register_pages(unique, language)
        for page in register:
            writer.html(page, frame, language)
            letters[language] = page.content["letters"]
        paths += [page.path for page in register]
        for name, script in index_files(unique, language).items():
            writer.put(f"static/{name}", script)
    writer.page(search_page(letters=letters), frame)
    return [*paths, "search"]


class _Writer:
    """Writes files below *folder* where they are not there already as they are to be. `names` are the paths of all,
    `changed` is how many were written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: set[str] = set()
        self.changed = 0

    def page(self, page: Page, frame: Frame) -> None:
        """Writes *page* in all languages, and as data."""
        for language in frame.languages:
            self.html(page, frame, language)
        if page.has_data:
            for kind in DATA:
                self.put(f"{page.path}.{kind}", content(page, kind))

    def html(self, page: Page, frame: Frame, language: str) -> None:
        """Writes *page* in *language*."""
        made = render(page, frame, language)
        self.put(f"{frame.place(page.path, language)}.html", made.encode("utf-8", "backslashreplace"))

    def put(self, name: str, made: bytes) -> None:
        """Writes the file *name*, unless it is there already as it is to be."""
        if name in self.names:  # a document of two strategies
            return
        self.names.add(name)
        path = self._folder / name
        with suppress(OSError):
            if path.stat().st_size == len(made) and path.read_bytes() == made:
                return
        self.changed += 1
        _write(path, made)


def _write(path: Path, made: bytes) -> None:
    """Puts *made* in the file *path*, through a file beside it that replaces it."""
    with written(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name[:100]}.part")
        part.write_bytes(made)
        part.replace(path)


def _manifest(folder: Path) -> set[str]:
    """The paths of the files of the site in *folder*; none of an empty folder. Raises OutputNotWritten where the folder
    has other files."""
    path = folder / MANIFEST
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        found = json.loads(path.read_bytes())
        known = set(map(str, found["files"]))
        if found["complete"]:
            return known
        left = (one for one in folder.rglob("*") if one.is_file() and not one.name.startswith("."))
        return {one.relative_to(folder).as_posix() for one in left} | known
    if any(one.name not in (MANIFEST, ".strategigraf.lock") for one in folder.iterdir()):
        raise OutputNotWritten(
            Text(
                f"Mappen {folder} indeholder andet end et websted.",
                f"The folder {folder} has other files than a site.",
            ),
            Text("Vælg en tom mappe med -o.", "Choose an empty folder with -o."),
        )
    return set()


def _note(folder: Path, names: Iterable[str], complete: bool) -> None:
    """Notes which files are of the site, and whether it is *complete*: of one that was broken off, whatever is in the
    folder."""
    noted = {"complete": complete, "files": sorted(names)}
    _write(folder / MANIFEST, json.dumps(noted, indent=0).encode())


def _swept(folder: Path, before: set[str], now: set[str]) -> int:
    """Removes the files of the site before that are no longer of it, and folders that are empty then; how many."""
    gone = sorted(before - now)
    for name in gone:
        path = folder / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            continue
        path.unlink(missing_ok=True)
        for above in path.parents:
            if above == folder or any(above.iterdir()):
                break
            above.rmdir()
    return len(gone)


def _assets(writer: _Writer, frame: Frame) -> None:
    for name, made in assets():
        if not name.startswith("editor"):  # which only a server has use for
            writer.put(f"static/{name}", made)
    writer.put(
        "robots.txt", f"User-agent: *\nAllow: /\n{f'Sitemap: {frame.base}sitemap.xml' if frame.base else ''}\n".encode()
    )


def assets() -> Iterator[tuple[str, bytes]]:
    """The style sheet, scripts and typefaces of a site, by name."""
    folder = files("strategigraf.site") / "static"
    for one in sorted(folder.iterdir(), key=lambda path: path.name):
        if one.is_file():
            yield one.name, one.read_bytes()


def _sitemap(frame: Frame, paths: Iterable[str]) -> bytes:
    places = [f"{frame.base}{frame.place(path, language)}.html" for path in paths for language in frame.languages]
    listed = "".join(f"<url><loc>{escape(place)}</loc></url>\n" for place in dict.fromkeys(places))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n'.encode()
