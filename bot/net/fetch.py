"""address → bytes: one polite GET, conditional where the server has given validators, guarded at the socket.

Every fault becomes a value: nothing is raised when a server fails.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from http.cookies import CookieError
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.domain.feed import Failed, FeedState, Fetched, Fresh, PollFault, Unchanged
from bot.net import headers
from bot.net.decompress import BadPacking, TooLarge, Unpacking
from bot.net.rate_limit import HostRateLimit, HostRules
from bot.net.ssrf import EVERYWHERE, AddressGuard, ForbiddenAddress

#: Names no product: an outlet's log would lead whoever reads it to the operator's address.
USER_AGENT = "Mozilla/5.0 (compatible; feed reader)"
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_CHUNK = 65536
#: The last label of a name is never a number: what ends in one is an IPv4 address, in one of the ways to write it.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
#: Names that mean something only inside a network: RFC 6761, 6762, 8375, ICANN's .internal, and what is in use.
_LOCAL = (".localhost", ".localdomain", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".private", ".corp")


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long each part may take, in seconds, and how large a body may be, packed and unpacked."""

    connect: float = 10.0
    #: Until the headers are there.
    head: float = 20.0
    #: Until the last byte is there: what a slow drip runs into.
    whole: float = 60.0
    largest: int = 15 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """What may be fetched and how; by default politely, from the public internet."""

    limits: FetchLimits = field(default_factory=FetchLimits)
    rules: HostRules = field(default_factory=HostRules)
    guard: AddressGuard = field(default_factory=AddressGuard)
    #: Where to reach who runs this: shown to the servers that are asked.
    agent: str = USER_AGENT
    #: Names to addresses; none: the machine's own.
    resolver: AbstractResolver | None = None
    #: An HTTP proxy for what names none of its own; what the operator allowed to be private is asked directly.
    proxy: str = ""
    #: HOST or HOST:PORT that may be private: for addresses that the operator has written, never for one from a feed.
    private: frozenset[str] = frozenset()


class Fetcher:
    """Asks over one set of connections; made by `fetching`."""

    def __init__(self, sessions: "_Sessions", outside: FetchSettings) -> None:
        self._sessions = sessions
        self._outside = outside
        self._manners = HostRateLimit(outside.rules)

    def forget_names(self) -> None:
        """Ask for the address of every host afresh."""
        for session in (self._sessions.guarded, self._sessions.proxied, self._sessions.private):
            if isinstance(session.connector, aiohttp.TCPConnector):
                session.connector.clear_dns_cache()

    async def feed(self, state: FeedState) -> Fetched:
        """What a feed's address answers, asked with the validators it gave."""
        conditions = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
        given = {k: v for k, v in conditions.items() if v}
        return await self.get(state.address, given, proxy=state.feed.proxy, written=state.feed.url)

    async def written(self, url: str, proxy: str = "") -> Fetched:
        """What an address answers that the operator has written: it may be one of the private hosts named."""
        return await self.get(url, proxy=proxy, written=url)

    async def document(self, url: str, proxy: str = "") -> Fetched:
        """What any address answers, asked without conditions."""
        return await self.get(url, proxy=proxy)

    async def get(
        self, url: str, more: Mapping[str, str] | None = None, *, proxy: str = "", written: str = ""
    ) -> Fetched:
        """What an address answers, after at most five redirects; `written` is what the operator wrote for it."""
        asked, moved = url, ""
        permanent = True
        private = self._private(written)
        proxy = proxy or ("" if private else self._outside.proxy)
        for _ in range(_MOST_REDIRECTS + 1):
            way = _Way(more or {}, proxy, is_private=bool(private) and _place(asked) == private)
            answer = await self._once(asked, way)
            if not isinstance(answer, _Redirect):
                return _with(answer, moved=moved, url=asked, conditional=bool(more))
            asked = urljoin(asked, answer.to)
            permanent = permanent and answer.permanent
            moved = asked if permanent else moved
        return Failed(PollFault.REDIRECTS, f"more than {_MOST_REDIRECTS} redirects")

    def _private(self, written: str) -> str:
        """The host and port of an address that may be private because the operator has named it; else empty."""
        place = _place(written)
        return place if self._outside.private & {place, place.rpartition(":")[0]} else ""

    async def _once(self, url: str, way: "_Way") -> "Fetched | _Redirect":
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or parts.scheme not in {"http", "https"}:
            return Failed(PollFault.FORBIDDEN_ADDRESS, "not a web address")
        if way.proxy and not self._fit_for_a_proxy(host):
            return Failed(PollFault.FORBIDDEN_ADDRESS, "not an address of the public internet")
        async with self._manners.turn(host):
            return await self._timed(url, way)

    async def _timed(self, url: str, way: "_Way") -> "Fetched | _Redirect":
        try:
            async with asyncio.timeout(self._outside.limits.whole):
                return await self._asked(url, way)
        except TimeoutError:
            return Failed(PollFault.TIMEOUT, "the server takes too long")
        except TooLarge:
            return Failed(PollFault.TOO_LARGE, f"over {self._outside.limits.largest} bytes")
        except BadPacking as error:
            return Failed(PollFault.ENCODING, str(error))
        except (aiohttp.ClientError, ValueError, OSError, CookieError) as error:  # ValueError: an address that is none
            return _failure(error)

    async def _asked(self, url: str, way: "_Way") -> "Fetched | _Redirect":
        session, proxy = self._sessions.by(way), way.proxy
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(self._outside.limits.head):
                request = session.get(_exact(url), headers=dict(way.more), allow_redirects=False, proxy=proxy or None)
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
            return Failed(PollFault.HTTP_STATUS, str(response.status), headers.retry_after(head))
        body, complaint = await self._body(response)
        if not body.strip():
            return Failed(PollFault.EMPTY, "200 with an empty body")
        kind, etag, modified = (head.get(name, "") for name in ("Content-Type", "ETag", "Last-Modified"))
        return Fresh(body, kind, etag[:500], modified[:100], headers.max_age(head), complaint=complaint)

    async def _body(self, response: aiohttp.ClientResponse) -> tuple[bytes, str]:
        """The bytes, unpacked, and what was wrong with how they were packed."""
        most = self._outside.limits.largest
        unpack, packed = Unpacking(response.headers.get("Content-Encoding", ""), most), 0
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            packed += len(chunk)
            if packed > most:
                raise TooLarge
            body += unpack(chunk)
        return bytes(body), unpack.complaint

    def _fit_for_a_proxy(self, host: str) -> bool:
        """The proxy dials for us, so only what is written can be judged: no private number, no local name."""
        name = _as_dialled(host)
        if ":" in name or _NUMBER.fullmatch(name.rpartition(".")[2]):
            return self._outside.guard.allows(name)
        return "." in name and not f".{name}".endswith(_LOCAL)


