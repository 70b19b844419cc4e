"""Audit: rows are added; the database itself refuses to change one."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.domain.audit import AuditEntry
from bot.store.schema import AnyRow
from bot.store.tables import audit


class Audit:
    """The audit of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: AuditEntry, now: datetime) -> None:
        """Somebody did something."""
        row = {
            "at": now,
            "actor": entry.actor,
            "deed": entry.deed,
            "event_id": entry.event,
            "before": entry.before,
            "after": entry.after,
            "review_id": entry.review,
            "subject": entry.subject,
            "reason": entry.reason,
            "fields": list(entry.fields),
            "reached": entry.reached,
        }
        self._connection.execute(insert(audit).values(row))

    def newest(self, limit: int, *, event: int = 0, before: int = 0) -> tuple[AuditEntry, ...]:
        """The newest deeds, of one event if it is named; `before` goes on after the one of that number."""
        wanted = select(audit).order_by(audit.c.id.desc()).limit(limit)
        wanted = wanted.where(audit.c.event_id == event) if event else wanted
        wanted = wanted.where(audit.c.id < before) if before else wanted
        return tuple(_entry(row) for row in self._connection.execute(wanted))

    def of_event(self, event: int) -> tuple[AuditEntry, ...]:
        """What was done to one event, oldest first."""
        wanted = select(audit).where(audit.c.event_id == event).order_by(audit.c.id)
        return tuple(_entry(row) for row in self._connection.execute(wanted))


def _entry(row: AnyRow) -> AuditEntry:
    return AuditEntry(
        deed=row.deed,
        actor=row.actor,
        event=row.event_id,
        before=row.before,
        after=row.after,
        review=row.review_id,
        subject=row.subject,
        reason=row.reason,
        fields=tuple(row.fields),
        reached=row.reached,
        id=row.id,
        at=row.at,
    )
