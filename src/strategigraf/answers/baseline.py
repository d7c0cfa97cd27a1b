"""Baselines: the gaps of an earlier run, so that only new ones count."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.answers.fulfilment import Fulfilment, Item
from strategigraf.files.turtle import read_bytes
from strategigraf.values.errors import BaselineFaulty
from strategigraf.values.namespaces import short
from strategigraf.values.status import Status
from strategigraf.values.text import Text

VERSION = 1
_AGAIN = Text(
    "Skriv det igen med “strategigraf coverage --write-baseline {0}”, når manglerne i det er set efter.",
    "Write it again by “strategigraf coverage --write-baseline {0}”, once its gaps have been looked through.",
)


class Change(NamedTuple):
    """What has become of the gaps since the baseline: items that are new or worse, and old ones that are gone (each
    its strategy, requirement, element and status)."""

    new: tuple[Item, ...]
    gone: tuple[tuple[str, str, str, str], ...]


def baseline_text(found: Fulfilment) -> str:
    """The unjustified gaps of *found* as a baseline in JSON, with its version and the digest of the policy."""
    gaps = [[*_key(item), item.status.name.lower()] for item in _open(found)]
    strategies = [short(strategy) for strategy in found.strategies]
    lines = ",\n".join(f"    {json.dumps(gap, ensure_ascii=False)}" for gap in gaps)
    return (
        "{\n"
        f'  "version": {VERSION},\n'
        f'  "policy": {json.dumps(found.policy.signature)},\n'
        f'  "strategies": {json.dumps(strategies, ensure_ascii=False)},\n'
        f'  "gaps": [\n{lines}\n  ]\n'
        "}\n"
    )


def change_since(found: Fulfilment, path: Path) -> Change:
    """What has changed in *found* since the baseline in the file *path*.

    Raises FilesNotFound, and BaselineFaulty where it does not read, is of another version, was measured by another
    policy, or leaves out a strategy that is asked about.
    """
    old = _read(path, found)
    new = tuple(item for item in _open(found) if item.status > old.get(_key(item), Status.OK))
    now = {_key(item) for item in _open(found)}
    asked = {short(strategy) for strategy in found.strategies}
    gone = tuple((*key, status.name.lower()) for key, status in old.items() if key not in now and key[0] in asked)
    return Change(new, gone)


def _open(found: Fulfilment) -> Sequence[Item]:
    return [item for item in found.items if item.status > Status.JUSTIFIED]


def _key(item: Item) -> tuple[str, str, str]:
    return short(item.strategy), item.requirement.name, short(item.element)


def _read(path: Path, found: Fulfilment) -> dict[tuple[str, str, str], Status]:
    try:
        content = json.loads(read_bytes(path))
        version, policy = content["version"], content["policy"]
    except (ValueError, KeyError, TypeError) as error:
        raise _fault(path, Text("kan ikke læses", "does not read")) from error
    if version != VERSION:
        raise _fault(
            path,
            Text(f"er af version {version}; her læses {VERSION}", f"is of version {version}; this reads {VERSION}"),
        )
    if policy != found.policy.signature:
        raise _fault(path, Text("er målt efter en anden politik", "was measured by another policy"))
    try:
        left = [one for one in map(short, found.strategies) if one not in content["strategies"]]
        gaps = {(str(a), str(b), str(c)): Status[str(status).upper()] for a, b, c, status in content["gaps"]}
    except (ValueError, KeyError, TypeError) as error:
        raise _fault(path, Text("kan ikke læses", "does not read")) from error
    if left:
        raise _fault(path, Text(f"dækker ikke {', '.join(left)}", f"does not cover {', '.join(left)}"))
    return gaps


def _fault(path: Path, what: Text) -> BaselineFaulty:
    return BaselineFaulty(
        Text(f"Det tidligere resultat {path} {what.da}.", f"The baseline {path} {what.en}."),
        Text(*(text.format(path) for text in _AGAIN)),
    )
