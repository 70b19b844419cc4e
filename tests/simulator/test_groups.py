"""Rule 3 beyond private chats: groups, supergroups and channels, and how the bot stands in them."""

from typing import Any

import pytest

from bot.simulator import CannotDo, ChatType, Simulator
from bot.simulator.membership import RIGHTS

from .conftest import READER
from .driving import Api

OWNER, GROUP, CHANNEL = 50, -1001, -1002


@pytest.fixture(autouse=True)
def owner(simulator: Simulator) -> None:
    simulator.people.join(OWNER, "Owner", language_code="ru")


def made(simulator: Simulator, kind: ChatType, *, rights: frozenset[str] | None = None) -> int:
    chat_id = CHANNEL if kind is ChatType.CHANNEL else GROUP
    simulator.groups.create(chat_id, "Sample", [OWNER, READER], kind=kind)
    simulator.groups.add_bot(chat_id, rights=RIGHTS if kind is ChatType.CHANNEL else rights)
    return chat_id


async def sent(api: Api, chat_id: int, **parameters: object) -> tuple[int, str]:
    answer = await api.call("sendMessage", chat_id=chat_id, text="x", **parameters)
    return answer.status, answer.body.get("description", "")


async def updates(api: Api, kind: str) -> list[Any]:
    found = (await api.call("getUpdates")).result
    return [update[kind] for update in found if kind in update]


def kicked(simulator: Simulator, chat_id: int) -> None:
    simulator.groups.kick_bot(chat_id)


def restricted(simulator: Simulator, chat_id: int) -> None:
    simulator.groups.restrict_bot(chat_id)


def deleted(simulator: Simulator, chat_id: int) -> None:
    simulator.groups.delete(chat_id)


def unprivileged(simulator: Simulator, chat_id: int) -> None:
    simulator.groups.promote_bot(chat_id, ["can_invite_users"])


@pytest.mark.parametrize(
    ("kind", "change", "answer"),
    [
        (ChatType.GROUP, kicked, (403, "Forbidden: bot was kicked from the group chat")),
        (ChatType.SUPERGROUP, kicked, (403, "Forbidden: bot was kicked from the supergroup chat")),
        (ChatType.CHANNEL, kicked, (403, "Forbidden: bot was kicked from the channel chat")),
        (ChatType.GROUP, deleted, (403, "Forbidden: the group chat was deleted")),
        (ChatType.SUPERGROUP, restricted, (400, "Bad Request: not enough rights to send text messages to the chat")),
        (ChatType.CHANNEL, unprivileged, (400, "Bad Request: need administrator rights in the channel chat")),
    ],
)
async def test_who_is_not_wanted_is_told_how(
    api: Api, simulator: Simulator, kind: ChatType, change: Any, answer: tuple[int, str]
) -> None:
    chat_id = made(simulator, kind)
    assert await sent(api, chat_id) == (200, "")
    change(simulator, chat_id)
    assert await sent(api, chat_id) == answer


@pytest.mark.parametrize("kind", [ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL])
async def test_who_has_left_is_no_member(api: Api, simulator: Simulator, kind: ChatType) -> None:
    chat_id = made(simulator, kind)
    assert (await api.call("leaveChat", chat_id=chat_id)).result is True
    refusal = (403, f"Forbidden: bot is not a member of the {kind.value} chat")
    assert await sent(api, chat_id) == refusal
    assert (await api.call("getChat", chat_id=chat_id)).refusal == refusal


async def test_a_group_that_became_a_supergroup_names_its_new_id(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.GROUP)
    simulator.groups.migrate(GROUP, -100_500)
    answer = await api.call("sendMessage", chat_id=GROUP, text="x")
    assert answer.refusal == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert answer.body["parameters"] == {"migrate_to_chat_id": -100_500}
    assert await sent(api, -100_500) == (200, "")
    notices = [
        each for each in await updates(api, "message") if each.keys() & {"migrate_to_chat_id", "migrate_from_chat_id"}
    ]
    assert [(each["chat"]["id"], each["chat"]["type"]) for each in notices] == [
        (GROUP, "group"),
        (-100_500, "supergroup"),
    ]
    assert [notices[0]["migrate_to_chat_id"], notices[1]["migrate_from_chat_id"]] == [-100_500, GROUP]


