"""A feed whose address is taken over, or whose links lead away: what is asked, what readers get, what editors see."""

from collections.abc import AsyncIterator
from email.utils import format_datetime

import pytest
from aiohttp import web

from bot.domain.codes import Lang
from bot.domain.feed import CONFIRMED, Feed
from bot.simulator import ChatMessage, FeedEntry
from bot.store.engine import Store
from tests.journey.staging import EDITOR, RunningApp, running_app
from tests.net.weather import serving

READERS = {1: Lang.KK, 2: Lang.RU, 3: Lang.EN}
TITLE = "Police detain 20 at rally in Almaty"
TEXT = "Police detained 20 people at a rally in Almaty on Saturday. The protesters demanded higher pay."
RSS = "<rss version='2.0'><channel><title>c</title>{}</channel></rss>"
ITEM = "<item><link>{}</link><title>{}</title><description>{}</description><pubDate>{}</pubDate></item>"


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store) as place:
        for chat, lang in READERS.items():
            await place.enrol(chat, lang, "almaty")
        await place.enrol(EDITOR, Lang.EN)
        await place.app.round()
        yield place


def led_to(message: ChatMessage) -> set[str]:
    """Where a message leads, other than to the bot itself."""
    urls = {str(entity.fields["url"]) for entity in message.entities if "url" in entity.fields}
    return {url for url in urls if not url.startswith("https://t.me/protest_alerts_bot?")}


def served(place: RunningApp, *words: str) -> web.Response:
    """A feed of one entry of this moment: its link, title and text."""
    item = ITEM.format(*words, format_datetime(place.day()))
    return web.Response(text=RSS.format(item), content_type="text/xml")


async def test_a_feed_that_is_led_to_another_host_keeps_its_address_until_an_operator_agrees(place: RunningApp) -> None:
    asked: list[str] = []
    recovered = False

    async def there(request: web.Request) -> web.Response:
        asked.append("there")
        return served(place, f"http://127.0.0.2:{request.url.port}/1", TITLE, TEXT)

    async with serving(there, host="127.0.0.2") as other:

        async def here(request: web.Request) -> web.Response:
            asked.append("here")
            if recovered:
                return served(place, "", "Weather", "Sun.")
            raise web.HTTPMovedPermanently(other.at("/rss", host="127.0.0.2"))

        async with serving(here) as own:
            feed = Feed("led", own.at("/rss"), "herald", None)
            await place.app.store.write(lambda tx: tx.feeds.add(feed, place.day()))
            for _ in range(CONFIRMED + 2):
                await place.pass_time(hours=7)
            assert asked == ["here", "there"] * (CONFIRMED + 2)
            table = (await place.ask(EDITOR, "/feeds")).text
            assert "wants to move to 127.0.0.2, an operator decides" in table
            assert [led_to(message) for chat in READERS for message in place.heard(chat)] == [set()] * 3
            asked.clear()
            recovered = True
            await place.pass_time(hours=7)
            await place.pass_time(hours=7)
            assert asked == ["here", "here"]
            assert "wants to move" not in (await place.ask(EDITOR, "/feeds")).text
            recovered = False
            for _ in range(CONFIRMED):
                await place.pass_time(hours=7)
            await place.app.store.write(lambda tx: tx.feeds.decide_move("led", agreed=True))
            asked.clear()
            await place.pass_time(hours=7)
            assert asked == ["there"]


async def test_links_under_an_outlets_name_lead_to_its_own_hosts_only(place: RunningApp) -> None:
    entry = FeedEntry("a1", TITLE, TEXT, place.day(), TEXT, link="https://herald.example.phish.example/a1")
    place.simulator.feeds.publish("herald", entry)
    await place.pass_time(minutes=10)
    for chat in READERS:
        (alert,) = place.heard(chat)
        assert "Dala Herald" in alert.text
        assert led_to(alert) == set()
    place.publish("a2", TITLE.replace("20", "30"), TEXT.replace("20", "30"))
    await place.pass_time(minutes=10)
    for chat in READERS:
        assert led_to(place.heard(chat)[-1]) == {f"{place.address.root.removesuffix('/')}/articles/a2"}
