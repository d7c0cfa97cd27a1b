"""Tables in SQLite, in a file or in memory: how they are opened, asked and changed.

The only module that knows SQLite.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from strategigraf.values.errors import StoreDamaged

if TYPE_CHECKING:
    import sqlite3

_BATCH = 500


class Tables:
    """The tables behind *connection*."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._db = connection

    @classmethod
    def made(cls, schema: str, path: Path | None = None) -> Self:
        """New tables, made by the statements *schema*, in the file *path* (in memory without one), open for
        writing. Raises StoreDamaged where it cannot be written, as every change does."""
        import sqlite3

        with _damage_told():
            connection = sqlite3.connect(path or ":memory:", isolation_level=None)
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + schema)
        return cls(connection)

    @classmethod
    def open(cls, path: Path, writing: bool = False) -> Self:
        """The tables in the file *path*. Raises StoreDamaged where it is not whole."""
        import sqlite3

        how = "mode=rw" if writing else "mode=ro&immutable=1"
        with _damage_told():
            connection = sqlite3.connect(f"file:{_quoted(path)}?{how}", uri=True, isolation_level=None)
            connection.execute("PRAGMA schema_version").fetchone()
            if writing:
                connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        return cls(connection)

    def close(self) -> None:
        """Puts everything on disk."""
        self._db.close()

    def begin(self) -> None:
        """Starts a change of many rows."""
        self.do("BEGIN")

    def commit(self) -> None:
        """Ends a change of many rows."""
        self.do("COMMIT")

    @property
    def changes(self) -> int:
        """How many rows have been changed so far."""
        return self._db.total_changes

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows that *query* gives. Raises StoreDamaged."""
        with _damage_told():
            return self._db.execute(query, values).fetchall()

    def do(self, change: str, values: Sequence[object] = ()) -> None:
        """Makes one *change*. Raises StoreDamaged."""
        with _damage_told():
            self._db.execute(change, values)

    def do_many(self, change: str, rows: Iterable[Sequence[object]]) -> None:
        """Makes the *change* once for each of *rows*. Raises StoreDamaged."""
        with _damage_told():
            self._db.executemany(change, rows)

    def in_batches(self, query: str, values: Sequence[object], *before: object) -> list[Any]:
        """The rows that *query* gives with {0} for *values*, some hundred at a time, after the values *before*."""
        found = []
        for start in range(0, len(values), _BATCH):
            batch = values[start : start + _BATCH]
            found += self.rows(query.format(", ".join("?" * len(batch))), [*before, *batch])
        return found


def _quoted(path: Path) -> str:
    """*path* as part of a URI: the three signs that mean something there, and nothing else, escaped; a drive of Windows
    is the first folder."""
    quoted = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return quoted if quoted.startswith("/") else f"/{quoted}"


@contextmanager
def _damage_told() -> Iterator[None]:
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise StoreDamaged(str(error)) from error
