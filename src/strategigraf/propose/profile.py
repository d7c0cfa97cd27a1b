"""Profiles: what a user has said that each style of a document is, kept for the next one (TOML)."""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import Text
from strategigraf.files.output import os_error_text
from strategigraf.propose.looks import Rule
from strategigraf.propose.structure import NOTHING

_FIELDS = ("style", "kind", "under", "words", "title")
_HEAD = "# What each style of a document is (strategigraf propose --profile). The first line that fits holds.\n"


class Profile(NamedTuple):
    """Rules in the order in which they are tried, and whether the general rules follow them."""

    rules: tuple[Rule, ...] = ()
    general: bool = True


NO_PROFILE = Profile()


def read_profile(path: Path, kind_of: Callable[[str], str]) -> Profile:
    """The profile in the file *path*; *kind_of* gives the kind (`Goal`) that a user's word means, or raises.

    Raises DecisionsFaulty where the file is no profile.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _faulty(path, os_error_text(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _faulty(path, Text(str(error), str(error))) from error
    styles = table.get("style", [])
    if (
        not isinstance(styles, list)
        or set(table) - {"style", "general"}
        or not isinstance(table.get("general", True), bool)
    ):
        raise _faulty(path, Text("general, [[style]]", "general, [[style]]"))
    return Profile(tuple(_rule(path, entry, kind_of) for entry in styles), table.get("general", True))


def _rule(path: Path, entry: Any, kind_of: Callable[[str], str]) -> Rule:
    if (
        not isinstance(entry, dict)
        or set(entry) - set(_FIELDS)
        or not all(isinstance(text, str) for text in entry.values())
    ):
        raise _faulty(path, Text(f"[[style]] {entry}", f"[[style]] {entry}"))
    if not entry.get("kind") or not (entry.get("style") or entry.get("under") or entry.get("words")):
        raise _faulty(path, Text(f"[[style]] {entry}", f"[[style]] {entry}"))
    parts = {name: entry[name] for name in _FIELDS if name in entry and name != "kind"}
    return Rule(kind=said_kind(entry["kind"], kind_of), **{"style": "", **parts})


def said_kind(word: str, kind_of: Callable[[str], str]) -> str:
    """The kind that the user's *word* means by *kind_of*, or `none`."""
    return NOTHING if word.casefold() in (NOTHING, "ingen", "nej", "no") else kind_of(word)


def answered(answers: Iterable[str], kind_of: Callable[[str], str]) -> tuple[Rule, ...]:
    """The rules that the *answers* `STYLE=KIND` or `STYLE under WORDS=KIND` give. Raises WrongValue."""
    rules = []
    for answer in answers:
        style, sign, kind = answer.rpartition("=")
        if not sign or not style.strip() or not kind.strip():
            raise WrongValue(
                Text(
                    f"»{answer}« angiver ikke, hvilken type en stil er.",
                    f"“{answer}” does not say which type a style is.",
                ),
                Text('Skriv fx --as "Initiativ=initiative".', 'Write for example --as "Initiativ=initiative".'),
            )
        name, _, under = style.partition(" under ")
        rules.append(Rule(name.strip(), said_kind(kind.strip(), kind_of), under.strip()))
    return tuple(rules)


def written_profile(profile: Profile, name_of: Callable[[str], str]) -> str:
    """*profile* as TOML; *name_of* gives the name of a kind as users type it."""
    lines = [_HEAD, f"general = {'true' if profile.general else 'false'}\n"]
    for rule in profile.rules:
        lines.append("\n[[style]]\n")
        kind = rule.kind if rule.kind == NOTHING else name_of(rule.kind)
        for name, value in rule._replace(kind=kind)._asdict().items():
            if value:
                lines.append(f"{name} = {_quoted(value)}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in escaped) + '"'


def extended(profile: Profile, rules: Sequence[Rule]) -> Profile:
    """*profile* with *rules* before its own."""
    return profile._replace(rules=(*rules, *profile.rules))


def _faulty(path: Path, what: Text) -> DecisionsFaulty:
    return DecisionsFaulty(
        Text(f"{path} er ikke en profil: {what.da}.", f"{path} is not a profile: {what.en}."),
        Text(
            "Skriv general = true eller false og for hver stil »[[style]]« med »style« og »kind«, eller lav en ny"
            " med --save.",
            "Write general = true or false and, for each style, “[[style]]” with “style” and “kind”, or make a new"
            " one with --save.",
        ),
    )
