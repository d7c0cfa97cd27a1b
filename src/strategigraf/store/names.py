"""From what a user types to what is meant: kinds, short names, numbers of targets, titles, values of options."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from strategigraf.core.errors import (
    StrategigrafError,
    UnknownElement,
    UnknownKind,
    UnknownStrategy,
    UnknownTarget,
    WrongValue,
    listed_values,
    nearest,
    nearest_values,
    option_value,
)
from strategigraf.core.rdf import (
    LANG_STRING,
    PREFIXES,
    SDG,
    SDGO,
    SG,
    SKOS,
    Iri,
    Literal,
    Text,
    expand,
    expansions,
    message_lines,
    of_data,
    short,
)
from strategigraf.core.text import stem
from strategigraf.store.lookup import both_labels, classes_of, strategies_in, things_in
from strategigraf.store.sparql import Store

# Kinds.


class Kind(NamedTuple):
    """One kind: its name, its class, its label, and how many things of it there are (0 where not counted).

    Of a kind of values `iri` is the property that has them. `local_term` narrows the kind to the things that a source
    calls so, `strategy` (IRI) to those of one strategy; both are empty where nothing is narrowed.
    """

    name: str
    iri: str
    label: Text
    things: int
    of_values: bool = False
    local_term: str = ""
    strategy: str = ""

    @property
    def of_register(self) -> bool:
        """Whether the things of this kind belong to the SDG register and to no strategy."""
        return self.iri.startswith(SDGO)

    @property
    def term(self) -> Literal | None:
        """The word that the sources use for the things of this kind, as the data have it; None where they do not."""
        return Literal(self.local_term, LANG_STRING, "da") if self.local_term else None

    @property
    def narrowed(self) -> bool:
        """Whether the things are fewer than those of the class."""
        return bool(self.local_term or self.strategy)


def kinds(store: Store) -> list[Kind]:
    """All kinds that the ontology knows, by name; those with nothing in them as well."""
    classes = store.rows_of("store/kinds-counted")
    found = [Kind(kind_name(iri), iri, Text(da, en), int(count)) for iri, da, en, count in classes]
    of_values = store.rows_of("store/kinds-of-values-counted")
    found += [Kind(name, iri, Text(da, en), int(count), of_values=True) for iri, name, da, en, count in of_values]
    return sorted(found, key=lambda kind: kind.name)


def called(store: Store, names: Iterable[str], language: str) -> list[str]:
    """What the kinds with these *names* are called in *language*; each its name where it is of no kind."""
    label_of = {code: Text(da, en) for _, code, da, en in store.rows_of("store/kinds-of-values")}
    label_of |= {kind_name(iri): Text(da, en) for iri, da, en in store.rows_of("store/kinds")}
    return [label_of[name].in_language(language) if name in label_of else name for name in names]


def find_kind(store: Store, name: str) -> Kind:
    """The kind *name*, its things not counted: by its name, by its label in either language or one that it had
    before, by the word that sources use for it (`handleplan`: the initiatives that are called so), unless that is
    nearly a name (`initiativ`), or by a word for it in `messages/kinds.tsv`, in the singular or the plural.

    Raises UnknownKind, which offers the nearest names, and WrongValue where sources call things of several kinds so.
    """
    known = [Kind(kind_name(iri), iri, Text(da, en), 0) for iri, da, en in store.rows_of("store/kinds")]
    for kind in known:
        if kind.name == name:
            return kind
    of_values = store.rows_of("store/kinds-of-values")
    known += [Kind(code, iri, Text(da, en), 0, of_values=True) for iri, code, da, en in of_values]
    wanted = _folded(name)
    for kind in known:
        if wanted in map(_folded, (kind.name, kind.label.da, kind.label.en)):
            return kind
    formerly = {_folded(label): iri for iri, label in store.rows_of("store/former-labels")}
    for kind in known:
        if kind.iri == formerly.get(wanted):
            return kind
    mistyped = nearest(name, (kind.name for kind in known), most=1, least=0.9)
    terms = store.rows_of("store/local-terms")
    called = [(cls, term) for cls, term in terms if _folded(term) == wanted and not mistyped]
    by_class = [kind._replace(name=term, local_term=term) for cls, term in called for kind in known if kind.iri == cls]
    if len(by_class) == 1:
        return by_class[0]
    if by_class:
        several = ", ".join(kind_name(kind.iri) for kind in by_class)
        raise WrongValue(
            Text(
                f"Kilderne bruger »{name}« om flere elementtyper.",
                f"The sources use “{name}” for several element types.",
            ),
            Text(f"Vælg en: {several}.", f"Choose one: {several}."),
        )
    for cls, term in _classes_called(name):
        of_all = not term or formerly.get(_folded(term)) == cls
        for kind in known:
            if kind.iri == cls and (of_all or (cls, term) in terms):
                return kind if of_all else kind._replace(name=term, local_term=term)
    raise UnknownKind(
        Text(da="elementtype", en="element type"),
        name,
        nearest(name, sorted({*(kind.name for kind in known), *(kind.label.da for kind in known)})),
        Text(da="Skriv »strategigraf list« for at se typerne.", en="Run “strategigraf list” to see the types."),
    )


_ENDINGS = (
    re.compile(r"~\w*"),
    re.compile(r"~(?:0t)?"),
)  # in `messages/kinds.tsv`: what leaves the singular, and the plural


def _classes_called(words: str) -> Iterator[tuple[str, str]]:
    """The classes (IRIs) that people call *words*, in the singular or the plural, each with the word of the sources
    that narrows it, empty where none does."""
    for language, place in (("da", 1), ("en", 2)):
        wanted = _stems(words, language)
        for line in message_lines("kinds"):
            forms = [ending.sub("", form) for ending in _ENDINGS for form in re.split(r" \| |/", line[place])]
            if wanted in (_stems(form, language) for form in forms):
                cls, _, term = line[0].partition("=")
                yield expand(cls), term


def _stems(words: str, language: str) -> list[str]:
    return [stem(word, language) for word in _letters(words).replace("-", " ").split()]


def kind_name(iri: str) -> str:
    """The kind's name for the class *iri*: `timeline-entry` for `sg:TimelineEntry`, `sdg-target` for `sdgo:Target`."""
    if iri.startswith(SDGO):
        return "sdg-" + iri[len(SDGO) :].lower()
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]).lower()


