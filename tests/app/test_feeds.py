"""`feeds …`: what an operator is told of each feed, and how a feed is found and set aside."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot import config, resources
from bot.cli import feed_admin, main
from bot.cli.check import outlet_fault
from bot.cli.feed_admin import AskedFeed, FeedVerdict, NoFeedThere, discovered, judged, name_of, row
from bot.domain.decision import OutletStanding as Trust
from bot.domain.errors import BadConfiguration
from bot.domain.feed import CONFIRMED, Feed, FeedHealth, FeedState, PollFault
from bot.domain.names import Name, NameKind
from bot.net.fetch import Fetcher, fetching
from bot.services.understanding import outlet_standing
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.wording.feed_status import for_operators
from tests.net.weather import HOME, Server, serving

NOON = datetime(2019, 9, 21, 6, tzinfo=UTC)
NEVER = FeedState(Feed("arna", "https://arna.example/rss", "arna"), NOON)
WORKED = replace(NEVER, last_success=NOON, polls=8, empties=2, days=((NOON.date(), 7),), last_entry=NOON)
RSS = "<rss version='2.0'><channel><title>c</title><item><title>T</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("state", "seen", "verdict"),
    [
        (NEVER, AskedFeed(3), FeedVerdict.WORKS),
        (NEVER, AskedFeed(0), FeedVerdict.EMPTY),
        (NEVER, AskedFeed(fault="timeout"), FeedVerdict.NEVER),
        (WORKED, AskedFeed(fault="timeout"), FeedVerdict.DARK),
        (WORKED, None, FeedVerdict.PAUSED),
        (replace(WORKED, fault=PollFault.SILENT), AskedFeed(3, NOON), FeedVerdict.SILENT),
        (replace(WORKED, fault=PollFault.SILENT), AskedFeed(3, NOON + timedelta(minutes=1)), FeedVerdict.WORKS),
    ],
)
def test_a_feed_that_was_just_asked_is_judged(state: FeedState, seen: AskedFeed | None, verdict: FeedVerdict) -> None:
    assert judged(state, seen) is verdict


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (NEVER, FeedHealth.UNASKED),
        (WORKED, FeedHealth.WORKS),
        (replace(WORKED, fault=PollFault.TIMEOUT), FeedHealth.FAILING),
        (replace(WORKED, fault=PollFault.SILENT, dark_since=NOON), FeedHealth.DARK),
        (replace(NEVER, fault=PollFault.TLS), FeedHealth.NEVER),
        (replace(WORKED, paused=True), FeedHealth.PAUSED),
    ],
)
def test_a_feed_is_judged_by_its_last_poll(state: FeedState, verdict: FeedHealth) -> None:
    assert state.standing is verdict


def test_a_row_has_what_an_operator_needs() -> None:
    state = replace(WORKED, fault=PollFault.HTTP_STATUS, detail="500", failures=3)
    told = row(state, FeedVerdict.DARK)
    assert (told.last_answer, told.last_entry, told.a_day) == ("21.09.19 12:00", "21.09.19 12:00", "7")
    assert (told.empty, told.failing, told.detail) == ("25%", "3", "HTTP status 500")
    odd = row(replace(WORKED, detail="entries have lost their texts", lags=(-299,) * 5), FeedVerdict.WORKS)
    assert (odd.clock, odd.detail) == ("+5 h", "entries have lost their texts")
    assert row(WORKED, FeedVerdict.WORKS, AskedFeed(3, NOON, complaint="odd")).detail == "odd"
    newer = row(WORKED, FeedVerdict.WORKS, AskedFeed(3, NOON + timedelta(hours=1)))
    assert newer.last_entry == "21.09.19 13:00"


@pytest.mark.parametrize(
    ("fault", "detail", "said"),
    [
        (PollFault.UNREACHABLE, "ClientConnectorDNSError", "cannot be reached (no such host)"),
        (PollFault.FORBIDDEN_ADDRESS, "not a web address", "forbidden address (not a web address)"),
        (PollFault.HTTP_STATUS, "404", "HTTP status 404"),
        (PollFault.TIMEOUT, "", "too slow"),
    ],
)
def test_a_fault_is_said_in_words(fault: PollFault, detail: str, said: str) -> None:
    assert for_operators(fault, detail) == said


def test_every_fault_has_words() -> None:
    assert not [fault for fault in PollFault if fault.value in for_operators(fault, "") and "_" in fault.value]


GOOD = 'id = "arna"\nurl = "https://a.example"\noutlet = "arna"\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[feed]]\nid = "a b"\nurl = "https://a.example"\noutlet = "arna"', "feed 1 (a b): id must be 2 to 40 of a-z"),
        (f"[[feed]]\n{GOOD}minutes = 0", "feed 1 (arna): minutes must be a number from 1 to 1440"),
        (f'[[feed]]\n{GOOD}lang = "de"', "feed 1 (arna): lang must be kk, ru or en"),
        (f'[[feed]]\n{GOOD}hosts = ["https://arna.example"]', "feed 1 (arna): hosts must be a list of hosts"),
        (f'[[feed]]\n{GOOD}colour = "red"', "feed 1 (arna): colour means nothing here"),
        (
            '[[feed]]\nid = "arna"\noutlet = "arna"',
            "feed 1 (arna): url is missing: it must be an http or https address",
        ),
        ('feed = "no table"', "feed 1: is not a table of settings"),
        (f"[[feeds]]\n{GOOD}", "no [[feed]] in it; [[feeds]] must be [[feed]]"),
    ],
)
def test_a_fault_in_the_file_of_feeds_is_said_in_words(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        config.feeds(path)
    (said,) = caught.value.faults
    assert fault in said


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.lada.kz/rss.xml", "lada"),
        ("https://kz.kursiv.media/en/feed/", "kz-kursiv-en"),
        ("https://globalvoices.org/-/world/central-asia-caucasus/feed", "globalvoices-world-central-asia-caucasus"),
        ("https://rss.example/feed", "example"),
        ("http://10.0.0.1/", "10-0-0-1"),
    ],
)
def test_a_feed_is_named_after_its_address(url: str, name: str) -> None:
    assert name_of(url) == name


@pytest.fixture
async def site() -> AsyncIterator[tuple[Fetcher, Server]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        match request.path:
            case "/news.rss":
                return web.Response(text=RSS)
            case "/":
                return web.Response(text='<link rel="alternate" type="application/rss+xml" href="/news.rss">')
            case "/bare/":
                return web.Response(text="<p>Nothing</p>")
        raise web.HTTPNotFound

    async with serving(answer) as server, fetching(HOME) as fetcher:
        yield fetcher, server


@pytest.mark.parametrize("path", ["/news.rss", "/", "/bare/"])
async def test_a_feed_is_found_at_its_address_on_a_page_or_where_feeds_usually_are(
    site: tuple[Fetcher, Server], path: str
) -> None:
    fetcher, server = site
    assert await discovered(fetcher, server.at(path)) == server.at("/news.rss")


@pytest.mark.parametrize("path", ["/gone", "http://127.0.0.1:9/"])
async def test_where_there_is_no_feed_it_is_said_so(site: tuple[Fetcher, Server], path: str) -> None:
    fetcher, server = site
    with pytest.raises(NoFeedThere):
        await discovered(fetcher, server.at(path) if path.startswith("/") else path)


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One configured feed, at an address that the guard refuses."""
    file = tmp_path / "feeds.toml"
    file.write_text('[[feed]]\nid = "arna"\nurl = "http://127.0.0.1:9/rss"\noutlet = "arna"\n', encoding="utf-8")
    for name in ("BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "ADMIN_IDS", "CONTACT", "ARTICLE_DAYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FEEDS", str(file))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())


@pytest.mark.usefixtures("installation")
def test_feeds_are_listed_paused_and_resumed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["feeds", "list"]) == 0
    assert "not asked yet" in capsys.readouterr().out
    assert main.status(["feeds", "pause", "arna"]) == 0
    assert main.status(["feeds", "list"]) == 0
    assert "paused" in capsys.readouterr().out
    assert main.status(["feeds", "resume", "arna"]) == 0
    assert main.status(["feeds", "pause", "nobody"]) == 2


