"""Fetching and parsing against the simulator's feeds, in good weather and in bad."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed import Failed, Feed, FeedState, Fresh, Index, Parsed, PollFault, Unchanged
from bot.net.fetch import Fetcher, fetching
from bot.net.html_text import one_line, plain
from bot.net.parse import parse
from bot.simulator import Address, FeedEntry, FeedFormat, Misbehaviour, Simulator, running
from tests.net.weather import HOME

NOON = datetime(2019, 9, 21, 6, tzinfo=UTC)
ENTRIES = [
    FeedEntry(
        "a1", "Алматыда митинг өтті", "Полиция 57 адамды ұстады.", NOON, "Полиция 57 адамды ұстады.\n\nТолығырақ."
    ),
    FeedEntry("a2", "Weather & <b>rain</b>", "Rain in Oral.", NOON, "Rain in Oral."),
]


@pytest.fixture
async def simulator() -> Simulator:
    simulator = Simulator(lambda: NOON)
    for form in FeedFormat:
        simulator.feeds.create(form.value, title="Arna", language="kk", form=form)
        for entry in ENTRIES:
            simulator.feeds.publish(form.value, entry)
    return simulator


@pytest.fixture
async def address(simulator: Simulator) -> AsyncIterator[Address]:
    async with running(simulator) as address:
        yield address


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with fetching(HOME) as fetcher:
        yield fetcher


def feed(url: str) -> FeedState:
    return FeedState(Feed("arna", url, "arna"), due_at=NOON)


@pytest.mark.parametrize("form", list(FeedFormat))
async def test_a_feed_is_fetched_and_parsed(fetcher: Fetcher, address: Address, form: FeedFormat) -> None:
    fetched = await fetcher.feed(feed(address.feed(form.value)))
    assert isinstance(fetched, Fresh)
    parsed = parse(fetched.body, fetched.content_type)
    assert isinstance(parsed, Parsed)
    newest, oldest = parsed.entries
    assert (oldest.key, oldest.title, oldest.published) == ("a1", "Алматыда митинг өтті", NOON)
    assert oldest.link == address.article("a1")
    assert newest.title == "Weather & rain"


@pytest.mark.parametrize("form", list(FeedFormat))
async def test_the_second_time_nothing_is_sent_again(fetcher: Fetcher, address: Address, form: FeedFormat) -> None:
    state = feed(address.feed(form.value))
    first = await fetcher.feed(state)
    assert isinstance(first, Fresh)
    for known in (replace(state, etag=first.etag), replace(state, last_modified=first.last_modified)):
        assert await fetcher.feed(known) == Unchanged()


@pytest.mark.parametrize(
    ("how", "fault", "detail"),
    [
        (Misbehaviour.NOT_FOUND, PollFault.HTTP_STATUS, "404"),
        (Misbehaviour.SERVER_ERROR, PollFault.HTTP_STATUS, "500"),
        (Misbehaviour.EMPTY, PollFault.EMPTY, "200 with an empty body"),
    ],
)
async def test_a_fault_of_fetching_is_named(
    fetcher: Fetcher, simulator: Simulator, address: Address, how: Misbehaviour, fault: PollFault, detail: str
) -> None:
    simulator.feeds.misbehave("rss", how)
    assert await fetcher.feed(feed(address.feed("rss"))) == Failed(fault, detail)


async def misbehaved(fetcher: Fetcher, address: Address) -> object:
    fetched = await fetcher.feed(feed(address.feed("rss")))
    assert isinstance(fetched, Fresh)
    return parse(fetched.body, fetched.content_type)


async def test_html_instead_of_a_feed_is_no_feed(fetcher: Fetcher, simulator: Simulator, address: Address) -> None:
    simulator.feeds.misbehave("rss", Misbehaviour.HTML)
    result = await misbehaved(fetcher, address)
    assert isinstance(result, Failed)
    assert result.fault is PollFault.NOT_A_FEED


async def test_a_document_cut_short_keeps_the_entries_before_the_cut(
    fetcher: Fetcher, simulator: Simulator, address: Address
) -> None:
    simulator.feeds.misbehave("rss", Misbehaviour.TRUNCATED)
    result = await misbehaved(fetcher, address)
    assert isinstance(result, Parsed)
    assert result.complaint
    assert result.entries[0].key == "a2"


async def test_a_wrong_encoding_loses_no_entry(fetcher: Fetcher, simulator: Simulator, address: Address) -> None:
    simulator.feeds.misbehave("rss", Misbehaviour.WRONG_ENCODING)
    result = await misbehaved(fetcher, address)
    assert isinstance(result, Parsed)
    assert {entry.key for entry in result.entries} == {"a1", "a2"}


async def test_a_date_in_the_year_one_is_no_date(fetcher: Fetcher, simulator: Simulator, address: Address) -> None:
    simulator.feeds.misbehave("rss", Misbehaviour.YEAR_ONE)
    result = await misbehaved(fetcher, address)
    assert isinstance(result, Parsed)
    assert [entry.published for entry in result.entries] == [None, None]


def test_entries_without_guid_are_known_by_link_or_content() -> None:
    document = b"""<rss version="2.0"><channel><title>t</title>
        <item><title>One</title><link>https://a.example/1?utm_source=rss&amp;id=7#top</link></item>
        <item><title>Two</title></item><item></item></channel></rss>"""
    result = parse(document)
    assert isinstance(result, Parsed)
    assert result.entries[0].key == "https://a.example/1?id=7"
    assert len(result.entries) == 2
    assert len(result.entries[1].key) == 64


@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(parse(b"<rss version='2.0'><channel>" + body), Parsed | Failed)
    assert isinstance(parse(body), Parsed | Failed | Index)


def test_markup_becomes_plain_text() -> None:
    assert plain("<p>Bir&nbsp;күн</p><script>alert(1)</script><p>екі<br>үш</p>") == "Bir күн\n\nекі\n\nүш"
    assert one_line("a\u200bb <i>c</i>\x00\n d") == "ab c d"


@given(st.text())
def test_any_text_can_be_made_plain(markup: str) -> None:
    assert "\x00" not in plain(markup)
