"""Where in town and at what hour: told to who asks for details, to nobody else, and never of what was to be."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.codes import Lang
from bot.store.engine import Store
from tests.journey.staging import RunningApp, running_app

READERS = {1: Lang.KK, 2: Lang.RU, 3: Lang.EN}
WORDS = ("on Republic Square", "at noon")
#: An English place, and an hour in English words, are told to readers of English alone.
LINES = {
    Lang.KK: (),
    Lang.RU: (),
    Lang.EN: ("Place, as reported: on Republic Square (Dala Herald)", "Time, as reported: at noon (Dala Herald)"),
}


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store, outlets=("herald", "courier")) as place:
        for chat, lang in READERS.items():
            await place.enrol(chat, lang, "almaty")
        yield place


async def test_alert_and_details_tell_venue_and_hour_the_details_with_their_source(place: RunningApp) -> None:
    text = "Workers held a rally on Republic Square in Almaty at noon on Friday, demanding higher pay."
    place.publish("a1", "Workers rally in Almaty", text)
    await place.app.round()
    for chat, lang in READERS.items():
        alert = place.heard(chat)[-1]
        assert all(word in alert.text for word in WORDS) is (lang is Lang.EN)
        await place.tap(chat, "event:1")
        details = place.heard(chat)[-1].text
        assert [line for line in details.splitlines() if line in LINES[lang]] == list(LINES[lang])
        assert lang is Lang.EN or not any(word in details for word in WORDS)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Activists plan rally in Almaty",
            "Activists plan to hold a rally on Republic Square in Almaty at noon on September 28.",
        ),
        (
            "Police prevent rally in Almaty",
            "Police detained 12 people on their way to a rally on Republic Square in Almaty at noon on Friday.",
        ),
    ],
)
async def test_what_was_planned_or_prevented_is_told_nowhere(place: RunningApp, title: str, text: str) -> None:
    place.publish("a1", title, text)
    await place.app.round()
    events = await place.app.store.read(lambda tx: tx.events.newest(10))
    assert not any(event.facts.settings for event in events)
    told = [message.text for chat in READERS for message in place.heard(chat)]
    assert not any(word in text for text in told for word in WORDS)


HELD = "Workers held a rally {} in Almaty on {}, demanding higher pay."
HOSTILE = [
    ('near the "Serik Baimuratov is a thief" monument', "Friday", "thief"),
    ("on Abai Street, 45,", "Friday", "Abai"),
    ("at the house of Serik Baimuratov on Abai Street", "Friday", "Abai"),
    ("on Baimuratov Avenue", "Friday", "Baimuratov"),
    ("on Republic Square at 6 p.m.", "Saturday", "6 p.m."),
]


@pytest.mark.parametrize(("where", "day", "never"), HOSTILE)
async def test_no_invention_of_one_outlet_comes_in_as_a_place_or_an_hour(
    place: RunningApp, where: str, day: str, never: str
) -> None:
    place.publish("a1", "Workers rally in Almaty", HELD.format(where, day))
    await place.app.round()
    for chat in READERS:
        await place.tap(chat, "event:1")
        assert not [message.text for message in place.heard(chat) if never in message.text]


async def test_a_place_whose_name_no_list_has_is_told_once_two_owners_tell_it(place: RunningApp) -> None:
    place.publish("a1", "Workers rally in Almaty", HELD.format("on Baimuratov Avenue", "Friday"))
    await place.app.round()
    other = (
        "A rally over low wages met on Baimuratov Avenue in Almaty on Friday. Welders who took part want higher pay."
    )
    place.publish("b1", "Workers rally over wages in Almaty", other, feed="courier")
    await place.pass_time(minutes=10)
    await place.tap(3, "event:1")
    assert "Place, as reported: on Baimuratov Avenue (Dala Herald)" in place.heard(3)[-1].text
