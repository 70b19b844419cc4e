"""feed → article: poll what is due, store what is new or edited, remember how each feed is.

    claim ─► fetch ─► parse ─► store entries and the feed's state in one transaction

Feeds are polled side by side, so that a slow one delays no other; a claim keeps other processes and the next round off
a feed that is still being polled.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.domain import article as words
from bot.domain import polling, publication_date
from bot.domain.article import Article, Entry
from bot.domain.clock import Clock, local_day
from bot.domain.errors import StoreUnavailable
from bot.domain.feed import Failed, FeedDay, FeedState, Fetched, Fresh, Index, Parsed, PollFault, Unchanged, answered
from bot.domain.feed_shape import Shape
from bot.domain.hosts import Hosts
from bot.domain.polling import Brought, FeedDown, FeedRecovered
from bot.services.ingest.batch import Batch
from bot.store.articles import NewEntry, StoredEntries
from bot.store.engine import Store
from bot.store.transaction import Tx

log = logging.getLogger(__name__)

#: A poller that has died gives its feeds back after so long; longer than any poll takes.
CLAIM = timedelta(minutes=5)
#: Feeds of one round; the rest is due in the next.
_AT_ONCE = 500
#: Newest events looked at for those that are running.
_NEWEST = 20
#: Parsing is computing: more at once would only take turns.
_PARSERS = 2
#: New entries of one poll; what is older waits for the next: a feed that brings thousands must not hold up the others.
MOST_NEW = 200

Fetch = Callable[[FeedState], Awaitable[Fetched]]
Get = Callable[[str, str], Awaitable[Fetched]]
Parse = Callable[[bytes, str, str], Parsed | Index | Failed]


@dataclass(frozen=True, slots=True)
class Polled:
    """One poll and what it brought; `new` are titles."""

    feed: str
    outlet: str
    entries: int = 0
    new: tuple[str, ...] = ()
    fault: PollFault | None = None
    detail: str = ""
    #: How many articles were edited since the last poll.
    edited: int = 0
    #: Set when editors should be told that the feed has gone dark or is back.
    turn: FeedDown | FeedRecovered | None = None


@dataclass(frozen=True, slots=True)
class _Poll:
    """One poll on its way to the store."""

    state: FeedState
    result: Fetched
    parsed: Parsed
    items: tuple[NewEntry, ...]
    now: datetime
    jitter: float
    body: str


Polls: TypeAlias = Batch[_Poll, Polled]


@dataclass(frozen=True, slots=True)
class _Round:
    """What the polls of one round share."""

    now: datetime
    hosts: Hosts
    batch: Polls
    #: Of what was published before, readers may have been told by a machine that is gone: nobody is notified of it.
    told_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Collect:
    """The stage with all it needs; `chance` answers a number in 0..1 and spreads polls over time."""

    store: Store
    fetch: Fetch
    #: Any address, through a proxy or (empty) not.
    get: Get
    parse: Parse
    clock: Clock
    chance: Callable[[], float]
    #: Whether words may tell of a protest, so that the page behind them is worth a look.
    may_matter: Callable[[Entry], bool]
    #: Whether an entry of an outlet that writes of the whole world is about this country.
    names_kazakhstan: Callable[[Entry], bool]
    _parsing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PARSERS))

    async def round(self) -> tuple[Polled, ...]:
        """Poll every feed that is due, once; in bursts those of outlets that tell of what is going on."""
        now = self.clock()
        due, hosts, told_until = await self.store.write(lambda tx: _claim(tx, now))
        this = _Round(now, hosts, Batch(self.store, _store), told_until)
        return tuple(await asyncio.gather(*(self._one_among_many(state, this) for state in due)))

    async def tidy(self, keep: timedelta) -> int:
        """Forget titles and texts older than that; address and hash stay. Answers how many."""
        before = self.clock() - keep
        return await self.store.write(lambda tx: tx.articles.drop_text(before))

    async def _one_among_many(self, state: FeedState, this: _Round) -> Polled:
        """A named entry point: whatever one feed does, the others go on and its fault is on record."""
        try:
            return await self._poll(state, this)
        except StoreUnavailable:
            raise
        except Exception as error:  # one feed among many
            log.exception("feed %s", state.feed.id)
            return await self._keep(state, Failed(PollFault.OURS, type(error).__name__), Parsed(()), this)

    async def _poll(self, state: FeedState, this: _Round) -> Polled:
        whole = polling.asks_whole(state, this.now)
        fetched = await self.fetch(polling.without_conditions(state) if whole else state)
        if not isinstance(fetched, Fresh):
            return await self._keep(state, fetched, Parsed(()), this)
        digest = hashlib.sha256(fetched.body).hexdigest()
        if digest == state.body:
            same = Unchanged(fetched.max_age, fetched.moved, whole=True)
            return await self._keep(state, same, Parsed(()), this)
        parsed = await self._parsed(state, fetched)
        if isinstance(parsed, Failed):
            return await self._keep(state, parsed, Parsed(()), this)
        said = "; ".join(filter(None, (fetched.complaint, parsed.complaint)))
        return await self._keep(state, fetched, replace(parsed, complaint=said), this, body=digest)

    async def _parsed(self, state: FeedState, fetched: Fresh) -> Parsed | Failed:
        async with self._parsing:
            found = await asyncio.to_thread(self.parse, fetched.body, fetched.content_type, fetched.url)
        return await self._children(state, found) if isinstance(found, Index) else found

    async def _children(self, state: FeedState, index: Index) -> Parsed | Failed:
        """The entries of a sitemap's sitemaps; one that fails is complained of, all failing is a failure."""
        found = [await self._child(state, address) for address in index.addresses]
        good = [one for one in found if isinstance(one, Parsed)]
        bad = [one for one in found if isinstance(one, Failed)]
        if not good:
            return bad[0] if bad else Parsed((), "a sitemap of nothing")
        complaint = "; ".join([*(one.complaint for one in good if one.complaint), *(one.fault.value for one in bad)])
        entries = {entry.identity or entry.key: entry for one in good for entry in one.entries}
        return Parsed(tuple({entry.key: entry for entry in entries.values()}.values()), complaint)

    async def _child(self, state: FeedState, address: str) -> Parsed | Failed:
        fetched = await self.get(address, state.feed.proxy)
        if not isinstance(fetched, Fresh):
            return fetched if isinstance(fetched, Failed) else Parsed(())
        found = await asyncio.to_thread(self.parse, fetched.body, fetched.content_type, fetched.url)
        return Failed(PollFault.NOT_A_FEED, "sitemaps too deep") if isinstance(found, Index) else found

    async def _keep(self, state: FeedState, result: Fetched, parsed: Parsed, this: _Round, *, body: str = "") -> Polled:
        items = await asyncio.to_thread(self._items, state, parsed.entries, this) if parsed.entries else []
        return await this.batch.write(_Poll(state, result, parsed, tuple(items), this.now, self.chance(), body))

    def _items(self, state: FeedState, entries: Iterable[Entry], this: _Round) -> list[NewEntry]:
        passing = (entry for entry in entries if not state.feed.gate or self.names_kazakhstan(entry))
        return [self._item(state, this.hosts.claimed(entry, state.feed), this) for entry in passing]

    def _item(self, state: FeedState, entry: Entry, this: _Round) -> NewEntry:
        now, article = this.now, _article(state, entry, this.now)
        quiet = state.last_entry is None and not polling.is_young(entry, article.published, now)
        quiet = quiet or (this.told_until is not None and (article.published or now) <= this.told_until)
        undated = article.published is None
        wanted = words.wants_page(state.feed.pages, entry, undated=undated, cue=lambda: self.may_matter(entry))
        return NewEntry(entry, article, quiet, page=wanted and not quiet, undated=undated)


