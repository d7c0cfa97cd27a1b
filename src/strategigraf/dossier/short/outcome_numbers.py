"""The numbers of the short report on what leads where: SDGs, earlier and later strategies, the hearing, status."""

from collections import Counter
from collections.abc import Iterator, Sequence

from strategigraf.compare.generations import FATE_LABELS
from strategigraf.core.rdf import SG, Text, joined, message, natural
from strategigraf.dossier.short.brief import (
    Evidence,
    Number,
    Opened,
    capital,
    codes,
    figures,
    listed,
    numeral,
    part_of,
    report_rules,
    sentences_of,
    shortened,
    term,
)
from strategigraf.dossier.short.subject import CLAIMING, Passage, Subject
from strategigraf.hearing.hearing import hearing
from strategigraf.store.lookup import openings

# SDGs.


def stated_targets(subject: Subject) -> list[str]:
    """The SDG targets that the source itself names."""
    ends = subject.ends([subject.iri, *subject.of("Track", "FocusArea", "Goal", "Initiative", "VisionStatement")])
    return [end for end in ends if "." in end.rpartition("/")[2] and subject.claiming(end)]


def misfits(subject: Subject, kind: str) -> list[str]:
    """The discrepancies of *kind* (`OfficialText`) that a reader recorded."""
    return [thing for thing in subject.of("Misfit") if subject.value(thing, "misfitKind") == SG + kind]


def targets_of(subject: Subject, misfit: str) -> list[str]:
    """The SDG targets that *misfit* is about."""
    return [end for end in subject.values(misfit, "about") if end in stated_targets(subject)]


def targets_number(subject: Subject) -> Iterator[Number]:
    """How many SDG targets the source names, and on what."""
    targets = stated_targets(subject)
    if not targets:
        return
    goals = {target.rpartition(".")[0] for target in targets}
    claiming = {one for target in targets for one in subject.claiming(target)}
    classes = {subject.classes[one] for one in claiming}
    where = Text("", "")
    if len(classes) == 1:
        (cls,) = classes
        those = subject.term(cls).counted(len(subject.of(cls)), spelled=True)
        at = "all-at" if claiming == set(subject.of(cls)) else "some-at"
        where = message(f"short.targets.{at}", count=numeral(len(claiming)), those=those)
    told = message("short.targets", goals=numeral(len(goals)), noun=subject.called, where=where)
    notes = {target: joined(map(subject.title, subject.claiming(target)), ", ") for target in targets}
    links = {target: [edge.link for edge in subject.claims(target)] for target in targets}
    opened = tuple(
        one._replace(words=tuple(dict.fromkeys(w.exact for link in links[t] for w in subject.words(link))))
        for t, one in zip(targets, subject.opened(targets, notes), strict=True)
    )
    shown = joined([Text(one.code, one.code) for one in opened], ", ")
    evidence = Evidence(message("short.targets.title"), Text(shown.da + ".", shown.en + "."), opened)
    yield Number("targets", figures(len(targets)), told, evidence)


def sdgs_number(subject: Subject) -> Iterator[Number]:
    """How many SDGs the source names, and in how many places, where it names no target."""
    if stated_targets(subject):
        return
    goals = subject.ends(thing for thing in subject.members if subject.classes.get(thing) in CLAIMING)
    goals = [goal for goal in goals if subject.claiming(goal)]
    places = dict.fromkeys(place for goal in goals for place in subject.claiming(goal))
    if not goals:
        return
    cls = subject.classes[next(iter(places))]
    noun = term(subject.value(next(iter(places)), "localTerm"), cls)
    told = message("short.sdgs", noun=subject.called, places=noun.counted(len(places)))
    notes = {goal: joined(map(subject.title, subject.claiming(goal)), ", ") for goal in goals}
    words = {goal: [w.exact for edge in subject.claims(goal) for w in subject.words(edge.link)] for goal in goals}
    opened = tuple(
        one._replace(words=tuple(dict.fromkeys(words[goal])))
        for goal, one in zip(goals, subject.opened(goals, notes), strict=True)
    )
    shown = joined([Text(one.code, one.code) for one in opened], ", ")
    evidence = Evidence(message("short.figure.head-ends"), Text(shown.da + ".", shown.en + "."), opened)
    yield Number("sdgs", figures(len(goals)), told, evidence)


