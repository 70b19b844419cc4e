"""Faults of the field, each kind met where a reader would meet it: an outlet serves it, and a chat hears or does not.

The kinds and the cases behind them: docs/field-cases.md.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot.domain.article import PagePolicy
from bot.domain.codes import Lang
from bot.domain.feed import Feed
from bot.store.engine import Store
from tests.journey.staging import RunningApp, running_app
from tests.net.weather import Server, serving

READER = 1
#: 20:30 in Almaty.
EVENING = datetime(2026, 12, 2, 15, 30, tzinfo=UTC)
TITLE = "В Алматы прошёл митинг против повышения тарифов"
TEXT = (
    "Сегодня на площади в Алматы прошёл митинг против повышения тарифов на воду. "
    "Жители просили акимат отменить решение. Полиция задержала 12 человек."
)
GONE = """<html><head><title>Страница не найдена</title></head><body><h1>Страница не найдена</h1>
<p>К сожалению, такой страницы у нас больше нет. Возможно, она переехала или была удалена редакцией сайта.</p>
<p>Пока вы здесь, прочитайте другую новость этого дня, о которой говорят все в городе и в области.</p>
<p>В Шымкенте около 900 человек вышли на митинг, полиция задержала 70 человек. Митинг продолжался три часа.</p>
<p>Жители Шымкента просили акимат отменить решение о тарифах. К ним вышел заместитель акима города.</p>
</body></html>"""


@dataclass
class Outlet:
    """A server of news: what it answers at each path, with which headers; what it was asked."""

    answers: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    #: Answers 304 to whoever sends any validator.
    is_deaf: bool = False
    asked: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        if self.is_deaf and "If-None-Match" in request.headers:
            return web.Response(status=304)
        body, headers = self.answers.get(request.path_qs, (b"", {}))
        return web.Response(body=body, headers=headers, status=200 if body else 404)

    def feed(self, *items: str, encoding: str = "utf-8", path: str = "/rss", **headers: str) -> None:
        document = f'<?xml version="1.0"?><rss version="2.0"><channel><title>c</title>{"".join(items)}</channel></rss>'
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = document.encode(encoding), {"Content-Type": "application/rss+xml"} | named

    def page(self, path: str, html: str) -> None:
        self.answers[path] = html.encode(), {"Content-Type": "text/html; charset=utf-8"}


def item(name: str, title: str, text: str, stamp: str = "", link: str = "") -> str:
    dated = f"<pubDate>{stamp}</pubDate>" if stamp else ""
    return (
        f"<item><guid isPermaLink='false'>{name}</guid><link>{link or f'/news/{name}'}</link>"
        f"<title>{title}</title><description>{text}</description>{dated}</item>"
    )


def old(now: datetime) -> str:
    """What stood in the feed before anything happened."""
    return item("old", "Погода", "Завтра дождь.", f"{now - timedelta(days=2):%a, %d %b %Y %H:%M:%S} +0000")


@asynccontextmanager
async def outlet_town(
    store: Store, *paths: str, pages: PagePolicy = PagePolicy.NEVER, begins: datetime = EVENING
) -> AsyncIterator[tuple[RunningApp, Outlet, Server]]:
    """An app that polls an outlet of ours, and has polled it once."""
    outlet = Outlet()
    async with serving(outlet.handle) as server:
        names = tuple(path.strip("/") for path in paths or ("/rss",))
        feeds = tuple(
            Feed(name, server.at(f"/{name}"), name, Lang.RU, timedelta(minutes=5), pages=pages) for name in names
        )
        async with running_app(store, outlets=names, feeds=feeds, begins=begins) as place:
            await place.enrol(READER, Lang.RU, "kz")
            for name in names:
                outlet.feed(old(begins), path=f"/{name}")
            await place.app.round()
            yield place, outlet, server


def texts(place: RunningApp) -> str:
    return "\n".join(message.text for message in place.heard(READER))


async def test_a_page_that_is_not_the_article_adds_and_takes_back_nothing(store: Store) -> None:
    async with outlet_town(store, pages=PagePolicy.ALWAYS) as (place, outlet, _):
        stamp = f"{place.day():%a, %d %b %Y %H:%M:%S} +0000"
        outlet.feed(item("a", TITLE, "Жители вышли на площадь.", stamp), old(EVENING))
        outlet.page("/news/a", GONE)
        await place.pass_time(minutes=10)
        assert "Алматы" in texts(place)
        outlet.feed(item("a", TITLE, TEXT, stamp), old(EVENING))
        outlet.page("/news/a", f"<html><body><article><h1>{TITLE}</h1><p>{TEXT}</p></article></body></html>")
        await place.pass_time(minutes=10)
        assert "задержано 12 человек" in texts(place)
        heard = len(place.heard(READER))
        outlet.feed(item("a", f"{TITLE} на воду", TEXT, stamp), old(EVENING))
        outlet.page("/news/a", GONE)
        await place.pass_time(minutes=10)
        await place.pass_time(minutes=10)
        assert len(place.heard(READER)) == heard
        assert "Шымкент" not in texts(place)
        assert await store.read(lambda tx: tx.articles.page_faults(EVENING)) == {("rss", "says it is gone"): 1}


async def test_whatever_clock_an_outlet_has_an_evening_is_one_day_and_one_event(store: Store) -> None:
    wall: tuple[str, ...] = ("2026-12-02 20:25:00", "Wed, 02 Dec 2026 20:25:00 GMT", "Wed, 02 Dec 2026 20:25:00 ALMT")
    wall += ("Wed, 02 Dec 2026 20:25:00 GMT+5", "Wed, 02 Dec 2026 20:25:00 +05", "2026-12-02T20:25:00+06:00")
    right = "Wed, 02 Dec 2026 15:25:00 +0000"
    paths = tuple(f"/f{n}" for n in range(len(wall) + 1))
    async with outlet_town(store, *paths) as (place, outlet, _):
        for path, stamp in zip(paths, (*wall, right), strict=True):
            outlet.feed(item("a", TITLE, TEXT, stamp), old(EVENING), path=path)
        place.day.at += timedelta(minutes=1)
        await place.pass_time(minutes=6)
        events = await store.read(lambda tx: tx.events.newest(9))
        assert [str(event.facts.span.start) for event in events] == ["2026-12-02"]
        assert len(await store.read(lambda tx: tx.reports.told(1))) == len(paths)


async def test_what_is_old_or_cannot_be_dated_rings_nobody(store: Store) -> None:
    async with outlet_town(store, pages=PagePolicy.ALWAYS) as (place, outlet, _):
        outlet.feed(
            item("a", TITLE, TEXT, link="/2024/05/18/miting"),
            item("b", TITLE.replace("Алматы", "Астане"), TEXT.replace("Алматы", "Астане")),
            item("c", TITLE.replace("Алматы", "Шымкенте"), TEXT.replace("Алматы", "Шымкенте")),
            old(EVENING),
        )
        dated = '<meta property="article:published_time" content="2024-05-18T10:00:00+05:00">'
        told = TEXT.replace("Алматы", "Шымкенте")
        outlet.page("/news/c", f"<html><head>{dated}</head><body><article><p>{told}</p></article></body></html>")
        await place.pass_time(minutes=10)
        assert place.heard(READER) == []
        fresh = '<meta property="article:published_time" content="2026-12-02T20:30:00+05:00">'
        told = TEXT.replace("Алматы", "Актобе")
        outlet.page("/news/d", f"<html><head>{fresh}</head><body><article><p>{told}</p></article></body></html>")
        outlet.feed(item("d", TITLE.replace("Алматы", "Актобе"), "Жители вышли на площадь."), old(EVENING))
        await place.pass_time(minutes=10)
        assert "Актобе" in texts(place)


async def test_a_server_that_says_304_for_ever_is_found_out(store: Store) -> None:
    async with outlet_town(store) as (place, outlet, _):
        outlet.is_deaf = True
        outlet.feed(old(EVENING), item("x", "Погода", "Завтра снег."), ETag='"1"')
        await place.pass_time(minutes=10)
        await place.pass_time(hours=20)
        stamp = f"{place.day() + timedelta(hours=5):%a, %d %b %Y %H:%M:%S} +0000"
        outlet.feed(item("a", TITLE, TEXT, stamp), old(EVENING), ETag='"1"')
        await place.pass_time(hours=5)
        assert "Алматы" in texts(place)
        (state,) = await store.read(lambda tx: tx.feeds.all())
        assert state.is_deaf
        assert "ETag" in state.detail
        outlet.feed(item("b", "Погода", "Завтра ветер.", stamp), old(EVENING), ETag='"1"')
        await place.pass_time(minutes=10)
        assert await store.read(lambda tx: tx.articles.get(4)) is not None


async def test_a_text_that_was_encoded_twice_and_a_wrong_packing_are_read_with_a_complaint(store: Store) -> None:
    async with outlet_town(store) as (place, outlet, _):
        title, text = (words.encode().decode("windows-1251") for words in (TITLE, TEXT))
        stamp = f"{place.day():%a, %d %b %Y %H:%M:%S} +0000"
        outlet.feed(item("a", title, text, stamp), old(EVENING), Content_Encoding="UTF-8")
        await place.pass_time(minutes=10)
        assert "задержано 12 человек" in texts(place)
        (state,) = await store.read(lambda tx: tx.feeds.all())
        assert state.fault is None
        assert "'utf-8' means nothing" in state.detail
        assert "encoded twice" in state.detail


async def test_a_counter_in_the_text_does_not_use_up_the_edits(store: Store) -> None:
    async with outlet_town(store) as (place, outlet, _):
        stamp = f"{place.day():%a, %d %b %Y %H:%M:%S} +0000"
        for views in range(26):
            outlet.feed(item("a", TITLE, f"{TEXT} Просмотров: {1000 + 7 * views}", stamp), old(EVENING))
            await place.pass_time(minutes=6)
        outlet.feed(item("a", TITLE, TEXT.replace("12", "31"), stamp), old(EVENING))
        await place.pass_time(minutes=6)
        assert "задержано 31 человек" in texts(place) or "задержан 31 человек" in texts(place)
        assert await store.read(lambda tx: tx.events.count()) == 1


async def test_an_article_is_one_under_its_address_its_mirror_and_its_shortened_link(store: Store) -> None:
    async with outlet_town(store, pages=PagePolicy.ALWAYS) as (place, outlet, server):
        stamp = f"{place.day():%a, %d %b %Y %H:%M:%S} +0000"
        canonical = f'<link rel="canonical" href="{server.at("/news/miting-1234567?id=7&amp;lang=ru")}">'
        page = f"<html><head>{canonical}</head><body><article><h1>{TITLE}</h1><p>{TEXT}</p></article></body></html>"
        first = "/news/miting-1234567?id=7&lang=ru"
        links = (first, "/amp/news/miting-1234567?id=7&lang=ru&utm_source=rss", "/s/x1", "/copy/miting")
        for number, link in enumerate(links):
            outlet.page(link, page)
            outlet.page(link.replace("&utm_source=rss", ""), page)
            outlet.feed(item(f"n{number}", f"{TITLE}{' ' * number}", "Анонс события.", stamp, link), old(EVENING))
            await place.pass_time(minutes=6)
        addresses = await store.read(lambda tx: [one for n in range(1, 9) if (one := tx.articles.get(n))])
        assert addresses[1].article.url == server.at(first)
        told = await store.read(lambda tx: tx.reports.of_articles(range(1, 9)))
        assert [one.article for one in told if one.report.is_protest] == [2]
