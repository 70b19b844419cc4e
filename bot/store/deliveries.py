"""Deliveries: the queue of acts towards chats. The arrows (a) to (g) are those of bot/domain/delivery.py."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, or_, select, update

from bot.domain.alert import Act, Alert, Plan
from bot.domain.delivery import TOLD, Delivery, Dispatch, Form, Settled, State
from bot.store.columns import AnyRow
from bot.store.connect import insert
from bot.store.tables import deliveries, subscribers
from bot.store.vault import Vault

_UNLEASED: dict[str, None] = {"leased_by": None, "leased_until": None}

#: The arguments of `Deliveries.add`: alert, subscriber, act, due at, priority.
Due = tuple[Alert, int, Act, datetime, int]


class Deliveries:
    """The deliveries of a transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def held(self, event_id: int, subscriber_ids: Sequence[int]) -> Mapping[int, tuple[Delivery, ...]]:
        """What each of these subscribers has of an event, oldest first; one that has nothing is left out."""
        wanted = deliveries.c.event_id == event_id, deliveries.c.subscriber_id.in_(subscriber_ids)
        found: defaultdict[int, list[Delivery]] = defaultdict(list)
        for row in self._connection.execute(select(deliveries).where(*wanted).order_by(deliveries.c.id)):
            found[row.subscriber_id].append(_delivery(row))
        return {subscriber: tuple(held) for subscriber, held in found.items()}

    def add(self, alert: Alert, subscriber_id: int, act: Act, due_at: datetime, priority: int) -> None:
        """Put one act into the queue; the same act again changes nothing."""
        self.add_all([(alert, subscriber_id, act, due_at, priority)])

    def add_all(self, rows: Iterable[Due]) -> None:
        """As `add`, for many."""
        waiting = [_row(*row) for row in rows]
        if waiting:
            self._connection.execute(insert(self._connection, deliveries).on_conflict_do_nothing(), waiting)

    def plan(self, alert: Alert, plans: Mapping[int, Plan], due_at: datetime, priority: int) -> None:
        """Write down what an alert means for each of these subscribers: acts to do, waiting ones made pointless."""
        self.supersede([number for plan in plans.values() for number in plan.supersedes])
        self.add_all((alert, who, act, due_at, priority) for who, plan in plans.items() for act in plan.acts)

    def supersede(self, ids: Iterable[int]) -> None:
        """Arrow (g): these are not to be sent any more; what is no longer waiting stays as it is."""
        rows = [{"number": number} for number in sorted(ids)]  # in one order, so that no two wait for each other
        still = deliveries.c.state == State.WAITING
        pointless = update(deliveries).where(deliveries.c.id == bindparam("number"), still)
        if rows:
            self._connection.execute(pointless.values(state=State.SUPERSEDED, **_UNLEASED), rows)

    def lease(self, owner: str, now: datetime, until: datetime, limit: int) -> tuple[int, ...]:
        """Take waiting acts that are due and in nobody's hands, most urgent first; they are the owner's until then."""
        free = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= now)
        due = select(deliveries.c.id).where(_is(State.WAITING), deliveries.c.due_at <= now, free)
        urgent = due.order_by(deliveries.c.priority, deliveries.c.due_at, deliveries.c.id).limit(limit)
        ids = tuple(self._connection.scalars(urgent.with_for_update(skip_locked=True)))
        self._set(ids, leased_by=owner, leased_until=until)
        return ids

    def begin(self, ids: Sequence[int], owner: str, now: datetime, until: datetime) -> tuple[Dispatch, ...]:
        """Arrow (a): mark as sending, in the given order, those that are still waiting and this owner's.

        An edit of a message that never came about, and a message to a closed subscriber, are superseded instead.
        What is not settled at `until` is doubtful.
        """
        rows = sorted(self._connection.execute(_of_lease(ids, owner, now)), key=lambda row: ids.index(row.id))
        self._set([row.id for row in rows if _is_pointless(row)], state=State.SUPERSEDED, **_UNLEASED)
        to_send = [row for row in rows if not _is_pointless(row)]
        attempts = deliveries.c.attempts + 1
        self._set([row.id for row in to_send], state=State.SENDING, leased_until=until, attempts=attempts)
        return tuple(self._dispatch(row) for row in to_send)

    def settle(self, number: int, settled: Settled, now: datetime) -> bool:
        """Arrows (b) to (f): what became of a sending act, and the subscriber closed if need be.

        False when it was not sending, for instance because its lease ran out: then nothing is written.
        """
        ended = update(deliveries).where(deliveries.c.id == number, _is(State.SENDING)).values(_outcome(settled, now))
        subscriber = self._connection.scalar(ended.returning(deliveries.c.subscriber_id))
        if settled.close:
            open_one = subscribers.c.id == subscriber, subscribers.c.closed_at.is_(None)
            self._connection.execute(update(subscribers).where(*open_one).values(closed_at=now))
        return subscriber is not None

    def expire(self, now: datetime) -> int:
        """Arrow (e) for what a dead process left in sending; answers how many."""
        lost = update(deliveries).where(_is(State.SENDING), deliveries.c.leased_until <= now)
        why = "the sender went away before the answer came"
        return self._connection.execute(lost.values(state=State.DOUBTFUL, why=why, **_UNLEASED)).rowcount

    def release(self, owner: str) -> None:
        """Give back what the owner has leased and not begun."""
        mine = update(deliveries).where(_is(State.WAITING), deliveries.c.leased_by == owner)
        self._connection.execute(mine.values(_UNLEASED))

    def counts(self) -> Mapping[State, int]:
        """How many stand where; every state is named."""
        counted = select(deliveries.c.state, func.count().label("many")).group_by(deliveries.c.state)
        found = {row.state: row.many for row in self._connection.execute(counted)}
        return {state: found.get(state, 0) for state in State}

    def told(self, event_id: int) -> int:
        """How many chats were told of an event, as far as anybody knows."""
        wanted = deliveries.c.event_id == event_id, deliveries.c.state.in_(TOLD)
        return self._connection.scalar(select(func.count(deliveries.c.subscriber_id.distinct())).where(*wanted)) or 0

    def doubtful(self, limit: int) -> tuple[Delivery, ...]:
        """Acts of which nobody knows whether they arrived, newest first."""
        wanted = select(deliveries).where(_is(State.DOUBTFUL)).order_by(deliveries.c.id.desc()).limit(limit)
        return tuple(_delivery(row) for row in self._connection.execute(wanted))

    def next_due(self) -> datetime | None:
        """When the next waiting act may be sent; none when nothing waits."""
        due_at: datetime | None = self._connection.scalar(
            select(func.min(deliveries.c.due_at)).where(_is(State.WAITING))
        )
        return due_at

    def idle(self, now: datetime) -> bool:
        """Whether nothing is being sent and nothing that waits is due."""
        sending = self._connection.scalar(select(deliveries.c.id).where(_is(State.SENDING)).limit(1))
        next_due = self.next_due()
        return sending is None and (next_due is None or next_due > now)

    def _set(self, ids: Sequence[int], **values: Any) -> None:
        if ids:
            self._connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(values))

    def _dispatch(self, row: AnyRow) -> Dispatch:
        begun = _delivery(row, state=State.SENDING, attempts=row.attempts + 1)
        return Dispatch(begun, self._vault.open(row.chat_cipher), row.lang, row.edited_message, row.answered_message)


