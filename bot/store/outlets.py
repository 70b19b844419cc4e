"""Outlets: how far each is trusted; one without a row is known."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.domain.decision import OutletStanding
from bot.store.connect import insert
from bot.store.tables import outlets


class OutletRepository:
    """The outlets' standing in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, outlet: str) -> OutletStanding:
        """How far an outlet is trusted."""
        found: OutletStanding | None = self._connection.scalar(select(outlets.c.standing).where(outlets.c.id == outlet))
        return found or OutletStanding.KNOWN

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
