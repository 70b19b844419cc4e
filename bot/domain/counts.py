"""Entries → counts for maps and charts: events by region, week and month, and where too few sources answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.domain.feed import Coverage
from bot.domain.place import COUNTRY, Gazetteer, PlaceKind

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tally:
    """An event that holds, in one of its places, with its first day there."""

    event: int
    place: str
    day: date


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """A week or a month, bounds inclusive, with the events that began in it; `quiet` tells nothing where it is blind.

    Blind: on more than half of its days fewer than half of the feeds answered, or nobody asked.
    """

    start: date
    end: date
    events: int
    blind: bool = False


@dataclass(frozen=True, slots=True)
class EventCounts:
    """What a picture shows: the country by regions, or one place by months."""

    #: None: the whole country.
    place: str | None
    start: date
    end: date
    events: int
    regions: tuple[tuple[str, int], ...] = ()
    months: tuple[CountedPeriod, ...] = ()


def weeks(
    tallies: Iterable[Tally], covered: Mapping[date, Coverage], last: date, many: int = 52
) -> tuple[CountedPeriod, ...]:
    """The weeks from Monday to Sunday up to the one with the last day, oldest first."""
    monday = last - timedelta(days=last.weekday())
    edges = [monday - _WEEK * (many - 1 - number) for number in range(many + 1)]
    return _stretches(edges, tallies, covered, last)


def months(
    tallies: Iterable[Tally], covered: Mapping[date, Coverage], last: date, many: int = 12
) -> tuple[CountedPeriod, ...]:
    """The months up to the one with the last day, oldest first."""
    edges = [month_before(last, many - 1 - number) for number in range(many + 1)]
    return _stretches(edges, tallies, covered, last)


def month_before(day: date, many: int) -> date:
    """The first day of the month so many months earlier; a negative number goes on."""
    year, month = divmod(day.year * 12 + day.month - 1 - many, 12)
    return date(year, month + 1, 1)


def by_region(tallies: Iterable[Tally], gazetteer: Gazetteer) -> dict[str, int]:
    """Events in each region and city of its rank; an event in two regions counts in both."""
    found: dict[str, set[int]] = {}
    for one in tallies:
        if region := region_of(one.place, gazetteer):
            found.setdefault(region, set()).add(one.event)
    return {region: len(events) for region, events in found.items()}


def region_of(place: str, gazetteer: Gazetteer) -> str | None:
    """The region of a place, or the city of its rank; none for the country and for what is unknown."""
    if place not in gazetteer or place == COUNTRY:
        return None
    return gazetteer.region_of(place) or gazetteer.city_of(place)


def regions(gazetteer: Gazetteer) -> tuple[str, ...]:
    """All regions and cities of their rank."""
    first = {PlaceKind.REGION, PlaceKind.CITY}
    return tuple(place.id for place in gazetteer.places.values() if place.kind in first and place.region is None)


def _stretches(
    edges: list[date], tallies: Iterable[Tally], covered: Mapping[date, Coverage], last: date
) -> tuple[CountedPeriod, ...]:
    firsts = _first_days(tallies)
    made = []
    for start, after in pairwise(edges):
        end = after - timedelta(days=1)
        count = sum(1 for day in firsts.values() if start <= day <= end)
        made.append(CountedPeriod(start, end, count, _blind(start, min(end, last), covered)))
    return tuple(made)


def _first_days(tallies: Iterable[Tally]) -> dict[int, date]:
    firsts: dict[int, date] = {}
    for one in tallies:
        firsts[one.event] = min(one.day, firsts.get(one.event, one.day))
    return firsts


def _blind(start: date, end: date, covered: Mapping[date, Coverage]) -> bool:
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    seen = sum(1 for day in days if day in covered and not covered[day].poor)
    return 2 * seen < len(days)
