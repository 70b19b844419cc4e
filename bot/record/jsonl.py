"""Entry → one JSON object on one line: an event with its claims, sources and place-days."""

from collections.abc import Iterable, Iterator

import orjson

from bot.domain.record import RecordEntry
from bot.record.export_rows import Row, Tables


def lines(tables: Tables, entries: Iterable[RecordEntry]) -> Iterator[bytes]:
    """A line for each entry."""
    for entry in entries:
        yield dumped(document(tables, entry)) + b"\n"


def rows(found: Iterable[Row]) -> Iterator[bytes]:
    """A line for each row of one table."""
    for row in found:
        yield dumped(row) + b"\n"


def document(tables: Tables, entry: RecordEntry) -> dict[str, object]:
    """All of an entry; what is not there is null, an empty list is one."""
    whole: dict[str, object] = {**tables.event(entry)}
    if entry.facts:
        whole |= {"claims": [*tables.claims(entry)], "sources": [*tables.sources(entry)]}
        whole["place_days"] = [*tables.places(entry)]
    return whole


def dumped(value: object) -> bytes:
    """JSON on one line, in UTF-8; days and moments of UTC by ISO 8601, to the second."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS)
