"""Feeds between polls: what is configured, when each is due, who is polling it, what went wrong."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select, update

from bot.domain.feed import Days, Feed, FeedDay, FeedState, PollFault
from bot.domain.feed_shape import Shape
from bot.store.connect import insert
from bot.store.meta import TOLD_UNTIL, read
from bot.store.schema import AnyRow
from bot.store.tables import feed_days, feeds


class FeedRepository:
    """The feeds of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sync(self, configured: Iterable[Feed], now: datetime) -> None:
        """Make these the feeds of the file; each keeps its state unless its address has changed.

        Feeds added by a command stay. The others stay too, with what came from them, and are never due.
        """
        rows = [_configured_row(feed) | _fresh_row(now) for feed in configured]
        self._connection.execute(update(feeds).where(~feeds.c.added).values(configured=False))
        if rows:
            self._upsert(rows)

    def add(self, feed: Feed, now: datetime) -> None:
        """Configure one feed by command: no file takes it away again."""
        self._upsert([_configured_row(feed) | _fresh_row(now) | {"added": True}])

    def pause(self, feed_id: str, *, paused: bool) -> bool:
        """Ask a feed no more, or again; false when there is none of this id."""
        wanted = update(feeds).where(feeds.c.id == feed_id, feeds.c.configured).values(paused=paused)
        return bool(self._connection.execute(wanted).rowcount)

    def decide_move(self, feed_id: str, *, agreed: bool) -> str:
        """Agree that a feed is asked where its permanent redirect leads, or not; answers where, or "" when nowhere."""
        wanted = select(feeds.c.moved_to).where(feeds.c.id == feed_id, feeds.c.configured)
        moved_to = self._connection.scalar(wanted.with_for_update()) or ""
        said = {"agreed_to": moved_to, "refused_to": ""} if agreed else {"agreed_to": "", "refused_to": moved_to}
        if moved_to:
            self._connection.execute(update(feeds).where(feeds.c.id == feed_id).values(said))
        return moved_to

    def claim(
        self,
        now: datetime,
        until: datetime,
        limit: int,
        *,
        hurried: frozenset[str] = frozenset(),
        asked_before: datetime,
    ) -> tuple[FeedState, ...]:
        """Configured feeds to poll, the longest due first; they are one poller's until it saves them or until then.

        Feeds of `hurried` outlets are due as well when they are well and were last asked before that moment.
        """
        hurry = and_(
            _may_be_asked(now),
            feeds.c.outlet.in_(sorted(hurried)),
            or_(feeds.c.fault.is_(None), feeds.c.fault == PollFault.SILENT),
            feeds.c.asked_at <= asked_before,
            or_(feeds.c.not_before.is_(None), feeds.c.not_before <= now),
        )
        wanted = select(feeds).where(or_(_is_due(now), hurry) if hurried else _is_due(now))
        ordered = wanted.order_by(feeds.c.due_at, feeds.c.id).limit(limit).with_for_update(skip_locked=True)
        states = tuple(_state(row) for row in self._connection.execute(ordered))
        if states:
            taken = update(feeds).where(feeds.c.id.in_([state.feed.id for state in states]))
            self._connection.execute(taken.values(claimed_until=until))
        return states

    def save(self, state: FeedState) -> None:
        """Remember what a poll brought; LookupError for a feed that was never configured."""
        self.save_all([state])

    def save_all(self, states: Sequence[FeedState]) -> None:
        """The same for several, which are polled no more."""
        if not states:
            return
        rows = [_state_row(state) | {"claimed_until": None, "this": state.feed.id} for state in states]
        wanted = (
            update(feeds)
            .where(feeds.c.id == bindparam("this"))
            .values({n: bindparam(n) for n in rows[0] if n != "this"})
        )
        if self._connection.execute(wanted, rows).rowcount != len(states):
            raise LookupError(f"no feed {', '.join(state.feed.id for state in states)}")

    def all(self) -> tuple[FeedState, ...]:
        """Every configured feed, by id."""
        rows = self._connection.execute(select(feeds).where(feeds.c.configured).order_by(feeds.c.id))
        return tuple(_state(row) for row in rows)

    def told_until(self) -> datetime | None:
        """Until when readers may have been told by a machine whose backup this database is; none when it is none."""
        until = read(self._connection, TOLD_UNTIL)
        return datetime.fromisoformat(until) if until else None

    def outlets(self) -> frozenset[str]:
        """The outlets of all feeds that are or were configured."""
        return frozenset(self._connection.scalars(select(feeds.c.outlet).distinct()))

    def overdue(self, now: datetime) -> datetime | None:
        """Since when the longest due feed that nobody polls is due; none when none is."""
        since: datetime | None = self._connection.scalar(select(func.min(feeds.c.due_at)).where(_is_due(now)))
        return since

    def _upsert(self, rows: list[dict[str, Any]]) -> None:
        added = insert(self._connection, feeds)
        moved = feeds.c.url != added.excluded.url
        kept = {name: case((moved, added.excluded[name]), else_=feeds.c[name]) for name in _OF_AN_ADDRESS}
        changed = {name: added.excluded[name] for name in (*_CONFIGURED, "configured", "added")}
        self._connection.execute(added.on_conflict_do_update(index_elements=["id"], set_=changed | kept), rows)


