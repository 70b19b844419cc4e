"""/search: what readers ask the desk for in words, and how they are answered."""

import pytest

from bot.domain.codes import Action, Lang
from bot.domain.place import PlaceRef
from bot.domain.request import Request
from bot.domain.search import Vocabulary, vocabulary
from bot.services.readers.erasure import Erasure
from bot.services.readers.queries import Queries
from bot.store.engine import Store
from handlers.reader_commands import ReaderCommands
from handlers.reader_taps import ReaderTaps
from tests.domain.making import claim, report
from tests.events.staging import MAP, NOBODY, Newsroom
from tests.wording.examples import wording

WORDS: Vocabulary = vocabulary(MAP, NOBODY, {"action:strike": ("забастовк",), "action:rally": ("митинг",)}, ("город",))


@pytest.fixture
async def desk(store: Store) -> Queries:
    newsroom = Newsroom(store)
    for number in range(7):
        await newsroom.tell(f"outlet-{number}", report(organisers=(f"union-{number}",), claims=(claim(10 + number),)))
    await newsroom.tell("arna", report(action=Action.STRIKE, places=(PlaceRef("konaev"),)))
    return Queries(store, MAP, lambda asked: asked, lambda: newsroom.now, WORDS)


async def test_words_find_events_a_page_at_a_time(desk: Queries) -> None:
    first = await desk.search("митинги Almaty")
    assert [event.id for event in first.events] == [7, 6, 5, 4, 3]
    older = await desk.search(first.asked.words, first.earlier)
    assert [event.id for event in older.events] == [2, 1]
    assert older.earlier is None


@pytest.mark.parametrize(
    ("words", "events"),
    [
        ("забастовка", [8]),
        ("забастовка Almaty", []),
        ("забастовка в городе Konaev", [8]),
        ("Kz", [8, 7, 6, 5, 4]),
        ("крокодил", []),
        ("", []),
    ],
)
async def test_every_word_must_stand_for_something_of_the_event(desk: Queries, words: str, events: list[int]) -> None:
    assert [event.id for event in (await desk.search(words)).events] == events


async def test_the_answer_to_search_has_a_button_that_goes_on(desk: Queries) -> None:
    answer = await ReaderCommands(desk, wording()).search(Request(7, Lang.EN, "митинг"))
    ((button,),) = answer.buttons
    assert len(button.data.encode()) <= 64
    assert "/event_7" in answer.text
    (older,) = (
        await ReaderTaps(desk, wording(), Erasure(desk.store, desk.clock)).answer(Request(7, Lang.EN, button.data))
    ).new
    assert "/event_1" in older.text
    assert "/event_7" not in older.text


@pytest.mark.parametrize(("lang", "nothing"), [(Lang.KK, "табылмады"), (Lang.RU, "не найдено"), (Lang.EN, "was found")])
async def test_nothing_found_is_told_with_how_to_search(desk: Queries, lang: Lang, nothing: str) -> None:
    answer = await ReaderCommands(desk, wording()).search(Request(7, lang, "крокодил"))
    assert nothing in answer.text
    assert "/search" in answer.text
    assert answer.buttons == ()
