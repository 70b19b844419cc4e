"""Joins everything, and runs the service from start to finish; nothing else builds these objects."""

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

from bot import config, free_memory, systemd_notify, web
from bot.domain.article import Article, Entry, names_kazakhstan
from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration, StoreUnavailable
from bot.domain.place import Gazetteer
from bot.domain.retention import Retention
from bot.domain.understanding.context import PublishRules
from bot.encoder import Encoder
from bot.installation import Installation, SteadyClock, disk_of, make_folder, system_time
from bot.net.fetch import USER_AGENT, Fetcher, FetchSettings, fetching
from bot.net.page import extract
from bot.net.parse import parse
from bot.net.robots import Robots
from bot.reading.reader import Reader
from bot.record_export import speaking
from bot.resources import Knowledge, Resources, load_resources
from bot.scheduler import Job, Schedule
from bot.services.delivery.deliver import Deliver, DeliveryOutcome
from bot.services.editors.ask_editors import AskEditors
from bot.services.editors.suspect_figures import SuspectFigureWarnings
from bot.services.events.expire import ExpireEvents
from bot.services.ingest.collect import Collect, Polled
from bot.services.ingest.feed_warnings import FeedWarnings
from bot.services.ingest.fetch_pages import FetchPages
from bot.services.operations.clock_changes import ClockChanges
from bot.services.operations.heartbeat import Heartbeat
from bot.services.operations.metrics import MetricsReader
from bot.services.operations.progress import ProcessPart, Progress
from bot.services.operations.troubles import Troubles
from bot.services.record.refresh import Refresh
from bot.services.record.site import Site, fingerprint
from bot.services.understanding import outlet_standing
from bot.services.understanding.process_report import Understood
from bot.services.understanding.read_with_encoder import ReadWithEncoder
from bot.services.understanding.understand import ENCODER, Understand
from bot.store import migrate
from bot.store.engine import Purpose, Store
from bot.store.forgotten import FOLDER, ForgottenList
from bot.store.record import RecordDatabase
from bot.telegram_app import TelegramApp, build_telegram_app
from bot.wording.feed_status import for_operators
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
_HEARTBEAT_SECONDS = 30.0
_MEMORY_SECONDS = 60.0


class ProcessRole(StrEnum):
    """A part of the service that a process may play alone."""

    COLLECTOR = "collector"
    RECEIVER = "receiver"
    SENDER = "sender"


#: What each role is watched for.
_PARTS = {
    ProcessRole.COLLECTOR: ProcessPart.POLL,
    ProcessRole.RECEIVER: ProcessPart.UPDATE,
    ProcessRole.SENDER: ProcessPart.SEND,
}
#: Seconds in which what runs may be finished at the end; a sender's own is shorter, so that it settles what it sent.
_GRACE = 8.0


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of all stages did."""

    polled: tuple[Polled, ...]
    understood: tuple[Understood, ...]
    told: tuple[DeliveryOutcome, ...]


@dataclass(frozen=True, slots=True)
class App:
    """All stages, joined."""

    store: Store
    collect: Collect
    pages: FetchPages
    health: FeedWarnings
    figure_warnings: SuspectFigureWarnings
    questions: AskEditors
    clocks: ClockChanges
    keep_texts: timedelta
    understand: Understand
    close: ExpireEvents
    telegram: TelegramApp
    wording: Wording
    gazetteer: Gazetteer
    watch: MetricsReader
    troubles: Troubles
    progress: Progress

    @property
    def deliver(self) -> Deliver:
        """The stage that tells."""
        return self.telegram.deliver

    def heartbeat(self, roles: frozenset[ProcessRole]) -> Heartbeat:
        """A process as it shows itself to the others of the database."""
        names, owner = tuple(sorted(roles)), self.deliver.owner
        return Heartbeat(
            self.store, self.deliver.wire, self.progress, owner, names, whole=roles == frozenset(ProcessRole)
        )

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
        """Run every stage once, from the feeds to the readers."""
        polled, understood = await self.news()
        await self.questions.round()
        await self.figure_warnings.round()
        await self.telegram.editor_timers.decide()
        told = await self.deliver.round()
        await self.telegram.editor_timers.tell()
        await self.telegram.channel_warnings.round()
        return Round(polled, understood, told)


@asynccontextmanager
async def build_app(installation: Installation, resources: Resources | None = None) -> AsyncIterator[App]:
    """The application of an installation, with its feeds known to the store; nothing runs yet.

    Resources take half a second to load and may be shared by installations of the same outlets.
    """
    resources = resources or load_resources(installation.outlets)
    known, reader, wording = resources.known, resources.reader, resources.wording
    telegram = build_telegram_app(installation, resources, new_owner())
    watch = _metrics(installation)
    await _begin(installation, telegram)
    async with closed_at_end(installation.encoder), fetching(installation.outside) as fetcher:
        yield App(
            store=installation.store,
            collect=_collect(installation, fetcher, known, reader),
            pages=_pages(installation, known, fetcher),
            health=FeedWarnings(
                installation.store, wording, telegram.talk.send, installation.editors, installation.day, telegram.staff
            ),
            figure_warnings=SuspectFigureWarnings(
                installation.store, wording, telegram.talk.send, installation.editors, installation.day, telegram.staff
            ),
            questions=AskEditors(
                telegram.queue,
                wording,
                telegram.talk.send,
                telegram.talk.edit,
                installation.editors,
                installation.day,
                telegram.staff,
            ),
            clocks=ClockChanges(installation.store, installation.day),
            keep_texts=installation.keep_texts,
            understand=_understand(installation, known, reader),
            close=ExpireEvents(installation.store, installation.day),
            telegram=telegram,
            wording=wording,
            gazetteer=known.gazetteer,
            watch=watch,
            troubles=Troubles(
                installation.store, watch, installation.wire, wording, telegram.talk.send, installation.operators
            ),
            progress=installation.progress,
        )


def _collect(installation: Installation, fetcher: Fetcher, known: Knowledge, reader: Reader) -> Collect:
    chance, matters, here = random.random, _may_matter(reader), partial(names_kazakhstan, country=known.pages.country)
    return Collect(installation.store, fetcher.feed, fetcher.document, parse, installation.day, chance, matters, here)


def _metrics(installation: Installation) -> MetricsReader:
    return MetricsReader(
        installation.store,
        installation.day,
        installation.wire,
        installation.progress,
        installation.disk,
        installation.drift,
        installation.pace.per_second,
        installation.encoder.figures if installation.encoder else dict,
    )


async def _begin(installation: Installation, telegram: TelegramApp) -> None:
    """What configuration says is known to the store: feeds with their outlets, editors."""
    at = installation
    await at.store.write(lambda tx: outlet_standing.begin(tx, at.feeds, config.shipped_outlets(), at.day()))
    await telegram.staff.sync()
    await at.store.write(lambda tx: tx.warnings.show(ENCODER, "", at.day()))


def _pages(installation: Installation, known: Knowledge, fetcher: Fetcher) -> FetchPages:
    robots = Robots(fetcher.document, installation.wire.now)
    read = partial(extract, others=known.pages.others)
    return FetchPages(installation.store, fetcher.document, robots.allow, read, installation.day, known.pages)


@asynccontextmanager
async def closed_at_end(encoder: Encoder | None) -> AsyncIterator[None]:
    """The encoder's worker ends with the block."""
    try:
        yield
    finally:
        if encoder:
            await asyncio.to_thread(encoder.close)


