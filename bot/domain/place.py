"""Places of Kazakhstan: what they are called, what lies in what, and who is concerned by an event there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from bot.domain.codes import Lang

#: The whole country as a place a subscriber may choose.
COUNTRY = "kz"
#: Its capital: the place of what a text puts in "the capital" without a name.
CAPITAL = "astana"


class PlaceKind(StrEnum):
    """Rank of a place; a district's region is its city."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    DISTRICT = "district"
    SETTLEMENT = "settlement"
    SITE = "site"


class Precision(IntEnum):
    """How exactly a place is known (ACLED's 1 to 3, and 4 for the country only)."""

    TOWN = 1
    NEAR = 2
    REGION = 3
    COUNTRY = 4


@dataclass(frozen=True, slots=True)
class OldName:
    """A name that a place bore once; both bounds inclusive, either may be unknown."""

    lang: Lang
    name: str
    since: date | None = None
    until: date | None = None

    def borne_on(self, day: date) -> bool:
        """Whether the place bore this name on a day; an undated name is borne on no day for certain."""
        if self.since is None and self.until is None:
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer; the columns are explained in bot/data/README.md."""

    id: str
    kind: PlaceKind
    names: Mapping[Lang, str]
    #: Ready "in X" forms, so that no template inflects a name.
    located: Mapping[Lang, str]
    region: str | None = None
    old_names: tuple[OldName, ...] = ()
    aliases: tuple[tuple[Lang, str], ...] = ()
    population: int = 0
    #: Russian declension class, adjective stem, and whether the name needs evidence beside it to count as a place.
    ru_decl: str = ""
    ru_adj: str = ""
    match: str = "plain"
    no_match: frozenset[str] = frozenset()
    lat: float | None = None
    lon: float | None = None
    #: ISO 3166-2 code of a region or a city of its rank.
    iso: str = ""

    def name_on(self, day: date, lang: Lang) -> str | None:
        """The name borne on a past day where it differs from the present one."""
        return next((old.name for old in self.old_names if old.lang == lang and old.borne_on(day)), None)


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place as a report or an event names it."""

    id: str
    precision: Precision = Precision.TOWN


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places by id."""

    places: Mapping[str, Place]

    def __getitem__(self, place_id: str) -> Place:
        return self.places[place_id]

    def __contains__(self, place_id: str) -> bool:
        return place_id in self.places

    def city_of(self, place_id: str) -> str:
        """The city a district belongs to; any other place is its own."""
        place = self.places[place_id]
        return place.region if place.kind is PlaceKind.DISTRICT and place.region else place_id

    def region_of(self, place_id: str) -> str | None:
        """The region a place lies in; none for a region, the country and the three cities of republican rank."""
        return self.places[self.city_of(place_id)].region

    def audience(self, places: Iterable[PlaceRef]) -> frozenset[str]:
        """The places whose subscribers an event concerns.

        A district counts as its city; a region's subscribers get its cities; an event known only to its region reaches
        region and country subscribers, never those of one city; the country's subscribers get everything.
        """
        reached = {COUNTRY}
        for ref in places:
            reached |= self._reach(ref)
        return frozenset(reached)

    def ranks(self, places: Iterable[PlaceRef]) -> Mapping[str, int]:
        """The places whose subscribers an event concerns, as `audience`, and how near each is.

        1 for a place of the event itself, 2 for the region that it lies in, 3 for the country.
        """
        near = {COUNTRY: 3}
        for ref in places:
            itself = self.city_of(ref.id) if ref.id in self.places else ref.id
            near |= {
                place: min(near.get(place, 3), 1 if place == itself else 2) for place in self._reach(ref) - {COUNTRY}
            }
        return near

    def within(self, chosen: Iterable[str]) -> frozenset[str]:
        """The places whose events somebody who chose these wants to see."""
        wanted = frozenset(chosen)
        return frozenset(p for p in self.places if wanted & self._reach(PlaceRef(p)) or COUNTRY in wanted)

    def _reach(self, ref: PlaceRef) -> set[str]:
        if ref.id == COUNTRY or ref.precision >= Precision.COUNTRY or ref.id not in self.places:
            return {COUNTRY}
        city = self.city_of(ref.id)
        region = self.places[city].region
        is_region = self.places[city].kind is PlaceKind.REGION
        exact = {city} if is_region or ref.precision < Precision.REGION else set()
        return exact | ({region} if region else set())
