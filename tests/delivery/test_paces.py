"""Readers who want no news at once: digests on the hour or in the morning, and corrections all the same at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.codes import DigestPace, Lang
from bot.domain.delivery import DeliveryState
from bot.domain.digest_hours import waits
from bot.domain.event import Change
from bot.store.engine import Store
from tests.delivery.staging import HandWire, RunningDelivery, running_delivery

READER, OTHER = 1, 2


@pytest.mark.parametrize(
    ("now", "hourly", "daily"),
    [  # in Almaty 5 hours later, since 1 March 2024
        (datetime(2026, 11, 22, 7, 10, tzinfo=UTC), timedelta(minutes=50), timedelta(hours=20, minutes=50)),
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), timedelta(hours=1), timedelta(hours=1)),
        (datetime(2026, 11, 22, 4, 0, tzinfo=UTC), timedelta(hours=1), timedelta(days=1)),
        (datetime(2026, 11, 22, 19, 30, tzinfo=UTC), timedelta(minutes=30), timedelta(hours=8, minutes=30)),
    ],
)
def test_digests_go_out_on_the_hour_and_at_nine_in_almaty(now: datetime, hourly: timedelta, daily: timedelta) -> None:
    assert waits(now) == {DigestPace.NOW: timedelta(), DigestPace.HOURLY: hourly, DigestPace.DAILY: daily}


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    async with running_delivery(store, wire=HandWire(), receive=True) as place:
        place.join(READER, OTHER, places=("almaty",))
        place.app.day.at = datetime(2026, 11, 22, 7, 10, tzinfo=UTC)
        yield place


async def choose(place: RunningDelivery, pace: str) -> str:
    """The reader chooses by the buttons of /pace."""
    before = len(place.heard(READER))
    place.simulator.people.say(READER, "/pace")
    await place.until(lambda: len(place.heard(READER)) > before)
    question = place.heard(READER)[-1]
    data = f"set:pace:{pace}:9" if pace == "daily" else f"set:pace:{pace}"
    await place.simulator.people.press(READER, question.message_id, data).answered()
    return place.heard(READER)[-1].text


async def later(place: RunningDelivery, **by: float) -> None:
    place.app.day.at += timedelta(**by)
    place.app.wait(timedelta(**by))
    await place.app.round()


def news(place: RunningDelivery, chat: int = READER) -> list[str]:
    """What came beside the conversation about the pace."""
    said = ("Settings", "How often shall we write")
    return [message.text for message in place.heard(chat) if not message.text.startswith(said)]


@pytest.mark.parametrize(("pace", "hours"), [("hourly", 1), ("daily", 21)])
async def test_news_comes_in_one_message_when_its_time_has_come(place: RunningDelivery, pace: str, hours: int) -> None:
    assert "How often" in await choose(place, pace)
    for _ in range(3):
        place.app.news()
        await place.app.round()
    assert (len(news(place)), len(news(place, OTHER))) == (0, 3)
    await later(place, hours=hours, minutes=-11)
    assert news(place) == []
    await later(place, minutes=2)
    (digest,) = news(place)
    assert sum("/event_" in line for line in digest.splitlines()) == 3
    assert "/pace" in digest
    assert "too much news" not in digest


async def test_one_event_comes_as_itself_and_is_not_called_late(place: RunningDelivery) -> None:
    await choose(place, "daily")
    place.app.news()
    await place.app.round()
    await later(place, hours=21)
    (told,) = news(place)
    assert not told.startswith(("Delayed", "Several"))


async def test_a_correction_waits_for_no_digest(place: RunningDelivery) -> None:
    event = place.app.news()
    await place.app.round()
    await choose(place, "daily")
    await later(place, seconds=2)
    place.app.changed(event, Change.CORRECTION)
    await place.app.round()
    assert news(place)[-1].startswith("Correction")


async def test_an_update_waits_and_a_correction_of_it_says_only_what_was_told(place: RunningDelivery) -> None:
    event = place.app.news()
    await place.app.round()
    await choose(place, "hourly")
    await later(place, seconds=2)
    update = place.app.changed(event)
    await place.app.round()
    assert [text.startswith("Almaty · ") for text in news(place)] == [False]
    place.app.changed(update, Change.RETRACTION)
    await place.app.round()
    await later(place, hours=2)
    assert [text.split()[0] for text in news(place)] == ["Message", "Retraction"]


async def test_who_wants_to_be_told_at_once_again_gets_what_waited(place: RunningDelivery) -> None:
    await choose(place, "daily")
    place.app.news()
    await place.app.round()
    place.app.day.at = place.app.wire.now()
    await choose(place, "now")
    await place.app.round()
    assert len(news(place)) == 1
    assert place.app.counts() == {DeliveryState.SENT: 2}


@pytest.mark.parametrize("lang", list(Lang))
async def test_the_pace_is_asked_for_in_each_language(place: RunningDelivery, lang: Lang) -> None:
    place.app.enrol([READER], "almaty", lang=lang)
    await choose(place, "daily")
    with place.app.store.reading() as tx:
        reader = tx.subscribers.by_chat(READER)
    assert reader is not None
    question = place.app.telegram.wording.paces(replace(reader, lang=lang))
    marked = [button.data for row in question.buttons for button in row if button.label.startswith("✓")]
    assert marked == ["set:pace:daily:9"]
