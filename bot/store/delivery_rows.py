"""Deliveries as rows: what the queue and the senders' side both need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from bot.domain.alert import Act, Alert
from bot.domain.delivery import Delivery, Settled, State
from bot.store.columns import AnyRow
from bot.store.deferred import overtaken
from bot.store.tables import deliveries, subscribers

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
    sent = {"sent_at": today} if settled.state is State.SENT else {}
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


def of_lease(ids: Sequence[int], owner: str, now: datetime) -> Select[*tuple[Any, ...]]:
    """Those of these acts that wait in the owner's hands, with their chats and the messages that they are about."""
    edited, answered = deliveries.alias("edited"), deliveries.alias("answered")
    messages = edited.c.message_id.label("edited_message"), answered.c.message_id.label("answered_message")
    about = edited.c.form.label("edited_form"), answered.c.sent_at.label("answered_at"), overtaken().label("overtaken")
    chat = subscribers.c.chat_cipher, subscribers.c.lang, subscribers.c.closed_at
    more = (
        subscribers.c.pace,
        subscribers.c.thread,
        subscribers.c.channel,
        subscribers.c.next_at,
        edited.c.carrier.label("edited_carrier"),
    )
    mine = deliveries.c.leased_by == owner, deliveries.c.leased_until > now
    return (
        select(deliveries, *chat, *more, *messages, *about)
        .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        .outerjoin(edited, edited.c.id == deliveries.c.target)
        .outerjoin(answered, answered.c.id == deliveries.c.answers)
        .where(deliveries.c.id.in_(ids), is_(State.WAITING), *mine)
        .order_by(deliveries.c.id)
        .with_for_update(of=deliveries)
    )
