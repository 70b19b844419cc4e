"""How fast: the figures of the sending pace, and whose limit a 429 was."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class SendingPace:
    """The limits we keep; messages leave in batches, each batch in one slot.

    A slot is free again one second after the last answer to its messages. With 30 // batch slots no second can see more
    than 30 messages arrive, however late each was on its way. Figures: Telegram's FAQ (30 a second to all, one a
    second to a chat, 20 a minute to a group).
    """

    per_second: int = 30
    batch: int = 3
    #: Batches on their way at once, of one process.
    at_once: int = 10
    per_chat: timedelta = timedelta(seconds=1)
    per_group: timedelta = timedelta(seconds=3)
    #: Longer than any call to Telegram can take; what is sending after that is doubtful.
    lease: timedelta = timedelta(seconds=45)
    #: Nobody takes a slot longer than this before it begins.
    ahead: timedelta = timedelta(seconds=0.1)
    #: News that waited longer than this is merged with the chat's other news, and said to be late.
    patience: timedelta = timedelta(minutes=3)

    @property
    def slots(self) -> int:
        """How many slots there are."""
        return max(1, self.per_second // self.batch)

    @property
    def spacing(self) -> timedelta:
        """From the beginning of one slot to the next."""
        return timedelta(seconds=self.batch / self.per_second)

    def rest(self, *, group: bool) -> timedelta:
        """How long a chat is left alone after a message."""
        return self.per_group if group else self.per_chat


@dataclass(frozen=True, slots=True)
class Flood:
    """One 429: when, and which chat passed a limit."""

    at: datetime
    subscriber: int


#: Two chats refused within this time: it was not their limit but the bot's.
TOGETHER = timedelta(seconds=1)


def is_everybodys(earlier: Flood | None, later: Flood) -> bool:
    """Whether a 429 holds all chats and not only its own."""
    return earlier is not None and earlier.subscriber != later.subscriber and later.at - earlier.at < TOGETHER


#: After failures in which nothing was taken: 5, 10, 20 … seconds, at most ten minutes.
_FIRST, _LONGEST = timedelta(seconds=5), timedelta(minutes=10)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts in vain."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(_FIRST * (1 << doublings), _LONGEST)


#: Nothing that waits is put off for longer: a pause of more than this is asked for again.
LONGEST_PAUSE = timedelta(days=1)
#: A chat that refuses is asked again after these, then each day.
_AGAIN = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


def until_asked_again(attempts: int) -> timedelta:
    """How long a message waits that its chat has refused so many times."""
    return _AGAIN[attempts - 1] if 0 < attempts <= len(_AGAIN) else LONGEST_PAUSE
