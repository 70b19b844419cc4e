"""The roof: the only room that builds things, and the life of the service from start to finish."""

import asyncio
import logging
import random
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path

from bot import config, web
from bot.domain.article import Article, Entry
from bot.domain.errors import BadConfiguration
from bot.domain.place import Gazetteer
from bot.domain.subscriber import Retention
from bot.installation import Installation, SteadyClock, make_folder, system_time
from bot.net.fetch import USER_AGENT, Fetcher, FetchSettings, fetching
from bot.net.page import extract
from bot.net.parse import parse
from bot.net.robots import Robots
from bot.reading.reader import Reader
from bot.record_export import speaking
from bot.resources import Knowledge, Resources, load_resources
from bot.scheduler import Job, Schedule
from bot.search_words import words_of
from bot.services.delivery.deliver import Deliver, DeliveryOutcome
from bot.services.editors.ask_editors import AskEditors
from bot.services.editors.suspect_figures import SuspectFigureAlerts
from bot.services.events.context import Context
from bot.services.events.event_versions import PublishRules
from bot.services.events.expire import ExpireEvents
from bot.services.ingest.collect import Collect, Polled
from bot.services.ingest.feed_alerts import FeedAlerts
from bot.services.ingest.fetch_pages import FetchPages
from bot.services.operations.clock_changes import ClockChanges
from bot.services.operations.metrics import MetricsReader
from bot.services.record.refresh import Refresh
from bot.services.record.site import Site, fingerprint
from bot.services.understanding.understand import Read, Understand, Understood
from bot.store import migrate
from bot.store.engine import Purpose, Store
from bot.store.record import RecordDatabase
from bot.telegram_app import TelegramApp, TelegramDeps, build_telegram_app
from bot.wording.health import for_operators
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

_POLL_SECONDS = 5.0
#: A round of polling may still wait for the slow feeds of the one before.
_ROUNDS_AT_ONCE = 8
_READ_SECONDS = 2.0
_TIDY_SECONDS = 3600.0
_TELL_SECONDS = 1.0
_FORGET_SECONDS = 3600.0
_SITE_SECONDS = 5.0


