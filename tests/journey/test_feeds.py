"""/feeds: an editor sees how each feed is; to everybody else the command does not exist."""

from datetime import timedelta

from bot.domain.codes import Lang
from bot.simulator import Misbehaviour
from bot.store.engine import Store
from tests.journey.staging import EDITOR, running_app

READER = 1


async def test_an_editor_sees_how_each_feed_is_and_a_reader_no_such_command(store: Store) -> None:
    async with running_app(store, outlets=("herald", "courier")) as place:
        await place.enrol(READER, Lang.EN, "kz")
        place.simulator.people.join(EDITOR, "Editor", language_code="en", started=True)
        place.publish("a1", "Weather", "Rain in Oral.")
        place.simulator.feeds.misbehave("courier", Misbehaviour.SERVER_ERROR)
        await place.app.round()
        table = (await place.ask(EDITOR, "/feeds")).text
        assert table.splitlines()[0] == "Sources answering: 1/2"
        assert "• courier: HTTP status 500, 1 in a row since" in table
        assert "• herald: last entry" in table
        assert (await place.ask(READER, "/feeds")).text == (await place.ask(READER, "/nonsense")).text
        assert (await place.ask(READER, "/sources")).text.startswith("Sources answering: 1/2")


async def test_latest_does_not_say_that_nothing_happens_while_no_source_answers(store: Store) -> None:
    async with running_app(store, outlets=("herald",)) as place:
        await place.enrol(READER, Lang.EN, "kz")
        place.publish("a1", "Weather", "Rain in Oral.")
        await place.app.round()
        assert "We found no reports of protests in the media we read." in (await place.ask(READER, "/latest")).text
        place.simulator.feeds.misbehave("herald", Misbehaviour.SERVER_ERROR)
        place.day.at += timedelta(hours=1)
        await place.app.round()
        said = (await place.ask(READER, "/latest")).text
        assert "None of the sites we read opens at present: whether there are protests is not known here." in said
        assert "0 of 1 could be opened" in said
