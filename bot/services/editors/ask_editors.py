"""What waits for an editor → a message with buttons to each; what nobody answers → listed, told silently, or expired.

    review ─► asked (six rings an hour, the rest in /queue) ─► decided ─► the message says how
           ├─► nobody answers for ASK_MINUTES ─► listed as what an outlet reports (events/unchecked_events.py)
           ├─► something grave, unanswered for 15 minutes, three owners ─► told without number, as not checked
           └─► older than OLD_NEWS_DAYS ─► expired
    07:00 ─► one list of what the night left

An editor is told first and that is noted then: after a crash in between an editor is asked again, which is better than
never. What readers are told is written in one transaction.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.clock import Clock, last_morning
from bot.domain.codes import Lang
from bot.domain.delivery import Later, Outcome, Sent
from bot.domain.match_evidence import Weighed
from bot.domain.message import Message
from bot.domain.review import Mode, Resolution, Review, Wait
from bot.services.editors.queue import EditorQueue, Waiting
from bot.services.events import grave_parts, unchecked_events
from bot.store.transaction import Tx
from bot.wording.editor_questions import ToldToEditors
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

#: So often an hour editors are rung; of what waits beyond, the last ring says how much it is.
RINGS = 6
_HOUR = timedelta(hours=1)
#: So long something grave waits for an editor before three owners are enough to tell its kind.
GRAVE_AFTER = timedelta(minutes=15)
_AT_ONCE = 20
#: A morning's list is not sent later than this.
_MORNING_LASTS = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class AskEditors:
    """Who is asked, and how."""

    desk: EditorQueue
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]
    edit: Callable[[int, int, Message], Awaitable[Outcome]]
    editors: frozenset[int]
    clock: Clock

    async def round(self) -> int:
        """Ask what was not asked, tell what nobody answers, say how questions ended; answers how many were asked."""
        await self.desk.store.write(self.pass_time, alone="understand")
        if not self.editors:
            return 0
        await self._settle()
        asked = await self._ask()
        await self._morning()
        return asked

    def pass_time(self, tx: Tx) -> None:
        """What time does by itself."""
        now, rules = self.clock(), self.desk.context.rules
        for review in tx.reviews.older(now - rules.old_news, _AT_ONCE):
            tx.reviews.decide(review.id, Resolution.EXPIRED, now)
        if rules.mode is Mode.REVIEW:
            return
        patience = rules.ask_for if self.editors else timedelta()
        for review in tx.reviews.unanswered(now - patience, unchecked_events.LISTED, _AT_ONCE):
            event = tx.events.get(review.event) if not review.article else None
            if event:
                unchecked_events.lists(tx, event, self.desk.context, now)
            tx.reviews.listed(review.id, now)
        for review in tx.reviews.unanswered(now - GRAVE_AFTER, {Wait.GRAVE}, _AT_ONCE):
            self._alleged(tx, review, now)

    def _alleged(self, tx: Tx, review: Review, now: datetime) -> None:
        event = tx.events.get(review.event)
        if event and not event.held and not event.retracted:
            grave_parts.tell_alleged(tx, event, self.desk.context, now)

    async def _ask(self) -> int:
        """Ring editors of what they were not asked, as long as the hour allows; answers how many times."""
        now, asked = self.clock(), 0
        unrung = await self.desk.store.read(lambda tx: tx.reviews.unrung(100))
        rung = await self.desk.store.read(lambda tx: tx.questions.rung(now, _HOUR)) if unrung else 0
        for position, review in enumerate(unrung):
            if rung + asked >= RINGS:
                break
            last = rung + asked + 1 == RINGS
            more = len(unrung) - position - 1 if last else 0
            if not await self._ring(review, more):
                break
            asked += 1
        return asked

    async def _ring(self, review: Review, more: int) -> bool:
        """Ask every editor who was not; false when Telegram is to be asked again later."""
        waiting = await self.desk.found(review.id)
        known = await self.desk.store.read(lambda tx: tx.questions.asked(review.id, self.editors))
        for editor in sorted(self.editors) if waiting and waiting.review.resolution is None else ():
            if editor in known:
                continue
            if waiting is None or not await self._asked(waiting, editor, more):
                return False
        await self.desk.store.write(lambda tx: tx.reviews.rang(review.id, self.clock()))
        return True

    async def _asked(self, waiting: Waiting, editor: int, more: int) -> bool:
        lang = await self._lang(editor)
        fit = await self.desk.fit(waiting.review)
        outcome = await self.send(editor, message_of(self.wording, waiting, lang, self.desk, more=more, fit=fit))
        match outcome:
            case Later():
                return False
            case Sent(message_id=message_id):
                number = waiting.review.id
                await self.desk.store.write(lambda tx: tx.questions.sent(number, editor, message_id))
            case _:
                log.warning("an editor was not asked about review %s: %s", waiting.review.id, outcome)
        return True

    async def _settle(self) -> None:
        """The messages of questions that are decided say how."""
        for number, editor, message_id in await self.desk.store.read(lambda tx: tx.questions.to_settle(self.editors)):
            waiting = await self.desk.found(number)
            if waiting:
                ended = self.wording.ended(waiting.review, waiting.event, await self._lang(editor))
                if isinstance(await self.edit(editor, message_id, ended), Later):
                    return
            await self._settled(number, editor)

    async def _settled(self, review: int, editor: int) -> None:
        await self.desk.store.write(lambda tx: tx.questions.settle(review, editor))

    async def _morning(self) -> None:
        """One list in the morning of what the night left."""
        now = self.clock()
        morning = last_morning(now)
        if now - morning > _MORNING_LASTS or not await self.desk.store.write(
            lambda tx: tx.questions.begin_morning(morning)
        ):
            return
        waiting = [one for one in await self.desk.waiting() if one.review.at < morning]
        if waiting:
            told = [(one.review, told_of(one, self.desk)) for one in waiting]
            for editor in sorted(self.editors):
                await self.send(editor, self.wording.queue(told, await self._lang(editor), night=True))

    async def _lang(self, editor: int) -> Lang:
        known = await self.desk.store.read(lambda tx: tx.subscribers.by_chat(editor))
        return known.lang if known else Lang.EN


def told_of(waiting: Waiting, desk: EditorQueue) -> ToldToEditors:
    """The reports that a wait is about, each with who carries it."""
    found = (waiting.told,) if waiting.told else waiting.reports
    return tuple((one.report, desk.context.reading(one, None).source) for one in found)


def message_of(
    wording: Wording, waiting: Waiting, lang: Lang, desk: EditorQueue, *, more: int = 0, fit: Weighed | None = None
) -> Message:
    """The question about one wait, with how it fits the known event; of a decided one how it ended."""
    if waiting.review.resolution is not None:
        return wording.ended(waiting.review, waiting.event, lang)
    return wording.question(waiting.review, told_of(waiting, desk), waiting.event, lang, more=more, fit=fit)
