"""A database with very many events, and how long it takes to find one's way in it."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, func, insert, select

from bot.domain.article import Article, Entry
from bot.domain.codes import Action, Issue, Lang, ReportKind
from bot.domain.event import Change, Facts, Source, Version, begin
from bot.domain.feed import Feed
from bot.domain.fingerprint import Fingerprint
from bot.domain.names import Names
from bot.domain.place import PlaceKind, PlaceRef
from bot.domain.report import Report, Span
from bot.domain.search import terms
from bot.domain.understanding.context import Context, ReadArticle
from bot.resources import Knowledge
from bot.search_words import words_of
from bot.services.understanding.process_report import record
from bot.store import migrate, tables
from bot.store.articles import StoredArticle
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from bot.store.events import event_row, version_row
from bot.store.search import Groups
from bot.store.transaction import Tx
from tests.domain.making import claim

NOW = datetime(2024, 6, 1, 6, tzinfo=UTC)
TODAY = date(2024, 6, 1)
#: More than the country has seen in its worst week; the rest of the events lie before.
A_DAY = 30
_AT_ONCE = 5000
#: Reports of one event.
CROWD = (10, 100, 500)
_COUNTED = "A report is placed, stored with its version and alert, and what waited near it is weighed again."
#: Events that are made one by one: a whole number of days.
_MADE = 60_000
_ASKED = ("забастовка", "митинг", "пикет", "экология", "зарплата", "цены")
_ACTIONS = (Action.RALLY, Action.STRIKE, Action.PICKET, Action.GATHERING, Action.ROAD_BLOCK)


def filled(url: str, count: int, known: Knowledge) -> Store:
    """A migrated database with so many events, the newest today; beyond some years the past repeats itself."""
    migrate.upgrade(url, Purpose.LIVE)
    store = Store.open(url, ChatIdEncryption.new_key(), purpose=Purpose.LIVE)
    cities = _cities(known)
    for start in range(max(0, count - _MADE), count, _AT_ONCE):
        numbers = range(start + 1, min(start + _AT_ONCE, count) + 1)
        made = [(number, _facts(number, count, cities)) for number in numbers]
        with store._to_write.begin() as connection:
            connection.execute(insert(tables.events), [_event_row(number, facts) for number, facts in made])
            connection.execute(insert(tables.versions), [_first(number, facts) for number, facts in made])
            connection.execute(insert(tables.event_places), [_place(number, facts) for number, facts in made])
            connection.execute(insert(tables.event_terms), [row for one in made for row in _terms(*one)])
    for times in range(1, -(-count // _MADE)):
        with store._to_write.begin() as connection:
            _repeat(connection, count, times)
    _settle(store)
    return store


def _settle(store: Store) -> None:
    """As a database that has been used for a while: numbers go on, the planner knows the tables."""
    with store._to_write.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('events', 'id'), max(id)) FROM events")
            connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("ANALYZE")


def _repeat(connection: Connection, count: int, times: int) -> None:
    """The events that were made once more, so many times their number and their days earlier."""
    for table in (tables.events, tables.versions, tables.event_places, tables.event_terms):
        number = table.c.id if table is tables.events else table.c.event_id
        made = number > max(count - _MADE, times * _MADE)
        kept = select(*(_earlier(connection, column, times).label(column.name) for column in table.c)).where(made)
        connection.execute(insert(table).from_select(list(table.c), kept))


def _earlier(connection: Connection, column: Column[Any], times: int) -> ColumnElement[Any]:
    if column.name in {"id", "event_id"}:
        return column - times * _MADE
    if isinstance(column.type, Date):
        days = times * _MADE // A_DAY
        return func.date(column, f"-{days} days") if connection.dialect.name == "sqlite" else column - days
    return column


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
        ReportKind.EVENT_REPORT,
        0.9,
        chance.choice(_ACTIONS),
        Span(day, day, 1),
        (PlaceRef(chance.choice(cities)),),
        (claim(chance.randint(1, 300)), claim(chance.randint(1, 300), claimant="police")),
        issue=chance.choice((Issue.LABOUR, Issue.POLITICAL, Issue.PRICES_SERVICES)),
    )


def _event_row(number: int, facts: Facts) -> dict[str, Any]:
    return event_row(facts, NOW) | {"id": number, "version": 1, "retracted": False, "held": False}


def _first(number: int, facts: Facts) -> dict[str, Any]:
    return version_row(Version(number, 1, Change.NEW, NOW, facts)) | {"author": None}


def _place(number: int, facts: Facts) -> dict[str, Any]:
    start, end = facts.days_at(facts.places[0].id) or (TODAY, TODAY)
    return {"event_id": number, "place_id": facts.places[0].id, "day_start": start, "day_end": end}


def _terms(number: int, facts: Facts) -> list[dict[str, Any]]:
    return [{"event_id": number, "term": term, "day_end": facts.span.end or TODAY} for term in sorted(terms(facts))]


def matched(store: Store, known: Knowledge, reports: int = 200) -> tuple[float, float]:
    """Reports that find their event, write what they add and gather what waited: a second of one core, of the clock.

    One transaction each, as in the service. The first leaves out the waits for the disk and for other programs.
    """
    context, cities = Context(Names({}), known.gazetteer, match_score=known.match_score), _cities(known)
    chance = Random(7)
    days = [TODAY - timedelta(days=chance.randint(0, 3)) for _ in range(reports)]
    own = Fingerprint("ru", dict.fromkeys(range(12), 1.0), dict.fromkeys(range(6), 0.4), dict.fromkeys(range(60), 1.0))
    told = [
        (article, ReadArticle(article.number, _report(day, chance, cities), _source(article), own))
        for article, day in zip(_collected(store, reports), days, strict=True)
    ]
    started, core = time.perf_counter(), time.process_time()
    for article, reading in told:
        with store.writing(alone="understand") as tx:
            record(tx, article, reading, context, NOW)
    return reports / (time.process_time() - core), reports / (time.perf_counter() - started)


def crowded(store: Store, known: Knowledge, sizes: Sequence[int] = CROWD, measured: int = 40) -> list[float]:
    """Milliseconds of one core for a report more of an event that has so many, each of other words."""
    context, chance, took = (
        Context(Names({}), known.gazetteer, match_score=known.match_score),
        Random(3),
        dict.fromkeys(sizes, 0.0),
    )
    for number, article in enumerate(_collected(store, max(sizes) + measured)):
        report = replace(_report(TODAY, chance, ("almaty",)), action=Action.RALLY, issue=None, organisers=("dvk",))
        words = dict.fromkeys(range(number * 100, number * 100 + 60), 1.0)
        own = Fingerprint("ru", dict.fromkeys(range(12), 1.0), dict.fromkeys(range(6), 0.4), words)
        source = replace(_source(article), outlet=f"outlet{number % 50}", group=f"outlet{number % 50}")
        core = time.process_time()
        with store.writing(alone="understand") as tx:
            record(tx, article, ReadArticle(article.number, report, source, own), context, NOW)
        for size in sizes:
            took[size] += time.process_time() - core if size <= number < size + measured else 0.0
    return [took[size] / measured * 1000 for size in sizes]


def _collected(store: Store, count: int) -> Sequence[StoredArticle]:
    """So many articles that nobody has read."""
    feed = Feed("herald", "https://herald.example/rss", "herald")
    with store.writing() as tx:
        tx.feeds.sync([feed], NOW)
        for name in map(str, range(count)):
            url = f"https://herald.example/{name}"
            article = Article(name, name, name, url, feed.outlet, None, NOW)
            tx.articles.add(feed.id, Entry(name, url, name, name, NOW), article, NOW)
        return tx.articles.unread(count)


def _source(stored: StoredArticle) -> Source:
    return Source("herald", "herald", "ru", stored.article.url, NOW)


def asked(store: Store, known: Knowledge, times: int = 200) -> tuple[float, float]:
    """Milliseconds for /latest: the median and the 99th of a hundred, of a city, of a region's cities and of all."""
    cities, chance = _cities(known), Random(9)
    places = [None, frozenset(cities[:9]), *(frozenset({chance.choice(cities)}) for _ in range(times))]
    took = [_timed(store, partial(_latest, places=place)) for place in places]
    return median(took), quantiles(took, n=100)[-1]


