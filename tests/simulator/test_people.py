"""What people can do beside writing and pressing: deep links, points on the map, edits, inline queries, menus."""

from typing import Any

import pytest

from bot.simulator import CannotDo, Inline, Simulator

from .conftest import READER
from .driving import Api, HandClock

GROUP = -1001
TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


def article(number: int, text: str = "Митинг") -> dict[str, Any]:
    content = {"message_text": f"<b>{text}</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": str(number), "title": text, "input_message_content": content}


async def test_a_link_starts_the_bot_with_its_payload(api: Api, simulator: Simulator) -> None:
    simulator.people.join(8, "Newcomer")
    simulator.people.start(8, "city_almaty")
    message = (await api.call("getUpdates")).result[-1]["message"]
    assert message["text"] == "/start city_almaty"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize("payload", ["қала", "a b", "a" * 65, "a."])
def test_a_link_carries_1_to_64_of_few_characters(simulator: Simulator, payload: str) -> None:
    with pytest.raises(CannotDo, match="payload"):
        simulator.people.start(READER, payload)


async def test_a_point_on_the_map_is_a_message(api: Api, simulator: Simulator) -> None:
    simulator.people.share_location(READER, 43.24, 76.95)
    message = (await api.call("getUpdates")).result[-1]["message"]
    assert message["location"] == {"latitude": 43.24, "longitude": 76.95}
    assert "text" not in message


async def test_the_bot_sends_a_point_which_has_no_text_to_edit(api: Api, simulator: Simulator) -> None:
    sent = (await api.call("sendLocation", chat_id=READER, latitude=43.24, longitude="76.95")).result
    assert sent["location"] == {"latitude": 43.24, "longitude": 76.95}
    answer = await api.call("editMessageText", chat_id=READER, message_id=sent["message_id"], text="x")
    assert answer.refusal == (400, "Bad Request: there is no text in the message to edit")


@pytest.mark.parametrize(
    "point", [{}, {"latitude": 43}, {"latitude": 91, "longitude": 0}, {"latitude": "x", "longitude": 0}]
)
async def test_a_point_lies_on_the_globe(api: Api, point: dict[str, object]) -> None:
    assert (await api.call("sendLocation", chat_id=READER, **point)).status == 400


async def test_a_person_edits_what_was_written(api: Api, simulator: Simulator) -> None:
    said = simulator.people.say(READER, "/latest Алмты")
    simulator.people.edit(READER, said.message_id, "/latest Алматы")
    edited = (await api.call("getUpdates")).result[-1]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (said.message_id, "/latest Алматы")
    assert edited["edit_date"]
    with pytest.raises(CannotDo):
        simulator.people.edit(READER, 999, "x")


async def asked(api: Api, simulator: Simulator, text: str = "алм") -> tuple[Inline, dict[str, Any]]:
    query = simulator.people.ask_inline(READER, text)
    return query, await last(api, simulator, "inline_query")


async def last(api: Api, simulator: Simulator, kind: str) -> dict[str, Any]:
    update = (await api.call("getUpdates", offset=simulator.state.updates.last_id)).result[-1]
    payload: dict[str, Any] = update[kind]
    return payload


