"""A year of events for the record: 5,000 events of three versions; each version has one claim and one source more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.domain.codes import Action, ClaimantType, Field, Issue, Qualifier, Response
from bot.domain.event import Change, Facts, Said, Source, Version
from bot.domain.place import PlaceKind, PlaceRef
from bot.domain.report import Claim, Span
from bot.resources import load
from bot.store import migrate, tables
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from bot.store.events import event_row, version_row

YEAR = 5_000
VERSIONS = 3
_FIRST = date(2024, 1, 1)
_ACTIONS = tuple(Action)
_AT_ONCE = 1_000


def filled(url: str, count: int, *, purpose: Purpose = Purpose.LIVE) -> None:
    """A migrated database with so many events, each with its versions, over a year."""
    migrate.upgrade(url, purpose)
    store = Store.open(url, ChatIdEncryption.new_key(), purpose=purpose)
    cities = [place.id for place in load().gazetteer.places.values() if place.kind is PlaceKind.CITY]
    for start in range(1, count + 1, _AT_ONCE):
        made = [
            (number, tuple(_versions(number, count, cities)))
            for number in range(start, min(start + _AT_ONCE, count + 1))
        ]
        with store._to_write.begin() as connection:
            connection.execute(insert(tables.events), [_event(number, some[-1]) for number, some in made])
            connection.execute(
                insert(tables.versions), [version_row(one) | {"author": None} for _, some in made for one in some]
            )
            connection.execute(
                insert(tables.event_places), [row for number, some in made for row in _places(number, some[-1])]
            )
    store.close()


def _versions(number: int, count: int, cities: list[str]) -> Iterator[Version]:
    day = _FIRST + timedelta(days=number * 365 // (count + 1))
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    full = facts(number, day, cities)
    for version in range(1, VERSIONS + 1):
        change = Change.NEW if version == 1 else Change.CORRECTION if number % 50 == 0 else Change.UPDATE
        shown = replace(full, said=full.said[:version], sources=full.sources[:version])
        reasons = ("our_reading",) if change is Change.CORRECTION else ()
        yield Version(
            number,
            version,
            change,
            at + timedelta(hours=version),
            shown,
            reasons=reasons,
            corrected=change is Change.CORRECTION,
        )


def facts(number: int, day: date, cities: list[str]) -> Facts:
    """An event in one to three towns with three claims and three sources."""
    places = tuple(PlaceRef(cities[(number * 7 + more) % len(cities)]) for more in range(1 + number % 3))
    at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    outlets = [f"outlet_{(number + more) % 30}" for more in range(3)]
    claims = [
        Claim(
            field,
            10 + number % 90,
            10 + number % 90,
            Qualifier.EXACT,
            "",
            (places[0].id,),
            claimant=who,
            claimant_type=kind,
        )
        for field, who, kind in (
            (Field.DETAINED, "mvd", ClaimantType.POLICE_MVD),
            (Field.PARTICIPANTS, "", ClaimantType.OUTLET),
            (Field.DETAINED, "", ClaimantType.NGO_MONITOR),
        )
    ]
    return Facts(
        action=_ACTIONS[number % len(_ACTIONS)],
        span=Span(day, day, 1),
        places=places,
        responses=(Response.DETENTIONS,) if number % 3 else (),
        issue=tuple(Issue)[number % len(Issue)],
        said=tuple(Said(claim, outlets[n], at) for n, claim in enumerate(claims)),
        sources=tuple(Source(one, one, "ru", f"https://{one}.example/{number}", at) for one in outlets),
    )


def _event(number: int, newest: Version) -> dict[str, Any]:
    state = {"id": number, "version": newest.number, "retracted": False, "held": False, "redirect": 0}
    return event_row(newest.facts, newest.at) | state


def _places(number: int, newest: Version) -> Iterator[dict[str, Any]]:
    for ref in newest.facts.places:
        days = newest.facts.span
        yield {"event_id": number, "place_id": ref.id, "day_start": days.start, "day_end": days.end}
