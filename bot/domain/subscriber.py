"""Subscribers: a chat with a language and places. Nothing else is known of anybody."""

from dataclasses import dataclass

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
