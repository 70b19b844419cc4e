"""The simulation over HTTP: a request becomes a call, a reply becomes a response; nothing is decided here."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.simulator.clock import first_of
from bot.simulator.controls import Controls
from bot.simulator.feeds import Condition, WebAnswer
from bot.simulator.http_reply import HttpReply, refused
from bot.simulator.json_out import script_routes
from bot.simulator.page import ChatPage
from bot.simulator.page_access import guarded
from bot.simulator.pictures import Pictures
from bot.simulator.refusals import BadRequest
from bot.simulator.simulator import Simulator

JSON_TYPES = frozenset({"application/json", "text/json"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running simulator listens."""

    host: str
    port: int

    @property
    def root(self) -> str:
        """The server's address without a slash at its end."""
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot's `base_url` wants."""
        return f"{self.root}/bot"

    def feed(self, name: str) -> str:
        """The address of a feed."""
        return f"{self.root}/feeds/{name}"

    def article(self, entry_id: str) -> str:
        """The address of an article page."""
        return f"{self.root}/articles/{entry_id}"


@asynccontextmanager
async def running(
    simulator: Simulator,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    controls: Controls | None = None,
    folders: Mapping[str, Path] | None = None,
) -> AsyncIterator[Address]:
    """The simulator on loopback; port 0 takes a free one. Nothing is left behind at the end, but the state stays.

    The chat page is at the address itself; with `controls` it has a panel that steers the day. `folders` are served
    beside it, each under its name.
    """
    door = _Door(simulator, controls, folders or {})
    # An access log would hold the token, which is part of the path.
    runner = web.AppRunner(door.application(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound: tuple[str, int] = runner.addresses[0]
        yield Address(host, bound[1])
    finally:
        await runner.cleanup()


class _Door:
    """The routes of one running server."""

    def __init__(self, simulator: Simulator, controls: Controls | None, folders: Mapping[str, Path]) -> None:
        self._simulator = simulator
        self._folders = folders
        self._closing = asyncio.Event()
        self._page = ChatPage(simulator, controls, self._closing)

    def application(self) -> web.Application:
        application = web.Application(middlewares=[guarded])
        application.router.add_route("*", "/bot{token}/{method}", self._call)
        application.add_routes([*self._page.routes(), *script_routes(self._simulator)])
        application.router.add_get("/feeds/{name}", self._feed)
        application.router.add_get("/articles/{entry_id}", self._article)
        for name, folder in self._folders.items():
            application.router.add_get(f"/{name}", _front)
            application.router.add_get(f"/{name}/", _front)
            application.router.add_static(f"/{name}", folder)
        application.cleanup_ctx.append(self._courier)
        application.on_startup.append(self._open)
        application.on_shutdown.append(self._close)
        return application

    async def _open(self, _: web.Application) -> None:
        self._simulator.telegram.open()

    async def _courier(self, _: web.Application) -> AsyncIterator[None]:
        """Post updates to the webhook, as long as the server runs."""
        task = asyncio.create_task(self._simulator.courier.run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _close(self, _: web.Application) -> None:
        self._closing.set()
        self._simulator.telegram.close()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        where = request.match_info
        try:
            raw = await _parameters(request, self._simulator.pictures)
        except BadRequest as refusal:
            return await self._respond(request, refused(refusal))
        reply = await self._simulator.telegram.call(where["token"], where["method"], raw)
        return await self._respond(request, reply)

    async def _respond(self, request: web.Request, reply: HttpReply) -> web.StreamResponse:
        delay = reply.delay + self._simulator.latency
        if delay:
            await self._delay(delay)
        if reply.dropped and request.transport is not None:
            request.transport.abort()
        headers = {"Content-Type": reply.content_type}
        if reply.retry_after is not None:
            headers["Retry-After"] = str(reply.retry_after)
        return web.Response(status=reply.status, body=reply.content, headers=headers)

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        condition = Condition(request.headers.get("If-None-Match", ""), request.headers.get("If-Modified-Since", ""))
        root = f"{request.scheme}://{request.host}"
        answer = self._simulator.feeds.answer(request.match_info["name"], root, condition)
        await self._delay(answer.delay)
        return _page(answer)

    async def _article(self, request: web.Request) -> web.StreamResponse:
        return _page(self._simulator.feeds.article(request.match_info["entry_id"]))

    async def _delay(self, seconds: float) -> None:
        if seconds > 0:
            await first_of(self._closing.wait(), self._simulator.sleep(seconds))


async def _front(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound(f"{request.path.rstrip('/')}/index.html")


async def _parameters(request: web.Request, pictures: Pictures) -> Mapping[str, object]:
    """Query, form, multipart and JSON bodies alike; an uploaded file is kept apart, under the name that stands here."""
    parameters: dict[str, object] = dict(request.query) if request.query_string else {}
    if request.content_type in JSON_TYPES:
        parameters.update(await _json_body(request))
    else:
        form = await request.post()
        parameters.update((name, _field(value, pictures)) for name, value in form.items())
    return parameters


def _field(value: object, pictures: Pictures) -> str:
    if isinstance(value, web.FileField):
        return pictures.keep(value.file.read())
    return value if isinstance(value, str) else ""


async def _json_body(request: web.Request) -> Mapping[str, object]:
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError) as fault:
        raise BadRequest("can't parse JSON object") from fault
    if not isinstance(body, dict):
        raise BadRequest("object expected as request body")
    return body


def _page(answer: WebAnswer) -> web.Response:
    headers = {"Content-Type": answer.content_type}
    headers |= {"ETag": answer.etag} if answer.etag else {}
    headers |= {"Last-Modified": answer.last_modified} if answer.last_modified else {}
    return web.Response(status=answer.status, body=answer.body, headers=headers)
