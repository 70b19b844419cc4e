"""alert → deliveries: one step of an expansion, and what was put off because something was on its way.

alert ─► a stretch of subscribers ─┬─► who holds nothing of the event: the news, in one statement
                                   ├─► who holds something: the acts of its plan
                                   └─► whom something of it is on its way to: deferred
deferred ─► (it has arrived, or not) ─► the acts of its plan
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.domain.alert import Alert, Plan, PlannedAct, in_flight, plan
from bot.domain.codes import DigestPace
from bot.domain.delivery import Form
from bot.domain.event import Change
from bot.store.deliveries import NO_HOURS, Audience, SoundCap, SubscriberRange
from bot.store.transaction import Tx

#: When news is due for subscribers of each pace, and the daily digest for those of each hour.
Due = Mapping[DigestPace, datetime]
Daily = Mapping[int, datetime]

#: One step of an expansion: so many subscribers, of whom so many hold something; the writer is free after 0.1 s.
_STEP, _HOLDERS = 2000, 300


@dataclass(frozen=True, slots=True)
class ConcernedPlaces:
    """The places whose subscribers an alert's version concerns, and those of the version before."""

    #: Place → rank.
    places: Mapping[str, int]
    before: frozenset[str]
    #: Set when the alert is the sole word of an outlet that told more within the hour.
    cap: SoundCap | None = None
    #: People were detained or hurt, or force was used.
    forceful: bool = True

    @property
    def gained(self) -> frozenset[str]:
        """Places whose subscribers were not concerned before."""
        return frozenset(self.places) - self.before if self.before else frozenset()


def expand_step(tx: Tx, alert: Alert, reach: ConcernedPlaces, due: Due, daily: Daily = NO_HOURS) -> None:
    """One step of an expansion: who holds something gets what the plan says, who holds nothing the news."""
    urgency = priority(alert)
    stretch = tx.deliveries.stretch(alert.event, alert.cursor, _STEP, _HOLDERS, alert.id)
    followers = tx.watches.followers(alert.event, stretch.after, stretch.last)
    special = _special(tx, stretch, reach, followers)
    simple, holders = stretch.simple.without(special), tuple(sorted({*stretch.holders, *special}))
    if alert.change is not Change.RETRACTION:
        but = frozenset[str]() if alert.major else reach.before
        to = Audience(reach.places, but, digests=alert.digests, forceful=reach.forceful)
        tx.deliveries.tell_new(alert, stretch, to, due, urgency, daily, reach.cap)
    had_sound = tx.deliveries.had_sound(simple.everybody, reach.cap) if reach.cap else frozenset[int]()
    simple, holders = simple.without(had_sound), tuple(sorted({*holders, *had_sound}))
    if not alert.digests:
        if simple:
            tx.deliveries.follow(alert, simple, due, urgency, daily)
        if holders:
            tx.deferred_plans.add(alert.id, decide(tx, alert, holders, reach, due, daily))
        _tell_followers(tx, alert, set(followers) - {*stretch.holders, *stretch.simple.subscribers}, due)
    tx.alerts.advance(alert.id, stretch.last, done=stretch.final)


def _special(tx: Tx, stretch: SubscriberRange, reach: ConcernedPlaces, followers: Sequence[int]) -> frozenset[int]:
    """Of those who have one message of the event: who follow it, and who gain a place with this version."""
    simple = stretch.simple.subscribers
    if not simple or not (followers or reach.gained):
        return frozenset()
    gained = tx.deliveries.concerned(simple, reach.gained) if reach.gained else frozenset[int]()
    return gained | (frozenset(followers) & frozenset(simple))


def _tell_followers(tx: Tx, alert: Alert, followers: Iterable[int], due: Due) -> None:
    """Those who hold nothing of an event that they follow are told it like news, whatever places they chose."""
    if alert.change is not Change.RETRACTION:
        rows = [(alert, who, PlannedAct(Form.NEW), due[DigestPace.NOW], priority(alert)) for who in sorted(followers)]
        tx.deliveries.add_all(rows)


def catch_up(tx: Tx, reach: Callable[[Alert], ConcernedPlaces], due: Due, daily: Daily = NO_HOURS) -> bool:
    """Decide what was put off, older alerts first, where nothing is on its way any more; whether there was any."""
    decided = False
    for number, group in groupby(tx.deferred_plans.first(_HOLDERS), key=lambda one: one.alert):
        alert, theirs = tx.alerts.get(number), [one.subscriber for one in group]
        still = decide(tx, alert, theirs, reach(alert), due, daily) if alert else ()
        ready = [who for who in theirs if who not in still]
        tx.deferred_plans.done(number, ready)
        decided = decided or bool(ready)
    return decided


def decide(  # noqa: PLR0917  # what, for whom, and when
    tx: Tx, alert: Alert, holders: Sequence[int], reach: ConcernedPlaces, due: Due, daily: Daily = NO_HOURS
) -> Sequence[int]:
    """Write the plans of those who hold something of an event; answers for whom it is too early."""
    tx.deliveries.hold_still(alert.event, holders)
    everything = tx.deliveries.held(alert.event, holders)
    held = {who: tuple(one for one in has if one.alert != alert.id) for who, has in everything.items()}
    early = [who for who, has in held.items() if in_flight(has)]
    concerned = tx.deliveries.concerned(holders, reach.places, forceful=reach.forceful)
    gained = tx.deliveries.concerned(holders, reach.gained) | tx.watches.among(alert.event, holders)
    before = tx.deliveries.concerned(holders, reach.before)
    loud = tx.alerts.last_loud(alert.event, holders)
    had_sound = tx.deliveries.had_sound(holders, reach.cap) if reach.cap else frozenset[int]()
    plans: dict[int, Plan] = {
        who: plan(
            alert,
            has,
            concerned=who in concerned,
            before=who in before,
            loud_at=loud.get(who),
            kept_quiet=who in had_sound,
            gained=who in gained,
        )
        for who, has in held.items()
        if who not in early
    }
    later = reach.cap.due if reach.cap else due[DigestPace.NOW]
    ranks = tx.deliveries.ranks(holders, reach.places)
    tx.deliveries.plan(alert, plans, due, priority(alert), ranks, daily, quiet_due=later)
    return early


def priority(alert: Alert) -> int:
    """Corrections before alerts, alerts before quiet edits; answers to questions do not queue at all."""
    if alert.change in {Change.CORRECTION, Change.RETRACTION}:
        return 0
    return 1 if alert.major else 2
