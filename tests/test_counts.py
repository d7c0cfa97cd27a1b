"""How much there is in the real data is what the golden file says: `python -m tests.counts` writes it anew."""

import pytest

from strategigraf.store.sparql import EmbeddedStore
from tests.counts import FILE, counted, written


def test_the_real_data_count_as_the_golden_file_says(store: EmbeddedStore) -> None:
    assert written(store).splitlines() == FILE.read_text(encoding="utf-8").splitlines()


def test_a_count_that_the_golden_file_has_not_is_no_zero() -> None:
    with pytest.raises(KeyError):
        counted("things", "Initiative", "nowhere")
