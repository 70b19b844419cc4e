"""Buttons under an event: what has changed, to follow it until it is over, to hear no more of it."""

from dataclasses import dataclass

from bot.domain.clock import local_day
from bot.domain.contacts import Contacts
from bot.domain.errors import NotUnderstood
from bot.domain.event import tells_of_detentions
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.subscriber import Watch
from bot.services.readers.preferences import Preferences
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.reader_commands import number
from handlers.reader_taps import Answer, Tap


@dataclass(frozen=True, slots=True)
class EventSubscriptions:
    """The wishes of a chat about single events."""

    queries: Queries
    preferences: Preferences
    wording: Wording
    #: What an operator supplied for those whose people were detained.
    contacts: Contacts | None = None

    async def event(self, ask: Request) -> Message:
        """/event N: all that is known of one event, with what the chat may want of it."""
        return await self._details(ask, number(ask.words))

    def verbs(self) -> dict[str, Tap]:
        """Who answers which button, by the first word of its data."""
        return {"watch": self._watch, "log": self._log, "event": self._event, "held": self._held}

    async def _event(self, ask: Request, arguments: list[str]) -> Answer:
        return Answer(new=(await self._details(ask, number("".join(arguments))),))

    async def _details(self, ask: Request, event: int) -> Message:
        found = await self.queries.event(event)
        wish = await self.preferences.wish(ask.chat_id, found.id, ask.thread)
        detained = self._contacts(ask) if tells_of_detentions(found.facts) else ""
        return self.wording.details(found, ask.lang, wish=wish, contacts=bool(detained))

    async def _held(self, ask: Request, _: list[str]) -> Answer:
        text = self._contacts(ask)
        return Answer(new=(self.wording.contacts(text) if text else self.wording.detained(ask.lang),))

    def _contacts(self, ask: Request) -> str:
        return self.contacts.on(local_day(self.preferences.day()), ask.lang) if self.contacts else ""

    async def _watch(self, ask: Request, arguments: list[str]) -> Answer:
        """follow, mute or none, and the number of the event."""
        wish, event = [*arguments, "", ""][:2]
        if wish not in {*Watch, "none"}:
            raise NotUnderstood(ask.words[:20])
        watch = Watch(wish) if wish in set(Watch) else None
        found = await self.preferences.watch(ask.chat_id, number(event), watch, ask.thread)
        return Answer(new=(self.wording.watched(found, watch, ask.lang),))

    async def _log(self, ask: Request, arguments: list[str]) -> Answer:
        event, versions = await self.preferences.history(number("".join(arguments)))
        return Answer(new=(self.wording.history(event, versions, ask.lang),))
