"""Chats and the people behind them: who may be written to, and how Telegram refuses where not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from bot.simulator.refusals import BadRequest, Forbidden, Refusal
from bot.simulator.wire import Json

LONGEST_ID = 19
"""Digits of a 64-bit number."""


class Standing(Enum):
    """How a chat stands to the bot."""

    NEVER_STARTED = "never started"
    ACTIVE = "active"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"


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
    """A private chat; its id is also the person's."""

    chat_id: int
    first_name: str
    language_code: str = ""
    username: str = ""
    standing: Standing = Standing.NEVER_STARTED

    def json(self) -> Json:
        """As a Chat."""
        return {"id": self.chat_id, "type": "private", "first_name": self.first_name, **self._username()}

    def full_json(self) -> Json:
        """As a ChatFullInfo, with the fields that are never missing."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        accepted = dict.fromkeys(gifts, False)
        return {**self.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}

    def person_json(self) -> Json:
        """The person as a User."""
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.chat_id, "is_bot": False, "first_name": self.first_name, **self._username(), **language}

    def _username(self) -> Json:
        return {"username": self.username} if self.username else {}


REFUSALS = {
    Standing.NEVER_STARTED: "bot can't initiate conversation with a user",
    Standing.BLOCKED: "bot was blocked by the user",
    Standing.DEACTIVATED: "user is deactivated",
}


def refusal_to_write(chat: Chat) -> Refusal | None:
    """Why the bot may not write here; None when it may."""
    message = REFUSALS.get(chat.standing)
    return Forbidden(message) if message else None


class Chats:
    """All chats of the simulation by id."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}

    def add(self, chat: Chat) -> None:
        """Take a chat in.

        Raises ValueError: when the id is taken.
        """
        if chat.chat_id in self._chats:
            raise ValueError(f"chat {chat.chat_id} is there already")
        self._chats[chat.chat_id] = chat

    def restore(self, chats: Iterable[Chat]) -> None:
        """Have these chats and no others."""
        self._chats = {chat.chat_id: chat for chat in chats}

    def all(self) -> tuple[Chat, ...]:
        """Every chat, in the order of their coming."""
        return tuple(self._chats.values())

    def known(self, chat_id: int) -> Chat:
        """The chat of that id; a KeyError when there is none."""
        return self._chats[chat_id]

    def change(self, chat_id: int, standing: Standing) -> Chat:
        """The chat with another standing."""
        self._chats[chat_id] = replace(self._chats[chat_id], standing=standing)
        return self._chats[chat_id]

    def found(self, reference: str) -> Chat:
        """The chat that a chat_id parameter means, whatever its standing.

        Raises BadRequest: `chat_id is empty`, `chat not found`.
        """
        if not reference:
            raise BadRequest("chat_id is empty")
        chat = self._chats.get(int(reference)) if _is_number(reference) else None
        if chat is None:
            raise BadRequest("chat not found")
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
