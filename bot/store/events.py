"""Events and their versions; beneath each event lie its places with their days, by which it is found."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, tuple_, update

from bot.domain.clock import local_day
from bot.domain.errors import NoSuchEvent
from bot.domain.event import Change, Event, Facts, Version
from bot.store.columns import AnyRow
from bot.store.facts_json import facts_from_json, facts_to_json
from bot.store.tables import event_places, events, versions
from bot.store.vault import Vault

_NEWEST = and_(versions.c.event_id == events.c.id, versions.c.number == events.c.version)
_EVENTS = select(events.c.id, events.c.retracted, events.c.held, versions).join(versions, _NEWEST)

#: No event lasts longer, so that old days are found by an index and cost does not grow with what came after.
LONGEST = timedelta(days=92)


class Events:
    """The events of a transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def candidates(self, start: date, end: date) -> tuple[Event, ...]:
        """Events of one of these days, bounds inclusive; held and retracted ones too, as reports go on about them."""
        ended = events.c.day_end.between(start, end + LONGEST)
        wanted = _EVENTS.where(ended, events.c.day_start <= end).order_by(events.c.id)
        return tuple(_event(row) for row in self._connection.execute(wanted))

    def create(self, facts: Facts, now: datetime) -> Version:
        """A fresh event with its first version; its number is never given again."""
        row = _row(facts, now) | {"version": 1, "retracted": False, "held": False}
        number = self._connection.execute(insert(events).values(row).returning(events.c.id)).scalar_one()
        return self._write(Version(number, 1, Change.NEW, now, facts))

    def add_version(
        self,
        event_id: int,
        change: Change,
        facts: Facts,
        now: datetime,
        *,
        major: bool,
        reasons: tuple[str, ...],
        author: int | None = None,
    ) -> Version:
        """The next version of an event; a retraction retracts it, any other change brings it back; or NoSuchEvent.

        `author` is the chat of the editor who made it, kept as its keyed index.
        """
        row = _row(facts, now) | {"version": events.c.version + 1, "retracted": change is Change.RETRACTION}
        changed = update(events).where(events.c.id == event_id).values(row).returning(events.c.version)
        number = self._connection.execute(changed).scalar_one_or_none()
        if number is None:
            raise NoSuchEvent(event_id)
        earlier = self.version(event_id, number - 1)
        corrected = change is Change.CORRECTION or (earlier is not None and earlier.corrected)
        version = Version(event_id, number, change, now, facts, major, reasons, corrected)
        return self._write(version, None if author is None else self._vault.index(author))

    def hold(self, event_id: int, *, held: bool) -> None:
        """Hide an event from readers, or show it again; it goes on gathering reports meanwhile."""
        self._connection.execute(update(events).where(events.c.id == event_id).values(held=held))

    def get(self, number: int) -> Event | None:
        """An event with its newest version, held and retracted ones too."""
        row = self._connection.execute(_EVENTS.where(events.c.id == number)).one_or_none()
        return _event(row) if row else None

    def version(self, event_id: int, number: int) -> Version | None:
        """One version of an event."""
        wanted = select(versions).where(versions.c.event_id == event_id, versions.c.number == number)
        row = self._connection.execute(wanted).one_or_none()
        return _version(row) if row else None

    def history(self, event_id: int) -> tuple[Version, ...]:
        """All versions of an event, oldest first."""
        wanted = select(versions).where(versions.c.event_id == event_id).order_by(versions.c.number)
        return tuple(_version(row) for row in self._connection.execute(wanted))

    def latest(self, place_ids: frozenset[str] | None, limit: int, *, before: int | None = None) -> tuple[Event, ...]:
        """Published events at these places (none: anywhere), newest last day first, then the higher number.

        `before` goes on after the event of that number.
        """
        order = events.c.day_end, events.c.id
        wanted = _EVENTS.where(~events.c.held, ~events.c.retracted).order_by(*(column.desc() for column in order))
        if place_ids is not None:
            there = select(event_places.c.event_id).where(event_places.c.place_id.in_(sorted(place_ids)))
            wanted = wanted.where(events.c.id.in_(there))
        if before is not None:
            last = select(*order).where(events.c.id == before).subquery()
            wanted = wanted.where(tuple_(*order) < select(last.c.day_end, last.c.id).scalar_subquery())
        return tuple(_event(row) for row in self._connection.execute(wanted.limit(limit)))

    def count(self) -> int:
        """How many events are stored, held and retracted ones too."""
        return self._connection.scalar(select(func.count()).select_from(events)) or 0

    def _write(self, version: Version, author: str | None = None) -> Version:
        start, end = _days(version.facts, version.at)
        here = event_places.c.event_id == version.event
        self._connection.execute(insert(versions).values(_version_row(version) | {"author": author}))
        self._connection.execute(delete(event_places).where(here))
        rows = [
            {"event_id": version.event, "place_id": place, "day_start": start, "day_end": end}
            for place in sorted(version.facts.place_ids)
        ]
        if rows:
            self._connection.execute(insert(event_places), rows)
        return version


def _days(facts: Facts, now: datetime) -> tuple[date, date]:
    """An event of unknown day is filed under the day it was written down."""
    start = facts.span.start or local_day(now)
    return start, facts.span.end or start


def _row(facts: Facts, now: datetime) -> dict[str, Any]:
    start, end = _days(facts, now)
    return {
        "action": facts.action,
        "day_start": start,
        "day_end": end,
        "status": facts.status,
        "updated_at": now,
    }


def _version_row(version: Version) -> dict[str, Any]:
    return {
        "event_id": version.event,
        "number": version.number,
        "change": version.change,
        "at": version.at,
        "major": version.major,
        "reasons": list(version.reasons),
        "facts": facts_to_json(version.facts),
        "corrected": version.corrected,
    }


def _version(row: AnyRow) -> Version:
    return Version(
        event=row.event_id,
        number=row.number,
        change=row.change,
        at=row.at,
        facts=facts_from_json(row.facts),
        major=row.major,
        reasons=tuple(row.reasons),
        corrected=row.corrected,
    )


def _event(row: AnyRow) -> Event:
    return Event(row.id, _version(row), row.retracted, row.held)