_SAFE = r'[^\x00-\x20<>"{}|^`\\]+'
_CODE = r"(\d+)[.,](\w+)"
_NUMBERED = re.compile(r"(?:(?P<words>.*[a-z])-)?(?P<number>\d+(?:-(?:\d+|[a-z]))*)")
_FILLERS = {"nr", "no", "nummer", "number", "og", "and", "region"}
_MOST_NAMED = 12  # things that an error names
_MOST_NEAR = 3  # things that an error suggests
_AS_WRITTEN = {SG + "Link", SG + "Alignment"}  # a review is entered for just what is named
_ANYTHING = (SG + "Element", SDGO + "Target", SDGO + "Goal", SG + "Strategy", SG + "Document")


def of_class(store: Store, name: str, cls: str) -> Iri:
    """The thing of class *cls* that *name* means: its short name, its number, its last part alone or its title (in
    Danish or English) where no other thing has it, its IRI, or what `_meant` makes of it.

    Raises UnknownTarget, UnknownStrategy or UnknownElement with the nearest names, and WrongValue when several things
    have the name, or the thing is there but is of another class.
    """
    may_be = [iri for iri in expansions(name) if re.fullmatch(_SAFE, iri)]
    if there := next((iri for iri in may_be if _exists(store, iri, cls)), None):
        return Iri(there)
    noun = _class_name(store, cls)
    if found := _called(store, name, (cls,), noun):
        return found
    if any(_exists_at_all(store, iri) for iri in may_be):
        raise WrongValue(
            Text(da=f"»{name}« er af en anden type end {noun.da}.", en=f"“{name}” is not {_article(noun.en)}."),
            Text(
                da=f"Skriv »strategigraf list {kind_name(cls)}« for at se mulighederne.",
                en=f"Run “strategigraf list {kind_name(cls)}” to see the options.",
            ),
        )
    raise _unknown(cls, noun, name, _near(store, name, cls))


