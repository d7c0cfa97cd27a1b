"""What each test costs, in seconds of CPU with all that it starts: `pytest -p tests.cost -m "not long"`.

At the end of the run the list of slow tests is written anew (`tests/data/slow.txt`): those that `make test` leaves out
and `make test-slow` runs. A run of one process, on a machine with nothing else to do, gives the fairest list.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

SLOW = 0.8  # seconds from which a test is slow
LIST = Path(__file__).parent / "data" / "slow.txt"
_COSTS: dict[str, float] = {}


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measures *item*."""
    start = _spent()
    yield
    _COSTS[item.nodeid] = _spent() - start


def pytest_sessionfinish() -> None:
    """Writes the list; what was not run in this session stays in it."""
    kept = set(LIST.read_text(encoding="utf-8").splitlines()) - set(_COSTS)
    slow = {name for name, cost in _COSTS.items() if cost >= SLOW}
    LIST.write_text("".join(f"{name}\n" for name in sorted(kept | slow)), encoding="utf-8")
