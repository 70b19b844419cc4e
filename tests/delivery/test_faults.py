"""Every way in which Telegram answers otherwise than with a message, and the database's own ways."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import Dispatch, Form, State
from bot.domain.errors import StoreUnavailable
from bot.domain.event import Change
from bot.domain.pace import Pace
from bot.simulator import Deed, Simulator, faults
from bot.simulator.refusals import BadRequest, Forbidden, MigratedChat
from bot.store.engine import Store
from tests.delivery.staging import FAST, Town, town
from tests.domain.making import delivery

(FLOODED, FAILING, RESET, GATEWAY, BLOCKED, DEACTIVATED, UNKNOWN, LONG, WELL) = range(1, 10)
GROUP, SUPERGROUP = -10, -1001234


def states(place: Town) -> dict[int, State]:
    """How the one delivery to each subscriber stands."""
    with place.office.store.reading() as tx:
        held = tx.deliveries.held(1, range(1, 30))
    return {who: has[0].state for who, has in held.items()}


async def test_each_fault_of_one_broadcast_ends_in_its_own_state(store: Store) -> None:
    async with town(store) as place:
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
        place.office.news()
        for _ in range(6):
            await place.office.round()
            place.office.wire.at += timedelta(seconds=10)  # type: ignore[attr-defined]  # the hand wire
        assert states(place) == {
            FLOODED: State.SENT,
            FAILING: State.SENT,
            RESET: State.DOUBTFUL,
            GATEWAY: State.DOUBTFUL,
            BLOCKED: State.GONE,
            DEACTIVATED: State.GONE,
            UNKNOWN: State.GONE,
            LONG: State.REFUSED,
            WELL: State.SENT,
            10: State.SENT,
        }
        assert len(place.heard(SUPERGROUP)) == 1
        with store.reading() as tx:
            closed = {chat for chat in range(1, 10) if (known := tx.subscribers.by_chat(chat)) and known.closed}
            assert closed == {BLOCKED, DEACTIVATED, UNKNOWN}
            assert tx.subscribers.by_chat(GROUP) is None
            assert tx.subscribers.by_chat(SUPERGROUP) is not None


async def test_a_call_that_hangs_holds_up_nobody_else(small: Store) -> None:
    simulator = Simulator(lambda: datetime.now(UTC))
    async with town(small, simulator=simulator, pace=Pace(per_second=1000, at_once=4)) as place:
        place.join(*range(1, 31))
        simulator.faults.add(faults.late(2.0), method="sendMessage", chat_id=5)
        place.office.news()
        sending = asyncio.create_task(place.office.round())
        await place.until(lambda: len(simulator.record.acts(Deed.SENT)) == 30)
        async with asyncio.timeout(1.9):
            while place.office.counts() != {State.SENT: 29, State.SENDING: 1}:
                await place.office.store.read(lambda tx: tx.deliveries.next_due())
        await sending
        assert place.office.counts() == {State.SENT: 30}


async def test_a_call_that_never_answers_is_doubtful_and_an_edit_is_tried_again(store: Store) -> None:
    async with town(store, read=0.2) as place:
        place.join(FLOODED, WELL)
        place.simulator.faults.add(faults.stalled(), method="sendMessage", chat_id=FLOODED)
        place.simulator.faults.add(faults.stalled(), method="editMessageText", chat_id=WELL)
        event = place.office.news()
        await place.office.round()
        assert place.office.counts() == {State.SENT: 1, State.DOUBTFUL: 1}
        place.office.changed(event, major=False)
        await place.office.round()
        assert not place.heard(WELL)[0].edited
        place.office.wire.at += timedelta(seconds=10)  # type: ignore[attr-defined]  # the hand wire
        await place.office.round()
        assert place.heard(WELL)[0].edited
        assert place.office.counts() == {State.SENT: 2, State.DOUBTFUL: 1}


@pytest.mark.parametrize("pause", [33, 2282, 10072])
async def test_a_pause_asked_for_is_kept_by_that_chat_alone(small: Store, pause: int) -> None:
    async with town(small) as place:
        place.join(1, 2)
        place.simulator.faults.add(faults.too_many_requests(pause), method="sendMessage", chat_id=1)
        place.office.news()
        await place.office.round()
        place.office.news()
        await place.office.round()
        assert [len(place.heard(chat)) for chat in (1, 2)] == [0, 2]
        place.office.wire.at += timedelta(seconds=pause - 10)  # type: ignore[attr-defined]  # the hand wire
        await place.office.round()
        assert len(place.heard(1)) == 0
        place.office.wire.at += timedelta(seconds=20)  # type: ignore[attr-defined]
        await place.office.round()
        assert len(place.heard(1)) > 0


async def test_two_chats_refused_within_a_second_hold_everybody(small: Store) -> None:
    async with town(small) as place:
        place.join(1, 2, 3)
        for chat in (1, 2):
            place.simulator.faults.add(faults.too_many_requests(60), method="sendMessage", chat_id=chat)
        place.office.news()
        await place.office.round()
        with small.reading() as tx:
            assert tx.pace.held_until() > place.office.wire.now() + timedelta(seconds=50)


async def test_an_edit_of_a_message_that_is_gone_is_over_and_its_answer_is_sent(small: Store) -> None:
    async with town(small) as place:
        place.join(1)
        event = place.office.news()
        await place.office.round()
        place.simulator.faults.add(faults.refusing(BadRequest("message to edit not found")), method="editMessageText")
        place.office.changed(event, Change.CORRECTION)
        await place.office.round()
        assert place.office.counts() == {State.SENT: 2, State.SUPERSEDED: 1}
        assert place.heard(1)[-1].text.startswith("Correction")


@pytest.fixture
async def waiting(small: Store) -> AsyncIterator[Town]:
    """Ten readers and an event that they are to be told of."""
    async with town(small, pace=FAST) as place:
        place.join(*range(1, 11))
        place.office.news()
        yield place


async def test_a_locked_database_is_one_clear_error_and_then_all_goes_on(waiting: Town, sqlite_url: str) -> None:
    impatient(waiting.office.store)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        await waiting.office.round()
    other.execute("ROLLBACK")
    other.close()
    await waiting.office.round()
    assert waiting.office.counts() == {State.SENT: 10}


async def test_a_database_that_is_locked_while_messages_are_on_their_way_loses_no_outcome(
    waiting: Town, sqlite_url: str
) -> None:
    impatient(waiting.office.store)
    waiting.simulator.faults.add(faults.late(0.3), method="sendMessage", times=None)
    sending = asyncio.create_task(waiting.office.round())
    await waiting.until(lambda: len(waiting.simulator.record.acts(Deed.SENT)) >= 10)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await asyncio.sleep(0.6)
    other.execute("ROLLBACK")
    other.close()
    await sending
    assert waiting.office.counts() == {State.SENT: 10}


async def test_a_full_disk_is_one_clear_error_and_then_all_goes_on(waiting: Town) -> None:
    store = waiting.office.store
    with store._to_write.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        much_news(waiting)
    with store._to_write.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await waiting.office.round()
    assert waiting.office.counts()[State.SENT] >= 10


def much_news(place: Town) -> None:
    for _ in range(200):
        place.office.news()


def impatient(store: Store) -> None:
    """Ten seconds of waiting for a lock are too long for a test."""
    with store._to_write.begin() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")


def test_a_dispatch_shows_no_chat_id() -> None:
    assert "12345" not in repr(Dispatch(delivery(1, State.WAITING, Form.NEW), 12345, Lang.EN))
