"""Events by terms, the newest first; cost does not grow with the past.

One group of terms drives: the rarest. Of it so many events are looked at for the other groups; where that was not
enough the answer says up to which event, and the search goes on from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, exists, func, literal, select, tuple_, union_all

from bot.domain.event import Event
from bot.domain.period import Period
from bot.store.events import EVENTS, TO_READERS, event_of
from bot.store.tables import event_terms, events

#: Events of the rarest group that are looked at in one go.
REACH = 1000

_ORDER = event_terms.c.day_end, event_terms.c.event_id
Groups = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Hits:
    """Events found, and the last one looked at when there may be older ones."""

    events: tuple[Event, ...]
    looked_to: int | None = None


class SearchRepository:
    """The search of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(
        self, groups: Groups, limit: int, *, before: int | None = None, reach: int = REACH, days: Period | None = None
    ) -> Hits:
        """Published events that have a term of each group; `before` goes on after the event of that number.

        With `days` those whose last day is one of these.
        """
        if not groups:
            return Hits(self._within(limit, before, days))
        driver, *others = sorted(groups, key=lambda group: (self._commonness(group, reach), sorted(group)))
        most = reach if others else limit
        last = self._connection.scalar(select(events.c.day_end).where(events.c.id == before)) if before else None
        begun = (last, before) if last and before else None
        looked = _newest(driver, most, begun, seen=not others, days=days)
        rows = self._connection.execute(_events_of(looked, others, limit))
        found = tuple(event_of(row) for row in rows)
        return Hits(found, self._end(looked, most) if others and len(found) < limit else None)

    def _within(self, limit: int, before: int | None, days: Period | None) -> tuple[Event, ...]:
        """The newest events of some days, whatever they are."""
        order = events.c.day_end, events.c.id
        wanted = EVENTS.where(*TO_READERS).order_by(*(column.desc() for column in order)).limit(limit)
        if days:
            wanted = wanted.where(events.c.day_end.between(days.first, days.last))
        if before is not None:
            last = select(*order).where(events.c.id == before).subquery()
            wanted = wanted.where(tuple_(*order) < select(last.c.day_end, last.c.id).scalar_subquery())
        return tuple(event_of(row) for row in self._connection.execute(wanted))

    def _commonness(self, group: frozenset[str], reach: int) -> int:
        """How many rows the terms of a group have, counted no further than matters."""
        some = select(literal(1)).where(event_terms.c.term.in_(sorted(group))).limit(reach).subquery()
        return self._connection.scalar(select(func.count()).select_from(some)) or 0

    def _end(self, looked: Subquery, most: int) -> int | None:
        """The oldest event looked at, when so many were looked at that there may be more."""
        oldest = select(looked.c.event_id).order_by(looked.c.day_end, looked.c.event_id).limit(1)
        full = self._connection.scalar(select(func.count()).select_from(looked)) == most
        return self._connection.scalar(oldest) if full else None


def _newest(
    group: frozenset[str], most: int, last: tuple[date, int] | None, *, seen: bool, days: Period | None = None
) -> Subquery:
    """The newest events of any of these terms: the newest of each by its index, then the newest of all.

    `seen` leaves out at once what readers may not see.
    """
    of_each = [_newest_of(term, most, last, seen=seen, days=days) for term in sorted(group)]
    each = union_all(*(select(one.subquery()) for one in of_each)).subquery()
    order = each.c.day_end, each.c.event_id
    return select(*order).distinct().order_by(*(column.desc() for column in order)).limit(most).subquery()


def _newest_of(
    term: str, most: int, last: tuple[date, int] | None, *, seen: bool, days: Period | None
) -> Select[tuple[date, int]]:
    there = select(*_ORDER).where(event_terms.c.term == term)
    if seen:
        there = there.join(events, events.c.id == event_terms.c.event_id).where(*TO_READERS)
    if days:
        there = there.where(event_terms.c.day_end.between(days.first, days.last))
    if last:
        there = there.where(tuple_(*_ORDER) < tuple_(*map(literal, last)))
    return there.order_by(*(column.desc() for column in _ORDER)).limit(most)


def _events_of(looked: Subquery, others: Groups, limit: int) -> Select[Any]:
    """Numbers are chosen first, so that facts are read of those alone."""
    order = looked.c.day_end.desc(), looked.c.event_id.desc()
    chosen = select(looked).join(events, events.c.id == looked.c.event_id)
    chosen = chosen.where(*TO_READERS, *(_has(group) for group in others)).order_by(*order).limit(limit)
    few = chosen.subquery()
    return EVENTS.join(few, few.c.event_id == events.c.id).order_by(few.c.day_end.desc(), events.c.id.desc())


def _has(group: frozenset[str]) -> ColumnElement[bool]:
    return exists().where(event_terms.c.event_id == events.c.id, event_terms.c.term.in_(sorted(group)))
