"""The methods by which a bot keeps topics: createForumTopic and its like."""

from dataclasses import replace

from bot.simulator.chats import Chat
from bot.simulator.parameters import Parameters
from bot.simulator.refusals import BadRequest
from bot.simulator.state import ServerState
from bot.simulator.topics import COLOUR, Topic

LONGEST_NAME = 128


def create(state: ServerState, parameters: Parameters) -> object:
    """A topic with a name of 1-128 characters."""
    chat = _forum(state, parameters)
    name = _name(parameters)
    opening = {"forum_topic_created": {"name": name, "icon_color": COLOUR}}
    thread_id = state.serve(chat, opening, from_bot=True)
    topic = Topic(chat.chat_id, thread_id, name)
    state.topics.put(topic)
    return topic.json()


def rename(state: ServerState, parameters: Parameters) -> object:
    """Another name for a topic."""
    topic = _asked(state, parameters)
    name = _name(parameters)
    if name == topic.name:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    state.topics.put(replace(topic, name=name))
    return True


def close(state: ServerState, parameters: Parameters) -> object:
    """Nobody but administrators writes into a topic any more."""
    return _shut(state, parameters, closed=True)


def reopen(state: ServerState, parameters: Parameters) -> object:
    """Everybody may write into a topic again."""
    return _shut(state, parameters, closed=False)


def delete(state: ServerState, parameters: Parameters) -> object:
    """A topic away, with all its messages."""
    topic = _asked(state, parameters)
    for message in state.messages.history(topic.chat_id):
        if topic.thread_id in {message.thread_id, message.message_id}:
            state.drop(message)
    state.topics.remove(topic)
    return True


def _shut(state: ServerState, parameters: Parameters, *, closed: bool) -> bool:
    topic = _asked(state, parameters)
    if topic.closed == closed:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    state.topics.put(replace(topic, closed=closed))
    return True


def _asked(state: ServerState, parameters: Parameters) -> Topic:
    chat = _forum(state, parameters)
    return state.topics.found(chat.chat_id, parameters.integer("message_thread_id"))


def _forum(state: ServerState, parameters: Parameters) -> Chat:
    chat = state.chats.reachable(parameters.text("chat_id"))
    if not chat.forum:
        raise BadRequest("the chat is not a forum")
    if not chat.may("can_manage_topics"):
        raise BadRequest("not enough rights to manage topics")
    return chat


def _name(parameters: Parameters) -> str:
    name = parameters.text("name").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadRequest("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name
