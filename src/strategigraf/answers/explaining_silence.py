"""Silence: what the sources do not say of one thing."""

from strategigraf.answers.explaining_links import Counterpart
from strategigraf.answers.explanation import Chapter, Step
from strategigraf.answers.gathering import Gathering
from strategigraf.answers.hearing import NEEDING_NO_ANSWER
from strategigraf.answers.vicinity import ANSWERS
from strategigraf.graph.thread import CONTRIBUTES_TO
from strategigraf.use.store import Store
from strategigraf.values.hop import BASIS_LABELS, Hop
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import SDG, SDGO, SG
from strategigraf.values.text import Text

_THERE_IS = """
PREFIX sg: <{0}>
ASK {{ ?thing a sg:{1} ; sg:inStrategy <{2}> }}"""
_SDGS = """
PREFIX sg: <{0}>
ASK {{ {{ <{1}> sg:contributesTo ?goal }} UNION {{ ?thing sg:inStrategy <{1}> ; sg:contributesTo ?goal }} }}"""
_STRATEGIES = f"""
PREFIX sg: <{SG}>
SELECT ?strategy WHERE {{ ?strategy a sg:Strategy }} ORDER BY ?strategy"""
_OF_STRATEGIES = f"""
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sg: <{SG}>
SELECT DISTINCT ?strategy WHERE {{{{
  VALUES ?target {{{{ {{0}} }}}}
  ?link a sg:Link ; rdf:predicate sg:contributesTo ; rdf:object ?target ; sg:inStrategy ?strategy .
}}}}"""
_PROMISES = (SG + "Goal", SG + "Initiative")
_COMMENTS = (SG + "HearingComment", SG + "HearingQuestion")
_STRANDS = (SG + "Track", SG + "FocusArea", *_PROMISES)


def silence(
    store: Store, known: Gathering, line: tuple[str, ...], links: tuple[Hop, ...], inherited: tuple[Hop, ...],
    timeline: tuple[Hop, ...], parts: tuple[str, ...], counterparts: tuple[Counterpart, ...],
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
    supported = any(hop.predicate == SG + "supports" for hop in links)
    if cls == SG + "Goal" and not supported and not any(known.classes.get(part) == SG + "Initiative" for part in parts):
        told.append(Text("Ingen indsats er opstillet under det.", "No initiative is set out below it."))
    realised = any(hop.predicate == SG + "realises" for hop in (*links, *inherited))
    if cls == SG + "Goal" and not realised and _there_is(store, "VisionStatement", home):
        told.append(Text("Det udmønter intet visionsudsagn.", "It realises no vision statement."))
    if cls == SG + "VisionStatement" and not realised and _there_is(store, "Goal", home):
        told.append(Text("Intet i strategien udmønter det.", "Nothing in the strategy realises it."))
    heard = any(hop.predicate == SG + "concerns" for hop in links)
    if cls in _STRANDS and not heard and _there_is(store, "HearingComment", home):
        told.append(Text("Ingen høringsbemærkning angår det.", "No hearing comment concerns it."))
    asks = not set(NEEDING_NO_ANSWER) & set(known.values(thing, SG + "disposition"))
    if cls in _COMMENTS and asks and not any(hop.predicate == ANSWERS for hop in links):
        told.append(Text("Intet i planen besvarer det.", "Nothing in the plan answers it."))
    if thing.startswith(SDG) and cls.startswith(SDGO):
        told += _unnamed(store, known, thing, parts)
    told += [_alone(known, one, home) for one in counterparts if not one.other]
    if cls in (*_STRANDS, SG + "Vision") and not counterparts:
        told.append(Text("Ingen sidestilling med en anden strategi nævner det.",
                         "No alignment with another strategy mentions it."))  # fmt: skip
    steps = tuple(one if isinstance(one, Step) else Step(one) for one in told)
    return Chapter("silence", Text("Hvad der ikke siges", "What is not said"), steps)


def _without_sdg(store: Store, links: tuple[Hop, ...], inherited: tuple[Hop, ...], thing: str, home: str) -> list[Text]:
    if any(hop.predicate == CONTRIBUTES_TO and hop.subject == thing for hop in links):
        return []
    if any(hop.predicate == CONTRIBUTES_TO for hop in inherited):
        return [Text("Intet sted knytter det selv til et verdensmål: bidragene er nedarvet.",
                     "No passage ties it to an SDG itself: its contributions are inherited.")]  # fmt: skip
    if not getattr(store.answer(_SDGS.format(SG, home)), "value", False):
        return [Text("Strategien nævner intet verdensmål.", "The strategy names no SDG.")]
    return [Text("Det er ikke knyttet til noget verdensmål.", "It is tied to no SDG.")]


def _unnamed(store: Store, known: Gathering, thing: str, parts: tuple[str, ...]) -> list[Text]:
    targets = iri_list((thing, *parts))
    naming = {strategy for (strategy,) in store.rows(_OF_STRATEGIES.format(targets))}
    silent = [strategy for (strategy,) in store.rows(_STRATEGIES) if strategy not in naming]
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
    return bool(strategy) and bool(getattr(store.answer(_THERE_IS.format(SG, cls, strategy)), "value", False))
