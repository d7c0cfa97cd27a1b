"""Set cover: what is chosen holds everything, and no smaller choice does."""

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from strategigraf.network.redundancy import cover, sole_holders

families = st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=9)


def fewest(sets: dict[str, frozenset[str]]) -> int:
    """The size of the smallest choice that holds everything, by trying all."""
    everything = frozenset().union(*sets.values())
    return next(
        size
        for size in range(len(sets) + 1)
        if any(frozenset().union(*chosen) == everything for chosen in combinations(sets.values(), size))
    )


@given(families)
def test_the_choice_holds_everything_and_is_as_small_as_trying_all_finds(family: list[frozenset[str]]) -> None:
    sets = {f"s{number}": held for number, held in enumerate(family)}
    found = cover(sets)
    assert frozenset().union(*(sets[name] for name in found.chosen)) == frozenset().union(*family)
    assert len(found.chosen) == fewest(sets) == found.bound
    assert set(sole_holders(sets)) <= set(found.chosen)
    assert list(found.chosen) == [name for name in sets if name in found.chosen]


@given(families)
def test_a_search_that_is_cut_short_still_holds_everything_and_its_bound_is_true(family: list[frozenset[str]]) -> None:
    sets = {f"s{number}": held for number, held in enumerate(family)}
    found = cover(sets, nodes=0)
    assert frozenset().union(*(sets[name] for name in found.chosen)) == frozenset().union(*family)
    assert found.bound <= fewest(sets) <= len(found.chosen)


def test_where_nothing_can_be_reduced_the_search_finds_what_trying_all_finds() -> None:
    random = Random(1)
    searched = 0
    for _ in range(150):
        things = [str(thing) for thing in range(random.randint(7, 11))]
        sets = {f"s{n}": frozenset(random.sample(things, random.choice((2, 3, 3, 4)))) for n in range(12)}
        found = cover(sets)
        assert len(found.chosen) == found.bound == fewest(sets)
        assert frozenset().union(*(sets[name] for name in found.chosen)) == frozenset().union(*sets.values())
        at_root = cover(sets, nodes=0)
        searched += at_root.bound < len(at_root.chosen)
    assert searched > 10  # of these even the bound at the root was not enough


def test_the_greedy_choice_is_not_the_smallest_and_is_bettered() -> None:
    sets = {"big": {"b", "c", "d", "e"}, "left": {"a", "b", "c"}, "right": {"d", "e", "f"}}
    assert cover(sets).chosen == ("left", "right")
    assert cover({}).chosen == ()
    assert cover({"empty": set()}) == ((), 0)


def test_a_hard_case_is_told_as_unproven_and_not_as_the_smallest() -> None:
    random = Random(4)
    sets = {f"s{n}": {str(thing) for thing in range(80) if random.random() < 0.12} for n in range(70)}
    brief, long = cover(sets, nodes=3), cover(sets, nodes=2000)
    assert brief.bound < len(brief.chosen)
    assert brief.bound <= long.bound <= len(long.chosen) <= len(brief.chosen)
