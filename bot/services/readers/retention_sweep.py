"""What is kept no longer than needed: closed and silent subscribers, message ids, numbers of updates, drafts."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.domain.clock import Clock, Wire
from bot.domain.correction import DRAFT_KEPT
from bot.domain.message import Message
from bot.domain.retention import Retention
from bot.domain.subscriber import Addressee, month
from bot.services.delivery.reply_sender import ReplySender
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

_STEP = 1000
_ASKED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class RetentionSweep:
    """The stage with all it needs: the day's clock for people and messages, the wire's for updates."""

    store: Store
    reply: ReplySender
    wording: Wording
    day: Clock
    wire: Wire
    retention: Retention = field(default_factory=Retention)

    async def round(self) -> None:
        """Forget what is over, in steps; ask some of the silent whether they are there."""
        today, now, keep = self.day(), self.wire.now(), self.retention
        for step in (
            lambda tx: tx.subscribers.erase_closed(today - keep.closed, _STEP),
            lambda tx: tx.subscribers.erase_silent(today - keep.answer, _STEP),
            lambda tx: tx.deliveries.seal(_STEP),
            lambda tx: tx.deliveries.purge(today - keep.message_ids, _STEP),
            lambda tx: tx.watches.purge(today - keep.watches, _STEP),
        ):
            await self._until_done(step)
        await self.store.write(lambda tx: tx.inbox.purge(now - keep.updates))
        await self.store.write(lambda tx: tx.drafts.purge(today - DRAFT_KEPT))
        await self.store.write(lambda tx: tx.subscribers.rested(now))
        await self.store.write(lambda tx: tx.bursts.purge(now))
        await self.store.checkpoint()
        await self._ask_the_silent()

    async def _until_done(self, step: Callable[[Tx], int]) -> None:
        while await self.store.write(step) == _STEP:
            pass

    async def _ask_the_silent(self) -> None:
        """Marked first, so that nobody is asked twice; who was not reached is erased like who did not answer."""
        today = self.day()
        long_ago = month(today, self.retention.silent_months)
        silent = await self.store.write(lambda tx: tx.subscribers.ask(long_ago, today, _ASKED_AT_ONCE))
        for one in silent:
            await self._send(one)

    def _send(self, one: Addressee) -> Awaitable[object]:
        message: Message = self.wording.still_there(one.subscriber.lang)
        return self.reply.insist(one.chat_id, message, thread=one.subscriber.thread)