def _claim(tx: Tx, now: datetime) -> tuple[tuple[FeedState, ...], Hosts, datetime | None]:
    """The feeds to poll, whose the hosts of all configured ones are, and until when a lost machine may have told."""
    hurried = polling.running_outlets(tx.events.latest(None, _NEWEST), now)
    due = tx.feeds.claim(now, now + CLAIM, _AT_ONCE, hurried=hurried, asked_before=now - polling.BURST)
    hosts = Hosts.of(state.with_agreed for state in tx.feeds.all()) if due else Hosts()
    return due, hosts, tx.feeds.told_until() if due else None


def _store(tx: Tx, polls: Sequence[_Poll]) -> list[Polled]:
    """Entries and feeds of some polls, in one transaction."""
    done = [_one(tx, poll) for poll in polls]
    tx.feeds.save_all([after for after, _ in done])
    tx.coverage.count(_feed_day(after, polled, poll.now) for poll, (after, polled) in zip(polls, done, strict=True))
    return [polled for _, polled in done]


def _one(tx: Tx, poll: _Poll) -> tuple[FeedState, Polled]:
    kept = tx.articles.keep(poll.state.feed.id, poll.items, poll.now, most=MOST_NEW) if poll.items else StoredEntries()
    new = tuple(item.article for item in kept.new)
    moments = tuple(one.published or poll.now for one in new)
    stamps = tuple(item.entry.published for item in kept.new if item.entry.published and not item.entry.is_change)
    seen, said = poll.parsed.entries, poll.parsed.complaint
    brought = Brought(len(seen), moments, said, stamps, Shape.of(seen), kept.left)
    after = polling.after(poll.state, poll.result, brought, poll.now, jitter=poll.jitter, body=poll.body)
    return after, _polled(poll.state, after, brought, tuple(one.title for one in new), len(kept.edited))


def _feed_day(after: FeedState, polled: Polled, now: datetime) -> FeedDay:
    heard = int(answered(after.fault))
    return FeedDay(after.feed.id, after.feed.outlet, local_day(now), 1, heard, len(polled.new))


def _polled(before: FeedState, after: FeedState, brought: Brought, new: tuple[str, ...], edited: int) -> Polled:
    feed, detail = after.feed, after.detail or brought.said
    return Polled(feed.id, feed.outlet, brought.entries, new, after.fault, detail, edited, polling.turn(before, after))


def _article(state: FeedState, entry: Entry, now: datetime) -> Article:
    return Article(
        id=entry.key,
        title=entry.title,
        text=entry.text,
        url=entry.link,
        source=state.feed.outlet,
        lang=state.feed.lang,
        published=publication_date.published(entry, now, state.clock),
    )
