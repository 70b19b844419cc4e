"""How editors hold: /hold, /release, and the buttons under every alert in their chats."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.errors import NotUnderstood
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.staff import Member
from bot.services.editors.holding import Holding
from bot.wording.wording import Wording
from handlers.editor_handlers import Command, Tap
from handlers.reader_commands import number
from handlers.reader_taps import Answer


@dataclass(frozen=True, slots=True)
class HoldCommands:
    """Holds and their ends; nothing is previewed and nobody else is asked."""

    holding: Holding
    wording: Wording

    def commands(self) -> Mapping[str, Command]:
        """Who answers which command."""
        return {"hold": self.hold, "release": self.release}

    def verbs(self) -> Mapping[str, Tap]:
        """Who answers which button."""
        return {"hold": self._hold, "release": self._release}

    async def hold(self, ask: Request, member: Member) -> Message:
        """/hold: what is held; /hold N: nothing more leaves about an event; /hold all: about any."""
        if not ask.words:
            found = [(one.event, one.actor, one.at) for one in await self.holding.all()]
            return self.wording.holds(found, ask.lang)
        return await self._held(ask, member, ask.words)

    async def release(self, ask: Request, member: Member) -> Message:
        """/release N or all."""
        return await self._released(ask, member, ask.words)

    async def _hold(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        return Answer(new=(await self._held(ask, member, "".join(arguments)),))

    async def _release(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        return Answer(new=(await self._released(ask, member, "".join(arguments)),))

    async def _held(self, ask: Request, member: Member, what: str) -> Message:
        held = await (self.holding.hold_all(member) if _is_all(what) else self.holding.hold(member, number(what)))
        before = (held.before.actor, held.before.at) if held.before else None
        counts = held.sent, held.sending, held.waiting
        return self.wording.held(held.event.id if held.event else 0, counts, before, ask.lang)

    async def _released(self, ask: Request, member: Member, what: str) -> Message:
        if _is_all(what):
            if not await self.holding.release_all(member):
                raise NotUnderstood("nothing is held")
            return self.wording.released(0, ask.lang)
        event = await self.holding.release(member, number(what))
        return self.wording.released(event.id, ask.lang)


def _is_all(what: str) -> bool:
    return what.strip().lower() in {"all", "0"}
