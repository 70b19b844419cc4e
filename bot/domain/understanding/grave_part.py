"""What is grave in an event that is published without it → decided by an editor, or told as not checked.

published        ─► the figures and kinds as its reports have them
without figures  ─► nothing of it is told
declined         ─► nothing of it is told
nobody answers, three owners tell it clearly ─► the kind, without number, as not checked
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain import event_update
from bot.domain.codes import Grave
from bot.domain.event import Event, Facts, begin
from bot.domain.event_update import Difference
from bot.domain.grave import clear_graves, grave_claims, graves
from bot.domain.report import StoredReport
from bot.domain.review import Resolution, ReviewReason
from bot.domain.understanding import versions
from bot.domain.understanding.context import Context
from bot.domain.understanding.versions import ChangedEvent
from bot.domain.understanding.writes import EndReviews

#: So many owners tell a kind before it is told unanswered.
OWNERS = 3


def decide(
    event: Event, told: Iterable[StoredReport], how: Resolution, now: datetime, context: Context
) -> ChangedEvent:
    """An editor decided on what is grave in an event of which these reports tell."""
    facts = replace(event.facts, checking=False, alleged=())
    for one in told if how is Resolution.PUBLISHED else ():
        facts = event_update.unite(facts, _grave_part(one, event, context))
    ended = (EndReviews(how, frozenset({ReviewReason.GRAVE}), event=event.id),)
    if facts == event.facts:
        return ChangedEvent(event, ended)
    difference = event_update.difference(event.facts, facts)
    return versions.change(event, facts, difference, now, quiet=False).after(ended)


def _grave_part(told: StoredReport, event: Event, context: Context) -> Facts:
    source = context.reading(told, None).source
    claims = grave_claims(told.report)
    known = next((one for one in event.facts.sources if one.url == source.url), source)
    part = begin(replace(told.report, claims=claims), known)
    responses = told.report.responses if graves(told.report) else ()
    return replace(event.facts, said=part.said, responses=responses, checking=False, alleged=())


def tell_alleged(
    event: Event, told: Collection[StoredReport], known: Collection[str], context: Context, now: datetime
) -> ChangedEvent:
    """The kinds that three owners tell clearly are told, as not checked; `known` are the outlets that are trusted."""
    clear = [one for one in told if one.outlet in known and _is_sure(one, context)]
    kinds = tuple(sorted(kind for kind in Grave if len(_owners(event, clear, kind, context)) >= OWNERS))
    if not set(kinds) - set(event.facts.alleged):
        return ChangedEvent(event)
    difference = Difference(changed=True, major=True, reasons=("alleged",))
    return versions.change(event, replace(event.facts, alleged=kinds), difference, now, quiet=False)


def _is_sure(told: StoredReport, context: Context) -> bool:
    """Whether a report is above the highest threshold."""
    return told.report.confidence >= max(context.thresholds.of(told.report).publish.values())


def _owners(event: Event, told: Iterable[StoredReport], kind: Grave, context: Context) -> frozenset[str]:
    """Groups of owners that tell a kind in a finite main clause."""
    groups = {source.url: source.group for source in event.facts.sources}
    clear = (one for one in told if kind in clear_graves(one.report))
    return frozenset(groups.get(one.url) or context.names.group_of(one.outlet) for one in clear)
