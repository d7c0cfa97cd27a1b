"""The schema of the tables, and how they are written as Parquet: in files by bucket, each with the rows of many
strategies in order; all or none.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf.core.errors import LibraryMissing, OutputNotWritten
from strategigraf.core.rdf import SG, Text, message, short
from strategigraf.core.text import installing
from strategigraf.files.output import written
from strategigraf.store.names import strategies_named

if TYPE_CHECKING:
    from strategigraf.store.sparql import EmbeddedStore

# The schema: the tables, their columns, and what a row of each is.

VERSION = 1
TEXT, INTEGER, DECIMAL, TRUTH = "string", "int32", "float64", "bool"


class Field(NamedTuple):
    """A column: its name, its type, and whether every row has it."""

    name: str
    type: str = TEXT
    is_whole: bool = False


class Layout(NamedTuple):
    """A table: its name, which is that of its query; its columns, in the order of the query, and what one of its rows
    is, in English; of things of a `strategy` (which comes first, by its short name), or of all together."""

    name: str
    fields: tuple[Field, ...]
    row: str
    of_strategy: bool = True


def _fields(*told: str) -> tuple[Field, ...]:
    """Fields written `name`, `name:type`, with `!` behind where every row has it."""
    found = []
    for one in told:
        name, _, kind = one.rstrip("!").partition(":")
        found.append(Field(name, kind or TEXT, one.endswith("!")))
    return tuple(found)


TABLES = (
    Layout(
        "strategies",
        _fields("strategy_iri!", "title_da", "title_en", "owner", "start", "end"),
        "a strategy",
    ),
    Layout(
        "elements",
        _fields("element!", "kind!", "place:int32!", "number", "title_da", "title_en", "term", "part_of", "status",
                "responsible"),
        "an element; several where it has several wholes or responsible bodies: count distinct elements",
    ),
    Layout(
        "links",
        _fields("link!", "subject!", "predicate!", "object!", "basis!", "confidence:float64", "rationale_da",
                "rationale_en"),
        "a link, as the source or an editor makes it",
    ),
    Layout(
        "edges",
        _fields("subject!", "predicate!", "object!", "basis", "link"),
        "one step upwards; of the structure without basis and link",
    ),
    Layout(
        "claims",
        _fields("element!", "target!", "basis!", "link!"),
        "a mark: what an element contributes to, itself or (basis Inherited) through what it is part of",
    ),
    Layout(
        "quotes",
        _fields("bearer!", "quote!", "words!", "section!", "document!", "page:int32"),
        "a quote of an element or link (the bearer)",
    ),
    Layout(
        "alignments",
        _fields("alignment!", "mapping_set!", "subject!", "predicate!", "object!", "negative:bool!",
                "confidence:float64", "rationale_da", "rationale_en"),
        "an alignment, in the strategy of its subject, or of its object where that has no counterpart",
    ),
    Layout(
        "measurements",
        _fields("measurement!", "indicator!", "role!", "value:float64", "printed", "bound", "period", "start", "end",
                "breakdown"),
        "a baseline, target or actual value of an indicator",
    ),
    Layout("targets", _fields("target!", "number!", "goal!", "title_da", "title_en"), "an SDG target", False),
)  # fmt: skip

# The files.

_MANY = 500  # strategies of a bucket, about
_FEWEST = 4  # buckets
_BATCH = 20_000  # rows that are put into a file at once
_MARK = "_strategigraf"  # the file that tells a folder of ours


def write_parquet(
    store: "EmbeddedStore", folder: Path, strategies: Sequence[str] = (), progress: Callable[[int, int], None] = print
) -> dict[str, int]:
    """Writes the tables of *strategies* (all without any) into *folder*, which is new, empty or an earlier export; how
    many rows each table has. *progress* is told how many strategies are done.

    Raises LibraryMissing, OutputNotWritten where something else is in *folder*, UnknownStrategy.
    """
    import shutil
    from tempfile import mkdtemp

    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise LibraryMissing(
            Text("Pakken til Parquet er ikke installeret.", "The package for Parquet is not installed."),
            installing("parquet"),
        ) from error
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARK).is_file())):
        raise OutputNotWritten(
            Text(
                f"{folder} er ikke en eksport, der kan erstattes.", f"{folder} is not an export that can be replaced."
            ),
            Text("Angiv en ny eller tom mappe.", "Give a new or empty folder."),
        )
    chosen = sorted(strategies_named(store, strategies) or _all_strategies(store))
    with written(str(folder), message("parquet.elsewhere")):
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
        try:
            counts = _write(store, fresh, chosen, progress)
            (fresh / _MARK).write_text(f"{VERSION}\n", encoding="utf-8")
            fresh.chmod(0o755)
            if folder.exists():
                shutil.rmtree(folder)
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return counts


def _all_strategies(store: "EmbeddedStore") -> list[str]:
    return [thing.iri for thing in store.index.named(store.index.of_class(SG + "Strategy")).values()]


def _write(
    store: "EmbeddedStore", folder: Path, strategies: Sequence[str], progress: Callable[[int, int], None]
) -> dict[str, int]:
    buckets = max(_FEWEST, -(-len(strategies) // _MANY))
    by_bucket: list[list[str]] = [[] for _ in range(buckets)]
    for strategy in strategies:
        by_bucket[zlib.crc32(short(strategy).encode()) % buckets].append(strategy)
    counts = {layout.name: 0 for layout in TABLES}
    done = 0
    for number, mine in enumerate(by_bucket):
        writers = {layout: _Writer(folder, layout, number) for layout in TABLES if layout.of_strategy}
        for strategy in mine:
            part = store.anew()  # what is kept of one strategy goes with it
            for layout, writer in writers.items():
                writer.add(_rows(part, layout, strategy))
            done += 1
            progress(done, len(strategies) + 1)
        for layout, writer in writers.items():
            counts[layout.name] += writer.close()
    for layout in (layout for layout in TABLES if not layout.of_strategy):
        writer = _Writer(folder, layout, None)
        writer.add(store.rows_of(f"export/{layout.name}"))
        counts[layout.name] = writer.close()
    progress(len(strategies) + 1, len(strategies) + 1)
    return counts


def _rows(store: "EmbeddedStore", layout: Layout, strategy: str) -> Iterator[tuple[str, ...]]:
    name = short(strategy)
    return ((name, *row) for row in store.rows_of(f"export/{layout.name}", strategy=strategy))


class _Writer:
    """The file of a table in a bucket (or of all), which is there when it has rows."""

    def __init__(self, folder: Path, layout: Layout, bucket: int | None) -> None:
        import pyarrow

        place = folder / layout.name
        self._path = (place if bucket is None else place / f"bucket={bucket:04d}") / "part-0.parquet"
        fields = [
            pyarrow.field(field.name, pyarrow.type_for_alias(field.type), nullable=not field.is_whole)
            for field in layout.fields
        ]
        if layout.of_strategy:
            fields.insert(0, pyarrow.field("strategy", pyarrow.string(), nullable=False))
        self._schema = pyarrow.schema(fields, {"row": layout.row, "version": str(VERSION)})
        self._makers = [_maker(str(field.type)) for field in fields]
        self._waiting: list[tuple[str, ...]] = []
        self._writer: Any = None
        self._count = 0

    def add(self, rows: "Iterator[tuple[str, ...]] | list[tuple[str, ...]]") -> None:
        """Adds *rows* of texts, an empty one where there is no value."""
        self._waiting += rows
        if len(self._waiting) >= _BATCH:
            self._put()

    def close(self) -> int:
        """Completes the file; how many rows it has."""
        if self._waiting:
            self._put()
        if self._writer is not None:
            self._writer.close()
        return self._count

    def _put(self) -> None:
        import pyarrow
        import pyarrow.parquet

        if self._writer is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pyarrow.parquet.ParquetWriter(self._path, self._schema, compression="zstd")
        columns = [
            pyarrow.array([make(value) for value in column], field.type)
            for make, column, field in zip(self._makers, zip(*self._waiting, strict=True), self._schema, strict=True)
        ]
        self._writer.write_table(pyarrow.Table.from_arrays(columns, schema=self._schema))
        self._count += len(self._waiting)
        self._waiting = []


def _maker(kind: str) -> Callable[[str], object]:
    """What makes a value of the type *kind* of a text; None of an empty one."""
    if kind == INTEGER:
        return lambda text: int(text) if text else None
    if kind in (DECIMAL, "double"):
        return lambda text: float(text) if text else None
    if kind == TRUTH:
        return lambda text: text in ("true", "1")
    return lambda text: text or None
