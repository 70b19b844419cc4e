"""What an editor decides about an event, or time when no editor did: load, decide (bot/domain/understanding), write.

One transaction is given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.decision import OutletStanding
from bot.domain.errors import NoSuchEvent
from bot.domain.event import Basis, Event
from bot.domain.report import StoredReport
from bot.domain.review import Resolution
from bot.domain.understanding import additions, assignment, grave_part, merge_split, unchecked, versions
from bot.domain.understanding.background import Beside
from bot.domain.understanding.context import Context, PublishRules, ReadArticle, is_fresh
from bot.domain.understanding.source_independence import counted_as
from bot.services.events.write import WrittenVersion, write
from bot.store.transaction import Tx


def begin(tx: Tx, reading: ReadArticle, now: datetime, context: Context) -> int:
    """An editor publishes a report as a fresh event; answers its number."""
    begun = assignment.begins(reading, context, now, basis=Basis.EDITORS)
    return write(tx, begun.writes, now).event(begun.events[0].id)


def grow(tx: Tx, event: Event, reading: ReadArticle, now: datetime, context: Context) -> None:
    """An editor adds a report to an event."""
    reading = _as_counted(tx, reading, event)
    beside = Beside(reviews=tx.reviews.of_event(event.id))
    write(tx, assignment.added_by_editor(event, beside, reading, context, now).writes, now)


def _as_counted(tx: Tx, reading: ReadArticle, event: Event) -> ReadArticle:
    """The reading as the source that it counts as in this event."""
    if not reading.own:
        return reading
    told, prints = tx.reports.told(event.id), tx.fingerprints.of_events([event.id])
    known = tx.reports.of_articles(one.article for one in prints.get(event.id, ()))
    return counted_as(reading, (event,), prints, {one.article: one.url for one in known}, {event.id: Beside(told)})


def release(tx: Tx, number: int, how: Resolution, now: datetime, rules: PublishRules) -> None:
    """Show an event to readers and tell what they have not been told."""
    event = tx.events.get(number)
    if event is None:
        return
    last = tx.alerts.last(event.id)
    untold = [version for version in tx.events.history(event.id) if last is None or version.number > last.version]
    released = versions.release(event, untold, how, now, rules, alerted=last is not None)
    write(tx, released.writes, now)


def confirm(  # noqa: PLR0917  # the order of all functions of a transaction
    tx: Tx, event: Event, readings: Sequence[ReadArticle], how: Resolution, context: Context, now: datetime
) -> None:
    """An event that nobody had checked is told in full, as these readings have it; without figures if so decided."""
    beside = Beside(reviews=tx.reviews.of_event(event.id))
    write(tx, unchecked.confirm(event, beside, readings, how, context, now).writes, now)


def decline(tx: Tx, event: Event, how: Resolution, now: datetime) -> WrittenVersion | None:
    """It is not told; to whom it was told as unchecked, that is taken back."""
    declined = unchecked.decline(event, how, now, alerted=tx.alerts.last(event.id) is not None)
    written = write(tx, declined.writes, now).of(declined.version)
    return replace(written, alerted=True) if written else None


def list_unanswered(tx: Tx, event: Event, context: Context, now: datetime) -> None:
    """Nobody answered: the event is listed, or told silently when it is probable enough, if it may be."""
    told = tx.reports.told(event.id)
    write(tx, unchecked.list_unanswered(event, told, _trusted(tx, told), context, now), now)


def decide_grave(tx: Tx, event: Event, how: Resolution, now: datetime, context: Context) -> None:
    """An editor decided on what is grave in an event."""
    write(tx, grave_part.decide(event, tx.reports.told(event.id), how, now, context).writes, now)


def tell_alleged(tx: Tx, event: Event, context: Context, now: datetime) -> None:
    """Nobody answered about what is grave: the kinds that three owners tell clearly are told, as not checked."""
    told = tx.reports.told(event.id)
    write(tx, grave_part.tell_alleged(event, told, _trusted(tx, told), context, now).writes, now)


def decide_additions(tx: Tx, event: Event, how: Resolution, now: datetime, context: Context) -> None:
    """An editor decided on what one owner alone said of an event."""
    write(tx, additions.decide(event, tx.reports.told(event.id), how, now, context).writes, now)


def merge(tx: Tx, numbers: Sequence[int], now: datetime, rules: PublishRules) -> Event:
    """These events are one; NoSuchEvent names one that is not there, CannotMerge as `merge_split.unite`.

    A held event is merged after it was released, or with others that are held: whether readers see it is decided
    first, and by itself.
    """
    events = {event.id: event for event in (tx.events.existing(number) for number in numbers)}
    if len(events) < 2:
        raise NoSuchEvent(numbers[-1])
    old = not any(is_fresh(event.facts, now, rules.old_news) for event in events.values())
    united = merge_split.unite(tuple(events.values()), now, quiet=old)
    write(tx, united.writes, now)
    return tx.events.existing(united.event.id)


def split(tx: Tx, number: int, articles: Sequence[int], now: datetime, context: Context) -> tuple[Event, Event]:
    """These articles tell of another protest; answers the event as it is left and the fresh one.

    CannotSplit when they are not the event's, or are all it has.
    """
    event = tx.events.existing(number)
    parted = merge_split.split(event, tx.reports.told(event.id), articles, context, now)
    fresh = write(tx, parted.writes, now).event(parted.fresh.event)
    return tx.events.existing(event.id), tx.events.existing(fresh)


def _trusted(tx: Tx, told: Iterable[StoredReport]) -> frozenset[str]:
    """Those of the outlets of these reports that are neither on probation nor muted."""
    outlets = {one.outlet for one in told}
    return frozenset(outlet for outlet in outlets if tx.outlets.standing(outlet) is OutletStanding.KNOWN)
