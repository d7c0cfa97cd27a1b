"""Policy presets: a few lines of TOML say which element may be part of which, and what is asked of each kind; the
tracing policy is made of them, as Turtle.

*Accepts* says on which basis what is asked for is accepted beside an own link: what is inherited, and what holds
through the parts of an element, in full or in part.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.core.errors import SettingsFaulty, did_you_mean, nearest
from strategigraf.core.rdf import Text, joined, message
from strategigraf.files.settings import OWN_POLICY, Settings
from strategigraf.files.workspace import POLICY, program_folder

PRESETS = ("municipal", "national", "result-contract", OWN_POLICY, "stratml")
TOP = "strategy"  # in a ladder: the element may be part of nothing
_PRESETS = Path(__file__).parent / "presets"
_PARENTS = ("one", "several")
_PARTS = ("parents", "ladder", "asks", "accepts")  # of a preset
_LABEL = re.compile(r'rdfs:label "([^"]*)"@da , "([^"]*)"@en')
_KIND = re.compile(r"sg:ofKind (\S+) ;")
_RULE = re.compile(r"a sg:(?:Requirement|Permission|Prohibition) ;")


class _Ask(NamedTuple):
    """What may be asked of a kind: the requirement area, and the lines of the rule; its words are in `messages/`."""

    strand: str
    lines: tuple[str, ...]


def _of_role(role: str) -> tuple[str, ...]:
    """The lines of a rule that asks an indicator for a measurement in *role*."""
    return (
        f"sg:acceptedValue sg:{role} ;",
        "sg:alternative sg:Justification , sg:Measurement ;",
        "sg:reachedBy sg:ofIndicator ;",
    )


_ASKS = {
    "goal": _Ask("delivery", ("sg:alternative sg:Goal , sg:Justification ;",)),
    "initiative": _Ask("delivery", ("sg:alternative sg:Initiative , sg:Justification ;",)),
    "actual": _Ask("reporting", _of_role("Actual")),
    "baseline": _Ask("reporting", _of_role("Baseline")),
    "counter": _Ask("reporting", ("sg:alternative sg:Element , sg:Justification ;", "sg:reachedBy sg:addresses ;")),
    "lead": _Ask("reporting", ("sg:alternative sg:Justification ;", "sg:stated sg:lead ;")),
    "measure": _Ask("reporting", ("sg:alternative sg:Indicator , sg:Justification ;", "sg:reachedBy sg:measures ;")),
    "money": _Ask("reporting", ("sg:alternative sg:Funding , sg:Justification ;", "sg:reachedBy sg:funds ;")),
    "sdg-goal": _Ask(
        "sdg", ("sg:alternative sdgo:Goal , sdgo:Target , sg:Justification ;", "sg:partlyOnBasis sg:Inherited ;")
    ),
    "sdg-target": _Ask("sdg", ("sg:alternative sdgo:Target , sg:Justification ;", "sg:partlyOnBasis sg:Inherited ;")),
    "status": _Ask("reporting", ("sg:alternative sg:Justification ;", "sg:stated sg:status ;")),
    "target": _Ask("reporting", _of_role("Target")),
    "time": _Ask(
        "schedule", ("sg:alternative sg:Justification , sg:Milestone , sg:TimelineEntry ;", "sg:stated sg:end ;")
    ),
}
_ACCEPTS = {  # on which basis what is asked for is accepted: in full, or in part
    "own": "",
    "inherited": "sg:onBasis sg:Inherited ;",
    "partly-inherited": "sg:partlyOnBasis sg:Inherited ;",
    "through-parts": "sg:onBasis sg:ThroughParts ;",
    "partly-through-parts": "sg:partlyOnBasis sg:ThroughParts ;",
}


def policy_text(settings: Settings) -> str:
    """The tracing policy that *settings* make, as Turtle: the program's, with the rules of the preset, and of what the
    settings say otherwise, in place of its own on the same kinds. Raises SettingsFaulty."""
    preset = _preset(settings)
    own = _Rules(settings, preset)
    head, _, rest = (program_folder() / "ontology" / POLICY).read_text(encoding="utf-8").partition("\n\n")
    blocks = [block.strip("\n") for block in rest.split("\n.\n") if block.strip()]
    kept = [block for block in blocks if not own.replace(block)]
    return head + "\n" + "".join(f"\n{block}\n.\n" for block in [*kept, *own.blocks])


def _preset(settings: Settings) -> dict[str, Any]:
    """What the preset of *settings* says, with the overrides: tables by their rows, all else as a whole."""
    import tomllib

    name = settings.preset or OWN_POLICY
    if name not in PRESETS:
        near = nearest(name, PRESETS, most=1)
        listed = ", ".join(PRESETS)
        raise _faulty(
            settings,
            Text(f"nævner kravene »{name}«, som ikke findes", f"names the preset “{name}”, which does not exist"),
            Text(f"Mente du {near[0]}?", f"Did you mean {near[0]}?")
            if near
            else Text(f"Vælg en af: {listed}.", f"Choose one of: {listed}."),
        )
    found: dict[str, Any] = tomllib.loads((_PRESETS / f"{name}.toml").read_text(encoding="utf-8"))
    for key, value in settings.overrides.items():
        if key not in _PARTS:
            raise _faulty(
                settings,
                Text(f"kender ikke »{key}« under »[policy]«", f"does not know “{key}” below “[policy]”"),
                Text(f"Brug: {', '.join(_PARTS)}.", f"Use: {', '.join(_PARTS)}."),
            )
        if key == "parents" and value not in _PARENTS:
            raise _faulty(
                settings,
                Text(f"har »{value}« som parents", f"has “{value}” as parents"),
                Text('Skriv "one" eller "several".', 'Write "one" or "several".'),
            )
        found[key] = value if key == "parents" else found.get(key, {}) | _table(settings, key, value)
    return found


def _table(settings: Settings, key: str, table: object) -> dict[str, list[str]]:
    """*table* of the settings by its rows, each a list of names. Raises SettingsFaulty."""
    names = sorted(_ASKS) if key == "asks" else sorted(_ACCEPTS) if key == "accepts" else [TOP, *_classes()]
    of = sorted(_ASKS) if key == "accepts" else list(_classes())
    rows: dict[str, Any] = dict(table) if isinstance(table, Mapping) else {"": table}
    for kind, listed in rows.items():
        if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
            raise _faulty(
                settings,
                Text(
                    f"har ingen liste ved »{kind}« i »[policy.{key}]«", f"has no list at “{kind}” in “[policy.{key}]”"
                ),
                Text('Skriv fx goal = ["track"].', 'Write, for example, goal = ["track"].'),
            )
        for name, known in [(kind, of), *((name, names) for name in listed)]:
            if name not in known:
                near = nearest(name, known)
                raise _faulty(
                    settings,
                    Text(
                        f"nævner »{name}« i »[policy.{key}]«, som ikke findes",
                        f"names “{name}” in “[policy.{key}]”, which does not exist",
                    ),
                    did_you_mean(near)
                    if near
                    else Text(f"Brug en af: {', '.join(known)}.", f"Use one of: {', '.join(known)}."),
                )
    return {kind: list(listed) for kind, listed in rows.items()}


class _Rules:
    """The rules that *preset* makes for *settings*."""

    def __init__(self, settings: Settings, preset: Mapping[str, Any]) -> None:
        classes = _classes()
        self._several = preset["parents"] == "several"
        self._ladder = {kind: above for kind, above in preset["ladder"].items() if kind in classes}
        self._asked = {kind: asks for kind, asks in preset["asks"].items() if kind in classes}
        self._accepted: Mapping[str, list[str]] = preset.get("accepts", {})
        self._of_kinds = {_term(kind) for kind in {*self._ladder, *self._asked}}
        self.blocks = [self._place(kind, above) for kind, above in self._ladder.items()]
        self.blocks += [
            self._ask(kind, name) for kind, asks in self._asked.items() for name in asks if _is_known(_ASKS[name])
        ]

    def replace(self, block: str) -> bool:
        """Whether the rules stand in place of the one in *block* of the program's policy."""
        kind = _KIND.search(block)
        return bool(kind and _RULE.search(block) and kind[1] in self._of_kinds)

    def _place(self, kind: str, above: list[str]) -> str:
        """The rule on what an element of *kind* is part of: one of the kinds *above*."""
        known = [name for name in above if name != TOP and name in _classes()]
        sort = ("Permission" if known else "Prohibition") if TOP in above else "Requirement"
        wholes = joined((_classes()[name] for name in known), ", ")
        words = message(f"preset.{sort.lower()}", kind=_classes()[kind], wholes=wholes)
        lines = [f"sg:alternative {' , '.join(sorted(map(_term, known)))} ;"] if known else []
        lines += ["sg:several true ;"] if self._several and known else []
        lines += ["sg:strand :thread ;"] if sort == "Requirement" else []
        label = message("preset.place", kind=_classes()[kind])
        return _block(f"{kind}-parent", sort, label, words, "Violation", kind, [*lines, "sg:through sg:partOf ;"])

    def _ask(self, kind: str, name: str) -> str:
        """The rule that asks an element of *kind* for what *name* stands for."""
        what = message(f"preset.{name}")
        label = message("preset.with", kind=_classes()[kind], what=what)
        words = message("preset.ask", kind=_classes()[kind], what=what)
        ask = _ASKS[name]
        bases = (
            [_ACCEPTS[basis] for basis in self._accepted[name] if basis in _ACCEPTS] if name in self._accepted else []
        )
        own = [line for line in ask.lines if not (bases and "OnBasis" in line)]
        lines = [*own, *filter(None, bases), f"sg:strand :{ask.strand} ;"]
        return _block(f"{kind}-{name}", "Requirement", label, words, "Warning", kind, lines)


