"""The schema to head and back, by alembic over the versions in `migrations/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.store import connect, meta
from bot.store.meta import Purpose


def upgrade(url: str, purpose: Purpose, revision: str = "head") -> None:
    """Bring the schema to a revision and a fresh database to its purpose; WrongStore when it has another one."""
    with _migrating(url) as connection:
        meta.refuse_other(connection, purpose)
        command.upgrade(_config(connection), revision)
        meta.claim(connection, purpose)


def downgrade(url: str, revision: str) -> None:
    """Take the schema back to a revision; `base` drops every table."""
    with _migrating(url) as connection:
        command.downgrade(_config(connection), revision)


def current(url: str) -> str | None:
    """The revision a database is at; none when it has no tables of ours."""
    with connect.reachable():
        if connect.is_missing(url):
            return None
    with _migrating(url) as connection:
        return revision_of(connection)


@cache
def head() -> str:
    """The revision this program is written for."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def revision_of(connection: Connection) -> str | None:
    """As `current`, on an open connection."""
    return MigrationContext.configure(connection).get_current_revision()


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


def _config(connection: Connection | None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.store:migrations")
    config.set_main_option("path_separator", "os")
    return config
