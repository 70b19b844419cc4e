"""Every way in which Telegram answers otherwise than with a message, and the database's own ways."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from telegram import Bot

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState, Dispatch, Form
from bot.domain.errors import StoreUnavailable
from bot.domain.event import Change
from bot.net.telegram import Telegram
from bot.net.transport import AiohttpRequest, Timeouts
from bot.services.delivery.deliver import Deliver
from bot.simulator import HistoryKind, faults
from bot.simulator.refusals import BadRequest, Forbidden, MigratedChat
from bot.store.engine import Store
from tests.delivery.staging import ON_ITS_WAY, HandWire, RunningDelivery, running_delivery
from tests.domain.making import delivery
from tests.patience import GUARD

(FLOODED, FAILING, RESET, GATEWAY, BLOCKED, DEACTIVATED, UNKNOWN, LONG, WELL) = range(1, 10)
GROUP, SUPERGROUP = -10, -1001234


def states(place: RunningDelivery) -> dict[int, DeliveryState]:
    """How the one delivery to each subscriber stands."""
    with place.app.store.reading() as tx:
        held = tx.deliveries.held(1, range(1, 30))
    return {who: has[0].state for who, has in held.items()}


async def test_each_fault_of_one_broadcast_ends_in_its_own_state(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(*range(1, 10), GROUP)
        say = place.simulator.faults.add
        say(faults.too_many_requests(3), method="sendMessage", chat_id=FLOODED, times=3)
        say(faults.internal_error(), method="sendMessage", chat_id=FAILING)
        say(faults.connection_reset(), method="sendMessage", chat_id=RESET)
        say(faults.bad_gateway(), method="sendMessage", chat_id=GATEWAY)
        say(faults.refusing(Forbidden("bot was blocked by the user")), chat_id=BLOCKED)
        say(faults.refusing(Forbidden("user is deactivated")), chat_id=DEACTIVATED)
        say(faults.refusing(BadRequest("chat not found")), chat_id=UNKNOWN)
        say(faults.refusing(BadRequest("message is too long")), chat_id=LONG)
        say(faults.refusing(MigratedChat(SUPERGROUP)), chat_id=GROUP)
        place.simulator.people.join(SUPERGROUP, "Sample group", started=True)
        place.app.news()
        for _ in range(6):
            await place.app.round()
            place.app.wait(timedelta(seconds=10))
        assert states(place) == {
            FLOODED: DeliveryState.SENT,
            FAILING: DeliveryState.SENT,
            RESET: DeliveryState.DOUBTFUL,
            GATEWAY: DeliveryState.DOUBTFUL,
            BLOCKED: DeliveryState.GONE,
            DEACTIVATED: DeliveryState.WAITING,  # to be tried again on another day
            UNKNOWN: DeliveryState.WAITING,
            LONG: DeliveryState.REFUSED,
            WELL: DeliveryState.SENT,
            10: DeliveryState.SENT,
        }
        assert len(place.heard(SUPERGROUP)) == 1
        with store.reading() as tx:
            closed = {chat for chat in range(1, 10) if (known := tx.subscribers.by_chat(chat)) and known.closed}
            assert closed == {BLOCKED}
            assert tx.subscribers.by_chat(GROUP) is None
            assert tx.subscribers.by_chat(SUPERGROUP) is not None


async def test_a_call_that_hangs_holds_up_nobody_else(small: Store) -> None:
    async with running_delivery(small) as place:
        place.join(*range(1, 31))
        place.simulator.faults.add(faults.late(ON_ITS_WAY), method="sendMessage", chat_id=5)
        place.app.news()
        sending = asyncio.create_task(place.app.round())
        await place.until_counts(sent=29, sending=1)
        place.let_arrive()
        await sending
        assert place.app.counts() == {DeliveryState.SENT: 30}


@asynccontextmanager
async def hasty(place: RunningDelivery) -> AsyncIterator[Deliver]:
    """A sender that waits only for a moment; to be given nothing that is answered."""
    line = AiohttpRequest(1, Timeouts(read=0.05, connect=GUARD))
    async with line:
        bot = Bot(place.simulator.token, place.address.base_url, request=line, get_updates_request=line)
        yield replace(place.app.deliver, telegram=Telegram(bot))


async def test_a_call_that_never_answers_is_doubtful(store: Store) -> None:
    async with running_delivery(store) as place, hasty(place) as sender:
        place.join(WELL)
        place.simulator.faults.add(faults.stalled(), method="sendMessage")
        place.app.news()
        await sender.round()
        assert place.app.counts() == {DeliveryState.DOUBTFUL: 1}


async def test_an_edit_that_is_never_answered_is_tried_again(store: Store) -> None:
    async with running_delivery(store) as place, hasty(place) as sender:
        place.join(WELL)
        event = place.app.news()
        await place.app.round()
        place.simulator.faults.add(faults.stalled(), method="editMessageText")
        place.app.changed(event, major=False)
        await sender.round()
        assert place.app.counts() == {DeliveryState.SENT: 1, DeliveryState.WAITING: 1}
        place.app.wait(timedelta(seconds=10))
        await place.app.round()
        assert place.heard(WELL)[0].edited
        assert place.app.counts() == {DeliveryState.SENT: 2}


@pytest.mark.parametrize("pause", [33, 2282, 10072])
async def test_a_pause_asked_for_is_kept_by_that_chat_alone(small: Store, pause: int) -> None:
    async with running_delivery(small) as place:
        place.join(1, 2)
        place.simulator.faults.add(faults.too_many_requests(pause), method="sendMessage", chat_id=1)
        place.app.news()
        await place.app.round()
        place.app.news()
        await place.app.round()
        assert [len(place.heard(chat)) for chat in (1, 2)] == [0, 2]
        place.app.wait(timedelta(seconds=pause - 10))
        await place.app.round()
        assert len(place.heard(1)) == 0
        place.app.wait(timedelta(seconds=20))
        await place.app.round()
        assert len(place.heard(1)) > 0


async def test_two_chats_refused_within_a_second_hold_everybody(small: Store) -> None:
    async with running_delivery(small) as place:
        place.join(1, 2, 3)
        for chat in (1, 2):
            place.simulator.faults.add(faults.too_many_requests(60), method="sendMessage", chat_id=chat)
        place.app.news()
        await place.app.round()
        with small.reading() as tx:
            assert tx.sending_pace.held_until() > place.app.wire.now() + timedelta(seconds=50)


async def test_an_edit_of_a_message_that_is_gone_is_over_and_its_answer_is_sent(small: Store) -> None:
    async with running_delivery(small) as place:
        place.join(1)
        event = place.app.news()
        await place.app.round()
        place.simulator.faults.add(faults.refusing(BadRequest("message to edit not found")), method="editMessageText")
        place.app.changed(event, Change.CORRECTION)
        await place.app.round()
        assert place.app.counts() == {DeliveryState.SENT: 2, DeliveryState.SUPERSEDED: 1}
        assert place.heard(1)[-1].text.startswith("Correction")


@dataclass
class Waits(HandWire):
    """A wire that notes when what cannot be written waits for a second, and lets it wait until it may go on."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        if seconds == 1:
            self.begun.set()
            await self.over.wait()
        await super().sleep(seconds)


