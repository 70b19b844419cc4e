"""What an alert means for a chat: decided by the database for most, and later while a message is on its way.

Nearly everybody has one message of an event, and for one message these statements say the same as `plan` in
bot/domain/alert.py, by which those are decided one by one who have more of it.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Text,
    case,
    delete,
    exists,
    literal,
    null,
    select,
    type_coerce,
    union_all,
    update,
)

from bot.domain.alert import WORDS, Alert, PlannedAct
from bot.domain.delivery import DeliveryState, Form
from bot.domain.event import Change
from bot.store.connect import insert
from bot.store.delivery_rows import UNLEASED, waiting_row
from bot.store.holds import stopped_alert
from bot.store.schema import AnyRow
from bot.store.tables import alerts, deferred, deliveries, subscribers

#: States of acts that leave a chat with nothing, and of edits that are over.
_NOTHING = frozenset({DeliveryState.GONE.value, DeliveryState.REFUSED.value, DeliveryState.SUPERSEDED.value})
_OVER = _NOTHING | {DeliveryState.SENT.value}
_SIMPLE = frozenset({DeliveryState.WAITING.value, DeliveryState.SENT.value})
_MOVING = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.MERGED)


@dataclass(frozen=True, slots=True)
class Simple:
    """Subscribers, ascending, who have one message of an event, and that message: it waits, or it was sent."""

    waiting: tuple[tuple[int, int], ...] = ()
    told: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.waiting or self.told)

    @property
    def everybody(self) -> tuple[int, ...]:
        """All of them."""
        return tuple(who for who, _ in (*self.waiting, *self.told))

    def but(self, some: Collection[int]) -> "Simple":
        """All but some."""
        if not some:
            return self
        waiting, told = (tuple(pair for pair in pairs if pair[0] not in some) for pairs in (self.waiting, self.told))
        return Simple(waiting, told)

    def last_of(self, most: int) -> int | None:
        """The last subscriber of the first so many; none when there are no more."""
        everybody = sorted(who for who, _ in (*self.waiting, *self.told))
        return everybody[most - 1] if len(everybody) > most else None

    def up_to(self, last: int) -> "Simple":
        """Those of them up to a subscriber."""
        return Simple(_up_to(self.waiting, last), _up_to(self.told, last))

    @property
    def subscribers(self) -> tuple[int, ...]:
        """All of them."""
        return tuple(who for who, _ in (*self.waiting, *self.told))

    def without(self, others: Collection[int]) -> "Simple":
        """All but these."""
        waiting, told = (tuple(one for one in some if one[0] not in others) for some in (self.waiting, self.told))
        return Simple(waiting, told)


NOBODY = Simple()


def sort_out(
    connection: Connection, event_id: int, numbers: range, before: int | None
) -> tuple[Simple, tuple[int, ...]]:
    """Who of these subscribers has one message of an event, and who has something else of it.

    Until the transaction ends nobody begins or settles what they have; SQLite lets nobody else write anyway.
    """
    owner = deliveries.c.subscriber_id
    theirs = deliveries.c.event_id == event_id, owner >= numbers.start, owner < numbers.stop
    if connection.dialect.name == "postgresql":
        moving = select(deliveries.c.id).where(*theirs, deliveries.c.state.in_(_MOVING)).order_by(deliveries.c.id)
        connection.execute(moving.with_for_update()).all()
    more = deliveries.c.target, deliveries.c.alert_id
    form, state = type_coerce(deliveries.c.form, Text), type_coerce(deliveries.c.state, Text)
    wanted = select(owner, deliveries.c.id, form.label("form"), state.label("state"), *more)
    rows = connection.execute(wanted.where(*theirs).order_by(owner, deliveries.c.id)).all()
    waiting, told, others = [], [], []
    for who, has in groupby(rows, key=lambda row: row.subscriber_id):
        message = _only_message(has, before)
        if message is None:
            others.append(who)
        elif message.state == DeliveryState.WAITING:
            waiting.append((who, message.id))
        else:
            told.append((who, message.id))
    return Simple(tuple(waiting), tuple(told)), tuple(others)


def follow_waiting(connection: Connection, alert: Alert, simple: Simple, queued: dict[str, ColumnElement[Any]]) -> None:
    """What waits is superseded; in its place the new version is told, unless it is a retraction."""
    ids = [message for _, message in simple.waiting]
    if not ids:
        return
    overtaken = update(deliveries).where(deliveries.c.id.in_(ids)).values(state=DeliveryState.SUPERSEDED, **UNLEASED)
    if alert.change is not Change.RETRACTION:
        values = _values(alert, PlannedAct(Form.NEW)) | queued
        for name in ("due_at", "queued_at"):  # a digest that waits is not put off by what is new
            values[name] = _earlier(getattr(deliveries.c, name), queued.get(name, values[name]))
        _add(connection, values, ids, order=(deliveries.c.id,))
    connection.execute(overtaken)


def follow_told(  # noqa: PLR0917  # what, to whom, and when
    connection: Connection,
    alert: Alert,
    simple: Simple,
    queued: dict[str, ColumnElement[Any]],
    now: datetime,
    priority: int,
) -> None:
    """What was sent is edited, and answered by the word that it was wrong or by news that rings."""
    ids = [message for _, message in simple.told]
    if not ids:
        return
    at_once = _values(alert, PlannedAct(Form.EDIT), now, priority)
    answer = _answer_of(alert)
    if answer is None:
        _add(connection, at_once | {"target": deliveries.c.id}, ids, order=(deliveries.c.id,))
        return
    acts = union_all(select(literal(0, Integer).label("answer")), select(literal(1, Integer))).subquery("acts")
    is_answer = acts.c.answer == 1
    news = queued if answer is Form.UPDATE else {}
    values: dict[str, ColumnElement[Any]] = at_once | {
        "form": case((is_answer, _said("form", answer)), else_=_said("form", Form.EDIT)),
        "target": case((is_answer, 0), else_=deliveries.c.id),
        "answers": case((is_answer, deliveries.c.id), else_=0),
        **{name: case((is_answer, value), else_=at_once[name]) for name, value in news.items()},
    }
    _add(connection, values, ids, acts, order=(deliveries.c.id, acts.c.answer))


def _answer_of(alert: Alert) -> Form | None:
    """The message that answers the one sent; none when it is edited quietly."""
    if alert.change in WORDS:
        return Form(alert.change.value)
    return Form.UPDATE if alert.major else None


def _only_message(has: Iterable[AnyRow], before: int | None) -> AnyRow | None:
    """The one message that a chat has of an event, waiting or sent as news; none when it has anything else of it."""
    found: AnyRow | None = None
    for row in has:
        if row.target:
            if row.state not in _OVER:
                return None
        elif row.state not in _NOTHING:
            if found is not None or row.form != Form.NEW or row.state not in _SIMPLE:
                return None
            if before is not None and row.alert_id >= before:
                return None
            found = row
    return found


def _values(
    alert: Alert, act: PlannedAct, now: datetime | None = None, priority: int = 0
) -> dict[str, ColumnElement[Any]]:
    row = waiting_row(alert, 0, act, now or alert.created_at, priority)
    said = {name: _said(name, value) for name, value in row.items()}
    return said | {"subscriber_id": deliveries.c.subscriber_id, "rank": deliveries.c.rank}


def _earlier(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((one < other, one), else_=other)


def _said(name: str, value: Any) -> ColumnElement[Any]:
    return null() if value is None else literal(value, deliveries.c[name].type)


def _add(
    connection: Connection,
    values: Mapping[str, ColumnElement[Any]],
    ids: list[int],
    acts: Any = None,
    *,
    order: tuple[ColumnElement[Any], ...],
) -> None:
    """One row, or one for each of `acts`, for each of these deliveries."""
    source = deliveries.join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
    rows = select(*(value.label(name) for name, value in values.items())).select_from(source)
    rows = rows.join(acts, literal(value=True)) if acts is not None else rows
    chosen = rows.where(deliveries.c.id.in_(ids)).order_by(*order)
    added = insert(connection, deliveries).from_select(list(values), chosen)
    connection.execute(added.on_conflict_do_nothing())


def _up_to(pairs: tuple[tuple[int, int], ...], last: int) -> tuple[tuple[int, int], ...]:
    return pairs[: bisect_right(pairs, last, key=lambda pair: pair[0])]


@dataclass(frozen=True, slots=True)
class DeferredPlan:
    """An alert that one subscriber is still to have its plan for."""

    alert: int
    subscriber: int


class DeferredPlanRepository:
    """Alerts of which it is decided what they mean for a chat once it is known what became of a message to it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, alert_id: int, subscriber_ids: Iterable[int]) -> None:
        """Decide for these later."""
        rows = [{"alert_id": alert_id, "subscriber_id": number} for number in subscriber_ids]
        if rows:
            self._connection.execute(insert(self._connection, deferred).on_conflict_do_nothing(), rows)

    def first(self, limit: int) -> tuple[DeferredPlan, ...]:
        """The first of them, older alerts first, without those that wait until their event is released."""
        free = select(deferred).join(alerts, alerts.c.id == deferred.c.alert_id).where(~stopped_alert())
        wanted = free.order_by(deferred.c.alert_id, deferred.c.subscriber_id).limit(limit)
        return tuple(DeferredPlan(row.alert_id, row.subscriber_id) for row in self._connection.execute(wanted))

    def done(self, alert_id: int, subscriber_ids: Collection[int]) -> None:
        """For these it is decided."""
        theirs = deferred.c.alert_id == alert_id, deferred.c.subscriber_id.in_(subscriber_ids)
        self._connection.execute(delete(deferred).where(*theirs))


def overtaken() -> ColumnElement[bool]:
    """Whether something newer of its event is still to be decided for the chat of a delivery."""
    newer = deferred.join(alerts, alerts.c.id == deferred.c.alert_id)
    here = deferred.c.subscriber_id == deliveries.c.subscriber_id, alerts.c.event_id == deliveries.c.event_id
    return exists().select_from(newer).where(*here, ~stopped_alert()).correlate(deliveries)
