"""Whether a year of events is exported in three seconds with flat memory: `make bench`."""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import pytest

from bot.domain.codes import Lang
from bot.record import picture
from bot.record.picture import Photo
from bot.record_export import site
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Store
from tests.benchmarks import record
from tests.record.staging import record as opened

pytestmark = pytest.mark.bench
FORMATS = ("csv", "jsonl", "geojson", "atom", "cap")
#: Seconds of a core; of CAP three languages are written.
WANTED, WANTED_OF_CAP, WANTED_OF_MAP = 3.0, 9.0, 0.5
#: What four times as many events may take more of memory.
FLAT = 32 << 20


#: What a process that exports tells of itself: its memory at most, in KiB (a child's ru_maxrss counts its parent's).
CHILD = """
import sys
from bot.cli.main import status
status = status(sys.argv[1:])
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
sys.exit(status)
"""


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds of the clock and of a processor, bytes of memory at most."""

    seconds: float
    cpu: float
    memory: int


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """A year of events, and four times as many."""
    folder = tmp_path_factory.mktemp("years")
    found = {count: f"sqlite:///{folder / f'{count}.db'}" for count in (record.YEAR, 4 * record.YEAR)}
    for count, url in found.items():
        record.filled(url, count)
    return found


def run(url: str, form: str, out: Path, *more: str) -> Run:
    command = [sys.executable, "-c", CHILD, "export", "--format", form, "--out", str(out), *more]
    begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return Run(time.perf_counter() - begun, cpu, int(done.stdout) << 10)


def told(one: Run) -> str:
    return f"{one.seconds:.1f} s ({one.cpu:.1f} s of a core), {one.memory >> 20} MiB"


@pytest.mark.parametrize("form", FORMATS)
def test_a_year_is_exported(years: dict[int, str], tmp_path: Path, form: str) -> None:
    year, four = (run(url, form, tmp_path / f"{count}") for count, url in years.items())
    every = run(years[record.YEAR], form, tmp_path / "every", "--versions")
    print(f"{form}: {told(year)}; four years {told(four)}; every version {told(every)}")  # noqa: T201  # a measurement
    assert four.memory - year.memory < FLAT
    assert year.cpu < (WANTED_OF_CAP if form == "cap" else WANTED)


def test_pages_of_a_year_are_made_once_and_then_looked_at(years: dict[int, str], tmp_path: Path) -> None:
    with opened(years[record.YEAR]) as export:
        seconds = []
        for _ in range(2):
            begun = time.process_time()
            site(export).build(tmp_path / "site")
            seconds.append(time.process_time() - begun)
        store = Store(years[record.YEAR], ChatIdEncryption(ChatIdEncryption.new_key()))
        with store.writing() as tx:
            tx.events.create(record.facts(1, date(2024, 12, 1), ["almaty"]), datetime(2024, 12, 1, tzinfo=UTC))
        store.close()
        begun = time.process_time()
        done = site(export).build(tmp_path / "site")
        seconds.append(time.process_time() - begun)
    first, again, one = seconds
    print(f"pages: first {first:.0f} s, unchanged {again:.1f} s, one event more {one:.1f} s, {done.written} files")  # noqa: T201  # as above
    assert again < WANTED


def test_a_map_is_drawn_in_time(years: dict[int, str]) -> None:
    with opened(years[record.YEAR]) as export:
        words, seconds = export.words[Lang.KK], []
        for number in range(10):
            begun = time.process_time()
            spots = picture.spots({"almaty": 9 + number, "astana": 5}, words, export.gazetteer, {})
            picture.png(picture.map_svg(spots, words, "", Photo("Title", "days", "note")))
            seconds.append(time.process_time() - begun)
    print(f"map: {median(seconds):.2f} s of a core, at most {max(seconds):.2f} s")  # noqa: T201  # as above
    assert median(seconds) < WANTED_OF_MAP
