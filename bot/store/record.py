"""What readers may see, read in streams; opened without their key, and able to read nothing of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib.resources import files
from itertools import groupby
from typing import Any, Self

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    inspect,
    or_,
    select,
    table,
    true,
)

from bot.domain.counts import Tally
from bot.domain.errors import WrongStore
from bot.domain.event import Change, Facts
from bot.domain.record import Leaf, RecordEntry, RecordStatus, Selection, Step, StoredEvent, entries, standing
from bot.store import connect, meta
from bot.store.events import TO_READERS
from bot.store.facts_json import Lately, facts_from_json
from bot.store.feeds import CoverageRepository
from bot.store.meta import Purpose
from bot.store.schema import AnyRow
from bot.store.tables import event_places, events, versions

#: Events of one query: so many versions are in memory at once.
_BATCH = 100
#: Given whatever is selected: who has an earlier export must learn of them, and their days and places are not told.
_ALWAYS = frozenset({RecordStatus.WITHDRAWN, RecordStatus.MERGED})
#: Where alembic notes the revision of a schema.
_ALEMBIC = table("alembic_version", column("version_num"))
_FACTS = cast(versions.c.facts, Text)
_STATE = events.c.id, events.c.held, events.c.retracted, events.c.redirect, events.c.unchecked


class RecordRepository:
    """The record in one transaction: one state of the database, however long the reading takes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lately = Lately()

    def entries(self, wanted: Selection, *, newest_first: bool = False) -> Iterator[RecordEntry]:
        """What is told of the events of a selection, by number; or the last changed first."""
        order = (events.c.updated_at.desc(), events.c.id.desc()) if newest_first else (events.c.id,)
        matches, always = _matches(wanted), or_(events.c.retracted, events.c.redirect != 0)
        asked = select(events.c.id, matches.label("matches")).where(or_(matches, always)).order_by(*order)
        found = self._connection.execute(asked).all()
        for at in range(0, len(found), _BATCH):
            yield from self._some(found[at : at + _BATCH], wanted)

    def these(self, numbers: Iterable[int], *, versions_too: bool = False) -> Iterator[RecordEntry]:
        """What is told of these events, by number; nothing of those that do not exist for readers."""
        asked, wanted = sorted(set(numbers)), Selection(versions=versions_too)
        for at in range(0, len(asked), _BATCH):
            some = events.c.id.in_(asked[at : at + _BATCH])
            matches = select(events.c.id, true().label("matches")).where(some).order_by(events.c.id)
            yield from self._some(self._connection.execute(matches).all(), wanted)

    def leaves(self) -> tuple[Leaf, ...]:
        """Every event that exists for readers, by number, without its facts: what pages are planned by."""
        state = *_STATE, events.c.day_start
        step = versions.c.number, versions.c.change, versions.c.at, versions.c.reasons, versions.c.corrected
        newest = and_(versions.c.event_id == events.c.id, versions.c.number == events.c.version)
        rows = self._connection.execute(select(*state, *step).join(versions, newest).order_by(events.c.id))
        places = self._places()
        made = (_leaf(row, places.get(row.id, ())) for row in rows)
        return tuple(leaf for leaf in made if leaf)

    def _places(self) -> dict[int, tuple[str, ...]]:
        """The places of each event."""
        asked = select(event_places.c.event_id, event_places.c.place_id).order_by(*event_places.primary_key)
        grouped = groupby(self._connection.execute(asked), key=lambda row: row.event_id)
        return {number: tuple(row.place_id for row in some) for number, some in grouped}

    def tallies(self, start: date, end: date, places: frozenset[str] | None = None) -> tuple[Tally, ...]:
        """Events that hold, by place and first day there, of these days, bounds inclusive."""
        there = event_places.c
        asked = select(there.event_id, there.place_id, there.day_start).join(events, events.c.id == there.event_id)
        within = and_(there.day_start >= start, there.day_start <= end, *TO_READERS, ~events.c.unchecked)
        asked = asked.where(within, there.place_id.in_(sorted(places)) if places is not None else true())
        rows = self._connection.execute(asked.order_by(there.event_id, there.place_id))
        return tuple(Tally(row.event_id, row.place_id, row.day_start) for row in rows)

    def updated(self) -> datetime | None:
        """When the newest version was made."""
        at: datetime | None = self._connection.scalar(select(func.max(events.c.updated_at)))
        return at

    def began(self) -> datetime | None:
        """When the first event was written down: by this one record is told from another."""
        at: datetime | None = self._connection.scalar(
            select(versions.c.at).order_by(versions.c.event_id, versions.c.number).limit(1)
        )
        return at

    @property
    def coverage(self) -> CoverageRepository:
        """Which feeds answered when."""
        return CoverageRepository(self._connection)

    def _some(self, found: Sequence[AnyRow], wanted: Selection) -> Iterator[RecordEntry]:
        matching = {row.id: bool(row.matches) for row in found}
        rows = self._connection.execute(_history(list(matching), versions_too=wanted.versions)).all()
        grouped = {number: tuple(some) for number, some in groupby(rows, key=lambda row: row.id)}
        for number, matches in matching.items():
            history = grouped[number]
            event = _stored(history)
            if matches or standing(event) in _ALWAYS:
                yield from self._told(event, history, versions_too=wanted.versions)

    def _told(self, event: StoredEvent, history: Sequence[AnyRow], *, versions_too: bool) -> Iterator[RecordEntry]:
        texts = {row.number: row.facts for row in history}

        def facts(number: int) -> Facts:
            return facts_from_json(_read(texts[number]), self._lately)

        return entries(event, facts, versions=versions_too)