def _understand(installation: Installation, known: Knowledge, reader: Reader) -> Understand:
    hashed = known.fingerprinter(installation.store.fingerprint_key)
    with_encoder = ReadWithEncoder(reader, installation.encoder) if installation.encoder else None
    return Understand(
        installation.store,
        reader.read,
        known.names,
        installation.day,
        hashed,
        known.gazetteer,
        installation.rules,
        known.thresholds,
        with_encoder,
        known.match_score,
    )


@contextmanager
def refreshing(app: App, folder: Path, every: timedelta, url: str, *, demo: bool = False) -> Iterator[Refresh]:
    """What keeps a folder of pages up with the record of a database."""
    record = RecordDatabase.open(url, purpose=Purpose.DEMO if demo else Purpose.LIVE)
    try:
        words = {lang: app.wording.record(lang) for lang in Lang}
        export = speaking(record, words, app.gazetteer, demo=demo)
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
            build_app(live_installation(settings, store)) as app,
            web.serving(web.ListenAddress(*place) if place else None, app.watch),
            systemd_notify.watched(systemd_notify.manager(), app.progress),
        ):
            with suppress(_StoppedEarly), _refreshing(app, settings) as refresh:
                await _play(app, frozenset(roles) or frozenset(ProcessRole), stop, refresh)
    finally:
        store.close()


def _refreshing(app: App, settings: config.Settings) -> AbstractContextManager[Refresh | None]:
    if settings.site_dir is None:
        return nullcontext()
    return refreshing(app, settings.site_dir, timedelta(minutes=settings.site_minutes), settings.database())


class _StoppedEarly(Exception):
    """The service was asked to stop while it waited for Telegram."""


