"""Events that nobody has checked: begun by reports between the thresholds, unseen until somebody answers.

asked ─┬─► an editor publishes, with or without figures ─► told in full
       ├─► a second owner ─► told in full
       ├─► nobody answers ─► listed, or told silently, as what an outlet reports
       └─► an editor declines ─► what was told so is retracted

One transaction is given. What the reports say in full lies with the reports; the event's facts are only what may be
told of it unchecked.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce

from bot.domain import merging
from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.decision import Circumstances, Decision, KnownEvent, OutletStanding, is_second_owner, judge
from bot.domain.event import Basis, Event, Facts, begin, unchecked
from bot.domain.grave_part import graves
from bot.domain.merging import Difference
from bot.domain.outlet import Outcome, source_alone
from bot.domain.place import Precision
from bot.domain.report import Report
from bot.domain.review import ASIDE, BY_EDITORS, Resolution, Wait
from bot.services.events import corroborate, event_versions
from bot.services.events.context import Context, ReadArticle
from bot.services.events.event_versions import WrittenVersion
from bot.store.transaction import Tx

#: Reasons for which a report between the thresholds begins an event that nobody sees yet.
BEGINS = frozenset({Wait.LOW_CONFIDENCE, Wait.GRAVE_ACT, Wait.PROBATION, Wait.REVIEW_MODE, Wait.OVER_BUDGET})
#: Reasons for which it is listed when nobody answers.
LISTED = frozenset({Wait.LOW_CONFIDENCE})
_REASONS = {Resolution.WITHDRAWN: Reason.SOURCE_WITHDREW, Resolution.MUTED: Reason.OUTLET_MUTED}
_SURE_PLACES = frozenset({Precision.TOWN, Precision.NEAR})


def begins(
    tx: Tx, reading: ReadArticle, wait: Wait, now: datetime, *, quiet: bool = False
) -> tuple[int, WrittenVersion]:
    """A fresh event that nobody sees, and a question about it."""
    version = tx.events.create(unchecked(begin(reading.report, reading.source)), now)
    tx.events.hold(version.event, held=True)
    tx.reviews.ask(wait, now, event=version.event, quiet=quiet)
    return version.event, WrittenVersion(version, alerted=False)


def joins(tx: Tx, event: Event, reading: ReadArticle, context: Context, now: datetime) -> WrittenVersion | None:
    """One more report of such an event; when that makes it certain it is told in full."""
    others = _others(tx, event, reading, context)
    sure = [one for one in others if _counts(tx, one, context)]
    known = KnownEvent(frozenset(one.source.group for one in sure) - {reading.source.group})
    standing = tx.outlets.standing(reading.source.outlet)
    over = not known.owners and any(one.reason is Wait.OVER_BUDGET for one in tx.reviews.of_event(event.id))
    at = Circumstances(standing, known, context.rules.mode, over_budget=over)
    if judge(reading.report, context.thresholds, at).decision is Decision.PUBLISH:
        _count_confirmed(tx, others, reading, now)
        return confirm(tx, event, [*sure, reading], Resolution.SECONDED, context, now)
    facts = unchecked(merging.unite(event.facts, begin(reading.report, reading.source)))
    if facts == event.facts:
        return None
    if not over:  # else editors were told of the outlet, and find this in their list
        tx.reviews.ring(event.id)
    return event_versions.change(tx, event, facts, Difference(changed=True, major=False), now, quiet=reading.quiet)


def confirm(  # noqa: PLR0917  # the order of all functions of a transaction
    tx: Tx, event: Event, readings: Iterable[ReadArticle], how: Resolution, context: Context, now: datetime
) -> WrittenVersion:
    """The event is told in full, as these readings have it; without figures if that is how an editor decides."""
    told = list(readings)
    by_editors = how in BY_EDITORS
    facts = facts_of(told) if by_editors else corroborate.together(told)
    facts = replace(facts, basis=Basis.EDITORS if by_editors else Basis.OUTLETS)
    if how is Resolution.WITHOUT_FIGURES:
        facts = replace(facts, said=())
    _settle(tx, event.id, how, now)
    tx.events.hold(event.id, held=False)
    quiet = all(one.quiet for one in told) or not event_versions.is_fresh(facts, now, context.rules.old_news)
    difference = Difference(changed=True, major=True, reasons=("checked" if by_editors else "second_owner",))
    written = event_versions.change(tx, replace(event, held=False), facts, difference, now, quiet=quiet)
    if any(event_versions.is_grave(one.report, facts) for one in told):
        written = event_versions.check(tx, replace(event, version=written.version, held=False), now) or written
    return written


def facts_of(readings: Iterable[ReadArticle]) -> Facts:
    """What these readings say together, without their grave parts."""
    made = [begin(one.safe.report, one.source) for one in readings]
    return reduce(merging.unite, made[1:], made[0])


def lists(tx: Tx, event: Event, context: Context, now: datetime) -> bool:
    """Nobody answered: the event is listed, or told silently when it is probable enough; whether it was."""
    told = tx.reports.told(event.id)
    if not any(is_listable(tx, one.outlet, one.report) for one in told):
        return False
    if event.facts.basis is not Basis.UNCHECKED or not event_versions.is_fresh(
        event.facts, now, context.rules.old_news
    ):
        return False
    tx.events.hold(event.id, held=False)
    if all(one.quiet for one in told):
        return True
    pushed = any(one.report.confidence >= context.thresholds.of(one.report).push for one in told)
    tx.alerts.add(event.version, digests=not pushed, alone=source_alone(event.facts))
    return True


def is_listable(tx: Tx, outlet: str, report: Report) -> bool:
    """Whether a report's place, day and action are sure, nothing in it is grave, and its outlet is known."""
    sure = report.span.precision == 1 and any(ref.precision in _SURE_PLACES for ref in report.places)
    plain = report.is_protest and not report.roundup and report.action is not None
    return sure and plain and not graves(report) and tx.outlets.standing(outlet) is OutletStanding.KNOWN


