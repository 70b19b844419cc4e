"""record → bytes: what is asked for, in the format asked for, in pieces, from one state of the database."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from bot.domain.codebook import Codebook
from bot.domain.codes import Lang
from bot.domain.errors import Operational
from bot.domain.feed import Coverage, FeedDay, by_day
from bot.domain.place import Gazetteer
from bot.domain.record import RecordEntry, Selection, Words
from bot.record import atom, cap, csv_writer, geojson, jsonl
from bot.record.export_rows import Row, TableName, Tables
from bot.record.markup import Xml, element
from bot.record.package import Package, PackageDescription
from bot.store.record import RecordDatabase, RecordRepository

T = TypeVar("T")
#: An empty answer is not a calm one.
_NOTHING = "nothing in the record for this selection; which sources answered then: --table coverage"


class Format(StrEnum):
    """What an export may look like."""

    CSV = "csv"
    JSONL = "jsonl"
    GEOJSON = "geojson"
    ATOM = "atom"
    CAP = "cap"


class NothingFound(Operational):
    """The record has nothing of what was asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; no table: all of them, or events with everything in them."""

    format: Format
    lang: Lang = Lang.EN
    selection: Selection = field(default_factory=Selection)
    table: TableName | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """The record with the words for it; of a demo's it says that it is one."""

    record: RecordDatabase
    words: Mapping[Lang, Words]
    gazetteer: Gazetteer
    codebook: Codebook
    demo: bool = False

    def pieces(self, wanted: Wanted) -> Iterator[bytes]:
        """The export in pieces; NothingFound before the first one when the selection is empty."""
        with self.record.reading() as rows:
            yield from self.within(rows, wanted)

    def within(self, rows: RecordRepository, wanted: Wanted) -> Iterator[bytes]:
        """The same of one state of the record."""
        if wanted.table is TableName.COVERAGE:
            return self._coverage(rows, wanted)
        newest_first = wanted.format in {Format.ATOM, Format.CAP}
        return self._events(rows, wanted, some(rows.entries(wanted.selection, newest_first=newest_first)))

    def tables(self, lang: Lang) -> Tables:
        """Rows in a language."""
        return Tables(self.words[lang], self.gazetteer)

    @property
    def languages(self) -> dict[Lang, str]:
        """Each language as it calls itself."""
        return {lang: self.words[lang].gettext("this language") for lang in Lang}

    def channel(self, rows: RecordRepository, lang: Lang, updated: datetime) -> atom.Channel:
        """The feed of the whole record."""
        words = self.words[lang]
        title = words.gettext("Protests in Kazakhstan: events, claims, sources")
        newest = max(covered(rows, Selection()), key=lambda day: day.day, default=None)
        return atom.Channel(name_of(rows), title, updated, lang.value, answering(words, newest))

    def _events(self, rows: RecordRepository, wanted: Wanted, entries: Iterator[RecordEntry]) -> Iterator[bytes]:
        tables = self.tables(wanted.lang)
        match wanted.format:
            case Format.CSV:
                return self._csv(rows, wanted, tables, entries)
            case Format.JSONL if wanted.table:
                return jsonl.rows(_of_table(tables, wanted.table, entries))
            case Format.JSONL:
                return jsonl.lines(tables, entries)
            case Format.GEOJSON:
                return geojson.document(tables, entries, covered(rows, wanted.selection))
            case Format.ATOM:
                return self._atom(rows, wanted.lang, entries)
            case Format.CAP:
                return self._cap(rows, wanted.lang, entries)

    def _csv(
        self, rows: RecordRepository, wanted: Wanted, tables: Tables, entries: Iterator[RecordEntry]
    ) -> Iterator[bytes]:
        if wanted.table:
            header = self.codebook[wanted.table].header
            return csv_writer.lines(header, _of_table(tables, wanted.table, entries))
        return self._package(rows, wanted, tables, entries)

    def _package(
        self, rows: RecordRepository, wanted: Wanted, tables: Tables, entries: Iterator[RecordEntry]
    ) -> Iterator[bytes]:
        title = tables.words.gettext("Protests in Kazakhstan: events, claims, sources")
        with Package(PackageDescription(title, _created(rows), wanted.lang, self.codebook)) as package:
            for entry in entries:
                for name in TableName:
                    package.add(name, tables.rows(name, entry))
            package.add(TableName.COVERAGE, map(tables.coverage, _days(rows, wanted.selection)))
            yield from package.pieces()

    def _atom(
        self, rows: RecordRepository, lang: Lang, entries: Iterator[RecordEntry], content: atom.Content | None = None
    ) -> Iterator[bytes]:
        words, first = self.words[lang], next(entries)
        return atom.document(
            self.channel(rows, lang, first.step.at),
            chain((first,), entries),
            words,
            content or atom.summary(words),
            lambda _: "",
            tombstones=content is None,
        )

    def _cap(self, rows: RecordRepository, lang: Lang, entries: Iterator[RecordEntry]) -> Iterator[bytes]:
        """An Atom feed with an alert in each entry, since CAP has no list of alerts."""
        sender = cap.Sender(name_of(rows), self.demo)
        spoken = [self.tables(one) for one in sorted(Lang, key=lambda one: one is not lang)]

        def content(entry: RecordEntry) -> Xml:
            return element("content", cap.alert(entry, sender, spoken), {"type": "application/cap+xml"})

        return self._atom(rows, lang, entries, content)

    def _coverage(self, rows: RecordRepository, wanted: Wanted) -> Iterator[bytes]:
        tables = self.tables(wanted.lang)
        found = some(map(tables.coverage, _days(rows, wanted.selection)))
        if wanted.format is Format.JSONL:
            return jsonl.rows(found)
        return csv_writer.lines(self.codebook[TableName.COVERAGE].header, found)


def name_of(rows: RecordRepository) -> str:
    """By what one record is told from another for ever: when its first event was written down."""
    began = rows.began()
    return hashlib.sha256(began.isoformat().encode()).hexdigest()[:12] if began else "empty"


def answering(words: Words, day: Coverage | None) -> str:
    """How many sources answered on a day, so that silence is not read as calm."""
    if day is None:
        return words.gettext("Which sources answered is not recorded: silence may not be calm.")
    return words.gettext(
        "%(day)s: %(answered)s of %(asked)s sources answered",
        day=words.day(day.day),
        answered=day.answered,
        asked=day.asked,
    )


def some(found: Iterable[T]) -> Iterator[T]:
    """The same, unless there is nothing; then NothingFound."""
    rest = iter(found)
    try:
        first = next(rest)
    except StopIteration:
        raise NothingFound(_NOTHING) from None
    return chain((first,), rest)


def _of_table(tables: Tables, name: TableName, entries: Iterable[RecordEntry]) -> Iterator[Row]:
    return (row for entry in entries for row in tables.rows(name, entry))


def _days(rows: RecordRepository, selection: Selection) -> Iterator[FeedDay]:
    return rows.coverage.days(selection.start, selection.end)


def covered(rows: RecordRepository, selection: Selection) -> Iterator[Coverage]:
    """Which sources answered on the days of a selection."""
    return by_day(_days(rows, selection))


def _created(rows: RecordRepository) -> datetime:
    """The moment of the newest change, so that the same record makes the same bytes."""
    at = rows.updated()
    if at is None:
        raise NothingFound(_NOTHING)
    return at
