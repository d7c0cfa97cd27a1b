"""Making a workspace in Python: its settings, its first data, a place for the sources, and what to do next."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import OutputNotWritten, WrongValue
from strategigraf.core.rdf import ID, LANG_STRING, LANGUAGES, PREFIXES, RDF, SG, SKOS, XSD, Iri, Literal, Term, Text
from strategigraf.core.text import visible
from strategigraf.files.output import not_written
from strategigraf.files.preset import PRESETS
from strategigraf.files.settings import BASE_REMEDY, OWN_POLICY, SETTINGS, base_fault, settings_above, years
from strategigraf.files.turtle_format import format_statements
from strategigraf.files.workspace import program_folder
from strategigraf.store.names import one_of

_AROUND = (".DS_Store", ".git", ".gitattributes", ".gitignore", "Thumbs.db", "desktop.ini")  # no content of a folder
_LONGEST = 60  # signs of a name that is made of a title
_TITLE = 160
_TEMPLATES = Path(__file__).parent / "templates"
Statement = tuple[Term, Term, Term]


class Made(NamedTuple):
    """A workspace that was made: its folder, the name of its strategy, its files by path within it, and whether it is a
    repository of git."""

    folder: Path
    strategy: str
    files: tuple[str, ...]
    repository: bool


def create_workspace(
    folder: str | os.PathLike[str],
    title: str,
    owner: str,
    period: str = "",
    languages: str | Iterable[str] = ("da",),
    preset: str = OWN_POLICY,
    base: str = ID,
) -> Made:
    """Makes a workspace in *folder*, which must be new or empty: for the strategy *title* of the organisation *owner*.

    *period* is its years (`2025-2028`), *languages* those of its texts ("da", "en" or both), *preset* the policy that
    it is held to, *base* the IRI that all things of its own will lie below. All of it is made, or nothing.

    Raises WrongValue where the folder has something in it, lies in another workspace, or a value is no such thing;
    OutputNotWritten where nothing may be written there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sg.create_workspace(folder, "Fælles om byen", "Eksempelby Kommune").strategy
    'faelles-om-byen'
    """
    place = Path(folder)
    spoken = [languages] if isinstance(languages, str) else list(dict.fromkeys(languages))
    for language in spoken:
        one_of(language, LANGUAGES, Text("et sprog for arbejdsområdet", "a language of the workspace"))
    preset = one_of(preset, PRESETS, Text("et sæt krav", "a set of requirements"))
    title, owner = _checked(title, Text("Titlen", "The title")), _checked(owner, Text("Ejeren", "The owner"))
    start, end = _years(period)
    if fault := base_fault(base):
        raise WrongValue(
            Text(f"Basis-IRI'en »{base}« {fault.da}.", f"The base IRI “{base}” {fault.en}."),
            BASE_REMEDY,
        )
    strategy = _slug(title, start, end)
    if base == ID and (program_folder() / "data" / "strategies" / f"{strategy}.ttl").is_file():
        raise WrongValue(
            Text(
                f"Biblioteket har allerede strategien {strategy}.", f"The library has the strategy {strategy} already."
            ),
            Text("Vælg en anden titel, eller giv en basis-IRI.", "Choose another title, or give a base IRI."),
        )
    _refuse_occupied(place)
    contents = {
        SETTINGS: _settings(title, owner, period.strip(), spoken or ["da"], preset, base),
        "README.md": _readme(place, title, strategy, spoken[0]),
        ".gitignore": ".strategigraf.lock\n*.part\n",
        "sources/.gitkeep": "",
        f"data/strategies/{strategy}.ttl": _strategy(base, strategy, title, owner, start, end, spoken[0]),
        "data/organisations.ttl": _organisations(base, owner, spoken[0]),
    }
    has_git = (place / ".git").exists()
    kept = {name: text for name, text in contents.items() if not (place / name).exists()}
    _write_all(place, kept)
    return Made(place, strategy, tuple(sorted(kept)), has_git or _make_repository(place))


def _checked(words: str, what: Text) -> str:
    found = " ".join(words.split())
    if not 2 <= len(found) <= _TITLE or visible(found) != found:
        raise WrongValue(
            Text(f"{what.da} skal være på 2 til {_TITLE} tegn.", f"{what.en} must have 2 to {_TITLE} characters."),
            Text("Skriv navnet som på forsiden.", "Write the name as it is on the cover."),
        )
    return found


def _years(period: str) -> tuple[str, str]:
    try:
        return years(period)
    except ValueError:
        raise WrongValue(
            Text(f"»{period}« er ikke en periode.", f"“{period}” is not a period."),
            Text("Skriv første og sidste år, fx 2025-2028.", "Write the first and the last year, such as 2025-2028."),
        ) from None


def _folded(words: str) -> str:
    letters = words.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST + 1].rpartition("-")[0] or plain[:_LONGEST]


def _slug(title: str, start: str, end: str) -> str:
    """The name of the strategy *title*, with its years where the title does not give them."""
    name = _folded(title) or "strategi"
    told = "-".join(dict.fromkeys(year for year in (start, end) if year and year not in name))
    return f"{name}-{told}" if told else name


def _refuse_occupied(place: Path) -> None:
    """Raises WrongValue where *place* is not a folder to begin in."""
    if above := settings_above(place.parent if not place.exists() else place):
        raise WrongValue(
            Text(f"{place} ligger i arbejdsområdet {above}.", f"{place} lies in the workspace {above}."),
            Text("Vælg en mappe uden for det.", "Choose a folder outside of it."),
        )
    try:
        there = sorted(entry for entry in os.listdir(place) if entry not in _AROUND) if place.exists() else []
    except NotADirectoryError:
        there = [place.name]
    except OSError as error:
        raise not_written(str(place), error) from error
    if there:
        raise WrongValue(
            Text(f"Mappen {place} er ikke tom: {there[0]}.", f"The folder {place} is not empty: {there[0]}."),
            Text("Vælg en ny eller tom mappe.", "Choose a new or an empty folder."),
        )


def _settings(title: str, owner: str, period: str, languages: Sequence[str], preset: str, base: str) -> str:
    values = {"title": title, "owner": owner, "period": period, "languages": list(languages), "base": base}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join([*lines, f'preset = "{preset}"', "library = true", ""])


def _readme(place: Path, title: str, strategy: str, language: str) -> str:
    text = (_TEMPLATES / f"readme-{language}.md").read_text(encoding="utf-8")
    return text.replace("{title}", title).replace("{strategy}", strategy)


def _strategy(base: str, name: str, title: str, owner: str, start: str, end: str, language: str) -> str:
    node = Iri(base + name)
    told: list[Statement] = [
        (node, Iri(RDF + "type"), Iri(SG + "Strategy")),
        (node, Iri(SKOS + "prefLabel"), Literal(title, LANG_STRING, language)),
        (node, Iri(SG + "owner"), _owner(base, owner)),
    ]
    told += [
        (node, Iri(SG + verb), Literal(year, XSD + "gYear")) for verb, year in (("start", start), ("end", end)) if year
    ]
    return format_statements(told, {"id": base, "organisations": f"{base}organisations/"}, [f"# {title}"])


def _owner(base: str, owner: str) -> Iri:
    return Iri(f"{base}organisations/{_folded(owner) or 'owner'}")


def _organisations(base: str, owner: str, language: str) -> str:
    told: list[Statement] = [
        (_owner(base, owner), Iri(RDF + "type"), Iri(PREFIXES["org"] + "Organization")),
        (_owner(base, owner), Iri(SKOS + "prefLabel"), Literal(owner, LANG_STRING, language)),
    ]
    return format_statements(told, {"organisations": f"{base}organisations/"}, [])


def _write_all(place: Path, contents: dict[str, str]) -> None:
    """Writes the *contents*, by path within *place*; whatever fails leaves nothing behind. Raises OutputNotWritten."""
    made: list[Path] = []
    try:
        for folder in dict.fromkeys((place / name).parent for name in contents):
            for missing in reversed([part for part in (folder, *folder.parents) if not part.exists()]):
                missing.mkdir()
                made.append(missing)
        for name, text in contents.items():
            path = place / name
            made.append(path)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
    except OSError as error:
        for path in reversed(made):
            _take_back(path)
        raise OutputNotWritten(
            not_written(str(place), error).message,
            Text(
                "Vælg en mappe, som du kan skrive i, fx uden for en synkroniseret mappe. Intet er oprettet.",
                "Choose a folder that you can write in, such as one that is not synchronised. Nothing has been made.",
            ),
        ) from error


def _take_back(path: Path) -> None:
    from contextlib import suppress

    with suppress(OSError):
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)


def _make_repository(place: Path) -> bool:
    """Makes *place* a repository of git where git is to hand and it does not lie in one; whether it is one now."""
    import subprocess
    from shutil import which

    if not which("git"):
        return False

    def git(*arguments: str) -> bool:
        command = ["git", "-C", str(place), *arguments]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0

    try:
        return git("rev-parse", "--is-inside-work-tree") or git("init", "--quiet")
    except (OSError, subprocess.TimeoutExpired):
        return False
