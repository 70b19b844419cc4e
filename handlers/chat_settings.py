"""/settings and its buttons: one message that edits itself."""

import re
from dataclasses import dataclass

from bot.domain.codes import DigestPace, Lang
from bot.domain.digest_hours import DAILY_HOURS
from bot.domain.errors import NotUnderstood
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.subscriber import Quiet, Subscriber, Wants
from bot.services.readers.preferences import Preferences
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.reader_taps import Answer, Tap

_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")
_ON = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The settings of a chat."""

    queries: Queries
    preferences: Preferences
    wording: Wording

    async def settings(self, ask: Request) -> Message:
        """/settings: all that a chat chose, each with its button."""
        return await self._main(await self.queries.here(ask.chat_id, ask.thread))

    async def pace(self, ask: Request) -> Message:
        """/pace: how often the chat is told, and at which hour."""
        known = await self.queries.who(ask.chat_id, ask.thread)
        return self.wording.paces(known or Subscriber(0, ask.lang))

    def verbs(self) -> dict[str, Tap]:
        """Who answers which button, by the first word of its data."""
        return {"set": self._tapped}

    async def _tapped(self, ask: Request, arguments: list[str]) -> Answer:
        what, *value = arguments or [""]
        if not value:
            return Answer(edit=await self._screen(ask, what))
        changed = await self._changed(ask, what, ":".join(value))
        if what in {"wants", "discreet", "pause"}:
            return Answer(edit=self.wording.more_settings(changed, self.preferences.now()))
        return Answer(edit=await self._main(changed))

    async def _screen(self, ask: Request, what: str) -> Message:
        subscriber = await self.queries.here(ask.chat_id, ask.thread)
        match what:
            case "lang":
                return self.wording.other_languages(subscriber.lang)
            case "places":
                return self.wording.places(subscriber.places, subscriber.lang)
            case "pace":
                return self.wording.paces(subscriber)
            case "quiet":
                return self.wording.quiet_hours(subscriber)
            case "more":
                return self.wording.more_settings(subscriber, self.preferences.now())
            case "privacy":
                return self.wording.privacy(subscriber.lang)
            case "back":
                return await self._main(subscriber)
        raise NotUnderstood(what[:20])

    async def _changed(self, ask: Request, what: str, value: str) -> Subscriber:
        """The chat after a choice; data that no button of ours carries is not understood."""
        where = ask.chat_id, ask.thread
        match what:
            case "lang" if value in set(Lang):
                return await self.queries.speak(ask.chat_id, Lang(value), ask.thread)
            case "pace":
                return await self._paced(ask, value)
            case "quiet":
                return await self.preferences.change(*where, quiet=_quiet(value))
            case "wants" if value in set(Wants):
                return await self.preferences.change(*where, wants=Wants(value))
            case "discreet" if value in _ON:
                return await self.preferences.change(*where, discreet=_ON[value])
            case "pause" if value in _ON:
                return await self.preferences.pause(*where, on=_ON[value])
        raise NotUnderstood(ask.words[:20])

    async def _paced(self, ask: Request, value: str) -> Subscriber:
        name, _, hour = value.partition(":")
        pace = next((pace for pace in DigestPace if pace.value == name), None)
        if pace is None or (hour and hour not in map(str, DAILY_HOURS)):
            raise NotUnderstood(value[:20])
        if hour:
            await self.preferences.change(ask.chat_id, ask.thread, daily_hour=int(hour))
        return await self.queries.slow(ask.chat_id, pace, ask.thread)

    async def _main(self, subscriber: Subscriber) -> Message:
        return self.wording.settings(subscriber, self.preferences.now())


def _quiet(value: str) -> Quiet | None:
    hours = _HOURS.fullmatch(value)
    if value == "off":
        return None
    if hours is None or not all(int(hour) < 24 for hour in hours.groups()):
        raise NotUnderstood(value[:20])
    return Quiet(int(hours[1]), int(hours[2]))
