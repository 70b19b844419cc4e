"""Time on the wire: the clock, the sleep, and the bell that wakes who waits; all handed in, none read here."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Gives the aware UTC time."""

Sleep: TypeAlias = Callable[[float], Awaitable[object]]
"""Waits some seconds, as `asyncio.sleep` does."""

Json: TypeAlias = dict[str, Any]
"""A JSON object as Telegram writes it."""


class Bell:
    """Wakes everyone who waits, each time it is rung."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait at this moment."""
        for sleeper in tuple(self._waiting):
            if not sleeper.done():
                sleeper.set_result(None)

    def next(self) -> asyncio.Future[None]:
        """The next ring, waited for from this very moment on."""
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(sleeper)
        sleeper.add_done_callback(self._waiting.discard)
        return sleeper


async def first_of(*waits: Awaitable[object]) -> None:
    """Until one of the waits is over; the others are cancelled and gone when this returns."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def unix(moment: datetime) -> int:
    """Whole seconds since 1970, as Telegram writes dates."""
    return int(moment.timestamp())
