"""Feeds gone dark, or back → one message to each editor: silence must not pass for a quiet day."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock import almaty
from bot.domain.codes import Lang
from bot.domain.delivery import Outcome, Sent
from bot.domain.message import Message
from bot.domain.polling import Back, Dark
from bot.services.ingest.collect import Polled
from bot.store.engine import Store
from bot.wording.wording import Wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeedAlerts:
    """Who is told, and how."""

    store: Store
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]
    editors: frozenset[int]

    async def tell(self, polled: Iterable[Polled]) -> None:
        """Tell every editor of the feeds that have turned, all in one message in the editor's language."""
        turns = [one.turn for one in polled if one.turn]
        for turn in turns:
            log.warning("%s", line(turn))
        for number, editor in enumerate(sorted(self.editors) if turns else (), 1):
            outcome = await self.send(editor, self.wording.turns(turns, await self._lang(editor)))
            if not isinstance(outcome, Sent):
                log.warning("editor %s of %s was not told of feeds: %s", number, len(self.editors), outcome)

    async def _lang(self, editor: int) -> Lang:
        known = await self.store.read(lambda tx: tx.subscribers.by_chat(editor))
        return known.lang if known else Lang.EN


def line(turn: Dark | Back) -> str:
    """One feed in the words of operators, for the log."""
    match turn:
        case Dark(feed=feed, since=since, fault=fault, detail=detail):
            return f"Feed {feed} went dark: {fault.value} {detail}".rstrip() + f", since {_moment(since)}."
        case Back(feed=feed, since=since):
            return f"Feed {feed} is back; it was dark since {_moment(since)}."


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(almaty()):%d.%m %H:%M}"
