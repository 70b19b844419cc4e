"""The first day: an article in a feed becomes messages in three languages, and questions are answered."""

import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.codes import Lang
from bot.store.engine import Store
from tests.journey.staging import RunningApp, running_app

KAZAKH, RUSSIAN, ENGLISH, ELSEWHERE = 1, 2, 3, 4
TWIN = tomllib.loads((Path(__file__).parents[1] / "corpus" / "seed-twin-en.toml").read_text(encoding="utf-8"))


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store) as place:
        yield place


@pytest.fixture
async def told(place: RunningApp) -> RunningApp:
    """Four subscribers, and the article of 21 September polled, read and told."""
    await place.subscribe(KAZAKH, Lang.KK, "kz")
    await place.enrol(RUSSIAN, Lang.RU, "almaty", "astana")
    await place.enrol(ENGLISH, Lang.EN, "shymkent")
    await place.enrol(ELSEWHERE, Lang.EN, "aktobe")
    place.publish("a1", TWIN["title"], TWIN["text"])
    await place.app.round()
    return place


async def test_an_article_reaches_each_reader_in_their_language_and_nobody_else(told: RunningApp) -> None:
    kazakh, russian, english = (told.heard(chat)[-1].text for chat in (KAZAKH, RUSSIAN, ENGLISH))
    assert "Ішкі істер министрлігі: 57 адам ұсталды (Астана, Алматы)" in kazakh
    assert "задержано 57 человек (Астана, Алматы)" in russian
    assert "Interior Ministry: 57 people detained (Astana, Almaty)" in english
    assert "at least 20 people detained (Shymkent)" in english
    assert "Astana (then Nur-Sultan)" in english
    assert not any("57" in message.text for message in told.heard(ELSEWHERE))


async def test_the_same_article_again_tells_nobody_twice(told: RunningApp) -> None:
    before = {chat: len(told.heard(chat)) for chat in (KAZAKH, RUSSIAN, ENGLISH)}
    await told.pass_time(minutes=10)
    told.publish("a1", TWIN["title"], TWIN["text"])
    await told.pass_time(minutes=10)
    assert {chat: len(told.heard(chat)) for chat in before} == before


@pytest.mark.parametrize("spelling", ["Алма-Ата", "Алматыда", "almaty", "АЛМАТЫ", "в Алматы"])
async def test_latest_answers_alike_in_any_spelling(told: RunningApp, spelling: str) -> None:
    told.join(9, "en")
    asked = await told.ask(9, f"/latest {spelling}")
    assert asked.text.startswith("Almaty: latest")
    assert "/event_1" in asked.text


async def test_an_unknown_city_is_answered_with_the_nearest_names(told: RunningApp) -> None:
    answer = await told.ask(ENGLISH, "/latest Almati")
    assert any(data == "latest:almaty:0" for _, data in answer.buttons)
    await told.tap(ENGLISH, "latest:almaty:0")
    assert told.heard(ENGLISH)[-1].text.startswith("Almaty: latest")


async def test_latest_without_a_place_means_the_places_chosen(told: RunningApp) -> None:
    assert "/event_1" in (await told.ask(RUSSIAN, "/latest")).text
    assert "/event_1" not in (await told.ask(ELSEWHERE, "/latest")).text


async def test_an_event_can_be_asked_for_by_its_number_and_by_tapping_it(told: RunningApp) -> None:
    typed, tapped = await told.ask(ENGLISH, "/event 1"), await told.ask(ENGLISH, "/event_1")
    assert typed.text == tapped.text
    assert "57 people detained" in typed.text
    assert "77" in (await told.ask(ENGLISH, "/event 77")).text


async def test_who_stops_is_told_nothing_and_may_come_back(told: RunningApp) -> None:
    await told.ask(ENGLISH, "/stop")
    heard = len(told.heard(ENGLISH))
    told.publish("a2", TWIN["title"], TWIN["text"].replace("57", "97"))
    await told.pass_time(minutes=10)
    assert len(told.heard(ENGLISH)) == heard
    assert len(told.heard(KAZAKH)) > 0
    await told.ask(ENGLISH, "/start")
    told.publish("a3", TWIN["title"], TWIN["text"].replace("57", "197"))
    await told.pass_time(minutes=10)
    assert "197" in told.heard(ENGLISH)[-1].text


async def test_a_grown_count_answers_the_first_message_and_edits_it(told: RunningApp) -> None:
    first = told.heard(KAZAKH)[-1]
    told.publish("a2", TWIN["title"], TWIN["text"].replace("57", "97"))
    await told.pass_time(minutes=10)
    update = told.heard(KAZAKH)[-1]
    assert update.reply_to == first.message_id
    assert "ұсталғандар: 97 (57 еді)" in update.text
    edited = next(message for message in told.heard(KAZAKH) if message.message_id == first.message_id)
    assert "97 адам ұсталды" in edited.text


@pytest.mark.parametrize("typed", ["/help", "/nonsense", "/event", "/event x", "/cities", "/language"])
async def test_every_command_is_answered(told: RunningApp, typed: str) -> None:
    assert (await told.ask(KAZAKH, typed)).text


async def test_menus_are_set_in_each_language(told: RunningApp) -> None:
    menu = {command.name: command.description for command in told.simulator.people.menu(KAZAKH)}
    assert set(menu) == {"latest", "settings", "sources", "help", "stop"}
    assert menu != {c.name: c.description for c in told.simulator.people.menu(RUSSIAN)}