def any_thing(store: Store, name: str) -> Iri:
    """The thing that *name* means, whatever it is: an element, a strategy, an SDG goal or target, a quote, a link.

    Raises UnknownElement, or for a number UnknownTarget, with the nearest names, and WrongValue when several things
    have the name.
    """
    may_be = [iri for iri in expansions(name) if re.fullmatch(_SAFE, iri)]
    if there := next((iri for iri in may_be if _exists_at_all(store, iri)), None):
        return Iri(there)
    if name.isdigit() or re.fullmatch(_CODE, name.strip()):
        return of_class(store, name, SDGO + "Target")
    cls = _ANYTHING[0]
    noun = _class_name(store, cls)
    if found := _called(store, name, _ANYTHING, noun):
        return found
    raise _unknown(cls, noun, name, _near(store, name, cls))


def _near(store: Store, name: str, cls: str) -> list[str]:
    """The names of the things of class *cls* whose title has *name* in it, else those nearest to it."""
    wanted = name.strip().casefold()
    titled = [short(thing) for thing, title in titles_of_class(store, cls) if wanted and wanted in title.casefold()]
    return list(dict.fromkeys(titled))[:_MOST_NEAR] or nearest(name, names_of_class(store, cls))


def _called(store: Store, name: str, classes: Sequence[str], noun: Text) -> Iri | None:
    """The one thing of *classes* that is called *name*; None where there is none. Raises WrongValue where several are,
    which names them."""
    known = {thing: cls for cls in classes for (thing,) in store.rows_of("store/things-of-class", kind=cls)}
    ends = [thing for thing in known if short(thing).rsplit("/", 1)[-1] == name]
    wanted = name.strip().casefold()
    titled = {thing for cls in classes for thing, title in titles_of_class(store, cls) if title.casefold() == wanted}
    named = {expand(key) for key, *cells in message_lines("names") for cell in cells if wanted in cell.split(" | ")}
    several = ends or sorted(titled | _spelt(name, known) | (named & known.keys()))
    if not several and not set(classes) & _AS_WRITTEN:
        several = _meant(store, name, known)
    if any(known[thing] == SG + "Strategy" for thing in several):
        several = [thing for thing in several if known[thing] != SG + "Document"]
    if len(several) < 2:
        return Iri(several[0]) if several else None
    listed = ", ".join(map(short, several[:_MOST_NAMED])) + (" …" if len(several) > _MOST_NAMED else "")
    raise WrongValue(
        Text(da=f"Navnet »{name}« passer på flere ({noun.da}).", en=f"The name “{name}” fits several ({noun.en})."),
        Text(da=f"Vælg en: {listed}.", en=f"Choose one: {listed}."),
    )


def _spelt(name: str, known: Iterable[str]) -> set[str]:
    """The things of *known* (IRIs) called *name* but for blanks, capitals and Danish letters (`Pejlemærke 8`)."""
    wanted, is_code = _folded(name), bool(re.fullmatch(_CODE, name.strip()))
    found = {thing for thing in known if wanted in (_folded(short(thing)), _end(thing))}
    return {thing for thing in found if is_code or not thing.startswith(SDG)}


