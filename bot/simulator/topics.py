"""Topics of forums: a number, a name, open or closed; the methods by which a bot keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.simulator.chats import Chat
from bot.simulator.clock import Json
from bot.simulator.parameters import Parameters
from bot.simulator.refusals import BadRequest

if TYPE_CHECKING:  # the state has topics
    from bot.simulator.state import ServerState

LONGEST_NAME = 128
COLOUR = 0x6FB9F0
"""The first of the six colours that Telegram gives a topic's icon."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; its number is that of the message that opened it."""

    chat_id: int
    thread_id: int
    name: str
    closed: bool = False

    def json(self) -> Json:
        """As a ForumTopic."""
        return {"message_thread_id": self.thread_id, "name": self.name, "icon_color": COLOUR}


class Topics:
    """Every topic by chat and number."""

    def __init__(self) -> None:
        self._topics: dict[tuple[int, int], Topic] = {}

    def all(self) -> tuple[Topic, ...]:
        """Every topic, in the order of their coming."""
        return tuple(self._topics.values())

    def of(self, chat_id: int) -> tuple[Topic, ...]:
        """The topics of a chat."""
        return tuple(topic for topic in self._topics.values() if topic.chat_id == chat_id)

    def restore(self, topics: Iterable[Topic]) -> None:
        """Have these topics and no others."""
        self._topics = {(topic.chat_id, topic.thread_id): topic for topic in topics}

    def put(self, topic: Topic) -> None:
        """Keep a topic, in place of an older form of it."""
        self._topics[topic.chat_id, topic.thread_id] = topic

    def remove(self, topic: Topic) -> None:
        """Take a topic away."""
        del self._topics[topic.chat_id, topic.thread_id]

    def found(self, chat_id: int, thread_id: int) -> Topic:
        """The topic of that number.

        Raises BadRequest: `message thread not found`.
        """
        topic = self._topics.get((chat_id, thread_id))
        if topic is None:
            raise BadRequest("message thread not found")
        return topic

    def writable(self, chat: Chat, thread_id: int) -> int | None:
        """The thread that a message of the bot goes into; None for no topic.

        Raises BadRequest: `message thread not found`, `TOPIC_CLOSED`.
        """
        if not thread_id:
            return None
        topic = self.found(chat.chat_id, thread_id)
        if topic.closed and not chat.may("can_manage_topics"):
            raise BadRequest("TOPIC_CLOSED")
        return thread_id


def create(state: "ServerState", parameters: Parameters) -> object:
    """A topic with a name of 1-128 characters."""
    chat = _forum(state, parameters)
    name = _name(parameters)
    opening = {"forum_topic_created": {"name": name, "icon_color": COLOUR}}
    thread_id = state.serve(chat, opening, from_bot=True)
    topic = Topic(chat.chat_id, thread_id, name)
    state.topics.put(topic)
    return topic.json()


def rename(state: "ServerState", parameters: Parameters) -> object:
    """Another name for a topic."""
    topic = _asked(state, parameters)
    name = _name(parameters)
    if name == topic.name:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    state.topics.put(replace(topic, name=name))
    return True


def close(state: "ServerState", parameters: Parameters) -> object:
    """Nobody but administrators writes into a topic any more."""
    return _shut(state, parameters, closed=True)


def reopen(state: "ServerState", parameters: Parameters) -> object:
    """Everybody may write into a topic again."""
    return _shut(state, parameters, closed=False)


def delete(state: "ServerState", parameters: Parameters) -> object:
    """A topic away, with all its messages."""
    topic = _asked(state, parameters)
    for message in state.messages.history(topic.chat_id):
        if topic.thread_id in {message.thread_id, message.message_id}:
            state.drop(message)
    state.topics.remove(topic)
    return True


def _shut(state: "ServerState", parameters: Parameters, *, closed: bool) -> bool:
    topic = _asked(state, parameters)
    if topic.closed == closed:
        raise BadRequest("TOPIC_NOT_MODIFIED")
    state.topics.put(replace(topic, closed=closed))
    return True


def _asked(state: "ServerState", parameters: Parameters) -> Topic:
    chat = _forum(state, parameters)
    return state.topics.found(chat.chat_id, parameters.integer("message_thread_id"))


def _forum(state: "ServerState", parameters: Parameters) -> Chat:
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