def searched(store: Store, known: Knowledge, times: int = 200) -> tuple[float, float]:
    """Milliseconds for /search: the median and the 99th of a hundred.

    Of a city, of what people do, of both, of a region and an aim, and of two things that never come together.
    """
    vocabulary, cities, chance = words_of(known.gazetteer, known.names), _cities(known), Random(11)
    names = [known.gazetteer[city].names[Lang.RU] for city in cities]
    kinds: tuple[Callable[[], str], ...] = (
        lambda: chance.choice(names),
        lambda: chance.choice(_ASKED),
        lambda: f"{chance.choice(names)} {chance.choice(_ASKED)}",
        lambda: f"Мангистауская область {chance.choice(_ASKED)}",
        lambda: f"{chance.choice(names)} {chance.choice(names)}",
        lambda: "забастовка митинг",
    )
    asked = [vocabulary.understand(kinds[number % len(kinds)]()) for number in range(times)]
    took = [_timed(store, partial(_search, groups=one.groups)) for one in asked if one.groups and not one.unknown]
    return median(took), quantiles(took, n=100)[-1]


def _search(tx: Tx, groups: Groups) -> None:
    tx.search.find(groups, 6)


def _latest(tx: Tx, places: frozenset[str] | None) -> None:
    tx.events.latest(places, 6)


