"""How editors decide what waits: /queue, /duty, /stats, and the buttons under each question."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import NotUnderstood
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.staff import Member
from bot.services.editors.ask_editors import message_of, proposed_of, told_of
from bot.services.editors.queue import EditorQueue as Review
from bot.services.editors.queue import NothingWaits
from bot.services.editors.second_approval import SecondApproval
from bot.services.editors.staff import Staff
from bot.wording import editor_answers
from bot.wording.wording import Wording
from handlers.editor_handlers import Command, Tap, arguments_of
from handlers.reader_commands import number
from handlers.reader_taps import Answer

#: What is put off is asked again after so long.
LATER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class QueueCommands:
    """The queue: decided once, whoever taps first; the others see how."""

    review: Review
    approvals: SecondApproval
    staff: Staff
    wording: Wording

    def commands(self) -> Mapping[str, Command]:
        """Who answers which command."""
        return {"queue": self.queue, "duty": self.duty, "stats": self.stats}

    def verbs(self) -> Mapping[str, Tap]:
        """Who answers which button."""
        return {"q": self._question}

    async def queue(self, ask: Request, _: Member) -> Message:
        """/queue: all that waits for an editor."""
        return await self._list(ask, 0)

    async def duty(self, ask: Request, member: Member) -> Message:
        """/duty on, /duty off: whose phone rings first; /duty: who is on duty."""
        words = ask.words.strip().lower()
        if words in {"on", "off"}:
            on_duty = await self.staff.duty(member, on=words == "on")
        elif words:
            raise NotUnderstood(words[:20])
        else:
            on_duty = tuple(one for one in await self.staff.all() if one.on_duty)
        return editor_answers.duty(self.wording.tongue(ask.lang), [one.handle for one in on_duty])

    async def stats(self, ask: Request, _: Member) -> Message:
        """/stats: how long decisions take."""
        stats = await self.review.stats()
        return editor_answers.stats(self.wording.tongue(ask.lang), stats.waiting, stats.oldest, stats.times)

    async def _list(self, ask: Request, start: int) -> Message:
        waiting = await self.review.waiting()
        told = [(one.review, told_of(one, self.review)) for one in waiting]
        return self.wording.queue(told, ask.lang, start=start)

    async def _question(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        """A button under a question."""
        deed, review, more = arguments_of(arguments, 3)
        decided = number(review)
        match deed:
            case "list":
                return Answer(edit=await self._list(ask, decided))
            case "show":
                return Answer(new=(await self._said(ask, decided),))
            case "later":
                return await self._later(ask, decided)
            case "publish" if proposal := await self.approvals.grave(member, decided):
                return Answer(new=(await self._waits_for_another(ask, proposal.review),))
        with suppress(NothingWaits):
            await self._decided(deed, decided, more, member)
        return Answer(edit=await self._said(ask, decided))

    async def _said(self, ask: Request, review: int) -> Message:
        waiting = await self.review.found(review)
        if waiting is None:
            raise NotUnderstood(str(review))
        return message_of(self.wording, waiting, ask.lang, self.review)

    async def _waits_for_another(self, ask: Request, review: int) -> Message:
        waiting = await self.review.found(review)
        proposed = proposed_of(waiting) if waiting else None
        if proposed is None:
            raise NotUnderstood(str(review))
        return self.wording.proposed(proposed, review, ask.lang)

    async def _later(self, ask: Request, review: int) -> Answer:
        waiting = await self.review.found(review)
        if waiting is None or waiting.review.resolution is not None:
            return Answer(edit=await self._said(ask, review))
        until = self.review.clock() + LATER
        await self.review.later(review, ask.chat_id, ask.message_id or 0, until)
        return Answer(edit=editor_answers.later(self.wording.tongue(ask.lang), review, until))

    async def _decided(self, deed: str, review: int, more: str, member: Member) -> None:
        by = member.handle
        match deed:
            case "publish":
                await self.review.publish(review, by=by)
            case "join":
                await self.review.publish(review, number(more), by=by)
            case "new":
                await self.review.publish(review, 0, by=by)
            case "bare":
                await self.review.publish(review, figures=False, by=by)
            case "no":
                await self.review.decline(review, by=by)
            case "seen":
                await self.review.seen(review, by=by)
            case "mute":
                await self.review.mute(review, by=by)
            case "approve":
                await self.approvals.approve(member, review)
            case "cancel":
                await self.approvals.cancel(member, review)
            case _:
                raise NotUnderstood(deed[:20])
