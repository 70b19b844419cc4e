"""How far an outlet is trusted: known, on probation, muted; and whether it tells more by itself than it usually does.

added later ─► probation: all it tells asks ─► known, by an editor or when other owners confirmed enough of its reports
muted       ─► it tells nothing more, and what it alone said is taken back from whoever was told

One transaction is given.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.decision import Decision, Judgement, OutletStanding, Why
from bot.domain.event import Basis
from bot.domain.feed import Feed
from bot.domain.outlet import A_DAY, AN_HOUR, CONFIRMED, Outcome, Rate, is_over
from bot.domain.review import Resolution
from bot.services.events import unchecked_events
from bot.services.events.context import Context, ReadArticle
from bot.services.understanding.source_retraction import take_back
from bot.store.transaction import Tx

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
#: What a muted outlet said longer ago is left as it is: nobody's message of it can be edited any more.
_REACH = timedelta(days=30)


def of(tx: Tx, outlet: str, now: datetime) -> OutletStanding:
    """The standing of an outlet; one on probation of which others confirmed enough becomes known."""
    standing = tx.outlets.standing(outlet)
    since = tx.outlets.since(outlet) if standing is OutletStanding.PROBATION else None
    if since is None:
        return standing
    counts = tx.outlets.days(local_day(since)).get(outlet)
    if counts is None or counts.confirmed < CONFIRMED:
        return standing
    tx.outlets.set(outlet, OutletStanding.KNOWN, now)
    return OutletStanding.KNOWN


def is_over_budget(tx: Tx, outlet: str, now: datetime) -> bool:
    """Whether one more event that an outlet alone tells would be far above its usual rate and that of others."""
    today = local_day(now)
    own = tx.outlets.begun(outlet, today - _DAY)
    lately = tx.alerts.begun_alone(now - _HOUR, outlet) if own >= AN_HOUR else {}
    if own < A_DAY and lately.get(outlet, 0) < AN_HOUR:  # nearly always: nothing more needs to be known
        return False
    return is_far_above_usual(tx, outlet, now)


def is_far_above_usual(tx: Tx, outlet: str, now: datetime) -> bool:
    """Whether so many of the events that readers were told of rest on an outlet alone, asked of all that is known."""
    hour, day = tx.alerts.begun_alone(now - _HOUR), tx.alerts.begun_alone(now - _DAY)
    usual = tx.outlets.usual(outlet, local_day(now))
    return is_over(Rate(hour.get(outlet, 0), day.get(outlet, 0), usual, _others(hour, outlet), _others(day, outlet)))


def _others(counts: Mapping[str, int], outlet: str) -> tuple[int, ...]:
    return tuple(many for other, many in counts.items() if other != outlet)


def note(tx: Tx, reading: ReadArticle, judged: Judgement, events: Iterable[int | None], now: datetime) -> None:
    """Count what became of a report."""
    outlet, day = reading.source.outlet, local_day(now)
    if reading.earlier is None and judged.decision is not Decision.DROP:
        outcome = Outcome.PUBLISHED if judged.decision is Decision.PUBLISH else Outcome.ASKED
        tx.outlets.count(outlet, day, outcome)
    if Why.PROBATION in judged.why and any(_is_told_by_others(tx, number, reading) for number in events if number):
        tx.outlets.count(outlet, day, Outcome.CONFIRMED)


def _is_told_by_others(tx: Tx, number: int, reading: ReadArticle) -> bool:
    """Whether readers see an event that other owners tell of, none of which the report copies or quotes."""
    event = tx.events.get(number)
    shown = event is not None and not event.held and not event.retracted and event.facts.basis is not Basis.UNCHECKED
    return event is not None and shown and bool(event.facts.groups) and reading.source.group not in event.facts.groups


def begin(tx: Tx, feeds: Iterable[Feed], shipped: frozenset[str], now: datetime) -> None:
    """Make these the configured feeds; an outlet that comes after the first and is not shipped is on probation."""
    configured = tuple(feeds)
    known = tx.feeds.outlets()
    tx.feeds.sync(configured, now)
    for outlet in sorted({feed.outlet for feed in configured} - known - shipped) if known else ():
        tx.outlets.set(outlet, OutletStanding.PROBATION, now)


def put(tx: Tx, outlet: str, standing: OutletStanding, context: Context, now: datetime) -> None:
    """An outlet is trusted so far from now on; what a muted one alone said is taken back."""
    tx.outlets.set(outlet, standing, now)
    if standing is not OutletStanding.MUTED:
        return
    for number in tx.reports.events_of(outlet, now - _REACH):
        event, told = tx.events.get(number), tx.reports.told(number)
        gone = [one for one in told if one.outlet == outlet]
        tx.reports.move([one.article for one in gone], None)
        rest = [one for one in told if one.outlet != outlet]
        if event is None or event.retracted or event.facts.basis is Basis.EDITORS:  # those editors have seen
            continue
        if event.facts.basis is Basis.OUTLETS:
            take_back(tx, event, gone, rest, Reason.OUTLET_MUTED, context, now)
        elif not rest:
            unchecked_events.decline(tx, event, Resolution.MUTED, now)
