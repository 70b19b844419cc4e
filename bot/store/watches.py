"""Watches: which chats follow an event, and which want to hear no more of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select

from bot.domain.clock import DAY, cut
from bot.domain.watch import Watch
from bot.store.connect import insert
from bot.store.tables import events, subscribers, watches


class Watches:
    """The watches of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, subscriber_id: int, event_id: int, wish: Watch, now: datetime) -> None:
        """A chat's wish about an event; a later one replaces it."""
        row = {"subscriber_id": subscriber_id, "event_id": event_id, "wish": wish, "since": cut(now, DAY)}
        added = insert(self._connection, watches).values(row)
        again = added.on_conflict_do_update(index_elements=["subscriber_id", "event_id"], set_={"wish": wish})
        self._connection.execute(again)

    def drop(self, subscriber_id: int, event_id: int) -> None:
        """The chat has no wish about this event any more."""
        one = watches.c.subscriber_id == subscriber_id, watches.c.event_id == event_id
        self._connection.execute(delete(watches).where(*one))

    def of(self, subscriber_id: int, event_id: int) -> Watch | None:
        """A chat's wish about an event."""
        one = watches.c.subscriber_id == subscriber_id, watches.c.event_id == event_id
        wish: str | None = self._connection.scalar(select(watches.c.wish).where(*one))
        return Watch(wish) if wish else None

    def followers(self, event_id: int, after: int, last: int) -> tuple[int, ...]:
        """Open subscribers above `after` up to `last` who follow an event, ascending."""
        within = watches.c.subscriber_id > after, watches.c.subscriber_id <= last
        wanted = select(watches.c.subscriber_id).join(subscribers, subscribers.c.id == watches.c.subscriber_id)
        theirs = watches.c.event_id == event_id, watches.c.wish == Watch.FOLLOW, subscribers.c.closed_at.is_(None)
        return tuple(self._connection.scalars(wanted.where(*within, *theirs).order_by(watches.c.subscriber_id)))

    def among(self, event_id: int, subscriber_ids: Sequence[int]) -> frozenset[int]:
        """Those of these subscribers who follow an event."""
        theirs = watches.c.event_id == event_id, watches.c.subscriber_id.in_(subscriber_ids)
        wanted = select(watches.c.subscriber_id).where(*theirs, watches.c.wish == Watch.FOLLOW)
        return frozenset(self._connection.scalars(wanted))

    def purge(self, before: datetime, limit: int) -> int:
        """Forget wishes about events that are over, and those older than a moment; answers how many."""
        over = exists().where(events.c.id == watches.c.event_id, events.c.closed_at.is_not(None))
        old = (
            select(watches.c.subscriber_id, watches.c.event_id).where(or_(over, watches.c.since < before)).limit(limit)
        )
        rows = self._connection.execute(old).all()
        for row in rows:
            self.drop(row.subscriber_id, row.event_id)
        return len(rows)


def muted(subscriber_id: ColumnElement[int], event_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a chat wants to hear no more of an event."""
    return exists().where(
        watches.c.subscriber_id == subscriber_id, watches.c.event_id == event_id, watches.c.wish == Watch.MUTE
    )
