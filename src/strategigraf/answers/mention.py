"""Mentions: what of the graph a wording names, and where: codes, years, numbered things, organisations, titles."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from strategigraf.answers.identifier import titles_of_class
from strategigraf.answers.lexicon import plain
from strategigraf.use.store import Store
from strategigraf.values.namespaces import ID, SG, expand, short

QUOTED = re.compile(r"(?<!\w)[\"'“”„»«‘’]([^\"“”„»«]+?)[\"'”“«»’](?!\w)")
_TARGET = re.compile(r"\b\d{1,2}\.(?:\d{1,2}|[a-d])\b")
_SDG = re.compile(
    r"\b(?:verdensm[åa]a?l|fn-m[åa]a?l|m[åa]a?l|sdg|goal)\w* (?:nr\.? |no\.? )?(\d{1,2})\b(?!\.\d|-\w)", re.I
)
_PERIOD = re.compile(r"\b(20\d\d) ?[-–/] ?(?:20)?(\d\d)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_PLAN = r"(?:strateg\w*|planens?|plans?|status\w*|udkast\w*|drafts?|outline)"
_OF_STRATEGY = re.compile(
    rf"(?:\bfra|\bfrom|\b{_PLAN}) (?P<after>20\d\d)\b|\b(?P<before>20\d\d)(?:'s)? (?:[^\W\d]+ )?{_PLAN}\b", re.I
)  # a year that says which strategy, not when something is
_SLUG = re.compile(r"(?<![\w/-])[a-z0-9-]+/[a-z]+-[\w.-]*\w")
_NUMBERED = re.compile(r"\b([a-zæøå]{4,}) (?:nr\.? |no\.? )?(\d{1,2}(?:-(?:\d{1,2}|[a-z]))?)\b(?![-–.]\d)", re.I)
_SHORTEST = 12  # letters: a title with fewer is a word like others
_OWNERS = f"""
PREFIX sg: <{SG}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?strategy ?title ?owner ?name ?start ?end WHERE {{
  ?strategy a sg:Strategy ; skos:prefLabel ?title .
  OPTIONAL {{ ?strategy sg:owner ?owner . ?owner skos:prefLabel ?name }}
  OPTIONAL {{ ?strategy sg:start ?start }}
  OPTIONAL {{ ?strategy sg:end ?end }}
}}
ORDER BY ?strategy ?title ?name"""
SORTS = {
    "pejlemaerke": ("sg:Goal", "pejlemaerke"),
    "maalsaetning": ("sg:Goal", "maalsaetning"),
    "objective": ("sg:Goal", "maalsaetning"),
    "maal": ("sg:Goal", "pejlemaerke"),
    "goal": ("sg:Goal", "pejlemaerke"),
    "indsats": ("sg:Initiative", "indsats"),
    "initiativ": ("sg:Initiative", "indsats"),
    "tiltag": ("sg:Initiative", "indsats"),
    "measure": ("sg:Initiative", "indsats"),
    "handleplan": ("sg:Initiative", "handleplan"),
    "plan": ("sg:Initiative", "handleplan"),
    "spor": ("sg:Track", "spor"),
    "track": ("sg:Track", "spor"),
    "ambition": ("sg:Track", "ambition"),
}  # the class and the short name that a word with a number stands for


class Mention(NamedTuple):
    """Something that a wording names: where it stands (end exclusive), what it may mean, as pairs of a class (`integer`
    for a year) and a value to type for it, and the strategies (IRIs) that it may stand for."""

    start: int
    end: int
    values: tuple[tuple[str, str], ...]
    strategies: tuple[str, ...] = ()


class _Strategy(NamedTuple):
    titles: frozenset[str]
    owners: frozenset[tuple[str, str]]  # IRI and name
    years: tuple[str, str]


def mentions(store: Store, wording: str) -> tuple[Mention, ...]:
    """What *wording* names, from left to right; of two that overlap the longer."""
    found: list[Mention] = []
    for one in sorted(_all(store, wording), key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return tuple(sorted(found))


def numbered(word: str, number: str) -> tuple[str, str] | None:
    """The class and the short name of the thing that *word* with *number* names: “indsats 13-2”; None where none."""
    for start, (sort, name) in SORTS.items():
        if plain(word).startswith(start):
            return sort, f"{name}-{number.casefold()}"
    return None


def codes(wording: str) -> Iterator[Mention]:
    """The codes, years and numbered things in *wording*, whatever the data has."""
    for match in _TARGET.finditer(wording):
        yield Mention(*match.span(), (("sdgo:Target", match[0]),))
    sdgs = {match.span(1): match for match in _SDG.finditer(wording)}
    for match in _NUMBERED.finditer(wording):
        thing = numbered(match[1], match[2])
        sdg = sdgs.pop(match.span(2), None)
        values = [thing] if thing else []
        if sdg:
            values.append(("sdgo:Goal", sdg[1]))
        if values:
            yield Mention(match.start(1), match.end(2), tuple(values))
    for match in sdgs.values():
        yield Mention(*match.span(), (("sdgo:Goal", match[1]),))
    for match in _SLUG.finditer(wording):
        yield Mention(*match.span(), (("sg:Element", match[0]),))
    for match in _YEAR.finditer(wording):
        yield Mention(*match.span(), (("integer", match[0]),))


def _all(store: Store, wording: str) -> Iterator[Mention]:
    strategies = _strategies(store)
    lower = wording.casefold()
    years = {found.start(found.lastgroup or 0) for found in _OF_STRATEGY.finditer(wording)}
    for one in codes(wording):
        yield one._replace(strategies=_of_year(strategies, wording[one.start : one.end])) if one.start in years else one
    for match in _PERIOD.finditer(wording):
        period = (match[1], f"20{match[2]}")
        yield Mention(*match.span(), (), tuple(iri for iri, one in strategies.items() if one.years == period))
    for name, meant in _names(strategies).items():
        for match in re.finditer(rf"(?<![\w/-]){re.escape(name)}(?:['’]?s|ske?)?(?![\w/])", lower):
            yield Mention(*match.span(), (), meant)
    for thing, title in titles_of_class(store, expand("org:Organization")):
        within, name = (lower, title.casefold()) if len(title) > 3 else (wording, title)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)", within):
            own = tuple(iri for iri, one in strategies.items() if any(owner == thing for owner, _ in one.owners))
            yield Mention(*match.span(), (("org:Organization", short(thing)),), own)
    yield from _titled(store, wording)


def _titled(store: Store, wording: str) -> Iterator[Mention]:
    """The elements whose title stands in *wording*, in quotation marks or at length."""
    lower = wording.casefold()
    titled: dict[str, set[str]] = {}
    for thing, title in titles_of_class(store, expand("sg:Element")):
        if title.casefold() in lower:
            titled.setdefault(title.casefold(), set()).add(thing)
    quoted = {match[1].casefold(): match.span() for match in QUOTED.finditer(wording)}
    for title, things in titled.items():
        values = tuple(("sg:Element", short(thing)) for thing in sorted(things))
        if title in quoted:
            yield Mention(*quoted[title], values)
        elif len(title) >= _SHORTEST and " " in title:
            for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", lower):
                yield Mention(*match.span(), values)


def _strategies(store: Store) -> dict[str, _Strategy]:
    found: dict[str, tuple[set[str], set[tuple[str, str]], tuple[str, str]]] = {}
    for strategy, title, owner, name, start, end in store.rows(_OWNERS):
        titles, owners, _ = found.setdefault(strategy, (set(), set(), (start, end)))
        titles.add(title)
        owners.add((owner, name))
    return {
        iri: _Strategy(frozenset(titles), frozenset(owners), years) for iri, (titles, owners, years) in found.items()
    }


def _names(strategies: dict[str, _Strategy]) -> dict[str, tuple[str, ...]]:
    """The names in small letters that strategies go by, with those that each may mean: slug, title, the title without
    what follows a comma or a bracket and without years, and what their owner is called."""
    found: dict[str, set[str]] = {}
    for iri, one in strategies.items():
        slug = short(iri)
        names = {slug.casefold(), *_called(one.titles)}
        if "/" not in slug:
            names.add(slug.split("-")[0])
        for _, name in one.owners:
            names |= {name.casefold(), re.sub(r"^region | (?:region|kommune|municipality)$", "", name.casefold())}
        for name in names:
            if len(name) > 3:
                found.setdefault(name, set()).add(iri)
    return {name: tuple(sorted(meant)) for name, meant in found.items()}


def _called(titles: Iterable[str]) -> Iterator[str]:
    for title in titles:
        lower = title.casefold()
        head = re.split(r"[,(]", lower)[0].strip()
        bare = re.sub(r" ?\b20\d\d(?:[-–]\d+)?\b", "", head).strip()
        yield from (name for name in (lower, head, bare) if len(name) >= _SHORTEST)


def _of_year(strategies: dict[str, _Strategy], year: str) -> tuple[str, ...]:
    """The strategies that begin in *year* or have it in slug or title."""
    return tuple(
        iri
        for iri, one in strategies.items()
        if one.years[0] == year or year in iri.removeprefix(ID) or any(year in title for title in one.titles)
    )
