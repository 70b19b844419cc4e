"""What readers tap: a button's data is verb:argument:…, and its answer edits the message or adds one."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.domain.codes import DigestPace, Lang
from bot.domain.errors import NotUnderstood
from bot.domain.event import Event
from bot.domain.message import Message
from bot.domain.plain_message import Sense
from bot.domain.request import Request
from bot.services.readers.erasure import Erasure
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.reader_commands import found_message, latest_message, number

#: What a place's button wants.
_WANTED = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tap changes: the tapped message, new messages below it, and a note that fades."""

    edit: Message | None = None
    new: tuple[Message, ...] = ()
    #: An event in which a reader finds an error: editors are to be told.
    complaint: Event | None = None
    #: Messages of the chat to be deleted.
    delete: tuple[int, ...] = ()
    #: Said beside the button and gone in a moment.
    note: str = ""


Tap = Callable[[Request, list[str]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class ReaderTaps:
    """The readers' buttons."""

    queries: Queries
    wording: Wording
    erasure: Erasure
    #: Buttons of others than readers.
    more: Mapping[str, Tap] = field(default_factory=dict)

    def verbs(self) -> dict[str, Tap]:
        """Who answers which button, by the first word of its data."""
        return {
            **self.more,
            "place": self._place,
            "page": self._page,
            "pace": self._pace,
            "done": self._done,
            "latest": self._latest,
            "search": self._search,
            "src": self._sources,
            "err": self._report,
            "forget": self._forget,
            "wait": self._wait,
            "stay": self._done,
            "again": self._again,
        }

    async def answer(self, ask: Request) -> Answer:
        """The answer to one tap; data that no button of ours carries is not understood."""
        verb, *arguments = ask.words.split(":")
        tap = self.verbs().get(verb)
        if tap is None:
            raise NotUnderstood(verb[:20])
        return await tap(ask, arguments)

    async def _place(self, ask: Request, arguments: list[str]) -> Answer:
        place, wanted, page = [*arguments, "", "", ""][:3]
        if wanted not in _WANTED:  # a button that does not say what is wanted: the choice is shown with those that do
            return await self._page(ask, [wanted])
        subscriber = await self.queries.choose(ask.chat_id, place, ask.thread, wanted=_WANTED[wanted])
        return Answer(edit=self._places(subscriber.places, subscriber.lang, page))

    async def _page(self, ask: Request, arguments: list[str]) -> Answer:
        subscriber = await self.queries.who(ask.chat_id, ask.thread)
        chosen = subscriber.places if subscriber else frozenset[str]()
        return Answer(edit=self._places(chosen, ask.lang, "".join(arguments)))

    def _places(self, chosen: frozenset[str], lang: Lang, page: str) -> Message:
        """A page of cities, or one of regions: r0, r1."""
        number, regions = page.removeprefix("r"), page.startswith("r")
        return self.wording.places(chosen, lang, small(number), regions=regions)

    async def _pace(self, ask: Request, arguments: list[str]) -> Answer:
        pace = next((pace for pace in DigestPace if [pace.value] == arguments), None)
        if pace is None:
            raise NotUnderstood(ask.words[:20])
        return Answer(edit=self.wording.chosen(await self.queries.slow(ask.chat_id, pace, ask.thread)))

    async def _done(self, ask: Request, _: list[str]) -> Answer:
        subscriber = await self.queries.here(ask.chat_id, ask.thread)
        return Answer(edit=self.wording.chosen(subscriber))

    async def _latest(self, ask: Request, arguments: list[str]) -> Answer:
        place, before = [*arguments, "", ""][:2]
        asked = "" if place == "-" else place
        found = await self.queries.latest(ask.chat_id, asked, small(before) or None, ask.thread)
        return Answer(new=(latest_message(self.wording, found, ask.lang),))

    async def _search(self, ask: Request, arguments: list[str]) -> Answer:
        before, *words = arguments or [""]
        found = await self.queries.search(" ".join(words), small(before) or None)
        return Answer(new=(found_message(self.wording, found, ask.lang),))

    async def _sources(self, ask: Request, arguments: list[str]) -> Answer:
        event = await self.queries.event(number("".join(arguments)))
        return Answer(new=(self.wording.sources_of(event, ask.lang),))

    async def _report(self, ask: Request, arguments: list[str]) -> Answer:
        event = await self.queries.complain(number("".join(arguments)))
        return Answer(new=(self.wording.thanks_for_report(ask.lang),), complaint=event)

    async def _again(self, ask: Request, _: list[str]) -> Answer:
        subscriber = await self.queries.arrive(ask.chat_id, ask.lang, ask.thread)
        if subscriber.places:
            return Answer(edit=self.wording.chosen(subscriber))
        return Answer(edit=self.wording.start(subscriber.lang))

    async def _wait(self, ask: Request, _: list[str]) -> Answer:
        return Answer(note=self.wording.line(Sense.WAIT, ask.lang).text)

    async def _forget(self, ask: Request, arguments: list[str]) -> Answer:
        old = await self.erasure.deletable(ask.chat_id, ask.thread) if arguments == ["all"] else ()
        await self.erasure.forget(ask.chat_id, ask.thread)
        return Answer(edit=self.wording.forgotten(ask.lang), delete=old)


def small(text: str) -> int:
    """A number of a button's data; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
