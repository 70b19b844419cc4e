"""article → report → event → alert: read each new article and store what it adds, in one transaction.

    unread article ─► read ─► match ─┬─► begins   an event and its first version
                                     ├─► joins    the next version, when anything changed
                                     └─► asks     an editor decides
    a version ─► alert, unless it is old news or the first poll of a feed

Serialised by one lock in the database, so that two processes cannot make two events of one protest.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import matching, merging
from bot.domain.article import Article
from bot.domain.clock import Clock, local_day
from bot.domain.event import Change, Event, Source, Version, begin
from bot.domain.matching import Asks, Begins, Joins
from bot.domain.names import Names
from bot.domain.report import Report
from bot.store.articles import Stored
from bot.store.engine import Store
from bot.store.transaction import Tx

#: Events that ended longer ago are stored but ring no phone.
OLD_NEWS = timedelta(days=3)
#: A less certain report makes no event by itself.
SURE_ENOUGH = 0.5
_AT_ONCE = 50

Read = Callable[[Article], Report]


@dataclass(frozen=True, slots=True)
class Understood:
    """One article read, and what came of it: the event it tells of, a version when it changed anything."""

    article: Article
    report: Report
    event: int | None = None
    version: Version | None = None
    alerted: bool = False
    asks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Understand:
    """The stage with all it needs."""

    store: Store
    read: Read
    names: Names
    clock: Clock

    async def round(self) -> tuple[Understood, ...]:
        """Read every article that nobody has read, oldest first."""
        done: list[Understood] = []
        while unread := await self.store.read(lambda tx: tx.articles.unread(_AT_ONCE)):
            done += [one for stored in unread if (one := await self._one(stored))]
        return tuple(done)

    async def _one(self, stored: Stored) -> Understood | None:
        report = await asyncio.to_thread(self.read, stored.article)
        source = _source(stored.article, report, self.names)
        now = self.clock()
        return await self.store.write(lambda tx: record(tx, stored, report, source, now), alone="understand")


def record(tx: Tx, stored: Stored, report: Report, source: Source, now: datetime) -> Understood | None:
    """Write down what a report adds; none when another process has read the article meanwhile."""
    if tx.articles.is_read(stored.number):
        return None
    event, version, asks = _place(tx, report, source, now)
    alerted = version is not None and rings(report, now, quiet=stored.quiet)
    if version and alerted:
        tx.alerts.add(version)
    tx.reports.save(stored.number, report, now, event=event, asks=asks)
    return Understood(stored.article, report, event, version, alerted, asks)


def makes_an_event(report: Report) -> bool:
    """Whether a report may make or change an event without an editor."""
    known = report.action and report.span.start and report.places
    return report.is_protest and report.confidence >= SURE_ENOUGH and bool(known)


def rings(report: Report, now: datetime, *, quiet: bool) -> bool:
    """Whether a version that this report made may be told: not last week's news, not a feed's first poll."""
    last_day = report.span.end or report.span.start
    return not quiet and last_day is not None and last_day >= local_day(now - OLD_NEWS)


def _place(tx: Tx, report: Report, source: Source, now: datetime) -> tuple[int | None, Version | None, tuple[int, ...]]:
    """The event a report belongs to, the version it makes, and the events an editor must choose from."""
    if not makes_an_event(report) or report.span.start is None:
        return None, None, ()
    candidates = tx.events.candidates(report.span.start, report.span.end or report.span.start)
    match matching.match(report, candidates):
        case Begins():
            version = tx.events.create(begin(report, source), now)
            return version.event, version, ()
        case Joins(event=number):
            event = next(event for event in candidates if event.id == number)
            return number, _next_version(tx, event, report, source, now), ()
        case Asks(events=events):
            return None, None, events


def _next_version(tx: Tx, event: Event, report: Report, source: Source, now: datetime) -> Version | None:
    if event.retracted:  # what an editor took back, no other outlet's report of it brings back
        return None
    facts = merging.merge(event.facts, report, source)
    change = merging.difference(event.facts, facts)
    if not change.changed:
        return None
    return tx.events.add_version(event.id, Change.UPDATE, facts, now, major=change.major, reasons=change.reasons)


def _source(article: Article, report: Report, names: Names) -> Source:
    outlet = article.source
    return Source(outlet, names.group_of(outlet), report.lang, article.url, article.published)
