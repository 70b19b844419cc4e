"""Where in town and at what hour: told to who asks for details, to nobody else, and never of what was to be."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.codes import Lang
from bot.store.engine import Store
from tests.journey.staging import Town, town

READERS = {1: Lang.KK, 2: Lang.RU, 3: Lang.EN}
WORDS = ("on Republic Square", "at noon")
#: An English place is told to readers of English alone.
LINES = {
    Lang.KK: ("Уақыты, хабар бойынша: at noon (Dala Herald)",),
    Lang.RU: ("Время, как сообщается: at noon (Dala Herald)",),
    Lang.EN: ("Place, as reported: on Republic Square (Dala Herald)", "Hour, as reported: at noon (Dala Herald)"),
}


@pytest.fixture
async def place(store: Store) -> AsyncIterator[Town]:
    async with town(store) as place:
        for chat, lang in READERS.items():
            await place.enrol(chat, lang, "almaty")
        yield place


async def test_details_tell_venue_and_hour_with_their_source_and_the_alert_does_not(place: Town) -> None:
    text = "Workers held a rally on Republic Square in Almaty at noon on Friday, demanding higher pay."
    place.publish("a1", "Workers rally in Almaty", text)
    await place.house.round()
    for chat, lang in READERS.items():
        alert = place.heard(chat)[-1]
        assert not any(word in alert.text for word in WORDS)
        await place.tap(chat, "event:1")
        details = place.heard(chat)[-1].text
        assert [line for line in details.splitlines() if "(Dala Herald)" in line] == list(LINES[lang])


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
async def test_what_was_planned_or_prevented_is_told_nowhere(place: Town, title: str, text: str) -> None:
    place.publish("a1", title, text)
    await place.house.round()
    events = await place.house.store.read(lambda tx: tx.events.newest(10))
    assert not any(event.facts.settings for event in events)
    told = [message.text for chat in READERS for message in place.heard(chat)]
    assert not any(word in text for text in told for word in WORDS)
