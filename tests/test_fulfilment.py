"""Fulfilment: what meets a requirement, what breaks a chain and where; the same as matrix and shapes say."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from strategigraf.check.dataset_check import completeness
from strategigraf.core.policy import Status
from strategigraf.core.rdf import ID, SDGO, SG, Text, short
from strategigraf.coverage.fulfilment import Fulfilment, Item, fulfilment
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import Workspace
from strategigraf.matrix.matrix import matrix
from strategigraf.store.names import Kind
from strategigraf.store.policy import policy_of, read_policy, terms_of
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import TOP
from tests.random_strategies import countries, store_of
from tests.small_policy import (
    NOWHERE,
    PREFIXES,
    STRANDS,
    STRATEGY,
    TERMS,
    element,
    link,
    requirement,
    small_policy,
    world,
)
from tests.small_world import statements_of

THREAD = requirement("initiative-up", "Initiative", "Goal") + requirement("goal-up", "Goal", "Track", "Justification")
PLAN = STRATEGY + element("track", "Track") + element("goal", "Goal", "track") + element("act", "Initiative", "goal")
LONE = STRATEGY + element("goal", "Goal") + element("act", "Initiative", "goal")


def judged(store: EmbeddedStore, rules: str, suspects: tuple[str, ...] = (), **quotes: bool) -> dict[str, Item]:
    """The items of *store* by the small policy *rules*, by the name of the element; quotes by the name of theirs."""
    checked = {f"{ID}en/{name}-quote": good for name, good in quotes.items()} if quotes else None
    found = fulfilment(store, small_policy(rules), (), checked, suspects)
    return {short(item.element).removeprefix("en/"): item for item in found.items}


def test_a_chain_that_reaches_the_end_is_ok(tmp_path: Path) -> None:
    found = judged(world(tmp_path, PLAN), THREAD)
    assert {name: (item.status, item.reason, item.shallow) for name, item in found.items()} == {
        "act": (Status.OK, "met", True),
        "goal": (Status.OK, "met", True),
    }
    assert all(item.broken is None and item.verified is None for item in found.values())


def test_a_break_further_up_leaves_a_part_and_is_named(tmp_path: Path) -> None:
    found = judged(world(tmp_path, LONE), THREAD)
    act, goal = found["act"], found["goal"]
    assert (goal.status, goal.shallow) == (Status.MISSING, False)
    assert (act.status, act.shallow) == (Status.PARTIAL, True)
    assert act.broken == goal.broken
    assert act.broken is not None
    assert (short(act.broken.thing), act.broken.requirement.name, act.broken.reason) == (
        "en/goal",
        "goal-up",
        "no-link",
    )


def test_of_several_alternatives_the_best_counts(tmp_path: Path) -> None:
    other = element("other", "Goal", "track") + link("l", "act", "supports", "other")
    store = world(tmp_path, LONE + element("track", "Track") + other)
    assert judged(store, THREAD)["act"].status is Status.OK


def test_a_justification_is_a_gap_that_counts_apart(tmp_path: Path) -> None:
    why = "en:j a sg:Justification ; sg:justifies en:goal ; sg:ofRequirement p:goal-up ; sg:evidence en:goal-quote .\n"
    found = judged(world(tmp_path, LONE + why), THREAD, goal=True, act=True)
    assert (found["goal"].status, found["goal"].reason, found["goal"].shallow) == (Status.JUSTIFIED, "justified", False)
    assert (found["act"].status, found["act"].broken, found["act"].verified) == (Status.JUSTIFIED, None, True)
    unfound = judged(world(tmp_path / "again", LONE + why), THREAD, goal=False, act=True)
    assert unfound["goal"].verified is False
    assert unfound["goal"].broken is not None
    assert unfound["goal"].broken.reason == "quote-unverified"


def test_a_justification_of_what_is_met_or_cannot_be_justified_is_an_error(tmp_path: Path) -> None:
    idle = "en:j a sg:Justification ; sg:justifies en:goal ; sg:ofRequirement p:goal-up .\n"
    refused = "en:k a sg:Justification ; sg:justifies en:act ; sg:ofRequirement p:initiative-up .\n"
    found = judged(world(tmp_path, PLAN + idle + refused), THREAD)
    assert (found["goal"].status, found["goal"].reason) == (Status.ERROR, "justification-idle")
    assert (found["act"].status, found["act"].reason) == (Status.ERROR, "justification-refused")


def test_a_chain_on_suspect_links_only_is_suspect_up_to_its_last_element(tmp_path: Path) -> None:
    below = element("act", "Initiative") + element("goal", "Goal") + element("track", "Track")
    linked = below + link("l", "act", "supports", "goal") + link("m", "goal", "supports", "track")
    store = world(tmp_path, STRATEGY + linked)
    assert {item.status for item in judged(store, THREAD).values()} == {Status.OK}
    found = judged(store, THREAD, (f"{ID}en/m",))
    assert {name: item.status for name, item in found.items()} == {"act": Status.SUSPECT, "goal": Status.SUSPECT}
    assert found["act"].broken == found["goal"].broken
    another = world(tmp_path / "two", STRATEGY + linked + link("n", "goal", "continues", "track"))
    assert judged(another, THREAD, (f"{ID}en/m",))["goal"].status is Status.OK


def test_a_chain_in_a_ring_is_an_error_and_ends(tmp_path: Path) -> None:
    ring = requirement("up", "HearingComment", "HearingComment", "Vision", more="sg:through sg:partOf")
    rounds = element("a", "HearingComment", "b") + element("b", "HearingComment", "a")
    found = judged(world(tmp_path, STRATEGY + rounds + element("c", "HearingComment", "a")), ring)
    assert {name: (item.status, item.reason) for name, item in found.items()} == dict.fromkeys(
        "abc", (Status.ERROR, "ring")
    )


def test_a_value_may_meet_a_requirement_wholly_in_part_or_not(tmp_path: Path) -> None:
    rule = requirement(
        "told",
        "Initiative",
        more="sg:stated sg:status ; sg:acceptedValue sg:Started ; sg:partlyAcceptedValue sg:Planned",
    )
    acts = "".join(
        element(name, "Initiative", more=f"sg:status sg:{name.capitalize()} ;")
        for name in ("started", "planned", "nil")
    )
    found = judged(world(tmp_path, STRATEGY + acts + element("silent", "Initiative")), rule)
    assert {name: (item.status.name, item.reason) for name, item in found.items()} == {
        "started": ("OK", "met"),
        "planned": ("PARTIAL", "partly-stated"),
        "nil": ("MISSING", "not-stated"),
        "silent": ("MISSING", "not-stated"),
    }


def test_what_is_only_inherited_may_meet_a_requirement_in_part(tmp_path: Path) -> None:
    rule = "p:sdg a sg:Requirement ; sg:ofKind sg:Initiative ; sg:alternative sdgo:Target ; sg:strand p:t ; {0} .\n"
    target = "sdg:6.3 a sdgo:Target ; skos:broader sdg:6 ; skos:inScheme <http://metadata.un.org/sdg> .\n"
    store = world(tmp_path, PLAN + link("l", "track", "contributesTo", "sdg:6.3"), register=target)
    assert judged(store, rule.format(""))["act"].status is Status.OK
    found = judged(store, rule.format("sg:partlyOnBasis sg:Inherited"))
    assert (found["act"].status, found["act"].reason) == (Status.PARTIAL, "inherited-only")


def test_a_requirement_does_not_apply_where_the_strategy_has_nothing_of_the_kind(tmp_path: Path) -> None:
    rule = requirement("timed", "Initiative", "TimelineEntry", more="sg:appliesWhere sg:TimelineEntry")
    found = fulfilment(world(tmp_path, PLAN), small_policy(rule))
    assert found.items == ()
    (exempt,) = found.exemptions
    assert (exempt.lacking, exempt.elements) == (SG + "TimelineEntry", (f"{ID}en/act",))
    timed = world(tmp_path / "timed", PLAN + element("entry", "TimelineEntry", "track"))
    assert [item.status for item in fulfilment(timed, small_policy(rule)).items] == [Status.MISSING]


def test_a_chain_is_evidenced_when_all_quotes_on_the_way_are_found(tmp_path: Path) -> None:
    store = world(tmp_path, PLAN)
    every = judged(store, THREAD, act=True, goal=True, track=True)
    assert [item.verified for item in every.values()] == [True, True]
    one_lost = judged(store, THREAD, act=True, goal=True, track=False)
    assert one_lost["act"].verified is False
    assert one_lost["act"].status is Status.OK
    assert one_lost["act"].broken is not None
    assert short(one_lost["act"].broken.thing) == "en/track"  # whose words were not found
    assert judged(store, THREAD, act=True, goal=True)["goal"].verified is False  # a quote that nobody looked for


_RULES = (
    "".join(
        f"p:{name} a sg:Requirement ; sg:ofKind {kind} ; sg:alternative {' , '.join(ends)} , sg:Justification ;"
        ' sg:strand p:t ; sh:message "A. B."@da , "C. D."@en .\n'
        for name, kind, ends in (
            ("initiative-target", "sg:Initiative", ("sdgo:Target",)),
            ("initiative-above", "sg:Initiative", ("sg:Goal", "sg:Track")),
            ("goal-entry", "sg:Goal", ("sg:TimelineEntry",)),
            ("track-sdg", "sg:Track", ("sdgo:Goal",)),
            ("sdg-target", "sdgo:Goal", ("sdgo:Target",)),
        )
    )
    + "p:timed a sg:Requirement ; sg:ofKind sg:Initiative ; sg:alternative sg:TimelineEntry ; sg:strand p:d ;"
    ' sg:appliesWhere sg:TimelineEntry , sdgo:Target ; sh:message "A. B."@da , "C. D."@en .\n'
)


def _without(item: Item) -> bool:
    return not item.shallow


def _kind(iri: str) -> Kind:
    return Kind(short(iri), iri, Text("", ""), 0)


@given(country=countries)
@settings(max_examples=60)
def test_gaps_are_the_rows_without_a_mark_in_the_matrix(
    country: list[list[Statement]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = store_of(country, tmp_path_factory.mktemp("random"))
    policy = policy_of(statements_of(PREFIXES + STRANDS + _RULES), terms_of(statements_of(TERMS)), NOWHERE)
    found = fulfilment(store, policy)
    for rule in policy.requirements:
        for strategy in found.strategies:
            of_rule = [item for item in found.items if (item.strategy, item.requirement) == (strategy, rule)]
            if not of_rule:
                continue
            of_register = rule.kind.startswith(SDGO)
            marked: set[str] = set()
            for end in rule.alternatives:
                whole = matrix(store, _kind(rule.kind), _kind(end), [strategy] if of_register else ())
                marked |= {row for row, _ in whole.cells}
            assert {item.element for item in of_rule if _without(item)} == {item.element for item in of_rule} - marked


@given(country=countries)
@settings(max_examples=12)
def test_the_completeness_shapes_find_what_is_missing_and_nothing_else(
    country: list[list[Statement]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")
    from strategigraf.files.turtle import ntriples

    (folder / "ontology").mkdir()
    (folder / "ontology" / "terms.ttl").write_bytes(ntriples(statements_of(TERMS)))
    (folder / "ontology" / "policy.ttl").write_bytes(ntriples(statements_of(PREFIXES + STRANDS + _RULES)))
    store = store_of(country, folder)
    workspace = Workspace(folder / "ontology", folder / "data", TOP / "shapes", ())
    assert shape_findings(store, workspace) == missing(fulfilment(store, read_policy(store)))


def shape_findings(store: EmbeddedStore, workspace: Workspace) -> set[tuple[str, str]]:
    """What the completeness shapes find: name of the requirement and thing."""
    return {(finding.rule.removeprefix("complete-"), finding.thing) for finding in completeness(store, workspace)}


def missing(found: Fulfilment) -> set[tuple[str, str]]:
    """The requirements (without those on structure) that an element does not meet at all: name and thing."""
    return {
        (item.requirement.name, short(item.element))
        for item in found.items
        if not item.shallow and item.status is not Status.JUSTIFIED and not item.requirement.structural
    }


def test_on_the_invented_municipality_shapes_and_gaps_say_the_same(
    corpus: Workspace, corpus_store: EmbeddedStore
) -> None:
    found = missing(fulfilment(corpus_store, read_policy(corpus_store)))
    assert found
    assert shape_findings(corpus_store, corpus) == found


@pytest.mark.long
def test_on_the_real_data_shapes_and_gaps_say_the_same(workspace: Workspace, store: EmbeddedStore) -> None:
    found = missing(fulfilment(store, read_policy(store)))
    assert len(found) == 42
    assert shape_findings(store, workspace) == found
