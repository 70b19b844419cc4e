"""An event has grown → which of the reports that wait near it certainly tell of it by now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain import matching
from bot.domain.event import Event
from bot.domain.fingerprint import Fingerprint
from bot.domain.matching import NO_CLUES, Clues, MatchVerdict
from bot.domain.report import StoredReport
from bot.domain.understanding.context import Context, ReadArticle
from bot.domain.understanding.writes import OfferEvents


@dataclass(frozen=True, slots=True)
class Pending:
    """Reports that wait near an event, with their fingerprints and what helps to compare them with it."""

    reports: tuple[StoredReport, ...] = ()
    clues: Clues = NO_CLUES
    prints: Mapping[int, Fingerprint] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WeighedAgain:
    """The reports that certainly tell of the event, and of those that may, to whom editors are offered it too."""

    certain: tuple[ReadArticle, ...] = ()
    offers: tuple[OfferEvents, ...] = ()


def weigh_pending(event: Event, pending: Pending, context: Context) -> WeighedAgain:
    """Each of the reports by the rules of any report."""
    certain: list[ReadArticle] = []
    offers: list[OfferEvents] = []
    for told in pending.reports:
        own = pending.prints.get(told.article)
        witness = replace(pending.clues, own=own).witness(event.id)
        verdict = matching.compare(told.report, event.facts, witness)
        if verdict is MatchVerdict.CERTAIN:
            certain.append(context.reading(told, own))
        elif verdict is MatchVerdict.LIKELY and told.asks:
            offers.append(OfferEvents(told.article, tuple(sorted({*told.asks, event.id}))))
    return WeighedAgain(tuple(certain), tuple(offers))
