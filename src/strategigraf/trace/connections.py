"""Links, counterparts and silence around one thing, in words."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import ID, SDG, SDGO, SG, SKOS, Labels, Text, expand, filled, joined, message, natural
from strategigraf.core.thread import (
    BASIS_LABELS,
    BROADER,
    CONTRIBUTES_TO,
    NEEDING_NO_ANSWER,
    PART_OF,
    SCHEDULES,
    Edge,
    EdgeLookup,
    Thread,
    ancestors,
    beneath,
)
from strategigraf.store.lookup import edge_lookup, ends_of, strategies_in, thread, uppermost
from strategigraf.store.sparql import Store
from strategigraf.trace.explanation import Chapter, Cited, Gathering, Step, capital

_PLAIN = Text("", "")
_LINKS = {
    SG + name: name
    for name in ("contributesTo", "schedules", "addresses", "supports", "realises", "concerns", "answers")
}
_ACTIVE, _PASSIVE = Labels("trace.explain.active", _LINKS), Labels("trace.explain.passive", _LINKS)
_NAMED = Labels(
    "trace.explain.named", {SG + name: name for name in ("contributesTo", "schedules", "realises", "concerns")}
)
_MATCHES = {SKOS + name: name for name in ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")}
_MATCHES[SG + "continues"] = "continues"
_OUTWARD, _INWARD = (Labels(f"trace.explain.match.{side}", _MATCHES) for side in ("outward", "inward"))


class Counterpart(NamedTuple):
    """An alignment of a thing: its node, its predicate, the other thing ("" where a reader found none), whether the
    thing is the subject of it, and the two strategies that its mapping set compares (IRIs)."""

    alignment: str
    predicate: str
    other: str
    outward: bool
    strategies: tuple[str, ...]


def counterparts(store: Store, thing: str) -> tuple[Counterpart, ...]:
    """The alignments of *thing* that are not denied, by IRI; those that say there is no counterpart among them."""
    found = []
    for alignment, predicate, subject, target in store.rows_of("trace/alignments-of", thing=thing):
        other = target if subject == thing else subject
        compared = tuple(expand(slug) for slug in alignment.removeprefix(f"{ID}alignments/").split("/")[0].split("--"))
        found.append(Counterpart(alignment, predicate, "" if other == NO_TERM else other, subject == thing, compared))
    return tuple(dict.fromkeys(found))


def counterpart_step(known: Gathering, found: Counterpart) -> Step:
    """*found* in words, with the own words of the other thing."""
    sentences = _OUTWARD if found.outward else _INWARD
    sentence = sentences.get(found.predicate, sentences[SKOS + "relatedMatch"])
    name, home = known.name(found.other), known.home(found.other)
    reading = known.reading(found.alignment)
    return Step(
        message("trace.explain.counterpart.in", counterpart=filled(sentence, thing=name), home=home),
        found.other,
        "interpreted",
        BASIS_LABELS["interpreted"],
        reading.why,
        reading.confidence,
        found.alignment,
        tuple(Cited(capital(known.kind(found.other)), words) for words in known.words(found.other, 1)),
    )


def link_step(known: Gathering, edge: Edge, thing: str) -> Step:
    """The link *edge* as *thing* sees it: what it does, what is done to it, or what another thing does."""
    subject, target = known.name(edge.subject), known.name(edge.object)
    if edge.predicate == SCHEDULES:
        period = known.period(edge.subject)
        subject = Text(subject.da + period, subject.en + period)
    if edge.subject == thing:
        says = _done(known, edge.predicate, target)
    elif edge.object == thing and edge.predicate in _PASSIVE:
        says = filled(_PASSIVE[edge.predicate], thing=subject)
    else:
        done = _done(known, edge.predicate, target)
        says = Text(f"{subject.da} {done.da}", f"{subject.en} {done.en}")
    reading = known.reading(edge.link)
    other = edge.subject if edge.object == thing else edge.object
    return Step(
        capital(says), other, edge.basis, how(edge), reading.why, reading.confidence, edge.link, cited(known, edge)
    )


def naming(known: Gathering, thing: str) -> Text:
    """*thing* in words; a link or alignment as the sentence that it says."""
    if thing not in known.linked():
        return known.name(thing)
    subject, predicate, target = known.linked()[thing]
    if target == NO_TERM or subject == NO_TERM:
        one = known.name(subject if target == NO_TERM else target)
        return message("trace.explain.no-counterpart", one=one)
    one, other, sentence = known.name(subject), known.name(target), _OUTWARD.get(predicate)
    done = filled(sentence, thing=other) if sentence else _done(known, predicate, other)
    negative = "true" in known.values(thing, SG + "negative")
    told = Text(f"{one.da} {_small(done.da)}", f"{one.en} {_small(done.en)}")
    return message("trace.explain.denied", told=told) if negative else told


def how(edge: Edge) -> Text:
    """The basis of *edge* in words: for a reading its bare name, to be followed by the reason."""
    label = BASIS_LABELS.get(edge.basis, _PLAIN)
    said = {
        "stated": message("trace.explain.stated"),
        "named": _NAMED.get(edge.predicate, message("trace.explain.named.otherwise")),
    }.get(edge.basis)
    return Text(f"{label.da}: {said.da}", f"{label.en}: {said.en}") if said else label


def cited(known: Gathering, edge: Edge) -> tuple[Cited, ...]:
    """The quotes of the link *edge*, each with whose it is: the subject's, the object's, or of the passage on an SDG;
    of what the source says in so many words that needs no telling."""
    of_subject = {words.quote for words in known.words(edge.subject)}
    of_object = {words.quote for words in known.words(edge.object)}
    passage = message("trace.explain.sdg.passage") if edge.object.startswith(SDG) else _PLAIN
    found = []
    for words in known.words(edge.link):
        whose = passage
        if edge.basis == "stated" and passage.da:
            whose = _PLAIN
        elif words.quote in of_subject:
            whose = capital(known.kind(edge.subject))
        elif words.quote in of_object:
            whose = capital(known.kind(edge.object))
        found.append(Cited(whose, words))
    return tuple(found)


def own_words(known: Gathering, thing: str, beside: set[str]) -> tuple[Cited, ...]:
    """The quotes of *thing* itself, those *beside* left out unless the first; each with its role in the source."""
    quotes = known.words(thing)
    kept = [words for place, words in enumerate(quotes) if place == 0 or words.quote not in beside]
    return tuple(Cited(capital(known.role(words.quote)), words) for words in kept)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _done(known: Gathering, predicate: str, target: Text) -> Text:
    """What is done to *target* by *predicate*."""
    if predicate in _ACTIVE:
        return filled(_ACTIVE[predicate], thing=target)
    label = known.labels.get(predicate) or message("trace.explain.related")
    return Text(f"{label.da} {target.da}", f"{label.en} {target.en}")


# The vicinity of one thing.

CONCERNS, ANSWERS = SG + "concerns", SG + "answers"


class Vicinity(NamedTuple):
    """What stands around one thing: its line from the top down (itself last), its parts, its links and those of its
    comments, what it inherits, the links that reach it from a part of it, what schedules it; of an SDG for each
    claimant what stands below it; of a strategy its vision and tracks; of a quote what rests on it; the ends of those
    among these that are links."""

    line: tuple[str, ...]
    parts: tuple[str, ...]
    links: tuple[Edge, ...]
    inherited: tuple[Edge, ...]
    reaching: tuple[Edge, ...]
    timeline: tuple[Edge, ...]
    replies: tuple[Edge, ...]
    reach: dict[str, tuple[str, ...]]
    counterparts: tuple[Counterpart, ...]
    misfits: tuple[str, ...]
    borne: tuple[str, ...]
    uppermost: tuple[str, ...]
    ends: tuple[str, ...]


def vicinity(store: Store, thing: str) -> Vicinity:
    """The vicinity of *thing* (an IRI)."""
    edges = edge_lookup(store)
    structure_below = (edge for edge in edges.entering(thing) if edge.predicate in (PART_OF, BROADER))
    parts = tuple(sorted((edge.subject for edge in structure_below), key=natural))
    of_register = thing.startswith(SDG)
    seen_as = {thing, *parts} if of_register else {thing}
    links = _at(edges, seen_as, lambda edge: bool(edge.link))
    line = [thing, *ancestors(thing, edges, (PART_OF, BROADER))]
    by_need = thread(store, whole=False)
    under = beneath(edges, [thing], PART_OF)
    comments = {edge.subject for edge in links if edge.predicate == CONCERNS and edge.object == thing}
    comments |= {edge.object for edge in links if edge.predicate == ANSWERS and edge.subject == thing}
    replies = _at(
        edges,
        comments | under,
        lambda edge: (
            (edge.predicate == ANSWERS and edge.object in comments | under)
            or (edge.predicate == CONCERNS and edge.subject in under)
        ),
    )
    claimants = sorted({edge.subject for edge in links if edge.predicate == CONTRIBUTES_TO}) if of_register else []
    reach = {one: tuple(sorted(by_need.passed_down_to(one, CONTRIBUTES_TO)[1:], key=natural)) for one in claimants}
    noted = store.rows_of("trace/misfits", thing=(thing, *(edge.link for edge in links)))
    borne = tuple(bearer for bearer, _ in store.rows_of("trace/bearers", quote=thing))
    ends = ends_of(store, (thing, *borne)).values()
    return Vicinity(
        tuple(reversed(line)),
        parts,
        tuple(links),
        tuple(dict.fromkeys(by_need.inherited(thing))),
        tuple(_reaching(edges, by_need, thing)),
        tuple(_at(edges, under, lambda edge: edge.predicate == SCHEDULES and edge.object in under)),
        tuple(edge for edge in replies if edge not in links),
        {one: reached for one, reached in reach.items() if reached},
        counterparts(store, thing),
        tuple(misfit for (misfit,) in noted),
        borne,
        tuple(uppermost(store, thing)),
        tuple(sorted({end for pair in ends for end in pair})),
    )


def _at(edges: EdgeLookup, things: Collection[str], kept: Callable[[Edge], bool]) -> list[Edge]:
    """Those of *edges* that begin or end at one of *things* and are *kept*, in order."""
    found = (edge for thing in things for edge in (*edges.leaving(thing), *edges.entering(thing)))
    return sorted(set(filter(kept, found)))


def _reaching(edges: EdgeLookup, thread: Thread, thing: str) -> list[Edge]:
    """The links of *edges* that go on to *thing* from what they lead to, in order."""
    found = (edge for end in beneath(edges, [thing]) - {thing} for edge in edges.entering(end) if edge.link)
    return sorted({edge for edge in found if thing in thread.reached(edge)})


# Silence.

_PROMISES = (SG + "Goal", SG + "Initiative")
_COMMENTS = (SG + "HearingComment", SG + "HearingQuestion")
_STRANDS = (SG + "Track", SG + "FocusArea", *_PROMISES)


def silence(
    store: Store, known: Gathering, line: tuple[str, ...], links: tuple[Edge, ...], inherited: tuple[Edge, ...],
    timeline: tuple[Edge, ...], parts: tuple[str, ...], counterparts: tuple[Counterpart, ...],
) -> Chapter:  # fmt: skip
    """What is not said of the last thing of *line*: no vision above it, no time line entry, no SDG, no initiative, no
    answer, no counterpart; asked only of the kinds that could have it, in strategies that have such things."""
    thing = line[-1]
    cls = known.classes.get(thing, "")
    told: list[Text | Step] = []
    home = next(iter(sorted(known.strategies.get(thing, ()))), "")
    if cls in _STRANDS and not any(known.classes.get(above) == SG + "Vision" for above in line):
        told.append(message("trace.explain.silence.vision"))
    if cls in _PROMISES and not timeline:
        if _there_is(store, "TimelineEntry", home):
            told.append(
                message("trace.explain.silence.schedule")
            )  # fmt: skip
        else:
            told.append(message("trace.explain.silence.timeline"))
    if cls in _STRANDS:
        told += _without_sdg(store, links, inherited, thing, home)
    supported = any(edge.predicate == SG + "supports" for edge in links)
    if cls == SG + "Goal" and not supported and not any(known.classes.get(part) == SG + "Initiative" for part in parts):
        told.append(message("trace.explain.silence.initiative"))
    realised = any(edge.predicate == SG + "realises" for edge in (*links, *inherited))
    if cls == SG + "Goal" and not realised and _there_is(store, "VisionStatement", home):
        told.append(message("trace.explain.silence.realises"))
    if cls == SG + "VisionStatement" and not realised and _there_is(store, "Goal", home):
        told.append(message("trace.explain.silence.realised"))
    heard = any(edge.predicate == SG + "concerns" for edge in links)
    if cls in _STRANDS and not heard and _there_is(store, "HearingComment", home):
        told.append(message("trace.explain.silence.hearing"))
    asks = not set(NEEDING_NO_ANSWER) & set(known.values(thing, SG + "disposition"))
    if cls in _COMMENTS and asks and not any(edge.predicate == ANSWERS for edge in links):
        told.append(message("trace.explain.silence.answer"))
    if thing.startswith(SDG) and cls.startswith(SDGO):
        told += _unnamed(store, known, thing, parts)
    told += [_alone(known, one, home) for one in counterparts if not one.other]
    if cls in (*_STRANDS, SG + "Vision") and not counterparts:
        told.append(message("trace.explain.silence.alignment"))  # fmt: skip
    steps = tuple(one if isinstance(one, Step) else Step(one) for one in told)
    return Chapter("silence", message("trace.explain.silence.title"), steps)


def _without_sdg(
    store: Store, links: tuple[Edge, ...], inherited: tuple[Edge, ...], thing: str, home: str
) -> list[Text]:
    if any(edge.predicate == CONTRIBUTES_TO and edge.subject == thing for edge in links):
        return []
    if any(edge.predicate == CONTRIBUTES_TO for edge in inherited):
        return [message("trace.explain.silence.own-sdg")]  # fmt: skip
    if not store.holds("store/names-sdgs", strategy=home):
        return [message("trace.explain.silence.sdgs")]
    return [message("trace.explain.silence.sdg")]


def _unnamed(store: Store, known: Gathering, thing: str, parts: tuple[str, ...]) -> list[Text]:
    naming = {strategy for strategy, _ in store.rows_of("store/claims", object=(thing, *parts))}
    silent = [strategy for strategy in strategies_in(store) if strategy not in naming]
    names = joined([known.labels[strategy] for strategy in silent if strategy in known.labels], "; ")
    if not naming:
        return [message("trace.explain.silence.unnamed")]
    return [message("trace.explain.silence.strategies", names=names)] if names.da else []


def _alone(known: Gathering, found: Counterpart, home: str) -> Step:
    reading = known.reading(found.alignment)
    other = message("trace.explain.another-strategy")
    for strategy in found.strategies:
        if strategy != home and strategy in known.labels:
            other = known.labels[strategy]
    return Step(
        message("trace.explain.silence.counterpart", other=other),
        "",
        "interpreted",
        BASIS_LABELS["interpreted"],
        reading.why,
        reading.confidence,
        found.alignment,
    )


def _there_is(store: Store, cls: str, strategy: str) -> bool:
    return bool(strategy) and store.holds("trace/there-is", kind=SG + cls, strategy=strategy)
