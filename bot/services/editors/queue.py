"""What waits for an editor → published or declined; an event held or released; two made one, one made two.

a report that waits ─► joins an event, or begins one       (published)
                    └► kept, and makes nothing             (declined)
an event that waits ─► shown to readers and told           (published)
                    └► held for good                       (declined)
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar

from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock
from bot.domain.decision import Circumstances, Judgement, OutletStanding, is_complete, judge
from bot.domain.errors import Operational
from bot.domain.event import Basis, Event
from bot.domain.grave import graves
from bot.domain.match_evidence import Weighed
from bot.domain.report import Report, StoredReport
from bot.domain.review import NOT_ABOUT_REPORTS, Resolution, Review, ReviewReason
from bot.domain.staff import SERVER
from bot.domain.understanding.context import Context
from bot.services.events import editor_decisions
from bot.services.understanding import outlet_standing
from bot.services.understanding.match_evidence import weigh_reports
from bot.services.understanding.reassess_pending import reassess
from bot.store.engine import Store
from bot.store.reviews import Proposal
from bot.store.transaction import Tx

T = TypeVar("T")


class NothingWaits(Operational):
    """No such wait, or it is decided already."""


class CannotBegin(Operational):
    """A report that does not say what was done, when and where makes no event."""


class IsRetracted(Operational):
    """What was taken back takes no report any more."""


#: An outlet, what its article was read as, and what the publishing rule made of that.
Judged: TypeAlias = tuple[str, Report, Judgement]


#: All that can wait: what a muted outlet asked is looked for in it.
_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One wait with what it is about: a report, or an event."""

    review: Review
    told: StoredReport | None = None
    event: Event | None = None
    #: Of an event: the reports that tell of it.
    reports: tuple[StoredReport, ...] = ()
    #: What an editor wants to do, where that is what waits.
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """What waits, for how long the longest, and how long each decision took by days back, shortest first."""

    waiting: int
    oldest: timedelta | None
    times: Mapping[int, tuple[timedelta, ...]]


