"""The findings of the short report, each of a family of its own, by how much of the strategy they are about."""

from collections.abc import Callable, Sequence

from strategigraf.compare.sentences import sentences
from strategigraf.core.rdf import SG, Text, message, natural
from strategigraf.dossier.short.brief import (
    Finding,
    Quoted,
    capital,
    codes,
    first_sentence,
    headline,
    listed,
    numeral,
    period,
    report_rules,
    sentences_of,
    shortened,
    small,
)
from strategigraf.dossier.short.numbers import counterparts
from strategigraf.dossier.short.outcome_numbers import misfits, official_text, stated_targets, targets_of, with_status
from strategigraf.dossier.short.progress_numbers import asks_for_time, behind_finding, promised_finding
from strategigraf.dossier.short.subject import Passage, Subject, heading
from strategigraf.network.load import bound_of
from strategigraf.sdg.check import deadlines, wordings

Share = tuple[int, int]  # how many are affected, of how many
Parts = tuple[Share, Text, Sequence[Text | None], tuple[str, ...], Sequence[Quoted | None]]


def findings(subject: Subject) -> list[Finding]:
    """What the council should know of *subject*: the gravest first, each family once, as the rules keep them."""
    rules = report_rules()["findings"]
    found = []
    for family, weight in rules["weight"].items():
        parts = _FAMILIES[family](subject)
        if parts is None:
            continue
        (affected, total), title, told, numbers, quotes = parts
        share = affected / total
        score = weight if family == "contradiction" else weight * share
        enough = share >= rules["least_share"] or affected >= rules["least_elements"]
        if score >= rules["least_score"] and enough:
            proof = [quote for quote in quotes if quote]
            further = (
                one._replace(words=shortened(one.words, report_rules()["words"]["further"])) for one in proof[1:]
            )
            found.append(Finding(family, round(score, 4), title, sentences_of(told), numbers, (*proof[:1], *further)))
    return sorted(found, key=lambda finding: -finding.score)  # equals stay in the order of the families


def _time(subject: Subject) -> Parts | None:
    initiatives = subject.of("Initiative")
    noun = subject.term("Initiative")
    scheduled = subject.scheduled()
    own_words = subject.cue("time")
    reservation = message("short.finding.time.reservation", noun=capital(subject.called)) if own_words else None
    if scheduled:
        own, none = scheduled.timed, scheduled.without
        goals = subject.held("schedule", "Goal")
        without = list(goals[2]) if goals else []
        which = subject.term("Goal").coded(codes(map(subject.code, without)))
        few = 0 < len(without) <= report_rules()["numbers"]["named"]
        told = [
            message(
                "short.finding.time.or-year" if scheduled.by_own_year else "short.finding.time.scheduled",
                count=len(own), initiatives=noun.many, rest=len(none),
            ),
            message("short.finding.time.goals", which=capital(which)) if few else None,
            reservation,
        ]  # fmt: skip
        proof = _first_without(subject, none, without)
        title = message("short.finding.time.title", initiatives=noun.many, rest=len(none), all=len(initiatives))
        share = len(none), len(initiatives)
        return share, title, told, ("timed", "timed-goals"), (proof, own_words[0] if own_words else None)
    source = subject.text_of_it
    undated = [one for one in initiatives if not subject.is_dated(one)]
    if asks_for_time(subject):  # the family of what is promised tells it
        return None
    if not undated or source is None or source.stage != SG + "Printed":
        return None
    noted = subject.quoted(undated[0])
    if len(undated) < len(initiatives):
        title = message("short.finding.time.title", initiatives=noun.many, rest=len(undated), all=len(initiatives))
        told = [message("short.finding.time.own", initiatives=noun.many, count=len(initiatives) - len(undated))]
        return (len(undated), len(initiatives)), title, told, (), (noted,)
    follow_up = subject.cue("follow_up")
    told = [
        message("short.finding.time.nothing", noun=capital(subject.called), all=numeral(len(initiatives)),
                initiatives=noun.many),
        reservation,
        message("short.finding.time.follow-up") if follow_up else None,
    ]  # fmt: skip
    title = message(
        "short.finding.time.no-timeline", noun=capital(subject.called), all=numeral(len(initiatives)),
        initiatives=noun.many,
    )  # fmt: skip
    quotes: list[Quoted | None] = [cue[0] for cue in (own_words, follow_up) if cue]
    quotes = quotes or [noted]
    return (len(initiatives), len(initiatives)), title, told, ("structure",), quotes


