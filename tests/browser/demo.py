"""The demo while it runs, for tests and pictures."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.demo import play


@asynccontextmanager
async def playing(folder: Path) -> AsyncIterator[str]:
    """The demo while it runs, and its address."""
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def say(line: str) -> None:
        if line.startswith("The chats: "):
            address.set_result(line.split()[2])

    demo = asyncio.create_task(play.live(folder, 0, 240.0, fresh=True, say=say))
    try:
        async with asyncio.timeout(60):
            root = await asyncio.shield(address)
        yield root
    finally:
        demo.cancel()
        with suppress(asyncio.CancelledError):
            await demo
