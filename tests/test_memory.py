"""Memory: building the store of a large country takes little more than that of a small one."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.country import write_country

CODE = (
    "import re, sys; from pathlib import Path; from strategigraf.files.workspace import find_workspace;"
    "from strategigraf.store.cache import Cache;"
    "Cache(find_workspace(Path(sys.argv[1])), Path(sys.argv[2]), print).store();"
    "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)"
)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc: peak memory of the process is not told")
def test_four_times_the_strategies_take_less_than_half_as_much_memory_again(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    peaks = []
    for number in (60, 240):
        write_country(tmp_path / str(number), number)
        command = [sys.executable, "-c", CODE, str(tmp_path / str(number) / "data"), str(tmp_path / "cache")]
        peaks.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    small, large = peaks
    record_property("figure", f"peak memory while building: {small} MB for 60 strategies, {large} MB for 240")
    assert large < 1.5 * small, f"{small} MB for 60, {large} MB for 240"
