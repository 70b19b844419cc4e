"""report → event: where a report belongs, and what it adds there; one transaction is given.

publish ─► match ─┬─► begins   an event and its first version
                  ├─► joins    the next version, when anything changed
                  ├─► unites   several events that readers see become the one of the lowest number, then as joins
                  ├─► rounds   what it says of each event's own places is added there
                  └─► asks     likely a known event: an editor chooses
ask ─► match ─┬─► a published event, as a second report of it ─► joins
              ├─► an event that nobody has checked ─► joins that; told in full when this makes it certain
              ├─► none ─► begins such an event (bot/services/events/unchecked_events.py)
              └─► not clear, or nothing to begin ─► an editor is asked about the report alone
what is grave ─► the event is told without it, and editors are asked
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import matching, merging
from bot.domain.clock import local_day
from bot.domain.codes import Field, ReportKind
from bot.domain.decision import Circumstances, Decision, Judgement, KnownEvent, judge, rings
from bot.domain.event import Basis, Event, Facts, begin
from bot.domain.fingerprint import Fingerprint
from bot.domain.grave import Grave
from bot.domain.grave_part import grave_claims, graves
from bot.domain.match_evidence import REACH, UNDATED_REACH, around, days_apart
from bot.domain.matching import Asks, Begins, Clues, Joins, Matching, MatchVerdict, Rounds, Unites
from bot.domain.outlet import taken_back_by_outlet
from bot.domain.place import Gazetteer
from bot.domain.report import Report, Span, figure
from bot.domain.review import Mode, Wait
from bot.domain.suspect_figure import suspect_figures
from bot.services.events import corroborate, event_versions, unchecked_events
from bot.services.events.context import Context, ReadArticle
from bot.services.events.event_versions import WrittenVersion
from bot.services.events.merge_split import may_unite, unite
from bot.services.understanding.source_independence import voice
from bot.services.understanding.source_retraction import is_gone_for
from bot.store.transaction import Tx

_NEAR = timedelta(days=UNDATED_REACH)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a report went: its event and what was written there, or the events an editor must choose from."""

    event: int | None = None
    written: WrittenVersion | None = None
    asks: tuple[int, ...] = ()
    waits: Wait | None = None
    #: Other events that it says something of: it is a roundup.
    also: tuple[int, ...] = ()
    #: It has the text of an article of its event: the event is no better known by it.
    copies: bool = False


def place(tx: Tx, reading: ReadArticle, context: Context, now: datetime, *, again: bool = False) -> Assignment:
    """Find the event of a report that may be published, and write down there what the report adds.

    `again`: it waits for its event, and as long as none is certain nothing is written.
    """
    seen = _seen(tx, reading, context)
    reading = voice(tx, reading, seen.all, seen.clues.prints)
    known = {event.id: event for event in seen.shown}
    match _decided(reading, seen.shown, seen.clues):
        case Begins():
            return _to_unchecked(tx, seen, reading, context, now) or (
                Assignment() if again else begins(tx, reading, context, now)
            )
        case Asks() if again:
            return Assignment()
        case Joins(event=number):
            placed = joins(tx, known[number], reading, context, now)
            return replace(placed, copies=placed.event == reading.copied)
        case Unites(events=numbers) if (
            may_unite(known[number] for number in numbers) and context.rules.mode is Mode.AUTO
        ):
            kept = unite(tx, [known[number] for number in numbers], now)
            return joins(tx, kept, reading, context, now)
        case Unites() if again:
            return Assignment()
        case Rounds(events=numbers):
            return _rounds(tx, [known[number] for number in numbers], reading, context, now)
        case Unites(events=numbers) | Asks(events=numbers):
            return Assignment(asks=numbers, waits=Wait.UNSURE)


def ask(tx: Tx, reading: ReadArticle, judged: Judgement, context: Context, now: datetime) -> Assignment:
    """What becomes of a report that editors are to be asked about."""
    wait, quiet = Wait(judged.why[0].value), not rings(reading.report, judged.why[0], context.thresholds)
    if wait is Wait.OVER_BUDGET:  # editors are told once a day; what else it brings they find in their list
        quiet = not tx.outlets.page(reading.source.outlet, local_day(now))
    if not (reading.report.is_protest and wait in unchecked_events.BEGINS):
        return Assignment(asks=_near(tx, reading, context), waits=wait)
    seen = _seen(tx, reading, context)
    reading = voice(tx, reading, seen.all, seen.clues.prints)
    match _decided(reading, seen.shown, seen.clues):
        case Joins(event=number):
            event = next(one for one in seen.shown if one.id == number)
            if event.retracted or _is_certain(tx, event, reading, context):
                return joins(tx, event, reading, context, now)
            return Assignment(asks=(number,), waits=wait)
        case Begins():
            joined = _to_unchecked(tx, seen, reading, context, now)
            if joined:
                return joined
            number, written = unchecked_events.begins(tx, reading, wait, now, quiet=quiet)
            return Assignment(number, written)
        case Asks(events=numbers) | Unites(events=numbers) | Rounds(events=numbers):
            return Assignment(asks=numbers, waits=wait)


