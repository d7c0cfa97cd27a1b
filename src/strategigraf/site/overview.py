"""The pages that lead to others: the front, the lists, the SDGs, organisations and topics."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from strategigraf.core.rdf import DCTERMS, ID, SG, Iri, Literal, Text, message, natural
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.dossier.short.brief import Brief, capital, figures, listed, numeral
from strategigraf.files.question import Question
from strategigraf.site.addresses import Ref, path_of, segment
from strategigraf.site.facts import Facts, amount
from strategigraf.site.page import Openings, Page
from strategigraf.site.records import both, period_of
from strategigraf.store.lookup import strategies_in, strategies_of
from strategigraf.store.names import Kind, kinds

_COUNTED = ("Goal", "Initiative", "TimelineEntry", "Link", "Alignment", "Quote")
_FINDINGS, _OF_EACH = 5, 2
_FEW = 4  # owners that are named
_ASKED = (  # the questions that boards and planners ask first, where they are in the catalogue
    "initiatives-by-sdg-target", "goals-without-timeline-entry", "hearing-questions-unanswered",
    "older-initiatives-dropped",
    "elements-without-counterpart", "sdg-claim-misfits", "draft-statements-changed", "challenges-and-answers",
    "interpreted-links", "announced-numbers", "initiatives-by-status", "links-by-basis",
)  # fmt: skip


def front_page(
    facts: Facts,
    briefs: Iterable[tuple[str, Brief]],
    questions: Sequence[Question],
    verified: tuple[int, int, int, Text] | None,
) -> Page:
    """The front page: what is in it, how many quotes were *verified* (all found, all looked for, those verbatim, and
    in what), findings of the *briefs* by strategy (IRI), and the ten questions that are asked most."""
    strategies = strategies_in(facts.store)
    facts.know(strategies)
    facts.describe(strategies)
    openings = Openings(facts)
    rows = [_strategy_row(facts, strategy) for strategy in _by_time(facts, strategies)]
    counted = {kind.iri: kind for kind in kinds(facts.store)}
    figures_shown = [{"value": figures(len(strategies)), "told": message("site.count.Strategy"), "path": "strategies"}]
    for name in _COUNTED:
        kind = counted.get(SG + name)
        if kind and kind.things:
            path = (
                f"kinds/{kind.name}"
                if name not in ("Link", "Alignment", "Quote")
                else {
                    "Link": "questions/links-by-basis",
                    "Alignment": "questions/counterparts",
                    "Quote": "questions/quotes-by-document",
                }[name]
            )
            figures_shown.append({"value": figures(kind.things), "told": message(f"site.count.{name}"), "path": path})
    known = {question.name: question for question in questions}
    asks = [known[name] for name in _ASKED if name in known][:10] or list(questions)[:10]
    found = _findings(facts, briefs, openings)
    owners = sorted({owner for strategy in strategies for owner in facts.values(strategy, SG + "owner")}, key=natural)
    facts.know(owners)
    years = sorted(
        filter(None, (facts.value(strategy, SG + end)[:4] for strategy in strategies for end in ("start", "end")))
    )
    answer = message(
        "site.front.answer" if len(owners) <= _FEW else "site.front.answer-many",
        owners=listed([facts.title(owner) for owner in owners]) if len(owners) <= _FEW else figures(len(owners)),
        first=years[0] if years else "–",
        last=years[-1] if years else "–",
    )
    count = numeral(len(strategies))
    title = (
        message("site.front.title", count=capital(count)) if len(strategies) != 1 else message("site.front.title-one")
    )
    return Page(
        "index",
        "front.html",
        title,
        answer,
        about=ID.removesuffix("id/"),
        content={
            "findings": found,
            "asks": [(f"questions/{question.name}", question.unasked) for question in asks],
            "question_count": len(questions),
            "figures": figures_shown,
            "rows": rows,
            "verified": verified,
            "openings": openings.made(),
        },
        record=lambda: {
            "title": both(title),
            "strategies": [{"id": strategy, "title": both(facts.title(strategy))} for strategy in strategies],
            "counts": {name: counted[SG + name].things for name in _COUNTED if SG + name in counted},
            "quotes": {"found": verified[0], "checked": verified[1]} if verified else None,
        },
        table=lambda: _strategies_table(facts, strategies),
        statements=lambda: facts.statements(strategies),
        typed="DataCatalog",
    )


def _findings(facts: Facts, briefs: Iterable[tuple[str, Brief]], openings: Openings) -> list[Mapping[str, Any]]:
    """The numbers that findings of the *briefs* rest on, then others, of each strategy at most two and of each rule
    one."""
    found: list[Mapping[str, Any]] = []
    seen: set[str] = set()
    for strategy, brief in briefs:
        told = [name for finding in brief.findings for name in finding.numbers]
        order = sorted(
            brief.numbers,
            key=lambda number: (number.name not in told, told.index(number.name) if number.name in told else 0),
        )
        taken = 0
        for number in order:
            if number.name in seen or taken == _OF_EACH or len(found) == _FINDINGS:
                continue
            taken += 1
            seen.add(number.name)
            opens = openings((one.thing for one in number.evidence.opened), number.evidence.title)
            found.append(
                {
                    "value": number.value,
                    "told": number.told,
                    "opens": opens,
                    "path": path_of(strategy),
                    "strategy": facts.title(strategy),
                }
            )
        if len(found) == _FINDINGS:
            break
    return found


def _by_time(facts: Facts, strategies: Iterable[str]) -> list[str]:
    """The newest first."""
    return sorted(strategies, key=lambda one: (facts.value(one, SG + "start") or "0", one), reverse=True)


def _strategy_row(facts: Facts, strategy: str) -> Mapping[str, Any]:
    owners = facts.values(strategy, SG + "owner")
    facts.know(owners)
    return {
        "ref": facts.ref(strategy),
        "owners": [facts.ref(one) for one in owners],
        "period": period_of(facts, strategy),
    }


def _strategies_table(facts: Facts, strategies: Sequence[str]) -> Table:
    rows = tuple(
        (
            Iri(one),
            Literal(facts.title(one).da),
            Literal(facts.title(one).en),
            Literal(" ".join(facts.values(one, SG + "owner"))),
            Literal(period_of(facts, one).en),
        )
        for one in strategies
    )
    return Table(tuple(map(Column, ("strategy", "title_da", "title_en", "owner", "period"))), rows)


def strategies_page(facts: Facts) -> Page:
    """The list of strategies, with how many of their own links lead to each SDG."""
    strategies = _by_time(facts, strategies_in(facts.store))
    facts.know(strategies)
    facts.describe(strategies)
    return Page(
        "strategies",
        "strategies.html",
        message("site.menu-strategies"),
        message("site.strategies.answer", strategies=amount(len(strategies), "strategy")),
        "strategies",
        content={"rows": [_strategy_row(facts, one) for one in strategies]},
        record=lambda: [{"id": one, "title": both(facts.title(one))} for one in strategies],
        table=lambda: _strategies_table(facts, strategies),
        statements=lambda: facts.statements(strategies),
        typed="CollectionPage",
    )


# Organisations and topics.


def organisation_page(facts: Facts, organisation: str) -> Page:
    """The page of an *organisation* (IRI): its strategies and documents, and what it is responsible for."""
    groups: dict[str, list[str]] = defaultdict(list)
    for _, verb, thing in facts.store.rows_of("site/with-value", thing=organisation):
        groups[verb].append(thing)
    facts.know([organisation, *(thing for things in groups.values() for thing in things)])
    return Page(
        path_of(organisation),
        "listing.html",
        facts.title(organisation),
        _roles(groups),
        "strategies",
        (("strategies", message("site.menu-strategies")),),
        kind=message("site.organisation"),
        about=organisation,
        content={
            "groups": _listed(
                facts,
                [
                    (
                        message(f"site.organisation.{verb.rpartition('#')[2].rpartition('/')[2]}")
                        if verb in (SG + "owner", SG + "responsible", DCTERMS + "publisher")
                        else capital(facts.label(verb)),
                        things,
                    )
                    for verb, things in sorted(groups.items())
                ],
            )
        },
        record=lambda: {
            "id": organisation,
            "title": both(facts.title(organisation)),
            **{short_name(verb): things for verb, things in groups.items()},
        },
        table=lambda: _pairs(facts, groups),
        statements=lambda: facts.statements([organisation]),
        typed="Organization",
    )


def _roles(groups: Mapping[str, Sequence[str]]) -> Text:
    """What an organisation is to the things in *groups*, by the relation that they have to it."""
    counted = (("owns", SG + "owner", "strategy"), ("publishes", DCTERMS + "publisher", "document"))
    told = [
        message(f"site.organisation.{role}", count=amount(len(groups[verb]), noun))
        for role, verb, noun in (*counted, ("answers", SG + "responsible", "element"))
        if groups.get(verb)
    ]
    if not told:
        return message("site.organisation.nothing")
    return message("site.organisation.answer", roles=capital(listed(told)))


def _listed(facts: Facts, groups: Iterable[tuple[Text, Sequence[str]]]) -> list[tuple[Text, list[Ref]]]:
    return [
        (title, [facts.ref(thing) for thing in sorted(set(things), key=natural)]) for title, things in groups if things
    ]


def _pairs(facts: Facts, groups: Mapping[str, Sequence[str]]) -> Table:
    rows = tuple(
        (Literal(short_name(verb)), Iri(thing), Literal(facts.title(thing).da))
        for verb, things in groups.items()
        for thing in things
    )
    return Table(tuple(map(Column, ("relation", "thing", "title"))), rows)


def kind_page(facts: Facts, kind: Kind) -> Page:
    """The elements of a *kind*, by strategy; each leads to its words."""
    things = [thing for (thing,) in facts.store.rows_of("store/things-of-class", kind=kind.iri)]
    at_home = strategies_of(facts.store, things)
    facts.know([*things, *(strategy for found in at_home.values() for strategy in found)])
    by_strategy: dict[str, list[str]] = defaultdict(list)
    for thing in things:
        for strategy in at_home.get(thing, frozenset(("",))):
            by_strategy[strategy].append(thing)
    groups = [
        (facts.title(strategy) if strategy else message("site.without-strategy"), found)
        for strategy, found in sorted(by_strategy.items(), key=lambda pair: natural(pair[0]))
    ]
    return Page(
        f"kinds/{kind.name}",
        "listing.html",
        capital(kind.label),
        message(
            "site.kind.answer", elements=amount(len(things), "element"), strategies=amount(len(by_strategy), "strategy")
        ),
        "strategies",
        (("strategies", message("site.menu-strategies")),),
        kind=message("site.kind"),
        content={"groups": _listed(facts, groups)},
        record=lambda: [{"id": thing, "title": both(facts.title(thing))} for thing in things],
        table=lambda: Table(
            tuple(map(Column, ("element", "title_da", "title_en"))),
            tuple((Iri(thing), Literal(facts.title(thing).da), Literal(facts.title(thing).en)) for thing in things),
        ),
        statements=lambda: [each for each in facts.statements(things) if each[1].value.endswith(("type", "prefLabel"))],
        typed="CollectionPage",
    )


def topics(facts: Facts) -> dict[str, list[tuple[str, Text]]]:
    """The topic words of the data by the last part of their page's path: the things that have each, and the word."""

    def found() -> dict[str, list[tuple[str, Text]]]:
        made: dict[str, list[tuple[str, Text]]] = defaultdict(list)
        for thing, word in facts.store.rows_of("site/topics"):
            made[segment(word.lower())].append((thing, Text(word, word)))
        return {key: made[key] for key in sorted(made)}

    return facts.kept("topics", found)


def topic_page(facts: Facts, name: str) -> Page:
    """The page of the topic *name*: the elements that are about it."""
    found = topics(facts)[name]
    things = sorted({thing for thing, _ in found}, key=natural)
    facts.know(things)
    word = capital(found[0][1])
    return Page(
        f"topics/{name}",
        "listing.html",
        word,
        message("site.topic.answer", elements=amount(len(things), "element")),
        "strategies",
        (("strategies", message("site.menu-strategies")),),
        kind=message("site.topic"),
        content={"groups": _listed(facts, [(message("site.topic.elements"), things)])},
        record=lambda: {"topic": word.da, "elements": things},
        table=lambda: Table(
            tuple(map(Column, ("element", "title"))),
            tuple((Iri(thing), Literal(facts.title(thing).da)) for thing in things),
        ),
        statements=lambda: facts.statements(things),
        typed="DefinedTerm",
    )
