"""The sending pace, shared by all processes: one row for all and one row a slot; moments are on the wire clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Integer, bindparam, case, func, or_, select, update

from bot.domain.clock import MINUTE, cut
from bot.domain.sending_pace import Flood
from bot.domain.sending_pace import SendingPace as Figures
from bot.store.connect import insert
from bot.store.tables import pace, slots

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

#: Statements of every batch, written once.
_AT = bindparam("at", type_=slots.c.free_at.type)
_LOCKED = select(pace).with_for_update()
_TAKEN = update(pace).values(next_at=_AT)
_OWED = pace.c.owed + bindparam("count", type_=Integer())
_MOST = bindparam("most", type_=Integer())
_SPENT = update(pace).values(owed=case((_OWED < _MOST, _OWED), else_=_MOST))
_FREE = update(slots).where(slots.c.id == bindparam("number", type_=Integer())).values(free_at=_AT)
_FREEST = (
    select(slots, func.count().over().label("known"))
    .where(slots.c.id < bindparam("count", type_=Integer()))
    .order_by(slots.c.free_at, slots.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Slot:
    """Leave to send one batch, from a moment on."""

    id: int
    at: datetime


class PaceRepository:
    """The pace of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next(self, now: datetime, figures: Figures) -> Slot:
        """The slot that comes next; nobody else can take one before this transaction ends."""
        row = self._connection.execute(_LOCKED).one()
        owed = row.owed
        free = self._freest(figures.slots)
        while owed >= figures.batch:  # answers to readers went ahead; the broadcast waits as long
            self._until(free.id, max(now, free.at) + _SECOND)
            owed, free = owed - figures.batch, self._freest(figures.slots)
        if owed != row.owed:
            self._connection.execute(update(pace).values(owed=owed))
        return Slot(free.id, max(now, row.next_at, row.held_until, free.at))

    def take(self, slot: Slot, until: datetime, figures: Figures) -> None:
        """Take a slot; unless it is given back, it stays taken until then."""
        self._connection.execute(_TAKEN, {"at": slot.at + figures.spacing})
        self._until(slot.id, until)

    def give_back(self, slot: Slot, answered: datetime) -> None:
        """The last answer has come: the slot is free a second later."""
        self._until(slot.id, answered + _SECOND)

    def spend(self, count: int, most: int) -> None:
        """So many messages went past the slots; the broadcast will wait as long, at most for `most` of them."""
        self._connection.execute(_SPENT, {"count": count, "most": most})

    def hold(self, until: datetime) -> None:
        """Nobody sends before this moment; an earlier one than is held already changes nothing."""
        self._connection.execute(update(pace).where(pace.c.held_until < until).values(held_until=until))

    def flood(self, flood: Flood) -> Flood | None:
        """Remember a 429, and answer the one before it."""
        row = self._connection.execute(select(pace.c.flooded_at, pace.c.flooded_by).with_for_update()).one()
        self._connection.execute(update(pace).values(flooded_at=flood.at, flooded_by=flood.subscriber))
        return Flood(row.flooded_at, row.flooded_by) if row.flooded_at else None

    def told(self, now: datetime) -> None:
        """Something arrived somewhere; the minute is kept, and of nobody in particular."""
        minute = cut(now, MINUTE)
        older = or_(pace.c.told_at.is_(None), pace.c.told_at < minute)
        self._connection.execute(update(pace).where(older).values(told_at=minute))

    def last_told(self) -> datetime | None:
        """The minute in which the last message to anybody arrived."""
        at: datetime | None = self._connection.scalar(select(pace.c.told_at))
        return at

    def held_until(self) -> datetime:
        """Until when everybody is held; long ago when nobody is."""
        held: datetime = self._connection.execute(select(pace.c.held_until)).scalar_one()
        return held

    def _freest(self, count: int) -> Slot:
        row = self._connection.execute(_FREEST, {"count": count}).one_or_none()
        if row is None or row.known < count:
            rows = [{"id": number, "free_at": _LONG_AGO} for number in range(count)]
            self._connection.execute(insert(self._connection, slots).on_conflict_do_nothing(), rows)
            return self._freest(count)
        return Slot(row.id, row.free_at)

    def _until(self, number: int, moment: datetime) -> None:
        self._connection.execute(_FREE, {"number": number, "at": moment})
