"""What is grave in an event that is published without it → decided by an editor, or told as not checked.

published        ─► the figures and kinds as its reports have them
without figures  ─► nothing of it is told
declined         ─► nothing of it is told
nobody answers, three owners tell it clearly ─► the kind, without number, as not checked

One transaction is given.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain import merging
from bot.domain.decision import OutletStanding
from bot.domain.event import Event, Facts, begin
from bot.domain.codes import Grave
from bot.domain.grave import clear_graves, grave_claims, graves
from bot.domain.merging import Difference
from bot.domain.report import StoredReport
from bot.domain.review import Resolution, Wait
from bot.domain.understanding.context import Context
from bot.services.events import event_versions
from bot.services.events.write import WrittenVersion
from bot.store.transaction import Tx

#: So many owners tell a kind before it is told unanswered.
OWNERS = 3


def decide(tx: Tx, event: Event, how: Resolution, now: datetime, context: Context) -> WrittenVersion | None:
    """An editor decided on what is grave in an event."""
    facts = replace(event.facts, checking=False, alleged=())
    if how is Resolution.PUBLISHED:
        for told in tx.reports.told(event.id):
            facts = merging.unite(facts, _grave_part(told, event, context))
    settled = [review.id for review in tx.reviews.of_event(event.id) if review.reason is Wait.GRAVE]
    event_versions.settle(tx, settled, how, now)
    if facts == event.facts:
        return None
    difference = merging.difference(event.facts, facts)
    return event_versions.change(tx, event, facts, difference, now, quiet=False)


def _grave_part(told: StoredReport, event: Event, context: Context) -> Facts:
    source = context.reading(told, None).source
    claims = grave_claims(told.report)
    known = next((one for one in event.facts.sources if one.url == source.url), source)
    part = begin(replace(told.report, claims=claims), known)
    responses = told.report.responses if graves(told.report) else ()
    return replace(event.facts, said=part.said, responses=responses, checking=False, alleged=())


def tell_alleged(tx: Tx, event: Event, context: Context, now: datetime) -> bool:
    """Tell the kinds that three owners tell clearly, as not checked; whether there were any that are new."""
    kinds = tuple(sorted(kind for kind in Grave if len(_owners(tx, event, kind, context)) >= OWNERS))
    if not set(kinds) - set(event.facts.alleged):
        return False
    facts = replace(event.facts, alleged=kinds)
    event_versions.change(
        tx, event, facts, Difference(changed=True, major=True, reasons=("alleged",)), now, quiet=False
    )
    return True


def _owners(tx: Tx, event: Event, kind: Grave, context: Context) -> frozenset[str]:
    """Groups of owners that tell a kind in a finite main clause, each by a report above the highest threshold."""
    groups = {source.url: source.group for source in event.facts.sources}
    return frozenset(
        groups.get(told.url) or context.names.group_of(told.outlet)
        for told in tx.reports.told(event.id)
        if kind in clear_graves(told.report)
        and told.report.confidence >= max(context.thresholds.of(told.report).publish.values())
        and tx.outlets.standing(told.outlet) is OutletStanding.KNOWN
    )
