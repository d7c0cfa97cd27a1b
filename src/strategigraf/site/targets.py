"""The pages of SDGs and SDG targets: which strategies name them, and on what basis."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from strategigraf.core.rdf import SDGO, SG, Iri, Literal, message, natural
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import Column
from strategigraf.core.table import Table
from strategigraf.core.thread import BROADER, CLAIM_BASES, CONTRIBUTES_TO, Edge
from strategigraf.dossier.short.brief import listed
from strategigraf.site.addresses import path_of, segment
from strategigraf.site.facts import NOTHING, Claim, Facts, amount
from strategigraf.site.page import Openings, Page
from strategigraf.site.records import both
from strategigraf.store.lookup import edge_lookup, strategies_of

_MOST_CLAIMS = 400  # claims on an SDG that are shown with their quotes


def _codes(facts: Facts) -> list[str]:
    rows = facts.store.rows_of("store/things-of-class", kind=SDGO + "Goal") + facts.store.rows_of(
        "store/things-of-class", kind=SDGO + "Target"
    )
    return sorted({thing for (thing,) in rows}, key=natural)


def sdgs(facts: Facts) -> list[str]:
    """The SDGs and SDG targets (IRIs), in their order."""
    return facts.kept("sdgs", lambda: _codes(facts))


def sdg_list_page(facts: Facts) -> Page:
    """The list of SDGs and targets, each with how many strategies name it themselves."""
    edges = edge_lookup(facts.store)
    all_codes = sdgs(facts)
    facts.know(all_codes)
    naming = {}
    for code in all_codes:
        ends = [edge.subject for edge in edges.entering(code) if edge.predicate == CONTRIBUTES_TO]
        found = strategies_of(facts.store, ends)
        naming[code] = {strategy for of_one in found.values() for strategy in of_one} | {
            end for end in ends if facts.cls(end) == SG + "Strategy"
        }
    goals = [code for code in all_codes if "." not in short_name(code)]
    rows = [
        {
            "ref": facts.ref(goal),
            "count": len(naming[goal]),
            "targets": [(facts.ref(code), len(naming[code])) for code in all_codes if code.startswith(f"{goal}.")],
        }
        for goal in goals
    ]
    named = sum(bool(naming[code]) for code in all_codes if code not in goals)
    return Page(
        "sdg/index",
        "sdgs.html",
        message("site.menu-sdgs"),
        message(
            "site.sdgs.answer",
            goals=sum(bool(naming[goal]) for goal in goals),
            targets=named,
            total=len(all_codes) - len(goals),
        ),
        "sdgs",
        content={"rows": rows},
        record=lambda: [
            {"id": code, "title": both(facts.title(code)), "strategies": sorted(naming[code])} for code in all_codes
        ],
        table=lambda: Table(
            tuple(map(Column, ("target", "title_da", "title_en", "strategies"))),
            tuple(
                (
                    Iri(code),
                    Literal(facts.title(code).da),
                    Literal(facts.title(code).en),
                    Literal(str(len(naming[code]))),
                )
                for code in all_codes
            ),
        ),
        statements=lambda: facts.statements(all_codes),
        typed="CollectionPage",
    )


def sdg_page(facts: Facts, code: str) -> Page:
    """The page of the SDG or SDG target *code* (IRI): which strategies name it and on what basis; what is inherited is
    counted apart."""
    edges = edge_lookup(facts.store)
    own = [edge for edge in edges.entering(code) if edge.predicate == CONTRIBUTES_TO and edge.link]
    facts.know([code, *(edge.subject for edge in own), *(edge.link for edge in own)])
    facts.describe([code, *(edge.link for edge in own)])
    inheriting: dict[str, list[str]] = defaultdict(list)
    links = [edge.link for edge in own]
    for link, thing in facts.store.rows_in_batches("site/inheriting", sorted(links), "link"):
        inheriting[link].append(thing)
    facts.know(thing for things in inheriting.values() for thing in things)
    at_home = strategies_of(facts.store, [edge.subject for edge in own])
    by_strategy: dict[str, list[Edge]] = defaultdict(list)
    for edge in own:
        for strategy in at_home.get(edge.subject, frozenset((edge.subject,))):
            by_strategy[strategy].append(edge)
    direct = [edge for edge in edges.entering(code) if edge.predicate == CONTRIBUTES_TO and not edge.link]
    for edge in direct:
        by_strategy.setdefault(edge.subject, [])
    facts.know(by_strategy)
    openings = Openings(facts)
    quoted = len(own) <= _MOST_CLAIMS
    groups = []
    for strategy in sorted(by_strategy, key=natural):
        claims = by_strategy[strategy]
        inherited = sorted(
            {thing for edge in claims for thing in inheriting[edge.link]} - {edge.subject for edge in claims},
            key=natural,
        )
        groups.append({
            "ref": facts.ref(strategy),
            "counts": [_counted(claims, basis, openings) for basis in CLAIM_BASES],
            "inherited": len(inherited),
            "opens": openings(inherited, message("site.only-through")),
            "claims": [_claim(facts, edge, quoted) for edge in claims],
            "selected": any(edge.subject == strategy for edge in direct),
        })  # fmt: skip
    whole = [edge.object for edge in edges.leaving(code) if edge.predicate == BROADER]
    parts = sorted({edge.subject for edge in edges.entering(code) if edge.predicate == BROADER}, key=natural)
    facts.know([*whole, *parts])
    bases = Counter(edge.basis for edge in own)
    named = (
        message(
            "site.sdg.answer",
            strategies=amount(len(by_strategy), "strategy"),
            links=amount(len(own), "link"),
            bases=listed([message(f"site.sdg.{basis}", count=bases[basis]) for basis in CLAIM_BASES if bases[basis]]),
        )
        if by_strategy
        else message("site.sdg.nobody")
    )
    crumbs = [("sdg/index", message("site.menu-sdgs")), *((path_of(one), facts.kind(one)) for one in whole)]
    quotes = {quote for edge in own for quote in facts.values(edge.link, SG + "evidence")}
    return Page(
        path_of(code),
        "sdg.html",
        facts.title(code),
        named,
        "sdgs",
        tuple(crumbs),
        facts.kind(code),
        code,
        facts.proof(quotes) if quotes else NOTHING,
        {
            "official": facts.quotes(code),
            "groups": groups,
            "parts_of": [facts.ref(one) for one in parts],
            "openings": openings.made(),
        },
        lambda: {
            "id": code,
            "title": both(facts.title(code)),
            "claims": [
                {"subject": edge.subject, "basis": edge.basis, "link": edge.link, "inherited_by": inheriting[edge.link]}
                for edge in own
            ],
        },
        lambda: Table(
            tuple(map(Column, ("element", "title", "basis", "link"))),
            tuple(
                (Iri(edge.subject), Literal(facts.title(edge.subject).da), Literal(edge.basis), Iri(edge.link))
                for edge in own
            ),
        ),
        lambda: facts.statements([code, *links]),
        "DefinedTerm",
    )


def _counted(claims: Sequence[Edge], basis: str, openings: Openings) -> tuple[str, int, str]:
    """The *basis*, how many of *claims* rest on it, and what that number opens to."""
    links = [edge.link for edge in claims if edge.basis == basis]
    return basis, len(links), openings(links)


def _claim(facts: Facts, edge: Edge, quoted: bool) -> Claim:
    return Claim(
        segment(short_name(edge.link).replace("/", "-")),
        NOTHING,
        facts.ref(edge.subject),
        edge.basis,
        facts.confidence(edge.link),
        facts.rationale(edge.link),
        facts.quotes(edge.link) if quoted else (),
        edge.link,
    )
