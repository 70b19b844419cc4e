"""Updates waiting for the bot: confirmed by a higher offset or delivered to a webhook, each with its time to live."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeAlias

from bot.simulator.clock import Bell, Json

DAY = timedelta(hours=24)
LIFETIMES = {
    "callback_query": timedelta(seconds=150),
    "inline_query": timedelta(seconds=30),
    "chosen_inline_result": timedelta(seconds=600),
}
"""How long an update waits; every other kind waits 24 hours."""

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when allowed_updates names them."""

BY_PERSON = frozenset({"callback_query", "inline_query", "chosen_inline_result"})
"""Kinds that a webhook gets in order by person; the others are in order by chat."""

Queue: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Update:
    """One thing for the bot to know; `kind` is the name of its field in Telegram's Update."""

    update_id: int
    kind: str
    payload: Json
    expires_at: datetime

    def json(self) -> Json:
        """As Telegram writes it."""
        return {"update_id": self.update_id, self.kind: self.payload}

    @property
    def queue(self) -> Queue:
        """Within which a webhook gets updates strictly in order."""
        if self.kind in BY_PERSON:
            return "person", int(self.payload["from"]["id"])
        family = self.kind if self.kind in {"my_chat_member", "chat_member"} else "message"
        return family, int(self.payload["chat"]["id"])


class UpdateQueue:
    """What the bot has not confirmed yet, oldest first."""

    def __init__(self) -> None:
        self.news = Bell()
        self.allowed: tuple[str, ...] = ()
        self._pending: dict[int, Update] = {}
        self._next = 1

    @property
    def last_id(self) -> int:
        """The highest number that an update was given; 0 when none was."""
        return self._next - 1

    def pending(self) -> tuple[Update, ...]:
        """All that waits, oldest first."""
        return tuple(self._pending.values())

    def restore(self, pending: Iterable[Update], last_id: int) -> None:
        """Have these updates waiting and no others; numbers go on from the last."""
        self._pending, self._next = {update.update_id: update for update in pending}, last_id + 1
        self.news.ring()

    def allow(self, kinds: list[object]) -> None:
        """Remember allowed_updates; none at all means the default."""
        self.allowed = tuple(str(kind) for kind in kinds)

    def add(self, kind: str, payload: Json, now: datetime) -> Update | None:
        """Queue an update, unless the bot does not want its kind at this moment."""
        if not self._wanted(kind):
            return None
        update = Update(self._next, kind, payload, now + LIFETIMES.get(kind, DAY))
        self._next += 1
        self._pending[update.update_id] = update
        self.news.ring()
        return update

    def count(self, now: datetime) -> int:
        """How many updates wait."""
        self._expire(now)
        return len(self._pending)

    def clear(self) -> None:
        """Forget all that waits."""
        self._pending.clear()

    def forget(self, update_id: int) -> None:
        """Forget one, if it is still there."""
        self._pending.pop(update_id, None)

    def has(self, update_id: int) -> bool:
        """Whether that one still waits."""
        return update_id in self._pending

    def confirm(self, offset: int, now: datetime) -> None:
        """Forget what lies below the offset; a negative one keeps only that many of the last."""
        self._expire(now)
        first = self._next + offset if offset < 0 else offset
        for update_id in [update_id for update_id in self._pending if update_id < first]:
            del self._pending[update_id]

    def first(self, limit: int, now: datetime) -> list[Update]:
        """The oldest updates; they stay until a higher offset confirms them."""
        self._expire(now)
        return list(islice(self._pending.values(), limit))

    def after(self, update_id: int, limit: int, now: datetime) -> list[Update]:
        """The oldest updates behind that number."""
        self._expire(now)
        return list(islice((update for update in self._pending.values() if update.update_id > update_id), limit))

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def _expire(self, now: datetime) -> None:
        for update_id in [update.update_id for update in self._pending.values() if update.expires_at <= now]:
            del self._pending[update_id]