@pytest.fixture
async def waiting(small: Store) -> AsyncIterator[RunningDelivery]:
    """Ten readers and an event that they are to be told of."""
    async with running_delivery(small, wire=Waits()) as place:
        place.join(*range(1, 11))
        place.app.news()
        yield place


async def test_a_locked_database_is_one_clear_error_and_then_all_goes_on(
    waiting: RunningDelivery, sqlite_url: str
) -> None:
    impatient(waiting.app.store)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        await waiting.app.round()
    other.execute("ROLLBACK")
    other.close()
    await waiting.app.round()
    assert waiting.app.counts() == {DeliveryState.SENT: 10}


async def test_a_database_that_is_locked_while_messages_are_on_their_way_loses_no_outcome(
    waiting: RunningDelivery, sqlite_url: str
) -> None:
    wire = waiting.app.wire
    assert isinstance(wire, Waits)
    impatient(waiting.app.store)
    waiting.simulator.faults.add(faults.late(ON_ITS_WAY), method="sendMessage", times=None)
    sending = asyncio.create_task(waiting.app.round())
    await waiting.until(lambda: len(waiting.simulator.record.acts(HistoryKind.SENT)) >= 10)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting.let_arrive()
    await wire.begun.wait()
    other.execute("ROLLBACK")
    other.close()
    wire.over.set()
    await sending
    assert waiting.app.counts() == {DeliveryState.SENT: 10}


async def test_a_full_disk_is_one_clear_error_and_then_all_goes_on(waiting: RunningDelivery) -> None:
    store = waiting.app.store
    with store._to_write.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        much_news(waiting)
    with store._to_write.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await waiting.app.round()
    assert waiting.app.counts()[DeliveryState.SENT] >= 10


def much_news(place: RunningDelivery) -> None:
    for _ in range(200):
        place.app.news()


def impatient(store: Store) -> None:
    """Ten seconds of waiting for a lock are too long for a test."""
    with store._to_write.begin() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")


def test_a_dispatch_shows_no_chat_id() -> None:
    assert "12345" not in repr(Dispatch(delivery(1, DeliveryState.WAITING, Form.NEW), 12345, Lang.EN))