def _is(state: State) -> ColumnElement[bool]:
    """The state written into the statement: with a bound one the planners cannot use the partial indexes."""
    return deliveries.c.state == literal(state, deliveries.c.state.type, literal_execute=True)


def _of_lease(ids: Sequence[int], owner: str, now: datetime) -> Select[*tuple[Any, ...]]:
    edited, answered = deliveries.alias("edited"), deliveries.alias("answered")
    messages = edited.c.message_id.label("edited_message"), answered.c.message_id.label("answered_message")
    person = subscribers.c.chat_cipher, subscribers.c.lang, subscribers.c.closed_at
    mine = deliveries.c.leased_by == owner, deliveries.c.leased_until > now
    return (
        select(deliveries, *person, *messages)
        .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        .outerjoin(edited, edited.c.id == deliveries.c.target)
        .outerjoin(answered, answered.c.id == deliveries.c.answers)
        .where(deliveries.c.id.in_(ids), _is(State.WAITING), *mine)
        .order_by(deliveries.c.id)
        .with_for_update(of=deliveries)
    )


def _is_pointless(row: AnyRow) -> bool:
    return row.edited_message is None if row.form is Form.EDIT else row.closed_at is not None


def _row(alert: Alert, subscriber_id: int, act: Act, due_at: datetime, priority: int) -> dict[str, Any]:
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
        "attempts": 0,
        "why": "",
    }


def _outcome(settled: Settled, now: datetime) -> dict[str, Any]:
    values = {"state": settled.state, "message_id": settled.message_id, "why": settled.why, **_UNLEASED}
    sent = {"sent_at": now} if settled.state is State.SENT else {}
    due = {"due_at": settled.due_at} if settled.due_at else {}
    return values | sent | due


def _delivery(row: AnyRow, **changed: Any) -> Delivery:
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
