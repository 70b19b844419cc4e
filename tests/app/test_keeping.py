"""The commands that keep and move the database, as an operator types them."""

from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.domain.codes import Lang
from bot.services.readers.erasure import Erasure
from bot.store import forgotten
from bot.store.backup import new_identity
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from bot.store.forgotten import ForgottenList
from bot.store.processes import Process
from tests.app.test_config import secret
from tests.conftest import FakeClock

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path) -> tuple[Path, str]:
    """A live installation with one reader, and its key."""
    key = ChatIdEncryption.new_key()
    for name in ("BOT_TOKEN", "BACKUP_RECIPIENT", "BACKUP_PASSPHRASE", "BACKUP_PASSPHRASE_FILE", "BACKUP_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUBSCRIBER_KEY", key)
    store = Store.open(sqlite_url, key, purpose=Purpose.LIVE)
    with store.writing() as tx:
        tx.subscribers.open(1, Lang.KK)
    store.close()
    return tmp_path, key


def reader_is_there(url: str, key: str) -> bool:
    store = Store.open(url, key, purpose=Purpose.LIVE)
    with store.reading() as tx:
        found = tx.subscribers.by_chat(1) is not None
    store.close()
    return found


async def test_who_was_forgotten_after_a_backup_stays_forgotten_by_a_restore(
    installation: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sqlite_url: str,
    clock: FakeClock,
) -> None:
    folder, key = installation
    public, private = new_identity()
    monkeypatch.setenv("BACKUP_RECIPIENT", public)
    assert main.status(["backup", "--dir", str(folder / "kept")]) == 0
    first = capsys.readouterr().out.strip()
    clock.now = datetime.now(UTC)
    store = Store.open(sqlite_url, key, purpose=Purpose.LIVE)
    noted = ForgottenList(folder / "data" / "forgotten", public)
    await Erasure(store, clock, noted).forget(1)
    store.close()
    (file,) = (folder / "data" / "forgotten").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert ChatIdEncryption(key).index(1).encode() not in b"".join(
        b64decode(line) for line in file.read_bytes().splitlines()
    )
    with file.open("ab") as cut_off:
        cut_off.write(b"YWdlLWVuY3J5cHRpb24\nnot a line of ours\n")
    forgotten.copy(folder / "data" / "forgotten", folder / "kept")  # as the next backup does
    monkeypatch.setenv("DATA_DIR", str(folder / "another machine"))
    there = f"sqlite:///{folder / 'new' / 'live.db'}"
    monkeypatch.setenv("DATABASE_URL", there)
    monkeypatch.setenv("BACKUP_KEY_FILE", secret(folder / "key", private))
    assert main.status(["restore", first]) == 0
    assert not reader_is_there(there, key)


def test_what_is_noted_of_the_forgotten_goes_with_the_oldest_backup(tmp_path: Path) -> None:
    public, private = new_identity()
    noted, kept = ForgottenList(tmp_path / "forgotten", public), tmp_path / "kept"
    for day in (1, 15, 16):
        noted.note(f"chat {day}", datetime(2026, 11, day, 12, tzinfo=UTC))
    forgotten.copy(noted.folder, kept)
    forgotten.purge(kept, datetime(2026, 11, 16, tzinfo=UTC))
    assert sorted(path.name for path in kept.iterdir()) == ["forgotten-20261115.age", "forgotten-20261116.age"]
    assert forgotten.since([kept], private, datetime(2026, 11, 15, 13, tzinfo=UTC)) == {"chat 16"}
    assert forgotten.since([kept], new_identity()[1], datetime(2026, 11, 1, tzinfo=UTC)) == frozenset()
    assert forgotten.since([kept], "a passphrase", datetime(2026, 11, 1, tzinfo=UTC)) == frozenset()


