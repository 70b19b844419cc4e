"""Events → fewer or more events: several become one, or one becomes two; what was sent follows; one transaction.

merge: the lowest number stays, the others answer as it; its next version tells what is new in it
split: chosen reports begin an event of their own; what they brought is taken out of the first, as a correction
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce

from bot.domain import merging
from bot.domain.correction import Reason
from bot.domain.errors import NoSuchEvent, Operational
from bot.domain.event import Change, Event, Facts, Source, Version, begin, grown, put_right
from bot.domain.grave import without_grave
from bot.domain.names import Names
from bot.domain.report import StoredReport
from bot.domain.understanding import versions
from bot.domain.understanding.context import PublishRules, is_fresh
from bot.services.events import event_versions
from bot.services.events.write import write
from bot.store.transaction import Tx


class CannotSplit(Operational):
    """These articles are not of the event, or they are all it has."""


class CannotMerge(Operational):
    """What readers see and what is hidden from them, or taken back, do not become one event."""


def unite(tx: Tx, events: Sequence[Event], now: datetime, *, quiet: bool = False) -> Event:
    """Several events become the one of the lowest number; the others redirect to it.

    All are shown, or all are held and stay so: a held event hides no other one and tells nothing by another one's
    name. CannotMerge when they differ in that, and when one was retracted: what was taken back is part of nothing.
    """
    _check(events)
    united = versions.unite(events, now, quiet=quiet)
    write(tx, united.writes, now)
    return tx.events.get(united.event.id) or united.event


def _check(events: Iterable[Event]) -> None:
    states = {event.held: event.id for event in events}
    if gone := next((event.id for event in events if event.retracted), 0):
        raise CannotMerge(f"event {gone} was retracted: it is merged with nothing")
    if len(states) > 1:
        hidden, shown = states[True], states[False]
        raise CannotMerge(f"event {hidden} is held and event {shown} is not: release the one or hold the other first")


def merge(tx: Tx, numbers: Sequence[int], now: datetime, rules: PublishRules) -> Event:
    """An editor says that these events are one; NoSuchEvent names one that is not there, CannotMerge as `unite`.

    A held event is merged after it was released, or with others that are held: whether readers see it is decided
    first, and by itself.
    """
    events = {event.id: event for event in (_event(tx, number) for number in numbers)}
    if len(events) < 2:
        raise NoSuchEvent(numbers[-1])
    old = not any(is_fresh(event.facts, now, rules.old_news) for event in events.values())
    return unite(tx, tuple(events.values()), now, quiet=old)


def split(
    tx: Tx, number: int, articles: Sequence[int], now: datetime, *, names: Names, rules: PublishRules
) -> tuple[Event, Event]:
    """An editor says that these articles tell of another protest; answers the event as it is left and the fresh one."""
    event = _event(tx, number)
    told = tx.reports.told(event.id)
    apart = [one for one in told if one.article in set(articles)]
    rest = [one for one in told if one.article not in set(articles)]
    if not apart or not rest or len(apart) < len(set(articles)):
        raise CannotSplit(f"event {event.id} has the articles {', '.join(str(one.article) for one in told)}")
    left = _as_fixed(_rebuilt(rest, names, event.facts), event.facts)
    corrected = tx.events.add_version(
        event.id, Change.CORRECTION, left, now, major=True, reasons=(Reason.NOT_ONE_EVENT.value,)
    )
    fresh = tx.events.create(_rebuilt(apart, names, event.facts), now)
    tx.reports.move([one.article for one in apart], fresh.event)
    if not event.held:
        _tell(tx, (corrected, fresh), now, rules)
    else:
        tx.events.hold(fresh.event, held=True)
    return _event(tx, event.id), _event(tx, fresh.event)


def _tell(tx: Tx, versions: tuple[Version, Version], now: datetime, rules: PublishRules) -> None:
    corrected, fresh = versions
    event_versions.tell(tx, corrected, None, now, quiet=False)
    event_versions.tell(tx, fresh, None, now, quiet=not is_fresh(fresh.facts, now, rules.old_news))


def _event(tx: Tx, number: int) -> Event:
    event = tx.events.get(number)
    if event is None:
        raise NoSuchEvent(number)
    return event


def _rebuilt(told: Sequence[StoredReport], names: Names, before: Facts) -> Facts:
    """The facts that these reports make; each counts as the source that it counted as before."""
    groups = {source.url: source.group for source in before.sources}
    made = [
        begin(without_grave(one.report), _source(one, groups.get(one.url) or names.group_of(one.outlet)))
        for one in told
    ]
    return reduce(merging.unite, made[1:], made[0])


def _as_fixed(facts: Facts, before: Facts) -> Facts:
    """The facts with what an editor had put right."""
    fixed = tuple(said for said in before.said if said.fixed)
    places = before.places if "places" in before.pinned else facts.places
    right = tuple(put_right(said, [ref.id for ref in places], before.away) for said in facts.said)
    span = before.span if "day" in before.pinned else facts.span
    responses = before.responses if "responses" in before.pinned else facts.responses
    organisers = before.organisers if "organisers" in before.pinned else facts.organisers
    left = replace(
        facts, span=span, places=places, said=grown(fixed + right), responses=responses, organisers=organisers
    )
    return replace(left, pinned=before.pinned, away=before.away, not_on=before.not_on)


def _source(told: StoredReport, group: str) -> Source:
    return Source(told.outlet, group, told.report.lang, told.url, told.published)
