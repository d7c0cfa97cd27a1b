"""Impact, computed below what falls alone, is what computing everything anew gives."""

import json
from collections.abc import Collection, Iterable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategigraf.core.rdf import ID, SDGO, SG, short
from strategigraf.core.thread import BROADER, CONTRIBUTES_TO, PART_OF, SCHEDULES, Edge, EdgeTable
from strategigraf.matrix.matrix import matrix
from strategigraf.store.lookup import openings
from strategigraf.store.names import find_kind
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.trace.impact import LOSSES, Loss, Pair, World, impact, impact_report, losses
from tests.conftest import Cli
from tests.inherited import INHERITANCE

PLAN = ID + "midt-udviklingsplan-2023/"
CONTINUES, ANSWERS, CONCERNS, SUPPORTS = (SG + name for name in ("continues", "answers", "concerns", "supports"))
CLASSES = ["Vision", "Track", "Goal", "Initiative", "Initiative", "TimelineEntry", "TimelineEntry", "HearingComment",
           "Vision", "Track", "Initiative", "HearingQuestion"]  # fmt: skip
STRATEGY_OF = {f"e{number}": frozenset({f"s{number % 2}"}) for number in range(12)}
CLASS_OF = {f"e{number}": SG + cls for number, cls in enumerate(CLASSES)} | {
    f"t{n}": SDGO + ("Goal" if n > 2 else "Target") for n in range(4)
}
Fact = tuple[str, str, str]


def world(found: Collection[Edge], pairs: Collection[Pair]) -> World:
    return World(
        EdgeTable(found),
        INHERITANCE,
        pairs,
        lambda things: {thing: CLASS_OF[thing] for thing in things if thing in CLASS_OF},
        lambda things: {thing: STRATEGY_OF[thing] for thing in things if thing in STRATEGY_OF},
        lambda strategy: [thing for thing, homes in STRATEGY_OF.items() if strategy in homes],
    )


def _edge(number: int, subject: int, predicate: str, target: int) -> Edge:
    if predicate == BROADER:
        return Edge(f"t{subject % 3}", BROADER, "t3", "structure", "")
    end = f"t{target % 4}" if predicate == CONTRIBUTES_TO else f"e{target}"
    structure = predicate == PART_OF
    return Edge(
        f"e{subject}", predicate, end, "structure" if structure else "stated", "" if structure else f"l{number}"
    )


ends = st.integers(0, 11)
predicates = st.sampled_from([PART_OF] * 4 + [SCHEDULES, CONTRIBUTES_TO] * 2 + [BROADER, ANSWERS, CONCERNS, CONTINUES])
edge_lists = st.lists(st.tuples(ends, predicates, ends), max_size=24).map(
    lambda rows: sorted({_edge(number, *row) for number, row in enumerate(rows)})
)
pair_lists = st.lists(st.tuples(ends, ends), max_size=5).map(
    lambda rows: [Pair(f"a{n}", f"e{one}", f"e{other}") for n, (one, other) in enumerate(rows) if one != other]
)
falls = st.one_of(
    st.sampled_from([*(f"e{n}" for n in range(12)), *(f"l{n}" for n in range(24)), "t1", "t3", "a0"]).map(
        lambda thing: {thing}
    ),
    st.just({thing for thing, homes in STRATEGY_OF.items() if "s0" in homes}),
)


