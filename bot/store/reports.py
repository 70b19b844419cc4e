"""Reports: what each article claims, and which event it was joined to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, or_, select, update
from sqlalchemy import insert as plain_insert

from bot.domain.decision import Decision
from bot.domain.fingerprint import Fingerprint
from bot.domain.report import Report, StoredReport, from_json, to_json
from bot.store.connect import upsert
from bot.store.events import LONGEST
from bot.store.fingerprints import fingerprint_from_json
from bot.store.schema import AnyRow
from bot.store.tables import articles, fingerprints, reports, unplaced

#: What all reports together say is in the event's facts; more views than these make no event better known.
MOST_VIEWS = 20

#: A report whose fingerprint is not beside its event copies the text of one whose fingerprint is.
_NEWEST = (
    select(
        reports.c.article_id,
        reports.c.body,
        fingerprints.c.body.label("hashed"),
        func.coalesce(func.nullif(articles.c.link, ""), articles.c.url).label("url"),
    )
    .join(articles, articles.c.id == reports.c.article_id)
    .join(fingerprints, fingerprints.c.article_id == reports.c.article_id, isouter=True)
    .where(
        reports.c.event_id == bindparam("event"),
        func.coalesce(fingerprints.c.event_id, reports.c.event_id) == reports.c.event_id,
    )
    .order_by(reports.c.article_id.desc())
    .limit(MOST_VIEWS)
)

#: Built once, since building takes as long as asking: what waits near some terms and days.
_NEAR = (
    select(unplaced.c.article_id)
    .where(
        unplaced.c.term.in_(bindparam("terms", expanding=True)),
        unplaced.c.day_end.between(bindparam("start"), bindparam("last")),
        unplaced.c.day_start <= bindparam("end"),
    )
    .distinct()
    .order_by(unplaced.c.article_id.desc())
    .limit(bindparam("many"))
)
_READ = update(articles).where(articles.c.id == bindparam("number")).values(read_at=bindparam("now"))
_SETTLE = delete(unplaced).where(unplaced.c.article_id.in_(bindparam("numbers", expanding=True)))


@dataclass(frozen=True, slots=True)
class MatchIndex:
    """Of each event its reports and their fingerprints, as far as these are kept; in the order the articles came."""

    reports: Mapping[int, tuple[Report, ...]]
    prints: Mapping[int, tuple[Fingerprint, ...]]
    #: Addresses for readers, by the articles' numbers.
    urls: Mapping[int, str]


class ReportRepository:
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
        decision: Decision | None = None,
    ) -> None:
        """Store an article's report, in place of an earlier one, and mark the article read.

        `asks` are the events of which an editor must choose.
        """
        row = {"body": to_json(report), "kind": report.kind, "event_id": event, "asks": list(asks) or None, "at": now}
        judged = {"decision": decision.value if decision else None}
        added = upsert(self._connection.dialect.name, reports, "article_id")
        self._connection.execute(added, row | judged | {"article_id": article_number})
        self.settle([article_number])
        self._connection.execute(_READ, {"number": article_number, "now": now})

    def views(self, event_ids: Iterable[int]) -> MatchIndex:
        """What each of these events is recognised by: its newest reports and their fingerprints."""
        return _views(self._connection, event_ids)

    def told(self, event_id: int) -> tuple[StoredReport, ...]:
        """The reports joined to an event with their articles, in the order these came."""
        return self._told(reports.c.event_id == event_id)

    def of_articles(self, numbers: Iterable[int]) -> tuple[StoredReport, ...]:
        """The reports of these articles."""
        return self._told(reports.c.article_id.in_(sorted(numbers)))

    def events_of(self, outlet: str, since: datetime) -> tuple[int, ...]:
        """The events that an outlet's reports since a moment tell of."""
        joined = reports.join(articles, articles.c.id == reports.c.article_id)
        theirs = articles.c.source == outlet, reports.c.event_id.is_not(None), reports.c.at >= since
        wanted = select(reports.c.event_id).select_from(joined).where(*theirs).distinct()
        return tuple(self._connection.scalars(wanted.order_by(reports.c.event_id)))

    def actions(self, event_id: int) -> frozenset[str]:
        """What the reports of an event call what was done."""
        chosen = select(reports.c.body["action"].as_string()).where(reports.c.event_id == event_id).distinct()
        return frozenset(filter(None, self._connection.scalars(chosen)))

    def move(self, numbers: Iterable[int], event_id: int | None) -> None:
        """Join the reports of these articles to another event, or to none, with their fingerprints."""
        here = sorted(numbers)
        self.settle(here)
        self._connection.execute(
            update(reports).where(reports.c.article_id.in_(here)).values(event_id=event_id, asks=None)
        )
        if event_id is not None:
            hashed = update(fingerprints).where(fingerprints.c.article_id.in_(here))
            self._connection.execute(hashed.values(event_id=event_id))

    def ask(self, article_number: int, asks: tuple[int, ...]) -> None:
        """An editor must choose from these events by now."""
        changed = update(reports).where(reports.c.article_id == article_number)
        self._connection.execute(changed.values(asks=list(asks)))

    def wait(self, article_number: int, terms: Iterable[str], days: tuple[date, date], now: datetime) -> None:
        """No event is certain yet: the report is found by any of these terms, on these days, bounds inclusive."""
        row = {"article_id": article_number, "day_start": days[0], "day_end": days[1], "at": now}
        self._connection.execute(plain_insert(unplaced), [row | {"term": term} for term in sorted(terms)])

    def near(self, terms: Iterable[str], days: tuple[date, date], limit: int) -> tuple[StoredReport, ...]:
        """Reports that wait for an event and are found by any of these terms on these days; the newest, if many."""
        start, end = days
        asked = {"terms": sorted(terms), "start": start, "end": end, "last": end + LONGEST, "many": limit}
        newest = self._connection.scalars(_NEAR, asked).all()
        return self.of_articles(newest) if newest else ()

    def settle(self, numbers: Iterable[int]) -> None:
        """The reports of these articles wait for an event no more."""
        self._connection.execute(_SETTLE, {"numbers": sorted(numbers)})

    def forget(self, before: datetime) -> int:
        """What waited for an event since before this moment goes on without one; answers how many terms went."""
        return self._connection.execute(delete(unplaced).where(unplaced.c.at < before)).rowcount

    def decisions(self, since: datetime) -> Mapping[str, int]:
        """How many reports since a moment were published, asked about and dropped."""
        counted = select(reports.c.decision, func.count().label("many"))
        rows = counted.where(reports.c.decision.is_not(None), reports.c.at >= since).group_by(reports.c.decision)
        found = {row.decision: row.many for row in self._connection.execute(rows)}
        return {decision.value: found.get(decision.value, 0) for decision in Decision}

    def by_outlet(self, since: datetime) -> Mapping[tuple[str, str], int]:
        """The same counts for each outlet: (outlet, decision)."""
        counted = select(articles.c.source, reports.c.decision, func.count().label("many"))
        rows = (
            counted.join_from(reports, articles, articles.c.id == reports.c.article_id)
            .where(reports.c.decision.is_not(None), reports.c.at >= since)
            .group_by(articles.c.source, reports.c.decision)
        )
        return {(row.source, row.decision): row.many for row in self._connection.execute(rows)}

    def _told(self, chosen: ColumnElement[bool]) -> tuple[StoredReport, ...]:
        rings_not = or_(articles.c.quiet, articles.c.undated).label("quiet")
        article = articles.c.source, articles.c.url, articles.c.link, articles.c.published, rings_not
        wanted = select(reports, *article).join(articles, articles.c.id == reports.c.article_id).where(chosen)
        rows = self._connection.execute(wanted.order_by(reports.c.article_id))
        return tuple(_told(row) for row in rows)


def _told(row: AnyRow) -> StoredReport:
    return StoredReport(
        article=row.article_id,
        report=from_json(row.body),
        outlet=row.source,
        url=row.link or row.url or "",
        published=row.published,
        quiet=row.quiet,
        event=row.event_id,
        asks=tuple(row.asks or ()),
    )


def _views(connection: Connection, event_ids: Iterable[int]) -> MatchIndex:
    """The newest of each of these events."""
    rows = {event: connection.execute(_NEWEST, {"event": event}).all()[::-1] for event in sorted(event_ids)}
    return MatchIndex(
        {event: tuple(from_json(row.body) for row in told) for event, told in rows.items()},
        {
            event: tuple(fingerprint_from_json(row.hashed, row.article_id) for row in told if row.hashed)
            for event, told in rows.items()
        },
        {row.article_id: row.url or "" for told in rows.values() for row in told},
    )
