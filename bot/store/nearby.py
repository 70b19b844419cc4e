"""The stored events that a report may tell of: by days and places; a statement is built once for each way of asking."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, or_, select

from bot.domain.event import Event
from bot.domain.evidence import LASTING
from bot.domain.search import AWAY, NOT_ON
from bot.store.event_rows import EVENTS, LONGEST, event_of
from bot.store.tables import event_places, event_terms, events

_NAMED = select(event_terms.c.event_id).where(event_terms.c.term.in_(bindparam("terms", expanding=True)))


def candidates(
    connection: Connection,
    days: tuple[date, date],
    near: timedelta,
    lasting: timedelta,
    *,
    places: frozenset[str] | None,
    organised: bool,
) -> tuple[Event, ...]:
    """Events near these days, bounds inclusive, in the order of their numbers; see `Events.candidates`."""
    start, end = days
    reach = max(near, lasting)
    misdated = _misdated(connection, start - near, min(end, start + LONGEST) + near)
    asked: dict[str, Any] = {"first": start - reach, "last": end + LONGEST + reach, "until": end + reach}
    asked |= {"near_first": start - near, "near_last": end + near}
    asked |= {"misdated": misdated} if misdated else {}
    if places is not None:
        asked |= {"places": sorted(places), "away": [f"{AWAY}:{place}" for place in sorted(places)]}
    wanted = _wanted(lasting=lasting > near, misdated=bool(misdated), placed=places is not None, organised=organised)
    return tuple(event_of(row) for row in connection.execute(wanted, asked))


@cache
def _wanted(*, lasting: bool, misdated: bool, placed: bool, organised: bool) -> Select[Any]:
    close = and_(events.c.day_end >= bindparam("near_first"), events.c.day_start <= bindparam("near_last"))
    within = events.c.day_end.between(bindparam("first"), bindparam("last"))
    goes_on = or_(close, events.c.action.in_(sorted(LASTING))) if lasting else close
    then = and_(within, events.c.day_start <= bindparam("until"), goes_on)
    if misdated:
        then = or_(then, events.c.id.in_(bindparam("misdated", expanding=True)))
    wanted = EVENTS.where(then, events.c.redirect == 0).order_by(events.c.id)
    return wanted.where(or_(_there(), events.c.organised) if organised else _there()) if placed else wanted


def _there() -> ColumnElement[bool]:
    here = event_places.c.place_id.in_(bindparam("places", expanding=True))
    once = event_terms.c.term.in_(bindparam("away", expanding=True))
    at = exists().where(event_places.c.event_id == events.c.id, here)
    return or_(at, exists().where(event_terms.c.event_id == events.c.id, once))


def _misdated(connection: Connection, start: date, end: date) -> list[int]:
    """Events that an editor moved away from one of these days."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return list(connection.scalars(_NAMED, {"terms": [f"{NOT_ON}:{day.isoformat()}" for day in days]}))
