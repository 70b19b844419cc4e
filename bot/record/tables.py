"""Entry → rows: the tables of the record, as bot/data/codebook.toml describes their columns."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from bot.domain import acled
from bot.domain.codes import Qualifier
from bot.domain.event import Facts, Said, Source
from bot.domain.feed import FeedDay
from bot.domain.place import Gazetteer, Place, PlaceKind, PlaceRef, Precision
from bot.domain.record import PlaceDay, RecordEntry, RecordStatus, Words, place_days, told

Value: TypeAlias = str | int | float | bool | date | datetime | tuple[str, ...] | None
Row: TypeAlias = dict[str, Value]
_MOST_MADE = 4096
_WEB = re.compile(r"https?://[^\s/?#@\\<>\"'`]+(?:[/?#][^\s\\<>\"`]*)?", re.I)


class TableName(StrEnum):
    """The tables, in the order in which they are read."""

    EVENTS = "events"
    CLAIMS = "claims"
    SOURCES = "sources"
    PLACE_DAYS = "place_days"
    COVERAGE = "coverage"


class Memory:
    """Rows that were made lately, by what they were made of; memory stays flat."""

    def __init__(self) -> None:
        self._rows: dict[object, Row] = {}
        self._entry: RecordEntry | None = None
        self._claims: list[Row] = []
        self._facts: Facts | None = None
        self._told: Row = {}

    def told(self, facts: Facts, make: Callable[[], Row]) -> Row:
        """What the facts at hand say in a sentence: the event's row and those of its places ask for it."""
        if self._facts is not facts:
            self._facts, self._told = facts, make()
        return self._told

    def claims(self, entry: RecordEntry, make: Callable[[], list[Row]]) -> list[Row]:
        """The claims of the entry at hand: its own row and theirs both ask for them."""
        if self._entry is not entry:
            self._entry, self._claims = entry, make()
        return self._claims

    def row(self, key: object, make: Callable[[], Row]) -> Row:
        """The row of this key, made if it is not remembered; it is not to be changed."""
        known = self._rows.get(key)
        if known is None:
            if len(self._rows) >= _MOST_MADE:
                self._rows.clear()
            known = self._rows[key] = make()
        return known


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows of entries, in one language."""

    words: Words
    gazetteer: Gazetteer
    #: What was made before is made again: an event's versions repeat each other.
    _made: Memory = field(default_factory=Memory, repr=False, compare=False)

    def event(self, entry: RecordEntry) -> Row:
        """The row of an event; of one that was withdrawn only number and time."""
        row = self._key(entry) | {"merged_into": entry.into or None, "change": entry.step.change}
        row["change_reasons"] = entry.step.reasons if entry.facts else ()
        row |= self._of_facts(entry, entry.facts) if entry.facts else {}
        return row | {"first_told_at": entry.began, "updated_at": entry.step.at, "timestamp": _unix(entry.step.at)}

    def claims(self, entry: RecordEntry) -> Iterator[Row]:
        """A row for each claim, without the event's key; none of what was retracted, but of its earlier versions."""
        return ({"claim": number} | row for number, row in enumerate(self._claims(entry), 1))

    def sources(self, entry: RecordEntry) -> Iterator[Row]:
        """A row for each article, without the event's key."""
        for source in entry.facts.sources if entry.facts else ():
            yield self._made.row(source, lambda source=source: self._source(source))  # type: ignore[misc]  # bound here

    def places(self, entry: RecordEntry) -> Iterator[Row]:
        """A row for each place and day of what holds, without what the event's row says already."""
        return map(self._place_day, place_days(entry))

    def place_days(self, entry: RecordEntry) -> Iterator[Row]:
        """The same with it, so that a row may stand alone."""
        if entry.facts and entry.stands:
            of_event = self._key(entry) | _typed(entry.facts) | self._told(entry.facts)
            of_event |= {"timestamp": _unix(entry.step.at), "iso": acled.ISO, "country": acled.COUNTRY}
            for row in self.places(entry):
                yield of_event | row

    def coverage(self, day: FeedDay) -> Row:
        """One feed on one day."""
        return {
            "day": day.day,
            "feed": day.feed,
            "outlet": day.outlet,
            "source": self.words.outlet(day.outlet),
            "lang": day.lang,
            "polls": day.polls,
            "answers": day.answers,
            "new_entries": day.entries,
        }

    def rows(self, table: TableName, entry: RecordEntry) -> Iterable[Row]:
        """The rows of an entry in one of the tables of events, each with the event's key."""
        match table:
            case TableName.EVENTS:
                return (self.event(entry),)
            case TableName.CLAIMS:
                found = self.claims(entry)
            case TableName.SOURCES:
                found = self.sources(entry)
            case TableName.PLACE_DAYS:
                return self.place_days(entry)
            case TableName.COVERAGE:
                return ()
        key = self._key(entry)
        return (key | row for row in found)

    def region(self, place_id: str) -> Place | None:
        """The region a place lies in, or the city of its rank; none for the country and for what is unknown."""
        if place_id not in self.gazetteer:
            return None
        city = self.gazetteer[self.gazetteer.city_of(place_id)]
        region = self.gazetteer[city.region] if city.region else city
        return None if region.kind is PlaceKind.COUNTRY else region

    def _key(self, entry: RecordEntry) -> Row:
        return {
            "event_id": entry.event,
            "version": entry.step.number,
            "latest": entry.latest,
            "record_status": entry.standing,
        }

    def _of_facts(self, entry: RecordEntry, facts: Facts) -> Row:
        ids = tuple(ref.id for ref in facts.places)
        return {
            "event_date": entry.day,
            "end_date": facts.span.end or entry.day,
            "year": entry.day.year,
            "time_precision": facts.span.precision if facts.span.start else 4,
            **_typed(facts),
            "responses": facts.responses,
            "issue": facts.issue,
            "demands": facts.demands,
            "organisers": facts.organisers,
            "assoc_actor_1": tuple(filter(None, map(self.words.name, facts.organisers))),
            "event_status": facts.status,
            **self._made.row(ids, lambda: self._named(ids)),
            "country": acled.COUNTRY,
            "iso": acled.ISO,
            **self._told(facts),
            "figures": tuple(str(row["statement"]) for row in self._claims(entry)),
            "independent_sources": len(facts.groups),
        }

    def _named(self, ids: tuple[str, ...]) -> Row:
        regions = (region for region in map(self.region, ids) if region)
        admin1 = tuple(dict.fromkeys(self.words.place(region.id) for region in regions))
        return {"places": ids, "location": tuple(map(self.words.place, ids)), "admin1": admin1}

    def _claims(self, entry: RecordEntry) -> list[Row]:
        facts = entry.facts
        if facts is None or (entry.latest and entry.standing is RecordStatus.RETRACTED):
            return []
        return self._made.claims(entry, lambda: list(self._told_claims(facts)))

    def _told_claims(self, facts: Facts) -> Iterator[Row]:
        about = tuple(ref.id for ref in facts.places), facts.span, len(facts.groups) > 1
        for said in told(facts):
            yield self._claim(said, facts, about)

    def _claim(self, said: Said, facts: Facts, about: object) -> Row:
        """The row of a claim; `about` is all of the facts that its words hang on."""
        url = address(carried.url) if (carried := _carried(said, facts)) else None
        return self._made.row((said, about, url), lambda: self._fresh_claim(said, facts, url))

    def _told(self, facts: Facts) -> Row:
        return self._made.told(facts, lambda: self._sentence(facts))

    def _sentence(self, facts: Facts) -> Row:
        outlets = tuple(dict.fromkeys(source.outlet for source in facts.sources))
        return {"notes": self.words.sentence(facts), "source": tuple(map(self.words.outlet, outlets))}

    def _fresh_claim(self, said: Said, facts: Facts, url: str | None) -> Row:
        claim, vague = said.claim, said.claim.qualifier is Qualifier.VAGUE
        known = self.words.name(claim.claimant) is not None
        return {
            "field": claim.field,
            "min": None if vague else claim.min,
            "max": None if vague else claim.max,
            "qualifier": claim.qualifier,
            "words": claim.text if vague else None,
            "scope": claim.scope,
            "places": claim.places,
            "as_of": claim.as_of,
            "claimant": claim.claimant if known else None,
            "claimant_name": self.words.speaker(said),
            "claimant_type": claim.claimant_type,
            "stance": claim.stance,
            "statement": self.words.figure(said, facts),
            "outlet": said.outlet,
            "source": self.words.outlet(said.outlet),
            "url": url,
            "published_at": said.published,
            "set_by_editor": said.fixed,
        }

    def _source(self, source: Source) -> Row:
        return {
            "outlet": source.outlet,
            "source": self.words.outlet(source.outlet),
            "source_group": source.group,
            "lang": source.lang,
            "url": address(source.url),
            "published_at": source.published,
        }

    def _place_day(self, one: PlaceDay) -> Row:
        row: Row = {"event_date": one.day, "year": one.day.year, "time_precision": one.time_precision}
        ref = one.ref
        return row | (self._made.row(ref, lambda: self._where(ref)) if ref else {})

    def _where(self, ref: PlaceRef) -> Row:
        place = self.gazetteer.places.get(ref.id)
        region, precision = self.region(ref.id), _precision(ref, place)
        exact = place is not None and precision < Precision.COUNTRY
        return {
            "admin1": self.words.place(region.id) if region else None,
            "admin1_iso": (region.iso or None) if region else None,
            "place_id": ref.id,
            "location": self.words.place(ref.id),
            "latitude": place.lat if place and exact else None,
            "longitude": place.lon if place and exact else None,
            "geo_precision": int(precision),
        }


