"""Articles through reading and matching with nothing stored: which of them tell of one event."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain import matching, merging
from bot.domain.article import Article
from bot.domain.event import Change, Event, Source, Version, begin
from bot.domain.matching import Asks, Begins, Joins
from bot.domain.report import Report
from bot.services.understand import makes_an_event

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One article and the key of its event; no key when it makes none or an editor would be asked."""

    report: Report
    event: int | None


def replay(
    articles: Iterable[Article], read: Callable[[Article], Report], *, everything: bool = False
) -> Iterator[Replayed]:
    """Replay articles in the order given; `everything` matches each as if it were a report of a protest."""
    events: list[Event] = []
    for article in articles:
        report = read(article)
        yield Replayed(report, _matched(events, article, report) if everything or makes_an_event(report) else None)


def _matched(events: list[Event], article: Article, report: Report) -> int | None:
    source = Source(article.source, article.source, report.lang, article.url or article.id, article.published)
    match matching.match(report, events):
        case Begins():
            number = len(events) + 1
            version = Version(number, 1, Change.NEW, article.published or _NO_TIME, begin(report, source))
            events.append(Event(number, version))
            return number
        case Joins(event=number):
            event = events[number - 1]
            facts = merging.merge(event.facts, report, source)
            events[number - 1] = replace(event, version=replace(event.version, facts=facts))
            return number
        case Asks():
            return None
