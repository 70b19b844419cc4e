"""A whole service in a process of its own, to be killed: polls, asks, answers taps and tells until then."""

import asyncio
import sys
from dataclasses import replace
from datetime import datetime, timedelta

from bot.app import build_app
from bot.domain.feed import Feed
from bot.installation import Installation, SteadyClock
from bot.net.fetch import FetchSettings
from bot.net.rate_limit import FREELY
from bot.net.ssrf import LOOPBACK, AddressGuard
from bot.resources import load_resources
from bot.store.engine import Purpose, Store
from tests.journey.staging import DOUBTFUL, EDITOR, FAST, HERALD, MORNING
from tests.patience import PATIENT


def ground_of(store: Store, token: str, api_url: str, wire: SteadyClock, day: datetime) -> Installation:
    """The same service before and after the kill: one outlet, one editor."""
    return Installation(
        store=store,
        feeds=(Feed("herald", f"{api_url}/feeds/herald", "herald", None, timedelta(minutes=5)),),
        token=token,
        api_url=api_url,
        day=lambda: day,
        wire=wire,
        editors=frozenset({EDITOR}),
        outlets=(HERALD,),
        pace=FAST,
        timeouts=PATIENT,
        outside=FetchSettings(guard=AddressGuard(LOOPBACK), rules=FREELY),
    )


async def main(url: str, key: str, token: str, api_url: str) -> None:
    store = Store.open(url, key, purpose=Purpose.LIVE)
    resources = load_resources((HERALD,))
    resources = replace(resources, known=replace(resources.known, thresholds=DOUBTFUL))
    installation = ground_of(store, token, api_url, SteadyClock(), MORNING)
    async with build_app(installation, resources) as app, app.telegram.online(receive=True):
        while True:  # until it is killed
            await app.round()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
