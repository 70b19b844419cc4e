"""/map: the country by regions or a place by months, as a picture whose caption says all that it shows."""

import struct
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.codes import Lang
from bot.domain.feed import FeedDay
from bot.record.picture import Photo
from bot.services.readers.maps import Maps
from bot.simulator import ChatMessage
from bot.store.engine import Store
from tests.journey.staging import MORNING, RunningApp, running_app
from tests.record.staging import DAY, RALLY, STRIKING

READERS = {1: Lang.KK, 2: Lang.RU, 3: Lang.EN}
PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store) as place:
        for chat, lang in READERS.items():
            await place.enrol(chat, lang, "almaty")
        with store.writing() as tx:
            tx.events.create(RALLY, MORNING)
            tx.events.create(replace(RALLY, places=RALLY.places[:1]), MORNING)
            tx.events.create(replace(STRIKING, span=RALLY.span), MORNING)
            held = tx.events.create(RALLY, MORNING)
            tx.events.hold(held.event, held=True)
            tx.coverage.count([FeedDay("herald", "herald", DAY, 2, 1)])
        yield place


def picture(place: RunningApp, message: ChatMessage) -> bytes:
    content = place.simulator.pictures.get(message.extra["photo"][0]["file_id"])
    assert content is not None
    assert content.startswith(PICTURE)
    return content


async def test_the_country_is_shown_by_regions_and_said_in_each_language(place: RunningApp) -> None:
    said = {lang: (await place.ask(chat, "/map")).body.text.splitlines() for chat, lang in READERS.items()}
    assert said[Lang.EN][0] == "Protests by region"
    assert {"Almaty: 2", "Astana: 1", "Mangystau Region: 1"} <= set(said[Lang.EN])
    assert {"Алматы: 2", "Астана: 1", "Мангистауская область: 1"} <= set(said[Lang.RU])
    assert {"Алматы: 2", "Астана: 1", "Маңғыстау облысы: 1"} <= set(said[Lang.KK])


async def test_a_place_in_any_spelling_is_shown_by_months(place: RunningApp) -> None:
    for asked in ("/map Алматы", "/map almaty"):
        message = await place.ask(3, asked)
        assert "September 2019: 2" in message.body.text.splitlines()
        width, height = struct.unpack(">II", picture(place, message)[16:24])
        assert (width, height) <= (1400, 1000)
    assert len(message.body.text) <= 1024
    assert "Too few sources answered to tell: October 2018" in message.body.text


async def test_the_same_counts_are_drawn_once_and_other_counts_anew(place: RunningApp, store: Store) -> None:
    maps = Maps(store, place.app.gazetteer, lambda asked: asked, place.day)
    words, around = place.app.wording.record(Lang.KK), Photo("a", "b", "c")
    first = await maps.png(await maps.counted(), words, around)
    assert await maps.png(await maps.counted(), words, around) is first
    with store.writing() as tx:
        tx.events.create(RALLY, MORNING)
    assert await maps.png(await maps.counted(), words, around) != first


async def test_an_unknown_place_is_answered_with_the_nearest_names(place: RunningApp) -> None:
    answer = await place.ask(3, "/map Almatiy")
    assert "photo" not in answer.extra
    assert answer.markup.rows
