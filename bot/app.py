"""The roof: the only room that builds things, and the life of the service from start to finish."""

import asyncio
import logging
import random
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import bot
from bot import config, knowledge
from bot.domain.clock import Clock, Wire
from bot.domain.errors import BadConfiguration
from bot.domain.feed import Feed
from bot.domain.names import Name
from bot.domain.place import Gazetteer
from bot.net.fetch import fetching
from bot.net.parse import parse
from bot.net.telegram import Telegram
from bot.schedule import Job, Schedule
from bot.services.collect import Collect, Polled
from bot.services.compose import composing
from bot.services.correct import Correct
from bot.services.deliver import Deliver, Pace, Told
from bot.services.desk import Desk
from bot.services.understand import Understand, Understood
from bot.store import migrate
from bot.store.engine import Purpose, Store
from bot.wording.catalogs import Catalogs
from bot.wording.wording import Wording
from handlers.application import App, new_application, online
from handlers.editors import Editors
from handlers.register import register

log = logging.getLogger(__name__)

LOCALES = Path(bot.__file__).parent.parent / "locales"
_POLL_SECONDS = 5.0
_TELL_SECONDS = 1.0


class Role(StrEnum):
    """A part of the service that a process may play alone."""

    COLLECTOR = "collector"
    RECEIVER = "receiver"
    SENDER = "sender"


class SystemWire:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait in earnest."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a house stands on: everything that differs between the service, the demo and a test."""

    store: Store
    feeds: tuple[Feed, ...]
    token: str
    api_url: str
    #: The world's time, which the demo scales.
    day: Clock
    wire: Wire
    #: Outlets that are not in the names table.
    outlets: tuple[Name, ...] = ()
    #: Chats of those who may correct.
    editors: frozenset[int] = frozenset()
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of all stages did."""

    polled: tuple[Polled, ...]
    understood: tuple[Understood, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class House:
    """All stages and doors, joined."""

    store: Store
    collect: Collect
    understand: Understand
    deliver: Deliver
    application: App
    wording: Wording
    gazetteer: Gazetteer

    async def news(self) -> tuple[tuple[Polled, ...], tuple[Understood, ...]]:
        """One round of collect and understand."""
        polled = await self.collect.round()
        return polled, await self.understand.round()

    async def round(self) -> Round:
        """Let the water flow once from the feeds to the readers."""
        polled, understood = await self.news()
        return Round(polled, understood, await self.deliver.round())


@asynccontextmanager
async def built(ground: Ground) -> AsyncIterator[House]:
    """The house on its ground, with its feeds known to the store; nothing runs yet."""
    known = knowledge.load()
    known = replace(known, names=known.names.plus(ground.outlets))
    reader = known.reader()
    wording = Wording(Catalogs.load(LOCALES), known.gazetteer, known.names)
    application = new_application(ground.token, ground.api_url)
    telegram = Telegram(application.bot)
    desk = Desk(ground.store, known.gazetteer, reader.find_place, ground.day)
    correct = Correct(ground.store, known.gazetteer, reader.find_place, ground.day)
    register(application, desk, wording, telegram, Editors(correct, wording, ground.editors))
    await ground.store.write(lambda tx: tx.feeds.sync(ground.feeds, ground.day()))
    async with fetching() as fetch:
        yield House(
            store=ground.store,
            collect=Collect(ground.store, fetch, parse, ground.day, random.random),
            understand=Understand(ground.store, reader.read, known.names, ground.day),
            deliver=Deliver(
                ground.store, telegram, composing(wording), known.gazetteer, ground.wire, new_owner(), ground.pace
            ),
            application=application,
            wording=wording,
            gazetteer=known.gazetteer,
        )


async def serve(settings: config.Settings, roles: Iterable[Role]) -> None:
    """The live service until SIGTERM or SIGINT; stopping means finishing what runs."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    store = live_store(settings)
    try:
        async with built(live_ground(settings, store)) as house:
            await _play(house, frozenset(roles) or frozenset(Role), stop)
    finally:
        store.close()


async def _play(house: House, roles: frozenset[Role], stop: asyncio.Event) -> None:
    jobs = {
        Role.COLLECTOR: Job("news", house.news, _POLL_SECONDS),
        Role.SENDER: Job("tell", house.deliver.round, _TELL_SECONDS),
    }
    schedule = Schedule(tuple(job for role, job in jobs.items() if role in roles))
    async with online(house.application, house.wording, receive=Role.RECEIVER in roles):
        schedule.start()
        log.info("running as %s", ", ".join(sorted(roles)))
        await stop.wait()
        log.info("stopping: finishing what runs")
        await schedule.stop()


async def poll_once(settings: config.Settings) -> tuple[str, ...]:
    """One round of collect and understand, and what came of it, in lines."""
    if settings.subscriber_key is None:
        raise BadConfiguration(("SUBSCRIBER_KEY: missing; make one with: protest-alerts check --new-key",))
    store = live_store(settings)
    try:
        async with built(live_ground(settings, store)) as house:
            polled, understood = await house.news()
    finally:
        store.close()
    faults = tuple(f"{p.feed}: {p.fault.value} {p.detail}" for p in polled if p.fault)
    new = sum(len(p.new) for p in polled)
    versions = sum(u.version is not None for u in understood)
    return (
        *faults,
        f"{len(polled)} feeds polled, {new} articles new, {len(understood)} read, {versions} versions made",
    )


def live_store(settings: config.Settings) -> Store:
    """The live database, brought to the newest schema and opened."""
    return open_store(settings.database(), _secret(settings.subscriber_key), Purpose.LIVE)


def migrated(url: str, purpose: Purpose = Purpose.LIVE) -> str | None:
    """Bring a database to the newest schema, making its folder if need be; answers the schema's revision."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate.upgrade(url, purpose)
    return migrate.current(url)


def open_store(url: str, key: str, purpose: Purpose) -> Store:
    """A database brought to the newest schema and opened; WrongStore when it is another's."""
    migrated(url, purpose)
    return Store.open(url, key, purpose=purpose)


def live_ground(settings: config.Settings, store: Store) -> Ground:
    """What the live service stands on; both clocks are the machine's."""
    wire = SystemWire()
    return Ground(
        store=store,
        feeds=config.feeds(settings.feeds),
        token=_secret(settings.bot_token),
        api_url=settings.bot_api_url,
        day=wire.now,
        wire=wire,
        editors=frozenset(settings.admin_ids),
    )


def set_up_logging(level: int = logging.INFO) -> None:
    """One line an entry on stderr. The libraries' own logs carry tokens in addresses and texts in bodies: hushed."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in ("httpx", "httpcore", "telegram", "aiohttp", "asyncio", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.CRITICAL if name in {"telegram", "httpx"} else logging.WARNING)


def new_owner() -> str:
    """A name for this process in leases: nothing of the machine in it."""
    return secrets.token_hex(8)


def _secret(value: object) -> str:
    reveal: Callable[[], str] | None = getattr(value, "get_secret_value", None)
    return reveal() if reveal else ""
