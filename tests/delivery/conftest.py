"""Stores for tests of delivery: SQLite where the engine makes no difference."""

from collections.abc import Iterator

import pytest

from bot.store.engine import Purpose, Store


@pytest.fixture
def small(sqlite_url: str, subscriber_key: str) -> Iterator[Store]:
    opened = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()
