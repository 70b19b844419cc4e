"""report × what is stored → what becomes of it: one pure decision in two parts, candidate events and consequences.

judged ─┬─► publish ─► placed: a version of an event
        ├─► ask ─► an event that nobody sees yet, or a question about the report alone
        └─► drop ─► kept
a court of a known event ─► its next version; of an unknown one it waits
an article that was edited too often ─► what it said before stands, and an editor is asked
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.clock import local_day
from bot.domain.decision import Circumstances, Decision, Judgement, KnownEvent, judge, notifies_editors
from bot.domain.event import Basis
from bot.domain.match_evidence import found_by
from bot.domain.outlet import Outcome, is_over
from bot.domain.report import Report, says_else
from bot.domain.review import PARTS, Resolution, ReviewReason
from bot.domain.understanding import candidate_events
from bot.domain.understanding.assignment import NOT_ASSIGNED, Assignment, ask, follow, place
from bot.domain.understanding.background import Background
from bot.domain.understanding.candidate_events import NOWHERE, Destination, Nearby
from bot.domain.understanding.context import Context, ReadArticle
from bot.domain.understanding.writes import (
    AwaitEvent,
    AwaitNoEvent,
    CountEdit,
    CountOutcome,
    DropVector,
    EndReviews,
    JoinReport,
    OfferEvents,
    OpenReview,
    SaveFingerprint,
    SaveReport,
    SaveVector,
    TrustOutlet,
    Write,
    Writes,
)

#: An article's edits change readers' messages so often a day; about more editors are asked.
EDITS_A_DAY = 2
#: Where a report belongs is a question about the report, and none about what it adds to its event.
_PLACING = frozenset(ReviewReason) - PARTS
_DROPPED = Judgement(Decision.DROP)


@dataclass(frozen=True, slots=True)
class JudgedReport:
    """How a report is judged, and where it may belong."""

    judged: Judgement = _DROPPED
    found: Destination = NOWHERE
    #: The events of which more must be known before it is decided what becomes of the report.
    lacking: frozenset[int] = frozenset()
    #: It is one edit too many of its article.
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Consequences:
    """What becomes of a report, and what is to be written for that."""

    placed: Assignment = NOT_ASSIGNED
    judged: Judgement = _DROPPED
    writes: Writes = ()
    #: What may have waited for the events that have grown by it.
    near: tuple[Nearby, ...] = ()
    #: It joins an event that is hidden, perhaps because its outlet takes back what it said.
    joins_hidden: bool = False


def judge_report(reading: ReadArticle, known: Background, context: Context) -> JudgedReport:
    """Judge a report that was just read, by its outlet and by itself, and find where it may belong."""
    if _is_too_often(reading, known):
        return JudgedReport(kept=True)
    judged = _judged(reading, known, context)
    found = candidate_events.find(reading, known, judged)
    return JudgedReport(judged, found, candidate_events.lacking(reading, known, found))


def judge_again(reading: ReadArticle, known: Background, context: Context) -> JudgedReport:
    """Judge a report that waits for its event, which may be known by now."""
    court = candidate_events.is_court(reading.report)
    at = Circumstances(known.outlet.standing, KnownEvent(published=True), context.rules.mode)
    judged = judge(reading.report, context.thresholds, at)
    if not court and judged.decision is not Decision.PUBLISH:
        return JudgedReport(judged)
    found = candidate_events.find_court(reading, known) if court else candidate_events.find_event(reading, known)
    return JudgedReport(judged, found, candidate_events.lacking(reading, known, found))


def _judged(reading: ReadArticle, known: Background, context: Context) -> Judgement:
    at = Circumstances(known.outlet.earned, mode=context.rules.mode)
    judged = judge(reading.report, context.thresholds, at)
    rate = known.outlet.rate
    if judged.decision is not Decision.PUBLISH or rate is None or reading.quiet or reading.earlier:
        return judged
    return judge(reading.report, context.thresholds, replace(at, over_budget=is_over(rate)))


def _is_too_often(reading: ReadArticle, known: Background) -> bool:
    """Whether an edit is one too many: its article has changed readers' messages often enough that day."""
    before = known.before
    return before is not None and says_else(before.report, reading.report) and known.edits >= EDITS_A_DAY


def decide(  # noqa: PLR0917  # the report, what is known, the rules and when
    reading: ReadArticle, known: Background, judged: JudgedReport, context: Context, now: datetime, revision: int
) -> Consequences:
    """What becomes of a report that was just read, in this revision of its article."""
    edited = _edited(reading, known)
    if judged.kept:
        kept = _kept(reading, known)
        return replace(kept, writes=(*edited, *kept.writes))
    placed = _placed(reading, known.promoted(), judged, context, now)
    writes = (
        *_trusted(known),
        *edited,
        *placed.writes,
        SaveReport(reading.number, reading.report, placed.event, placed.asks, judged.judged.decision),
        *_recognised_by(reading, placed, judged.judged, revision),
        *_left_waiting(reading, placed, judged.judged, context, revision),
        *_counted(reading, judged.judged, now),
    )
    hidden = any(event.held and event.facts.basis is not Basis.UNCHECKED for event in placed.events)
    return Consequences(placed, judged.judged, writes, _nearby(placed, context), joins_hidden=hidden)


