"""Once a day: old events are taken to be over, and what served to recognise their reports is forgotten."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.clock import Clock, local_day
from bot.store.engine import Store
from bot.store.transaction import Tx

#: A protest of which nothing was told for so long is over, whatever was last said of it.
QUIET_FOR = timedelta(days=7)
#: So long after an article its copies and its translations still come.
MATCHING_WINDOW = timedelta(days=14)
#: So long it is kept what became of each outlet's reports: an outlet's usual rate is that of four weeks.
COUNTED = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class ExpiredEvents:
    """How many events were closed and how many fingerprints forgotten."""

    events: int
    fingerprints: int


@dataclass(frozen=True, slots=True)
class ExpireEvents:
    """The daily job with all it needs."""

    store: Store
    clock: Clock

    async def round(self) -> ExpiredEvents:
        """Close and forget; doing so again changes nothing."""
        now = self.clock()

        def work(tx: Tx) -> ExpiredEvents:
            closed = tx.events.close_old(local_day(now - QUIET_FOR), now)
            tx.reports.forget(now - MATCHING_WINDOW)
            tx.outlets.forget(local_day(now - COUNTED))
            tx.vectors.forget(now - MATCHING_WINDOW)
            return ExpiredEvents(closed, tx.fingerprints.forget(now - MATCHING_WINDOW))

        return await self.store.write(work)
