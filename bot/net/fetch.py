"""feed → bytes: one polite GET, conditional where the feed has given validators."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import aiohttp

from bot.domain.feed import Failed, Fault, FeedState, Fetched, Fresh, Unchanged

#: A feed larger than this is not a feed.
LARGEST = 15 * 1024 * 1024
USER_AGENT = "protest-alerts/0.1 (a feed reader; see README)"
TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10, sock_read=15)


@asynccontextmanager
async def fetching() -> AsyncIterator[Callable[[FeedState], Awaitable[Fetched]]]:
    """`fetch` over one set of connections, closed at the end of the block."""
    async with aiohttp.ClientSession() as session:
        yield partial(fetch, session)


async def fetch(session: aiohttp.ClientSession, state: FeedState) -> Fetched:
    """What the feed's address answers; every fault becomes a value, nothing is raised for bad weather."""
    try:
        async with session.get(state.feed.url, headers=_headers(state), timeout=TIMEOUT) as response:
            return await _read(response)
    except TimeoutError:
        return Failed(Fault.UNREACHABLE, "timeout")
    except (aiohttp.ClientError, ValueError) as error:  # ValueError: an address that is none, a header that is none
        return Failed(Fault.UNREACHABLE, type(error).__name__)


def _headers(state: FeedState) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT}
    if state.etag:
        headers["If-None-Match"] = state.etag
    if state.last_modified:
        headers["If-Modified-Since"] = state.last_modified
    return headers


async def _read(response: aiohttp.ClientResponse) -> Fetched:
    if response.status == 304:
        return Unchanged()
    if response.status != 200:
        return Failed(Fault.HTTP_STATUS, str(response.status))
    body = bytearray()
    async for chunk in response.content.iter_chunked(65536):
        body += chunk
        if len(body) > LARGEST:
            return Failed(Fault.TOO_LARGE, f"over {LARGEST} bytes")
    if not body.strip():
        return Failed(Fault.EMPTY, "200 with an empty body")
    head = response.headers
    return Fresh(bytes(body), head.get("Content-Type", ""), head.get("ETag", ""), head.get("Last-Modified", ""))
