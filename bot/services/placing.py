"""report → event: where a report belongs, and what it adds there; one transaction is given.

match ─┬─► begins   an event and its first version
       ├─► joins    the next version, when anything changed
       ├─► unites   several events that readers see become the one of the lowest number, then as joins
       ├─► rounds   what it says of each event's own places is added there
       └─► asks     it waits for an editor
one source alone on deaths, firearms, self-harm or minors ─► waits, until an editor or a second source
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import matching, merging
from bot.domain.doubt import doubts
from bot.domain.event import Event, Facts, begin
from bot.domain.evidence import REACH, around, days_apart
from bot.domain.fingerprint import Fingerprint
from bot.domain.matching import Asks, Begins, Clues, Joins, Matching, Rounds, Unites, Verdict
from bot.domain.place import Gazetteer
from bot.domain.report import Report, Span
from bot.domain.review import Decision, Grave, Mode, Wait, waits
from bot.services import publish
from bot.services.means import Means, Reading
from bot.services.publish import Written
from bot.services.rearrange import may_unite, unite
from bot.services.seconding import heard, is_seconded
from bot.services.voices import voice
from bot.store.transaction import Tx

_NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report went: its event and what was written there, or the events an editor must choose from."""

    event: int | None = None
    written: Written | None = None
    asks: tuple[int, ...] = ()
    waits: Wait | None = None
    #: Other events that it says something of: it is a roundup.
    also: tuple[int, ...] = ()
    #: It has the text of an article of its event, and tells nothing grave: the event is no better known by it.
    copies: bool = False


def place(tx: Tx, reading: Reading, means: Means, now: datetime, *, again: bool = False) -> Placed:
    """Find the event of a report of a protest, and write down there what the report adds.

    `again`: it waits for its event, and as long as none is certain nothing is written.
    """
    candidates, clues = _seen(tx, reading, means)
    reading = voice(tx, reading, candidates, clues.prints)
    known = {event.id: event for event in candidates}
    match _decided(reading, candidates, clues):
        case Begins() | Asks() if again:
            return Placed()
        case Begins():
            return begins(tx, reading, means, now)
        case Joins(event=number):
            placed = joins(tx, known[number], reading, means, now)
            return replace(placed, copies=placed.event == reading.copied and not reading.graves)
        case Unites(events=numbers) if may_unite(known[number] for number in numbers) and means.rules.mode is Mode.AUTO:
            kept = unite(tx, [known[number] for number in numbers], now)
            return joins(tx, kept, reading, means, now)
        case Unites() if again:
            return Placed()
        case Unites(events=numbers):
            return Placed(asks=numbers, waits=waits(frozenset(), means.rules.mode) or Wait.UNSURE)
        case Rounds(events=numbers):
            return _rounds(tx, [known[number] for number in numbers], reading, means, now)
        case Asks(events=numbers):
            return Placed(asks=numbers, waits=Wait.UNSURE)


def follow(tx: Tx, reading: Reading, means: Means, now: datetime) -> Placed:
    """What a court made of a known protest: a minor update of it; of an unknown one nothing is made."""
    candidates, clues = _seen(tx, reading, means)
    found = matching.match(reading.report, candidates, clues)
    event = next((one for one in candidates if isinstance(found, Joins) and one.id == found.event), None)
    if event is None:
        return Placed()
    facts = merging.follow_up(event.facts, reading.report, reading.source)
    if event.retracted or facts == event.facts:
        return Placed(event.id)
    waiting = None if event.held else waits(heard(tx, event, reading, means).alone, means.rules.mode)
    if waiting:
        return Placed(asks=(event.id,), waits=waiting)
    difference = replace(merging.difference(event.facts, facts), major=False)
    return Placed(event.id, publish.change(tx, event, facts, difference, now, quiet=reading.quiet))


def begins(tx: Tx, reading: Reading, means: Means, now: datetime) -> Placed:
    """A fresh event; held when nobody may hear of it yet."""
    facts = begin(reading.report, reading.source)
    waiting = waits(reading.graves, means.rules.mode)
    quiet = reading.quiet or not publish.is_fresh(facts, now, means.rules.old_news)
    written = publish.create(tx, facts, now, quiet=quiet, waits=waiting)
    return Placed(written.version.event, written, waits=waiting)


def joins(tx: Tx, event: Event, reading: Reading, means: Means, now: datetime) -> Placed:
    """The next version of an event; what one source alone must not tell waits, unless the event is held anyway."""
    if event.retracted:  # what an editor took back, no other outlet's report of it brings back
        return Placed(event.id)
    if event.held:
        return _into_held(tx, event, reading, means, now)
    written, weighed = None, heard(tx, event, reading, means)
    for said in _released(tx, event, weighed.released, now):
        event, written = _grown(tx, event, said, means, now)
    waiting, reading = waits(weighed.alone, means.rules.mode), weighed.reading
    if waiting and merging.merge(event.facts, reading.report, reading.source) != event.facts:
        return Placed(written=written, asks=(event.id,), waits=waiting)
    return Placed(event.id, _grown(tx, event, reading, means, now)[1] or written)


