"""What rings: a new place of one's own is a message and no silent edit; a digest that waits is not put off."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.codes import DigestPace, Lang
from bot.domain.event import Change, Version
from bot.domain.place import PlaceRef
from bot.domain.subscriber import Watch
from bot.store.engine import Store
from tests.delivery.staging import HandWire, RunningDelivery, running_delivery

ONE_CITY, TWO_CITIES, FOLLOWER = 1, 2, 3


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    async with running_delivery(store, wire=HandWire()) as place:
        for chat, places in ((ONE_CITY, ["almaty"]), (TWO_CITIES, ["almaty", "astana"]), (FOLLOWER, ["konaev"])):
            place.simulator.people.join(chat, "Sample reader", started=True)
            place.app.enrol([chat], *places)
        yield place


def wider(place: RunningDelivery, version: Version) -> None:
    """The event is told of in Astana too; nothing else is new."""
    facts = replace(version.facts, places=(*version.facts.places, PlaceRef("astana")))
    with place.app.store.writing() as tx:
        at = place.app.minute(version)
        tx.alerts.add(tx.events.add_version(version.event, Change.UPDATE, facts, at, major=False, reasons=()))


async def later(place: RunningDelivery, **by: float) -> None:
    place.app.day.at += timedelta(**by)
    place.app.wait(timedelta(**by))
    await place.app.round()


async def test_a_new_city_of_a_readers_own_is_a_message_and_to_others_a_silent_edit(place: RunningDelivery) -> None:
    event = place.app.news("almaty")
    await place.app.round()
    wider(place, event)
    await later(place, minutes=1)
    await later(place, minutes=1)
    (only,) = place.heard(ONE_CITY)
    first, second = place.heard(TWO_CITIES)
    assert only.edited
    assert second.text.startswith("Astana · now a protest here too")
    assert second.reply_to == first.message_id
    assert first.text == only.text
    assert all("Astana" in message.text for message in (first, second))


async def test_who_follows_an_event_is_told_of_a_change_wherever_it_is(place: RunningDelivery) -> None:
    event = place.app.news("almaty")
    await place.app.round()
    with place.app.store.writing() as tx:
        follower = tx.subscribers.by_chat(FOLLOWER)
        assert follower is not None
        tx.watches.set(follower.id, event.event, Watch.FOLLOW, place.app.day())
    place.app.changed(event, major=False)
    await later(place, minutes=1)
    assert [message.text.split(":")[0] for message in place.heard(FOLLOWER)] == ["Almaty"]
    with place.app.store.writing() as tx:
        assert tx.watches.purge(place.app.day() + timedelta(days=1), 9) == 1


@pytest.mark.parametrize("hour", [9, 18])
async def test_a_digest_that_waits_is_not_put_off_by_new_versions(place: RunningDelivery, hour: int) -> None:
    with place.app.store.writing() as tx:
        reader = tx.subscribers.by_chat(ONE_CITY)
        assert reader is not None
        tx.subscribers.save(replace(reader, lang=Lang.EN, pace=DigestPace.DAILY, daily_hour=hour), place.app.day())
    place.app.day.at = datetime(2026, 11, 22, hour - 6, 59, tzinfo=UTC)  # a minute before it in Almaty
    event = place.app.news("almaty")
    await place.app.deliver.expand()
    place.app.day.at += timedelta(minutes=2)
    place.app.wait(timedelta(minutes=2))
    place.app.changed(event)
    await place.app.round()
    (told,) = place.heard(ONE_CITY)
    assert told.text.startswith("Almaty: ")
