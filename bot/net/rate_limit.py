"""Towards one host: so many requests at once and no more, and a pause between the beginnings of two."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from weakref import WeakValueDictionary


@dataclass(frozen=True, slots=True)
class HostRules:
    """How a host is treated; `spacing` in seconds."""

    at_once: int = 2
    spacing: float = 1.0


#: For hosts of one's own: the demo, tests, benchmarks.
FREELY = HostRules(at_once=1000, spacing=0.0)


class _Gate:
    def __init__(self, at_once: int) -> None:
        self.places = asyncio.Semaphore(at_once)
        self.free_at = 0.0


@dataclass(frozen=True)
class HostRateLimit:
    """One gate for each host that somebody is asking just now; the clock is the wire's, in seconds."""

    rules: HostRules = field(default_factory=HostRules)
    now: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _gates: WeakValueDictionary[str, _Gate] = field(default_factory=WeakValueDictionary)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for this host's turn; the block is the request."""
        gate = self._gates.get(host)
        if gate is None:
            gate = self._gates[host] = _Gate(self.rules.at_once)
        async with gate.places:
            begins = max(self.now(), gate.free_at)
            gate.free_at = begins + self.rules.spacing
            if begins > self.now():
                await self.sleep(begins - self.now())
            yield
