"""From a feed to a phone: published, asked about, listed and dropped; who taps first decides, once."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.domain.codes import DigestPace, Lang
from bot.domain.decision import Thresholds
from bot.simulator import HistoryKind
from bot.store.engine import Purpose, Store
from tests.journey.staging import DOUBTFUL, EDITOR, RunningApp, running_app
from tests.patience import GUARD

READER, KAZAKH, DAILY, ELSEWHERE = 1, 2, 3, 4
RALLY = (
    "People held a rally in Almaty",
    (
        "Several hundred people held a rally in Almaty on September 21 against the elections. "
        "Police detained 57 people, the Interior Ministry said."
    ),
)
SECOND = (
    "Opposition rally broken up in Almaty",
    (
        "Police broke up an opposition rally against the elections on a square of Almaty on September 21 and took 57 "
        "protesters away, according to the Interior Ministry. Protesters demanded a new vote."
    ),
)
SHOOTING = (
    "Police open fire at a rally in Almaty",
    (
        "Several hundred people held a rally in Almaty on September 21. Police opened fire on the crowd and three "
        "people were killed. Police detained 57 people, the Interior Ministry said."
    ),
)
WEATHER = ("Rain in Almaty", "Rain is expected in Almaty on September 21.")
#: Nor sure enough to wait for an editor in silence.
PUSHED = Thresholds(ask=0.05, push=0.06, publish=dict.fromkeys(Lang, 0.999))
OUTLETS = ("herald", "arna")


@pytest.fixture
def store(database_url: str, subscriber_key: str) -> Iterator[Store]:
    """These are walked on both engines: a decision is a transaction of each."""
    opened = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()


async def peopled(place: RunningApp) -> RunningApp:
    await place.enrol(READER, Lang.EN, "almaty")
    await place.enrol(KAZAKH, Lang.KK, "almaty")
    await place.enrol(ELSEWHERE, Lang.EN, "aktobe")
    await place.enrol(EDITOR, Lang.EN)
    return place


@pytest.fixture
async def doubtful(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store, outlets=OUTLETS, thresholds=DOUBTFUL) as place:
        yield await peopled(place)


def count(place: RunningApp) -> list[int]:
    return [len(place.heard(chat)) for chat in (READER, KAZAKH, ELSEWHERE, EDITOR)]


async def test_what_is_sure_is_told_at_once_and_asks_nobody(store: Store) -> None:
    async with running_app(store) as place:
        await peopled(place)
        place.publish("a1", *RALLY)
        await place.app.round()
        assert count(place) == [1, 1, 0, 0]


async def test_what_tells_of_nothing_is_told_to_nobody(store: Store) -> None:
    async with running_app(store) as place:
        await peopled(place)
        place.publish("a1", *WEATHER)
        await place.pass_time(minutes=30)
        assert count(place) == [0, 0, 0, 0]


async def test_an_editor_is_asked_and_one_tap_tells_everybody_concerned(doubtful: RunningApp) -> None:
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    assert count(doubtful) == [0, 0, 0, 1]
    question = doubtful.heard(EDITOR)[-1]
    assert "The program is not sure that this tells of a protest." in question.text
    assert "57 people detained" in question.text
    assert "Dala Herald" in question.text
    await doubtful.tap(EDITOR, "q:publish:1")
    assert "Question 1: published" in doubtful.heard(EDITOR)[0].text
    await doubtful.app.round()
    told = doubtful.heard(READER)[-1].text
    assert "57 people detained" in told
    assert "Checked by our editors." in told
    assert count(doubtful)[:3] == [1, 1, 0]
    await doubtful.pass_time(minutes=30)
    assert count(doubtful)[:3] == [1, 1, 0]


@pytest.mark.parametrize(
    "way", [("q:publish:1",), ("q:show:1", "q:publish:1")], ids=["from the question", "from /queue"]
)
async def test_a_waiting_report_is_published_in_two_taps_at_most(doubtful: RunningApp, way: tuple[str, ...]) -> None:
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    if len(way) > 1:
        await doubtful.ask(EDITOR, "/queue")
    for data in way:
        newest = doubtful.heard(EDITOR)[-1]
        assert newest.has_button(data)
        await doubtful.press(EDITOR, newest.message_id, data)
    await doubtful.app.round()
    assert "57 people detained" in doubtful.heard(READER)[-1].text
    assert len(doubtful.simulator.record.acts(HistoryKind.PRESSED, chat_id=EDITOR)) <= 2


async def test_without_the_figures_no_figure_is_told(doubtful: RunningApp) -> None:
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    await doubtful.tap(EDITOR, "q:bare:1")
    await doubtful.app.round()
    assert "57" not in doubtful.heard(READER)[-1].text
    assert "Checked by our editors." in doubtful.heard(READER)[-1].text


async def test_two_taps_decide_once(doubtful: RunningApp) -> None:
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    question = doubtful.heard(EDITOR)[-1]
    people = doubtful.simulator.people
    taps = [people.press(EDITOR, question.message_id, data) for data in ("q:publish:1", "q:no:1")]
    async with asyncio.timeout(GUARD):
        await asyncio.gather(*(tap.answered() for tap in taps))
    await doubtful.app.round()
    assert "Question 1: published" in doubtful.heard(EDITOR)[0].text
    assert count(doubtful)[:3] == [1, 1, 0]


async def test_a_second_owner_tells_it_and_the_editors_see_that(doubtful: RunningApp) -> None:
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    doubtful.publish("b1", *SECOND, "arna")
    await doubtful.pass_time(minutes=6)
    await doubtful.app.round()
    assert "2 outlets, different owners:" in doubtful.heard(READER)[-1].text
    assert "published: a second outlet reports it" in doubtful.heard(EDITOR)[0].text
    assert count(doubtful)[:3] == [1, 1, 0]


async def test_nobody_answers_so_it_is_listed_and_no_phone_rings(doubtful: RunningApp) -> None:
    await doubtful.enrol(DAILY, Lang.EN, "almaty")
    with doubtful.app.store.writing() as tx:
        subscriber = tx.subscribers.by_chat(DAILY)
        assert subscriber
        tx.subscribers.save(
            type(subscriber)(subscriber.id, Lang.EN, subscriber.places, DigestPace.HOURLY), doubtful.day()
        )
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    assert "We found no reports of protests in the media we read." in (await doubtful.ask(READER, "/latest")).text
    await doubtful.pass_time(minutes=20)
    listed = (await doubtful.ask(READER, "/latest")).text
    assert "Dala Herald reports: people held a rally. Not checked." in listed
    assert "57" not in listed
    assert not doubtful.simulator.record.acts(HistoryKind.SENT, chat_id=KAZAKH)
    await doubtful.wire.sleep(3700)
    await doubtful.app.round()
    assert "Not checked." in doubtful.heard(DAILY)[-1].text


async def test_what_is_probable_enough_is_told_silently_and_taken_back_when_it_is_none(store: Store) -> None:
    async with running_app(store, thresholds=PUSHED) as place:
        await peopled(place)
        place.publish("a1", *RALLY)
        await place.app.round()
        await place.pass_time(minutes=20)
        message = place.heard(READER)[-1]
        assert "Dala Herald reports: people held a rally. Not checked." in message.text
        assert message.silent
        assert "57" not in message.text
        kazakh = place.heard(KAZAKH)[-1].text
        assert "Dala Herald хабарлайды: митинг өтті. Тексерілген жоқ." in kazakh
        await place.tap(EDITOR, "q:no:1")
        await place.app.round()
        assert "Retraction · No. 1" in place.heard(READER)[-1].text
        assert count(place)[2] == 0


async def test_what_was_told_silently_and_is_published_is_told_in_full(store: Store) -> None:
    async with running_app(store, thresholds=PUSHED) as place:
        await peopled(place)
        place.publish("a1", *RALLY)
        await place.app.round()
        await place.pass_time(minutes=20)
        await place.tap(EDITOR, "q:publish:1")
        await place.pass_time(minutes=1)
        update = place.heard(READER)[-1].text
        assert "Our editors have checked this report" in update
        assert "57 people detained" in update


async def test_deaths_reach_readers_only_by_an_editors_tap(store: Store) -> None:
    async with running_app(store) as place:
        await peopled(place)
        place.publish("a1", *SHOOTING)
        await place.app.round()
        alert = place.heard(READER)[-1].text
        assert "killed" not in alert
        assert "57 people detained" in alert
        assert "Our editors are checking further details; see the sources." in alert
        question = place.heard(EDITOR)[-1].text
        assert "3 people killed" in question
        await place.tap(EDITOR, "q:publish:1")
        assert "There is no second editor" in place.heard(EDITOR)[-1].text
        await place.pass_time(minutes=9)
        assert "killed" not in place.heard(READER)[-1].text
        await place.pass_time(minutes=1)
        assert "3 people killed" in place.heard(READER)[-1].text


async def test_a_muted_outlet_is_heard_no_more(doubtful: RunningApp) -> None:
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    await doubtful.tap(EDITOR, "q:mute:1")
    assert "the outlet was muted" in doubtful.heard(EDITOR)[0].text
    doubtful.publish("a2", "Strike in Aktobe", "Miners went on strike in Aktobe on September 21, demanding pay.")
    await doubtful.pass_time(minutes=6)
    assert count(doubtful) == [0, 0, 0, 1]


async def test_nobody_but_an_editor_decides(doubtful: RunningApp) -> None:
    doubtful.publish("a1", *RALLY)
    await doubtful.app.round()
    unknown = (await doubtful.ask(READER, "/nonsense")).text
    assert (await doubtful.ask(READER, "/queue")).text == unknown
    assert "Questions that wait: 1" in (await doubtful.ask(EDITOR, "/queue")).text
    await doubtful.tap(EDITOR, "q:show:1")
    assert doubtful.heard(EDITOR)[-1].text.startswith("Question 1")
