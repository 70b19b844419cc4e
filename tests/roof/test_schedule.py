"""The bell: jobs ring again and again, a failing one does not stop ringing, stopping waits for what runs."""

import asyncio

from bot.schedule import Job, Schedule


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
