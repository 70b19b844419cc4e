from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.codes import Status
from bot.domain.errors import NoSuchEvent
from bot.domain.event import Change, Event, Facts, Version
from bot.domain.feed import Feed
from bot.store.articles import NewEntry
from bot.store.engine import Store
from bot.store.events import MANY, OF_EACH
from bot.store.transaction import Tx
from tests.conftest import FakeClock
from tests.store.samples import DAY, FACTS, MORNING, REPORT, article, entry, facts

ONE_DAY = timedelta(days=1)


def created(tx: Tx, *all_facts: Facts) -> list[int]:
    return [tx.events.create(one, MORNING).event for one in all_facts]


def ids(events: tuple[Event, ...]) -> list[int]:
    return [event.id for event in events]


def test_a_fresh_event_is_its_first_version(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        version = tx.events.create(FACTS, clock())
    assert version == Version(version.event, 1, Change.NEW, clock(), FACTS, major=True)
    with store.reading() as tx:
        assert tx.events.get(version.event) == Event(version.event, version)
        assert tx.events.get(version.event + 1) is None
        assert tx.events.count() == 1


def test_versions_are_numbered_and_none_is_lost(store: Store, clock: FakeClock) -> None:
    ended = replace(FACTS, status=Status.UNKNOWN, said=())
    with store.writing() as tx:
        first = tx.events.create(FACTS, clock())
        second = tx.events.add_version(
            first.event, Change.UPDATE, ended, clock.advance(hours=1), major=False, reasons=("ended", "count_grew")
        )
        reasons = ("ended", "count_grew")
        assert second == Version(first.event, 2, Change.UPDATE, clock(), ended, major=False, reasons=reasons)
    with store.reading() as tx:
        assert tx.events.history(first.event) == (first, second)
        assert tx.events.version(first.event, 1) == first
        assert tx.events.version(first.event, 3) is None
        assert tx.events.get(first.event) == Event(first.event, second)


def test_an_unknown_event_has_no_next_version(store: Store, clock: FakeClock) -> None:
    with pytest.raises(NoSuchEvent), store.writing() as tx:
        tx.events.add_version(41, Change.UPDATE, FACTS, clock(), major=False, reasons=())


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        pytest.param(DAY, DAY, True, id="same_day"),
        pytest.param(DAY - ONE_DAY, DAY + 9 * ONE_DAY, True, id="days_around_it"),
        pytest.param(DAY + 2 * ONE_DAY, DAY + 3 * ONE_DAY, True, id="touches_the_last_day"),
        pytest.param(DAY - ONE_DAY, DAY, True, id="touches_the_first_day"),
        pytest.param(DAY + 3 * ONE_DAY, DAY + 4 * ONE_DAY, False, id="after_it"),
        pytest.param(DAY - 2 * ONE_DAY, DAY - ONE_DAY, False, id="before_it"),
    ],
)
def test_candidates_touch_a_day(store: Store, start: date, end: date, *, found: bool) -> None:
    with store.writing() as tx:
        created(tx, facts("almaty", "shymkent", end=DAY + 2 * ONE_DAY))
        assert bool(tx.events.candidates(start, end)) is found


