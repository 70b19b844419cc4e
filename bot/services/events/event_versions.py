"""event → version → alert: one change of an event, decided (bot/domain/understanding/versions.py) and written.

One transaction is given.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.correction import Reason
from bot.domain.event import Event, Facts, Version
from bot.domain.merging import Difference
from bot.domain.review import ASIDE, Resolution, Wait
from bot.domain.understanding import versions
from bot.domain.understanding.context import PublishRules, is_fresh
from bot.domain.understanding.versions import ChangedEvent
from bot.services.events.write import WrittenVersion, write
from bot.store.transaction import Tx


def create(tx: Tx, facts: Facts, now: datetime, *, quiet: bool) -> WrittenVersion:
    """A fresh event that readers are told of."""
    return _written(tx, versions.create(facts, now, quiet=quiet), now)


def check(tx: Tx, event: Event, now: datetime) -> WrittenVersion | None:
    """Something grave is told of a published event: editors are asked, and readers see that they are checking."""
    changed = versions.check(event, tx.reviews.of_event(event.id), now)
    return write(tx, changed.writes, now).of(changed.version)


def change(tx: Tx, event: Event, facts: Facts, difference: Difference, now: datetime, *, quiet: bool) -> WrittenVersion:
    """The next version of an event; while it is held nobody hears of it."""
    return _written(tx, versions.change(event, facts, difference, now, quiet=quiet), now)


def _written(tx: Tx, changed: ChangedEvent, now: datetime) -> WrittenVersion:
    """The one version of a change."""
    ((_, written),) = write(tx, changed.writes, now).versions
    return written


def tell(tx: Tx, version: Version, before: Version | None, now: datetime, *, quiet: bool) -> bool:
    """The alert of a version, at once or after a pause; none when it must be quiet."""
    if quiet:
        return False
    alert = versions.alert_of(version, before, now)
    tx.alerts.add(version, alert.due, alone=alert.alone)
    return True


def retract(tx: Tx, event: Event, reason: Reason, now: datetime) -> WrittenVersion:
    """Nothing of an event stands any more: whoever was told hears of it, and nobody else."""
    alerted = tx.alerts.last(event.id) is not None
    return _written(tx, versions.retract(event, reason, now, alerted=alerted), now)


def release(tx: Tx, number: int, how: Resolution, now: datetime, rules: PublishRules) -> bool:
    """Show an event to readers and tell what they have not been told; whether there was anything to tell."""
    event = tx.events.get(number)
    if event is None:
        return False
    tx.events.hold(event.id, held=False)
    tx.reviews.end(frozenset(Wait) - {Wait.GRAVE, *ASIDE}, how, now, event=event.id, itself=True)
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
