"""The numbers of the short report: a rule for each, which yields nothing where it lacks its inputs."""

import re
from collections.abc import Callable, Iterator, Sequence

from strategigraf.compare.comparison import compared_with, comparison
from strategigraf.core.rdf import SG, Text, joined, message, natural
from strategigraf.core.thread import PART_OF
from strategigraf.dossier.short.brief import (
    Evidence,
    Number,
    Opened,
    capital,
    codes,
    counts,
    figures,
    listed,
    part_of,
    period,
    report_rules,
    sentences_of,
    shortened,
    small,
)
from strategigraf.dossier.short.outcome_numbers import (
    actor_number,
    after_number,
    before_number,
    begun_number,
    carried_on_number,
    hearing_number,
    misfit_number,
    not_begun_number,
    own_target_number,
    sdgs_number,
    status_number,
    targets_number,
)
from strategigraf.dossier.short.progress_numbers import measured_number, money_number
from strategigraf.dossier.short.subject import Subject

COUNTERPARTS = ("continues", "exact", "close", "broad", "narrow", "related")


def numbers(subject: Subject) -> list[Number]:
    """The numbers of *subject*, in the order of the rules: the first ten, with those that fill up where there are less
    than eight."""
    rules = report_rules()["numbers"]
    found = [number for name in rules["order"] for number in _RULES[name](subject)]
    if len(found) < rules["enough"]:
        found += [number for name in rules["filling"] for number in _RULES[name](subject)]
    return found[: rules["most"]]


# Structure, challenges and time.


def _structure(subject: Subject) -> Iterator[Number]:
    goals, areas, initiatives = subject.of("Goal"), subject.of("FocusArea"), subject.of("Initiative")
    wholes = goals or areas
    if not wholes:
        return
    tracks, noun = subject.of("Track"), subject.term("Goal" if goals else "FocusArea")
    of_wholes = [len(subject.below(whole, "Initiative", (PART_OF,))) for whole in wholes]
    each = (
        message("short.structure.each", least=min(of_wholes), most=max(of_wholes), each=noun.each)
        if min(of_wholes) else Text("", "")
    )  # fmt: skip
    in_tracks = message("short.structure.in-tracks", tracks=subject.term("Track").counted(len(tracks), spelled=True))
    plan = subject.term("Initiative")
    title = listed([noun.counted(len(wholes)), plan.counted(len(initiatives))])
    if goals:
        told = message(
            "short.structure.goals" if each.da else "short.structure.goals-beside",
            goals=noun.many, tracks=in_tracks if tracks else "", initiatives=plan.counted(len(initiatives)),
            each=each,
        )  # fmt: skip
        value = len(goals)
    else:
        told = message(
            "short.structure.areas", initiatives=plan.many, areas=noun.counted(len(areas)),
            tracks=message("short.structure.and-tracks", tracks=subject.term("Track").counted(len(tracks), True))
            if tracks else "", each=each,
        )  # fmt: skip
        value = len(initiatives)
    quote = subject.cue("announced")
    of_tracks = [len(subject.below(track, "Initiative", (PART_OF,))) for track in tracks]
    parts = [
        message("short.quoted", words=shortened(quote[0].words, 12)) if quote else None,
        message("short.structure.of-tracks", initiatives=capital(plan.many), counts=counts(of_tracks),
                tracks=subject.term("Track").counted(len(tracks), True)) if sum(of_tracks) else None,
        message("short.structure.in-order", initiatives=capital(plan.many), counts=counts(of_wholes))
        if each.da and not tracks else None,
    ]  # fmt: skip
    opened = subject.opened([*wholes, *(() if goals else initiatives)])
    yield Number("structure", figures(value), told, Evidence(title, sentences_of(parts), opened))


