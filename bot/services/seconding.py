"""Deaths, firearms, self-harm, minors → is there a second source of that very kind? One transaction is given.

A kind that a published event tells needs no other; a fresh one needs two source groups, counted kind by kind over what
the event has and what waits near it; a copy is no second source.
"""

from dataclasses import dataclass

from bot.domain.codes import Action
from bot.domain.event import Event
from bot.domain.review import Grave, Wait, seconded, tells_of_deaths
from bot.services.means import Means, Reading
from bot.services.voices import told_apart, voiced
from bot.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Heard:
    """A reading as its own source; what it alone tells, and the reports that waited for it and may go."""

    reading: Reading
    alone: frozenset[Grave] = frozenset()
    released: tuple[Reading, ...] = ()


def heard(tx: Tx, event: Event, reading: Reading, means: Means) -> Heard:
    """A report of a published event, weighed with those about it that wait for a second source."""
    if not reading.graves:
        return Heard(reading)
    *waiting, last = told_apart((*_waiting(tx, event, means), reading))
    known = _told(tx, event) | _seconded(*waiting, last)
    return Heard(last, last.graves - known, tuple(one for one in waiting if one.graves <= known))


def is_seconded(tx: Tx, event: Event, reading: Reading, means: Means) -> bool:
    """Whether each grave thing that a held event tells is told by two sources, with this reading."""
    told = [one for one in tx.reports.told(event.id) if one.article != reading.number]
    prints = tx.fingerprints.of_articles(one.article for one in told)
    groups = {source.url: source.group for source in event.facts.sources}
    stored = (means.reading(one, prints.get(one.article), groups.get(one.url, "")) for one in told)
    grave = told_apart((*(one for one in stored if one.graves), reading))
    return frozenset().union(*(one.graves for one in grave)) <= _seconded(*grave)


def _seconded(*readings: Reading) -> frozenset[Grave]:
    return seconded((one.source.group, one.graves) for one in readings)


def _told(tx: Tx, event: Event) -> frozenset[Grave]:
    """What a published event tells; deaths that an editor struck out it tells no more."""
    found = {grave for grave in Grave if grave in tx.fingerprints.alarms(event.id)}
    if tells_of_deaths(said.claim for said in event.facts.claims):
        found.add(Grave.DEATHS)
    if Action.SELF_IMMOLATION in tx.reports.actions(event.id):
        found.add(Grave.SELF_HARM)
    return frozenset(found)


def _waiting(tx: Tx, event: Event, means: Means) -> tuple[Reading, ...]:
    """Reports about an event that wait for a second source, as sources of it."""
    numbers = (r.article for r in tx.reviews.of_event(event.id) if r.article and r.reason is Wait.GRAVE)
    told = tx.reports.of_articles(numbers)
    prints = tx.fingerprints.of_articles(one.article for one in told)
    return tuple(voiced(tx, means.reading(one, prints.get(one.article)), event) for one in told)
