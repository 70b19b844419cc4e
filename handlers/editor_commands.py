"""What only editors may ask: found by the member who asks, in private or in the editors' group; others find nothing."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.domain.codes import Lang
from bot.domain.decision import OutletStanding
from bot.domain.errors import NotUnderstood
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.staff import Member
from bot.services.editors.channels import BindChannels
from bot.services.editors.queue import EditorQueue as Review
from bot.services.editors.staff import Staff
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.correction_commands import CorrectionCommands
from handlers.editor_handlers import Command, EditorHandlers, Tap, one_of
from handlers.reader_commands import number
from handlers.reader_taps import Answer
from handlers.reader_taps import Tap as AnyTap


@dataclass(frozen=True, slots=True)
class EditorLookups:
    """How an event was read, how the feeds are, and which channels are told."""

    queries: Queries
    channels: BindChannels
    review: Review
    wording: Wording

    def commands(self) -> Mapping[str, Command]:
        """Who answers which command."""
        return {"why": self.why, "feeds": self.feeds, "bind": self.bind, "unbind": self.unbind}

    def verbs(self) -> Mapping[str, Tap]:
        """How far an outlet is trusted."""
        return {"outlet": self.outlet}

    async def why(self, ask: Request, _: Member) -> Message:
        """/why N: how each of the event's articles was read."""
        event, readings = await self.review.readings(number(ask.words))
        return self.wording.why(event, readings, ask.lang, await self.review.match_evidence(event.id))

    async def feeds(self, ask: Request, _: Member) -> Message:
        """/feeds: how each feed is."""
        return await self._feeds(ask)

    async def _feeds(self, ask: Request) -> Message:
        return self.wording.health(await self.queries.feeds(), ask.lang, await self.queries.outlets())

    async def outlet(self, ask: Request, _: Member, arguments: list[str]) -> Answer:
        """A button under /feeds: how far an outlet is trusted from now on."""
        how, outlet = [*arguments, "", ""][:2]
        if outlet not in {seen.outlet for seen in await self.queries.outlets()}:
            raise NotUnderstood(outlet[:20])
        await self.review.trust(outlet, one_of(OutletStanding, how))
        return Answer(edit=await self._feeds(ask))

    async def bind(self, ask: Request, _: Member) -> Message:
        """/bind @channel kk almaty …: a public channel is told of these places in this language."""
        reference, lang, *places = [*ask.words.split(), "", ""][: max(2, len(ask.words.split()))]
        bound = await self.channels.bind(reference, one_of(Lang, lang), places)
        return self.wording.bound(bound, ask.lang)

    async def unbind(self, ask: Request, _: Member) -> Message:
        """/unbind @channel: it is told nothing any more."""
        if not ask.words:
            raise NotUnderstood
        await self.channels.unbind(ask.words.strip())
        return self.wording.unbound(ask.lang)


@dataclass(frozen=True, slots=True)
class EditorCommands:
    """The editors' commands and buttons; who asks is looked up each time."""

    staff: Staff
    wording: Wording
    correcting: CorrectionCommands
    parts: tuple[EditorHandlers, ...]

    async def knows(self, ask: Request) -> Member | None:
        """The member who asks; none for everybody else, and everywhere else."""
        return await self.staff.who(ask)

    def command(self, ask: Request) -> Command | None:
        """What answers a command that only editors have."""
        found = {name: answer for part in self._all() for name, answer in part.commands().items()}
        return found.get(ask.command)

    async def help(self, ask: Request) -> Message:
        """/help: the commands, to an editor the editors' too."""
        return self.wording.help(ask.lang, editor=await self.knows(ask) is not None)

    async def typed(self, ask: Request) -> tuple[Message, ...]:
        """Plain words: the value an editor was asked for; nothing for any others."""
        member = await self.knows(ask)
        answer = await self.correcting.typed(ask, member) if member else None
        return answer or ()

    def verbs(self) -> dict[str, AnyTap]:
        """The editors' buttons, by the first word of their data."""
        return {verb: self._for_staff(answer) for part in self._all() for verb, answer in part.verbs().items()}

    def _all(self) -> tuple[EditorHandlers, ...]:
        return (self.correcting, *self.parts)

    def _for_staff(self, answer: Tap) -> Callable[[Request, list[str]], Awaitable[Answer]]:
        async def guarded(ask: Request, arguments: list[str]) -> Answer:
            member = await self.knows(ask)
            if member is None:
                raise NotUnderstood
            return await answer(ask, member, arguments)

        return guarded
