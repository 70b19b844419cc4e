"""Entry → rows: the tables of the record, as bot/data/codebook.toml describes their columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache, partial
from typing import TypeAlias

from bot.domain import acled
from bot.domain.codes import Qualifier
from bot.domain.event import Facts, Said, Source
from bot.domain.feed import FeedDay
from bot.domain.memo_cache import MemoCache
from bot.domain.place import Gazetteer, Place, PlaceKind, PlaceRef, Precision
from bot.domain.record import PlaceDay, RecordEntry, RecordStatus, Words, gist, place_days, told

Value: TypeAlias = str | int | float | bool | date | datetime | tuple[str, ...] | None
Row: TypeAlias = dict[str, Value]
#: What a place-day says of its event.
_OF_PLACE_DAYS = "event_type", "sub_event_type", "action", "country", "iso", "notes"
_WEB = re.compile(r"https?://[^\s/?#@\\<>\"'`]+(?:[/?#][^\s\\<>\"`]*)?", re.I)


class TableName(StrEnum):
    """The tables, in the order in which they are read."""

    EVENTS = "events"
    CLAIMS = "claims"
    SOURCES = "sources"
    PLACE_DAYS = "place_days"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows of entries, in one language."""

    words: Words
    gazetteer: Gazetteer
    #: An event's versions repeat each other.
    memo: MemoCache = field(default_factory=MemoCache, repr=False, compare=False)

    def event(self, entry: RecordEntry) -> Row:
        """The row of an event; of one that was withdrawn only number and time."""
        return {
            **self._key(entry),
            "merged_into": entry.into or None,
            "change": entry.step.change,
            "change_reasons": entry.step.reasons if entry.facts else (),
            **(self._of_facts(entry, entry.facts) if entry.facts else {}),
            "first_told_at": entry.began,
            "updated_at": entry.step.at,
            "timestamp": _unix(entry.step.at),
        }

    def claims(self, entry: RecordEntry) -> Iterator[Row]:
        """A row for each claim, without the event's key; none of what was retracted, but of its earlier versions."""
        return ({"claim": number} | row for number, row in enumerate(self._claims(entry), 1))

    def sources(self, entry: RecordEntry) -> Iterator[Row]:
        """A row for each article, without the event's key."""
        for source in entry.facts.sources if entry.facts else ():
            yield self.memo.about("source", source, None, partial(self._source, source))

    def places(self, entry: RecordEntry) -> Iterable[Row]:
        """A row for each place and day of what holds, without what the event's row says already."""
        facts = entry.facts
        if facts is None or not entry.stands:
            return ()
        hang = facts.places, facts.span, facts.stays, entry.day
        return self.memo.of("places", hang, lambda: list(map(self._place_day, place_days(entry))))

    def place_days(self, entry: RecordEntry) -> Iterator[Row]:
        """The same with it, so that a row may stand alone."""
        if entry.facts and entry.stands:
            gist = self._gist(entry.facts, entry.day)
            of_event = self._key(entry) | {name: gist[name] for name in _OF_PLACE_DAYS}
            of_event |= {"source": self._outlets(entry.facts), "timestamp": _unix(entry.step.at)}
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
        return {
            **self._gist(facts, entry.day),
            "source": self._outlets(facts),
            "figures": tuple(str(row["statement"]) for row in self._claims(entry)),
            "independent_sources": len(facts.groups),
        }

    def _gist(self, facts: Facts, day: date) -> Row:
        return self.memo.of("gist", (gist(facts), day), lambda: self._happened(facts, day))

    def _happened(self, facts: Facts, day: date) -> Row:
        return {
            "event_date": day,
            "end_date": facts.span.end or day,
            "year": day.year,
            "time_precision": facts.span.precision if facts.span.start else 4,
            "event_type": acled.event_type(facts) or None,
            "sub_event_type": acled.sub_event_type(facts) or None,
            "action": facts.action,
            "responses": facts.responses,
            "issue": facts.issue,
            "demands": facts.demands,
            "organisers": facts.organisers,
            "assoc_actor_1": tuple(filter(None, map(self.words.name, facts.organisers))),
            "event_status": facts.status,
            **self.memo.of("named", (facts.places,), lambda: self._named(facts)),
            "country": acled.COUNTRY,
            "iso": acled.ISO,
            "notes": self.words.sentence(facts),
        }

    def _outlets(self, facts: Facts) -> tuple[str, ...]:
        outlets = dict.fromkeys(source.outlet for source in facts.sources)
        return self.memo.of("outlets", (facts.sources,), lambda: tuple(map(self.words.outlet, outlets)))

    def _named(self, facts: Facts) -> Row:
        ids = tuple(ref.id for ref in facts.places)
        regions = (region for region in map(self.region, ids) if region)
        admin1 = tuple(dict.fromkeys(self.words.place(region.id) for region in regions))
        return {"places": ids, "location": tuple(map(self.words.place, ids)), "admin1": admin1}

    def _claims(self, entry: RecordEntry) -> list[Row]:
        facts = entry.facts
        if facts is None or (entry.latest and entry.standing is RecordStatus.RETRACTED):
            return []
        return self.memo.of("claims", (facts,), lambda: list(self._told_claims(facts)))

    def _told_claims(self, facts: Facts) -> Iterator[Row]:
        about = facts.places, facts.span, facts.several  # all of the facts that the words of a claim hang on
        for said in told(facts):
            carried = _carried(said, facts)
            yield self.memo.about("claim", said, (carried, about), partial(self._claim, said, facts, carried))

    def _claim(self, said: Said, facts: Facts, carried: Source | None) -> Row:
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
            "url": address(carried.url) if carried else None,
            "published_at": said.published and said.published.astimezone(UTC),
            "set_by_editor": said.fixed,
        }

    def _source(self, source: Source) -> Row:
        return {
            "outlet": source.outlet,
            "source": self.words.outlet(source.outlet),
            "source_group": source.group,
            "lang": source.lang,
            "url": address(source.url),
            "published_at": source.published and source.published.astimezone(UTC),
        }

    def _place_day(self, one: PlaceDay) -> Row:
        row: Row = {"event_date": one.day, "year": one.day.year, "time_precision": one.time_precision}
        ref = one.ref
        return row | (self.memo.about("where", ref, None, lambda: self._where(ref)) if ref else {})

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


@lru_cache(maxsize=4096)
def instant(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def address(url: str) -> str | None:
    """The address if a browser takes it for one of the web, and for the host that it seems to name; else none."""
    return url if _WEB.fullmatch(url) else None


def _unix(at: datetime) -> int:
    return int(at.timestamp())


def _precision(ref: PlaceRef, place: Place | None) -> Precision:
    """A region or the country is never more exact than that, whatever the report was read as."""
    if place is None or place.kind is PlaceKind.COUNTRY:
        return Precision.COUNTRY
    return max(ref.precision, Precision.REGION) if place.kind is PlaceKind.REGION else ref.precision


def _carried(said: Said, facts: Facts) -> Source | None:
    """The article that carries a claim: of its outlet, of its moment if there are several."""
    first: Source | None = None
    for source in facts.sources:
        if source.outlet == said.outlet:
            if source.published == said.published:
                return source
            first = first or source
    return first
