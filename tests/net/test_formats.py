"""Every format and encoding a source may use, well and badly written; nothing is lost, every fault has its name."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.article import Entry
from bot.domain.feed import Failed, Index, Parsed, PollFault
from bot.net import sanitize, wellformed
from bot.net.parse import parse

NOON = datetime(2019, 9, 21, 12, tzinfo=UTC)
HOME = "https://outlet.example/rss"


def entries(body: bytes, content_type: str = "") -> tuple[Entry, ...]:
    found = parse(body, content_type, HOME)
    assert isinstance(found, Parsed)
    return found.entries


def item(title: str = "T", link: str = "", guid: str = "", more: str = "") -> str:
    parts = [f"<title>{title}</title>", f"<link>{link}</link>" if link else "", f"<guid>{guid}</guid>" if guid else ""]
    return f"<item>{''.join(parts)}{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>c</title>{"".join(items)}</channel></rss>'.encode()


RSS_091 = '<rss version="0.91"><channel><title>c</title><item><title>Митинг</title><link>https://o.example/1</link></item></channel></rss>'
RSS_10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://o.example/"><title>c</title></channel>
 <item rdf:about="https://o.example/1"><title>Митинг</title><link>https://o.example/1</link>
 <dc:date>2019-09-21T12:00:00Z</dc:date></item></rdf:RDF>"""