async def test_every_change_of_the_bots_place_is_an_update(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    simulator.groups.promote_bot(GROUP)
    simulator.groups.restrict_bot(GROUP)
    simulator.groups.kick_bot(GROUP)
    simulator.groups.add_bot(GROUP)
    changes = await updates(api, "my_chat_member")
    assert [(each["old_chat_member"]["status"], each["new_chat_member"]["status"]) for each in changes] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "restricted"),
        ("restricted", "kicked"),
        ("kicked", "member"),
    ]
    assert {each["from"]["id"] for each in changes} == {OWNER}
    assert changes[1]["new_chat_member"]["can_manage_topics"] is True


async def test_the_bot_joins_with_a_notice_and_leaves_by_itself(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.GROUP)
    await api.call("leaveChat", chat_id=GROUP)
    joined, notice, left = (await api.call("getUpdates")).result
    assert joined["my_chat_member"]["from"]["id"] == OWNER
    assert [user["id"] for user in notice["message"]["new_chat_members"]] == [simulator.state.bot.user_id]
    change = left["my_chat_member"]
    assert (change["from"]["id"], change["new_chat_member"]["status"]) == (simulator.state.bot.user_id, "left")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/latest Алматы", True),
        ("/latest@protest_alerts_bot", True),
        ("/latest@another_bot", False),
        ("бір сөз", False),
        ("@protest_alerts_bot не болды?", True),
    ],
)
async def test_in_a_group_a_bot_hears_what_is_meant_for_it(
    api: Api, simulator: Simulator, text: str, *, heard: bool
) -> None:
    made(simulator, ChatType.SUPERGROUP)
    simulator.people.say(GROUP, text, by=READER)
    messages = [each["text"] for each in await updates(api, "message") if "text" in each]
    assert messages == ([text] if heard else [])


