"""How far two divisions agree: what is the same is 1, and figures from the literature come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.network.communities import adjusted_rand, normalised_information

divisions = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12)


@given(divisions)
def test_agreement_does_not_mind_names_or_order_and_ends_at_one(pairs: list[tuple[int, int]]) -> None:
    rand, information = adjusted_rand(pairs), normalised_information(pairs)
    renamed = [(f"x{a}", 9 - b) for a, b in reversed(pairs)]
    turned = [(b, a) for a, b in pairs]
    assert adjusted_rand(renamed) == pytest.approx(rand)
    assert adjusted_rand(turned) == pytest.approx(rand)
    assert normalised_information(renamed) == pytest.approx(information)
    assert normalised_information(turned) == pytest.approx(information)
    assert rand <= 1 + 1e-9
    assert -1e-9 <= information <= 1 + 1e-9
    assert adjusted_rand([(a, a) for a, _ in pairs]) == pytest.approx(1)
    assert normalised_information([(a, a) for a, _ in pairs]) == pytest.approx(1)


def test_the_example_of_hubert_and_arabie_comes_out() -> None:
    # Ten things, contingency table with rows (1 1 0), (1 2 1), (0 0 4): 7 pairs together in both, 9 in... by hand:
    table = [[1, 1, 0], [1, 2, 1], [0, 0, 4]]
    pairs = [(row, column) for row, cells in enumerate(table) for column, n in enumerate(cells) for _ in range(n)]
    # sums: cells C(2,2)+C(4,2)=7; rows C(2,2)+2*C(4,2)=13; columns C(2,2)+C(3,2)+C(5,2)=14; all C(10,2)=45
    expected = 13 * 14 / 45
    assert adjusted_rand(pairs) == pytest.approx((7 - expected) / (13.5 - expected))


def test_divisions_that_cross_have_nothing_in_common() -> None:
    crossed = [(a, b) for a in range(3) for b in range(3)]
    assert normalised_information(crossed) == pytest.approx(0)
    assert adjusted_rand(crossed) < 0
