"""Chats, the people in them and the bot's place there: who may be written to, and how Telegram refuses where not."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from bot.simulator.clock import Json
from bot.simulator.refusals import BadRequest, Forbidden, MigratedChat, Refusal

LONGEST_ID = 19
"""Digits of a 64-bit number."""


class ChatType(Enum):
    """What a chat is, as Telegram names it."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class MemberStatus(Enum):
    """How a chat stands to the bot."""

    NEVER_STARTED = "never started"
    ACTIVE = "active"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    LEFT = "left"
    RESTRICTED = "restricted"
    MIGRATED = "migrated"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as Telegram shows it; `name` may be changed by setMyName."""

    user_id: int
    name: str
    username: str

    def json(self) -> Json:
        """As a User."""
        return {"id": self.user_id, "is_bot": True, "first_name": self.name, "username": self.username}


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat; a private one's id is also the person's, and `first_name` is a group's or channel's title.

    `rights` are what the bot may do as an administrator (None: it is none); `members` are ids of people, of whom
    `administrators` may do everything; `migrated_to` is the supergroup that a group became.
    """

    chat_id: int
    first_name: str
    language_code: str = ""
    username: str = ""
    standing: MemberStatus = MemberStatus.NEVER_STARTED
    kind: ChatType = ChatType.PRIVATE
    forum: bool = False
    rights: frozenset[str] | None = None
    members: tuple[int, ...] = ()
    administrators: tuple[int, ...] = ()
    migrated_to: int | None = None

    @property
    def is_group(self) -> bool:
        """Whether people talk with each other here."""
        return self.kind is ChatType.GROUP or self.kind is ChatType.SUPERGROUP

    @property
    def numbers_alone(self) -> bool:
        """Whether its messages have numbers of their own (in the others one account's numbers run on)."""
        return self.kind is ChatType.SUPERGROUP or self.kind is ChatType.CHANNEL

    def json(self) -> Json:
        """As a Chat."""
        if self.kind is ChatType.PRIVATE:
            return {"id": self.chat_id, "type": "private", "first_name": self.first_name, **self._username()}
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.chat_id, "type": self.kind.value, "title": self.first_name, **self._username(), **forum}

    def full_json(self) -> Json:
        """As a ChatFullInfo, with the fields that are never missing."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        accepted = dict.fromkeys(gifts, False)
        return {**self.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}

    def person_json(self) -> Json:
        """The person as a User."""
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.chat_id, "is_bot": False, "first_name": self.first_name, **self._username(), **language}

    def may(self, right: str) -> bool:
        """Whether the bot is an administrator with that right."""
        return self.rights is not None and right in self.rights

    def _username(self) -> Json:
        return {"username": self.username} if self.username else {}


IN_PRIVATE = {
    MemberStatus.NEVER_STARTED: "bot can't initiate conversation with a user",
    MemberStatus.BLOCKED: "bot was blocked by the user",
    MemberStatus.DEACTIVATED: "user is deactivated",
}

ELSEWHERE = {
    MemberStatus.KICKED: "bot was kicked from the {kind} chat",
    MemberStatus.LEFT: "bot is not a member of the {kind} chat",
    MemberStatus.DELETED: "the group chat was deleted",
}


def refusal_to_reach(chat: Chat) -> Refusal | None:
    """Why the bot cannot do anything here; None when it can."""
    if chat.standing is MemberStatus.MIGRATED and chat.migrated_to is not None:
        return MigratedChat(chat.migrated_to)
    words = IN_PRIVATE if chat.kind is ChatType.PRIVATE else ELSEWHERE
    message = words.get(chat.standing)
    return Forbidden(message.format(kind=chat.kind.value)) if message else None


def refusal_to_write(chat: Chat) -> Refusal | None:
    """Why the bot may not write here; None when it may."""
    if chat.standing is MemberStatus.ACTIVE and chat.kind is not ChatType.CHANNEL:
        return None
    if chat.standing is MemberStatus.RESTRICTED:
        return BadRequest("not enough rights to send text messages to the chat")
    if chat.standing is MemberStatus.ACTIVE and not chat.may("can_post_messages"):
        return BadRequest("need administrator rights in the channel chat")
    return refusal_to_reach(chat)


@dataclass(slots=True)
class Chats:
    """All chats of the simulation by id."""

    _chats: dict[int, Chat] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)

    def add(self, chat: Chat) -> None:
        """Take a chat in.

        Raises ValueError: when the id is taken.
        """
        if chat.chat_id in self._chats:
            raise ValueError(f"chat {chat.chat_id} is there already")
        self.put(chat)

    def put(self, chat: Chat) -> Chat:
        """Keep a chat, in place of an older form of it."""
        self._chats[chat.chat_id] = chat
        if chat.username:
            self._names[chat.username.lower()] = chat.chat_id
        return chat

    def restore(self, chats: Iterable[Chat]) -> None:
        """Have these chats and no others."""
        self._chats, self._names = {}, {}
        for chat in chats:
            self.put(chat)

    def all(self) -> tuple[Chat, ...]:
        """Every chat, in the order of their coming."""
        return tuple(self._chats.values())

    def known(self, chat_id: int) -> Chat:
        """The chat of that id; a KeyError when there is none."""
        return self._chats[chat_id]

    def get(self, chat_id: int) -> Chat | None:
        """The chat of that id, or None."""
        return self._chats.get(chat_id)

    def change(self, chat_id: int, standing: MemberStatus) -> Chat:
        """The chat with another standing."""
        return self.put(replace(self._chats[chat_id], standing=standing))

    def meant(self, reference: str) -> Chat | None:
        """The chat that a chat_id parameter means: a number, or @username of a public group or channel."""
        if reference.startswith("@"):
            chat = self._chats.get(self._names.get(reference[1:].lower(), 0))
            return None if chat is None or chat.kind is ChatType.PRIVATE else chat
        return self._chats.get(int(reference)) if _is_number(reference) else None

    def found(self, reference: str) -> Chat:
        """The chat that a chat_id parameter means, whatever its standing.

        Raises BadRequest: `chat_id is empty`, `chat not found`.
        """
        if not reference:
            raise BadRequest("chat_id is empty")
        chat = self.meant(reference)
        if chat is None:
            raise BadRequest("chat not found")
        return chat

    def reachable(self, reference: str) -> Chat:
        """The chat that a chat_id parameter means, when the bot may look at it: any private chat, or one it is in.

        Raises Refusal: why it may not.
        """
        chat = self.found(reference)
        refusal = None if chat.kind is ChatType.PRIVATE else refusal_to_reach(chat)
        if refusal:
            raise refusal
        return chat

    def writable(self, reference: str) -> Chat:
        """The chat that a chat_id parameter means, when the bot may write there.

        Raises Refusal: why it may not.
        """
        chat = self.found(reference)
        refusal = refusal_to_write(chat)
        if refusal:
            raise refusal
        return chat


def _is_number(reference: str) -> bool:
    digits = reference.removeprefix("-")
    return len(digits) <= LONGEST_ID and digits.isascii() and digits.isdecimal()