@asynccontextmanager
async def fetching(outside: FetchSettings | None = None) -> AsyncIterator[Fetcher]:
    """A fetcher over connections of its own, closed at the end of the block."""
    outside = outside or FetchSettings()
    agent = {"User-Agent": outside.agent, "Accept-Encoding": "gzip, deflate, br", "Accept": headers.ACCEPT}
    guarded = aiohttp.TCPConnector(limit=0, socket_factory=outside.guard.socket, resolver=outside.resolver)
    through = aiohttp.TCPConnector(limit=0)  # to a proxy, which the operator has named and may have a private address
    free = aiohttp.TCPConnector(limit=0, socket_factory=AddressGuard(EVERYWHERE).socket, resolver=outside.resolver)
    async with (
        _session(guarded, agent, outside.limits) as session,
        _session(through, agent, outside.limits) as proxied,
        _session(free, agent, outside.limits) as private,
    ):
        yield Fetcher(_Sessions(session, proxied, private), outside)


def _session(connector: aiohttp.TCPConnector, agent: Mapping[str, str], limits: FetchLimits) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        headers=agent,
        timeout=aiohttp.ClientTimeout(total=None, connect=limits.connect),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """How an address is asked: with which headers, through what, and whether its host may be private."""

    more: Mapping[str, str]
    proxy: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class _Sessions:
    """Connections to the public internet, to proxies, and to private hosts that the operator has named."""

    guarded: aiohttp.ClientSession
    proxied: aiohttp.ClientSession
    private: aiohttp.ClientSession

    def by(self, way: _Way) -> aiohttp.ClientSession:
        """The one for this way."""
        if way.proxy:
            return self.proxied
        return self.private if way.is_private else self.guarded


def _place(url: str) -> str:
    """HOST:PORT of an address; empty for what is none."""
    try:
        parts = urlsplit(url)
        host, port = _as_dialled(parts.hostname or ""), parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return ""
    return f"{host}:{port}" if host else ""


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str
    permanent: bool


def _with(answer: Fetched, *, moved: str, url: str, conditional: bool) -> Fetched:
    match answer:
        case Fresh():
            return replace(answer, moved=moved, url=url)
        case Unchanged() if not conditional:
            return Failed(PollFault.HTTP_STATUS, "304 to a request without conditions")
        case Unchanged():
            return replace(answer, moved=moved)
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
            return Failed(PollFault.FORBIDDEN_ADDRESS, str(cause))
        case aiohttp.ClientSSLError() | aiohttp.ClientConnectorCertificateError():
            return Failed(PollFault.TLS, type(error).__name__)
    return Failed(PollFault.UNREACHABLE, type(error).__name__)
