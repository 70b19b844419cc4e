"""Reviews: what waits for an editor, why and since when, and how each wait ended."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.domain.review import BY_EDITORS, Resolution, Review, Wait
from bot.store.columns import AnyRow
from bot.store.tables import reviews

_OPEN = reviews.c.decided_at.is_(None)


class ReviewRepository:
    """The reviews of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(
        self,
        reason: Wait,
        now: datetime,
        *,
        event: int = 0,
        article: int | None = None,
        quiet: bool = False,
        subject: Mapping[str, Any] | None = None,
    ) -> int:
        """Something waits from now on; an article that waits already goes on waiting, for this reason.

        What is quiet rings nobody; `subject` is what it is about where that is no article.
        """
        if article is not None:
            waiting = update(reviews).where(reviews.c.article_id == article, _OPEN)
            self._connection.execute(waiting.values(event_id=event, reason=reason, quiet=quiet))
            again = select(reviews.c.id).where(reviews.c.article_id == article, _OPEN)
            if known := self._connection.scalar(again):
                return int(known)
        row = {"reason": reason, "event_id": event, "article_id": article, "at": now, "quiet": quiet}
        row["subject"] = dict(subject) if subject else None
        return int(self._connection.execute(insert(reviews).values(row).returning(reviews.c.id)).scalar_one())

    def get(self, number: int) -> Review | None:
        """One review by its number, decided or not."""
        row = self._connection.execute(select(reviews).where(reviews.c.id == number)).one_or_none()
        return _review(row) if row else None

    def open(self, limit: int = 100) -> tuple[Review, ...]:
        """What waits, longest first."""
        wanted = select(reviews).where(_OPEN).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def count(self) -> int:
        """How many wait."""
        return self._connection.scalar(select(func.count()).select_from(reviews).where(_OPEN)) or 0

    def of_event(self, event_id: int) -> tuple[Review, ...]:
        """What waits about one event: the event itself, or reports that may belong to it."""
        wanted = select(reviews).where(reviews.c.event_id == event_id, _OPEN).order_by(reviews.c.id)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def of_article(self, article: int) -> tuple[Review, ...]:
        """What waits about one article's report."""
        wanted = select(reviews).where(reviews.c.article_id == article, _OPEN).order_by(reviews.c.id)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def decide(self, number: int, resolution: Resolution, now: datetime, by: str = "") -> bool:
        """The wait is over; false when it was before: a decided one stays as it was decided. `by` is who decided."""
        ended = update(reviews).where(reviews.c.id == number, _OPEN)
        values = {"decision": resolution, "decided_at": now, "decided_by": by}
        return self._connection.execute(ended.values(values)).rowcount == 1

    def sign(self, number: int, by: str) -> None:
        """Who decided what is decided."""
        self._connection.execute(update(reviews).where(reviews.c.id == number, ~_OPEN).values(decided_by=by))

    def narrow(self, number: int, subject: Mapping[str, Any]) -> None:
        """What a wait is about has become less."""
        self._connection.execute(update(reviews).where(reviews.c.id == number, _OPEN).values(subject=dict(subject)))

    def aside(self, reason: Wait) -> tuple[Review, ...]:
        """What waits for this reason."""
        wanted = select(reviews).where(_OPEN, reviews.c.reason == reason).order_by(reviews.c.id)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def to_spread(self, before: datetime, limit: int) -> tuple[Review, ...]:
        """What was asked before a moment of those on duty alone and is not decided."""
        rung = _OPEN, reviews.c.rung_at <= before, reviews.c.spread_at.is_(None)
        wanted = select(reviews).where(*rung).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def spread(self, number: int, now: datetime) -> None:
        """Everybody was asked."""
        self._connection.execute(update(reviews).where(reviews.c.id == number).values(spread_at=now))

    def unrung(self, limit: int) -> tuple[Review, ...]:
        """What waits, is not quiet and no editor was told of, longest first."""
        wanted = (
            select(reviews)
            .where(_OPEN, reviews.c.rung_at.is_(None), reviews.c.quiet.is_(False))
            .order_by(reviews.c.id)
            .limit(limit)
        )
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def ring(self, event_id: int) -> None:
        """What waits about an event rings, if it was quiet."""
        self._connection.execute(update(reviews).where(reviews.c.event_id == event_id, _OPEN).values(quiet=False))

    def rang(self, number: int, now: datetime) -> None:
        """Editors were told of it."""
        self._connection.execute(update(reviews).where(reviews.c.id == number).values(rung_at=now))

    def listed(self, number: int, now: datetime) -> None:
        """Nobody answered in time: it was listed as not checked, or was found to be nothing to list."""
        self._connection.execute(update(reviews).where(reviews.c.id == number).values(listed_at=now))

    def unanswered(self, before: datetime, reasons: Iterable[Wait], limit: int) -> tuple[Review, ...]:
        """What waits for these reasons since before a moment and was not listed, longest first."""
        waiting = _OPEN, reviews.c.at <= before, reviews.c.reason.in_(sorted(reasons)), reviews.c.listed_at.is_(None)
        wanted = select(reviews).where(*waiting).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def since(self, moment: datetime, limit: int = 100) -> tuple[Review, ...]:
        """What waits since after a moment, longest first."""
        wanted = select(reviews).where(_OPEN, reviews.c.at > moment).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def older(self, than: datetime, limit: int) -> tuple[Review, ...]:
        """What waits since before a moment, longest first."""
        wanted = select(reviews).where(_OPEN, reviews.c.at < than).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def ended(self, event_id: int, reason: Wait) -> tuple[Review, ...]:
        """What waited about an event for this reason, and is decided."""
        wanted = select(reviews).where(reviews.c.event_id == event_id, reviews.c.reason == reason, ~_OPEN)
        return tuple(_review(row) for row in self._connection.execute(wanted.order_by(reviews.c.id)))

    def move(self, event_id: int, to: int) -> None:
        """What waits about an event waits about another one."""
        self._connection.execute(update(reviews).where(reviews.c.event_id == event_id, _OPEN).values(event_id=to))

    def times(self, since: datetime) -> tuple[timedelta, ...]:
        """How long each decision of an editor since then took, shortest first."""
        by_editor = reviews.c.decided_at >= since, reviews.c.decision.in_(sorted(BY_EDITORS))
        wanted = select(reviews.c.at, reviews.c.decided_at).where(*by_editor)
        return tuple(sorted(row.decided_at - row.at for row in self._connection.execute(wanted)))


def _review(row: AnyRow) -> Review:
    return Review(
        id=row.id,
        reason=row.reason,
        at=row.at,
        event=row.event_id,
        article=row.article_id or 0,
        decided_at=row.decided_at,
        resolution=row.decision,
        rung_at=row.rung_at,
        listed_at=row.listed_at,
        decided_by=row.decided_by,
        subject=row.subject or {},
    )
