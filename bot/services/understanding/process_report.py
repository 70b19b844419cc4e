"""report → event → alert, in three steps: load what is stored, decide (pure), write; one transaction is given.

load ─► judge and search ─► decide ─► write
          └─► load more: beside events to which something grave or unusual is added ─┘
an event has grown ─► what waited near it takes the same three steps, one report after the other
an edited article that takes back what it said ─► a correction of its event
a version ─► alert, unless it is old news or the first poll of a feed
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import matching
from bot.domain.article import Article
from bot.domain.clock import local_day
from bot.domain.decision import Decision, Judgement, Why
from bot.domain.event import Version
from bot.domain.matching import Joins
from bot.domain.report import Report, StoredReport
from bot.domain.review import ReviewReason
from bot.domain.understanding import consequences
from bot.domain.understanding.consequences import Consequences
from bot.domain.understanding.context import Context, ReadArticle
from bot.services.events.write import Written, WrittenVersion, write
from bot.services.understanding import outlet_standing, reassess_pending
from bot.services.understanding.source_retraction import weigh_again, withdraw
from bot.store import background
from bot.store.articles import StoredArticle
from bot.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Understood:
    """One article read, and what came of it: the event it tells of, a version when it changed anything."""

    article: Article
    report: Report
    event: int | None = None
    version: Version | None = None
    alerted: bool = False
    asks: tuple[int, ...] = ()
    #: Why an editor is asked.
    waits: ReviewReason | None = None
    judged: Judgement = field(default_factory=lambda: Judgement(Decision.DROP))


def record(tx: Tx, stored: StoredArticle, reading: ReadArticle, context: Context, now: datetime) -> Understood | None:
    """Write down what a report adds; none when another process has read the article meanwhile."""
    if tx.articles.is_read(stored.number, stored.revision):
        return None
    known = background.load(tx, reading, context, now, revision=stored.revision)
    judged = consequences.judge_report(reading, known, context)
    if judged.lacking:
        known = background.load_more(tx, known, judged.lacking)
    decided = consequences.decide(reading, known, judged, context, now, stored.revision)
    done = _Recorded(stored, reading, known.before, decided, write(tx, decided.writes, now))
    return done.understood if judged.kept else _followed_up(tx, done, context, now)


@dataclass(frozen=True, slots=True)
class _Recorded:
    """One report with what it was before, what was decided and what was written."""

    stored: StoredArticle
    reading: ReadArticle
    before: StoredReport | None
    decided: Consequences
    written: Written

    @property
    def event(self) -> int | None:
        """The event that it tells of, by the number that it has by now."""
        number = self.decided.placed.event
        return self.written.event(number) if number else None

    @property
    def understood(self) -> Understood:
        """What came of it so far."""
        placed, report = self.decided.placed, self.reading.report
        judged = self.decided.judged
        return Understood(self.stored.article, report, self.event, asks=placed.asks, waits=placed.waits, judged=judged)


def _followed_up(tx: Tx, done: _Recorded, context: Context, now: datetime) -> Understood:
    """What follows from an event that has grown, and from an edit that takes something back."""
    placed = done.decided.placed
    waits = any(background.waiting(tx, near) for near in done.decided.near)
    grown = [done.written.event(event.id) for event in placed.events]
    gathered = reassess_pending.reassess(tx, grown, context, now) if waits else ()
    shown = _taken_back(tx, done, context, now) or done.written.of(placed.version)
    alerted = any(one.alerted for one in (shown, *gathered) if one)
    if done.stored.revision > 1 and alerted:
        tx.articles.mend(done.stored.number, local_day(now))
    if Why.PROBATION in done.decided.judged.why:
        outlet_standing.count_confirmed(tx, done.reading, (done.event, *placed.asks), now)
    return replace(done.understood, version=shown.version if shown else None, alerted=alerted)


def _taken_back(tx: Tx, done: _Recorded, context: Context, now: datetime) -> WrittenVersion | None:
    """What an edit says no more leaves its event; an event that was hidden for that may be shown again."""
    placed = done.decided.placed
    if placed.waits:
        return None
    gone = withdraw(tx, done.before, context, now) if done.before else None
    if done.event is None or not (done.before or done.decided.joins_hidden):
        return gone
    again = weigh_again(tx, done.event, done.stored.number, context, now)
    return gone or again


def belongs(tx: Tx, reading: ReadArticle, context: Context, now: datetime) -> int | None:
    """The event that a report certainly tells of, of those that are stored by now."""
    known = background.load(tx, reading, context, now)
    found = matching.match(reading.report, known.events, known.clues)
    return found.event if isinstance(found, Joins) else None
