"""What a chat has closed no old button opens again; only its own wish does."""

import pytest

from bot.domain.codes import Lang
from bot.domain.errors import Stopped
from bot.domain.place import PlaceRef
from bot.domain.request import Request
from bot.services.readers.erasure import Erasure
from bot.services.readers.preferences import Preferences
from bot.services.readers.queries import Queries
from bot.store.engine import Store
from handlers.chat_settings import ChatSettings
from handlers.event_subscriptions import EventSubscriptions
from handlers.reader_commands import ReaderCommands
from handlers.reader_taps import ReaderTaps
from handlers.welcome import Welcome
from tests.domain.making import GAZETTEER, NOON
from tests.wording.examples import wording

CHAT, WORDING = 7, wording()
OLD_BUTTONS = (
    *("lang:kk", "place:almaty:on:0", "place:nowhere:on:0", "done", "stay", "pace:now", "pace:daily"),
    *("begin:almaty", "begin:also:almaty", "go:now", "set:quiet:off", "set:pace:daily:9", "set:back", "watch:follow:1"),
)


@pytest.fixture
async def desk(store: Store) -> Queries:
    """A subscriber of Almaty who reads Russian."""
    desk = Queries(store, GAZETTEER, lambda asked: asked, lambda: NOON)
    await desk.arrive(CHAT, Lang.RU)
    await desk.choose(CHAT, "almaty", wanted=True)
    return desk


async def tap(desk: Queries, data: str) -> None:
    preferences = Preferences(desk.store, desk.clock, desk.clock)
    more = {
        **Welcome(desk, WORDING).verbs(),
        **ChatSettings(desk, preferences, WORDING).verbs(),
        **EventSubscriptions(desk, preferences, WORDING).verbs(),
    }
    await ReaderTaps(desk, WORDING, Erasure(desk.store, desk.clock), more).answer(Request(CHAT, Lang.RU, data))


@pytest.mark.parametrize("button", OLD_BUTTONS)
async def test_after_stop_an_old_button_changes_nothing(desk: Queries, button: str) -> None:
    await ReaderCommands(desk, WORDING).stop(Request(CHAT, Lang.RU))
    before = await desk.who(CHAT)
    with pytest.raises(Stopped):
        await tap(desk, button)
    assert await desk.who(CHAT) == before
    assert before is not None
    assert before.closed


@pytest.mark.parametrize("button", OLD_BUTTONS)
async def test_after_forget_an_old_button_keeps_nothing_of_the_chat(desk: Queries, button: str) -> None:
    await Erasure(desk.store, desk.clock).forget(CHAT)
    with pytest.raises(Stopped):
        await tap(desk, button)
    assert await desk.who(CHAT) is None


@pytest.mark.parametrize("lang", Lang)
def test_the_answer_says_that_messages_are_stopped_and_offers_to_start_again(lang: Lang) -> None:
    answer = WORDING.sorry(Stopped(), lang)
    assert answer.text
    assert [button.data for row in answer.buttons for button in row] == ["again"]


async def test_who_wants_messages_again_gets_them_with_the_old_choices(desk: Queries) -> None:
    await desk.leave(CHAT)
    await tap(desk, "again")
    subscriber = await desk.who(CHAT)
    assert subscriber is not None
    assert (subscriber.closed, subscriber.places, subscriber.lang) == (False, frozenset({"almaty"}), Lang.RU)


async def test_who_was_forgotten_and_wants_messages_again_chooses_anew(desk: Queries) -> None:
    await Erasure(desk.store, desk.clock).forget(CHAT)
    await tap(desk, "again")
    subscriber = await desk.who(CHAT)
    assert subscriber is not None
    assert (subscriber.closed, subscriber.places) == (False, frozenset())


async def test_a_region_is_chosen_by_a_button_and_reached_by_its_cities(desk: Queries) -> None:
    await tap(desk, "place:almaty-region:on:r0")
    subscriber = await desk.who(CHAT)
    assert subscriber is not None
    assert "almaty-region" in subscriber.places
    assert subscriber.places & GAZETTEER.audience([PlaceRef("konaev")])
