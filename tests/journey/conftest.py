"""Journeys are long: each is walked on one engine, which its name draws; what must hold on both is tested beneath."""

from collections.abc import Iterator
from zlib import crc32

import pytest

from bot.store.engine import Purpose, Store


@pytest.fixture
def store(request: pytest.FixtureRequest, subscriber_key: str) -> Iterator[Store]:
    """A store for live use, on SQLite for one half of the journeys and on PostgreSQL for the other."""
    engine = ("sqlite", "postgresql")[crc32(request.node.name.encode()) % 2]
    opened = Store.open(request.getfixturevalue(f"{engine}_url"), subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()
