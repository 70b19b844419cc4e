"""event → version → alert: what is written of an event, and when readers may hear of it; one transaction is given.

changed facts ─► version ─► alert at once          (new, major, or a place that is new to readers)
                       └──► alert after a pause    (minor: the newest tells for all that wait)
held event    ─► version, no alert; released: one alert for the newest version
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.alert import PAUSE, pauses
from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.event import Basis, Change, Event, Facts, Version
from bot.domain.grave_part import grave_claims, graves
from bot.domain.merging import Difference
from bot.domain.outlet import Outcome, sole_word
from bot.domain.report import Report
from bot.domain.review import ASIDE, Mode, Resolution, Wait
from bot.store.transaction import Tx

#: Events that ended longer ago are stored but ring no phone.
OLD_NEWS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class PublishRules:
    """What the operator decides."""

    mode: Mode = Mode.AUTO
    old_news: timedelta = OLD_NEWS
    #: So long editors have to answer before a report between the thresholds is listed as not checked.
    ask_for: timedelta = timedelta(minutes=20)
    #: Whether an outlet that alone tells more than it usually does is asked about; not where articles are replayed.
    budgets: bool = True


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """A version, and whether readers hear of it."""

    version: Version
    alerted: bool


def is_fresh(facts: Facts, now: datetime, old_news: timedelta = OLD_NEWS) -> bool:
    """Whether an event is recent enough to ring for."""
    last_day = facts.span.end or facts.span.start
    return last_day is not None and last_day >= local_day(now - old_news)


def create(tx: Tx, facts: Facts, now: datetime, *, quiet: bool) -> WrittenVersion:
    """A fresh event that readers are told of."""
    version = tx.events.create(facts, now)
    written = WrittenVersion(version, alerted=tell(tx, version, None, now, quiet=quiet))
    if written.alerted:
        tx.outlets.count(facts.sources[0].outlet, local_day(now), Outcome.BEGUN)
    return written


def is_grave(report: Report, facts: Facts) -> bool:
    """Whether a report tells something grave that an event does not tell already."""
    kinds = graves(report)
    told = {(said.claim.field, said.claim.min, said.claim.max) for said in facts.claims}
    figures = {(one.field, one.min, one.max) for one in grave_claims(report)}
    return bool(kinds) and not (figures and figures <= told)


def check(tx: Tx, event: Event, now: datetime) -> WrittenVersion | None:
    """Something grave is told of a published event: editors are asked, and readers see that they are checking."""
    if any(review.reason is Wait.GRAVE for review in tx.reviews.of_event(event.id)):
        return None
    tx.reviews.ask(Wait.GRAVE, now, event=event.id)
    if event.facts.checking:
        return None
    facts = replace(event.facts, checking=True)
    return change(tx, event, facts, Difference(changed=True, major=False), now, quiet=False)


def change(tx: Tx, event: Event, facts: Facts, difference: Difference, now: datetime, *, quiet: bool) -> WrittenVersion:
    """The next version of an event; while it is held nobody hears of it."""
    version = tx.events.add_version(
        event.id, Change.UPDATE, facts, now, major=difference.major, reasons=difference.reasons
    )
    if facts.basis is not Basis.UNCHECKED and len(facts.groups) > 1:
        known = {source.outlet for source in event.facts.sources} if len(event.facts.groups) > 1 else set()
        for outlet in {source.outlet for source in facts.sources} - known:
            tx.outlets.count(outlet, local_day(now), Outcome.CONFIRMED)
    return WrittenVersion(version, alerted=not event.held and tell(tx, version, event.version, now, quiet=quiet))


def tell(tx: Tx, version: Version, before: Version | None, now: datetime, *, quiet: bool) -> bool:
    """The alert of a version, at once or after a pause; none when it must be quiet."""
    if quiet:
        return False
    tx.alerts.add(version, now + PAUSE if pauses(version, before) else None, alone=sole_word(version, before))
    return True


def retract(tx: Tx, event: Event, reason: Reason, now: datetime) -> WrittenVersion:
    """Nothing of an event stands any more: whoever was told hears of it, and nobody else."""
    version = tx.events.add_version(event.id, Change.RETRACTION, event.facts, now, major=True, reasons=(reason.value,))
    tx.events.hold(event.id, held=False)
    told = tx.alerts.last(event.id) is not None
    if told:
        tx.alerts.add(version)
    return WrittenVersion(version, alerted=told)


def correct(tx: Tx, event: Event, facts: Facts, reason: Reason, now: datetime) -> WrittenVersion:
    """What only some outlets said of an event is taken back, from whoever was told."""
    version = tx.events.add_version(event.id, Change.CORRECTION, facts, now, major=True, reasons=(reason.value,))
    return WrittenVersion(version, alerted=not event.held and tell(tx, version, event.version, now, quiet=False))


def release(tx: Tx, number: int, how: Resolution, now: datetime, rules: PublishRules) -> bool:
    """Show an event to readers and tell what they have not been told; whether there was anything to tell."""
    event = tx.events.get(number)
    if event is None:
        return False
    tx.events.hold(event.id, held=False)
    kept = {Wait.GRAVE, *ASIDE}
    waiting = (one for one in tx.reviews.of_event(event.id) if not one.article and one.reason not in kept)
    settle(tx, (review.id for review in waiting), how, now)
    last = tx.alerts.last(event.id)
    untold = [version for version in tx.events.history(event.id) if last is None or version.number > last.version]
    quiet = event.retracted or not untold or not is_fresh(event.facts, now, rules.old_news)
    # one alert tells for all: to whom nothing was told it is no minor change
    major = last is None or any(version.major for version in untold)
    return tell(tx, replace(event.version, major=major), None, now, quiet=quiet)


def settle(tx: Tx, reviews: Iterable[int], how: Resolution, now: datetime) -> None:
    """End these waits."""
    for number in reviews:
        tx.reviews.decide(number, how, now)
