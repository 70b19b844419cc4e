"""Feeds between polls: what is configured, when each is due, what went wrong."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, select, update

from bot.domain.feed import Feed, FeedState
from bot.store.columns import AnyRow
from bot.store.connect import insert
from bot.store.tables import feeds


class Feeds:
    """The feeds of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sync(self, configured: Iterable[Feed], now: datetime) -> None:
        """Make these the configured feeds; each keeps its state unless its address has changed.

        The others stay, with what came from them, and are never due.
        """
        rows = [_configured_row(feed) | _fresh_row(now) for feed in configured]
        self._connection.execute(update(feeds).values(configured=False))
        if not rows:
            return
        added = insert(self._connection, feeds)
        moved = feeds.c.url != added.excluded.url
        kept = {name: case((moved, added.excluded[name]), else_=feeds.c[name]) for name in _OF_AN_ADDRESS}
        changed = {name: added.excluded[name] for name in (*_CONFIGURED, "configured")}
        self._connection.execute(added.on_conflict_do_update(index_elements=["id"], set_=changed | kept), rows)

    def due(self, now: datetime, limit: int) -> tuple[FeedState, ...]:
        """Configured feeds that should be polled, the longest due first."""
        wanted = select(feeds).where(feeds.c.configured, feeds.c.due_at <= now)
        rows = self._connection.execute(wanted.order_by(feeds.c.due_at, feeds.c.id).limit(limit))
        return tuple(_state(row) for row in rows)

    def save(self, state: FeedState) -> None:
        """Remember what a poll brought; LookupError for a feed that was never configured."""
        saved = update(feeds).where(feeds.c.id == state.feed.id).values(_state_row(state))
        if not self._connection.execute(saved).rowcount:
            raise LookupError(f"no feed {state.feed.id}")

    def all(self) -> tuple[FeedState, ...]:
        """Every configured feed, by id."""
        rows = self._connection.execute(select(feeds).where(feeds.c.configured).order_by(feeds.c.id))
        return tuple(_state(row) for row in rows)


_CONFIGURED = ("url", "outlet", "lang", "interval_s")
#: What a server said at one address means nothing at another.
_OF_AN_ADDRESS = ("due_at", "etag", "last_modified")


def _configured_row(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "url": feed.url,
        "outlet": feed.outlet,
        "lang": feed.lang,
        "interval_s": feed.interval.total_seconds(),
        "configured": True,
    }


def _fresh_row(now: datetime) -> dict[str, Any]:
    return {"due_at": now, "etag": "", "last_modified": "", "failures": 0, "detail": ""}


def _state_row(state: FeedState) -> dict[str, Any]:
    return {
        "due_at": state.due_at,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "last_success": state.last_success,
        "failures": state.failures,
        "fault": state.fault,
        "detail": state.detail,
    }


def _state(row: AnyRow) -> FeedState:
    return FeedState(
        feed=Feed(row.id, row.url, row.outlet, row.lang, timedelta(seconds=row.interval_s)),
        due_at=row.due_at,
        etag=row.etag,
        last_modified=row.last_modified,
        last_success=row.last_success,
        failures=row.failures,
        fault=row.fault,
        detail=row.detail,
    )
