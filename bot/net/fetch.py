"""address → bytes: one polite GET, conditional where the server has given validators, guarded at the socket.

Every fault becomes a value: nothing is raised for bad weather.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import CookieError
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.domain.feed import Failed, Fault, FeedState, Fetched, Fresh, Unchanged
from bot.net import headers
from bot.net.guard import ForbiddenAddress, Guard
from bot.net.manners import Manners, Rules
from bot.net.unpack import BadPacking, TooLarge, unpacker

USER_AGENT = "protest-alerts/0.1 (feed reader)"
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_CHUNK = 65536
#: The last label of a name is never a number: what ends in one is an IPv4 address, in one of the ways to write it.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
#: Names that mean something only inside a network: RFC 6761, 6762, 8375, ICANN's .internal, and what is in use.
_LOCAL = (".localhost", ".localdomain", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".private", ".corp")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each part may take, in seconds, and how large a body may be, packed and unpacked."""

    connect: float = 10.0
    #: Until the headers are there.
    head: float = 20.0
    #: Until the last byte is there: what a slow drip runs into.
    whole: float = 60.0
    largest: int = 15 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outside:
    """What the house may do out there; the default is what a guest may do."""

    limits: Limits = field(default_factory=Limits)
    rules: Rules = field(default_factory=Rules)
    guard: Guard = field(default_factory=Guard)
    #: Where to reach who runs this: shown to the servers that are asked.
    agent: str = USER_AGENT
    #: Names to addresses; none: the machine's own.
    resolver: AbstractResolver | None = None


class Fetcher:
    """Asks over one set of connections; made by `fetching`."""

    def __init__(self, session: aiohttp.ClientSession, proxied: aiohttp.ClientSession, outside: Outside) -> None:
        self._session = session
        self._proxied = proxied
        self._outside = outside
        self._manners = Manners(outside.rules)

    def forget_names(self) -> None:
        """Ask for the address of every host afresh."""
        for session in (self._session, self._proxied):
            if isinstance(session.connector, aiohttp.TCPConnector):
                session.connector.clear_dns_cache()

    async def feed(self, state: FeedState) -> Fetched:
        """What a feed's address answers, asked with the validators it gave."""
        conditions = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
        return await self.get(state.address, {k: v for k, v in conditions.items() if v}, proxy=state.feed.proxy)

    async def document(self, url: str, proxy: str = "") -> Fetched:
        """What any address answers, asked without conditions."""
        return await self.get(url, proxy=proxy)

    async def get(self, url: str, more: Mapping[str, str] | None = None, *, proxy: str = "") -> Fetched:
        """What an address answers, after at most five redirects."""
        asked, moved = url, ""
        permanent = True
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._once(asked, more or {}, proxy)
            if not isinstance(answer, _Redirect):
                return _with(answer, moved=moved, url=asked)
            asked = urljoin(asked, answer.to)
            permanent = permanent and answer.permanent
            moved = asked if permanent else moved
        return Failed(Fault.REDIRECTS, f"more than {_MOST_REDIRECTS} redirects")

    async def _once(self, url: str, more: Mapping[str, str], proxy: str) -> "Fetched | _Redirect":
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or parts.scheme not in {"http", "https"}:
            return Failed(Fault.FORBIDDEN_ADDRESS, "not a web address")
        if proxy and not self._fit_for_a_proxy(host):
            return Failed(Fault.FORBIDDEN_ADDRESS, "not an address of the public internet")
        async with self._manners.turn(host):
            return await self._timed(url, more, proxy)

    async def _timed(self, url: str, more: Mapping[str, str], proxy: str) -> "Fetched | _Redirect":
        try:
            async with asyncio.timeout(self._outside.limits.whole):
                return await self._asked(url, more, proxy)
        except TimeoutError:
            return Failed(Fault.TIMEOUT, "the server takes too long")
        except TooLarge:
            return Failed(Fault.TOO_LARGE, f"over {self._outside.limits.largest} bytes")
        except BadPacking as error:
            return Failed(Fault.ENCODING, str(error))
        except (aiohttp.ClientError, ValueError, OSError, CookieError) as error:  # ValueError: an address that is none
            return _failure(error)

    async def _asked(self, url: str, more: Mapping[str, str], proxy: str) -> "Fetched | _Redirect":
        session = self._proxied if proxy else self._session
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(self._outside.limits.head):
                request = session.get(_exact(url), headers=dict(more), allow_redirects=False, proxy=proxy or None)
                response = await stack.enter_async_context(request)
            return await self._read(response)

    async def _read(self, response: aiohttp.ClientResponse) -> "Fetched | _Redirect":
        head = response.headers
        to = head.get("Location", "")
        if response.status in _REDIRECTS and to:
            return _Redirect(to, response.status in _PERMANENT)
        if response.status == 304:
            return Unchanged(headers.max_age(head))
        if response.status != 200:
            return Failed(Fault.HTTP_STATUS, str(response.status), headers.retry_after(head))
        body = await self._body(response)
        if not body.strip():
            return Failed(Fault.EMPTY, "200 with an empty body")
        kind, etag, modified = (head.get(name, "") for name in ("Content-Type", "ETag", "Last-Modified"))
        return Fresh(body, kind, etag[:500], modified[:100], headers.max_age(head))

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        most = self._outside.limits.largest
        unpack, packed = unpacker(response.headers.get("Content-Encoding", ""), most), 0
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            packed += len(chunk)
            if packed > most:
                raise TooLarge
            body += unpack(chunk)
        return bytes(body)

    def _fit_for_a_proxy(self, host: str) -> bool:
        """The proxy dials for us, so only what is written can be judged: no private number, no local name."""
        name = _as_dialled(host)
        if ":" in name or _NUMBER.fullmatch(name.rpartition(".")[2]):
            return self._outside.guard.allows(name)
        return "." in name and not f".{name}".endswith(_LOCAL)


