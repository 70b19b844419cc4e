"""article → independent source: one agency's text on five sites is one source; one transaction is given.

A copy counts as the source of the text that it copies: of one that tells of the event, or of one that waits near it.
So does a text that names another outlet, and one with the very figure that another outlet gave as its own count.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.corroboration import unusual
from bot.domain.event import Event
from bot.domain.fingerprint import is_copy
from bot.domain.matching import Prints
from bot.services.events.context import ReadArticle, as_of
from bot.store.transaction import Tx


def voice(tx: Tx, reading: ReadArticle, events: Iterable[Event], prints: Prints) -> ReadArticle:
    """The reading as a source of the first of these events that has its text, else of its own."""
    own = reading.own
    reading = _quoted(tx, reading, events)
    for event in events if own else ():
        copied = next((other for other in prints.get(event.id, ()) if own and is_copy(own, other)), None)
        if copied:
            reading = _of(reading, _group(tx, event, copied.article) or reading.source.group)
            return replace(reading, copied=0 if copied.article == reading.number else event.id)
    return reading


def _quoted(tx: Tx, reading: ReadArticle, events: Iterable[Event]) -> ReadArticle:
    """The reading as of whoever it names, or has a figure from that nobody counts twice alike."""
    for event in events:
        for source in event.facts.sources:
            if source.outlet in reading.report.cites:
                return _of(reading, source.group)
    figures = unusual(reading.report)
    for event in events if figures and not reading.report.cites else ():
        for told in tx.reports.told(event.id):
            if told.article != reading.number and figures & unusual(told.report):
                return _of(reading, _group(tx, event, told.article) or reading.source.group)
    return reading


def voiced(tx: Tx, reading: ReadArticle, event: Event) -> ReadArticle:
    """The reading as a source of this event."""
    return voice(tx, reading, (event,), tx.fingerprints.of_events([event.id])) if reading.own else reading


def told_apart(readings: Iterable[ReadArticle]) -> tuple[ReadArticle, ...]:
    """Readings in the order in which they came, each copy of an earlier one as of that one's source."""
    heard: list[ReadArticle] = []
    for one in readings:
        first = next((h for h in heard if one.own and h.own and is_copy(one.own, h.own)), None)
        heard.append(_of(one, first.source.group) if first else one)
    return tuple(heard)


def _of(reading: ReadArticle, group: str) -> ReadArticle:
    return replace(reading, source=as_of(reading.source, group))


def _group(tx: Tx, event: Event, article: int) -> str:
    """The group as which an article of an event counts."""
    urls = {told.url for told in tx.reports.of_articles([article])}
    return next((source.group for source in event.facts.sources if source.url in urls), "")
