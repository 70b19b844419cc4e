"""An event has grown → what waited near it is weighed again, by the rules of any report; one transaction is given.

A report that came before those that make it sure ends where it would had it come last: its wait for an editor is over.
What a court made of a protest waits here too, when it came before the protest's own reports.

    event ─► reports that wait, of its days and places ─► certain by now ─► joins, and the event has grown again
                                                      ├─► certain, but too little or in review mode ─► an editor
                                                      └─► not certain ─► waits on; an editor may choose this event
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain import matching
from bot.domain.codes import ReportKind
from bot.domain.decision import Circumstances, Decision, KnownEvent, judge
from bot.domain.event import Event, Facts
from bot.domain.match_evidence import REACH, around, found_by
from bot.domain.matching import MatchVerdict
from bot.domain.report import Report
from bot.domain.review import PARTS, Resolution
from bot.services.events import event_versions
from bot.services.events.context import Context, ReadArticle
from bot.services.events.event_versions import WrittenVersion
from bot.services.understanding.event_assignment import Assignment, clues_of, follow, place
from bot.store.transaction import Tx

#: So many reports are weighed again at most; of more the newest.
_MOST = 100


def wait(tx: Tx, article: int, report: Report, now: datetime) -> None:
    """No event is certain for a report: it waits for one to grow near it."""
    days = report.span.start, report.span.end or report.span.start
    terms = found_by(report.place_ids, report.organisers)
    if days[0] and days[1] and terms:
        tx.reports.wait(article, terms, (days[0], days[1]), now)


def no_more(tx: Tx, article: int, now: datetime) -> None:
    """Where a report belongs is certain: no editor is asked any more."""
    placing = (review.id for review in tx.reviews.of_article(article) if review.reason not in PARTS)
    event_versions.settle(tx, placing, Resolution.JOINED, now)


def reassess(tx: Tx, numbers: Iterable[int], context: Context, now: datetime) -> tuple[WrittenVersion, ...]:
    """Join what waits near these events and is certain by now; answers what was written."""
    written: list[WrittenVersion] = []
    growing = list(numbers)
    while growing:  # ends: each event that grows again has taken a report from those that wait
        event = tx.events.get(growing.pop())
        for reading in _certain(tx, event, context) if event and not event.retracted else ():
            placed = _again(tx, reading, context, now)
            written += [placed.written] if placed.written else []
            growing += [placed.event, *placed.also] if placed.event else []
    return tuple(written)


def _certain(tx: Tx, event: Event, context: Context) -> tuple[ReadArticle, ...]:
    """What waits near an event and certainly tells of it; of what may, editors are offered the event too."""
    days = _days(event.facts)
    near = tx.reports.near(_terms(event.facts, context), days, _MOST) if days else ()
    if not near:
        return ()
    clues, prints = (
        clues_of(tx, [event], None, context),
        dict(tx.fingerprints.of_articles(told.article for told in near)),
    )
    prints |= context.meant(tx, prints.values())
    sure: list[ReadArticle] = []
    for told in near:
        own = prints.get(told.article)
        verdict = matching.compare(told.report, event.facts, replace(clues, own=own).witness(event.id))
        if verdict is MatchVerdict.CERTAIN:
            sure.append(context.reading(told, own))
        elif verdict is MatchVerdict.LIKELY and told.asks:
            tx.reports.ask(told.article, tuple(sorted({*told.asks, event.id})))
    return tuple(sure)


def _again(tx: Tx, reading: ReadArticle, context: Context, now: datetime) -> Assignment:
    article, court = reading.number, reading.report.kind is ReportKind.COURT_FOLLOWUP
    if not court and not _is_enough(tx, reading, context):
        return Assignment()
    placed = follow(tx, reading, context, now) if court else place(tx, reading, context, now, again=True)
    if placed.event:
        tx.reports.move([article], placed.event)
        no_more(tx, article, now)
    elif placed.waits:
        tx.reports.settle([article])
        tx.reports.ask(article, placed.asks)
        tx.reviews.ask(placed.waits, now, event=placed.asks[0], article=article)
    return placed


def _is_enough(tx: Tx, reading: ReadArticle, context: Context) -> bool:
    """Whether a report may be published once its event is known."""
    standing = tx.outlets.standing(reading.source.outlet)
    at = Circumstances(standing, KnownEvent(published=True), context.rules.mode)
    return judge(reading.report, context.thresholds, at).decision is Decision.PUBLISH


def _terms(facts: Facts, context: Context) -> frozenset[str]:
    places = facts.place_ids | set(facts.away)
    return found_by(around(places, context.gazetteer) if context.gazetteer else places, facts.organisers)


def _days(facts: Facts) -> tuple[date, date] | None:
    """The event's days, and those that an editor found wrong; an action may have gone on before and after."""
    days = sorted(day for day in (facts.span.start, facts.span.end, *facts.not_on) if day)
    reach = timedelta(days=REACH)
    return (days[0] - reach, days[-1] + reach) if days else None
