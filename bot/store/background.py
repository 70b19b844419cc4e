"""All that is stored and bears on one report, loaded in one step."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.clock import local_day
from bot.domain.decision import OutletStanding
from bot.domain.event import Event
from bot.domain.fingerprint import Fingerprint
from bot.domain.match_evidence import REACH, UNDATED_REACH, around
from bot.domain.matching import Clues
from bot.domain.outlet import A_DAY, AN_HOUR, Rate
from bot.domain.report import Report, StoredReport
from bot.domain.understanding import candidate_events
from bot.domain.understanding.background import Background, Beside, OutletHistory
from bot.domain.understanding.candidate_events import Nearby
from bot.domain.understanding.context import Context, ReadArticle
from bot.domain.understanding.pending import Pending
from bot.store.transaction import Tx

_NEAR = timedelta(days=UNDATED_REACH)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
#: So many reports that wait are weighed again at most; of more the newest.
_MOST = 100


def load(
    tx: Tx, reading: ReadArticle, context: Context, now: datetime, *, revision: int = 1, again: bool = False
) -> Background:
    """What is stored and bears on a report of this revision of its article; `again`: it was counted before."""
    before = tx.reports.of_articles([reading.number]) if reading.earlier or revision > 1 else ()
    edits = tx.articles.mended(reading.number, local_day(now)) if before else 0
    events = _candidates(tx, reading, context)
    own = replace(reading.own, article=reading.number) if reading.own else None
    own = context.meaning(own, reading.vector) if own else None
    clues, urls = _clues(tx, events, own, context)
    outlet = _outlet(tx, reading.source.outlet, now, rated=context.rules.budgets and not again)
    return Background(outlet, events, clues, urls, before=next(iter(before), None), edits=edits)


def load_more(tx: Tx, known: Background, events: Iterable[int]) -> Background:
    """The same with what is stored beside these events: their reports, and questions about them."""
    beside = {number: Beside(tx.reports.told(number), tx.reviews.about(number)) for number in sorted(events)}
    return replace(known, beside={**known.beside, **beside}, standings=tx.outlets.all())


def _candidates(tx: Tx, reading: ReadArticle, context: Context) -> tuple[Event, ...]:
    """The events that a report may tell of."""
    found = [
        event for event in _near(tx, reading.report, context) if candidate_events.may_tell_of(event, reading.report)
    ]
    waiting = {event.id: tx.reviews.of_event(event.id) for event in found if event.held}
    gone = {
        event.id for event in found if candidate_events.is_gone_for(event, waiting.get(event.id, ()), reading.number)
    }
    return tuple(event for event in found if event.id not in gone)


def _near(tx: Tx, report: Report, context: Context) -> tuple[Event, ...]:
    start = report.span.start
    if start is None:
        return ()
    return tx.events.candidates(
        start,
        report.span.end or start,
        near=_NEAR,
        lasting=timedelta(days=REACH),
        places=around(report.place_ids, context.gazetteer) if context.gazetteer else None,
        organised=bool(report.organisers),
    )


def clues_of(tx: Tx, events: Iterable[Event], own: Fingerprint | None, context: Context) -> Clues:
    """What helps to compare a report with these events."""
    return _clues(tx, events, own, context)[0]


def _clues(
    tx: Tx, events: Iterable[Event], own: Fingerprint | None, context: Context
) -> tuple[Clues, Mapping[int, str]]:
    numbers = [event.id for event in events]
    if not numbers:
        return Clues(context.gazetteer, own, match_score=context.match_score), {}
    known = tx.reports.views(numbers)
    meant = meanings(tx, [one for prints in (*known.prints.values(), (own,) if own else ()) for one in prints], context)
    prints = {event: tuple(meant.get(one.article, one) for one in told) for event, told in known.prints.items()}
    own = meant.get(own.article, own) if own else None
    return Clues(context.gazetteer, own, prints, known.reports, context.match_score), known.urls


def meanings(tx: Tx, prints: Collection[Fingerprint], context: Context) -> Mapping[int, Fingerprint]:
    """Fingerprints with what their articles mean, by the numbers of these, as far as vectors are stored."""
    known = {one.article: one for one in prints if one.lang in context.match_score.means}
    vectors = tx.vectors.of_articles(known.keys()) if known else {}
    return {number: context.meaning(known[number], vector) for number, vector in vectors.items()}


def _outlet(tx: Tx, outlet: str, now: datetime, *, rated: bool) -> OutletHistory:
    today = local_day(now)
    row = tx.outlets.lately(outlet, today - _DAY, today)
    confirmed = 0
    if row.standing is OutletStanding.PROBATION and row.since:
        counts = tx.outlets.days(local_day(row.since)).get(outlet)
        confirmed = counts.confirmed if counts else 0
    rate = _rate(tx, outlet, row.begun, now) if rated else None
    return OutletHistory(outlet, row.standing, confirmed, rate, row.paged)


def _rate(tx: Tx, outlet: str, begun: int, now: datetime) -> Rate | None:
    """How many events an outlet alone tells, where one more could be far above its usual rate and that of others."""
    lately = tx.alerts.begun_alone(now - _HOUR, outlet) if begun >= AN_HOUR else {}
    if begun < A_DAY and lately.get(outlet, 0) < AN_HOUR:  # nearly always: nothing more needs to be known
        return None
    return rate_of(tx, outlet, now)


def rate_of(tx: Tx, outlet: str, now: datetime) -> Rate:
    """How many of the events that readers were told of rest on an outlet alone, beside its usual rate and others'."""
    hour, day = tx.alerts.begun_alone(now - _HOUR), tx.alerts.begun_alone(now - _DAY)
    usual = tx.outlets.usual(outlet, local_day(now))
    return Rate(hour.get(outlet, 0), day.get(outlet, 0), usual, _others(hour, outlet), _others(day, outlet))


def _others(counts: Mapping[str, int], outlet: str) -> tuple[int, ...]:
    return tuple(many for other, many in counts.items() if other != outlet)


def waiting(tx: Tx, near: Nearby) -> tuple[StoredReport, ...]:
    """The reports that wait near an event."""
    return tx.reports.near(near.terms, near.days, _MOST)


def pending(tx: Tx, event: Event, near: Nearby, context: Context) -> Pending | None:
    """The reports that wait near an event, and what they are compared by; none where nothing waits."""
    told = waiting(tx, near)
    if not told:
        return None
    prints = dict(tx.fingerprints.of_articles(one.article for one in told))
    clues = clues_of(tx, [event], None, context)
    return Pending(told, clues, prints | dict(meanings(tx, prints.values(), context)))