def _block(name: str, sort: str, label: Text, words: Text, severity: str, kind: str, lines: Iterable[str]) -> str:
    told = [
        f"a sg:{sort} ;",
        f'skos:prefLabel "{label.da}"@da , "{label.en}"@en ;',
        f'sh:message "{words.da}"@da , "{words.en}"@en ;',
        f"sh:severity sh:{severity} ;",
        f"sg:ofKind {_term(kind)} ;",
        *lines,
    ]
    return "\n    ".join([f":{name}", *told])


def _is_known(ask: _Ask) -> bool:
    """Whether the vocabulary has all terms of *ask*."""
    return all(f"\n{term}\n" in _vocabulary() for line in ask.lines for term in re.findall(r"sg:\w+", line))


def _term(kind: str) -> str:
    return "sg:" + "".join(part.capitalize() for part in kind.split("-"))


@cache
def _vocabulary() -> str:
    return "\n" + (program_folder() / "ontology" / "strategigraf.ttl").read_text(encoding="utf-8")


@cache
def _classes() -> dict[str, Text]:
    """The names of the kinds of the vocabulary, each with what it is called."""
    found = {}
    for block in _vocabulary().split("\n.\n"):
        name = re.search(r"^sg:([A-Z]\w*)$", block, re.MULTILINE)
        if name and "a owl:Class ;" in block and (label := _LABEL.search(block)):
            kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name[1]).lower()
            found[kind] = Text(label[1], label[2])
    return found


def _faulty(settings: Settings, what: Text, remedy: Text) -> SettingsFaulty:
    return SettingsFaulty(Text(f"{settings.path} {what.da}.", f"{settings.path} {what.en}."), remedy)
