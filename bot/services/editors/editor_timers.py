"""What time does for editors: proposals fall due, holds are recalled, progress is shown, notices go out."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.codes import Lang
from bot.domain.delivery import Later, Outcome, Sent
from bot.domain.message import Message
from bot.services.editors.correction_progress import CorrectionProgress
from bot.services.editors.holding import Holding
from bot.services.editors.notices import Notices
from bot.services.editors.second_approval import SecondApproval
from bot.services.editors.staff import Staff
from bot.store.holds import Hold
from bot.wording import editor_answers
from bot.wording.wording import Wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EditorTimers:
    """What is done for editors from time to time."""

    holding: Holding
    progress: CorrectionProgress
    approvals: SecondApproval
    notices: Notices
    staff: Staff
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]

    async def decide(self) -> None:
        """What has waited long enough is done; editors are reminded of what they hold."""
        await self.approvals.round()
        for one in await self.holding.forgotten():
            if not await self._remind(one):
                return
            await self.holding.reminded(one)

    async def tell(self) -> None:
        """Send notices, and bring the messages that say how far corrections have come up to date."""
        await self.notices.round()
        await self.progress.round()

    async def _remind(self, one: Hold) -> bool:
        """False when Telegram is to be asked again later."""
        for chat in sorted(await self.staff.chats()):
            t = self.wording.tongue(await self._lang(chat))
            outcome = await self.send(chat, editor_answers.reminder(t, one.event, one.actor, one.at))
            if isinstance(outcome, Later):
                return False
            if not isinstance(outcome, Sent):
                log.warning("an editor was not reminded of a hold: %s", outcome)
        return True

    async def _lang(self, chat: int) -> Lang:
        return await self.staff.store.read(lambda tx: tx.subscribers.lang_of(chat))
