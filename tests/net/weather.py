"""A server on loopback that does whatever a test wants of it, and who may ask it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.net.fetch import Fetcher, FetchLimits, FetchSettings, fetching
from bot.net.rate_limit import FREELY
from bot.net.ssrf import LOOPBACK, AddressGuard

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
#: A machine may stand still for seconds: only who tests impatience is impatient.
PATIENT = FetchLimits(connect=60.0, head=60.0, whole=120.0, largest=1 << 20)
HOME = FetchSettings(limits=PATIENT, rules=FREELY, guard=AddressGuard(LOOPBACK))


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens."""

    port: int

    def at(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def serving(handler: Handler, host: str = "127.0.0.1") -> AsyncIterator[Server]:
    """Every path is answered by the handler."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, 0).start()
        yield Server(runner.addresses[0][1])
    finally:
        await runner.cleanup()


@asynccontextmanager
async def answering(
    outside: FetchSettings = HOME, **answer: object
) -> AsyncIterator[tuple[Fetcher, Server, list[web.Request]]]:
    """A fetcher, a server that always gives this answer, and what was asked of it."""
    asked: list[web.Request] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        return web.Response(**answer)  # type: ignore[arg-type]  # arguments by name

    async with serving(handler) as server, fetching(outside) as fetcher:
        yield fetcher, server, asked
