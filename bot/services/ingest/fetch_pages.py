"""article → the same with text, date and address of its page: fetched when worth it, robots allowing.

A page that is not the article changes nothing; why is on record.
An article that waits for its page is not read meanwhile; it waits a few minutes at most.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import publication_date
from bot.domain.clock import Clock
from bot.domain.errors import StoreUnavailable
from bot.domain.feed import Failed, Fetched, Fresh, PollFault
from bot.domain.hosts import Hosts
from bot.domain.links import shown, whole
from bot.domain.page import Judged, KnownArticle, Page, PageFault, PageWords, judge
from bot.store.articles import AwaitedPage, PageContent
from bot.store.engine import Store

log = logging.getLogger(__name__)

#: Waits before the second and the third try; after that the feed's own text has to do.
AGAIN = (timedelta(minutes=1), timedelta(minutes=4))
#: What another try may heal.
_PASSING = frozenset({PollFault.TIMEOUT, PollFault.UNREACHABLE})
_AT_ONCE = 50
#: A page that sends its readers to another by itself is followed so often.
_PAGES = 2
#: Of one outlet, so that no slow server fills a round.
_OF_EACH = 8
#: A page that nobody came to fetch for so long is not waited for any more, on the day's clock.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FetchPages:
    """The stage with all it needs; `get` and `allow` take an address and a proxy (or nothing)."""

    store: Store
    get: Callable[[str, str], Awaitable[Fetched]]
    allow: Callable[[str, str], Awaitable[bool]]
    extract: Callable[[bytes], Page | None]
    clock: Clock
    #: What pages say that are no article.
    words: PageWords = field(default_factory=PageWords)
    #: In seconds on the wire, for a page with its robots.txt and redirects: a round ends with its slowest page.
    longest: float = 30.0

    async def round(self) -> int:
        """Fetch pages that are due, each once; answers how many articles have their page's text by it."""
        now = self.clock()
        awaited = await self.store.read(lambda tx: tx.articles.awaiting_page(now, _AT_ONCE, of_each=_OF_EACH))
        if not awaited:
            return 0
        hosts = await self.store.read(lambda tx: Hosts.of(state.feed for state in tx.feeds.all()))
        fetched = sum(await asyncio.gather(*(self._one_among_many(one, hosts, now) for one in awaited)))
        await self.store.write(lambda tx: tx.articles.pages_given_up(now - PATIENCE))
        return fetched

    async def _one_among_many(self, one: AwaitedPage, hosts: Hosts, now: datetime) -> bool:
        """A named entry point: whatever one page does, the others go on and its article is read as the feed gave it."""
        try:
            return await self._one(one, hosts, now)
        except StoreUnavailable:
            raise
        except Exception:  # one page among many
            log.exception("page of article %s", one.number)
            await self._failed(one, None, PollFault.OURS.value)
            return False

    async def _one(self, one: AwaitedPage, hosts: Hosts, now: datetime) -> bool:
        seen = await self._seen(one)
        if not isinstance(seen, _SeenPage):
            fault = seen.fault.value if isinstance(seen, Failed) else ""
            await self._failed(one, again(seen, one.tries, now), f"{fault} {getattr(seen, 'detail', '')}".strip())
            return False
        found = _found(one, seen, hosts, now)
        await self.store.write(lambda tx: tx.articles.put_page(one.number, found, now))
        return found.text is not None

    async def _seen(self, one: AwaitedPage) -> "_SeenPage | Fetched":
        """The page of an article, or the one that it sends its readers to by itself, and what it is worth."""
        known = KnownArticle(one.title, one.text, from_page=one.from_page)
        address, seen = one.url, None
        for _ in range(_PAGES):
            fetched = await self._fetched(address, one.proxy)
            if not isinstance(fetched, Fresh):
                return seen or fetched
            page = await asyncio.to_thread(self.extract, fetched.body)
            seen = _SeenPage(page, judge(known, page, self.words), fetched.url or address)
            address = whole(page.leads_to, seen.url) if page and not seen.judged.is_it else ""
            if not shown(address) or address == seen.url:
                break
        return seen or Failed(PollFault.EMPTY)

    async def _fetched(self, url: str, proxy: str) -> Fetched:
        try:
            async with asyncio.timeout(self.longest):
                if not await self.allow(url, proxy):
                    return Failed(PollFault.FORBIDDEN_ADDRESS, "robots.txt")
                return await self.get(url, proxy)
        except TimeoutError:
            return Failed(PollFault.TIMEOUT, "the page takes too long")

    async def _failed(self, one: AwaitedPage, again_at: datetime | None, fault: str) -> None:
        await self.store.write(lambda tx: tx.articles.page_failed(one.number, again_at, fault))


@dataclass(frozen=True, slots=True)
class _SeenPage:
    """A page that came, and what it is worth."""

    page: Page | None
    judged: Judged
    url: str


def _found(one: AwaitedPage, seen: _SeenPage, hosts: Hosts, now: datetime) -> PageContent:
    """What an article is by its page: text, date and address of one that is it, nothing of another."""
    page, judged = seen.page, seen.judged
    fault = judged.fault.value if judged.fault else ""
    if page is None or not judged.is_it:
        return PageContent(fault=fault)
    known = None if one.undated else one.published
    text = judged.text if judged.text != one.text and not _keeps(judged.fault) else None
    address = hosts.own_address(whole(page.address, seen.url) or seen.url, one.source)
    return PageContent(text, page.title, publication_date.by_page(known, page.published, now), address, fault)


def _keeps(fault: PageFault | None) -> bool:
    return fault in {PageFault.LIVE, PageFault.SHORT}


def again(fetched: Fetched, tries: int, now: datetime) -> datetime | None:
    """When to try a page again that has failed so often before; none: never."""
    if not isinstance(fetched, Failed) or tries >= len(AGAIN):
        return None
    passing = fetched.fault in _PASSING or (fetched.fault is PollFault.HTTP_STATUS and fetched.detail[:1] == "5")
    return now + AGAIN[tries] if passing else None
