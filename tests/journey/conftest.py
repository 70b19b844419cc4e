"""Journeys are long: each is walked on one engine, which its name draws; what must hold on both is tested beneath."""

from collections.abc import Iterator

import pytest

from bot.store.engine import Purpose, Store
from tests.conftest import drawn


@pytest.fixture
def store(request: pytest.FixtureRequest, subscriber_key: str) -> Iterator[Store]:
    """A store for live use, on SQLite for one half of the journeys and on PostgreSQL for the other."""
    engine = drawn(request.node.name)
    opened = Store.open(request.getfixturevalue(f"{engine}_url"), subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()
