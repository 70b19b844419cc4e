"""The day from beginning to end: publish what is due, run every stage, tell the terminal."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build_app, open_store, refreshing
from bot.demo import folder as folders
from bot.demo import narrate, readers, script
from bot.demo.clock import DayClock
from bot.demo.panel import Panel
from bot.domain.article import PagePolicy
from bot.domain.delivery import DeliveryState
from bot.domain.feed import Feed
from bot.installation import SAMPLE_KEY, Installation, SteadyClock, make_folder
from bot.net.fetch import FetchSettings
from bot.net.rate_limit import FREELY
from bot.net.ssrf import LOOPBACK, AddressGuard
from bot.services.record.refresh import Refresh
from bot.simulator import Address, FeedEntry, FeedFormat, Simulator, running
from bot.store.engine import Purpose, Store

__all__ = ["SAMPLE_KEY", "live", "once"]

#: Feeds are asked this often on the day clock.
_INTERVAL = timedelta(minutes=2)
#: A pause of the day longer than this on the wire's clock is skipped: nobody watches a page on which nothing happens.
_LONGEST_WAIT = timedelta(seconds=6)
#: The same until the first alert, which whoever opens the page should see within ten seconds.
_FIRST_WAIT = timedelta(seconds=1)
_TICK = 0.25
#: The pages of the record: their folder and the path at which they are served, and how often they are looked at.
_RECORD, _REFRESHED = "record", timedelta(seconds=3)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoApp:
    """Everything the demo plays with."""

    app: App
    simulator: Simulator
    address: Address
    day: DayClock
    script: script.Script
    folder: Path
    published: set[str]
    say: Say
    refresh: Refresh
    #: Events that readers were told of since the demo began.
    told: set[int] = field(default_factory=set)


async def once(folder: Path, *, fresh: bool, say: Say, day: script.DemoDay = script.DemoDay.SAMPLE) -> bool:
    """Play the day to its end as fast as it goes; true when everybody was told everything."""
    async with _staged(folder, script.load(day.folder), port=0, speed=1.0, fresh=fresh, say=say) as stage:
        for item in stage.script.items:
            if item.id not in stage.published:
                stage.day.jump(item.at + _INTERVAL * 1.2)
                await _flow(stage)
        return _summary(stage)


async def live(  # where, and how
    folder: Path, port: int, speed: float, *, fresh: bool, say: Say, day: script.DemoDay = script.DemoDay.SAMPLE
) -> bool:
    """Play the day at a reader's pace until interrupted."""
    async with _staged(folder, script.load(day.folder), port=port, speed=speed, fresh=fresh, say=say) as stage:
        over = _coming(stage.script, stage.published, stage.day.now()) is None
        then = "the day is over; --fresh begins again" if over else "the day begins when the page is opened"
        await stage.refresh.round()
        say(f"The chats: {stage.address.root}/ ({then})")
        say(f"The record: {stage.address.root}/{_RECORD}/ (the same as pages, kept up while the day goes on)")
        while True:
            await _flow(stage)
            await stage.refresh.round()
            _skip_the_empty_hours(stage)
            await asyncio.sleep(_TICK)


@asynccontextmanager
async def _staged(
    folder: Path, play: script.Script, *, port: int, speed: float, fresh: bool, say: Say
) -> AsyncIterator[DemoApp]:
    with folders.held(folder, fresh=fresh):
        async with _set_up(folder, play, port=port, speed=speed, say=say) as stage:
            yield stage


@asynccontextmanager
async def _set_up(folder: Path, play: script.Script, *, port: int, speed: float, say: Say) -> AsyncIterator[DemoApp]:
    wire = SteadyClock()
    kept = folders.moment(folder)
    day = DayClock(wire.now, kept or play.begins - _INTERVAL, speed, paused=True)
    simulator = Simulator(wire.now, screen=day.now, repeat_wait=0)
    _open_feeds(simulator, play)
    folders.restore(folder, simulator)
    readers.join(simulator)
    published: set[str] = set()
    panel = Panel(day, lambda: _coming(play, published))
    url, pages = f"sqlite:///{(folder / 'demo.db').absolute()}", folder / _RECORD
    store = open_store(url, SAMPLE_KEY, Purpose.DEMO)
    make_folder(pages)
    try:
        async with (
            _serving(simulator, port, panel, pages) as address,
            build_app(_ground(store, play, address, day, simulator)) as app,
            app.telegram.online(receive=True),
        ):
            if kept is None:
                await readers.subscribe(simulator)
            with refreshing(app, pages, _REFRESHED, url, demo=True) as refresh:
                yield DemoApp(app, simulator, address, day, play, folder, published, say, refresh)
        folders.keep(folder, day.now(), simulator)
    finally:
        store.close()


