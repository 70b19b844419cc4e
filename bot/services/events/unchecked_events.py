"""Events that nobody has checked, as editors and time decide on them; one transaction is given.

asked ─┬─► an editor publishes, with or without figures ─► told in full
       ├─► nobody answers ─► listed, or told silently, as what an outlet reports
       └─► an editor declines ─► what was told so is retracted

How they begin and what a second owner makes of them is decided in bot/domain/understanding/unchecked.py.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.correction import Reason
from bot.domain.decision import OutletStanding
from bot.domain.event import Basis, Event
from bot.domain.grave import graves
from bot.domain.outlet import source_alone
from bot.domain.place import Precision
from bot.domain.report import Report
from bot.domain.review import Resolution, Wait
from bot.domain.understanding import unchecked
from bot.domain.understanding.background import Beside
from bot.domain.understanding.context import Context, ReadArticle, is_fresh
from bot.services.events import event_versions
from bot.services.events.write import WrittenVersion, write
from bot.store.transaction import Tx

#: Reasons for which it is listed when nobody answers.
LISTED = frozenset({Wait.LOW_CONFIDENCE})
_REASONS = {Resolution.WITHDRAWN: Reason.SOURCE_WITHDREW, Resolution.MUTED: Reason.OUTLET_MUTED}
_SURE_PLACES = frozenset({Precision.TOWN, Precision.NEAR})


def confirm(  # noqa: PLR0917  # the order of all functions of a transaction
    tx: Tx, event: Event, readings: Iterable[ReadArticle], how: Resolution, context: Context, now: datetime
) -> WrittenVersion:
    """The event is told in full, as these readings have it; without figures if that is how an editor decides."""
    beside = Beside(reviews=tx.reviews.of_event(event.id))
    changed = unchecked.confirm(event, beside, tuple(readings), how, context, now)
    return write(tx, changed.writes, now).versions[-1][1]


def lists(tx: Tx, event: Event, context: Context, now: datetime) -> bool:
    """Nobody answered: the event is listed, or told silently when it is probable enough; whether it was."""
    told = tx.reports.told(event.id)
    if not any(is_listable(tx, one.outlet, one.report) for one in told):
        return False
    if event.facts.basis is not Basis.UNCHECKED or not is_fresh(event.facts, now, context.rules.old_news):
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


def decline(tx: Tx, event: Event, how: Resolution, now: datetime) -> WrittenVersion | None:
    """It is not told; to whom it was told as unchecked, that is taken back."""
    write(tx, (unchecked.end_questions(event.id, how),), now)
    reason = _REASONS.get(how, Reason.NOT_A_PROTEST)
    if event.held and not tx.alerts.last(event.id):
        return None
    return replace(event_versions.retract(tx, event, reason, now), alerted=True)
