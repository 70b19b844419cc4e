from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feed import Fault, Feed, FeedState
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.store.samples import FEED

OTHER = Feed("other", "https://other.example/rss", "other_outlet", None, timedelta(seconds=90))


def polled(clock: FakeClock, **changes: object) -> FeedState:
    state = FeedState(FEED, clock.now + timedelta(hours=1), "etag", "yesterday", clock.now, 2, Fault.EMPTY, "no bytes")
    return replace(state, **changes)  # type: ignore[arg-type]  # fields by name


def test_a_configured_feed_is_due_at_once_and_has_no_past(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED, OTHER], clock())
        assert tx.feeds.due(clock(), 10) == (FeedState(OTHER, clock()), FeedState(FEED, clock()))


def test_what_a_poll_brought_is_remembered(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        tx.feeds.save(polled(clock))
    with store.reading() as tx:
        assert tx.feeds.all() == (polled(clock),)


def test_a_feed_is_due_from_its_moment_on_the_longest_due_first(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED, OTHER], clock())
        tx.feeds.save(polled(clock))
        assert [state.feed for state in tx.feeds.due(clock(), 10)] == [OTHER]
        clock.advance(hours=1)
        assert [state.feed for state in tx.feeds.due(clock(), 10)] == [OTHER, FEED]
        assert [state.feed for state in tx.feeds.due(clock(), 1)] == [OTHER]


def test_configuring_again_keeps_the_state_and_takes_the_settings(store: Store, clock: FakeClock) -> None:
    slower = replace(FEED, interval=timedelta(hours=2), lang=None)
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        tx.feeds.save(polled(clock))
        tx.feeds.sync([slower], clock.advance(minutes=5))
        clock.advance(minutes=-5)
        assert tx.feeds.all() == (polled(clock, feed=slower),)


def test_another_address_is_asked_at_once_and_without_the_old_validators(store: Store, clock: FakeClock) -> None:
    moved = replace(FEED, url="https://sample.example/atom")
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        tx.feeds.save(polled(clock))
        tx.feeds.sync([moved], clock())
        assert tx.feeds.all() == (polled(clock, feed=moved, etag="", last_modified="", due_at=clock()),)


def test_a_feed_no_longer_configured_is_never_due_until_it_is_back_with_its_state(
    store: Store, clock: FakeClock
) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED, OTHER], clock())
        tx.feeds.save(polled(clock))
        tx.feeds.sync([OTHER], clock())
        assert FEED not in {state.feed for state in tx.feeds.due(clock.now + timedelta(days=9), 10)}
        tx.feeds.sync([], clock())
        assert tx.feeds.all() == ()
        tx.feeds.sync([FEED], clock())
        assert tx.feeds.all() == (polled(clock),)


def test_a_feed_never_configured_cannot_be_saved(store: Store, clock: FakeClock) -> None:
    with pytest.raises(LookupError, match="sample"), store.writing() as tx:
        tx.feeds.save(polled(clock))
