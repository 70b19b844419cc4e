"""What the tests of the chat page drive it with: a page's requests, its stream, and controls in hand."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession

from bot.simulator import Address


@dataclass
class HandControls:
    """A day that stands still; remembers what it was told."""

    told: list[object] = field(default_factory=list)
    paused: bool = False
    speed: float = 240.0

    def state(self) -> dict[str, Any]:
        now = "2019-09-21T19:40:00+06:00"
        return {"now": now, "speed": self.speed, "paused": self.paused, "next": "Шымкентте адамдар ұсталды"}

    def set_speed(self, x: float) -> None:
        self.speed = x
        self.told.append(x)

    def pause(self) -> None:
        self.paused = True
        self.told.append("pause")

    def resume(self) -> None:
        self.paused = False
        self.told.append("resume")

    def next_event(self) -> None:
        self.told.append("next")

    def opened(self) -> None:
        self.told.append("opened")


@dataclass(frozen=True)
class News:
    """One server-sent event."""

    kind: str
    data: Any
    cursor: str


@dataclass(frozen=True)
class Browser:
    """What the page asks, as its scripts ask it."""

    session: ClientSession
    address: Address

    async def chats(self) -> Any:
        async with self.session.get(f"{self.address.root}/page/chats") as response:
            return await response.json()

    async def post(self, path: str, body: object, **headers: str) -> tuple[int, Any]:
        url = f"{self.address.root}/page/{path}"
        async with self.session.post(url, json=body, headers=headers) as response:
            return response.status, await response.json()

    @asynccontextmanager
    async def events(self, after: str = "", **headers: str) -> AsyncIterator[AsyncIterator[News]]:
        url = f"{self.address.root}/page/events"
        async with self.session.get(url, params={"after": after}, headers=headers) as response:
            assert response.status == 200
            yield _events(response)


async def _events(response: ClientResponse) -> AsyncIterator[News]:
    fields: dict[str, str] = {}
    async for line in response.content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            fields[name] = value
        elif "event" in fields:
            yield News(fields["event"], json.loads(fields["data"]), fields.get("id", ""))
            fields = {}


async def next_news(events: AsyncIterator[News], kind: str = "news") -> News:
    """The next event of a kind."""
    async for news in events:
        if news.kind == kind:
            return news
    raise AssertionError(f"the stream ended without {kind}")
