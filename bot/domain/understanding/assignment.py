"""report → event: where a report belongs, and what it adds there.

publish ─► match ─┬─► begins   an event and its first version
                  ├─► joins    the next version, when anything changed
                  ├─► unites   several events that readers see become the one of the lowest number, then as joins
                  ├─► rounds   what it says of each event's own places is added there
                  └─► asks     likely a known event: an editor chooses
ask ─► match ─┬─► a published event, as a second report of it ─► joins
              ├─► an event that nobody has checked ─► joins that; told in full when this makes it certain
              ├─► none ─► begins such an event (bot/domain/understanding/unchecked.py)
              └─► not clear, or nothing to begin ─► an editor is asked about the report alone
what is grave ─► the event is told without it, and editors are asked
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import event_update
from bot.domain.clock import local_day
from bot.domain.codes import Field, Grave, ReportKind
from bot.domain.decision import Circumstances, Decision, Judgement, KnownEvent, judge, notifies_editors
from bot.domain.event import Basis, Event, begin
from bot.domain.figures import suspect_figures
from bot.domain.grave import grave_claims, graves
from bot.domain.matching import Asks, Begins, Joins, Rounds, Unites
from bot.domain.report import Report, figure
from bot.domain.review import Mode, ReviewReason
from bot.domain.understanding import additions, merge_split, unchecked, versions
from bot.domain.understanding.background import Background, Beside
from bot.domain.understanding.candidate_events import Destination, may_begin, part
from bot.domain.understanding.context import Context, ReadArticle, is_fresh
from bot.domain.understanding.source_independence import counted_as
from bot.domain.understanding.versions import ChangedEvent
from bot.domain.understanding.writes import NoteFigure, OpenReview, PageOutlet, Writes, WriteVersion


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a report goes: its event and what is written there, or the events an editor must choose from."""

    event: int | None = None
    asks: tuple[int, ...] = ()
    waits: ReviewReason | None = None
    writes: Writes = ()
    #: The version by which readers hear of it, if there is one.
    version: WriteVersion | None = None
    #: The events that it tells of as they will be: its own first; more of a roundup.
    events: tuple[Event, ...] = ()
    #: It has the text of an article of its event: the event is no better known by it.
    copies: bool = False


NOT_ASSIGNED = Assignment()


def place(
    reading: ReadArticle, known: Background, found: Destination, context: Context, now: datetime, *, again: bool = False
) -> Assignment:
    """What a report that may be published adds to the event where it belongs.

    `again`: it waits for its event, and as long as none is certain nothing is written.
    """
    reading = _as_counted(reading, known)
    match found.among:
        case Begins() if found.unchecked:
            return _to_unchecked(known, found, reading, context, now)
        case Begins():
            return NOT_ASSIGNED if again else begins(reading, context, now)
        case Joins(event=number):
            placed = joins(known.event(number), known.of(number), reading, context, now)
            return replace(placed, copies=placed.event == reading.copied)
        case Unites(events=numbers) if _may_unite(known, numbers, context):
            return _unites(known, numbers, reading, context, now)
        case Asks() | Unites() if again:
            return NOT_ASSIGNED
        case Rounds(events=numbers):
            return _rounds(known, numbers, reading, context, now)
        case Unites(events=numbers) | Asks(events=numbers):
            return Assignment(asks=numbers, waits=ReviewReason.UNSURE)
        case None:
            return NOT_ASSIGNED


def ask(  # noqa: PLR0917  # what, where to, how and when
    reading: ReadArticle, known: Background, found: Destination, judged: Judgement, context: Context, now: datetime
) -> Assignment:
    """What becomes of a report that editors are to be asked about."""
    wait = ReviewReason(judged.why[0].value)
    if wait is not ReviewReason.OVER_BUDGET:
        quiet = not notifies_editors(reading.report, judged.why[0], context.thresholds)
        return _asked(reading, known, found, judged, context, now, quiet=quiet)
    # editors are told once a day; what else it brings they find in their list
    paged = PageOutlet(reading.source.outlet, local_day(now))
    placed = _asked(reading, known, found, judged, context, now, quiet=known.outlet.paged)
    return replace(placed, writes=(paged, *placed.writes))


