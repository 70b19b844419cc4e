"""When a feed is asked again, and whether it is well: its own rhythm, back-off, bursts, silence, dark and back.

No feed is ever given up: a failing one is asked less and less often down to once in six hours, and as often as before
from its first good answer on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from bot.domain import feed_shape, publication_date
from bot.domain.article import Entry
from bot.domain.codes import Status
from bot.domain.event import Event
from bot.domain.feed import Days, Failed, FeedState, Fetched, Fresh, Move, PollFault, Unchanged
from bot.domain.feed_shape import Shape

#: Back-off doubles from the feed's own interval up to this.
LONGEST_PAUSE = timedelta(hours=6)
#: A server may ask for a rest of so long and no longer.
LONGEST_REST = timedelta(days=1)
#: While an event is running, the feeds of the outlets that tell of it are asked this often.
BURST = timedelta(minutes=3)
#: An event is running while its newest version is this young.
RUNNING = timedelta(hours=6)
#: A feed is dark after so many failures in a row over so long a time; one bad hour at night wakes nobody.
DARK_FAILURES, DARK_TIME = 4, timedelta(hours=2)
#: Silence counts from ten of the feed's own pauses, within these bounds; so many days must be known first.
SILENT_PAUSES, SILENT_SHORTEST, SILENT_LONGEST = 10, timedelta(hours=24), timedelta(days=14)
KNOWN_DAYS = 3
_DAYS_KEPT = 14
#: Of a feed that brings something for the first time only entries this young may ring: nobody wants last week's news.
YOUNG = timedelta(hours=3)
#: Two polls for each entry expected.
_POLLS_AN_ENTRY = 2
_DAY = timedelta(days=1)
#: A feed that has brought nothing for so many of its own pauses, and an hour, is asked whole: its server may be wrong.
OVERDUE_PAUSES, OVERDUE_SHORTEST = 3, timedelta(hours=1)
#: A new entry that is so much older than the last poll, which was told that nothing is new, was kept from it.
_KEPT_BACK = timedelta(hours=1)
DEAF = "its ETag or Last-Modified stays when its entries change: asked whole"
_MOST_POLLS = 1000


@dataclass(frozen=True, slots=True)
class Brought:
    """What a poll brought: how many entries, and when each one that is new was published."""

    entries: int = 0
    new: tuple[datetime, ...] = ()
    complaint: str = ""
    #: What its new entries are stamped with.
    stamps: tuple[datetime, ...] = ()
    #: What all its entries have; none when they are too few to tell.
    shape: Shape | None = None
    #: New entries that were too many for this poll: they are taken by the next.
    left: int = 0

    @property
    def said(self) -> str:
        """What operators should know of it, in one line; empty when nothing."""
        left = f"{self.left} more new entries left for the next poll" if self.left else ""
        return "; ".join(filter(None, (self.complaint, left)))


@dataclass(frozen=True, slots=True)
class FeedDown:
    """A feed that used to answer has stopped."""

    feed: str
    outlet: str
    since: datetime
    fault: PollFault
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FeedRecovered:
    """A feed that was dark answers again."""

    feed: str
    outlet: str
    since: datetime


def asks_whole(state: FeedState, now: datetime) -> bool:
    """Whether to ask without conditions: once a day, and when a feed is silent against its own rate."""
    if state.is_deaf or state.whole_at is None or now - state.whole_at >= _DAY:
        return True
    doubted = state.asked_at is not None and state.asked_at > state.whole_at  # it was told 304 since
    if not doubted or state.last_entry is None or len(state.days) <= KNOWN_DAYS:
        return False
    rate = per_day(state.days, at_least=_DAY / SILENT_LONGEST)
    overdue = max(_DAY / rate * OVERDUE_PAUSES, OVERDUE_SHORTEST)
    return now - max(state.last_entry, state.whole_at) > overdue


def without_conditions(state: FeedState) -> FeedState:
    """The same feed as if it had given no validators."""
    return replace(state, etag="", last_modified="")


def after(
    state: FeedState, result: Fetched, brought: Brought, now: datetime, *, jitter: float, body: str = ""
) -> FeedState:
    """The feed's state after a poll; `jitter` in 0..1 spreads the next one over a tenth of the pause.

    `body` is the hash of what was read.
    """
    if isinstance(result, Failed) and state.move is Move.FOLLOWED and state.address == state.feed.url:
        return replace(_counted(state), asked_at=now, due_at=now)  # what it has left is not well: on to where it is
    asked = replace(state, not_before=_not_before(state, result, now))
    match result:
        case Failed(fault=fault, detail=detail):
            known = _failed(asked, fault, detail, now)
        case Fresh(body=read) if not brought.entries and state.last_entry:
            known = _failed(asked, PollFault.EMPTY, f"no entry in {len(read)} bytes", now)
        case Fresh() | Unchanged():
            kept = asked if brought.left else replace(asked, body=body or state.body)
            known = _answered(_moved(kept, result), result, brought, now)
    counted = _counted(known)
    return replace(counted, asked_at=now, due_at=_due(counted, now, jitter))


def turn(before: FeedState, now_known: FeedState) -> FeedDown | FeedRecovered | None:
    """Whether a poll is one that editors are told of: gone dark, or back."""
    feed, since = now_known.feed, now_known.dark_since
    if before.dark_since is None and since is not None and now_known.fault is not None:
        return FeedDown(feed.id, feed.outlet, since, now_known.fault, now_known.detail)
    if before.dark_since is not None and since is None:
        return FeedRecovered(feed.id, feed.outlet, before.dark_since)
    return None


def pause(state: FeedState) -> timedelta:
    """How long to wait before the next poll, without jitter: by failures, else by the feed's own rhythm."""
    feed = state.feed
    if state.failures and state.fault is not PollFault.SILENT:
        return min(feed.interval * (1 << min(state.failures, 16)), max(LONGEST_PAUSE, feed.interval))
    slowest = max(feed.slowest or feed.interval, feed.interval)
    if len(state.days) < KNOWN_DAYS:
        return feed.interval
    expected = per_day(state.days, at_least=_DAY / slowest / _POLLS_AN_ENTRY)
    return min(max(_DAY / expected / _POLLS_AN_ENTRY, feed.interval), slowest)


