"""Events → fewer or more events: several become one, or one becomes two; what was sent follows.

merge: the lowest number stays, the others answer as it; its next version tells what is new in it
split: chosen reports begin an event of their own; what they brought is taken out of the first, as a correction
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from bot.domain import event_update
from bot.domain.correction import Reason
from bot.domain.errors import Operational
from bot.domain.event import Change, Event, Facts, Source, Version, begin, grown, put_right
from bot.domain.grave import without_grave
from bot.domain.names import Names
from bot.domain.report import StoredReport
from bot.domain.understanding import versions
from bot.domain.understanding.context import Context, is_fresh
from bot.domain.understanding.versions import ChangedEvent
from bot.domain.understanding.writes import NEW_EVENT, HoldEvent, JoinReport, MergeEvent, Writes, WriteVersion


class CannotSplit(Operational):
    """These articles are not of the event, or they are all it has."""


class CannotMerge(Operational):
    """What readers see and what is hidden from them, or taken back, do not become one event."""


def may_unite(events: Iterable[Event]) -> bool:
    """Whether events may become one without an editor: only when readers see each of them."""
    return not any(event.held or event.retracted for event in events)


def unite(events: Sequence[Event], now: datetime, *, quiet: bool = False) -> ChangedEvent:
    """Several events become the one of the lowest number; the others redirect to it.

    All are shown, or all are held and stay so: a held event hides no other one and tells nothing by another one's
    name. CannotMerge when they differ in that, and when one was retracted: what was taken back is part of nothing.
    """
    _check(events)
    kept, *others = sorted(events, key=lambda event: event.id)
    facts = reduce(event_update.unite, (other.facts for other in others), kept.facts)
    parts = tuple(MergeEvent(other.id, kept.id) for other in others)
    difference = event_update.difference(kept.facts, facts)
    if not difference.changed:
        return ChangedEvent(kept, parts)
    return versions.change(kept, facts, difference, now, quiet=quiet).after(parts)


def _check(events: Iterable[Event]) -> None:
    states = {event.held: event.id for event in events}
    if gone := next((event.id for event in events if event.retracted), 0):
        raise CannotMerge(f"event {gone} was retracted: it is merged with nothing")
    if len(states) > 1:
        hidden, shown = states[True], states[False]
        raise CannotMerge(f"event {hidden} is held and event {shown} is not: release the one or hold the other first")


@dataclass(frozen=True, slots=True)
class Split:
    """What is to be written when an event becomes two, and the version that begins the fresh one."""

    writes: Writes
    fresh: WriteVersion


def split(
    event: Event, told: Sequence[StoredReport], articles: Collection[int], context: Context, now: datetime
) -> Split:
    """These articles of an event tell of another protest; CannotSplit when they are not its own, or are all it has."""
    apart = [one for one in told if one.article in articles]
    rest = [one for one in told if one.article not in articles]
    if not apart or not rest or len(apart) < len(set(articles)):
        raise CannotSplit(f"event {event.id} has the articles {', '.join(str(one.article) for one in told)}")
    left = _as_fixed(_rebuilt(rest, context.names, event.facts), event.facts)
    corrected = versions.correct(event, left, Reason.NOT_ONE_EVENT, now)
    facts = _rebuilt(apart, context.names, event.facts)
    begun = Version(NEW_EVENT, 1, Change.NEW, now, facts)
    heard = not event.held and is_fresh(facts, now, context.rules.old_news)
    fresh = WriteVersion(NEW_EVENT, Change.NEW, facts, alert=versions.alert_of(begun, None, now) if heard else None)
    moved = (JoinReport(one.article, NEW_EVENT) for one in apart)
    hidden = (HoldEvent(NEW_EVENT, held=True),) if event.held else ()
    return Split((*corrected.writes, fresh, *moved, *hidden), fresh)


def _rebuilt(told: Sequence[StoredReport], names: Names, before: Facts) -> Facts:
    """The facts that these reports make; each counts as the source that it counted as before."""
    groups = {source.url: source.group for source in before.sources}
    made = [
        begin(without_grave(one.report), _source(one, groups.get(one.url) or names.group_of(one.outlet)))
        for one in told
    ]
    return reduce(event_update.unite, made[1:], made[0])


def _as_fixed(facts: Facts, before: Facts) -> Facts:
    """The facts with what an editor had put right."""
    fixed = tuple(said for said in before.said if said.fixed)
    places = before.places if "places" in before.pinned else facts.places
    right = tuple(put_right(said, [ref.id for ref in places], before.away) for said in facts.said)
    span = before.span if "day" in before.pinned else facts.span
    responses = before.responses if "responses" in before.pinned else facts.responses
    organisers = before.organisers if "organisers" in before.pinned else facts.organisers
    left = replace(
        facts, span=span, places=places, said=grown(fixed + right), responses=responses, organisers=organisers
    )
    return replace(left, pinned=before.pinned, away=before.away, not_on=before.not_on)


def _source(told: StoredReport, group: str) -> Source:
    return Source(told.outlet, group, told.report.lang, told.url, told.published)