def _challenges(subject: Subject) -> Iterator[Number]:
    if held := subject.held("delivery", "Challenge"):
        challenges = subject.of("Challenge")
        met = [*held[0], *held[1]]
        read = [thing for thing in met if _only_read(subject, thing)]
        told = [joined(_in_row([subject.title(thing) for thing in challenges]), ", ")]
        told[0] = Text(told[0].da + ".", told[0].en + ".")
        if read and len(read) < len(met):
            told.append(message("short.challenges.interpreted", which=listed([subject.title(t) for t in read])))
        answers = message(
            "short.challenges", goal=subject.term("Goal").at_least_one, initiative=subject.term("Initiative")
            .at_least_one,
        )  # fmt: skip
        evidence = Evidence(message("short.challenges.title"), sentences_of(told), subject.opened(challenges))
        yield Number("challenges", part_of(len(met), len(challenges)), answers, evidence)


def _only_read(subject: Subject, challenge: str) -> bool:
    edges = [edge for edge in subject.edges.entering(challenge) if edge.predicate == SG + "addresses"]
    return all(edge.basis == "interpreted" for edge in edges)


def _in_row(titles: Sequence[Text]) -> list[Text]:
    return [title if place == 0 else small(title) for place, title in enumerate(titles)]


def periods(subject: Subject) -> dict[str, list[str]]:
    """The entries of the timeline by the years they are for, in order."""
    found: dict[str, list[str]] = {}
    for entry in subject.of("TimelineEntry"):
        years = period(subject.value(entry, "start"), subject.value(entry, "end"))
        found.setdefault(years, []).append(entry)
    return dict(sorted(found.items()))


def _entries(subject: Subject) -> Iterator[Number]:
    by_period = periods(subject)
    if not by_period:
        return
    of_all = [message("short.entries.period", count=len(found), years=years) for years, found in by_period.items()]
    tracks = subject.of("Track")
    told = []
    for years, found in by_period.items():
        of_tracks = [len(set(subject.below(track, "TimelineEntry")) & set(found)) for track in tracks]
        if sum(of_tracks) == len(found):
            told.append(message("short.entries.tracks", years=years, counts=counts(of_tracks)))
    entries = [entry for found in by_period.values() for entry in found]
    notes = {entry: Text(years, years) for years, found in by_period.items() for entry in found}
    evidence = Evidence(message("short.entries.title"), sentences_of(told), _uncoded(subject.opened(entries, notes)))
    yield Number("entries", figures(len(entries)), message("short.entries", periods=listed(of_all)), evidence)


def _uncoded(opened: Sequence[Opened]) -> tuple[Opened, ...]:
    return tuple(one._replace(code="") for one in opened)


def _timed(subject: Subject) -> Iterator[Number]:
    scheduled = subject.scheduled()
    if scheduled:
        own, none = scheduled.timed, scheduled.without
        noun = subject.term("Initiative")
        said = {"initiatives": noun.many, "rest": len(none)}
        told = message("short.timed.or-year", **said) if scheduled.by_own_year else message("short.timed", **said)
        evidence = Evidence(
            message("short.timed.title"),
            sentences_of([message("short.timed.codes", codes=codes(map(subject.code, none))), _example(subject, none)]),
            subject.opened([*none, *own], _scheduled(subject, [*none, *own])),
        )
        yield Number("timed", part_of(len(own), len(own) + len(none)), told, evidence)


def _example(subject: Subject, initiatives: Sequence[str]) -> Text | None:
    """What a code means that the source does not print: its place below a goal."""
    for initiative in initiatives:
        code = subject.code(initiative)
        goal, _, place = code.partition("-")
        if place.isdigit() and subject.of("Goal") and not subject.is_numbered(initiative):
            which = subject.term("Goal").coded(goal)
            return message(
                "short.timed.example", code=code, place=place, goal=which, one=subject.term("Initiative").one
            )
    return None


def _scheduled(subject: Subject, things: Sequence[str]) -> dict[str, Text]:
    """For each of *things* what is in the timeline for it."""
    notes = {}
    for thing in things:
        entries = subject.entries(thing, subject.below(thing, "Initiative"))
        titled = [
            Text(*(f"{title} ({years})" for title in subject.title(entry)))
            for entry in entries
            for years in [period(subject.value(entry, "start"), subject.value(entry, "end"))]
        ]
        notes[thing] = joined(titled, "; ") if titled else message("short.timed.none")
    return notes