@asynccontextmanager
async def _serving(simulator: Simulator, port: int, panel: Panel, pages: Path) -> AsyncIterator[Address]:
    try:
        async with running(simulator, port=port, controls=panel, folders={_RECORD: pages}) as address:
            yield address
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise folders.DemoUnplayable(f"port {port} is taken; choose another with --port") from None


def _open_feeds(simulator: Simulator, play: script.Script) -> None:
    for outlet in play.outlets:
        title = outlet.name.names[outlet.lang]
        simulator.feeds.create(outlet.id, title=title, language=outlet.lang.value, form=FeedFormat(outlet.form))


def _ground(store: Store, play: script.Script, address: Address, day: DayClock, simulator: Simulator) -> Installation:
    return Installation(
        store=store,
        feeds=tuple(_feed(o, address) for o in play.outlets),
        token=simulator.token,
        api_url=address.root,
        day=day.now,
        wire=SteadyClock(),
        outlets=tuple(outlet.name for outlet in play.outlets),
        editors=frozenset(readers.EDITORS),
        outside=FetchSettings(guard=AddressGuard(LOOPBACK), rules=FREELY),
    )


def _feed(outlet: script.Outlet, address: Address) -> Feed:
    """Its entries carry the first paragraph; the whole article is behind the link."""
    return Feed(outlet.id, address.feed(outlet.id), outlet.id, outlet.lang, _INTERVAL, pages=PagePolicy.ON_CUE)


async def _flow(stage: DemoApp) -> None:
    now = stage.day.now()
    for item in stage.script.items:
        if item.at <= now and item.id not in stage.published:
            entry = FeedEntry(item.entry, item.title, item.text.split("\n", 1)[0], item.at, item.text)
            stage.simulator.feeds.publish(item.outlet, entry)
            stage.published.add(item.id)
    before = stage.simulator.record.last
    done = await stage.app.round()
    stage.told.update(one.event for one in done.understood if one.alerted and one.event)
    for line in narrate.lines(done, now):
        stage.say(line)
    if stage.simulator.record.last > before:
        folders.keep(stage.folder, now, stage.simulator)


def _coming(play: script.Script, published: set[str], now: datetime | None = None) -> script.SampleArticle | None:
    """The item that comes next; items of before `now` have come in an earlier run."""
    return next((item for item in play.items if item.id not in published and (now is None or item.at > now)), None)


def _skip_the_empty_hours(stage: DemoApp) -> None:
    item = _coming(stage.script, stage.published)
    longest = _LONGEST_WAIT if stage.told else _FIRST_WAIT
    if item and not stage.day.paused and stage.day.until(item.at) > longest:
        stage.day.jump(item.at - longest * stage.day.speed)


def _summary(stage: DemoApp) -> bool:
    with stage.app.store.reading() as tx:
        counts, events = tx.deliveries.counts(), tx.events.count()
        unfinished, idle = tx.alerts.unfinished(1), tx.deliveries.idle(SteadyClock().now())
    told, over = counts.get(DeliveryState.SENT, 0), {DeliveryState.SENT, DeliveryState.SUPERSEDED, DeliveryState.MERGED}
    over |= {DeliveryState.WAITING} if idle else set()  # what goes without a sound goes when its hour is over
    missed = {s.value: n for s, n in counts.items() if n and s not in over}
    articles = len(stage.published)
    stage.say(f"{articles} articles, {events} events, {told} acts told, missed {missed or 'nobody'}")
    return bool(told) and not missed and not unfinished
