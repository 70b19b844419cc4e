"""python-telegram-bot over aiohttp, on three lines of their own: updates, answers, and messages to everybody.

python-telegram-bot's own transport slows down with the number of connections (encode/httpx#3215).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

#: Seconds to wait for an answer, and for a connection.
READ, CONNECT = 20.0, 5.0
#: Shorter than Telegram keeps a connection open, so that no message leaves on one that is being closed.
_KEEP_ALIVE = 15.0

#: Values longer than this are written once for all who get them.
_LONG = 64
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class AiohttpRequest(BaseRequest):
    """Requests over one aiohttp session with so many connections; errors keep aiohttp's own as their cause."""

    def __init__(self, connections: int, read_timeout: float = READ, *, proxy: str | None = None) -> None:
        self._connections = connections
        self._proxy = proxy
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; needs a running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEEP_ALIVE)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy)

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917  # the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # the signature is the library's
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; files are never sent. Waiting for a free connection counts as connecting."""
        if self._session is None:
            raise RuntimeError("this line is not open")
        read = self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        timeout = aiohttp.ClientTimeout(total=None, connect=READ, sock_connect=CONNECT, sock_read=read)
        data = form(request_data.json_parameters) if request_data else None
        try:
            async with self._session.request(method, url, data=data, headers=_FORM, timeout=timeout) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error


def form(parameters: Mapping[str, str]) -> bytes:
    """Parameters as a form; what many messages have in common is written once."""
    return "&".join(f"{quote_plus(name)}={_quoted(value)}" for name, value in parameters.items()).encode()


def _quoted(value: str) -> str:
    """Only what is long is kept: texts and buttons, but no chat id."""
    return _long_quoted(value) if len(value) > _LONG else quote_plus(value)


@lru_cache(maxsize=64)
def _long_quoted(value: str) -> str:
    return quote_plus(value)


@dataclass(frozen=True, slots=True)
class Lines:
    """`poll` waits for updates, `talk` answers, `bulk` tells everybody; none waits for another's connection."""

    poll: Bot
    talk: Bot
    bulk: Bot


def lines(token: str, api_url: str, *, at_once: int, read: float = READ) -> Lines:
    """The lines of a bot, not yet open; `at_once` messages may be on their way to everybody, `read` seconds each."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as a timedelta; the int is deprecated since 22.2
    given = token or "0:none", f"{api_url}/bot"
    proxy = proxy_for(api_url)
    polling = AiohttpRequest(2, proxy=proxy)
    poll, talk, bulk = (
        Bot(*given, request=request, get_updates_request=polling)
        for request in (polling, AiohttpRequest(16, read, proxy=proxy), AiohttpRequest(at_once, read, proxy=proxy))
    )
    return Lines(poll, talk, bulk)


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address; aiohttp's own look at it costs two threads a request."""
    where = urlsplit(url)
    return None if proxy_bypass(where.hostname or "") else getproxies().get(where.scheme)
