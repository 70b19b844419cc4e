"""How much disk a year takes: a month of 40 feeds on a clock moved by hand, SQLite, purges included; `make bench`.

Feeds, reading, events, alerts, sending to the simulator and forgetting are the program's own. Polls leave no rows but
one a day and feed, so they are three hours apart. One reader in forty is there: what is kept of readers and of their
messages is counted forty times. After the month another passes in which nothing comes, and what is left stays for good.
"""

import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import make_url

from bot.domain.codes import Lang
from bot.domain.place import PlaceKind
from bot.simulator import FeedEntry
from bot.store.engine import Purpose, Store
from tests.benchmarks.test_busy_day import RALLY, STRIKE
from tests.journey.staging import RunningApp, running_app

pytestmark = pytest.mark.bench

BEGIN = datetime(2024, 6, 1, tzinfo=UTC)
OUTLETS = tuple(f"outlet{number:02}" for number in range(40))
DAYS, ARTICLES, EVENTS, STEP = 30, 300, 3, timedelta(hours=3)
READERS, ONE_IN = 10_000, 40
#: Reports of one event, each in the next step; a feed shows its newest entries.
REPORTS, SHOWN = 3, 40
MEGABYTE = 2**20
#: Kept of each reader or of each message.
OF_READERS = frozenset({"subscribers", "subscriptions", "deliveries", "deferred", "watches", "bursts"})
LANGS = (Lang.KK, Lang.RU, Lang.EN)
WORDS = (
    "акимат области сообщил завод открыл новый цех школа ремонт дорога урожай пшеница цена рынок банк курс тенге матч "
    "команда победа турнир погода снег ветер музей выставка концерт больница врачи вакцина поезд самолёт рейс граница "
    "экспорт нефть газ бюджет депутат закон проект университет студенты наука космос спутник озеро парк"
)


@dataclass(frozen=True)
class Disk:
    """Bytes of the used pages of each table, its indexes included, as if every reader were there."""

    tables: Mapping[str, int]

    @property
    def all(self) -> int:
        return sum(self.tables.values())


