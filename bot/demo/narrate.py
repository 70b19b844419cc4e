"""What the application did, in lines for the terminal; the readers are samples, so their languages may be told."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from bot.app import Round
from bot.domain.clock import almaty
from bot.domain.delivery import Sent
from bot.domain.understanding.context import is_fresh
from bot.services.delivery.deliver import DeliveryOutcome
from bot.services.ingest.collect import Polled
from bot.services.understanding.process_report import Understood
from bot.wording.feed_status import for_operators


def lines(done: Round, now: datetime) -> Iterator[str]:
    """Each thing worth telling on a line of its own, with the time of the day."""
    stamp = now.astimezone(almaty()).strftime("%d.%m %H:%M")
    for text in (*_polled(done.polled), *_read(done.understood, now), *_told(done.told)):
        yield f"{stamp}  {text}"


def _polled(polled: tuple[Polled, ...]) -> Iterator[str]:
    for poll in polled:
        if poll.fault:
            yield f"polled  {poll.outlet}: {for_operators(poll.fault, poll.detail)}"
        elif poll.new:
            yield f"polled  {poll.outlet}: {len(poll.new)} new"


def _read(understood: tuple[Understood, ...], now: datetime) -> Iterator[str]:
    for one in understood:
        report = one.report
        yield f"read    {report.lang} {report.kind.value} ({report.confidence:.2f}): {one.article.title}"
        if one.version:
            why = f" ({', '.join(one.version.reasons)})" if one.version.reasons else ""
            yield f"joined  event {one.version.event}, version {one.version.number}: {one.version.change.value}{why}"
        elif one.event:
            yield f"joined  event {one.event}: nothing new"
        if said := untold(one, now):
            yield said


def untold(one: Understood, now: datetime) -> str:
    """Why readers hear nothing of what an article told; empty when they do, or when there is nothing to tell."""
    about = f"event {one.event}" if one.event else "the article"
    if one.waits:
        return f"waits   {about}: for an editor ({one.waits.value})"
    if one.version is None or one.alerted:
        return ""
    return f"quiet   {about}: not told, {'held or first poll' if is_fresh(one.version.facts, now) else 'old news'}"


def _told(told: tuple[DeliveryOutcome, ...]) -> Iterator[str]:
    acts = Counter((t.delivery.event, t.delivery.form.value, t.lang.value, isinstance(t.outcome, Sent)) for t in told)
    for (event, form, lang, well), count in sorted(acts.items()):
        yield f"told    event {event}: {form} to {count} in {lang}{'' if well else ' - not taken'}"
