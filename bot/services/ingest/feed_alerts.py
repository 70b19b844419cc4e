"""Feeds gone dark, or back → one message to each editor: silence must not pass for a quiet day."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock import Clock, almaty
from bot.domain.codes import Lang
from bot.domain.delivery import Outcome, Sent
from bot.domain.message import Message
from bot.domain.polling import Back, Dark
from bot.domain.review import Resolution, Wait
from bot.services.editors.staff import Staff
from bot.services.ingest.collect import Polled
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.wording.wording import Wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeedAlerts:
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
        if turns and self.clock:
            now = self.clock()
            await self.store.write(lambda tx: _queued(tx, turns, now))
        chats = await self.staff.chats() if self.staff else self.editors
        for number, editor in enumerate(sorted(chats) if turns else (), 1):
            outcome = await self.send(editor, self.wording.turns(turns, await self._lang(editor)))
            if not isinstance(outcome, Sent):
                log.warning("editor %s of %s was not told of feeds: %s", number, len(chats), outcome)

    async def _lang(self, editor: int) -> Lang:
        known = await self.store.read(lambda tx: tx.subscribers.by_chat(editor))
        return known.lang if known else Lang.EN


def _queued(tx: Tx, turns: Iterable[Dark | Back], now: datetime) -> None:
    """A feed gone dark is in the editors' queue until it is back; nobody's phone rings for it twice."""
    waiting = {one.subject.get("feed"): one.id for one in tx.reviews.aside(Wait.DARK)}
    for turn in turns:
        match turn:
            case Dark(feed=feed, outlet=outlet) if feed not in waiting:
                subject = {"feed": feed, "outlet": outlet}
                tx.reviews.rang(tx.reviews.ask(Wait.DARK, now, subject=subject), now)
            case Back(feed=feed) if feed in waiting:
                tx.reviews.decide(waiting[feed], Resolution.BACK, now)


def line(turn: Dark | Back) -> str:
    """One feed in the words of operators, for the log."""
    match turn:
        case Dark(feed=feed, since=since, fault=fault, detail=detail):
            return f"Feed {feed} went dark: {fault.value} {detail}".rstrip() + f", since {_moment(since)}."
        case Back(feed=feed, since=since):
            return f"Feed {feed} is back; it was dark since {_moment(since)}."


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(almaty()):%d.%m %H:%M}"
