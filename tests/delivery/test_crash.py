"""kill -9 at moments of chance, again and again: nobody told twice, nobody lost without a trace."""

import asyncio
import multiprocessing
import multiprocessing.process
import random
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.request import Request, StoredUpdate
from bot.services.readers.inbox import DOUBTFUL, UpdateInbox
from bot.simulator import HistoryKind, Simulator, faults, figures, running
from bot.simulator.clock import first_of
from bot.store.engine import Purpose, Store
from handlers.update_receiver import answer_next
from tests.delivery import sender
from tests.delivery.sender import PACE
from tests.delivery.staging import HandWire, delivery_app
from tests.patience import GUARD

CHATS = range(1, 301)
KILLS = 20
#: So many questions are answered at once.
LANES = 8
IN_FLIGHT = PACE.batch * PACE.at_once


#: Its children have all imports done when they begin.
FORKS = multiprocessing.get_context("forkserver")


@asynccontextmanager
async def sending(*arguments: str) -> AsyncIterator[multiprocessing.process.BaseProcess]:
    """A sender in a process of its own; killed at the end of the block."""
    FORKS.set_forkserver_preload(["tests.delivery.sender"])
    process = FORKS.Process(target=sender.run, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


@asynccontextmanager
async def receiving(*arguments: str) -> AsyncIterator[None]:
    """A receiver in a process of its own; killed at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.delivery.receiver", *arguments, cwd=Path(__file__).parents[2]
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def until(simulator: Simulator, condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(GUARD):
        await simulator.record.until(condition)


def reached(simulator: Simulator, goal: int) -> Callable[[], bool]:
    return lambda: len(figures.sends(simulator.record)) >= goal


@pytest.mark.slow
async def test_twenty_kills_double_nobody_and_lose_nobody(sqlite_url: str, subscriber_key: str) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    simulator, chance = Simulator(lambda: datetime.now(UTC)), random.Random(20260)
    for chat in CHATS:
        simulator.people.join(chat, "Sample reader", started=True)
    async with running(simulator) as address:
        here = sqlite_url, subscriber_key, simulator.token, address.root
        it = delivery_app(store, simulator.token, address.root, HandWire(datetime.now(UTC)))
        it.enrol(CHATS)
        it.news()
        simulator.faults.add(faults.late(0.02), method="sendMessage", times=None)
        for _ in range(KILLS):
            goal = len(figures.sends(simulator.record)) + chance.randrange(1, 14)
            async with sending(*here) as process:
                await first_of(until(simulator, reached(simulator, goal)), asyncio.to_thread(process.join))
                await asyncio.sleep(chance.random() * 0.03)  # anywhere between a call, its answer and its settling
            free(store)
        async with sending(*here) as last:
            await asyncio.to_thread(last.join)
    with store.reading() as tx:
        counts = tx.deliveries.counts()
        doubted = [one.subscriber for one in tx.deliveries.doubtful(1000)]
    store.close()
    told = figures.sends_per_chat(simulator.record)
    assert max(told.values()) == 1
    assert set(CHATS) - told.keys() <= set(doubted)
    assert len(doubted) <= KILLS * IN_FLIGHT
    assert counts[DeliveryState.SENT] + counts[DeliveryState.DOUBTFUL] == len(CHATS)


def free(store: Store) -> None:
    """The dead sender's leases and slots have run out."""
    later = datetime.now(UTC) + timedelta(minutes=5)
    with store.writing() as tx:
        tx.deliveries.expire(later)
        tx.deliveries.release(range(1, 1000), "sender")
        for _ in range(PACE.slots):
            tx.sending_pace.give_back(tx.sending_pace.next(later, PACE), datetime.now(UTC) - timedelta(seconds=1))


async def test_an_operator_may_send_the_doubtful_again(sqlite_url: str, subscriber_key: str) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    simulator = Simulator(lambda: datetime.now(UTC))
    simulator.people.join(1, "Sample reader", started=True)
    simulator.faults.add(faults.answer_lost(), method="sendMessage")
    async with running(simulator) as address:
        it = delivery_app(store, simulator.token, address.root, HandWire())
        async with it.online():
            it.enrol([1])
            it.news()
            await it.round()
            assert it.counts() == {DeliveryState.DOUBTFUL: 1}
            with store.writing() as tx:
                assert tx.deliveries.resend(None, it.wire.now()) == 1
            await it.round()
    assert it.counts() == {DeliveryState.SENT: 1}
    assert len(simulator.record.acts(HistoryKind.SENT)) == 2
    store.close()


async def test_updates_that_waited_when_the_receiver_was_killed_are_answered_and_none_twice(
    sqlite_url: str, subscriber_key: str
) -> None:
    """One on each lane is on its way when the receiver dies, and the simulator has them; the next answers the last."""
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    for chat in range(1, LANES + 2):
        simulator.people.join(chat, "Sample reader", started=True)
    async with running(simulator) as address:
        here = sqlite_url, subscriber_key, simulator.token, address.root
        simulator.faults.add(faults.late(faults.STALL), method="sendMessage", times=None)
        async with receiving(*here):
            await until(simulator, lambda: bool(simulator.record.calls("setMyShortDescription")))
            for chat in range(1, LANES + 2):
                simulator.people.say(chat, "/help")
            await until(simulator, reached(simulator, LANES))
        simulator.faults.clear()
        async with receiving(*here):
            await until(simulator, reached(simulator, LANES + 1))
            async with asyncio.timeout(GUARD):
                while await store.read(lambda tx: tx.inbox.waiting()):
                    await store.read(lambda tx: tx.inbox.parked())
    with store.reading() as tx:
        assert tx.inbox.parked() == (f"message: {DOUBTFUL}",) * LANES
    store.close()
    assert figures.sends_per_chat(simulator.record) == dict.fromkeys(range(1, LANES + 2), 1)


async def test_what_a_dead_process_had_not_begun_to_answer_is_answered_and_what_it_had_is_not(store: Store) -> None:
    wire, answered = HandWire(), []

    async def handle(ask: Request) -> None:
        answered.append(ask.chat_id)

    inbox = UpdateInbox(store, wire)
    asks = [StoredUpdate(number, Request(number, Lang.EN, command="help"), "message") for number in (1, 2)]
    await inbox.keep(asks)
    with store.writing() as tx:
        for number in (1, 2):
            taken = tx.inbox.take(wire.now(), wire.now() + inbox.lease)
            assert taken
            assert taken.ask.update == number
        assert tx.inbox.begin(1)
        assert not tx.inbox.begin(1)
    assert not await answer_next(inbox, handle)
    assert await inbox.wait(60) == inbox.lease.total_seconds() <= 2
    await wire.sleep(inbox.lease.total_seconds())
    while await answer_next(inbox, handle):
        pass
    assert answered == [2]
    with store.reading() as tx:
        assert tx.inbox.parked() == (f"message: {DOUBTFUL}",)


async def test_an_answer_that_telegram_did_not_take_is_begun_again(store: Store) -> None:
    with store.writing() as tx:
        tx.inbox.keep([StoredUpdate(1, Request(1, Lang.EN), "message")], datetime.now(UTC))
        assert tx.inbox.begin(1)
        tx.inbox.later(1, datetime.now(UTC))
        assert tx.inbox.begin(1)
        tx.inbox.done(1, datetime.now(UTC))
        assert not tx.inbox.begin(1)
