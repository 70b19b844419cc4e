"""An outlet edits its article and takes something back, or is muted → loaded, decided and written.

What becomes of the event is decided in bot/domain/understanding/retraction.py; nobody stops it for fifteen minutes ─►
what was told is corrected, or taken back. One transaction is given.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.event import Basis, Event
from bot.domain.report import StoredReport
from bot.domain.review import PARTS, Resolution, Review
from bot.domain.understanding import retraction
from bot.domain.understanding.candidate_events import taken_back
from bot.domain.understanding.context import Context
from bot.domain.understanding.retraction import ToldEvent, Withdrawal
from bot.domain.understanding.writes import EndReviews
from bot.services.events import editor_decisions
from bot.services.events.write import WrittenVersion, write
from bot.store.facts_json import facts_from_json
from bot.store.transaction import Tx


def withdraw(tx: Tx, before: StoredReport, context: Context, now: datetime) -> WrittenVersion | None:
    """What an article said in its earlier revision and says no more; its report of the newest one is stored already."""
    event = tx.events.get(before.event) if before.event else None
    if event is None or event.retracted:
        return None
    told = tx.reports.told(event.id)
    if before.article not in {one.article for one in told}:
        write(tx, (EndReviews(Resolution.WITHDRAWN, PARTS, article=before.article),), now)
    if event.facts.basis is Basis.UNCHECKED:
        return None if told else editor_decisions.decline(tx, event, Resolution.WITHDRAWN, now)
    return take_back(tx, event, [before], told, Reason.SOURCE_WITHDREW, context, now)


def take_back(  # noqa: PLR0917  # the order of all functions of a transaction
    tx: Tx,
    event: Event,
    gone: Sequence[StoredReport],
    told: Sequence[StoredReport],
    reason: Reason,
    context: Context,
    now: datetime,
) -> WrittenVersion | None:
    """What only the reports that are gone said leaves an event, of which the others go on telling."""
    known = _load(tx, event, told)
    changed = retraction.take_back(known, gone, reason, context, now)
    return write(tx, changed.writes, now).of(changed.version)


def weigh_again(tx: Tx, number: int, article: int, context: Context, now: datetime) -> WrittenVersion | None:
    """A report joined an event: if that is hidden because its outlet takes back what it said, it may be shown again.

    It is when all that was taken back is told again, or all but one figure, which goes at once; so do more when
    another owner tells of it too. Else only what is still taken back goes when time is up.
    """
    event = tx.events.get(number)
    known = _load(tx, event, tx.reports.told(number)) if event and event.held else None
    lost = retraction.lost(known, context) if known else None
    if known is None or lost is None:
        return None
    if lost:
        changed = retraction.without_lost(known, lost, now)
        return write(tx, changed.writes, now).of(changed.version)
    tx.articles.mend(article, local_day(now))
    editor_decisions.release(tx, number, Resolution.JOINED, now, context.rules)
    return None


def _load(tx: Tx, event: Event, told: Sequence[StoredReport]) -> ToldEvent:
    """An event of which these reports tell, with what became of it."""
    review = taken_back(event, tx.reviews.of_event(event.id)) if event.held else None
    withdrawal = _withdrawal(review) if review else None
    alerted, stopped = tx.alerts.last(event.id) is not None, tx.holds.of(event.id) is not None
    return ToldEvent(event, tuple(told), alerted, withdrawal, stopped)


def _withdrawal(review: Review) -> Withdrawal:
    left = review.subject.get("left")
    return Withdrawal(review.id, int(review.subject.get("article", 0)), facts_from_json(left) if left else None)


def time_is_up(tx: Tx, review: Review, now: datetime) -> WrittenVersion | None:
    """Nobody stopped what an outlet takes back: those who were told hear of it; none when the event has changed."""
    event = tx.events.get(review.event)
    if event is None:
        return None
    alerted, base = tx.alerts.last(event.id) is not None, int(review.subject.get("base", 0))
    known = ToldEvent(event, tx.reports.told(event.id), alerted, _withdrawal(review))
    changed = retraction.time_is_up(known, base, now, reached=tx.deliveries.told(event.id))
    written = write(tx, changed.writes, now).of(changed.version)
    return replace(written, alerted=True) if written else None