def _near(tx: Tx, reading: ReadArticle, context: Context) -> tuple[int, ...]:
    """The events that a report tells of, certainly or perhaps: an editor who publishes it adds it there."""
    seen = _seen(tx, reading, context)
    match _decided(reading, seen.all, seen.clues):
        case Joins(event=number):
            return (number,)
        case Asks(events=numbers) | Unites(events=numbers) | Rounds(events=numbers):
            return numbers
        case Begins():
            return ()


def belongs(tx: Tx, reading: ReadArticle, context: Context) -> int | None:
    """The event that a report certainly tells of, of those that are stored by now."""
    seen = _seen(tx, reading, context)
    found = matching.match(reading.report, seen.all, seen.clues)
    return found.event if isinstance(found, Joins) else None


def _is_certain(tx: Tx, event: Event, reading: ReadArticle, context: Context) -> bool:
    """Whether a report that asks by itself is certain since readers see its event already."""
    owners = event.facts.groups - {reading.source.group}
    known = KnownEvent(owners, published=not event.held)
    at = Circumstances(tx.outlets.standing(reading.source.outlet), known, context.rules.mode)
    return judge(reading.report, context.thresholds, at).decision is Decision.PUBLISH


def _to_unchecked(tx: Tx, seen: "_Seen", reading: ReadArticle, context: Context, now: datetime) -> Assignment | None:
    """The report joined to an event that nobody has checked, if it certainly tells of one."""
    found = _decided(reading, seen.asked, seen.clues)
    event = next((one for one in seen.asked if isinstance(found, Joins) and one.id == found.event), None)
    if event is None:
        return None
    if unchecked_events.is_declined(tx, event):
        sure = judge(reading.report, context.thresholds).decision is Decision.PUBLISH
        return Assignment(asks=(event.id,), waits=Wait.UNSURE) if sure else Assignment(event.id)
    written = unchecked_events.joins(tx, event, reading, context, now)
    return Assignment(event.id, written, copies=event.id == reading.copied)


