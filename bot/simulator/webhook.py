"""Webhooks: where updates are to be posted, what becomes of a failed one, and the courier that posts them.

Rules from the source of the Bot API server run with `--local` (plain HTTP and any port are fine): at most
`max_connections` at a time; in order within a queue; a failed update is repeated at once, then after 2, 4, 8 ... up to
60-120 s until it expires; Retry-After is honoured up to 3600 s; twice as many updates as connections are looked at.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from bot.simulator.clock import Bell, Clock, Json, Sleep, first_of, unix
from bot.simulator.limits import Chance
from bot.simulator.parameters import Parameters
from bot.simulator.refusals import BadRequest
from bot.simulator.updates import Queue, Update, UpdateQueue

MOST_CONNECTIONS = 100
DEFAULT_CONNECTIONS = 40
LONGEST_SECRET = 256
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # because it is the name of a header
PATIENCE = ClientTimeout(total=60)
LONGEST_RETRY_AFTER = 3600
LONGEST_DELAY = 60.0

_SECRET = re.compile(r"[A-Za-z0-9_-]*")

Obey: TypeAlias = Callable[[str, Mapping[str, object]], Awaitable[object]]
"""Does what an answer to a webhook asks for: method and parameters."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the bot wants its updates."""

    url: str
    secret: str = ""
    connections: int = DEFAULT_CONNECTIONS


@dataclass(slots=True)
class Hook:
    """The webhook, if there is one, when it was set and what went wrong last."""

    webhook: Webhook | None = None
    set_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""
    changed: Bell = field(default_factory=Bell)

    def place(self, webhook: Webhook | None, now: datetime) -> str:
        """Set or delete it; what Telegram says to that."""
        self.set_at, verb = now, "set" if webhook else "deleted"
        if self.webhook == webhook:
            return f"Webhook is already {verb}"
        self.webhook, self.failed_at, self.failure = webhook, None, ""
        self.changed.ring()
        return f"Webhook was {verb}"

    def fail(self, message: str, now: datetime) -> None:
        """Remember what went wrong."""
        self.failed_at, self.failure = now, message

    def json(self, updates: UpdateQueue, now: datetime) -> Json:
        """As a WebhookInfo."""
        url = self.webhook.url if self.webhook else ""
        info: Json = {"url": url, "has_custom_certificate": False, "pending_update_count": updates.count(now)}
        if self.failed_at:
            info |= {"last_error_date": unix(self.failed_at), "last_error_message": self.failure}
        if self.webhook:
            info["max_connections"] = self.webhook.connections
        return info | ({"allowed_updates": list(updates.allowed)} if updates.allowed else {})


