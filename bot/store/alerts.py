"""Alerts: one for a version, and how far its expansion into deliveries has come."""

from typing import Any

from sqlalchemy import Connection, select, update

from bot.domain.alert import Alert
from bot.domain.event import Version
from bot.store.columns import AnyRow
from bot.store.connect import insert
from bot.store.tables import alerts


class Alerts:
    """The alerts of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: Version) -> Alert:
        """The alert of a version, made unless it is there."""
        self._connection.execute(insert(self._connection, alerts).values(_row(version)).on_conflict_do_nothing())
        same = alerts.c.event_id == version.event, alerts.c.version == version.number
        return _alert(self._connection.execute(select(alerts).where(*same)).one())

    def unfinished(self, limit: int) -> tuple[Alert, ...]:
        """Alerts not yet expanded to everybody, oldest first."""
        wanted = select(alerts).where(~alerts.c.done).order_by(alerts.c.id).limit(limit)
        return tuple(_alert(row) for row in self._connection.execute(wanted))

    def get(self, number: int) -> Alert | None:
        """One alert by its number."""
        row = self._connection.execute(select(alerts).where(alerts.c.id == number)).one_or_none()
        return _alert(row) if row else None

    def advance(self, number: int, cursor: int, *, done: bool) -> None:
        """Subscribers up to the cursor have their deliveries."""
        self._connection.execute(update(alerts).where(alerts.c.id == number).values(cursor=cursor, done=done))


def _row(version: Version) -> dict[str, Any]:
    return {
        "event_id": version.event,
        "version": version.number,
        "change": version.change,
        "major": version.major,
        "created_at": version.at,
        "cursor": 0,
        "done": False,
    }


def _alert(row: AnyRow) -> Alert:
    return Alert(row.id, row.event_id, row.version, row.change, row.major, row.created_at, row.cursor, row.done)