def per_day(days: Days, at_least: float = 0.0) -> float:
    """Median number of new entries a day, over the whole days that are known."""
    whole = [count for _, count in days[:-1]] or [count for _, count in days]
    return max(median(whole) if whole else 0.0, at_least)


def silent_after(state: FeedState) -> timedelta | None:
    """How long this feed may bring nothing new before that is a fault; none while too little is known of it."""
    if len(state.days) <= KNOWN_DAYS:
        return None
    rate = per_day(state.days, at_least=_DAY / SILENT_LONGEST)
    return min(max(_DAY / rate * SILENT_PAUSES, SILENT_SHORTEST), SILENT_LONGEST)


def running_outlets(events: Iterable[Event], now: datetime) -> frozenset[str]:
    """The outlets that tell of events which are not over: their feeds are asked in bursts."""
    running = (e for e in events if e.facts.status is not Status.ENDED and now - e.version.at <= RUNNING)
    return frozenset(source.outlet for event in running for source in event.facts.sources)


def is_young(entry: Entry, published: datetime | None, now: datetime) -> bool:
    """Whether an entry is of the last hours; one without a date, or with one that cannot be, is not."""
    said = entry.published
    return published is not None and now - YOUNG <= published and (said is None or said <= now + _DAY)


def _failed(state: FeedState, fault: PollFault, detail: str, now: datetime) -> FeedState:
    failures, since = state.failures + 1, state.failing_since or now
    known = replace(state, failures=failures, fault=fault, detail=detail, failing_since=since)
    dark = state.last_success and failures >= DARK_FAILURES and now - since >= DARK_TIME
    lost = {"moved_to": "", "moves": 0} if failures >= DARK_FAILURES else {}
    return replace(known, dark_since=state.dark_since or (since if dark else None), **lost)  # type: ignore[arg-type]  # fields by name


