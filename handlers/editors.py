"""How editors correct: /correct and /retract, taps, and one typed value. To everybody else these do not exist."""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.domain.codes import Lang
from bot.domain.correction import CorrectionField, Draft, Reason
from bot.domain.decision import OutletStanding
from bot.domain.errors import NotUnderstood
from bot.domain.event import Change
from bot.domain.message import Message
from bot.domain.request import Request
from bot.services.editors.ask_editors import message_of, told_of
from bot.services.editors.channels import BindChannels
from bot.services.editors.correct import Correct, Preview
from bot.services.editors.queue import EditorQueue as Review
from bot.services.editors.queue import NothingWaits
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.commands import number
from handlers.taps import Answer, Tap

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class EditorCommands:
    """The editors' commands and buttons; an editor works in a private chat, so the chat is the person."""

    desk: Correct
    front: Queries
    channels: BindChannels
    review: Review
    wording: Wording
    ids: frozenset[int]

    def knows(self, ask: Request) -> bool:
        """Whether this chat is an editor's."""
        return ask.chat_id in self.ids

    async def correct(self, ask: Request) -> Message:
        """/correct N: what of the event may be wrong."""
        if not self.knows(ask):
            return self.wording.unknown(ask.lang)
        return self.wording.correcting(await self.desk.begin(ask.chat_id, number(ask.words)), ask.lang)

    async def retract(self, ask: Request) -> Message:
        """/retract N: why nothing of it stands."""
        if not self.knows(ask):
            return self.wording.unknown(ask.lang)
        await self.desk.begin(ask.chat_id, number(ask.words), CorrectionField.WHOLE)
        return self.wording.ask_reason(ask.lang, retracting=True)

    async def why(self, ask: Request) -> Message:
        """/why N: how each of the event's articles was read."""
        if not self.knows(ask):
            return self.wording.unknown(ask.lang)
        event, readings = await self.review.readings(number(ask.words))
        return self.wording.why(event, readings, ask.lang, await self.review.fits(event.id))

    async def feeds(self, ask: Request) -> Message:
        """/feeds: how each feed is."""
        if not self.knows(ask):
            return self.wording.unknown(ask.lang)
        return await self._feeds(ask)

    async def _feeds(self, ask: Request) -> Message:
        return self.wording.health(await self.front.feeds(), ask.lang, await self.front.outlets())

    async def queue(self, ask: Request) -> Message:
        """/queue: all that waits for an editor."""
        if not self.knows(ask):
            return self.wording.unknown(ask.lang)
        waiting = await self.review.waiting()
        return self.wording.queue([(one.review, told_of(one, self.review)) for one in waiting], ask.lang)

    async def bind(self, ask: Request) -> Message:
        """/bind @channel kk almaty …: a public channel is told of these places in this language."""
        if not self.knows(ask):
            return self.wording.unknown(ask.lang)
        reference, lang, *places = [*ask.words.split(), "", ""][: max(2, len(ask.words.split()))]
        bound = await self.channels.bind(reference, _one(Lang, lang), places)
        return self.wording.bound(bound, ask.lang)

    async def unbind(self, ask: Request) -> Message:
        """/unbind @channel: it is told nothing any more."""
        if not self.knows(ask):
            return self.wording.unknown(ask.lang)
        if not ask.words:
            raise NotUnderstood
        await self.channels.unbind(ask.words.strip())
        return self.wording.unbound(ask.lang)

    async def help(self, ask: Request) -> Message:
        """/help: the commands, to an editor the editors' too."""
        return self.wording.help(ask.lang, editor=self.knows(ask))

    async def awaits(self, ask: Request) -> bool:
        """Whether an editor was asked for a value, which plain words are."""
        draft = await self.desk.draft(ask.chat_id)
        return draft is not None and draft.asks_for_words

    async def typed(self, ask: Request) -> Message:
        """Plain words: the value an editor was asked for; to any others what can be asked instead."""
        draft = await self.desk.draft(ask.chat_id) if self.knows(ask) else None
        if draft is None or not draft.asks_for_words:
            return self.wording.only_commands(ask.lang)
        try:
            await self.desk.value(ask.chat_id, ask.words)
        except NotUnderstood:
            return self.wording.ask_value(draft, ask.lang)  # says again what may be typed
        return self.wording.ask_reason(ask.lang)

    def verbs(self) -> dict[str, Tap]:
        """The editors' buttons, by the first word of their data."""
        answers = {
            "fix": self._field,
            "value": self._value,
            "why": self._reason,
            "publish": self._publish,
            "cancel": self._cancel,
            "q": self._question,
            "outlet": self._outlet,
        }
        return {verb: self._for_editors(answer) for verb, answer in answers.items()}

    def _for_editors(self, answer: Tap) -> Tap:
        async def guarded(ask: Request, arguments: list[str]) -> Answer:
            if not self.knows(ask):
                raise NotUnderstood
            return await answer(ask, arguments)

        return guarded

    async def _field(self, ask: Request, arguments: list[str]) -> Answer:
        name, claim = [*arguments, "", ""][:2]
        field = _one(CorrectionField, name)
        draft = await self.desk.choose(ask.chat_id, field, int(claim) if claim.isdecimal() else 0)
        return Answer(new=(self.wording.ask_value(draft, ask.lang),))

    async def _value(self, ask: Request, arguments: list[str]) -> Answer:
        await self.desk.value(ask.chat_id, ":".join(arguments))
        return Answer(new=(self.wording.ask_reason(ask.lang),))

    async def _reason(self, ask: Request, arguments: list[str]) -> Answer:
        await self.desk.reason(ask.chat_id, _one(Reason, "".join(arguments)))
        preview = await self.desk.preview(ask.chat_id)
        told = await self.desk.told(preview.draft.event)
        return Answer(new=(*self._previews(preview), self.wording.ask_to_publish(preview.draft, told, ask.lang)))

    async def _publish(self, ask: Request, arguments: list[str]) -> Answer:
        event, mark = [*arguments, "", ""][:2]
        version = await self.desk.confirm(ask.chat_id, number(event), mark)
        return Answer(edit=self.wording.published(version, ask.lang))

    async def _question(self, ask: Request, arguments: list[str]) -> Answer:
        """A button under a question: decided once, whoever taps first; the other sees how."""
        deed, review = [*arguments, "", ""][:2]
        decided = number(review)
        if deed == "show":
            waiting = await self.review.found(decided)
            if waiting is None:
                raise NotUnderstood(review[:20])
            return Answer(new=(message_of(self.wording, waiting, ask.lang, self.review),))
        with suppress(NothingWaits):
            await self._decided(deed, decided)
        waiting = await self.review.found(decided)
        if waiting is None:
            raise NotUnderstood(review[:20])
        return Answer(edit=message_of(self.wording, waiting, ask.lang, self.review))

    async def _decided(self, deed: str, review: int) -> None:
        match deed:
            case "publish":
                await self.review.publish(review)
            case "bare":
                await self.review.publish(review, figures=False)
            case "no":
                await self.review.decline(review)
            case "mute":
                await self.review.mute(review)
            case _:
                raise NotUnderstood(deed[:20])

    async def _outlet(self, ask: Request, arguments: list[str]) -> Answer:
        """A button under /feeds: how far an outlet is trusted from now on."""
        how, outlet = [*arguments, "", ""][:2]
        if outlet not in {seen.outlet for seen in await self.front.outlets()}:
            raise NotUnderstood(outlet[:20])
        await self.review.trust(outlet, _one(OutletStanding, how))
        return Answer(edit=await self._feeds(ask))

    async def _cancel(self, ask: Request, _: list[str]) -> Answer:
        await self.desk.cancel(ask.chat_id)
        return Answer(edit=self.wording.cancelled(ask.lang))

    def _previews(self, preview: Preview) -> tuple[Message, ...]:
        """The message in three languages; without the time of the earlier message, which is each reader's own."""
        say = self.wording.retraction if preview.after.change is Change.RETRACTION else self.wording.correction
        before, after = preview.before, preview.after
        return tuple(say(before, after, _reason_of(preview.draft), None, lang) for lang in Lang)


def _reason_of(draft: Draft) -> Reason:
    if draft.reason is None:
        raise NotUnderstood
    return draft.reason


def _one(codes: type[Code], name: str) -> Code:
    try:
        return codes(name)
    except ValueError:
        raise NotUnderstood(name[:20]) from None
