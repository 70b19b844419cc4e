"""article → the same with the text of its page: fetched when worth it, robots allowing, the better of the two kept.

An article that waits for its page is not read meanwhile; it waits a few minutes at most.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.article import better
from bot.domain.clock import Clock
from bot.domain.feed import Failed, Fault, Fetched, Fresh
from bot.store.articles import Awaited
from bot.store.engine import Store

log = logging.getLogger(__name__)

#: Waits before the second and the third try; after that the feed's own text has to do.
AGAIN = (timedelta(minutes=1), timedelta(minutes=4))
#: What another try may heal.
_PASSING = frozenset({Fault.TIMEOUT, Fault.UNREACHABLE})
_AT_ONCE = 50
#: Of one outlet, so that no slow server fills a round.
_OF_EACH = 8
#: A page that nobody came to fetch for so long is not waited for any more, on the day's clock.
PATIENCE = timedelta(minutes=5)


class Text(Protocol):
    """What a page says."""

    @property
    def title(self) -> str:
        """Its headline."""
        ...

    @property
    def text(self) -> str:
        """The article."""
        ...


@dataclass(frozen=True, slots=True)
class Pages:
    """The stage with all it needs; `get` and `allow` take an address and a proxy (or nothing)."""

    store: Store
    get: Callable[[str, str], Awaitable[Fetched]]
    allow: Callable[[str, str], Awaitable[bool]]
    extract: Callable[[bytes], Text | None]
    clock: Clock
    #: In seconds on the wire, for a page with its robots.txt and redirects: a round ends with its slowest page.
    longest: float = 30.0

    async def round(self) -> int:
        """Fetch pages that are due, each once; answers how many articles have their page's text by it."""
        now = self.clock()
        awaited = await self.store.read(lambda tx: tx.articles.awaiting_page(now, _AT_ONCE, of_each=_OF_EACH))
        fetched = sum(await asyncio.gather(*(self._one_among_many(one, now) for one in awaited)))
        if awaited:
            await self.store.write(lambda tx: tx.articles.pages_given_up(now - PATIENCE))
        return fetched

    async def _one_among_many(self, one: Awaited, now: datetime) -> bool:
        """A named door: whatever one page does, the others go on and its article is read as the feed gave it."""
        try:
            return await self._one(one, now)
        except Exception:  # one page among many
            log.exception("page of article %s", one.number)
            await self._failed(one, None)
            return False

    async def _one(self, one: Awaited, now: datetime) -> bool:
        fetched = await self._fetched(one)
        if not isinstance(fetched, Fresh):
            await self._failed(one, again(fetched, one.tries, now))
            return False
        page = await asyncio.to_thread(self.extract, fetched.body)
        text = better(one.text, page.text) if page else one.text
        if page is None or (text == one.text and text):
            await self._failed(one, None)
            return False
        await self.store.write(lambda tx: tx.articles.put_page(one.number, text, title=page.title))
        return True

    async def _fetched(self, one: Awaited) -> Fetched:
        try:
            async with asyncio.timeout(self.longest):
                if not await self.allow(one.url, one.proxy):
                    return Failed(Fault.FORBIDDEN_ADDRESS, "robots.txt")
                return await self.get(one.url, one.proxy)
        except TimeoutError:
            return Failed(Fault.TIMEOUT, "the page takes too long")

    async def _failed(self, one: Awaited, again_at: datetime | None) -> None:
        await self.store.write(lambda tx: tx.articles.page_failed(one.number, again_at))


def again(fetched: Fetched, tries: int, now: datetime) -> datetime | None:
    """When to try a page again that has failed so often before; none: never."""
    if not isinstance(fetched, Failed) or tries >= len(AGAIN):
        return None
    passing = fetched.fault in _PASSING or (fetched.fault is Fault.HTTP_STATUS and fetched.detail[:1] == "5")
    return now + AGAIN[tries] if passing else None
