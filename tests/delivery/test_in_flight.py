"""What is on its way to a chat when its event changes: the change waits for it, and then says what is right."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.event import Change, Version
from bot.simulator import faults
from bot.simulator.faults import InjectedFault
from bot.simulator.refusals import BadRequest, Forbidden
from bot.store.engine import Store
from tests.delivery.staging import ON_ITS_WAY, RunningDelivery, running_delivery

READER = 1
PAST = timedelta(seconds=6)


async def arrived(place: RunningDelivery, sending: Awaitable[object]) -> None:
    """Let what is on its way arrive, and wait until it has."""
    place.let_arrive()
    await sending


async def overtaken(place: RunningDelivery, fault: InjectedFault, change: Change, *, major: bool = True) -> Version:
    """News that is on its way, and ends so, when the event changes; then the water flows on."""
    event = place.app.news()
    place.simulator.faults.add(replace(fault, delay=ON_ITS_WAY), method="sendMessage")
    sending = asyncio.create_task(place.app.round())
    await place.until(lambda: bool(place.simulator.record.calls("sendMessage")))
    later = place.app.changed(event, change, major=major)
    await place.app.deliver.expand()
    assert place.app.counts() == {DeliveryState.SENDING: 1}
    await arrived(place, sending)
    await flow(place)
    return later


async def flow(place: RunningDelivery) -> None:
    for _ in range(3):
        place.app.wait(PAST)
        await place.app.round()


@pytest.mark.parametrize(
    ("change", "major"), [(Change.UPDATE, True), (Change.UPDATE, False), (Change.CORRECTION, True)]
)
async def test_news_that_was_put_off_is_told_once_as_its_newest_version(
    store: Store, change: Change, *, major: bool
) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        await overtaken(place, faults.too_many_requests(1), change, major=major)
        (told,) = place.heard(READER)
        assert " as of 12:01 · " in told.text
        assert not told.text.startswith(("Almaty · ", "Correction"))
        assert place.app.counts() == {DeliveryState.SENT: 1, DeliveryState.SUPERSEDED: 1}


async def test_news_that_was_put_off_is_not_told_once_it_is_retracted(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        await overtaken(place, faults.too_many_requests(1), Change.RETRACTION)
        assert place.heard(READER) == []
        assert place.app.counts() == {DeliveryState.SUPERSEDED: 1}


async def test_news_that_was_put_off_waits_until_it_is_decided_what_is_to_be_told(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        event = place.app.news()
        flood = replace(faults.too_many_requests(1), delay=ON_ITS_WAY)
        place.simulator.faults.add(flood, method="sendMessage")
        sending = asyncio.create_task(place.app.round())
        await place.until(lambda: bool(place.simulator.record.calls("sendMessage")))
        place.app.changed(event, Change.RETRACTION)
        await place.app.deliver.expand()
        await arrived(place, sending)
        place.app.wait(PAST)
        await place.app.deliver.tell()
        assert place.heard(READER) == []
        assert place.app.counts() == {DeliveryState.WAITING: 1}


async def test_a_minor_change_edits_what_was_on_its_way(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        await overtaken(place, faults.late(0), Change.UPDATE, major=False)
        (told,) = place.heard(READER)
        assert told.edited
        assert " as of 12:01 · " in told.text


@pytest.mark.parametrize("change", [Change.UPDATE, Change.CORRECTION, Change.RETRACTION])
async def test_a_message_that_was_on_its_way_is_edited_and_answered(store: Store, change: Change) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        await overtaken(place, faults.late(0), change)
        first, answer = place.heard(READER)
        assert first.edited
        assert answer.reply_to == first.message_id


async def test_what_was_retracted_over_several_changes_on_the_way_is_told_in_their_order(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        event = place.app.news()
        place.simulator.faults.add(faults.late(ON_ITS_WAY), method="sendMessage")
        sending = asyncio.create_task(place.app.round())
        await place.until(lambda: bool(place.simulator.record.calls("sendMessage")))
        place.app.changed(place.app.changed(event), Change.RETRACTION)
        await place.app.deliver.expand()
        await arrived(place, sending)
        await flow(place)
        first, answer = place.heard(READER)
        assert first.text.startswith("Message retracted")
        assert answer.text.startswith("Retraction")


@pytest.mark.parametrize("change", [Change.UPDATE, Change.CORRECTION, Change.RETRACTION])
async def test_nothing_more_is_said_to_a_chat_that_proves_closed(store: Store, change: Change) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        await overtaken(place, faults.refusing(Forbidden("bot was blocked by the user")), change)
        assert place.heard(READER) == []
        assert place.app.counts()[DeliveryState.GONE] == 1
        assert not {DeliveryState.WAITING, DeliveryState.SENT} & place.app.counts().keys()


async def test_who_could_not_be_told_the_first_version_is_told_the_next(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        await overtaken(place, faults.refusing(BadRequest("message is too long")), Change.CORRECTION)
        (told,) = place.heard(READER)
        assert " as of 12:01 · " in told.text
        assert not told.text.startswith("Correction")


@pytest.mark.parametrize(("change", "many"), [(Change.UPDATE, 1), (Change.CORRECTION, 2), (Change.RETRACTION, 2)])
async def test_what_nobody_knows_to_have_arrived_is_answered_without_an_original(
    store: Store, change: Change, many: int
) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        await overtaken(place, faults.answer_lost(), change, major=change is not Change.UPDATE)
        assert len(place.heard(READER)) == many
        assert not place.heard(READER)[0].edited
        assert place.heard(READER)[-1].reply_to is None


async def test_what_a_dead_sender_left_on_its_way_is_corrected_when_its_lease_is_over(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        event = place.app.news()
        await place.app.deliver.expand()
        now, pace = place.app.wire.now(), place.app.deliver.pace
        with store.writing() as tx:
            tx.deliveries.begin(tx.deliveries.lease("dead", now, now + pace.lease, 9), "dead", now, pace)
        place.app.changed(event, Change.CORRECTION)
        await flow(place)
        assert place.heard(READER) == []
        place.app.wait(pace.lease)
        await flow(place)
        (told,) = place.heard(READER)
        assert told.text.startswith("Correction")


async def test_a_doubtful_message_sent_again_by_an_operator_tells_the_newest_version(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        event = place.app.news()
        place.simulator.faults.add(faults.connection_reset(), method="sendMessage")
        await place.app.round()
        place.app.changed(event, major=False)
        await place.app.round()
        with store.writing() as tx:
            assert tx.deliveries.resend(None, place.app.wire.now()) == 1
        await flow(place)
        (told,) = place.heard(READER)
        assert " as of 12:01 · " in told.text


async def test_doubtful_news_is_not_sent_again_after_the_word_that_it_was_wrong(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(READER)
        event = place.app.news()
        place.simulator.faults.add(faults.answer_lost(), method="sendMessage")
        await place.app.round()
        place.app.changed(event, Change.CORRECTION)
        await flow(place)
        with store.writing() as tx:
            assert tx.deliveries.resend(None, place.app.wire.now()) == 0