def _first_without(subject: Subject, initiatives: Sequence[str], goals: Sequence[str]) -> Quoted | None:
    """What is promised under a goal that is in no entry at all; else the first initiative that is in none."""
    for goal in goals:
        if promised := _promise(subject, subject.below(goal, "Initiative")):
            which = capital(subject.term("Goal").coded(subject.code(goal)))
            return Quoted(promised, message("short.finding.time.no-entry", which=which))
    if not initiatives:
        return None
    which = capital(subject.term("Initiative").coded(subject.code(initiatives[0])))
    return subject.quoted(initiatives[0], message("short.finding.time.no-entry", which=which))


def _promise(subject: Subject, things: Sequence[str]) -> str:
    """The shortest sentence of *things* in which those who wrote it say what they do; else the shortest."""
    found = [sentence for thing in things for words in subject.words(thing)[:1] for sentence in sentences(words.exact)]
    own = [sentence for sentence in found if sentence.startswith("Vi ")]
    shortest = min(own or found, key=lambda sentence: (len(sentence.split()), sentence), default="")
    return shortened(shortest, report_rules()["words"]["quote"])


def _own_target(subject: Subject) -> Parts | None:
    held = subject.held("sdg", "Initiative")
    if not held:
        return None
    own, inherited, none = held
    total = len(own) + len(inherited) + len(none)
    noun, goal = subject.term("Initiative"), subject.term("Goal")
    bare = [
        one for one in subject.of("Goal")
        if not subject.ends([one, *subject.below(one, "Initiative")])
    ]  # fmt: skip
    targets = stated_targets(subject)
    classes = {subject.classes[one] for target in targets for one in subject.claiming(target)}
    only = subject.term(next(iter(classes))) if len(classes) == 1 else None
    told = [
        message("short.finding.own-target.stated", noun=capital(subject.called), count=len(targets), those=only.those)
        if only and targets else None,
        message("short.finding.own-target.own", count=len(own), initiatives=noun.many, rest=len(inherited)),
        message("short.finding.own-target.bare", goals=capital(goal.coded(codes(map(subject.code, bare)))))
        if bare else None,
        message("short.finding.text-only"),
    ]  # fmt: skip
    quote = subject.cue("sdg")
    title = message("short.finding.own-target.title", rest=len(inherited), all=total, initiatives=noun.many)
    numbers = ("targets", "own-target")
    return (len(inherited), total), title, told, numbers, (quote[0] if quote else None,)


def _misfit(subject: Subject) -> Parts | None:
    targets, found = stated_targets(subject), misfits(subject, "OfficialText")
    wrong = sorted({target for misfit in found for target in targets_of(subject, misfit)}, key=natural)
    if not targets or not wrong:
        return None
    told = [_rationale(subject, misfit) for misfit in found]
    start = int(subject.value(subject.iri, "start")[:4] or 0)
    limits = deadlines(wordings(subject.store)[0])
    for target in wrong:
        code = target.rpartition("/")[2]
        if code in limits and limits[code] < start:
            told.append(message("short.finding.misfit.deadline", target=code, year=limits[code]))
    first = next(misfit for misfit in found if targets_of(subject, misfit))
    claim = subject.quoted(first)
    better = subject.value(first, "betterTarget") or targets_of(subject, first)[0]
    most = report_rules()["words"]["quote"]
    official = Quoted(
        shortened(official_text(subject, better), most),
        message("short.finding.misfit.official", target=better.rpartition("/")[2]),
        foreign=True,
    )
    title = message("short.finding.misfit.title", count=len(wrong), all=len(targets))
    return (len(wrong), len(targets)), title, told, ("misfit",), (claim, official)


def _in_marks(words: Sequence[str]) -> Text:
    """*words*, as they are in the source's language, each in quotation marks."""
    return listed([Text(f"»{word}«", f"“{word}”") for word in words], message("short.or"))


def _rationale(subject: Subject, thing: str) -> Text:
    """The first sentence of the reason that a reader gave for *thing*, in each language."""
    reason = subject.text(thing, "rationale") or Text("", "")
    return Text(*(first_sentence(one) for one in reason))


