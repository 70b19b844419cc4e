"""Events and their versions; beneath each event lie its places with their days, by which it is found.

Here too: which events a report may tell of.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from bot.domain.clock import local_day
from bot.domain.delivery import DeliveryState
from bot.domain.errors import NoSuchEvent
from bot.domain.event import Basis, Change, Event, Facts, Note, Version
from bot.domain.match_evidence import LASTING
from bot.domain.search import AWAY, NOT_ON, terms
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert as upsert
from bot.store.facts_json import facts_from_json, facts_to_json
from bot.store.holds import stop
from bot.store.schema import AnyRow
from bot.store.tables import articles, deliveries, doubts, event_places, event_terms, events, meta, reports, versions

#: No event lasts longer, so that old days are found by an index and cost does not grow with what came after.
LONGEST = timedelta(days=92)
_NEWEST = and_(versions.c.event_id == events.c.id, versions.c.number == events.c.version)
_STATE = events.c.id, events.c.retracted, events.c.held, events.c.closed_at, events.c.redirect
#: Events with their newest version.
EVENTS = select(*_STATE, versions).join(versions, _NEWEST)
#: So many events are near a report on the busiest of honest days; where there are more, so many of each outlet's own.
MANY, OF_EACH = 200, 60
#: What readers may see.
TO_READERS = ~events.c.held, ~events.c.retracted, events.c.redirect == 0


def days_of(facts: Facts, now: datetime) -> tuple[date, date]:
    """An event of unknown day is filed under the day it was written down."""
    start = facts.span.start or local_day(now)
    return start, facts.span.end or start


def event_row(facts: Facts, now: datetime) -> dict[str, Any]:
    """An event's row, without its version's number and its state."""
    start, end = days_of(facts, now)
    return {
        "action": facts.action,
        "day_start": start,
        "day_end": end,
        "status": facts.status,
        "updated_at": now,
        "organised": bool(facts.organisers),
        "unchecked": facts.basis is Basis.UNCHECKED,
        "closed_at": None,
    }


def version_row(version: Version) -> dict[str, Any]:
    """A version's row, without its author."""
    return {
        "event_id": version.event,
        "number": version.number,
        "change": version.change,
        "at": version.at,
        "major": version.major,
        "reasons": list(version.reasons),
        "facts": facts_to_json(version.facts),
        "corrected": version.corrected,
        "note": {"lang": version.note.lang, "text": version.note.text} if version.note else None,
    }


def version_of(row: AnyRow) -> Version:
    """A version of its row."""
    return Version(
        event=row.event_id,
        number=row.number,
        change=row.change,
        at=row.at,
        facts=facts_from_json(row.facts),
        major=row.major,
        reasons=tuple(row.reasons),
        corrected=row.corrected,
        note=Note(row.note["lang"], row.note["text"]) if row.note else None,
    )


def event_of(row: AnyRow) -> Event:
    """An event of its row among EVENTS."""
    return Event(row.id, version_of(row), row.retracted, row.held, row.closed_at is not None, row.redirect)


_NUMBER: BindParameter[int] = bindparam("number")
#: Built once, since building takes as long as asking.
_ONE = EVENTS.where(
    events.c.id
    == func.coalesce(select(func.nullif(events.c.redirect, 0)).where(events.c.id == _NUMBER).scalar_subquery(), _NUMBER)
)
_NAMED = select(event_terms.c.event_id).where(event_terms.c.term.in_(bindparam("terms", expanding=True)))
_CREATE = insert(events).returning(events.c.id)
_ADD_VERSION = insert(versions)
_CORRECTED = select(versions.c.corrected).where(
    versions.c.event_id == bindparam("event"), versions.c.number == bindparam("version")
)


