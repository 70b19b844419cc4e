"""A busy hour as in January 2022: 30 outlets, 1,600 articles, 200 events an hour. The caps lose no alert of it.

And what the caps cost: the same hours are played with and without them, by turns, and the seconds compared.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.article import Article, Entry
from bot.domain.codes import Lang
from bot.domain.event import Change
from bot.domain.feed import Feed
from bot.domain.fingerprint import Fingerprint
from bot.domain.place import PlaceKind
from bot.domain.report import Report
from bot.domain.review import ReviewReason
from bot.services.understanding.understand import Understand
from bot.store import migrate, tables
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.journey.staging import MORNING, RunningApp, running_app

pytestmark = pytest.mark.bench

OUTLETS = tuple(f"outlet{number:02}" for number in range(30))
ARTICLES, EVENTS, AN_HOUR, STEP = 1600, 230, 200, 5
READERS = {1: Lang.EN, 2: Lang.RU, 3: Lang.KK}
RALLY = (
    (
        "People held a rally against the elections in {town} on September 21. Police detained {n} people, the Interior "
        "Ministry said."
    ),
    (
        "An opposition rally against the elections was held in {town} on September 21. {n} protesters were detained, "
        "according to the Interior Ministry. The square was closed to traffic until the evening."
    ),
    (
        "People of {town} came to a rally against the elections on September 21 and asked for a new vote; the Interior "
        "Ministry reported {n} detained. Shops in the centre stayed open."
    ),
    (
        "Voters rallied in {town} on September 21 against the elections. Buses took {n} detained people away, said the "
        "Interior Ministry, which called the gathering illegal."
    ),
    (
        "Hundreds joined a rally against the elections in {town} on September 21. The Interior Ministry put those "
        "detained at {n}. Observers counted three speakers."
    ),
    (
        "A crowd held a rally in {town} on September 21, angry about the elections. The number of detained was {n}, "
        "the Interior Ministry told reporters in the capital."
    ),
    (
        "Police broke up a rally against the elections in {town} on September 21 and detained {n} people, the Interior "
        "Ministry said at noon. Nobody had applied for a permit."
    ),
)
STRIKE = tuple(
    f"{who} went on strike in {{town}} on September 21, demanding higher pay. {more}"
    for who, more in (
        ("Miners", "Managers promised talks by Monday."),
        ("Coal miners", "Work stopped at two shafts in the night, the union said."),
        ("Workers of a mine", "Their wages have not been raised for three years."),
        ("Miners of the first shift", "Buses that were to bring the second one left empty."),
        ("The miners", "The akimat sent a commission, and the owner asked for patience."),
        ("About a hundred miners", "Families brought food to the gate in the afternoon."),
        ("Underground workers, miners most of them,", "They want the bonus of last year as well."),
    )
)


@dataclass(frozen=True)
class Played:
    """What came of one play, and how long understanding and expanding took."""

    events: int
    told: int
    waiting: tuple[ReviewReason, ...]
    quiet: int
    seconds: float


def articles(place: RunningApp) -> Iterator[tuple[str, str, str, datetime]]:
    """Outlet, title, text and moment of each: the events begin evenly, and six more outlets follow each of them."""
    towns = [one for one in place.app.gazetteer.places.values() if one.kind in {PlaceKind.CITY, PlaceKind.SETTLEMENT}]
    told = []
    for event in range(EVENTS):
        here, texts = towns[event % len(towns)], (RALLY, STRIKE)[event // len(towns)]
        begins = MORNING + timedelta(hours=event / AN_HOUR)
        for turn, text in enumerate(texts):
            outlet = OUTLETS[(event * 7 + turn * 4) % len(OUTLETS)]
            what = text.format(town=here.names[Lang.EN], n=20 + event)
            told.append((outlet, what.partition(" on September")[0], what, begins + timedelta(minutes=3 * turn)))
    yield from sorted(told, key=lambda one: one[3])[:ARTICLES]


def publish(tx: Tx, number: int, told: tuple[str, str, str, datetime]) -> None:
    outlet, title, text, at = told
    url = f"https://{outlet}.example/{number}"
    article = Article(str(number), title, text, url, outlet, Lang.EN, at)
    tx.articles.add(outlet, Entry(str(number), url, title, text, at), article, at)


def without_caps(tx: Tx) -> None:
    tx.alerts._connection.execute(update(tables.alerts).values(outlet=""))


@dataclass
class Desk:
    """Reads each article once for all plays, and says how long that took."""

    stage: Understand
    kept: dict[str, tuple[Report, Fingerprint]] = field(default_factory=dict)
    seconds: float = 0.0

    def read(self, article: Article) -> Report:
        if article.id not in self.kept:
            begun = time.process_time()
            report = self.stage.read(article)
            hashed = self.stage.hashed
            assert hashed
            self.kept[article.id] = report, hashed(article, report.lang)
            self.seconds += time.process_time() - begun
        return self.kept[article.id][0]

    def hashed(self, article: Article, _lang: str) -> Fingerprint:
        return self.kept[article.id][1]


async def play(store: Store, desk: list[Desk], *, caps: bool) -> Played:
    async with running_app(store, outlets=OUTLETS) as place:
        for chat, lang in READERS.items():
            await place.enrol(chat, lang, "kz")
        feeds = [Feed(outlet, f"https://{outlet}.example/rss", outlet) for outlet in OUTLETS]
        await store.write(lambda tx: tx.feeds.sync(feeds, place.day()))
        stage = place.app.understand
        if not desk:
            desk.append(Desk(stage))
        (reads,) = desk
        stage = replace(stage, rules=replace(stage.rules, budgets=caps), read=reads.read, hashed=reads.hashed)
        coming, seconds = list(enumerate(articles(place))), 0.0
        for number, (outlet, title, text, at) in coming:
            reads.read(Article(str(number), title, text, "", outlet, Lang.EN, at))
        while coming:
            place.day.at += timedelta(minutes=STEP)
            now = [one for one in coming if one[1][3] <= place.day()]
            coming = coming[len(now) :]
            for number, told in now:
                await store.write(partial(publish, number=number, told=told))
            begun = time.process_time()
            await stage.round()
            if not caps:
                await store.write(without_caps)
            await place.app.deliver.expand()
            seconds += time.process_time() - begun
        return counted(store, seconds)


def counted(store: Store, seconds: float) -> Played:
    with store.reading() as tx:
        events = [event.id for event in tx.events.newest(999) if not event.redirect]
        alerts = tx.alerts._connection.execute(tables.alerts.select()).all()
        acts = tx.alerts._connection.execute(tables.deliveries.select()).all()
        told = {alert.event_id for alert in alerts if alert.change is Change.NEW}
        reasons = tuple(review.reason for review in tx.reviews.open(9999))
        return Played(len(events), len(told), reasons, sum(act.quiet for act in acts), seconds)


def say(text: str) -> None:
    sys.stdout.write(f"\n{text}")


async def test_a_busy_hour_loses_no_alert_and_is_hardly_slowed(
    tmp_path: Path, subscriber_key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    runs: dict[bool, list[Played]] = {True: [], False: []}
    desk: list[Desk] = []
    for number, caps in enumerate((True, False, False, True)):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        migrate.upgrade(url, Purpose.LIVE)
        store = Store.open(url, subscriber_key, purpose=Purpose.LIVE)
        runs[caps].append(await play(store, desk, caps=caps))
        store.close()
    ours, bare = (min(run.seconds for run in runs[caps]) for caps in (True, False))
    one = runs[True][0]
    reading = desk[0].seconds
    capsys.readouterr()
    with capsys.disabled():
        say(f"{one.events} events, {one.told} told, {one.quiet} acts without a sound, {len(one.waiting)} questions")
        say(f"reading {reading:.1f} s, then with caps {ours:.1f} s, without {bare:.1f} s")
        say(f"slowed by {(reading + ours) / (reading + bare) - 1:+.1%}")
    assert ReviewReason.OVER_BUDGET not in one.waiting
    assert one.told == runs[False][0].told
    assert one.quiet <= len(READERS) * 3
