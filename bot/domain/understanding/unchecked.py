"""Events that nobody has checked: begun by reports between the thresholds, unseen until somebody answers.

asked ─┬─► an editor publishes, with or without figures ─► told in full
       ├─► a second owner ─► told in full
       ├─► nobody answers ─► listed, or told silently, as what an outlet reports
       └─► an editor declines ─► what was told so is retracted

What the reports say in full lies with the reports; the event's facts are only what may be told of it unchecked.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce

from bot.domain import event_update
from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.decision import Circumstances, Decision, KnownEvent, OutletStanding, is_second_owner, judge
from bot.domain.event import Basis, Change, Event, Facts, Version, begin, unchecked
from bot.domain.event_update import Difference
from bot.domain.grave import graves
from bot.domain.outlet import Outcome, source_alone
from bot.domain.place import Precision
from bot.domain.report import Report, StoredReport
from bot.domain.review import BY_EDITORS, NOT_ABOUT_REPORTS, Resolution, ReviewReason
from bot.domain.understanding import additions, versions
from bot.domain.understanding.background import Background, Beside
from bot.domain.understanding.context import Context, ReadArticle, is_fresh
from bot.domain.understanding.versions import ChangedEvent
from bot.domain.understanding.writes import (
    NEW_EVENT,
    CountOutcome,
    EndReviews,
    HoldEvent,
    NotifyEditors,
    OpenReview,
    TellVersion,
    WriteAlert,
    Writes,
    WriteVersion,
)

#: Reasons for which it is listed when nobody answers.
LISTED = frozenset({ReviewReason.LOW_CONFIDENCE})
_REASONS = {Resolution.WITHDRAWN: Reason.SOURCE_WITHDREW, Resolution.MUTED: Reason.OUTLET_MUTED}
_SURE_PLACES = frozenset({Precision.TOWN, Precision.NEAR})
#: Reasons for which a report between the thresholds begins an event that nobody sees yet.
BEGINS = frozenset(
    {
        ReviewReason.LOW_CONFIDENCE,
        ReviewReason.GRAVE_ACT,
        ReviewReason.PROBATION,
        ReviewReason.REVIEW_MODE,
        ReviewReason.OVER_BUDGET,
    }
)


def begins(reading: ReadArticle, wait: ReviewReason, now: datetime, *, quiet: bool = False) -> ChangedEvent:
    """A fresh event that nobody sees, and a question about it."""
    facts = unchecked(begin(reading.report, reading.source))
    written = WriteVersion(NEW_EVENT, Change.NEW, facts)
    asked = OpenReview(wait, event=NEW_EVENT, quiet=quiet)
    event = Event(NEW_EVENT, Version(NEW_EVENT, 1, Change.NEW, now, facts), held=True)
    return ChangedEvent(event, (written, HoldEvent(NEW_EVENT, held=True), asked), written)


def joins(event: Event, known: Background, reading: ReadArticle, context: Context, now: datetime) -> ChangedEvent:
    """One more report of such an event; when that makes it certain it is told in full."""
    beside = known.of(event.id)
    others = additions.as_counted(event, beside.but(reading.number), context)
    sure = [one for one in others if is_second_owner(one.report, context.thresholds, known.standing(one.source.outlet))]
    owners = KnownEvent(frozenset(one.source.group for one in sure) - {reading.source.group})
    over = not owners.owners and any(one.reason is ReviewReason.OVER_BUDGET for one in beside.waiting)
    at = Circumstances(known.standing(reading.source.outlet), owners, context.rules.mode, over_budget=over)
    if judge(reading.report, context.thresholds, at).decision is Decision.PUBLISH:
        counts = _confirmed(others, known, reading, now)
        return confirm(event, beside, [*sure, reading], Resolution.SECONDED, context, now).after(counts)
    facts = unchecked(event_update.unite(event.facts, begin(reading.report, reading.source)))
    if facts == event.facts:
        return ChangedEvent(event)
    minor = Difference(changed=True, major=False)
    # over its budget: editors were told of the outlet, and find this in their list
    notified = () if over else (NotifyEditors(event.id),)
    return versions.change(event, facts, minor, now, quiet=reading.quiet).after(notified)


def confirm(  # noqa: PLR0917  # the order of all decisions on an event
    event: Event, beside: Beside, readings: Sequence[ReadArticle], how: Resolution, context: Context, now: datetime
) -> ChangedEvent:
    """The event is told in full, as these readings have it; without figures if that is how an editor decides."""
    by_editors = how in BY_EDITORS
    facts = facts_of(readings) if by_editors else additions.together(readings)
    facts = replace(facts, basis=Basis.EDITORS if by_editors else Basis.OUTLETS)
    if how is Resolution.WITHOUT_FIGURES:
        facts = replace(facts, said=())
    quiet = all(one.quiet for one in readings) or not is_fresh(facts, now, context.rules.old_news)
    difference = Difference(changed=True, major=True, reasons=("checked" if by_editors else "second_owner",))
    shown = (end_questions(event.id, how), HoldEvent(event.id, held=False))
    changed = versions.change(replace(event, held=False), facts, difference, now, quiet=quiet).after(shown)
    if not any(versions.is_grave(one.report, facts) for one in readings):
        return changed
    checking = versions.check(changed.event, beside.waiting, now).after(changed.writes)
    return replace(checking, version=checking.version or changed.version)


def end_questions(event: int, how: Resolution) -> EndReviews:
    """Whether such an event is told is decided."""
    return EndReviews(how, BEGINS, event=event, itself=True)


def facts_of(readings: Iterable[ReadArticle]) -> Facts:
    """What these readings say together, without their grave parts."""
    made = [additions.part_of(one) for one in readings]
    return reduce(event_update.unite, made[1:], made[0])


def list_unanswered(
    event: Event, told: Sequence[StoredReport], known: Collection[str], context: Context, now: datetime
) -> Writes:
    """Nobody answered: the event is listed, or told silently when it is probable enough.

    `known` are the outlets that are known to be trusted. Nothing is written where it may not be listed.
    """
    if event.facts.basis is not Basis.UNCHECKED or not is_fresh(event.facts, now, context.rules.old_news):
        return ()
    if not any(one.outlet in known and is_listable(one.report) for one in told):
        return ()
    shown = HoldEvent(event.id, held=False)
    if all(one.quiet for one in told):
        return (shown,)
    pushed = any(one.report.confidence >= context.thresholds.of(one.report).push for one in told)
    alert = WriteAlert(alone=source_alone(event.facts))
    return shown, TellVersion(event.version, alert, digests=not pushed)


def is_listable(report: Report) -> bool:
    """Whether a report's place, day and action are sure, and nothing in it is grave."""
    sure = report.span.precision == 1 and any(ref.precision in _SURE_PLACES for ref in report.places)
    plain = report.is_protest and not report.roundup and report.action is not None
    return sure and plain and not graves(report)


def decline(event: Event, how: Resolution, now: datetime, *, alerted: bool) -> ChangedEvent:
    """It is not told; to whom it was told as unchecked, that is taken back. `alerted`: readers were told of it."""
    ended = (end_questions(event.id, how),)
    if event.held and not alerted:
        return ChangedEvent(event, ended)
    reason = _REASONS.get(how, Reason.NOT_A_PROTEST)
    return versions.retract(event, reason, now, alerted=alerted).after(ended)


def is_declined(beside: Beside) -> bool:
    """Whether an editor has said that an event is none."""
    open_ones = [one for one in beside.waiting if one.reason not in NOT_ABOUT_REPORTS]
    return not open_ones and any(one.resolution is Resolution.DECLINED for one in beside.ended(*BEGINS))


def _confirmed(
    others: Iterable[ReadArticle], known: Background, reading: ReadArticle, now: datetime
) -> Iterable[CountOutcome]:
    """A known owner tells of what outlets on probation told before."""
    told = (one.source for one in others if one.source.group != reading.source.group)
    for source in told:
        if known.standing(source.outlet) is OutletStanding.PROBATION:
            yield CountOutcome(source.outlet, local_day(now), Outcome.CONFIRMED)
