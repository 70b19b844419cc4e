"""record → folder of pages: what each page is made of is planned first, so that only what changed is made.

leaves of all events ─► plan of pages, each with a digest of what it hangs on ─► folder: gone, changed, kept
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

from bot.domain.clock import almaty, local_day
from bot.domain.codes import Lang
from bot.domain.counts import Tally, by_region, month_before, months, region_of, weeks
from bot.domain.event import Change
from bot.domain.feed import Coverage
from bot.domain.place import COUNTRY
from bot.domain.record import Leaf, RecordEntry, RecordStatus, Selection, Words
from bot.record import atom, cap, geojson, jsonl, pages, picture
from bot.record.folder import Done, Planned, update
from bot.record.pages import Link, PagePath
from bot.services.record.export import Export, Format, Wanted, answering, covered, name_of
from bot.store.record import RecordRepository

#: Events on the first page, on that of a place, in a feed, and days of coverage that are shown.
_NEWEST, _OF_PLACE, _FEED, _DAYS = 20, 100, 50, 120
_YEAR = timedelta(days=364)
_FEWEST_WEEKS, _MOST_WEEKS = 12, 52
#: What pages are made by: when one of these files changes, all are made anew.
_MADE_BY = ("record", "wording", "domain", "data")
_WRONG = frozenset({RecordStatus.CORRECTED, RecordStatus.RETRACTED, RecordStatus.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of a record; `fingerprint` stands for the program that makes them."""

    export: Export
    fingerprint: str

    def build(self, folder: Path, stop: Callable[[], bool] = lambda: False) -> Done:
        """Make the folder what the record says now; see bot/record/folder.py for what may be raised."""
        with self.export.record.reading() as rows:
            return update(folder, _Plan(self.export, rows, self.fingerprint).plan(), stop)


def fingerprint() -> str:
    """Of all files of this program and its catalogs by which pages are made."""
    package = files("bot")
    digest = hashlib.sha256()
    for folder in (*(package / name for name in _MADE_BY), package / "services" / "record"):
        for file in _files(folder):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(where: Traversable) -> Iterator[Traversable]:
    if where.is_file():
        yield where
        return
    for one in sorted(where.iterdir(), key=lambda one: one.name):
        if one.is_dir() and one.name != "__pycache__":
            yield from _files(one)
        elif one.is_file():
            yield one


