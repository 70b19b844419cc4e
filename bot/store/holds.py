"""Holds: what an editor holds, and what that stops: news of an event that is not told yet.

Event 0 stands for everything. The word that something was wrong goes on. A correction that an editor stops on its way
stops with all its messages, until it goes on or another one replaces it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, literal, or_, select, update

from bot.domain.alert import WORDS
from bot.domain.delivery import DeliveryState, Form
from bot.store.connect import insert
from bot.store.delivery_rows import NEWS, UNLEASED, is_
from bot.store.tables import alerts, deliveries, events, holds

#: Stands for every event.
ALL = 0
#: News that is stopped is due then: an index passes over it, however much of it there is.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held, by whom and since when."""

    event: int
    at: datetime
    actor: str


class HoldRepository:
    """The holds of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, event: int, actor: str, now: datetime) -> bool:
        """An editor holds an event, or everything; false when somebody holds it already."""
        row = insert(self._connection, holds).values(event_id=event, at=now, actor=actor)
        return self._connection.execute(row.on_conflict_do_nothing()).rowcount == 1

    def end(self, event: int) -> bool:
        """Nobody holds it any more; whether somebody did."""
        return self._connection.execute(delete(holds).where(holds.c.event_id == event)).rowcount == 1

    def of(self, event: int) -> Hold | None:
        """The hold of one event."""
        row = self._connection.execute(select(holds).where(holds.c.event_id == event)).one_or_none()
        return Hold(row.event_id, row.at, row.actor) if row else None

    def all(self) -> tuple[Hold, ...]:
        """Every hold, longest first."""
        rows = self._connection.execute(select(holds).order_by(holds.c.at, holds.c.event_id))
        return tuple(Hold(row.event_id, row.at, row.actor) for row in rows)

    def forgotten(self, before: datetime) -> tuple[Hold, ...]:
        """Those since before a moment of which nobody was reminded."""
        wanted = select(holds).where(holds.c.at <= before, holds.c.reminded_at.is_(None)).order_by(holds.c.at)
        return tuple(Hold(row.event_id, row.at, row.actor) for row in self._connection.execute(wanted))

    def reminded(self, event: int, now: datetime) -> None:
        """Editors were reminded of it."""
        self._connection.execute(update(holds).where(holds.c.event_id == event).values(reminded_at=now))


def is_held(event_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the event of a row is held, or everything is."""
    return or_(exists().where(events.c.id == event_id, events.c.held), exists().where(holds.c.event_id == ALL))


def stopped_alert() -> ColumnElement[bool]:
    """Whether an alert waits until its event is released, or was stopped itself."""
    return or_(alerts.c.stopped, and_(alerts.c.change.not_in(WORDS), is_held(alerts.c.event_id)))


def stopped_act() -> ColumnElement[bool]:
    """Whether a delivery waits until its event is released: news, and edits that bring no word of an error."""
    word = exists().where(alerts.c.id == deliveries.c.alert_id, alerts.c.change.in_(WORDS))
    edit = and_(deliveries.c.form == Form.EDIT, ~word)
    held = and_(is_held(deliveries.c.event_id), or_(deliveries.c.form.in_(NEWS), edit))
    return or_(held, exists().where(alerts.c.id == deliveries.c.alert_id, alerts.c.stopped))


def stop(connection: Connection, event_id: int) -> None:
    """Nothing that waits of a held event goes out, be it in somebody's hands or not; what is on its way arrives."""
    _stop(connection, deliveries.c.event_id == event_id)


def stop_alert(connection: Connection, alert_id: int, *, stopped: bool) -> None:
    """An alert goes no further, to nobody; or goes on where it stopped."""
    connection.execute(update(alerts).where(alerts.c.id == alert_id).values(stopped=stopped))
    if stopped:
        _stop(connection, deliveries.c.alert_id == alert_id)


def _stop(connection: Connection, which: ColumnElement[bool]) -> None:
    theirs = which, is_(DeliveryState.WAITING), deliveries.c.due_at < NEVER, stopped_act()
    in_order = select(deliveries.c.id).where(*theirs).order_by(deliveries.c.id).with_for_update()
    ids = list(connection.scalars(in_order))
    for start in range(0, len(ids), 500):
        some = deliveries.c.id.in_(ids[start : start + 500])
        connection.execute(update(deliveries).where(some).values(due_at=NEVER, **UNLEASED))


def resume(connection: Connection, levels: Iterable[tuple[int, int]], now: datetime) -> None:
    """What was stopped goes out when its event is held no more: at once, or with the digest it was to go with."""
    at_once = literal(now, deliveries.c.due_at.type)
    due = case((deliveries.c.queued_at > at_once, deliveries.c.queued_at), else_=at_once)
    for priority, rank in levels:  # each by itself, so that the index of what waits is used
        level = deliveries.c.priority == priority, deliveries.c.rank == rank
        stopped = is_(DeliveryState.WAITING), *level, deliveries.c.due_at == NEVER
        free = update(deliveries).where(*stopped, ~stopped_act())
        connection.execute(free.values(due_at=due, queued_at=due))