async def _unless(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long; _StoppedEarly when the service is asked to stop meanwhile."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
            raise _StoppedEarly


async def _play(app: App, roles: frozenset[ProcessRole], stop: asyncio.Event, refresh: Refresh | None) -> None:
    watching = app.progress.watching
    jobs = {
        Job(
            "collect", watching(ProcessPart.POLL, app.gather), _POLL_SECONDS, at_once=_ROUNDS_AT_ONCE
        ): ProcessRole.COLLECTOR,
        Job("pages", app.pages.round, _READ_SECONDS): ProcessRole.COLLECTOR,
        Job("understand", app.understand.round, _READ_SECONDS): ProcessRole.COLLECTOR,
        Job("questions", app.questions.round, _READ_SECONDS): ProcessRole.COLLECTOR,
        Job("doubting", app.figure_warnings.round, _POLL_SECONDS): ProcessRole.COLLECTOR,
        Job("tidy", app.tidy, _TIDY_SECONDS): ProcessRole.COLLECTOR,
        Job("close", app.close.round, _TIDY_SECONDS): ProcessRole.COLLECTOR,
        Job("decide", app.telegram.editor_timers.decide, _READ_SECONDS): ProcessRole.COLLECTOR,
        Job("progress", app.telegram.editor_timers.tell, _READ_SECONDS): ProcessRole.SENDER,
        Job("expand", app.deliver.expand, _TELL_SECONDS): ProcessRole.SENDER,
        Job("tell", watching(ProcessPart.SEND, app.deliver.tell), _TELL_SECONDS): ProcessRole.SENDER,
        Job("channels", app.telegram.channel_warnings.round, _TELL_SECONDS): ProcessRole.SENDER,
        Job("forget", app.telegram.retention_sweep.round, _FORGET_SECONDS): ProcessRole.SENDER,
    }
    heartbeat = app.heartbeat(roles)
    if refresh:
        jobs[Job("pages of the record", refresh.round, _SITE_SECONDS)] = ProcessRole.COLLECTOR
    mine = (job for job, role in jobs.items() if role in roles)
    everybody = (
        Job("presence", heartbeat.round, _HEARTBEAT_SECONDS),
        Job("troubles", app.troubles.round, _HEARTBEAT_SECONDS),
        Job("memory", free_memory.give_back, _MEMORY_SECONDS),
    )
    schedule = Schedule((*mine, *everybody))
    async with app.telegram.online(receive=ProcessRole.RECEIVER in roles, wait=lambda seconds: _unless(stop, seconds)):
        with suppress(StoreUnavailable):  # the next round says it
            await heartbeat.round()
        free_memory.keep_for_good()
        await free_memory.give_back()  # what starting has left
        schedule.start()
        app.progress.begin(_PARTS[role] for role in roles)
        log.info("running as %s", ", ".join(sorted(roles)))
        await stop.wait()
        log.info("stopping: finishing what runs")
        app.deliver.close()
        if refresh:
            refresh.close()
        await asyncio.gather(schedule.stop(_GRACE), app.telegram.reception.finish())
        with suppress(StoreUnavailable):
            await heartbeat.end()


async def poll_once(settings: config.Settings) -> tuple[tuple[str, ...], bool]:
    """One round of collect and understand: what came of it, in lines, and whether any feed answered that was asked."""
    if settings.subscriber_key is None:
        raise BadConfiguration(("SUBSCRIBER_KEY: missing; make one with: protest-alerts check --new-key",))
    store = live_store(settings)
    try:
        async with build_app(live_installation(settings, store)) as app:
            polled, understood = await app.news()
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


def make_place(url: str) -> None:
    """The folder of a database that is a file, unless it is there."""
    if url.startswith("sqlite:///"):
        make_folder(Path(url.removeprefix("sqlite:///")).parent)


def migrated(url: str, purpose: Purpose = Purpose.LIVE) -> str | None:
    """Bring a database to the newest schema, making its folder if need be; answers the schema's revision."""
    make_place(url)
    migrate.upgrade(url, purpose)
    return migrate.current(url)


def open_store(url: str, key: str, purpose: Purpose) -> Store:
    """A database brought to the newest schema and opened; WrongStore when it is another's."""
    migrated(url, purpose)
    return Store.open(url, key, purpose=purpose)


def live_installation(settings: config.Settings, store: Store) -> Installation:
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
        juniors=frozenset(settings.editor_ids),
        group=settings.editors_group,
        second=settings.second_editor,
        outside=outside(settings),
        proxy=settings.telegram_proxy or None,
        disk=partial(disk_of, _folder(settings)),
        drift=wire.drift,
        operators=settings.operators(),
        keep_texts=timedelta(days=settings.article_days),
        retention=Retention(
            message_ids=timedelta(days=settings.message_days), backups=timedelta(days=settings.backup_days)
        ),
        forgotten=ForgottenList(settings.data_dir / FOLDER, settings.backup_recipient),
        rules=rules_of(settings),
        contacts=config.contacts(settings.detained_help),
        encoder=Encoder() if settings.encoder == "on" else None,
    )


def _folder(settings: config.Settings) -> Path:
    """Where the data lie on this machine."""
    url = settings.database()
    return Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite:///") else settings.data_dir


def rules_of(settings: config.Settings) -> PublishRules:
    """What the operator decided about publishing."""
    old_news, ask_for = timedelta(days=settings.old_news_days), timedelta(minutes=settings.ask_minutes)
    return PublishRules(settings.review_mode, old_news, ask_for)


def outside(settings: config.Settings) -> FetchSettings:
    """How this installation asks other servers, and which private ones it may ask."""
    return FetchSettings(
        agent=agent(settings), private=frozenset(settings.private_hosts), proxy=settings.feed_proxy.rstrip("/")
    )


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