def _meant(store: Store, name: str, known: Mapping[str, str]) -> list[str]:
    """The things of *known* (IRIs, each with its class) that *name* means by a number, alone or behind words for the
    kind or the strategy (`8-1`, `delmål 10,3`, `sjælland indsats 1-3`), which a thing has in its own name; or, of
    strategies and documents, by words of the name (`sjælland`)."""
    wanted = re.sub(r"(?<=\d)(?=[a-z]$)", "-", _folded(name))
    numbered = _NUMBERED.fullmatch(wanted)
    words = set(((numbered["words"] or "") if numbered else wanted).split("-")) - _FILLERS - {""}
    if not numbered and not words:
        return []
    own_words = {thing: set(_folded(short(thing)).split("-")) for thing in known}
    if not numbered:
        wholes = (SG + "Strategy", SG + "Document")
        return [thing for thing, cls in known.items() if cls in wholes and words <= own_words[thing]]
    number = numbered["number"]
    found = [thing for thing in known if (end := _NUMBERED.fullmatch(_end(thing))) and end["number"] == number]
    if not words:
        return [thing for thing in found if not thing.startswith(SDG)]
    if own := [thing for thing in found if words <= own_words[thing]]:
        return own
    classes = dict(known) | classes_of(store, found)
    kind_words = _words_of_kinds(store, {classes[thing] for thing in found})
    return [thing for thing in found if words <= own_words[thing] | kind_words[classes[thing]]]


def _words_of_kinds(store: Store, classes: Collection[str]) -> dict[str, set[str]]:
    """The words by which people (in `messages/kinds.tsv` too) and sources call the things of each of *classes*."""
    found: dict[str, set[str]] = {cls: set() for cls in classes}
    for key, *cells in message_lines("kinds"):
        if (cls := expand(key.partition("=")[0])) in found:
            found[cls] |= {word for cell in cells for word in _folded(re.sub(r"~\w*", "", cell)).split("-")}
    calls = [(cls, word) for cls, label in both_labels(store, classes).items() for word in (kind_name(cls), *label)]
    for cls, words in (*calls, *store.rows_of("store/local-terms")):
        if cls in found:
            found[cls] |= set(_folded(words).split("-"))
    return found


def _folded(text: str) -> str:
    """*text* in small letters, æ, ø and å as ae, oe and aa, with a hyphen for all else between letters and digits."""
    return re.sub(r"[\W_]+", "-", _letters(text)).strip("-")


def _letters(text: str) -> str:
    """*text* in small letters, æ, ø and å as ae, oe and aa."""
    return text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def _end(thing: str) -> str:
    return _folded(short(thing).rsplit("/", 1)[-1])


def names_of_class(store: Store, cls: str) -> list[str]:
    """The short names of all things of class *cls*, by IRI."""
    return [short(thing) for (thing,) in store.rows_of("store/things-of-class", kind=cls)]


def titles_of_class(store: Store, cls: str) -> list[tuple[str, str]]:
    """The things of class *cls* (IRIs), each with each of its titles, by IRI."""
    return [(thing, title) for thing, title in store.rows_of("store/titles-of-class", kind=cls)]


def things_with_title(store: Store) -> list[str]:
    """The short names of everything that has a title, by name."""
    return [short(thing) for (thing,) in store.rows_of("store/titled")]


def _exists(store: Store, iri: str, cls: str) -> bool:
    if store.index is not None and store.index.is_of_class(iri, cls):
        return True
    return store.holds("store/is-of-class", thing=iri, kind=cls)


def _exists_at_all(store: Store, iri: str) -> bool:
    return store.holds("store/exists", thing=iri)


def _unknown(cls: str, noun: Text, name: str, near: list[str]) -> StrategigrafError:
    kind = "" if cls == SG + "Element" else f" {kind_name(cls)}"
    otherwise = Text(
        da=f"Skriv »strategigraf list{kind}« for at se navnene.", en=f"Run “strategigraf list{kind}” to see the names."
    )
    shown = short(name) if of_data(name) else name.removeprefix(SDG)
    if cls.startswith(SDGO):
        number = re.fullmatch(r"(\d+)\.(\w+)", shown)
        if number:
            near = sorted(near, key=lambda other: not shown.startswith(other))
        return UnknownTarget(noun, shown, near, otherwise)
    if cls == SG + "Strategy":
        return UnknownStrategy(noun, shown, near, otherwise)
    return UnknownElement(noun, shown, near, otherwise)


def _class_name(store: Store, cls: str) -> Text:
    return both_labels(store, [cls])[cls]


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiouS" else f"a {noun}"


