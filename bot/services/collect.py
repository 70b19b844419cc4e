"""feed → article: poll what is due, store what is new, remember what went wrong.

    due feeds ─► fetch ─► parse ─► store entries and the feed's state in one transaction

Feeds are polled side by side, so that a slow one delays no other.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import feed as feeds
from bot.domain.article import Article, Entry
from bot.domain.clock import Clock
from bot.domain.feed import Failed, Fault, FeedState, Fetched, Fresh, Parsed
from bot.store.engine import Store
from bot.store.transaction import Tx

log = logging.getLogger(__name__)

#: Of a feed polled for the first time only entries this young may ring phones: nobody wants last week's news.
YOUNG = timedelta(hours=3)
#: A date further ahead than clocks differ is no date.
AHEAD = timedelta(days=1)
_AT_ONCE = 50

Fetch = Callable[[FeedState], Awaitable[Fetched]]
Parse = Callable[[bytes, str], Parsed | Failed]


@dataclass(frozen=True, slots=True)
class Polled:
    """One poll and what it brought."""

    feed: str
    outlet: str
    entries: int = 0
    new: tuple[str, ...] = ()
    fault: Fault | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Collect:
    """The stage with all it needs; `chance` answers a number in 0..1 and spreads polls over time."""

    store: Store
    fetch: Fetch
    parse: Parse
    clock: Clock
    chance: Callable[[], float]

    async def round(self) -> tuple[Polled, ...]:
        """Poll every feed that is due, once."""
        now = self.clock()
        due = await self.store.read(lambda tx: tx.feeds.due(now, _AT_ONCE))
        return tuple(await asyncio.gather(*(self._one_among_many(state, now) for state in due)))

    async def _one_among_many(self, state: FeedState, now: datetime) -> Polled:
        """A named door: whatever one feed does, the others go on and its fault is on record."""
        try:
            return await self._poll(state, now)
        except Exception as error:  # one feed among many
            log.exception("feed %s", state.feed.id)
            failed = Failed(Fault.NOT_A_FEED, type(error).__name__)
            return await self._keep(state, failed, Parsed(()), now)

    async def _poll(self, state: FeedState, now: datetime) -> Polled:
        fetched = await self.fetch(state)
        parsed = await asyncio.to_thread(self._parsed, fetched)
        if isinstance(parsed, Failed):
            return await self._keep(state, parsed, Parsed(()), now)
        return await self._keep(state, fetched, parsed, now)

    def _parsed(self, fetched: Fetched) -> Parsed | Failed:
        match fetched:
            case Fresh(body=body, content_type=content_type):
                return self.parse(body, content_type)
            case Failed():
                return fetched
        return Parsed(())

    async def _keep(self, state: FeedState, result: Fetched, parsed: Parsed, now: datetime) -> Polled:
        after = feeds.after(state, result, now, jitter=self.chance(), complaint=parsed.complaint)
        first = state.last_success is None
        new = await self.store.write(lambda tx: _store(tx, after, parsed.entries, now, first=first))
        return Polled(
            state.feed.id, state.feed.outlet, len(parsed.entries), new, after.fault, after.detail or parsed.complaint
        )


def _store(tx: Tx, state: FeedState, entries: Iterable[Entry], now: datetime, *, first: bool) -> tuple[str, ...]:
    tx.feeds.save(state)
    added = ((entry, _article(state, entry, now)) for entry in entries)
    return tuple(
        article.title
        for entry, article in added
        if tx.articles.add(state.feed.id, entry, article, now, quiet=first and _old(entry, now))
    )


def _article(state: FeedState, entry: Entry, now: datetime) -> Article:
    published = entry.published if entry.published and entry.published <= now + AHEAD else None
    return Article(
        id=entry.key,
        title=entry.title,
        text=entry.text,
        url=entry.link,
        source=state.feed.outlet,
        lang=state.feed.lang,
        published=published or now,
    )


def _old(entry: Entry, now: datetime) -> bool:
    return entry.published is not None and entry.published < now - YOUNG
