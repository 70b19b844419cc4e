"""getUpdates: long polls that wake when something comes, one at a time.

Rules from the source of the Bot API server: `limit` 1-100; `timeout` at most 50 s; the same offset again within 3 s
waits 3 s when `timeout` is below 3, and within 0.5 s gets one update; a second poll ends the first with 409, and a
further one within 3 s is answered 3 s late.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.simulator.clock import Clock, Json, Sleep, first_of
from bot.simulator.parameters import Parameters
from bot.simulator.refusals import Conflict
from bot.simulator.updates import UpdateQueue
from bot.simulator.webhook import Hook

MOST_UPDATES = 100
LONGEST_POLL = 50
REPEAT_WAIT = 3
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"

OTHER_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True, slots=True)
class Poll:
    """One getUpdates request; `timeout` in seconds."""

    offset: int
    limit: int
    timeout: int


def asked(parameters: Parameters) -> Poll:
    """The request with its numbers brought into their bounds."""
    limit = min(max(parameters.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    timeout = min(max(parameters.integer("timeout"), 0), LONGEST_POLL)
    return Poll(parameters.integer("offset"), limit, timeout)


def slowed(poll: Poll, previous_offset: int | None, since: timedelta, repeat_wait: int = REPEAT_WAIT) -> Poll:
    """The request as the server treats it when the same offset was asked for shortly before."""
    repeated = poll.offset == previous_offset
    hasty = repeated and since < timedelta(seconds=repeat_wait)
    timeout = max(poll.timeout, repeat_wait) if hasty else poll.timeout
    limit = 1 if repeated and since < timedelta(seconds=0.5) else poll.limit
    return Poll(poll.offset, limit, timeout)


class Poller:
    """Answers getUpdates over one queue."""

    def __init__(
        self, queue: UpdateQueue, hook: Hook, clock: Clock, sleep: Sleep, repeat_wait: int = REPEAT_WAIT
    ) -> None:
        self._queue = queue
        self._hook = hook
        self._repeat_wait = repeat_wait
        self._clock = clock
        self._sleep = sleep
        self._previous: tuple[int, datetime] | None = None
        self._ended: asyncio.Event | None = None
        self._next_conflict = LONG_AGO
        self._closed = False

    async def get_updates(self, parameters: Parameters) -> list[Json]:
        """The updates from the offset on, as soon as there is one, or none when the time is over.

        Raises Conflict: when another poll began meanwhile, or a webhook is set.
        """
        if self._hook.webhook is not None:
            raise Conflict(WEBHOOK_ACTIVE)
        kinds = parameters.array("allowed_updates")
        if kinds is not None:
            self._queue.allow(kinds)
        poll = self._admit(asked(parameters))
        self._queue.confirm(poll.offset, self._clock())
        if poll.timeout and not self._queue.count(self._clock()) and not self._closed:
            await self._wait(poll.timeout)
        return [update.json() for update in self._queue.first(poll.limit, self._clock())]

    def close(self) -> None:
        """End the poll that waits, with what there is; later polls do not wait."""
        self._closed = True
        self._end_waiting()

    def open(self) -> None:
        """Let polls wait again after `close`."""
        self._closed = False

    def _admit(self, poll: Poll) -> Poll:
        now = self._clock()
        offset, at = self._previous or (None, LONG_AGO)
        self._previous = (poll.offset, now)
        self._end_waiting()
        return slowed(poll, offset, now - at, self._repeat_wait)

    def _end_waiting(self) -> None:
        if self._ended is not None:
            self._ended.set()

    async def _wait(self, seconds: int) -> None:
        ended = self._ended = asyncio.Event()
        try:
            await first_of(self._queue.news.next(), ended.wait(), self._hook.changed.next(), self._sleep(seconds))
        finally:
            if self._ended is ended:
                self._ended = None
        if self._hook.webhook is not None:
            raise Conflict(OTHER_WEBHOOK)
        if ended.is_set() and not self._closed:
            await self._conflict()

    async def _conflict(self) -> None:
        now = self._clock()
        if now < self._next_conflict:
            await self._sleep(REPEAT_WAIT)
        else:
            self._next_conflict = now + timedelta(seconds=REPEAT_WAIT)
        raise Conflict(OTHER_POLL)
