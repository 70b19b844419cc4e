"""A database as an encrypted file and back, and from one engine to the other: every row, and no number given twice."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.errors import BadConfiguration, Operational, WrongStore
from bot.store import backup, connect, migrate, transfer
from bot.store.backup import CannotOpen, Lock
from bot.store.dump import BadDump
from bot.store.engine import Purpose, Store
from tests.conftest import FakeClock, Postgres
from tests.store.samples import begun
from tests.store.test_migrations import fill, look, rows

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)


#: What anybody may encrypt to a public key.
HOSTILE = (
    b"[]",
    b"{}",
    b"not json",
    b'{"format": 1, "schema": "9999", "made": "2026-11-30T00:00:00+00:00", "tables": {}}',
    b'{"format": 1, "schema": "0016", "made": "x", "tables": {}}',
    (
        b'{"format": 1, "schema": "0016", "made": "2026-11-30T00:00:00+00:00",'
        b' "tables": {"a; DROP": {"columns": {}, "key": []}}}'
    ),
)


def nothing(_table: str, _rows: int) -> None:
    pass


def with_rows(url: str, subscriber_key: str, clock: FakeClock) -> str:
    """A row in every table, and a number that was given and is gone."""
    fill(url, subscriber_key, clock)
    store = Store.open(url, subscriber_key, purpose=Purpose.LIVE)
    with store.writing() as tx:
        for chat in range(100, 110):
            tx.subscribers.open(chat, Lang.KK)
        tx.subscribers.erase(11)
    store.close()
    return url


@pytest.fixture
def filled(sqlite_url: str, subscriber_key: str, clock: FakeClock) -> str:
    """A small database."""
    return with_rows(sqlite_url, subscriber_key, clock)


@pytest.fixture(params=["sqlite", "postgresql"])
def ways(request: pytest.FixtureRequest, tmp_path: Path, subscriber_key: str, clock: FakeClock) -> tuple[str, str]:
    """A filled database on each engine in turn, and an empty one on the other."""
    source = with_rows(str(request.getfixturevalue(f"{request.param}_url")), subscriber_key, clock)
    postgres: Postgres = request.getfixturevalue("postgres")
    return source, postgres.make() if request.param == "sqlite" else f"sqlite:///{tmp_path / 'elsewhere.db'}"


def kept(url: str) -> dict[str, int]:
    """Rows by table; of meta nothing, for what is about processes is not kept."""
    return {name: many for name, many in look(url, rows).items() if name != "meta"}


def test_a_backup_is_a_whole_database_on_any_engine(ways: tuple[str, str], subscriber_key: str, tmp_path: Path) -> None:
    filled, elsewhere = ways
    public, private = backup.new_identity()
    file = backup.write(filled, tmp_path / "kept", Lock(public), NOW)
    assert file.name == "protest-alerts-20261130T020000Z.age"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    backup.restore(file, private, elsewhere, NOW, nothing, lost=False)
    assert kept(elsewhere) == kept(filled)
    store = Store.open(elsewhere, subscriber_key, purpose=Purpose.LIVE)
    with store.writing() as tx:
        assert tx.subscribers.by_chat(100)
        assert tx.subscribers.open(999, Lang.EN).id == 12  # number 11 was given and is gone
    store.close()


def test_a_passphrase_opens_what_it_closed_and_nothing_else_does(filled: str, tmp_path: Path) -> None:
    file = backup.write(filled, tmp_path, Lock(passphrase="four plain words here"), NOW)
    target = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(CannotOpen):
        backup.restore(file, "another phrase", target, NOW, nothing)
    backup.restore(file, "four plain words here", target, NOW, nothing, lost=False)
    assert kept(target) == kept(filled)


def test_after_a_loss_nobody_is_told_twice(filled: str, subscriber_key: str, tmp_path: Path) -> None:
    public, private = backup.new_identity()
    file = backup.write(filled, tmp_path, Lock(public), NOW)
    target = f"sqlite:///{tmp_path / 'new.db'}"
    backup.restore(file, private, target, NOW, nothing)
    store = Store.open(target, subscriber_key, purpose=Purpose.LIVE)
    with store.writing() as tx:
        assert tx.deliveries.counts()[DeliveryState.WAITING] == tx.deliveries.counts()[DeliveryState.SENDING] == 0
        assert tx.deliveries.counts()[DeliveryState.DOUBTFUL]
        assert tx.alerts.unfinished(1) == ()
        assert tx.inbox.waiting() == 0
        assert begun(tx) == []
    store.close()


def test_half_a_file_makes_no_database(filled: str, subscriber_key: str, tmp_path: Path) -> None:
    public, private = backup.new_identity()
    file = backup.write(filled, tmp_path, Lock(public), NOW)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 9 // 10])
    target = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(Operational):
        backup.restore(file, private, target, NOW, nothing)
    with pytest.raises(WrongStore):
        Store.open(target, subscriber_key, purpose=Purpose.LIVE)
    file.write_bytes(whole)
    backup.restore(file, private, target, NOW, nothing)
    Store.open(target, subscriber_key, purpose=Purpose.LIVE).close()


def test_what_is_no_backup_is_named(tmp_path: Path) -> None:
    public, private = backup.new_identity()
    other = tmp_path / "other.age"
    target = f"sqlite:///{tmp_path / 'new.db'}"
    other.write_bytes(b"hello")
    with pytest.raises(CannotOpen):
        backup.restore(other, private, target, NOW, nothing)
    with pytest.raises(CannotOpen, match="no private key"):
        backup.restore(other, public, target, NOW, nothing)
    import pyrage
    from pyrage import x25519

    other.write_bytes(pyrage.encrypt(b"hello", [x25519.Recipient.from_str(public)]))
    with pytest.raises(BadDump):
        backup.restore(other, private, target, NOW, nothing)
    for line in HOSTILE:
        other.write_bytes(pyrage.encrypt(gzip.compress(line + b"\n"), [x25519.Recipient.from_str(public)]))
        with pytest.raises(BadDump):
            backup.restore(other, private, target, NOW, nothing)
    with pytest.raises(BadConfiguration):
        backup.write(target, tmp_path, Lock(), NOW)
    with pytest.raises(BadConfiguration):
        backup.write(target, tmp_path, Lock("age1nonsense"), NOW)


def test_a_database_with_content_is_not_overwritten(filled: str, tmp_path: Path) -> None:
    public, private = backup.new_identity()
    file = backup.write(filled, tmp_path, Lock(public), NOW)
    with pytest.raises(WrongStore, match="content of its own"):
        backup.restore(file, private, filled, NOW, nothing)


def test_old_backups_go_but_never_the_newest(tmp_path: Path) -> None:
    names = [f"protest-alerts-202611{day:02}T000000Z.age" for day in (1, 10, 20)]
    for name in (*names, "protest-alerts-mine.age"):
        (tmp_path / name).touch()
    gone = backup.forget(tmp_path, NOW - timedelta(days=14))
    assert [path.name for path in gone] == names[:2]
    assert backup.forget(tmp_path, NOW + timedelta(days=14)) == ()
    assert backup.newest(tmp_path) == datetime(2026, 11, 20, tzinfo=UTC)


class Killed(Exception):
    """The process dies."""


def test_a_move_that_died_goes_on(ways: tuple[str, str], subscriber_key: str) -> None:
    filled, elsewhere = ways
    said: list[tuple[str, int]] = []

    def dies(table: str, many: int) -> None:
        said.append((table, many))
        if table == "versions":
            raise Killed

    before = kept(filled)
    with pytest.raises(Killed):
        transfer.move(filled, elsewhere, NOW, dies)
    with pytest.raises(WrongStore, match="unfinished"):
        Store.open(elsewhere, subscriber_key, purpose=Purpose.LIVE)
    died_at = len(said)
    moved = transfer.move(filled, elsewhere, NOW, lambda table, many: said.append((table, many)))
    assert moved >= sum(before.values())
    assert kept(elsewhere) == before
    assert "feeds" not in [table for table, _ in said[died_at:]]
    Store.open(elsewhere, subscriber_key, purpose=Purpose.LIVE).close()
    with pytest.raises(WrongStore, match="moved elsewhere"):
        Store.open(filled, subscriber_key, purpose=Purpose.LIVE)
    back_to_live(filled)


def test_a_source_that_changed_meanwhile_is_found_out(filled: str, tmp_path: Path, subscriber_key: str) -> None:
    target = f"sqlite:///{tmp_path / 'new.db'}"

    def dies(table: str, _many: int) -> None:
        if table == "versions":
            raise Killed

    with pytest.raises(Killed):
        transfer.move(filled, target, NOW, dies)
    store = Store.open(filled, subscriber_key, purpose=Purpose.LIVE)
    with store.writing() as tx:
        tx.subscribers.erase(1)
    store.close()
    with pytest.raises(transfer.Changed):
        transfer.move(filled, target, NOW, nothing)
    transfer.move(filled, target, NOW, nothing, fresh=True)
    back_to_live(filled)


def back_to_live(url: str) -> None:
    """For the next test on this database."""
    from bot.store import meta

    engine = connect.migrator(url)
    with engine.begin() as connection:
        meta.write(connection, "purpose", Purpose.LIVE)
    engine.dispose()
    assert migrate.current(url) == migrate.head()
