"""Faults on purpose (rule 10, first form)."""

import asyncio

import pytest
from aiohttp import ClientError

from bot.simulator import Simulator, faults, figures
from bot.simulator.refusals import Forbidden

from .conftest import READER
from .driving import Api, HandSleep


async def test_a_refusal_befalls_the_next_calls_of_a_method(api: Api, simulator: Simulator) -> None:
    simulator.faults.add(faults.too_many_requests(3), method="sendMessage", times=2)
    statuses = [(await api.call("sendMessage", chat_id=READER, text="x")).status for _ in range(3)]
    assert statuses == [429, 429, 200]
    assert figures.sends_per_chat(simulator.record) == {READER: 1}


async def test_a_refusal_befalls_one_chat_until_cleared(api: Api, simulator: Simulator) -> None:
    simulator.people.join(8, "Russian reader", started=True)
    simulator.faults.add(faults.refusing(Forbidden("user is deactivated")), chat_id=READER, times=None)
    statuses = [(await api.call("sendMessage", chat_id=chat, text="x")).status for chat in (READER, 8, READER)]
    assert statuses == [403, 200, 403]
    simulator.faults.clear()
    assert (await api.call("sendMessage", chat_id=READER, text="x")).status == 200


async def test_an_answer_lost_after_delivery_leaves_the_message(api: Api, simulator: Simulator) -> None:
    simulator.faults.add(faults.answer_lost(), method="sendMessage")
    with pytest.raises(ClientError):
        await api.call("sendMessage", chat_id=READER, text="Митинг")
    assert [message.text for message in simulator.people.history(READER)] == ["Митинг"]
    assert simulator.record.calls("sendMessage")[0].reply.dropped


async def test_a_reset_connection_leaves_nothing(api: Api, simulator: Simulator) -> None:
    simulator.faults.add(faults.connection_reset(), method="sendMessage")
    with pytest.raises(ClientError):
        await api.call("sendMessage", chat_id=READER, text="Митинг")
    assert simulator.people.history(READER) == ()


async def test_a_bad_gateway_answers_with_html(api: Api, simulator: Simulator) -> None:
    simulator.faults.add(faults.bad_gateway(), method="getMe")
    async with api.session.get(api.url("getMe")) as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await response.text()


async def test_an_internal_error_comes_in_the_envelope(api: Api, simulator: Simulator) -> None:
    simulator.faults.add(faults.internal_error())
    assert (await api.call("getMe")).refusal == (500, "Internal Server Error")


async def test_a_late_answer_is_done_at_once(api: Api, simulator: Simulator, nap: HandSleep) -> None:
    simulator.faults.add(faults.late(30), method="sendMessage")
    sending = asyncio.create_task(api.call("sendMessage", chat_id=READER, text="Митинг"))
    await nap.begun()
    assert len(simulator.people.history(READER)) == 1
    assert not sending.done()
    nap.end()
    assert (await sending).status == 200
    assert nap.asked == [30]


async def test_a_stalled_poll_gets_nothing_for_an_hour(api: Api, simulator: Simulator, nap: HandSleep) -> None:
    simulator.people.say(READER, "сәлем")
    simulator.faults.add(faults.stalled(), method="getUpdates")
    polling = asyncio.create_task(api.call("getUpdates", timeout=10))
    await nap.begun()
    assert nap.asked == [3600]
    nap.end()
    with pytest.raises(ClientError):
        await polling
    assert len((await api.call("getUpdates")).result) == 1


def test_a_share_of_the_calls_can_be_meant() -> None:
    chances = iter([0.5, 0.04, 0.05, 0.0])
    waiting = faults.Faults(lambda: next(chances))
    waiting.add(faults.internal_error(), times=None, share=0.05)
    assert [waiting.take("sendmessage", READER) is not None for _ in range(4)] == [False, True, False, True]
