"""A demo that is stopped and started again keeps its chats."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.simulator import BadSnapshot, ChatType, HistoryKind, MemberStatus, Simulator, dump, load, running
from bot.simulator.membership import RIGHTS

from .conftest import READER
from .driving import Api, HandClock, HandSleep

KEYBOARD = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more", "style": "primary"}]]}


async def lived_in(simulator: Simulator, api: Api) -> None:
    """Chats in every standing, every kind of message, a menu, names, an unanswered press and waiting updates."""
    people = simulator.people
    people.join(8, "Blocked reader", language_code="ru", username="blocked", started=True)
    people.join(9, "Quiet reader", language_code="en")
    people.block(8)
    asked = people.say(READER, "/latest")
    bold = [{"type": "bold", "offset": 0, "length": 2}, {"type": "text_link", "offset": 3, "length": 2, "url": "a.kz"}]
    link = {"is_disabled": True}
    answer = {"message_id": asked.message_id}
    sent: dict[str, Any] = {"chat_id": READER, "text": "57 ад", "entities": bold, "link_preview_options": link}
    await api.call("sendMessage", **sent, reply_markup=KEYBOARD, reply_parameters=answer, protect_content=True)
    await api.call("sendMessage", chat_id=READER, text="1", disable_notification=True)
    await api.call("editMessageText", chat_id=READER, message_id=3, text="2", reply_markup=KEYBOARD)
    await api.call("sendMessage", chat_id=READER, text="?", reply_markup={"keyboard": [[{"text": "Иә"}]]})
    await api.call("setMyName", name="Хабар", language_code="kk")
    scope = {"type": "chat", "chat_id": READER}
    await api.call("setMyCommands", commands=[{"command": "correct", "description": "Түзету"}], scope=scope)
    people.press(READER, 2, "more")


@pytest.fixture
def other(clock: HandClock, nap: HandSleep) -> Simulator:
    """The simulator after a restart."""
    return Simulator(clock, sleep=nap)


async def test_everything_that_a_reader_sees_is_kept(simulator: Simulator, api: Api, other: Simulator) -> None:
    await lived_in(simulator, api)
    load(other, json.loads(json.dumps(dump(simulator))))
    assert other.people.chats() == simulator.people.chats()
    for chat in simulator.people.chats():
        assert other.people.history(chat.chat_id) == simulator.people.history(chat.chat_id)
        assert other.people.menu(chat.chat_id) == simulator.people.menu(chat.chat_id)
        assert other.people.bot_name(chat.language_code) == simulator.people.bot_name(chat.language_code)
    assert [chat.standing for chat in other.people.chats()] == [
        MemberStatus.ACTIVE,
        MemberStatus.BLOCKED,
        MemberStatus.NEVER_STARTED,
    ]


async def test_everything_that_the_bot_expects_is_kept(simulator: Simulator, api: Api, other: Simulator) -> None:
    await lived_in(simulator, api)
    waiting = (await api.call("getUpdates")).result
    load(other, json.loads(json.dumps(dump(simulator))))
    async with running(other) as address, ClientSession() as session:
        bot = Api(session, address, other.token)
        assert (await bot.call("getUpdates")).result == waiting
        query = waiting[-1]["callback_query"]["id"]
        assert (await bot.call("answerCallbackQuery", callback_query_id=query, text="Міне")).result is True
        sent = await bot.call("editMessageText", chat_id=READER, message_id=3, text="3")
        assert sent.result["text"] == "3"
    assert [act.deed for act in other.record.acts()] == [HistoryKind.ANSWERED, HistoryKind.EDITED]


async def test_numbers_go_on_where_they_were(simulator: Simulator, api: Api, other: Simulator) -> None:
    await lived_in(simulator, api)
    await api.call("deleteMessage", chat_id=READER, message_id=4)
    load(other, dump(simulator))
    for each in (simulator, other):
        each.people.say(READER, "/start")
        each.people.press(READER, 2, "more")
    expected, found = dump(simulator)["last"], dump(other)["last"]
    assert found == expected
    assert expected["message"] == 5
    assert other.people.history(READER)[-1].message_id == 5


async def test_a_second_dump_is_the_first(simulator: Simulator, api: Api, other: Simulator) -> None:
    await lived_in(simulator, api)
    load(other, dump(simulator))
    assert dump(other) == dump(simulator)


def spoilt(kept: dict[str, Any], *path: str | int, value: object) -> Any:
    """A copy of the snapshot with one value changed."""
    copy = json.loads(json.dumps(kept))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("form",), 2),
        (("chats",), None),
        (("chats",), []),
        (("chats", 0, "chat_id"), "seven"),
        (("chats", 0, "standing"), "asleep"),
        (("messages", 0), "nothing"),
        (("messages", 0, "sent_at"), "yesterday"),
        (("messages", 0, "sent_at"), "2019-09-21T06:00:00"),
        (("messages", 1, "entities", 0), {}),
        (("messages", 1, "rows", 0, 0, "action"), "explode"),
        (("last",), {}),
        (("menus", 0, "scope"), ["chat"]),
        (("texts", 0), ["name"]),
        (("updates", 0, "payload"), 5),
        (("taps", 0), []),
    ],
)
async def test_a_spoilt_snapshot_changes_nothing(
    simulator: Simulator, api: Api, path: tuple[str | int, ...], value: object
) -> None:
    await lived_in(simulator, api)
    before = dump(simulator)
    with pytest.raises(BadSnapshot, match="not a snapshot"):
        load(simulator, spoilt(before, *path, value=value))
    assert dump(simulator) == before


@pytest.mark.parametrize("kept", [{}, [], None, "text", 5])
def test_what_is_no_snapshot_at_all_is_refused(other: Simulator, kept: Any) -> None:
    with pytest.raises(BadSnapshot, match="not a snapshot"):
        load(other, kept)


async def test_groups_and_their_topics_are_kept(simulator: Simulator, api: Api, other: Simulator) -> None:
    people, groups = simulator.people, simulator.groups
    groups.create(-1001, "Editors", [READER], forum=True, username="editors")
    groups.add_bot(-1001, rights=RIGHTS)
    groups.create(-5, "Neighbours", [READER], kind=ChatType.GROUP)
    groups.add_bot(-5)
    groups.migrate(-5, -1005)
    topic = groups.open_topic(-1001, "Алматы")
    people.say(-1001, "бір", by=READER, thread=topic.thread_id)
    people.share_location(READER, 43.24, 76.95)
    load(other, json.loads(json.dumps(dump(simulator))))
    assert other.people.chats() == people.chats()
    for chat in people.chats():
        assert other.people.history(chat.chat_id) == people.history(chat.chat_id)
    assert other.groups.topics(-1001) == (topic,)
    numbers = [each.people.say(-1001, "екі", by=READER).message_id for each in (simulator, other)]
    assert numbers[0] == numbers[1]


async def test_what_was_kept_before_there_were_groups_is_read(simulator: Simulator, api: Api, other: Simulator) -> None:
    await lived_in(simulator, api)
    kept = dump(simulator)
    del kept["topics"], kept["last"]["own"]
    for chat in kept["chats"]:
        for name in ("kind", "forum", "migrated_to", "members", "administrators", "rights"):
            del chat[name]
    for message in kept["messages"]:
        for name in ("sender_id", "thread_id", "extra", "via_bot"):
            del message[name]
    for tap in kept["taps"]:
        del tap["person_id"]
    load(other, kept)
    assert other.people.chats() == simulator.people.chats()
    assert other.people.history(READER) == simulator.people.history(READER)
