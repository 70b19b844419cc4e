"""Deliveries: the queue of acts towards chats. Its other side, that of the senders, is bot/store/outbox.py."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, insert, literal, null, select, update

from bot.domain.alert import Act, Alert, Plan
from bot.domain.delivery import TOLD, Delivery, Form, State
from bot.store import connect
from bot.store.delivery_rows import CARRIERS, UNLEASED, delivery, is_, standing, waiting_row
from bot.store.outbox import Outbox
from bot.store.tables import deliveries, subscribers, subscriptions

#: The arguments of `Deliveries.add`: alert, subscriber, act, due at, priority.
Due = tuple[Alert, int, Act, datetime, int]

#: Acts of these states are all that a chat can have of an event and still hold nothing.
_NOTHING = (State.GONE, State.REFUSED, State.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Subscribers above `after` up to `last`; `holders` are those of them that have something of the event."""

    after: int
    last: int
    holders: tuple[int, ...]
    #: Whether nobody comes after `last`.
    final: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is concerned: those who chose one of `places`, without those who chose one of `but`."""

    places: frozenset[str]
    but: frozenset[str] = frozenset()


class Deliveries(Outbox):
    """The deliveries of a transaction."""

    def held(self, event_id: int, subscriber_ids: Sequence[int]) -> Mapping[int, tuple[Delivery, ...]]:
        """What each of these subscribers has of an event, oldest first; one that has nothing is left out.

        What was merged into a digest stands as that digest does.
        """
        wanted = deliveries.c.event_id == event_id, deliveries.c.subscriber_id.in_(subscriber_ids)
        joined = deliveries.outerjoin(CARRIERS, CARRIERS.c.id == deliveries.c.carrier)
        rows = select(deliveries, standing().label("standing")).select_from(joined).where(*wanted)
        found: defaultdict[int, list[Delivery]] = defaultdict(list)
        for row in self._connection.execute(rows.order_by(deliveries.c.id)):
            found[row.subscriber_id].append(delivery(row, state=row.standing))
        return {subscriber: tuple(held) for subscriber, held in found.items()}

    def add(self, alert: Alert, subscriber_id: int, act: Act, due_at: datetime, priority: int) -> None:
        """Put one act into the queue; the same act again changes nothing."""
        self.add_all([(alert, subscriber_id, act, due_at, priority)])

    def add_all(self, rows: Iterable[Due]) -> None:
        """As `add`, for many."""
        waiting = [waiting_row(*row) for row in rows]
        if waiting:
            self._connection.execute(connect.insert(self._connection, deliveries).on_conflict_do_nothing(), waiting)

    def stretch(self, event_id: int, after: int, most: int, most_holders: int) -> Stretch:
        """The next subscribers of an expansion: at most so many, and at most so many that hold something."""
        beyond = subscribers.c.id > after
        step = select(subscribers.c.id).where(beyond).order_by(subscribers.c.id).limit(most).subquery()
        count, last = self._connection.execute(select(func.count(), func.max(step.c.id))).one()
        reached = last or after
        owner = deliveries.c.subscriber_id
        theirs = select(owner).distinct().where(deliveries.c.event_id == event_id, owner > after, owner <= reached)
        holders = tuple(self._connection.scalars(theirs.order_by(owner).limit(most_holders + 1)))
        if len(holders) > most_holders:
            return Stretch(after, holders[-2], holders[:-1], final=False)
        return Stretch(after, reached, holders, final=count < most)

    def tell_new(self, alert: Alert, stretch: Stretch, to: Audience, due_at: datetime, priority: int) -> None:
        """One NEW message for each open subscriber of the stretch that the audience has and that holds nothing."""
        row = waiting_row(alert, 0, Act(Form.NEW), due_at, priority)
        values = {name: _said(name, value) for name, value in row.items()} | {"subscriber_id": subscribers.c.id}
        chosen = select(*values.values()).where(*_concerned(stretch, to), ~_holding(alert.event))
        self._connection.execute(insert(deliveries).from_select(list(values), chosen))

    def concerned(self, holders: Sequence[int], places: Collection[str]) -> frozenset[int]:
        """Those of these subscribers who chose one of these places."""
        theirs = subscriptions.c.subscriber_id.in_(holders), subscriptions.c.place_id.in_(places)
        return frozenset(self._connection.scalars(select(subscriptions.c.subscriber_id).where(*theirs)))

    def plan(self, alert: Alert, plans: Mapping[int, Plan], due_at: datetime, priority: int) -> None:
        """Write down what an alert means for each of these subscribers: acts to do, waiting ones made pointless."""
        self.supersede([number for plan in plans.values() for number in plan.supersedes])
        self.add_all((alert, who, act, due_at, priority) for who, plan in plans.items() for act in plan.acts)

    def supersede(self, ids: Iterable[int]) -> None:
        """Arrow (g): these are not to be sent any more; what is no longer waiting stays as it is."""
        still = is_(State.WAITING), deliveries.c.id.in_(sorted(ids))
        self._connection.execute(update(deliveries).where(*still).values(state=State.SUPERSEDED, **UNLEASED))

    def counts(self) -> Mapping[State, int]:
        """How many stand where; every state is named."""
        counted = select(deliveries.c.state, func.count().label("many")).group_by(deliveries.c.state)
        found = {row.state: row.many for row in self._connection.execute(counted)}
        return {state: found.get(state, 0) for state in State}

    def told(self, event_id: int) -> int:
        """How many chats were told of an event, as far as anybody knows."""
        joined = deliveries.outerjoin(CARRIERS, CARRIERS.c.id == deliveries.c.carrier)
        chats = select(func.count(deliveries.c.subscriber_id.distinct())).select_from(joined)
        return self._connection.scalar(chats.where(deliveries.c.event_id == event_id, standing().in_(TOLD))) or 0

    def doubtful(self, limit: int) -> tuple[Delivery, ...]:
        """Acts of which nobody knows whether they arrived, newest first."""
        wanted = select(deliveries).where(is_(State.DOUBTFUL)).order_by(deliveries.c.id.desc()).limit(limit)
        return tuple(delivery(row) for row in self._connection.execute(wanted))

    def resend(self, ids: Collection[int] | None, now: datetime) -> int:
        """Let an operator send doubtful acts again, these or all; answers how many."""
        which = [is_(State.DOUBTFUL), *([deliveries.c.id.in_(ids)] if ids is not None else [])]
        found = tuple(self._connection.scalars(select(deliveries.c.id).where(*which).order_by(deliveries.c.id)))
        for start in range(0, len(found), 500):
            some = found[start : start + 500]
            self._set(some, state=State.WAITING, due_at=now, why="", **UNLEASED)
            self._part(some)
        return len(found)

    def purge(self, before: datetime, limit: int) -> int:
        """Forget the message ids of what was sent before a moment: it can be corrected no more."""
        kept = deliveries.c.sent_at < before, deliveries.c.message_id.is_not(None)
        old = select(deliveries.c.id).where(*kept).order_by(deliveries.c.sent_at).limit(limit)
        forgotten = update(deliveries).where(deliveries.c.id.in_(old.scalar_subquery())).values(message_id=None)
        return self._connection.execute(forgotten).rowcount


def _said(name: str, value: Any) -> ColumnElement[Any]:
    column = deliveries.c[name]
    return null() if value is None else literal(value, column.type).label(name)


def _concerned(stretch: Stretch, to: Audience) -> tuple[ColumnElement[bool], ...]:
    within = subscribers.c.id > stretch.after, subscribers.c.id <= stretch.last
    others = (~_chose(to.but),) if to.but else ()
    return *within, subscribers.c.closed_at.is_(None), _chose(to.places), *others


def _chose(places: Collection[str]) -> ColumnElement[bool]:
    here = subscriptions.c.subscriber_id == subscribers.c.id, subscriptions.c.place_id.in_(sorted(places))
    return exists().where(*here)


def _holding(event_id: int) -> ColumnElement[bool]:
    theirs = deliveries.c.event_id == event_id, deliveries.c.subscriber_id == subscribers.c.id
    inner: Select[Any] = select(deliveries.c.id).where(*theirs, deliveries.c.target == 0)
    return inner.where(deliveries.c.state.not_in(_NOTHING)).correlate(subscribers).exists()
