"""Deferred: what an alert means for a chat is decided when it is known what became of a message on its way there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, exists, select

from bot.store.connect import insert
from bot.store.holds import stopped_alert
from bot.store.tables import alerts, deferred, deliveries


@dataclass(frozen=True, slots=True)
class DeferredPlan:
    """An alert that one subscriber is still to have its plan for."""

    alert: int
    subscriber: int


class DeferredPlanRepository:
    """The deferrals of a transaction."""

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
