"""Two of every role at once on PostgreSQL, as an operator starts them; one of each is killed, the database is away."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

import bot
from bot.domain.delivery import DeliveryState
from bot.simulator import Simulator, figures, running
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.conftest import Postgres
from tests.delivery.staging import HandWire, delivery_app
from tests.patience import GUARD

ROOT = Path(bot.__file__).parent.parent
READERS, ASKING = range(1, 151), range(201, 211)
ROLES = ("collector", "collector", "receiver", "receiver", "sender", "sender")
#: One protest in two outlets' words: the outlet, the name of its feed, title and text.
TOLD_BY = (
    (
        "azattyq",
        "one",
        "В Алматы полиция задержала участников митинга",
        (
            "Сегодня в центре Алматы прошёл митинг. На площади собрались около ста человек, они требовали отставки "
            "акима. Полиция задержала не менее 20 человек, подсчитал корреспондент издания на месте."
        ),
    ),
    (
        "tengrinews",
        "two",
        "Митинг в Алматы: есть задержанные",
        (
            "В Алматы сегодня на митинг вышли жители города, недовольные работой акима. По данным полиции, задержаны "
            "25 участников митинга. Они доставлены в отделы полиции."
        ),
    ),
)


def feed(name: str, title: str, text: str, moment: datetime) -> str:
    return (
        f'<rss version="2.0"><channel><title>{name}</title><item><title>{title}</title>'
        f"<description>{text}</description><guid>{name}</guid>"
        f"<pubDate>{format_datetime(moment)}</pubDate></item></channel></rss>"
    )


@asynccontextmanager
async def feeds() -> AsyncIterator[int]:
    """Two feeds on loopback, each with one report; answers their port."""
    application, moment = web.Application(), datetime.now(UTC)
    for _, name, title, text in TOLD_BY:
        body = feed(name, title, text, moment)

        async def answer(_: web.Request, body: str = body) -> web.Response:
            return web.Response(text=body, content_type="application/rss+xml")

        application.router.add_get(f"/{name}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


def written(folder: Path, port: int) -> Path:
    file = folder / "feeds.toml"
    rows = (
        f'[[feed]]\nid = "{name}"\nurl = "http://127.0.0.1:{port}/{name}"\noutlet = "{outlet}"\npages = "never"\n'
        for outlet, name, *_ in TOLD_BY
    )
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


@asynccontextmanager
async def service(environment: dict[str, str]) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    """Two processes of each role, in the order of ROLES; those that still run are stopped at the end."""
    start = asyncio.create_subprocess_exec
    processes = [
        await start(sys.executable, "-m", "bot", "run", "--role", role, cwd=ROOT, env=environment) for role in ROLES
    ]
    try:
        yield processes
    finally:
        for one in processes:
            if one.returncode is None:
                one.terminate()
        await asyncio.gather(*(one.wait() for one in processes))


async def until(simulator: Simulator, condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(GUARD):
        await simulator.record.until(condition)


async def until_stored(store: Store, condition: Callable[[Tx], bool]) -> None:
    """Until the database says so; it is asked, for other processes write it."""
    async with asyncio.timeout(GUARD):
        while not await store.read(condition):  # noqa: ASYNC110  # nobody here knows when
            await asyncio.sleep(0.2)


def is_settled(tx: Tx) -> bool:
    counts = tx.deliveries.counts()
    return not (counts[DeliveryState.WAITING] or counts[DeliveryState.SENDING] or tx.inbox.waiting())


def both_are_read(tx: Tx) -> bool:
    return sum(tx.reports.decisions(datetime.now(UTC) - timedelta(days=1)).values()) == len(TOLD_BY)


@pytest.mark.slow
async def test_one_of_every_role_is_killed_and_the_database_is_away(
    postgres: Postgres, postgresql_url: str, subscriber_key: str, tmp_path: Path
) -> None:
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    store = Store.open(postgresql_url, subscriber_key, purpose=Purpose.LIVE)
    for chat in (*READERS, *ASKING):
        simulator.people.join(chat, "Sample reader", started=True)
    async with feeds() as port, running(simulator) as address:
        it = delivery_app(store, simulator.token, address.root, HandWire(datetime.now(UTC)))
        it.enrol(READERS)
        it.day.at = datetime.now(UTC)
        environment = {
            "PATH": os.environ["PATH"],
            "BOT_TOKEN": simulator.token,
            "BOT_API_URL": address.root,
            "DATABASE_URL": postgresql_url,
            "SUBSCRIBER_KEY": subscriber_key,
            "DATA_DIR": str(tmp_path),
            "FEEDS": str(written(tmp_path, port)),
            "PRIVATE_HOSTS": f"127.0.0.1:{port}",
        }
        async with service(environment) as processes:
            await until(simulator, lambda: bool(simulator.record.calls("setMyShortDescription")))
            it.news()
            await until(simulator, lambda: len(figures.sends(simulator.record)) >= 20)
            processes[ROLES.index("sender")].kill()
            for chat in ASKING:
                simulator.people.say(chat, "/help")
            await until(simulator, lambda: any(act.chat_id in ASKING for act in figures.sends(simulator.record)))
            processes[ROLES.index("receiver")].kill()
            processes[ROLES.index("collector")].kill()
            postgres.shut(postgresql_url, shut=True)
            await asyncio.sleep(2)
            postgres.shut(postgresql_url, shut=False)
            await until_stored(store, both_are_read)
            await until_stored(store, is_settled)
    everybody_is_told_once(store, simulator)
    store.close()


def everybody_is_told_once(store: Store, simulator: Simulator) -> None:
    """Nobody was told or answered twice, whoever was not is named as doubtful, and one event is one event."""
    assert figures.duplicates(simulator.record) == {}
    told = {act.chat_id for act in figures.sends(simulator.record)}
    with store.reading() as tx:
        doubtful = tx.deliveries.doubtful(1000)
        parked = tx.inbox.parked()
        events = tx.events.latest(None, 10)
    assert len(set(READERS) - told) <= len(doubtful)
    assert len(set(ASKING) - told) <= len(parked)
    broadcast = (act.at for act in figures.sends(simulator.record) if act.chat_id in READERS)
    assert figures.busiest(broadcast, 1.0) <= 30, "an answer goes ahead of the broadcast, which then makes room for it"
    assert len(events) == 2, "one event of both outlets, and the one that was there"
