"""Feeds by day: how often each was asked and answered."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, select

from bot.domain.coverage import FeedDay
from bot.store.connect import insert
from bot.store.tables import feed_days, feeds

_ADDED = ("polls", "answers", "entries")
_BATCH = 500


class CoverageRepository:
    """The feeds' days of a transaction."""

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
