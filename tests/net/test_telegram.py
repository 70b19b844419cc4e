"""Which answer of Telegram means what to do next: the table of the Bot API server's own errors."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.domain.delivery import Doubtful, Gone, Later, Outcome, Refused, Sent, Vanished
from bot.domain.message import Button, Message, bold, joined, link
from bot.net.telegram import NO_TOKEN, Telegram
from bot.net.transport import AiohttpRequest, form
from bot.simulator import Address, Simulator, faults, running
from bot.simulator.faults import Fault
from bot.simulator.refusals import BadRequest, Forbidden
from tests.domain.making import NOON
from tests.patience import PATIENT

READER = 7
ALERT = joined([bold("Астана 😀"), "\nRFE/RL ", link("source", "https://a.example/1")], ((Button("OK", "ok"),),))


@pytest.fixture
def simulator() -> Simulator:
    simulator = Simulator(lambda: NOON)
    simulator.people.join(READER, "Kazakh reader", started=True)
    return simulator


@pytest.fixture
async def address(simulator: Simulator) -> AsyncIterator[Address]:
    async with running(simulator) as address:
        yield address


@pytest.fixture
async def telegram(simulator: Simulator, address: Address) -> AsyncIterator[Telegram]:
    line = AiohttpRequest(4, PATIENT)
    async with Bot(simulator.token, base_url=address.base_url, request=line, get_updates_request=line) as bot:
        yield Telegram(bot)


async def test_a_message_arrives_with_its_formatting_and_buttons(telegram: Telegram, simulator: Simulator) -> None:
    outcome = await telegram.send(READER, ALERT)
    message = simulator.people.history(READER)[0]
    assert outcome == Sent(message.message_id)
    assert message.text == ALERT.text
    assert message.has_button("ok")
    assert [(e.kind, e.offset, e.length) for e in message.body.entities] == [("bold", 0, 9), ("text_link", 17, 6)]


async def test_an_answer_stands_under_its_message_or_alone_when_that_is_gone(
    telegram: Telegram, simulator: Simulator
) -> None:
    first = await telegram.send(READER, ALERT)
    assert isinstance(first, Sent)
    await telegram.send(READER, Message("answer"), answers=first.message_id)
    await telegram.send(READER, Message("answer to nobody"), answers=999)
    assert [m.reply_to for m in simulator.people.history(READER)] == [None, first.message_id, None]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (faults.too_many_requests(2282), Later(timedelta(seconds=2282), flood=True)),
        (faults.refusing(Forbidden("bot was blocked by the user")), Gone("Forbidden: bot was blocked by the user")),
        (faults.refusing(Forbidden("user is deactivated")), Gone("Forbidden: user is deactivated")),
        (faults.refusing(BadRequest("chat not found")), Gone("Chat not found")),
        (faults.refusing(BadRequest("message is too long")), Refused("Message is too long")),
        (faults.internal_error(), Later()),
        (faults.connection_reset(), Doubtful("ServerDisconnectedError")),
        (faults.answer_lost(), Doubtful("ServerDisconnectedError")),
        (faults.bad_gateway(), Doubtful("TelegramError")),
    ],
)
async def test_a_send_ends_as(telegram: Telegram, simulator: Simulator, fault: Fault, outcome: Outcome) -> None:
    simulator.faults.add(fault, method="sendMessage")
    assert await telegram.send(READER, ALERT) == outcome


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (faults.answer_lost(), Later()),
        (faults.bad_gateway(), Later()),
        (faults.too_many_requests(3), Later(timedelta(seconds=3), flood=True)),
        (faults.refusing(BadRequest("message to edit not found")), Vanished("Message to edit not found")),
        (faults.refusing(Forbidden("bot was blocked by the user")), Gone("Forbidden: bot was blocked by the user")),
    ],
)
async def test_an_edit_ends_as(telegram: Telegram, simulator: Simulator, fault: Fault, outcome: Outcome) -> None:
    sent = await telegram.send(READER, ALERT)
    assert isinstance(sent, Sent)
    simulator.faults.add(fault, method="editMessageText")
    assert await telegram.edit(READER, sent.message_id, Message("changed")) == outcome


async def test_an_edit_that_changes_nothing_is_well(telegram: Telegram) -> None:
    sent = await telegram.send(READER, ALERT)
    assert isinstance(sent, Sent)
    assert await telegram.edit(READER, sent.message_id, ALERT) == sent


async def test_a_chat_that_never_pressed_start_is_gone(telegram: Telegram, simulator: Simulator) -> None:
    simulator.people.join(8, "Russian reader")
    assert isinstance(await telegram.send(8, ALERT), Gone)


async def test_nobody_there_took_nothing() -> None:
    async with running(Simulator(lambda: NOON)) as address:
        pass
    async with AiohttpRequest(1, PATIENT) as request:
        unreachable = Telegram(Bot("1:x", base_url=address.base_url, request=request, get_updates_request=request))
        assert await unreachable.send(READER, ALERT) == Later()


async def test_a_refused_token_is_nobodys_fault_but_ours(address: Address) -> None:
    async with AiohttpRequest(1, PATIENT) as request:
        stranger = Telegram(Bot("1:wrong", base_url=address.base_url, request=request, get_updates_request=request))
        assert await stranger.send(READER, ALERT) == Later(NO_TOKEN, everybody=True)


@given(st.dictionaries(st.text(min_size=1), st.text() | st.text(min_size=65, max_size=200), max_size=5))
def test_a_form_is_what_the_standard_library_makes_of_it(parameters: dict[str, str]) -> None:
    assert form(parameters) == urlencode(parameters).encode()