def own_target_number(subject: Subject) -> Iterator[Number]:
    """How many initiatives lead to an SDG target themselves."""
    held = subject.held("sdg", "Initiative")
    if held:
        own, inherited, none = held
        parts = [
            message("short.own-target", initiatives=subject.term("Initiative").many),
            message("short.own-target.inherited", count=len(inherited)) if inherited else None,
            message("short.own-target.none", count=len(none)) if none else None,
        ]
        evidence = Evidence(
            message("short.own-target.title", initiatives=capital(subject.term("Initiative").many)),
            message("short.own-target.codes", codes=codes(map(subject.code, own))) if own else Text("–", "–"),
            subject.opened(own, {one: _led_to(subject, one) for one in own}),
        )
        yield Number("own-target", part_of(len(own), sum(map(len, held))), sentences_of(parts), evidence)


def _led_to(subject: Subject, thing: str) -> Text:
    ends = [end.rpartition("/")[2] for end in subject.ends([thing])]
    return message("short.own-target.to", codes=codes(ends))


def misfit_number(subject: Subject) -> Iterator[Number]:
    """How many targets are used for something other than the UN's text."""
    targets = stated_targets(subject)
    found = misfits(subject, "OfficialText")
    wrong = sorted({target for misfit in found for target in targets_of(subject, misfit)}, key=natural)
    if wrong:
        opened = [one._replace(code="") for one in subject.opened(found, _rationales(subject, found))]
        official = [
            Text(f"{short_code}: »{words}«", f"{short_code}: “{words}”")
            for target in wrong
            for short_code, words in [(target.rpartition("/")[2], _official(subject, target))]
        ]
        evidence = Evidence(message("short.misfit.title"), joined(official, " "), tuple(opened))
        yield Number("misfit", part_of(len(wrong), len(targets)), message("short.misfit"), evidence)


def _official(subject: Subject, target: str) -> str:
    return shortened(official_text(subject, target), 14)


def official_text(subject: Subject, target: str) -> str:
    """The UN's own English text of *target*."""
    found = openings(subject.store, [target], "en").get(target, ())
    return found[0].exact if found else ""


def _rationales(subject: Subject, things: Sequence[str]) -> dict[str, Text]:
    return {thing: rationale for thing in things if (rationale := subject.text(thing, "rationale"))}


# Before, after and the hearing.


def before_number(subject: Subject) -> Iterator[Number]:
    """How many initiatives of the strategy before have no counterpart in this one."""
    if passage := subject.before:
        older = passage.other
        noun, years = older.term("Initiative"), older.plan.period
        carried = passage.fates("continued", "continued-in-part")
        told = message(
            "short.before", initiatives=noun.many, years=years, noun=subject.called, carried=len(carried)
        )  # fmt: skip
        yield _fates("before", passage, older, told)


def after_number(subject: Subject) -> Iterator[Number]:
    """How many initiatives have no counterpart in the strategy after this one."""
    if passage := subject.after:
        newer = passage.other
        told = message("short.after", initiatives=subject.term("Initiative").many, newer=newer.called,
                       year=newer.year)  # fmt: skip
        yield _fates("after", passage, subject, told)


def carried_on_number(subject: Subject) -> Iterator[Number]:
    """How many are carried on in the strategy after this one."""
    if passage := subject.after:
        carried = passage.fates("continued", "continued-in-part")
        number = _fates("carried-on", passage, subject, message("short.carried-on",
                        initiatives=subject.term("Initiative").many))  # fmt: skip
        yield number._replace(value=part_of(len(carried), len(passage.fates())))


_TOLD_OF = {"after": ("dropped", "related", "not-assessed", "denied"), "carried-on": ("continued", "continued-in-part")}


def _fates(name: str, passage: Passage, older: Subject, told: Text) -> Number:
    by_fate = {
        fate: [one.element.thing for one in passage.fates(fate)]
        for fate in ("dropped", "continued", "continued-in-part", "related", "not-assessed", "denied")
    }
    parts = [
        message(f"short.fate.{fate}", codes=codes(map(older.code, found)), count=len(found))
        for fate, found in by_fate.items()
        if found and fate in _TOLD_OF.get(name, by_fate)
    ]
    ordered = [thing for found in by_fate.values() for thing in found]
    notes = {one.element.thing: FATE_LABELS[one.fate] for one in passage.fates()}
    title = message("short.fate.title")
    value = part_of(len(by_fate["dropped"]), len(passage.fates()))
    return Number(name, value, told, Evidence(title, sentences_of(parts), older.opened(ordered, notes)))


