"""What runs when: APScheduler has the intervals and remembers nothing; what is due stands in the database."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again; never twice at once unless `at_once` says so."""

    name: str
    work: Callable[[], Awaitable[object]]
    seconds: float
    at_once: int = 1


class Schedule:
    """Runs jobs until stopped; stopping waits for what runs.

    APScheduler 3's asyncio executor cancels running coroutines at shutdown whatever `wait` says, so each run is
    counted here and awaited first.
    """

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._running: set[asyncio.Task[None]] = set()
        for job in jobs:
            self._scheduler.add_job(
                self._run_whole,
                "interval",
                args=[job],
                id=job.name,
                seconds=job.seconds,
                misfire_grace_time=None,  # the default of one second drops a run after any longer block
                coalesce=True,
                max_instances=job.at_once,
            )

    def start(self) -> None:
        """Begin to run jobs; needs a running event loop."""
        self._scheduler.start()

    async def stop(self, grace: float | None = None) -> None:
        """Begin no more jobs, and come back when what runs has finished; what has not after so many seconds is cut off.

        What is cut off is begun again after the next start: what is due stands in the database.
        """
        self._scheduler.pause()
        if self._running and grace is not None:
            _, late = await asyncio.wait(set(self._running), timeout=grace)
            for task in late:
                task.cancel()
        while self._running:
            await asyncio.wait(self._running)
        self._scheduler.shutdown(wait=False)

    async def _run_whole(self, job: Job) -> None:
        task = asyncio.ensure_future(self._run(job))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        with suppress(asyncio.CancelledError):  # cut off at the end
            await asyncio.shield(task)

    async def _run(self, job: Job) -> None:
        """A named entry point: one run of a job fails, the next begins all the same."""
        try:
            await job.work()
        except Exception:
            log.exception("job %s failed", job.name)
