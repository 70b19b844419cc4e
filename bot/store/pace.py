"""The sending pace, shared by all processes: one row that says when the next slot is free."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.store.tables import pace


class Pace:
    """The pace of a transaction; moments are on the wire clock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reserve(self, now: datetime, count: int, rate: float) -> datetime:
        """When these `count` messages may be sent, at `rate` messages a second (the generic cell rate algorithm)."""
        row = self._connection.execute(select(pace).with_for_update()).one()
        start: datetime = max(now, row.next_at, row.held_until)
        self._connection.execute(update(pace).values(next_at=start + timedelta(seconds=count / rate)))
        return start

    def hold(self, until: datetime) -> None:
        """Nobody sends before this moment; an earlier one than is held already changes nothing."""
        self._connection.execute(update(pace).where(pace.c.held_until < until).values(held_until=until))
