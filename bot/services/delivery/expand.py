"""alert → deliveries: one step of an expansion, and what was put off because something was on its way.

alert ─► a stretch of subscribers ─┬─► who holds nothing of the event: the news, in one statement
                                   ├─► who holds something: the acts of its plan
                                   └─► whom something of it is on its way to: deferred
deferred ─► (it has arrived, or not) ─► the acts of its plan
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.domain.alert import Alert, Plan, in_flight, plan
from bot.domain.codes import DigestPace
from bot.domain.event import Change
from bot.store.deliveries import Audience, Quiet
from bot.store.transaction import Tx

#: When news is due for subscribers of each pace.
Due = Mapping[DigestPace, datetime]

#: One step of an expansion: so many subscribers, of whom so many hold something; the writer is free after 0.1 s.
_STEP, _HOLDERS = 2000, 300


@dataclass(frozen=True, slots=True)
class ConcernedPlaces:
    """The places whose subscribers an alert's version concerns, and those of the version before."""

    #: Place → rank.
    places: Mapping[str, int]
    before: frozenset[str]
    #: Set when the alert is the sole word of an outlet that told more within the hour.
    quiet: Quiet | None = None


def expand_step(tx: Tx, alert: Alert, reach: ConcernedPlaces, due: Due) -> None:
    """One step of an expansion: who holds something gets what the plan says, who holds nothing the news."""
    urgency = priority(alert)
    stretch = tx.deliveries.stretch(alert.event, alert.cursor, _STEP, _HOLDERS, alert.id)
    if alert.change is not Change.RETRACTION:
        to = Audience(reach.places, frozenset() if alert.major else reach.before, digests=alert.digests)
        tx.deliveries.tell_new(alert, stretch, to, due, urgency, reach.quiet)
    rung = tx.deliveries.rung(stretch.simple.everybody, reach.quiet) if reach.quiet else frozenset[int]()
    simple, holders = stretch.simple.but(rung), sorted({*stretch.holders, *rung})
    if simple and not alert.digests:
        tx.deliveries.follow(alert, simple, due, urgency)
    if holders and not alert.digests:
        tx.deferred.add(alert.id, decide(tx, alert, holders, reach, due))
    tx.alerts.advance(alert.id, stretch.last, done=stretch.final)


def catch_up(tx: Tx, reach: Callable[[Alert], ConcernedPlaces], due: Due) -> bool:
    """Decide what was put off, older alerts first, where nothing is on its way any more; whether there was any."""
    decided = False
    for number, group in groupby(tx.deferred.first(_HOLDERS), key=lambda one: one.alert):
        alert, theirs = tx.alerts.get(number), [one.subscriber for one in group]
        still = decide(tx, alert, theirs, reach(alert), due) if alert else ()
        ready = [who for who in theirs if who not in still]
        tx.deferred.done(number, ready)
        decided = decided or bool(ready)
    return decided


def decide(tx: Tx, alert: Alert, holders: Sequence[int], reach: ConcernedPlaces, due: Due) -> Sequence[int]:
    """Write the plans of those who hold something of an event; answers for whom it is too early."""
    tx.deliveries.hold_still(alert.event, holders)
    everything = tx.deliveries.held(alert.event, holders)
    held = {who: tuple(one for one in has if one.alert != alert.id) for who, has in everything.items()}
    early = [who for who, has in held.items() if in_flight(has)]
    concerned = tx.deliveries.concerned(holders, reach.places)
    before = tx.deliveries.concerned(holders, reach.before)
    rang = tx.alerts.rang(alert.event, holders)
    rung = tx.deliveries.rung(holders, reach.quiet) if reach.quiet else frozenset[int]()
    plans: dict[int, Plan] = {
        who: plan(
            alert, has, concerned=who in concerned, before=who in before, rang=rang.get(who), kept_quiet=who in rung
        )
        for who, has in held.items()
        if who not in early
    }
    later = reach.quiet.due if reach.quiet else due[DigestPace.NOW]
    ranks = tx.deliveries.ranks(holders, reach.places)
    tx.deliveries.plan(alert, plans, due, priority(alert), ranks, quiet_due=later)
    return early


def priority(alert: Alert) -> int:
    """Corrections before alerts, alerts before quiet edits; answers to questions do not queue at all."""
    if alert.change in {Change.CORRECTION, Change.RETRACTION}:
        return 0
    return 1 if alert.major else 2
