"""In a group only its administrators change what the bot does there; and a tap handled twice does what it did once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Update

from bot.domain.codes import Lang
from bot.domain.request import Request, RequestKind
from bot.simulator import ChatType, Simulator
from bot.store.engine import Store
from handlers.requests import question
from tests.delivery.staging import RunningDelivery, running_delivery
from tests.patience import GUARD

GROUP, OWNER, MEMBER = -1001000000005, 1, 2


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    async with running_delivery(store, simulator=simulator, receive=True) as place:
        for person in (OWNER, MEMBER):
            simulator.people.join(person, "Sample reader", language_code="en", started=True)
        simulator.groups.create(GROUP, "Sample group", [OWNER, MEMBER], kind=ChatType.SUPERGROUP)
        simulator.groups.add_bot(GROUP)
        await place.until(lambda: len(place.heard(GROUP)) == 1)
        assert "Only its administrators can set this up" in place.heard(GROUP)[0].text
        await say(place, OWNER, "/start")
        yield place


async def say(place: RunningDelivery, by: int, text: str) -> str:
    before = len(place.heard(GROUP))
    place.simulator.people.say(GROUP, text, by=by)
    await place.until(lambda: len(place.heard(GROUP)) > before)
    return place.heard(GROUP)[-1].text


async def tap(place: RunningDelivery, by: int, data: str) -> str:
    under = next(message for message in reversed(place.heard(GROUP)) if message.has_button(data))
    pressed = place.simulator.people.press(GROUP, under.message_id, data, by=by)
    return (await pressed.answered()).text


async def settled(place: RunningDelivery) -> None:
    """Every update has been handled."""
    store, state = place.app.store, place.simulator.state
    async with asyncio.timeout(GUARD):
        while state.updates.count(state.clock()) or await store.read(lambda tx: tx.inbox.waiting()):
            await store.read(lambda tx: tx.inbox.parked())


def kept(place: RunningDelivery) -> tuple[bool, frozenset[str]] | None:
    with place.app.store.reading() as tx:
        known = tx.subscribers.by_chat(GROUP)
    return (known.closed, known.places) if known else None


@pytest.mark.parametrize("command", ["/stop", "/forget", "/cities", "/language", "/start"])
async def test_a_member_is_told_that_administrators_decide(place: RunningDelivery, command: str) -> None:
    assert "administrators" in await say(place, MEMBER, command)
    assert kept(place) == (False, frozenset())


async def test_a_member_may_ask(place: RunningDelivery) -> None:
    assert "administrators" not in await say(place, MEMBER, "/latest")


async def test_a_members_tap_changes_nothing_and_says_why(place: RunningDelivery) -> None:
    await say(place, OWNER, "/cities")
    assert "administrators" in await tap(place, MEMBER, "place:almaty:on:0")
    assert kept(place) == (False, frozenset())
    await say(place, OWNER, "/forget")
    await tap(place, MEMBER, "forget:yes")
    assert kept(place) is not None


async def test_an_administrators_tap_counts_and_so_do_stop_and_erase(place: RunningDelivery) -> None:
    await say(place, OWNER, "/cities")
    assert await tap(place, OWNER, "place:almaty:on:0") == ""
    assert kept(place) == (False, frozenset({"almaty"}))
    await say(place, OWNER, "/stop")
    assert kept(place) == (True, frozenset({"almaty"}))
    await say(place, OWNER, "/forget")
    await tap(place, OWNER, "forget:yes")
    assert kept(place) is None


async def test_a_stopped_group_stays_so_when_the_bots_rights_change_or_it_is_added_again(
    place: RunningDelivery,
) -> None:
    await say(place, OWNER, "/stop")
    for change in (place.simulator.groups.promote_bot, place.simulator.groups.kick_bot, place.simulator.groups.add_bot):
        change(GROUP)
        await settled(place)
        assert kept(place) == (True, frozenset())


async def test_a_group_that_removed_the_bot_is_told_again_when_it_is_back(place: RunningDelivery) -> None:
    for change, gone in ((place.simulator.groups.kick_bot, True), (place.simulator.groups.add_bot, False)):
        change(GROUP)
        await settled(place)
        assert kept(place) == (gone, frozenset())


async def test_an_anonymous_administrator_speaks_as_the_group(place: RunningDelivery) -> None:
    asked = spoken(place, {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "Sample group"}})
    assert asked is not None
    assert asked.asker == GROUP
    channel = spoken(place, {"sender_chat": {"id": -1009, "type": "channel", "title": "Another"}})
    assert channel is not None
    await place.app.telegram.reception.answer(channel)
    assert kept(place) == (False, frozenset())
    await place.app.telegram.reception.answer(asked)
    assert kept(place) == (True, frozenset())


def spoken(place: RunningDelivery, more: dict[str, object]) -> Request | None:
    """/stop in the group by whoever this says."""
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": GROUP, "type": "supergroup", "title": "Sample group"},
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        "text": "/stop",
        **more,
    }
    update = Update.de_json({"update_id": 9, "message": message}, place.app.telegram.lines.talk)
    return question(update, "sample_bot", frozenset())


@pytest.mark.parametrize("data", ["place:almaty:on:0", "place:kz:on:0", "place:astana:off:0"])
async def test_a_tap_handled_twice_does_what_it_did_once(place: RunningDelivery, data: str) -> None:
    handle = place.app.telegram.reception.answer
    ask = Request(GROUP, Lang.EN, words=data, kind=RequestKind.TAP, tap="1", private=False, asker=OWNER)
    await handle(ask)
    once = kept(place)
    await handle(ask)
    assert kept(place) == once


async def test_a_button_that_does_not_say_what_it_wants_changes_nothing(place: RunningDelivery) -> None:
    handle = place.app.telegram.reception.answer
    await handle(
        Request(GROUP, Lang.EN, words="place:almaty:0", kind=RequestKind.TAP, tap="1", private=False, asker=OWNER)
    )
    assert kept(place) == (False, frozenset())
