"""What is wrong with the bot as a whole, and when operators are told: once when it lasts, once when it is over."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Trouble(StrEnum):
    """What the bot cannot do any more, or does too much of."""

    #: Nothing that readers write arrives.
    NO_UPDATES = "no updates received"
    #: No feed answers.
    NO_FEEDS = "no feed answers"
    #: Messages to readers do not arrive.
    NO_DELIVERY = "messages not delivered"
    #: The database takes nothing, or the disk is nearly full.
    STORE_FULL = "database or disk full"
    #: Far more alerts than usual.
    MANY_ALERTS = "too many alerts"


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
class Spell:
    """One time of trouble: since when, when it was last seen, and whether operators know of it."""

    since: datetime
    seen: datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What a look has brought: the spells that go on, those to be told of now, and those that are over."""

    spells: Mapping[Trouble, Spell] = field(default_factory=dict)
    begun: Mapping[Trouble, Spell] = field(default_factory=dict)
    over: Mapping[Trouble, Spell] = field(default_factory=dict)


def turn(spells: Mapping[Trouble, Spell], present: Collection[Trouble], now: datetime) -> Turn:
    """What is told of now; a spell that was too short to be told of ends in silence."""
    seen = {one: replace(spells.get(one, Spell(now, now)), seen=now) for one in present}
    going = {one: spell for one, spell in spells.items() if one not in seen and now - spell.seen < CALM}
    ended = {one: spell for one, spell in spells.items() if one not in seen and one not in going}
    begun = {one: spell for one, spell in seen.items() if not spell.told and now - spell.since >= LASTS[one]}
    known = {one: replace(spell, told=spell.told or one in begun) for one, spell in seen.items()}
    return Turn(known | going, begun, {one: spell for one, spell in ended.items() if _lasted(one, spell)})


def _lasted(trouble: Trouble, spell: Spell) -> bool:
    return spell.told or spell.seen - spell.since >= LASTS[trouble]


def untold(spells: Mapping[Trouble, Spell], troubles: Iterable[Trouble]) -> dict[Trouble, Spell]:
    """The same spells when nobody could be told of these."""
    again = set(troubles)
    return {one: replace(spell, told=spell.told and one not in again) for one, spell in spells.items()}
