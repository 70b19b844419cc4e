"""Which answer of Telegram means what to do next: the table of the Bot API server's own errors."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, error

from bot.domain.delivery import Doubtful, Gone, Later, Outcome, Refused, Sent, Shut, Vanished
from bot.domain.message import Button, Message, bold, here, joined, link
from bot.net.telegram import NO_TOKEN, Telegram, outcome, parameters
from bot.net.transport import AiohttpRequest, form
from bot.simulator import Address, Simulator, faults, running
from bot.simulator.faults import InjectedFault
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
    arrived = await telegram.send(READER, ALERT)
    message = simulator.people.history(READER)[0]
    assert arrived == Sent(message.message_id)
    assert message.text == ALERT.text
    assert message.has_button("ok")
    assert [(e.kind, e.offset, e.length) for e in message.body.entities] == [("bold", 0, 9), ("text_link", 17, 6)]


async def test_two_buttons_stand_below_the_input_field_and_messages_are_deleted(
    telegram: Telegram, simulator: Simulator
) -> None:
    sent = await telegram.send(READER, Message("Below", keyboard=("Latest", "Settings")))
    assert isinstance(sent, Sent)
    kept = simulator.people.history(READER)[-1]
    assert [key["text"] for key in kept.markup.reply_keyboard["keyboard"][0]] == ["Latest", "Settings"]
    await telegram.delete(READER, [sent.message_id, 999])
    assert kept.message_id not in {message.message_id for message in simulator.people.history(READER)}


async def test_an_answer_stands_under_its_message_or_alone_when_that_is_gone(
    telegram: Telegram, simulator: Simulator
) -> None:
    first = await telegram.send(READER, ALERT)
    assert isinstance(first, Sent)
    await telegram.send(READER, Message("answer"), answers=first.message_id)
    await telegram.send(READER, Message("answer to nobody"), answers=999)
    assert [m.reply_to for m in simulator.people.history(READER)] == [None, first.message_id, None]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (faults.too_many_requests(2282), Later(timedelta(seconds=2282), flood=True)),
        (faults.refusing(Forbidden("bot was blocked by the user")), Gone("Forbidden: bot was blocked by the user")),
        (faults.refusing(Forbidden("user is deactivated")), Shut("Forbidden: user is deactivated")),
        (faults.refusing(BadRequest("chat not found")), Shut("Chat not found")),
        (faults.refusing(BadRequest("message is too long")), Refused("Message is too long")),
        (faults.internal_error(), Later()),
        (faults.connection_reset(), Doubtful("ServerDisconnectedError")),
        (faults.answer_lost(), Doubtful("ServerDisconnectedError")),
        (faults.bad_gateway(), Doubtful("TelegramError")),
    ],
)
async def test_a_send_ends_as(
    telegram: Telegram, simulator: Simulator, fault: InjectedFault, expected: Outcome
) -> None:
    simulator.faults.add(fault, method="sendMessage")
    assert await telegram.send(READER, ALERT) == expected


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (faults.answer_lost(), Later()),
        (faults.bad_gateway(), Later()),
        (faults.too_many_requests(3), Later(timedelta(seconds=3), flood=True)),
        (faults.refusing(BadRequest("message to edit not found")), Vanished("Message to edit not found")),
        (faults.refusing(Forbidden("bot was blocked by the user")), Gone("Forbidden: bot was blocked by the user")),
    ],
)
async def test_an_edit_ends_as(
    telegram: Telegram, simulator: Simulator, fault: InjectedFault, expected: Outcome
) -> None:
    sent = await telegram.send(READER, ALERT)
    assert isinstance(sent, Sent)
    simulator.faults.add(fault, method="editMessageText")
    assert await telegram.edit(READER, sent.message_id, Message("changed")) == expected


async def test_an_edit_that_changes_nothing_is_well(telegram: Telegram) -> None:
    sent = await telegram.send(READER, ALERT)
    assert isinstance(sent, Sent)
    assert await telegram.edit(READER, sent.message_id, ALERT) == sent


async def test_a_chat_that_never_pressed_start_is_shut(telegram: Telegram, simulator: Simulator) -> None:
    simulator.people.join(8, "Russian reader")
    assert isinstance(await telegram.send(8, ALERT), Shut)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        # of the chat: docs/field-cases.md says where each was met
        ("not enough rights to send text messages to the chat", Shut),
        ("need administrator rights in the channel chat", Shut),
        ("have no rights to send a message", Shut),
        ("CHAT_RESTRICTED", Shut),
        ("CHAT_WRITE_FORBIDDEN", Shut),
        ("CHAT_SEND_PLAIN_FORBIDDEN", Shut),
        ("CHANNEL_PRIVATE", Shut),
        ("PEER_ID_INVALID", Shut),
        ("INPUT_USER_DEACTIVATED", Shut),
        ("chat not found", Shut),
        ("user not found", Shut),
        ("TOPIC_CLOSED", Shut),
        ("TOPIC_DELETED", Shut),
        ("message thread not found", Shut),
        ("group chat was upgraded to a supergroup chat", Shut),
        # of what we wrote: nothing is gained by sending it again
        ("message is too long", Refused),
        ("message text is empty", Refused),
        ("text must be non-empty", Refused),
        ('can\'t parse entities: unsupported start tag "chat" at byte offset 3', Refused),
        ("BUTTON_DATA_INVALID", Refused),
        ("BUTTON_USER_INVALID", Refused),
        ("ENTITY_MENTION_USER_INVALID", Refused),
        ("wrong HTTP URL specified", Refused),
        ("REPLY_MARKUP_TOO_LONG", Refused),
    ],
)
def test_a_400_is_of_the_chat_or_of_the_message(said: str, kind: type[Outcome]) -> None:
    assert isinstance(outcome(error.BadRequest(said)), kind)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Forbidden: bot was blocked by the user", Gone),
        ("Forbidden: USER_IS_BLOCKED", Gone),
        ("Forbidden: bot was kicked from the supergroup chat", Shut),
        ("Forbidden: bot is not a member of the channel chat", Shut),
        ("Forbidden: the group chat was deleted", Shut),
        ("Forbidden: bot can't initiate conversation with a user", Shut),
    ],
)
def test_only_a_persons_own_word_is_final(said: str, kind: type[Outcome]) -> None:
    assert isinstance(outcome(error.Forbidden(said)), kind)


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


@pytest.mark.parametrize(
    ("username", "formatting"),
    [
        (
            "sample_bot",
            [{"type": "text_link", "offset": 0, "length": 5, "url": "https://t.me/sample_bot?start=event_42"}],
        ),
        ("", []),
    ],
)
def test_a_link_into_the_bot_has_its_name_once_that_is_known(username: str, formatting: list[object]) -> None:
    message = joined((here("check", "event_42"),))
    assert json.loads(parameters(message, username).get("entities", "[]")) == formatting