class RecordDatabase:
    """A database whose record can be read; other processes may write meanwhile."""

    def __init__(self, url: str) -> None:
        self._engine = connect.reader(url, 1)

    @classmethod
    def open(cls, url: str, *, purpose: Purpose) -> Self:
        """A migrated database of this purpose; WrongStore or Unreachable when it is none. Writes nothing."""
        with connect.reachable():
            if connect.is_missing(url):
                raise WrongStore("no database there yet; run: protest-alerts migrate, or with --demo: demo --once")
            record = cls(url)
            try:
                record._check(purpose)
            except BaseException:
                record.close()
                raise
        return record

    @contextmanager
    def reading(self) -> Iterator[RecordRepository]:
        """One transaction that cannot write."""
        with connect.available(), self._engine.begin() as connection:
            yield RecordRepository(connection)

    def close(self) -> None:
        """Let go of the connection."""
        self._engine.dispose()

    def _check(self, purpose: Purpose) -> None:
        with self._engine.begin() as connection:
            meta.refuse_other(connection, purpose)
            known = inspect(connection).has_table(_ALEMBIC.name)
            found, wanted = connection.scalar(select(_ALEMBIC.c.version_num)) if known else None, newest_revision()
        if found != wanted:
            raise WrongStore(f"schema {found or 'none'}, wanted {wanted}; run: protest-alerts migrate")


def newest_revision() -> str:
    """The schema's revision that this program is written for, by its files: alembic takes long to load."""
    names = (file.name for file in (files("bot.store") / "migrations" / "versions").iterdir())
    return max(name[:4] for name in names if name[:4].isdigit())


def _matches(wanted: Selection) -> ColumnElement[bool]:
    """Whether an event is of these days and in these places; days and places are those of its newest version."""
    tests: list[ColumnElement[bool]] = [true()]
    if wanted.start:
        tests.append(events.c.day_end >= wanted.start)
    if wanted.end:
        tests.append(events.c.day_start <= wanted.end)
    if wanted.places is not None:
        there = event_places.c.event_id == events.c.id
        tests.append(select(event_places.c.event_id).where(there, event_places.c.place_id.in_(wanted.places)).exists())
    return and_(*tests)


def _history(numbers: list[int], *, versions_too: bool) -> Any:
    """All versions of these events, the facts of the newest only unless they are all wanted."""
    step = versions.c.number, versions.c.change, versions.c.at, versions.c.reasons, versions.c.corrected
    newest = versions.c.number == events.c.version
    facts = _FACTS if versions_too else case((newest, _FACTS))
    asked = select(*_STATE, *step, facts.label("facts")).join(versions, versions.c.event_id == events.c.id)
    return asked.where(events.c.id.in_(numbers)).order_by(events.c.id, versions.c.number)


def _stored(history: Sequence[AnyRow]) -> StoredEvent:
    first = history[0]
    steps = tuple(Step(row.number, Change(row.change), row.at, tuple(row.reasons), row.corrected) for row in history)
    return StoredEvent(first.id, steps, first.held, first.retracted, first.redirect, first.unchecked)


def _leaf(row: AnyRow, places: tuple[str, ...]) -> Leaf | None:
    event = _stored([row])
    stands = standing(event)
    if stands is None:
        return None
    hidden = stands in _ALWAYS
    return Leaf(event.id, stands, event.newest, row.day_start, () if hidden else places, event.into)


def _read(text: str) -> Any:
    """JSON as it lies in the database; half of a surrogate pair, which orjson refuses, is read by the slower one."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
