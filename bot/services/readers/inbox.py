"""update → question: kept before Telegram is told that it was taken, handed out one by one, then erased.

    update ─► keep (stored, committed) ─► offset confirmed
    kept ─► take (leased) ─► begin (stored, committed) ─► answer sent ─► done (erased)
                          ├─► later (its chat may be written to only then), some times
                          └─► park (kind of the fault, nothing else)

A process that dies leaves what it had leased; another takes it when the lease is over. What was begun is not answered
again: the answer may have arrived.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.clock import Steps, Wire
from bot.domain.errors import Busy, StoreUnavailable
from bot.domain.plain_message import MessageMeaning, Sense
from bot.domain.request import TAP_COST, BurstVerdict, RequestKind, StoredUpdate, TakenRequest
from bot.services.delivery.reply_sender import TRIES
from bot.services.delivery.unanswered_updates import UnansweredUpdates
from bot.store.engine import Store
from bot.store.transaction import Tx

log = logging.getLogger(__name__)

#: What the warning about receiving is about.
SUBJECT = "receiving"

#: The fault of an update whose answer may or may not have arrived.
DOUBTFUL = "answer doubtful"
#: Seconds; nobody looks more often.
_SHORTEST = 0.05
_SCRUBS = 20

#: What each kind of question costs its chat; others cost nothing.
_COSTS = {RequestKind.COMMAND: 1.0, RequestKind.WORDS: 1.0, RequestKind.TAP: TAP_COST}


@dataclass(frozen=True, slots=True)
class UpdateInbox:
    """The stage with all it needs; handlers take from it, answer, and say what came of it."""

    store: Store
    wire: Wire
    #: Renewed while an answer is being made; so long after a process has died another may take what it had.
    lease: timedelta = timedelta(seconds=2)
    #: Chats that may ask as much as they like.
    spared: Collection[int] = frozenset()
    #: A broadcast of this process gives way to them.
    unanswered: UnansweredUpdates = field(default_factory=UnansweredUpdates)
    _steps: Steps = field(default_factory=Steps)

    async def keep(self, updates: Sequence[StoredUpdate]) -> None:
        """Store updates; StoreUnavailable when they could not be, and then Telegram must not be told."""
        now = self.wire.now()
        for one in updates:
            if one.ask:
                self.unanswered.came(one.update_id)
        await self.store.write(lambda tx: self._keep(tx, updates, now), urgent=True)

    def _keep(self, tx: Tx, updates: Sequence[StoredUpdate], now: datetime) -> None:
        tx.bursts.purge(now)
        tx.inbox.keep([self._weighed(tx, one, now) for one in updates], now)

    def _weighed(self, tx: Tx, one: StoredUpdate, now: datetime) -> StoredUpdate:
        """A question as it is, or what is left of it when its chat asks too much: "wait" once, then nothing."""
        ask = one.ask
        if ask is None or ask.kind not in _COSTS or ask.erases or ask.command == "stop" or ask.chat_id in self.spared:
            return one
        match tx.bursts.ask(ask.chat_id, _COSTS[ask.kind], now):
            case BurstVerdict.ANSWER:
                return one
            case BurstVerdict.SILENCE:
                return replace(one, ask=None)
        waiting = replace(ask, words=Sense.WAIT.value if ask.kind is RequestKind.TAP else "", command="")
        kind = RequestKind.TAP if ask.kind is RequestKind.TAP else RequestKind.WORDS
        return replace(one, ask=replace(waiting, kind=kind, heard=MessageMeaning(Sense.WAIT).code))

    async def warn(self, obstacle: str) -> None:
        """Show operators what keeps updates away; nothing takes it back."""
        now = self.wire.now()
        await self.store.write(lambda tx: tx.warnings.show(SUBJECT, obstacle, now))

    async def wait(self, longest: float) -> float:
        """Seconds until the next update may be taken, at most so many."""
        due = await self.store.read(lambda tx: tx.inbox.next_due())
        return min(max((due - self.wire.now()).total_seconds(), _SHORTEST), longest) if due else longest

    async def take(self) -> TakenRequest | None:
        """Lease the next update if there is one.

        The caller answers it inside `leased` and says what came of it: `done`, `later` or `park`; `doubt` where it was
        begun before.
        """
        return await self.store.write(self._take, urgent=True)

    @asynccontextmanager
    async def leased(self, taken: TakenRequest) -> AsyncIterator[None]:
        """The lease is renewed until the block ends: however long it takes to answer, nobody else begins."""
        holding = asyncio.create_task(self._renew(taken.update_id))
        try:
            yield
        finally:
            holding.cancel()
            self.unanswered.over(taken.update_id)

    async def done(self, taken: TakenRequest) -> None:
        """It is answered, and erased."""
        await self._erase(taken)
        if taken.ask.erases:
            await self._scrub()

    async def later(self, taken: TakenRequest, busy: Busy) -> None:
        """Answered from the beginning when its chat may be written to: meanwhile others are answered."""
        if taken.tries + 1 >= TRIES:
            await self._erase(taken)
            return
        due_at = self.wire.now() + (busy.pause or timedelta(seconds=taken.tries + 1))
        await self.store.write(lambda tx: tx.inbox.later(taken.update_id, due_at), urgent=True)

    async def park(self, taken: TakenRequest, fault: str) -> None:
        """It cannot be handled: erased, and for operators the kind of the fault stays."""
        await self.store.write(lambda tx: tx.inbox.park(taken.update_id, fault, self.wire.now()))

    async def doubt(self, taken: TakenRequest) -> None:
        """Whoever answered it died, and the answer may have arrived: nobody is answered twice."""
        log.warning("an answer may or may not have arrived")
        self.unanswered.over(taken.update_id)
        await self.store.write(lambda tx: tx.inbox.park(taken.update_id, DOUBTFUL, self.wire.now()), urgent=True)

    def _take(self, tx: Tx) -> TakenRequest | None:
        """At the start, and whenever the clock has gone back, what waits too far ahead is due."""
        now = self.wire.now()
        if self._steps.back(now) is not None:
            tx.clocks.mend_inbox(now)
        return tx.inbox.take(now, now + self.lease)

    async def _scrub(self) -> None:
        """Let the last trace of who was forgotten leave the files, once nobody reads them as they were."""
        for _ in range(_SCRUBS):
            if await self.store.checkpoint():
                return
            await self.wire.sleep(_SHORTEST)

    async def _erase(self, taken: TakenRequest) -> None:
        await self.store.write(lambda tx: tx.inbox.done(taken.update_id, self.wire.now()), urgent=True)

    async def _renew(self, update_id: int) -> None:
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            try:
                await self.store.write(lambda tx: tx.inbox.renew(update_id, self.wire.now() + self.lease), urgent=True)
            except StoreUnavailable as error:
                log.warning("an update may be answered twice: %s", error)
