"""The stream of news: what a page hears, and how it goes on where it was."""

import pytest
from aiohttp import ClientSession

from bot.simulator import Address, Simulator, running

from .conftest import READER
from .driving import Api, HandClock, HandSleep
from .paging import Browser, HandControls, next_news


@pytest.fixture
def browser(api: Api, address: Address) -> Browser:
    return Browser(api.session, address)


async def test_what_happens_is_heard_as_it_happens(browser: Browser, api: Api, simulator: Simulator) -> None:
    cursor = (await browser.chats())["cursor"]
    keyboard = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}
    async with browser.events(cursor) as events:
        await api.call("sendChatAction", chat_id=READER, action="typing")
        await api.call("sendMessage", chat_id=READER, text="57", reply_markup=keyboard)
        tap = simulator.people.press(READER, 1, "more")
        await api.call("answerCallbackQuery", callback_query_id=tap.query_id, text="Міне", show_alert=True)
        await api.call("editMessageText", chat_id=READER, message_id=1, text="67")
        await api.call("deleteMessage", chat_id=READER, message_id=1)
        heard = [(await next_news(events)).data for _ in range(6)]
    assert [news["deed"] for news in heard] == ["typing", "sent", "pressed", "answered", "edited", "deleted"]
    assert heard[3]["answer"] == {"text": "Міне", "alert": True}
    assert (heard[3]["detail"], heard[3]["message"]["id"]) == ("more", 1)
    assert (heard[4]["message"]["text"], heard[4]["message"]["edited"]) == ("67", True)


async def test_a_chat_that_starts_or_joins_is_heard_of(browser: Browser, simulator: Simulator) -> None:
    async with browser.events((await browser.chats())["cursor"]) as events:
        simulator.people.join(9, "Russian reader", language_code="ru")
        joined = (await next_news(events)).data
        simulator.people.say(9, "/start")
        said = (await next_news(events)).data
    assert [chat["standing"] for chat in (*joined["chats"], *said["chats"])] == ["never started", "active"]


async def test_another_menu_is_heard_of_and_a_refused_one_is_not(browser: Browser, api: Api) -> None:
    async with browser.events((await browser.chats())["cursor"]) as events:
        await api.call("setMyCommands", commands=[{"command": "No!", "description": "x"}])
        await api.call("setMyCommands", commands=[{"command": "latest", "description": "Соңғысы"}])
        news = (await next_news(events)).data
    assert news["deed"] == "profile"
    assert news["chats"][0]["menu"] == [{"command": "latest", "description": "Соңғысы"}]


async def test_a_lost_stream_goes_on_where_it_was(browser: Browser, api: Api) -> None:
    async with browser.events((await browser.chats())["cursor"]) as events:
        await api.call("sendMessage", chat_id=READER, text="1")
        first = await next_news(events)
    await api.call("sendMessage", chat_id=READER, text="2")
    headers = {"Last-Event-ID": first.cursor}
    async with browser.events((await browser.chats())["cursor"], **headers) as events:
        assert (await next_news(events)).data["message"]["text"] == "2"


@pytest.mark.parametrize(
    "cursor", ["", "-", "nonsense", "0-0", "{run}-999", "{run}--1", "{run}-²", "{run}-" + "9" * 5000]
)
async def test_a_cursor_that_means_nothing_begins_anew(browser: Browser, cursor: str) -> None:
    run = (await browser.chats())["cursor"].partition("-")[0]
    async with browser.events(cursor.format(run=run)) as events:
        assert [news.kind async for news in events] == ["reset"]


async def test_a_cursor_of_another_run_begins_anew(browser: Browser, simulator: Simulator) -> None:
    cursor = (await browser.chats())["cursor"]
    async with running(simulator) as address, Browser(browser.session, address).events(cursor) as events:
        assert [news.kind async for news in events] == ["reset"]


async def test_a_cursor_older_than_the_record_begins_anew(clock: HandClock, nap: HandSleep) -> None:
    simulator = Simulator(clock, sleep=nap, record_cap=2)
    async with running(simulator) as address, ClientSession() as session:
        browser = Browser(session, address)
        cursor = (await browser.chats())["cursor"]
        for chat_id in range(3):
            simulator.people.join(chat_id + 1, "Reader")
        async with browser.events(cursor) as events:
            assert [news.kind async for news in events] == ["reset"]


async def test_the_day_is_told_again_while_nothing_happens(simulator: Simulator, nap: HandSleep) -> None:
    controls = HandControls()
    async with running(simulator, controls=controls) as address, ClientSession() as session:
        browser = Browser(session, address)
        async with browser.events((await browser.chats())["cursor"]) as events:
            assert (await next_news(events, "day")).data["paused"] is False
            await nap.begun()
            controls.paused = True
            nap.end()
            assert (await next_news(events, "day")).data["paused"] is True


async def test_only_the_first_page_opens_the_day(simulator: Simulator) -> None:
    controls = HandControls()
    async with running(simulator, controls=controls) as address, ClientSession() as session:
        browser = Browser(session, address)
        cursor = (await browser.chats())["cursor"]
        assert controls.told == []
        for _ in range(2):
            async with browser.events(cursor) as events:
                await next_news(events, "day")
    assert controls.told == ["opened"]


async def test_a_stream_ends_with_the_server(simulator: Simulator) -> None:
    async with ClientSession() as session:
        async with running(simulator) as address:
            browser = Browser(session, address)
            opened = browser.events((await browser.chats())["cursor"])
            events = await opened.__aenter__()
            await next_news(events, "day")
        assert [news.kind async for news in events] == []
        await opened.__aexit__(None, None, None)
