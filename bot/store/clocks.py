"""Moments that lie further ahead than anything may be put off: a clock was wrong when they were written.

Each kind has a maximum of its own. What lies beyond it, or was written before a step back of the clock, is due as it
would be had the clock been right; where that cannot be known, at once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, or_, select, update

from bot.domain.alert import PAUSE
from bot.domain.clock import MINUTE
from bot.domain.delivery import DeliveryState
from bot.domain.sending_pace import LONGEST_PAUSE
from bot.domain.sending_pace import SendingPace as Figures
from bot.store.delivery_rows import UNLEASED, is_
from bot.store.holds import NEVER
from bot.store.outbox_statements import PRIORITIES
from bot.store.tables import alerts, articles, deliveries, feeds, inbox, pace, slots, subscribers

#: Clocks of two machines may differ by so much; a greater lead is a clock that was set.
TOLERANCE = MINUTE
#: Digests wait longest: for the next morning.
_LONGEST = LONGEST_PAUSE + timedelta(hours=1)
#: A question waits until its chat may be written to.
_QUESTION = timedelta(seconds=31)
#: Maxima on the world's clock: a claim of a feed, a page that is asked for again, a rest that a server asked for.
_CLAIM, _PAGE, _REST = timedelta(minutes=10), timedelta(minutes=10), timedelta(days=1)


class ClockRepository:
    """The moments of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lead(self, now: datetime) -> timedelta:
        """By how much the clock was ahead of `now` when something was last sent: a slot is never taken long before."""
        next_at: datetime = self._connection.execute(select(pace.c.next_at)).scalar_one()
        return max(next_at - now, timedelta())

    def mark(self, now: datetime) -> None:
        """Remember how late it is."""
        self._connection.execute(update(pace).where(pace.c.next_at < now).values(next_at=now))

    def mend_wire(self, now: datetime, step: timedelta, figures: Figures) -> int:
        """Messages, leases, slots and rests after a step back, or beyond their maximum; answers how many rows."""
        lead = self.lead(now)
        step = max(step, lead if lead > TOLERANCE else timedelta())
        return sum(
            (
                self._messages(now, step),
                self._leases(now, figures),
                self._earlier(subscribers, subscribers.c.next_at, now, step, LONGEST_PAUSE),
                self._earlier(slots, slots.c.free_at, now, step, figures.lease + 2 * timedelta(seconds=1)),
                self._pace(now, step),
            )
        )

    def mend_inbox(self, now: datetime) -> int:
        """Questions that are put off beyond their maximum."""
        return self._count(inbox, (inbox.c.body.is_not(None), inbox.c.due_at > now + _QUESTION), due_at=now)

    def mend_day(self, now: datetime) -> int:
        """Feeds, pages and pauses that are put off beyond their maximum, or were when it was later than now."""
        ahead = or_(feeds.c.asked_at > now, feeds.c.asked_at.is_(None) & (feeds.c.due_at > now))
        return sum(
            (
                self._count(feeds, (feeds.c.claimed_until > now + _CLAIM,), claimed_until=None),
                self._rests(now),
                self._count(feeds, (ahead, feeds.c.due_at > now), due_at=now),
                self._count(articles, (articles.c.page_due_at > now + _PAGE,), page_due_at=now),
                self._count(alerts, (alerts.c.due_at > now + PAUSE,), due_at=now),
            )
        )

    def _messages(self, now: datetime, step: timedelta) -> int:
        """What was to go at once goes at once: its chat's rest is looked at again. A digest keeps its hour."""
        mended = 0
        for priority in PRIORITIES:
            level = is_(DeliveryState.WAITING), deliveries.c.priority == priority, deliveries.c.due_at < NEVER
            if priority == PRIORITIES[-1]:
                mended += self._earlier(deliveries, deliveries.c.due_at, now, step, _LONGEST, *level)
            else:
                beyond = deliveries.c.due_at > (now if step else now + _LONGEST)
                mended += self._count(deliveries, (*level, beyond), due_at=now, queued_at=now)
        return mended

    def _leases(self, now: datetime, figures: Figures) -> int:
        until = now + figures.lease
        beyond = deliveries.c.leased_until > until
        return self._count(deliveries, (is_(DeliveryState.WAITING), beyond), **UNLEASED) + self._count(
            deliveries, (is_(DeliveryState.SENDING), beyond), leased_until=until
        )

    def _pace(self, now: datetime, step: timedelta) -> int:
        mended = self._count(pace, (pace.c.next_at > now + TOLERANCE,), next_at=now)
        mended += self._earlier(pace, pace.c.held_until, now, step, LONGEST_PAUSE)
        return mended + self._count(pace, (pace.c.flooded_at > now,), flooded_at=None)

    def _rests(self, now: datetime) -> int:
        """What a server asked for counts from when it was asked."""
        wanted = select(feeds.c.id, feeds.c.asked_at, feeds.c.not_before).where(feeds.c.not_before > now)
        mended = 0
        for row in self._connection.execute(wanted).all():
            lead = max(row.asked_at - now, timedelta()) if row.asked_at else timedelta()
            if lead or row.not_before > now + _REST:
                until = min(row.not_before - lead, now + _REST)
                mended += self._count(feeds, (feeds.c.id == row.id,), not_before=until)
        return mended

    def _earlier(
        self,
        table: Table,
        column: Column[Any],
        now: datetime,
        step: timedelta,
        longest: timedelta,
        *where: ColumnElement[bool],
    ) -> int:
        """Moments after `now` as they would be had the clock been right, and none further ahead than `longest`."""
        beyond = now if step else now + longest
        moments: Iterable[datetime] = self._connection.scalars(select(column).where(*where, column > beyond).distinct())
        return sum(
            self._count(table, (*where, column == moment), **{column.name: _right(moment, now, step, longest)})
            for moment in list(moments)
        )

    def _count(self, table: Table, where: Iterable[ColumnElement[bool]], **values: Any) -> int:
        return self._connection.execute(update(table).where(*where).values(values)).rowcount


def _right(moment: datetime, now: datetime, step: timedelta, longest: timedelta) -> datetime:
    """A moment further ahead than anything may be put off says nothing: it is now."""
    earlier = moment - step
    return now if earlier > now + longest else max(earlier, now)