@dataclass(frozen=True, slots=True)
class EditorQueue:
    """The editors' queue; every decision is one transaction that no reading meets."""

    store: Store
    context: Context
    clock: Clock
    _work: str = field(default="understand")

    async def waiting(self) -> tuple[Waiting, ...]:
        """What waits, longest first."""
        return await self.store.read(lambda tx: tuple(_waiting(tx, review) for review in tx.reviews.open()))

    async def publish(self, number: int, into: int | None = None, *, figures: bool = True, by: str = SERVER) -> Event:
        """The wait of this number ends well, without its figures if so asked.

        A report joins `into`: 0 means a fresh event, none the first event asked about that was not retracted or, where
        none was asked about, a fresh one. IsRetracted when there is no other: nothing is added to that. CannotBegin
        when the report does not say what was done, when and where.
        """
        return await self._do(lambda tx, now: self.carry_out(tx, number, now, into, figures=figures, by=by))

    def carry_out(  # what, where to and when
        self, tx: Tx, number: int, now: datetime, into: int | None = None, *, figures: bool = True, by: str = SERVER
    ) -> Event:
        """As `publish`, within a transaction."""
        how = Resolution.PUBLISHED if figures else Resolution.WITHOUT_FIGURES
        review = _open(tx, number)
        if review.reason in NOT_ABOUT_REPORTS:
            raise NothingWaits(f"question {number} asks of nothing to publish")
        is_report = review.article and not review.is_part  # the article of a part is with its event already
        event = self._joined(tx, review, into, how, now) if is_report else self._shown(tx, review, how, now)
        self._end(tx, review, how, now, by, event)
        return event

    def _end(  # noqa: PLR0917  # what, how, when and by whom
        self, tx: Tx, review: Review, how: Resolution, now: datetime, by: str, event: Event | None = None
    ) -> None:
        """The wait is over, and the audit says who ended it."""
        tx.reviews.decide(review.id, how, now, by)
        tx.reviews.decided_by(review.id, by)
        number = event.id if event else review.event
        after = event.version.number if event else 0
        tx.audit.add(AuditEntry(Deed.DECIDED, by, number, after=after, review=review.id, reason=how.value), now)

    async def decline(self, number: int, how: Resolution = Resolution.DECLINED, *, by: str = SERVER) -> None:
        """The wait of this number ends: it is not told, and what was told of it unchecked is taken back."""

        def work(tx: Tx, now: datetime) -> None:
            review = _open(tx, number)
            self._declined(tx, review, how, now)
            self._end(tx, review, how, now, by)

        await self._do(work)

    async def seen(self, number: int, *, by: str = SERVER) -> None:
        """Somebody has looked at something beside the reports, and there is nothing to do."""

        def work(tx: Tx, now: datetime) -> None:
            review = _open(tx, number)
            if review.reason not in NOT_ABOUT_REPORTS - {ReviewReason.APPROVAL}:
                raise NothingWaits(f"question {number} is to be decided")
            self._end(tx, review, Resolution.SEEN, now, by)

        await self._do(work)

    async def stats(self) -> Stats:
        """How long decisions take, of the last week and the last month, and what waits."""

        def work(tx: Tx) -> Stats:
            now, waiting = self.clock(), tx.reviews.open(1)
            oldest = now - waiting[0].at if waiting else None
            times = {days: tx.reviews.times(now - timedelta(days=days)) for days in (7, 30)}
            return Stats(tx.reviews.count(), oldest, times)

        return await self.store.read(work)

    async def later(self, number: int, chat: int, message_id: int, until: datetime) -> None:
        """A chat, in which a message asks or shows it, is asked again then."""
        await self.store.write(lambda tx: tx.editor_messages.later(number, chat, message_id, until))

    async def mute(self, number: int, *, by: str = SERVER) -> str:
        """The outlet that a wait is about tells nothing more, and all that waits of it is declined; answers its id."""

        def work(tx: Tx, now: datetime) -> str:
            asked = _open(tx, number)
            outlet = asked.subject.get("outlet") or _outlet(tx, asked)
            self._trust(tx, outlet, OutletStanding.MUTED, now)
            if asked.reason is not ReviewReason.GRAVE:  # what others tell of too waits on
                tx.reviews.decide(number, Resolution.MUTED, now, by)
            tx.reviews.decided_by(number, by)
            entry = AuditEntry(Deed.DECIDED, by, review=number, subject=outlet, reason=Resolution.MUTED.value)
            tx.audit.add(entry, now)
            return outlet

        return await self._do(work)

    async def trust(self, outlet: str, how: OutletStanding) -> None:
        """An outlet is trusted so far from now on; a muted one is out at once, and what it alone said is taken back."""
        await self._do(lambda tx, now: self._trust(tx, outlet, how, now))

    def _trust(self, tx: Tx, outlet: str, how: OutletStanding, now: datetime) -> None:
        waiting = tx.reviews.open(_ALL) if how is OutletStanding.MUTED else ()
        for review in [one for one in waiting if _outlet(tx, one) == outlet]:
            if review.reason is not ReviewReason.GRAVE:
                self._declined(tx, review, Resolution.MUTED, now)
        alone = [one for one in waiting if one.reason is ReviewReason.GRAVE and _grave_tellers(tx, one) == {outlet}]
        for review in alone:
            tx.reviews.decide(review.id, Resolution.MUTED, now)
        outlet_standing.put(tx, outlet, how, self.context, now)
        for event in [tx.events.get(one.event) for one in alone]:
            if event and not event.retracted:
                editor_decisions.decide_grave(tx, event, Resolution.MUTED, now, self.context)

    async def readings(self, number: int) -> tuple[Event, tuple[Judged, ...]]:
        """An event, a held one too, with how each of its articles was read and judged; or NoSuchEvent."""

        def work(tx: Tx) -> tuple[Event, tuple[Judged, ...]]:
            event = tx.events.existing(number)
            return event, tuple(self._judged(tx, told) for told in tx.reports.told(event.id))

        return await self.store.read(work)

    def _judged(self, tx: Tx, told: StoredReport) -> Judged:
        at = Circumstances(tx.outlets.standing(told.outlet), mode=self.context.rules.mode)
        return told.outlet, told.report, judge(told.report, self.context.thresholds, at)

    async def match_evidence(self, number: int) -> tuple[Weighed | None, ...]:
        """How each of an event's articles matches the others, in their order; or NoSuchEvent."""

        def work(tx: Tx) -> tuple[Weighed | None, ...]:
            event = tx.events.existing(number)
            return weigh_reports(tx, tx.reports.told(event.id), event, self.context)

        return await self.store.read(work)

    async def match_evidence_of(self, review: Review) -> Weighed | None:
        """How a report that waits matches the event that it may belong to; none where none is known."""

        def work(tx: Tx) -> Weighed | None:
            event = tx.events.get(review.event) if review.event and review.article else None
            told = tx.reports.of_articles([review.article]) if event else ()
            return weigh_reports(tx, told, event, self.context)[0] if event and told else None

        return await self.store.read(work)

    async def found(self, number: int) -> Waiting | None:
        """One wait, decided or not, with what it is about."""

        def work(tx: Tx) -> Waiting | None:
            review = tx.reviews.get(number)
            return _waiting(tx, review) if review else None

        return await self.store.read(work)

    async def hold(self, number: int) -> Event:
        """Hide an event from readers at once; nothing more is told of it."""

        def work(tx: Tx, _now: datetime) -> Event:
            event = tx.events.existing(number)
            tx.events.hold(event.id, held=True)
            return tx.events.existing(event.id)

        return await self._do(work)

    async def release(self, number: int) -> Event:
        """Show an event again and tell what came meanwhile."""

        def work(tx: Tx, now: datetime) -> Event:
            event = tx.events.existing(number)
            editor_decisions.release(tx, event.id, Resolution.PUBLISHED, now, self.context.rules)
            return tx.events.existing(event.id)

        return await self._do(work)

    async def merge(self, numbers: Sequence[int], *, by: str = SERVER) -> Event:
        """These events are one."""

        def work(tx: Tx, now: datetime) -> Event:
            kept = editor_decisions.merge(tx, numbers, now, self.context.rules)
            reassess(tx, [kept.id], self.context, now)
            gone = ", ".join(str(number) for number in sorted(set(numbers) - {kept.id}))
            tx.audit.add(AuditEntry(Deed.MERGED, by, kept.id, after=kept.version.number, subject=gone), now)
            return tx.events.existing(kept.id)

        return await self._do(work)

    async def split(self, number: int, articles: Sequence[int], *, by: str = SERVER) -> tuple[Event, Event]:
        """These articles of an event tell of another one."""

        def work(tx: Tx, now: datetime) -> tuple[Event, Event]:
            left, fresh = editor_decisions.split(tx, number, articles, now, self.context)
            tx.audit.add(AuditEntry(Deed.SPLIT, by, left.id, after=left.version.number, subject=str(fresh.id)), now)
            return left, fresh

        return await self._do(work)

    def _shown(self, tx: Tx, review: Review, how: Resolution, now: datetime) -> Event:
        event = tx.events.existing(review.event)
        if review.reason is ReviewReason.GRAVE:
            editor_decisions.decide_grave(tx, event, how, now, self.context)
        elif review.reason is ReviewReason.EDITED:
            tx.articles.read_anew(review.article)
        elif review.reason is ReviewReason.JUMP:
            editor_decisions.decide_additions(tx, event, how, now, self.context)
        elif event.facts.basis is Basis.UNCHECKED:
            readings = [self.context.reading(told, None) for told in tx.reports.told(event.id)]
            editor_decisions.confirm(tx, event, readings, how, self.context, now)
            reassess(tx, [event.id], self.context, now)
        else:
            editor_decisions.release(tx, event.id, how, now, self.context.rules)
        return tx.events.existing(event.id)

    def _declined(self, tx: Tx, review: Review, how: Resolution, now: datetime) -> None:
        if review.is_part:  # the article stays with its event
            tx.reviews.decide(review.id, how, now)
            return
        event = tx.events.get(review.event) if review.event and not review.article else None
        if review.reason in NOT_ABOUT_REPORTS:
            event = None
        if event and review.reason is ReviewReason.GRAVE:
            editor_decisions.decide_grave(tx, event, how, now, self.context)
        elif event and event.facts.basis is Basis.UNCHECKED:
            editor_decisions.decline(tx, event, how, now)
        tx.reports.move([review.article] if review.article else [], None)
        tx.reviews.decide(review.id, how, now)

    def _joined(self, tx: Tx, review: Review, into: int | None, how: Resolution, now: datetime) -> Event:
        (told,) = tx.reports.of_articles([review.article])
        if not is_complete(told.report):
            raise CannotBegin(f"article {told.article} does not say what was done, when and where")
        reading = self.context.reading(told, tx.fingerprints.of_articles([review.article]).get(review.article))
        if how is Resolution.WITHOUT_FIGURES:
            reading = replace(reading, report=replace(reading.report, claims=()))
        target = _target(tx, told.asks if into is None else (into,))
        if target and target.facts.basis is Basis.UNCHECKED:
            others = [self.context.reading(one, None) for one in tx.reports.told(target.id)]
            editor_decisions.confirm(tx, target, [*others, reading], how, self.context, now)
        elif target:
            editor_decisions.grow(tx, target, reading, now, self.context)
        number = target.id if target else editor_decisions.begin(tx, reading, now, self.context)
        tx.reports.move([review.article], number)
        reassess(tx, [number], self.context, now)
        return tx.events.existing(number)

    async def _do(self, work: Callable[[Tx, datetime], T]) -> T:
        now = self.clock()
        return await self.store.write(lambda tx: work(tx, now), alone=self._work)


