"""What the short report tells of progress: targets against actual values, money, and what is promised without an owner,
a date, money or a measure. Nothing where a strategy has no such thing, or nobody asks for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from strategigraf.core.policy import Requirement, Status
from strategigraf.core.rdf import Text, joined, message, natural
from strategigraf.core.report import written_date
from strategigraf.coverage.fulfilment import Item
from strategigraf.dossier.short.brief import (
    Evidence,
    Gap,
    Number,
    Quoted,
    capital,
    codes,
    figures,
    listed,
    report_rules,
    sentences_of,
)
from strategigraf.dossier.short.subject import Subject
from strategigraf.dossier.tracked import asks_what_is_promised
from strategigraf.progress.facts import Measure, Money
from strategigraf.progress.judging import BY_NUMBERS, Standing
from strategigraf.progress.report import NUMBERS
from strategigraf.store.lookup import both_labels

_MILLION = 1_000_000


def judged(subject: Subject) -> list[Standing]:
    """How its indicators with a target stand, a row for each target; none where there are fewer than the rules ask."""
    found = [one for one in subject.progress.standings if one.target is not None and one.indicator.measured]
    enough = len({one.indicator.iri for one in found}) >= report_rules()["progress"]["least_indicators"]
    return found if enough else []


def measured_number(subject: Subject) -> Iterator[Number]:
    """How many indicators have a target, and how they stand by their own numbers."""
    found = judged(subject)
    if not found:
        return
    worst = {one.indicator.iri: one for one in sorted(found, key=lambda one: BY_NUMBERS.index(one.numbers) == 2)}
    counted = Counter(one.numbers for one in worst.values())
    told = [message(f"short.measured.{name}", count=counted[name]) for name in BY_NUMBERS if counted[name]]
    notes = {one.indicator.iri: _against(one) for one in worst.values()}
    evidence = Evidence(
        message("tracked.targets.title"),
        message("short.measured.straight"),
        tuple(one._replace(code="") for one in subject.opened(sorted(worst, key=natural), notes)),
    )
    yield Number("measured", figures(len(worst)), message("short.measured", standings=listed(told)), evidence)


def _against(one: Standing) -> Text:
    """“måltal mindst 90 % (31. december 2028), resultat 64,0 (30. juni 2026): bagud”."""
    parts = [
        message(f"short.measured.{role}", value=_printed(measure), day=_on(measure))
        for role, measure in (("target", one.target), ("actual", one.actual))
        if measure
    ]
    return joined([joined(parts, ", "), NUMBERS[one.numbers]], ": ")


def _printed(measure: Measure) -> Text:
    if measure.printed or measure.value is None:
        return Text(measure.printed, measure.printed)
    return figures(float(measure.value))


def _on(measure: Measure) -> Text:
    return Text(*(f" ({day})" for day in written_date(measure.end))) if measure.end else Text("", "")


def money_number(subject: Subject) -> Iterator[Number]:
    """The money by currency and state, and what of it the source does not split."""
    found = subject.progress.sums
    labels = both_labels(subject.store, {one.state for one in found if one.state})
    of_all = [one for one in found if one.level == "strategy" and not one.whole and one.counted]
    for one in of_all:
        same = [
            two
            for two in found
            if two.level == "initiative" and not two.whole and two[2:4] == (one.currency, one.state)
        ]
        unsplit = sum((two.unsplit_amount for two in same), Decimal(0))
        told = [
            message("short.money", state=labels[one.state]) if one.state else message("short.money.no-state"),
            message("short.money.unsplit", amount=_amount(unsplit, one.currency),
                    initiatives=subject.term("Initiative").many) if unsplit else None,
        ]  # fmt: skip
        words = subject.words(one.counted[0].node)
        evidence = Evidence(
            message("tracked.money.title"),
            message("short.quoted", words=words[0].exact) if words else Text("", ""),
            tuple(
                opened._replace(code="", note=_years(money))
                for opened, money in zip(subject.opened([m.node for m in one.counted]), one.counted, strict=True)
            ),
        )  # fmt: skip
        yield Number("money", _amount(one.amount, one.currency), sentences_of(told), evidence)


def _amount(amount: Decimal, currency: str) -> Text:
    kroner = message("short.money.dkk") if currency == "DKK" else Text(currency, currency)
    if amount >= _MILLION:
        return message("short.money.millions", value=figures(float(amount / _MILLION)), currency=kroner)
    return message("short.money.amount", value=figures(float(amount)), currency=kroner)


def _years(money: Money) -> Text:
    years = "–".join(dict.fromkeys(day[:4] for day in (money.start, money.end) if day))
    return Text(years, years)


# What is promised without.


def promises(subject: Subject) -> list[tuple[Requirement, list[Item]]]:
    """The requirements that ask who, when, with what money or how measured, each with what it is asked of."""
    found: dict[str, tuple[Requirement, list[Item]]] = {}
    for item in subject.compliance.items:
        if asks_what_is_promised(item.requirement) and item.strategy == subject.iri:
            found.setdefault(item.requirement.iri, (item.requirement, []))[1].append(item)
    return list(found.values())


def lacks(item: Item) -> bool:
    """Whether *item* lacks what it is asked for, unexplained."""
    return item.status > Status.JUSTIFIED and item.broken is not None and item.broken.thing == item.element


def promise_rows(subject: Subject) -> list[Gap]:
    """A row for each requirement on what is promised that some meet and some do not."""
    rows = []
    for rule, items in promises(subject):
        none = [item.element for item in items if lacks(item)]
        own = [item.element for item in items if not lacks(item)]
        if none and own:
            noun = subject.term(subject.classes.get(none[0], "Initiative"))
            title = message(f"short.gap.promised.{_asked(rule)}", elements=capital(noun.many))
            which = noun.coded(codes(map(subject.code, none)))
            rows.append(Gap(title, len(items), len(own), None, len(none), which, "", subject.opened([*own, *none])))
    return rows


def _asked(rule: Requirement) -> str:
    """What *rule* asks for, as the messages call it: lead, time, money, measure."""
    by_property = {"responsible": "lead", "end": "time", "funds": "money", "measures": "measure"}
    return by_property[(rule.reached_by or rule.stated).rpartition("#")[2]]


def asks_for_time(subject: Subject) -> bool:
    """Whether a requirement asks its initiatives by when."""
    return any(
        _asked(rule) == "time" and any(subject.classes.get(item.element) == "Initiative" for item in items)
        for rule, items in promises(subject)
    )


Parts = tuple[tuple[int, int], Text, Sequence[Text | None], tuple[str, ...], Sequence[Quoted | None]]


def promised_finding(subject: Subject) -> Parts | None:
    """The initiatives that are promised without something that is asked for."""
    lacking: dict[str, list[str]] = defaultdict(list)
    asked: set[str] = set()
    for rule, items in promises(subject):
        for item in items:
            if subject.classes.get(item.element) == "Initiative":
                asked.add(item.element)
                if lacks(item):
                    lacking[_asked(rule)].append(item.element)
    without = sorted({thing for things in lacking.values() for thing in things}, key=natural)
    if not without:
        return None
    noun = subject.term("Initiative")
    told = [
        message(f"short.finding.promised.{name}", codes=codes(map(subject.code, things)))
        for name, things in sorted(lacking.items())
    ]
    words = {name: message(f"short.finding.promised.word.{name}") for name in sorted(lacking)}
    title = message(
        "short.finding.promised.title", count=len(without), all=len(asked), initiatives=noun.many,
        what=listed(list(words.values()), message("short.or")),
    )  # fmt: skip
    most = max(without, key=lambda thing: (sum(thing in things for things in lacking.values()), -without.index(thing)))
    quote = subject.quoted(most, capital(noun.coded(subject.code(most))))
    return (len(without), len(asked)), title, told, (), (quote,)


def behind_finding(subject: Subject) -> Parts | None:
    """The indicators that are behind a straight line to their target, and what the source itself says."""
    found = judged(subject)
    behind = [one for one in found if one.numbers == "behind"]
    if not behind:
        return None
    told: list[Text | None] = [
        message(
            "short.finding.behind.one", title=subject.title(one.indicator.iri), actual=_printed(one.actual),
            line=figures(round(float(one.line), 1)), target=_printed(one.target),
        )
        for one in behind[:2]
        if one.actual and one.target and one.line is not None
    ]  # fmt: skip
    labels = both_labels(subject.store, {update.status for one in behind for update in one.words})
    said = [labels[update.status] for one in behind[:2] for update in one.words if one.disagree]
    if said:
        told.append(message("short.finding.behind.disagree", words=listed(list(dict.fromkeys(said)))))
    title = message("short.finding.behind.title", count=len(behind), all=len(found))
    return (len(behind), len(found)), title, told, ("measured",), [subject.quoted(behind[0].indicator.iri)]
