"""One more report of an event → what of it is added, and what an editor is asked.

What one owner alone does not add (bot/domain/corroboration.py) stays with the stored reports: a second owner that tells
it too, or an editor who says yes, adds it from there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from bot.domain import corroboration, event_update
from bot.domain.event import Event, Facts, begin
from bot.domain.report import StoredReport
from bot.domain.review import Resolution, ReviewReason
from bot.domain.understanding import versions
from bot.domain.understanding.background import Beside
from bot.domain.understanding.context import Context, ReadArticle
from bot.domain.understanding.versions import ChangedEvent
from bot.domain.understanding.writes import EndReviews, OpenReview, Writes

_NO = frozenset({Resolution.DECLINED, Resolution.MUTED})
_JUMP = frozenset({ReviewReason.JUMP})


@dataclass(frozen=True, slots=True)
class Added:
    """The facts of an event with one more report, and what is written of what is left over."""

    facts: Facts
    writes: Writes = ()


def grown(event: Event, beside: Beside, reading: ReadArticle, context: Context) -> Added:
    """The facts of an event with one more report; an editor is asked about what is left over."""
    part = part_of(reading)
    if not corroboration.asks(event.facts, part):
        return Added(event_update.unite(event.facts, part))
    ended = beside.ended(ReviewReason.JUMP)
    declined = any(one.resolution in _NO for one in ended)
    others = () if declined else heard(event, beside.but(reading.number), context)
    counted = corroboration.counted(event.facts, part, others)
    facts = reduce(event_update.unite, (counted.added, *counted.confirmed), event.facts)
    if not counted.left_over:
        return Added(facts, (end_questions(event.id),))
    if any(one.reason is ReviewReason.JUMP for one in beside.waiting):
        return Added(facts)
    return Added(facts, (OpenReview(ReviewReason.JUMP, event.id, reading.number, quiet=bool(ended)),))


def end_questions(event: int, how: Resolution = Resolution.SECONDED) -> EndReviews:
    """No editor is asked any more about what one owner alone said of an event."""
    return EndReviews(how, _JUMP, event=event)


def decide(
    event: Event, told: Iterable[StoredReport], how: Resolution, now: datetime, context: Context
) -> ChangedEvent:
    """An editor decided on what one owner alone said of an event."""
    ended = (end_questions(event.id, how),)
    if how is not Resolution.PUBLISHED:
        return ChangedEvent(event, ended)
    left_over = corroboration.left_over(event.facts, heard(event, told, context))
    facts = reduce(event_update.unite, left_over, event.facts)
    difference = event_update.difference(event.facts, facts)
    if not difference.changed:
        return ChangedEvent(event, ended)
    return versions.change(event, facts, difference, now, quiet=False).after(ended)


def together(readings: Sequence[ReadArticle]) -> Facts:
    """What these readings say together, without what one owner alone does not add to the others' word."""
    parts = [part_of(one) for one in readings]
    facts = parts[0]
    for number, part in enumerate(parts[1:], 1):
        counted = corroboration.counted(facts, part, parts[:number])
        facts = reduce(event_update.unite, (counted.added, *counted.confirmed), facts)
    return facts


def heard(event: Event, told: Iterable[StoredReport], context: Context) -> tuple[Facts, ...]:
    """What each of these reports of an event says, as the source that it counts as there."""
    return tuple(part_of(one) for one in as_counted(event, told, context))


def as_counted(event: Event, told: Iterable[StoredReport], context: Context) -> list[ReadArticle]:
    """These reports of an event, each as the source that it counts as there."""
    groups = {source.url: source.group for source in event.facts.sources}
    return [context.reading(one, None, groups.get(one.url, "")) for one in told]


def part_of(reading: ReadArticle) -> Facts:
    """The facts that a reading makes without what is grave."""
    return begin(reading.safe.report, reading.source)
