"""How fast 500 feeds of 40 entries are collected on loopback, beside the library `reader` when it is there.

For the comparison: pip install reader==3.26 sgmllib3k; without it those rows are left out, and it is said.
"""

import asyncio
import gc
import subprocess
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.feed import Feed
from bot.net.fetch import FetchLimits, FetchSettings, fetching
from bot.net.parse import parse
from bot.net.rate_limit import FREELY
from bot.net.ssrf import LOOPBACK, AddressGuard
from bot.services.ingest.collect import Collect, Polled
from bot.store.engine import Purpose, Store
from tests.benchmarks.feeds_server import ENTRIES
from tests.conftest import FakeClock

pytestmark = pytest.mark.bench

FEEDS = 500
HANGING = 100
ROUNDS = 50
ALL = [f"feed/{n}" for n in range(FEEDS)]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.benchmarks.feeds_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield int(server.stdout.readline())
        server.communicate()


@dataclass
class Run:
    """A stage with its clock; `stored` are the moments at which polls came to be stored."""

    clock: FakeClock
    stored: list[float] = field(default_factory=list)
    polled: tuple[Polled, ...] = ()

    def chance(self) -> float:
        """Drawn once a poll, just before it is stored."""
        self.stored.append(time.perf_counter())
        return 0.0

    async def round(self, collect: Collect) -> float:
        """Seconds that one round took; every feed is due."""
        self.clock.advance(hours=7)
        self.stored.clear()
        begin = time.perf_counter()
        self.polled = await collect.round()
        self.stored = [moment - begin for moment in self.stored]
        return time.perf_counter() - begin


@asynccontextmanager
async def collecting(
    store: Store, port: int, paths: Iterable[str], whole: float = 60.0, clock: FakeClock | None = None
) -> AsyncIterator[tuple[Collect, Run]]:
    run = Run(clock or FakeClock(datetime(2026, 9, 1, tzinfo=UTC)))
    feeds = [Feed(path.replace("/", "-"), f"http://127.0.0.1:{port}/{path}", f"o{path}") for path in paths]
    await store.write(lambda tx: tx.feeds.sync(feeds, run.clock()))
    outside = FetchSettings(FetchLimits(head=whole, whole=whole), FREELY, AddressGuard(LOOPBACK))
    async with fetching(outside) as fetcher:
        yield (
            Collect(
                store, fetcher.feed, fetcher.document, parse, run.clock, run.chance, lambda _: False, lambda _: True
            ),
            run,
        )


@pytest.fixture
def small(sqlite_url: str, subscriber_key: str) -> Iterator[Store]:
    opened = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()


def show(name: str, seconds: float, more: str = "") -> None:
    sys.stdout.write(f"\n{name:56} {seconds:8.2f} s   {more}")


async def test_first_and_second_pass_beside_reader(small: Store, port: int, tmp_path: Path) -> None:
    async with collecting(small, port, ALL) as (collect, run):
        first = await run.round(collect)
        assert sum(len(one.new) for one in run.polled) == FEEDS * ENTRIES
        second = await run.round(collect)
        assert not any(one.new or one.fault for one in run.polled)
    show(f"{FEEDS} feeds x {ENTRIES} entries, first pass", first)
    show("the same unchanged (304)", second)
    theirs = await asyncio.to_thread(by_reader, tmp_path / "reader.db", port)
    if theirs is None:
        pytest.skip("reader is not installed: nothing to compare with")
    show("reader, first pass", theirs[0], f"{theirs[0] / first:.1f} times as long; wanted 1.5")
    show("reader, second pass", theirs[1], f"{theirs[1] / second:.1f} times as long; wanted 4")
    assert theirs[0] >= 1.5 * first
    assert theirs[1] >= 4 * second


def by_reader(path: Path, port: int) -> tuple[float, float] | None:
    try:
        from reader import make_reader
    except ImportError:
        return None
    reader = make_reader(str(path))
    for n in range(FEEDS):
        reader.add_feed(f"http://127.0.0.1:{port}/feed/{n}")
    took = []
    for _ in range(2):
        begin = time.perf_counter()
        reader.update_feeds(scheduled=False)
        took.append(time.perf_counter() - begin)
    assert reader.get_entry_counts().total == FEEDS * ENTRIES
    reader.close()
    return took[0], took[1]


async def test_memory_is_flat_over_fifty_rounds(small: Store, port: int) -> None:
    async with collecting(small, port, ALL[:HANGING]) as (collect, run):
        for _ in range(5):
            await run.round(collect)
        tracemalloc.start()
        sizes = []
        for _ in range(ROUNDS):
            await run.round(collect)
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
    grown = (sizes[-1] - sizes[9]) / 1024
    sys.stdout.write(f"\nmemory grown over rounds 10 to {ROUNDS}: {grown:.0f} KiB")
    assert grown < 1024


async def test_feeds_that_hang_hold_up_no_other(small: Store, port: int) -> None:
    """The 400 that answer are stored as soon as without the 100 that do not."""
    good, bad = ALL[HANGING:], [f"hang/{n}" for n in range(HANGING)]
    took: dict[bool, list[float]] = {False: [], True: []}
    clock = FakeClock(datetime(2026, 9, 1, tzinfo=UTC))
    for among_hanging in (False, True) * 4:
        paths = good + bad if among_hanging else good
        async with collecting(small, port, paths, 5.0, clock) as (collect, run):
            await run.round(collect)
            took[among_hanging].append(sorted(run.stored)[len(good) - 1])
    alone, among = (min(times[1:]) for times in took.values())
    show(f"{len(good)} unchanged feeds alone", alone)
    show(f"the same among {HANGING} that hang", among, f"{among / alone:.2f} times as long; wanted 1")
    assert among < 1.3 * alone
