"""Deliveries as rows: what the queue and the senders' side both need."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal

from bot.domain.alert import Act, Alert
from bot.domain.clock import MINUTE, cut
from bot.domain.delivery import Delivery, Form, Settled, State
from bot.store.columns import AnyRow
from bot.store.tables import deliveries

NEWS = (Form.NEW, Form.UPDATE)

UNLEASED: dict[str, None] = {"leased_by": None, "leased_until": None}

#: What carries a merged delivery's text; join it as `deliveries.c.carrier == CARRIERS.c.id`.
CARRIERS = deliveries.alias("carriers")


def is_(state: State) -> ColumnElement[bool]:
    """The state written into the statement: with a bound one the planners cannot use the partial indexes."""
    return deliveries.c.state == literal(state, deliveries.c.state.type, literal_execute=True)


def standing() -> ColumnElement[State]:
    """The state of the message that tells of it: a merged delivery stands as the one that carries it."""
    return case((is_(State.MERGED), func.coalesce(CARRIERS.c.state, deliveries.c.state)), else_=deliveries.c.state)


def waiting_row(alert: Alert, subscriber_id: int, act: Act, due_at: datetime, priority: int) -> dict[str, Any]:
    """A row of the queue."""
    return {
        "subscriber_id": subscriber_id,
        "alert_id": alert.id,
        "event_id": alert.event,
        "version": alert.version,
        "form": act.form,
        "target": act.target,
        "answers": act.answers,
        "priority": priority,
        "state": State.WAITING,
        "due_at": due_at,
        "queued_at": due_at,
        "attempts": 0,
        "why": "",
    }


def outcome_values(settled: Settled, today: datetime) -> dict[str, Any]:
    """What an outcome writes."""
    values = {"state": settled.state, "message_id": settled.message_id, "why": settled.why, **UNLEASED}
    sent = {"sent_at": cut(today, MINUTE)} if settled.state is State.SENT else {}
    due = {"due_at": settled.due_at} if settled.due_at else {}
    return values | sent | due


def delivery(row: AnyRow, **changed: Any) -> Delivery:
    """A row as a value."""
    values = {
        "id": row.id,
        "subscriber": row.subscriber_id,
        "alert": row.alert_id,
        "event": row.event_id,
        "version": row.version,
        "form": row.form,
        "state": row.state,
        "target": row.target,
        "answers": row.answers,
        "message_id": row.message_id,
        "attempts": row.attempts,
        "sent_at": row.sent_at,
    }
    return Delivery(**values | changed)
