"""Public channels, groups and topics of forums as subscribers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.domain.codes import Lang
from bot.domain.event import Change
from bot.domain.sending_pace import SendingPace
from bot.simulator import ChatMessage, ChatType, HistoryKind, Simulator
from bot.store.engine import Store
from tests.delivery.staging import EDITOR, RunningDelivery, running_delivery

CHANNEL, GROUP, FORUM, READER = -1001000000001, -1001000000002, -1001000000003, 1


@pytest.fixture
async def place(small: Store) -> AsyncIterator[RunningDelivery]:
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    async with running_delivery(small, simulator=simulator, receive=True) as place:
        simulator.people.join(EDITOR, "Editor", language_code="en", started=True)
        simulator.people.join(READER, "Sample reader", language_code="en", started=True)
        yield place


async def say(place: RunningDelivery, chat_id: int, text: str, **how: int) -> ChatMessage:
    before = len(place.heard(chat_id))
    place.simulator.people.say(chat_id, text, **how)
    await place.until(lambda: len(place.heard(chat_id)) > before)
    return place.heard(chat_id)[-1]


def channel(place: RunningDelivery, *, may_post: bool = True) -> None:
    groups = place.simulator.groups
    groups.create(CHANNEL, "Almaty", kind=ChatType.CHANNEL, username="sample_almaty")
    groups.add_bot(CHANNEL, rights=["can_post_messages", "can_edit_messages"] if may_post else ["can_edit_messages"])


@pytest.mark.parametrize("reference", ["@sample_almaty", str(CHANNEL)])
async def test_a_channel_bound_by_an_editor_is_told_corrected_and_asked_nothing(
    place: RunningDelivery, reference: str
) -> None:
    channel(place)
    assert "bound" in (await say(place, EDITOR, f"/bind {reference} kk almaty")).text
    event = place.app.news()
    await place.app.round()
    (told,) = place.heard(CHANNEL)
    assert "Алматы" in told.text or "Almaty" in told.text
    assert not any(data for _, data in told.buttons)
    place.app.changed(event, Change.CORRECTION)
    await place.app.round()
    assert place.heard(CHANNEL)[0].edited
    assert len(place.heard(CHANNEL)) == 2


@pytest.mark.parametrize(
    "typed", ["/bind @nowhere kk almaty", "/bind @sample_almaty xx almaty", "/bind @sample_almaty kk", "/bind"]
)
async def test_what_cannot_be_bound_is_said_and_nothing_is_kept(place: RunningDelivery, typed: str) -> None:
    channel(place)
    assert "bound" not in (await say(place, EDITOR, typed)).text
    with place.app.store.reading() as tx:
        assert tx.subscribers.by_chat(CHANNEL) is None


async def test_a_channel_where_the_bot_may_not_post_cannot_be_bound(place: RunningDelivery) -> None:
    channel(place, may_post=False)
    assert "administrator" in (await say(place, EDITOR, "/bind @sample_almaty kk almaty")).text


async def test_a_channel_that_is_unbound_is_told_nothing(place: RunningDelivery) -> None:
    channel(place)
    await say(place, EDITOR, "/bind @sample_almaty kk almaty")
    await say(place, EDITOR, "/unbind @sample_almaty")
    place.app.news()
    await place.app.round()
    assert place.heard(CHANNEL) == []


async def test_nobody_else_can_bind_a_channel(place: RunningDelivery) -> None:
    channel(place)
    unknown = (await say(place, READER, "/nonsense")).text
    assert (await say(place, READER, "/bind @sample_almaty kk almaty")).text == unknown


async def test_topics_of_a_forum_are_subscribers_of_their_own(place: RunningDelivery) -> None:
    groups = place.simulator.groups
    groups.create(FORUM, "Editors", kind=ChatType.SUPERGROUP, forum=True, members=[READER])
    groups.add_bot(FORUM)
    await place.until(lambda: len(place.heard(FORUM)) == 1)
    one, two = (groups.open_topic(FORUM, name).thread_id for name in ("Almaty", "Astana"))
    for thread in (one, two):
        await say(place, FORUM, "/start", by=READER, thread=thread)
    with place.app.store.writing() as tx:
        for thread, city in ((one, "almaty"), (two, "astana")):
            known = tx.subscribers.by_chat(FORUM, thread)
            assert known is not None
            tx.subscribers.save(type(known)(known.id, Lang.EN, frozenset({city})), place.app.day())
    place.app.news("astana")
    await place.app.round()
    assert place.heard(FORUM)[-1].thread_id == two


async def test_a_bot_put_out_of_a_group_tells_it_nothing(place: RunningDelivery) -> None:
    groups = place.simulator.groups
    groups.create(GROUP, "Sample group", kind=ChatType.SUPERGROUP, members=[READER])
    groups.add_bot(GROUP)
    await place.until(lambda: len(place.heard(GROUP)) == 1)
    await say(place, GROUP, "/start", by=READER)
    groups.kick_bot(GROUP)
    place.app.news()
    await place.app.round()
    assert len(place.heard(GROUP)) == 2  # the greeting, and the answer to /start


@pytest.fixture
async def one_by_one(small: Store) -> AsyncIterator[RunningDelivery]:
    """An app whose sender has one message on its way at a time, so that messages arrive as they were begun."""
    async with running_delivery(small, pace=SendingPace(per_second=1000, batch=1, at_once=1)) as place:
        place.simulator.people.join(READER, "Sample reader", language_code="en", started=True)
        yield place


async def test_many_at_once_are_told_first_then_whom_it_concerns_most(one_by_one: RunningDelivery) -> None:
    """In the order of their numbers the country would come first; what is told later waits for nobody farther off."""
    place = one_by_one
    for chat, chosen in ((11, "kz"), (12, "almaty-region"), (13, "konaev"), (14, "kz"), (15, "konaev")):
        place.join(chat, places=(chosen,))
    place.simulator.groups.create(GROUP, "Sample group", kind=ChatType.SUPERGROUP, members=[READER])
    place.simulator.groups.add_bot(GROUP)
    place.app.enrol([GROUP], "kz")
    place.app.news("konaev")
    await place.app.deliver.expand()
    place.app.news("konaev")
    await place.app.round()
    told = [
        act.chat_id for act in place.simulator.record.acts(HistoryKind.SENT) if act.chat_id in {*range(11, 16), GROUP}
    ]
    assert list(dict.fromkeys(told)) == [GROUP, 13, 15, 12, 11, 14]
    assert told[:3] == [GROUP, 13, 15]