def _asked(  # noqa: PLR0917  # as `ask`
    reading: ReadArticle,
    known: Background,
    found: Destination,
    judged: Judgement,
    context: Context,
    now: datetime,
    *,
    quiet: bool,
) -> Assignment:
    wait = ReviewReason(judged.why[0].value)
    if not may_begin(reading.report, judged):
        return Assignment(asks=_near(found), waits=wait)
    reading = _as_counted(reading, known)
    match found.among:
        case Joins(event=number):
            event = known.event(number)
            if event.retracted or _is_certain(event, known, reading, context):
                return joins(event, known.of(number), reading, context, now)
            return Assignment(asks=(number,), waits=wait)
        case Begins() if found.unchecked:
            return _to_unchecked(known, found, reading, context, now)
        case Begins():
            return _assigned(unchecked.begins(reading, wait, now, quiet=quiet))
        case _:
            return Assignment(asks=_near(found), waits=wait)


def _near(found: Destination) -> tuple[int, ...]:
    """The events that a report tells of, certainly or perhaps: an editor who publishes it adds it there."""
    match found.among:
        case Joins(event=number):
            return (number,)
        case Asks(events=numbers) | Unites(events=numbers) | Rounds(events=numbers):
            return numbers
        case Begins() | None:
            return ()


def _as_counted(reading: ReadArticle, known: Background) -> ReadArticle:
    """The reading as the source that it counts as; of the events those that readers see come first."""
    return counted_as(reading, (*known.shown, *known.asked), known.clues.prints, known.urls, known.beside)


def _assigned(changed: ChangedEvent) -> Assignment:
    event = changed.event
    return Assignment(event.id, writes=changed.writes, version=changed.version, events=(event,))


def _is_certain(event: Event, known: Background, reading: ReadArticle, context: Context) -> bool:
    """Whether a report that asks by itself is certain since readers see its event already."""
    owners = event.facts.groups - {reading.source.group}
    at = Circumstances(known.outlet.standing, KnownEvent(owners, published=not event.held), context.rules.mode)
    return judge(reading.report, context.thresholds, at).decision is Decision.PUBLISH


def _to_unchecked(
    known: Background, found: Destination, reading: ReadArticle, context: Context, now: datetime
) -> Assignment:
    """The report joined to the event that nobody has checked and that it certainly tells of."""
    event = known.event(found.unchecked)
    if unchecked.is_declined(known.of(event.id)):
        sure = judge(reading.report, context.thresholds).decision is Decision.PUBLISH
        return Assignment(asks=(event.id,), waits=ReviewReason.UNSURE) if sure else _assigned(ChangedEvent(event))
    placed = _assigned(unchecked.joins(event, known, reading, context, now))
    return replace(placed, copies=event.id == reading.copied)