def is_declined(tx: Tx, event: Event) -> bool:
    """Whether an editor has said that an event is none."""
    ended = [review for wait in BEGINS for review in tx.reviews.ended(event.id, wait)]
    open_ones = [one for one in tx.reviews.of_event(event.id) if one.reason not in ASIDE]
    return not open_ones and any(one.resolution is Resolution.DECLINED for one in ended)


def decline(tx: Tx, event: Event, how: Resolution, now: datetime) -> WrittenVersion | None:
    """It is not told; to whom it was told as unchecked, that is taken back."""
    _settle(tx, event.id, how, now)
    reason = _REASONS.get(how, Reason.NOT_A_PROTEST)
    if event.held and not tx.alerts.last(event.id):
        return None
    return replace(event_versions.retract(tx, event, reason, now), alerted=True)


def _settle(tx: Tx, event: int, how: Resolution, now: datetime) -> None:
    waiting = (review for review in tx.reviews.of_event(event) if not review.article and review.reason in BEGINS)
    event_versions.settle(tx, (review.id for review in waiting), how, now)


def _others(tx: Tx, event: Event, reading: ReadArticle, context: Context) -> list[ReadArticle]:
    """What else is told of an event, each as the source that it counts as."""
    groups = {source.url: source.group for source in event.facts.sources}
    told = (one for one in tx.reports.told(event.id) if one.article != reading.number)
    return [context.reading(one, None, groups.get(one.url, "")) for one in told]


def _count_confirmed(tx: Tx, others: Iterable[ReadArticle], reading: ReadArticle, now: datetime) -> None:
    """A known owner tells of what outlets on probation told before."""
    for one in others:
        outlet, group = one.source.outlet, one.source.group
        if group != reading.source.group and tx.outlets.standing(outlet) is OutletStanding.PROBATION:
            tx.outlets.count(outlet, local_day(now), Outcome.CONFIRMED)


def _counts(tx: Tx, one: ReadArticle, context: Context) -> bool:
    return is_second_owner(one.report, context.thresholds, tx.outlets.standing(one.source.outlet))
