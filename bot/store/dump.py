"""Rows as lines of JSON, of any schema and on any engine: what backups, restores and moves are made of.

    {"format": 1, "schema": "0016", "made": …, "tables": {table: {column: kind}}}
    {"table": "articles", "rows": [[…], …]}            some hundred rows a line
    {"end": {table: [rows, checksum]}, "counters": {table: the last number that was given}}

A checksum is the sum of its rows' hashes, so the order of rows does not matter.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    inspect,
    select,
    text,
)
from sqlalchemy.types import JSON, TypeEngine

from bot.domain.errors import Operational
from bot.store import tables
from bot.store.schema import BIG, DOCUMENT, AnyRow, Moment

FORMAT = 1
#: Anybody can encrypt to a public key: what a file names is held to what names can be.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_LINE = 500
_SUM = 2**64
#: What is about running processes is in no dump: the database's purpose, who runs, what is wrong at the moment.
_PASSING = ("process ", "sign ", "outage ", "filled ", "probe")

Values: Mapping[str, Callable[[], TypeEngine[Any]]] = {
    "moment": Moment,
    "day": Date,
    "document": lambda: DOCUMENT,
    "bytes": LargeBinary,
    "flag": Boolean,
    "number": lambda: BIG,
    "real": Float,
    "text": Text,
}


class BadDump(Operational):
    """What should be a dump is none, is of a newer program, or is not whole."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table's columns and kinds, in order, and which of them are its key."""

    columns: Mapping[str, str]
    key: tuple[str, ...]

    def table(self, name: str) -> Table:
        """The table as far as rows need it."""
        columns = [
            Column(column, Values[kind](), primary_key=column in self.key) for column, kind in self.columns.items()
        ]
        return Table(name, MetaData(), *columns)


@dataclass(slots=True)
class Sum:
    """How many rows, and their checksum."""

    rows: int = 0
    checksum: int = 0

    def add(self, row: Sequence[Any]) -> None:
        """One more row, as it stands in a line."""
        written = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        self.rows, self.checksum = self.rows + 1, (self.checksum + _hash(written)) % _SUM


@dataclass(frozen=True, slots=True)
class Dump:
    """What is at the beginning of a dump."""

    schema: str
    made: datetime
    shapes: Mapping[str, TableShape]
    sums: dict[str, Sum] = field(default_factory=dict)

    def line(self) -> str:
        """As the first line has it."""
        shapes = {name: {"columns": one.columns, "key": one.key} for name, one in self.shapes.items()}
        head = {"format": FORMAT, "schema": self.schema, "made": self.made.isoformat(), "tables": shapes}
        return json.dumps(head)

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> "Dump":
        """From the first line; BadDump when it is none."""
        if line.get("format") != FORMAT:
            raise BadDump("this is no backup that this program can read")
        shapes = {name: TableShape(one["columns"], tuple(one["key"])) for name, one in line["tables"].items()}
        named = {name for table, one in shapes.items() for name in (table, *one.columns, *one.key)}
        kinds = {kind for one in shapes.values() for kind in one.columns.values()}
        if not all(_NAME.fullmatch(name) for name in named) or not kinds <= Values.keys():
            raise BadDump("this backup names tables that cannot be")
        return cls(line["schema"], datetime.fromisoformat(line["made"]), shapes)


def present(schema: str, made: datetime) -> Dump:
    """A dump of this program's own tables."""
    shapes = {
        table.name: TableShape(
            {column.name: _kind(column) for column in table.c}, tuple(c.name for c in table.primary_key)
        )
        for table in tables.metadata.sorted_tables
    }
    return Dump(schema, made, shapes)


def batches(
    connection: Connection, name: str, shape: TableShape, after: int | None = None
) -> Iterator[list[list[Any]]]:
    """A table's rows in the order of its key, some hundred at a time; those after a number, if its key is one."""
    table = shape.table(name)
    wanted: Select[*tuple[Any, ...]] = select(table).order_by(*table.primary_key.columns)
    if after is not None:
        wanted = wanted.where(table.c[shape.key[0]] > after)
    result = connection.execute(wanted.execution_options(stream_results=True, yield_per=_LINE))
    for partition in result.partitions():
        rows = [_written(row, shape) for row in partition if not _passes(name, row)]
        if rows:
            yield rows


def values(rows: Iterable[Sequence[Any]], shape: TableShape) -> list[dict[str, Any]]:
    """Rows of a line as a table takes them."""
    kinds = list(shape.columns.items())
    return [{name: _read(kind, value) for (name, kind), value in zip(kinds, row, strict=True)} for row in rows]


def summed(connection: Connection, name: str, shape: TableShape) -> Sum:
    """Count and checksum of a table as it is."""
    total = Sum()
    for rows in batches(connection, name, shape):
        for row in rows:
            total.add(row)
    return total


def counters(connection: Connection) -> dict[str, int]:
    """The last number that each table gave to a row, also when that row is gone."""
    if connection.dialect.name == "sqlite":
        return {
            row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence WHERE seq > 0"))
        }
    found: dict[str, int] = {}
    for name in inspect(connection).get_table_names():
        if sequence := _sequence(connection, name):
            row = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608  # from the catalogue
            found |= {name: row.last_value} if row.is_called else {}
    return found


def set_counters(connection: Connection, wanted: Mapping[str, int]) -> None:
    """Numbers that were given once are not given again."""
    for name, last in wanted.items():
        if connection.dialect.name == "sqlite":
            given = {"name": name, "seq": last}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), given)
        elif sequence := _sequence(connection, name):
            connection.execute(
                text("SELECT setval(CAST(:sequence AS regclass), :last)"), {"sequence": sequence, "last": last}
            )


def _sequence(connection: Connection, table: str) -> str | None:
    known = {column["name"] for column in inspect(connection).get_columns(table)}
    if "id" not in known:
        return None
    found: str | None = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table})
    return found


def _kind(column: Column[Any]) -> str:
    kinds: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
        (Moment, "moment"),
        (Date, "day"),
        (JSON, "document"),
        (LargeBinary, "bytes"),
        (Boolean, "flag"),
        (Integer, "number"),
        (Float, "real"),
    )
    return next((kind for type_, kind in kinds if isinstance(column.type, type_)), "text")


def _written(row: AnyRow, shape: TableShape) -> list[Any]:
    return [_write(value) for value, _ in zip(row, shape.columns, strict=True)]


def _write(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case _:
            return value


def _read(kind: str, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case "moment":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
        case "bytes":
            return base64.b64decode(value)
        case _:
            return value


def _passes(name: str, row: AnyRow) -> bool:
    return name == tables.meta.name and (row.key == "purpose" or row.key.startswith(_PASSING))


def _hash(written: bytes) -> int:
    return int.from_bytes(blake2b(written, digest_size=8).digest())
