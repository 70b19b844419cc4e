"""A question for a map → the picture: events by region, or a place by months; the same counts make the same picture."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.clock import Clock, local_day
from bot.domain.counts import EventCounts, by_region, month_before, months
from bot.domain.feed import Coverage, by_day
from bot.domain.place import COUNTRY, Gazetteer
from bot.domain.record import Words
from bot.record import picture
from bot.record.picture import Photo
from bot.store.engine import Store
from bot.store.transaction import Tx

#: Pictures kept for being asked for again; each is some hundred kilobytes.
_KEPT = 48


@dataclass(frozen=True, slots=True)
class Maps:
    """Maps: counts from the store, pictures from bot/record."""

    store: Store
    gazetteer: Gazetteer
    find_place: Callable[[str], str]
    clock: Clock
    _pictures: OrderedDict[object, bytes] = field(default_factory=OrderedDict)

    async def counted(self, asked: str = "") -> EventCounts:
        """The last twelve months of a place in any spelling, or of the country; UnknownPlace offers the nearest."""
        place = self.find_place(asked) if asked.strip() else COUNTRY
        today = local_day(self.clock())
        return await self.store.read(lambda tx: self._count(tx, place, today))

    async def png(self, counted: EventCounts, words: Words, around: Photo) -> bytes:
        """The picture of these counts in a language; drawn once."""
        key = counted, words.lang, around
        known = self._pictures.get(key)
        if known is None:
            known = await asyncio.to_thread(self._drawn, counted, words, around)
            self._pictures[key] = known
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        return known

    def _count(self, tx: Tx, place: str, today: date) -> EventCounts:
        first = month_before(today, 11)
        everywhere = place == COUNTRY
        tallies = tx.record.tallies(first, today, None if everywhere else self.gazetteer.within([place]))
        many = len({one.event for one in tallies})
        if everywhere:
            regions = sorted(by_region(tallies, self.gazetteer).items(), key=lambda one: (-one[1], one[0]))
            return EventCounts(None, first, today, many, regions=tuple(regions))
        covered: dict[date, Coverage] = {one.day: one for one in by_day(tx.coverage.days(first, today))}
        return EventCounts(place, first, today, many, months=months(tallies, covered, today))

    def _drawn(self, counted: EventCounts, words: Words, around: Photo) -> bytes:
        if counted.place is None:
            spots = picture.spots(dict(counted.regions), words, self.gazetteer, {})
            return picture.png(picture.map_svg(spots, words, "", around))
        bars = picture.bars(counted.months, words, weekly=False)
        return picture.png(picture.chart_svg(bars, words, "", around))
