"""Proposals: what an editor wants to do that needs a second one; each stands under the number of its review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.domain.audit import Deed
from bot.store.columns import AnyRow
from bot.store.tables import proposals

_OPEN = proposals.c.done_at.is_(None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One deed that waits; `due_at` when it happens by itself, none where a second person must agree."""

    review: int
    deed: Deed
    body: Mapping[str, Any]
    actor: str
    at: datetime
    due_at: datetime | None = None


class Proposals:
    """The proposals of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Proposal) -> None:
        """Something waits under this review."""
        row = {"review_id": one.review, "deed": one.deed, "body": dict(one.body), "actor": one.actor}
        self._connection.execute(insert(proposals).values(row | {"at": one.at, "due_at": one.due_at}))

    def get(self, review: int) -> Proposal | None:
        """What waits, or waited, under a review."""
        row = self._connection.execute(select(proposals).where(proposals.c.review_id == review)).one_or_none()
        return _proposal(row) if row else None

    def done(self, review: int, now: datetime) -> bool:
        """It is decided; false when it was before."""
        ended = update(proposals).where(proposals.c.review_id == review, _OPEN).values(done_at=now)
        return self._connection.execute(ended).rowcount == 1

    def due(self, now: datetime) -> tuple[Proposal, ...]:
        """What may happen by itself now."""
        wanted = select(proposals).where(_OPEN, proposals.c.due_at <= now).order_by(proposals.c.review_id)
        return tuple(_proposal(row) for row in self._connection.execute(wanted))

    def open(self) -> tuple[Proposal, ...]:
        """All that waits."""
        return tuple(_proposal(row) for row in self._connection.execute(select(proposals).where(_OPEN)))


def _proposal(row: AnyRow) -> Proposal:
    return Proposal(row.review_id, row.deed, row.body, row.actor, row.at, row.due_at)
