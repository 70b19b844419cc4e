"""Stopping ends what is on its way and begins nothing; and one bad act is nobody else's misfortune."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.alert import PlannedAct
from bot.domain.delivery import DeliveryState, Form
from bot.domain.event import Change
from bot.domain.sending_pace import SendingPace
from bot.simulator import HistoryKind, faults
from bot.store.engine import Store
from bot.store.tables import subscribers
from tests.delivery.staging import FAST, ON_ITS_WAY, DeliveryApp, RunningDelivery, running_delivery
from tests.domain.making import facts
from tests.patience import GUARD

SLOW = SendingPace(per_second=30, batch=3, at_once=2)


class ClosedWhileWaiting:
    """A wire on which it is time to stop as soon as somebody waits; its waits never end by themselves."""

    def __init__(self) -> None:
        self.at, self.app = datetime(2026, 11, 22, tzinfo=UTC), list[DeliveryApp]()

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        if seconds > 0:
            for app in self.app:
                app.deliver.close()
            await asyncio.Event().wait()


async def test_who_is_told_to_stop_finishes_what_is_on_its_way_and_leaves_the_rest(store: Store) -> None:
    async with running_delivery(store, pace=SLOW) as place:
        place.join(*range(1, 101))
        place.app.news()
        place.simulator.faults.add(faults.late(ON_ITS_WAY), method="sendMessage", times=None)
        sending = asyncio.create_task(replace(place.app.deliver, grace=GUARD).round())
        await place.until(lambda: len(place.simulator.record.acts(HistoryKind.SENT)) >= 3)
        place.app.deliver.close()
        place.let_arrive()
        await sending
        sent = len(place.simulator.record.acts(HistoryKind.SENT))
        assert sent <= SLOW.batch * SLOW.at_once
        assert place.app.counts() == {DeliveryState.SENT: sent, DeliveryState.WAITING: 100 - sent}
        with store.writing() as tx:  # and whoever comes next finds the rest leased by nobody
            now = place.app.wire.now()
            assert len(tx.deliveries.lease("next", now, now + SLOW.lease, 1000)) == 100 - sent


async def test_a_pause_of_hours_for_everybody_does_not_put_off_the_stop(store: Store) -> None:
    wire = ClosedWhileWaiting()
    async with running_delivery(store, wire=wire) as place:
        wire.app.append(place.app)
        place.join(1)
        place.app.news()
        with store.writing() as tx:
            tx.sending_pace.hold(wire.now() + timedelta(seconds=10072))
        async with asyncio.timeout(GUARD):
            assert await place.app.round() == ()
        assert place.app.counts() == {DeliveryState.WAITING: 1}


async def test_a_call_that_hangs_is_given_up_at_the_stop_and_is_doubtful_later(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(1, 2)
        place.app.news()
        place.simulator.faults.add(faults.late(ON_ITS_WAY), method="sendMessage", chat_id=2)
        impatient = replace(place.app.deliver, grace=0.1)
        sending = asyncio.create_task(impatient.round())
        await place.until_counts(sent=1, sending=1)
        impatient.close()
        await sending
        assert place.app.counts() == {DeliveryState.SENT: 1, DeliveryState.SENDING: 1}
        place.app.wait(FAST.lease)
        await place.app.round()
        assert place.app.counts() == {DeliveryState.SENT: 1, DeliveryState.DOUBTFUL: 1}


async def test_an_answer_that_hangs_at_the_stop_leaves_its_question_in_the_inbox(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(1)
        place.simulator.faults.add(faults.late(ON_ITS_WAY), method="sendMessage")
        async with asyncio.timeout(GUARD), replace(place.app.telegram.reception, grace=0.1).open():
            place.simulator.people.say(1, "/help")
            await place.until(lambda: bool(place.simulator.record.acts(HistoryKind.SENT)))
        with store.reading() as tx:
            assert tx.inbox.waiting() == 1


@pytest.fixture
def several() -> range:
    return range(1, 8)


def poison(place: RunningDelivery, reader: int) -> None:
    """A correction without a reason cannot be written in words."""
    with place.app.store.writing() as tx:
        known = tx.subscribers.by_chat(reader)
        assert known is not None
        version = tx.events.create(facts(), place.app.day())
        later = tx.events.add_version(
            version.event, Change.CORRECTION, version.facts, place.app.day(), major=True, reasons=("no such reason",)
        )
        alert = tx.alerts.add(later)
        tx.alerts.advance(alert.id, 10**6, done=True)
        tx.deliveries.add(alert, known.id, PlannedAct(Form.CORRECTION), place.app.wire.now(), 1)


async def test_an_act_that_cannot_be_written_is_refused_and_the_others_of_its_batch_are_sent(
    store: Store, several: range
) -> None:
    async with running_delivery(store) as place:
        place.join(*several, places=("almaty",))
        place.join(99, places=("konaev",))
        place.app.news("almaty")
        poison(place, 99)
        told = await place.app.round()
        assert len(told) == len(several) + 1
        assert place.app.counts() == {DeliveryState.SENT: len(several), DeliveryState.REFUSED: 1}
        with store.reading() as tx:
            assert tx.deliveries.refusals() == {"ValueError": 1}


async def test_a_chat_that_cannot_be_read_is_refused_and_the_others_are_told(store: Store, several: range) -> None:
    async with running_delivery(store) as place:
        place.join(*several)
        with store._to_write.begin() as connection:
            connection.execute(update(subscribers).where(subscribers.c.id == 3).values(chat_cipher=b"x" * 36))
        place.app.news()
        await place.app.round()
        assert place.app.counts() == {DeliveryState.SENT: len(several) - 1, DeliveryState.REFUSED: 1}
        with store.reading() as tx:
            assert tx.deliveries.refusals() == {"SubscribersUnreadable": 1}
