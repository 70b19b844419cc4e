"""What waits for an editor → a message with buttons to each; what nobody answers → listed, told silently, or expired.

    review ─► asked (six an hour, the rest in /queue) ─► decided ─► the messages say how and by whom
           │    └─► ten minutes, where somebody is on duty ─► asked of everybody        └─► an hour ─► "done"
           ├─► later ─► asked again in that chat
           ├─► nobody answers for ASK_MINUTES ─► listed as what an outlet reports (events/editor_decisions.py)
           ├─► something grave, unanswered for 15 minutes, three owners ─► told without number, as not checked
           └─► older than OLD_NEWS_DAYS ─► expired
    07:00 ─► one list of what the night left

An editor is told first and that is noted then: after a crash in between an editor is asked again, which is better than
never. What readers are told is written in one transaction.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.domain.clock import Clock, last_morning
from bot.domain.codes import Lang
from bot.domain.delivery import Later, Outcome, Sent
from bot.domain.match_evidence import Weighed
from bot.domain.message import Message
from bot.domain.outlet import source_alone
from bot.domain.review import NOT_ABOUT_REPORTS, Mode, Resolution, Review, ReviewReason
from bot.domain.review_deadlines import ALONE_FOR, GRAVE_AFTER, MOST_AN_HOUR, SHRINK_AFTER, TAKEN_BACK_AFTER
from bot.domain.understanding import unchecked
from bot.services.editors.queue import EditorQueue, Waiting
from bot.services.editors.staff import Staff
from bot.services.events import editor_decisions
from bot.services.understanding import outlet_standing, source_retraction
from bot.store.transaction import Tx
from bot.wording import editor_questions
from bot.wording.editor_answers import done
from bot.wording.editor_questions import ToldToEditors
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

_HOUR = timedelta(hours=1)
_AT_ONCE = 20
#: A morning's list is not sent later than this.
_MORNING_LASTS = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class AskEditors:
    """Who is asked, and how."""

    queue: EditorQueue
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]
    edit: Callable[[int, int, Message], Awaitable[Outcome]]
    editors: frozenset[int]
    clock: Clock
    #: Who may decide, where that can change; without it `editors` are all there are.
    staff: Staff | None = None
    #: A reader's complaint may bring a round beside the one of the clock.
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def round(self) -> int:
        """Ask what was not asked, tell what nobody answers, say how questions ended; answers how many were asked."""
        async with self._turn:
            chats = await self._chats()
            await self.queue.store.write(lambda tx: self.pass_time(tx, bool(chats)), alone="understand")
            if not chats:
                return 0
            await self._settle(chats)
            asked = await self._ask(chats)
            await self._again(chats)
            await self._shrink(chats)
            await self._morning(chats)
            return asked

    async def _chats(self) -> frozenset[int]:
        return await self.staff.chats() if self.staff else self.editors

    async def _first(self, chats: frozenset[int]) -> frozenset[int]:
        """Who is notified at once."""
        return await self.queue.store.read(self.staff.first_asked) if self.staff else chats

    def pass_time(self, tx: Tx, has_editors: bool | None = None) -> None:  # noqa: FBT001  # a plain fact
        """What time does by itself."""
        now, rules = self.clock(), self.queue.context.rules
        for review in tx.reviews.older(now - rules.old_news, _AT_ONCE):
            tx.reviews.decide(review.id, Resolution.EXPIRED, now)
        for review in tx.reviews.unanswered(now - TAKEN_BACK_AFTER, {ReviewReason.WITHDRAWN}, _AT_ONCE):
            if source_retraction.time_is_up(tx, review, now) is None:
                tx.reviews.listed(review.id, now)
        if rules.mode is Mode.REVIEW:
            return
        answered_for = bool(self.editors) if has_editors is None else has_editors
        patience = rules.ask_for if answered_for else timedelta()
        for review in tx.reviews.unanswered(now - patience, unchecked.LISTED, _AT_ONCE):
            event = tx.events.get(review.event) if not review.article else None
            outlet = source_alone(event.facts).outlet if event else ""
            if event and not (outlet and outlet_standing.is_far_above_usual(tx, outlet, now)):
                editor_decisions.list_unanswered(tx, event, self.queue.context, now)
            tx.reviews.listed(review.id, now)
        for review in tx.reviews.unanswered(now - GRAVE_AFTER, {ReviewReason.GRAVE}, _AT_ONCE):
            self._alleged(tx, review, now)

    def _alleged(self, tx: Tx, review: Review, now: datetime) -> None:
        event = tx.events.get(review.event)
        if event and not event.held and not event.retracted:
            editor_decisions.tell_alleged(tx, event, self.queue.context, now)

    async def _ask(self, chats: frozenset[int]) -> int:
        """Notify editors of what they were not asked, as long as the hour allows; answers how many times."""
        now, asked = self.clock(), 0
        waiting = await self.queue.store.read(lambda tx: tx.reviews.not_notified(100))
        notified = (
            await self.queue.store.read(lambda tx: tx.editor_messages.count_notified(now, _HOUR)) if waiting else 0
        )
        first = await self._first(chats)
        for position, review in enumerate(waiting):
            if notified + asked >= MOST_AN_HOUR:
                break
            last = notified + asked + 1 == MOST_AN_HOUR
            more = len(waiting) - position - 1 if last else 0
            if not await self._notify(review, first, more):
                return asked
            asked += 1
        await self._spread(chats, now)
        return asked

    async def _notify(self, review: Review, chats: frozenset[int], more: int = 0) -> bool:
        """Ask every editor who was not; false when Telegram is to be asked again later."""
        if not await self._ask_those(review, chats, more):
            return False
        await self.queue.store.write(lambda tx: tx.reviews.notified(review.id, self.clock()))
        return True

    async def _ask_those(self, review: Review, chats: frozenset[int], more: int = 0) -> bool:
        waiting = await self.queue.found(review.id)
        known = await self.queue.store.read(lambda tx: tx.editor_messages.asked(review.id, chats))
        for editor in sorted(chats) if waiting and waiting.review.resolution is None else ():
            if editor in known:
                continue
            if waiting is None or not await self._asked(waiting, editor, more):
                return False
        return True

    async def _spread(self, chats: frozenset[int], now: datetime) -> None:
        """Of what whoever is on duty has not answered for ten minutes everybody is notified."""
        for review in await self.queue.store.read(lambda tx: tx.reviews.to_spread(now - ALONE_FOR, _AT_ONCE)):
            if not await self._ask_those(review, chats):
                return
            await self.queue.store.write(partial(_spread, number=review.id, now=now))

    async def _again(self, chats: frozenset[int]) -> None:
        """What was put off in a chat is asked there again."""
        now = self.clock()
        for number, chat in await self.queue.store.read(lambda tx: tx.editor_messages.again(chats, now)):
            waiting = await self.queue.found(number)
            if waiting is None or not await self._asked(waiting, chat, 0):
                return

    async def _shrink(self, chats: frozenset[int]) -> None:
        """What was decided an hour ago says no more than that it is done."""
        before = self.clock() - SHRINK_AFTER
        for number, chat, message_id in await self.queue.store.read(
            lambda tx: tx.editor_messages.to_shrink(chats, before)
        ):
            shrunk = done(self.wording.tongue(await self._lang(chat)), number)
            if isinstance(await self.edit(chat, message_id, shrunk), Later):
                return
            await self.queue.store.write(partial(_shrunk, number=number, chat=chat))

    async def _asked(self, waiting: Waiting, editor: int, more: int) -> bool:
        lang = await self._lang(editor)
        match = await self.queue.match_evidence_of(waiting.review)
        outcome = await self.send(editor, message_of(self.wording, waiting, lang, self.queue, more=more, match=match))
        match outcome:
            case Later():
                return False
            case Sent(message_id=message_id):
                number = waiting.review.id
                await self.queue.store.write(lambda tx: tx.editor_messages.sent(number, editor, message_id))
            case _:
                log.warning("an editor was not asked about review %s: %s", waiting.review.id, outcome)
        return True

    async def _settle(self, chats: frozenset[int]) -> None:
        """The messages of questions that are decided say how."""
        for number, editor, message_id in await self.queue.store.read(lambda tx: tx.editor_messages.to_settle(chats)):
            waiting = await self.queue.found(number)
            if waiting:
                ended = self.wording.ended(waiting.review, waiting.event, await self._lang(editor))
                if isinstance(await self.edit(editor, message_id, ended), Later):
                    return
            await self._settled(number, editor)

    async def _settled(self, review: int, editor: int) -> None:
        await self.queue.store.write(lambda tx: tx.editor_messages.settle(review, editor))

    async def _morning(self, chats: frozenset[int]) -> None:
        """One list in the morning of what the night left."""
        now = self.clock()
        morning = last_morning(now)
        if now - morning > _MORNING_LASTS or not await self.queue.store.write(
            lambda tx: tx.editor_messages.begin_morning(morning)
        ):
            return
        waiting = [one for one in await self.queue.waiting() if one.review.at < morning]
        if waiting:
            told = [(one.review, told_of(one, self.queue)) for one in waiting]
            for editor in sorted(chats):
                await self.send(editor, self.wording.queue(told, await self._lang(editor), night=True))

    async def _lang(self, editor: int) -> Lang:
        return await self.queue.store.read(lambda tx: tx.subscribers.lang_of(editor))


def _spread(tx: Tx, number: int, now: datetime) -> None:
    tx.reviews.spread(number, now)


def _shrunk(tx: Tx, number: int, chat: int) -> None:
    tx.editor_messages.shrink(number, chat)


def told_of(waiting: Waiting, queue: EditorQueue) -> ToldToEditors:
    """The reports that a wait is about, each with who carries it."""
    found = (waiting.told,) if waiting.told else waiting.reports
    return tuple((one.report, queue.context.reading(one, None).source) for one in found)


def message_of(
    wording: Wording, waiting: Waiting, lang: Lang, queue: EditorQueue, *, more: int = 0, match: Weighed | None = None
) -> Message:
    """The question about one wait, with how it matches the known event; of a decided one how it ended."""
    if waiting.review.resolution is not None:
        return wording.ended(waiting.review, waiting.event, lang)
    if waiting.review.reason in NOT_ABOUT_REPORTS:
        t = wording.tongue(lang)
        return editor_questions.other_question(t, waiting.review, waiting.event, proposed_of(waiting))
    asks = waiting.told.asks if waiting.told else ()
    told = told_of(waiting, queue)
    return wording.question(waiting.review, told, waiting.event, lang, more=more, asks=asks, match=match)


def proposed_of(waiting: Waiting) -> editor_questions.Proposed | None:
    """What an editor wants to do, for the one who is to agree."""
    one = waiting.proposal
    if one is None:
        return None
    texts = dict(one.body.get("texts", {}))
    if "text" in one.body:
        texts[one.body["lang"]] = one.body["text"]
    return editor_questions.Proposed(one.deed, one.actor, texts, tuple(one.body.get("places", ())), one.due_at)
