"""article → independent source: one agency's text on five sites is one source.

A copy counts as the source of the text that it copies: of one that tells of the event, or of one that waits near it.
So does a text that names another outlet, and one with the very figure that another outlet gave as its own count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.corroboration import unusual
from bot.domain.event import Event
from bot.domain.fingerprint import is_copy
from bot.domain.matching import Prints
from bot.domain.understanding.background import NOTHING, Beside
from bot.domain.understanding.context import ReadArticle, as_of


def counted_as(
    reading: ReadArticle,
    events: Iterable[Event],
    prints: Prints,
    urls: Mapping[int, str],
    beside: Mapping[int, Beside],
) -> ReadArticle:
    """The reading as a source of the first of these events that has its text, else of its own.

    `urls` are the addresses of the articles of `prints`; of `beside` the events' reports count.
    """
    own, several = reading.own, tuple(events)
    reading = _quoted(reading, several, beside)
    for event in several if own else ():
        copied = next((other for other in prints.get(event.id, ()) if own and is_copy(own, other)), None)
        if copied:
            reading = _as_source_at(reading, event, urls.get(copied.article))
            return replace(reading, copied=0 if copied.article == reading.number else event.id)
    return reading


def gives_figures(reading: ReadArticle) -> bool:
    """Whether a reading without a named source has a figure that nobody counts twice alike."""
    return bool(unusual(reading.report)) and not reading.report.cites


def _quoted(reading: ReadArticle, events: Iterable[Event], beside: Mapping[int, Beside]) -> ReadArticle:
    """The reading as of whoever it names, or has a figure from that nobody counts twice alike."""
    for event in events:
        for source in event.facts.sources:
            if source.outlet in reading.report.cites:
                return replace(reading, source=as_of(reading.source, source.group))
    for event in events if gives_figures(reading) else ():
        for told in beside.get(event.id, NOTHING).but(reading.number):
            if unusual(reading.report) & unusual(told.report):
                return _as_source_at(reading, event, told.url)
    return reading


def _as_source_at(reading: ReadArticle, event: Event, url: str | None) -> ReadArticle:
    """The reading as of the group as which an article of an event counts."""
    group = next((source.group for source in event.facts.sources if source.url == url), "")
    return replace(reading, source=as_of(reading.source, group or reading.source.group))
