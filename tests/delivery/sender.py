"""A sender in a process of its own, to be killed: tells what is due, then ends."""

import asyncio

from bot.domain.sending_pace import SendingPace
from bot.store.engine import Purpose, Store
from tests.delivery.staging import RealWire, delivery_app

#: Quick, so that being killed twenty times takes a minute; at most twelve messages are on their way.
PACE = SendingPace(per_second=300, at_once=4)


async def main(url: str, key: str, token: str, root: str, owner: str = "sender", *, pace: SendingPace = PACE) -> None:
    store = Store.open(url, key, purpose=Purpose.LIVE)
    it = delivery_app(store, token, root, RealWire(), pace=pace, owner=owner)
    async with it.online():
        await it.round()
    store.close()


def run(*arguments: str) -> None:
    asyncio.run(main(*arguments))


def run_at_the_free_pace(*arguments: str) -> None:
    """As the service has it: together with the others never above thirty in a second."""
    asyncio.run(main(*arguments, pace=SendingPace()))
