"""The bell: jobs ring again and again, a failing one does not stop ringing, stopping waits for what runs."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.schedule import Job, Schedule


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
