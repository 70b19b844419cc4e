"""A queue that is too long: a chat's news becomes one digest, newest first, and each event in it can be corrected."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.event import Change, Version
from bot.simulator import faults
from bot.store.engine import Store
from tests.delivery.staging import FAST, RunningDelivery, running_delivery

READER, OTHER = 1, 2


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    async with running_delivery(store) as place:
        place.join(READER, places=("almaty",))
        yield place


async def backlog(place: RunningDelivery, count: int = 3) -> list[Version]:
    """News that waited longer than anybody's patience."""
    versions = [place.app.news() for _ in range(count)]
    await place.app.deliver.expand()
    place.app.wait(FAST.patience + timedelta(seconds=1))
    return versions


async def test_news_that_waited_too_long_comes_as_one_message_newest_first(place: RunningDelivery) -> None:
    await backlog(place)
    await place.app.round()
    (digest,) = place.heard(READER)
    numbers = re.findall(r"/event_(\d+)", digest.text)
    assert numbers == ["3", "2", "1"]
    assert place.app.counts() == {DeliveryState.SENT: 1, DeliveryState.MERGED: 2}


async def test_one_late_message_says_that_it_is_late(place: RunningDelivery) -> None:
    await backlog(place, 1)
    await place.app.round()
    head, _, _ = place.heard(READER)[0].text.partition("\n")
    assert head.startswith("Delayed: this was the state on ")
    assert place.heard(READER)[0].body.entities[0].offset == len(head) + 1


async def test_more_than_fits_into_one_digest_comes_in_several_and_nothing_is_lost(place: RunningDelivery) -> None:
    await backlog(place, 30)
    await place.app.round()
    texts = "\n".join(message.text for message in place.heard(READER))
    assert {f"/event_{number}" for number in range(1, 31)} <= set(texts.split())
    assert len(place.heard(READER)) == 3
    assert max(len(message.text) for message in place.heard(READER)) <= 4096


@pytest.mark.parametrize("which", [0, 1, 2])
async def test_a_correction_edits_the_whole_digest_and_answers_it(place: RunningDelivery, which: int) -> None:
    events = await backlog(place)
    await place.app.round()
    place.app.changed(events[which], Change.CORRECTION)
    await place.app.round()
    digest, answer = place.heard(READER)
    assert digest.edited
    assert sum("/event_" in line for line in digest.text.splitlines()) == 3
    assert digest.text.count("Corrected ·") == 1
    assert answer.reply_to == digest.message_id


async def test_what_was_retracted_is_not_repeated_in_the_digest(place: RunningDelivery) -> None:
    events = await backlog(place)
    await place.app.round()
    place.app.changed(events[0], Change.RETRACTION)
    await place.app.round()
    assert "Message retracted · No. 1" in place.heard(READER)[0].text
    assert "/event_1" not in place.heard(READER)[0].text


async def test_a_digest_that_was_put_off_comes_apart_and_is_told_all_the_same(place: RunningDelivery) -> None:
    await backlog(place)
    place.simulator.faults.add(faults.too_many_requests(100), method="sendMessage")
    await place.app.round()
    assert place.app.counts() == {DeliveryState.WAITING: 3}
    place.app.wait(timedelta(seconds=120))
    await place.app.round()
    assert place.app.counts() == {DeliveryState.SENT: 1, DeliveryState.MERGED: 2}


async def test_a_doubtful_digest_is_corrected_by_a_message_for_each_event(place: RunningDelivery) -> None:
    events = await backlog(place)
    place.simulator.faults.add(faults.answer_lost(), method="sendMessage")
    await place.app.round()
    place.app.changed(events[0], Change.CORRECTION)
    await place.app.round()
    assert place.heard(READER)[-1].text.startswith("Correction")
    assert place.heard(READER)[-1].reply_to is None


async def test_a_correction_overtakes_the_news_that_waits(place: RunningDelivery) -> None:
    event = place.app.news()
    await place.app.round()
    place.join(OTHER, places=("almaty",))
    place.app.news()
    await place.app.deliver.expand()
    place.app.changed(event, Change.CORRECTION)
    told = await place.app.round()
    assert [one.delivery.form.value for one in told if one.delivery.subscriber == 1] == ["edit", "correction", "new"]
