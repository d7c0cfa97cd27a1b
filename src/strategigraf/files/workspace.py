"""Where the ontology, the data, the shapes and the questions are, and whether a file has changed."""

import os
import re
import zlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import FilesNotFound, OutputNotWritten, WrongValue
from strategigraf.core.rdf import GRAPH, ID, LANGUAGES, Text, know_base
from strategigraf.files.output import os_error_text
from strategigraf.files.settings import SETTINGS, Settings, read_settings, settings_above

# The status of a file in the file system, which shows a change without reading it.

_COARSE, _FINE = 2_000_000_000, 100_000_000  # nanoseconds within which two changes may have the same time
_SECOND = 1_000_000_000
_PAGE = 4096  # bytes for which there is a sum
_CHUNK = 1000 * _PAGE  # bytes that are read at once


class FileStatus(NamedTuple):
    """Size in bytes, time of modification, time of the last change of any kind (which nobody can set; on Windows that
    of creation), both in nanoseconds, and number of the file."""

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, path: "str | Path | os.DirEntry[str]") -> "FileStatus":
        """The status of the file *path*, links followed. Raises OSError."""
        found = (
            path.stat() if isinstance(path, os.DirEntry) and os.name != "nt" else os.stat(path)
        )  # Windows tells less
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def is_settled(self, moment: int) -> bool:
        """Whether a change after *moment* (nanoseconds) shows in the status: the last one is long enough ago for the
        clock of the file system, which on some counts seconds."""
        last = max(self.modified, self.changed)
        return last < moment - (_FINE if self.changed % _SECOND else _COARSE)


def checksum(path: Path) -> str:
    """A checksum of the file *path*: against damage, not against an attack. Raises OSError."""
    return checksum_of(page_sums(path))


def checksum_of(sums: bytes) -> str:
    """The checksum of a file with the *sums* of its pages."""
    return f"{zlib.crc32(sums):08x}"


def page_sums(path: Path, known: bytes = b"", changed: Collection[int] | None = None) -> bytes:
    """The sum of each page of the file *path*, four bytes each; where they are *known* of an earlier state, only the
    pages that are *changed* (counted from 1) since then are read. Raises OSError."""
    sums = array("I", known)
    with path.open("rb") as stream:
        if changed is None:
            while content := memoryview(stream.read(_CHUNK)):
                sums.extend(zlib.crc32(content[at : at + _PAGE]) for at in range(0, len(content), _PAGE))
            return sums.tobytes()
        sums.extend([0] * (max(changed, default=0) - len(sums)))
        for page in changed:
            stream.seek((page - 1) * _PAGE)
            sums[page - 1] = zlib.crc32(stream.read(_PAGE))
    return sums.tobytes()


POLICY, KINDS = "policy.ttl", "kinds.ttl"
TABLE = ".measurements.csv"  # how the names of tables of measurements end
OF_DATA = (".ttl", ".sssom.tsv", TABLE)  # how the names of files of data end
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)