def test_a_list_that_cannot_be_written_keeps_nobody_from_being_forgotten(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    for noted in (ForgottenList(tmp_path / "file", new_identity()[0]), ForgottenList(tmp_path, "age1no0key")):
        noted.note("chat", datetime(2026, 11, 1, tzinfo=UTC))
    assert len(caplog.records) == 2
    ForgottenList(tmp_path / "none", "").note("chat", datetime(2026, 11, 1, tzinfo=UTC))
    assert not (tmp_path / "none").exists()


def test_a_backup_is_restored_with_the_private_key(
    installation: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = installation
    assert main.status(["backup", "--dir", str(folder / "kept")]) == 2
    assert "BACKUP_RECIPIENT" in capsys.readouterr().err
    assert main.status(["backup", "--new-key"]) == 0
    said = capsys.readouterr()
    monkeypatch.setenv("BACKUP_RECIPIENT", said.err.strip().partition("=")[2])
    assert main.status(["backup", "--dir", str(folder / "kept")]) == 0
    file = capsys.readouterr().out.strip()
    there = f"sqlite:///{folder / 'new' / 'live.db'}"
    monkeypatch.setenv("DATABASE_URL", there)
    assert main.status(["restore", file]) == 2
    monkeypatch.setenv("BACKUP_KEY_FILE", secret(folder / "key", said.out))  # as it was printed, with its remark
    assert main.status(["restore", file]) == 0
    assert "restored and compared" in capsys.readouterr().out
    assert reader_is_there(there, key)
    assert main.status(["restore", file]) == 1
    assert "content of its own" in capsys.readouterr().err


def test_a_move_leaves_the_old_database(
    installation: tuple[Path, str], sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = installation
    there = f"sqlite:///{folder / 'moved.db'}"
    assert main.status(["move", sqlite_url, "mysql://x"]) == 2
    assert capsys.readouterr().err.startswith("protest-alerts: TO: is neither sqlite")
    assert main.status(["move", f"sqlite:///{folder / 'none.db'}", there]) == 2
    assert main.status(["move", sqlite_url, sqlite_url]) == 2
    assert main.status(["move", sqlite_url, there]) == 0
    assert reader_is_there(there, key)
    capsys.readouterr()
    assert main.status(["events", "list"]) == 1
    assert "moved elsewhere" in capsys.readouterr().err


def test_a_running_service_keeps_its_database(
    installation: tuple[Path, str], sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.installation import system_time

    folder, key = installation
    store = Store.open(sqlite_url, key, purpose=Purpose.LIVE)
    with store.writing() as tx:
        tx.processes.seen(Process("me", ("sender",), system_time()))
    store.close()
    assert main.status(["move", sqlite_url, f"sqlite:///{folder / 'moved.db'}"]) == 1
    assert main.status(["rotate-key", secret(folder / "new", ChatIdEncryption.new_key())]) == 1
    assert capsys.readouterr().err.count("a service was there at") == 2


def test_a_key_is_changed_once(installation: tuple[Path, str], sqlite_url: str) -> None:
    folder, _ = installation
    new = ChatIdEncryption.new_key()
    assert main.status(["rotate-key", secret(folder / "open", new, 0o444)]) == 2
    file = secret(folder / "new", new)
    assert main.status(["rotate-key", file]) == 0
    assert main.status(["rotate-key", file]) == 0
    assert reader_is_there(sqlite_url, new)


def test_health_asks_the_service(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("WEB_ADDRESS", raising=False)
    assert main.status(["health"]) == 2
    monkeypatch.setenv("WEB_ADDRESS", "127.0.0.1:9")
    assert main.status(["health"]) == 1
    assert capsys.readouterr().out.startswith("nobody answers at 127.0.0.1:9")


def test_processes_are_alive_for_two_minutes(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.processes.seen(Process("one", ("sender",), clock(), {"send": clock()}))
        tx.processes.seen(Process("two", ("sender",), clock.advance(seconds=90)))
        assert [one.owner for one in tx.processes.alive(clock())] == ["one", "two"]
        assert [one.owner for one in tx.processes.alive(clock.advance(minutes=1))] == ["two"]
        tx.processes.gone("two")
        assert tx.processes.alive(clock()) == ()
        tx.processes.seen(Process("three", (), clock.advance(days=2)))
        assert [one.owner for one in tx.processes.all()] == ["three"]