def flat(value: Value) -> str | int | float | bool | None:
    """A value for one cell: lists joined by "; ", days and moments by ISO 8601."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return as_text(value) if isinstance(value, date) else value


def as_text(value: date) -> str:
    """A day by ISO 8601, a moment in UTC to the second."""
    return instant(value) if isinstance(value, datetime) else value.isoformat()


@lru_cache(maxsize=1024)
def instant(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def address(url: str) -> str | None:
    """The address if a browser takes it for one of the web, and for the host that it seems to name; else none."""
    return url if _WEB.fullmatch(url) else None


def _unix(at: datetime) -> int:
    return int(at.timestamp())


def _typed(facts: Facts) -> Row:
    return {
        "event_type": acled.event_type(facts) or None,
        "sub_event_type": acled.sub_event_type(facts) or None,
        "action": facts.action,
    }


def _precision(ref: PlaceRef, place: Place | None) -> Precision:
    """A region or the country is never more exact than that, whatever the report was read as."""
    if place is None or place.kind is PlaceKind.COUNTRY:
        return Precision.COUNTRY
    return max(ref.precision, Precision.REGION) if place.kind is PlaceKind.REGION else ref.precision


def _carried(said: Said, facts: Facts) -> Source | None:
    """The article that carries a claim: of its outlet, of its moment if there are several."""
    of_outlet = [source for source in facts.sources if source.outlet == said.outlet]
    return next((one for one in of_outlet if one.published == said.published), of_outlet[0] if of_outlet else None)