class ProcessRole(StrEnum):
    """A part of the service that a process may play alone."""

    COLLECTOR = "collector"
    RECEIVER = "receiver"
    SENDER = "sender"


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of all stages did."""

    polled: tuple[Polled, ...]
    understood: tuple[Understood, ...]
    told: tuple[DeliveryOutcome, ...]


@dataclass(frozen=True, slots=True)
class App:
    """All stages and doors, joined."""

    store: Store
    collect: Collect
    pages: FetchPages
    health: FeedAlerts
    doubting: SuspectFigureAlerts
    questions: AskEditors
    clocks: ClockChanges
    keep_texts: timedelta
    understand: Understand
    close: ExpireEvents
    post: TelegramApp
    wording: Wording
    gazetteer: Gazetteer
    watch: MetricsReader

    @property
    def deliver(self) -> Deliver:
        """The stage that tells."""
        return self.post.deliver

    async def news(self) -> tuple[tuple[Polled, ...], tuple[Understood, ...]]:
        """One round of collect and understand."""
        polled = await self.gather()
        await self.pages.round()
        return polled, await self.understand.round()

    async def gather(self) -> tuple[Polled, ...]:
        """One round of polling; editors are told of feeds gone dark or back."""
        await self.clocks.round()
        polled = await self.collect.round()
        await self.health.tell(polled)
        return polled

    async def tidy(self) -> None:
        """Forget what is kept for a while only."""
        await self.collect.tidy(self.keep_texts)

    async def round(self) -> Round:
        """Let the water flow once from the feeds to the readers."""
        polled, understood = await self.news()
        await self.questions.round()
        await self.doubting.round()
        told = await self.deliver.round()
        await self.post.shutting.round()
        return Round(polled, understood, told)


@asynccontextmanager
async def build_app(ground: Installation, schooling: Resources | None = None) -> AsyncIterator[App]:
    """The house on its ground, with its feeds known to the store; nothing runs yet.

    Schooling takes half a second and may be shared by houses of the same outlets.
    """
    taught = schooling or load_resources(ground.outlets)
    known, reader, wording = taught.known, taught.reader, taught.wording
    post = _post(ground, taught)
    await ground.store.write(lambda tx: tx.feeds.sync(ground.feeds, ground.day()))
    async with fetching(ground.outside) as fetcher:
        yield App(
            store=ground.store,
            collect=Collect(
                ground.store, fetcher.feed, fetcher.document, parse, ground.day, random.random, _may_matter(reader)
            ),
            pages=_pages(ground, known, fetcher),
            health=FeedAlerts(ground.store, wording, post.talk.send, ground.editors),
            doubting=SuspectFigureAlerts(ground.store, wording, post.talk.send, ground.editors, ground.day),
            questions=AskEditors(post.desk, wording, post.talk.send, post.talk.edit, ground.editors, ground.day),
            clocks=ClockChanges(ground.store, ground.day),
            keep_texts=ground.keep_texts,
            understand=_understand(ground, known, reader.read),
            close=ExpireEvents(ground.store, ground.day),
            post=post,
            wording=wording,
            gazetteer=known.gazetteer,
            watch=MetricsReader(ground.store, ground.day, ground.wire),
        )


def _pages(ground: Installation, known: Knowledge, fetcher: Fetcher) -> FetchPages:
    robots = Robots(fetcher.document, ground.wire.now)
    read = partial(extract, others=known.pages.others)
    return FetchPages(ground.store, fetcher.document, robots.allow, read, ground.day, known.pages)


def _understand(ground: Installation, known: Knowledge, read: Read) -> Understand:
    hashed = known.fingerprinter(ground.store.fingerprint_key)
    places = known.gazetteer
    return Understand(ground.store, read, known.names, ground.day, hashed, places, ground.rules, known.thresholds)


def _post(ground: Installation, taught: Resources) -> TelegramApp:
    return build_telegram_app(
        TelegramDeps(
            store=ground.store,
            token=ground.token,
            api_url=ground.api_url,
            day=ground.day,
            wire=ground.wire,
            gazetteer=taught.known.gazetteer,
            find_place=taught.reader.find_place,
            wording=taught.wording,
            owner=new_owner(),
            editors=ground.editors,
            pace=ground.pace,
            timeouts=ground.timeouts,
            retention=ground.retention,
            vocabulary=words_of(taught.known),
            means=Context(taught.known.names, taught.known.gazetteer, ground.rules, taught.known.thresholds),
        )
    )


@contextmanager
def refreshing(house: App, folder: Path, every: timedelta, url: str, *, demo: bool = False) -> Iterator[Refresh]:
    """What keeps a folder of pages up with the record of a database."""
    record = RecordDatabase.open(url, purpose=Purpose.DEMO if demo else Purpose.LIVE)
    try:
        export = speaking(record, house.wording, house.gazetteer, demo=demo)
        yield Refresh(Site(export, fingerprint()), folder, every, SteadyClock().now)
    finally:
        record.close()


async def serve(settings: config.Settings, roles: Iterable[ProcessRole]) -> None:
    """The live service until SIGTERM or SIGINT; stopping means finishing what runs."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    store = live_store(settings)
    try:
        place = settings.web()
        async with (
            build_app(live_ground(settings, store)) as house,
            web.serving(web.ListenAddress(*place) if place else None, house.watch),
        ):
            with suppress(_StoppedEarly), _refreshing(house, settings) as refresh:
                await _play(house, frozenset(roles) or frozenset(ProcessRole), stop, refresh)
    finally:
        store.close()


def _refreshing(house: App, settings: config.Settings) -> AbstractContextManager[Refresh | None]:
    if settings.site_dir is None:
        return nullcontext()
    return refreshing(house, settings.site_dir, timedelta(minutes=settings.site_minutes), settings.database())


class _StoppedEarly(Exception):
    """The service was asked to stop while it waited for Telegram."""


