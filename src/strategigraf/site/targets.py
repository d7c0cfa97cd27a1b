"""The pages of SDGs and SDG targets: which strategies name them, and on what basis."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from strategigraf.core.matrix import Pivot
from strategigraf.core.rdf import SDGO, SG, XSD, Iri, Literal, Text, message, natural
from strategigraf.core.rdf import short as short_name
from strategigraf.core.report import Column, Part
from strategigraf.core.table import Table
from strategigraf.core.thread import BASES, BROADER, CLAIM_BASES, CONTRIBUTES_TO, Edge
from strategigraf.dossier.short.brief import listed
from strategigraf.matrix.matrix import by_column, by_strategy, pivot
from strategigraf.site.addresses import path_of, segment
from strategigraf.site.answers import cube, part_record, part_table, section_shown
from strategigraf.site.facts import NOTHING, Claim, Facts, amount
from strategigraf.site.page import Openings, Page
from strategigraf.site.records import both
from strategigraf.store.lookup import edge_lookup, strategies_of
from strategigraf.store.names import Kind, kind_of, kinds

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


# All strategies.

NATIONAL = "matrices/national"
_ROWS = ("initiative", "goal")  # what is counted
_COLUMN = "sdg-target"


def national_page(facts: Facts) -> Page | None:
    """The page of what all strategies together contribute to; None where none of them names an SDG target."""
    found = list(_pivots(facts))
    if not found:
        return None
    parts = [part for kind, made in found for part in _parts(kind, made)]
    openings = Openings(facts)
    first = found[0][1]
    named = {strategy for strategy, cells in zip(first.strategies, first.cells, strict=True) if cells}
    return Page(
        NATIONAL,
        "report.html",
        message("site.national.title"),
        message(
            "site.national.answer",
            named=len(named),
            strategies=amount(len(set(first.strategies)), "strategy"),
            kind=found[0][0].label,
            targets=len(first.columns),
        ),
        "matrices",
        (("matrices/index", message("site.menu-matrices")),),
        message("site.matrix"),
        content={"sections": [section_shown(facts, part, openings) for part in parts], "openings": openings.made()},
        record=lambda: {"parts": [part_record(part) for part in parts]},
        table=lambda: part_table(parts[0]),
        statements=lambda: [each for part in parts for each in cube(NATIONAL, part)],
        typed="Dataset",
    )


def _pivots(facts: Facts) -> Iterator[tuple[Kind, Pivot]]:
    there = {kind.name for kind in kinds(facts.store) if kind.things}
    for name in _ROWS:
        if name in there:
            kind = kind_of(facts.store, name)
            made = pivot(facts.store, kind, kind_of(facts.store, _COLUMN))
            if made.columns:
                yield kind, made


def _parts(kind: Kind, made: Pivot) -> Sequence[Part]:
    return (
        _part(f"{kind.name}-targets", message("site.national.targets", kind=kind.label), by_column(made)),
        _part(f"{kind.name}-strategies", message("site.national.strategies", kind=kind.label), by_strategy(made)),
    )


def _part(name: str, title: Text, table: Table) -> Part:
    """*table* without the bases that nothing rests on."""
    sentence = message("site.national.counted") if name.endswith("targets") else NOTHING
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.name not in BASES or any(row[place] != _ZERO for row in table.rows)
    ]
    columns = tuple(Column(_CALLED.get(table.columns[place].name, table.columns[place].name)) for place in kept)
    return Part(name, title, sentence, columns, tuple(tuple(row[place] for place in kept) for row in table.rows))


_CALLED = {"sdg_target": "target", "rows": "elements"}  # the columns of a pivot, as a page calls them
_ZERO = Literal("0", XSD + "integer")