class Workspace(NamedTuple):
    """The folders of a dataset. `queries` may hold several: the program's own first, then, beside the user's data, the
    user's. `extra` are Turtle files from elsewhere that count as data as well. `beneath` are the data folders that
    `data` lies over, the lowest first (decision 50); `settings` are those of a `strategigraf.toml`, if there is one."""

    ontology: Path
    data: Path
    shapes: Path
    queries: tuple[Path, ...]
    extra: tuple[Path, ...] = ()
    beneath: tuple[Path, ...] = ()
    settings: Settings | None = None

    @property
    def layers(self) -> tuple[Path, ...]:
        """The data folders, the lowest first; the last is the user's own."""
        return (*self.beneath, self.data)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that titles and reasons are to be in."""
        return self.settings.languages if self.settings else LANGUAGES

    @property
    def base(self) -> str:
        """The IRI that the user's own things lie below."""
        return self.settings.base if self.settings else ID

    @property
    def sources(self) -> Path | None:
        """The folder of source texts, where the workspace has one."""
        return self.settings.sources if self.settings and self.settings.sources.is_dir() else None

    def own_strategies(self) -> list[str]:
        """The names of the strategies in the user's own layer, which are those of their files, in order; none without
        settings."""
        folder = self.data / "strategies"
        return sorted(path.stem for path in folder.glob("*.ttl")) if self.settings else []

    def is_own(self, path: Path | str) -> bool:
        """Whether the file *path* lies in the user's own layer."""
        return str(path).startswith(f"{self.data}{os.sep}")

    @property
    def program_data(self) -> Path:
        """The folder of the library: the program's own data."""
        return program_folder() / "data"

    @property
    def program_shapes(self) -> Path:
        """The folder of the program's own shapes, by which the library is judged."""
        return program_folder() / "shapes"

    def of_library(self, paths: Iterable[Path]) -> list[Path]:
        """Those of *paths* that belong to the library where it lies beneath one's own data."""
        library = self.program_data
        return [path for path in paths if library in path.parents] if self.settings and library in self.beneath else []

    def in_use(self) -> "Workspace":
        """This workspace, the short names of whose things are read below its own base IRI from now on."""
        know_base(self.base, self.own_strategies())
        return self

    def ontology_files(self) -> list[Path]:
        """The vocabulary, the SDG register and, unless the data have their own, the tracing policy, by name."""
        policy = self.policy_file()
        given = [policy] if policy.name == SETTINGS else []
        own = policy.parent != self.ontology
        return [*sorted(path for path in self.ontology.glob("*.ttl") if not (own and path.name == POLICY)), *given]

    def policy_file(self) -> Path:
        """The tracing policy: `policy.ttl` of the data folder where it has one, else the settings where they ask for
        another policy than the program's, else that."""
        own = self.data / POLICY
        if own.is_file():
            return own
        return self.settings.path if self.settings and self.settings.has_policy else self.ontology / POLICY

    def kinds_files(self) -> list[Path]:
        """The data files called `kinds.ttl`, by path: kinds of one's own."""
        return [path for path in self.data_files() if path.name == KINDS]

    def layer_of(self, graph: str) -> Path:
        """The data folder in which the file with the named graph *graph* lies."""
        found = re.match(r"layer-(\d+)/", graph.removeprefix(GRAPH))
        return self.beneath[int(found[1]) - 1] if found else self.data

    def glossary_file(self) -> Path:
        """The glossary of the data folder, which need not be there; the program's own holds for no other data."""
        return self.data / "glossary.tsv"

    def data_files(self) -> list[Path]:
        """All Turtle files of the data folder and its subfolders, by path; none that is hidden (`_entries`)."""
        return list(map(Path, self.in_order(entry.path for entry in self._data_entries(".ttl"))))

    def has_data(self) -> bool:
        """Whether the data folder has any file of data."""
        return any(True for _ in self._data_entries(OF_DATA))

    def _data_entries(self, ends: str | tuple[str, ...]) -> "Iterator[os.DirEntry[str]]":
        """The files of all layers whose names end so; of the tracing policies beneath only one's own counts."""
        for folder in self.layers:
            policy = str(folder / POLICY) if folder != self.data else None
            yield from (entry for entry in _entries(folder, ends) if entry.path != policy)

    def graph_files(self) -> list[Path]:
        """Everything that goes into the dataset: the ontology files, the data files, then the extra ones."""
        return [*self.ontology_files(), *self.data_files(), *self.extra]

    def editable_files(self) -> list[Path]:
        """The Turtle files that an editor writes: where one's own data lie over others, those alone; else all that goes
        into the dataset, and the shapes."""
        if self.settings or self.beneath:
            return [path for path in self.data_files() if self.is_own(path)]
        return [*self.graph_files(), *self.shape_files()]

    def alignment_files(self) -> list[Path]:
        """The mapping sets (SSSOM), by path; none that is hidden (`_entries`)."""
        return list(map(Path, self.in_order(entry.path for entry in self._data_entries(".sssom.tsv"))))

    def all_files(self) -> list[Path]:
        """Every file that the dataset is made from: the Turtle files, then the mapping sets and tables."""
        of_data = (entry.path for entry in self._data_entries(OF_DATA))
        return list(map(Path, self.in_order([*map(str, [*self.ontology_files(), *self.extra]), *of_data])))

    def in_order(self, names: Iterable[str]) -> list[str]:
        """*names*, which are paths of `all_files`, in their order."""
        extra = {str(path): number for number, path in enumerate(self.extra)}
        ontology, policy = f"{self.ontology}{os.sep}", str(self.policy_file())
        layers = [f"{folder}{os.sep}" for folder in self.layers]

        def place(name: str) -> tuple[int, int, list[str]]:
            if name in extra:
                return 2, extra[name], []
            layer = next((number for number, folder in enumerate(layers) if name.startswith(folder)), 0)
            first = name.startswith(ontology) or (name == policy and name.endswith(SETTINGS))
            return 0 if first else 1 if name.endswith(".ttl") else 3, layer, name.split(os.sep)

        return sorted(names, key=place)

    def statuses(self) -> dict[str, FileStatus]:
        """The status of each of `all_files`, by path, in one walk of the folders; a file that vanishes meanwhile is
        left out."""
        status_by_path = {}
        entries = [*_entries(self.ontology, ".ttl", deep=False), *self._data_entries(OF_DATA)]
        for entry in entries:
            try:
                status_by_path[entry.path] = FileStatus.of(entry)
            except FileNotFoundError:
                continue
        policy = self.policy_file()
        for path in map(str, (*self.extra, *([policy] if policy.name == SETTINGS else []))):
            with suppress(FileNotFoundError):
                status_by_path[path] = FileStatus.of(path)
        if policy.parent != self.ontology:
            status_by_path.pop(str(self.ontology / POLICY), None)
        return status_by_path

    def places(self) -> tuple[str, ...]:
        """The folders of ontology and data as they are named: through a link a folder has several names."""
        return str(self.ontology), *map(str, self.layers)

    def shape_files(self) -> list[Path]:
        """The shapes, one file per class, by name."""
        return sorted(self.shapes.glob("*.ttl"))

    def query_files(self) -> list[Path]:
        """The question files by name; the program's own go before others of the same name."""
        path_by_name = {path.stem: path for folder in reversed(self.queries) for path in folder.glob("*.rq")}
        return [path_by_name[name] for name in sorted(path_by_name)]

    def hidden_queries(self) -> list[Path]:
        """The question files that are not asked because the program has a question of that name, by path."""
        own = self.query_files() if len(self.queries) > 1 else []
        return (
            []
            if not own
            else sorted(path for folder in self.queries for path in folder.glob("*.rq") if path not in own)
        )

    def graph_name(self, path: Path) -> str:
        """The IRI of the named graph that holds the file *path*, which is in the ontology or a data folder; what lies
        beneath one's own data has the number of its layer in it."""
        beneath = ((folder, f"layer-{number}/") for number, folder in enumerate(self.beneath, start=1))
        for folder, prefix in ((self.data, ""), (self.ontology, "ontology/"), *beneath):
            within = f"{folder}{os.sep}"
            if str(path).startswith(within):  # as it nearly always does, and told sooner than by their parts
                location = path.as_posix()[len(within) :]
            elif path.is_relative_to(folder):
                location = path.relative_to(folder).as_posix()
            else:
                continue
            return (
                GRAPH + prefix + in_iri(location.removesuffix(".ttl").removesuffix(".sssom.tsv").removesuffix(".csv"))
            )
        return GRAPH + "files/" + in_iri(path.stem)


