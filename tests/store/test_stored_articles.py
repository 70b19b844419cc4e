from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Table, func, select

from bot.domain.article import Entry
from bot.store import tables
from bot.store.articles import MOST_REVISIONS, NewEntry, PageContent, StoredArticle, StoredEntries
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.conftest import FakeClock
from tests.store.samples import FACTS, FEED, REPORT, article, collected, entry


def test_an_article_comes_back_as_it_was_collected(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        assert tx.articles.add(FEED.id, entry(), article(entry()), clock(), quiet=True)
    with store.reading() as tx:
        assert tx.articles.unread(10) == (StoredArticle(1, article(entry()), quiet=True, seen_at=clock()),)
        assert tx.articles.get(1) == StoredArticle(1, article(entry()), quiet=True, seen_at=clock())
        assert tx.articles.get(2) is None


def words(text: str, key: str = "one", link: str = "https://sample.example/1") -> Entry:
    return replace(entry(key, link), text=text)


def keep(tx: Tx, one: Entry, clock: FakeClock, *, feed: str = FEED.id, page: bool = False) -> StoredEntries:
    return tx.articles.keep(feed, [NewEntry(one, article(one), page=page)], clock())


def texts(tx: Tx) -> list[tuple[str, int]]:
    return [(stored.article.text, stored.revision) for stored in tx.articles.unread(10)]


@pytest.fixture
def known(store: Store, clock: FakeClock) -> Store:
    """The sample feed and a second one."""
    with store.writing() as tx:
        tx.feeds.sync([FEED, replace(FEED, id="second")], clock())
    return store


def test_the_same_entry_again_changes_nothing(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        assert len(keep(tx, entry(), clock).new) == 1
        tx.reports.save(1, REPORT, clock())
        assert keep(tx, replace(entry(), published=None), clock) == StoredEntries()
        assert texts(tx) == []


def test_an_edited_entry_is_the_same_article_and_is_read_again(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, entry(), clock)
        tx.reports.save(1, REPORT, clock())
        assert keep(tx, words("Задержаны 57."), clock) == StoredEntries(edited=(1,))
        (stored,) = tx.articles.unread(10)
        assert (stored.number, stored.article.text, stored.revision) == (1, "Задержаны 57.", 2)
        assert keep(tx, words("Задержаны 57."), clock) == StoredEntries()


def test_what_was_edited_while_it_was_being_read_is_not_read_yet(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, entry(), clock)
        assert not tx.articles.is_read(1, revision=1)
        keep(tx, words("Задержаны 57."), clock)
        assert tx.articles.is_read(1, revision=1)
        assert not tx.articles.is_read(1, revision=2)


def test_an_edited_article_remembers_its_event(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, entry(), clock)
        event = tx.events.create(FACTS, clock()).event
        tx.reports.save(1, REPORT, clock(), event=event)
        keep(tx, words("Задержаны 57."), clock)
        assert [stored.event for stored in tx.articles.unread(10)] == [event]


@pytest.mark.parametrize(("changed", "edits"), [(True, MOST_REVISIONS), (False, 39)])
def test_edits_that_change_its_report_are_counted_and_no_others(
    known: Store, clock: FakeClock, *, changed: bool, edits: int
) -> None:
    done = 0
    with known.writing() as tx:
        for n in range(40):
            for number in keep(tx, words(f"Задержаны {n} человек."), clock).edited:
                tx.articles.read_again(number, changed=changed)
                done += 1
    assert done == edits


def test_the_page_of_an_article_that_is_edited_to_no_effect_is_left_in_peace_for_a_while(
    known: Store, clock: FakeClock
) -> None:
    waits = []
    with known.writing() as tx:
        for n in range(8):
            keep(tx, words(f"Просмотров: {n}"), clock, page=True)
            waits.append(not tx.articles.awaiting_page(clock(), 1))
            for one in tx.articles.awaiting_page(clock.now + timedelta(hours=1), 1):
                tx.articles.put_page(one.number, PageContent("Вся статья."), clock())
            tx.articles.read_again(1, changed=False)
    assert waits == [False] * 4 + [True] * 4


def test_an_old_article_is_not_read_again(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, entry(), clock)
        clock.advance(days=14, seconds=1)
        assert keep(tx, words("Задержаны 57."), clock) == StoredEntries()


def test_a_guid_that_changes_at_every_poll_makes_no_second_article_and_no_heap_of_rows(
    known: Store, clock: FakeClock
) -> None:
    with known.writing() as tx:
        brought = [keep(tx, entry(f"guid-{n}"), clock) for n in range(5)]
        assert [len(one.new) for one in brought] == [1, 0, 0, 0, 0]
        assert not any(one.edited for one in brought)
        assert keep(tx, words("Задержаны 57.", "guid-5"), clock).edited == (1,)
    assert rows(known, tables.entries) == 1


def test_a_guid_and_a_link_that_change_at_every_poll_leave_the_words(known: Store, clock: FakeClock) -> None:
    long = "Полиция задержала не менее двадцати человек на площади. " * 4
    with known.writing() as tx:
        brought = [keep(tx, words(long, f"guid-{n}", f"https://sample.example/?s={n}"), clock) for n in range(5)]
        assert [len(one.new) for one in brought] == [1, 0, 0, 0, 0]
    assert rows(known, tables.entries) == 1


def test_an_edit_is_seen_by_what_the_same_feed_said_before(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, entry(), clock)
        assert keep(tx, words("Другой анонс", "copy"), clock, feed="second") == StoredEntries()
        assert keep(tx, words("Третий анонс", "copy"), clock, feed="second") == StoredEntries(edited=(1,))


def test_ten_thousand_entries_are_kept_at_once_and_known_again(known: Store, clock: FakeClock) -> None:
    links = [f"https://sample.example/{n}" for n in range(10_000)]
    items = [NewEntry(one, article(one)) for one in (entry(link, link) for link in links)]
    with known.writing() as tx:
        assert len(tx.articles.keep(FEED.id, items, clock()).new) == 10_000
        assert tx.articles.keep(FEED.id, items, clock()) == StoredEntries()


def test_an_article_waits_for_its_page_and_takes_its_text(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, entry(), clock, page=True)
        assert texts(tx) == []
        (awaited,) = tx.articles.awaiting_page(clock(), 9)
        assert (awaited.number, awaited.url, awaited.text, awaited.tries) == (1, entry().link, entry().text, 0)
        tx.articles.put_page(1, PageContent("Вся статья."), clock())
        assert texts(tx) == [("Вся статья.", 1)]
        assert tx.articles.awaiting_page(clock(), 9) == ()
        keep(tx, words("Правка анонса"), clock, page=True)
        assert texts(tx) == []
        tx.articles.page_failed(1, None)
        assert texts(tx) == [("Вся статья.", 2)]


def test_a_page_that_fails_is_tried_again_later(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, entry(), clock, page=True)
        tx.articles.page_failed(1, clock.now + timedelta(minutes=2))
        assert tx.articles.awaiting_page(clock(), 9) == ()
        assert tx.articles.awaiting_page(clock.advance(minutes=2), 9)[0].tries == 1


def test_a_title_that_only_the_page_has_is_taken_from_it(known: Store, clock: FakeClock) -> None:
    with known.writing() as tx:
        keep(tx, replace(entry(), title="", text=""), clock, page=True)
        tx.articles.put_page(1, PageContent("Вся статья.", "Митинг"), clock())
        assert tx.articles.unread(1)[0].article.title == "Митинг"


def rows(store: Store, table: Table) -> int:
    with store._to_read.begin() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_address_from_another_feed_is_the_same_article(store: Store, clock: FakeClock) -> None:
    copy = entry("copy")
    with store.writing() as tx:
        tx.feeds.sync([FEED, replace(FEED, id="second")], clock())
        assert tx.articles.add(FEED.id, entry(), article(entry()), clock())
        assert not tx.articles.add("second", copy, article(copy), clock())
        assert not tx.articles.add("second", copy, article(copy), clock())
        assert len(tx.articles.unread(10)) == 1


def test_an_address_that_another_outlet_has_taken_is_given_back_to_its_own(known: Store, clock: FakeClock) -> None:
    squatted = replace(article(words("Погода.")), source="another_outlet")
    with known.writing() as tx:
        assert tx.articles.add("second", words("Погода."), squatted, clock())
        tx.reports.save(1, REPORT, clock())
        assert keep(tx, entry(), clock).new
        assert texts(tx) == [(entry().text, 1)]
        assert keep(tx, entry(), clock) == StoredEntries()
        assert keep(tx, words("Задержаны 57."), clock).edited == (2,)


def test_of_many_new_entries_the_newest_are_taken_and_the_rest_the_next_time(known: Store, clock: FakeClock) -> None:
    links = [f"https://sample.example/{n}" for n in range(1300)]
    dated = [replace(entry(k, k), published=clock.now - timedelta(hours=n)) for n, k in enumerate(links[:-1])]
    items = [
        NewEntry(one, article(one)) for one in (*reversed(dated), replace(entry(links[-1], links[-1]), published=None))
    ]
    with known.writing() as tx:
        first = tx.articles.keep(FEED.id, items, clock(), most=600)
        assert ({item.entry.key for item in first.new}, first.left) == (set(links[:600]), 700)
        second = tx.articles.keep(FEED.id, items, clock(), most=600)
        assert ({item.entry.key for item in second.new}, second.left) == (set(links[600:1200]), 100)
        assert len(tx.articles.keep(FEED.id, items, clock(), most=600).new) == 100
        assert tx.articles.keep(FEED.id, items, clock(), most=600) == StoredEntries()


def test_pages_are_taken_from_every_outlet_in_turn(known: Store, clock: FakeClock) -> None:
    many = [entry(f"many-{n}", f"https://many.example/{n}") for n in range(9)]
    with known.writing() as tx:
        tx.articles.keep(FEED.id, [NewEntry(one, article(one), page=True) for one in many], clock())
        late = [entry(f"late-{n}", f"https://late.example/{n}") for n in range(2)]
        items = [NewEntry(one, replace(article(one), source="late"), page=True) for one in late]
        tx.articles.keep("second", items, clock.advance(minutes=1))
        assert [one.number for one in tx.articles.awaiting_page(clock(), 6, of_each=3)] == [1, 10, 2, 11, 3]
        assert [one.number for one in tx.articles.awaiting_page(clock(), 3, of_each=3)] == [1, 10, 2]
        assert tx.articles.pages_given_up(clock.now) == 9
        assert [one.number for one in tx.articles.awaiting_page(clock(), 6)] == [10, 11]


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
        assert (old.title, young.title) == ("", entry().title)
        assert old.url
