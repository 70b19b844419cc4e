"""Rule 3: how chats stand to the bot, and how Telegram refuses."""

import pytest

from bot.simulator import CannotDo, HistoryKind, MemberStatus, Simulator

from .conftest import READER
from .driving import Api

WRITING = [("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"})]


@pytest.mark.parametrize(("method", "parameters"), WRITING)
async def test_a_bot_cannot_write_first(
    api: Api, simulator: Simulator, method: str, parameters: dict[str, str]
) -> None:
    simulator.people.join(8, "Russian reader", language_code="ru")
    refusal = (await api.call(method, chat_id=8, **parameters)).refusal
    assert refusal == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_the_first_word_of_a_person_starts_the_chat(api: Api, simulator: Simulator) -> None:
    simulator.people.join(8, "Russian reader")
    simulator.people.say(8, "/start")
    assert (await api.call("sendMessage", chat_id=8, text="Привет")).result["chat"]["id"] == 8


@pytest.mark.parametrize(("method", "parameters"), WRITING)
async def test_who_blocked_the_bot_gets_nothing(
    api: Api, simulator: Simulator, method: str, parameters: dict[str, str]
) -> None:
    simulator.people.block(READER)
    refusal = (await api.call(method, chat_id=READER, **parameters)).refusal
    assert refusal == (403, "Forbidden: bot was blocked by the user")
    assert simulator.people.history(READER) == ()


async def test_a_deactivated_account_gets_nothing(api: Api, simulator: Simulator) -> None:
    simulator.people.deactivate(READER)
    refusal = (await api.call("sendMessage", chat_id=READER, text="x")).refusal
    assert refusal == (403, "Forbidden: user is deactivated")


@pytest.mark.parametrize("chat_id", [1, "1", "@nobody", "-5", "x", "9" * 5000])
async def test_an_unknown_chat_is_not_found(api: Api, chat_id: int | str) -> None:
    answer = await api.call("sendMessage", chat_id=chat_id, text="x")
    assert answer.refusal == (400, "Bad Request: chat not found")


async def test_a_chat_must_be_named(api: Api) -> None:
    assert (await api.call("sendMessage", text="x")).refusal == (400, "Bad Request: chat_id is empty")


async def test_blocking_and_unblocking_are_told_as_my_chat_member(api: Api, simulator: Simulator) -> None:
    simulator.people.block(READER)
    simulator.people.unblock(READER)
    updates = (await api.call("getUpdates")).result
    changes = [
        (update["my_chat_member"]["old_chat_member"]["status"], update["my_chat_member"]["new_chat_member"]["status"])
        for update in updates
    ]
    assert changes == [("member", "kicked"), ("kicked", "member")]
    assert (await api.call("sendMessage", chat_id=READER, text="қайта")).status == 200


async def test_a_blocked_chat_is_silent_until_unblocked(simulator: Simulator) -> None:
    simulator.people.block(READER)
    with pytest.raises(CannotDo):
        simulator.people.say(READER, "сәлем")


async def test_a_chat_can_be_looked_up_with_the_fields_that_are_never_missing(api: Api) -> None:
    chat = (await api.call("getChat", chat_id=READER)).result
    assert (chat["id"], chat["type"], chat["first_name"]) == (READER, "private", "Kazakh reader")
    assert {"accent_color_id", "max_reaction_count", "accepted_gift_types"} <= chat.keys()


async def test_a_chat_action_is_seen(api: Api, simulator: Simulator) -> None:
    await api.call("sendChatAction", chat_id=READER, action="typing")
    assert [act.detail for act in simulator.record.acts(HistoryKind.TYPING)] == ["typing"]


async def test_an_unknown_chat_action_is_refused(api: Api) -> None:
    refusal = (await api.call("sendChatAction", chat_id=READER, action="dancing")).refusal
    assert refusal == (400, "Bad Request: wrong parameter action in request")


def test_an_id_is_taken_once(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="there already"):
        simulator.people.join(READER, "Another")


def test_a_chat_knows_how_it_stands(simulator: Simulator) -> None:
    simulator.people.block(READER)
    assert [chat.standing for chat in simulator.people.chats()] == [MemberStatus.BLOCKED]
