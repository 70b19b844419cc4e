"""Questions to editors over time: six rings an hour, one list in the morning, and a kill before and after the tap."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, build_app
from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.installation import SteadyClock
from bot.resources import load_resources
from bot.simulator import FeedEntry, HistoryKind, Simulator, figures, running
from bot.store.engine import Purpose, Store
from tests.domain.making import NOON
from tests.journey.desk import ground_of
from tests.journey.staging import DOUBTFUL, EDITOR, HERALD, MORNING, RunningApp, running_app
from tests.patience import GUARD

READERS = range(1, 31)
CITIES = ("Almaty", "Aktobe", "Taraz", "Semey", "Pavlodar", "Kostanay", "Oral", "Shymkent")
RALLY = "Several hundred people held a rally in {} on September {} against the elections."
#: 02:00 in Almaty, and the morning after it.
NIGHT = datetime(2019, 9, 21, 20, tzinfo=UTC)


def rally(place: RunningApp, city: str, day: int = 21) -> None:
    place.publish(city, f"People held a rally in {city}", RALLY.format(city, day))


async def test_editors_are_rung_six_times_an_hour_and_told_how_many_wait(store: Store) -> None:
    async with running_app(store, thresholds=DOUBTFUL) as place:
        await place.enrol(EDITOR, Lang.EN)
        for city in CITIES:
            rally(place, city)
        await place.app.round()
        rings = place.heard(EDITOR)
        assert len(rings) == 6
        assert "2 more questions wait: /queue" in rings[-1].text
        assert "Questions that wait: 8" in (await place.ask(EDITOR, "/queue")).text
        await place.pass_time(minutes=59)
        assert len(place.heard(EDITOR)) == 7
        await place.pass_time(minutes=2)
        assert len(place.heard(EDITOR)) == 9


async def test_the_morning_has_one_list_and_what_is_published_then_says_last_night(store: Store) -> None:
    async with running_app(store, thresholds=DOUBTFUL, begins=NIGHT) as place:
        await place.enrol(EDITOR, Lang.EN)
        await place.enrol(1, Lang.KK, "almaty")
        rally(place, "Almaty")
        await place.app.round()
        await place.pass_time(hours=4, minutes=59)
        assert len(place.heard(EDITOR)) == 1
        await place.pass_time(minutes=2)
        assert place.heard(EDITOR)[-1].text.startswith("1 question waits for an editor.")
        await place.pass_time(minutes=30)
        assert len(place.heard(EDITOR)) == 2
        await place.tap(EDITOR, "q:publish:1")
        await place.app.round()
        assert "Өткен түнде хабарланған." in place.heard(1)[-1].text


def fill(store: Store) -> None:
    with store.writing() as tx:
        for chat in (*READERS, EDITOR):
            subscriber = tx.subscribers.open(chat, Lang.EN)
            places = frozenset({"almaty"}) if chat in READERS else frozenset()
            tx.subscribers.save(replace(subscriber, places=places), NOON)


@asynccontextmanager
async def killed(*arguments: str) -> AsyncIterator[None]:
    """A service that runs inside the block and is killed at its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.journey.desk", *arguments, cwd=Path(__file__).parents[2]
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def until(simulator: Simulator, condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(GUARD):
        await simulator.record.until(condition)


async def tapped(simulator: Simulator) -> None:
    message = next(m for m in simulator.people.history(EDITOR) if m.has_button("q:publish:1"))
    async with asyncio.timeout(GUARD):
        await simulator.people.press(EDITOR, message.message_id, "q:publish:1").answered()


class Later(SteadyClock):
    """Five minutes on: what the dead process had leased is free again."""

    def now(self) -> datetime:
        return super().now() + timedelta(minutes=5)


@pytest.mark.parametrize("killed_when", ["asked", "tapped"])
async def test_a_kill_loses_no_answer_and_tells_nobody_twice(
    database_url: str, subscriber_key: str, killed_when: str
) -> None:
    store = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    fill(store)
    simulator = Simulator(lambda: datetime.now(UTC), repeat_wait=0)
    simulator.feeds.create("herald", title="herald", language="en")
    text = RALLY.format("Almaty", 21)
    simulator.feeds.publish("herald", FeedEntry("a1", "People held a rally in Almaty", text, MORNING, text))
    for chat in (*READERS, EDITOR):
        simulator.people.join(chat, "Sample reader", started=True)
    async with running(simulator) as address:
        async with killed(database_url, subscriber_key, simulator.token, address.root):
            await until(simulator, lambda: bool(simulator.record.acts(HistoryKind.SENT, chat_id=EDITOR)))
            if killed_when == "tapped":
                await tapped(simulator)
        installation = ground_of(store, simulator.token, address.root, Later(), MORNING)
        resources = load_resources((HERALD,))
        resources = replace(resources, known=replace(resources.known, thresholds=DOUBTFUL))
        async with build_app(installation, resources) as app, app.telegram.online(receive=True):
            if killed_when == "asked":
                await tapped(simulator)
            await settled(app, simulator)
    with store.reading() as tx:
        counts = tx.deliveries.counts()
    store.close()
    told = figures.sends_per_chat(simulator.record)
    assert max(told.get(chat, 0) for chat in READERS) == 1
    assert counts[DeliveryState.SENT] + counts[DeliveryState.DOUBTFUL] == len(READERS)
    assert counts[DeliveryState.DOUBTFUL] == 0 or killed_when == "tapped"
    questions = [m for m in simulator.people.history(EDITOR) if m.from_bot and m.text.startswith("Question 1")]
    assert "published" in questions[-1].text


async def settled(app: App, simulator: Simulator) -> None:
    """Until the question says how it ended and nothing is left to be told."""
    await app.round()
    while not simulator.record.acts(HistoryKind.EDITED, chat_id=EDITOR):
        await app.round()
    await app.round()
