from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.article import PagePolicy
from bot.domain.codes import Lang
from bot.domain.feed import Confidence, Feed, FeedKind, FeedState, Move, PollFault, Scale
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.conftest import FakeClock
from tests.store.samples import FEED

OTHER = Feed("other", "https://other.example/rss", "other_outlet", None, timedelta(seconds=90))


def due(tx: Tx, now: datetime, limit: int) -> tuple[FeedState, ...]:
    """What a poller would get, without keeping it from the next one."""
    return tx.feeds.claim(now, now, limit, asked_before=now)


def polled(clock: FakeClock, **changes: object) -> FeedState:
    state = FeedState(
        FEED, clock.now + timedelta(hours=1), "etag", "yesterday", clock.now, 2, PollFault.EMPTY, "no bytes"
    )
    return replace(state, **changes)  # type: ignore[arg-type]  # fields by name


def test_a_configured_feed_is_due_at_once_and_has_no_past(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED, OTHER], clock())
        assert due(tx, clock(), 10) == (FeedState(OTHER, clock()), FeedState(FEED, clock()))


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
        assert [state.feed for state in due(tx, clock(), 10)] == [OTHER]
        clock.advance(hours=1)
        assert [state.feed for state in due(tx, clock(), 10)] == [OTHER, FEED]
        assert [state.feed for state in due(tx, clock(), 1)] == [OTHER]


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
        assert FEED not in {state.feed for state in due(tx, clock.now + timedelta(days=9), 10)}
        tx.feeds.sync([], clock())
        assert tx.feeds.all() == ()
        tx.feeds.sync([FEED], clock())
        assert tx.feeds.all() == (polled(clock),)


def test_a_feed_never_configured_cannot_be_saved(store: Store, clock: FakeClock) -> None:
    with pytest.raises(LookupError, match="sample"), store.writing() as tx:
        tx.feeds.save(polled(clock))


FULL = Feed(
    "full",
    "https://full.example/news.xml",
    "full",
    Lang.KK,
    timedelta(minutes=5),
    timedelta(hours=1),
    FeedKind.SITEMAP,
    PagePolicy.ON_CUE,
    gate=True,
    proxy="http://proxy.example:3128",
    scale=Scale.LOCAL,
    confidence=Confidence.HIGH,
)


def test_every_setting_and_every_memory_comes_back(store: Store, clock: FakeClock) -> None:
    moment = clock.now - timedelta(hours=1)
    state = replace(
        FeedState(FULL, clock()),
        body="hash",
        asked_at=moment,
        not_before=moment,
        last_entry=moment,
        failing_since=moment,
        dark_since=moment,
        polls=7,
        empties=3,
        days=((moment.date(), 4),),
        moved_to="https://new.example/",
        moves=2,
    )
    with store.writing() as tx:
        tx.feeds.sync([FULL], clock())
        tx.feeds.save(state)
        assert tx.feeds.all() == (state,)


def claim(tx: Tx, clock: FakeClock, *hurried: str) -> list[str]:
    now = clock()
    claimed = tx.feeds.claim(
        now, now + timedelta(minutes=5), 10, hurried=frozenset(hurried), asked_before=now - timedelta(minutes=3)
    )
    return [state.feed.id for state in claimed]


def test_a_claimed_feed_is_nobody_elses_until_it_is_saved_or_its_time_is_over(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED, OTHER], clock())
        assert claim(tx, clock) == ["other", "sample"]
        assert claim(tx, clock) == []
        tx.feeds.save(FeedState(FEED, clock()))
        assert claim(tx, clock) == ["sample"]
        clock.advance(minutes=5)
        assert claim(tx, clock) == ["other", "sample"]


def test_a_hurried_outlet_is_asked_before_its_time_unless_it_asked_for_a_rest(store: Store, clock: FakeClock) -> None:
    asked = polled(clock, failures=0, fault=None, asked_at=clock.now - timedelta(minutes=4))
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        for state, due in (
            (asked, ["sample"]),
            (replace(asked, asked_at=clock.now - timedelta(minutes=2)), []),
            (replace(asked, not_before=clock.now + timedelta(minutes=1)), []),
            (replace(asked, fault=PollFault.TIMEOUT), []),
        ):
            tx.feeds.save(state)
            assert claim(tx, clock) == []
            assert claim(tx, clock, FEED.outlet) == due


def test_a_paused_feed_is_never_due_and_keeps_its_place(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        assert tx.feeds.pause("sample", paused=True)
        tx.feeds.sync([FEED], clock())
        assert due(tx, clock(), 9) == ()
        assert [state.paused for state in tx.feeds.all()] == [True]
        assert not tx.feeds.pause("nobody", paused=True)
        tx.feeds.pause("sample", paused=False)
        assert len(due(tx, clock(), 9)) == 1


def test_a_feed_added_by_command_stays_when_the_file_says_nothing_of_it(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.feeds.add(OTHER, clock())
        tx.feeds.sync([FEED], clock())
        assert [state.feed.id for state in tx.feeds.all()] == ["other", "sample"]
        tx.feeds.sync([OTHER], clock())
        tx.feeds.sync([FEED], clock())
        assert [state.feed.id for state in tx.feeds.all()] == ["sample"]


def test_what_an_operator_says_of_a_move_no_poll_forgets(store: Store, clock: FakeClock) -> None:
    there = "https://new.example/rss"
    with store.writing() as tx:
        tx.feeds.sync([FEED], clock())
        assert tx.feeds.decide_move(FEED.id, agreed=True) == ""
        assert tx.feeds.decide_move("nobody", agreed=True) == ""
        moving = replace(FeedState(FEED, clock()), moved_to=there, moves=3)
        for agreed, move in ((False, Move.REFUSED), (True, Move.FOLLOWED)):
            tx.feeds.save(moving)
            assert tx.feeds.decide_move(FEED.id, agreed=agreed) == there
            tx.feeds.save(moving)
            assert [state.move for state in tx.feeds.all()] == [move]
        tx.feeds.sync([replace(FEED, url="https://third.example/rss", hosts=("a.example", "b.example"))], clock())
        (state,) = tx.feeds.all()
        assert (state.move, state.agreed_to, state.feed.hosts) == (None, "", ("a.example", "b.example"))
