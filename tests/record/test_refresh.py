"""The pages are kept up with the record while the service runs, and what is in their way is told once."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.record_export import site
from bot.services.record.export import Export
from bot.services.record.refresh import Refresh
from tests.browser.demo import playing
from tests.conftest import FakeClock

EVERY = timedelta(minutes=10)


@pytest.fixture
def refresh(small: Export, tmp_path: Path, clock: FakeClock) -> Refresh:
    return Refresh(site(small), tmp_path / "site", EVERY, clock)


async def test_pages_are_built_at_once_and_then_every_so_often(refresh: Refresh, clock: FakeClock) -> None:
    index = refresh.folder / "en" / "index.html"
    await refresh.round()
    index.unlink()
    clock.advance(minutes=9)
    await refresh.round()
    assert not index.exists()
    clock.advance(minutes=1)
    await refresh.round()
    assert index.exists()


async def test_what_keeps_pages_from_being_written_is_told_once(
    refresh: Refresh, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    refresh.folder.write_text("in the way")
    for _ in range(3):
        clock.advance(minutes=10)
        await refresh.round()
    assert len([one for one in caplog.records if "not up to date" in one.message]) == 1


async def test_a_closed_one_builds_no_further(refresh: Refresh) -> None:
    refresh.close()
    await refresh.round()
    assert not (refresh.folder / "en" / "index.html").exists()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    async with playing(tmp_path / "demo") as root:
        yield root


async def test_the_demo_serves_the_pages_beside_the_chats(demo: str) -> None:
    async with ClientSession() as session, session.get(f"{demo}record/") as answer:
        assert answer.status == 200
        assert "en/index.html" in await answer.text()
        async with session.get(f"{demo}record/..%2Fdemo.db") as other:
            assert other.status == 404
