"""The first steps of a chat: a language, a place, how often. Each tap edits the one message."""

import re
from dataclasses import dataclass, replace

from bot.domain.codes import DigestPace, Lang
from bot.domain.errors import NotUnderstood, UnknownPlace
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.subscriber import Subscriber
from bot.services.readers.queries import Queries
from bot.wording import notice
from bot.wording.wording import Wording
from handlers.reader_commands import latest_message, number
from handlers.reader_taps import Answer, Tap

#: What stands after /start in a link: city_almaty, event_42, ev_42, notice_7.
_LINK = re.compile(r"(city|place|event|ev|notice)_([\w-]{1,60})")


@dataclass(frozen=True, slots=True)
class Welcome:
    """/start, and the buttons of the first steps."""

    queries: Queries
    wording: Wording

    async def start(self, ask: Request) -> Message:
        """/start: the choice of a language; from a link, what the link is about."""
        subscriber = await self.queries.arrive(ask.chat_id, ask.lang, ask.thread)
        link = _LINK.fullmatch(ask.words)
        if link and link[1] in {"city", "place"}:
            return await self._from_link(ask, link[2])
        if link and link[1] == "notice":
            return await self._notice(ask, number(link[2]))
        if link:
            return self.wording.details(await self.queries.event(number(link[2])), subscriber.lang)
        return self.wording.start(subscriber.lang)

    async def _notice(self, ask: Request, asked: int) -> Message:
        """A notice that somebody wants to check is said again; of none of this number we know nothing."""
        told = await self.queries.notice(asked, ask.lang)
        if told is None:
            raise NotUnderstood(str(asked))
        return notice.notice(self.wording.tongue(ask.lang), *told, asked)

    async def _from_link(self, ask: Request, place: str) -> Message:
        """A place from a link is chosen at once; what is no place leads to the beginning."""
        try:
            known = self.queries.find_place(place.replace("_", " "))
        except UnknownPlace:
            return self.wording.start(ask.lang)
        return self.wording.how_often_first(
            await self.queries.choose(ask.chat_id, known, ask.thread, wanted=True), known
        )

    def verbs(self) -> dict[str, Tap]:
        """Who answers which button, by the first word of its data."""
        return {"lang": self._language, "begin": self._place, "go": self._pace}

    async def _language(self, ask: Request, arguments: list[str]) -> Answer:
        lang = next((lang for lang in Lang if [lang.value] == arguments), None)
        if lang is None:
            raise NotUnderstood(ask.words[:20])
        subscriber = await self.queries.speak(ask.chat_id, lang, ask.thread)
        return Answer(edit=self.wording.chosen(subscriber) if subscriber.places else self.wording.which_place(lang))

    async def _place(self, ask: Request, arguments: list[str]) -> Answer:
        """back, regions, in:REGION, also:REGION, or the id of a place."""
        match arguments:
            case ["back"]:
                return Answer(edit=self.wording.which_place(ask.lang))
            case ["regions"]:
                return Answer(edit=self.wording.which_region(ask.lang))
            case ["in", region] if region in self.queries.gazetteer:
                return Answer(edit=self.wording.in_region(region, ask.lang))
            case ["also", place] | [place] if place in self.queries.gazetteer:
                return Answer(edit=await self._chosen(ask, place))
        raise NotUnderstood(ask.words[:20])

    async def _chosen(self, ask: Request, place: str) -> Message:
        chosen = await self.queries.choose(ask.chat_id, place, ask.thread, wanted=True)
        return self.wording.how_often_first(chosen, place)

    async def _pace(self, ask: Request, arguments: list[str]) -> Answer:
        pace = next((pace for pace in DigestPace if [pace.value] == arguments), None)
        if pace is None:
            raise NotUnderstood(ask.words[:20])
        subscriber = await self.queries.slow(ask.chat_id, pace, ask.thread)
        keys = (self.wording.keyboard(subscriber.lang),) if ask.private else ()
        return Answer(edit=await self._begun(ask, subscriber), new=keys)

    async def _begun(self, ask: Request, subscriber: Subscriber) -> Message:
        one = next(iter(subscriber.places)) if len(subscriber.places) == 1 else ""
        found = await self.queries.latest(ask.chat_id, one, thread=ask.thread)
        now = latest_message(self.wording, replace(found, events=found.events[:2]), subscriber.lang)
        return self.wording.begun(subscriber, now, await self.queries.channels(subscriber))
