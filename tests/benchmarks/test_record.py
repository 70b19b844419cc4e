"""Whether a year of events is exported in three seconds with flat memory: `make bench`."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks import record

pytestmark = pytest.mark.bench
FORMATS = ("csv", "jsonl", "geojson", "atom", "cap")
WANTED_SECONDS = 3.0
#: What four times as many events may take more of memory.
FLAT = 32 << 20


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds of the clock, bytes of memory at most."""

    seconds: float
    memory: int


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """A year of events, and four times as many."""
    folder = tmp_path_factory.mktemp("years")
    found = {count: f"sqlite:///{folder / f'{count}.db'}" for count in (record.YEAR, 4 * record.YEAR)}
    for count, url in found.items():
        record.filled(url, count)
    return found


def run(url: str, form: str, out: Path) -> Run:
    command = [sys.executable, "-m", "bot", "export", "--format", form, "--versions", "--out", str(out)]
    begun = time.perf_counter()
    child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return Run(time.perf_counter() - begun, usage.ru_maxrss << 10)


@pytest.mark.parametrize("form", FORMATS)
def test_a_year_with_all_versions_is_exported(years: dict[int, str], tmp_path: Path, form: str) -> None:
    year, four = (run(url, form, tmp_path / f"{count}.{form}") for count, url in years.items())
    size = (tmp_path / f"{record.YEAR}.{form}").stat().st_size
    told = f"{form}: {year.seconds:.2f} s, {size / 1e6:.1f} MB, {year.memory >> 20} MiB"
    print(f"{told}; x4 {four.seconds:.2f} s, {four.memory >> 20} MiB")  # noqa: T201  # a measurement says what it found
    assert four.memory - year.memory < FLAT
    assert year.seconds < WANTED_SECONDS