Names = str | Iterable[str]


def names(given: Names) -> list[str]:
    """*given*, one name or several, as a list, each once."""
    return list(dict.fromkeys([given] if isinstance(given, str) else given))


def strategies_named(store: Store, given: Names) -> list[str]:
    """The strategies (IRIs) that *given* means, each once. Raises UnknownStrategy, WrongValue."""
    return list(dict.fromkeys(of_class(store, name, SG + "Strategy").value for name in names(given)))


def kinds_named(store: Store, given: Names) -> list[str]:
    """The classes (IRIs) of the kinds *given*. Raises UnknownKind, WrongValue."""
    return [find_kind(store, name).iri for name in names(given)]


def kind_of(store: Store, name: str) -> Kind:
    """The kind *name*, narrowed to a strategy where it says so: `handleplan@SLUG`. Raises UnknownKind, UnknownStrategy,
    WrongValue."""
    name, _, slug = name.partition("@")
    kind = find_kind(store, name)
    return kind._replace(strategy=of_class(store, slug, SG + "Strategy").value) if slug else kind


def one_of(value: str, choices: Collection[str], what: Text) -> str:
    """The one of *choices* that *value* names, by itself or by its Danish or English word. Raises WrongValue, which
    names *what* it is and the choices."""
    known = option_value(value, choices)
    if known is not None:
        return known
    near = nearest_values(value, choices, most=1)
    return _refuse(value, choices, what, near)


def _refuse(value: str, choices: Collection[str], what: Text, near: Sequence[str]) -> str:
    meant = Text(f"Mente du {near[0]}? ", f"Did you mean {near[0]}? ") if near else Text("", "")
    listed = listed_values(choices)
    raise WrongValue(
        Text(f"»{value}« er ikke {what.da}.", f"“{value}” is not {what.en}."),
        Text(f"{meant.da}Vælg en af: {listed.da}.", f"{meant.en}Choose one of: {listed.en}."),
    )


FEW = 2000  # things up to which asking for each is faster than reading all of a country


def owners(store: Store, kind: Kind, things: Collection[str]) -> dict[str, str]:
    """The strategy (IRI) that each of *things*, of *kind*, belongs to; a strategy belongs to itself, what is shared to
    none."""
    if kind.of_register or kind.of_values:
        return {}
    if kind.iri == SG + "Strategy":
        return {strategy: strategy for strategy in strategies_in(store)}
    if len(things) <= FEW:
        return {thing: strategy for strategy, thing in store.rows_in_batches("store/members", sorted(things), "thing")}
    return {thing: strategy for _, strategy, thing in things_of_kind(store, kind._replace(local_term=""))}


def classes_of_elements(store: Store) -> list[str]:
    """The classes (IRIs) that elements are of, in order."""
    return [cls for (cls,) in store.rows_of("store/element-classes")]


def classes_of_kind(store: Store, kind: Kind) -> list[str]:
    """The classes (IRIs) of the things of *kind*: its own, of `element` all that elements are of."""
    return classes_of_elements(store) if kind.iri == SG + "Element" else [kind.iri]


def things_of_kind(store: Store, kind: Kind, strategies: Collection[str] | None = None) -> list[tuple[str, ...]]:
    """Class, strategy and thing (IRIs) for each thing of *kind* in the *strategies* (all without any), in no order."""
    classes = classes_of_kind(store, kind)
    if kind.term is None:
        return things_in(store, classes, strategies)
    return store.rows_of("store/things", kind=classes, strategy=strategies or None, term=kind.term)


def organisations_by_name(store: Store) -> dict[str, str]:
    """The organisations by each of their names, folded."""
    organisations = {row[0] for row in store.rows_of("store/things-of-class", kind=PREFIXES["org"] + "Organization")}
    found: dict[str, str] = {}
    for name in ("prefLabel", "hiddenLabel"):
        rows = store.rows_in_batches("store/values-of", sorted(organisations), "thing", property=SKOS + name)
        for thing, title in rows:
            found.setdefault(title.casefold(), thing)
    return found
