"""update → answer: kept before Telegram is told that it was taken, handled one by one, then erased.

    update ─► keep (stored, committed) ─► offset confirmed
    kept ─► take (in one's hands for a while) ─► begin (stored, committed) ─► answer sent ─► done (erased)
                                             ├─► later (its chat may be written to only then), some times
                                             └─► park (kind of the fault, nothing else)

A process that dies leaves what it had in its hands; another takes it when the while is over. What was begun is not
answered again: the answer may have arrived.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.clock import Steps, Wire
from bot.domain.errors import Busy, StoreUnavailable
from bot.domain.hearing import Heard, Sense
from bot.domain.request import TAP, BurstVerdict, Request, RequestKind, StoredUpdate, TakenRequest
from bot.services.delivery.open_questions import OpenQuestions
from bot.services.delivery.reply_sender import TRIES
from bot.store.engine import Store
from bot.store.transaction import Tx

log = logging.getLogger(__name__)

#: What the sign of receiving is about.
SUBJECT = "receiving"

#: The fault of an update whose answer may or may not have arrived.
DOUBTFUL = "answer doubtful"
#: Seconds; nobody looks more often.
_SHORTEST = 0.05
_SCRUBS = 20

#: What each kind of question costs its chat; others cost nothing.
_COSTS = {RequestKind.COMMAND: 1.0, RequestKind.WORDS: 1.0, RequestKind.TAP: TAP}

Handle = Callable[[Request], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class UpdateInbox:
    """The stage with all it needs; `handle` answers one question."""

    store: Store
    wire: Wire
    handle: Handle
    #: What is being answered is taken in hand again and again; so long after a death nobody has.
    hands: timedelta = timedelta(seconds=2)
    #: Chats that may ask as much as they like.
    spared: Collection[int] = frozenset()
    #: A broadcast of this process gives way to them.
    questions: OpenQuestions = field(default_factory=OpenQuestions)
    _steps: Steps = field(default_factory=Steps)

    async def keep(self, updates: Sequence[StoredUpdate]) -> None:
        """Store updates; StoreUnavailable when they could not be, and then Telegram must not be told."""
        now = self.wire.now()
        for one in updates:
            if one.ask:
                self.questions.came(one.update_id)
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
        return replace(one, ask=replace(waiting, kind=kind, heard=Heard(Sense.WAIT).code))

    async def sign(self, obstacle: str) -> None:
        """Put up for operators what keeps updates away; nothing takes it down."""
        now = self.wire.now()
        await self.store.write(lambda tx: tx.signs.show(SUBJECT, obstacle, now))

    async def wait(self, longest: float) -> float:
        """Seconds until the next update may be taken, at most so many."""
        due = await self.store.read(lambda tx: tx.inbox.next_due())
        return min(max((due - self.wire.now()).total_seconds(), _SHORTEST), longest) if due else longest

    async def next(self) -> bool:
        """Handle one update if there is one."""
        taken = await self.store.write(self._take, urgent=True)
        if taken is None:
            return False
        try:
            await (self._doubt(taken) if taken.begun else self._handle(taken))
        finally:
            self.questions.over(taken.update_id)
        return True

    def _take(self, tx: Tx) -> TakenRequest | None:
        """At the start, and whenever the clock has gone back, what waits too far ahead is due."""
        now = self.wire.now()
        if self._steps.back(now) is not None:
            tx.clocks.mend_inbox(now)
        return tx.inbox.take(now, now + self.hands)

    async def _doubt(self, taken: TakenRequest) -> None:
        """Whoever answered it died, and the answer may have arrived: nobody is answered twice."""
        log.warning("an answer may or may not have arrived")
        await self.store.write(lambda tx: tx.inbox.park(taken.update_id, DOUBTFUL, self.wire.now()), urgent=True)

    async def _handle(self, taken: TakenRequest) -> None:
        """A named entry point: whatever goes wrong with one update, the next ones are answered."""
        in_hands = asyncio.create_task(self._hold(taken.update_id))
        try:
            await self.handle(taken.ask)
        except Busy as busy:
            await self._later(taken, busy)
            return
        except StoreUnavailable as error:  # it stays, and is taken again later
            log.error("an update waits: %s", error)  # noqa: TRY400  # one line says it all
            return
        except Exception as error:
            log.exception("an update cannot be handled")
            fault = type(error).__name__
            await self.store.write(lambda tx: tx.inbox.park(taken.update_id, fault, self.wire.now()))
            return
        finally:
            in_hands.cancel()
        await self._done(taken.update_id)
        if taken.ask.erases:
            await self._scrub()

    async def _scrub(self) -> None:
        """Let the last trace of who was forgotten leave the files, once nobody reads them as they were."""
        for _ in range(_SCRUBS):
            if await self.store.checkpoint():
                return
            await self.wire.sleep(_SHORTEST)

    async def _later(self, taken: TakenRequest, busy: Busy) -> None:
        """Answered from the beginning when its chat may be written to: meanwhile others are answered."""
        if taken.tries + 1 >= TRIES:
            await self._done(taken.update_id)
            return
        due_at = self.wire.now() + (busy.pause or timedelta(seconds=taken.tries + 1))
        await self.store.write(lambda tx: tx.inbox.later(taken.update_id, due_at), urgent=True)

    async def _done(self, update_id: int) -> None:
        await self.store.write(lambda tx: tx.inbox.done(update_id, self.wire.now()), urgent=True)

    async def _hold(self, update_id: int) -> None:
        """However long an answer takes, nobody else begins it."""
        while True:
            await asyncio.sleep(self.hands.total_seconds() / 3)
            try:
                await self.store.write(lambda tx: tx.inbox.hold(update_id, self.wire.now() + self.hands), urgent=True)
            except StoreUnavailable as error:
                log.warning("an update may be answered twice: %s", error)
