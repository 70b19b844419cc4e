"""What readers say in plain words, point at or send: one sensible answer, and nothing of it kept."""

from dataclasses import dataclass

from bot.domain.clock import local_day
from bot.domain.contacts import Contacts
from bot.domain.message import Message
from bot.domain.place import COUNTRY
from bot.domain.plain_message import Sense, meaning_of
from bot.domain.request import Request
from bot.services.readers.preferences import Preferences
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.reader_commands import latest_message


@dataclass(frozen=True, slots=True)
class PlainMessages:
    """The answers to plain messages."""

    queries: Queries
    wording: Wording
    preferences: Preferences
    contacts: Contacts | None = None

    async def answer(self, ask: Request) -> Message:
        """The answer to what a message means."""
        meant = meaning_of(ask.heard or Sense.UNKNOWN)
        match meant.sense:
            case Sense.PLACE:
                return await self._place(ask, meant.place)
            case Sense.NOW:
                return await self._latest(ask, meant.place)
            case Sense.SAFE:
                return self.wording.safe(await self._latest(ask, meant.place), ask.lang)
            case Sense.FUTURE:
                return self.wording.future(ask.lang)
            case Sense.DETAINED:
                return self._detained(ask)
            case Sense.NEARLY:
                return self.wording.nearly(meant.place, ask.lang)
            case Sense.CHANNEL:
                return self.wording.how_to_bind(meant.place, ask.lang)
        return self.wording.line(meant.sense, ask.lang)

    def _detained(self, ask: Request) -> Message:
        text = self.contacts.on(local_day(self.preferences.day()), ask.lang) if self.contacts else ""
        return self.wording.contacts(text) if text else self.wording.detained(ask.lang)

    async def _place(self, ask: Request, place: str) -> Message:
        """A chat that has chosen no place chooses this one; any other hears what is on there."""
        subscriber = await self.queries.who(ask.chat_id, ask.thread)
        if subscriber and not subscriber.closed and not subscriber.places:
            chosen = await self.queries.choose(ask.chat_id, place, ask.thread, wanted=True)
            return self.wording.how_often_first(chosen, place)
        latest = await self._latest(ask, place)
        has = subscriber.places if subscriber and not subscriber.closed else frozenset[str]()
        if place in has or COUNTRY in has:
            return latest
        return self.wording.with_offer(latest, place, ask.lang)

    async def _latest(self, ask: Request, place: str) -> Message:
        found = await self.queries.latest(ask.chat_id, place, thread=ask.thread)
        return latest_message(self.wording, found, ask.lang)
