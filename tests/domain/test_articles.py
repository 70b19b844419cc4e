"""Whose article an entry is: addresses, guids and hashes; and which of two texts is the article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Entry, better, names_kazakhstan, settled, without_teasers
from bot.domain.links import host, identity, shown
from bot.resources import load

PAGES = load().pages


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://A.example/x?utm_medium=1&a=2", "https://a.example/x?a=2"),
        ("https://a.example/x?fbclid=1#top", "https://a.example/x"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://[broken", ""),
        ("https:///x", ""),
        ("https://Me:secret@A.example:8080/x", "https://a.example:8080/x"),
        ("https://a.example@b.example/x", "https://b.example/x"),
        ("https://b.example\\@a.example/x", ""),
        ("https://a.example\\.b.example/x", ""),
        ("https://a.example/" + "x" * 3000, ""),
        ("", ""),
    ],
)
def test_a_link_is_shown_without_fragment_and_campaign(link: str, address: str) -> None:
    assert shown(link) == address


@pytest.mark.parametrize(
    "links",
    [
        # scheme, www, mobile host, slash, campaign, fragment, order of parameters
        ("http://www.o.example/news/a", "https://o.example/news/a/", "https://m.o.example/news/a?utm_source=t#x"),
        ("https://o.example/?p=1&q=2", "https://o.example/index.php?q=2&p=1", "https://o.example/?q=2&p=1&from=rss"),
        # AMP in its several places
        ("https://o.example/news/a-title", "https://o.example/amp/news/a-title", "https://o.example/news/a-title/amp/"),
        (
            "https://amp.o.example/news/a-title",
            "https://o.example/news/a-title?amp=1",
            "https://o.example/news/a-title",
        ),
        ("https://o.example/a/title.html", "https://o.example/a/title.amp.html"),
        # the number of a content management system under an edited headline
        (
            "https://o.example/kazakhstan_news/miting-v-almatyi-378123/",
            "https://o.example/kazakhstan_news/vlasti-otvetili-378123/",
        ),
        ("https://rus.o.example/a/30175402.html", "https://rus.o.example/a/miting-v-almaty/30175402.html"),
        (
            "https://rus.o.example/a/30175402.html?withmediaplayer=1",
            "https://d9mc3ts4czbpr.cloudfront.net/a/30175402.html",
        ),
    ],
)
def test_one_article_has_one_identity(links: tuple[str, ...]) -> None:
    home = host(links[0])
    assert len({identity(link, home) for link in links}) == 1
    assert identity(links[0], home)


@pytest.mark.parametrize(
    "links",
    [
        ("https://o.example/news/a", "https://o.example/news/b"),
        ("https://o.example/news/a", "https://other.example/news/a"),
        ("https://o.example/?p=1", "https://o.example/?p=2"),
        ("https://o.example/kz/news/miting-378123", "https://o.example/kz/news/miting-378124"),
        ("https://o.example/news/12345", "https://o.example/video/12345"),
        ("https://o.example/news/miting-20190921", "https://o.example/news/pozhar-20190921"),
        ("https://o.example/news/top-10", "https://o.example/news/best-10"),
        ("https://d1.cloudfront.net/a/1234567.html", "https://d1.cloudfront.net/b/1234567.html"),
    ],
)
def test_two_articles_have_two_identities(links: tuple[str, str]) -> None:
    assert identity(links[0], "o.example") != identity(links[1], "o.example")


@pytest.mark.parametrize(
    "link", ["https://o.example", "https://o.example/", "http://www.o.example/index.html#x", "", "x"]
)
def test_a_front_page_identifies_nothing(link: str) -> None:
    assert identity(link) == ""


@given(st.text(max_size=60))
def test_any_link_has_an_answer_and_an_identity_is_its_own(text: str) -> None:
    for link in (text, f"https://o.example/{text}"):
        assert identity(identity(link)) == identity(link)
        assert shown(shown(link)) == shown(link)


WORDS = st.sampled_from(["", "a", "b", "https://o.example/news/a", "https://o.example/news/b", "https://o.example/"])


@given(st.lists(st.builds(Entry, key=WORDS.filter(bool), link=WORDS, title=WORDS, text=WORDS), max_size=9))
def test_no_entry_is_lost_whatever_guids_and_links_are_worth(entries: list[Entry]) -> None:
    kept = settled(tuple(entries), "o.example")
    assert {(e.title, e.text) for e in kept} <= {(e.title, e.text) for e in entries}
    assert {e.title for e in kept} == {e.title for e in entries}
    identities = [e.identity for e in kept if e.identity]
    assert len(identities) == len(set(identities))
    assert len({e.key for e in kept}) == len(kept)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        *(("Kazakh activists detained", True), ("Митинг в Казахстане", True), ("Қазақстанда митинг өтті", True)),
        *(
            ("Protest in Almaty", True),
            ("Забастовка в Жанаозене", True),
            ("Protest in Bishkek", False),
            ("Митинг в Казани", False),
        ),
    ],
)
def test_of_the_whole_world_only_what_names_kazakhstan_is_kept(title: str, kept: bool) -> None:
    assert names_kazakhstan(Entry("k", "", title, ""), PAGES.country) is kept


ARTICLE = "В Алматы прошёл митинг.\n\nПолиция задержала 20 человек."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{ARTICLE}\n\nЧитайте также: В Шымкенте задержаны 57 человек", ARTICLE),
        (
            "В Алматы прошёл митинг.\n\nЧитайте также\n\nВ Шымкенте задержаны 57\n\nПолиция задержала 20 человек.",
            ARTICLE,
        ),
        (
            "В Алматы прошёл митинг.\n\nОқи отырыңыз: Шымкентте 57 адам ұсталды\n\nПолиция задержала 20 человек.",
            ARTICLE,
        ),
        ("Rally held.\n\nRead more: 57 held in Shymkent\n\nPolice held 20.", "Rally held.\n\nPolice held 20."),
        ("По теме выступил министр.", "По теме выступил министр."),
        (ARTICLE, ARTICLE),
    ],
)
def test_headlines_of_other_articles_are_cut_out(text: str, left: str) -> None:
    assert without_teasers(text, PAGES.teaser) == left


LONG = "Полиция задержала не менее двадцати человек на площади. " * 10


@pytest.mark.parametrize(
    ("feed", "page", "kept"),
    [
        ("Анонс.", LONG, LONG.strip()),
        (LONG, LONG[:300], LONG),
        ("Анонс.", "Мы используем файлы cookie.", "Анонс."),
        ("", "Мы используем файлы cookie.", ""),
    ],
)
def test_the_better_of_feed_and_page_is_kept(feed: str, page: str, kept: str) -> None:
    assert better(feed, page, PAGES.teaser) == kept
