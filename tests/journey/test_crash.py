"""kill -9 in the middle of telling 300 chats, then a restart: nobody told twice, nobody lost without a trace."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import build_app
from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.sending_pace import SendingPace
from bot.installation import Installation
from bot.simulator import HistoryKind, Simulator, figures, running
from bot.simulator.clock import first_of
from bot.store.engine import Purpose, Store
from tests.domain.making import NOON, facts
from tests.journey.staging import HandWire
from tests.patience import GUARD, PATIENT

CHATS = range(1, 301)
IN_FLIGHT = SendingPace().batch * SendingPace().at_once


def fill(store: Store) -> None:
    """Three hundred subscribers of the whole country, and one event to tell them of."""
    with store.writing() as tx:
        for chat in CHATS:
            subscriber = tx.subscribers.open(chat, Lang.EN)
            tx.subscribers.save(type(subscriber)(subscriber.id, Lang.EN, frozenset({"kz"})), NOON)
        tx.alerts.add(tx.events.create(facts(), NOON))


async def killed_sender(simulator: Simulator, arguments: tuple[str, ...]) -> None:
    """Run a sender and kill it once a third of the chats have been told."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.journey.sender", *arguments, cwd=Path(__file__).parents[2]
    )
    third = simulator.record.until(lambda: len(simulator.record.acts(HistoryKind.SENT)) >= len(CHATS) // 3)
    try:
        async with asyncio.timeout(GUARD):
            await first_of(third, process.wait())
    finally:
        process.kill()
        await process.wait()


async def test_nobody_is_told_twice_and_nobody_is_lost(database_url: str, subscriber_key: str) -> None:
    store = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    fill(store)
    simulator = Simulator(lambda: datetime.now(UTC))
    for chat in CHATS:
        simulator.people.join(chat, "Sample reader", started=True)
    async with running(simulator) as address:
        await killed_sender(simulator, (database_url, subscriber_key, simulator.token, address.root))
        told_before = len(simulator.record.acts(HistoryKind.SENT))
        wire = HandWire(datetime.now(UTC) + timedelta(minutes=5))  # the dead sender's leases have run out
        installation = Installation(
            store=store,
            feeds=(),
            token=simulator.token,
            api_url=address.root,
            day=wire.now,
            wire=wire,
            pace=SendingPace(per_second=1000),
            timeouts=PATIENT,
        )
        async with build_app(installation) as app, app.telegram.online(receive=False):
            await app.deliver.round()
    with store.reading() as tx:
        counts, doubtful = tx.deliveries.counts(), tx.deliveries.doubtful(1000)
        doubted = {tx.subscribers.get(delivery.subscriber) for delivery in doubtful}
    store.close()
    told = figures.sends_per_chat(simulator.record)
    assert len(CHATS) // 3 <= told_before < len(CHATS)
    assert max(told.values()) == 1
    assert len(doubted) <= IN_FLIGHT
    assert len(told) + len(doubted) >= len(CHATS)
    assert counts[DeliveryState.SENT] + counts[DeliveryState.DOUBTFUL] == len(CHATS)
    assert counts[DeliveryState.WAITING] == counts[DeliveryState.SENDING] == 0