def _released(tx: Tx, event: Event, released: tuple[Reading, ...], now: datetime) -> tuple[Reading, ...]:
    """Reports whose second source has come are joined, and wait no more."""
    for one in released:
        publish.settle(tx, (review.id for review in tx.reviews.of_article(one.number)), Decision.SECONDED, now)
    tx.reports.move([one.number for one in released], event.id)
    return released


def _grown(tx: Tx, event: Event, reading: Reading, means: Means, now: datetime) -> tuple[Event, Written | None]:
    facts = merging.merge(event.facts, reading.report, reading.source)
    for doubt in doubts(event.facts, begin(reading.report, reading.source), facts):
        tx.doubts.note(event.id, doubt, now)
    difference = merging.difference(event.facts, facts)
    if not difference.changed:
        return event, None
    told = Grave.FIREARMS in reading.graves and not tx.reviews.of_event(event.id)
    if told and "firearms" not in tx.events.reasons(event.id):
        difference = replace(difference, major=True, reasons=(*difference.reasons, "firearms"))
    quiet = reading.quiet or not publish.is_fresh(facts, now, means.rules.old_news)
    written = publish.change(tx, event, facts, difference, now, quiet=quiet)
    return replace(event, version=written.version), written


def _into_held(tx: Tx, event: Event, reading: Reading, means: Means, now: datetime) -> Placed:
    """A held event goes on gathering; one held only for want of a second source is shown when that has come."""
    event, written = _grown(tx, event, reading, means, now)
    reasons = {review.reason for review in tx.reviews.of_event(event.id) if not review.article}
    may_show = reasons == {Wait.GRAVE} and means.rules.mode is Mode.AUTO and reading.graves
    if may_show and is_seconded(tx, event, reading, means):
        told = publish.release(tx, event.id, Decision.SECONDED, now, means.rules)
        return Placed(event.id, Written(event.version, alerted=told))
    return Placed(event.id, written)


def _rounds(tx: Tx, events: list[Event], reading: Reading, means: Means, now: datetime) -> Placed:
    """A roundup adds to each event what it says of that event's own places, and belongs to the first."""
    parts = [replace(reading, report=merging.narrowed(reading.report, e.facts.place_ids)) for e in events]
    placed = [joins(tx, event, part, means, now) for event, part in zip(events, parts, strict=True)]
    waiting = next((one for one in placed if one.waits), None)
    written = next((one.written for one in placed if one.written), None)
    return waiting or Placed(events[0].id, written, also=tuple(event.id for event in events[1:]))


def _seen(tx: Tx, reading: Reading, means: Means) -> tuple[tuple[Event, ...], Clues]:
    """The events that a report may tell of, and what helps to compare."""
    candidates = _candidates(tx, reading.report, means.gazetteer)
    return candidates, clues_of(tx, candidates, reading.own, means)


def clues_of(tx: Tx, events: Iterable[Event], own: Fingerprint | None, means: Means) -> Clues:
    """What helps to compare a report with these events."""
    numbers = [event.id for event in events]
    if not numbers:
        return Clues(means.gazetteer, own)
    known = tx.reports.views(numbers)
    return Clues(means.gazetteer, own, known.prints, known.reports)


def _candidates(tx: Tx, report: Report, gazetteer: Gazetteer | None) -> tuple[Event, ...]:
    start = report.span.start
    if start is None:
        return ()
    found = tx.events.candidates(
        start,
        report.span.end or start,
        near=_NEAR,
        lasting=timedelta(days=REACH),
        places=around(report.place_ids, gazetteer) if gazetteer else None,
        organised=bool(report.organisers),
    )
    return tuple(event for event in found if not event.closed or _same_days(event.facts, report))


def _same_days(facts: Facts, report: Report) -> bool:
    spans = facts.span, *(Span(day, day, 1) for day in facts.not_on)
    return any((days_apart(span, report.span) or 0) == 0 for span in spans)


def _decided(reading: Reading, candidates: tuple[Event, ...], clues: Clues) -> Matching:
    """By the rules; but an article that was joined once stays where it was unless something speaks against it."""
    earlier = next((event for event in candidates if event.id == reading.earlier), None)
    if earlier and matching.compare(reading.report, earlier.facts, clues.witness(earlier.id)) is not Verdict.UNLIKELY:
        return Joins(earlier.id)
    return matching.match(reading.report, candidates, clues)
