"""How editors correct and retract: by number, by a button, or in answer to an alert; taps and one typed value.

/correct N, [Correct], an answer to an alert ─► field ─► value ─► reason ─► preview ─► Publish
an answer that names the wrong figure and the right one ─────────► reason ─► …
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.codes import Lang
from bot.domain.correction import CorrectionField, Draft, Reason
from bot.domain.errors import NotUnderstood
from bot.domain.event import Change, Event
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.staff import Member
from bot.services.editors.correct import Correct, Preview
from bot.services.editors.correction_progress import CorrectionProgress
from bot.services.editors.second_approval import SecondApproval
from bot.store.reviews import Proposal
from bot.wording import correction_dialog
from bot.wording.editor_questions import Proposed
from bot.wording.wording import Wording
from handlers.editor_handlers import Command, Tap, arguments_of, one_of
from handlers.reader_commands import number
from handlers.reader_taps import Answer

#: Two figures in an editor's words: which is the wrong one the event tells.
_FIGURES = re.compile(r"(?:>=|<=|[<>~≥≤≈])?\s*\d{1,7}\+?")


@dataclass(frozen=True, slots=True)
class CorrectionCommands:
    """The dialogue of a correction; its state is a draft in the database, one for each editor."""

    corrections: Correct
    approvals: SecondApproval
    progress: CorrectionProgress
    wording: Wording

    def commands(self) -> Mapping[str, Command]:
        """Who answers which command."""
        return {"correct": self.correct, "retract": self.retract, "reinstate": self.reinstate}

    def verbs(self) -> Mapping[str, Tap]:
        """Who answers which button."""
        return {
            "correct": self._correct,
            "retract": self._retract,
            "reinstate": self._reinstate,
            "fix": self._field,
            "value": self._value,
            "resp": self._response,
            "why": self._reason,
            "note": self._note,
            "publish": self._publish,
            "cancel": self._cancel,
            "run": self._run,
        }

    async def correct(self, ask: Request, member: Member) -> Message:
        """/correct N: what of the event may be wrong; /correct N 570 57: that figure is."""
        typed, _, more = ask.words.partition(" ")
        event = await self.corrections.begin(member.person, number(typed))
        if more and await self._quick(member, event, more):
            return self.wording.ask_reason(ask.lang)
        return self.wording.correcting(event, ask.lang)

    async def retract(self, ask: Request, member: Member) -> Message:
        """/retract N: why nothing of it stands."""
        await self.corrections.begin(member.person, number(ask.words), CorrectionField.WHOLE)
        return self.wording.ask_reason(ask.lang, retracting=True)

    async def reinstate(self, ask: Request, member: Member) -> Message:
        """/reinstate N: a retraction of today was wrong."""
        return await self._reinstated(ask, member, number(ask.words))

    async def typed(self, ask: Request, member: Member) -> tuple[Message, ...] | None:
        """Plain words of an editor: the value that was asked for, or an answer to an alert; none when neither."""
        events = await self.corrections.about(ask.chat_id, ask.answers) if ask.answers else ()
        if events:
            return (await self._answered(ask, member, events),)
        draft = await self.corrections.draft(member.person)
        if draft is None or not draft.asks_for_words:
            return None
        if draft.noting:
            await self.corrections.note(member.person, ask.lang.value, ask.words)
            return (await self._look(ask, member)).new
        try:
            draft = await self.corrections.value(member.person, ask.words)
        except NotUnderstood:
            _, event = await self.corrections.event(member.person)
            return (self.wording.ask_value(draft, ask.lang, event),)  # says again what may be typed
        return await self._after_value(ask, member, draft)

    async def _answered(self, ask: Request, member: Member, events: tuple[int, ...]) -> Message:
        if len(events) > 1:
            return self.wording.which_event(events, ask.lang)
        event = await self.corrections.begin(member.person, events[0])
        if await self._quick(member, event, ask.words):
            return self.wording.ask_reason(ask.lang)
        return self.wording.correcting(event, ask.lang)

    async def _quick(self, member: Member, event: Event, words: str) -> bool:
        """Words with two figures of which the event tells one: that one is wrong, the other is right."""
        found = [one.replace(" ", "") for one in _FIGURES.findall(words)]
        if len(found) != 2:
            return False
        told = {figure: _telling(event, figure) for figure in found}
        wrong = [figure for figure, claims in told.items() if len(claims) == 1]
        right = [figure for figure, claims in told.items() if not claims]
        if len(wrong) != 1 or len(right) != 1:
            return False
        await self.corrections.choose(member.person, CorrectionField.CLAIM, told[wrong[0]][0])
        await self.corrections.value(member.person, right[0])
        return True

    async def _after_value(self, ask: Request, member: Member, draft: Draft) -> tuple[Message, ...]:
        """Growth has no reason to give, and a duplicate neither: they are looked at by one tap more."""
        if draft.field is CorrectionField.DUPLICATE:
            return (self.wording.duplicate(draft, await self.corrections.told(draft.event), ask.lang),)
        if draft.is_growth:
            return (await self._look(ask, member)).new
        return (self.wording.ask_reason(ask.lang),)

    async def _correct(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        event = await self.corrections.begin(member.person, number("".join(arguments)))
        return Answer(new=(self.wording.correcting(event, ask.lang),))

    async def _retract(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        event, reason = arguments_of(arguments, 2)
        await self.corrections.begin(member.person, number(event), CorrectionField.WHOLE)
        if reason:
            return await self._reasoned(ask, member, one_of(Reason, reason))
        return Answer(new=(self.wording.ask_reason(ask.lang, retracting=True),))

    async def _reinstate(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        return Answer(new=(await self._reinstated(ask, member, number("".join(arguments))),))

    async def _reinstated(self, ask: Request, member: Member, event: int) -> Message:
        return self._proposed(ask, await self.approvals.reinstate(member, event))

    def _proposed(self, ask: Request, proposal: Proposal) -> Message:
        proposed = Proposed(proposal.deed, proposal.actor, due_at=proposal.due_at)
        return self.wording.proposed(proposed, proposal.review, ask.lang)

    async def _field(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        name, claim = arguments_of(arguments, 2)
        if name == "more":
            draft, event = await self.corrections.more(member.person)
            return Answer(new=(self.wording.correcting(event, ask.lang, draft),))
        field = one_of(CorrectionField, name)
        if field is CorrectionField.WHOLE:
            raise NotUnderstood(name)
        await self.corrections.choose(member.person, field, int(claim) if claim.isdecimal() and len(claim) < 4 else 0)
        if field is CorrectionField.RESPONSES:
            await self.corrections.toggle(member.person, "")
        draft, event = await self.corrections.event(member.person)
        return Answer(new=(self.wording.ask_value(draft, ask.lang, event),))

    async def _value(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        draft = await self.corrections.value(member.person, ":".join(arguments))
        return Answer(new=await self._after_value(ask, member, draft))

    async def _response(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        (name,) = arguments_of(arguments, 1)
        if name == "done":
            draft, _ = await self.corrections.event(member.person)
            if draft.field is not CorrectionField.RESPONSES:
                raise NotUnderstood(name)
            return await self._value(ask, member, [draft.value])
        draft, event = await self.corrections.toggle(member.person, name)
        return Answer(edit=self.wording.ask_value(draft, ask.lang, event))

    async def _reason(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        return await self._reasoned(ask, member, one_of(Reason, "".join(arguments)))

    async def _reasoned(self, ask: Request, member: Member, reason: Reason) -> Answer:
        await self.corrections.reason(member.person, reason)
        return await self._look(ask, member)

    async def _look(self, ask: Request, member: Member) -> Answer:
        preview = await self.corrections.preview(member.person)
        reach = await self.corrections.reach(preview)
        last = self.wording.ask_to_publish(preview.draft, reach.told, ask.lang, fresh=reach.fresh)
        return Answer(new=(*self._previews(preview), last))

    async def _note(self, ask: Request, member: Member, _: list[str]) -> Answer:
        await self.corrections.note(member.person, ask.lang.value, None)
        return Answer(new=(correction_dialog.ask_note(self.wording.tongue(ask.lang)),))

    async def _publish(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        event, mark = arguments_of(arguments, 2)
        proposal = await self.approvals.with_words(member, number(event), mark)
        if proposal:
            return Answer(edit=self._proposed(ask, proposal))
        done = await self.corrections.publish(member.person, number(event), mark, member)
        if done.alert is None or ask.message_id is None:
            return Answer(edit=self.wording.published(done.version, ask.lang))
        return Answer(edit=await self.progress.begin(done, ask.chat_id, ask.message_id, ask.lang))

    async def _run(self, ask: Request, member: Member, arguments: list[str]) -> Answer:
        """Stop a correction on its way, or let it go on."""
        deed, event, version = arguments_of(arguments, 3)
        if deed not in {"stop", "go"}:
            raise NotUnderstood(deed[:20])
        return Answer(
            edit=await self.progress.stop(member, number(event), number(version), ask.lang, stop=deed == "stop")
        )

    async def _cancel(self, ask: Request, member: Member, _: list[str]) -> Answer:
        await self.corrections.cancel(member.person)
        return Answer(edit=self.wording.cancelled(ask.lang))

    def _previews(self, preview: Preview) -> tuple[Message, ...]:
        """The message in three languages; without the time of the earlier message, which is each reader's own."""
        before, after = preview.before, preview.after
        if after.change is Change.UPDATE:
            return tuple(self.wording.update(after, lang) for lang in Lang)
        say = self.wording.retraction if after.change is Change.RETRACTION else self.wording.correction
        return tuple(say(before, after, _reason_of(preview.draft), None, lang) for lang in Lang)


def _reason_of(draft: Draft) -> Reason:
    if draft.reason is None:
        raise NotUnderstood
    return draft.reason


def _telling(event: Event, figure: str) -> list[int]:
    """Which claims of an event tell this figure."""
    plain = figure.strip("<>=~≥≤≈+")
    number_ = int(plain) if plain.isdecimal() else -1
    return [
        place
        for place, said in enumerate(event.facts.said)
        if not said.dropped and number_ in {said.claim.min, said.claim.max}
    ]
