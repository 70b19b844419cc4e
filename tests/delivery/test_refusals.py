"""One refusal is not the end of a chat, what arrives there ends its refusals, and editors hear of a channel at once.

The cases of docs/field-cases.md, kind C.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.subscriber import ENOUGH_DAYS, Refusals
from bot.services.operations.metrics import MetricsReader
from bot.simulator import ChatType, Simulator, faults
from bot.simulator.refusals import BadRequest, Forbidden, Refusal
from bot.store.engine import Store
from tests.delivery.staging import EDITOR, RunningDelivery, running_delivery
from tests.domain.making import NOON
from tests.patience import GUARD

CHANNEL, FORUM, READER, OTHER = -1001000000001, -1001000000003, 1, 2
POSTS = ["can_post_messages", "can_edit_messages"]
NO_RIGHTS = BadRequest("not enough rights to send text messages to the chat")
NO_MEMBER = Forbidden("bot is not a member of the channel chat")


@pytest.fixture
async def place(small: Store) -> AsyncIterator[RunningDelivery]:
    async with in_town(small) as place:
        yield place


@pytest.fixture
async def anywhere(store: Store) -> AsyncIterator[RunningDelivery]:
    async with in_town(store) as place:
        yield place


def in_town(store: Store) -> AbstractAsyncContextManager[RunningDelivery]:
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    simulator.people.join(EDITOR, "Editor", language_code="en", started=True)
    return running_delivery(store, simulator=simulator, receive=True)


async def say(place: RunningDelivery, chat_id: int, text: str, **how: int) -> str:
    before = len(place.heard(chat_id))
    place.simulator.people.say(chat_id, text, **how)
    await place.until(lambda: len(place.heard(chat_id)) > before)
    return place.heard(chat_id)[-1].text


async def settled(place: RunningDelivery) -> None:
    store, state = place.app.store, place.simulator.state
    async with asyncio.timeout(GUARD):
        while state.updates.count(state.clock()) or await store.read(lambda tx: tx.inbox.waiting()):
            await store.read(lambda tx: tx.inbox.parked())


async def bound(place: RunningDelivery) -> None:
    place.simulator.groups.create(CHANNEL, "Almaty", kind=ChatType.CHANNEL, username="sample_almaty")
    place.simulator.groups.add_bot(CHANNEL, rights=POSTS)
    await say(place, EDITOR, f"/bind {CHANNEL} en almaty")


def refuses(place: RunningDelivery, chat_id: int, refusal: Refusal, times: int | None = 1) -> None:
    place.simulator.faults.add(faults.refusing(refusal), method="sendMessage", chat_id=chat_id, times=times)


async def later(place: RunningDelivery, **by: float) -> None:
    place.app.wait(timedelta(**by))
    place.app.day.at += timedelta(**by)
    await place.app.round()
    await place.app.telegram.channel_warnings.round()


def watch(place: RunningDelivery) -> MetricsReader:
    return MetricsReader(place.app.store, place.app.day, place.app.wire)


@pytest.mark.parametrize("refusal", [NO_RIGHTS, NO_MEMBER], ids=["rights", "member"])
async def test_a_channel_that_refuses_once_is_told_and_its_editors_know(
    anywhere: RunningDelivery, refusal: Refusal, caplog: pytest.LogCaptureFixture
) -> None:
    place = anywhere
    await bound(place)
    refuses(place, CHANNEL, refusal)
    place.app.news()
    with caplog.at_level(logging.WARNING, "bot.services"):
        await later(place)
    assert place.heard(CHANNEL) == []
    assert place.heard(EDITOR)[-1].text.startswith(f"Channel {CHANNEL} takes no messages at present.")
    assert "to be tried again" in caplog.text
    assert str(CHANNEL) not in caplog.text
    stopped, _ = await watch(place).said()
    assert stopped.startswith("1 channel takes no messages")
    await later(place, minutes=15)
    assert len(place.heard(CHANNEL)) == 1
    assert place.heard(EDITOR)[-1].text == f"Channel {CHANNEL} takes messages again."
    assert await watch(place).said() == ("", "")
    heard = len(place.heard(EDITOR))
    await later(place, minutes=15)
    assert len(place.heard(EDITOR)) == heard


async def test_a_channel_is_lost_after_refusals_on_three_days_and_not_before(place: RunningDelivery) -> None:
    await bound(place)
    refuses(place, CHANNEL, NO_RIGHTS, times=None)
    place.app.news()
    for _ in range(ENOUGH_DAYS - 1):
        await later(place, days=1)
        assert place.app.counts() == {DeliveryState.WAITING: 1}
    await later(place, days=1)
    assert place.app.counts() == {DeliveryState.GONE: 1}
    assert place.heard(EDITOR)[-1].text.startswith(f"Channel {CHANNEL} is told nothing any more.")
    place.simulator.faults.clear()
    place.simulator.groups.promote_bot(CHANNEL, POSTS)
    await settled(place)
    place.app.news()
    await later(place)
    assert len(place.heard(CHANNEL)) == 1
    assert place.heard(EDITOR)[-1].text == f"Channel {CHANNEL} takes messages again."


async def test_a_channel_that_takes_the_right_to_post_is_named_at_once_and_can_be_unbound(
    place: RunningDelivery,
) -> None:
    await bound(place)
    place.simulator.groups.promote_bot(CHANNEL, ["can_edit_messages"])
    await settled(place)
    await place.app.telegram.channel_warnings.round()
    assert "no right to post" in place.heard(EDITOR)[-1].text
    assert "This channel gets no more alerts." in await say(place, EDITOR, f"/unbind {CHANNEL}")
    await later(place)
    assert await watch(place).said() == ("", "")
    assert "No such channel is bound" in await say(place, EDITOR, "/unbind @nowhere")


async def test_a_channel_without_the_bot_can_be_unbound_by_name(place: RunningDelivery) -> None:
    await bound(place)
    place.simulator.groups.kick_bot(CHANNEL)
    await settled(place)
    await place.app.telegram.channel_warnings.round()
    assert "the bot was removed from the channel" in place.heard(EDITOR)[-1].text
    assert "This channel gets no more alerts." in await say(place, EDITOR, f"/unbind {CHANNEL}")


async def test_a_reader_who_was_not_found_once_is_told_as_soon_as_an_answer_arrives(anywhere: RunningDelivery) -> None:
    place = anywhere
    place.join(READER, OTHER)
    refuses(place, READER, BadRequest("chat not found"))
    place.app.news()
    await later(place)
    place.app.news()
    await later(place)
    assert [len(place.heard(chat)) for chat in (READER, OTHER)] == [0, 2]
    stopped, refused = await watch(place).said()
    assert (stopped, refused) == ("", "1 chat takes no messages: Chat not found (1)")
    assert await say(place, READER, "/latest")
    await settled(place)
    await later(place)
    await later(place, seconds=5)
    assert len(place.heard(READER)) == 3  # the answer, and both events
    assert (await watch(place).said())[1] == ""


async def test_a_reader_who_was_closed_is_opened_by_any_answer_and_not_against_a_wish(place: RunningDelivery) -> None:
    place.join(READER, OTHER)
    for chat in (READER, OTHER):
        refuses(place, chat, BadRequest("chat not found"), times=None)
    place.app.news()
    for _ in range(ENOUGH_DAYS):
        await later(place, days=1)
    assert place.app.counts() == {DeliveryState.GONE: 2}
    place.simulator.faults.clear()
    await say(place, OTHER, "/stop")
    for chat in (READER, OTHER):
        await say(place, chat, "/latest")
    await settled(place)
    place.app.news()
    await later(place)
    assert [len(place.heard(chat)) for chat in (READER, OTHER)] == [2, 2]


async def test_who_blocks_the_bot_is_closed_by_one_answer(place: RunningDelivery) -> None:
    place.join(READER)
    refuses(place, READER, Forbidden("bot was blocked by the user"))
    place.app.news()
    await later(place)
    assert place.app.counts() == {DeliveryState.GONE: 1}


async def forum(place: RunningDelivery, *names: str) -> list[int]:
    """The topics of a forum, each a subscriber to Almaty, as is the forum itself."""
    place.join(READER)
    groups = place.simulator.groups
    groups.create(FORUM, "Editors", kind=ChatType.SUPERGROUP, forum=True, members=[READER])
    groups.add_bot(FORUM)
    threads = [groups.open_topic(FORUM, name).thread_id for name in names]
    await say(place, FORUM, "/start", by=READER)
    for thread in threads:
        await say(place, FORUM, "/start", by=READER, thread=thread)
    await settled(place)
    with place.app.store.writing() as tx:
        for thread in (0, *threads):
            known = tx.subscribers.by_chat(FORUM, thread)
            assert known is not None
            tx.subscribers.save(replace(known, lang=Lang.EN, places=frozenset({"almaty"})), NOON)
    return threads


def closed(place: RunningDelivery, *threads: int) -> list[bool]:
    with place.app.store.reading() as tx:
        known = [tx.subscribers.by_chat(FORUM, thread) for thread in (0, *threads)]
    return [one.closed for one in known if one]


async def test_a_topic_that_was_closed_once_is_told(place: RunningDelivery) -> None:
    (thread,) = await forum(place, "Almaty")
    before = len(place.heard(FORUM))
    refuses(place, FORUM, BadRequest("TOPIC_CLOSED"), times=2)
    place.app.news()
    await later(place)
    assert len(place.heard(FORUM)) == before
    for _ in range(4):
        await later(place, minutes=15)
    assert sorted(message.thread_id or 0 for message in place.heard(FORUM)[before:]) == [0, thread]


async def test_a_forum_that_takes_the_bot_back_is_told_with_its_topics(anywhere: RunningDelivery) -> None:
    place = anywhere
    one, two = await forum(place, "Almaty", "Astana")
    await say(place, FORUM, "/stop", by=READER, thread=two)
    place.simulator.groups.kick_bot(FORUM)
    await settled(place)
    assert closed(place, one, two) == [True, True, True]
    place.simulator.groups.add_bot(FORUM)
    await settled(place)
    assert closed(place, one, two) == [False, False, True]


@pytest.mark.parametrize(
    ("hours", "days"), [((0, 1, 2, 9), 1), ((0, 24), 2), ((23, 25), 2), ((0, 24, 48), 3), ((0, 24, 24.5, 47), 2)]
)
def test_of_each_day_one_refusal_counts(hours: tuple[float, ...], days: int) -> None:
    refusals, midnight = Refusals(), NOON.replace(hour=0)
    for hour in hours:
        refusals = refusals.once_more(midnight + timedelta(hours=hour))
    assert refusals.days == days
    assert refusals.enough is (days >= ENOUGH_DAYS)
