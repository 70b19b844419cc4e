"""The door for machines: what health and metrics say, and where they listen."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

import bot
from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.errors import BadConfiguration
from bot.domain.feed import Feed, FeedState, PollFault
from bot.encoder import Encoder
from bot.services.operations.metrics import PATIENCE, Disk, Metrics, MetricsReader, complaint
from bot.services.operations.progress import ProcessPart
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.web import ListenAddress, serving, written
from tests.conftest import FakeClock

LONG = PATIENCE + timedelta(minutes=5)


class Wire:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError(seconds)


@pytest.mark.parametrize(
    ("metrics", "said"),
    [
        (Metrics(), ""),
        (Metrics(feeds=3, asked=3, answering=1), ""),
        (Metrics(feeds=3, asked=3, answering=0), "none of 3 feeds answers"),
        (Metrics(ages={"feeds": PATIENCE}), ""),
        (Metrics(ages={"feeds": LONG}), "feeds that are due wait since 20 minutes"),
        (Metrics(ages={"articles": LONG}), "articles to be read wait since 20 minutes"),
        (Metrics(ages={"updates": LONG}), "questions of readers wait since 20 minutes"),
        (Metrics(ages={"deliveries": LONG}), "messages to readers wait since 20 minutes"),
        (Metrics(ages={"deliveries": LONG}, quiet=timedelta(seconds=1)), ""),
        (Metrics(ages={"deliveries": LONG}, quiet=timedelta(days=1)), "messages to readers wait since 20 minutes"),
        (Metrics(warnings=("receiving: gone",)), "receiving: gone"),
        (Metrics(refusing={"Chat not found": 9}), ""),
        (
            Metrics(channels={"": 1, "Chat not found": 1}),
            "2 channels take no messages: the bot was removed (1), Chat not found (1)",
        ),
    ],
)
def test_one_line_says_what_has_stopped(metrics: Metrics, said: str) -> None:
    assert complaint(metrics) == said


def test_the_figures_are_named_for_prometheus() -> None:
    text = written(
        Metrics(
            feeds=4,
            asked=4,
            answering=3,
            faults={"timeout": 1},
            queues={"articles": 7},
            ages={"articles": timedelta(minutes=1)},
            deliveries={DeliveryState.SENT: 5},
            refusing={"Chat not found": 2},
        )
    ).decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines == [
        "protest_alerts_feeds 4.0",
        "protest_alerts_feeds_answering 3.0",
        "protest_alerts_feeds_answering_ratio 0.75",
        'protest_alerts_feed_faults{fault="timeout"} 1.0',
        'protest_alerts_queue_length{queue="articles"} 7.0',
        'protest_alerts_oldest_waiting_seconds{queue="articles"} 60.0',
        'protest_alerts_deliveries{state="sent"} 5.0',
        'protest_alerts_chats_refusing{kind="chat"} 2.0',
        'protest_alerts_chats_refusing{kind="channel"} 0.0',
        "protest_alerts_healthy 1.0",
    ]


def test_the_example_rules_ask_for_figures_that_there_are() -> None:
    rules = (Path(bot.__file__).parents[1] / "deploy" / "alerts.yml").read_text(encoding="utf-8")
    full = Metrics(
        since={"update": LONG},
        pace=28.0,
        disk=Disk(1, 2),
        ages={"deliveries": LONG},
        queues={"reviews": 1},
        encoder=Encoder().figures(),
    )
    named = {line.split()[2] for line in written(full).decode().splitlines() if line.startswith("# TYPE")}
    asked = set(re.findall(r"protest_alerts_[a-z_]+", rules))
    assert asked
    assert asked <= named


async def test_what_is_live_ready_and_wrong_is_told_apart(watch: MetricsReader, store: Store) -> None:
    async with serving(ListenAddress(), watch) as place:
        assert await answer(place, "/health/live") == (200, "alive")
        assert await answer(place, "/health/ready") == (503, "not connected to Telegram yet")
        watch.progress.begin([ProcessPart.SEND])
        assert await answer(place, "/health/ready") == (200, "ready")
        await store.write(lambda tx: tx.warnings.show("receiving", "gone", Wire().now()))
        status, text = await answer(place, "/health.json")
        details = json.loads(text)
        assert status == 503
        assert (details["well"], details["live"], details["why"]) == (False, True, "receiving: gone")
        assert details["troubles"] == {"no_updates": "receiving: gone"}
        assert set(details["seconds_since"]) == {"send"}


@pytest.fixture
def watch(store: Store, clock: FakeClock) -> MetricsReader:
    return MetricsReader(store, clock, Wire())


async def answer(place: ListenAddress | None, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{place}{path}") as response:
        return response.status, (await response.text()).strip()


def polled(state: FeedState, now: datetime, fault: PollFault | None) -> FeedState:
    success = None if fault else now
    return replace(state, asked_at=now, due_at=now + timedelta(hours=1), last_success=success, fault=fault)


async def test_health_and_metrics_are_those_of_the_database(
    watch: MetricsReader, store: Store, clock: FakeClock
) -> None:
    feeds = [Feed(name, f"https://{name}.example/rss", name) for name in ("arna", "beta", "idle")]
    faults = {"arna": None, "beta": PollFault.TLS}

    def work(tx: Tx) -> None:
        tx.feeds.sync(feeds, clock())
        tx.feeds.save_all([polled(s, clock(), faults[s.feed.id]) for s in tx.feeds.all() if s.feed.id in faults])
        tx.feeds.pause("idle", paused=True)

    await store.write(work)
    async with serving(ListenAddress(), watch) as place:
        assert await answer(place, "/health") == (200, "well")
        status, text = await answer(place, "/metrics")
        assert status == 200
        assert "protest_alerts_feeds_answering_ratio 0.5" in text
        assert 'protest_alerts_feed_faults{fault="tls"} 1.0' in text
        clock.advance(hours=2)
        assert await answer(place, "/health") == (503, "feeds that are due wait since 60 minutes")
        await store.write(lambda tx: tx.warnings.show("receiving", "another program receives", clock()))
        assert await answer(place, "/health") == (503, "receiving: another program receives")
        assert (await answer(place, "/"))[0] == 404


async def test_health_counts_chats_that_take_no_messages_and_stops_for_a_channel(
    watch: MetricsReader, store: Store
) -> None:
    def refused(tx: Tx, chat: int, *, channel: bool) -> None:
        one = tx.subscribers.open(chat, Lang.RU, channel=channel)
        tx.subscribers.refuse(one.id, "Chat not found", Wire().now())

    await store.write(lambda tx: refused(tx, 1, channel=False))
    async with serving(ListenAddress(), watch) as place:
        assert await answer(place, "/health") == (200, "well\n1 chat takes no messages: Chat not found (1)")
        await store.write(lambda tx: refused(tx, -1001, channel=True))
        status, text = await answer(place, "/health")
        assert (status, text.splitlines()[0]) == (503, "1 channel takes no messages: Chat not found (1)")
        assert 'chats_refusing{kind="channel"} 1.0' in (await answer(place, "/metrics"))[1]


async def test_nothing_listens_unless_told(watch: MetricsReader) -> None:
    async with serving(None, watch) as place:
        assert place is None


async def test_a_place_that_is_taken_is_one_line(watch: MetricsReader) -> None:
    async with serving(ListenAddress(), watch) as place:
        assert place
        with pytest.raises(BadConfiguration, match=rf"WEB_ADDRESS: 127\.0\.0\.1:{place.port}: "):
            async with serving(place, watch):
                pass


def test_a_sign_holds_from_its_first_moment_until_it_is_taken_down(store: Store, clock: FakeClock) -> None:
    first = clock()
    with store.writing() as tx:
        tx.warnings.show("receiving", "gone", first)
        tx.warnings.show("receiving", "gone", clock.advance(hours=1))
        (sign,) = tx.warnings.all()
        assert (sign.text, sign.since) == ("gone", first)
        tx.warnings.show("receiving", "elsewhere", clock())
        (sign,) = tx.warnings.all()
        assert (sign.text, sign.since) == ("elsewhere", clock())
        tx.warnings.show("receiving", "", clock())
        assert tx.warnings.all() == ()