def renamed(path: str, places: Iterable[str], others: Iterable[str]) -> str:
    """The *path* of a file in one of the folders *places*, which *others* are as well, by the name of the other one."""
    for place, other in zip(places, others, strict=True):
        if path.startswith(place + os.sep):
            return other + path[len(place) :]
    return path


def in_iri(name: str) -> str:
    """The file name or path *name* as a part of an IRI, other names as other parts."""
    if _PLAIN.fullmatch(name):
        return name
    from urllib.parse import quote

    return "".join(sign if sign.isalpha() else quote(sign.encode("utf-8", "surrogateescape")) for sign in name)


def is_mapping_set(path: Path) -> bool:
    """Whether the file *path* is a mapping set (SSSOM) and not Turtle."""
    return path.name.endswith(".sssom.tsv")


def is_table(path: Path) -> bool:
    """Whether the file *path* is a table of measurements and not Turtle."""
    return path.name.endswith(TABLE)


def program_folder() -> Path:
    """The folder that holds `ontology`, `data`, `shapes` and `queries` of the program itself: inside the installed
    package, or the top of the checkout it runs from."""
    package = Path(__file__).resolve().parents[1]
    bundle = package / "bundle"
    return bundle if bundle.is_dir() else package.parents[1]


def refuse_installed(workspace: Workspace) -> None:
    """Raises OutputNotWritten where the data of *workspace* are those of an installed program."""
    home = program_folder()
    if home.name == "bundle" and workspace.data == home / "data":
        raise OutputNotWritten(
            Text(
                f"Programmets egne data i {workspace.data} hører til installationen og ændres ikke.",
                f"The program's own data in {workspace.data} belong to the installation and are not changed.",
            ),
            Text(
                "Kopiér mappen, og angiv kopien med --data eller STRATEGIGRAF_DATA.",
                "Copy the folder, and give the copy with --data or STRATEGIGRAF_DATA.",
            ),
        )


