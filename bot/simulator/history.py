"""The record: everything that happened, numbered in order; a page or a test follows it from any number on."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import takewhile
from typing import TypeAlias

from bot.simulator.callback_queries import TapAnswer
from bot.simulator.clock import Bell, Clock, Json
from bot.simulator.http_reply import HttpReply
from bot.simulator.messages import ChatMessage

MOST_ENTRIES = 100_000


class HistoryKind(Enum):
    """What can happen in a chat."""

    JOINED = "joined"
    SAID = "said"
    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    PRESSED = "pressed"
    ANSWERED = "answered"
    STANDING = "standing"
    TYPING = "typing"
    ASKED = "asked"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot and its answer; `method` in small letters, `at` on the wire's clock, never a token."""

    sequence: int
    at: datetime
    method: str
    parameters: Mapping[str, object]
    reply: HttpReply


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened in a chat; `message` as it stood after it (before it, for DELETED)."""

    sequence: int
    at: datetime
    deed: HistoryKind
    chat_id: int
    message: ChatMessage | None = None
    answer: TapAnswer | None = None
    detail: str = ""


RecordEntry: TypeAlias = Call | HistoryEntry


class History:
    """What happened, oldest first; beyond the cap the oldest entries go and `dropped` counts them."""

    def __init__(self, clock: Clock, cap: int = MOST_ENTRIES) -> None:
        self._clock = clock
        self._entries: deque[RecordEntry] = deque(maxlen=cap)
        self._bell = Bell()
        self.last = 0

    @property
    def dropped(self) -> int:
        """How many entries the cap has cost."""
        return self.last - len(self._entries)

    def add_call(self, method: str, parameters: Json, reply: HttpReply) -> None:
        """Write down a request and its answer."""
        self._add(Call(self.last + 1, self._clock(), method, parameters, reply))

    def add_act(
        self,
        deed: HistoryKind,
        chat_id: int,
        message: ChatMessage | None = None,
        *,
        answer: TapAnswer | None = None,
        detail: str = "",
    ) -> None:
        """Write down what happened in a chat."""
        self._add(HistoryEntry(self.last + 1, self._clock(), deed, chat_id, message, answer, detail))

    def calls(self, method: str | None = None) -> tuple[Call, ...]:
        """The requests, all or of one method."""
        name = method.lower() if method else None
        return tuple(entry for entry in self._entries if isinstance(entry, Call) and name in {None, entry.method})

    def acts(self, *deeds: HistoryKind, chat_id: int | None = None) -> tuple[HistoryEntry, ...]:
        """What happened: all deeds or some, in all chats or one."""
        acts = (entry for entry in self._entries if isinstance(entry, HistoryEntry))
        return tuple(act for act in acts if (not deeds or act.deed in deeds) and chat_id in {None, act.chat_id})

    def since(self, sequence: int) -> tuple[RecordEntry, ...]:
        """The entries after a number, oldest first."""
        fresh = takewhile(lambda entry: entry.sequence > sequence, reversed(self._entries))
        return tuple(fresh)[::-1]

    async def after(self, sequence: int) -> tuple[RecordEntry, ...]:
        """The entries after a number, waiting until there is one."""
        while self.last <= sequence:
            await self._bell.next()
        return self.since(sequence)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds; it is looked at again after each entry."""
        while not condition():
            await self._bell.next()

    def _add(self, entry: RecordEntry) -> None:
        self._entries.append(entry)
        self.last = entry.sequence
        self._bell.ring()
