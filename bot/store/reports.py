"""Reports: what each article claims, and which event it was joined to."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.domain.report import Report, from_json, to_json
from bot.store.connect import insert
from bot.store.tables import articles, reports


class Reports:
    """The reports of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(
        self,
        article_number: int,
        report: Report,
        now: datetime,
        *,
        event: int | None = None,
        asks: tuple[int, ...] = (),
    ) -> None:
        """Store an article's report, in place of an earlier one, and mark the article read.

        `asks` are the events of which an editor must choose.
        """
        row = {"body": to_json(report), "kind": report.kind, "event_id": event, "asks": list(asks) or None, "at": now}
        added = insert(self._connection, reports).values(row | {"article_id": article_number})
        self._connection.execute(added.on_conflict_do_update(index_elements=["article_id"], set_=row))
        self._connection.execute(update(articles).where(articles.c.id == article_number).values(read_at=now))

    def of_event(self, event_id: int) -> tuple[Report, ...]:
        """The reports joined to an event, in the order their articles came."""
        wanted = select(reports.c.body).where(reports.c.event_id == event_id).order_by(reports.c.article_id)
        return tuple(from_json(body) for body in self._connection.scalars(wanted))

    def asking(self) -> int:
        """How many reports wait for an editor."""
        wanted = select(func.count()).select_from(reports).where(reports.c.asks.is_not(None))
        return self._connection.scalar(wanted) or 0