def find_workspace(*layers: Path) -> Workspace:
    """The workspace with the program's own folders, and the data folders *layers*, the lowest first, in place of its
    data where given. A folder that holds settings stands for the data that they speak of; without *layers* such a
    folder is looked for where the user is, and above.

    A folder `queries` inside the highest layer adds the user's questions. Raises FilesNotFound where a folder is
    missing, SettingsFaulty, WrongValue where one layer lies within another.
    """
    home = program_folder()
    given = list(dict.fromkeys(layers))
    if not given and (found := settings_above(Path())):
        given = [found]
    settings, folders = None, list[Path]()
    for folder in given:
        if (folder / SETTINGS).is_file():
            settings = read_settings(folder)
            folders += [home / "data"] if settings.library else []
            folders.append(settings.data)
        else:
            folders.append(folder)
    *beneath, data = dict.fromkeys(folders or [home / "data"])
    _refuse_nested([*beneath, data])
    queries = [home / "queries"]
    if given and (data / "queries").is_dir():
        queries.append(data / "queries")
    workspace = Workspace(
        home / "ontology", data, home / "shapes", tuple(queries), beneath=tuple(beneath), settings=settings
    )
    for folder in _folders(workspace):
        if not folder.is_dir():
            raise FilesNotFound(
                Text(da=f"Mappen {folder} findes ikke.", en=f"The folder {folder} does not exist."),
                Text(
                    da="Angiv en mappe med strategier i Turtle med --data, eller installér programmet igen.",
                    en="Give a folder of strategies in Turtle with --data, or install the program again.",
                ),
            )
    return workspace.in_use()


def layers_in(value: str) -> list[str]:
    """The folders that *value* of STRATEGIGRAF_DATA names, the lowest layer first: one, or several as in PATH."""
    return [value] if os.path.isdir(value) else [folder for folder in value.split(os.pathsep) if folder]


def _refuse_nested(folders: Sequence[Path]) -> None:
    """Raises WrongValue where one of *folders* lies within another: its files would count twice."""
    places = [(folder, Path(os.path.realpath(folder))) for folder in folders] if len(folders) > 1 else []
    for inner, place in places:
        for outer, whole in places:
            if inner != outer and place.is_relative_to(whole):
                raise WrongValue(
                    Text(
                        f"Datamappen {inner} ligger i datamappen {outer}.",
                        f"The data folder {inner} lies within the data folder {outer}.",
                    ),
                    Text("Angiv kun den ene, eller flyt den.", "Give just one of them, or move it."),
                )


def files_at(paths: Iterable[Path], ends: str | tuple[str, ...] = ".ttl") -> list[Path]:
    """The files among *paths*, and those in the folders among them that are not hidden and whose names end so, by path.
    Raises FilesNotFound."""
    files: set[Path] = set()
    for path in paths:
        if path.is_dir():
            files.update(Path(entry.path) for entry in _entries(path, ends))
        elif path.is_file():
            files.add(path)
        else:
            raise FilesNotFound(
                Text(da=f"Filen {path} findes ikke.", en=f"The file {path} does not exist."),
                Text(da="Kontrollér stien.", en="Check the path."),
            )
    return sorted(files)


def _entries(folder: Path | str, ends: str | tuple[str, ...], deep: bool = True) -> "Iterator[os.DirEntry[str]]":
    """The files in *folder* and, with *deep*, below it whose names end so. What is hidden (a name that begins with a
    dot) is left out: locks and copies of editors, folders of sync and version programs."""
    with _scanned(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, ends) if deep else ()
            elif entry.name.endswith(ends):
                yield entry


def _scanned(folder: Path | str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
    """The entries of *folder*. Raises FilesNotFound where the system does not let them be read."""
    try:
        return os.scandir(folder)
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = os_error_text(error)
        raise FilesNotFound(
            Text(f"Mappen {folder} kan ikke læses: {reason.da}.", f"The folder {folder} cannot be read: {reason.en}."),
            Text("Ret adgangen til mappen, eller flyt den.", "Correct the access to the folder, or move it."),
        ) from error


def _folders(workspace: Workspace) -> Iterator[Path]:
    yield from workspace.layers
    yield workspace.ontology
    yield workspace.shapes
    yield from workspace.queries