def _timed_goals(subject: Subject) -> Iterator[Number]:
    held = subject.held("schedule", "Goal")
    if held and subject.of("TimelineEntry"):
        own, _, none = held
        goals, noun = subject.of("Goal"), subject.term("Goal")
        told = message("short.timed-goals", goals=noun.many)
        if 0 < len(none) <= report_rules()["numbers"]["named"]:
            which = capital(noun.coded(codes(map(subject.code, none))))
            told = sentences_of([told, message("short.timed-goals.without", which=which)])
        own_entry = [goal for goal in own if subject.entries(goal)]
        first = next(iter(periods(subject)))
        later = [goal for goal in goals if not _has_entry(subject, goal, first)]
        through, own_codes = len(own) - len(own_entry), codes(map(subject.code, own_entry))
        parts = [
            message("short.timed-goals.through", count=through) if through else None,
            message("short.timed-goals.own", goals=noun.coded(own_codes)) if own_entry else None,
            message("short.timed-goals.later", years=first, codes=codes(map(subject.code, later))) if later else None,
        ]  # fmt: skip
        evidence = Evidence(
            message("short.timed-goals.title", goals=capital(noun.many)), sentences_of(parts),
            subject.opened(goals, _scheduled(subject, goals)),
        )  # fmt: skip
        yield Number("timed-goals", part_of(len(own), len(goals)), told, evidence)


def _has_entry(subject: Subject, goal: str, years: str) -> bool:
    wanted = set(periods(subject)[years])
    return bool(wanted & set(subject.entries(goal, subject.below(goal, "Initiative"))))


# What fills up.


def _skipped(subject: Subject) -> Iterator[Number]:
    skipped = sorted(subject.values(subject.iri, "notPrinted"), key=natural)
    if len(skipped) >= report_rules()["numbers"]["least_skipped"]:
        told = message("short.skipped.codes", codes=codes(skipped))
        opened = tuple(_gap_at(subject, code) for code in skipped)
        yield Number("skipped", figures(len(skipped)), message("short.skipped"),
                     Evidence(message("short.skipped.title"), told, opened))  # fmt: skip


def _gap_at(subject: Subject, code: str) -> Opened:
    """The number *code* that the source skips, with the words of the next one that it has."""
    after = subject.next_printed(code)
    if not after:
        return Opened(code, message("short.skipped.one"))
    which = capital(subject.term(subject.classes[after]).coded(subject.code(after)))
    (next_one,) = subject.opened([after])
    return Opened(code, message("short.skipped.one"), next_one.words, message("short.place.after-gap", which=which))


def _goals_served(subject: Subject) -> Iterator[Number]:
    goals = subject.of("Goal")
    served = [goal for goal in goals if subject.below(goal, "Initiative")]
    given_by_structure = any(subject.below(goal, "Initiative", (PART_OF,)) for goal in goals)
    if served and not given_by_structure:
        notes = {goal: sentences_of([subject.term("Initiative").counted(len(subject.below(goal, "Initiative")))])
                 for goal in goals}  # fmt: skip
        told = message("short.goals-served", goals=subject.term("Goal").many,
                       initiative=subject.term("Initiative").at_least_one)  # fmt: skip
        evidence = Evidence(
            message(
                "short.goals-served.title",
                initiatives=capital(subject.term("Initiative").many),
                goal=subject.term("Goal").one,
            ),
            message("short.goals-served.counts", counts=counts([len(subject.below(g, "Initiative")) for g in goals])),
            subject.opened(goals, notes),
        )
        yield Number("goals-served", part_of(len(served), len(goals)), told, evidence)


