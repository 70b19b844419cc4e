"""The folder of pages, kept up with the record while the service runs."""

import asyncio
import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.clock import Clock
from bot.domain.errors import BadConfiguration, Operational
from bot.services.record.site import Site

log = logging.getLogger(__name__)


@dataclass
class Refresh:
    """Builds the pages at the start and every so often; what keeps them from being written is told once."""

    site: Site
    folder: Path
    every: timedelta
    wire: Clock
    _due: datetime | None = None
    _said: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)

    async def round(self) -> None:
        """Build when it is time; in a thread of its own, since it is computing."""
        now = self.wire()
        if self._due is None or now >= self._due:
            self._due = now + self.every
            await asyncio.to_thread(self._build)

    def close(self) -> None:
        """Build no further: what is left is built at the next start."""
        self._stop.set()

    def _build(self) -> None:
        try:
            done = self.site.build(self.folder, self._stop.is_set)
        except (Operational, BadConfiguration) as error:
            if str(error) != self._said:
                log.warning("the pages are not up to date: %s", error)
            self._said = str(error)
            return
        self._said = ""
        if done.written or done.gone:
            log.info("pages: %s written, %s gone", done.written, done.gone)
