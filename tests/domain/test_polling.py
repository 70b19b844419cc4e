"""When feeds are asked and when they are not well: tables and laws."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Action, Status
from bot.domain.event import Change, Event, Facts, Source, Version
from bot.domain.feed import CONFIRMED, LOOKS_HOME, Failed, Feed, FeedState, Fetched, Fresh, Move, PollFault, Unchanged
from bot.domain.polling import (
    DEAF,
    Brought,
    FeedDown,
    FeedRecovered,
    after,
    asks_whole,
    pause,
    per_day,
    running_outlets,
    silent_after,
    turn,
)
from bot.domain.report import Span

NOON = datetime(2019, 9, 21, 12, tzinfo=UTC)
FEED = Feed("arna", "https://o.example/rss", "arna", interval=timedelta(minutes=10), slowest=timedelta(hours=1))
STATE = FeedState(FEED, due_at=NOON)
FRESH = Fresh(b"<rss/>", etag="e", last_modified="m")
BROKEN = Failed(PollFault.HTTP_STATUS, "500")
DAY = timedelta(days=1)


def days(*counts: int, until: datetime = NOON) -> tuple[tuple[date, int], ...]:
    return tuple(((until - (len(counts) - 1 - n) * DAY).date(), count) for n, count in enumerate(counts))


def polled(state: FeedState, result: Fetched, now: datetime = NOON, *, new: int = 0, entries: int = 1) -> FeedState:
    return after(state, result, Brought(entries, (now,) * new), now, jitter=0.0)


WORKED = polled(STATE, FRESH, NOON - timedelta(hours=3), new=1)


def failing(hours: float, every: float = 0.5) -> FeedState:
    """The working feed, failing for so many hours."""
    state, now = WORKED, NOON
    while now <= NOON + timedelta(hours=hours):
        state = polled(state, BROKEN, now)
        now += timedelta(hours=every)
    return state


def test_a_good_answer_is_remembered_and_the_next_poll_is_due_after_the_interval() -> None:
    state = polled(STATE, FRESH, new=2)
    assert (state.etag, state.last_modified, state.fault, state.failures) == ("e", "m", None, 0)
    assert (state.last_success, state.last_entry, state.asked_at) == (NOON, NOON, NOON)
    assert state.due_at == NOON + FEED.interval


@given(st.floats(0, 1), st.integers(0, 40))
def test_jitter_spreads_the_next_poll_over_a_tenth_of_the_pause_and_never_hurries_it(
    jitter: float, failures: int
) -> None:
    state = after(replace(STATE, failures=failures), BROKEN, Brought(), NOON, jitter=jitter)
    waited = state.due_at - NOON
    assert pause(state) <= waited <= pause(state) * 1.1 + timedelta(seconds=1)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 20), (2, 40), (3, 80), (4, 160), (5, 320), (6, 360), (99, 360)])
def test_failures_are_answered_with_longer_pauses_up_to_six_hours(failures: int, minutes: int) -> None:
    state = polled(replace(STATE, failures=failures - 1), BROKEN)
    assert state.due_at - NOON == timedelta(minutes=minutes)


@given(st.lists(st.sampled_from([FRESH, Unchanged(), BROKEN, Failed(PollFault.TIMEOUT)]), min_size=1, max_size=60))
def test_no_feed_ever_dies_and_one_good_answer_heals_it(answers: list[Fetched]) -> None:
    state, now = STATE, NOON
    for answer in answers:
        state = polled(state, answer, now, new=1)
        assert timedelta() < state.due_at - now <= timedelta(hours=6.6)
        now = state.due_at
    healed = polled(state, FRESH, now, new=1)
    assert (healed.failures, healed.fault, healed.dark_since) == (0, None, None)
    assert healed.due_at - now <= timedelta(hours=1.1)


@pytest.mark.parametrize(
    ("counts", "minutes"),
    [
        ((5, 5), 10),  # too little known
        ((200, 200, 200, 50), 10),  # every 7 minutes: the shortest pause
        ((24, 24, 24, 3), 30),  # one an hour: two polls for each
        ((0, 2, 2, 2), 60),  # a slow one: the longest pause
        ((0, 0, 0, 0), 60),
    ],
)
def test_the_pause_adapts_to_the_rhythm_between_bounds(counts: tuple[int, ...], minutes: int) -> None:
    assert pause(replace(STATE, days=days(*counts))) == timedelta(minutes=minutes)


def test_without_a_longest_pause_the_rhythm_changes_nothing() -> None:
    assert pause(replace(STATE, feed=replace(FEED, slowest=None), days=days(0, 0, 0, 0, 0))) == FEED.interval


@pytest.mark.parametrize(
    ("result", "rest"),
    [
        (Failed(PollFault.HTTP_STATUS, "429", timedelta(hours=2)), timedelta(hours=2)),
        (Failed(PollFault.HTTP_STATUS, "503", timedelta(days=30)), timedelta(days=1)),
        (Failed(PollFault.HTTP_STATUS, "503", timedelta(seconds=5)), timedelta(minutes=20)),
        (replace(FRESH, max_age=timedelta(minutes=40)), timedelta(minutes=40)),
        (replace(FRESH, max_age=timedelta(days=300)), timedelta(hours=1)),
        (Unchanged(timedelta(minutes=40)), timedelta(minutes=40)),
    ],
)
def test_what_the_server_asks_for_is_honoured_within_reason(result: Fetched, rest: timedelta) -> None:
    assert polled(STATE, result).due_at - NOON == rest


WITHIN, ELSEWHERE = "https://www.o.example/new.rss", "https://new.example/rss"


def met(state: FeedState, moved: str, times: int = CONFIRMED) -> FeedState:
    """The state after so many polls that a permanent redirect led there."""
    for _ in range(times):
        state = polled(state, replace(FRESH, moved=moved))
    return state


def test_a_permanent_redirect_within_a_host_is_followed_once_it_was_met_three_times_in_a_row() -> None:
    assert met(STATE, WITHIN, CONFIRMED - 1).address == FEED.url
    state = met(STATE, WITHIN)
    assert (state.moves, state.address, state.move) == (CONFIRMED, WITHIN, Move.FOLLOWED)
    assert polled(state, FRESH).address == WITHIN


def test_a_permanent_redirect_to_another_host_is_followed_only_once_an_operator_agrees() -> None:
    asked = met(STATE, ELSEWHERE, 30)
    assert (asked.address, asked.move) == (FEED.url, Move.ASKED)
    agreed = replace(asked, agreed_to=ELSEWHERE, polls=0)
    assert (agreed.address, agreed.move) == (ELSEWHERE, Move.FOLLOWED)
    assert agreed.with_agreed.hosts == ("new.example",)
    refused = replace(asked, refused_to=ELSEWHERE)
    assert (refused.address, refused.move) == (FEED.url, Move.REFUSED)
    assert met(refused, "https://third.example/rss").move is Move.ASKED
    assert met(agreed, "https://third.example/rss").address == FEED.url


def test_an_address_that_was_left_is_asked_now_and_then_and_again_when_it_is_well() -> None:
    state = replace(met(STATE, WITHIN), polls=0)
    asked = []
    for _ in range(2 * LOOKS_HOME):
        asked.append(state.address)
        dead = state.address == FEED.url
        state = polled(state, BROKEN if dead else FRESH)
        assert not state.failures
        assert state.due_at == NOON or not dead
    assert asked.count(FEED.url) == 2
    while state.address != FEED.url:
        state = polled(state, FRESH)
    assert met(state, WITHIN, 1).move is Move.FOLLOWED
    assert polled(state, FRESH).move is None


def test_a_redirect_that_was_a_passing_thing_is_forgotten() -> None:
    state = polled(met(STATE, ELSEWHERE), FRESH)
    assert (state.moved_to, state.moves, state.move) == ("", 0, None)
    settled = replace(STATE, moved_to=WITHIN, moves=CONFIRMED, failures=3, failing_since=NOON)
    assert polled(settled, BROKEN).address == FEED.url


def test_nothing_in_a_feed_that_used_to_have_something_is_a_failure() -> None:
    state = polled(WORKED, FRESH, entries=0)
    assert (state.fault, state.failures, state.empties, state.detail) == (PollFault.EMPTY, 1, 1, "no entry in 6 bytes")
    assert polled(STATE, FRESH, entries=0).fault is None


def test_the_share_of_empty_answers_is_that_of_late() -> None:
    state = replace(WORKED, polls=1000, empties=500)
    assert (polled(state, FRESH).polls, polled(state, FRESH).empties) == (500, 250)


@pytest.mark.parametrize(
    ("counts", "limit"),
    [
        ((9, 9, 9), None),
        ((14, 14, 14, 14, 0), DAY),
        ((2, 2, 2, 2, 0), 5 * DAY),
        ((0, 1, 0, 1, 0, 0), 14 * DAY),
        ((100, 100, 100, 100), DAY),
    ],
)
def test_how_long_a_feed_may_be_silent_is_its_own_matter(counts: tuple[int, ...], limit: timedelta | None) -> None:
    assert silent_after(replace(STATE, days=days(*counts))) == limit


def test_silence_for_longer_than_usual_is_a_failure_that_goes_dark_and_is_asked_no_less() -> None:
    state = replace(WORKED, days=days(14, 14, 14, 14, 0, 0), last_entry=NOON - timedelta(hours=30))
    silent = polled(state, Unchanged())
    assert (silent.fault, silent.detail) == (PollFault.SILENT, "nothing new for 30 hours")
    assert silent.due_at - NOON <= timedelta(hours=1)
    assert turn(state, silent) == FeedDown("arna", "arna", NOON - timedelta(hours=30), PollFault.SILENT, silent.detail)
    spoken = polled(silent, FRESH, NOON + timedelta(hours=1), new=1)
    assert turn(silent, spoken) == FeedRecovered("arna", "arna", NOON - timedelta(hours=30))


def test_a_feed_goes_dark_once_and_comes_back_once() -> None:
    state, now, turns = WORKED, NOON, []
    for answer in [BROKEN] * 12 + [FRESH] * 3:
        before, state = state, polled(state, answer, now, new=1)
        turns.append(turn(before, state))
        now += timedelta(minutes=30)
    told = [(n, type(one)) for n, one in enumerate(turns) if one]
    assert told == [(4, FeedDown), (12, FeedRecovered)]


@pytest.mark.parametrize(("hours", "dark"), [(0.5, False), (1.9, False), (2, True)])
def test_a_bad_hour_is_not_darkness(hours: float, dark: bool) -> None:
    assert (failing(hours).dark_since is not None) is dark


def test_a_feed_that_never_worked_cannot_go_dark() -> None:
    state = STATE
    for n in range(50):
        state = polled(state, BROKEN, NOON + n * timedelta(hours=1))
    assert state.dark_since is None


@given(st.lists(st.integers(-20, 3), max_size=40), st.integers(0, 30))
def test_days_are_counted_without_gaps_for_two_weeks_at_most(offsets: list[int], later: int) -> None:
    brought = Brought(1, tuple(NOON + n * DAY for n in offsets))
    first = after(STATE, FRESH, brought, NOON, jitter=0)
    second = after(first, FRESH, Brought(1), NOON + later * DAY, jitter=0)
    for state, today in ((first, NOON), (second, NOON + later * DAY)):
        known = [day for day, _ in state.days]
        assert known == [(today - n * DAY).date() for n in range(len(known) - 1, -1, -1)]
        assert 1 <= len(known) <= 14


def test_the_median_day_is_a_whole_day() -> None:
    assert per_day(days(10, 20, 30, 1)) == 20
    assert per_day(()) == 0


def test_the_first_poll_learns_the_rhythm_from_the_dates() -> None:
    dates = tuple(NOON - n * timedelta(hours=6) for n in range(20))
    state = after(STATE, FRESH, Brought(20, dates), NOON, jitter=0)
    assert per_day(state.days) == 4
    assert state.last_entry == NOON


def event(outlet: str, *, hours: float = 0, status: Status = Status.UNKNOWN) -> Event:
    sources = (Source(outlet, outlet, "ru", ""),)
    facts = Facts(Action.RALLY, Span(NOON.date(), NOON.date(), 1), (), status=status, sources=sources)
    return Event(1, Version(1, 1, Change.NEW, NOON - timedelta(hours=hours), facts))


def test_outlets_that_tell_of_what_is_going_on_are_in_a_hurry() -> None:
    events = (
        event("a"),
        event("b", hours=7),
        event("c", status=Status.ENDED),
        event("d", status=Status.ONGOING, hours=5),
    )
    assert running_outlets(events, NOON) == {"a", "d"}


HOUR = timedelta(hours=1)
#: One entry an hour, and told 304 since the newest came.
RATED = replace(
    WORKED, days=days(24, 24, 24, 24), last_entry=NOON, whole_at=NOON, asked_at=NOON + 2 * HOUR, body="b", etag="e"
)


@pytest.mark.parametrize(
    ("state", "hours", "whole"),
    [
        (RATED, 2.9, False),
        (RATED, 3.1, True),  # three times its own pause between two entries
        (replace(RATED, asked_at=NOON), 9, False),  # nobody has said 304 since
        (replace(RATED, whole_at=NOON + HOUR), 3.9, False),  # asked whole since
        (replace(RATED, whole_at=NOON + HOUR), 4.1, True),
        (replace(RATED, days=days(24, 24)), 23.9, False),  # too little known
        (replace(RATED, days=days(24, 24)), 24, True),
        (replace(RATED, days=days(1, 0, 1, 0, 1)), 24, True),
        (replace(RATED, is_deaf=True), 0, True),
        (replace(RATED, whole_at=None), 0, True),
    ],
)
def test_a_feed_is_asked_whole_once_a_day_and_when_it_is_silent_against_its_rate(
    state: FeedState, hours: float, *, whole: bool
) -> None:
    assert asks_whole(state, NOON + timedelta(hours=hours)) is whole


@pytest.mark.parametrize(
    ("etag", "modified", "new", "deaf"),
    [
        ("e", "", 1, True),  # its ETag stays though there is something new
        ("", "m", 1, True),
        ("e", "n", 1, True),
        ("f", "m", 1, False),
        ("e", "", 0, False),
        ("", "", 1, False),
    ],
)
def test_validators_that_stay_when_entries_change_are_not_sent_any_more(
    etag: str, modified: str, new: int, *, deaf: bool
) -> None:
    after_it = polled(RATED, replace(FRESH, etag=etag, last_modified=modified), NOON + HOUR, new=new)
    assert after_it.is_deaf is deaf
    assert (DEAF in after_it.detail) is deaf
    assert after_it.fault is None


@pytest.mark.parametrize(("age", "deaf"), [(0.5, False), (3, True)])
def test_what_a_304_has_kept_from_us_is_found_when_the_feed_is_asked_whole(age: float, *, deaf: bool) -> None:
    now = NOON + 26 * HOUR
    told_nothing = polled(RATED, Unchanged(), now - HOUR)
    stamps = (now - HOUR - age * HOUR,)
    brought = Brought(1, (now,), stamps=stamps)
    assert after(told_nothing, replace(FRESH, etag="f"), brought, now, jitter=0).is_deaf is deaf


def test_the_same_bytes_again_are_a_whole_answer_and_what_was_said_of_them_is_still_true() -> None:
    complained = after(RATED, replace(FRESH, etag="f"), Brought(1, complaint="odd"), NOON + HOUR, jitter=0)
    again = polled(complained, Unchanged(whole=True), NOON + 2 * HOUR)
    assert (again.whole_at, again.detail) == (NOON + 2 * HOUR, "odd")
    assert polled(again, Unchanged(), NOON + 3 * HOUR).whole_at == NOON + 2 * HOUR
    assert polled(again, replace(FRESH, etag="g"), NOON + 4 * HOUR).detail == ""


def test_the_clock_of_a_feed_is_learnt_while_it_is_watched_and_from_no_first_poll() -> None:
    first = after(STATE, FRESH, Brought(1, (NOON,), stamps=(NOON + 5 * HOUR,) * 9), NOON, jitter=0)
    assert first.lags == ()
    state, now = first, NOON
    for _ in range(5):
        now += timedelta(minutes=10)
        stamp = now + 5 * HOUR - timedelta(minutes=3)
        state = after(state, FRESH, Brought(1, (now,), stamps=(stamp,)), now, jitter=0)
    assert state.clock == 5 * HOUR
    late = after(state, FRESH, Brought(1, (now,), stamps=(now,)), now + 9 * HOUR, jitter=0)
    assert late.lags == state.lags
