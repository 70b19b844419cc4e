import pytest

from bot.store.engine import Store
from tests.events.staging import Newsroom


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)
