"""update → answer: kept before Telegram is told that it was taken, handled one by one, then erased.

    update ─► keep (stored, committed) ─► offset confirmed
    kept ─► take (in one's hands for a while) ─► handled ─► done (erased)
                                             └─► park (kind of the fault, nothing else)

A process that dies leaves what it had in its hands; another takes it when the while is over.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ask import Ask, Kept, Taken
from bot.domain.clock import Wire
from bot.domain.errors import StoreUnavailable
from bot.store.engine import Store

log = logging.getLogger(__name__)

#: What the sign of receiving is about.
SUBJECT = "receiving"

Handle = Callable[[Ask], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Inbox:
    """The stage with all it needs; `handle` answers one question."""

    store: Store
    wire: Wire
    handle: Handle
    #: Longer than it takes to answer one question, retries included.
    hands: timedelta = timedelta(seconds=45)

    async def keep(self, updates: Sequence[Kept]) -> None:
        """Store updates; StoreUnavailable when they could not be, and then Telegram must not be told."""
        now = self.wire.now()
        await self.store.write(lambda tx: tx.inbox.keep(updates, now), urgent=True)

    async def sign(self, obstacle: str) -> None:
        """Put up for operators what keeps updates away; nothing takes it down."""
        now = self.wire.now()
        await self.store.write(lambda tx: tx.signs.show(SUBJECT, obstacle, now))

    async def next(self) -> bool:
        """Handle one update if there is one."""
        now = self.wire.now()
        taken = await self.store.write(lambda tx: tx.inbox.take(now, now + self.hands), urgent=True)
        if taken is None:
            return False
        await self._handle(taken)
        return True

    async def _handle(self, taken: Taken) -> None:
        """A named door: whatever goes wrong with one update, the next ones are answered."""
        try:
            await self.handle(taken.ask)
        except StoreUnavailable as error:  # it stays, and is taken again later
            log.error("an update waits: %s", error)  # noqa: TRY400  # one line says it all
            return
        except Exception as error:
            log.exception("an update cannot be handled")
            fault = type(error).__name__
            await self.store.write(lambda tx: tx.inbox.park(taken.update_id, fault))
            return
        await self.store.write(lambda tx: tx.inbox.done(taken.update_id), urgent=True)