def _outlet(tx: Tx, review: Review) -> str:
    """The outlet that a wait is about: the report's, or the first that tells of the event; of what is grave in it."""
    told = tx.reports.of_articles([review.article]) if review.article else tx.reports.told(review.event)
    grave = [one for one in told if graves(one.report)] if review.reason is ReviewReason.GRAVE else ()
    return next((one.outlet for one in grave or told), "")


def _grave_tellers(tx: Tx, review: Review) -> set[str]:
    return {one.outlet for one in tx.reports.told(review.event) if graves(one.report)}


def _target(tx: Tx, numbers: Iterable[int]) -> Event | None:
    """The first of these events that was not retracted; none where there is none to choose from."""
    events = [tx.events.existing(number) for number in numbers if number]
    target = next((event for event in events if not event.retracted), None)
    if events and target is None:
        raise IsRetracted(f"event {events[0].id} was retracted: choose another one, or a fresh one")
    return target


def _open(tx: Tx, number: int) -> Review:
    review = tx.reviews.get(number)
    if review is None or review.resolution is not None:
        raise NothingWaits(f"nothing waits under the number {number}")
    return review


def _waiting(tx: Tx, review: Review) -> Waiting:
    told = tx.reports.of_articles([review.article]) if review.article else ()
    event = tx.events.get(review.event) if review.event else None
    reports = tx.reports.told(event.id) if event and not review.article else ()
    proposal = tx.proposals.get(review.id) if review.reason is ReviewReason.APPROVAL else None
    return Waiting(review, next(iter(told), None), event, reports, proposal)
