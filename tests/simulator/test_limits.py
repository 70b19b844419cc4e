"""Rule 2: how much may be sent, what happens beyond it, and what a paid broadcast costs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import ChatType, RateLimits, Simulator, figures, running
from bot.simulator.chats import Chat
from bot.simulator.limits import Form, Gate
from bot.simulator.membership import RIGHTS
from bot.simulator.refusals import BadRequest, TooManyRequests

from .conftest import READER
from .driving import START, Api, HandClock, HandSleep

TELEGRAM = RateLimits.telegram()
GROUP, CHANNEL = -1001, -1002


def chat(chat_id: int) -> Chat:
    kind = ChatType.CHANNEL if chat_id == CHANNEL else ChatType.SUPERGROUP if chat_id < 0 else ChatType.PRIVATE
    return Chat(chat_id, "somebody", kind=kind)


def gate(limits: RateLimits = TELEGRAM, *, chance: float = 0.5, tenths: int = 0) -> Gate:
    return Gate(limits, lambda: chance, tenths)


def at(gate: Gate, seconds: float, chat_id: int, form: Form = "send") -> int:
    """0 when it was let through, else the seconds to wait."""
    try:
        gate.admit(form, chat(chat_id), START + timedelta(seconds=seconds))
    except TooManyRequests as refusal:
        return int(refusal.parameters["retry_after"])
    return 0


def test_thirty_pass_in_a_second_and_the_next_waits_until_the_first_is_a_second_old() -> None:
    shared = gate()
    assert [at(shared, 0.02 * number, number + 1) for number in range(30)] == [0] * 30
    assert at(shared, 0.6, 31) == 1


def test_a_second_after_the_first_there_is_room_again() -> None:
    shared = gate()
    assert [at(shared, 0, number) for number in range(1, 31)] == [0] * 30
    assert at(shared, 1.0, 31) == 0


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    shared = gate()
    assert [at(shared, 0.1 * number, READER) for number in range(3)] == [0, 0, 0]
    assert at(shared, 0.4, READER) == 3  # the first of the three leaves the window at 3.0
    assert at(shared, 0.4, 8) == 0
    assert [at(shared, second, READER) for second in (5, 6, 7, 8, 9, 10)] == [0] * 6


@pytest.mark.parametrize(
    ("chat_id", "limits", "refused"),
    [
        (GROUP, TELEGRAM, True),
        (READER, TELEGRAM, False),
        (CHANNEL, TELEGRAM, True),
        (CHANNEL, replace(TELEGRAM, channels=False), False),
    ],
)
def test_a_group_takes_twenty_a_minute(chat_id: int, limits: RateLimits, *, refused: bool) -> None:
    shared = gate(limits)
    assert [at(shared, 2 * number, chat_id) for number in range(20)] == [0] * 20
    assert at(shared, 40, chat_id) == (20 if refused else 0)
    assert at(shared, 61, chat_id) == 0


def test_a_group_takes_twenty_edits_a_minute_beside_its_messages() -> None:
    shared = gate()
    assert [at(shared, 0.1 * number, GROUP, "edit") for number in range(20)] == [0] * 20
    assert at(shared, 3, GROUP, "edit") == 57
    assert at(shared, 3, GROUP) == 0
    assert [at(shared, 4, READER, "edit") for _ in range(30)] == [0] * 30


def test_each_request_during_a_pause_lengthens_it() -> None:
    shared = gate()
    assert [at(shared, 0, GROUP, "edit") for _ in range(20)] == [0] * 20
    assert [at(shared, 10, GROUP, "edit") for _ in range(4)] == [50, 51, 52, 53]
    assert at(shared, 62, GROUP, "edit") == 2  # the window is free, the pause until 63 is not over
    assert at(shared, 64, GROUP, "edit") == 0


def test_a_client_that_waits_as_told_is_let_through() -> None:
    shared = gate()
    assert [at(shared, 0, READER) for _ in range(3)] == [0, 0, 0]
    wait = at(shared, 0.5, READER)
    assert at(shared, 0.5 + wait, READER) == 0


@pytest.mark.parametrize(
    ("limits", "chance", "seconds"),
    [
        (replace(TELEGRAM, jitter=10), 0.0, 3),
        (replace(TELEGRAM, jitter=10), 0.9, 12),
        (replace(TELEGRAM, huge=0.01), 0.009, 2282),
        (replace(TELEGRAM, huge=0.01), 0.01, 3),
    ],
)
def test_the_wait_may_be_longer_than_needed_and_rarely_huge(limits: RateLimits, chance: float, seconds: int) -> None:
    shared = gate(limits, chance=chance)
    assert [at(shared, 0, READER) for _ in range(3)] == [0, 0, 0]
    assert at(shared, 0, READER) == seconds


@pytest.mark.parametrize(("chance", "wait"), [(0.1, 1), (0.2, 0)])
def test_a_share_may_be_refused_without_need(chance: float, wait: int) -> None:
    assert at(gate(replace(TELEGRAM, whim=0.2), chance=chance), 0, READER) == wait


def test_a_paid_broadcast_goes_beyond_thirty_and_costs_only_what_is_beyond() -> None:
    shared = gate(tenths=3)
    paid = [shared.admit("paid", chat(number + 1), START) for number in range(33)]
    assert paid == [False] * 30 + [True] * 3


def test_a_thousand_paid_messages_pass_in_a_second() -> None:
    shared = gate(tenths=10_000)
    assert [at(shared, 0, number + 1, "paid") for number in range(1030)] == [0] * 1030
    assert at(shared, 0, 2000, "paid") == 1


def test_without_stars_a_paid_message_is_refused() -> None:
    shared = gate(tenths=0)
    assert [at(shared, 0, number + 1, "paid") for number in range(30)] == [0] * 30
    with pytest.raises(BadRequest, match="BALANCE_TOO_LOW"):
        shared.admit("paid", chat(31), START)


def test_without_limits_everything_passes() -> None:
    shared = gate(RateLimits())
    assert [at(shared, 0, GROUP) for _ in range(100)] == [0] * 100


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 3)), max_size=80))
def test_no_window_ever_holds_more_than_is_allowed(steps: list[tuple[int, int]]) -> None:
    shared, now, passed = gate(replace(TELEGRAM, per_second=5)), 0.0, list[tuple[float, int]]()
    for tenths, chat_id in steps:
        now += tenths / 10
        if at(shared, now, chat_id) == 0:
            passed.append((now, chat_id))
    moments = [START + timedelta(seconds=moment) for moment, _ in passed]
    assert figures.busiest(moments, 1) <= 5
    for each in (1, 2, 3):
        own = [START + timedelta(seconds=moment) for moment, chat_id in passed if chat_id == each]
        assert figures.busiest(own, 3) <= 3


@pytest.fixture
async def limited(clock: HandClock, nap: HandSleep) -> AsyncIterator[tuple[Api, Simulator]]:
    simulator = Simulator(clock, sleep=nap, limits=replace(TELEGRAM, in_flight=2), stars=1)
    simulator.people.join(READER, "Kazakh reader", started=True)
    async with running(simulator) as address, ClientSession() as session:
        yield Api(session, address, simulator.token), simulator


async def test_the_refusal_comes_with_its_header(limited: tuple[Api, Simulator]) -> None:
    api, simulator = limited
    answers = [await api.call("sendMessage", chat_id=READER, text="x") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert answers[3].body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }
    assert answers[3].headers["Retry-After"] == "3"
    assert len(simulator.people.history(READER)) == 3


async def test_only_a_delivered_message_costs_a_tenth_of_a_star(limited: tuple[Api, Simulator]) -> None:
    api, simulator = limited
    simulator.gate.impose(RateLimits(per_second=0))
    await api.call("sendMessage", chat_id=READER, text="x", allow_paid_broadcast=True)
    refused = await api.call("sendMessage", chat_id=999, text="x", allow_paid_broadcast=True)
    assert refused.status == 400
    assert (await api.call("getMyStarBalance")).result == {"amount": 0, "nanostar_amount": 900_000_000}


async def test_too_many_in_flight_are_answered_after_three_seconds_and_with_a_minute_to_wait(
    limited: tuple[Api, Simulator], nap: HandSleep
) -> None:
    api, simulator = limited
    simulator.gate.impose(RateLimits(in_flight=0))
    excess = asyncio.create_task(api.call("sendMessage", chat_id=READER, text="x"))
    await nap.begun()
    assert nap.asked == [3]
    nap.end()
    assert (await excess).refusal == (429, "Too Many Requests: retry after 60")
    assert simulator.people.history(READER) == ()


async def test_limits_can_be_switched_while_running(limited: tuple[Api, Simulator]) -> None:
    api, simulator = limited
    simulator.gate.impose(RateLimits())
    assert [(await api.call("sendMessage", chat_id=READER, text="x")).status for _ in range(9)] == [200] * 9


async def test_a_supergroup_counts_over_http_too(limited: tuple[Api, Simulator], clock: HandClock) -> None:
    api, simulator = limited
    simulator.groups.create(GROUP, "Editors", [READER], username="editors")
    simulator.groups.add_bot(GROUP, rights=RIGHTS)
    statuses = []
    for _ in range(21):
        clock.advance(seconds=1.5)
        statuses.append((await api.call("sendMessage", chat_id="@editors", text="x")).status)
    assert statuses == [200] * 20 + [429]