def facts(found: Collection[Edge], pairs: Iterable[Pair], dead: Collection[str]) -> set[Fact]:
    """Everything that holds of what is not *dead*, by reachability in networkx and without threads: the name of the
    loss that its end would be, the thing, and a strategy or ""."""
    import networkx

    below, above_of = (
        {
            link: networkx.DiGraph([(h.subject, h.object) for h in found if h.predicate in carriers])
            for link, carriers in side.items()
        }
        for side in INHERITANCE
    )

    def reached(graph: Any, node: str) -> set[str]:
        return {node} | (networkx.descendants(graph, node) if node in graph else set())

    joined: dict[str, set[tuple[str, str]]] = {}  # what a row is joined with, and by which property
    for row in CLASS_OF:
        joined[row] = {
            (node, edge.predicate)
            for edge in found
            if edge.predicate != BROADER and edge.subject in reached(below[edge.predicate], row)
            for node in reached(above_of[edge.predicate], edge.object)
        }
    structure = networkx.DiGraph([(edge.subject, edge.object) for edge in found if edge.predicate == PART_OF])
    told: set[Fact] = set()
    for row in [node for node in sorted(CLASS_OF) if node not in dead]:
        tops = {node for node, link in joined[row] if link != CONTINUES and CLASS_OF[node] == SG + "Vision"} - {row}
        own = {top for top in tops if STRATEGY_OF[top] & STRATEGY_OF.get(row, frozenset())}
        told |= {("thread", row, "")} if tops else set()
        told |= {("own thread", row, "")} if own else set()
        for name, cls in (("target", "Target"), ("goal", "Goal")):
            served = {node for node, link in joined[row] if link == CONTRIBUTES_TO and CLASS_OF[node] == SDGO + cls}
            told |= {(name, row, "")} if served else set()
            told |= {("mark", node, home) for node in served for home in STRATEGY_OF.get(row, ())}
    for edge in found:
        above = {edge.object}
        if edge.object in structure:
            without = structure.copy()
            without.remove_nodes_from(
                [edge.subject] if edge.subject in structure and edge.subject != edge.object else []
            )
            above |= networkx.descendants(without, edge.object)
        above -= {edge.subject, *dead}
        if edge.predicate == SCHEDULES and CLASS_OF[edge.subject] == SG + "TimelineEntry":
            told |= {("schedule", node, "") for node in above} | {("idle", edge.subject, "")}
        if edge.predicate == ANSWERS:
            told |= {("answer", node, "") for node in above if CLASS_OF[node].startswith(SG + "Hearing")}
    for _, one, other in pairs:
        for thing, end in ((one, other), (other, one)):
            told |= {("counterpart", thing, home) for home in STRATEGY_OF[end]}
    return told


def brute(found: Collection[Edge], pairs: Collection[Pair], fallen: Collection[str]) -> set[Fact]:
    """What holds before and not after *fallen* has fallen, everything computed anew."""
    kept = [edge for edge in found if not set(fallen) & {edge.subject, edge.object, edge.link}]
    before = facts(found, pairs, ())
    after = facts(kept, [pair for pair in pairs if not set(fallen) & set(pair)], fallen)
    lost = {(name, thing, home) for name, thing, home in before - after if thing not in fallen}
    had_own = {thing for name, thing, _ in before if name == "own thread"}
    threads = {thing for name, thing, _ in lost if name == "own thread"}
    threads |= {thing for name, thing, _ in lost if name == "thread" and thing not in had_own}
    return {fact for fact in lost if "thread" not in fact[0]} | {("thread", thing, "") for thing in threads}


PART_OF_WHAT_SCHEDULES = [_edge(0, 1, SCHEDULES, 2), _edge(1, 2, PART_OF, 0), _edge(2, 5, PART_OF, 1)]


@given(edge_lists, pair_lists, falls)
@example(PART_OF_WHAT_SCHEDULES, [], {"e1"})  # an entry below what schedules something schedules nothing itself
@settings(max_examples=400)
def test_the_losses_are_those_that_computing_everything_anew_gives(
    found: list[Edge], pairs: list[Pair], fallen: set[str]
) -> None:
    found = [edge for edge in found if edge.subject != edge.object]
    lost = losses(world(found, pairs), fallen)
    assert {(loss.loss, loss.thing, loss.strategy) for loss in lost} == brute(found, pairs, fallen)
    assert len(lost) == len({loss[:3] for loss in lost})
    steps = {pair for edge in found for pair in ((edge.subject, edge.object), (edge.object, edge.subject))}
    steps |= {pair for _, one, other in pairs for pair in ((one, other), (other, one))}
    for loss in lost:
        assert loss.path[0] == loss.thing
        assert loss.distance == len(loss.path) - 1 >= 1
        assert set(zip(loss.path, loss.path[1:], strict=False)) <= steps
        assert loss.rested_on