def follow(event: Event, beside: Beside, reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    """What a court made of a known protest: a minor update of it."""
    facts = event_update.follow_up(event.facts, reading.safe.report, reading.source)
    grave = not event.retracted and not event.held and _is_new_grave(event, beside, reading)
    if event.retracted or (facts == event.facts and not grave):
        return _assigned(ChangedEvent(event))
    if context.rules.mode is Mode.REVIEW and not event.held:
        return Assignment(asks=(event.id,), waits=ReviewReason.REVIEW_MODE)
    difference = replace(event_update.difference(event.facts, facts), major=False)
    changed = versions.change(event, facts, difference, now, quiet=reading.quiet)
    return _assigned(_checked(changed, beside, now) if grave else changed)


def begins(reading: ReadArticle, context: Context, now: datetime, *, basis: Basis = Basis.OUTLETS) -> Assignment:
    """A fresh event that readers are told of, without what is grave."""
    facts = replace(begin(reading.safe.report, reading.source), basis=basis)
    grave = versions.is_grave(reading.report, facts)
    quiet = reading.quiet or not is_fresh(facts, now, context.rules.old_news)
    begun = versions.create(replace(facts, checking=grave), now, quiet=quiet)
    asked = (OpenReview(ReviewReason.GRAVE, event=begun.event.id),) if grave else ()
    return _assigned(replace(begun, writes=(*begun.writes, *asked)))


def joins(event: Event, beside: Beside, reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    """The next version of an event, without what is grave and new to it; of that editors are asked."""
    if event.retracted:  # what an editor took back, no other outlet's report of it brings back
        return _assigned(ChangedEvent(event))
    grave = _is_new_grave(event, beside, reading)
    changed = _grown(event, beside, reading, context, now)
    return _assigned(_checked(changed, beside, now) if grave and not event.held else changed)


def added_by_editor(event: Event, beside: Beside, reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    """The next version of an event to which an editor adds a report; of what is grave editors are asked by itself."""
    facts = event_update.merge(event.facts, reading.safe.report, reading.source)
    difference = event_update.difference(event.facts, facts)
    quiet = reading.quiet or not is_fresh(facts, now, context.rules.old_news)
    changed = versions.change(event, facts, difference, now, quiet=quiet) if difference.changed else ChangedEvent(event)
    grave = versions.is_grave(reading.report, facts) and not event.held
    return _assigned(_checked(changed, beside, now) if grave else changed)


def _checked(changed: ChangedEvent, beside: Beside, now: datetime) -> ChangedEvent:
    checking = versions.check(changed.event, beside.waiting, now).after(changed.writes)
    return replace(checking, version=checking.version or changed.version)


def _is_new_grave(event: Event, beside: Beside, reading: ReadArticle) -> bool:
    """Whether a report tells something grave that editors have not decided on: another kind, or a larger figure."""
    if not versions.is_grave(reading.report, event.facts):
        return False
    if not beside.ended(ReviewReason.GRAVE):
        return True
    decided = [told.report for told in beside.but(reading.number)]
    kinds = frozenset[Grave]().union(*(graves(report) for report in decided))
    return not graves(reading.report) <= kinds or _is_larger(reading.report, decided)


def _is_larger(report: Report, others: Iterable[Report]) -> bool:
    """Whether a grave figure of a report is larger than those of the others."""
    known: dict[Field, int] = {}
    for other in others:
        for claim in grave_claims(other):
            known[claim.field] = max(figure(claim), known.get(claim.field, 0))
    return any(figure(claim) > known.get(claim.field, -1) for claim in grave_claims(report))


def _grown(event: Event, beside: Beside, reading: ReadArticle, context: Context, now: datetime) -> ChangedEvent:
    """The event with one more report, and figures noted that are probably wrong."""
    report = reading.safe.report
    court = report.kind is ReportKind.COURT_FOLLOWUP
    added = (
        additions.Added(event_update.merge(event.facts, report, reading.source))
        if court
        else additions.grown(event, beside, reading, context)
    )
    doubts = suspect_figures(event.facts, begin(report, reading.source), added.facts)
    beforehand = (*added.writes, *(NoteFigure(event.id, doubt) for doubt in doubts))
    difference = event_update.difference(event.facts, added.facts)
    if not difference.changed:
        return ChangedEvent(event, beforehand)
    quiet = reading.quiet or not is_fresh(added.facts, now, context.rules.old_news)
    return versions.change(event, added.facts, difference, now, quiet=quiet).after(beforehand)


def _may_unite(known: Background, numbers: Sequence[int], context: Context) -> bool:
    return merge_split.may_unite(map(known.event, numbers)) and context.rules.mode is Mode.AUTO


def _unites(
    known: Background, numbers: Sequence[int], reading: ReadArticle, context: Context, now: datetime
) -> Assignment:
    """The events become one, with all that is stored beside them; then the report joins that."""
    united = merge_split.unite([known.event(number) for number in numbers], now)
    kept = united.event.id
    told = sorted((one for number in numbers for one in known.of(number).reports), key=lambda one: one.article)
    moved = (one for number in numbers if number != kept for one in known.of(number).waiting)
    beside = Beside(tuple(told), (*known.of(kept).reviews, *moved))
    placed = joins(united.event, beside, reading, context, now)
    return replace(placed, writes=(*united.writes, *placed.writes))


def _rounds(
    known: Background, numbers: Sequence[int], reading: ReadArticle, context: Context, now: datetime
) -> Assignment:
    """A roundup adds to each event what it says of that event's own places, and belongs to the first."""
    events = [known.event(number) for number in numbers]
    placed = [joins(event, known.of(event.id), part(reading, event), context, now) for event in events]
    return Assignment(
        numbers[0],
        writes=tuple(write for one in placed for write in one.writes),
        version=next((one.version for one in placed if one.version), None),
        events=tuple(event for one in placed for event in one.events),
    )
