"""Feeds as a feed reader meets them: bytes over HTTP, parsed with feedparser."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from aiohttp import ClientSession

from bot.simulator import Address, FeedEntry, FeedFormat, Misbehaviour, Simulator

from .driving import HandClock, HandSleep

PUBLISHED = datetime(2019, 9, 21, 7, 30, tzinfo=UTC)
RALLY = FeedEntry(
    "rally-1", "Алматыда митинг өтті", "Шара <үш> сағатқа созылды & аяқталды.", PUBLISHED, text="Бірінші.\nЕкінші."
)


@pytest.fixture(params=list(FeedFormat))
def feed(request: pytest.FixtureRequest, simulator: Simulator) -> str:
    simulator.feeds.create("dala", title="Дала жаңалықтары", language="kk", form=request.param)
    simulator.feeds.publish("dala", RALLY)
    return "dala"


async def get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    async with ClientSession() as session, session.get(url, headers=headers) as response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        return response.status, await response.read(), headers


async def parsed(address: Address, feed: str) -> Any:
    _, body, headers = await get(address.feed(feed))
    return feedparser.parse(body, response_headers=headers)


async def test_a_feed_tells_what_was_published(address: Address, feed: str) -> None:
    read = await parsed(address, feed)
    assert not read.bozo
    assert (read.feed.title, read.feed.language) == ("Дала жаңалықтары", "kk")
    (entry,) = read.entries
    assert (entry.id, entry.title) == (RALLY.entry_id, RALLY.title)
    assert "созылды" in entry.summary
    assert entry.published_parsed[:6] == (2019, 9, 21, 7, 30, 0)
    assert entry.link == address.article("rally-1")


async def test_an_entry_leads_to_its_article(address: Address, feed: str) -> None:
    status, body, headers = await get((await parsed(address, feed)).entries[0].link)
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    for part in ("<title>Алматыда митинг өтті</title>", "<p>Бірінші.</p>", "<p>Екінші.</p>"):
        assert part in body.decode()


async def test_an_entry_may_lead_elsewhere(address: Address, simulator: Simulator, feed: str) -> None:
    simulator.feeds.publish(feed, FeedEntry("far", "x", "y", PUBLISHED, link="https://example.org/far"))
    assert (await parsed(address, feed)).entries[0].link == "https://example.org/far"


async def test_the_newest_entry_stands_first_and_an_id_stands_once(
    address: Address, simulator: Simulator, feed: str
) -> None:
    simulator.feeds.publish(feed, FeedEntry("rally-2", "Тағы", "y", PUBLISHED))
    simulator.feeds.publish(feed, FeedEntry("rally-1", "Түзетілді", "y", PUBLISHED))
    assert [entry.title for entry in (await parsed(address, feed)).entries] == ["Тағы", "Түзетілді"]


async def test_a_withdrawn_entry_is_gone_with_its_page(address: Address, simulator: Simulator, feed: str) -> None:
    simulator.feeds.withdraw(feed, "rally-1")
    assert (await parsed(address, feed)).entries == []
    assert (await get(address.article("rally-1")))[0] == 404


@pytest.mark.parametrize(("header", "condition"), [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")])
async def test_who_has_it_already_gets_304(
    address: Address, simulator: Simulator, clock: HandClock, feed: str, header: str, condition: str
) -> None:
    _, _, headers = await get(address.feed(feed))
    known = {condition: headers[header]}
    assert (await get(address.feed(feed), **known))[:2] == (304, b"")
    clock.advance(seconds=1)
    simulator.feeds.publish(feed, FeedEntry("rally-2", "Тағы", "y", PUBLISHED))
    assert (await get(address.feed(feed), **known))[0] == 200


async def test_a_condition_that_makes_no_sense_is_no_condition(address: Address, feed: str) -> None:
    assert (await get(address.feed(feed), **{"If-Modified-Since": "кеше"}))[0] == 200


@pytest.mark.parametrize(
    ("how", "status"),
    [(Misbehaviour.NOT_FOUND, 404), (Misbehaviour.SERVER_ERROR, 500), (Misbehaviour.EMPTY, 200)],
)
async def test_a_feed_can_fail(
    address: Address, simulator: Simulator, feed: str, how: Misbehaviour, status: int
) -> None:
    simulator.feeds.misbehave(feed, how)
    answered, body, _ = await get(address.feed(feed))
    assert (answered, how is Misbehaviour.EMPTY) == (status, body == b"")


async def test_a_feed_can_answer_with_html(address: Address, simulator: Simulator, feed: str) -> None:
    simulator.feeds.misbehave(feed, Misbehaviour.HTML)
    status, body, headers = await get(address.feed(feed))
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert feedparser.parse(body).version == ""


async def test_a_feed_can_lie_about_its_encoding(address: Address, simulator: Simulator, feed: str) -> None:
    simulator.feeds.misbehave(feed, Misbehaviour.WRONG_ENCODING)
    _, body, _ = await get(address.feed(feed))
    assert b"utf-8" in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


async def test_a_feed_can_break_off(address: Address, simulator: Simulator, feed: str) -> None:
    simulator.feeds.misbehave(feed, Misbehaviour.TRUNCATED)
    assert (await parsed(address, feed)).bozo


async def test_a_feed_can_date_its_entries_in_the_year_one(address: Address, simulator: Simulator, feed: str) -> None:
    simulator.feeds.misbehave(feed, Misbehaviour.YEAR_ONE)
    assert "0001" in (await parsed(address, feed)).entries[0].published


async def test_a_feed_can_be_slow(address: Address, simulator: Simulator, nap: HandSleep, feed: str) -> None:
    simulator.feeds.misbehave(feed, delay=25)
    asking = asyncio.create_task(get(address.feed(feed)))
    await nap.begun()
    nap.end()
    assert (await asking)[0] == 200
    assert nap.asked == [25]


async def test_a_feed_behaves_again_when_told(address: Address, simulator: Simulator, feed: str) -> None:
    simulator.feeds.misbehave(feed, Misbehaviour.NOT_FOUND)
    simulator.feeds.misbehave(feed)
    assert (await get(address.feed(feed)))[0] == 200


async def test_what_is_not_there_is_not_found(address: Address) -> None:
    assert (await get(address.feed("none")))[0] == 404
    assert (await get(address.article("none")))[0] == 404


def test_a_name_is_taken_once(simulator: Simulator, feed: str) -> None:
    with pytest.raises(ValueError, match="there already"):
        simulator.feeds.create(feed, title="x", language="kk")
    assert simulator.feeds.names() == (feed,)
