"""Rows ↔ values of events and their versions, and the selections that all who look for events share."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, select

from bot.domain.clock import local_day
from bot.domain.event import Basis, Event, Facts, Note, Version
from bot.store.columns import AnyRow
from bot.store.facts_json import facts_from_json, facts_to_json
from bot.store.tables import events, versions

#: No event lasts longer, so that old days are found by an index and cost does not grow with what came after.
LONGEST = timedelta(days=92)
_NEWEST = and_(versions.c.event_id == events.c.id, versions.c.number == events.c.version)
_STATE = events.c.id, events.c.retracted, events.c.held, events.c.closed_at, events.c.redirect
#: Events with their newest version.
EVENTS = select(*_STATE, versions).join(versions, _NEWEST)
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
