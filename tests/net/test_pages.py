"""Pages: their text, what robots.txt says of them, and the feeds they lead to."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feed import Failed, Fetched, Fresh, PollFault, Unchanged
from bot.net.discover import candidates
from bot.net.page import LARGEST, MOST_ELEMENTS, extract
from bot.net.robots import Robots, allowed, rules_of
from bot.resources import load
from tests.conftest import FakeClock

FIRST = "Утром 21 сентября в Алматы прошёл митинг против изменения состава правительства страны."
SECOND = "Полиция задержала не менее двадцати человек, сообщил корреспондент издания с места событий."
THIRD = "Задержанных доставили в районное отделение полиции, их число в ведомстве пока не назвали."


def page(between: str = "", charset: str = "utf-8") -> bytes:
    return f"""<!doctype html><html><head><meta charset="{charset}"><title>Митинг в Алматы</title></head><body>
    <nav><a href="/">Главная</a></nav>
    <article><h1>Митинг в Алматы</h1><p>{FIRST}</p><p>{SECOND}</p>{between}<p>{THIRD}</p>
    </article><aside><a href="/x">Курс валют на сегодня</a></aside><footer>© 2019</footer></body></html>""".encode(
        charset
    )


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_the_article_of_a_page_and_nothing_else(charset: str) -> None:
    found = extract(page(charset=charset))
    assert found is not None
    assert found.text.split("\n\n") == [FIRST, SECOND, THIRD]
    assert found.title == "Митинг в Алматы"


@pytest.mark.parametrize("piece", ["<li>x", "<br>", "<a href=x>a</a>", "<div><p>a</div>", "<td>x"])
def test_a_page_of_more_elements_than_any_article_has_is_left_alone(piece: str) -> None:
    fitting, beyond = MOST_ELEMENTS // 4 // piece.count("<"), MOST_ELEMENTS
    found = extract(page(f"<ul>{piece * fitting}</ul>"))
    assert found is not None
    assert FIRST in found.text
    assert extract(page(f"<ul>{piece * beyond}</ul>")) is None
    assert extract(page(piece * 150_000)) is None


def test_a_page_of_more_bytes_than_any_article_has_is_left_alone() -> None:
    assert extract(page(f"<script>{'x' * (LARGEST - 10_000)}</script>")) is not None
    assert extract(page(f"<script>{'x' * LARGEST}</script>")) is None


def test_a_page_without_a_heading_is_called_as_it_is_shared_or_by_its_title() -> None:
    named = page().replace("<h1>Митинг в Алматы</h1>".encode(), b"")
    shared = named.replace(b"</head>", '<meta property="og:title" content="Шеру"></head>'.encode())
    titles = [found.title for one in (named, shared) if (found := extract(one))]
    assert titles == ["Митинг в Алматы", "Шеру"]


@pytest.mark.parametrize("name", ["read-also", "related-news", "article__read-more"])
def test_teasers_in_the_article_are_cut_out(name: str) -> None:
    teaser = f'<div class="{name}"><p>В Шымкенте задержаны 57 человек на другой площади города.</p></div>'
    found = extract(page(teaser))
    assert found is not None
    assert "57" not in found.text
    assert THIRD in found.text


CARD = '<h3><a href="/b">В Шымкенте около 900 человек вышли на митинг</a></h3><p>Полиция задержала 70 человек.</p>'
LINKED = '<a href="/b">В Шымкенте около 900 человек вышли на митинг, задержаны 70</a>'


@pytest.mark.parametrize(
    "block",
    [
        f"<div class='x1'>{CARD}</div>",
        f"<article>{CARD}</article>",
        f"<aside>{CARD}</aside>",
        f"<section><h4>Читайте также:</h4><p>{LINKED}</p><p>Полиция задержала 70 человек.</p></section>",
        f"<div><div><b>Оқи отырыңыз</b></div><ul><li>{LINKED}</li></ul></div>",
        f"<p>{LINKED}</p>",
        f"<ul><li>{LINKED}</li><li>{LINKED}</li></ul>",
        f"<div class='teaser'>{LINKED}<p>Полиция задержала 70 человек.</p></div>",
        "<a href='/b'><h3>В Шымкенте 900 человек вышли на митинг</h3><p>Полиция задержала 70.</p></a>",
        "<div id='cookie-notice'><p>Мы используем файлы cookie 70 раз в день, чтобы сайт работал.</p></div>",
    ],
)
def test_a_block_of_other_articles_on_a_good_page_is_cut_out(block: str) -> None:
    found = extract(page(block), load().pages.others)
    assert found is not None
    assert found.text.split("\n\n") == [FIRST, SECOND, THIRD]


def test_a_class_that_sounds_like_teasers_may_hold_the_article() -> None:
    body = page().replace(b"<p>", b'<p class="teaser-content">')
    found = extract(body)
    assert found is not None
    assert FIRST in found.text


def structured(more: str = "", **said: object) -> bytes:
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Митинг в Алматы"} | said
    graph = json.dumps({"@graph": [{"@type": "WebSite", "name": "Арна"}, thing]}, ensure_ascii=False)
    script = f'<script type="application/ld+json">{graph}</script>'
    return page(more).replace(b"</head>", f"{script}</head>".encode())


def test_where_the_page_says_what_its_article_is_nothing_else_is() -> None:
    flat = "<p>В Шымкенте около 900 человек вышли на митинг. Полиция задержала 70 человек.</p>"
    body = structured(flat, articleBody=f"{FIRST} {SECOND} {THIRD}")
    found = extract(body)
    assert found is not None
    assert found.text.split("\n\n") == [FIRST, SECOND, THIRD]
    begun = extract(structured(articleBody=FIRST))
    assert begun is not None
    assert THIRD in begun.text


def test_a_page_tells_of_its_article_what_schema_org_and_its_head_say() -> None:
    body = structured(
        datePublished="2019-09-21T10:00:00+06:00", dateModified="2019-09-22T10:00:00+06:00", isAccessibleForFree=False
    )
    head = (
        '<meta property="article:published_time" content="2019-09-21 10:05"><meta name="date" content="x">'
        '<meta property="article:modified_time" content="2026-09-21"><link rel="canonical" href="/a/1">'
        '<meta http-equiv="Refresh" content="0; URL=\'/a/2\'">'
    )
    found = extract(body.replace(b"</head>", f"{head}</head>".encode()))
    assert found is not None
    assert {f"{at:%m-%d %H:%M}" for at in found.published} == {"09-21 10:00", "09-21 10:05"}
    assert (found.address, found.leads_to, found.is_walled, found.is_live) == ("/a/1", "/a/2", True, False)
    live = extract(structured(**{"@type": "LiveBlogPosting"}))
    assert live is not None
    assert live.is_live


@pytest.mark.parametrize("content", ["300", "300; url=/a", "5", "", "0;", "x; url=/a"])
def test_a_page_that_only_renews_itself_leads_nowhere(content: str) -> None:
    found = extract(page().replace(b"</head>", f'<meta http-equiv="refresh" content="{content}"></head>'.encode()))
    assert found is not None
    assert found.leads_to == ""


@pytest.mark.parametrize("said", ["{", "[" * 9000, '{"@type": 5, "@graph": 7}', '"x"', "null", '{"@graph": [1, [2]]}'])
def test_structured_data_that_is_none_is_passed_over(said: str) -> None:
    script = f'<script type="application/ld+json">{said}</script>'
    found = extract(page().replace(b"</head>", f"{script}</head>".encode()))
    assert found is not None
    assert THIRD in found.text


def test_an_amp_page_is_read_as_any_other() -> None:
    amp = page(f"<amp-sidebar><ul><li>{LINKED}</li></ul></amp-sidebar>").replace(b"<html>", "<html ⚡>".encode())
    found = extract(amp)
    assert found is not None
    assert found.text.split("\n\n") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\x00" * 50, b"{}", b"<p>"])
def test_a_page_without_an_article_gives_none(body: bytes) -> None:
    assert extract(body) is None


@settings(deadline=None)  # the first page loads what the others need
@given(st.binary(max_size=400))
def test_no_page_raises(body: bytes) -> None:
    for found in (extract(body), extract(b"<html><body><article><p>" + body)):
        assert found is None or "\x00" not in found.text


@pytest.mark.parametrize(
    ("pattern", "path", "fit"),
    [
        *(
            ("/fish", "/fish.html", True),
            ("/fish", "/Fish", False),
            ("/fish/", "/fish", False),
            ("/fish*", "/fish", True),
        ),
        *(("/*.php", "/a/b.php?x", True), ("/*.php$", "/b.php", True), ("/*.php$", "/b.php?x", False)),
        *(
            ("/fish*.php", "/fishheads/x.php?y", True),
            ("/fish*.php", "/Fish.PHP", False),
            ("/$", "/", True),
            ("/$", "/a", False),
        ),
        *(("/a*b$", "/ab", True), ("/a*b$", "/abba", False), ("/a*b$", "/abcb", True), ("*", "/x", True)),
    ],
)
def test_patterns_fit_as_the_standard_says(pattern: str, path: str, fit: bool) -> None:
    rules = rules_of(f"User-agent: *\nDisallow: {pattern}".encode())
    assert allowed(rules, f"https://o.example{path}") is not fit


ROBOTS = """# comment
User-agent: *
Disallow: /search
Disallow:
Allow: /search/about