@dataclass
class _Plan:
    """All pages of one state of the record."""

    export: Export
    rows: RecordRepository
    by: str
    _last: tuple[int, list[RecordEntry]] = field(default=(0, []))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every event that readers may see, by number."""
        return self.rows.leaves()

    @cached_property
    def covered(self) -> dict[date, Coverage]:
        """Which sources answered, by day."""
        return {day.day: day for day in covered(self.rows, Selection())}

    @cached_property
    def today(self) -> date:
        """The newest day of which the record knows anything."""
        days = [local_day(leaf.step.at) for leaf in self.leaves]
        return max([*days, *self.covered], default=date(2000, 1, 1))

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """Events that hold, by place."""
        return self.rows.tallies(date.min, date.max)

    @cached_property
    def by_place(self) -> dict[str, list[Leaf]]:
        """Events of each place, and of each city and region that holds it, newest first."""
        found: dict[str, dict[int, Leaf]] = {}
        for leaf in self.newest_first:
            for place in leaf.places:
                for one in self._around(place):
                    found.setdefault(one, {})[leaf.event] = leaf
        return {place: list(leaves.values()) for place, leaves in sorted(found.items())}

    @cached_property
    def by_month(self) -> dict[str, list[Leaf]]:
        """Events of each month, newest first."""
        found: dict[str, list[Leaf]] = {}
        for leaf in self.newest_first:
            found.setdefault(f"{leaf.day:%Y-%m}", []).append(leaf)
        return found

    @cached_property
    def newest_first(self) -> list[Leaf]:
        """Events whose day is told, the newest day first."""
        told = (leaf for leaf in self.leaves if leaf.standing not in {RecordStatus.WITHDRAWN, RecordStatus.MERGED})
        return sorted(told, key=lambda leaf: (leaf.day, leaf.event), reverse=True)

    @cached_property
    def changed_first(self) -> list[Leaf]:
        """Events, the last changed first."""
        return _changed(self.leaves)

    @cached_property
    def weeks(self) -> int:
        """How many weeks are shown: a young record has no year to show."""
        first = min([*self.covered, *(leaf.day for leaf in self.newest_first)], default=self.today)
        return min(max((self.today - first).days // 7 + 2, _FEWEST_WEEKS), _MOST_WEEKS)

    @cached_property
    def days(self) -> dict[int, date]:
        """Under which day each event stands."""
        return {leaf.event: leaf.day for leaf in self.newest_first}

    def plan(self) -> Iterator[Planned]:
        """Every file; the lists come after the pages to which they lead."""
        yield self._file("style.css", (), self._style)
        for leaf in self.leaves:
            yield from self._of_event(leaf)
        for lang in Lang:
            yield from self._lists(lang)
            yield from self._lists_of_places(lang)
        yield from self._downloads()
        yield self._file("index.html", (), self._door)

    def _of_event(self, leaf: Leaf) -> Iterator[Planned]:
        for lang in Lang:
            yield self._page(lang, f"events/{leaf.event}.html", leaf.key, self._event, leaf.event)
        base = f"data/events/{leaf.event}"
        yield self._file(f"{base}.json", leaf.key, self._versions, leaf.event)
        yield self._file(f"{base}.geojson", leaf.key, self._feature, leaf.event)
        yield self._file(f"{base}.cap.xml", leaf.key, self._alert, leaf.event)

    def _lists(self, lang: Lang) -> Iterator[Planned]:
        everything = _keys(self.leaves), tuple(self.covered.values()), self.today
        yield self._page(lang, "index.html", everything, self._index)
        for month, leaves in self.by_month.items():
            yield self._page(lang, f"months/{month}.html", _keys(leaves), self._of_month, leaves)
        counts = tuple((month, _many(leaves)) for month, leaves in self.by_month.items())
        yield self._page(lang, "months/index.html", counts, self._all_months)
        wrong = [leaf for leaf in self.changed_first if leaf.standing in _WRONG]
        yield self._page(lang, "corrections.html", _keys(wrong), self._corrections, wrong)
        yield self._page(lang, "coverage.html", tuple(self.covered.values()), self._coverage)
        yield self._page(lang, "codebook.html", (), self._codebook)
        yield self._page(lang, "data.html", (self.today,), self._data)
        yield self._page(lang, "atom.xml", everything, self._feed, self.changed_first, "")

    def _lists_of_places(self, lang: Lang) -> Iterator[Planned]:
        for place, leaves in self.by_place.items():
            key = _keys(leaves)
            yield self._page(lang, f"places/{place}.html", (key, self._months_seen()), self._of_place, place, leaves)
            yield self._page(lang, f"places/{place}.xml", key, self._feed, _changed(leaves), place)
        yield self._page(lang, "places/index.html", _keys(self.newest_first), self._all_places)

    def _downloads(self) -> Iterator[Planned]:
        key = _keys(self.leaves), tuple(self.covered.values())
        for name, form in (("protests.zip", Format.CSV), ("protests.geojson", Format.GEOJSON)):
            if self.leaves:
                yield self._file(f"data/{name}", key, self.export.within, self.rows, Wanted(form))

    # Pages

    def _event(self, place: PagePath, number: int) -> Iterable[bytes]:
        versions, words = self._of(number), place.words
        entry = versions[-1]
        facts = entry.facts
        title = words.title(facts) if facts else words.gettext("No. %(event)s", event=entry.event)
        stands = facts if facts and entry.stands else None
        day = self.days.get(entry.event)
        ids = tuple(ref.id for ref in facts.places if ref.id in self.export.gazetteer) if facts else ()
        yield pages.page(
            "event.html",
            place,
            title,
            event=entry.event,
            standing=entry.standing.value,
            into=entry.into,
            why=pages.sentence(words.why(entry.step.reasons)) if facts else "",
            sentence=words.sentence(stands) if stands else "",
            figures=pages.figures(stands, words) if stands else (),
            background=words.background(stands) if stands else (),
            independent=words.independent(facts) if facts else "",
            articles=pages.articles(facts, words) if facts else (),
            places=[Link(words.place(one), one) for one in ids if one in self.by_place],
            month=Link(words.month(day), f"{day:%Y-%m}") if facts and day else None,
            history=pages.history(versions, words) if facts else (),
            cited=pages.cited(entry, words),
        )

    def _index(self, place: PagePath) -> Iterable[bytes]:
        words, since = place.words, self.today - _YEAR
        counts = by_region((one for one in self.tallies if since <= one.day <= self.today), self.export.gazetteer)
        bars = picture.bars(weeks(self.tallies, self.covered, self.today, self.weeks), words, weekly=True)
        spots = picture.spots(
            counts, words, self.export.gazetteer, {one: f"places/{one}.html" for one in self.by_place}
        )
        last = max(self.covered.values(), key=lambda day: day.day, default=None)
        newest = self.changed_first[0].step.at if self.changed_first else None
        yield pages.page(
            "index.html",
            place,
            words.gettext("Newest"),
            some=self._cards(self.newest_first[:_NEWEST], place),
            map=picture.map_svg(
                spots, words, words.gettext("Map of events by region; the list beside it says the same")
            ),
            chart=picture.chart_svg(
                bars, words, words.gettext("Chart of events by week; the table below says the same")
            ),
            bars=bars,
            regions=[Link(words.place(spot.id), spot.link, str(spot.events)) for spot in spots if spot.events],
            year=f"{words.day(since)} – {words.day(self.today)}",
            answering=answering(words, last),
            poor=last is None or last.poor,
            updated=words.moment(newest) if newest else "",
        )

    def _of_place(self, at: PagePath, place: str, leaves: Sequence[Leaf]) -> Iterable[bytes]:
        words, within = at.words, {leaf.event for leaf in leaves}
        there = [one for one in self.tallies if one.event in within and place in self._around(one.place)]
        bars = picture.bars(months(there, self.covered, self.today), words, weekly=False)
        about = words.gettext("Chart of events by month; the table below says the same")
        yield self._listed(
            at,
            words.place(place),
            leaves[:_OF_PLACE],
            feed=f"{place}.xml",
            bars=bars,
            chart=picture.chart_svg(bars, words, about),
            older=len(leaves) > _OF_PLACE,
        )

    def _of_month(self, at: PagePath, leaves: Sequence[Leaf]) -> Iterable[bytes]:
        yield self._listed(at, pages.sentence(at.words.month(leaves[0].day)), leaves)

    def _listed(self, at: PagePath, title: str, leaves: Sequence[Leaf], **more: object) -> bytes:
        values: dict[str, object] = {"feed": "", "bars": (), "chart": "", "older": False}
        return pages.page("list.html", at, title, some=self._cards(leaves, at), **values | more)

    def _all_places(self, at: PagePath) -> Iterable[bytes]:
        words, known = at.words, self.export.gazetteer
        linked = {one: Link(words.place(one), f"{one}.html", _many(leaves)) for one, leaves in self.by_place.items()}
        tops = [one for one in linked if region_of(one, known) in {one, None}]
        tree = [
            (linked[top], _sorted(linked[one] for one in linked if region_of(one, known) == top != one)) for top in tops
        ]
        yield pages.page("places.html", at, words.gettext("Places"), tree=sorted(tree, key=lambda one: one[0].text))

    def _all_months(self, at: PagePath) -> Iterable[bytes]:
        found = [
            Link(pages.sentence(at.words.month(leaves[0].day)), f"{month}.html", _many(leaves))
            for month, leaves in self.by_month.items()
        ]
        yield pages.page("months.html", at, at.words.gettext("Months"), months=found)

    def _corrections(self, at: PagePath, wrong: Sequence[Leaf]) -> Iterable[bytes]:
        words = at.words
        some = [_corrected(found, words) for leaf in wrong if (found := self._of(leaf.event))]
        yield pages.page("corrections.html", at, words.gettext("Corrections"), some=some)

    def _coverage(self, at: PagePath) -> Iterable[bytes]:
        newest = islice(sorted(self.covered.values(), key=lambda day: day.day, reverse=True), _DAYS)
        days = [
            {
                "label": at.words.day(one.day),
                "asked": one.asked,
                "answered": one.answered,
                "poor": one.poor,
                "silent": [at.words.outlet(outlet) for outlet in one.silent],
            }
            for one in newest
        ]
        yield pages.page("coverage.html", at, at.words.gettext("Coverage"), days=days)

    def _codebook(self, at: PagePath) -> Iterable[bytes]:
        tables = self.export.codebook.tables.values()
        yield pages.page("codebook.html", at, at.words.gettext("Codebook"), tables=tables)

    def _data(self, at: PagePath) -> Iterable[bytes]:
        noon = datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=almaty())
        yield pages.page("data.html", at, at.words.gettext("Data"), example=at.words.moment(noon))

    def _door(self) -> Iterable[bytes]:
        languages = [
            (lang.value, name, self.export.words[lang].gettext("Protests in Kazakhstan"))
            for lang, name in self.export.languages.items()
        ]
        names = [name for _, _, name in languages]
        yield pages.rendered("door.html", languages=languages, names=names)

    # Documents

    def _feed(self, at: PagePath, leaves: Sequence[Leaf], place: str) -> Iterable[bytes]:
        words, newest = at.words, leaves[:_FEED]
        found = {entry.event: entry for entry in self.rows.these(leaf.event for leaf in newest)}
        entries = [found[leaf.event] for leaf in newest if leaf.event in found]
        channel = atom.Channel(
            name_of(self.rows),
            " · ".join(filter(None, (words.gettext("Protests in Kazakhstan"), words.place(place) if place else ""))),
            entries[0].step.at if entries else datetime.combine(self.today, time(), almaty()),
            words.lang.value,
            part=f"site:{words.lang}:{place}",
            home=f"{at.home}index.html",
        )

        def link(entry: RecordEntry) -> str:
            return f"{at.home}events/{entry.event}.html"

        return atom.document(channel, entries, words, atom.summary(words), link)

    def _versions(self, number: int) -> Iterable[bytes]:
        tables = self.export.tables(Lang.EN)
        yield jsonl.dumped({"versions": [jsonl.document(tables, one) for one in self._of(number)]}) + b"\n"

    def _feature(self, number: int) -> Iterable[bytes]:
        return geojson.document(self.export.tables(Lang.EN), self._of(number)[-1:], ())

    def _alert(self, number: int) -> Iterable[bytes]:
        sender = cap.Sender(name_of(self.rows), self.export.demo)
        yield b'<?xml version="1.0" encoding="utf-8"?>\n'
        made = cap.alert(self._of(number)[-1], sender, [self.export.tables(lang) for lang in Lang])
        yield made.encode() + b"\n"

    def _style(self) -> Iterable[bytes]:
        yield pages.style()

    # What they are made of

    def _of(self, number: int) -> list[RecordEntry]:
        """All versions of an event, remembered until another is asked for."""
        if self._last[0] != number:
            self._last = number, list(self.rows.these([number], versions_too=True))
        return self._last[1]

    def _cards(self, leaves: Sequence[Leaf], at: PagePath) -> list[pages.Card]:
        found = {entry.event: entry for entry in self.rows.these(leaf.event for leaf in leaves)}
        return [pages.card(found[leaf.event], at.words, at.home) for leaf in leaves if leaf.event in found]

    def _around(self, place: str) -> frozenset[str]:
        """A place with its city and region, those that have pages."""
        known = self.export.gazetteer
        if place not in known:
            return frozenset()
        held = {place, known.city_of(place), region_of(place, known) or place}
        return frozenset(held) if place != COUNTRY else frozenset({COUNTRY})

    def _months_seen(self) -> tuple[object, ...]:
        first = month_before(self.today, 11)
        return self.today, tuple((day, one.poor) for day, one in self.covered.items() if day >= first)

    def _page(self, lang: Lang, path: str, key: object, make: Callable[..., Iterable[bytes]], *of: object) -> Planned:
        return self._file(
            f"{lang}/{path}", key, make, PagePath(self.export.words[lang], path, self.export.languages), *of
        )

    def _file(self, path: str, key: object, make: Callable[..., Iterable[bytes]], *of: object) -> Planned:
        digest = hashlib.sha256(repr((self.by, self.export.demo, path, key)).encode()).hexdigest()[:20]
        return Planned(path, digest, partial(make, *of))


def _keys(leaves: Iterable[Leaf]) -> tuple[object, ...]:
    return tuple(leaf.key for leaf in leaves)


def _many(leaves: Iterable[Leaf]) -> str:
    """How many events hold."""
    return str(sum(1 for leaf in leaves if leaf.standing is not RecordStatus.RETRACTED))


def _changed(leaves: Iterable[Leaf]) -> list[Leaf]:
    return sorted(leaves, key=lambda leaf: (leaf.step.at, leaf.event), reverse=True)


def _sorted(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.text)


def _corrected(versions: Sequence[RecordEntry], words: Words) -> dict[str, object]:
    entry, wrong = versions[-1], _put_right(versions, words)
    return {
        "event": entry.event,
        "title": words.title(entry.facts) if entry.facts else words.gettext("No. %(event)s", event=entry.event),
        "standing": entry.standing.value,
        "stands": words.standing(entry.standing),
        "why": _why(entry, words),
        "gone": wrong.gone if wrong else (),
        "added": wrong.added if wrong else (),
        "cited": pages.cited(entry, words),
    }


def _put_right(versions: Sequence[RecordEntry], words: Words) -> pages.HistoryLine | None:
    """What the last correction changed; nothing of what was retracted is told again."""
    if versions[-1].standing is not RecordStatus.CORRECTED:
        return None
    numbers = [step.number for step in versions[-1].steps if step.change is Change.CORRECTION]
    return next((line for line in pages.history(versions, words) if line.number in numbers[-1:]), None)


def _why(entry: RecordEntry, words: Words) -> str:
    """Of the newest correction or retraction; of what was withdrawn nothing."""
    if entry.facts is None:
        return ""
    steps = [step for step in entry.steps if step.change in {Change.CORRECTION, Change.RETRACTION}]
    return pages.sentence(words.why(steps[-1].reasons)) if steps else ""
