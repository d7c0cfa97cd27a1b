"""Links, counterparts and silence around one thing, in words."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import ID, SDG, SDGO, SG, SKOS, Text, natural
from strategigraf.core.report import message
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
_ACTIVE = {
    CONTRIBUTES_TO: Text("bidrager til {}", "contributes to {}"),
    SCHEDULES: Text("sætter {} i tid", "schedules {}"),
    SG + "addresses": Text("imødegår {}", "addresses {}"),
    SG + "supports": Text("understøtter {}", "supports {}"),
    SG + "realises": Text("udmønter {}", "realises {}"),
    SG + "concerns": Text("angår {}", "concerns {}"),
    SG + "answers": Text("besvarer {}", "answers {}"),
}
_PASSIVE = {
    CONTRIBUTES_TO: Text("får bidrag fra {}", "receives a contribution from {}"),
    SCHEDULES: Text("sættes i tid af {}", "is scheduled by {}"),
    SG + "addresses": Text("imødegås af {}", "is addressed by {}"),
    SG + "supports": Text("understøttes af {}", "is supported by {}"),
    SG + "realises": Text("udmøntes af {}", "is realised by {}"),
    SG + "concerns": Text("omtales af {}", "is taken up by {}"),
    SG + "answers": Text("besvares af {}", "is answered by {}"),
}
_NAMED = {
    CONTRIBUTES_TO: Text("stedet om verdensmålet nævner det, som elementet lover",
                         "the passage on the SDG names what the element promises"),
    SCHEDULES: Text("tidsplanen nævner det, som elementet lover", "the time line names what the element promises"),
    SG + "realises": Text("elementet lover det, som visionsudsagnet siger, med samme ord",
                          "the element promises what the vision statement says, in the same words"),
    SG + "concerns": Text("bemærkningen nævner det, som planen lover", "the comment names what the plan promises"),
}  # fmt: skip
_NAMED_OTHERWISE = Text("det ene sted nævner det, som det andet lover", "one passage names what the other promises")
_STATED = Text("kilden siger det selv, med så mange ord", "the source says so itself, in so many words")
_MATCHES = {
    SKOS + "exactMatch": (Text("Svarer til {}", "Matches {}"),) * 2,
    SKOS + "closeMatch": (Text("Svarer tæt til {}", "Closely matches {}"),) * 2,
    SKOS + "relatedMatch": (Text("Er beslægtet med {}", "Is related to {}"),) * 2,
    SKOS + "broadMatch": (Text("Er en del af det bredere {}", "Is a part of the broader {}"),
                          Text("Rummer det snævrere {}", "Takes in the narrower {}")),
    SKOS + "narrowMatch": (Text("Rummer det snævrere {}", "Takes in the narrower {}"),
                           Text("Er en del af det bredere {}", "Is a part of the broader {}")),
    SG + "continues": (Text("Viderefører {}", "Continues {}"), Text("Videreføres af {}", "Is continued by {}")),
}  # fmt: skip


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
        compared = tuple(ID + slug for slug in alignment.removeprefix(f"{ID}alignments/").split("/")[0].split("--"))
        found.append(Counterpart(alignment, predicate, "" if other == NO_TERM else other, subject == thing, compared))
    return tuple(dict.fromkeys(found))


def counterpart_step(known: Gathering, found: Counterpart) -> Step:
    """*found* in words, with the own words of the other thing."""
    sentence = _MATCHES.get(found.predicate, _MATCHES[SKOS + "relatedMatch"])[0 if found.outward else 1]
    name, home = known.name(found.other), known.home(found.other)
    reading = known.reading(found.alignment)
    return Step(
        Text(f"{sentence.da.format(name.da)} i {home.da}", f"{sentence.en.format(name.en)} in {home.en}"),
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
    active = _ACTIVE.get(edge.predicate, _labelled(known, edge.predicate))
    subject, target = known.name(edge.subject), known.name(edge.object)
    if edge.predicate == SCHEDULES:
        period = known.period(edge.subject)
        subject = Text(subject.da + period, subject.en + period)
    if edge.subject == thing:
        says = _filled(active, target)
    elif edge.object == thing and edge.predicate in _PASSIVE:
        says = _filled(_PASSIVE[edge.predicate], subject)
    else:
        done = _filled(active, target)
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
        return Text(f"{one.da} har intet modsvar", f"{one.en} has no counterpart")
    sentence = _MATCHES[predicate][0] if predicate in _MATCHES else _ACTIVE.get(predicate, _labelled(known, predicate))
    one, done = known.name(subject), _filled(sentence, known.name(target))
    negative = "true" in known.values(thing, SG + "negative")
    told = Text(f"{one.da} {_small(done.da)}", f"{one.en} {_small(done.en)}")
    return Text(f"Afvist: {told.da}", f"Denied: {told.en}") if negative else told


def how(edge: Edge) -> Text:
    """The basis of *edge* in words: for a reading its bare name, to be followed by the reason."""
    label = BASIS_LABELS.get(edge.basis, _PLAIN)
    said = {"stated": _STATED, "named": _NAMED.get(edge.predicate, _NAMED_OTHERWISE)}.get(edge.basis)
    return Text(f"{label.da}: {said.da}", f"{label.en}: {said.en}") if said else label


def cited(known: Gathering, edge: Edge) -> tuple[Cited, ...]:
    """The quotes of the link *edge*, each with whose it is: the subject's, the object's, or of the passage on an SDG;
    of what the source says in so many words that needs no telling."""
    of_subject = {words.quote for words in known.words(edge.subject)}
    of_object = {words.quote for words in known.words(edge.object)}
    passage = Text("Verdensmål", "SDG") if edge.object.startswith(SDG) else _PLAIN
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


def _filled(sentence: Text, name: Text) -> Text:
    return Text(sentence.da.replace("{}", name.da), sentence.en.replace("{}", name.en))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _labelled(known: Gathering, predicate: str) -> Text:
    label = known.labels.get(predicate, Text("hører sammen med", "goes with"))
    return Text(f"{label.da} {{}}", f"{label.en} {{}}")


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
        told.append(Text("Ingen tråd fører op til en vision.", "No thread leads up to a vision."))
    if cls in _PROMISES and not timeline:
        if _there_is(store, "TimelineEntry", home):
            told.append(
                Text("Ingen tidsplanspost sætter det i tid, hverken selv eller gennem noget, der er del af det.",
                     "No time line entry schedules it, neither itself nor through a part of it.")
            )  # fmt: skip
        else:
            told.append(Text("Strategien har ingen tidsplan.", "The strategy has no time line."))
    if cls in _STRANDS:
        told += _without_sdg(store, links, inherited, thing, home)
    supported = any(edge.predicate == SG + "supports" for edge in links)
    if cls == SG + "Goal" and not supported and not any(known.classes.get(part) == SG + "Initiative" for part in parts):
        told.append(Text("Ingen indsats er opstillet under det.", "No initiative is set out below it."))
    realised = any(edge.predicate == SG + "realises" for edge in (*links, *inherited))
    if cls == SG + "Goal" and not realised and _there_is(store, "VisionStatement", home):
        told.append(Text("Det udmønter intet visionsudsagn.", "It realises no vision statement."))
    if cls == SG + "VisionStatement" and not realised and _there_is(store, "Goal", home):
        told.append(Text("Intet i strategien udmønter det.", "Nothing in the strategy realises it."))
    heard = any(edge.predicate == SG + "concerns" for edge in links)
    if cls in _STRANDS and not heard and _there_is(store, "HearingComment", home):
        told.append(Text("Ingen høringsbemærkning angår det.", "No hearing comment concerns it."))
    asks = not set(NEEDING_NO_ANSWER) & set(known.values(thing, SG + "disposition"))
    if cls in _COMMENTS and asks and not any(edge.predicate == ANSWERS for edge in links):
        told.append(Text("Intet i planen besvarer det.", "Nothing in the plan answers it."))
    if thing.startswith(SDG) and cls.startswith(SDGO):
        told += _unnamed(store, known, thing, parts)
    told += [_alone(known, one, home) for one in counterparts if not one.other]
    if cls in (*_STRANDS, SG + "Vision") and not counterparts:
        told.append(Text("Ingen sidestilling med en anden strategi nævner det.",
                         "No alignment with another strategy mentions it."))  # fmt: skip
    steps = tuple(one if isinstance(one, Step) else Step(one) for one in told)
    return Chapter("silence", message("trace.explain.silence.title"), steps)


def _without_sdg(
    store: Store, links: tuple[Edge, ...], inherited: tuple[Edge, ...], thing: str, home: str
) -> list[Text]:
    if any(edge.predicate == CONTRIBUTES_TO and edge.subject == thing for edge in links):
        return []
    if any(edge.predicate == CONTRIBUTES_TO for edge in inherited):
        return [Text("Intet sted knytter det selv til et verdensmål: bidragene er nedarvet.",
                     "No passage ties it to an SDG itself: its contributions are inherited.")]  # fmt: skip
    if not store.holds("trace/names-sdgs", strategy=home):
        return [Text("Strategien nævner intet verdensmål.", "The strategy names no SDG.")]
    return [Text("Det er ikke knyttet til noget verdensmål.", "It is tied to no SDG.")]


def _unnamed(store: Store, known: Gathering, thing: str, parts: tuple[str, ...]) -> list[Text]:
    naming = {strategy for strategy, _ in store.rows_of("store/claims", object=(thing, *parts))}
    silent = [strategy for strategy in strategies_in(store) if strategy not in naming]
    names = [known.labels[strategy] for strategy in silent if strategy in known.labels]
    if not naming:
        return [Text("Ingen strategi nævner det.", "No strategy names it.")]
    if not names:
        return []
    return [Text(f"Disse strategier nævner det ikke: {'; '.join(name.da for name in names)}.",
                 f"These strategies do not name it: {'; '.join(name.en for name in names)}.")]  # fmt: skip


def _alone(known: Gathering, found: Counterpart, home: str) -> Step:
    reading = known.reading(found.alignment)
    other = Text("en anden strategi", "another strategy")
    for strategy in found.strategies:
        if strategy != home and strategy in known.labels:
            other = known.labels[strategy]
    return Step(
        Text(f"Intet modsvar i {other.da}", f"No counterpart in {other.en}"),
        "",
        "interpreted",
        BASIS_LABELS["interpreted"],
        reading.why,
        reading.confidence,
        found.alignment,
    )


def _there_is(store: Store, cls: str, strategy: str) -> bool:
    return bool(strategy) and store.holds("trace/there-is", kind=SG + cls, strategy=strategy)