User-agent: GoogleBot
User-agent: Protest-Alerts
Disallow: /private/  # not for us
Allow: /private/open
Crawl-delay: 5
"""


@pytest.mark.parametrize(
    ("name", "path", "may"),
    [
        *(("other", "/search?q", False), ("other", "/search/about", True), ("other", "/private/x", True)),
        *(("protest-alerts", "/private/x", False), ("protest-alerts", "/private/open", True)),
        *(("protest-alerts", "/search", True), ("other", "/", True)),
    ],
)
def test_our_own_group_counts_before_everybodys(name: str, path: str, may: bool) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        assert allowed(rules_of(mark + ROBOTS.encode()), f"https://o.example{path}", name) is may


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_robots_txt_raises(text: str, path: str) -> None:
    for body in (text, f"User-agent: *\nDisallow: {text}"):
        assert allowed(rules_of(body.encode("utf-8", "replace")), f"https://o.example/{path}") in {True, False}


@pytest.mark.parametrize(
    ("answer", "may", "again"),
    [
        (Fresh(b"User-agent: *\nDisallow: /"), False, timedelta(hours=24)),
        (Fresh(b"<html>404 with 200"), True, timedelta(hours=24)),
        (Failed(PollFault.HTTP_STATUS, "404"), True, timedelta(hours=24)),
        (Failed(PollFault.EMPTY), True, timedelta(hours=24)),
        (Failed(PollFault.HTTP_STATUS, "503"), False, timedelta(hours=1)),
        (Failed(PollFault.HTTP_STATUS, "429"), False, timedelta(hours=1)),
        (Failed(PollFault.UNREACHABLE), False, timedelta(hours=1)),
        (Unchanged(), False, timedelta(hours=1)),
    ],
)
async def test_a_host_is_asked_once_and_again_after_its_time(answer: Fetched, may: bool, again: timedelta) -> None:
    asked: list[str] = []
    clock = FakeClock(datetime(2019, 9, 21, tzinfo=UTC))

    async def get(url: str, _: str) -> Fetched:
        asked.append(url)
        return answer

    robots = Robots(get, clock)
    for path in ("/a", "/b"):
        assert await robots.allow(f"https://o.example{path}") is may
    assert asked == ["https://o.example/robots.txt"]
    clock.now += again
    await robots.allow("https://o.example/c")
    assert len(asked) == 2


def test_a_page_leads_to_its_feeds_the_declared_first() -> None:
    html = b"""<head><link rel="alternate" type="application/rss+xml" href="/news.rss">
    <link rel=stylesheet href=/rss.css>
    <link rel="alternate" type="application/atom+xml" href="https://o.example/atom?utm_source=x"></head>
    <a href="/rss/politics">RSS</a><a href="javascript:rss()">x</a>
    <a href="http://[bad/rss">x</a><a href="/about">x</a>"""
    found = candidates(html, "https://o.example/ru/", "User-agent: *\nSitemap: https://o.example/news-map.xml\n")
    assert found[:4] == (
        "https://o.example/news.rss",
        "https://o.example/atom",
        "https://o.example/news-map.xml",
        "https://o.example/rss/politics",
    )
    assert all(address.startswith("https://o.example/") for address in found)
    assert len(found) <= 16


@given(st.binary(max_size=300), st.text(max_size=100))
def test_no_page_raises_in_the_search_for_feeds(body: bytes, robots: str) -> None:
    assert len(candidates(body, "https://o.example/", robots)) <= 16
