"""Whatever is broken in what the commands read, they say so in words, and answer the same warm and fresh."""

from pathlib import Path

import pytest

from tests.fuzz import KINDS, fuzz, municipality


@pytest.mark.parametrize("seed", [1, pytest.param(20261129, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_broken_makes_a_command_fall(kind: str, seed: int, tmp_path: Path) -> None:
    mutants = 3 if seed == 1 else 60
    assert list(fuzz(municipality(tmp_path), mutants, seed, [kind])) == []
