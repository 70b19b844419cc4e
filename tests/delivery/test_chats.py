"""Chats come, go and come back; channels and topics are subscribers; and nothing is kept longer than needed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.clock import DAY, cut
from bot.domain.request import StoredUpdate
from bot.domain.retention import Retention
from bot.domain.subscriber import month
from bot.store.engine import Store
from handlers.update_receiver import answer_next
from tests.delivery.staging import RunningDelivery, running_delivery
from tests.domain.making import NOON
from tests.patience import GUARD

READER = 1


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    async with running_delivery(store, receive=True) as place:
        place.join(READER)
        yield place


async def ask(place: RunningDelivery, chat_id: int, text: str) -> str:
    before = len(place.heard(chat_id))
    place.simulator.people.say(chat_id, text)
    await place.until(lambda: len(place.heard(chat_id)) > before)
    return place.heard(chat_id)[-1].text


async def settled(place: RunningDelivery) -> None:
    """Every update has been handled."""
    store = place.app.store
    updates, clock = place.simulator.state.updates, place.simulator.state.clock
    async with asyncio.timeout(GUARD):
        # a poll that confirms leaves no line in the record
        while updates.count(clock()) or await store.read(lambda tx: tx.inbox.waiting()):
            await store.read(lambda tx: tx.inbox.parked())


def closed(place: RunningDelivery, chat_id: int = READER) -> bool | None:
    with place.app.store.reading() as tx:
        known = tx.subscribers.by_chat(chat_id)
    return known.closed if known else None


async def test_who_blocks_the_bot_is_closed_without_a_message_and_comes_back_by_unblocking(
    place: RunningDelivery,
) -> None:
    place.simulator.people.block(READER)
    await settled(place)
    assert closed(place) is True
    place.simulator.people.unblock(READER)
    await settled(place)
    assert closed(place) is False


@pytest.mark.parametrize("how", ["/pace", "/stop"])
async def test_who_stopped_the_messages_does_not_come_back_by_blocking_and_unblocking(
    place: RunningDelivery, how: str
) -> None:
    await ask(place, READER, how)
    place.simulator.people.block(READER)
    await settled(place)
    place.simulator.people.unblock(READER)
    await settled(place)
    assert closed(place) is (how == "/stop")


async def test_a_wish_to_stop_outlasts_a_chat_that_was_gone(place: RunningDelivery) -> None:
    desk = place.app.telegram.reception.answer.__self__.queries  # type: ignore[attr-defined]  # a bound method
    for step in (desk.lose, desk.leave, desk.lose, desk.return_):
        await step(READER)
    assert closed(place) is True


async def test_a_closed_chat_is_erased_seven_days_after_its_day_and_not_before(place: RunningDelivery) -> None:
    await ask(place, READER, "/stop")
    place.app.day.at = cut(place.app.day.at, DAY) + Retention().closed
    await place.app.telegram.retention_sweep.round()
    assert closed(place) is True
    place.app.day.at += timedelta(minutes=1)
    await place.app.telegram.retention_sweep.round()
    assert closed(place) is None


async def test_who_is_silent_for_a_year_is_asked_once_and_erased_thirty_days_later(place: RunningDelivery) -> None:
    await ask(place, READER, "/help")
    await settled(place)
    place.app.day.at += timedelta(days=400)
    await place.app.telegram.retention_sweep.round()
    await place.app.telegram.retention_sweep.round()
    assert [message.has_button("stay") for message in place.heard(READER)] == [False, True]
    place.app.day.at += timedelta(days=31)
    await place.app.telegram.retention_sweep.round()
    assert closed(place) is None


async def test_who_answers_stays(place: RunningDelivery) -> None:
    await ask(place, READER, "/help")
    await settled(place)
    place.app.day.at += timedelta(days=400)
    await place.app.telegram.retention_sweep.round()
    await place.simulator.people.press(READER, place.heard(READER)[-1].message_id, "stay").answered()
    await settled(place)
    place.app.day.at += timedelta(days=31)
    await place.app.telegram.retention_sweep.round()
    assert closed(place) is False


@pytest.mark.parametrize(("back", "expected"), [(0, "2019-09"), (8, "2019-01"), (9, "2018-12"), (12, "2018-09")])
def test_months_before(back: int, expected: str) -> None:
    assert month(NOON, back) == expected


async def test_a_handled_update_leaves_its_number_and_nothing_else(place: RunningDelivery, database_url: str) -> None:
    from sqlalchemy import select

    from bot.store import connect, tables

    await ask(place, READER, "/latest almaty")
    await settled(place)
    engine = connect.reader(database_url, 1)
    with engine.begin() as connection:
        rows = connection.execute(select(tables.inbox)).all()
    engine.dispose()
    assert [(row.chat_index, row.body) for row in rows] == [("", None)]


async def test_an_update_told_again_is_not_answered_again(place: RunningDelivery) -> None:
    await ask(place, READER, "/help")
    await settled(place)
    reception = place.app.telegram.reception
    await reception.inbox.keep([StoredUpdate(1, None, "message")])
    assert not await answer_next(reception.inbox, reception.answer)


async def test_an_update_that_cannot_be_read_is_parked_as_its_kind_and_fault(place: RunningDelivery) -> None:
    place.simulator.state.announce("message", {"message_id": 5, "secret": "words"})
    assert await ask(place, READER, "/help")
    with place.app.store.reading() as tx:
        (parked,) = tx.inbox.parked()
    assert parked.startswith("message: ")
    assert "words" not in parked


async def test_words_of_readers_never_reach_the_inbox(place: RunningDelivery) -> None:
    from bot.simulator import Simulator
    from handlers.requests import kept

    raw = {
        "update_id": 9,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 5, "type": "private", "first_name": "Sample"},
            "from": {"id": 5, "is_bot": False, "first_name": "Sample"},
            "text": "my secret",
        },
    }
    assert isinstance(place.simulator, Simulator)
    reader = kept(raw, place.app.telegram.lines.talk, frozenset())
    editor = kept(raw, place.app.telegram.lines.talk, frozenset({5}))
    assert reader.ask is not None
    assert reader.ask.words == ""
    assert editor.ask is not None
    assert editor.ask.words == "my secret"
