"""Topics of forums: a number, a name, open or closed."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.simulator.chats import Chat
from bot.simulator.clock import Json
from bot.simulator.refusals import BadRequest

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
