"""event → version → alert: what is written of an event, and when readers may hear of it.

changed facts ─► version ─► alert at once          (new, major, or a place that is new to readers)
                       └──► alert after a pause    (minor: the newest tells for all that wait)
held event    ─► version, no alert; released: one alert for the newest version
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.alert import PAUSE, pauses
from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.event import Basis, Change, Event, Facts, Version
from bot.domain.event_update import Difference
from bot.domain.grave import grave_claims, graves
from bot.domain.outlet import Outcome, sole_word
from bot.domain.report import Report
from bot.domain.review import NOT_ABOUT_REPORTS, Resolution, Review, ReviewReason
from bot.domain.understanding.context import PublishRules, is_fresh
from bot.domain.understanding.writes import (
    NEW_EVENT,
    CountOutcome,
    EndReviews,
    HoldEvent,
    OpenReview,
    TellVersion,
    Write,
    WriteAlert,
    Writes,
    WriteVersion,
)


@dataclass(frozen=True, slots=True)
class ChangedEvent:
    """An event as it will be, what is to be written for that, and the version among it, if there is one."""

    event: Event
    writes: Writes = ()
    version: WriteVersion | None = None

    def after(self, writes: Iterable[Write]) -> "ChangedEvent":
        """The same, after these writes."""
        return replace(self, writes=(*writes, *self.writes))


def create(facts: Facts, now: datetime, *, quiet: bool) -> ChangedEvent:
    """A fresh event that readers are told of."""
    version = Version(NEW_EVENT, 1, Change.NEW, now, facts)
    written = WriteVersion(NEW_EVENT, Change.NEW, facts, alert=_alert(version, None, now, quiet=quiet))
    begun = (CountOutcome(facts.sources[0].outlet, local_day(now), Outcome.BEGUN),) if written.alert else ()
    return ChangedEvent(Event(NEW_EVENT, version), (written, *begun), written)


def change(event: Event, facts: Facts, difference: Difference, now: datetime, *, quiet: bool) -> ChangedEvent:
    """The next version of an event; while it is held nobody hears of it."""
    after = _next(event, Change.UPDATE, facts, now, difference)
    written = _written(after, event, now, quiet=quiet or event.held)
    return ChangedEvent(after, (written, *_confirmed(event.facts, facts, now)), written)


def correct(event: Event, facts: Facts, reason: Reason, now: datetime) -> ChangedEvent:
    """What only some outlets said of an event is taken back, from whoever was told."""
    after = _next(event, Change.CORRECTION, facts, now, _taken_back(reason))
    written = _written(after, event, now, quiet=event.held)
    return ChangedEvent(after, (written,), written)


def retract(event: Event, reason: Reason, now: datetime, *, alerted: bool) -> ChangedEvent:
    """Nothing of an event stands any more: whoever was told hears of it, if anybody was, and nobody else."""
    after = _next(event, Change.RETRACTION, event.facts, now, _taken_back(reason))
    written = _written(after, event, now, quiet=not alerted)
    return ChangedEvent(replace(after, held=False), (written, HoldEvent(event.id, held=False)), written)


def _taken_back(reason: Reason) -> Difference:
    return Difference(changed=True, major=True, reasons=(reason.value,))


def _next(event: Event, how: Change, facts: Facts, now: datetime, difference: Difference) -> Event:
    """The event with its next version as far as that is known before it is written."""
    version = Version(event.id, event.version.number + 1, how, now, facts, difference.major, difference.reasons)
    return replace(event, version=version, retracted=how is Change.RETRACTION)


def _written(after: Event, before: Event, now: datetime, *, quiet: bool) -> WriteVersion:
    version = after.version
    alert = _alert(version, before.version, now, quiet=quiet)
    return WriteVersion(version.event, version.change, version.facts, version.major, version.reasons, alert)


def _confirmed(before: Facts, facts: Facts, now: datetime) -> Iterable[CountOutcome]:
    """Outlets whose word has a second owner's beside it by this."""
    if facts.basis is Basis.UNCHECKED or len(facts.groups) < 2:
        return ()
    known = {source.outlet for source in before.sources} if len(before.groups) > 1 else set()
    gained = {source.outlet for source in facts.sources} - known
    return [CountOutcome(outlet, local_day(now), Outcome.CONFIRMED) for outlet in sorted(gained)]


def _alert(version: Version, before: Version | None, now: datetime, *, quiet: bool) -> WriteAlert | None:
    return None if quiet else alert_of(version, before, now)


def alert_of(version: Version, before: Version | None, now: datetime) -> WriteAlert:
    """The alert of a version, at once or after a pause."""
    return WriteAlert(now + PAUSE if pauses(version, before) else None, sole_word(version, before))


def is_grave(report: Report, facts: Facts) -> bool:
    """Whether a report tells something grave that an event does not tell already."""
    kinds = graves(report)
    told = {(said.claim.field, said.claim.min, said.claim.max) for said in facts.claims}
    figures = {(one.field, one.min, one.max) for one in grave_claims(report)}
    return bool(kinds) and not (figures and figures <= told)


def check(event: Event, waiting: Iterable[Review], now: datetime) -> ChangedEvent:
    """Something grave is told of a published event: editors are asked, and readers see that they are checking."""
    if any(review.reason is ReviewReason.GRAVE for review in waiting):
        return ChangedEvent(event)
    asked = OpenReview(ReviewReason.GRAVE, event=event.id)
    if event.facts.checking:
        return ChangedEvent(event, (asked,))
    facts = replace(event.facts, checking=True)
    return change(event, facts, Difference(changed=True, major=False), now, quiet=False).after((asked,))


def release(
    event: Event, untold: Sequence[Version], how: Resolution, now: datetime, rules: PublishRules, *, alerted: bool
) -> ChangedEvent:
    """A held event is shown, and readers are told of the versions that they were not told of, by one alert.

    `alerted`: readers were told of an earlier version.
    """
    ended = EndReviews(
        how, frozenset(ReviewReason) - {ReviewReason.GRAVE, *NOT_ABOUT_REPORTS}, event=event.id, itself=True
    )
    shown = ChangedEvent(replace(event, held=False), (HoldEvent(event.id, held=False), ended))
    if event.retracted or not untold or not is_fresh(event.facts, now, rules.old_news):
        return shown
    # to whom nothing was told it is no minor change
    major = not alerted or any(version.major for version in untold)
    newest = replace(event.version, major=major)
    return replace(shown, writes=(*shown.writes, TellVersion(newest, alert_of(newest, None, now))))
