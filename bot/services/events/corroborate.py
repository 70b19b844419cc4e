"""One more report of an event → what of it is added, and what an editor is asked; one transaction is given.

What one owner alone does not add (bot/domain/corroboration.py) stays with the stored reports: a second owner that tells
it too, or an editor who says yes, adds it from there.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce

from bot.domain import corroboration, merging
from bot.domain.event import Event, Facts, begin
from bot.domain.review import Resolution, Wait
from bot.services.events import event_versions
from bot.services.events.context import Context, ReadArticle
from bot.store.transaction import Tx

_NO = frozenset({Resolution.DECLINED, Resolution.MUTED})


def grown(tx: Tx, event: Event, reading: ReadArticle, context: Context, now: datetime) -> Facts:
    """The facts of an event with one more report; an editor is asked about what is left over."""
    part = _part(reading)
    if not corroboration.asks(event.facts, part):
        return merging.unite(event.facts, part)
    ended = tx.reviews.ended(event.id, Wait.JUMP)
    declined = any(one.resolution in _NO for one in ended)
    others = () if declined else heard(tx, event, context, but=reading.number)
    counted = corroboration.counted(event.facts, part, others)
    if not counted.left_over:
        settle(tx, event.id, now)
    elif not any(one.reason is Wait.JUMP for one in tx.reviews.of_event(event.id)):
        tx.reviews.ask(Wait.JUMP, now, event=event.id, article=reading.number, quiet=bool(ended))
    return reduce(merging.unite, (counted.added, *counted.confirmed), event.facts)


def together(readings: Sequence[ReadArticle]) -> Facts:
    """What these readings say together, without what one owner alone does not add to the others' word."""
    parts = [_part(one) for one in readings]
    facts = parts[0]
    for number, part in enumerate(parts[1:], 1):
        counted = corroboration.counted(facts, part, parts[:number])
        facts = reduce(merging.unite, (counted.added, *counted.confirmed), facts)
    return facts


def decide(tx: Tx, event: Event, how: Resolution, now: datetime, context: Context) -> None:
    """An editor decided on what one owner alone said of an event."""
    if how is Resolution.PUBLISHED:
        parts = corroboration.left_over(event.facts, heard(tx, event, context))
        facts = reduce(merging.unite, parts, event.facts)
        difference = merging.difference(event.facts, facts)
        if difference.changed:
            event_versions.change(tx, event, facts, difference, now, quiet=False)
    settle(tx, event.id, now, how)


def heard(tx: Tx, event: Event, context: Context, *, but: int = 0) -> tuple[Facts, ...]:
    """What each stored report of an event says, as the source that it counts as there."""
    groups = {source.url: source.group for source in event.facts.sources}
    told: Iterable[ReadArticle] = (
        context.reading(one, None, groups.get(one.url, "")) for one in tx.reports.told(event.id) if one.article != but
    )
    return tuple(_part(one) for one in told)


def settle(tx: Tx, event: int, now: datetime, how: Resolution = Resolution.SECONDED) -> None:
    """No editor is asked any more about what one owner alone said of an event."""
    waiting = (review.id for review in tx.reviews.of_event(event) if review.reason is Wait.JUMP)
    event_versions.settle(tx, waiting, how, now)


def _part(reading: ReadArticle) -> Facts:
    return begin(reading.safe.report, reading.source)
