"""article → report → event → alert: read each new article and store what it adds, in one transaction.

    unread article ─► read ─► judged ─┬─► publish ─► placed: a version of an event
                                      ├─► ask ─► an event that nobody sees yet, or a question about the report alone
                                      └─► drop ─► kept
                       └─► a court of a known event ─► its next version; of an unknown one it waits
    an event has grown ─► what waited near it is weighed again
    an edited article that takes back what it said ─► a correction of its event
    a version ─► alert, unless it is old news or the first poll of a feed

Serialised by one lock in the database, so that two processes cannot make two events of one protest. Outlets take turns:
however much waits of one, another's article is read next.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.article import Article
from bot.domain.clock import Clock, local_day
from bot.domain.codes import ReportKind
from bot.domain.decision import Circumstances, Decision, Judgement, Thresholds, Why, judge, open_thresholds, rings
from bot.domain.event import Version
from bot.domain.fingerprint import Fingerprint
from bot.domain.joining import Joining
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import Report, says_else
from bot.domain.review import Wait
from bot.services.events.context import Context, ReadArticle, source_for
from bot.services.events.event_versions import PublishRules
from bot.services.understanding import event_assignment, outlet_standing, reassess_pending
from bot.services.understanding.encoding import Encoding, Opinion
from bot.services.understanding.event_assignment import Assignment
from bot.services.understanding.source_retraction import weigh_again, withdraw
from bot.store.articles import StoredArticle
from bot.store.engine import Store
from bot.store.reports import StoredReport
from bot.store.transaction import Tx

#: Outlets take turns: so many articles of each are read before it is asked anew who waits, so that a backlog of one
#: delays another's article by the time of these.
_A_TURN = 2
#: Of one outlet so many are read in a round; its rest waits for the next, while the other stages get on.
A_ROUND = 200
#: An article's edits change readers' messages so often a day; about more editors are asked.
EDITS_A_DAY = 2
#: So many articles that lack a vector are read again in a round.
_AGAIN = 20
#: The subject under which operators see that the encoder is absent.
ENCODER = "encoder"

Read = Callable[[Article], Report]
Hash = Callable[[Article, str], Fingerprint]


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
    waits: Wait | None = None
    judged: Judgement = field(default_factory=lambda: Judgement(Decision.DROP))


@dataclass(frozen=True, slots=True)
class Understand:
    """The stage with all it needs; without `hashed` articles are compared by their facts alone."""

    store: Store
    read: Read
    names: Names
    clock: Clock
    hashed: Hash | None = None
    gazetteer: Gazetteer | None = None
    rules: PublishRules = field(default_factory=PublishRules)
    thresholds: Thresholds = field(default_factory=open_thresholds)
    #: Without it articles are judged by the rules alone.
    encoding: Encoding | None = None
    joining: Joining = field(default_factory=Joining)

    @property
    def context(self) -> Context:
        """What placing a report takes."""
        return Context(self.names, self.gazetteer, self.rules, self.thresholds, self.joining)

    async def round(self) -> tuple[Understood, ...]:
        """Read what nobody has read, outlets by turns and each one's oldest first; pauses that are over end.

        An outlet's share of a round is bounded.
        """
        now = self.clock()
        await self.store.write(lambda tx: tx.alerts.ripen(now))
        if self.encoding:
            await self._catch_up(self.encoding, now)
        done: list[Understood] = []
        had: Counter[str] = Counter()
        while unread := await self._next(had):
            done += [one for stored in unread if (one := await self._one(stored))]
            had.update(stored.article.source for stored in unread)
        return tuple(done)

    async def _catch_up(self, encoding: Encoding, now: datetime) -> None:
        """Operators see whether the encoder is absent; what was read without it is read again once it is back."""
        fault = encoding.encoder.fault
        said, lacking = await self.store.read(lambda tx: (_said(tx), tx.vectors.lacking(_AGAIN)))
        if fault != said:
            await self.store.write(lambda tx: tx.signs.show(ENCODER, fault, now, mild=True))
        if not lacking:
            return
        is_back: bool = await asyncio.to_thread(encoding.encoder.is_back)
        if is_back:
            await self.store.write(lambda tx: tx.vectors.read_again(lacking))

    async def _next(self, had: Mapping[str, int]) -> tuple[StoredArticle, ...]:
        served = frozenset(outlet for outlet, many in had.items() if many >= A_ROUND)
        return await self.store.read(lambda tx: tx.articles.unread(_A_TURN, but=served))

    async def _one(self, stored: StoredArticle) -> Understood | None:
        reading = await asyncio.to_thread(self._reading, stored)
        now = self.clock()
        return await self.store.write(lambda tx: record(tx, stored, reading, self.context, now), alone="understand")

    def _reading(self, stored: StoredArticle) -> ReadArticle:
        article, given = stored.article, _by_now(stored.article, self.clock())
        opinion = self.encoding.of(given) if self.encoding else Opinion(self.read(given))
        report = opinion.report
        matters = report.confidence >= self.thresholds.of(report).ask or follows_up(report)
        own = self.hashed(article, report.lang) if self.hashed and matters else None
        source = source_for(report, article.source, article.url, article.published, self.names)
        return ReadArticle(
            *(stored.number, report, source, own, stored.quiet, stored.event),
            vector=opinion.vector,
            lacking=opinion.lacking,
        )


def _said(tx: Tx) -> str:
    """What operators see of the encoder."""
    return next((sign.text for sign in tx.signs.all() if sign.subject == ENCODER), "")


def _by_now(article: Article, now: datetime) -> Article:
    """An article published by now: what is past is judged by the clock and not by what a feed says of tomorrow."""
    ahead = article.published is not None and article.published > now
    return replace(article, published=now) if ahead else article


def record(tx: Tx, stored: StoredArticle, reading: ReadArticle, context: Context, now: datetime) -> Understood | None:
    """Write down what a report adds; none when another process has read the article meanwhile."""
    if tx.articles.is_read(stored.number, stored.revision):
        return None
    before = tx.reports.of_articles([stored.number]) if stored.event or stored.revision > 1 else ()
    if before:
        tx.articles.read_again(stored.number, changed=says_else(before[0].report, reading.report))
        if _waits(tx, before[0], reading, now):
            return _kept(tx, stored, before[0], reading, now)
    judged = _judged(tx, reading, context, now)
    placed = _placed(tx, reading, judged, context, now)
    report = reading.report
    tx.reports.save(stored.number, report, now, event=placed.event, asks=placed.asks, decision=judged.decision)
    _keep_vector(tx, stored, reading, judged, now)
    waits_alone = placed.waits is not None and placed.event is None
    unplaced = waits_alone or (follows_up(report) and not placed.event)
    if reading.own and (placed.event or unplaced):
        beside = 0 if placed.copies else placed.event or 0
        tx.fingerprints.save(stored.number, beside, reading.own, now)
    if placed.waits and waits_alone:
        quiet = judged.decision is Decision.ASK and not rings(report, judged.why[0], context.thresholds)
        tx.reviews.ask(placed.waits, now, event=next(iter(placed.asks), 0), article=stored.number, quiet=quiet)
    _settle(tx, stored, report, placed, now, unplaced=unplaced)
    gathered = reassess_pending.reassess(tx, (placed.event, *placed.also), context, now) if placed.event else ()
    taken_back = [withdraw(tx, one, context, now) for one in before if not placed.waits]
    shown = weigh_again(tx, placed.event, stored.number, context, now) if placed.event and not placed.waits else None
    written = next(filter(None, (*taken_back, shown)), placed.written)
    alerted = any(one.alerted for one in (written, *gathered) if one)
    if stored.revision > 1 and alerted:
        tx.articles.mend(stored.number, local_day(now))
    outlet_standing.note(tx, reading, judged, (placed.event, *placed.asks), now)
    version = written.version if written else None
    return Understood(stored.article, report, placed.event, version, alerted, placed.asks, placed.waits, judged)


def _settle(
    tx: Tx, stored: StoredArticle, report: Report, placed: Assignment, now: datetime, *, unplaced: bool
) -> None:
    """An article without an event waits for one; an edited one that has an event is asked about no more."""
    if unplaced:
        reassess_pending.wait(tx, stored.number, report, now)
    if placed.event and stored.revision > 1:
        reassess_pending.no_more(tx, stored.number, now)


def _waits(tx: Tx, before: StoredReport, reading: ReadArticle, now: datetime) -> bool:
    """Whether an edit is one too many: its article has changed readers' messages often enough that day."""
    else_ = says_else(before.report, reading.report)
    return else_ and tx.articles.mended(reading.number, local_day(now)) >= EDITS_A_DAY


