"""The reviews of a dataset: the latest of each link and alignment, and the files that new ones are entered in."""

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from strategigraf.files.obstacle import obstacle
from strategigraf.files.output import write
from strategigraf.files.review_file import with_reviews
from strategigraf.files.workspace import Workspace, program_folder
from strategigraf.use.fingerprint import Ground, Material, said
from strategigraf.use.store import Store
from strategigraf.values.errors import OutputNotWritten
from strategigraf.values.namespaces import ID, PROV, SG
from strategigraf.values.natural import natural
from strategigraf.values.review import Fingerprint, Review, Said
from strategigraf.values.text import Text

FOLDER = "reviews"
_ID = ID + FOLDER + "/"
_SETS = ("wordsHash", "subjectHash", "objectHash", "sourceHash")
_TEXTS = f"SELECT ?review (LANG(?text) AS ?language) ?text WHERE {{{{ ?review <{SG}{{0}}> ?text }}}}"
_PLACES = f"""
PREFIX sg: <{SG}>
SELECT ?review ?graph WHERE {{ GRAPH ?graph {{ ?review a sg:Review }} }}
ORDER BY ?review ?graph"""


def latest_reviews(store: Store) -> dict[str, Review]:
    """The latest review in *store* of each link or alignment that has one, by what is reviewed (IRI)."""
    reviewed = dict(reversed(said(store, SG + "reviews")))
    if not reviewed:
        return {}
    sets = [_values(store, name) for name in _SETS]
    links, revised = dict(reversed(said(store, SG + "linkHash"))), dict(reversed(said(store, PROV + "wasRevisionOf")))
    texts = [_texts(store, name) for name in ("reviewRole", "reviewReason")]
    earlier = {revised[review] for review in reviewed if review in revised}
    latest = {}
    for review in sorted(reviewed, key=lambda review: (review not in earlier, natural(review))):
        words, subject, target, sources = (frozenset(found.get(review, ())) for found in sets)
        made = Fingerprint(words, subject, target, links.get(review, ""), sources)
        role, reason = (Said(tuple(found.get(review, ()))) for found in texts)
        latest[reviewed[review]] = Review(review, reviewed[review], made, role, reason, revised.get(review, ""))
    return latest


def _values(store: Store, name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for review, value in said(store, SG + name):
        found[review].append(value)
    return found


def _texts(store: Store, name: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for review, language, text in sorted(set(store.rows(_TEXTS.format(name)))):
        found[review].append((language, text))
    return found


def enter(workspace: Workspace, store: Store, statements: Collection[str], role: Said, reason: Said) -> list[Path]:
    """Enters a new review of each of *statements* (links and alignments of *store*, IRIs) as they are now, and gives
    the files it is entered in: the one with the review before it, else one in `reviews/`, called like the strategy or
    mapping set. Earlier reviews stay.

    All files are made before the first is written, and each is whole, the old one or the new one, at every moment.
    Raises OutputNotWritten, TurtleSyntax, CommentInside, and KeyError for what is no link or alignment.
    """
    refuse_installed(workspace)
    material, latest = Material(store), latest_reviews(store)
    places = {row[0]: row[1] for row in store.rows(_PLACES)}
    paths = {workspace.graph_name(path): path for path in workspace.graph_files()}
    by_path: dict[Path, list[Review]] = defaultdict(list)
    for statement in sorted(statements, key=natural):
        ground, before = material.grounds[statement], latest.get(statement)
        name = _next(before.review) if before else _first(ground)
        path = workspace.data / FOLDER / f"{_place(ground)}.ttl"
        if before:
            path = paths.get(places.get(before.review, ""), path)
        made = material.fingerprint(statement)
        by_path[path].append(Review(name, statement, made, role, reason, before.review if before else ""))
    contents = {path: with_reviews(path, found) for path, found in sorted(by_path.items())}
    for path, content in contents.items():
        try:
            path.parent.mkdir(exist_ok=True)
            write(path, content.encode("utf-8"))
        except (OutputNotWritten, OSError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__
            assert isinstance(cause, OSError)
            raise _not_entered(path, obstacle(cause)) from error
    return list(contents)


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
                "Copy the folder, and name the copy with --data or STRATEGIGRAF_DATA.",
            ),
        )


def _place(ground: Ground) -> str:
    """What the file is called in which a first review of *ground* is entered: as the folder of its IRI, where it has
    one of the project's, else as its strategy or mapping set."""
    if ground.statement.startswith(ID):
        return ground.statement.removeprefix(ID).rpartition("/")[0].rpartition("/")[2] or "others"
    return ground.group.rpartition("/")[2].rpartition("#")[2] or "others"


def _first(ground: Ground) -> str:
    if ground.statement.startswith(ID):
        return f"{_ID}{ground.statement.removeprefix(ID)}-review-1"
    from hashlib import blake2b

    local = ground.statement.rpartition("/")[2].rpartition("#")[2]
    code = blake2b(ground.statement.encode(), digest_size=4).hexdigest()
    return f"{_ID}{_place(ground)}/{local}-{code}-review-1"


def _next(review: str) -> str:
    stem, dash, number = review.rpartition("-review-")
    return f"{stem}{dash}{int(number) + 1}" if dash and number.isdigit() else f"{review}-review-2"


def _not_entered(path: Path, reason: Text) -> OutputNotWritten:
    return OutputNotWritten(
        Text(
            f"Gennemgangen kan ikke skrives i {path}: {reason.da}. Det, der stod der, er helt.",
            f"The review cannot be written to {path}: {reason.en}. What stood there is whole.",
        ),
        Text(
            "Giv plads og skriverettighed, eller kopiér datamappen og angiv kopien med --data.",
            "Make room and give write permission, or copy the data folder and name the copy with --data.",
        ),
    )
