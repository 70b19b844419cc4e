"""aiogram, unpatched, against the simulator with its limits on and strict: a second client, by other people."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.simulator import ChatMessage, RateLimits, Simulator, running

READER, GROUP = 7, -1001
BOT = Path(__file__).with_name("aiogram_bot.py")


@pytest.fixture
def simulator() -> Simulator:
    patient = replace(RateLimits.telegram(), burst=20)  # the reader below talks faster than one message a second
    simulator = Simulator(lambda: datetime.now(UTC), limits=patient, strict=True)
    simulator.people.join(READER, "Reader", language_code="kk")
    simulator.groups.create(GROUP, "Sample", [READER])
    return simulator


@asynccontextmanager
async def conversing(simulator: Simulator, mode: str) -> AsyncIterator[None]:
    """The bot in a process of its own, until it has said that it is there."""
    async with running(simulator) as address:
        command = (sys.executable, str(BOT), address.root, simulator.token, mode)
        bot = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=sys.stderr.fileno())
        try:
            await until(simulator, lambda: bool(simulator.record.calls("setMyCommands")))
            yield
        finally:
            bot.terminate()
            await bot.wait()


async def until(simulator: Simulator, condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        await simulator.record.until(condition)


async def heard(simulator: Simulator, chat_id: int, count: int) -> list[ChatMessage]:
    def said() -> list[ChatMessage]:
        return [message for message in simulator.people.history(chat_id) if message.from_bot]

    await until(simulator, lambda: len(said()) >= count)
    return said()


@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.slow)])
async def test_an_echo_and_buttons_bot_does_its_work(simulator: Simulator, mode: str) -> None:
    people = simulator.people
    async with conversing(simulator, mode):
        people.start(READER, "city_almaty")
        (greeting,) = await heard(simulator, READER, 1)
        assert (greeting.text, greeting.buttons) == ("Hello city_almaty", (("More", "more"),))
        assert [entity.kind for entity in greeting.entities] == ["bold"]

        asked = people.say(READER, "🙂 сәлем")
        answer = (await heard(simulator, READER, 2))[-1]
        assert (answer.text, answer.reply_to) == ("🙂 сәлем", asked.message_id)

        tap = people.press(READER, greeting.message_id, "more")
        async with asyncio.timeout(60):
            assert (await tap.answered()).text == "pressed"
        await until(simulator, lambda: people.history(READER)[1].text == "pressed")

        people.share_location(READER, 43.25, 76.95)
        point = (await heard(simulator, READER, 3))[-1]
        assert point.extra == {"location": {"latitude": 43.25, "longitude": 76.95}}

        query = people.ask_inline(READER, "typed")
        await until(simulator, lambda: query.results is not None)
        assert people.choose_inline(query, "1", READER).text == "typed"

        simulator.groups.add_bot(GROUP)
        people.say(GROUP, "/start", by=READER)
        assert (await heard(simulator, GROUP, 1))[0].text == "Hello"
    assert {call.reply.status for call in simulator.record.calls()} <= {200}
    assert bool(simulator.record.calls("setWebhook")) == (mode == "webhook")
