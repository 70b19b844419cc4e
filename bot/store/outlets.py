"""Outlets: how far each is trusted (one without a row is known), and what became of its reports on each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Date, bindparam, delete, func, select, update

from bot.domain.decision import OutletStanding
from bot.domain.outlet import Counts, Outcome, Seen
from bot.store.connect import insert
from bot.store.tables import outlet_days, outlets

#: An outlet's usual rate is that of so many days before.
_USUAL = 28
_COUNTS = tuple(outlet_days.c[outcome.value] for outcome in Outcome)
_ITSELF = outlets.c.id == bindparam("outlet")
_DAYS = outlet_days.c.outlet == bindparam("outlet")
#: Built once, since building takes as long as asking.
_LATELY = select(
    select(outlets.c.standing).where(_ITSELF).scalar_subquery().label("standing"),
    select(outlets.c.at).where(_ITSELF).scalar_subquery().label("since"),
    select(func.sum(outlet_days.c.begun))
    .where(_DAYS, outlet_days.c.day >= bindparam("from", type_=Date()))
    .scalar_subquery()
    .label("begun"),
    select(outlet_days.c.paged)
    .where(_DAYS, outlet_days.c.day == bindparam("today", type_=Date()))
    .scalar_subquery()
    .label("paged"),
)


@dataclass(frozen=True, slots=True)
class OutletLately:
    """How far an outlet is trusted and, if it is not, since when; and what it did of late."""

    standing: OutletStanding
    since: datetime | None
    #: Events that it told first.
    begun: int
    #: Whether editors were told of its rate today.
    paged: bool


class OutletRepository:
    """The outlets' standing and their days in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, outlet: str) -> OutletStanding:
        """How far an outlet is trusted."""
        found: OutletStanding | None = self._connection.scalar(select(outlets.c.standing).where(outlets.c.id == outlet))
        return found or OutletStanding.KNOWN

    def lately(self, outlet: str, since: date, today: date) -> OutletLately:
        """How far an outlet is trusted, and what it did since a day, inclusive; asked at once."""
        row = self._connection.execute(_LATELY, {"outlet": outlet, "from": since, "today": today}).one()
        return OutletLately(row.standing or OutletStanding.KNOWN, row.since, int(row.begun or 0), bool(row.paged))

    def set(self, outlet: str, standing: OutletStanding, now: datetime) -> None:
        """An outlet is trusted so far from now on."""
        self._connection.execute(delete(outlets).where(outlets.c.id == outlet))
        if standing is not OutletStanding.KNOWN:
            row = insert(self._connection, outlets).values(id=outlet, standing=standing, at=now)
            self._connection.execute(row)

    def all(self) -> dict[str, OutletStanding]:
        """Outlets whose standing is not known."""
        rows = self._connection.execute(select(outlets.c.id, outlets.c.standing).order_by(outlets.c.id))
        return {row.id: row.standing for row in rows}

    def count(self, outlet: str, day: date, outcome: Outcome) -> None:
        """One more report of an outlet came to this on a day."""
        row = insert(self._connection, outlet_days).values(day=day, outlet=outlet, **{outcome.value: 1})
        column = outlet_days.c[outcome.value]
        more = row.on_conflict_do_update(index_elements=["day", "outlet"], set_={outcome.value: column + 1})
        self._connection.execute(more)

    def days(self, since: date) -> Mapping[str, Counts]:
        """What became of each outlet's reports since a day, inclusive; an outlet without any is left out."""
        sums = (func.sum(column).label(column.name) for column in _COUNTS)
        wanted = select(outlet_days.c.outlet, *sums).where(outlet_days.c.day >= since).group_by(outlet_days.c.outlet)
        return {
            row.outlet: Counts(**{outcome.value: int(getattr(row, outcome.value) or 0) for outcome in Outcome})
            for row in self._connection.execute(wanted.order_by(outlet_days.c.outlet))
        }

    def seen(self, since: date) -> tuple[Seen, ...]:
        """Outlets with anything to see since a day: those not trusted, then those that tell most by themselves."""
        trusted, days = self.all(), self.days(since)
        found = [
            Seen(outlet, trusted.get(outlet, OutletStanding.KNOWN), days.get(outlet, Counts()))
            for outlet in sorted({*trusted, *days})
        ]
        return tuple(
            sorted(found, key=lambda one: (one.standing is OutletStanding.KNOWN, -one.unconfirmed, one.outlet))
        )

    def usual(self, outlet: str, day: date) -> float:
        """How many events an outlet has begun on a usual day of those before this one."""
        before = outlet_days.c.day >= day - timedelta(days=_USUAL), outlet_days.c.day < day
        begun = select(func.sum(outlet_days.c.begun), func.min(outlet_days.c.day)).where(
            outlet_days.c.outlet == outlet, *before
        )
        row = self._connection.execute(begun).one()
        return int(row[0] or 0) / max((day - row[1]).days, 1) if row[1] else 0.0

    def page(self, outlet: str, day: date) -> bool:
        """Note that editors are told of an outlet's rate on a day; false when they were already."""
        row = insert(self._connection, outlet_days).values(day=day, outlet=outlet)
        self._connection.execute(row.on_conflict_do_nothing())
        today = outlet_days.c.day == bindparam("on", type_=Date()), outlet_days.c.outlet == outlet
        noted = update(outlet_days).where(*today, outlet_days.c.paged.is_(False)).values(paged=True)
        return bool(self._connection.execute(noted, {"on": day}).rowcount)

    def forget(self, before: date) -> int:
        """What became of reports on days before this one is kept no longer; answers how many rows went."""
        return self._connection.execute(delete(outlet_days).where(outlet_days.c.day < before)).rowcount