def _generation(subject: Subject) -> Parts | None:
    passage = subject.before or subject.after
    if passage is None:
        return None
    forward = subject.before is None
    older, newer = (subject, passage.other) if forward else (passage.other, subject)
    dropped = [fate.element.thing for fate in passage.fates("dropped")]
    total = len(passage.fates())
    if not dropped:
        return None
    noun, area = older.term("Initiative"), older.term("FocusArea")
    gone = _gone(older, newer, passage)
    topics = [word for _, words in gone for word in words]
    which = message("short.newer", noun=newer.called, year=newer.year) if forward else newer.called
    years = years_between(older, newer)
    whole = newer.texts is not None and newer.text_of_it is not None
    told = [
        message(
            "short.finding.generation.areas", topics=capital(listed(topics)), count=numeral(len(gone)),
            all=numeral(len(older.of("FocusArea"))), areas=area.many,
            older=headline(older.plan.title, older.plan.owner),
        ) if gone else None,
        message(
            "short.finding.generation.words" if whole else "short.finding.generation.words-quoted", noun=which,
            words=_in_marks([word.da for word in topics]),
        ) if gone else None,
        message("short.finding.generation.all", count=len(dropped), all=total, initiatives=noun.many),
        message("short.finding.generation.may"),
        message("short.finding.generation.years", years=years) if years else None,
    ]  # fmt: skip
    if gone:
        title = message("short.finding.generation.gone", topics=capital(listed(topics)), noun=which)
    else:
        title = message("short.finding.generation.title", count=len(dropped), all=total, initiatives=noun.many)
    things = [thing for thing, _ in gone] or dropped[:1]
    quotes = [_longest(older, thing) for thing in things[:2]]
    return (len(dropped), total), title, told, ("after" if forward else "before",), quotes


def _longest(older: Subject, thing: str) -> Quoted | None:
    """What the source says of *thing* beyond its heading."""
    words = max(older.words(thing), key=lambda one: len(one.exact), default=None)
    if words is None:
        return None
    source = older.text_of_it
    issued = source.issued[:4] if source else ""
    place = message("short.place.older", code=older.code(thing), area=older.term("FocusArea").one, year=issued)
    return Quoted(shortened(first_sentence(words.exact), report_rules()["words"]["quote"]), capital(place))


def _gone(older: Subject, newer: Subject, passage: Passage) -> list[tuple[str, list[Text]]]:
    """The focus areas of *older*, with their topic words, that are gone: they or half of their initiatives have no
    counterpart, and no topic word is in the text of *newer*; those with the most that is gone first."""
    text = _whole_text(newer)
    fates = {fate.element.thing: fate.fate for fate in passage.fates()}
    found = []
    for area in older.of("FocusArea"):
        words = older.topic_words(area)
        own = older.below(area, "Initiative")
        dropped = [one for one in own if fates.get(one) == "dropped"]
        lost = bool(own) and len(dropped) * 2 >= len(own)
        if words and lost and not any(form.lower() in text for word in words for form in word):
            found.append((len(dropped) / len(own), area, words))
    found.sort(key=lambda entry: (-entry[0], natural(entry[1])))
    return [(area, words) for _, area, words in found]


def _whole_text(newer: Subject) -> str:
    """The words of *newer* in small letters: its source text, where to hand, else all that is quoted of it."""
    source = newer.text_of_it
    if source and newer.texts is not None and source.file in newer.texts:
        return newer.texts[source.file].raw.lower()
    document = source.document if source else ""
    return " ".join(words.exact for thing in newer.members for words in newer.words(thing)
                    if words.document == document).lower()  # fmt: skip


def years_between(older: Subject, newer: Subject) -> str:
    """The years after *older* that no source of *newer* is about or from."""
    end = older.value(older.iri, "end")[:4]
    starts = [newer.value(step, "start")[:4] for step in newer.of("ProcessStep")]
    known = [year for year in [*starts, *(source.issued[:4] for source in newer.own_sources)] if year]
    if not end or not known or int(min(known)) <= int(end) + 1:
        return ""
    return period(str(int(end) + 1), str(int(min(known)) - 1))


def _unbegun(subject: Subject) -> Parts | None:
    preparing, planned = with_status(subject, "preparing"), with_status(subject, "planned")
    initiatives = subject.of("Initiative")
    if not (preparing or planned):
        return None
    words = {row[0]: row[1] for row in reversed(subject.store.rows_of("store/status-words", strategy=subject.iri))}
    first = (preparing or planned)[0]
    source = subject.text_of_it
    issued = source.issued[:4] if source else ""
    place = capital(subject.term("Initiative").coded(subject.code(first)))
    quotes = [Quoted(shortened(words[first], 30), place) if first in words else None]
    noun = subject.term("Initiative")
    count = len(preparing) + len(planned)
    told = [
        message("short.finding.unbegun.told", preparing=len(preparing), planned=len(planned), initiatives=noun.many),
        message("short.finding.unbegun.date", year=issued) if issued else None,
    ]
    title = message("short.finding.unbegun.title", count=count, all=len(initiatives), initiatives=noun.many)
    return (count, len(initiatives)), title, told, ("not-begun",), quotes


