"""Readers who wait for an answer of this process → how long a broadcast begins nothing more."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

#: Seconds; an answer that takes longer is late.
_LATE = 0.05
#: Seconds; an answer that takes longer hangs on something else than the broadcast, or another process gives it.
_HANGS = 2.0


@dataclass(frozen=True, slots=True)
class UnansweredUpdates:
    """Updates that came and are not answered; `steady` is a clock in seconds that is never set."""

    steady: Callable[[], float] = monotonic
    _since: dict[int, float] = field(default_factory=dict)
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def came(self, update_id: int) -> None:
        """From now on somebody waits for an answer to this update."""
        now = self.steady()
        for old in [number for number, since in self._since.items() if now - since >= _HANGS]:
            del self._since[old]
        self._since.setdefault(update_id, now)

    def over(self, update_id: int) -> None:
        """Nobody waits for an answer to this update any more."""
        self._since.pop(update_id, None)
        self._answered.set()

    def is_late(self) -> bool:
        """Whether somebody has waited too long."""
        now = self.steady()
        return any(_LATE <= now - since < _HANGS for since in self._since.values())

    async def caught_up(self, seconds: float) -> None:
        """Wait until no answer is late, at most so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.is_late():
                    self._answered.clear()
                    await self._answered.wait()