@pytest.mark.usefixtures("installation")
def test_a_move_to_another_host_waits_for_an_operator(capsys: pytest.CaptureFixture[str]) -> None:
    there = "https://arna.example/rss"
    assert main.status(["feeds", "list"]) == 0
    with feed_admin._opened(config.for_store()) as store, store.writing() as tx:
        (state,) = tx.feeds.all()
        tx.feeds.save(replace(state, moved_to=there, moves=CONFIRMED))
    for command, shown in (
        (["feeds", "list"], "wants to move"),
        (["check"], f"feed arna: wants to move to {there}: feeds move arna --accept or --refuse"),
        (["feeds", "move", "arna", "--refuse"], f"arna not asked at {there}"),
        (["feeds", "list"], f"refused to move to {there}"),
        (["feeds", "move", "arna", "--accept"], f"arna asked at {there}"),
        (["feeds", "list"], f"moved to {there}"),
    ):
        main.status(command)
        assert shown in " ".join("".join(capsys.readouterr()).split())
    assert main.status(["feeds", "move", "arna"]) == 2
    assert main.status(["feeds", "move", "nobody", "--accept"]) == 2


@pytest.mark.usefixtures("installation")
def test_an_operator_says_how_far_an_outlet_is_trusted(capsys: pytest.CaptureFixture[str]) -> None:
    for command, shown in (
        (["feeds", "list"], "known"),
        (["feeds", "standing", "arna", "probation"], "arna probation"),
        (["feeds", "list"], "probation"),
        (["feeds", "standing", "arna", "muted"], "arna muted"),
        (["feeds", "list"], "muted"),
        (["feeds", "standing", "arna", "known"], "arna known"),
        (["feeds", "list"], "known"),
    ):
        assert main.status(command) == 0
        assert shown in " ".join("".join(capsys.readouterr()).split())
    assert main.status(["feeds", "standing", "arna", "loved"]) == 2
    assert main.status(["feeds", "standing", "nobody", "muted"]) == 2


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("command", ["read", "replay"])
def test_an_article_is_judged_by_the_standing_of_its_outlet_if_asked(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main.status(["feeds", "standing", "arna", "muted"])
    text = "People held a rally against the elections in Almaty on September 21. Police detained 57 people."
    line = {"id": "1", "title": "Rally in Almaty", "text": text, "published": "2019-09-21T12:00:00Z", "source": "arna"}
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    options = ["--jsonl"] if command == "read" else []
    capsys.readouterr()
    decisions = []
    for more in ([], ["--standing"]):
        assert main.status([command, str(file), *options, *more]) == 0
        decisions.append(json.loads(capsys.readouterr().out)["decision"])
    assert decisions == ["publish", "drop"]


@pytest.mark.usefixtures("installation")
def test_an_outlet_that_is_added_later_is_on_probation_and_a_shipped_one_is_known() -> None:
    later, shipped = Feed("later", "https://later.example/rss", "later"), min(config.shipped_outlets())
    with feed_admin._opened(config.for_store()) as store, store.writing() as tx:
        feed_admin._add(tx, later, NOON)
        feed_admin._add(tx, replace(later, id="again", url="https://later.example/2"), NOON)
        feed_admin._add(tx, Feed("ours", "https://ours.example/rss", shipped), NOON)
        outlet_standing.begin(tx, (Feed("file", "https://file.example/rss", "file"),), config.shipped_outlets(), NOON)
        trusted = tx.outlets.all()
    assert trusted == {"later": Trust.PROBATION, "file": Trust.PROBATION}


def test_links_that_are_left_out_are_named_when_a_feed_is_checked() -> None:
    told = row(WORKED, FeedVerdict.WORKS, AskedFeed(3, NOON, elsewhere="feeds.example"))
    assert told.detail == "links lead to feeds.example: left out unless in hosts"


@pytest.mark.usefixtures("installation")
def test_a_check_names_each_feed_and_its_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["feeds", "check"]) == 1
    said = capsys.readouterr()
    assert "never worked" in said.out
    assert "forbidden address" in said.out
    assert said.err == "asking 1 feeds\n"


@pytest.mark.usefixtures("installation")
def test_what_cannot_be_added_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["feeds", "add", "http://127.0.0.1:9/"]) == 1
    assert capsys.readouterr().err.startswith("protest-alerts: http://127.0.0.1:9/: forbidden address")


def test_every_feed_that_is_shipped_has_a_named_outlet_with_a_group() -> None:
    names = resources.load().names
    shipped = config.feeds(config.SHIPPED_FEEDS)
    assert {feed.id: fault for feed in shipped if (fault := outlet_fault(names.get(feed.outlet)))} == {}
    assert outlet_fault(None)
    assert outlet_fault(Name("mvd", NameKind.CLAIMANT, {}, group="mvd"))
    assert "group" in outlet_fault(Name("arna", NameKind.OUTLET, {}))


def test_without_a_key_no_feed_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUBSCRIBER_KEY", raising=False)
    assert main.status(["feeds", "list"]) == 2


def test_the_columns_are_those_of_a_row() -> None:
    assert list(feed_admin.Row.__annotations__)[:6] == ["id", "outlet", "lang", "kind", "confidence", "verdict"]
