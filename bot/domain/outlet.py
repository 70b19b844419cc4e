"""What an outlet may tell by itself: how much of what it alone says, and when its readers' phones ring for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import combinations

from bot.domain.correction import BY_OUTLETS
from bot.domain.decision import OutletStanding
from bot.domain.event import Basis, Change, Event, Facts, Said, Version

#: So long a reader's phone rings once at most for what one outlet alone says.
QUIET_FOR = timedelta(hours=1)
#: Events that an outlet alone may begin in an hour and in a day; more only if that is usual for it or for others.
AN_HOUR, A_DAY = 5, 15
_TIMES = 3
#: So many other owners, each telling of another place, make an hour in which nobody is kept quiet.
_WIDESPREAD = 3
#: Of many owners those that name most places are looked at.
_OWNERS_SEEN = 20
#: On probation an outlet becomes known when other owners have confirmed so many of its reports.
CONFIRMED = 5


class Outcome(StrEnum):
    """What became of a report."""

    PUBLISHED = "published"
    ASKED = "asked"
    #: It was the first to tell of an event that was published.
    BEGUN = "begun"
    #: Another owner told of its event too.
    CONFIRMED = "confirmed"
    #: The outlet, or an editor, took it back.
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of an outlet's reports came to what."""

    published: int = 0
    asked: int = 0
    begun: int = 0
    confirmed: int = 0
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """An outlet as editors see it: how far it is trusted, and what became of its reports of late."""

    outlet: str
    standing: OutletStanding
    counts: Counts

    @property
    def unconfirmed(self) -> int:
        """Events that it told first and nobody else told."""
        return max(self.counts.begun - self.counts.confirmed, 0)


@dataclass(frozen=True, slots=True)
class Rate:
    """Events that one outlet alone tells: its own in an hour and a day, on a usual day, and those of the others."""

    hour: int
    day: int
    usual: float = 0.0
    #: The same of each other outlet, in the hour and in the day.
    others_hour: Sequence[int] = ()
    others_day: Sequence[int] = ()


def is_over(rate: Rate) -> bool:
    """Whether one more would be far above the outlet's usual rate and above that of others: a busy day is everybody's.

    The busiest two of the others do not count, so that two outlets cannot raise the measure for each other.
    """
    hour = max(AN_HOUR, rate.usual, _TIMES * _third(rate.others_hour))
    day = max(A_DAY, _TIMES * rate.usual, _TIMES * _third(rate.others_day))
    return rate.hour >= hour or rate.day >= day


def _third(counts: Iterable[int]) -> int:
    busiest = sorted(counts, reverse=True)
    return busiest[_WIDESPREAD - 1] if len(busiest) >= _WIDESPREAD else 0


def is_widespread(told: Iterable[tuple[str, str]], but: str) -> bool:
    """Whether three owners other than this one tell of three places, each of another; pairs of owner and place."""
    places: dict[str, set[str]] = {}
    for owner, place in told:
        if owner != but:
            places.setdefault(owner, set()).add(place)
    most = sorted(places.values(), key=len, reverse=True)[:_OWNERS_SEEN]
    return any(_apart(three) for three in combinations(most, _WIDESPREAD))


def _apart(several: Sequence[set[str]]) -> bool:
    """Whether each can have a place of its own: any so many of them name that many (Hall's theorem)."""
    sizes = range(1, len(several) + 1)
    return all(len(set().union(*some)) >= many for many in sizes for some in combinations(several, many))


@dataclass(frozen=True, slots=True)
class Alone:
    """The outlet, and its owner, whose sole word something is."""

    outlet: str = ""
    owner: str = ""

    def __bool__(self) -> bool:
        return bool(self.outlet)


NOBODY = Alone()


def sole_word(version: Version, before: Version | None) -> Alone:
    """Whose sole word is what a version tells beyond the one before; nobody's when a second owner or an editor has it.

    A correction is nobody's: whoever was told hears of it.
    """
    facts = version.facts
    if version.change in {Change.CORRECTION, Change.RETRACTION} or facts.basis is not Basis.OUTLETS:
        return NOBODY
    if before and not version.major and len(before.facts.groups) == 1 < len(facts.groups):
        return NOBODY  # a second owner tells of the event
    told = _told_of(facts, before.facts if before else None) or [facts.groups]
    owners = frozenset[str]().union(*told)
    if len(owners) != 1 or any(len(one) > 1 for one in told):
        return NOBODY
    (owner,) = owners
    outlets = [source.outlet for source in facts.sources if owner in {source.group, source.own_group}]
    return Alone(outlets[-1], owner) if outlets else NOBODY


def source_alone(facts: Facts) -> Alone:
    """The outlet that alone tells of an event, whatever it is based on; nobody where two owners do."""
    sources = facts.sources
    return Alone(sources[-1].outlet, sources[-1].group) if sources and len(facts.groups) == 1 else NOBODY


def _told_of(facts: Facts, before: Facts | None) -> list[frozenset[str]]:
    """Of each thing that is new the owners that tell it."""
    if before is None or before.basis is Basis.UNCHECKED:
        return [facts.groups]
    known = {_version(said) for said in before.claims}
    told = [frozenset(said.relays) for said in facts.claims if _version(said) not in known]
    has = {*before.responses, *before.place_ids, *before.organisers}
    return told + [frozenset(one.groups) for one in facts.relayed if one.what not in has]


def _version(said: Said) -> tuple[object, ...]:
    return *said.key, said.claim.min, said.claim.max


def taken_back_by_outlet(event: Event) -> bool:
    """Whether an event was retracted because its outlets took it back or are trusted no more: others may tell of it."""
    return event.retracted and bool(BY_OUTLETS & set(event.version.reasons))