class EventRepository:
    """The events of a transaction."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def candidates(
        self,
        start: date,
        end: date,
        *,
        near: timedelta = timedelta(0),
        lasting: timedelta = timedelta(0),
        places: frozenset[str] | None = None,
        organised: bool = True,
    ) -> tuple[Event, ...]:
        """Events of one of these days, bounds inclusive; held and retracted ones too, as reports go on about them.

        Also events so `near` these days or once thought to be, and such as last from day to day that were told of so
        long before or after.
        With `places` only events there or once thought to be there, and if `organised` those with a known organiser.
        """
        days = start, end
        return candidates(self._connection, days, near, lasting, places=places, organised=organised)

    def create(self, facts: Facts, now: datetime) -> Version:
        """A fresh event with its first version; its number is never given again."""
        row = event_row(facts, now) | {"version": 1, "retracted": False, "held": False}
        number = self._connection.execute(_CREATE, row).scalar_one()
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
        note: Note | None = None,
    ) -> Version:
        """The next version of an event; a retraction retracts it, any other change brings it back; or NoSuchEvent.

        `author` is the chat of the editor who made it, kept as its keyed index; `note` what readers of one language
        are told beside it.
        """
        row = event_row(facts, now) | {"version": events.c.version + 1, "retracted": change is Change.RETRACTION}
        one = events.c.id == event_id, events.c.redirect == 0
        changed = update(events).where(*one).values(row).returning(events.c.version)
        number = self._connection.execute(changed).scalar_one_or_none()
        if number is None:
            raise NoSuchEvent(event_id)
        corrected = change is Change.CORRECTION or self._was_corrected(event_id, number - 1)
        version = Version(event_id, number, change, now, facts, major, reasons, corrected, note)
        return self._write(version, None if author is None else self._encryption.editor(author))

    def complained(self, version: Version) -> bool:
        """Whether it is noted that a reader finds an error in a version."""
        return self._connection.scalar(select(meta.c.key).where(meta.c.key == _complaint(version))) is not None

    def note_complaint(self, version: Version) -> None:
        """A reader finds an error in a version; who does is not kept."""
        row = upsert(self._connection, meta).values(key=_complaint(version), value="1")
        self._connection.execute(row.on_conflict_do_nothing())

    def hold(self, event_id: int, *, held: bool) -> None:
        """Hide an event from readers, or show it again; it goes on gathering reports meanwhile.

        What is not told of it yet waits until it is shown again: then the senders find it free.
        """
        self._connection.execute(update(events).where(events.c.id == event_id).values(held=held))
        if held:
            stop(self._connection, event_id)

    def hide(self, event_id: int) -> None:
        """The first half of `hold`: nothing that is not begun leaves; what waits is put away later."""
        self._connection.execute(update(events).where(events.c.id == event_id).values(held=True))

    def get(self, number: int) -> Event | None:
        """An event with its newest version, held and retracted ones too; a merged one answers as what it is part of."""
        row = self._connection.execute(_ONE, {"number": number}).one_or_none()
        return event_of(row) if row else None

    def existing(self, number: int) -> Event:
        """The same; NoSuchEvent when there is none."""
        event = self.get(number)
        if event is None:
            raise NoSuchEvent(number)
        return event

    def shown(self, number: int) -> Event:
        """An event that readers may see, a retracted one too; NoSuchEvent for any other."""
        event = self.existing(number)
        if event.held:
            raise NoSuchEvent(number)
        return event

    def version(self, event_id: int, number: int) -> Version | None:
        """One version of an event."""
        wanted = select(versions).where(versions.c.event_id == event_id, versions.c.number == number)
        row = self._connection.execute(wanted).one_or_none()
        return version_of(row) if row else None

    def history(self, event_id: int) -> tuple[Version, ...]:
        """All versions of an event, oldest first."""
        wanted = select(versions).where(versions.c.event_id == event_id).order_by(versions.c.number)
        return tuple(version_of(row) for row in self._connection.execute(wanted))

    def reasons(self, event_id: int) -> frozenset[str]:
        """Why versions of an event rang, all of them together."""
        chosen = select(versions.c.reasons).where(versions.c.event_id == event_id, versions.c.major)
        return frozenset(reason for reasons in self._connection.scalars(chosen) for reason in reasons)

    def latest(self, place_ids: frozenset[str] | None, limit: int, *, before: int | None = None) -> tuple[Event, ...]:
        """Published events at these places (none: anywhere), newest last day there first, then the higher number.

        `before` goes on after the event of that number.
        """
        if place_ids is not None:
            return self._latest_there(sorted(place_ids), limit, before)
        order = events.c.day_end, events.c.id
        wanted = EVENTS.where(*TO_READERS).order_by(*(column.desc() for column in order))
        if before is not None:
            last = select(*order).where(events.c.id == before).subquery()
            wanted = wanted.where(tuple_(*order) < select(last.c.day_end, last.c.id).scalar_subquery())
        return tuple(event_of(row) for row in self._connection.execute(wanted.limit(limit)))

    def newest(self, limit: int, *, before: int | None = None) -> tuple[Event, ...]:
        """All events for editors, also what readers do not see, the newest number first."""
        wanted = EVENTS.order_by(events.c.id.desc()).limit(limit)
        wanted = wanted.where(events.c.id < before) if before is not None else wanted
        return tuple(event_of(row) for row in self._connection.execute(wanted))

    def sent(self, event_id: int) -> Mapping[DeliveryState, int]:
        """How many acts about an event stand where."""
        counted = select(deliveries.c.state, func.count().label("many")).where(deliveries.c.event_id == event_id)
        return {row.state: row.many for row in self._connection.execute(counted.group_by(deliveries.c.state))}

    def erase(self, event_id: int) -> None:
        """Of all versions nothing is left that anybody said, nor of the articles that told it; places and days stay."""
        here = versions.c.event_id == event_id
        for row in self._connection.execute(select(versions).where(here)).all():
            one = here, versions.c.number == row.number
            self._connection.execute(update(versions).where(*one).values(facts=_bare(row.facts), note=None))
        theirs = select(reports.c.article_id).where(reports.c.event_id == event_id)
        self._connection.execute(update(articles).where(articles.c.id.in_(theirs)).values(text=None, title=""))
        self._connection.execute(delete(doubts).where(doubts.c.event_id == event_id))

    def close_old(self, before: date, now: datetime) -> int:
        """Take events whose last day lies before this day to be over; answers how many."""
        old = events.c.closed_at.is_(None), events.c.day_end < before
        return self._connection.execute(update(events).where(*old).values(closed_at=now)).rowcount

    def redirect(self, number: int, to: int) -> None:
        """An event is part of another one from now on: its number answers as that one, its place-days are gone.

        What was sent about it counts as sent about the other; what still waited to be sent is superseded.
        """
        part = or_(events.c.id == number, events.c.redirect == number)
        self._connection.execute(update(events).where(part).values(redirect=to))
        for found_by in (event_places, event_terms):
            self._connection.execute(delete(found_by).where(found_by.c.event_id == number))
        about = deliveries.c.event_id == number
        waiting = update(deliveries).where(about, deliveries.c.state == DeliveryState.WAITING)
        self._connection.execute(waiting.values(state=DeliveryState.SUPERSEDED, leased_by=None, leased_until=None))
        newest = select(events.c.version).where(events.c.id == to).scalar_subquery()
        self._connection.execute(update(deliveries).where(about).values(event_id=to, version=newest))

    def count(self) -> int:
        """How many events are stored, held and retracted ones too."""
        return self._connection.scalar(select(func.count()).select_from(events)) or 0

    def _latest_there(self, places: list[str], limit: int, before: int | None) -> tuple[Event, ...]:
        """The newest of each place by its index, then the newest of all: cost does not grow with the places' past."""
        if not places:
            return ()
        last = self._last_day(before, places) if before is not None else None
        newest = union_all(*(select(_newest_at(place, limit, last, before).subquery()) for place in places)).subquery()
        shown = select(newest.c.event_id, func.max(newest.c.day_end).label("day")).group_by(newest.c.event_id)
        chosen = shown.order_by(func.max(newest.c.day_end).desc(), newest.c.event_id.desc()).limit(limit).subquery()
        wanted = EVENTS.join(chosen, chosen.c.event_id == events.c.id)
        rows = self._connection.execute(wanted.order_by(chosen.c.day.desc(), events.c.id.desc()))
        return tuple(event_of(row) for row in rows)

    def _last_day(self, number: int, places: list[str]) -> date | None:
        there = event_places.c.event_id == number, event_places.c.place_id.in_(places)
        day: date | None = self._connection.scalar(select(func.max(event_places.c.day_end)).where(*there))
        return day

    def _write(self, version: Version, author: str | None = None) -> Version:
        self._connection.execute(_ADD_VERSION, version_row(version) | {"author": author})
        start, end = days_of(version.facts, version.at)
        named = [{"event_id": version.event, "term": term, "day_end": end} for term in sorted(terms(version.facts))]
        self._replace(event_terms, version, named)
        stays = [
            {"event_id": version.event, "place_id": place, "day_start": first, "day_end": last}
            for place in sorted(version.facts.place_ids)
            for first, last in (version.facts.days_at(place) or (start, end),)
        ]
        self._replace(event_places, version, stays)
        return version

    def _was_corrected(self, event_id: int, number: int) -> bool:
        asked = {"event": event_id, "version": number}
        return bool(self._connection.scalar(_CORRECTED, asked))

    def _replace(self, found_by: Table, version: Version, rows: list[dict[str, object]]) -> None:
        if version.number > 1:
            here = found_by.c.event_id == version.event
            known = {tuple(row) for row in self._connection.execute(select(found_by).where(here))}
            if known == {tuple(row[column.name] for column in found_by.c) for row in rows}:
                return
            self._connection.execute(delete(found_by).where(here))
        if rows:
            self._connection.execute(insert(found_by), rows)


