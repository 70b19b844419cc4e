"""A receiver in a process of its own, to be killed: receives until then."""

import asyncio
import sys

from bot.store.engine import Purpose, Store
from tests.delivery.staging import RealWire, delivery_app


async def main(url: str, key: str, token: str, root: str) -> None:
    store = Store.open(url, key, purpose=Purpose.LIVE)
    it = delivery_app(store, token, root, RealWire(), owner="receiver")
    async with it.online(receive=True):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