def hearing_number(subject: Subject) -> Iterator[Number]:
    """How many of the points that ask for an answer have one."""
    points = subject.points
    if not points:
        return
    by_outcome = Counter(point.disposition.removeprefix(SG) for point in points)
    told = message(
        "short.hearing", noun=subject.called, partly=by_outcome["PartlyAnswered"], none=by_outcome["NotAnswered"]
    )
    order = ("Answered", "PartlyAnswered", "NotAnswered")
    ordered = sorted(points, key=lambda point: order.index(point.disposition.removeprefix(SG)))
    opened = tuple(
        Opened(
            "", message(f"short.outcome.{point.disposition.removeprefix(SG)}"),
            (point.words.exact,) if point.words else (), point.rationale, point.comment,
        )
        for point in ordered
    )  # fmt: skip
    whole = sum(1 for _ in hearing(subject.store, subject.iri).points)
    evidence = Evidence(
        message("short.hearing.title"),
        message("short.hearing.of", points=whole, asking=len(points), full=by_outcome["Answered"],
                partly=by_outcome["PartlyAnswered"], none=by_outcome["NotAnswered"]),
        opened,
    )  # fmt: skip
    yield Number("hearing", part_of(by_outcome["Answered"], len(points)), told, evidence)


# Status and who is responsible.


def with_status(subject: Subject, group: str) -> list[str]:
    """The initiatives whose status is one of the *group* of the rules (`begun`)."""
    wanted = {SG + name for name in report_rules()["status"][group]}
    return [one for one in subject.of("Initiative") if subject.value(one, "status") in wanted]


def _status_notes(subject: Subject, things: Sequence[str]) -> dict[str, Text]:
    return {thing: subject.title(status) for thing in things if (status := subject.value(thing, "status"))}


def status_number(subject: Subject) -> Iterator[Number]:
    """How many initiatives have a status."""
    held = subject.held("reporting", "Initiative")
    if held and held[0]:
        noun = subject.term("Initiative")
        without = [*held[1], *held[2]]
        told = message("short.status.without", codes=codes(map(subject.code, without))) if without else Text("", "")
        everything = [*without, *held[0]]
        evidence = Evidence(message("short.status.title"), told,
                            subject.opened(everything, _status_notes(subject, everything)))  # fmt: skip
        value = part_of(len(held[0]), len(everything))
        yield Number("status", value, message("short.status", initiatives=noun.many), evidence)


def begun_number(subject: Subject) -> Iterator[Number]:
    """How many have begun."""
    started, partly = with_status(subject, "started"), with_status(subject, "partly")
    if started:
        told = message("short.begun", initiatives=subject.term("Initiative").many)
        if partly:
            told = message("short.begun.partly", initiatives=subject.term("Initiative").many, partly=len(partly))
        yield _of_status(subject, "begun", started, told)


def not_begun_number(subject: Subject) -> Iterator[Number]:
    """How many have not begun."""
    preparing, planned = with_status(subject, "preparing"), with_status(subject, "planned")
    if preparing or planned:
        told = message("short.not-begun", initiatives=subject.term("Initiative").many, preparing=len(preparing),
                       planned=len(planned))  # fmt: skip
        yield _of_status(subject, "not-begun", [*preparing, *planned], told)


def _of_status(subject: Subject, name: str, things: Sequence[str], told: Text) -> Number:
    evidence = Evidence(
        message("short.begun.title") if name == "begun" else message("short.not-begun.title"),
        message("short.status.codes", codes=codes(map(subject.code, things))),
        subject.opened(things, _status_notes(subject, things)),
    )
    return Number(name, figures(len(things)), told, evidence)


def _leading(subject: Subject, thing: str) -> list[str]:
    """Who is responsible for *thing*, without those who only take part."""
    partners = subject.values(thing, "partner")
    return [actor for actor in subject.values(thing, "responsible") if actor not in partners]


def actor_number(subject: Subject) -> Iterator[Number]:
    """How many initiatives say who is responsible."""
    initiatives = subject.of("Initiative")
    having = [one for one in initiatives if subject.values(one, "responsible")]
    if not initiatives or len(having) * 2 < len(initiatives):
        return
    actors = Counter(actor for one in having for actor in subject.values(one, "responsible"))
    leading = Counter(actor for one in having for actor in _leading(subject, one)) or actors
    largest, carried = max(leading.items(), key=lambda pair: (pair[1], pair[0]))
    told = message("short.actor", largest=subject.title(largest), count=carried)
    notes = {one: listed([subject.title(actor) for actor in subject.values(one, "responsible")]) for one in having}
    shown = [Text(*(f"{title}: {count}" for title in subject.title(one))) for one, count in actors.most_common()]
    parts = joined(shown, ", ")
    evidence = Evidence(message("short.actor.title"), Text(parts.da + ".", parts.en + "."),
                        subject.opened(having, notes))  # fmt: skip
    yield Number("actor", part_of(len(having), len(initiatives)), told, evidence)
