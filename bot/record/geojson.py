"""Entry → GeoJSON (RFC 7946): a feature for each event in each of its places, for maps.

A point stands for a town or a region, never for an address. What does not hold has no point, so that no map shows it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.domain.feed import Coverage
from bot.domain.record import RecordEntry
from bot.record.export_rows import Row, Tables, flat
from bot.record.jsonl import dumped

ATTRIBUTION = "Place data © GeoNames (CC BY 4.0)"


def document(tables: Tables, entries: Iterable[RecordEntry], coverage: Iterable[Coverage]) -> Iterator[bytes]:
    """The whole document in pieces of bytes; which sources answered when stands at its end."""
    yield b'{"type":"FeatureCollection","features":[\n'
    between = b""
    for entry in entries:
        for feature in features(tables, entry):
            yield between + dumped(feature)
            between = b",\n"
    days = [{"day": one.day.isoformat(), "asked": one.asked, "answered": one.answered} for one in coverage]
    yield b'\n],"attribution":' + dumped(ATTRIBUTION) + b',"coverage":' + dumped(days) + b"}\n"


def features(tables: Tables, entry: RecordEntry) -> Iterator[dict[str, object]]:
    """One for each place, with the first day there; an event that does not hold, or has no place, has no geometry."""
    event = _flat(tables.event(entry))
    there: dict[object, Row] = {}
    for row in tables.places(entry):
        there.setdefault(row.get("place_id"), row)
    key = f"{entry.event}.{entry.step.number}"
    for place, row in there.items() or ((None, {}),):
        yield {
            "type": "Feature",
            "id": f"{key}.{place}" if place else key,
            "geometry": _point(row),
            "properties": event | _flat(row),
        }


def _flat(row: Row) -> dict[str, object]:
    return {name: flat(value) if isinstance(value, (tuple, date)) else value for name, value in row.items()}


def _point(row: Row) -> dict[str, object] | None:
    """Longitude first (RFC 7946, 3.1.1)."""
    if row.get("longitude") is None or row.get("latitude") is None:
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