async def _unless(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long; _StoppedEarly when the service is asked to stop meanwhile."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
            raise _StoppedEarly


async def _play(house: App, roles: frozenset[ProcessRole], stop: asyncio.Event, refresh: Refresh | None) -> None:
    jobs = {
        Job("collect", house.gather, _POLL_SECONDS, at_once=_ROUNDS_AT_ONCE): ProcessRole.COLLECTOR,
        Job("pages", house.pages.round, _READ_SECONDS): ProcessRole.COLLECTOR,
        Job("understand", house.understand.round, _READ_SECONDS): ProcessRole.COLLECTOR,
        Job("questions", house.questions.round, _READ_SECONDS): ProcessRole.COLLECTOR,
        Job("doubting", house.doubting.round, _POLL_SECONDS): ProcessRole.COLLECTOR,
        Job("tidy", house.tidy, _TIDY_SECONDS): ProcessRole.COLLECTOR,
        Job("close", house.close.round, _TIDY_SECONDS): ProcessRole.COLLECTOR,
        Job("expand", house.deliver.expand, _TELL_SECONDS): ProcessRole.SENDER,
        Job("tell", house.deliver.tell, _TELL_SECONDS): ProcessRole.SENDER,
        Job("channels", house.post.shutting.round, _TELL_SECONDS): ProcessRole.SENDER,
        Job("forget", house.post.forget.round, _FORGET_SECONDS): ProcessRole.SENDER,
    }
    if refresh:
        jobs[Job("pages of the record", refresh.round, _SITE_SECONDS)] = ProcessRole.COLLECTOR
    schedule = Schedule(tuple(job for job, role in jobs.items() if role in roles))
    async with house.post.online(receive=ProcessRole.RECEIVER in roles, wait=lambda seconds: _unless(stop, seconds)):
        schedule.start()
        log.info("running as %s", ", ".join(sorted(roles)))
        await stop.wait()
        log.info("stopping: finishing what runs")
        house.deliver.close()
        if refresh:
            refresh.close()
        await schedule.stop()


async def poll_once(settings: config.Settings) -> tuple[tuple[str, ...], bool]:
    """One round of collect and understand: what came of it, in lines, and whether any feed answered that was asked."""
    if settings.subscriber_key is None:
        raise BadConfiguration(("SUBSCRIBER_KEY: missing; make one with: protest-alerts check --new-key",))
    store = live_store(settings)
    try:
        async with build_app(live_ground(settings, store)) as house:
            polled, understood = await house.news()
    finally:
        store.close()
    faults = tuple(f"{p.feed}: {for_operators(p.fault, p.detail)}" for p in polled if p.fault)
    new = sum(len(p.new) for p in polled)
    versions = sum(u.version is not None for u in understood)
    done = f"{len(polled)} feeds polled, {new} articles new, {len(understood)} read, {versions} versions made"
    return (*faults, done), not polled or len(faults) < len(polled)


def live_store(settings: config.Settings) -> Store:
    """The live database, brought to the newest schema and opened."""
    return open_store(settings.database(), _secret(settings.subscriber_key), Purpose.LIVE)


def migrated(url: str, purpose: Purpose = Purpose.LIVE) -> str | None:
    """Bring a database to the newest schema, making its folder if need be; answers the schema's revision."""
    if url.startswith("sqlite:///"):
        make_folder(Path(url.removeprefix("sqlite:///")).parent)
    migrate.upgrade(url, purpose)
    return migrate.current(url)


def open_store(url: str, key: str, purpose: Purpose) -> Store:
    """A database brought to the newest schema and opened; WrongStore when it is another's."""
    migrated(url, purpose)
    return Store.open(url, key, purpose=purpose)


def live_ground(settings: config.Settings, store: Store) -> Installation:
    """What the live service stands on: the day is the machine's clock, the wire never goes back."""
    wire = SteadyClock()
    return Installation(
        store=store,
        feeds=config.feeds(settings.feeds),
        token=_secret(settings.bot_token),
        api_url=settings.bot_api_url,
        day=system_time,
        wire=wire,
        editors=frozenset(settings.admin_ids),
        outside=outside(settings),
        keep_texts=timedelta(days=settings.article_days),
        retention=Retention(message_ids=timedelta(days=settings.message_days)),
        rules=rules_of(settings),
    )


def rules_of(settings: config.Settings) -> PublishRules:
    """What the operator decided about publishing."""
    old_news, ask_for = timedelta(days=settings.old_news_days), timedelta(minutes=settings.ask_minutes)
    return PublishRules(settings.review_mode, old_news, ask_for)


def outside(settings: config.Settings) -> FetchSettings:
    """How this installation asks other servers, and which private ones it may ask."""
    return FetchSettings(agent=agent(settings), private=frozenset(settings.private_hosts))


def agent(settings: config.Settings) -> str:
    """How this installation names itself to the servers it asks."""
    return f"{USER_AGENT} {settings.contact}".strip()


def new_owner() -> str:
    """A name for this process in leases: nothing of the machine in it."""
    return secrets.token_hex(8)


def _may_matter(reader: Reader) -> Callable[[Entry], bool]:
    return lambda entry: reader.may_matter(Article(entry.key, entry.title, entry.text))


def _secret(value: object) -> str:
    reveal: Callable[[], str] | None = getattr(value, "get_secret_value", None)
    return reveal() if reveal else ""
