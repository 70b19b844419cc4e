"""An outlet edits its article and takes something back → what only it said leaves the event; one transaction is given.

what other reports say too, and what an editor fixed, stays
nothing is left that tells of the event ─► it is hidden, and an editor is asked
"""

from dataclasses import replace
from datetime import datetime

from bot.domain import merging
from bot.domain.codes import ReportKind
from bot.domain.correction import Reason
from bot.domain.event import Basis, Change, Event, Facts, begin
from bot.domain.grave_part import without_grave
from bot.domain.merging import Difference
from bot.domain.review import PARTS, Resolution, Wait
from bot.services.events import event_versions, unchecked_events
from bot.services.events.context import Context, source_of
from bot.services.events.event_versions import WrittenVersion
from bot.store.reports import StoredReport
from bot.store.transaction import Tx


def withdraw(tx: Tx, before: StoredReport, context: Context, now: datetime) -> WrittenVersion | None:
    """What an article said in its earlier revision and says no more; its report of the newest one is stored already."""
    event = tx.events.get(before.event) if before.event else None
    if event is None or event.retracted:
        return None
    told = tx.reports.told(event.id)
    if before.article not in {one.article for one in told}:
        asked = (one.id for one in tx.reviews.of_article(before.article) if one.reason in PARTS)
        event_versions.settle(tx, asked, Resolution.WITHDRAWN, now)
    if event.facts.basis is Basis.UNCHECKED:
        return None if told else unchecked_events.decline(tx, event, Resolution.WITHDRAWN, now)
    if not told:
        _hide(tx, event, now)
        return None
    rest = {one.article: _added(one, context) for one in told}
    facts = merging.without(event.facts, _added(before, context), tuple(rest.values()), rest.get(before.article))
    if facts == event.facts:
        return None
    if merging.same_but_carried(event.facts, facts):
        return event_versions.change(tx, event, facts, Difference(changed=True, major=False), now, quiet=True)
    version = tx.events.add_version(
        event.id, Change.CORRECTION, facts, now, major=True, reasons=(Reason.SOURCE_WITHDREW.value,)
    )
    return WrittenVersion(
        version, alerted=not event.held and event_versions.tell(tx, version, event.version, now, quiet=False)
    )


def _hide(tx: Tx, event: Event, now: datetime) -> None:
    if not any(review.reason is Wait.WITHDRAWN for review in tx.reviews.of_event(event.id)):
        tx.events.hold(event.id, held=True)
        tx.reviews.ask(Wait.WITHDRAWN, now, event=event.id)


def _added(told: StoredReport, context: Context) -> Facts:
    """What a report brought to its event: a court's figures only, as `merging.follow_up` takes them."""
    facts = begin(without_grave(told.report), source_of(told, context.names))
    if told.report.kind is not ReportKind.COURT_FOLLOWUP:
        return facts
    said = tuple(replace(one, claim=replace(one.claim, places=())) for one in facts.said)
    return replace(facts, places=(), organisers=(), demands=(), stays=(), said=said)
