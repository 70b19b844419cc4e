"""A database that does not answer is one line in the log, however many ask it meanwhile and however often."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from bot.domain.errors import StoreUnavailable

log = logging.getLogger(__name__)

#: In seconds: failures with less than this between them are of one outage, though something worked meanwhile.
_APART = 60.0


class Outages:
    """Counts what fails as one outage; used from the threads of the store."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._last = -_APART

    @contextmanager
    def noted(self) -> Iterator[None]:
        """A block of work on the database: the first failure of an outage is logged, and every one goes on."""
        try:
            yield
        except StoreUnavailable as error:
            if self._is_first():
                log.warning("%s; what needs it waits until it answers", error)
            raise

    def _is_first(self) -> bool:
        with self._lock:
            before, self._last = self._last, self._now()
            return self._last - before >= _APART
