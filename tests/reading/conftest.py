"""One reader for all reading tests: building it takes longer than any question asked of it."""

import pytest

from bot.knowledge import Knowledge, load
from bot.reading.reader import Reader


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def reader(knowledge: Knowledge) -> Reader:
    return knowledge.reader()
