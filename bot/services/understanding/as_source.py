"""A reading as the source that it counts as in one event; one transaction is given."""

from bot.domain.event import Event
from bot.domain.understanding.background import Beside
from bot.domain.understanding.context import ReadArticle
from bot.domain.understanding.source_independence import voice
from bot.store.transaction import Tx


def as_source(tx: Tx, reading: ReadArticle, event: Event) -> ReadArticle:
    """The reading as a source of this event."""
    if not reading.own:
        return reading
    told, prints = tx.reports.told(event.id), tx.fingerprints.of_events([event.id])
    known = tx.reports.of_articles(one.article for one in prints.get(event.id, ()))
    return voice(reading, (event,), prints, {one.article: one.url for one in known}, {event.id: Beside(told)})