def read_webhook(parameters: Parameters) -> Webhook | None:
    """The parameters of setWebhook; None when the url is empty, which deletes it.

    Raises BadRequest: for a url or secret that Telegram would not take.
    """
    url, secret = parameters.text("url").strip(), parameters.text("secret_token")
    if not url:
        return None
    if len(secret) > LONGEST_SECRET:
        raise BadRequest("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise BadRequest("secret token contains unallowed characters")
    connections = parameters.integer("max_connections", DEFAULT_CONNECTIONS) or DEFAULT_CONNECTIONS
    return Webhook(_checked(url), secret, min(max(connections, 1), MOST_CONNECTIONS))


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise BadRequest("invalid webhook URL specified")
    return url if "://" in url else f"https://{url}"


def next_delay(fails: int, delay: float, retry_after: int, chance: float) -> tuple[float, float]:
    """Seconds until an update is tried again after its `fails`-th failure before this one, and the delay to double.

    `delay` is the one of before (1 at first); `chance` from 0 to 1 spreads the longest delay over 60-120 s.
    """
    if retry_after > 0:
        return float(min(retry_after, LONGEST_RETRY_AFTER)), delay
    if fails == 0:
        return 0.0, delay
    doubled = min(LONGEST_DELAY * (1 + chance), delay * 2)
    return doubled, doubled


@dataclass(slots=True)
class _Parcel:
    update: Update
    due: datetime
    fails: int = 0
    delay: float = 1.0


@dataclass(slots=True)
class _Answer:
    failure: str = ""
    retry_after: int = 0
    asked: Json = field(default_factory=dict)


class Courier:
    """Posts updates to the webhook while there is one; `obey` does what an answer asks for."""

    def __init__(
        self, hook: Hook, updates: UpdateQueue, *, clock: Clock, sleep: Sleep, chance: Chance, obey: Obey
    ) -> None:
        self._hook = hook
        self._updates = updates
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._obey = obey
        self._loaded: dict[int, _Parcel] = {}
        self._under_way: dict[Queue, asyncio.Task[None]] = {}
        self.delivered = Bell()
        self._last = 0

    async def run(self) -> None:
        """Until cancelled."""
        connector = TCPConnector(limit=0)
        async with ClientSession(connector=connector, timeout=PATIENCE) as session:
            try:
                while True:
                    await self._serve(session)
            finally:
                self._drop_all()

    async def _serve(self, session: ClientSession) -> None:
        """As long as the webhook is the same one."""
        webhook = self._hook.webhook
        changed = self._hook.changed.next()
        while not changed.done():
            waits: list[Awaitable[object]] = [asyncio.shield(changed)]
            if webhook is not None:
                waits += [self._updates.news.next(), self.delivered.next()]
                self._load(webhook)
                pause = self._dispatch(session, webhook)
                waits += [] if pause is None else [self._sleep(pause)]
            await first_of(*waits)
        self._drop_all()

    def _drop_all(self) -> None:
        for task in self._under_way.values():
            task.cancel()
        self._loaded.clear()
        self._under_way.clear()
        self._last = 0

    def _load(self, webhook: Webhook) -> None:
        now = self._clock()
        self._loaded = {key: parcel for key, parcel in self._loaded.items() if self._updates.has(key)}
        room = 2 * webhook.connections - len(self._loaded)
        for update in self._updates.after(self._last, room, now):
            self._loaded[update.update_id] = _Parcel(update, now)
            self._last = update.update_id

    def _dispatch(self, session: ClientSession, webhook: Webhook) -> float | None:
        """Post what is due; the seconds until something is, if only time is waited for."""
        now, waiting = self._clock(), set(self._under_way)
        pauses: list[float] = []
        for parcel in self._loaded.values():
            queue = parcel.update.queue
            if queue in waiting:
                continue
            waiting.add(queue)
            if parcel.due > now:
                pauses.append((parcel.due - now).total_seconds())
            elif len(self._under_way) < webhook.connections:
                self._under_way[queue] = asyncio.create_task(self._deliver(session, webhook, parcel))
        return min(pauses, default=None)

    async def _deliver(self, session: ClientSession, webhook: Webhook, parcel: _Parcel) -> None:
        try:
            answer = await _post(session, webhook, parcel.update)
            if answer.failure:
                self._failed(parcel, answer)
            else:
                self._updates.forget(parcel.update.update_id)
                await self._do(answer.asked)
        finally:
            if self._under_way.get(parcel.update.queue) is asyncio.current_task():
                del self._under_way[parcel.update.queue]
            self.delivered.ring()

    def _failed(self, parcel: _Parcel, answer: _Answer) -> None:
        now = self._clock()
        self._hook.fail(answer.failure, now)
        pause, parcel.delay = next_delay(parcel.fails, parcel.delay, answer.retry_after, self._chance())
        parcel.fails += 1
        parcel.due = now + timedelta(seconds=pause)
        if parcel.due > parcel.update.expires_at:
            self._updates.forget(parcel.update.update_id)

    async def _do(self, asked: Json) -> None:
        method = str(asked.get("method", "")).lower()
        if method and method not in {"setwebhook", "deletewebhook", "close", "logout"} and not method.startswith("get"):
            await self._obey(method, {name: value for name, value in asked.items() if name != "method"})


async def _post(session: ClientSession, webhook: Webhook, update: Update) -> _Answer:
    headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
    try:
        async with session.post(webhook.url, json=update.json(), headers=headers, allow_redirects=False) as response:
            if 200 <= response.status <= 299:
                return _Answer(asked=_method_call(await response.read()))
            words = response.reason or HTTPStatus(response.status).phrase
            after = response.headers.get("Retry-After", "")
            seconds = int(after) if after.isascii() and after.isdecimal() and len(after) < 9 else 0
            return _Answer(f"Wrong response from the webhook: {response.status} {words}", seconds)
    except TimeoutError:
        return _Answer("Read timeout expired")
    except (ClientError, OSError):
        return _Answer("Connection refused")


def _method_call(body: bytes) -> Json:
    """The method call that an answer carries; nothing when it is no JSON object."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}
