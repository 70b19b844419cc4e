from dataclasses import replace
from datetime import timedelta

from bot.store.articles import Stored
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.store.samples import FEED, REPORT, article, collected, entry


def test_an_article_comes_back_as_it_was_collected(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        assert tx.articles.add(FEED.id, entry(), article(entry()), clock(), quiet=True)
    with store.reading() as tx:
        assert tx.articles.unread(10) == (Stored(1, article(entry()), quiet=True, seen_at=clock()),)
        assert tx.articles.get(1) == Stored(1, article(entry()), quiet=True, seen_at=clock())
        assert tx.articles.get(2) is None


def test_the_same_entry_is_stored_once_whatever_has_changed_in_it(store: Store, clock: FakeClock) -> None:
    edited = replace(entry(), link="https://sample.example/other", title="Другой заголовок")
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        assert tx.articles.add(FEED.id, entry(), article(entry()), clock())
        assert not tx.articles.add(FEED.id, edited, article(edited), clock())
        assert [stored.article for stored in tx.articles.unread(10)] == [article(entry())]


def test_the_same_address_from_another_feed_is_the_same_article(store: Store, clock: FakeClock) -> None:
    copy = entry("copy")
    with store.writing() as tx:
        tx.feeds.sync([FEED, replace(FEED, id="second")], clock())
        assert tx.articles.add(FEED.id, entry(), article(entry()), clock())
        assert not tx.articles.add("second", copy, article(copy), clock())
        assert not tx.articles.add("second", copy, article(copy), clock())
        assert len(tx.articles.unread(10)) == 1


def test_articles_without_an_address_are_told_apart_by_their_keys(store: Store, clock: FakeClock) -> None:
    one, other = entry("one", ""), entry("other", "")
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        added = [tx.articles.add(FEED.id, it, article(it), clock()) for it in (one, other, one, other)]
        assert added == [True, True, False, False]
        assert [stored.article.url for stored in tx.articles.unread(10)] == ["", ""]


def test_the_unread_are_read_oldest_first_and_once(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        assert collected(tx, "one", "two", "three") == [True, True, True]
        tx.reports.save(2, REPORT, clock())
        assert [stored.article.id for stored in tx.articles.unread(10)] == ["one", "three"]
        assert [stored.article.id for stored in tx.articles.unread(1)] == ["one"]
        assert [tx.articles.is_read(number) for number in (1, 2, 3)] == [False, True, False]


def test_texts_are_dropped_after_their_time_and_nothing_else(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        collected(tx, "old", now=clock.now - timedelta(days=14, seconds=1))
        collected(tx, "young", now=clock.now - timedelta(days=14))
        assert tx.articles.drop_text(clock.now - timedelta(days=14)) == 1
        assert tx.articles.drop_text(clock.now - timedelta(days=14)) == 0
        old, young = (stored.article for stored in tx.articles.unread(10))
        assert (old.text, young.text) == ("", entry().text)
        assert old.title == entry().title