def _bare(facts: dict[str, Any]) -> dict[str, Any]:
    said = ("said", "settings", "organisers", "demands", "responses", "alleged")
    return {name: [] if name in said else value for name, value in facts.items()}


def _complaint(version: Version) -> str:
    return f"complaint:{version.event}:{version.number}"


def _newest_at(place: str, limit: int, last: date | None, before: int | None) -> Select[*tuple[Any, ...]]:
    order = event_places.c.day_end, event_places.c.event_id
    there = select(*order).join(events, events.c.id == event_places.c.event_id)
    there = there.where(event_places.c.place_id == place, *TO_READERS)
    if last is not None:
        there = there.where(tuple_(*order) < tuple_(literal(last), literal(before)))
    return there.order_by(*(column.desc() for column in order)).limit(limit)


def candidates(
    connection: Connection,
    days: tuple[date, date],
    near: timedelta,
    lasting: timedelta,
    *,
    places: frozenset[str] | None,
    organised: bool,
) -> tuple[Event, ...]:
    """Events near these days, bounds inclusive, in the order of their numbers; see `EventRepository.candidates`.

    Each is compared with the report, so there must not be more of them the more one outlet makes up: where many are
    near, of those that only one outlet tells of its newest are taken, and nobody else's makes way for them.
    A statement is built once for each way of asking.
    """
    start, end = days
    reach = max(near, lasting)
    misdated = _misdated(connection, start - near, min(end, start + LONGEST) + near)
    asked: dict[str, Any] = {"first": start - reach, "last": end + LONGEST + reach, "until": end + reach}
    asked |= {"near_first": start - near, "near_last": end + near}
    asked |= {"misdated": misdated} if misdated else {}
    if places is not None:
        asked |= {"places": sorted(places), "away": [f"{AWAY}:{place}" for place in sorted(places)]}
    how = _Near(lasting > near, bool(misdated), places is not None, organised)
    rows = connection.execute(_all(how), asked).all()
    rows = rows if len(rows) <= MANY else connection.execute(_shared(how), asked).all()
    return tuple(event_of(row) for row in rows)


