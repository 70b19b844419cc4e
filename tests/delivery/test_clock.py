"""A clock that is set, back or ahead: nobody waits for a day that is not coming, and what was to wait still does."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, select

from bot.domain.clock import Steps
from bot.domain.codes import DigestPace, Lang
from bot.domain.delivery import DeliveryState
from bot.domain.feed import Feed
from bot.domain.request import Request, StoredUpdate
from bot.installation import SteadyClock, system_time
from bot.services.operations.clock_changes import ClockChanges
from bot.simulator import faults
from bot.store import tables
from bot.store.engine import Store
from handlers.update_receiver import answer_next
from tests.conftest import FakeClock
from tests.delivery.staging import DeliveryApp, HandWire, RunningDelivery, delivery_app, running_delivery
from tests.domain.making import NOON
from tests.store.samples import FEED

DAY = timedelta(days=1)
READERS = range(1, 13)
TREMBLING = timedelta(seconds=1)


@pytest.fixture
async def place(small: Store) -> AsyncIterator[RunningDelivery]:
    async with running_delivery(small) as place:
        place.join(*READERS)
        yield place


@pytest.fixture
async def anywhere(store: Store) -> AsyncIterator[RunningDelivery]:
    async with running_delivery(store) as place:
        place.join(*READERS)
        yield place


def told(place: RunningDelivery) -> set[int]:
    return {len(place.heard(reader)) for reader in READERS}


def set_clock(place: RunningDelivery, by: timedelta) -> None:
    place.app.wait(by)


async def half_told(place: RunningDelivery) -> None:
    """One message each; of a second one six are leased by a sender that dies."""
    place.app.news()
    await place.app.round()
    place.app.news()
    await place.app.deliver.expand()
    now = place.app.wire.now()
    with place.app.store.writing() as tx:
        tx.deliveries.lease("dead", now + timedelta(seconds=3), now + timedelta(seconds=45), 6)
        for _ in range(5):
            tx.sending_pace.take(
                tx.sending_pace.next(now, place.app.deliver.pace),
                now + timedelta(seconds=45),
                place.app.deliver.pace,
            )


@pytest.mark.parametrize("by", [-DAY, -timedelta(hours=1)])
async def test_all_are_told_after_the_clock_went_back(anywhere: RunningDelivery, by: timedelta) -> None:
    place = anywhere
    await half_told(place)
    set_clock(place, by)
    await place.app.round()
    await later(place, 50)
    assert told(place) == {2}


async def later(place: RunningDelivery, seconds: float) -> None:
    set_clock(place, timedelta(seconds=seconds))
    await place.app.round()


async def test_all_are_told_after_the_clock_went_ahead_and_back(place: RunningDelivery) -> None:
    set_clock(place, DAY)
    await half_told(place)
    set_clock(place, -DAY)
    await place.app.round()
    await later(place, 50)
    assert told(place) == {2}


async def test_all_are_told_by_a_process_that_begins_after_the_clock_went_back(place: RunningDelivery) -> None:
    await half_told(place)
    again: DeliveryApp = delivery_app(
        place.app.store,
        place.simulator.token,
        place.address.root,
        HandWire(place.app.wire.now() - DAY),
        owner="after",
    )
    async with again.online():
        await again.round()
        again.wait(timedelta(seconds=50))
        await again.round()
    assert told(place) == {2}


async def test_a_pause_that_was_asked_for_and_a_digests_hour_are_kept(anywhere: RunningDelivery) -> None:
    place = anywhere
    with place.app.store.writing() as tx:
        slow = tx.subscribers.by_chat(2)
        assert slow
        tx.subscribers.save(type(slow)(slow.id, slow.lang, slow.places, DigestPace.DAILY), NOON)
    place.simulator.faults.add(faults.too_many_requests(600), method="sendMessage", chat_id=1)
    place.app.news()
    await place.app.round()
    due = place.app.counts()[DeliveryState.WAITING]
    assert due == 2
    set_clock(place, -DAY)
    await place.app.round()
    assert len(place.heard(1)) == len(place.heard(2)) == 0
    await later(place, 550)
    assert len(place.heard(1)) == 0
    await later(place, 60)
    assert [len(place.heard(reader)) for reader in (1, 2)] == [1, 0]
    await later(place, 24 * 3600)
    assert len(place.heard(2)) == 1


async def test_two_processes_whose_clocks_differ_are_named_and_tell_nobody_twice(place: RunningDelivery) -> None:
    place.app.news()
    await place.app.round()
    with place.app.store.writing() as tx:
        tx.clocks.mark(place.app.wire.now() + DAY)  # another process, which goes on a day ahead
    await later(place, 1)
    with place.app.store.reading() as tx:
        (sign,) = tx.warnings.all()
    assert sign.text.startswith("another process's clock is 86")
    set_clock(place, DAY)
    await place.app.round()
    with place.app.store.reading() as tx:
        assert tx.warnings.all() == ()


async def test_questions_that_waited_are_answered(store: Store) -> None:
    async with running_delivery(store) as place:
        reception = place.app.telegram.reception
        inbox = reception.inbox
        place.join(1)
        await inbox.keep([StoredUpdate(1, Request(1, Lang.EN, command="help"), "message")])
        with store.writing() as tx:
            tx.inbox.take(place.app.wire.now(), place.app.wire.now() + inbox.lease)
        set_clock(place, -DAY)
        assert await answer_next(inbox, reception.answer)
        assert len(place.heard(1)) == 1


def moments(store: Store, column: Column[Any]) -> list[datetime | None]:
    with store._to_read.begin() as connection:
        return list(connection.scalars(select(column)))


async def test_feeds_are_polled_today_and_a_servers_rest_is_kept(store: Store, clock: FakeClock) -> None:
    clocks, other = ClockChanges(store, clock), Feed("other", "https://other.example/rss", "other")
    await clocks.round()
    tomorrow = clock.advance(days=1)
    with store.writing() as tx:
        tx.feeds.sync([FEED, other], tomorrow)
        (state,) = tx.feeds.claim(tomorrow, tomorrow + timedelta(minutes=5), 1, asked_before=tomorrow)
        rest = {
            "asked_at": tomorrow,
            "due_at": tomorrow + timedelta(hours=3),
            "not_before": tomorrow + timedelta(hours=2),
        }
        tx.feeds.save(type(state)(**{name: getattr(state, name) for name in state.__slots__} | rest))
    await clocks.round()
    assert None not in moments(store, tables.feeds.c.due_at)
    today = clock.advance(days=-1, minutes=10)
    await clocks.round()
    assert set(moments(store, tables.feeds.c.due_at)) == {today}
    assert [moment for moment in moments(store, tables.feeds.c.not_before) if moment] == [today + timedelta(hours=2)]


@pytest.mark.parametrize(
    ("looks", "found"),
    [
        ((0,), [timedelta()]),
        ((0, 5, 9), [timedelta(), None, None]),
        ((0, -0.5), [timedelta(), None]),
        ((0, 86400, 10), [timedelta(), None, timedelta(seconds=86390)]),
    ],
)
def test_a_step_back_is_noticed_once(looks: tuple[float, ...], found: list[timedelta | None]) -> None:
    steps = Steps()
    assert [steps.back(NOON + timedelta(seconds=look)) for look in looks] == found


def test_the_machines_wire_begins_at_the_machines_clock_and_goes_on_by_a_steady_one() -> None:
    before, wire = system_time(), SteadyClock()
    looks = [wire.now() for _ in range(1000)]
    assert looks == sorted(looks)
    assert before - TREMBLING < looks[0] < system_time() + TREMBLING
