"""The service with an encoder that is absent for a while: nothing is lost, and what could change is read again."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import resources
from bot.cli.check import _stored
from bot.domain.article import Article, Entry
from bot.domain.codes import Lang
from bot.domain.decision import Decision, Thresholds
from bot.domain.feed import Feed
from bot.domain.vector import DIMENSIONS
from bot.encoder import Encoder
from bot.reading.reader import Reader
from bot.reading.score import ENCODER, Encoded, Logistic, OverVector
from bot.services.events.expire import MATCHING_WINDOW, ExpireEvents
from bot.services.operations.metrics import MetricsReader
from bot.services.understanding.read_with_encoder import ReadWithEncoder
from bot.services.understanding.understand import Understand
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.encoder.workers import LIMITS, Moments, command

KNOWN = resources.load()
NEWS = "Около ста жителей вышли на митинг в Алматы и потребовали отставки акима."
LIMITS_OF_PUBLISHING = Thresholds(ask=0.2, push=0.6, publish=dict.fromkeys(Lang, 0.7))


@dataclass
class Desk:
    """A service whose worker's program can be put in its place and taken away."""

    store: Store
    folder: Path
    clock: FakeClock
    moments: Moments
    understand: Understand

    def repair(self) -> None:
        """The worker's program is there, and the time of rest is over."""
        (self.folder / "missing.py").write_text(Path(command(self.folder)[-1]).read_text(encoding="utf-8"))
        self.moments.seconds += LIMITS.longest_rest + 1

    def collect(self, text: str = NEWS) -> None:
        with self.store.writing() as tx:
            tx.feeds.sync((Feed("arna", "https://arna.example/rss", "arna"),), self.clock.now)
            article = Article("a", "Митинг в Алматы", text, "https://arna.example/a", "arna", None, self.clock.now)
            tx.articles.add("arna", Entry("a", article.url, article.title, text), article, self.clock.now)

    async def round(self) -> list[Decision]:
        self.clock.advance(minutes=1)
        return [one.judged.decision for one in await self.understand.round()]

    def lacking(self) -> tuple[int, ...]:
        with self.store.reading() as tx:
            return tx.vectors.lacking(9)

    def signs(self) -> list[str]:
        with self.store.reading() as tx:
            return [sign.text for sign in tx.warnings.all() if sign.mild]

    def questions(self) -> int:
        with self.store.reading() as tx:
            return len(tx.reviews.open())


def reader(rules: float) -> Reader:
    """By its rules an event has these log-odds; with any vector it is certain."""
    whole, title = OverVector(0.0, (1.0, *[0.0] * (DIMENSIONS - 1))), OverVector(0.0, (0.0,) * DIMENSIONS)
    with_vector = Logistic(0.0, {ENCODER: 1.0})
    scores = replace(
        KNOWN.scores, event=Logistic(rules, {}), encoder=Encoded(whole, title), encoded=with_vector, worth=0.05
    )
    return replace(KNOWN, scores=scores).reader()


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def encoder(tmp_path: Path, moments: Moments) -> Iterator[Encoder]:
    one = Encoder((sys.executable, "-I", str(tmp_path / "missing.py")), LIMITS, now=moments)
    yield one
    one.close()


@pytest.fixture
def desk(store: Store, tmp_path: Path, clock: FakeClock, moments: Moments, encoder: Encoder) -> Desk:
    return Desk(store, tmp_path, clock, moments, understanding(store, clock, encoder, -0.8))


def understanding(store: Store, clock: FakeClock, encoder: Encoder, rules: float) -> Understand:
    reading, limits = reader(rules), LIMITS_OF_PUBLISHING
    with_encoder = ReadWithEncoder(reading, encoder)
    return Understand(store, reading.read, KNOWN.names, clock, thresholds=limits, with_encoder=with_encoder)


async def test_what_was_asked_about_without_the_encoder_is_read_again_when_it_is_back(desk: Desk) -> None:
    desk.collect()
    assert await desk.round() == [Decision.ASK]
    assert desk.lacking() == (1,)
    assert desk.questions() == 1
    # it rests: operators see why, nobody is asked again
    assert await desk.round() == []
    assert desk.signs() == ["the worker ended with status 2"]
    desk.repair()
    assert await desk.round() == [Decision.PUBLISH]
    assert desk.lacking() == ()
    assert desk.questions() == 0
    assert await desk.round() == []
    assert desk.signs() == []
    with desk.store.reading() as tx:
        assert tx.vectors.of_articles([1])[1][0] > 0
        event = tx.events.get(1)
        assert event is not None
        assert not event.retracted


async def test_absence_is_shown_to_operators_and_stops_nothing(desk: Desk) -> None:
    desk.collect()
    await desk.round()
    await desk.round()
    stopped, missing = await MetricsReader(desk.store, desk.clock, _Wire(desk.clock)).said()
    assert stopped == ""
    assert missing == "encoder: the worker ended with status 2"
    (finding,) = [one for one in _stored(desk.store) if one.text.startswith("encoder")]
    assert finding.odd
    assert not finding.wrong


@dataclass(frozen=True)
class _Wire:
    clock: FakeClock

    def now(self) -> datetime:
        return self.clock.now

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


async def test_what_the_rules_published_alone_stays_as_it_is(desk: Desk, encoder: Encoder) -> None:
    desk.understand = understanding(desk.store, desk.clock, encoder, 3.0)
    desk.collect()
    assert await desk.round() == [Decision.PUBLISH]
    assert desk.lacking() == ()


async def test_a_text_that_ends_every_worker_is_tried_three_times_more(desk: Desk) -> None:
    desk.collect(f"{NEWS} die")
    decisions = []
    for _ in range(8):
        decisions += await desk.round()
        desk.repair()
    assert decisions == [Decision.ASK] * 4
    assert desk.lacking() == ()


async def test_a_vector_goes_with_the_matching_window(desk: Desk) -> None:
    desk.collect()
    desk.repair()
    assert await desk.round() == [Decision.PUBLISH]
    desk.clock.now += MATCHING_WINDOW + timedelta(days=1)
    await ExpireEvents(desk.store, desk.clock).round()
    with desk.store.reading() as tx:
        assert tx.vectors.of_articles([1]) == {}
