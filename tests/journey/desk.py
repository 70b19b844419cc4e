"""A whole service in a process of its own, to be killed: polls, asks, answers taps and tells until then."""

import asyncio
import sys
from dataclasses import replace
from datetime import datetime, timedelta

from bot.app import built
from bot.domain.feed import Feed
from bot.ground import Ground, SystemWire
from bot.knowledge import schooled
from bot.net.fetch import FetchSettings
from bot.net.rate_limit import FREELY
from bot.net.ssrf import LOOPBACK, AddressGuard
from bot.store.engine import Purpose, Store
from tests.journey.staging import DOUBTFUL, EDITOR, FAST, HERALD, MORNING
from tests.patience import PATIENT


def ground_of(store: Store, token: str, api_url: str, wire: SystemWire, day: datetime) -> Ground:
    """The same service before and after the kill: one outlet, one editor."""
    return Ground(
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
    taught = schooled((HERALD,))
    taught = replace(taught, known=replace(taught.known, thresholds=DOUBTFUL))
    ground = ground_of(store, token, api_url, SystemWire(), MORNING)
    async with built(ground, taught) as house, house.post.online(receive=True):
        while True:  # until it is killed
            await house.round()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