RSS_090 = RSS_10.replace("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>c</title><entry>
 <title type="html">&lt;b&gt;Митинг&lt;/b&gt;</title>
 <id>urn:1</id><link href="https://o.example/1"/><updated>2019-09-21T12:00:00Z</updated>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Один</p><p>Два</p></div></content></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": 1,
                "url": "https://o.example/1",
                "title": "Митинг",
                "content_html": "<p>Один</p>",
                "date_published": "2019-09-21T12:00:00Z",
            }
        ],
    }
)
NEWS_MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><!-- made -->
 <url><loc> https://o.example/1 </loc><news:news>
 <news:publication><news:name>o</news:name></news:publication><news:title>Митинг</news:title>
 <news:publication_date>2019-09-21T17:00:00+05:00</news:publication_date></news:news></url></urlset>"""


@pytest.mark.parametrize("document", [RSS_090, RSS_091, RSS_10, ATOM, JSON_FEED, NEWS_MAP])
def test_each_format_gives_its_entry(document: str) -> None:
    (entry,) = entries(document.encode())
    assert (entry.title, entry.link, entry.identity) == ("Митинг", "https://o.example/1", "https://o.example/1")
    assert entry.published in {NOON, None}


@pytest.mark.parametrize("document", [RSS_10, ATOM, JSON_FEED, NEWS_MAP])
def test_each_format_with_dates_gives_the_date(document: str) -> None:
    assert entries(document.encode())[0].published == NOON


def test_a_sitemap_may_be_a_file_of_gzip() -> None:
    assert len(entries(gzip.compress(NEWS_MAP.encode()))) == 1
    assert parse(gzip.compress(b"\0" * (20 << 20))) == Failed(PollFault.TOO_LARGE, "over 15728640 bytes unpacked")
    assert isinstance(parse(gzip.compress(b"x" * 99)[:40]), Failed)


def test_gzip_in_many_members_is_refused_before_it_is_copied_over_and_over() -> None:
    document = NEWS_MAP.encode()
    pieces = [gzip.compress(document[at : at + 9]) for at in range(0, len(document), 9)]
    assert len(pieces) < 100
    assert len(entries(b"".join(pieces))) == 1
    assert parse(gzip.compress(b"") * 200_000) == Failed(PollFault.ENCODING, "more than 100 gzip members")


def test_a_sitemap_of_sitemaps_says_where_to_look_news_first_then_the_last_changed() -> None:
    rows = [("old", "2019-01-01"), ("young", "2019-09-21"), ("news", "2018-01-01"), ("older", "2017-01-01"), ("x", "")]
    places = "".join(f"<sitemap><loc>https://o.example/{n}.xml</loc><lastmod>{d}</lastmod></sitemap>" for n, d in rows)
    found = parse(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</sitemapindex>'.encode())
    assert found == Index(tuple(f"https://o.example/{name}.xml" for name in ("news", "young", "old")))


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16", "utf-8"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>{item("Митинг")}</channel></rss>'
    )
    assert entries(document.encode(encoding))[0].title == "Митинг"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(item("Митинг"), head="").decode().encode("windows-1251"), "text/xml; charset=windows-1251"),
        (rss(item("Митинг"), head='<?xml version="1.0" encoding="windows-1251"?>'), "text/xml; charset=utf-8"),
        (rss(item("Митинг")), ""),
        (b"\xef\xbb\xbf" + rss(item("Митинг")), "application/xml"),
    ],
)
def test_an_encoding_that_only_the_header_or_nobody_tells_is_read(body: bytes, content_type: str) -> None:
    assert entries(body, content_type)[0].title == "Митинг"


SENTENCES = "Полиция задержала 57 участников митинга в Алматы, сообщили в министерстве."


@pytest.mark.parametrize("actual", ["windows-1251", "koi8-r"])
@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "nonsense", "windows-1251", "koi8-r"])
@pytest.mark.parametrize("content_type", ["", "text/xml", "application/rss+xml; charset=utf-8"])
def test_an_encoding_that_is_missing_or_wrong_is_found_out_and_the_fault_is_named(
    actual: str, declared: str, content_type: str
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    found = parse(rss(item(SENTENCES, guid="1"), head=head).decode().encode(actual), content_type)
    assert isinstance(found, Parsed)
    assert [entry.title for entry in found.entries] == [SENTENCES]
    assert found.complaint == ("" if declared == actual else f"encoding: taken for {actual}")


def test_a_few_broken_letters_do_not_make_utf8_another_encoding() -> None:
    broken = rss(item(SENTENCES, guid="1"), item(SENTENCES, guid="2")).replace(b"57", b"57\xff")
    found = parse(broken)
    assert isinstance(found, Parsed)
    assert [entry.title.replace("\ufffd", "") for entry in found.entries] == [SENTENCES] * 2


def test_western_letters_are_not_taken_for_cyrillic() -> None:
    document = rss(item("Café à Genève", guid="1"), head='<?xml version="1.0" encoding="iso-8859-1"?>')
    assert entries(document.decode().encode("iso-8859-1"))[0].title == "Café à Genève"


def test_a_wrong_encoding_loses_no_entry() -> None:
    wrong = rss(item("Митинг", guid="1"), item("Rally", guid="2"), head='<?xml version="1.0" encoding="utf-8"?>')
    assert [e.key for e in entries(wrong.decode().encode("windows-1251"), "text/xml")] == ["1", "2"]


FILE = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
LAUGHS = '<!DOCTYPE r [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "body",
    [
        f"{LAUGHS}]><rss version='2.0'><channel>{item('&a11;')}</channel></rss>",
        f"{LAUGHS}]><urlset><url><loc>https://o.example/&a11;</loc></url></urlset>",
        f"{FILE}<rss version='2.0'><channel>{item('T&x;')}</channel></rss>",
        f"{FILE}<urlset><url><loc>https://o.example/</loc><title>&x;</title></url></urlset>",
        "<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/evil.dtd'><rss version='2.0'><channel></channel></rss>",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;]><urlset></urlset>",
    ],
)
def test_bombs_and_tricks_of_xml_do_nothing(body: str) -> None:
    found = parse(body.encode())
    shown = repr(found)
    assert isinstance(found, Parsed | Failed)
    assert "root:" not in shown
    assert len(shown) < 20_000


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><head><title>Maintenance</title></head><body><p>Soon</body></html>",
        b"Not Found",
        b"OK\n\n\n\n\n\n\n\n\n",
        b"\x00\x01\x02",
        b"{",
        b"[]",
        b'{"version": "1"}',
        b'{"version": "https://jsonfeed.org/version/1"}',
        b"[" * 100_000,
        b'{"version":' + b"[" * 100_000,
        b"<urlset",
        b"<urlset ",
    ],
)
def test_what_is_no_feed_is_named_so(body: bytes) -> None:
    found = parse(body, "text/html")
    assert isinstance(found, Failed)
    assert found.fault is PollFault.NOT_A_FEED


def test_a_document_cut_short_keeps_what_came_before_the_cut() -> None:
    whole = rss(*(item(f"T{n}", guid=f"g{n}") for n in range(9)))
    found = parse(whole[: len(whole) * 2 // 3])
    assert isinstance(found, Parsed)
    assert found.complaint
    assert len(found.entries) >= 5
    cut = parse(NEWS_MAP.encode()[:-30])
    assert isinstance(cut, Parsed)
    assert (len(cut.entries), bool(cut.complaint)) == (1, True)


def test_entries_without_link_date_or_title_are_kept_and_empty_ones_are_not() -> None:
    found = entries(rss(item("Only a title"), "<item><description>Only words</description></item>", "<item></item>"))
    assert [(e.title, e.text, e.link, e.published) for e in found] == [
        ("Only a title", "", "", None),
        ("", "Only words", "", None),
    ]
    assert len({e.key for e in found}) == 2


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("1 Jan 0001", None),
        ("Sat, 01 Jan 2077 00:00:00 GMT", 2077),
        ("soon", None),
    ],
)
def test_dates_of_no_time_are_no_dates(date: str, year: int | None) -> None:
    (entry,) = entries(rss(item(more=f"<pubDate>{date}</pubDate>")))
    assert (entry.published.year if entry.published else None) == year


def test_ten_thousand_entries_are_all_kept() -> None:
    assert len(entries(rss(*(item(f"T{n}", f"https://o.example/a/{n}", str(n)) for n in range(10_000))))) == 10_000


def test_the_same_guid_for_all_loses_none() -> None:
    with_links = entries(rss(*(item(f"T{n}", f"https://o.example/{n}", "same") for n in range(5))))
    assert [e.key for e in with_links] == [f"https://o.example/{n}" for n in range(5)]
    assert len({e.key for e in entries(rss(*(item(f"T{n}", guid="same") for n in range(5))))}) == 5


def test_the_same_link_for_all_loses_none() -> None:
    found = entries(rss(*(item(f"T{n}", "https://o.example/news/live", f"g{n}") for n in range(5))))
    assert [(e.key, e.identity, e.link) for e in found] == [
        (f"g{n}", "", "https://o.example/news/live") for n in range(5)
    ]
    assert [e.identity for e in entries(rss(item("T", "https://o.example/", "g")))] == [""]


def test_one_article_twice_in_a_document_is_one_entry() -> None:
    twice = [
        item("T", f"https://{host}/news/t-123456/", guid) for host, guid in (("o.example", "a"), ("www.o.example", "b"))
    ]
    assert [e.key for e in entries(rss(*twice))] == ["a"]


def test_markup_and_invisible_characters_in_titles_go() -> None:
    (entry,) = entries(
        rss(item("&lt;b&gt;Ми\u200bтинг&lt;/b&gt; &amp;amp; \u202eмарш<![CDATA[<script>alert(1)</script>]]>"))
    )
    assert entry.title == "Митинг & марш"


def test_a_title_and_a_text_longer_than_any_article_are_cut_and_the_fault_is_named() -> None:
    long = item("T" * 10_000, guid="1", more=f"<description>{'слово ' * 50_000}</description>")
    found = parse(rss(long, item("Митинг", guid="2")))
    assert isinstance(found, Parsed)
    assert found.complaint == "1 entries too long: cut to 500 and 50000 characters"
    assert [(len(e.title), len(e.text)) for e in found.entries] == [(500, 50_000), (6, 0)]
    in_map = parse(NEWS_MAP.replace("Митинг", "Т" * 501).encode())
    assert isinstance(in_map, Parsed)
    assert (len(in_map.entries[0].title), bool(in_map.complaint)) == (500, True)


@pytest.mark.parametrize("piece", ["<a ", "<a", "<!--", "<!", "</", "<?", "<![", "<![CDATA[", "<b></i>", "<div>", "&#"])
def test_markup_that_chokes_parsers_is_read_and_what_follows_is_not_lost(piece: str) -> None:
    hostile = piece.replace("&", "&amp;").replace("<", "&lt;") * 60_000
    found = entries(rss(item("T", guid="1", more=f"<description>{hostile}</description>"), item("Митинг", guid="2")))
    assert [entry.key for entry in found] == ["1", "2"]


HEADS = [
    b"\n",
    b" ",
    b"<!ENTITY ",
    b"<!ENTITY a 'b'>",
    b"<!DOCTYPE x [",
    b"]>",
    b"<?",
    b"?>",
    b"<!--",
    b"-->",
    b"<!",
    b">",
]


@given(st.lists(st.sampled_from(HEADS), max_size=9), st.integers(1, 99), st.sampled_from([b"<rss>", b"<a", b""]))
def test_feedparser_is_given_no_head_of_a_document(head: list[bytes], times: int, root: bytes) -> None:
    left = sanitize.rooted(b"".join(piece * times for piece in head) + root)
    assert left in {b"", root}


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<!-- <b>not the root</b> --><?x <y>?>",
        b"\xef\xbb\xbf\r\n<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//N//D' 'http://a.example/x.dtd'>",
        b"<!DOCTYPE r [<!ENTITY a '<b>'><!ENTITY c \"]\">\n] >",
        b"<!DOCTYPE unclosed ",
    ],
)
def test_the_root_is_found_behind_any_head(head: bytes) -> None:
    assert sanitize.rooted(head + b"<rss>x</rss>") == b"<rss>x</rss>"


@pytest.mark.parametrize("piece", ["<a ", "<b></b>", "&amp;", "<a b='", "&#x"])
def test_feedparser_is_given_no_more_markup_than_a_feed_has(piece: str) -> None:
    broken = f"<rss version='2.0'><channel>{item('T', guid='1')}{piece * 50_000}".encode()
    left, cut = sanitize.bounded(broken)
    assert cut
    assert broken.startswith(left)
    assert left.count(b"<") + left.count(b"&") == sanitize.MOST_BROKEN
    found = parse(broken)
    assert isinstance(found, Parsed)
    assert [entry.key for entry in found.entries] == ["1"]
    assert "cut: too much markup" in found.complaint


def test_a_large_document_that_is_well_formed_is_read_to_its_end() -> None:
    rows = "".join(
        f"<item rdf:about='https://o.example/{n}'><title>T{n}</title><link>https://o.example/{n}</link></item>"
        for n in range(8_000)
    )
    head, _, end = RSS_10.partition("<item")[0], None, "</rdf:RDF>"
    found = parse(f"{head}{rows}{end}".encode())
    assert isinstance(found, Parsed)
    assert (len(found.entries), found.complaint) == (8_000, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32", "windows-1251", "cp037"])
@pytest.mark.parametrize("piece", ["\n", " ", "<!ENTITY ", "\n<!DOCTYPE ", "<?xml encoding='' ", "<!-- --> ", "<!--"])
def test_a_head_of_nothing_does_not_stop_the_process(piece: str, encoding: str) -> None:
    document = f"{piece * 400_000}<?xml version='1.0'?><rss version='2.0'><channel>{item('T')}</channel></rss>"
    assert isinstance(parse(document.encode(encoding), f"text/xml; charset={encoding}"), Parsed | Failed)


def test_spaces_before_a_document_are_no_part_of_it() -> None:
    assert [e.title for e in entries(b"\n" * 400_000 + rss(item("T")))] == ["T"]
    far = b"<x" + b" " * 70_000 + b"/>"
    assert parse(b"<!--" + b" " * 70_000 + b"-->" + far) == Failed(
        PollFault.NOT_A_FEED, "no element in its first 65536 bytes"
    )


def test_a_guid_of_any_length_is_bounded() -> None:
    assert len(entries(rss(item(guid="x" * 100_000)))[0].key) <= 500


DOCUMENTS = [d.encode() for d in (RSS_090, RSS_091, RSS_10, ATOM, JSON_FEED, NEWS_MAP)]


@given(st.sampled_from(DOCUMENTS), st.integers(0, 600), st.binary(max_size=20), st.integers(0, 20))
@example(NEWS_MAP.encode(), 36, b"}", 0)
def test_no_damage_raises(document: bytes, at: int, put: bytes, cut: int) -> None:
    assert isinstance(parse(document[:at] + put + document[at + cut :], "text/xml"), Parsed | Index | Failed)


@given(st.binary(max_size=300), st.sampled_from(["", "text/xml; charset=koi8-r", "x", "text/html; charset=nonsense"]))
def test_no_bytes_raise(body: bytes, content_type: str) -> None:
    for head in (b"", b"{", b"<urlset>", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", b"\x1f\x8b"):
        assert isinstance(parse(head + body, content_type), Parsed | Index | Failed)


def anything() -> st.SearchStrategy[object]:
    plain = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
    return st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    )


@given(st.lists(st.dictionaries(st.sampled_from(["id", "url", "title", "content_html", "date_published"]), anything())))
def test_no_items_of_json_raise(items: list[object]) -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    assert isinstance(parse(body), Parsed)


FULL_RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>c</title>
 <atom:link href="https://o.example/rss" rel="self"/><item><title>A &amp;amp; &lt;i&gt;B&lt;/i&gt;</title>
 <link>https://o.example/1?utm_source=rss</link><description>&lt;p&gt;Short&lt;/p&gt;</description>
 <content:encoded><![CDATA[<p>One</p><p>Two &laquo;x&raquo;</p>]]></content:encoded>
 <pubDate>Sat, 21 Sep 2019 17:00:00 +0500</pubDate></item><item><title>C</title>
 <guid>https://o.example/2</guid><dc:date>2019-09-21T12:00:00Z</dc:date></item><item><title>D</title>
 <guid isPermaLink="false">x</guid><link>/3</link>
 <pubDate>Sat, 21 Sep 2019 12:00:00 GMT</pubDate></item></channel></rss>"""
