"""Subscribers: a chat with a language and places. Nothing else is known of anybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.domain.clock import DAY, almaty, cut
from bot.domain.codes import DigestPace, Lang
from bot.domain.digest_hours import DEFAULT_DAILY_HOUR


class ClosedBy(StrEnum):
    """Why a chat is told nothing: only a chat that was gone is opened again when the bot can write to it again."""

    WISH = "wish"
    #: It blocked the bot, removed it, or is not there any more.
    GONE = "gone"


class Wants(StrEnum):
    """Of which events a chat wants to hear."""

    ALL = "all"
    #: Only where people were detained or hurt, or force was used.
    FORCE = "force"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of Kazakhstan's day between which messages come without a sound; the gravest news rings all the same."""

    since: int = 23
    until: int = 7

    def covers(self, moment: datetime) -> bool:
        """Whether a moment is in these hours; they may go over midnight."""
        hour = moment.astimezone(almaty()).hour
        if self.since <= self.until:
            return self.since <= hour < self.until
        return hour >= self.since or hour < self.until


class ChannelStatus(IntEnum):
    """What editors were told last of how a channel takes messages."""

    WELL = 0
    REFUSES = 1
    CLOSED = 2


#: A chat is closed when it was refused on so many days, and on none between them anything arrived.
ENOUGH_DAYS = 3


@dataclass(frozen=True, slots=True)
class Refusals:
    """On how many days Telegram refused to take messages to a chat, and the last of them (UTC, on the wire clock)."""

    days: int = 0
    on: datetime | None = None

    def once_more(self, now: datetime) -> "Refusals":
        """With one refusal more: of each day one counts."""
        today = cut(now, DAY)
        return self if self.on is not None and self.on >= today else Refusals(self.days + 1, today)

    @property
    def enough(self) -> bool:
        """Whether the chat is to be closed."""
        return self.days >= ENOUGH_DAYS


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One chat as the rest of the program sees it: by number, never by chat id."""

    id: int
    lang: Lang
    places: frozenset[str] = frozenset()
    pace: DigestPace = DigestPace.NOW
    #: Closed by /stop, by blocking the bot, or because the chat is gone; told nothing until opened again.
    closed: bool = False
    #: Topic of a forum; 0 for a whole chat.
    thread: int = 0
    #: A public channel: one message reaches all its readers, and nothing is known of them.
    channel: bool = False
    #: Telegram refused messages to it of late, or it is closed because it was gone: what arrives there ends that.
    troubled: bool = False
    quiet: Quiet | None = None
    wants: Wants = Wants.ALL
    #: The hour of Kazakhstan's day at which the daily digest goes out.
    daily_hour: int = DEFAULT_DAILY_HOUR
    #: What is said is hidden until it is tapped.
    discreet: bool = False
    #: No news before then, on the wire clock.
    muted_until: datetime | None = None
    #: Of a public channel: its @name.
    handle: str = ""


def month(moment: datetime, back: int = 0) -> str:
    """The calendar month of a moment, or one so many months before: "2026-11". Nothing finer is kept of anybody."""
    count = moment.year * 12 + moment.month - 1 - back
    return f"{count // 12:04}-{count % 12 + 1:02}"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A subscriber with the chat id in clear: made only to send, never stored or logged."""

    subscriber: Subscriber
    chat_id: int

    def __repr__(self) -> str:
        return f"Addressee(subscriber={self.subscriber.id})"


@dataclass(frozen=True, slots=True)
class ChannelTurn:
    """A channel of which editors were told something else than what is true now; `why` in Telegram's words."""

    id: int
    chat_id: int
    lang: Lang
    now: ChannelStatus
    why: str = ""

    def __repr__(self) -> str:
        return f"Turned(id={self.id}, now={self.now.name})"


def chosen(places: frozenset[str], place: str, *, wanted: bool, country: str) -> frozenset[str]:
    """The choice after a tap on a place, the same after a second one; the country and single places exclude each other.

    A tap may be handled twice, so it says what is wanted and not what is to change.
    """
    if not wanted or place in places:
        return places if wanted else places - {place}
    return frozenset({country}) if place == country else (places - {country}) | {place}


class Watch(StrEnum):
    """The wish of a chat about one event."""

    FOLLOW = "follow"
    #: Corrections of what the chat was told still come.
    MUTE = "mute"
