"""What is wrong with the bot as a whole, and when operators are told: once when it lasts, once when it is over."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Trouble(StrEnum):
    """What the bot cannot do any more, or does too much of."""

    #: Nothing that readers write arrives.
    NO_UPDATES = "no_updates"
    #: No feed answers.
    NO_FEEDS = "no_feeds"
    #: Messages to readers do not arrive.
    NO_DELIVERY = "no_delivery"
    #: The database takes nothing, or the disk is nearly full.
    STORE_FULL = "store_full"
    #: Far more alerts than usual.
    MANY_ALERTS = "many_alerts"


#: How long each lasts before somebody is told: what passes by itself is no news.
LASTS: Mapping[Trouble, timedelta] = {
    Trouble.NO_UPDATES: timedelta(minutes=10),
    Trouble.NO_FEEDS: timedelta(minutes=15),
    Trouble.NO_DELIVERY: timedelta(minutes=5),
    Trouble.STORE_FULL: timedelta(minutes=1),
    Trouble.MANY_ALERTS: timedelta(),
}
#: What has not been seen for so long is over.
CALM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class TroublePeriod:
    """One time of trouble: since when, when it was last seen, and whether operators know of it."""

    since: datetime
    seen: datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What a look has brought: the periods that go on, those to be told of now, and those that are over."""

    periods: Mapping[Trouble, TroublePeriod] = field(default_factory=dict)
    begun: Mapping[Trouble, TroublePeriod] = field(default_factory=dict)
    over: Mapping[Trouble, TroublePeriod] = field(default_factory=dict)


def turn(periods: Mapping[Trouble, TroublePeriod], present: Collection[Trouble], now: datetime) -> Turn:
    """What is told of now; a period that was too short to be told of ends in silence."""
    seen = {one: replace(periods.get(one, TroublePeriod(now, now)), seen=now) for one in present}
    going = {one: period for one, period in periods.items() if one not in seen and now - period.seen < CALM}
    ended = {one: period for one, period in periods.items() if one not in seen and one not in going}
    begun = {one: period for one, period in seen.items() if not period.told and now - period.since >= LASTS[one]}
    known = {one: replace(period, told=period.told or one in begun) for one, period in seen.items()}
    return Turn(known | going, begun, {one: period for one, period in ended.items() if _lasted(one, period)})


def _lasted(trouble: Trouble, period: TroublePeriod) -> bool:
    return period.told or period.seen - period.since >= LASTS[trouble]


def untold(periods: Mapping[Trouble, TroublePeriod], troubles: Iterable[Trouble]) -> dict[Trouble, TroublePeriod]:
    """The same periods when nobody could be told of these."""
    again = set(troubles)
    return {one: replace(period, told=period.told and one not in again) for one, period in periods.items()}
