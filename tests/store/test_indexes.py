"""What is looked for again and again is found by an index, however many rows there are."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.alert import Alert
from bot.domain.event import Change
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.store.samples import DAY, LEASE, MORNING

ALONE = Alert(2, 2, 1, Change.NEW, major=True, created_at=MORNING, outlet="sample", owner="sample")
LOOKS: dict[str, tuple[Callable[[Tx], object], str]] = {
    "lease": (lambda tx: tx.deliveries.lease("me", MORNING, MORNING + LEASE, 90), "ix_deliveries_waiting"),
    "next_due": (lambda tx: tx.deliveries.next_due(), "ix_deliveries_waiting"),
    "expire": (lambda tx: tx.deliveries.expire(MORNING), "ix_deliveries_sending"),
    "doubtful": (lambda tx: tx.deliveries.doubtful(9), "ix_deliveries_doubtful"),
    "purge": (lambda tx: tx.deliveries.purge(MORNING, 9), "ix_deliveries_sealed"),
    "seal": (lambda tx: tx.deliveries.seal(9), "ix_deliveries_kept"),
    "topics": (lambda tx: tx.subscribers.reopen(-100), "ix_subscribers_forum"),
    "refusing": (lambda tx: tx.subscribers.refusing(channels=False), "ix_subscribers_refusing"),
    "turned": (lambda tx: tx.subscribers.turned(), "ix_subscribers_channels"),
    "again": (lambda tx: tx.deliveries.again([1], MORNING), "sqlite_autoindex_deliveries_1"),
    "stretch": (lambda tx: tx.deliveries.stretch(1, 0, 9, 9), "ix_deliveries_event_id_subscriber_id"),
    "take": (lambda tx: tx.inbox.take(MORNING, MORNING), "ix_inbox_chat"),
    "closed": (lambda tx: tx.subscribers.erase_closed(MORNING, 9), "ix_subscribers_closed"),
    "rested": (lambda tx: tx.subscribers.rested(MORNING), "ix_subscribers_resting"),
    "resume": (lambda tx: tx.deliveries.resume(MORNING), "ix_deliveries_waiting"),
    "stop": (lambda tx: tx.events.hold(1, held=True), "ix_deliveries_event_id_subscriber_id"),
    "held": (lambda tx: tx.deliveries.held(1, [1, 2]), "ix_deliveries_event_id_subscriber_id"),
    "unread": (lambda tx: tx.articles.unread(9), "ix_articles_turns"),
    "awaiting_page": (lambda tx: tx.articles.awaiting_page(MORNING, 9), "ix_articles_paging"),
    "drop_text": (lambda tx: tx.articles.drop_text(MORNING), "ix_articles_seen_at"),
    "waiting_near": (lambda tx: tx.reports.near({"place:almaty"}, (DAY, DAY), 9), "ix_unplaced_near"),
    "forget_waiting": (lambda tx: tx.reports.forget(MORNING), "ix_unplaced_at"),
    "views": (lambda tx: tx.reports.views([1]), "ix_reports_event_id"),
    "unfinished": (lambda tx: tx.alerts.unfinished(9), "ix_alerts_unfinished"),
    "after": (lambda tx: tx.subscribers.after(0, 9), "ix_subscribers_open"),
    "told_alone": (lambda tx: tx.alerts.told_alone(MORNING), "ix_alerts_alone"),
    "begun_alone": (lambda tx: tx.alerts.begun_alone(MORNING), "ix_alerts_alone"),
    "before_of": (lambda tx: tx.alerts.before_of(ALONE, MORNING), "ix_alerts_alone"),
    "pausing": (lambda tx: tx.alerts.end_pauses(MORNING), "ix_alerts_pausing"),
    "queue": (lambda tx: tx.reviews.of_event(1), "ix_reviews_open"),
    "doubts": (lambda tx: tx.suspect_figures.open(MORNING), "ix_doubts_open"),
    "fingerprints": (lambda tx: tx.fingerprints.of_events([1, 2]), "ix_fingerprints_event_id"),
    "forget_fingerprints": (lambda tx: tx.fingerprints.forget(MORNING), "ix_fingerprints_at"),
    "forget_vectors": (lambda tx: tx.vectors.forget(MORNING), "ix_vectors_at"),
    "lacking_vectors": (lambda tx: tx.vectors.lacking(9), "ix_vectors_lacking"),
    "close_old": (lambda tx: tx.events.close_old(DAY, MORNING), "ix_events_open"),
    "candidates_near": (
        lambda tx: tx.events.candidates(DAY, DAY, near=timedelta(days=1), lasting=timedelta(days=4)),
        "ix_events_newest",
    ),
    "candidates": (lambda tx: tx.events.candidates(DAY, DAY), "ix_events_newest"),
    "latest": (lambda tx: tx.events.latest(None, 9), "ix_events_newest"),
    "latest_there": (lambda tx: tx.events.latest(frozenset({"almaty"}), 9), "ix_event_places_days"),
    "search": (lambda tx: tx.search.find((frozenset({"place:almaty"}),), 9), "ix_event_terms_newest"),
    "latest_of_two": (lambda tx: tx.events.latest(frozenset({"almaty", "oral"}), 9), "ix_event_places_days"),
}


@pytest.fixture
def small(sqlite_url: str, subscriber_key: str) -> Iterator[Store]:
    """On SQLite only: it plans by rules, while PostgreSQL reads an empty table from end to end, rightly."""
    opened = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()


@pytest.mark.parametrize("look", LOOKS)
def test_is_found_by_its_index(small: Store, look: str) -> None:
    work, index = LOOKS[look]
    said: list[tuple[str, Any]] = []
    event.listen(small._to_write, "before_cursor_execute", lambda *call: said.append((call[2], call[3])))
    with small.writing() as tx:
        work(tx)
    asked = [one for one in said if one[0].startswith(("SELECT", "UPDATE", "DELETE", "WITH"))]
    with small._to_write.begin() as connection:
        plan = [
            row.detail for one in asked for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one[0]}", one[1])
        ]
    assert any(index in line for line in plan), plan
