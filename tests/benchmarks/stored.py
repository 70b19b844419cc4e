"""A database with very many events, and how long it takes to find one's way in it."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from sqlalchemy import insert

from bot.domain.codes import Action, Issue, Kind
from bot.domain.event import Change, Facts, Source, Version, begin
from bot.domain.fingerprint import Fingerprint
from bot.domain.names import Names
from bot.domain.place import PlaceKind, PlaceRef
from bot.domain.report import Report, Span
from bot.knowledge import Knowledge
from bot.services import placing
from bot.services.placing import Means, Reading
from bot.store import migrate, tables
from bot.store.engine import Purpose, Store
from bot.store.events import _row, _version_row
from bot.store.vault import Vault
from tests.domain.making import claim

NOW = datetime(2024, 6, 1, 6, tzinfo=UTC)
TODAY = date(2024, 6, 1)
#: More than the country has seen in its worst week; the rest of the events lie before.
A_DAY = 30
_AT_ONCE = 5000
_ACTIONS = (Action.RALLY, Action.STRIKE, Action.PICKET, Action.GATHERING, Action.ROAD_BLOCK)


def filled(url: str, count: int, known: Knowledge) -> Store:
    """A migrated database with so many events, the newest today."""
    migrate.upgrade(url, Purpose.LIVE)
    store = Store.open(url, Vault.new_key(), purpose=Purpose.LIVE)
    cities = _cities(known)
    for start in range(0, count, _AT_ONCE):
        numbers = range(start + 1, min(start + _AT_ONCE, count) + 1)
        made = [(number, _facts(number, count, cities)) for number in numbers]
        with store._to_write.begin() as connection:
            connection.execute(insert(tables.events), [_event_row(number, facts) for number, facts in made])
            connection.execute(insert(tables.versions), [_first(number, facts) for number, facts in made])
            connection.execute(insert(tables.event_places), [_place(number, facts) for number, facts in made])
    with store._to_write.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return store


def _cities(known: Knowledge) -> tuple[str, ...]:
    return tuple(p.id for p in known.gazetteer.places.values() if p.kind is PlaceKind.CITY)


def _facts(number: int, count: int, cities: Sequence[str]) -> Facts:
    chance = Random(number)
    day = TODAY - timedelta(days=(count - number) // A_DAY)
    return begin(_report(day, chance, cities), Source("arna", "arna", "ru", f"https://arna.example/{number}", NOW))


def _report(day: date, chance: Random, cities: Sequence[str]) -> Report:
    return Report(
        f"r{chance.random()}",
        "ru",
        Kind.EVENT_REPORT,
        0.9,
        chance.choice(_ACTIONS),
        Span(day, day, 1),
        (PlaceRef(chance.choice(cities)),),
        (claim(chance.randint(1, 300)), claim(chance.randint(1, 300), claimant="police")),
        issue=chance.choice((Issue.LABOUR, Issue.POLITICAL, Issue.PRICES_SERVICES)),
    )


def _event_row(number: int, facts: Facts) -> dict[str, Any]:
    return _row(facts, NOW) | {"id": number, "version": 1, "retracted": False, "held": False}


def _first(number: int, facts: Facts) -> dict[str, Any]:
    return _version_row(Version(number, 1, Change.NEW, NOW, facts)) | {"author": None}


def _place(number: int, facts: Facts) -> dict[str, Any]:
    start, end = facts.days_at(facts.places[0].id) or (TODAY, TODAY)
    return {"event_id": number, "place_id": facts.places[0].id, "day_start": start, "day_end": end}


def matched(store: Store, known: Knowledge, reports: int = 200) -> tuple[float, float]:
    """Reports that find their event and write what they add, one transaction each: a second of one core, of the clock.

    The first leaves out the waits for the disk and for other programs of the machine.
    """
    means, cities = Means(Names({}), known.gazetteer), _cities(known)
    chance = Random(7)
    days = [TODAY - timedelta(days=chance.randint(0, 3)) for _ in range(reports)]
    readings = [
        Reading(0, _report(day, chance, cities), Source("herald", "herald", "ru", f"https://herald.example/{n}", NOW))
        for n, day in enumerate(days)
    ]
    own = Fingerprint("ru", dict.fromkeys(range(12), 1.0), dict.fromkeys(range(6), 0.4), dict.fromkeys(range(60), 1.0))
    started, core = time.perf_counter(), time.process_time()
    for reading in readings:
        with store.writing(alone="understand") as tx:
            placing.place(tx, replace(reading, own=own), means, NOW)
    return reports / (time.process_time() - core), reports / (time.perf_counter() - started)


def asked(store: Store, known: Knowledge, times: int = 200) -> tuple[float, float]:
    """Milliseconds for /latest: the median and the 99th of a hundred, of a city, of a region's cities and of all."""
    cities, chance = _cities(known), Random(9)
    places = [None, frozenset(cities[:9]), *(frozenset({chance.choice(cities)}) for _ in range(times))]
    took = [_took(store, place) for place in places]
    return median(took), quantiles(took, n=100)[-1]


def _took(store: Store, places: frozenset[str] | None) -> float:
    started = time.perf_counter()
    with store.reading() as tx:
        tx.events.latest(places, 6)
    return (time.perf_counter() - started) * 1000


def report(sizes: Sequence[int], known: Knowledge) -> Iterator[str]:
    """The speed part of the page: a table, on SQLite."""
    if not sizes:
        return
    yield from ("## Speed", "", f"SQLite on one core, {A_DAY} events a day, the past as long as it takes.", "")
    yield "| stored events | reports a second of one core | by the clock | /latest median, ms | /latest p99, ms |"
    yield "|---|---|---|---|---|"
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = filled(f"sqlite:///{Path(folder) / 'many.db'}", size, known)
            middle, late = asked(store, known)
            core, clock = matched(store, known)
            yield f"| {size} | {core:.0f} | {clock:.0f} | {middle:.1f} | {late:.1f} |"
            store.close()
    yield ""
    yield "Wanted: 50 reports a second, as many at a million events as at 1,000; /latest p99 under 50 ms at a million."
