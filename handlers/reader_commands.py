"""What readers type: each method answers one command with one message."""

from dataclasses import dataclass, field, replace

from bot.domain.codes import Lang
from bot.domain.errors import NotUnderstood
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.retention import Retention
from bot.record.picture import Photo
from bot.services.readers.maps import Maps
from bot.services.readers.queries import Latest, Queries, SearchResult
from bot.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class ReaderCommands:
    """The readers' commands; in a group the settings of the group are meant."""

    queries: Queries
    wording: Wording
    maps: Maps | None = None
    retention: Retention = field(default_factory=Retention)

    async def language(self, ask: Request) -> Message:
        """/language: the three languages."""
        return self.wording.languages(ask.lang)

    async def cities(self, ask: Request) -> Message:
        """/cities: the places to choose from, the chosen ones marked."""
        subscriber = await self.queries.who(ask.chat_id, ask.thread)
        return self.wording.places(subscriber.places if subscriber else frozenset(), ask.lang)

    async def latest(self, ask: Request) -> Message:
        """/latest [place]: the newest events of a place in any spelling, or of the places chosen."""
        found = await self.queries.latest(ask.chat_id, ask.words, thread=ask.thread)
        return latest_message(self.wording, found, ask.lang)

    async def search(self, ask: Request) -> Message:
        """/search words: events by place, action, organiser, demand or source, in any spelling."""
        return found_message(self.wording, await self.queries.search(ask.words), ask.lang)

    async def map(self, ask: Request) -> Message:
        """/map [place]: the country by regions, or a place in any spelling by months, as a picture with its words."""
        if self.maps is None:
            return self.wording.unknown(ask.lang)
        counted = await self.maps.counted(ask.words)
        around = Photo(*self.wording.map_around(counted, ask.lang))
        png = await self.maps.png(counted, self.wording.record(ask.lang), around)
        return replace(self.wording.map_caption(counted, ask.lang), photo=png)

    async def stop(self, ask: Request) -> Message:
        """/stop: no more messages."""
        await self.queries.leave(ask.chat_id, ask.thread)
        return self.wording.stopped(ask.lang)

    async def sources(self, ask: Request) -> Message:
        """/sources: the outlets that are read, and which of them answer."""
        return self.wording.sources(await self.queries.feeds(), ask.lang)

    async def privacy(self, ask: Request) -> Message:
        """/privacy: what is kept and what is not."""
        return self.wording.privacy(ask.lang, self.retention)

    async def forget(self, ask: Request) -> Message:
        """/forget: asks once before everything kept of the chat is erased."""
        return self.wording.forget(ask.lang)

    async def unknown(self, ask: Request) -> Message:
        """Anything else that looks like a command."""
        return self.wording.unknown(ask.lang)


def number(words: str) -> int:
    """The number of an event as typed: 42, №42, No. 42, #42."""
    digits = words.strip().lower().removeprefix("no.").lstrip("№# ")
    if not digits.isdecimal() or len(digits) > 9:
        raise NotUnderstood(words[:20])
    return int(digits)


def latest_message(wording: Wording, found: Latest, lang: Lang) -> Message:
    """The answer to /latest, with a button to what came before."""
    return wording.latest(
        found.place, found.events, found.checked_at, found.answering, found.feeds, lang, earlier=found.earlier
    )


def found_message(wording: Wording, found: SearchResult, lang: Lang) -> Message:
    """The answer to /search, with a button to what came before."""
    return wording.found(found.asked.words, found.events, lang, earlier=found.earlier, checked=found.checked)
