"""A process → its row among the processes: roles, and when each last got something done; a second one is named."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.clock import Wire
from bot.services.operations.progress import Progress
from bot.store.engine import Store
from bot.store.processes import Process
from bot.store.transaction import Tx

log = logging.getLogger(__name__)

#: The warning of two whole services on one database, one of which was started by mistake.
SUBJECT = "processes"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Who this process is."""

    store: Store
    wire: Wire
    progress: Progress
    owner: str
    roles: tuple[str, ...]
    #: It plays every role: two such on one database are a mistake.
    whole: bool

    async def round(self) -> None:
        """Say that this process is there, and notice another whole service."""
        await self.store.write(self._seen)

    async def end(self) -> None:
        """Say that it is no longer there."""
        await self.store.write(self._gone)

    def _seen(self, tx: Tx) -> None:
        now = self.wire.now()
        done = {part.value: now - timedelta(seconds=ago) for part, ago in self.progress.since_success().items()}
        tx.processes.seen(Process(self.owner, self.roles, now, done))
        if self.whole:
            others = [one for one in tx.processes.alive(now) if one.roles == self.roles and one.owner != self.owner]
            tx.warnings.keep(SUBJECT, "two whole services run on this database: stop one" if others else "", now)

    def _gone(self, tx: Tx) -> None:
        tx.processes.gone(self.owner)
        tx.warnings.keep(SUBJECT, "", self.wire.now())
