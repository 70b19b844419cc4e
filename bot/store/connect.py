"""Engines: how a database is opened for writing, for reading and for migrations, on SQLite and on PostgreSQL."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.schema import Table

from bot.domain.errors import Operational, StoreUnavailable

#: FULL: a "sending" mark must survive a power cut, or somebody is told twice. Erased rows are overwritten.
_PRAGMAS = ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")

#: In KiB, of each connection that reads: the system has the file's pages in memory once, for all of them.
_SMALL_CACHE = "cache_size = -512"

#: sqlite.org/rescode.html: BUSY, LOCKED, IOERR, FULL, CANTOPEN.
_PASSING = frozenset({5, 6, 10, 13, 14})

#: What PostgreSQL's client says when it cannot connect, without what it puts around: host, user, name of the database.
_KNOWN = (
    *("failed to resolve host", "Connection refused", "No such file or directory", "timeout expired", "SSL"),
    *("password authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist"),
    *("too many clients", "starting up", "shutting down", "server closed the connection", "Network is unreachable"),
)


class Unreachable(Operational):
    """The database cannot be opened: no server, no folder, or an address that means nothing."""


def writer(url: str) -> Engine:
    """One connection, so that writers of this process queue here and not in the database."""
    if _is_sqlite(url):
        _keep_private(url)
        return _sqlite(url, "BEGIN IMMEDIATE", "foreign_keys = ON", pool_size=1, max_overflow=0)
    return _engine(url, pool_size=1, max_overflow=0, pool_pre_ping=True)


def reader(url: str, count: int) -> Engine:
    """So many connections that cannot write; each transaction sees one state of the database."""
    if _is_sqlite(url):
        return _sqlite(url, "BEGIN", "query_only = ON", _SMALL_CACHE, pool_size=count)
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return _engine(url, pool_size=count, pool_pre_ping=True, execution_options=options)


def migrator(url: str) -> Engine:
    """For changing tables: foreign keys rest, since SQLite alters a table by dropping it after a copy."""
    if _is_sqlite(url):
        _keep_private(url)
        return _sqlite(url, "BEGIN IMMEDIATE", "foreign_keys = OFF")
    return _engine(url)


def is_missing(url: str) -> bool:
    """Whether the address names a file that is not there: SQLite would make an empty one."""
    return _is_sqlite(url) and not Path(_parsed(url).database or "").is_file()


def shown(url: str) -> str:
    """An address without its password."""
    return _parsed(url).render_as_string(hide_password=True)


def open_to_others(url: str) -> tuple[Path, ...]:
    """The files of an SQLite database that others than their owner may read or write; none on PostgreSQL."""
    files = _files(url) if _is_sqlite(url) else ()
    return tuple(file for file in files if file.is_file() and file.stat().st_mode & 0o077)


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


@cache
def upsert(dialect: str, table: Table, key: str) -> postgresql.Insert | sqlite.Insert:
    """An INSERT in place of what has the same key; built once, since building takes as long as asking."""
    added = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    rest = {column.name: added.excluded[column.name] for column in table.c if column.name != key}
    return added.on_conflict_do_update(index_elements=[key], set_=rest)


def checkpoint(engine: Engine) -> bool:
    """Empty SQLite's log of changes, which holds what was erased as it was before; false while somebody reads it.

    On PostgreSQL the server recycles its own log; true.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        return not raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        raw.close()


@contextmanager
def reachable() -> Iterator[None]:
    """What the driver says when it cannot open a database, as one line of ours that holds no part of the address."""
    try:
        yield
    except OperationalError as error:
        raise Unreachable(f"cannot open the database: {_reason(error)}") from None
    except DBAPIError as error:
        if error.statement is not None:
            raise
        raise Unreachable("DATABASE_URL has an option that the database does not know") from None


@contextmanager
def available() -> Iterator[None]:
    """A database that is locked, full or away, as one line of ours; StoreUnavailable, and nothing has happened."""
    try:
        yield
    except OperationalError as error:
        if not _passes(error.orig):
            raise
        raise StoreUnavailable(f"the database: {_reason(error)}") from None
    except DBAPIError as error:  # a connection that broke while it was used is told so
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable(f"the database: {_reason(error)}") from None


def _reason(error: DBAPIError) -> str:
    """Why, without a word of the address: part of a mistyped password may stand where the host should."""
    said = str(error.orig)
    if isinstance(error.orig, sqlite3.Error):
        return said.strip().partition("\n")[0]
    return next((words for words in _KNOWN if words in said), type(error.orig).__name__)


def _passes(error: BaseException | None) -> bool:
    """Whether an error of the driver may pass by itself: every operational one but a fault in what we asked."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _PASSING


def _is_sqlite(url: str) -> bool:
    return _parsed(url).get_backend_name() == "sqlite"


def _files(url: str) -> tuple[Path, ...]:
    """The database, its log of changes and the index of that; none for a database in memory."""
    name = _parsed(url).database or ""
    return () if name in {"", ":memory:"} or name.startswith("file:") else (Path(name), *_beside(name))


def _beside(name: str) -> tuple[Path, ...]:
    return Path(f"{name}-wal"), Path(f"{name}-shm")


def _keep_private(url: str) -> None:
    """Only the owner may read the files; SQLite gives its log of changes the rights of the database.

    Where that cannot be had, for instance because the file is another user's, opening says what is wrong, or `check`.
    """
    for number, file in enumerate(_files(url)):
        with suppress(OSError):
            if number == 0:
                os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            file.chmod(0o600)


def _parsed(url: str) -> URL:
    """Unreachable when it means nothing; the library's own words would show part of it."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise Unreachable("DATABASE_URL is not the address of a database") from None


def _engine(url: str, **options: Any) -> Engine:
    """Parameters stay out of errors, and so out of logs: they may be texts or sealed chat ids."""
    as_written = partial(json.dumps, ensure_ascii=False)
    try:
        return create_engine(url, json_serializer=as_written, hide_parameters=True, **options)
    except ArgumentError:
        raise Unreachable("DATABASE_URL is not the address of a database") from None


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
