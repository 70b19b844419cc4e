"""Groups, supergroups and channels: who makes them, who is in them, and what becomes of the bot there."""

from collections.abc import Iterable
from dataclasses import replace

from bot.simulator.chats import Bot, Chat, ChatType, MemberStatus
from bot.simulator.history import HistoryKind
from bot.simulator.membership import AWAY, GONE, RIGHTS
from bot.simulator.messages import ChatMessage
from bot.simulator.refusals import CannotDo
from bot.simulator.state import ServerState
from bot.simulator.topics import COLOUR, Topic

OUTSIDE = GONE | AWAY


def heard_by_bot(chat: Chat, bot: Bot, message: ChatMessage, answered: ChatMessage | None) -> bool:
    """Whether the bot is told: everything in private and where it administers, else only what is meant for it."""
    if chat.standing in OUTSIDE:
        return False
    if not chat.is_group or chat.rights is not None or message.extra.keys() - {"location", "photo"}:
        return True
    own = f"@{bot.username}".lower()
    commands = [
        _word(message, entity.offset, entity.end) for entity in message.entities if entity.kind == "bot_command"
    ]
    named = any("@" not in command or command.endswith(own) for command in commands)
    return named or own in message.text.lower() or (answered is not None and answered.from_bot) or message.via_bot


def _word(message: ChatMessage, start: int, end: int) -> str:
    units = message.text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "replace").lower()


class Groups:
    """Everybody's chats with each other; call it from the loop that the simulator runs in."""

    def __init__(self, state: ServerState) -> None:
        self._state = state

    def create(
        self,
        chat_id: int,
        title: str,
        members: Iterable[int] = (),
        *,
        kind: ChatType = ChatType.SUPERGROUP,
        forum: bool = False,
        username: str = "",
    ) -> Chat:
        """A chat of these people, of whom the first owns it; the bot is not in it yet.

        Raises ValueError: when the id is taken or not below 0. Raises KeyError: for a person who has not joined.
        """
        people = tuple(self._state.chat(person_id).chat_id for person_id in members)
        if chat_id >= 0 or kind is ChatType.PRIVATE:
            raise ValueError("a group or channel has an id below 0")
        owners, away = people[:1], MemberStatus.LEFT
        chat = Chat(chat_id, title, "", username, away, kind=kind, forum=forum, members=people, administrators=owners)
        self._state.chats.add(chat)
        self._state.record.add_act(HistoryKind.JOINED, chat_id)
        return chat

    def add_bot(self, chat_id: int, *, rights: Iterable[str] | None = None) -> Chat:
        """The owner lets the bot in, as an administrator with these rights or (None) as a member."""
        chat = self._require(chat_id, MemberStatus.LEFT, MemberStatus.KICKED)
        if chat.kind is ChatType.CHANNEL and rights is None:
            raise CannotDo("a bot comes into a channel as an administrator only")
        moved = self._move(chat, MemberStatus.ACTIVE, rights)
        if chat.is_group:
            arrival = {"new_chat_members": [self._state.bot_now().json()]}
            self._state.serve(moved, arrival, sender=self._owner(chat))
        return moved

    def promote_bot(self, chat_id: int, rights: Iterable[str] | None = RIGHTS) -> Chat:
        """The owner gives the bot these rights, or (None) takes them all."""
        return self._move(
            self._require(chat_id, MemberStatus.ACTIVE, MemberStatus.RESTRICTED), MemberStatus.ACTIVE, rights
        )

    def restrict_bot(self, chat_id: int) -> Chat:
        """The owner forbids the bot to write."""
        return self._move(self._require(chat_id, MemberStatus.ACTIVE), MemberStatus.RESTRICTED, None)

    def kick_bot(self, chat_id: int) -> Chat:
        """The owner throws the bot out."""
        return self._move(
            self._require(chat_id, MemberStatus.ACTIVE, MemberStatus.RESTRICTED), MemberStatus.KICKED, None
        )

    def delete(self, chat_id: int) -> None:
        """The chat is gone; the bot hears nothing."""
        self._state.chats.change(chat_id, MemberStatus.DELETED)
        self._state.record.add_act(HistoryKind.STANDING, chat_id, detail=MemberStatus.DELETED.value)

    def migrate(self, chat_id: int, new_id: int) -> Chat:
        """A group becomes a supergroup with another id; both hear of it by a service message.

        Raises CannotDo: when it is no group. Raises ValueError: when the new id is taken.
        """
        chat = self._require(chat_id, MemberStatus.ACTIVE)
        if chat.kind is not ChatType.GROUP:
            raise CannotDo("only a group can become a supergroup")
        fresh = replace(chat, chat_id=new_id, kind=ChatType.SUPERGROUP)
        self._state.chats.add(fresh)
        self._state.record.add_act(HistoryKind.JOINED, new_id)
        owner = self._owner(chat)
        self._state.serve(chat, {"migrate_to_chat_id": new_id}, sender=owner)
        self._state.chats.put(replace(chat, standing=MemberStatus.MIGRATED, migrated_to=new_id))
        self._state.record.add_act(HistoryKind.STANDING, chat_id, detail=MemberStatus.MIGRATED.value)
        self._state.serve(fresh, {"migrate_from_chat_id": chat_id}, sender=owner)
        return fresh

    def open_topic(self, chat_id: int, name: str) -> Topic:
        """The owner opens a topic in a forum.

        Raises CannotDo: when the chat is no forum.
        """
        chat = self._state.chat(chat_id)
        if not chat.forum:
            raise CannotDo("the chat is no forum")
        opening = {"forum_topic_created": {"name": name, "icon_color": COLOUR}}
        topic = Topic(chat_id, self._state.serve(chat, opening, sender=self._owner(chat)), name)
        self._state.topics.put(topic)
        return topic

    def topics(self, chat_id: int) -> tuple[Topic, ...]:
        """The topics of a chat."""
        return self._state.topics.of(chat_id)

    def _move(self, chat: Chat, standing: MemberStatus, rights: Iterable[str] | None) -> Chat:
        held = None if rights is None else frozenset(rights)
        if held is not None and held - RIGHTS:
            raise CannotDo(f"no such rights: {', '.join(sorted(held - RIGHTS))}")
        return self._state.move(chat, standing, by=self._owner(chat), rights=held)

    def _owner(self, chat: Chat) -> int | None:
        return next(iter(chat.administrators), None)

    def _require(self, chat_id: int, *standings: MemberStatus) -> Chat:
        chat = self._state.chat(chat_id)
        if chat.kind is ChatType.PRIVATE or chat.standing not in standings:
            raise CannotDo(f"the {chat.kind.value} chat is {chat.standing.value}")
        return chat
