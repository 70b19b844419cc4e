"""Engines: how a database is opened for writing, for reading and for migrations, on SQLite and on PostgreSQL."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.schema import Table

from bot.domain.errors import Operational, StoreUnavailable

#: FULL: a "sending" mark must survive a power cut, or somebody is told twice. Erased rows are overwritten.
_PRAGMAS = ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")

#: sqlite.org/rescode.html: BUSY, LOCKED, IOERR, FULL, CANTOPEN.
_PASSING = frozenset({5, 6, 10, 13, 14})


class Unreachable(Operational):
    """The database cannot be opened: no server, no folder, or an address that means nothing."""


def writer(url: str) -> Engine:
    """One connection, so that writers of this process queue here and not in the database."""
    if _is_sqlite(url):
        return _sqlite(url, "BEGIN IMMEDIATE", "foreign_keys = ON", pool_size=1, max_overflow=0)
    return _engine(url, pool_size=1, max_overflow=0, pool_pre_ping=True)


def reader(url: str, count: int) -> Engine:
    """So many connections that cannot write; each transaction sees one state of the database."""
    if _is_sqlite(url):
        return _sqlite(url, "BEGIN", "query_only = ON", pool_size=count)
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return _engine(url, pool_size=count, pool_pre_ping=True, execution_options=options)


def migrator(url: str) -> Engine:
    """For changing tables: foreign keys rest, since SQLite alters a table by dropping it after a copy."""
    return _sqlite(url, "BEGIN IMMEDIATE", "foreign_keys = OFF") if _is_sqlite(url) else _engine(url)


def is_missing(url: str) -> bool:
    """Whether the address names a file that is not there: SQLite would make an empty one."""
    return _is_sqlite(url) and not Path(make_url(url).database or "").is_file()


def alone(connection: Connection, name: str) -> None:
    """Wait until nobody else holds this name, then hold it to the end of the transaction.

    On SQLite the transaction itself is alone. The isolation must be READ COMMITTED: what others wrote while this one
    waited is to be seen.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what to do on conflict, in the words of the connected database."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


@contextmanager
def reachable() -> Iterator[None]:
    """What the driver says when it cannot open a database, as one line of ours."""
    try:
        yield
    except ArgumentError as error:
        raise Unreachable("DATABASE_URL is not the address of a database") from error
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()
        raise Unreachable(f"cannot open the database: {reason[0] if reason else error.orig!r}") from error


@contextmanager
def available() -> Iterator[None]:
    """A database that is locked, full or away, as one line of ours; StoreUnavailable, and nothing has happened."""
    try:
        yield
    except OperationalError as error:
        if not _passes(error.orig):
            raise
        reason = str(error.orig).strip().splitlines()
        raise StoreUnavailable(f"the database: {reason[0] if reason else type(error.orig).__name__}") from error


def _passes(error: BaseException | None) -> bool:
    """Whether an error of the driver may pass by itself: every operational one but a fault in what we asked."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _PASSING


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _engine(url: str, **options: Any) -> Engine:
    """Parameters stay out of errors, and so out of logs: they may be texts or sealed chat ids."""
    as_written = partial(json.dumps, ensure_ascii=False)
    return create_engine(url, json_serializer=as_written, hide_parameters=True, **options)


def _sqlite(url: str, begin: str, *pragmas: str, **options: Any) -> Engine:
    """The driver is told to begin nothing by itself, as dialects/sqlite/base.py of SQLAlchemy shows."""
    engine = _engine(url, **options)

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, _record: object) -> None:
        raw.isolation_level = None
        for pragma in (*_PRAGMAS, *pragmas):
            raw.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
