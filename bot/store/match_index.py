"""What an event is recognised by: its newest reports with their fingerprints, not more however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.fingerprint import Fingerprint
from bot.domain.report import Report, from_json
from bot.store.fingerprints import fingerprint_from_json
from bot.store.tables import articles, fingerprints, reports

#: What all reports together say is in the event's facts; more views than these make no event better known.
MOST = 20

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
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class MatchIndex:
    """Of each event its reports and their fingerprints, as far as these are kept; in the order the articles came."""

    reports: Mapping[int, tuple[Report, ...]]
    prints: Mapping[int, tuple[Fingerprint, ...]]
    #: Addresses for readers, by the articles' numbers.
    urls: Mapping[int, str]


def views(connection: Connection, event_ids: Iterable[int]) -> MatchIndex:
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
