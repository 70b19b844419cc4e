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
from bot.domain.event import Change, Event, Facts, Version
from bot.domain.merging import Difference
from bot.domain.review import Decision, Mode, Wait
from bot.store.transaction import Tx

#: Events that ended longer ago are stored but ring no phone.
OLD_NEWS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator decides."""

    mode: Mode = Mode.AUTO
    old_news: timedelta = OLD_NEWS


@dataclass(frozen=True, slots=True)
class Written:
    """A version, and whether readers hear of it."""

    version: Version
    alerted: bool


def is_fresh(facts: Facts, now: datetime, old_news: timedelta = OLD_NEWS) -> bool:
    """Whether an event is recent enough to ring for."""
    last_day = facts.span.end or facts.span.start
    return last_day is not None and last_day >= local_day(now - old_news)


def create(tx: Tx, facts: Facts, now: datetime, *, quiet: bool, waits: Wait | None) -> Written:
    """A fresh event; one that waits for an editor is held and tells nobody."""
    version = tx.events.create(facts, now)
    if waits:
        tx.events.hold(version.event, held=True)
        tx.reviews.ask(waits, now, event=version.event)
        return Written(version, alerted=False)
    return Written(version, alerted=tell(tx, version, None, now, quiet=quiet))


def change(tx: Tx, event: Event, facts: Facts, difference: Difference, now: datetime, *, quiet: bool) -> Written:
    """The next version of an event; while it is held nobody hears of it."""
    version = tx.events.add_version(
        event.id, Change.UPDATE, facts, now, major=difference.major, reasons=difference.reasons
    )
    return Written(version, alerted=not event.held and tell(tx, version, event.version, now, quiet=quiet))


def tell(tx: Tx, version: Version, before: Version | None, now: datetime, *, quiet: bool) -> bool:
    """The alert of a version, at once or after a pause; none when it must be quiet."""
    if quiet:
        return False
    tx.alerts.add(version, now + PAUSE if pauses(version, before) else None)
    return True


def release(tx: Tx, number: int, decision: Decision, now: datetime, rules: Rules) -> bool:
    """Show an event to readers and tell what they have not been told; whether there was anything to tell."""
    event = tx.events.get(number)
    if event is None:
        return False
    tx.events.hold(event.id, held=False)
    settle(tx, (review.id for review in tx.reviews.of_event(event.id) if not review.article), decision, now)
    last = tx.alerts.last(event.id)
    untold = [version for version in tx.events.history(event.id) if last is None or version.number > last.version]
    quiet = event.retracted or not untold or not is_fresh(event.facts, now, rules.old_news)
    # one alert tells for all: to whom nothing was told it is no minor change
    major = last is None or any(version.major for version in untold)
    return tell(tx, replace(event.version, major=major), None, now, quiet=quiet)


def settle(tx: Tx, reviews: Iterable[int], decision: Decision, now: datetime) -> None:
    """End these waits."""
    for number in reviews:
        tx.reviews.decide(number, decision, now)