def _key_figures(subject: Subject) -> Iterator[Number]:
    exact_first = sorted(subject.of("KeyFigure"), key=lambda one: subject.value(one, "approximate") == "true")
    for place, thing in enumerate(exact_first, 1):
        value, unit = float(subject.value(thing, "value") or 0), subject.text(thing, "unit")
        if not unit:
            continue
        about = subject.value(thing, "approximate") == "true"
        amount = message("short.key-figure.about", value=figures(value)) if about else figures(value)
        words = subject.words(thing)
        told = message("short.quoted", words=words[0].exact) if words else Text("", "")
        title = subject.title(thing)
        evidence = Evidence(title, told, _uncoded(subject.opened([thing])))
        told_of = Text(*map(_beside_the_number, title, unit))
        yield Number(f"key-figure-{place}", amount, Text(told_of.da + ".", told_of.en + "."), evidence)


def _beside_the_number(title: str, unit: str) -> str:
    """What the *title* of a key figure says beside its number: what follows it, or its *unit* and what is before it."""
    patterns = report_rules()["key_figures"]
    if match := re.search(f"(?:{patterns['after']})", title, re.IGNORECASE):
        return match[1]
    match = re.search(f"(?:{patterns['before']})", title)
    return f"{unit} ({small(Text(match[1], match[1])).da})" if match else unit


def _standards(subject: Subject) -> Iterator[Number]:
    found = subject.of("QualityStandard")
    if found:
        announced = next((a for a in subject.of("Announcement")
                          if subject.value(a, "counts") == SG + "QualityStandard"), "")  # fmt: skip
        words = subject.words(announced) if announced else ()
        told = message("short.quoted", words=words[0].exact) if words else Text("", "")
        evidence = Evidence(message("short.standards.title"), told, _uncoded(subject.opened(found)))
        yield Number("standards", figures(len(found)), message("short.standards", noun=subject.called), evidence)


def counterparts(subject: Subject) -> tuple[Subject, list[str], list[str]] | None:
    """The strategy of another owner that the goals are compared with: it, those with a counterpart, and those without;
    None where there is none."""
    for strategy in compared_with(subject.store, subject.iri):
        other = subject.other(strategy)
        found = comparison(subject.store, subject.iri, strategy, [SG + "Goal"])
        goals = [element.thing for element in found.sides[0][1]]
        assessed = [goal for goal in goals if found.standings[goal] != "unassessed"]
        if assessed and other.of("Goal") and other.plan.owner != subject.plan.owner:
            having = [goal for goal in goals if found.standings[goal] in COUNTERPARTS]
            return other, having, [goal for goal in goals if goal not in having]
    return None


def _counterpart(subject: Subject) -> Iterator[Number]:
    if compared := counterparts(subject):
        other, having, without = compared
        told = message("short.counterpart", goals=subject.term("Goal").many, owner=other.plan.owner,
                       noun=message(f"short.bare-noun.{other.noun}"))  # fmt: skip
        lacking = message("short.counterpart.without",
                          which=subject.term("Goal").coded(codes(map(subject.code, without))))  # fmt: skip
        evidence = Evidence(message("short.counterpart.title"), lacking if without else Text("", ""),
                            subject.opened(having))  # fmt: skip
        yield Number("counterpart", part_of(len(having), len(having) + len(without)), told, evidence)


_RULES: dict[str, Callable[[Subject], Iterator[Number]]] = {
    "structure": _structure,
    "challenges": _challenges,
    "entries": _entries,
    "timed": _timed,
    "timed-goals": _timed_goals,
    "measured": measured_number,
    "money": money_number,
    "targets": targets_number,
    "sdgs": sdgs_number,
    "own-target": own_target_number,
    "misfit": misfit_number,
    "before": before_number,
    "hearing": hearing_number,
    "status": status_number,
    "begun": begun_number,
    "not-begun": not_begun_number,
    "actor": actor_number,
    "after": after_number,
    "carried-on": carried_on_number,
    "skipped": _skipped,
    "goals-served": _goals_served,
    "key-figures": _key_figures,
    "standards": _standards,
    "counterpart": _counterpart,
}
