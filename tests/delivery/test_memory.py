"""The whole service as an operator starts it, while memory truly runs out and when there is some again."""

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

import bot
from bot.domain.delivery import DeliveryState
from bot.simulator import Simulator, figures, running
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.delivery.staging import HandWire, delivery_app
from tests.patience import GUARD

ROOT = Path(bot.__file__).parent.parent
READERS, ASKING = range(1, 151), range(201, 206)
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def large() -> bytes:
    """Four megabytes of a feed: some tens of megabytes while it is read."""
    items = "".join(
        f"<item><title>Title {n}</title><guid>{n}</guid><description>{f'Word {n}. ' * 120}</description>"
        f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
        for n in range(3000)
    )
    return f'<rss version="2.0"><channel><title>One</title>{items}</channel></rss>'.encode()


@asynccontextmanager
async def feed(asked: asyncio.Event, go_on: asyncio.Event) -> AsyncIterator[str]:
    """The address of a large feed, which is sent when the test lets it."""
    application, body = web.Application(), large()

    async def answer(_: web.Request) -> web.Response:
        asked.set()
        await go_on.wait()
        return web.Response(body=body, content_type="application/rss+xml")

    application.router.add_get("/one", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def started(environment: dict[str, str], log: Path) -> asyncio.subprocess.Process:
    with log.open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=errors
        )


def mapped(process: int) -> int:
    """Bytes of address space that it has taken."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def is_settled(tx: Tx) -> bool:
    counts = tx.deliveries.counts()
    return not (counts[DeliveryState.WAITING] or counts[DeliveryState.SENDING] or tx.inbox.waiting())


async def settled(store: Store) -> None:
    async with asyncio.timeout(GUARD):
        while not await store.read(is_settled):  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(0.2)


def environment(simulator: Simulator, root: str, url: str, key: str, folder: Path, host: str) -> dict[str, str]:
    feeds = folder / "feeds.toml"
    feeds.write_text(
        f'[[feed]]\nid = "one"\nurl = "http://{host}/one"\noutlet = "azattyq"\npages = "never"\n', encoding="utf-8"
    )
    return {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": simulator.token,
        "BOT_API_URL": root,
        "DATABASE_URL": url,
        "SUBSCRIBER_KEY": key,
        "DATA_DIR": str(folder),
        "ENCODER": "off",
        "FEEDS": str(feeds),
        "PRIVATE_HOSTS": host,
    }


async def starved(service: asyncio.subprocess.Process, simulator: Simulator, go_on: asyncio.Event) -> bool:
    """Five seconds in which it gets not a byte more, a large feed comes and readers ask; whether it has died of it."""
    resource.prlimit(service.pid, resource.RLIMIT_AS, (mapped(service.pid), resource.RLIM_INFINITY))
    go_on.set()
    for chat in ASKING:
        simulator.people.say(chat, "/help")
    await asyncio.sleep(5)
    if service.returncode is not None:
        return True
    resource.prlimit(service.pid, resource.RLIMIT_AS, NO_LIMIT)
    return False


@pytest.mark.slow
async def test_a_service_whose_memory_runs_out_tells_nobody_twice_and_everybody_in_the_end(
    sqlite_url: str, subscriber_key: str, tmp_path: Path
) -> None:
    """Who dies of it is started again, as systemd would."""
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    for chat in (*READERS, *ASKING):
        simulator.people.join(chat, "Sample reader", started=True)
    log, asked, go_on = tmp_path / "log", asyncio.Event(), asyncio.Event()
    async with running(simulator) as address, feed(asked, go_on) as host:
        it = delivery_app(store, simulator.token, address.root, HandWire(datetime.now(UTC)))
        it.enrol(READERS)
        it.day.at = datetime.now(UTC)
        settings = environment(simulator, address.root, sqlite_url, subscriber_key, tmp_path, host)
        service = await started(settings, log)
        async with asyncio.timeout(GUARD):
            await asked.wait()
            it.news()
            await simulator.record.until(lambda: len(figures.sends(simulator.record)) >= 10)
        died = await starved(service, simulator, go_on)
        if died:
            service = await started(settings, log)
        await settled(store)
        service.terminate()
        await service.wait()
    assert died or "MemoryError" in log.read_text(encoding="utf-8"), "the operator reads what happened"
    assert figures.duplicates(simulator.record) == {}
    told = {act.chat_id for act in figures.sends(simulator.record)}
    with store.reading() as tx:
        assert len(set(READERS) - told) <= len(tx.deliveries.doubtful(1000))
        assert len(set(ASKING) - told) <= len(tx.inbox.parked())
    store.close()
