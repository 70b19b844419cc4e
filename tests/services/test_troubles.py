"""Operators are told once when the bot is in trouble and once when it is over, whatever the database does meanwhile."""

import asyncio
import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.domain.delivery import Later, Outcome, Sent
from bot.domain.message import Message
from bot.domain.names import Names
from bot.domain.trouble import CALM, LASTS, Trouble, TroublePeriod, turn
from bot.services.operations.metrics import Disk, Metrics, MetricsReader, complaint, troubles
from bot.services.operations.progress import ProcessPart, Progress
from bot.services.operations.troubles import Troubles
from bot.store.engine import Purpose, Store
from bot.store.processes import Process
from bot.wording.wording import Wording
from tests.conftest import FakeClock
from tests.domain.making import GAZETTEER
from tests.wording.examples import catalogs

LOCALES = Path(bot.__file__).parent.parent / "locales"
NOW = datetime(2026, 11, 30, tzinfo=UTC)
WELL = ["7: All is well again", "8: All is well again"]
FULL_DISK = Disk(free=10 * 2**20, size=20 * 2**30)


@dataclass
class Wire:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError(seconds)


@dataclass
class Telegram:
    """Takes messages, unless it is away."""

    away: bool = False
    said: list[str] = field(default_factory=list)

    async def send(self, chat: int, message: Message) -> Outcome:
        if self.away:
            return Later()
        self.said.append(f"{chat}: {message.text.splitlines()[0]}")
        return Sent(len(self.said))


@dataclass
class Machine:
    disk: Disk | None = None

    def __call__(self) -> Disk | None:
        return self.disk


@dataclass
class Place:
    store: Store
    wire: Wire
    telegram: Telegram
    machine: Machine
    troubles: Troubles

    async def minutes(self, many: float) -> None:
        self.wire.at += timedelta(minutes=many)
        await self.troubles.round()


def placed(store: Store, clock: FakeClock, *, patience: float = 300.0) -> Place:
    wire, telegram, machine = Wire(), Telegram(), Machine()
    watch = MetricsReader(store, clock, wire, disk=machine, patience=patience)
    wording = Wording(catalogs(), GAZETTEER, Names({}))
    return Place(
        store, wire, telegram, machine, Troubles(store, watch, wire, wording, telegram.send, frozenset({7, 8}))
    )


@pytest.fixture
def place(store: Store, clock: FakeClock) -> Place:
    return placed(store, clock)


async def test_a_full_disk_is_told_once_and_its_end_once(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.services.operations.troubles")
    place.machine.disk = FULL_DISK
    for _ in range(5):
        await place.minutes(1)
    text = "The database takes nothing, or the disk is nearly full."
    assert place.telegram.said == [f"7: {text}", f"8: {text}"]
    place.machine.disk = None
    for _ in range(8):
        await place.minutes(1)
    assert [line.partition(". ")[0] for line in place.telegram.said[2:]] == WELL
    assert len(caplog.records) == 2


async def test_while_telegram_is_away_the_end_is_told(place: Place) -> None:
    place.telegram.away = True
    await place.store.write(lambda tx: tx.warnings.show("receiving", "no updates: NetworkError", NOW))
    for _ in range(5):
        await place.minutes(5)
    assert place.telegram.said == []
    place.telegram.away = False
    await place.store.write(lambda tx: tx.warnings.show("receiving", "", NOW))
    await place.minutes(2)
    await place.minutes(4)
    assert [line.partition(". ")[0] for line in place.telegram.said] == WELL


async def test_two_processes_tell_once(place: Place, clock: FakeClock) -> None:
    other = placed(place.store, clock)
    for one in (place, other):
        one.machine.disk = FULL_DISK
    for _ in range(4):
        for one in (place, other):
            await one.minutes(1)
    assert len(place.telegram.said) + len(other.telegram.said) == 2


async def test_a_locked_database_is_found_by_writing_and_told_from_memory(
    sqlite_url: str, subscriber_key: str, clock: FakeClock
) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    place = placed(store, clock, patience=0.05)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert (await place.troubles.watch.complaint()).startswith("the database has taken no write for 0.05 s")
    for _ in range(3):
        await place.minutes(1)
    assert len(place.telegram.said) == 2
    other.execute("ROLLBACK")
    other.close()
    await asyncio.wait(place.troubles.watch._probe)
    await place.minutes(6)
    assert len(place.telegram.said) == 4
    store.close()


async def test_nobody_receives(place: Place) -> None:
    await place.store.write(lambda tx: tx.processes.seen(Process("gone", ("receiver",), NOW, {"update": NOW})))
    await place.minutes(5)
    await place.minutes(10)
    assert place.telegram.said == []
    await place.minutes(11)
    assert [line.partition(": ")[2] for line in place.telegram.said] == [
        "Nothing that readers write reaches the bot."
    ] * 2


@pytest.mark.parametrize(
    ("metrics", "found"),
    [
        (Metrics(), {}),
        (Metrics(warnings=("receiving: gone",)), {Trouble.NO_UPDATES: "receiving: gone"}),
        (Metrics(asked=3, feeds=3), {Trouble.NO_FEEDS: "none of 3 feeds answers"}),
        (Metrics(ages={"feeds": timedelta(hours=1)}), {Trouble.NO_FEEDS: "feeds that are due are not polled"}),
        (
            Metrics(ages={"deliveries": timedelta(minutes=20), "articles": timedelta(hours=2)}),
            {Trouble.NO_DELIVERY: "messages to readers wait since 20 minutes"},
        ),
        (Metrics(troubled=(7, 23)), {Trouble.NO_DELIVERY: "7 of 23 messages of the last day are doubtful or refused"}),
        (Metrics(troubled=(2, 2)), {}),
        (Metrics(troubled=(7, 700)), {}),
        (Metrics(loud=61), {Trouble.MANY_ALERTS: "61 alerts with sound within an hour"}),
        (Metrics(writes="locked"), {Trouble.STORE_FULL: "locked"}),
        (Metrics(disk=FULL_DISK), {Trouble.STORE_FULL: "10 MiB of 20480 MiB are free"}),
        (Metrics(disk=Disk(2**30, 2**40)), {}),
    ],
)
def test_what_the_bot_cannot_do_is_told_apart(metrics: Metrics, found: Mapping[Trouble, str]) -> None:
    assert troubles(metrics) == found
    assert bool(complaint(metrics)) is bool(found)


@given(st.lists(st.tuples(st.sets(st.sampled_from(Trouble)), st.integers(0, 30)), max_size=30))
def test_each_trouble_is_told_of_once_before_it_is_over(steps: list[tuple[set[Trouble], int]]) -> None:
    periods: Mapping[Trouble, TroublePeriod] = {}
    now, known = NOW, set[Trouble]()
    for present, minutes in steps:
        now += timedelta(minutes=minutes)
        turned = turn(periods, present, now)
        for trouble, period in turned.begun.items():
            assert trouble not in known
            assert now - period.since >= LASTS[trouble]
        for period in turned.over.values():
            assert now - period.seen >= CALM
        known = (known | set(turned.begun)) - set(turned.over)
        periods = turned.periods


async def test_a_process_is_ready_when_it_is_connected_and_can_write(store: Store, clock: FakeClock) -> None:
    progress = Progress(lambda: 0.0)
    watch = MetricsReader(store, clock, Wire(), progress)
    assert await watch.lacking() == "not connected to Telegram yet"
    progress.begin([ProcessPart.SEND])
    assert await watch.lacking() == ""
