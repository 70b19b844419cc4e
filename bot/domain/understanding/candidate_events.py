"""report × stored events → where it may belong, and of which of these events more must be known to decide.

publish ─► match ─► an event that readers see, or several ─► none: one that nobody has checked
ask ─► the same for what may begin an event that nobody sees; else only what an editor may choose from
a court of a known protest ─► that protest
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain import corroboration, event_update, matching
from bot.domain.codes import ReportKind
from bot.domain.decision import Decision, Judgement, Why
from bot.domain.event import Event, Facts
from bot.domain.match_evidence import REACH, around, days_apart, found_by
from bot.domain.matching import Asks, Begins, Joins, Matching, MatchVerdict, Rounds, Unites
from bot.domain.outlet import taken_back_by_outlet
from bot.domain.report import Report, Span
from bot.domain.review import Review, ReviewReason
from bot.domain.understanding import additions, unchecked, versions
from bot.domain.understanding.background import Background
from bot.domain.understanding.context import Context, ReadArticle
from bot.domain.understanding.source_independence import gives_figures


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a report may belong."""

    #: The protest of which it tells what a court made; 0 for none.
    court: int = 0
    #: Among the events that readers see, or all of them where an editor chooses; none where nothing is made of it.
    among: Matching | None = None
    #: The event that nobody has checked and that it certainly tells of; 0 for none.
    unchecked: int = 0


NOWHERE = Destination()


def is_court(report: Report) -> bool:
    """Whether a report tells what a court made of a protest."""
    return report.kind is ReportKind.COURT_FOLLOWUP


def follows_up(report: Report) -> bool:
    """Whether a report tells what a court made of a protest whose day and place it names."""
    return is_court(report) and bool(report.span.start and report.places)


def may_begin(report: Report, judged: Judgement) -> bool:
    """Whether a report that editors are asked about may begin an event that nobody sees."""
    return report.is_protest and ReviewReason(judged.why[0].value) in unchecked.BEGINS


def find(reading: ReadArticle, known: Background, judged: Judgement) -> Destination:
    """Where a report belongs that was judged so."""
    if follows_up(reading.report) and Why.MUTED not in judged.why and (court := find_court(reading, known).court):
        return Destination(court)
    if judged.decision is Decision.DROP:
        return NOWHERE
    if judged.decision is Decision.PUBLISH or may_begin(reading.report, judged):
        return find_event(reading, known)
    return Destination(among=_matched(reading, known.events, known))


def find_court(reading: ReadArticle, known: Background) -> Destination:
    """The known protest of which a report tells what a court made."""
    found = matching.match(reading.report, known.shown, known.clues)
    return Destination(found.event) if isinstance(found, Joins) else NOWHERE


def find_event(reading: ReadArticle, known: Background) -> Destination:
    """The events that readers see and that a report tells of; if there is none, one that nobody has checked."""
    among = _matched(reading, known.shown, known)
    if not isinstance(among, Begins):
        return Destination(among=among)
    found = _matched(reading, known.asked, known)
    return Destination(among=among, unchecked=found.event if isinstance(found, Joins) else 0)


def _matched(reading: ReadArticle, candidates: tuple[Event, ...], known: Background) -> Matching:
    """By the rules; but an article that was joined once stays where it was unless something speaks against it."""
    earlier = next((event for event in candidates if event.id == reading.earlier), None)
    if earlier:
        verdict = matching.compare(reading.report, earlier.facts, known.clues.witness(earlier.id))
        if verdict is not MatchVerdict.UNLIKELY:
            return Joins(earlier.id)
    return matching.match(reading.report, candidates, known.clues)


def lacking(reading: ReadArticle, known: Background, found: Destination) -> frozenset[int]:
    """The events whose reports and questions the decision depends on; of most reports it does on none."""
    numbers = {event.id for event in _targets(reading, known, found) if event.id not in known.beside}
    if found.among is not None and gives_figures(reading):
        numbers |= {event.id for event in known.events if event.id not in known.beside}
    return frozenset(numbers)


def _targets(reading: ReadArticle, known: Background, found: Destination) -> Iterable[Event]:
    if found.court:
        return _wanting(reading, known, (found.court,))
    if found.unchecked:
        return (known.event(found.unchecked),)
    match found.among:
        case Joins(event=number):
            return _wanting(reading, known, (number,))
        case Unites(events=numbers):
            return map(known.event, numbers)
        case Rounds(events=numbers):
            return [
                event for number in numbers for event in _wanting(part(reading, known.event(number)), known, (number,))
            ]
        case Begins() | Asks() | None:
            return ()


def part(reading: ReadArticle, event: Event) -> ReadArticle:
    """What a roundup says of an event's own places."""
    return replace(reading, report=event_update.narrowed(reading.report, event.facts.place_ids))


def _wanting(reading: ReadArticle, known: Background, numbers: Iterable[int]) -> list[Event]:
    """Those of these events to which a report may add something grave, or something that one owner alone does not."""
    said = additions.part_of(reading)
    return [
        event
        for event in map(known.event, numbers)
        if versions.is_grave(reading.report, event.facts) or corroboration.may_ask(event.facts, said)
    ]


def may_tell_of(event: Event, report: Report) -> bool:
    """Whether an event near a report's days and places is one that it may tell of."""
    return not taken_back_by_outlet(event) and (not event.closed or _same_days(event.facts, report))


def _same_days(facts: Facts, report: Report) -> bool:
    spans = facts.span, *(Span(day, day, 1) for day in facts.not_on)
    return any((days_apart(span, report.span) or 0) == 0 for span in spans)


def taken_back(event: Event, waiting: Iterable[Review]) -> Review | None:
    """What editors are asked about an event that is hidden because its outlet takes it back."""
    return next((one for one in waiting if one.reason is ReviewReason.WITHDRAWN), None) if event.held else None


def is_gone_for(event: Event, waiting: Iterable[Review], article: int) -> bool:
    """Whether an event that nobody tells of any more is hidden, so that another article's report does not join it."""
    review = taken_back(event, waiting)
    return review is not None and not review.subject.get("left") and review.subject.get("article") != article


@dataclass(frozen=True, slots=True)
class Nearby:
    """By which terms and on which days reports are found that may wait for an event."""

    terms: frozenset[str]
    days: tuple[date, date]


def near(event: Event, context: Context) -> Nearby | None:
    """What may wait for an event, by its days and those that an editor found wrong; none when no day is known.

    An action may have gone on before and after.
    """
    facts = event.facts
    days = sorted(day for day in (facts.span.start, facts.span.end, *facts.not_on) if day)
    reach = timedelta(days=REACH)
    return Nearby(_terms(facts, context), (days[0] - reach, days[-1] + reach)) if days else None


def _terms(facts: Facts, context: Context) -> frozenset[str]:
    places = facts.place_ids | set(facts.away)
    return found_by(around(places, context.gazetteer) if context.gazetteer else places, facts.organisers)