def test_a_vision_of_another_strategy_does_not_stand_in_for_the_own() -> None:
    found = [_edge(0, 2, PART_OF, 0), _edge(1, 2, CONCERNS, 9), _edge(2, 9, PART_OF, 8), _edge(3, 10, SUPPORTS, 9)]
    world_of = world(found, [])._replace(
        strategies=lambda things: {thing: frozenset({"b" if thing in ("e8", "e9") else "a"}) for thing in things}
    )
    assert [loss[:2] for loss in losses(world_of, {"e0"})] == [("thread", "e2")]
    assert [loss[:2] for loss in losses(world_of, {"e9"})] == [("thread", "e10")]


def lost_in(store: EmbeddedStore, thing: str) -> dict[str, list[Loss]]:
    found = impact(store, thing)
    return {name: [loss for loss in found.losses if loss.loss == name] for name in LOSSES}


def names(found: list[Loss]) -> list[str]:
    return [short(loss.thing).removeprefix("midt-udviklingsplan-2023/") for loss in found]


def test_what_track_3_carries_falls_with_it(store: EmbeddedStore) -> None:
    lost = lost_in(store, PLAN + "spor-3")
    in_thread = {name for name in names(lost["thread"]) if name.startswith("pejlemaerke")}
    assert in_thread == {f"pejlemaerke-{number}" for number in (11, 12, 13, 14, 15)}
    for loss in lost["thread"]:
        assert loss.distance == {"pejlemaerke": 2, "fokus": 1, "indsats": 3}.get(
            loss.thing.rsplit("/", 1)[-1].split("-")[0], loss.distance
        )
    assert names(lost["mark"]) == []  # goals and initiatives of the track claim 4, 8 and their targets themselves


def test_matrices_with_and_without_say_the_same(store: EmbeddedStore) -> None:
    """Pejlemærke 4.. lose their only target with track 1: they have no claim of their own."""
    marks = matrix(store, find_kind(store, "goal"), find_kind(store, "sdg-target"), [PLAN.rstrip("/")])
    for track, box in (("spor-1", range(1, 6)), ("spor-2", range(6, 11)), ("spor-3", range(11, 16))):
        lost = {name for name in names(lost_in(store, PLAN + track)["target"]) if name.startswith("pejlemaerke")}
        expected = set()
        for number in box:
            row = PLAN + f"pejlemaerke-{number}"
            bases = {mark.basis for mark in marks.marks() if mark.row == row}
            if bases == {"inherited"}:
                expected.add(f"pejlemaerke-{number}")
        assert lost == expected
        assert expected


def test_an_entry_that_falls_leaves_what_it_alone_scheduled(store: EmbeddedStore) -> None:
    lost = lost_in(store, PLAN + "tidsplan-2024-2-1")
    assert names(lost["schedule"]) == ["indsats-8-1", "pejlemaerke-8", "fokus-7"]
    assert [loss.distance for loss in lost["schedule"]] == [1, 2, 3]
    both = lost_in(store, PLAN + "tidsplan-2024-1-2")  # the pilot project; the implementation of 2025-27 remains
    assert both["schedule"] == []


def test_an_initiative_that_falls_leaves_its_entry_idle(store: EmbeddedStore) -> None:
    lost = lost_in(store, PLAN + "indsats-8-1")
    assert names(lost["idle"]) == ["tidsplan-2024-2-1"]
    assert names(lost["schedule"]) == ["pejlemaerke-8", "fokus-7"]
    assert lost["answer"] == []  # the entry for Holmstrupgård answers the comment as well


