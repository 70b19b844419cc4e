"""What waits for an editor → published or declined; an event held or released; two made one, one made two.

a report that waits ─► joins an event, or begins one       (published)
                    └► kept, and makes nothing             (declined)
an event that waits ─► shown to readers and told           (published)
                    └► held for good                       (declined)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.domain import merging
from bot.domain.clock import Clock
from bot.domain.errors import NoSuchEvent, Operational
from bot.domain.event import Event, begin
from bot.domain.review import Decision, Review
from bot.services import publish, rearrange
from bot.services.gather import gather
from bot.services.means import Means, Reading
from bot.services.voices import voiced
from bot.store.engine import Store
from bot.store.reports import Told
from bot.store.transaction import Tx

T = TypeVar("T")


class NothingWaits(Operational):
    """No such wait, or it is decided already."""


class IsRetracted(Operational):
    """What was taken back takes no report any more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One wait with what it is about: a report, or an event."""

    review: Review
    told: Told | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Editors:
    """The editors' queue; every decision is one transaction that no reading meets."""

    store: Store
    means: Means
    clock: Clock
    _work: str = field(default="understand")

    async def waiting(self) -> tuple[Waiting, ...]:
        """What waits, longest first."""
        return await self.store.read(lambda tx: tuple(_waiting(tx, review) for review in tx.reviews.open()))

    async def publish(self, number: int, into: int | None = None) -> Event:
        """The wait of this number ends well.

        A report joins `into`: 0 means a fresh event, none the first event asked about that was not retracted or, where
        none was asked about, a fresh one. IsRetracted when there is no other: nothing is added to that.
        """

        def work(tx: Tx, now: datetime) -> Event:
            review = _open(tx, number)
            tx.reviews.decide(number, Decision.PUBLISHED, now)
            if not review.article:
                publish.release(tx, review.event, Decision.PUBLISHED, now, self.means.rules)
                return _event(tx, review.event)
            return self._joined(tx, review, into, now)

        return await self._do(work)

    async def decline(self, number: int) -> None:
        """The wait of this number ends: the report makes nothing, the event stays hidden."""

        def work(tx: Tx, now: datetime) -> None:
            review = _open(tx, number)
            tx.reports.move([review.article] if review.article else [], None)
            tx.reviews.decide(number, Decision.DECLINED, now)

        await self._do(work)

    async def hold(self, number: int) -> Event:
        """Hide an event from readers at once; nothing more is told of it."""

        def work(tx: Tx, _now: datetime) -> Event:
            event = _event(tx, number)
            tx.events.hold(event.id, held=True)
            return _event(tx, event.id)

        return await self._do(work)

    async def release(self, number: int) -> Event:
        """Show an event again and tell what came meanwhile."""

        def work(tx: Tx, now: datetime) -> Event:
            event = _event(tx, number)
            publish.release(tx, event.id, Decision.PUBLISHED, now, self.means.rules)
            return _event(tx, event.id)

        return await self._do(work)

    async def merge(self, numbers: Sequence[int]) -> Event:
        """These events are one."""

        def work(tx: Tx, now: datetime) -> Event:
            kept = rearrange.merge(tx, numbers, now, self.means.rules)
            gather(tx, [kept.id], self.means, now)
            return _event(tx, kept.id)

        return await self._do(work)

    async def split(self, number: int, articles: Sequence[int]) -> tuple[Event, Event]:
        """These articles of an event tell of another one."""
        names, rules = self.means.names, self.means.rules
        return await self._do(lambda tx, now: rearrange.split(tx, number, articles, now, names=names, rules=rules))

    def _joined(self, tx: Tx, review: Review, into: int | None, now: datetime) -> Event:
        (told,) = tx.reports.of_articles([review.article])
        reading = self.means.reading(told, tx.fingerprints.of_articles([review.article]).get(review.article))
        target = _target(tx, told.asks if into is None else (into,))
        number = _grow(tx, target, reading, now, self.means) if target else _begin(tx, reading, now, self.means)
        tx.reports.move([review.article], number)
        gather(tx, [number], self.means, now)
        return _event(tx, number)

    async def _do(self, work: Callable[[Tx, datetime], T]) -> T:
        now = self.clock()
        return await self.store.write(lambda tx: work(tx, now), alone=self._work)


def _begin(tx: Tx, reading: Reading, now: datetime, means: Means) -> int:
    facts = begin(reading.report, reading.source)
    quiet = reading.quiet or not publish.is_fresh(facts, now, means.rules.old_news)
    return publish.create(tx, facts, now, quiet=quiet, waits=None).version.event


def _grow(tx: Tx, event: Event, reading: Reading, now: datetime, means: Means) -> int:
    reading = voiced(tx, reading, event)
    facts = merging.merge(event.facts, reading.report, reading.source)
    difference = merging.difference(event.facts, facts)
    quiet = reading.quiet or not publish.is_fresh(facts, now, means.rules.old_news)
    if difference.changed:
        publish.change(tx, event, facts, difference, now, quiet=quiet)
    return event.id


def _target(tx: Tx, numbers: Iterable[int]) -> Event | None:
    """The first of these events that was not retracted; none where there is none to choose from."""
    events = [_event(tx, number) for number in numbers if number]
    target = next((event for event in events if not event.retracted), None)
    if events and target is None:
        raise IsRetracted(f"event {events[0].id} was retracted: choose another one, or a fresh one")
    return target


def _open(tx: Tx, number: int) -> Review:
    review = tx.reviews.get(number)
    if review is None or review.decision is not None:
        raise NothingWaits(f"nothing waits under the number {number}")
    return review


def _event(tx: Tx, number: int) -> Event:
    event = tx.events.get(number)
    if event is None:
        raise NoSuchEvent(number)
    return event


def _waiting(tx: Tx, review: Review) -> Waiting:
    told = tx.reports.of_articles([review.article]) if review.article else ()
    return Waiting(review, next(iter(told), None), tx.events.get(review.event) if review.event else None)
