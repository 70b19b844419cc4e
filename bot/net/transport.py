"""python-telegram-bot over aiohttp, on three lines of their own: updates, answers, and messages to everybody.

python-telegram-bot's own transport slows down with the number of connections (encode/httpx#3215).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

#: Shorter than Telegram keeps a connection open, so that no message leaves on one that is being closed.
_KEEP_ALIVE = 15.0

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for an answer, and for a connection."""

    read: float = 20.0
    connect: float = 5.0


_TIMEOUTS = Timeouts()


@dataclass(frozen=True, slots=True)
class FormBody:
    """Parameters that stand written as a form; the library hands them on to our request class unseen."""

    form: bytes
    content_type: str = _FORM["Content-Type"]


class AiohttpRequest(BaseRequest):
    """Requests over one aiohttp session with so many connections; errors keep aiohttp's own as their cause."""

    def __init__(self, connections: int, timeouts: Timeouts = _TIMEOUTS, *, proxy: str | None = None) -> None:
        self._connections = connections
        self._proxy = proxy
        self._timeouts = timeouts
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the session; needs a running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEEP_ALIVE)
            self._session = aiohttp.ClientSession(
                connector=connector, proxy=self._proxy, headers=_FORM, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917  # the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | FormBody | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # the signature is the library's
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; files are sent as a form that stands written. Waiting for a connection counts as connecting."""
        if self._session is None:
            raise RuntimeError("this line is not open")
        ours = self._timeouts
        read = ours.read if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        timeout = aiohttp.ClientTimeout(total=None, connect=ours.read, sock_connect=ours.connect, sock_read=read)
        data, headers = _body(request_data), _headers(request_data)
        try:
            async with self._session.request(method, url, data=data, timeout=timeout, headers=headers) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error


async def post(bot: Bot, method: str, given: FormBody) -> Any:
    """Call a method with parameters that stand written as a form; the answer is the library's reading of it."""
    return await bot.request.post(f"{bot.base_url}/{method}", cast("RequestData", given))


def form(parameters: Mapping[str, object]) -> bytes:
    """Parameters as a form."""
    return urlencode(parameters).encode()


def with_file(parameters: Mapping[str, object], name: str, content: bytes) -> FormBody:
    """Parameters with one file (a PNG) as a multipart form (RFC 7578)."""
    boundary = sha256(content).hexdigest()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in parameters.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.png"\r\n'
    whole = "".join(parts) + head + "Content-Type: image/png\r\n\r\n"
    body = whole.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return FormBody(body, f"multipart/form-data; boundary={boundary}")


def _headers(data: RequestData | FormBody | None) -> Mapping[str, str]:
    return {"Content-Type": data.content_type} if isinstance(data, FormBody) else _FORM


def _body(data: RequestData | FormBody | None) -> bytes | None:
    if isinstance(data, RequestData):
        return form(data.json_parameters)
    return data.form if data else None


@dataclass(frozen=True, slots=True)
class BotConnections:
    """`poll` waits for updates, `talk` answers, `bulk` tells everybody; none waits for another's connection."""

    poll: Bot
    talk: Bot
    bulk: Bot


def bot_connections(
    token: str, api_url: str, *, at_once: int, timeouts: Timeouts = _TIMEOUTS, proxy: str | None = None
) -> BotConnections:
    """The lines of a bot, not yet open; `at_once` messages may be on their way to everybody."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as a timedelta; the int is deprecated since 22.2
    given = token or "0:none", f"{api_url}/bot"
    proxy = proxy or proxy_for(api_url)
    polling, talking, telling = (AiohttpRequest(many, timeouts, proxy=proxy) for many in (2, 16, at_once))
    poll, talk, bulk = (
        Bot(*given, request=request, get_updates_request=polling) for request in (polling, talking, telling)
    )
    return BotConnections(poll, talk, bulk)


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address; aiohttp's own look at it costs two threads a request."""
    where = urlsplit(url)
    return None if proxy_bypass(where.hostname or "") else getproxies().get(where.scheme)