@asynccontextmanager
async def fetching(outside: Outside | None = None) -> AsyncIterator[Fetcher]:
    """A fetcher over connections of its own, closed at the end of the block."""
    outside = outside or Outside()
    agent = {"User-Agent": outside.agent, "Accept-Encoding": "gzip, deflate, br", "Accept": headers.ACCEPT}
    guarded = aiohttp.TCPConnector(limit=0, socket_factory=outside.guard.socket, resolver=outside.resolver)
    through = aiohttp.TCPConnector(limit=0)  # to a proxy, which the operator has named and may stand next door
    async with (
        _session(guarded, agent, outside.limits) as session,
        _session(through, agent, outside.limits) as proxied,
    ):
        yield Fetcher(session, proxied, outside)


def _session(connector: aiohttp.TCPConnector, agent: Mapping[str, str], limits: Limits) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        headers=agent,
        timeout=aiohttp.ClientTimeout(total=None, connect=limits.connect),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    )


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str
    permanent: bool


def _with(answer: Fetched, *, moved: str, url: str) -> Fetched:
    match answer:
        case Fresh(body, content_type, etag, modified, max_age):
            return Fresh(body, content_type, etag, modified, max_age, moved, url)
        case Unchanged(max_age):
            return Unchanged(max_age, moved)
    return answer


def _as_dialled(host: str) -> str:
    """A host in the form that is looked up: letters of other alphabets as ASCII, no final dot; empty for none."""
    name = host.strip("[]").lower()
    try:
        return name if ":" in name else name.encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        return ""


def _exact(url: str) -> URL:
    """A Location is already quoted; quoting it again would ask for something else."""
    return URL(url, encoded=url.isascii() and " " not in url)


def _failure(error: Exception) -> Failed:
    cause = getattr(error, "os_error", error)
    match error:
        case _ if isinstance(cause, ForbiddenAddress):
            return Failed(Fault.FORBIDDEN_ADDRESS, str(cause))
        case aiohttp.ClientSSLError() | aiohttp.ClientConnectorCertificateError():
            return Failed(Fault.TLS, type(error).__name__)
    return Failed(Fault.UNREACHABLE, type(error).__name__)
