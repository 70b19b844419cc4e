"""The world's clock was set back → what is due in a future that it made up is due as if it had been right.

The wire's clock is looked after where messages and questions wait: bot/services/delivery/deliver.py and bot/services/readers/inbox.py.
"""

import logging
from dataclasses import dataclass, field

from bot.domain.clock import Clock, Steps
from bot.store.engine import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClockChanges:
    """The world's clock, and what waits on it."""

    store: Store
    day: Clock
    _steps: Steps = field(default_factory=Steps)

    async def round(self) -> None:
        """At the start, and whenever the clock has gone back, mend the moments of feeds, pages and pauses."""
        now = self.day()
        step = self._steps.back(now)
        if step is None:
            return
        mended = await self.store.write(lambda tx: tx.clocks.mend_day(now))
        if step or mended:
            log.warning("the clock was set back: %s moments that lay too far ahead were mended", mended)