async def test_an_inline_query_is_answered_and_a_result_sent(api: Api, simulator: Simulator) -> None:
    query, told = await asked(api, simulator)
    assert (told["query"], told["from"]["id"], told["offset"]) == ("алм", READER, "")
    assert (await api.call("answerInlineQuery", inline_query_id=told["id"], results=[article(1)])).result is True
    message = simulator.people.choose_inline(query, "1", READER)
    assert (message.text, message.via_bot) == ("Митинг", True)
    heard = await last(api, simulator, "message")
    assert heard["via_bot"]["id"] == simulator.state.bot.user_id
    assert heard["entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    with pytest.raises(CannotDo, match="no result 2"):
        simulator.people.choose_inline(query, "2", READER)


async def test_an_inline_query_is_answered_once(api: Api, simulator: Simulator) -> None:
    _, told = await asked(api, simulator)
    assert (await api.call("answerInlineQuery", inline_query_id=told["id"], results=[])).result is True
    assert (await api.call("answerInlineQuery", inline_query_id=told["id"], results=[])).refusal == TOO_OLD


@pytest.mark.parametrize(("seconds", "waiting"), [(29, True), (30, False)])
async def test_an_inline_query_lives_thirty_seconds(
    api: Api, simulator: Simulator, clock: HandClock, seconds: int, *, waiting: bool
) -> None:
    query = simulator.people.ask_inline(READER, "x")
    clock.advance(seconds=seconds)
    assert bool((await api.call("getUpdates")).result) == waiting
    answer = await api.call("answerInlineQuery", inline_query_id=query.query_id, results=[])
    assert (answer.status == 200) == waiting


@pytest.mark.parametrize(
    "results",
    [
        [article(number) for number in range(51)],
        [article(1), article(1)],
        [{"id": "", "type": "article"}],
        [{"id": "a" * 65, "type": "article"}],
        [{"type": "article"}],
        ["x"],
    ],
)
async def test_results_have_their_bounds(api: Api, simulator: Simulator, results: list[object]) -> None:
    _, told = await asked(api, simulator)
    assert (await api.call("answerInlineQuery", inline_query_id=told["id"], results=results)).status == 400


async def test_an_answer_is_kept_for_others_unless_it_is_personal(
    api: Api, simulator: Simulator, clock: HandClock
) -> None:
    simulator.people.join(8, "Another")
    for text, personal in (("бәріне", False), ("маған", True)):
        _, told = await asked(api, simulator, text)
        reply = {"results": [article(1)], "is_personal": personal}
        await api.call("answerInlineQuery", inline_query_id=told["id"], **reply)
    before = simulator.state.updates.last_id
    assert simulator.people.ask_inline(8, "бәріне").results
    assert simulator.people.ask_inline(READER, "маған").results
    assert simulator.state.updates.last_id == before
    assert simulator.people.ask_inline(8, "маған").results is None
    clock.advance(seconds=300)
    assert simulator.people.ask_inline(8, "бәріне").results is None


async def set_menu(api: Api, name: str, language: str = "", **scope: object) -> None:
    commands = [{"command": name, "description": "x"}]
    answer = await api.call("setMyCommands", commands=commands, scope=scope, language_code=language)
    assert answer.result is True


async def test_in_a_group_the_narrowest_menu_is_seen(api: Api, simulator: Simulator) -> None:
    owner = 50
    simulator.people.join(owner, "Owner", language_code="ru")
    simulator.groups.create(GROUP, "Sample", [owner, READER])

    def seen() -> list[str]:
        return [simulator.people.menu(GROUP, by=person)[0].name for person in (owner, READER)]

    await set_menu(api, "everywhere", type="default")
    assert seen() == ["everywhere", "everywhere"]
    await set_menu(api, "private", type="all_private_chats")
    await set_menu(api, "groups", type="all_group_chats")
    assert seen() == ["groups", "groups"]
    await set_menu(api, "keepers", type="all_chat_administrators")
    assert seen() == ["keepers", "groups"]
    await set_menu(api, "here", type="chat", chat_id=GROUP)
    assert seen() == ["here", "here"]
    await set_menu(api, "keepers_here", type="chat_administrators", chat_id=GROUP)
    assert seen() == ["keepers_here", "here"]
    await set_menu(api, "mine", "kk", type="chat_member", chat_id=GROUP, user_id=READER)
    assert seen() == ["keepers_here", "mine"]
    assert simulator.people.menu(READER)[0].name == "private"


async def test_what_was_set_of_the_profile_can_be_read_back(api: Api) -> None:
    await api.call("setMyName", name="Хабар", language_code="kk")
    assert (await api.call("getMyName", language_code="kk")).result == {"name": "Хабар"}
    assert (await api.call("getMyName")).result == {"name": "Protest alerts"}
    await api.call("setMyShortDescription", short_description="x")
    assert (await api.call("getMyShortDescription", language_code="ru")).result == {"short_description": "x"}
