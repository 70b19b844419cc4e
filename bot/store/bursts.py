"""Bursts: how much a chat has asked of late, so that one chat cannot keep the others waiting.

The generic cell rate algorithm (ITU-T I.371): one moment a chat, at which all that it asked is paid off. A chat is kept
as its keyed hash, and only until then.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.domain.burst import Burst, BurstVerdict, weighed
from bot.store.connect import insert
from bot.store.tables import bursts
from bot.store.vault import Vault


class Bursts:
    """The bursts of a transaction; moments are on the wire clock."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def ask(self, chat_id: int, cost: float, now: datetime) -> BurstVerdict:
        """Whether one more question of a chat is answered; what it cost is noted."""
        chat = self._vault.lane(chat_id, 0)
        row = self._connection.execute(select(bursts).where(bursts.c.chat_index == chat)).one_or_none()
        burst, verdict = weighed(Burst(row.paid_at, told=row.told) if row else None, cost, now)
        values = {"chat_index": chat, "paid_at": burst.paid_at, "told": burst.told}
        noted = insert(self._connection, bursts).values(values)
        changed = {"paid_at": burst.paid_at, "told": burst.told}
        self._connection.execute(noted.on_conflict_do_update(index_elements=["chat_index"], set_=changed))
        return verdict

    def drop(self, chat_id: int) -> None:
        """Forget a chat."""
        self._connection.execute(delete(bursts).where(bursts.c.chat_index == self._vault.lane(chat_id, 0)))

    def purge(self, now: datetime) -> None:
        """Forget chats that have asked nothing for a while."""
        self._connection.execute(delete(bursts).where(bursts.c.paid_at <= now))