FULL_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>c</title><entry><title>A</title><id>urn:1</id>
 <link rel="self" href="https://o.example/self"/><link href="https://o.example/1"/><summary>Short</summary>
 <content type="html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</content><published>2019-09-21T12:00:00Z</published>
 <updated>2019-09-22T12:00:00Z</updated></entry></feed>"""


@pytest.mark.parametrize("document", [FULL_RSS, FULL_ATOM, RSS_091])
def test_the_quick_way_reads_what_feedparser_reads(document: str) -> None:
    odd = f"<!-- one more space and a doctype make it odd --><!DOCTYPE x>{document}"
    assert wellformed.parse(document.encode(), "", HOME) is not None
    assert wellformed.parse(odd.encode(), "", HOME) is None
    assert entries(document.encode()) == entries(odd.encode())


@pytest.mark.parametrize(
    ("document", "content_type"),
    [
        (ATOM, ""),  # XHTML inside
        (RSS_10, ""),
        (FULL_RSS, "text/xml; charset=windows-1251"),
        (FULL_RSS.replace("Sat, 21 Sep 2019 12:00:00 GMT", "на днях"), ""),
        (FULL_RSS.replace("Sat, 21 Sep 2019 12:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT"), ""),
        (FULL_RSS[:-9], ""),
    ],
)
def test_what_is_odd_is_left_to_feedparser(document: str, content_type: str) -> None:
    assert wellformed.parse(document.encode(), content_type, HOME) is None
    assert isinstance(parse(document.encode(), content_type, HOME), Parsed)


def test_a_link_without_a_host_is_made_whole() -> None:
    assert [e.link for e in entries(rss(item("T", "/news/1")))] == ["https://outlet.example/news/1"]


BASED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://o.example/ru/"><entry xml:base="news/">{}'
    '<title>T</title><id>urn:1</id><link xml:base="2026/" href="miting.html"/></entry></feed>'
)


@pytest.mark.parametrize("odd", ["", "<summary>A & B</summary>"])
def test_a_link_is_made_whole_by_every_base_around_it(odd: str) -> None:
    assert [e.link for e in entries(BASED.format(odd).encode())] == ["https://o.example/ru/news/2026/miting.html"]
    assert [e.link for e in entries(BASED.replace("https://o.example", "").format(odd).encode())] == [
        "https://outlet.example/ru/news/2026/miting.html"
    ]


@pytest.mark.parametrize(
    "link",
    [
        "https://o.example/?id=7&lang=ru&copy=1",
        "https://o.example/?id=7&amp;lang=ru&amp;copy=1",
        "<![CDATA[https://o.example/?id=7&lang=ru&copy=1]]>",
    ],
)
@pytest.mark.parametrize("odd", ["", "<description>A&nbsp;& B</description>", "<description>A &b; <br>"])
def test_an_address_keeps_its_bare_ampersands(link: str, odd: str) -> None:
    assert entries(rss(item("T", link, more=odd)))[0].link == "https://o.example/?id=7&lang=ru&copy=1"


@given(st.binary(max_size=300))
def test_writing_out_ampersands_changes_nothing_else(document: bytes) -> None:
    assert sanitize.escaped(document).replace(b"&amp;", b"&") == document.replace(b"&amp;", b"&")
    assert sanitize.escaped(sanitize.escaped(document)) == sanitize.escaped(document)


def test_feedburners_link_is_not_the_articles() -> None:
    space = 'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    original = "<feedburner:origLink>https://o.example/1</feedburner:origLink>"
    for odd in ("", "<description>A & B</description>"):
        body = rss(item("T", "http://feedproxy.example/~r/x", more=original + odd)).replace(
            b"<rss ", f"<rss {space} ".encode()
        )
        assert entries(body)[0].link == "https://o.example/1"


@pytest.mark.parametrize("odd", ["", "<summary>A & B</summary>"])
def test_what_was_only_changed_at_a_moment_was_published_then_or_earlier(odd: str) -> None:
    dates = "{}<updated>2019-09-21T12:00:00Z</updated>"
    head = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><id>1</id>{odd}'
    for said, is_change in (("", True), ("<published>2019-09-20T12:00:00Z</published>", False)):
        (entry,) = entries(f"{head}{dates.format(said)}</entry></feed>".encode())
        assert entry.is_change is is_change
    place = "<url><loc>https://o.example/1</loc><lastmod>2019-09-21T12:00:00Z</lastmod></url>"
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{place}</urlset>'
    assert [entry.is_change for entry in entries(sitemap.encode())] == [True]


def test_a_page_that_looks_for_robots_is_no_feed() -> None:
    page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><p>Checking</p></body></html>"
    found = parse(page.encode(), "text/html; charset=UTF-8", HOME)
    assert isinstance(found, Failed)
    assert found.fault is PollFault.NOT_A_FEED