def _timed(store: Store, ask: Callable[[Tx], None]) -> float:
    started = time.perf_counter()
    with store.reading() as tx:
        ask(tx)
    return (time.perf_counter() - started) * 1000


def report(sizes: Sequence[int], known: Knowledge, postgresql: str = "") -> Iterator[str]:
    """The speed part of the page: a table, on SQLite and, at the largest size, on an empty PostgreSQL database."""
    if not sizes:
        return
    yield from ("## Speed", "", f"On one core, {A_DAY} events a day, the past as long as it takes. {_COUNTED}", "")
    yield (
        "| engine | stored events | reports a second of one core | by the clock"
        " | /latest median, ms | p99 | /search median, ms | p99 |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield _row(f"sqlite:///{Path(folder) / 'many.db'}", size, known)
    if postgresql:
        yield _row(postgresql, sizes[-1], known)
    yield from ("", _crowd(known), "")
    load = f"{os.getloadavg()[2]:.1f} on {os.cpu_count()} cores"
    yield f"Load of the machine at the end: {load}; above 2 it slowed this down."
    yield "Wanted: 50 reports a second, as many at a million events as at 1,000; p99 under 50 ms at a million."


def _crowd(known: Knowledge) -> str:
    with tempfile.TemporaryDirectory() as folder:
        store = filled(f"sqlite:///{Path(folder) / 'crowd.db'}", 1000, known)
        took = ", ".join(f"{ms:.0f} ms" for ms in crowded(store, known))
        store.close()
    return f"One report more of an event that has {', '.join(map(str, CROWD))}: {took} of one core."


def _row(url: str, size: int, known: Knowledge) -> str:
    store = filled(url, size, known)
    try:
        latest, search, (core, clock) = asked(store, known), searched(store, known), matched(store, known)
    finally:
        store.close()
    asks = " | ".join(f"{figure:.1f}" for figure in (*latest, *search))
    engine = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
    return f"| {engine} | {size} | {core:.0f} | {clock:.0f} | {asks} |"
