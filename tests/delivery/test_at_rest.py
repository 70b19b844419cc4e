"""What lies in the database tells of nobody when they were there, and nothing of who is forgotten."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select, update

from bot.domain.clock import DAY, HOUR, MINUTE, cut
from bot.domain.codes import Lang
from bot.domain.correction import DRAFT_KEPT, Draft
from bot.domain.event import Change
from bot.domain.request import Request, StoredUpdate
from bot.domain.subscriber import ClosedBy
from bot.services.readers.erasure import Erasure
from bot.services.readers.queries import Queries
from bot.store import tables
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from handlers.update_receiver import answer_next
from tests.delivery.staging import RunningDelivery, find_place, running_delivery
from tests.domain.making import GAZETTEER, NOON
from tests.patience import GUARD

READER, OTHER = 77, 78
ODD = timedelta(minutes=31, seconds=7, microseconds=123)


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    """A reader of Almaty, at an odd moment of both clocks."""
    async with running_delivery(store) as place:
        place.join(READER, OTHER, places=("almaty",))
        place.app.day.at += ODD
        place.app.wait(ODD)
        yield place


def desk(place: RunningDelivery) -> Queries:
    return Queries(place.app.store, GAZETTEER, find_place, place.app.day)


def rows(store: Store, table: Table) -> list[Any]:
    with store._to_read.begin() as connection:
        return list(connection.execute(select(table).order_by(*table.primary_key.columns)))


async def test_when_a_chat_was_written_to_is_forgotten_in_the_next_round(place: RunningDelivery) -> None:
    place.app.news("almaty")
    await place.app.round()
    assert all(row.next_at for row in rows(place.app.store, tables.subscribers))
    await place.app.wire.sleep(60)
    await place.app.round()
    assert [row.next_at for row in rows(place.app.store, tables.subscribers)] == [None, None]


async def test_a_chat_that_still_has_to_rest_is_not_disturbed(place: RunningDelivery) -> None:
    until = place.app.wire.now() + timedelta(hours=1)
    with place.app.store.writing() as tx:
        tx.deliveries.rest([1], until)
    await place.app.round()
    assert [row.next_at for row in rows(place.app.store, tables.subscribers)] == [until, None]


async def test_of_a_question_the_hour_of_its_answer_is_kept(place: RunningDelivery) -> None:
    reception = place.app.telegram.reception
    await reception.inbox.keep(
        [
            StoredUpdate(1, Request(READER, Lang.EN, command="help"), "message"),
            StoredUpdate(2, None, "message", "fault"),
        ]
    )
    assert await answer_next(reception.inbox, reception.answer)
    hour = cut(place.app.wire.now(), HOUR)
    assert [(row.at, row.due_at) for row in rows(place.app.store, tables.inbox)] == [(hour, hour)] * 2


async def test_of_closing_and_asking_and_of_a_message_the_day_is_kept_in_clear(
    place: RunningDelivery, subscriber_key: str
) -> None:
    place.app.news("almaty")
    await place.app.round()
    await desk(place).leave(READER)
    with place.app.store.writing() as tx:
        tx.subscribers.seen(2, "2018-01")
        assert len(tx.subscribers.ask("2019-01", place.app.day(), 9)) == 1
    now = place.app.day()
    one, two = rows(place.app.store, tables.subscribers)
    assert (one.closed_at, one.closed_by) == (cut(now, DAY), ClosedBy.WISH)
    assert two.asked_at == cut(now, DAY)
    told = rows(place.app.store, tables.deliveries)
    assert {(row.sent_at, row.due_at, row.queued_at, row.message_id) for row in told} == {
        (cut(now, DAY), cut(now, DAY), None, None)
    }
    minutes = {ChatIdEncryption(subscriber_key).open_message(row.sealed)[1] for row in told}
    assert minutes == {cut(now, MINUTE)}


async def test_what_an_older_program_left_in_clear_is_sealed_and_still_corrected(place: RunningDelivery) -> None:
    store, at = place.app.store, place.app.day() - timedelta(minutes=3)
    event = place.app.news("almaty")
    await place.app.round()
    with store._to_write.begin() as connection:
        for number, message in enumerate((place.heard(chat)[0].message_id for chat in (READER, OTHER)), 1):
            old = {"message_id": message, "sealed": None, "sent_at": at}
            connection.execute(update(tables.deliveries).where(tables.deliveries.c.subscriber_id == number).values(old))
    event = place.app.changed(event, Change.CORRECTION)
    await place.app.round()
    assert [message.edited for message in place.heard(READER)] == [True, False]
    assert place.heard(READER)[1].reply_to == place.heard(READER)[0].message_id
    await place.app.telegram.retention_sweep.round()
    assert {row.message_id for row in rows(store, tables.deliveries)} == {None}
    assert {row.sent_at for row in rows(store, tables.deliveries)} == {cut(at, DAY)}
    place.app.wait(timedelta(seconds=9))
    place.app.changed(event, Change.CORRECTION)
    await place.app.round()
    assert [message.edited for message in place.heard(READER)] == [True, True, False]
    place.app.day.at += timedelta(days=31)
    await place.app.telegram.retention_sweep.round()
    assert {row.sealed for row in rows(store, tables.deliveries)} == {None}


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (MINUTE, NOON.replace(hour=6, minute=31)),
        (HOUR, NOON.replace(hour=6, minute=0)),
        (DAY, NOON.replace(hour=0, minute=0)),
    ],
)
def test_a_moment_is_cut_to_its_beginning(to: timedelta, expected: datetime) -> None:
    assert cut(NOON + ODD, to) == expected


async def test_an_editor_who_is_forgotten_leaves_no_draft(place: RunningDelivery) -> None:
    for editor in (READER, 79):  # subscribed or not
        with place.app.store.writing() as tx:
            tx.drafts.save(editor, Draft(1, 1), place.app.day())
        await Erasure(place.app.store, place.app.day).forget(editor)
        assert rows(place.app.store, tables.drafts) == []


async def test_a_draft_is_kept_no_longer_than_it_may_be_finished(place: RunningDelivery) -> None:
    with place.app.store.writing() as tx:
        tx.drafts.save(READER, Draft(1, 1), place.app.day())
    for later, left in ((DRAFT_KEPT, 1), (timedelta(minutes=1), 0)):
        place.app.day.at += later
        await place.app.telegram.retention_sweep.round()
        assert len(rows(place.app.store, tables.drafts)) == left


async def test_who_is_forgotten_is_in_no_file_of_the_database_at_once(sqlite_url: str, subscriber_key: str) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    desk = Queries(store, GAZETTEER, find_place, lambda: NOON)
    await desk.arrive(READER, Lang.KK)
    (row,) = rows(store, tables.subscribers)
    traces = (row.chat_cipher, row.chat_index.encode())
    assert found(folder, traces) == ["store.db-wal"]
    await Erasure(store, desk.clock).forget(READER)
    assert found(folder, traces) == []
    store.close()


async def test_who_taps_forget_is_in_no_file_once_the_answer_is_there(sqlite_url: str, subscriber_key: str) -> None:
    store, encryption = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE), ChatIdEncryption(subscriber_key)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    async with running_delivery(store, receive=True) as place:
        place.join(READER)
        place.simulator.people.say(READER, "/forget")
        await place.until(lambda: len(place.heard(READER)) == 1)
        kept = [row.body for row in rows(store, tables.inbox) if row.body]
        (row,) = rows(store, tables.subscribers)
        await place.simulator.people.press(READER, place.heard(READER)[0].message_id, "forget:yes").answered()
        async with asyncio.timeout(GUARD):
            while await store.read(lambda tx: tx.inbox.waiting()):
                pass
            hashes = (
                encryption.index(READER),
                encryption.lane(READER),
                encryption.forum(READER),
                encryption.editor(READER),
            )
            traces = (row.chat_cipher, *kept, *(one.encode() for one in hashes))
            while found(folder, traces):  # the log is emptied right after the question is done
                await store.read(lambda tx: tx.inbox.waiting())
    store.close()


def found(folder: Path, traces: tuple[bytes, ...]) -> list[str]:
    """The files that hold one of these."""
    return sorted(file.name for file in folder.iterdir() if any(trace in file.read_bytes() for trace in traces))
