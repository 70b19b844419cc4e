"""A sender in a process of its own, to be killed: tells what is due, then ends."""

import asyncio
import sys

from bot.app import build_app
from bot.domain.sending_pace import SendingPace
from bot.installation import Installation, SteadyClock
from bot.store.engine import Purpose, Store
from tests.patience import PATIENT


async def main(url: str, key: str, token: str, api_url: str) -> None:
    store, wire = Store.open(url, key, purpose=Purpose.LIVE), SteadyClock()
    pace = SendingPace(per_second=400)
    installation = Installation(
        store=store,
        feeds=(),
        token=token,
        api_url=api_url,
        day=wire.now,
        wire=wire,
        pace=pace,
        timeouts=PATIENT,
    )
    async with build_app(installation) as app, app.telegram.online(receive=False):
        await app.deliver.round()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
