"""The bell: jobs ring again and again, a failing one does not stop ringing, stopping waits for what runs."""

import asyncio
import io
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from bot import logs
from bot.domain.errors import StoreUnavailable
from bot.scheduler import Job, Schedule
from bot.store.engine import Outages, Purpose, Store
from tests.conftest import Postgres


@pytest.fixture(autouse=True)
def levels() -> Iterator[None]:
    """The levels of loggers as they were."""
    known = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    before = [logger.level for logger in known]
    yield
    for logger, level in zip(known, before, strict=True):
        logger.setLevel(level)


async def test_a_job_rings_again_after_a_failure() -> None:
    rung = 0
    twice = asyncio.Event()

    async def work() -> None:
        nonlocal rung
        rung += 1
        if rung == 1:
            raise RuntimeError("once")
        twice.set()

    schedule = Schedule((Job("job", work, 0.01),))
    schedule.start()
    async with asyncio.timeout(10):
        await twice.wait()
    await schedule.stop()
    assert rung >= 2


async def test_a_ring_that_finds_its_job_still_running_is_not_worth_a_line(caplog: pytest.LogCaptureFixture) -> None:
    begun, go_on, again = asyncio.Event(), asyncio.Event(), asyncio.Event()
    other = 0

    async def slow() -> None:
        begun.set()
        await go_on.wait()

    async def quick() -> None:
        nonlocal other
        other += begun.is_set()
        if other > 5:
            again.set()

    logs.set_up()
    schedule = Schedule((Job("slow", slow, 0.01), Job("quick", quick, 0.02)))
    schedule.start()
    async with asyncio.timeout(10):
        await again.wait()
    go_on.set()
    await schedule.stop()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("apscheduler")] == []


async def test_stopping_waits_for_what_runs() -> None:
    begun, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await go_on.wait()
        done.set()

    schedule = Schedule((Job("job", work, 0.01),))
    schedule.start()
    async with asyncio.timeout(10):
        await begun.wait()
        stopping = asyncio.create_task(schedule.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        go_on.set()
        await stopping
    assert done.is_set()


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What comes to the operator's eyes meanwhile."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.addFilter(logs.is_worth_a_line)
    logs.set_up()
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


async def test_a_database_that_is_away_is_one_line_an_outage(
    postgres: Postgres, postgresql_url: str, subscriber_key: str
) -> None:
    tries = Counter[str]()
    opened, back = asyncio.Event(), asyncio.Event()
    store = Store.open(postgresql_url, subscriber_key, purpose=Purpose.LIVE)

    async def work(name: str) -> None:
        tries[name] += 1
        if min(tries["read"], tries["write"]) > 5 and not opened.is_set():
            postgres.shut(postgresql_url, shut=False)
            opened.set()
        await (store.read if name == "read" else store.write)(lambda tx: tx.feeds.all())
        if opened.is_set():
            back.set()

    schedule = Schedule(tuple(Job(name, partial(work, name), 0.02) for name in ("read", "write")))
    postgres.shut(postgresql_url, shut=True)
    try:
        with logged() as text:
            schedule.start()
            async with asyncio.timeout(60):
                await back.wait()
            await schedule.stop()
    finally:
        postgres.shut(postgresql_url, shut=False)
        store.close()
    (line,) = text.getvalue().splitlines()
    assert line.startswith("the database: ")
    assert "waits until it answers" in line


def test_outages_are_told_apart_by_the_time_between_them(caplog: pytest.LogCaptureFixture) -> None:
    now = 1000.0
    outages = Outages(lambda: now)
    for pause in (0, 1, 59, 59, 61, 1):
        now += pause
        with pytest.raises(StoreUnavailable), outages.noted():
            raise StoreUnavailable("the database: shutting down")
    assert len(caplog.records) == 2
