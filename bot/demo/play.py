"""The day from beginning to end: publish what is due, let the water flow, tell the terminal."""

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app import Ground, House, SystemWire, built, open_store
from bot.demo import clock as clocks
from bot.demo import narrate, readers, script, snapshots
from bot.demo.clock import DayClock
from bot.demo.panel import Panel
from bot.domain.delivery import State
from bot.domain.feed import Feed
from bot.simulator import Address, FeedEntry, FeedFormat, Simulator, running
from bot.store.engine import Purpose, Store
from handlers.application import online

#: Opens nothing but the sample readers, who are nobody.
SAMPLE_KEY = base64.urlsafe_b64encode(b"sample-readers-only-not-a-secret").decode()
#: Feeds are asked this often on the day clock.
_INTERVAL = timedelta(minutes=2)
#: A pause of the day longer than this on the wire's clock is skipped: nobody watches an empty street.
_LONGEST_WAIT = timedelta(seconds=6)
_TICK = 0.25

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything the demo plays with."""

    house: House
    simulator: Simulator
    address: Address
    day: DayClock
    script: script.Script
    folder: Path
    published: set[str]
    say: Say


async def once(folder: Path, *, fresh: bool, say: Say) -> bool:
    """Play the day to its end as fast as it goes; true when everybody was told everything."""
    async with _staged(folder, port=0, speed=1.0, fresh=fresh, say=say) as stage:
        for item in stage.script.items:
            if item.id not in stage.published:
                stage.day.jump(item.at + _INTERVAL * 1.2)
                await _flow(stage)
        return _summary(stage)


async def live(folder: Path, port: int, speed: float, *, fresh: bool, say: Say) -> bool:
    """Play the day at a reader's pace until interrupted."""
    async with _staged(folder, port=port, speed=speed, fresh=fresh, say=say) as stage:
        say(f"The chats: {stage.address.root}/ (the day begins when the page is opened)")
        while True:
            await _flow(stage)
            _skip_the_empty_hours(stage)
            await asyncio.sleep(_TICK)


async def simulator_alone(port: int, say: Say) -> None:
    """The simulated Telegram without a house, until interrupted."""
    simulator = Simulator(SystemWire().now)
    async with running(simulator, port=port) as address:
        say(f"Bot API: {address.base_url}TOKEN/METHOD with the token {simulator.token}")
        await asyncio.Event().wait()


@asynccontextmanager
async def _staged(folder: Path, *, port: int, speed: float, fresh: bool, say: Say) -> AsyncIterator[Stage]:
    _prepare(folder, fresh=fresh)
    play, wire = script.load(), SystemWire()
    kept = clocks.kept(folder / "clock.json")
    day = DayClock(wire.now, kept or play.begins - _INTERVAL, speed, paused=True)
    simulator = Simulator(wire.now, screen=day.now, repeat_wait=0)
    _open_feeds(simulator, play)
    snapshots.restore(folder / "simulator.json", simulator)
    readers.join(simulator)
    published: set[str] = set()
    panel = Panel(day, lambda: _coming(play, published))
    store = open_store(f"sqlite:///{(folder / 'demo.db').absolute()}", SAMPLE_KEY, Purpose.DEMO)
    try:
        async with (
            running(simulator, port=port, controls=panel) as address,
            built(_ground(store, play, address, day, simulator)) as house,
            online(house.application, house.wording, receive=True),
        ):
            if kept is None:
                await readers.subscribe(simulator)
            yield Stage(house, simulator, address, day, play, folder, published, say)
    finally:
        clocks.keep(folder / "clock.json", day.now())
        snapshots.keep(folder / "simulator.json", simulator)
        store.close()


def _prepare(folder: Path, *, fresh: bool) -> None:
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def _open_feeds(simulator: Simulator, play: script.Script) -> None:
    for outlet in play.outlets:
        title = outlet.name.names[outlet.lang]
        simulator.feeds.create(outlet.id, title=title, language=outlet.lang.value, form=FeedFormat(outlet.form))


def _ground(store: Store, play: script.Script, address: Address, day: DayClock, simulator: Simulator) -> Ground:
    return Ground(
        store=store,
        feeds=tuple(Feed(o.id, address.feed(o.id), o.id, o.lang, _INTERVAL) for o in play.outlets),
        token=simulator.token,
        api_url=address.root,
        day=day.now,
        wire=SystemWire(),
        outlets=tuple(outlet.name for outlet in play.outlets),
        editors=frozenset(readers.EDITORS),
    )


async def _flow(stage: Stage) -> None:
    now = stage.day.now()
    for item in stage.script.items:
        if item.at <= now and item.id not in stage.published:
            entry = FeedEntry(item.id, item.title, item.text.split("\n", 1)[0], item.at, item.text)
            stage.simulator.feeds.publish(item.outlet, entry)
            stage.published.add(item.id)
    for line in narrate.lines(await stage.house.round(), now):
        stage.say(line)
    clocks.keep(stage.folder / "clock.json", now)
    snapshots.keep(stage.folder / "simulator.json", stage.simulator)


def _coming(play: script.Script, published: set[str]) -> script.Item | None:
    return next((item for item in play.items if item.id not in published), None)


def _skip_the_empty_hours(stage: Stage) -> None:
    item = _coming(stage.script, stage.published)
    if item and not stage.day.paused and stage.day.until(item.at) > _LONGEST_WAIT:
        stage.day.jump(item.at - _LONGEST_WAIT * stage.day.speed)


def _summary(stage: Stage) -> bool:
    with stage.house.store.reading() as tx:
        counts, events = tx.deliveries.counts(), tx.events.count()
        unfinished = tx.alerts.unfinished(1)
    told = counts.get(State.SENT, 0)
    missed = {s.value: n for s, n in counts.items() if n and s not in {State.SENT, State.SUPERSEDED}}
    articles = len(stage.published)
    stage.say(f"{articles} articles, {events} events, {told} acts told, missed {missed or 'nobody'}")
    return bool(told) and not missed and not unfinished
