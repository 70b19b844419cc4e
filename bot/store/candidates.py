"""The stored events that a report may tell of: by days and places; a statement is built once for each way of asking.

Each is compared with the report, so there must not be more of them the more one outlet makes up: where many are near,
of those that only one outlet tells of its newest are taken, and nobody else's makes way for them.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, exists, func, or_, select

from bot.domain.event import Event
from bot.domain.match_evidence import LASTING
from bot.domain.search import AWAY, NOT_ON
from bot.store.event_rows import EVENTS, LONGEST, event_of
from bot.store.tables import articles, event_places, event_terms, events, reports

#: So many are near on the busiest of honest days; where there are more, so many of each outlet's own.
MANY, OF_EACH = 200, 60

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