async def test_an_answer_to_the_bot_is_heard_and_an_administrator_hears_all(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    alert = (await api.call("sendMessage", chat_id=GROUP, text="Митинг")).result
    simulator.people.say(GROUP, "қайда?", by=READER, reply_to=alert["message_id"])
    simulator.groups.promote_bot(GROUP)
    simulator.people.say(GROUP, "бәрі", by=OWNER)
    messages = [each for each in await updates(api, "message") if "text" in each]
    assert [(each["text"], each["from"]["id"]) for each in messages] == [("қайда?", READER), ("бәрі", OWNER)]
    assert messages[0]["reply_to_message"]["text"] == "Митинг"


async def test_a_kicked_bot_hears_nothing(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    simulator.groups.kick_bot(GROUP)
    simulator.people.say(GROUP, "/latest", by=READER)
    assert [each for each in await updates(api, "message") if "text" in each] == []


def test_only_members_speak(simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    simulator.people.join(60, "Stranger")
    with pytest.raises(CannotDo, match="nobody of that number"):
        simulator.people.say(GROUP, "x", by=60)


async def test_a_channel_speaks_for_itself(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.CHANNEL)
    simulator.people.say(CHANNEL, "Редакция")
    (post,) = await updates(api, "channel_post")
    assert (post["text"], post["sender_chat"]["id"], post["chat"]["type"]) == ("Редакция", CHANNEL, "channel")
    own = (await api.call("sendMessage", chat_id=CHANNEL, text="Митинг")).result
    assert "from" not in own
    assert own["sender_chat"]["title"] == "Sample"


async def test_in_a_channel_a_bot_with_the_right_edits_what_others_posted(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.CHANNEL)
    post = simulator.people.say(CHANNEL, "57")
    target = {"chat_id": CHANNEL, "message_id": post.message_id}
    assert (await api.call("editMessageText", **target, text="67")).status == 200
    simulator.groups.promote_bot(CHANNEL, ["can_post_messages"])
    answer = await api.call("editMessageText", **target, text="77")
    assert answer.refusal == (400, "Bad Request: message can't be edited")


async def test_in_a_group_only_a_bot_with_the_right_deletes_what_others_wrote(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    spam = simulator.people.say(GROUP, "жарнама", by=READER)
    target = {"chat_id": GROUP, "message_id": spam.message_id}
    assert (await api.call("deleteMessage", **target)).refusal == (400, "Bad Request: message can't be deleted")
    simulator.groups.promote_bot(GROUP)
    assert (await api.call("deleteMessage", **target)).result is True


async def test_several_messages_are_deleted_at_once_and_missing_ones_passed_over(
    api: Api, simulator: Simulator
) -> None:
    numbers = [(await api.call("sendMessage", chat_id=READER, text=str(n))).result["message_id"] for n in range(3)]
    assert (await api.call("deleteMessages", chat_id=READER, message_ids=[*numbers[:2], 999])).result is True
    assert [message.text for message in simulator.people.history(READER)] == ["2"]
    assert (await api.call("deleteMessages", chat_id=READER, message_ids=list(range(1, 102)))).status == 400
    assert (await api.call("deleteMessages", chat_id=READER, message_ids=[])).status == 400


async def test_a_supergroup_numbers_its_messages_by_itself(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    private = [(await api.call("sendMessage", chat_id=READER, text="x")).result["message_id"] for _ in range(2)]
    group = [(await api.call("sendMessage", chat_id=GROUP, text="x")).result["message_id"] for _ in range(2)]
    assert (private, group) == ([1, 2], [2, 3])  # the group's first is the notice that the bot joined


async def test_a_public_chat_goes_by_its_name(api: Api, simulator: Simulator) -> None:
    simulator.groups.create(CHANNEL, "Алматы", [OWNER], kind=ChatType.CHANNEL, username="almaty_alerts")
    simulator.groups.add_bot(CHANNEL, rights=RIGHTS)
    sent = (await api.call("sendMessage", chat_id="@Almaty_Alerts", text="x")).result
    assert sent["chat"] == {"id": CHANNEL, "type": "channel", "title": "Алматы", "username": "almaty_alerts"}
    assert (await api.call("sendMessage", chat_id="@nobody", text="x")).refusal == (400, "Bad Request: chat not found")


async def test_members_are_known_by_their_place(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    simulator.people.join(60, "Stranger")

    async def status(user_id: int) -> str:
        return str((await api.call("getChatMember", chat_id=GROUP, user_id=user_id)).result["status"])

    everybody = [OWNER, READER, 60, simulator.state.bot.user_id]
    assert [await status(user_id) for user_id in everybody] == ["creator", "member", "left", "member"]
    assert (await api.call("getChatMember", chat_id=GROUP, user_id=9)).refusal == (400, "Bad Request: member not found")
    assert (await api.call("getChatMemberCount", chat_id=GROUP)).result == 3
    assert [each["status"] for each in (await api.call("getChatAdministrators", chat_id=GROUP)).result] == ["creator"]
    assert (await api.call("getChatAdministrators", chat_id=READER)).status == 400


async def test_a_button_in_a_group_tells_who_pressed_it(api: Api, simulator: Simulator) -> None:
    made(simulator, ChatType.SUPERGROUP)
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "more"}]]}
    message = (await api.call("sendMessage", chat_id=GROUP, text="x", reply_markup=keyboard)).result
    simulator.people.press(GROUP, message["message_id"], "more", by=OWNER)
    simulator.people.press(GROUP, message["message_id"], "more", by=READER)
    queries = await updates(api, "callback_query")
    assert [query["from"]["id"] for query in queries] == [OWNER, READER]
    assert queries[0]["chat_instance"] == queries[1]["chat_instance"]


def test_a_bot_comes_into_a_channel_as_an_administrator_only(simulator: Simulator) -> None:
    simulator.groups.create(CHANNEL, "x", [OWNER], kind=ChatType.CHANNEL)
    with pytest.raises(CannotDo, match="administrator"):
        simulator.groups.add_bot(CHANNEL)
    with pytest.raises(CannotDo, match="no such rights: can_fly"):
        simulator.groups.add_bot(CHANNEL, rights=["can_fly"])


def test_a_group_has_a_number_below_nought(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="below 0"):
        simulator.groups.create(5, "x")
