"""report → event: where a report belongs, and what it adds there; one transaction is given.

match ─┬─► begins   an event and its first version
       ├─► joins    the next version, when anything changed
       ├─► unites   several events become the one of the lowest number, then as joins
       ├─► rounds   what it says of each event's own places is added there
       └─► asks     it waits for an editor
one source alone on deaths, firearms, self-harm or minors ─► waits, until an editor or a second source
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain import matching, merging
from bot.domain.event import Event, Facts, Source, begin
from bot.domain.evidence import REACH, around, days_apart
from bot.domain.fingerprint import Fingerprint, is_copy
from bot.domain.matching import Asks, Begins, Clues, Joins, Matching, Rounds, Unites, Verdict
from bot.domain.names import Names
from bot.domain.place import Gazetteer
from bot.domain.report import Report
from bot.domain.review import Decision, Grave, Mode, Wait, graves, waits
from bot.services import publish
from bot.services.publish import Rules, Written
from bot.services.rearrange import unite
from bot.store.reports import Told
from bot.store.transaction import Tx

_NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """One article, read: what it claims, who says so, and what it may be known by."""

    number: int
    report: Report
    source: Source
    own: Fingerprint | None = None
    quiet: bool = False
    #: The event that an earlier revision of the article was joined to.
    earlier: int | None = None

    @property
    def graves(self) -> frozenset[Grave]:
        """What one source alone is not believed in."""
        return graves(self.report, self.own.alarms if self.own else frozenset())


@dataclass(frozen=True, slots=True)
class Means:
    """What placing needs besides the report: the names, the map and the operator's rules."""

    names: Names
    gazetteer: Gazetteer | None = None
    rules: Rules = field(default_factory=Rules)

    def reading(self, told: Told, own: Fingerprint | None) -> Reading:
        """A stored report as it was when it was read."""
        source = source_of(told, self.names)
        return Reading(told.article, told.report, source, own, told.quiet)


