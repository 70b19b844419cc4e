"""A figure that is probably wrong → one message to each editor, once for each event and claimant; nothing is changed.

    doubt ─► an editor is told ─► noted ─► … ─► every editor knows

Told first and noted then: after a crash in between an editor hears of it again, which is better than never.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.clock import Clock
from bot.domain.codes import Lang
from bot.domain.delivery import Later, Outcome, Sent
from bot.domain.event import Event
from bot.domain.message import Message
from bot.domain.review import ReviewReason
from bot.services.editors.staff import Staff
from bot.store.engine import Store
from bot.store.suspect_figures import NotedFigure
from bot.store.transaction import Tx
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

#: What is older no editor is told any more.
_WORTH = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class SuspectFigureWarnings:
    """Who is told, and how."""

    store: Store
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]
    editors: frozenset[int]
    clock: Clock
    #: Who may decide, where that can change; without it `editors` are all there are.
    staff: Staff | None = None

    async def round(self) -> int:
        """Tell every editor of each doubt that is still one; answers how many messages went out."""
        since = self.clock() - _WORTH
        chats = await self.staff.chats() if self.staff else self.editors
        noted = await self.store.read(lambda tx: tx.suspect_figures.open(since)) if chats else ()
        return sum([await self._tell(one, chats) for one in noted])

    async def _tell(self, noted: NotedFigure, chats: frozenset[int]) -> int:
        event = await self.store.read(lambda tx: tx.events.get(noted.event))
        asked = await self.store.read(lambda tx: tx.suspect_figures.unaware(noted, sorted(chats)))
        told = 0
        if event and _stands(event, noted):
            review = await self.store.write(lambda tx: _review(tx, noted, self.clock()))
            for editor in asked:
                if not await self._told(event, noted, editor, review):
                    return told
                told += 1
        await self.store.write(lambda tx: tx.suspect_figures.close(noted, self.clock()))
        return told

    async def _told(self, event: Event, noted: NotedFigure, editor: int, review: int) -> bool:
        """False when Telegram is to be asked again later: the next round goes on there."""
        outcome = await self.send(editor, self.wording.doubt(event, noted.doubt, await self._lang(editor), review))
        if isinstance(outcome, Later):
            return False
        if not isinstance(outcome, Sent):
            log.warning("an editor was not told of a doubtful figure of event %s: %s", event.id, outcome)
        await self.store.write(lambda tx: tx.suspect_figures.told(noted, editor))
        if isinstance(outcome, Sent):
            message_id = outcome.message_id
            await self.store.write(lambda tx: tx.editor_messages.sent(review, editor, message_id))
        return True

    async def _lang(self, editor: int) -> Lang:
        return await self.store.read(lambda tx: tx.subscribers.lang_of(editor))


def _stands(event: Event, noted: NotedFigure) -> bool:
    """Whether the figure is still told, and no editor has looked at it."""
    stands = noted.doubt.stands
    return not event.retracted and any(one.key == stands.key and not one.fixed for one in event.facts.claims)


def _review(tx: Tx, noted: NotedFigure, now: datetime) -> int:
    """The number under which a doubt is in the editors' queue."""
    subject = {"speaker": noted.doubt.stands.speaker}
    same = (one for one in tx.reviews.of_event(noted.event) if one.reason is ReviewReason.WRONG_FIGURE)
    known = next((one for one in same if one.subject == subject), None)
    if known:
        return known.id
    number = tx.reviews.ask(ReviewReason.WRONG_FIGURE, now, event=noted.event, subject=subject)
    tx.reviews.notified(number, now)
    return number
