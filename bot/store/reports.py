"""Reports: what each article claims, and which event it was joined to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from bot.domain.report import Report, from_json, to_json
from bot.store.columns import AnyRow
from bot.store.connect import insert
from bot.store.tables import articles, fingerprints, reports


@dataclass(frozen=True, slots=True)
class Told:
    """One article's report, who carried it, and where it stands."""

    article: int
    report: Report
    outlet: str
    #: For readers, as the event's sources have it.
    url: str
    published: datetime | None
    quiet: bool
    event: int | None = None
    #: The events of which an editor must choose.
    asks: tuple[int, ...] = ()


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
        return tuple(told.report for told in self.told(event_id))

    def told(self, event_id: int) -> tuple[Told, ...]:
        """The reports joined to an event with their articles, in the order these came."""
        return self._told(reports.c.event_id == event_id)

    def of_articles(self, numbers: Iterable[int]) -> tuple[Told, ...]:
        """The reports of these articles."""
        return self._told(reports.c.article_id.in_(sorted(numbers)))

    def move(self, numbers: Iterable[int], event_id: int | None) -> None:
        """Join the reports of these articles to another event, or to none, with their fingerprints."""
        here = sorted(numbers)
        self._connection.execute(
            update(reports).where(reports.c.article_id.in_(here)).values(event_id=event_id, asks=None)
        )
        if event_id is not None:
            hashed = update(fingerprints).where(fingerprints.c.article_id.in_(here))
            self._connection.execute(hashed.values(event_id=event_id))

    def asking(self) -> int:
        """How many reports wait for an editor."""
        wanted = select(func.count()).select_from(reports).where(reports.c.asks.is_not(None))
        return self._connection.scalar(wanted) or 0

    def _told(self, chosen: ColumnElement[bool]) -> tuple[Told, ...]:
        article = articles.c.source, articles.c.url, articles.c.link, articles.c.published, articles.c.quiet
        wanted = select(reports, *article).join(articles, articles.c.id == reports.c.article_id).where(chosen)
        rows = self._connection.execute(wanted.order_by(reports.c.article_id))
        return tuple(_told(row) for row in rows)


def _told(row: AnyRow) -> Told:
    return Told(
        article=row.article_id,
        report=from_json(row.body),
        outlet=row.source,
        url=row.link or row.url or "",
        published=row.published,
        quiet=row.quiet,
        event=row.event_id,
        asks=tuple(row.asks or ()),
    )
