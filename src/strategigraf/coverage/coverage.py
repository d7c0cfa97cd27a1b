"""Coverage: of each level how much has a link, reaches the end, is verified; against a baseline."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import BaselineFaulty, WrongValue
from strategigraf.core.matrix import ALL_STANDINGS, PARTS
from strategigraf.core.policy import Policy, Status, Strand
from strategigraf.core.rdf import Literal, Text, joined, message, short
from strategigraf.core.report import Col, Figure, Part, Report, coded, count, part, share
from strategigraf.coverage.fulfilment import Exemption, Fulfilment, Item
from strategigraf.coverage.gaps import GAP_COLUMNS
from strategigraf.files.turtle import read_bytes
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import find_kind, kind_name
from strategigraf.store.sparql import Store

# Baselines.

VERSION = 1
_AGAIN = Text(
    "Gem den igen med »strategigraf coverage --write-baseline {0}«, når manglerne er gennemgået.",
    "Save it again with “strategigraf coverage --write-baseline {0}” once its gaps have been reviewed.",
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
        raise _fault(path, Text("kan ikke læses", "could not be read")) from error
    if version != VERSION:
        raise _fault(
            path,
            Text(f"er af version {version}; her læses {VERSION}", f"is of version {version}; this reads {VERSION}"),
        )
    if policy != found.policy.signature:
        raise _fault(
            path, Text("er målt efter en anden sporbarhedspolitik", "was measured by another traceability policy")
        )
    try:
        left = [one for one in map(short, found.strategies) if one not in content["strategies"]]
        gaps = {(str(a), str(b), str(c)): Status[str(status).upper()] for a, b, c, status in content["gaps"]}
    except (ValueError, KeyError, TypeError) as error:
        raise _fault(path, Text("kan ikke læses", "could not be read")) from error
    if left:
        raise _fault(path, Text(f"dækker ikke {', '.join(left)}", f"does not cover {', '.join(left)}"))
    return gaps


def _fault(path: Path, what: Text) -> BaselineFaulty:
    return BaselineFaulty(
        Text(f"Referencemålingen {path} {what.da}.", f"The baseline {path} {what.en}."),
        Text(*(text.format(path) for text in _AGAIN)),
    )


FIGURES = ("shallow", "deep", "evidenced")
_JUSTIFIED = tuple(f"{name}_justified" for name in FIGURES)
_FIRST = ("strategy", "level", "elements", "deep", "gaps")  # the columns that a screen shows first


class Level(NamedTuple):
    """The elements of one kind in one strategy, in one strand: all of them, those covered by figure (None where no
    source text was looked in), those with gaps, and what the strategy lacks where the policy asks nothing of them."""

    strategy: str
    strand: Strand
    kind: str
    elements: tuple[str, ...]
    covered: Mapping[str, tuple[str, ...] | None]
    gaps: tuple[str, ...]
    lacking: str
    bases: Mapping[str, tuple[str, ...]] = {}

    @property
    def name(self) -> str:
        """What it is called: `schedule/initiative`."""
        return f"{self.strand.name}/{kind_name(self.kind)}"

    def figure(self, name: str) -> Figure:
        """The figure *name* in per cent; no number for an empty level, and where it could not be measured."""
        found = self.covered.get(name)
        return Figure(None, (), "%") if found is None else share(found, self.elements)


def levels(found: Fulfilment, kinds: Collection[str] = ()) -> list[Level]:
    """The levels of *found* (just those of *kinds*, class IRIs, where given), by strategy, strand and kind; empty ones
    as well."""
    by_level: dict[tuple[str, str, str], dict[str, list[Item]]] = {}
    for item in found.items:
        level = by_level.setdefault((item.strategy, item.requirement.strand, item.kind), {})
        level.setdefault(item.element, []).append(item)
    exempt = {(one.strategy, one.requirement.strand, one.kind): one for one in reversed(found.exemptions)}
    return [
        _level(strategy, strand, kind, by_level.get(place, {}), exempt.get(place))
        for strategy in found.strategies
        for strand in found.policy.strands
        for kind in _kinds(found.policy, strand)
        if not kinds or kind in kinds
        for place in [(strategy, strand.iri, kind)]
    ]


def level_kinds(store: Store, policy: Policy, names: Iterable[str]) -> list[str]:
    """The kinds (class IRIs) called *names* (`initiative`), of which the policy asks something.

    Raises UnknownKind, and WrongValue where the policy asks nothing of the kind.
    """
    asked = sorted({kind for strand in policy.strands for kind in _kinds(policy, strand)}, key=kind_name)
    found = [find_kind(store, name) for name in names]
    for kind in found:
        if kind.iri not in asked:
            raise WrongValue(
                Text(
                    f"Sporbarhedspolitikken stiller ingen krav til {kind.label.da}.",
                    f"The traceability policy has no requirements for {kind.label.en}.",
                ),
                Text(*(f"{word}: {', '.join(map(kind_name, asked))}." for word in ("Vælg en af", "Choose one of"))),
            )
    return [kind.iri for kind in found]


def of_kinds(found: Fulfilment, kinds: Collection[str]) -> Fulfilment:
    """*found* with just the elements of *kinds* (class IRIs); all of it without any."""
    if not kinds:
        return found
    return found._replace(
        items=tuple(item for item in found.items if item.kind in kinds),
        exemptions=tuple(exempt for exempt in found.exemptions if exempt.kind in kinds),
    )


def coverage_report(
    store: Store,
    found: Fulfilment,
    kinds: Collection[str] = (),
    change: Change | None = None,
    for_people: bool = False,
    compact: bool = False,
) -> Report:
    """The report on *found*: the levels with elements, the breaks, the empty levels; where a *change* against a
    baseline is given, what is new and what is gone. *for_people* without the words of a level beside it, as which they
    read it; *compact* also without the figures that could not be measured since no source text was looked in."""
    every = levels(found, kinds)
    unmeasured = all(item.verified is None for item in found.items)
    figures = tuple(
        name for name in (*FIGURES, *_JUSTIFIED) if not (compact and unmeasured and name.startswith("evidenced"))
    )
    verified = message("coverage.levels.not-verified" if unmeasured else "coverage.levels.verified")
    names = _names(store, found, every)
    with_parts = any(level.bases.get(PARTS) for level in every)
    parts = [
        part(
            "coverage.levels",
            _columns(names, figures, with_parts, for_people or compact, compact),
            (level for level in every if level.elements),
            verified=verified,
        ),
        _breaks(of_kinds(found, kinds).items),
        _empty(every, names),
    ]
    if change is not None:
        parts += _changes(change)
    return Report("coverage", message("coverage.title"), tuple(parts))


def _level(
    strategy: str, strand: Strand, kind: str, items: Mapping[str, list[Item]], exempt: Exemption | None
) -> Level:
    if exempt is not None and not items:
        return Level(strategy, strand, kind, exempt.elements, {}, (), exempt.lacking)
    unmeasured = any(item.verified is None for own in items.values() for item in own)

    def those(good: Iterable[bool]) -> tuple[str, ...]:
        return tuple(element for element, is_good in zip(items, good, strict=True) if is_good)

    shallow = those(all(item.shallow for item in own) for own in items.values())
    shallow_or = those(all(item.shallow or item.status is Status.JUSTIFIED for item in own) for own in items.values())
    deep = those(all(item.status is Status.OK for item in own) for own in items.values())
    deep_or = those(all(item.status <= Status.JUSTIFIED for item in own) for own in items.values())
    verified = set(those(all(item.verified for item in own) for own in items.values()))
    covered: dict[str, tuple[str, ...] | None] = {
        "shallow": shallow,
        "deep": deep,
        "evidenced": None if unmeasured else tuple(one for one in deep if one in verified),
        "shallow_justified": shallow_or,
        "deep_justified": deep_or,
        "evidenced_justified": None if unmeasured else tuple(one for one in deep_or if one in verified),
    }
    gaps = tuple(one for one in items if one not in set(deep_or))
    worst = {element: max((item.basis for item in own), key=ALL_STANDINGS.index) for element, own in items.items()}
    bases = {name: tuple(element for element in items if worst[element] == name) for name in ALL_STANDINGS}
    return Level(strategy, strand, kind, tuple(items), covered, gaps, "", bases)


def _kinds(policy: Policy, strand: Strand) -> list[str]:
    named = {rule.kind for rule in policy.requirements if rule.strand == strand.iri}
    return sorted(policy.covered(named), key=kind_name)


def _names(store: Store, found: Fulfilment, every: Iterable[Level]) -> dict[str, Text]:
    iris = {level.kind for level in every} | {level.lacking for level in every if level.lacking}
    return both_labels(store, iris)


def _columns(
    names: Mapping[str, Text], figures: Sequence[str], with_parts: bool, for_people: bool, compact: bool
) -> tuple[Col[Level], ...]:
    """The columns of the levels, with the *figures* named; *names* are titles of kinds."""

    def what(level: Level) -> Text:
        return joined((level.strand.label, names[level.kind]), ": ")

    columns: tuple[Col[Level], ...] = (
        Col("strategy", lambda level: Literal(short(level.strategy))),
        Col("level", lambda level: coded(level.name, what(level))),
        *([] if for_people else [Col("what", what)]),
        Col("elements", lambda level: count(level.elements)),
        Col("own", _held("own")),
        Col("inherited_only", _held("inherited")),
        *([Col("through_parts_only", _held(PARTS))] if with_parts else []),
        Col("none", _held("none")),
        *(Col(name, _covered(name)) for name in (*FIGURES, *_JUSTIFIED) if name in figures),
        Col("gaps", lambda level: Figure(None) if level.lacking else count(level.gaps)),
        Col("note", lambda level: _note(level, names, compact)),
    )
    return tuple(sorted(columns, key=lambda column: column.name not in _FIRST)) if compact else columns


def _held(basis: str) -> Callable[[Level], Figure]:
    return lambda level: Figure(None) if level.lacking else count(level.bases.get(basis, ()))


def _covered(name: str) -> Callable[[Level], Figure]:
    return lambda level: level.figure(name)


def _note(level: Level, names: Mapping[str, Text], compact: bool) -> Text | None:
    if level.lacking:
        return message("coverage.levels.does-not-apply", kind=names[level.lacking])
    if level.covered["evidenced"] is None and not compact:
        return message("coverage.levels.quotes-not-verified")
    return None


def _breaks(items: Iterable[Item]) -> Part:
    broken = [item for item in items if item.broken is not None]
    return part("coverage.breaks", GAP_COLUMNS, broken, len(broken), statuses=message("coverage.statuses"))


def _empty(every: Iterable[Level], names: Mapping[str, Text]) -> Part:
    found: dict[tuple[str, Strand], list[str]] = {}
    for level in every:
        if not level.elements:
            found.setdefault((level.strategy, level.strand), []).append(level.kind)
    columns: tuple[Col[tuple[str, Strand]], ...] = (
        Col("strategy", lambda empty: Literal(short(empty[0]))),
        Col("strand", lambda empty: empty[1].label),
        Col("kinds", lambda empty: Text(*(", ".join(names[kind][side] for kind in found[empty]) for side in (0, 1)))),
    )
    return part("coverage.empty", columns, found)


def _changes(change: Change) -> list[Part]:
    return [
        part("coverage.new", GAP_COLUMNS, change.new, len(change.new)),
        part(
            "coverage.gone",
            (
                Col("strategy", lambda gone: Literal(gone[0])),
                Col("requirement", lambda gone: Literal(gone[1])),
                Col("element", lambda gone: Literal(gone[2])),
                Col("status", lambda gone: Literal(gone[3])),
            ),
            change.gone,
        ),
    ]