def source_of(told: Told, names: Names) -> Source:
    """Who carried a stored report."""
    return Source(told.outlet, names.group_of(told.outlet), told.report.lang, told.url, told.published)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report went: its event and what was written there, or the events an editor must choose from."""

    event: int | None = None
    written: Written | None = None
    asks: tuple[int, ...] = ()
    waits: Wait | None = None


def place(tx: Tx, reading: Reading, means: Means, now: datetime) -> Placed:
    """Find the event of a report of a protest, and write down there what the report adds."""
    candidates = _candidates(tx, reading.report, means.gazetteer)
    clues = Clues(means.gazetteer, reading.own, tx.fingerprints.of_events(event.id for event in candidates))
    reading = replace(reading, source=_voice(tx, reading, candidates, clues))
    known = {event.id: event for event in candidates}
    match _decided(reading, candidates, clues):
        case Begins():
            return begins(tx, reading, means, now)
        case Joins(event=number):
            return joins(tx, known[number], reading, means, now)
        case Unites(events=numbers):
            kept = unite(tx, [known[number] for number in numbers], now)
            return joins(tx, kept, reading, means, now)
        case Rounds(events=numbers):
            return _rounds(tx, [known[number] for number in numbers], reading, means, now)
        case Asks(events=numbers):
            return Placed(asks=numbers, waits=Wait.UNSURE)


def voiced(tx: Tx, reading: Reading, event: Event) -> Reading:
    """The reading as a source of this event: of the group whose text it copies."""
    clues = Clues(own=reading.own, prints=tx.fingerprints.of_events([event.id]))
    return replace(reading, source=_voice(tx, reading, (event,), clues))


def follow(tx: Tx, reading: Reading, means: Means, now: datetime) -> Placed:
    """What a court made of a known protest: a minor update of it; of an unknown one nothing is made."""
    candidates = _candidates(tx, reading.report, means.gazetteer)
    clues = Clues(means.gazetteer, reading.own, tx.fingerprints.of_events(event.id for event in candidates))
    found = matching.match(reading.report, candidates, clues)
    event = next((one for one in candidates if isinstance(found, Joins) and one.id == found.event), None)
    if event is None:
        return Placed()
    facts = merging.follow_up(event.facts, reading.report, reading.source)
    if event.retracted or facts == event.facts:
        return Placed(event.id)
    if means.rules.mode is Mode.REVIEW and not event.held:
        return Placed(asks=(event.id,), waits=Wait.REVIEW_MODE)
    difference = replace(merging.difference(event.facts, facts), major=False)
    return Placed(event.id, publish.change(tx, event, facts, difference, now, quiet=reading.quiet))


def begins(tx: Tx, reading: Reading, means: Means, now: datetime) -> Placed:
    """A fresh event; held when nobody may hear of it yet."""
    facts = begin(reading.report, reading.source)
    waiting = waits(reading.graves, facts.groups, means.rules.mode)
    quiet = reading.quiet or not publish.is_fresh(facts, now, means.rules.old_news)
    written = publish.create(tx, facts, now, quiet=quiet, waits=waiting)
    return Placed(written.version.event, written, waits=waiting)


def joins(tx: Tx, event: Event, reading: Reading, means: Means, now: datetime) -> Placed:
    """The next version of an event; what one source alone must not tell waits, unless the event is held anyway."""
    if event.retracted:  # what an editor took back, no other outlet's report of it brings back
        return Placed(event.id)
    if event.held:
        return _into_held(tx, event, reading, means, now)
    waiting = _still_waits(tx, event, reading, means)
    if waiting and merging.merge(event.facts, reading.report, reading.source) != event.facts:
        return Placed(asks=(event.id,), waits=waiting)
    for said in _seconded(tx, event, reading, means, now):
        event = _grown(tx, event, said, means, now)[0]
    return Placed(event.id, _grown(tx, event, reading, means, now)[1])


def _grown(tx: Tx, event: Event, reading: Reading, means: Means, now: datetime) -> tuple[Event, Written | None]:
    facts = merging.merge(event.facts, reading.report, reading.source)
    difference = merging.difference(event.facts, facts)
    if not difference.changed:
        return event, None
    told = Grave.FIREARMS in reading.graves and not tx.reviews.of_event(event.id)
    if told and not _told_of_firearms(tx, event):
        difference = replace(difference, major=True, reasons=(*difference.reasons, "firearms"))
    quiet = reading.quiet or not publish.is_fresh(facts, now, means.rules.old_news)
    written = publish.change(tx, event, facts, difference, now, quiet=quiet)
    return replace(event, version=written.version), written


def _told_of_firearms(tx: Tx, event: Event) -> bool:
    return any("firearms" in version.reasons for version in tx.events.history(event.id))


def _into_held(tx: Tx, event: Event, reading: Reading, means: Means, now: datetime) -> Placed:
    """A held event goes on gathering; one held only for want of a second source is shown when that has come."""
    event, written = _grown(tx, event, reading, means, now)
    reasons = {review.reason for review in tx.reviews.of_event(event.id) if not review.article}
    if reasons == {Wait.GRAVE} and len(event.facts.groups) > 1 and reading.graves:
        told = publish.release(tx, event.id, Decision.SECONDED, now, means.rules)
        return Placed(event.id, Written(event.version, alerted=told))
    return Placed(event.id, written)


def _still_waits(tx: Tx, event: Event, reading: Reading, means: Means) -> Wait | None:
    """Grave things that the published event tells already wait no more."""
    fresh = reading.graves - _told_graves(tx, event)
    groups = {reading.source.group} | {said.source.group for said in _waiting(tx, event, means)}
    return waits(fresh, frozenset(groups), means.rules.mode)


def _told_graves(tx: Tx, event: Event) -> frozenset[Grave]:
    told = tx.reports.told(event.id)
    prints = tx.fingerprints.of_articles(one.article for one in told)
    found = (graves(one.report, prints[one.article].alarms if one.article in prints else frozenset()) for one in told)
    return frozenset().union(*found)


def _waiting(tx: Tx, event: Event, means: Means) -> tuple[Reading, ...]:
    """Reports about this event that wait for a second source."""
    open_ones = [r for r in tx.reviews.of_event(event.id) if r.article and r.reason is Wait.GRAVE]
    told = tx.reports.of_articles(review.article for review in open_ones)
    prints = tx.fingerprints.of_articles(one.article for one in told)
    return tuple(means.reading(one, prints.get(one.article)) for one in told)


def _seconded(tx: Tx, event: Event, reading: Reading, means: Means, now: datetime) -> tuple[Reading, ...]:
    """Reports that waited for a second source, when this is one; they are joined and wait no more."""
    if not reading.graves:
        return ()
    waiting = _waiting(tx, event, means)
    open_ones = [r.id for r in tx.reviews.of_event(event.id) if r.article and r.reason is Wait.GRAVE]
    publish.settle(tx, open_ones, Decision.SECONDED, now)
    tx.reports.move([one.number for one in waiting], event.id)
    return waiting


def _rounds(tx: Tx, events: list[Event], reading: Reading, means: Means, now: datetime) -> Placed:
    """A roundup adds to each event what it says of that event's own places, and belongs to the first."""
    parts = [replace(reading, report=merging.narrowed(reading.report, e.facts.place_ids)) for e in events]
    placed = [joins(tx, event, part, means, now) for event, part in zip(events, parts, strict=True)]
    waiting = next((one for one in placed if one.waits), None)
    written = next((one.written for one in placed if one.written), None)
    return waiting or Placed(events[0].id, written)


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
    return (days_apart(facts.span, report.span) or 0) == 0


def _decided(reading: Reading, candidates: tuple[Event, ...], clues: Clues) -> Matching:
    """By the rules; but an article that was joined once stays where it was unless something speaks against it."""
    earlier = next((event for event in candidates if event.id == reading.earlier), None)
    if earlier and matching.compare(reading.report, earlier.facts, clues.witness(earlier.id)) is not Verdict.UNLIKELY:
        return Joins(earlier.id)
    return matching.match(reading.report, candidates, clues)


def _voice(tx: Tx, reading: Reading, candidates: Iterable[Event], clues: Clues) -> Source:
    """One agency's text on five sites is one voice: a copy counts as the source of the text that it copies."""
    own = reading.own
    if own is None:
        return reading.source
    for event in candidates:
        copied = next((other for other in clues.prints.get(event.id, ()) if is_copy(own, other)), None)
        if copied:
            return replace(reading.source, group=_group(tx, event, copied.article) or reading.source.group)
    return reading.source


def _group(tx: Tx, event: Event, article: int) -> str:
    """The group as which an article of an event counts."""
    urls = {told.url for told in tx.reports.of_articles([article])}
    return next((source.group for source in event.facts.sources if source.url in urls), "")