class _Near(NamedTuple):
    """A way of asking."""

    lasting: bool
    misdated: bool
    placed: bool
    organised: bool


@cache
def _all(how: _Near) -> Select[Any]:
    """All there are, or more than many."""
    return EVENTS.where(*_conditions(how)).order_by(events.c.id).limit(MANY + 1)


@cache
def _shared(how: _Near) -> Select[Any]:
    """The newest of each outlet that alone tells of them, and the newest of which several do."""
    near = select(events.c.id, _only_outlet().label("outlet")).where(*_conditions(how)).subquery()
    turn = func.row_number().over(partition_by=near.c.outlet, order_by=near.c.id.desc()).label("turn")
    turns = select(near.c.id, near.c.outlet, turn).subquery()
    share = case((turns.c.outlet.is_(None), MANY), else_=OF_EACH)
    return EVENTS.where(events.c.id.in_(select(turns.c.id).where(turns.c.turn <= share))).order_by(events.c.id)


def _only_outlet() -> ColumnElement[str | None]:
    """The outlet that alone tells of an event; none when several do."""
    outlet = func.min(articles.c.source)
    told = select(case((outlet == func.max(articles.c.source), outlet))).join_from(reports, articles)
    return told.where(reports.c.event_id == events.c.id).correlate(events).scalar_subquery()


def _conditions(how: _Near) -> tuple[ColumnElement[bool], ...]:
    close = and_(events.c.day_end >= bindparam("near_first"), events.c.day_start <= bindparam("near_last"))
    within = events.c.day_end.between(bindparam("first"), bindparam("last"))
    goes_on = or_(close, events.c.action.in_(sorted(LASTING))) if how.lasting else close
    then = and_(within, events.c.day_start <= bindparam("until"), goes_on)
    if how.misdated:
        then = or_(then, events.c.id.in_(bindparam("misdated", expanding=True)))
    there = (or_(_there(), events.c.organised) if how.organised else _there(),) if how.placed else ()
    return then, events.c.redirect == 0, *there


def _there() -> ColumnElement[bool]:
    here = event_places.c.place_id.in_(bindparam("places", expanding=True))
    once = event_terms.c.term.in_(bindparam("away", expanding=True))
    at = exists().where(event_places.c.event_id == events.c.id, here)
    return or_(at, exists().where(event_terms.c.event_id == events.c.id, once))


def _misdated(connection: Connection, start: date, end: date) -> list[int]:
    """Events that an editor moved away from one of these days."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return list(connection.scalars(_NAMED, {"terms": [f"{NOT_ON}:{day.isoformat()}" for day in days]}))
