"""/forget: everything kept of a chat is erased at once. What is over by itself goes in retention_sweep.py."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.clock import Clock
from bot.store.engine import Store
from bot.store.forgotten import ForgottenList
from bot.store.transaction import Tx

#: Messages older than this cannot be deleted (Bot API).
_DELETABLE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Erasure:
    """Erasing one chat, and what it was sent."""

    store: Store
    clock: Clock
    #: Where it is noted who was forgotten, for a backup of before that still knows them.
    forgotten: ForgottenList | None = None

    async def forget(self, chat_id: int, thread: int = 0) -> None:
        """The chat wants nothing kept of it: erased at once, with all that was sent to it and what it was composing."""
        await self._note_forgotten(chat_id, thread)
        await self.store.write(lambda tx: _erase(tx, chat_id, thread))
        await self.store.write(lambda tx: tx.drafts.drop(chat_id))
        await self.store.write(lambda tx: tx.bursts.drop(chat_id))
        await self.store.checkpoint()

    async def deletable(self, chat_id: int, thread: int = 0) -> tuple[int, ...]:
        """The messages to a chat that may still be deleted."""

        def work(tx: Tx) -> tuple[int, ...]:
            subscriber = tx.subscribers.by_chat(chat_id, thread)
            return tx.deliveries.recent(subscriber.id, self.clock() - _DELETABLE) if subscriber else ()

        return await self.store.read(work)

    async def _note_forgotten(self, chat_id: int, thread: int) -> None:
        """Before it is erased: who dies between the two is erased from a restored backup, as was wished."""
        if self.forgotten:
            index = await self.store.read(lambda tx: tx.subscribers.index(chat_id, thread))
            await asyncio.to_thread(self.forgotten.note, index, self.clock())


def _erase(tx: Tx, chat_id: int, thread: int) -> None:
    subscriber = tx.subscribers.by_chat(chat_id, thread)
    if subscriber:
        tx.subscribers.erase(subscriber.id)
