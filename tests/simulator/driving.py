"""What the tests of the simulator drive it with: a clock and a sleep in hand, and a raw client."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession

from bot.simulator import Address

START = datetime(2019, 9, 21, 6, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that moves only when told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class HandSleep:
    """A sleep that ends only when told to, and then moves the clock as far as the longest sleeper asked."""

    clock: HandClock
    asked: list[float] = field(default_factory=list)
    _asleep: list[tuple[float, asyncio.Future[None]]] = field(default_factory=list)
    _begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.asked.append(seconds)
        self._asleep.append((seconds, sleeper))
        self._begun.set()
        await sleeper

    async def begun(self) -> None:
        """Wait until somebody sleeps (again)."""
        await self._begun.wait()
        self._begun.clear()

    def end(self) -> None:
        """Let everybody's time be over."""
        asleep, self._asleep = self._asleep, []
        self.clock.advance(seconds=max((seconds for seconds, _ in asleep), default=0))
        for _, sleeper in asleep:
            if not sleeper.done():
                sleeper.set_result(None)


@dataclass(frozen=True)
class RawAnswer:
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        assert not self.body["ok"], self.body
        return self.body["error_code"], self.body["description"]


@dataclass(frozen=True)
class Api:
    """The Bot API as any HTTP client calls it, here with JSON bodies."""

    session: ClientSession
    address: Address
    token: str

    def url(self, method: str) -> str:
        return f"{self.address.base_url}{self.token}/{method}"

    async def call(self, method: str, **parameters: object) -> RawAnswer:
        async with self.session.post(self.url(method), json=parameters) as response:
            return RawAnswer(response.status, dict(response.headers), await response.json())
