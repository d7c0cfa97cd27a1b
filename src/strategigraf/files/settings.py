"""The settings of a workspace: `strategigraf.toml`, which says whose strategies lie there, in which languages, below
which base IRI, by which policy, and over which library.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.core.errors import SettingsFaulty, nearest
from strategigraf.core.rdf import BASE, ID, LANGUAGES, PREFIXES, Text, iri_fault
from strategigraf.files.output import os_error_text

SETTINGS = "strategigraf.toml"
OWN_POLICY = "social-plan"  # the preset that is the program's own policy
_TEXTS = ("title", "owner", "period", "base", "preset")
_KNOWN = (*_TEXTS, "languages", "library", "policy", "endpoints")
_OF_ENDPOINT = {"url", "user", "password-env", "token-env", "graph-store", "update"}
_PERIOD = re.compile(r"(\d{4})?(?: ?[-–] ?(\d{4})?)?", re.ASCII)


class Settings(NamedTuple):
    """What `strategigraf.toml` in the folder `root` says: title and owner of the strategy that the workspace was made
    for, its first and last year (empty where not given), the languages that its texts are in, the base IRI, the name of
    the policy preset (empty for the program's policy) and what the workspace asks otherwise (`overrides`), whether the
    program's library of strategies lies beneath, and SPARQL endpoints by name: `url`, `user`, and the environment
    variables that hold the password (`password-env`) or a token (`token-env`); where graphs are put (`graph-store`,
    `update`)."""

    root: Path
    title: str = ""
    owner: str = ""
    start: str = ""
    end: str = ""
    languages: tuple[str, ...] = LANGUAGES
    base: str = ID
    preset: str = ""
    overrides: Mapping[str, Any] = {}
    library: bool = True
    endpoints: Mapping[str, Mapping[str, str]] = {}

    @property
    def path(self) -> Path:
        """The file that says it."""
        return self.root / SETTINGS

    @property
    def has_policy(self) -> bool:
        """Whether the settings ask for another policy than the program's own."""
        return bool(self.overrides) or self.preset not in ("", OWN_POLICY)

    @property
    def data(self) -> Path:
        """The folder of one's own data."""
        return self.root / "data"

    @property
    def sources(self) -> Path:
        """The folder of the publisher's files and the texts made of them."""
        return self.root / "sources"


def settings_above(folder: Path) -> Path | None:
    """The nearest of *folder* and the folders above it that holds settings; None where none does."""
    here = folder.absolute()
    return next((place for place in (here, *here.parents) if (place / SETTINGS).is_file()), None)


def read_settings(root: Path) -> Settings:
    """The settings in the folder *root*. Raises SettingsFaulty with the file and what is wrong in it."""
    import tomllib

    path = root / SETTINGS
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        reason = os_error_text(error)
        raise SettingsFaulty(
            Text(f"{path} kan ikke læses: {reason.da}.", f"{path} cannot be read: {reason.en}."),
            Text("Kontrollér rettighederne til filen.", "Check the permissions of the file."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsFaulty(
            Text(f"{path} er ikke gyldig TOML: {error}.", f"{path} is not valid TOML: {error}."),
            Text("Ret linjen; skriv tekst i anførselstegn.", "Correct the line; put text in quotation marks."),
        ) from error
    for key in found:
        if key not in _KNOWN:
            near = nearest(key, _KNOWN, most=1)
            raise _faulty(
                path,
                Text(f"kender ikke »{key}«", f"does not know “{key}”"),
                Text(f"Mente du {near[0]}?", f"Did you mean {near[0]}?")
                if near
                else Text(f"Brug: {', '.join(_KNOWN)}.", f"Use: {', '.join(_KNOWN)}."),
            )
    for key in _TEXTS:
        if not isinstance(found.get(key, ""), str):
            raise _wrong(path, key, Text("en tekst i anførselstegn", "a text in quotation marks"))
    if not isinstance(found.get("library", True), bool):
        raise _wrong(path, "library", Text("true eller false", "true or false"))
    if not isinstance(found.get("policy", {}), dict):
        raise _wrong(path, "policy", Text("en tabel, »[policy]«", "a table, “[policy]”"))
    endpoints = found.get("endpoints", {})
    if not isinstance(endpoints, dict) or not all(map(_is_endpoint, endpoints.values())):
        what = Text("tabeller, »[endpoints.NAVN]« med url", "tables, “[endpoints.NAME]” with url")
        raise _wrong(path, "endpoints", what)
    languages = found.get("languages", list(LANGUAGES))
    if not isinstance(languages, list) or not languages or not all(code in LANGUAGES for code in languages):
        raise _wrong(path, "languages", Text('["da"], ["en"] eller ["da", "en"]', '["da"], ["en"] or ["da", "en"]'))
    try:
        start, end = years(found.get("period", ""))
    except ValueError:
        raise _wrong(path, "period", Text('år, fx "2025-2028"', 'years, such as "2025-2028"')) from None
    base = found.get("base", ID) or ID
    if fault := base_fault(base):
        what = Text(f"har basis-IRI'en »{base}«, som {fault.da}", f"has the base IRI “{base}”, which {fault.en}")
        raise _faulty(path, what, BASE_REMEDY)
    return Settings(
        Path(os.path.realpath(root)),
        found.get("title", ""),
        found.get("owner", ""),
        start,
        end,
        tuple(dict.fromkeys(languages)),
        base,
        found.get("preset", ""),
        found.get("policy", {}),
        found.get("library", True),
        endpoints,
    )


def _is_endpoint(told: object) -> bool:
    """Whether *told* has an address and nothing but texts that an endpoint may have."""
    if not isinstance(told, dict) or "url" not in told:
        return False
    return told.keys() <= _OF_ENDPOINT and all(isinstance(value, str) for value in told.values())


def years(period: str) -> tuple[str, str]:
    """The first and the last year of *period* (`2025-2028`, `2025`, `2025-`, `-2028`), each empty where it is not
    given. Raises ValueError for anything else, and where it ends before it begins."""
    match = _PERIOD.fullmatch(" ".join(period.split()))
    if match is None:
        raise ValueError(period)
    start, end = match[1] or "", match[2] or ""
    if start and not end and not re.search(r"[-–]", period):
        end = start
    if start and end and end < start:
        raise ValueError(period)
    return start, end


BASE_REMEDY = Text(
    "Skriv en fuld IRI, der ender på / eller #, fx https://strategi.example.dk/id/.",
    "Write a full IRI that ends in / or #, such as https://strategi.example.org/id/.",
)


def base_fault(base: str) -> Text | None:
    """What keeps *base* from being the base IRI of a workspace, as the end of a sentence; None where it is one."""
    if fault := iri_fault(base):
        return fault
    if not base.endswith(("/", "#")):
        return Text("ikke ender på / eller #", "does not end in / or #")
    taken = [*PREFIXES.values(), BASE]
    if base != ID and any(space.startswith(base) or (space != ID and base.startswith(space)) for space in taken):
        return Text("tilhører et begrebssystem", "belongs to a vocabulary")
    return None


def _wrong(path: Path, key: str, wanted: Text) -> SettingsFaulty:
    return _faulty(
        path,
        Text(f"har en forkert værdi af »{key}«", f"has a wrong value of “{key}”"),
        Text(f"Skriv {wanted.da}.", f"Write {wanted.en}."),
    )


def _faulty(path: Path, what: Text, remedy: Text) -> SettingsFaulty:
    return SettingsFaulty(Text(f"{path} {what.da}.", f"{path} {what.en}."), remedy)