def follow(tx: Tx, reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    """What a court made of a known protest: a minor update of it; of an unknown one nothing is made."""
    seen = _seen(tx, reading, context)
    found = matching.match(reading.report, seen.shown, seen.clues)
    event = next((one for one in seen.shown if isinstance(found, Joins) and one.id == found.event), None)
    if event is None:
        return Assignment()
    facts = merging.follow_up(event.facts, reading.safe.report, reading.source)
    grave = not event.retracted and not event.held and _is_new_grave(tx, event, reading)
    if event.retracted or (facts == event.facts and not grave):
        return Assignment(event.id)
    if context.rules.mode is Mode.REVIEW and not event.held:
        return Assignment(asks=(event.id,), waits=Wait.REVIEW_MODE)
    difference = replace(merging.difference(event.facts, facts), major=False)
    written = event_versions.change(tx, event, facts, difference, now, quiet=reading.quiet)
    if grave:
        written = event_versions.check(tx, replace(event, version=written.version), now) or written
    return Assignment(event.id, written)


def begins(tx: Tx, reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    """A fresh event that readers are told of, without what is grave."""
    facts = begin(reading.safe.report, reading.source)
    grave = event_versions.is_grave(reading.report, facts)
    quiet = reading.quiet or not event_versions.is_fresh(facts, now, context.rules.old_news)
    written = event_versions.create(tx, replace(facts, checking=grave), now, quiet=quiet)
    if grave:
        tx.reviews.ask(Wait.GRAVE, now, event=written.version.event)
    return Assignment(written.version.event, written)


def joins(tx: Tx, event: Event, reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    """The next version of an event, without what is grave and new to it; of that editors are asked."""
    if event.retracted:  # what an editor took back, no other outlet's report of it brings back
        return Assignment(event.id)
    grave = _is_new_grave(tx, event, reading)
    event, written = _grown(tx, event, reading, context, now)
    if grave and not event.held:
        written = event_versions.check(tx, event, now) or written
    return Assignment(event.id, written)


def _is_new_grave(tx: Tx, event: Event, reading: ReadArticle) -> bool:
    """Whether a report tells something grave that editors have not decided on: another kind, or a larger figure."""
    if not event_versions.is_grave(reading.report, event.facts):
        return False
    if not tx.reviews.ended(event.id, Wait.GRAVE):
        return True
    decided = [told.report for told in tx.reports.told(event.id) if told.article != reading.number]
    kinds = frozenset[Grave]().union(*(graves(report) for report in decided))
    return not graves(reading.report) <= kinds or _is_larger(reading.report, decided)


def _is_larger(report: Report, others: Iterable[Report]) -> bool:
    """Whether a grave figure of a report is larger than those of the others."""
    known: dict[Field, int] = {}
    for other in others:
        for claim in grave_claims(other):
            known[claim.field] = max(figure(claim), known.get(claim.field, 0))
    return any(figure(claim) > known.get(claim.field, -1) for claim in grave_claims(report))


def _grown(
    tx: Tx, event: Event, reading: ReadArticle, context: Context, now: datetime
) -> tuple[Event, WrittenVersion | None]:
    report = reading.safe.report
    court = report.kind is ReportKind.COURT_FOLLOWUP
    facts = (
        merging.merge(event.facts, report, reading.source)
        if court
        else corroborate.grown(tx, event, reading, context, now)
    )
    for doubt in suspect_figures(event.facts, begin(report, reading.source), facts):
        tx.doubts.note(event.id, doubt, now)
    difference = merging.difference(event.facts, facts)
    if not difference.changed:
        return event, None
    quiet = reading.quiet or not event_versions.is_fresh(facts, now, context.rules.old_news)
    written = event_versions.change(tx, event, facts, difference, now, quiet=quiet)
    return replace(event, version=written.version), written


def _rounds(tx: Tx, events: list[Event], reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    """A roundup adds to each event what it says of that event's own places, and belongs to the first."""
    parts = [replace(reading, report=merging.narrowed(reading.report, e.facts.place_ids)) for e in events]
    placed = [joins(tx, event, part, context, now) for event, part in zip(events, parts, strict=True)]
    waiting = next((one for one in placed if one.waits), None)
    written = next((one.written for one in placed if one.written), None)
    return waiting or Assignment(events[0].id, written, also=tuple(event.id for event in events[1:]))


@dataclass(frozen=True, slots=True)
class _Seen:
    """The events that a report may tell of, those that nobody has checked apart, and what helps to compare."""

    shown: tuple[Event, ...]
    asked: tuple[Event, ...]
    clues: Clues

    @property
    def all(self) -> tuple[Event, ...]:
        """Both."""
        return self.shown + self.asked


def _seen(tx: Tx, reading: ReadArticle, context: Context) -> _Seen:
    found = _candidates(tx, reading.report, context.gazetteer)
    found = tuple(event for event in found if not is_gone_for(tx, event, reading.number))
    asked = tuple(event for event in found if event.facts.basis is Basis.UNCHECKED and not event.retracted)
    shown = tuple(event for event in found if event not in asked)
    own = replace(reading.own, article=reading.number) if reading.own else None
    own = context.meaning(own, reading.vector) if own else None
    return _Seen(shown, asked, clues_of(tx, found, own, context))


def clues_of(tx: Tx, events: Iterable[Event], own: Fingerprint | None, context: Context) -> Clues:
    """What helps to compare a report with these events."""
    numbers = [event.id for event in events]
    if not numbers:
        return Clues(context.gazetteer, own, joining=context.joining)
    known = tx.reports.views(numbers)
    meant = context.meant(tx, [one for prints in (*known.prints.values(), (own,) if own else ()) for one in prints])
    prints = {event: tuple(meant.get(one.article, one) for one in told) for event, told in known.prints.items()}
    own = meant.get(own.article, own) if own else None
    return Clues(context.gazetteer, own, prints, known.reports, context.joining)


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
    others = (event for event in found if not taken_back_by_outlet(event))
    return tuple(event for event in others if not event.closed or _same_days(event.facts, report))


def _same_days(facts: Facts, report: Report) -> bool:
    spans = facts.span, *(Span(day, day, 1) for day in facts.not_on)
    return any((days_apart(span, report.span) or 0) == 0 for span in spans)


def _decided(reading: ReadArticle, candidates: tuple[Event, ...], clues: Clues) -> Matching:
    """By the rules; but an article that was joined once stays where it was unless something speaks against it."""
    earlier = next((event for event in candidates if event.id == reading.earlier), None)
    if (
        earlier
        and matching.compare(reading.report, earlier.facts, clues.witness(earlier.id)) is not MatchVerdict.UNLIKELY
    ):
        return Joins(earlier.id)
    return matching.match(reading.report, candidates, clues)
