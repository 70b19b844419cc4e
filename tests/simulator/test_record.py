"""Rule 12: the record and its figures, by cases counted by hand."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import Call, HistoryKind, Simulator, figures

from .conftest import READER
from .driving import START, Api, HandClock


async def send(api: Api, chat_id: int, text: str) -> int:
    number: int = (await api.call("sendMessage", chat_id=chat_id, text=text)).result["message_id"]
    return number


@pytest.mark.parametrize(
    ("offsets", "window", "most"),
    [
        ([], 1, 0),
        ([0], 1, 1),
        ([0, 0.999], 1, 2),
        ([0, 1], 1, 1),
        ([0, 0.5, 0.9, 1.2, 1.4, 3], 1, 4),
        ([3, 0, 2.9], 1, 2),
        ([0, 10, 20, 59.9, 60, 61], 60, 5),
    ],
)
def test_the_busiest_window_is_half_open(offsets: list[float], window: float, most: int) -> None:
    assert figures.busiest((START + timedelta(seconds=offset) for offset in offsets), window) == most


@given(st.lists(st.integers(0, 200)), st.integers(1, 30))
def test_the_busiest_window_is_the_best_of_those_that_begin_with_a_moment(offsets: list[int], window: int) -> None:
    best = max((sum(start <= other < start + window for other in offsets) for start in offsets), default=0)
    assert figures.busiest((START + timedelta(seconds=offset) for offset in offsets), window) == best


async def test_figures_of_a_small_broadcast(api: Api, simulator: Simulator, clock: HandClock) -> None:
    simulator.people.join(8, "Russian reader", started=True)
    for chat_id, text, later in [(READER, "бір", 0.4), (8, "один", 0.4), (READER, "екі", 0.4), (READER, "бір", 0)]:
        await send(api, chat_id, text)
        clock.advance(seconds=later)
    assert figures.most_sends_within(simulator.record, 1) == 3
    assert figures.most_sends_within(simulator.record, 1, chat_id=READER) == 2
    assert figures.sends_per_chat(simulator.record) == {READER: 3, 8: 1}
    assert figures.duplicates(simulator.record) == {(READER, "бір"): 2}
    assert figures.order(simulator.record, READER) == ("бір", "екі", "бір")


async def test_a_refused_send_is_a_call_but_no_send(api: Api, simulator: Simulator) -> None:
    simulator.people.block(READER)
    await api.call("sendMessage", chat_id=READER, text="x")
    assert figures.sends(simulator.record) == ()
    assert [call.reply.status for call in simulator.record.calls("sendMessage")] == [403]


async def test_a_call_is_written_down_with_what_was_asked_and_answered(
    api: Api, simulator: Simulator, clock: HandClock
) -> None:
    clock.advance(seconds=5)
    number = await send(api, READER, "Митинг")
    (call,) = simulator.record.calls("sendMessage")
    assert call.at == START + timedelta(seconds=5)
    assert call.parameters == {"chat_id": READER, "text": "Митинг"}
    assert isinstance(call.reply.body, dict)
    assert call.reply.body["result"]["message_id"] == number


async def test_every_change_is_an_entry_with_the_next_number(api: Api, simulator: Simulator) -> None:
    before = simulator.record.last
    simulator.people.say(READER, "/start")
    number = await send(api, READER, "Сәлем")
    await api.call("editMessageText", chat_id=READER, message_id=number, text="Сәлем!")
    await api.call("deleteMessage", chat_id=READER, message_id=number)
    simulator.people.block(READER)
    entries = simulator.record.since(before)
    assert [entry.sequence for entry in entries] == list(range(before + 1, simulator.record.last + 1))
    deeds = [entry.method if isinstance(entry, Call) else entry.deed for entry in entries]
    assert deeds == [
        HistoryKind.SAID,
        HistoryKind.SENT,
        "sendmessage",
        HistoryKind.EDITED,
        "editmessagetext",
        HistoryKind.DELETED,
        "deletemessage",
        HistoryKind.STANDING,
    ]


async def test_a_follower_wakes_with_what_is_fresh(simulator: Simulator) -> None:
    following = asyncio.create_task(simulator.record.after(simulator.record.last))
    waiting = asyncio.create_task(simulator.record.until(lambda: len(simulator.people.history(READER)) == 2))
    await asyncio.sleep(0)
    simulator.people.say(READER, "бір")
    simulator.people.say(READER, "екі")
    fresh = await following
    await waiting
    assert [entry.sequence for entry in fresh] == [2, 3]


def test_the_record_has_a_cap_and_says_what_it_lost(clock: HandClock) -> None:
    simulator = Simulator(clock, record_cap=3)
    simulator.people.join(READER, "Kazakh reader")
    for number in range(5):
        simulator.people.say(READER, str(number))
    kept = [act.message.text for act in simulator.record.acts() if act.message]
    assert (kept, simulator.record.dropped) == (["2", "3", "4"], 3)


async def test_no_token_is_written_down(api: Api, simulator: Simulator) -> None:
    await api.call("getMe")
    async with api.session.get(f"{api.address.base_url}5:secret/getMe"):
        pass
    written = repr(simulator.record.since(0)) + repr(simulator)
    assert simulator.token not in written
    assert "5:secret" not in written
