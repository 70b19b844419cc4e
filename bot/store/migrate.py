"""The schema to head and back, by alembic over the versions in `migrations/`.

Alembic is loaded only when something is to be changed: it is ten megabytes that a running service does not need.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table

from bot.domain.errors import WrongStore
from bot.store import connect, meta
from bot.store.meta import Purpose

if TYPE_CHECKING:
    from alembic.config import Config

#: A version's file begins with its revision.
_VERSION = re.compile(r"(\d{4})_\w+\.py")
#: Where alembic notes the revision of a schema.
_ALEMBIC = table("alembic_version", column("version_num"))
#: The oldest schema whose program may still work on the newest one, so that processes are replaced one after the other.
#: Changes since then are additive; a change that is not moves this to its own revision.
OLDEST = "0016"
#: Where the database says so.
SERVES = "serves programs from schema"


def upgrade(url: str, purpose: Purpose, revision: str = "head") -> None:
    """Bring the schema to a revision and a fresh database to its purpose; WrongStore when it has another one."""
    with _migrating(url) as connection:
        meta.refuse_other(connection, purpose)
        if _is_of_a_newer_program(connection):
            return
        if revision != "head" or revision_of(connection) != head():
            _run("upgrade", connection, revision)
        meta.claim(connection, purpose)
        if revision == "head":
            meta.write(connection, SERVES, OLDEST)


def downgrade(url: str, revision: str) -> None:
    """Take the schema back to a revision; `base` drops every table."""
    with _migrating(url) as connection:
        _run("downgrade", connection, revision)


def current(url: str) -> str | None:
    """The revision a database is at; none when it has no tables of ours."""
    with connect.reachable():
        if connect.is_missing(url):
            return None
    with _migrating(url) as connection:
        return revision_of(connection)


def refuse_other(connection: Connection) -> None:
    """WrongStore when this program cannot work on the schema: it is older, or so new that it no longer serves us."""
    found, wanted = revision_of(connection), head()
    if found != wanted and not _is_of_a_newer_program(connection):
        raise WrongStore(f"schema {found or 'none'}, wanted {wanted}; run: protest-alerts migrate")


def _is_of_a_newer_program(connection: Connection) -> bool:
    """Whether a newer program has made the schema and lets ours work on it; WrongStore when it does not."""
    found = revision_of(connection)
    if found is None or found in _known():
        return False
    serves = meta.read(connection, SERVES) or found
    if serves > head():
        raise WrongStore(f"schema {found} is of a newer program and serves none older than {serves}: update this one")
    return True


def knows(schema: str) -> bool:
    """Whether this program can make a schema, and bring it up to its own."""
    return schema in _known()


@cache
def _known() -> frozenset[str]:
    names = (one.name for one in (files("bot.store.migrations") / "versions").iterdir())
    return frozenset(found[1] for name in names if (found := _VERSION.fullmatch(name)))


@cache
def head() -> str:
    """The revision this program is written for."""
    return max(_known())


def revision_of(connection: Connection) -> str | None:
    """As `current`, on an open connection."""
    if not inspect(connection).has_table(_ALEMBIC.name):
        return None
    found: str | None = connection.scalar(select(_ALEMBIC.c.version_num))
    return found


def _run(what: str, connection: Connection, revision: str) -> None:
    from alembic import command

    getattr(command, what)(_config(connection), revision)


@contextmanager
def _migrating(url: str) -> Iterator[Connection]:
    with connect.reachable():
        engine = connect.migrator(url)
        try:
            with engine.begin() as connection:
                connect.alone(connection, "migrate")
                yield connection
        finally:
            engine.dispose()


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.store:migrations")
    config.set_main_option("path_separator", "os")
    return config
