"""How far an outlet is trusted: known, on probation, muted.

added later ─► probation: all it tells asks ─► known, by an editor or when other owners confirmed enough of its reports
muted       ─► it tells nothing more, and what it alone said is taken back from whoever was told

One transaction is given.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.clock import local_day
from bot.domain.correction import Reason
from bot.domain.decision import OutletStanding
from bot.domain.event import Basis
from bot.domain.feed import Feed
from bot.domain.outlet import Outcome, is_over
from bot.domain.review import Resolution
from bot.domain.understanding.context import Context, ReadArticle
from bot.services.events import editor_decisions
from bot.services.understanding.source_retraction import take_back
from bot.store import background
from bot.store.transaction import Tx

#: What a muted outlet said longer ago is left as it is: nobody's message of it can be edited any more.
_REACH = timedelta(days=30)


def is_far_above_usual(tx: Tx, outlet: str, now: datetime) -> bool:
    """Whether so many of the events that readers were told of rest on an outlet alone, asked of all that is known."""
    return is_over(background.rate_of(tx, outlet, now))


def count_confirmed(tx: Tx, reading: ReadArticle, events: Iterable[int | None], now: datetime) -> None:
    """Count a report of an outlet on probation that other owners tell too."""
    if any(_is_told_by_others(tx, number, reading) for number in events if number):
        tx.outlets.count(reading.source.outlet, local_day(now), Outcome.CONFIRMED)


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
            editor_decisions.decline(tx, event, Resolution.MUTED, now)
