"""What the whole service needs of a small server: memory, processor at rest, disk; `make bench`. One line a figure.

The real program in a process of its own, started as deploy/protest-alerts.service starts it, with 40 feeds on loopback,
whose articles have the words of the corpus, and 10,000 readers; one alert, of which a tenth are told.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot
from bot.domain.delivery import DeliveryState
from bot.simulator import Simulator, running
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.delivery.staging import DeliveryApp, HandWire, delivery_app

pytestmark = pytest.mark.bench

ROOT = Path(bot.__file__).parent.parent
FEEDS, READERS = 40, 10_000
#: As many are told in earnest; the pace does not allow more in a minute.
TOLD = 1_000
REST_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def feeds() -> AsyncIterator[int]:
    """The feeds of the benchmark of collecting; answers their port."""
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.benchmarks.feeds_server",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout
    assert server.stdin
    yield int(await server.stdout.readline())
    server.stdin.close()
    await server.wait()


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")


def size(url: str) -> float:
    return Path(url.removeprefix("sqlite:///")).stat().st_size / 2**20


def written(folder: Path, port: int) -> Path:
    file = folder / "feeds.toml"
    rows = (
        f'[[feed]]\nid = "f{n}"\nurl = "http://127.0.0.1:{port}/news/{n}"\noutlet = "azattyq"\npages = "never"\n'
        for n in range(FEEDS)
    )
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def megabytes(process: int, field: str) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def seconds(process: int) -> float:
    """Processor time so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def until(store: Store, told: int) -> None:
    async with asyncio.timeout(1800):
        while (await store.read(lambda tx: tx.deliveries.counts()))[DeliveryState.SENT] < told:  # noqa: ASYNC110  # as below
            await asyncio.sleep(1)


@asynccontextmanager
async def running_service(environment: dict[str, str]) -> AsyncIterator[int]:
    """The number of the process of the service."""
    service = await asyncio.create_subprocess_exec(sys.executable, "-OO", "-m", "bot", "run", cwd=ROOT, env=environment)
    try:
        yield service.pid
    finally:
        service.terminate()
        stopped = time.monotonic()
        await service.wait()
        say(f"stopped in {time.monotonic() - stopped:.1f} s")


def all_is_read(tx: Tx) -> bool:
    states = tx.feeds.all()
    return len(states) == FEEDS and all(state.asked_at for state in states) and not tx.articles.unread_count()


def together(process: int, field: str) -> float:
    """The process and those that it has started: the worker of the encoder."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    started = [int(one) for task in tasks for one in task.read_text(encoding="ascii").split()]
    return sum(megabytes(one, field) for one in (process, *started))


async def measured(service: int, it: DeliveryApp, store: Store, most: int) -> None:
    async with asyncio.timeout(900):
        while not await store.read(all_is_read):  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(2)
    it.day.at = datetime.now(UTC)
    it.news()
    await until(store, TOLD)
    say(f"memory after {FEEDS} feeds and {TOLD} messages: {together(service, 'VmRSS'):.0f} MB")
    began, before = time.monotonic(), seconds(service)
    await asyncio.sleep(REST_SECONDS)
    used = (seconds(service) - before) / (time.monotonic() - began)
    say(f"at rest: {100 * used:.1f} % of a core; memory at most {together(service, 'VmHWM'):.0f} MB (wanted: {most})")


@pytest.mark.parametrize(("encoder", "most"), [("off", 150), ("on", 350)])
async def test_a_small_server_is_enough(
    sqlite_url: str, subscriber_key: str, tmp_path: Path, encoder: str, most: int
) -> None:
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    for chat in range(1, TOLD + 1):
        simulator.people.join(chat, "Sample reader", started=True)
    async with feeds() as port, running(simulator) as address:
        it = delivery_app(store, simulator.token, address.root, HandWire(datetime.now(UTC)))
        it.enrol(range(1, TOLD + 1), "almaty")
        it.enrol(range(TOLD + 1, READERS + 1), "shymkent")
        environment = {
            "PATH": os.environ["PATH"],
            "MALLOC_ARENA_MAX": "2",  # as deploy/protest-alerts.service and the Dockerfile have it
            "BOT_TOKEN": simulator.token,
            "BOT_API_URL": address.root,
            "DATABASE_URL": sqlite_url,
            "SUBSCRIBER_KEY": subscriber_key,
            "DATA_DIR": str(tmp_path),
            "ENCODER": encoder,
            "FEEDS": str(written(tmp_path, port)),
            "PRIVATE_HOSTS": f"127.0.0.1:{port}",
        }
        async with running_service(environment) as service:
            await measured(service, it, store, most)
    store.close()
    say(f"database: {size(sqlite_url):.1f} MB")
