"""The commands that keep and move the database, as an operator types them."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.domain.codes import Lang
from bot.store.engine import Purpose, Store
from bot.store.processes import Process
from bot.store.vault import Vault
from tests.app.test_config import secret
from tests.conftest import FakeClock

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path) -> tuple[Path, str]:
    """A live installation with one reader, and its key."""
    key = Vault.new_key()
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
    private = said.out.splitlines()[-1]
    monkeypatch.setenv("BACKUP_KEY_FILE", secret(folder / "key", private))
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
    assert main.status(["rotate-key", secret(folder / "new", Vault.new_key())]) == 1
    assert capsys.readouterr().err.count("a service was there at") == 2


def test_a_key_is_changed_once(installation: tuple[Path, str], sqlite_url: str) -> None:
    folder, _ = installation
    new = Vault.new_key()
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