def _nearby(placed: Assignment, context: Context) -> tuple[Nearby, ...]:
    """By what is found what may have waited for the events that have grown."""
    found = (candidate_events.near(event, context) for event in placed.events if not event.retracted)
    return tuple(one for one in found if one)


def _edited(reading: ReadArticle, known: Background) -> Writes:
    before = known.before
    return (CountEdit(reading.number, says_else(before.report, reading.report)),) if before else ()


def _kept(reading: ReadArticle, known: Background) -> Consequences:
    """What the article said before stands, and an editor is asked; of one that said nothing, about what it says now."""
    event = known.before.event if known.before else None
    told = known.before.report if known.before and event is not None else reading.report
    saved = SaveReport(reading.number, told, event, decision=Decision.ASK)
    asks = event is not None or reading.report.is_protest
    asked = (OpenReview(ReviewReason.EDITED, event or 0, reading.number),) if asks else ()
    return Consequences(Assignment(event, waits=ReviewReason.EDITED), writes=(saved, *asked))


def _trusted(known: Background) -> Writes:
    """An outlet on probation of which others confirmed enough is known from now on."""
    outlet = known.outlet
    return (TrustOutlet(outlet.outlet, outlet.earned),) if outlet.earned is not outlet.standing else ()


def _placed(
    reading: ReadArticle, known: Background, judged: JudgedReport, context: Context, now: datetime
) -> Assignment:
    found = judged.found
    if found.court:
        return follow(known.event(found.court), known.of(found.court), reading, context, now)
    match judged.judged.decision:
        case Decision.PUBLISH:
            return place(reading, known, found, context, now)
        case Decision.ASK:
            return ask(reading, known, found, judged.judged, context, now)
        case Decision.DROP:
            return NOT_ASSIGNED


def _recognised_by(reading: ReadArticle, placed: Assignment, judged: Judgement, revision: int) -> list[Write]:
    """By what other articles of the event are recognised."""
    writes: list[Write] = []
    # what is published stays so: only what could still be published is read again for want of a vector
    lacks = reading.lacking and judged.decision is not Decision.PUBLISH
    if reading.vector is not None or lacks:
        writes.append(SaveVector(reading.number, reading.vector))
    elif revision > 1:
        writes.append(DropVector(reading.number))
    if reading.own and (placed.event or _is_unplaced(reading.report, placed)):
        writes.append(SaveFingerprint(reading.number, 0 if placed.copies else placed.event or 0, reading.own))
    return writes


def _is_unplaced(report: Report, placed: Assignment) -> bool:
    return placed.event is None and (placed.waits is not None or candidate_events.follows_up(report))


def _left_waiting(
    reading: ReadArticle, placed: Assignment, judged: Judgement, context: Context, revision: int
) -> list[Write]:
    """An article without an event waits for one; an edited one that has an event is asked about no more."""
    writes: list[Write] = []
    if placed.waits and placed.event is None:
        asks, thresholds = judged.decision is Decision.ASK, context.thresholds
        quiet = asks and not notifies_editors(reading.report, judged.why[0], thresholds)
        writes.append(OpenReview(placed.waits, next(iter(placed.asks), 0), reading.number, quiet=quiet))
    if _is_unplaced(reading.report, placed):
        writes += _await(reading)
    if placed.event and revision > 1:
        writes.append(_certain(reading))
    return writes


def _await(reading: ReadArticle) -> Writes:
    """No event is certain for a report: it waits for one to grow near it."""
    report = reading.report
    start, end = report.span.start, report.span.end or report.span.start
    terms = found_by(report.place_ids, report.organisers)
    return (AwaitEvent(reading.number, terms, (start, end)),) if start and end and terms else ()


def _certain(reading: ReadArticle) -> EndReviews:
    """Where a report belongs is certain: no editor is asked any more."""
    return EndReviews(Resolution.JOINED, _PLACING, article=reading.number)


def _counted(reading: ReadArticle, judged: Judgement, now: datetime) -> Writes:
    """What became of a report counts for its outlet, once."""
    if reading.earlier is not None or judged.decision is Decision.DROP:
        return ()
    outcome = Outcome.PUBLISHED if judged.decision is Decision.PUBLISH else Outcome.ASKED
    return (CountOutcome(reading.source.outlet, local_day(now), outcome),)


def decide_again(
    reading: ReadArticle, known: Background, judged: JudgedReport, context: Context, now: datetime
) -> Consequences:
    """What becomes of a report that waited for its event."""
    found, article = judged.found, reading.number
    if found.court:
        placed = follow(known.event(found.court), known.of(found.court), reading, context, now)
    else:
        placed = place(reading, known, found, context, now, again=True)
    if placed.event:
        writes = (*placed.writes, JoinReport(article, placed.event), _certain(reading))
        return Consequences(placed, judged.judged, writes)
    if placed.waits:
        asked = OpenReview(placed.waits, placed.asks[0], article)
        return Consequences(placed, judged.judged, (AwaitNoEvent(article), OfferEvents(article, placed.asks), asked))
    return Consequences()