def disk(file: Path) -> Disk:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        asked = "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY 1"
        found = dict(connection.execute(asked))
    connection.close()
    return Disk({table: size * (ONE_IN if table in OF_READERS else 1) for table, size in found.items()})


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def other_news(chance: Random, number: int) -> tuple[str, str]:
    """A title and what a feed tells of an article that is about no protest."""
    words = WORDS.split()
    sentences = (" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(5))
    return f"{' '.join(chance.choices(words, k=6)).capitalize()} {number}", " ".join(sentences)


def protests(place: RunningApp, chance: Random) -> Iterator[tuple[int, str, str, str]]:
    """The reports of the month: step, outlet, title, text; the last of an event counts more people."""
    towns = [one for one in place.app.gazetteer.places.values() if one.kind is PlaceKind.CITY]
    for event in range(DAYS * EVENTS):
        step = event * int(timedelta(days=1) / STEP) // EVENTS
        here, day = chance.choice(towns), BEGIN + step * STEP
        said = f"on {day:%B} {day.day}"
        for turn, outlet in enumerate(chance.sample(OUTLETS, REPORTS)):
            text = (RALLY, STRIKE)[event % 2][turn].replace("on September 21", said)
            text = text.format(town=here.names[Lang.EN], n=20 + event + 5 * (turn == REPORTS - 1))
            yield step + turn, outlet, text.partition(f" {said}")[0], text


def coming(place: RunningApp) -> Mapping[int, list[tuple[str, str, str]]]:
    """What each step brings: outlet, title, text."""
    chance = Random(6)
    found: dict[int, list[tuple[str, str, str]]] = {}
    for step, outlet, title, text in protests(place, chance):
        found.setdefault(step, []).append((outlet, title, text))
    for number in range(DAYS * ARTICLES - DAYS * EVENTS * REPORTS):
        step = number * DAYS * int(timedelta(days=1) / STEP) // (DAYS * ARTICLES - DAYS * EVENTS * REPORTS)
        found.setdefault(step, []).append((chance.choice(OUTLETS), *other_news(chance, number)))
    return found


@dataclass
class Month:
    """The app and its files while a month goes by."""

    place: RunningApp
    file: Path
    names: dict[str, list[str]]
    log: int = 0

    async def enrol(self) -> None:
        """One reader in ten hears of the whole country, the others of one city each."""
        towns = [one.id for one in self.place.app.gazetteer.places.values() if one.kind is PlaceKind.CITY]
        for chat in range(1, READERS // ONE_IN + 1):
            await self.place.enrol(chat, LANGS[chat % 3], "kz" if chat % 10 == 0 else towns[chat % len(towns)])

    async def step(self, news: list[tuple[str, str, str]]) -> None:
        """Three hours, and all that the feeds bring in them."""
        self.place.day.at += STEP
        self.place.wire.at += STEP
        for number, (outlet, title, text) in enumerate(news):
            self._publish(outlet, f"{self.place.day():%j%H}-{number}", title, text)
        await self.place.app.round()
        while await self.place.app.store.read(lambda tx: tx.articles.unread_count()):
            await self.place.app.understand.round()
        await self.place.app.deliver.round()
        self.log = max(self.log, size(Path(f"{self.file}-wal")))

    def _publish(self, outlet: str, name: str, title: str, text: str) -> None:
        feeds, shown = self.place.simulator.feeds, self.names.setdefault(outlet, [])
        feeds.publish(outlet, FeedEntry(name, title, text, self.place.day(), text))
        shown.append(name)
        if len(shown) > SHOWN:
            feeds.withdraw(outlet, shown.pop(0))

    async def night(self) -> None:
        """What the schedule does each hour, here once a day."""
        await self.place.app.tidy()
        await self.place.app.close.round()
        await self.place.app.telegram.retention_sweep.round()


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")


def mb(size: float) -> str:
    return f"{size / MEGABYTE:.1f} MB"


async def test_a_year_fits_on_a_small_disk(sqlite_url: str, subscriber_key: str) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    file, began, used = Path(make_url(sqlite_url).database or ""), time.monotonic(), time.process_time()
    async with running_app(store, outlets=OUTLETS, begins=BEGIN) as place:
        month = Month(place, file, {})
        await month.enrol()
        await store.checkpoint()
        first, news = disk(file), coming(place)
        for step in range(DAYS * int(timedelta(days=1) / STEP)):
            await month.step(news.get(step, []))
            if place.day().hour == 0:
                await month.night()
        after, whole = disk(file), size(file)
        counted = counts(file)
        place.day.at += timedelta(days=32)
        place.wire.at += timedelta(days=32)
        await month.night()
        left = disk(file)
    store.close()
    say(f"a month took {time.monotonic() - began:.0f} s, {time.process_time() - used:.0f} s of a core")
    told(first, after, left, counted)
    say(f"the file as it is, with one reader in {ONE_IN}: {mb(whole)}; its log at most {mb(month.log)}")
    year = after.all + 11 * (left.all - first.all)
    say(f"a year: {mb(year)} (wanted: {mb(1024 * MEGABYTE)}); with the log {mb(year + month.log)}")
    assert counted["articles"] == DAYS * ARTICLES
    assert counted["deliveries"] > READERS // ONE_IN
    assert year + month.log <= 1024 * MEGABYTE


def counts(file: Path) -> Mapping[str, int]:
    """How many rows the tables have that a month fills."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        names = ("articles", "events", "versions", "deliveries")
        found = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608  # our own tables
    connection.close()
    return found


def told(first: Disk, after: Disk, left: Disk, counted: Mapping[str, int]) -> None:
    each = counted["deliveries"] * ONE_IN / READERS
    say(f"{counted['articles']} articles, {counted['events']} events, {counted['versions']} versions")
    say(f"{each:.1f} messages a reader, {READERS} readers")
    say(f"used at the start {mb(first.all)}, after the month {mb(after.all)}, of which {mb(left.all)} stay for good")
    for table, held in Counter(after.tables).most_common(8):
        say(f"    {table}: {mb(held)}, of which {mb(left.tables[table] - first.tables[table])} stay")
    news = sum(left.tables[name] - first.tables[name] for name in ("articles", "entries", "reports"))
    messages = left.tables["deliveries"] - first.tables["deliveries"]
    say(f"    bytes of an article that stay: {news / counted['articles']:.0f}")
    say(f"    bytes of a message that stay: {messages / (counted['deliveries'] * ONE_IN):.0f}")
