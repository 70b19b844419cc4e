"""Subscribers: a chat with a language and places. Nothing else is known of anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.codes import Lang, Pace


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One chat as the rest of the program sees it: by number, never by chat id."""

    id: int
    lang: Lang
    places: frozenset[str] = frozenset()
    pace: Pace = Pace.NOW
    #: Closed by /stop, by blocking the bot, or because the chat is gone; told nothing until opened again.
    closed: bool = False
    #: Topic of a forum; 0 for a whole chat.
    thread: int = 0
    #: A public channel: one message reaches all its readers, and nothing is known of them.
    channel: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept; the design's and the Bot API's figures."""

    #: A closed subscriber may come back with its choices.
    closed: timedelta = timedelta(days=7)
    #: Without a tap for so many months a subscriber is asked whether anybody is there.
    silent_months: int = 12
    #: Asked, and no tap since: erased.
    answer: timedelta = timedelta(days=30)
    #: Messages can be corrected for so long.
    message_ids: timedelta = timedelta(days=30)
    #: Numbers of updates, longer than Telegram repeats them (24 hours).
    updates: timedelta = timedelta(days=2)


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


def toggled(places: frozenset[str], place: str, *, country: str) -> frozenset[str]:
    """The choice after a tap on a place; the whole country and single places exclude each other."""
    if place in places:
        return places - {place}
    return frozenset({country}) if place == country else (places - {country}) | {place}
