"""The small record on both engines, and as a file for the command line."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.record.export import Export
from bot.store import migrate
from bot.store.engine import Purpose
from tests.record.staging import filled, record


@pytest.fixture(scope="session")
def small_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "small.db"
    migrate.upgrade(f"sqlite:///{path}", Purpose.LIVE)
    filled(f"sqlite:///{path}")
    return path


@pytest.fixture
def small(small_record: Path, tmp_path: Path) -> Iterator[Export]:
    """The small record on SQLite."""
    with record(f"sqlite:///{shutil.copy(small_record, tmp_path / 'small.db')}") as export:
        yield export


@pytest.fixture
def installation(small_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with the small record, and no readers' key anywhere."""
    for name in ("BOT_TOKEN", "FEEDS", "ADMIN_IDS", "SUBSCRIBER_KEY", "SITE_DIR"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(small_record, tmp_path / "live.db")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'live.db'}")
    return tmp_path