def _kept(tx: Tx, stored: StoredArticle, before: StoredReport, reading: ReadArticle, now: datetime) -> Understood:
    """What the article said before stands, and an editor is asked; of one that said nothing, about what it says now."""
    stands = before.event is not None
    told = before.report if stands else reading.report
    tx.reports.save(stored.number, told, now, event=before.event, decision=Decision.ASK)
    if stands or reading.report.is_protest:
        tx.reviews.ask(Wait.EDITED, now, event=before.event or 0, article=stored.number)
    return Understood(stored.article, reading.report, before.event, waits=Wait.EDITED)


def _keep_vector(tx: Tx, stored: StoredArticle, reading: ReadArticle, judged: Judgement, now: datetime) -> None:
    """What is published stays so: only what could still be published is read again for want of a vector."""
    lacking = reading.lacking and judged.decision is not Decision.PUBLISH
    if reading.vector is not None or lacking:
        tx.vectors.save(stored.number, reading.vector, now)
    elif stored.revision > 1:
        tx.vectors.drop(stored.number)


def follows_up(report: Report) -> bool:
    """Whether a report tells what a court made of a protest whose day and place it names."""
    return report.kind is ReportKind.COURT_FOLLOWUP and bool(report.span.start and report.places)


def _judged(tx: Tx, reading: ReadArticle, context: Context, now: datetime) -> Judgement:
    at = Circumstances(outlet_standing.of(tx, reading.source.outlet, now), mode=context.rules.mode)
    judged = judge(reading.report, context.thresholds, at)
    if judged.decision is not Decision.PUBLISH or reading.quiet or reading.earlier or not context.rules.budgets:
        return judged
    over = outlet_standing.is_over_budget(tx, reading.source.outlet, now)
    return judge(reading.report, context.thresholds, replace(at, over_budget=over))


def _placed(tx: Tx, reading: ReadArticle, judged: Judgement, context: Context, now: datetime) -> Assignment:
    if follows_up(reading.report) and Why.MUTED not in judged.why:
        placed = event_assignment.follow(tx, reading, context, now)
        if placed.event or placed.waits:
            return placed
    match judged.decision:
        case Decision.PUBLISH:
            return event_assignment.place(tx, reading, context, now)
        case Decision.ASK:
            return event_assignment.ask(tx, reading, judged, context, now)
        case Decision.DROP:
            return Assignment()
