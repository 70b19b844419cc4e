"""Forums: messages go into topics, and topics have rules of their own."""

import pytest

from bot.simulator import CannotDo, Simulator
from bot.simulator.membership import RIGHTS

from .conftest import READER
from .driving import Api

FORUM = -1003


@pytest.fixture
def forum(simulator: Simulator) -> int:
    simulator.groups.create(FORUM, "Editors", [READER], forum=True)
    simulator.groups.add_bot(FORUM, rights=RIGHTS)
    return FORUM


async def opened(api: Api, name: str = "Алматы") -> int:
    topic = (await api.call("createForumTopic", chat_id=FORUM, name=name)).result
    assert topic["name"] == name
    return int(topic["message_thread_id"])


async def test_a_message_goes_into_a_topic_and_its_answer_too(api: Api, simulator: Simulator, forum: int) -> None:
    thread = await opened(api)
    sent = (await api.call("sendMessage", chat_id=forum, text="Митинг", message_thread_id=thread)).result
    assert (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"]) == (thread, True, True)
    reply = {"message_id": sent["message_id"]}
    answer = (await api.call("sendMessage", chat_id=forum, text="Түзету", reply_parameters=reply)).result
    assert answer["message_thread_id"] == thread
    said = simulator.people.say(forum, "рақмет", by=READER, thread=thread)
    assert said.thread_id == thread


async def test_an_unknown_topic_is_not_found(api: Api, forum: int) -> None:
    answer = await api.call("sendMessage", chat_id=forum, text="x", message_thread_id=77)
    assert answer.refusal == (400, "Bad Request: message thread not found")


async def test_a_closed_topic_is_for_its_keepers(api: Api, simulator: Simulator, forum: int) -> None:
    thread = await opened(api)
    assert (await api.call("closeForumTopic", chat_id=forum, message_thread_id=thread)).result is True
    assert (await api.call("sendMessage", chat_id=forum, text="x", message_thread_id=thread)).status == 200
    simulator.groups.promote_bot(forum, None)
    refused = await api.call("sendMessage", chat_id=forum, text="x", message_thread_id=thread)
    assert refused.refusal == (400, "Bad Request: TOPIC_CLOSED")
    simulator.groups.promote_bot(forum)
    assert (await api.call("reopenForumTopic", chat_id=forum, message_thread_id=thread)).result is True
    again = await api.call("reopenForumTopic", chat_id=forum, message_thread_id=thread)
    assert again.refusal == (400, "Bad Request: TOPIC_NOT_MODIFIED")


async def test_a_deleted_topic_takes_its_messages_with_it(api: Api, simulator: Simulator, forum: int) -> None:
    thread, other = await opened(api), await opened(api, "Астана")
    for each in (thread, other):
        await api.call("sendMessage", chat_id=forum, text=str(each), message_thread_id=each)
    assert (await api.call("deleteForumTopic", chat_id=forum, message_thread_id=thread)).result is True
    assert [message.text for message in simulator.people.history(forum) if message.text] == [str(other)]
    assert [topic.name for topic in simulator.groups.topics(forum)] == ["Астана"]


async def test_a_topic_is_renamed(api: Api, simulator: Simulator, forum: int) -> None:
    thread = await opened(api)
    assert (await api.call("editForumTopic", chat_id=forum, message_thread_id=thread, name="Шымкент")).result is True
    assert [topic.name for topic in simulator.groups.topics(forum)] == ["Шымкент"]


@pytest.mark.parametrize("name", ["", " ", "қ" * 129])
async def test_a_topic_has_a_name_of_1_to_128_characters(api: Api, forum: int, name: str) -> None:
    assert (await api.call("createForumTopic", chat_id=forum, name=name)).status == 400


async def test_topics_need_a_forum_and_the_right(api: Api, simulator: Simulator, forum: int) -> None:
    simulator.groups.create(-1004, "Chat", [READER])
    simulator.groups.add_bot(-1004, rights=RIGHTS)
    refusal = (await api.call("createForumTopic", chat_id=-1004, name="x")).refusal
    assert refusal == (400, "Bad Request: the chat is not a forum")
    simulator.groups.promote_bot(forum, ["can_pin_messages"])
    assert (await api.call("createForumTopic", chat_id=forum, name="x")).status == 400
    with pytest.raises(CannotDo, match="no forum"):
        simulator.groups.open_topic(-1004, "x")


async def test_a_topic_that_somebody_opens_is_told(api: Api, simulator: Simulator, forum: int) -> None:
    topic = simulator.groups.open_topic(forum, "Сурет")
    told = (await api.call("getUpdates")).result[-1]["message"]
    assert told["forum_topic_created"]["name"] == "Сурет"
    assert told["message_id"] == topic.thread_id
