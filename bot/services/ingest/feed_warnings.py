"""Feeds gone dark, or back → one message to each editor: silence must not pass for a quiet day."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock import Clock, almaty
from bot.domain.codes import Lang
from bot.domain.delivery import Outcome, Sent
from bot.domain.message import Message
from bot.domain.polling import FeedDown, FeedRecovered
from bot.domain.review import Resolution, ReviewReason
from bot.services.editors.staff import Staff
from bot.services.ingest.collect import Polled
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.wording.wording import Wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeedWarnings:
    """Who is told, and how."""

    store: Store
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]
    editors: frozenset[int]
    clock: Clock | None = None
    #: Who may decide, where that can change; without it `editors` are all there are.
    staff: Staff | None = None

    async def tell(self, polled: Iterable[Polled]) -> None:
        """Tell every editor of the feeds that have turned, all in one message in the editor's language."""
        turns = [one.turn for one in polled if one.turn]
        for turn in turns:
            log.warning("%s", line(turn))
        if not turns:
            return
        waits = await self._asked(turns)
        chats = await self.staff.chats() if self.staff else self.editors
        for number, editor in enumerate(sorted(chats), 1):
            outcome = await self.send(editor, self.wording.turns(turns, await self._lang(editor), waits))
            if isinstance(outcome, Sent):
                await self._noted(turns, waits, editor, outcome.message_id)
            else:
                log.warning("editor %s of %s was not told of feeds: %s", number, len(chats), outcome)

    async def _asked(self, turns: Sequence[FeedDown | FeedRecovered]) -> Mapping[str, int]:
        """The question about each feed that is dark."""
        if self.clock is None:
            return {}
        now = self.clock()
        return await self.store.write(lambda tx: _queued(tx, turns, now))

    async def _noted(
        self, turns: Sequence[FeedDown | FeedRecovered], waits: Mapping[str, int], editor: int, message_id: int
    ) -> None:
        """A message about one dark feed is its question, and says in the end how that was decided."""
        if len(turns) == 1 and turns[0].feed in waits:
            review = waits[turns[0].feed]
            await self.store.write(lambda tx: tx.editor_messages.sent(review, editor, message_id))

    async def _lang(self, editor: int) -> Lang:
        return await self.store.read(lambda tx: tx.subscribers.lang_of(editor))


def _queued(tx: Tx, turns: Iterable[FeedDown | FeedRecovered], now: datetime) -> Mapping[str, int]:
    """A feed that has stopped is in the editors' queue until it answers again; nobody is told of it twice.

    Answers the question about each that waits.
    """
    waiting = {str(one.subject.get("feed")): one.id for one in tx.reviews.waiting_for(ReviewReason.FEED_DOWN)}
    for turn in turns:
        match turn:
            case FeedDown(feed=feed, outlet=outlet) if feed not in waiting:
                waiting[feed] = tx.reviews.ask(ReviewReason.FEED_DOWN, now, subject={"feed": feed, "outlet": outlet})
                tx.reviews.notified(waiting[feed], now)
                tx.reviews.spread(waiting[feed], now)  # this one message goes to everybody
            case FeedRecovered(feed=feed) if feed in waiting:
                tx.reviews.decide(waiting.pop(feed), Resolution.BACK, now)
    return waiting


def line(turn: FeedDown | FeedRecovered) -> str:
    """One feed in the words of operators, for the log."""
    match turn:
        case FeedDown(feed=feed, since=since, fault=fault, detail=detail):
            return f"Feed {feed} went dark: {fault.value} {detail}".rstrip() + f", since {_moment(since)}."
        case FeedRecovered(feed=feed, since=since):
            return f"Feed {feed} is back; it was dark since {_moment(since)}."


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(almaty()):%d.%m %H:%M}"