#: Columns of a FeedState that are kept as they are.
_REMEMBERED = (
    *("due_at", "etag", "last_modified", "last_success", "failures", "fault", "detail", "body", "asked_at"),
    *("not_before", "last_entry", "failing_since", "dark_since", "polls", "empties", "moved_to", "moves"),
    *("whole_at", "is_deaf"),
)
_AS_THEY_ARE = ("id", "url", "outlet", "lang", "kind", "pages", "gate", "proxy", "scale", "confidence")
_CONFIGURED = (*_AS_THEY_ARE[1:], "interval_s", "slowest_s", "hosts")
#: What an operator said, which no poll writes.
_SAID = ("agreed_to", "refused_to")
#: What a server said at one address means nothing at another.
_OF_AN_ADDRESS = (
    *("due_at", "etag", "last_modified", "body", "moved_to", "moves", "not_before"),
    *("whole_at", "is_deaf", "lags", "shape"),
    *_SAID,
)


def _may_be_asked(now: datetime) -> ColumnElement[bool]:
    free = or_(feeds.c.claimed_until.is_(None), feeds.c.claimed_until <= now)
    return and_(feeds.c.configured, ~feeds.c.paused, free)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(_may_be_asked(now), feeds.c.due_at <= now)


def _configured_row(feed: Feed) -> dict[str, Any]:
    row = {name: getattr(feed, name) for name in _AS_THEY_ARE}
    slowest = feed.slowest.total_seconds() if feed.slowest else None
    row |= {"interval_s": feed.interval.total_seconds(), "slowest_s": slowest, "hosts": " ".join(feed.hosts)}
    return row | {"configured": True, "added": False}


def _fresh_row(now: datetime) -> dict[str, Any]:
    empty = dict.fromkeys(("etag", "last_modified", "detail", "body", "moved_to", *_SAID), "")
    nothing = dict.fromkeys(("not_before", "whole_at", "lags", "shape"))
    return empty | nothing | {"due_at": now, "failures": 0, "moves": 0, "is_deaf": False}


def _state_row(state: FeedState) -> dict[str, Any]:
    row = {name: getattr(state, name) for name in _REMEMBERED}
    days = [[day.isoformat(), count] for day, count in state.days]
    return row | {"days": days, "lags": list(state.lags), "shape": state.shape.to_json() if state.shape else None}


def _state(row: AnyRow) -> FeedState:
    slowest = None if row.slowest_s is None else timedelta(seconds=row.slowest_s)
    known = {name: getattr(row, name) for name in _AS_THEY_ARE} | {"hosts": tuple(row.hosts.split())}
    feed = Feed(**known, interval=timedelta(seconds=row.interval_s), slowest=slowest)
    remembered = {name: getattr(row, name) for name in (*_REMEMBERED, *_SAID)}
    lags, shape = tuple(row.lags or ()), Shape.from_json(row.shape)
    return FeedState(feed, **remembered, days=_days(row.days), paused=row.paused, lags=lags, shape=shape)


def _days(kept: list[list[Any]] | None) -> Days:
    return tuple((date.fromisoformat(day), count) for day, count in kept or ())


_ADDED = ("polls", "answers", "entries")
_BATCH = 500


class CoverageRepository:
    """How often each feed was asked and answered, by day."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, polled: Iterable[FeedDay]) -> None:
        """Add what some polls came to; feeds that are not known are an error."""
        sums: dict[tuple[date, str], list[int]] = {}
        for one in polled:
            row = sums.setdefault((one.day, one.feed), [0, 0, 0])
            row[:] = row[0] + one.polls, row[1] + one.answers, row[2] + one.entries
        rows = [dict(zip(("day", "feed_id", *_ADDED), (*key, *sums[key]), strict=True)) for key in sorted(sums)]
        if rows:
            added = insert(self._connection, feed_days)
            total = {name: feed_days.c[name] + added.excluded[name] for name in _ADDED}
            self._connection.execute(added.on_conflict_do_update(index_elements=["day", "feed_id"], set_=total), rows)

    def days(self, start: date | None = None, end: date | None = None) -> Iterator[FeedDay]:
        """Every feed of every day within these bounds, in the order of days."""
        wanted = select(feed_days, feeds.c.outlet, feeds.c.lang).join(feeds, feeds.c.id == feed_days.c.feed_id)
        wanted = wanted.where(feed_days.c.day >= start) if start else wanted
        wanted = wanted.where(feed_days.c.day <= end) if end else wanted
        ordered = wanted.order_by(feed_days.c.day, feed_days.c.feed_id)
        for row in self._connection.execute(ordered, execution_options={"yield_per": _BATCH}):
            yield FeedDay(row.feed_id, row.outlet, row.day, row.polls, row.answers, row.entries, row.lang)
