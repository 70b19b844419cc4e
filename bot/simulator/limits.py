"""How much a bot may send: sliding windows, pauses that grow with impatience, and paid broadcasts.

Figures as the FAQ and the field report them: 30 messages a second, one a second to a chat with a short burst, 20 a
minute to a group, 20 edits a minute in a group; paid broadcasts 1000 a second for 0.1 Star above the free ones.
Telegram publishes no exact rule; these windows are strict, so that what passes here passes there.
"""

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from bot.simulator.chats import Chat, ChatType
from bot.simulator.refusals import BadRequest, Refusal, TooManyRequests

Chance: TypeAlias = Callable[[], float]
"""Gives a number from 0 to below 1."""

Form: TypeAlias = Literal["send", "paid", "edit"]

HUGE = 2282
"""Seconds; the largest retry_after that a broadcaster reported after 200,000 forwards (tdlib/telegram-bot-api#184)."""

TENTHS_A_MESSAGE = 1
"""A paid message costs a tenth of a Star."""


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How much is allowed; None is no limit, which is the default of each.

    `per_second` sends in any second; `burst` sends to a chat in any `burst` seconds; `group_minute` and `edits_minute`
    in any minute to one group; `channels` whether channels count as groups; `paid_per_second` with
    allow_paid_broadcast. A request during a pause lengthens it by `lengthen` seconds. Of all refusals a share `huge`
    asks for 2282 s, the others for up to `jitter` seconds more than needed; a share `whim` of sends is refused without
    any need. More than `in_flight` unanswered requests are answered after 3 s with 429.
    """

    per_second: int | None = None
    burst: int | None = None
    group_minute: int | None = None
    edits_minute: int | None = None
    channels: bool = False
    paid_per_second: int = 1000
    lengthen: float = 1.0
    jitter: float = 0.0
    huge: float = 0.0
    whim: float = 0.0
    in_flight: int = 1000

    @classmethod
    def telegram(cls) -> "RateLimits":
        """As Telegram does it, as far as anybody knows."""
        return cls(per_second=30, burst=3, group_minute=20, edits_minute=20, channels=True)


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` in any `seconds`, counted under `key`."""

    key: tuple[str, int]
    most: int
    seconds: float


EVERYBODY = ("all", 0)
PAID = ("paid", 0)


def windows(limits: RateLimits, form: Form, chat: Chat | None) -> tuple[Window, ...]:
    """What a send or an edit must fit into, the widest first."""
    if form == "edit":
        return _minute(limits, "edits", limits.edits_minute, chat)
    most = limits.paid_per_second if form == "paid" else limits.per_second
    overall = () if limits.per_second is None or most is None else (_overall(form, most),)
    own = () if chat is None or limits.burst is None else (Window(("chat", chat.chat_id), limits.burst, limits.burst),)
    return (*overall, *own, *_minute(limits, "group", limits.group_minute, chat))


def _overall(form: Form, most: int) -> Window:
    return Window(PAID if form == "paid" else EVERYBODY, most, 1)


def _minute(limits: RateLimits, name: str, most: int | None, chat: Chat | None) -> tuple[Window, ...]:
    if (
        chat is None
        or most is None
        or chat.kind is ChatType.PRIVATE
        or (chat.kind is ChatType.CHANNEL and not limits.channels)
    ):
        return ()
    return (Window((name, chat.chat_id), most, 60),)


@dataclass(slots=True)
class Gate:
    """Counts what was let through and refuses the rest; `tenths` is the Stars balance in tenths of a Star."""

    limits: RateLimits
    chance: Chance
    tenths: int = 0
    _passed: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    _shut_until: dict[tuple[str, int], float] = field(default_factory=dict)

    def admit(self, form: Form, chat: Chat | None, now: datetime) -> bool:
        """Let a request through and count it; true when its delivery must be paid.

        Raises TooManyRequests: with the seconds to wait. Raises BadRequest: when there are no Stars left to pay.
        """
        at = now.timestamp()
        free = form == "paid" and self._has_room(EVERYBODY, self.limits.per_second, at)
        asked = windows(self.limits, "send" if free else form, chat)
        self._refuse_paused(asked, at)
        self._refuse_full(asked, at)
        paid = form == "paid" and not free and self.limits.per_second is not None
        if paid and self.tenths < TENTHS_A_MESSAGE:
            raise BadRequest("BALANCE_TOO_LOW")
        for window in asked:
            self._passed.setdefault(window.key, []).append(at)
        return paid

    def charge(self) -> None:
        """A paid message was delivered."""
        self.tenths -= TENTHS_A_MESSAGE

    def impose(self, limits: RateLimits) -> None:
        """Have these limits from here on; pauses are over."""
        self.limits = limits
        self._shut_until.clear()

    def _has_room(self, key: tuple[str, int], most: int | None, at: float) -> bool:
        return most is not None and self._count(Window(key, most, 1), at) < most

    def _refuse_paused(self, asked: tuple[Window, ...], at: float) -> None:
        for window in asked if self._shut_until else ():
            until = self._shut_until.get(window.key, 0.0)
            if until > at:
                raise self._pause(window, until + self.limits.lengthen, at)

    def _refuse_full(self, asked: tuple[Window, ...], at: float) -> None:
        for window in asked:
            if self._count(window, at) >= window.most:
                oldest = self._passed[window.key][-window.most]
                raise self._pause(window, self._worse(oldest + window.seconds, at), at)
        if self.limits.whim and asked and self.chance() < self.limits.whim:
            raise self._pause(asked[0], self._worse(at + 1, at), at)

    def _worse(self, until: float, at: float) -> float:
        if self.limits.huge and self.chance() < self.limits.huge:
            return at + HUGE
        return until + (self.limits.jitter * self.chance() if self.limits.jitter else 0.0)

    def _pause(self, window: Window, until: float, at: float) -> Refusal:
        self._shut_until[window.key] = until
        return TooManyRequests(max(1, math.ceil(until - at)))

    def _count(self, window: Window, at: float) -> int:
        """How many passed within the window's time before this moment; older ones are forgotten."""
        moments = self._passed.get(window.key)
        if not moments:
            return 0
        old = bisect_right(moments, at - window.seconds)
        if old:
            del moments[:old]
        return len(moments)
