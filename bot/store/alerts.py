"""Alerts: one for a version, and how far its expansion into deliveries has come."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from bot.domain.alert import WORDS, Alert, is_urgent
from bot.domain.delivery import DeliveryState, Form
from bot.domain.event import Change, Version
from bot.domain.outlet import NOBODY, Alone
from bot.store.connect import insert
from bot.store.holds import stop_alert, stopped_alert
from bot.store.schema import AnyRow
from bot.store.tables import alerts, deferred, deliveries, event_places

#: States of a message that came with sound or will.
_WITH_SOUND = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DOUBTFUL)


class AlertRepository:
    """The alerts of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count_loud(self, since: datetime) -> int:
        """How many alerts of new events or great changes were made since a moment."""
        loud = alerts.c.created_at > since, alerts.c.major | (alerts.c.change == Change.NEW)
        return self._connection.scalar(select(func.count()).select_from(alerts).where(*loud)) or 0

    def add(
        self, version: Version, due_at: datetime | None = None, *, digests: bool = False, alone: Alone = NOBODY
    ) -> Alert:
        """The alert of a version, made unless it is there.

        With `due_at` it waits for later changes of its event until then: the newest is told in place of all that
        wait, when the first of them is due. Without it, what waits is told with this one. A correction or retraction
        goes in the place of what is still to be told: nobody is told what is known to be wrong. With `digests` only
        readers of digests are told. `alone` says whose sole word it is.
        """
        if version.change in WORDS:
            self.drop(version.event, before=version.number)
        first_due = self._collapse(version.event, version.number)
        due = min(filter(None, (due_at, first_due)), default=None) if due_at else None
        row = _row(version) | {"due_at": due, "digests": digests, "outlet": alone.outlet, "owner": alone.owner}
        self._connection.execute(insert(self._connection, alerts).values(row).on_conflict_do_nothing())
        same = alerts.c.event_id == version.event, alerts.c.version == version.number
        return _alert(self._connection.execute(select(alerts).where(*same)).one())

    def end_pauses(self, now: datetime) -> int:
        """End the pauses that are over; answers how many alerts may go out."""
        over = update(alerts).where(alerts.c.due_at.is_not(None), alerts.c.due_at <= now)
        return self._connection.execute(over.values(due_at=None)).rowcount

    def unfinished(self, limit: int) -> tuple[Alert, ...]:
        """Alerts that neither pause nor are stopped and are not yet expanded to everybody, oldest first."""
        going = ~alerts.c.done, alerts.c.due_at.is_(None), ~stopped_alert()
        wanted = select(alerts).where(*going).order_by(alerts.c.id).limit(limit)
        return tuple(_alert(row) for row in self._connection.execute(wanted))

    def drop(self, event_id: int, *, before: int | None = None) -> None:
        """Tell nothing more of an event, or of its versions before this one; because it is part of another one now."""
        which = (alerts.c.event_id == event_id, *([alerts.c.version < before] if before else []))
        rest = update(alerts).where(*which, ~alerts.c.done)
        self._connection.execute(rest.values(done=True, due_at=None))
        theirs = select(alerts.c.id).where(*which)
        self._connection.execute(delete(deferred).where(deferred.c.alert_id.in_(theirs)))

    def before(self, alert: Alert) -> int:
        """The version that was to be told before an alert's; where none was, the one before it."""
        earlier = alerts.c.event_id == alert.event, alerts.c.version < alert.version
        known: int | None = self._connection.scalar(select(func.max(alerts.c.version)).where(*earlier))
        return known or alert.version - 1

    def last(self, event_id: int) -> Alert | None:
        """The newest alert of an event, told or not."""
        wanted = select(alerts).where(alerts.c.event_id == event_id).order_by(alerts.c.version.desc()).limit(1)
        row = self._connection.execute(wanted).one_or_none()
        return _alert(row) if row else None

    def of_version(self, event_id: int, version: int) -> Alert | None:
        """The alert of one version of an event."""
        wanted = select(alerts).where(alerts.c.event_id == event_id, alerts.c.version == version)
        row = self._connection.execute(wanted).one_or_none()
        return _alert(row) if row else None

    def stop(self, number: int, *, stopped: bool) -> None:
        """An alert goes no further, or goes on."""
        stop_alert(self._connection, number, stopped=stopped)

    def last_loud(self, event_id: int, subscriber_ids: Sequence[int]) -> Mapping[int, datetime]:
        """When the alert was made by which each of these had last, or will have, an event's update with sound."""
        loud = deliveries.c.form == Form.UPDATE, deliveries.c.state.in_(_WITH_SOUND)
        wanted = (
            select(deliveries.c.subscriber_id, func.max(alerts.c.created_at).label("at"))
            .join(alerts, alerts.c.id == deliveries.c.alert_id)
            .where(deliveries.c.event_id == event_id, deliveries.c.subscriber_id.in_(subscriber_ids), *loud)
            .group_by(deliveries.c.subscriber_id)
        )
        return {row.subscriber_id: row.at for row in self._connection.execute(wanted)}

    def before_of(self, alert: Alert, since: datetime) -> tuple[Alert, ...]:
        """Earlier alerts since a moment that are the sole word of this alert's outlet, oldest first."""
        alone = alerts.c.outlet == alert.outlet, alerts.c.outlet != "", alerts.c.event_id != alert.event
        # by the hour, not by number: SQLite would go through every alert before this one
        lately = self._connection.execute(select(alerts).where(*alone, alerts.c.created_at > since))
        earlier = (_alert(row) for row in lately if row.id < alert.id)
        return tuple(sorted(earlier, key=lambda one: one.id))

    def told_alone(self, since: datetime, most: int = 100) -> frozenset[tuple[str, str]]:
        """Owners with the places of which each alone has told since a moment; of many the newest."""
        joined = alerts.join(event_places, event_places.c.event_id == alerts.c.event_id)
        wanted = select(alerts.c.owner, event_places.c.place_id).select_from(joined)
        newest = wanted.where(alerts.c.outlet != "", alerts.c.created_at > since)
        newest = newest.order_by(alerts.c.created_at.desc(), alerts.c.id.desc())
        rows = self._connection.execute(newest.limit(most))
        return frozenset((row.owner, row.place_id) for row in rows)

    def begun_alone(self, since: datetime, outlet: str = "") -> Mapping[str, int]:
        """How many events of which readers heard since a moment each outlet, or this one, alone tells of, so far."""
        later = alerts.alias("later")
        confirmed = (
            select(later.c.id).where(later.c.event_id == alerts.c.event_id, later.c.owner != alerts.c.owner).exists()
        )
        many = func.count(alerts.c.event_id.distinct()).label("many")
        whose = (alerts.c.outlet == outlet,) if outlet else ()
        wanted = select(alerts.c.outlet, many).where(
            alerts.c.outlet != "", *whose, alerts.c.created_at > since, alerts.c.change == Change.NEW, ~confirmed
        )
        return {row.outlet: row.many for row in self._connection.execute(wanted.group_by(alerts.c.outlet))}

    def _collapse(self, event_id: int, version: int) -> datetime | None:
        pausing = alerts.c.event_id == event_id, alerts.c.version < version, alerts.c.due_at.is_not(None)
        first: datetime | None = self._connection.scalar(select(func.min(alerts.c.due_at)).where(*pausing))
        self._connection.execute(update(alerts).where(*pausing).values(done=True, due_at=None))
        return first

    def get(self, number: int) -> Alert | None:
        """One alert by its number."""
        row = self._connection.execute(select(alerts).where(alerts.c.id == number)).one_or_none()
        return _alert(row) if row else None

    def advance(self, number: int, cursor: int, *, done: bool) -> None:
        """Subscribers up to the cursor have their deliveries."""
        self._connection.execute(update(alerts).where(alerts.c.id == number).values(cursor=cursor, done=done))


def _row(version: Version) -> dict[str, Any]:
    return {
        "event_id": version.event,
        "version": version.number,
        "change": version.change,
        "major": version.major,
        "created_at": version.at,
        "cursor": 0,
        "done": False,
        "urgent": is_urgent(version),
    }


def _alert(row: AnyRow) -> Alert:
    return Alert(
        id=row.id,
        event=row.event_id,
        version=row.version,
        change=row.change,
        major=row.major,
        created_at=row.created_at,
        cursor=row.cursor,
        done=row.done,
        urgent=row.urgent,
        digests=row.digests,
        outlet=row.outlet,
        owner=row.owner,
    )
