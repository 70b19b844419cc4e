"""Collecting as a whole: what is stored, what is said of a feed, and that nothing one feed does touches another."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.domain.article import Entry
from bot.domain.article import PagePolicy as When
from bot.domain.codes import Action, Lang
from bot.domain.delivery import Outcome, Refused, Sent
from bot.domain.event import Facts, Source
from bot.domain.feed import Failed, Feed, FeedState, Fetched, Fresh, PollFault, Unchanged
from bot.domain.message import Message
from bot.domain.polling import FeedDown, FeedRecovered
from bot.domain.report import Span
from bot.net.page import extract
from bot.net.parse import parse
from bot.services.ingest.batch import Batch
from bot.services.ingest.collect import MOST_NEW, Collect, Polled
from bot.services.ingest.feed_warnings import FeedWarnings
from bot.services.ingest.fetch_pages import FetchPages
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.conftest import FakeClock
from tests.wording.examples import wording

LONG = "Полиция задержала не менее двадцати человек на площади Республики. " * 6


def feed(name: str = "arna", pages: When = When.NEVER, *, gate: bool = False) -> Feed:
    return Feed(name, f"https://{name}.example/rss", name, Lang.RU, timedelta(minutes=10), pages=pages, gate=gate)


def rss(*items: tuple[str, str, datetime | None]) -> bytes:
    """A feed of (name, text, date)."""
    rows = "".join(
        f"<item><guid>{name}</guid><link>https://arna.example/news/{name}</link><title>{name}</title>"
        f"<description>{text}</description>{f'<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate>' if at else ''}</item>"
        for name, text, at in items
    )
    return f'<rss version="2.0"><channel><title>c</title>{rows}</channel></rss>'.encode()


@dataclass
class World:
    """What is out there: an answer for each address, asked for it in a list."""

    answers: dict[str, Fetched | Callable[[], Awaitable[Fetched]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def fetch(self, state: FeedState) -> Fetched:
        return await self.get(state.address, state.feed.proxy)

    async def get(self, url: str, _: str) -> Fetched:
        self.asked.append(url)
        answer = self.answers.get(url, Failed(PollFault.HTTP_STATUS, "404"))
        return await answer() if callable(answer) else answer


@dataclass
class Stage:
    store: Store
    clock: FakeClock
    world: World
    collect: Collect

    async def configure(self, *feeds: Feed) -> None:
        await self.store.write(lambda tx: tx.feeds.sync(feeds, self.clock()))

    async def poll(self, *items: tuple[str, str, datetime | None], name: str = "arna") -> Polled:
        self.world.answers[f"https://{name}.example/rss"] = Fresh(rss(*items), url=f"https://{name}.example/rss")
        return await self.again()

    def soon(self) -> datetime:
        """An hour before the next poll."""
        return self.clock.now + timedelta(hours=6)

    async def again(self) -> Polled:
        self.clock.advance(hours=7)
        (polled,) = await self.collect.round()
        return polled

    async def unread(self) -> list[tuple[str, str]]:
        stored = await self.store.read(lambda tx: tx.articles.unread(99))
        return [(one.article.title, one.article.text) for one in stored]


@pytest.fixture
def stage(store: Store, clock: FakeClock) -> Stage:
    world = World()

    def may_matter(entry: Entry) -> bool:
        return "митинг" in entry.title

    def here(entry: Entry) -> bool:
        return "Almaty" in entry.title

    return Stage(
        store, clock, world, Collect(store, world.fetch, world.get, parse, clock, lambda: 0.0, may_matter, here)
    )


async def test_what_is_new_is_stored_and_known_again(stage: Stage) -> None:
    await stage.configure(feed())
    assert (await stage.poll(("a", "x", None), ("b", "y", None))).new == ("a", "b")
    assert await stage.poll(("a", "x", None), ("b", "y", None), ("c", "z", None)) == Polled("arna", "arna", 3, ("c",))


async def test_the_same_body_again_is_not_even_parsed(stage: Stage) -> None:
    await stage.configure(feed())
    await stage.poll(("a", "x", None))
    assert await stage.again() == Polled("arna", "arna")
    (state,) = await stage.store.read(lambda tx: tx.feeds.all())
    assert (state.fault, state.last_success) == (None, stage.clock())


async def test_an_edit_is_read_again(stage: Stage) -> None:
    await stage.configure(feed())
    await stage.poll(("a", "Задержаны 20.", None))
    assert (await stage.poll(("a", "Задержаны 57.", None))).edited == 1
    assert await stage.unread() == [("a", "Задержаны 57.")]


async def test_the_first_poll_is_quiet_but_for_what_is_young(stage: Stage) -> None:
    await stage.configure(feed())
    now = stage.clock.now + timedelta(hours=7)
    await stage.poll(
        ("old", "x", now - timedelta(hours=4)),
        ("young", "x", now - timedelta(hours=2)),
        ("undated", "x", None),
        ("impossible", "x", now + timedelta(days=9000)),
    )
    await stage.poll(("late", "x", now - timedelta(hours=9)), ("later", "x", None))
    stored = await stage.store.read(lambda tx: tx.articles.unread(9))
    quiet = {one.article.title for one in stored if one.quiet}
    assert quiet == {"old", "undated", "impossible", "later"}
    assert len(stored) == 6


async def test_a_feed_that_was_empty_at_first_is_quiet_when_it_first_brings_something(stage: Stage) -> None:
    await stage.configure(feed())
    await stage.poll()
    await stage.poll(("undated", "x", None))
    (stored,) = await stage.store.read(lambda tx: tx.articles.unread(9))
    assert stored.quiet


async def test_a_feed_of_the_whole_world_gives_only_what_names_kazakhstan(stage: Stage) -> None:
    await stage.configure(feed(gate=True))
    polled = await stage.poll(("Bishkek", "Rally", None), ("Almaty", "Rally", None))
    assert (polled.entries, polled.new) == (2, ("Almaty",))


async def test_one_feed_that_breaks_everything_touches_no_other(stage: Stage) -> None:
    async def broken() -> Fetched:
        raise RuntimeError("a fault of ours")

    await stage.configure(feed("bad"), feed("good"))
    stage.world.answers["https://bad.example/rss"] = broken
    stage.world.answers["https://good.example/rss"] = Fresh(rss(("a", "x", None)))
    stage.clock.advance(hours=7)
    polled = {one.feed: one for one in await stage.collect.round()}
    assert (polled["bad"].fault, polled["bad"].detail) == (PollFault.OURS, "RuntimeError")
    assert polled["good"].new == ("a",)


async def test_a_feed_that_hangs_holds_up_neither_the_others_nor_the_next_round(stage: Stage) -> None:
    let_go = asyncio.Event()

    async def hanging() -> Fetched:
        await let_go.wait()
        return Unchanged()

    await stage.configure(feed("slow"), feed("good"))
    stage.world.answers["https://slow.example/rss"] = hanging
    stage.world.answers["https://good.example/rss"] = Fresh(rss(("a", "x", None)))
    first = asyncio.create_task(stage.collect.round())
    async with asyncio.timeout(20):
        while not await stage.unread():
            continue
    assert not first.done()
    stage.clock.advance(minutes=1)
    assert await stage.collect.round() == ()
    let_go.set()
    assert {one.feed for one in await first} == {"slow", "good"}


async def test_a_sitemap_of_sitemaps_is_followed_one_step(stage: Stage) -> None:
    head = '<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    places = "".join(f"<sitemap><loc>https://arna.example/{n}.xml</loc></sitemap>" for n in ("news", "gone", "deep"))
    index = f"{head.format('sitemapindex')}{places}</sitemapindex>".encode()
    page = "<url><loc>https://arna.example/a</loc><n:news><n:title>a</n:title></n:news></url>"
    await stage.configure(feed())
    stage.world.answers |= {
        "https://arna.example/rss": Fresh(index),
        "https://arna.example/news.xml": Fresh(f"{head.format('urlset')}{page}</urlset>".encode()),
        "https://arna.example/deep.xml": Fresh(index),
    }
    polled = await stage.again()
    assert (polled.new, polled.fault, polled.detail) == (("a",), None, "http_status; not_a_feed")
    stage.world.answers["https://arna.example/news.xml"] = Failed(PollFault.TIMEOUT)
    stage.world.answers["https://arna.example/rss"] = Fresh(index + b" ")
    assert (await stage.again()).fault is PollFault.TIMEOUT


async def test_a_guid_that_changes_at_every_poll_brings_nothing_new(stage: Stage) -> None:
    await stage.configure(feed())
    for n in range(3):
        body = rss(("a", "x", None)).replace(b"<guid>a</guid>", f"<guid>{n}</guid>".encode())
        stage.world.answers["https://arna.example/rss"] = Fresh(body, url="https://arna.example/rss")
        assert len((await stage.again()).new) == (n == 0)


def linked(*items: tuple[str, str, str]) -> bytes:
    """A feed of (title, link, text)."""
    rows = "".join(
        f"<item><guid>{title}</guid><link>{link}</link><title>{title}</title><description>{text}</description></item>"
        for title, link, text in items
    )
    return f'<rss version="2.0"><channel><title>c</title>{rows}</channel></rss>'.encode()


async def told(stage: Stage, **bodies: bytes) -> dict[str, int]:
    """Poll these feeds, one after the other; answers how many new articles each brought."""
    new: dict[str, int] = {}
    for name, body in bodies.items():
        stage.world.answers |= {f"https://{other}.example/rss": Unchanged() for other in bodies}
        stage.world.answers[f"https://{name}.example/rss"] = Fresh(body, url=f"https://{name}.example/rss")
        stage.clock.advance(hours=7)
        new[name] = next(len(one.new) for one in await stage.collect.round() if one.feed == name)
    return new


async def begun(stage: Stage, *names: str) -> None:
    """The first poll of these feeds, after which they are quiet no more."""
    await told(stage, **{name: linked(("first", f"https://{name}.example/news/first", "x" * 9000)) for name in names})


VICTIM = "https://arna.example/a/rally-31700123.html"


async def sources(stage: Stage) -> list[tuple[str, str, str]]:
    stored = await stage.store.read(lambda tx: tx.articles.unread(9999))
    return [(one.article.source, one.article.title, one.article.url) for one in stored]


async def test_addresses_that_a_hostile_feed_claims_beforehand_are_still_their_outlets(stage: Stage) -> None:
    await stage.configure(feed("evil"), feed("arna"))
    claimed = [(f"weather {n}", f"https://arna.example/a/x-{n}.html", "sunny") for n in range(31700100, 31700140)]
    assert await told(stage, evil=linked(*claimed), arna=linked(("57 held", VICTIM, "Police held 57."))) == {
        "evil": 40,
        "arna": 1,
    }
    assert ("arna", "57 held", VICTIM) in await sources(stage)


async def test_forged_words_under_another_outlets_link_take_neither_its_place_nor_its_link(stage: Stage) -> None:
    await stage.configure(feed("evil", When.ALWAYS), feed("arna"))
    await begun(stage, "evil", "arna")
    forged, real = linked(("300 held", VICTIM, "Police held 300.")), linked(("7 held", VICTIM, "Police held 7."))
    assert await told(stage, evil=forged, arna=real) == {"evil": 1, "arna": 1}
    _, _, (evil, _, its_link), arna = await sources(stage)
    assert (evil, arna) == ("evil", ("arna", "7 held", VICTIM))
    assert not its_link.startswith("http")
    assert await pages(stage).round() == 0


async def test_a_feed_that_leads_to_another_outlets_feed_makes_nothing_its_own(stage: Stage) -> None:
    await stage.configure(feed("evil"), feed("arna"))
    body, there = linked(("7 held", VICTIM, "Police held 7.")), "https://arna.example/rss"
    for _ in range(4):
        stage.world.answers = {
            "https://evil.example/rss": Fresh(body, url=there, moved=there),
            "https://arna.example/rss": Unchanged(),
        }
        stage.clock.advance(hours=7)
        await stage.collect.round()
    stage.world.answers[there] = Fresh(body, url=there)
    stage.clock.advance(hours=7)
    polled = {one.feed: one.new for one in await stage.collect.round()}
    assert polled["arna"] == ("7 held",)
    assert [source for source, _, _ in await sources(stage)] == ["evil", "arna"]


async def test_a_feed_that_moved_to_another_host_knows_its_articles_again(stage: Stage) -> None:
    await stage.configure(feed("arna"))
    long = "Полиция задержала не менее двадцати человек на площади. " * 4
    stage.world.answers["https://arna.example/rss"] = Fresh(linked(("7 held", VICTIM, long)))
    assert len((await stage.again()).new) == 1
    moved = VICTIM.replace("arna.example", "arna-new.example")
    body, there = (
        linked(("7 held", moved, long), ("8 held", moved.replace("123", "124"), "")),
        "https://arna-new.example/",
    )
    stage.world.answers["https://arna.example/rss"] = Fresh(body.replace(b"<guid>", b"<guid>x"), url=there, moved=there)
    assert (await stage.again()).new == ("8 held",)


async def test_one_article_in_two_feeds_of_an_outlet_is_one(stage: Stage) -> None:
    arna = feed("arna")
    await stage.configure(arna, replace(feed("second"), outlet="arna"))
    mirrored = VICTIM.replace("arna.example", "m.arna.example")
    assert await told(stage, arna=linked(("a", VICTIM, "x")), second=linked(("b", mirrored, "y"))) == {
        "arna": 1,
        "second": 0,
    }


async def test_an_aggregator_has_articles_of_its_own_and_leads_nobody_elsewhere(stage: Stage) -> None:
    await stage.configure(feed("arna"), feed("other"))
    body = linked(("a", "https://elsewhere.example/news/1234567", "x"))
    assert await told(stage, arna=body, other=body) == {"arna": 1, "other": 1}
    assert not [link for _, _, link in await sources(stage) if link.startswith("http")]
    listed = replace(feed("other"), hosts=("elsewhere.example",))
    await stage.configure(feed("arna"), listed)
    assert await told(stage, other=linked(("b", "https://elsewhere.example/news/1234568", "y"))) == {"other": 1}
    assert ("other", "b", "https://elsewhere.example/news/1234568") in await sources(stage)


async def test_a_feed_that_brings_thousands_is_taken_in_parts_and_rings_nobody_until_it_is_known(stage: Stage) -> None:
    await stage.configure(feed())
    now = stage.clock.now
    items = [(f"n{n}", "x", now - timedelta(hours=5 + n)) for n in range(MOST_NEW + 50)]
    first = await stage.poll(*items)
    assert (len(first.new), first.detail) == (MOST_NEW, "50 more new entries left for the next poll")
    second = await stage.again()
    assert (len(second.new), second.detail) == (50, "")
    assert (await stage.again()).new == ()
    stored = await stage.store.read(lambda tx: tx.articles.unread(999))
    assert all(one.quiet for one in stored)
    assert (await stage.poll(*items, ("late", "x", None))).new == ("late",)


async def test_outlets_that_tell_of_what_is_going_on_are_asked_in_bursts(stage: Stage) -> None:
    await stage.configure(feed("arna"), feed("other"))
    for name in ("arna", "other"):
        stage.world.answers[f"https://{name}.example/rss"] = Unchanged()
    await stage.collect.round()
    day = stage.clock.now.date()
    facts = Facts(Action.RALLY, Span(day, day, 1), (), sources=(Source("arna", "arna", "ru", ""),))
    await stage.store.write(lambda tx: tx.events.create(facts, stage.clock()))
    stage.clock.advance(minutes=2)
    assert await stage.collect.round() == ()
    stage.clock.advance(minutes=1)
    assert [one.feed for one in await stage.collect.round()] == ["arna"]


async def test_dark_and_back_are_said_once(stage: Stage) -> None:
    await stage.configure(feed())
    await stage.poll(("a", "x", None))
    stage.world.answers.clear()
    turns = [(await stage.again()).turn for _ in range(6)]
    assert [type(turn) for turn in turns if turn] == [FeedDown]
    stage.world.answers["https://arna.example/rss"] = Fresh(rss(("b", "x", None)))
    assert [type((await stage.again()).turn) for _ in range(2)] == [FeedRecovered, type(None)]


async def test_every_editor_is_told_of_all_turns_in_one_message_and_a_refusal_stops_nobody(
    store: Store, clock: FakeClock
) -> None:
    told: list[tuple[int, str]] = []

    async def send(chat: int, message: Message) -> Outcome:
        told.append((chat, message.text))
        return Refused("no") if chat == 1 else Sent(1)

    dark = FeedDown("arna", "arna", clock(), PollFault.HTTP_STATUS, "500")
    health = FeedWarnings(store, wording(), send, frozenset({2, 1}))
    await store.write(lambda tx: tx.subscribers.open(2, Lang.RU))
    await health.tell([Polled("x", "x")])
    assert told == []
    await health.tell([Polled("arna", "arna", turn=dark), Polled("x", "x", turn=FeedRecovered("x", "x", clock()))])
    english = (
        "Feed arna went dark: HTTP status 500, since 21.09 15:00. All feeds: /feeds\n"
        "Feed x is back; it was dark since 21.09 15:00."
    )
    russian = (
        "Лента arna замолчала: код HTTP 500, с 21.09 15:00. Все ленты: /feeds\n"
        "Лента x снова отвечает; молчала с 21.09 15:00."
    )
    assert told == [(1, english), (2, russian)]


async def test_texts_are_forgotten_after_their_time(stage: Stage) -> None:
    await stage.configure(feed())
    await stage.poll(("a", "x", None))
    stage.clock.advance(days=14, seconds=1)
    assert await stage.collect.tidy(timedelta(days=14)) == 1
    assert await stage.unread() == [("", "")]
    assert (await stage.poll(("a", "x", None), ("b", "y", None))).new == ("b",)


def pages(stage: Stage, *, allowed: bool = True) -> FetchPages:
    async def allow(_: str, __: str) -> bool:
        return allowed

    return FetchPages(stage.store, stage.world.get, allow, extract, stage.clock)


PAGE = Fresh(f"<html><body><article><h1>митинг</h1><p>{LONG}</p><p>{LONG}</p></article></body></html>".encode())


@pytest.mark.parametrize(
    ("when", "asked"),
    [(When.ALWAYS, ["митинг", "погода"]), (When.ON_CUE, ["митинг"]), (When.NEVER, [])],
)
async def test_pages_are_fetched_when_the_feed_says_so(stage: Stage, when: When, asked: list[str]) -> None:
    await stage.configure(feed(pages=when))
    await stage.poll(("митинг", "Анонс.", stage.soon()), ("погода", "Анонс.", stage.soon()))
    assert {title for title, _ in await stage.unread()} == {"митинг", "погода"} - set(asked)
    stage.world.answers |= {f"https://arna.example/news/{name}": PAGE for name in ("митинг", "погода")}
    assert await pages(stage).round() == len(asked)
    texts = dict(await stage.unread())
    assert [name for name, text in texts.items() if text.startswith(LONG.strip())] == asked


async def test_a_whole_text_in_the_feed_needs_no_page(stage: Stage) -> None:
    await stage.configure(feed(pages=When.ALWAYS))
    await stage.poll(("a", LONG * 9, None))
    assert await pages(stage).round() == 0
    assert len(await stage.unread()) == 1


async def test_what_robots_forbid_is_read_as_the_feed_gave_it(stage: Stage) -> None:
    await stage.configure(feed(pages=When.ALWAYS))
    await stage.poll(("a", "Анонс.", stage.soon()))
    assert await pages(stage, allowed=False).round() == 0
    assert await stage.unread() == [("a", "Анонс.")]


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        (Failed(PollFault.TIMEOUT), 3),
        (Failed(PollFault.HTTP_STATUS, "503"), 3),
        (Failed(PollFault.HTTP_STATUS, "404"), 1),
        (Failed(PollFault.FORBIDDEN_ADDRESS), 1),
        (Fresh(b"<html><body>cookies</body></html>"), 1),
    ],
)
async def test_a_page_that_fails_holds_its_article_up_for_minutes_at_most(
    stage: Stage, answer: Fetched, tries: int
) -> None:
    await stage.configure(feed(pages=When.ALWAYS))
    await stage.poll(("a", "Анонс.", stage.soon()))
    stage.world.answers["https://arna.example/news/a"] = answer
    stage.world.asked.clear()
    for _ in range(7):
        await pages(stage).round()
        stage.clock.advance(minutes=1)
    assert len(stage.world.asked) == tries
    assert await stage.unread() == [("a", "Анонс.")]


async def test_a_slow_server_holds_up_no_other_outlets_articles(stage: Stage) -> None:
    async def hanging() -> Fetched:
        await asyncio.Event().wait()
        return Unchanged()

    await stage.configure(feed("slow", When.ALWAYS), feed("arna", When.ALWAYS))
    await begun(stage, "slow", "arna")
    many = [(f"s{n}", f"https://slow.example/a/{n}", "Анонс.") for n in range(120)]
    stage.world.answers |= {link: hanging for _, link, _ in many} | {VICTIM: PAGE}
    stage.world.answers["https://slow.example/rss"] = Fresh(linked(*many))
    stage.world.answers["https://arna.example/rss"] = Fresh(linked(("a", VICTIM, "Анонс.")))
    stage.clock.advance(hours=7)
    await stage.collect.round()
    waiting = replace(pages(stage), longest=0.0)
    assert await waiting.round() == 1
    assert [title for _, title, _ in await sources(stage)] == ["first", "first", "a"]
    stage.clock.advance(minutes=5, seconds=1)
    await waiting.round()
    assert len(await sources(stage)) == 2 + 1 + 120 - 16


async def test_a_page_that_breaks_the_reader_of_pages_is_not_asked_for_ever(stage: Stage) -> None:
    def broken(_: bytes) -> None:
        raise RuntimeError("a fault of ours")

    async def allow(_: str, __: str) -> bool:
        return True

    await stage.configure(feed(pages=When.ALWAYS))
    await stage.poll(("a", "Анонс.", stage.soon()))
    stage.world.answers["https://arna.example/news/a"] = PAGE
    assert await FetchPages(stage.store, stage.world.get, allow, broken, stage.clock).round() == 0
    assert await stage.unread() == [("a", "Анонс.")]


async def test_pieces_of_a_batch_fail_alone(store: Store, clock: FakeClock) -> None:
    def work(tx: Tx, names: Sequence[str]) -> list[int]:
        for name in names:
            if name == "bad":
                raise LookupError(name)
            tx.feeds.add(feed(name), clock())
        return [len(tx.feeds.all())] * len(names)

    batch = Batch(store, work)
    answers = await asyncio.gather(*map(batch.write, ("one", "bad", "two")), return_exceptions=True)
    assert [answers[0], type(answers[1]), answers[2]] == [1, LookupError, 2]
