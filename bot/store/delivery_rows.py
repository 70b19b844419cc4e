"""Deliveries as rows: what the queue and the senders' side both need."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal

from bot.domain.alert import Alert, PlannedAct, Rank
from bot.domain.clock import DAY, MINUTE, cut
from bot.domain.delivery import Delivery, DeliveryState, Form, Settled
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.schema import AnyRow
from bot.store.tables import deliveries

NEWS = (Form.NEW, Form.UPDATE)

UNLEASED: dict[str, None] = {"leased_by": None, "leased_until": None}

#: When it was to be sent is nobody's business any more.
UNQUEUED: dict[str, None] = {"queued_at": None}

#: What carries a merged delivery's text; join it as `deliveries.c.carrier == CARRIERS.c.id`.
CARRIERS = deliveries.alias("carriers")


def is_(state: DeliveryState) -> ColumnElement[bool]:
    """The state written into the statement: with a bound one the planners cannot use the partial indexes."""
    return deliveries.c.state == literal(state, deliveries.c.state.type, literal_execute=True)


def standing() -> ColumnElement[DeliveryState]:
    """The state of the message that tells of it: a merged delivery stands as the one that carries it."""
    return case(
        (is_(DeliveryState.MERGED), func.coalesce(CARRIERS.c.state, deliveries.c.state)), else_=deliveries.c.state
    )


def waiting_row(  # noqa: PLR0917  # a row, column by column
    alert: Alert, subscriber_id: int, act: PlannedAct, due_at: datetime, priority: int, rank: int = Rank.COUNTRY
) -> dict[str, Any]:
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
        "rank": rank,
        "state": DeliveryState.WAITING,
        "quiet": act.quiet,
        "due_at": due_at,
        "queued_at": due_at,
        "attempts": 0,
        "why": "",
    }


def outcome_values(settled: Settled, today: datetime, encryption: ChatIdEncryption) -> dict[str, Any]:
    """What an outcome writes."""
    values = {"state": settled.state, "why": settled.why, **UNLEASED}
    is_sent = settled.state is DeliveryState.SENT and settled.message_id is not None
    sent = arrived(settled.message_id or 0, today, encryption) | UNQUEUED if is_sent else {}
    due = {"due_at": settled.due_at} if settled.due_at else {}
    return values | sent | due


def arrived(message: int, today: datetime, encryption: ChatIdEncryption) -> dict[str, Any]:
    """What is kept of a message: the day in clear, number and minute sealed, and no other moment of its reader."""
    day = cut(today, DAY)
    return {"sealed": encryption.seal_message(message, cut(today, MINUTE)), "sent_at": day, "due_at": day}


def message_of(row: AnyRow, name: str, encryption: ChatIdEncryption) -> tuple[int | None, datetime | None]:
    """Number and minute of the message that a row joins under this name; an older program left both in clear."""
    sealed = getattr(row, f"{name}_sealed")
    if sealed is not None:
        return encryption.open_message(sealed)
    return getattr(row, f"{name}_message"), getattr(row, f"{name}_at")


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
        "attempts": row.attempts,
    }
    return Delivery(**values | changed)