def test_a_link_may_fall_alone(store: EmbeddedStore) -> None:
    link = PLAN + "link-tidsplan-2024-2-1--indsats-8-1"
    lost = lost_in(store, link)
    assert names(lost["idle"]) == ["tidsplan-2024-2-1"]
    assert names(lost["schedule"]) == ["indsats-8-1", "pejlemaerke-8", "fokus-7"]
    assert {loss.rested_on for loss in lost["schedule"]} == {(link,)}


def test_an_alignment_may_fall_alone(store: EmbeddedStore) -> None:
    mapping = ID + "alignments/sjaelland-strategi-2025-2028--midt-udviklingsplan-2023/"
    lost = lost_in(store, mapping + "maalsaetning-3--relatedMatch--indsats-10-2")
    assert names(lost["counterpart"]) == ["indsats-10-2", "sjaelland-strategi-2025-2028/maalsaetning-3"]
    assert lost["counterpart"][1].strategy == PLAN.rstrip("/")
    assert not any(lost[name] for name in LOSSES if name != "counterpart")


def test_with_a_strategy_everything_in_it_falls(store: EmbeddedStore) -> None:
    found = impact(store, PLAN.rstrip("/"))
    assert PLAN + "pejlemaerke-8" in found.fallen
    assert not {loss.thing for loss in found.losses} & found.fallen
    assert {loss.loss for loss in found.losses} == {"mark", "counterpart"}
    marked = [short(loss.thing) for loss in found.losses if loss.loss == "mark" and "." in short(loss.thing)]
    assert len(marked) == 11  # the targets that the boxes name


@pytest.mark.parametrize("name", ["pejlemaerke-8", "spor-2", "vision", "indsats-8-1", "link-spor-2--3.4", ""])
def test_every_number_opens_and_every_loss_is_named(name: str, store: EmbeddedStore) -> None:
    report = impact_report(store, impact(store, (PLAN + name).rstrip("/")))
    assert {row[0] for row in report.parts[0].rows} >= {row[0] for row in report.parts[1].rows}
    assert len({row[0] for row in report.parts[0].rows}) == len(LOSSES)
    figures = [figure for figure in report.figures() if figure.value]
    words = openings(store, {thing for figure in figures for thing in figure.of})
    for figure in figures:
        assert figure.of
        assert all(thing in words for thing in figure.of), figure


def test_the_command_answers_in_every_format_and_both_languages(cli: Cli) -> None:
    table = cli("impact", "tidsplan-2024-2-1").out
    assert "er ikke længere planlagt" in table
    assert "indsats-8-1 → tidsplan-2024-2-1" in table
    record = json.loads(cli("impact", "tidsplan-2024-2-1", "--lang", "en", "--format", "json").out)
    assert [part["name"] for part in record["parts"]] == ["sums", "losses"]
    assert record["parts"][1]["rows"][0]["loss"] == "is no longer scheduled"
    assert all(record["evidence"][thing]["quotes"] for thing in record["parts"][1]["rows"][0]["rested_on"]["of"])
    csv = cli("impact", "tidsplan-2024-2-1", "--part", "losses", "--format", "csv").out
    assert csv.startswith("loss,thing,thing_label,kind,strategy,hops,rested_on,path\r\n")
    assert "## Konsekvenser\n" in cli("impact", "tidsplan-2024-2-1", "--format", "markdown").out


def test_where_nothing_is_lost_it_says_so(cli: Cli) -> None:
    quiet = cli("impact", "midt-udviklingsplan-2023/begreb-borger").out
    assert "midt-udviklingsplan-2023/begreb-borger indgår ikke i nogen kæde" in quiet
    assert "Intet mistes." in quiet
    result = cli("impact", "link-nowhere", "--lang", "en")
    assert result.code == 2
    assert "There is no" in result.err