def _answered(state: FeedState, result: Fresh | Unchanged, brought: Brought, now: datetime) -> FeedState:
    if isinstance(result, Fresh):
        state = _told(state, result, brought, now)
        brought = replace(brought, complaint=_complaint(state, brought, now))
        state = replace(state, shape=feed_shape.follow(state.shape, brought.shape, now)[0], detail=brought.said)
    else:  # what was said of the body is still true of it
        said = state.detail if state.fault is None else ""
        state = replace(state, detail=said, whole_at=now if result.whole else state.whole_at)
    newest = max(brought.new, default=None) if state.last_success is None else (now if brought.new else None)
    known = replace(
        state,
        last_success=now,
        last_entry=state.last_entry if brought.left and state.last_entry is None else newest or state.last_entry,
        days=_days(state.days, brought.new, now),
    )
    limit = silent_after(known)
    if limit and known.last_entry and now - known.last_entry > limit:
        since = known.last_entry
        detail = f"nothing new for {(now - since) // timedelta(hours=1)} hours"
        silent = {"fault": PollFault.SILENT, "failures": state.failures + 1, "detail": detail}
        return replace(known, failing_since=since, dark_since=state.dark_since or since, **silent)  # type: ignore[arg-type]  # fields by name
    return replace(known, failures=0, fault=None, failing_since=None, dark_since=None)


def _told(state: FeedState, result: Fresh, brought: Brought, now: datetime) -> FeedState:
    """What a body of its own tells of its server: its validators, whether they are worth anything, and its clock."""
    # without validators what was left is given again
    etag, modified = ("", "") if brought.left else (result.etag, result.last_modified)
    watched = (
        state.asked_at is not None and state.last_entry is not None and now - state.asked_at <= publication_date.WATCHED
    )
    return replace(
        state,
        etag=etag,
        last_modified=modified,
        whole_at=now,
        is_deaf=state.is_deaf or _is_deaf(state, result, brought, now),
        lags=publication_date.lags(state.lags, brought.stamps, now) if watched else state.lags,
    )


def _is_deaf(state: FeedState, result: Fresh, brought: Brought, now: datetime) -> bool:
    """Whether there is something new though the validators are as before, or something that was kept from us."""
    if not brought.new or state.last_entry is None or state.asked_at is None:
        return False
    same = result.etag == state.etag if result.etag else result.last_modified == state.last_modified
    if same and (result.etag or result.last_modified) and state.body:
        return True
    was_told = state.whole_at is not None and state.asked_at > state.whole_at
    if not (was_told and asks_whole(state, now) and state.fault in {None, PollFault.SILENT}):
        return False
    return any(
        publication_date.counted(stamp, now, state.clock) < state.asked_at - _KEPT_BACK for stamp in brought.stamps
    )


def _complaint(state: FeedState, brought: Brought, now: datetime) -> str:
    lost = feed_shape.follow(state.shape, brought.shape, now)[1]
    return "; ".join(filter(None, (brought.complaint, lost, DEAF if state.is_deaf else "")))


def _moved(state: FeedState, result: Fresh | Unchanged) -> FeedState:
    """A redirect said to be permanent counts once it was met several times in a row, and is over when it is not met."""
    if state.address != state.feed.url and not result.moved:
        return state
    if not result.moved:
        return replace(state, moved_to="", moves=0)
    return replace(state, moved_to=result.moved, moves=state.moves + 1 if result.moved == state.moved_to else 1)


def _not_before(state: FeedState, result: Fetched, now: datetime) -> datetime | None:
    slowest = state.feed.slowest or state.feed.interval
    match result:
        case Failed(retry_after=timedelta() as rest):
            return now + min(rest, LONGEST_REST)
        case Fresh(max_age=timedelta() as age) | Unchanged(max_age=timedelta() as age):
            return now + min(age, max(slowest, state.feed.interval))
    return None


def _due(state: FeedState, now: datetime, jitter: float) -> datetime:
    due = now + pause(state) * (1 + jitter / 10)
    return max(due, state.not_before) if state.not_before else due


def _counted(state: FeedState) -> FeedState:
    """Old polls weigh less and less, so that the share of empty answers is that of late."""
    polls, empties = state.polls + 1, state.empties + (state.fault is PollFault.EMPTY)
    return (
        replace(state, polls=polls, empties=empties)
        if polls <= _MOST_POLLS
        else replace(state, polls=polls // 2, empties=empties // 2)
    )


def _days(days: Days, new: Iterable[datetime], now: datetime) -> Days:
    """The counts with these entries in them: each day from the first one known to today, two weeks at most."""
    counts = dict(days)
    for moment in new:
        day = min(moment, now).date()
        counts[day] = counts.get(day, 0) + 1
    counts.setdefault(now.date(), 0)
    first = max(min(counts), (now - timedelta(days=_DAYS_KEPT - 1)).date())
    return tuple(
        (first + timedelta(days=n), counts.get(first + timedelta(days=n), 0))
        for n in range((now.date() - first).days + 1)
    )