def _hearing(subject: Subject) -> Parts | None:
    points = subject.points
    unanswered = [point for point in points if point.disposition == SG + "NotAnswered"]
    if not unanswered:
        return None
    responses = [source for source in subject.sources if source.stage == SG + "Response"]
    publishers = listed([small(subject.title(source.publisher)) for source in responses])
    told = [
        message("short.finding.hearing.response", publishers=publishers) if len(responses) == 1 else None,
        message("short.finding.hearing.responses", count=numeral(len(responses)), publishers=publishers)
        if len(responses) > 1 else None,
        *(Text(*(first_sentence(one) for one in point.rationale)) for point in unanswered[:2]),
        message("short.finding.hearing.elsewhere"),
    ]  # fmt: skip
    quotes = [
        Quoted(
            shortened(point.words.exact, report_rules()["words"]["quote"]),
            message("short.place.response", page=point.page) if point.page else heading(point.words),
        )
        for point in unanswered[:2]
        if point.words
    ]
    title = message("short.finding.hearing.title", count=len(unanswered), all=len(points))
    return (len(unanswered), len(points)), title, told, ("hearing",), quotes


def _no_status(subject: Subject) -> Parts | None:
    held = subject.held("reporting", "Initiative") if subject.is_asked_for_status else None
    if not held or not held[2]:
        return None
    level = subject.levels["reporting", "Initiative"]
    explained = set(level.covered["deep_justified"] or ()) - set(level.covered["deep"] or ())
    without = held[2]
    unexplained = [one for one in without if one not in explained]
    noun = subject.term("Initiative")
    total = sum(map(len, held))
    count = len(without) - len(unexplained)
    told = [
        message("short.finding.no-status.explained", count=numeral(count)) if count else None,
        message("short.finding.no-status.unexplained", which=noun.coded(codes(map(subject.code, unexplained))))
        if unexplained else None,
    ]  # fmt: skip
    first = (unexplained or list(without))[0]
    place = capital(noun.coded(subject.code(first)))
    title = message("short.finding.no-status.title", count=len(without), all=total, initiatives=noun.many)
    return (len(without), total), title, told, ("status",), (subject.quoted(first, place),)


def _contradiction(subject: Subject) -> Parts | None:
    found = misfits(subject, "Numbers")
    if not found:
        return None
    quotes = [subject.quoted(found[0], number=number) for number in (0, 1)]
    rationale = subject.text(found[0], "rationale")
    return (1, 1), subject.title(found[0]), (rationale,), (), quotes


def _skipped(subject: Subject) -> Parts | None:
    skipped = sorted(subject.values(subject.iri, "notPrinted"), key=natural)
    if not skipped:
        return None
    printed = {subject.code(thing) for thing in subject.of("Initiative", "FocusArea", "Goal")}
    after = subject.next_printed(skipped[0])
    cls = subject.classes[after] if after else "Initiative"
    place = capital(subject.term(cls).coded(subject.code(after) if after else ""))
    told = [message("short.finding.skipped.told", codes=codes(skipped))]
    title = message("short.finding.skipped.title", count=numeral(len(skipped)))
    quote = subject.quoted(after, message("short.place.after-gap", which=place)) if after else None
    return (len(skipped), len(printed) + len(skipped)), title, told, ("skipped",), (quote,)


def _overload(subject: Subject) -> Parts | None:
    goals = subject.of("Goal")
    loads = {goal: len(subject.below(goal, "Initiative")) for goal in goals}
    bound = bound_of(list(loads.values()))
    over = [goal for goal in goals if bound is not None and loads[goal] > bound]
    if not over:
        return None
    noun, initiatives = subject.term("Goal"), subject.term("Initiative")
    which = capital(noun.coded(codes(map(subject.code, over))))
    title = message("short.finding.overload.title", which=which, initiatives=initiatives.many)
    told = message("short.finding.overload.told", which=which, count=max(loads.values()), initiatives=initiatives.many)
    return (len(over), len(goals)), title, (told,), ("structure",), (subject.quoted(over[0]),)


def _comparison(subject: Subject) -> Parts | None:
    compared = counterparts(subject)
    if compared is None or not compared[2]:
        return None
    other, having, without = compared
    noun = subject.term("Goal")
    which = capital(noun.coded(codes(map(subject.code, without))))
    owner, bare = other.plan.owner, message(f"short.bare-noun.{other.noun}")
    title = message("short.finding.comparison.title", which=which, owner=owner)
    told = message("short.finding.comparison.told", which=which, owner=owner, noun=small(bare))
    total = len(having) + len(without)
    return (len(without), total), title, (told,), ("counterpart",), (subject.quoted(without[0]),)


_FAMILIES: dict[str, Callable[[Subject], Parts | None]] = {
    "time": _time,
    "promised": promised_finding,
    "behind": behind_finding,
    "own-target": _own_target,
    "misfit": _misfit,
    "generation": _generation,
    "unbegun": _unbegun,
    "hearing": _hearing,
    "no-status": _no_status,
    "contradiction": _contradiction,
    "skipped": _skipped,
    "overload": _overload,
    "comparison": _comparison,
}
