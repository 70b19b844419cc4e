"""Rule 8: getUpdates, its offsets, its waits and what expires."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot.simulator import Simulator, running
from bot.simulator.polling import Poll, slowed
from bot.simulator.updates import UpdateQueue

from .conftest import READER
from .driving import Api, HandClock, HandSleep


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def fetch(api: Api, **parameters: object) -> list[dict[str, dict[str, str]]]:
    updates: list[dict[str, dict[str, str]]] = (await api.call("getUpdates", **parameters)).result
    return updates


async def test_updates_stay_until_a_higher_offset_confirms_them(api: Api, simulator: Simulator) -> None:
    for word in ("бір", "екі", "үш"):
        simulator.people.say(READER, word)
    first = (await fetch(api))[0]
    assert texts(await fetch(api, offset=first["update_id"])) == ["бір", "екі", "үш"]
    assert texts(await fetch(api, offset=int(str(first["update_id"])) + 1)) == ["екі", "үш"]
    assert (await api.call("getWebhookInfo")).result["pending_update_count"] == 2


async def test_a_lower_offset_brings_nothing_back(api: Api, simulator: Simulator) -> None:
    simulator.people.say(READER, "бір")
    simulator.people.say(READER, "екі")
    newest = int(str((await fetch(api))[-1]["update_id"]))
    await fetch(api, offset=newest)
    assert texts(await fetch(api, offset=newest - 1)) == ["екі"]


async def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(api: Api, simulator: Simulator) -> None:
    for word in ("бір", "екі", "үш"):
        simulator.people.say(READER, word)
    assert texts(await fetch(api, offset=-2)) == ["екі", "үш"]
    assert texts(await fetch(api)) == ["екі", "үш"]


async def test_limit_takes_the_oldest(api: Api, simulator: Simulator) -> None:
    for word in ("бір", "екі", "үш"):
        simulator.people.say(READER, word)
    assert texts(await fetch(api, limit=2)) == ["бір", "екі"]


async def test_at_most_a_hundred_updates_come_at_once(api: Api, simulator: Simulator) -> None:
    for number in range(101):
        simulator.people.say(READER, str(number))
    assert len(await fetch(api, limit=1000)) == 100


async def test_a_long_poll_wakes_when_somebody_writes(api: Api, simulator: Simulator, nap: HandSleep) -> None:
    poll = asyncio.create_task(fetch(api, timeout=50))
    await nap.begun()
    simulator.people.say(READER, "оян")
    assert texts(await poll) == ["оян"]


async def test_a_long_poll_ends_empty_when_its_time_is_over(api: Api, nap: HandSleep) -> None:
    poll = asyncio.create_task(fetch(api, timeout=20))
    await nap.begun()
    nap.end()
    assert await poll == []
    assert nap.asked == [20]


async def test_a_long_poll_lasts_fifty_seconds_at_most(api: Api, nap: HandSleep) -> None:
    poll = asyncio.create_task(fetch(api, timeout=3600))
    await nap.begun()
    nap.end()
    await poll
    assert nap.asked == [50]


async def test_a_second_poll_ends_the_first_with_a_conflict(api: Api, simulator: Simulator, nap: HandSleep) -> None:
    first = asyncio.create_task(api.call("getUpdates", timeout=50))
    await nap.begun()
    second = asyncio.create_task(api.call("getUpdates", offset=1, timeout=50))
    other = "terminated by other getUpdates request; make sure that only one bot instance is running"
    assert (await first).refusal == (409, f"Conflict: {other}")
    simulator.people.say(READER, "екінші")
    assert texts((await second).result) == ["екінші"]


async def test_a_further_conflict_within_three_seconds_is_answered_three_seconds_late(api: Api, nap: HandSleep) -> None:
    polls = []
    for offset in (1, 2, 3):
        polls.append(asyncio.create_task(api.call("getUpdates", offset=offset, timeout=50)))
        await nap.begun()
    await polls[0]
    while nap.asked.count(3) == 0:
        await nap.begun()
    assert not polls[1].done()
    nap.end()
    assert (await polls[1]).status == 409
    assert (await polls[2]).result == []


@pytest.mark.parametrize(
    ("poll", "previous", "since", "expected"),
    [
        (Poll(5, 100, 0), 5, 2.9, Poll(5, 100, 3)),
        (Poll(5, 100, 2), 5, 2.9, Poll(5, 100, 3)),
        (Poll(5, 100, 10), 5, 2.9, Poll(5, 100, 10)),
        (Poll(5, 100, 0), 5, 3.0, Poll(5, 100, 0)),
        (Poll(5, 100, 10), 5, 0.4, Poll(5, 1, 10)),
        (Poll(5, 100, 0), 4, 0.1, Poll(5, 100, 0)),
        (Poll(5, 100, 0), None, 0.0, Poll(5, 100, 0)),
    ],
)
def test_a_repeated_offset_waits_three_seconds_and_gets_one_update_within_half_a_second(
    poll: Poll, previous: int | None, since: float, expected: Poll
) -> None:
    assert slowed(poll, previous, timedelta(seconds=since)) == expected


async def test_allowed_updates_are_remembered_and_applied_when_an_update_is_made(
    api: Api, simulator: Simulator, clock: HandClock
) -> None:
    simulator.people.say(READER, "ерте")
    await fetch(api, allowed_updates=["callback_query"])
    simulator.people.say(READER, "естілмейді")
    clock.advance(seconds=10)
    assert texts(await fetch(api)) == ["ерте"]
    assert (await api.call("getWebhookInfo")).result["allowed_updates"] == ["callback_query"]


async def test_no_allowed_updates_at_all_mean_the_default_again(api: Api, simulator: Simulator) -> None:
    await fetch(api, offset=1, allowed_updates=["callback_query"])
    await fetch(api, offset=2, allowed_updates=[])
    simulator.people.say(READER, "қайта")
    assert texts(await fetch(api, offset=0)) == ["қайта"]


@pytest.mark.parametrize(("hours", "waiting"), [(23.99, 1), (24, 0)])
async def test_a_message_waits_for_a_day(
    api: Api, simulator: Simulator, clock: HandClock, hours: float, waiting: int
) -> None:
    simulator.people.say(READER, "күт")
    clock.advance(hours=hours)
    assert len(await fetch(api)) == waiting


@pytest.mark.parametrize(("seconds", "waiting"), [(149, 1), (150, 0)])
async def test_a_press_waits_for_a_hundred_and_fifty_seconds(
    api: Api, simulator: Simulator, clock: HandClock, seconds: int, waiting: int
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}
    sent = (await api.call("sendMessage", chat_id=READER, text="x", reply_markup=keyboard)).result
    simulator.people.press(READER, sent["message_id"], "more")
    clock.advance(seconds=seconds)
    assert len(await fetch(api)) == waiting


@pytest.mark.parametrize(("seconds", "waiting"), [(29, 1), (30, 0)])
def test_an_inline_query_waits_for_thirty_seconds(clock: HandClock, seconds: int, waiting: int) -> None:
    queue = UpdateQueue()
    queue.add("inline_query", {"query": "Алматы"}, clock())
    clock.advance(seconds=seconds)
    assert queue.count(clock()) == waiting


async def test_deleting_the_webhook_may_drop_what_waits(api: Api, simulator: Simulator) -> None:
    simulator.people.say(READER, "бір")
    assert (await api.call("deleteWebhook")).result is True
    assert (await api.call("getWebhookInfo")).result["pending_update_count"] == 1
    await api.call("deleteWebhook", drop_pending_updates=True)
    assert (await api.call("getWebhookInfo")).result["pending_update_count"] == 0


async def test_stopping_the_server_ends_a_poll_that_waits(simulator: Simulator, nap: HandSleep) -> None:
    async with ClientSession() as session:
        async with running(simulator) as address:
            poll = asyncio.create_task(Api(session, address, simulator.token).call("getUpdates", timeout=50))
            await nap.begun()
        assert (await poll).result == []
