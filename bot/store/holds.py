"""Holds: the events that an editor holds, and the hold of everything, which is event 0."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.store.connect import insert
from bot.store.tables import holds

#: Stands for every event.
ALL = 0


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held, by whom and since when."""

    event: int
    at: datetime
    actor: str


class HoldRepository:
    """The holds of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, event: int, actor: str, now: datetime) -> bool:
        """An editor holds an event, or everything; false when somebody holds it already."""
        row = insert(self._connection, holds).values(event_id=event, at=now, actor=actor)
        return self._connection.execute(row.on_conflict_do_nothing()).rowcount == 1

    def end(self, event: int) -> bool:
        """Nobody holds it any more; whether somebody did."""
        return self._connection.execute(delete(holds).where(holds.c.event_id == event)).rowcount == 1

    def of(self, event: int) -> Hold | None:
        """The hold of one event."""
        row = self._connection.execute(select(holds).where(holds.c.event_id == event)).one_or_none()
        return Hold(row.event_id, row.at, row.actor) if row else None

    def all(self) -> tuple[Hold, ...]:
        """Every hold, longest first."""
        rows = self._connection.execute(select(holds).order_by(holds.c.at, holds.c.event_id))
        return tuple(Hold(row.event_id, row.at, row.actor) for row in rows)

    def forgotten(self, before: datetime) -> tuple[Hold, ...]:
        """Those since before a moment of which nobody was reminded."""
        wanted = select(holds).where(holds.c.at <= before, holds.c.reminded_at.is_(None)).order_by(holds.c.at)
        return tuple(Hold(row.event_id, row.at, row.actor) for row in self._connection.execute(wanted))

    def reminded(self, event: int, now: datetime) -> None:
        """Editors were reminded of it."""
        self._connection.execute(update(holds).where(holds.c.event_id == event).values(reminded_at=now))
