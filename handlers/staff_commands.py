"""Who may decide and what was done: /admin, /resign, /audit, /notice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.errors import NotAllowed, NotUnderstood, OutOfDate
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.staff import Member, Role
from bot.net.telegram import Telegram
from bot.services.editors.notices import Notices, body_of
from bot.services.editors.second_approval import SecondApproval
from bot.services.editors.staff import Staff
from bot.wording import editor_answers, notice
from bot.wording.editor_questions import Proposed
from bot.wording.wording import Wording
from handlers.editor_handlers import Command, Tap, arguments_of, one_of
from handlers.reader_commands import number
from handlers.reader_taps import Answer


@dataclass(frozen=True, slots=True)
class StaffCommands:
    """What is not about one event."""

    staff: Staff
    notices: Notices
    approvals: SecondApproval
    telegram: Telegram
    wording: Wording
    find_place: Callable[[str], str]

    def commands(self) -> Mapping[str, Command]:
        """Who answers which command."""
        return {"admin": self.admin, "resign": self.resign, "audit": self.audit, "notice": self.notice}

    def verbs(self) -> Mapping[str, Tap]:
        """Who answers which button."""
        return {"audit": self._audit, "notice": self._notice}

    async def admin(self, ask: Request, member: Member) -> Message:
        """/admin: who may decide; /admin add 123456; /admin remove 2: owners only."""
        t = self.wording.tongue(ask.lang)
        words = ask.words.split()
        if not words:
            return editor_answers.staff(t, [one.handle for one in await self.staff.all()])
        if member.role is not Role.OWNER:
            raise NotAllowed
        match words:
            case ["add", person] if person.isdecimal() and len(person) < 20:
                return editor_answers.role_given(t, (await self.staff.add(member, int(person), Role.EDITOR)).handle)
            case ["add", person, role] if person.isdecimal() and len(person) < 20:
                added = await self.staff.add(member, int(person), one_of(Role, role))
                return editor_answers.role_given(t, added.handle)
            case ["remove", *_, handle]:
                return editor_answers.role_taken(t, (await self.staff.remove(member, number(handle))).handle)
        raise NotUnderstood(ask.words[:20])

    async def resign(self, ask: Request, member: Member) -> Message:
        """/resign: the own role is gone at once, and so is what stands in the questions of this chat."""
        t = self.wording.tongue(ask.lang)
        for chat, message_id in await self.staff.resign(member):
            await self.telegram.edit(chat, message_id, editor_answers.emptied(t))
        return editor_answers.resigned(t)

    async def audit(self, ask: Request, _: Member) -> Message:
        """/audit, /audit N: what was done, of one event too."""
        return await self._done(ask, number(ask.words) if ask.words else 0, 0)

    async def notice(self, ask: Request, member: Member) -> Message:
        """/notice LANGUAGE all or places: text; /notice all or places, then a line for each language."""
        if not ask.words.strip():
            return notice.how(self.wording.tongue(ask.lang))
        body = body_of(ask.words, self.find_place)
        await self.notices.keep(member, body)
        chats, previews = await self.notices.reach(body), self.notices.previews(body)
        return notice.look(self.wording.tongue(ask.lang), previews, body.places, chats)

    async def _audit(self, ask: Request, _: Member, arguments: list[str]) -> Answer:
        event, before = arguments_of(arguments, 2)
        return Answer(new=(await self._done(ask, number(event), number(before)),))

    async def _done(self, ask: Request, event: int, before: int) -> Message:
        entries = await self.staff.audit(editor_answers.MOST_ENTRIES + 1, event, before)
        shown = entries[: editor_answers.MOST_ENTRIES]
        older = shown[-1].id if len(entries) > len(shown) else 0
        return editor_answers.audit(self.wording.tongue(ask.lang), shown, event=event, older=older)

    async def _notice(self, ask: Request, member: Member, _: list[str]) -> Answer:
        body = await self.notices.taken(member)
        if body is None:
            raise OutOfDate
        proposal = await self.approvals.notice(member, body)
        proposed = Proposed(proposal.deed, proposal.actor, due_at=proposal.due_at)
        return Answer(edit=self.wording.proposed(proposed, proposal.review, ask.lang))