def test_held_and_retracted_events_are_candidates_too(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        held, retracted = created(tx, FACTS, FACTS)
        tx.events.hold(held, held=True)
        tx.events.add_version(retracted, Change.RETRACTION, FACTS, clock(), major=True, reasons=("safety",))
        assert ids(tx.events.candidates(DAY, DAY)) == [held, retracted]


def test_an_event_that_has_moved_is_found_where_it_is_now(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        (number,) = created(tx, facts("almaty"))
        moved = facts("oral", start=DAY + ONE_DAY)
        tx.events.add_version(number, Change.CORRECTION, moved, clock(), major=True, reasons=("wrong_place",))
        assert ids(tx.events.candidates(DAY, DAY)) == []
        assert ids(tx.events.candidates(DAY + ONE_DAY, DAY + ONE_DAY)) == [number]
        assert ids(tx.events.latest(frozenset({"almaty"}), 10)) == []


def test_the_latest_are_the_newest_by_day_and_then_by_number(store: Store) -> None:
    with store.writing() as tx:
        a, b, c, d = created(
            tx, facts(), facts(start=DAY - ONE_DAY), facts(), facts(start=DAY - 9 * ONE_DAY, end=DAY + ONE_DAY)
        )
        assert ids(tx.events.latest(None, 10)) == [d, c, a, b]
        assert ids(tx.events.latest(None, 2)) == [d, c]


def test_the_latest_go_on_after_a_number(store: Store) -> None:
    with store.writing() as tx:
        a, b, c = created(tx, facts(), facts(start=DAY - ONE_DAY), facts())
        assert ids(tx.events.latest(None, 2)) == [c, a]
        assert ids(tx.events.latest(None, 2, before=a)) == [b]
        assert ids(tx.events.latest(None, 2, before=b)) == []


def test_the_latest_of_places_are_events_there(store: Store) -> None:
    with store.writing() as tx:
        a, _, c = created(tx, facts("almaty", "oral"), facts("shymkent"), facts("oral"))
        assert ids(tx.events.latest(frozenset({"oral", "almaty"}), 10)) == [c, a]
        assert ids(tx.events.latest(frozenset(), 10)) == []


def test_what_is_held_or_retracted_does_not_exist_for_readers(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        held, retracted, back = created(tx, FACTS, FACTS, FACTS)
        tx.events.hold(held, held=True)
        for number in (retracted, back):
            tx.events.add_version(number, Change.RETRACTION, FACTS, clock(), major=True, reasons=())
        tx.events.add_version(back, Change.CORRECTION, FACTS, clock(), major=True, reasons=())
        assert ids(tx.events.latest(None, 10)) == [back]
        assert [(e.held, e.retracted) for n in (held, retracted, back) if (e := tx.events.get(n))] == [
            (True, False),
            (False, True),
            (False, False),
        ]
        tx.events.hold(held, held=False)
        assert ids(tx.events.latest(None, 10)) == [back, held]


def test_an_event_of_unknown_day_is_listed_under_the_day_it_was_stored(store: Store) -> None:
    with store.writing() as tx:
        undated, yesterday = created(tx, facts(start=None), facts(start=DAY - ONE_DAY))
        assert ids(tx.events.latest(None, 10)) == [undated, yesterday]
        event = tx.events.get(undated)
        assert event is not None
        assert event.facts.span.start is None


def test_an_event_of_unknown_place_is_found_only_in_the_whole_list(store: Store) -> None:
    with store.writing() as tx:
        (number,) = created(tx, replace(FACTS, places=()))
        assert ids(tx.events.latest(None, 10)) == [number]
        assert ids(tx.events.latest(frozenset({"almaty"}), 10)) == []


def test_what_one_outlet_makes_up_leaves_no_other_event_out_and_is_not_all_compared(store: Store) -> None:
    feeds = [Feed(outlet, f"https://{outlet}.example/rss", outlet) for outlet in ("arna", "evil")]
    with store.writing() as tx:
        tx.feeds.sync(feeds, MORNING)
        honest, shared, *made_up = created(tx, *[FACTS] * (MANY + 2))
        told(tx, "arna", honest, shared)
        told(tx, "evil", shared, *made_up)
    with store.reading() as tx:
        found = ids(tx.events.candidates(DAY, DAY, places=frozenset({"almaty"})))
    assert found == [honest, shared, *made_up[-OF_EACH:]]


def told(tx: Tx, outlet: str, *events: int) -> None:
    """A report of each of these events by an outlet."""
    entries = [entry(f"{outlet}-{number}", f"https://{outlet}.example/{number}") for number in events]
    made = [NewEntry(one, replace(article(one), source=outlet)) for one in entries]
    tx.articles.keep(outlet, made, MORNING)
    stored = [one for one in tx.articles.unread(len(events)) if one.article.source == outlet]
    for one, event in zip(stored, events, strict=True):
        tx.reports.save(one.number, REPORT, MORNING, event=event)
